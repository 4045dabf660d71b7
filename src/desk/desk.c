#include "desk/desk.h"

#include "bus/bus.h"
#include "conf/conf.h"
#include "rules/rules.h"
#include "search/search.h"
#include "store/db.h"
#include "store/migrate.h"

struct desk {
	const struct conf *conf;
	struct db *db;
	struct rules *rules;
	struct bus *bus;
	struct search *search;
};

static int
open_all(struct desk *desk, GError **error)
{
	desk->rules = rules_load(desk->conf->rules_dir, error);
	if (desk->rules == NULL)
		return -1;
	desk->bus = bus_open(desk->conf->redis, error);
	if (desk->bus == NULL)
		return -1;
	desk->search = search_open(desk->conf->index.dir);
	desk->db = db_open(desk->conf->database, error);
	return desk->db != NULL ? migrate_check(desk->db, error) : -1;
}

struct desk *
desk_open(const struct conf *conf, GError **error)
{
	struct desk *desk = g_new0(struct desk, 1);

	desk->conf = conf;
	if (open_all(desk, error) < 0)
		desk_free(&desk);
	return desk;
}

void
desk_free(struct desk **desk)
{
	if (*desk == NULL)
		return;
	db_free(&(*desk)->db);
	bus_free(&(*desk)->bus);
	rules_free(&(*desk)->rules);
	search_close(&(*desk)->search);
	g_clear_pointer(desk, g_free);
}

const struct conf *
desk_conf(const struct desk *desk)
{
	return desk->conf;
}

struct db *
desk_db(struct desk *desk)
{
	return desk->db;
}

const struct rules *
desk_rules(const struct desk *desk)
{
	return desk->rules;
}

struct bus *
desk_bus(struct desk *desk)
{
	return desk->bus;
}

struct search *
desk_search(struct desk *desk)
{
	return desk->search;
}
