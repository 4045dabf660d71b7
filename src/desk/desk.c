#include "desk/desk.h"

#include "base/log.h"
#include "bus/bus.h"
#include "conf/conf.h"
#include "desk/policies.h"
#include "search/search.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/notes.h"

struct desk {
	const struct conf *conf;
	struct db *db;
	struct bus *bus;
	struct search *search;
};

static void
ring(const char *json, void *user)
{
	bus_ring(user, BUS_TICKETS, json);
}

static int
open_all(struct desk *desk, GError **error)
{
	if (policies_of(desk->conf->rules_dir, error) == NULL)
		return -1;
	desk->bus = bus_open(desk->conf->redis, error);
	if (desk->bus == NULL)
		return -1;
	desk->search = search_open(desk->conf->index.dir);
	desk->db = db_open(desk->conf->database, error);
	if (desk->db == NULL)
		return -1;
	notes_on_commit(db_notes(desk->db), ring, desk->bus);
	return migrate_check(desk->db, error);
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
	search_close(&(*desk)->search);
	g_clear_pointer(desk, g_free);
}

const struct conf *
desk_conf(const struct desk *desk)
{
	return desk->conf;
}

int
desk_reload_rules(const struct conf *conf, GError **error)
{
	if (policies_reload(conf->rules_dir, error) < 0)
		return -1;
	log_info("rules-reloaded", LOG_STR("folder", conf->rules_dir));
	return 1;
}

struct db *
desk_db(struct desk *desk)
{
	return desk->db;
}

const struct rules *
desk_rules(const struct desk *desk)
{
	return policies_of(desk->conf->rules_dir, NULL);	/* there since desk_open */
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

GDateTime *
desk_now(const struct desk *desk)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();

	return g_date_time_add_seconds(now, desk->conf->clock_offset_seconds);
}
