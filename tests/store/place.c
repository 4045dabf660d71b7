#include "place.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "store/db.h"
#include "store/migrate.h"

static char *name;

static void
on_server(const char *format)
{
	g_autofree char *server = g_strdup_printf("%s dbname=postgres", getenv("SUPPORTD_TEST_PG"));
	g_autofree char *sql = g_strdup_printf(format, name);
	struct db *db = db_open(server, NULL);

	if (db == NULL || db_script(db, sql, NULL) < 0)
		fprintf(stderr, "cannot do: %s\n", sql);
	db_free(&db);
}

static void
drop(void)
{
	on_server("DROP DATABASE IF EXISTS %s WITH (FORCE)");
}

char *
place_database(void)
{
	GError *error = NULL;
	char *conninfo;
	struct db *db;

	if (getenv("SUPPORTD_TEST_PG") == NULL) {
		printf("skipped: SUPPORTD_TEST_PG names no PostgreSQL server\n");
		exit(77);
	}
	log_init("test", LOG_LEVEL_ERROR);
	name = g_strdup_printf("test_%s_%d", g_get_prgname() != NULL ? g_get_prgname() : "store", getpid());
	g_strcanon(name, "abcdefghijklmnopqrstuvwxyz0123456789_", '_');
	on_server("CREATE DATABASE %s");
	atexit(drop);
	conninfo = g_strdup_printf("%s dbname=%s", getenv("SUPPORTD_TEST_PG"), name);
	db = db_open(conninfo, &error);
	if (db == NULL || migrate_run(db, FALSE, NULL, NULL, &error) < 0) {
		fprintf(stderr, "no database for this test: %s\n", error->message);
		exit(1);
	}
	db_free(&db);
	return conninfo;
}
