#include "desk/desk.h"

#include "conf/conf.h"
#include "store/db.h"
#include "store/migrate.h"

struct desk {
	const struct conf *conf;
	struct db *db;
};

struct desk *
desk_open(const struct conf *conf, GError **error)
{
	struct desk *desk = g_new0(struct desk, 1);

	desk->conf = conf;
	desk->db = db_open(conf->database, error);
	if (desk->db == NULL || migrate_check(desk->db, error) < 0)
		desk_free(&desk);
	return desk;
}

void
desk_free(struct desk **desk)
{
	if (*desk == NULL)
		return;
	db_free(&(*desk)->db);
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
