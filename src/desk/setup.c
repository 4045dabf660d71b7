#include "desk/setup.h"

#include "bus/bus.h"
#include "conf/conf.h"
#include "rules/rules.h"
#include "store/db.h"
#include "store/migrate.h"

struct listener {
	void (*seen)(const char *name, void *user);
	void *user;
};

static void
tell(const struct migration *migration, void *user)
{
	const struct listener *listener = user;

	listener->seen(migration->name, listener->user);
}

int
setup_migrate(const struct conf *conf, gboolean is_dry_run, void (*seen)(const char *name, void *user), void *user, GError **error)
{
	struct listener listener = { seen, user };
	struct db *db = db_open(conf->database, error);
	int count;

	if (db == NULL)
		return -1;
	count = migrate_run(db, is_dry_run, tell, &listener, error);
	db_free(&db);
	return count;
}

int
setup_check_rules(const struct conf *conf, GError **error)
{
	struct rules *rules = rules_load(conf->rules_dir, error);

	if (rules == NULL)
		return -1;
	rules_free(&rules);
	return 1;
}

int
setup_check_redis(const struct conf *conf, GError **error)
{
	struct bus *bus = bus_open(conf->redis, error);
	int answers;

	if (bus == NULL)
		return -1;
	answers = bus_ping(bus, error);
	bus_free(&bus);
	return answers;
}

int
setup_check_database(const struct conf *conf, gint64 *clock_ms_r, char **version_r, GError **error)
{
	struct db *db = db_open(conf->database, error);
	gint64 before = g_get_real_time(), theirs;
	int done;

	if (db == NULL)
		return -1;
	done = db_look(db, &theirs, version_r, error);
	if (done > 0)
		done = migrate_check(db, error);
	*clock_ms_r = (theirs - (before + g_get_real_time()) / 2) / 1000;
	db_free(&db);
	return done;
}
