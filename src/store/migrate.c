#include "store/migrate.h"

#include "base/fault.h"
#include "store/db.h"

#define MIGRATE_LOCK 7233981	/* any number, the same for all of us */

STATEMENT(migrate_lock, "SELECT pg_advisory_xact_lock($1)");
STATEMENT(migrate_table_is_there, "SELECT to_regclass('schema_migrations') IS NOT NULL");
STATEMENT(migrate_latest, "SELECT coalesce(max(number), 0) FROM schema_migrations");
STATEMENT(migrate_note, "INSERT INTO schema_migrations (number, name) VALUES ($1, $2)");

static int
latest_known(void)
{
	int n = 0;

	for (const struct migration *m = migrations; m->number != 0; m++)
		n = m->number;
	return n;
}

/* The newest step that the database has had; 0 for an empty one, -1 with error set. */
static int
latest_applied(struct db *db, GError **error)
{
	g_autoptr(db_rows) table = db_query(db, &migrate_table_is_there, NO_PARAMS, error);
	g_autoptr(db_rows) latest = NULL;

	if (table == NULL)
		return -1;
	if (!rows_bool(table, 0, 0))
		return 0;
	latest = db_query(db, &migrate_latest, NO_PARAMS, error);
	return latest != NULL ? (int)rows_int(latest, 0, 0) : -1;
}

static int
fault_newer(int applied, GError **error)
{
	fault_set(error, FAULT_CONFLICT, "schema-newer", NULL,
	    "The database is at schema %d and this program knows only %d: install the newer supportd.", applied, latest_known());
	return -1;
}

static int
apply(struct db *db, const struct migration *migration, GError **error)
{
	if (db_script(db, migration->sql, error) < 0) {
		g_prefix_error(error, "%s: ", migration->name);
		return -1;
	}
	return db_exec(db, &migrate_note, PARAMS(p_int(migration->number), p_text(migration->name)), error) < 0 ? -1 : 1;
}

/* One step in one transaction: 1 applied, 0 nothing left, -1. */
static int
step(struct db *db, gboolean is_dry_run, int *applied_r, const struct migration **next_r, GError **error)
{
	g_autoptr(db_rows) locked = db_query(db, &migrate_lock, PARAMS(p_int(MIGRATE_LOCK)), error);
	const struct migration *next = migrations;
	int applied;

	if (locked == NULL || (applied = latest_applied(db, error)) < 0)
		return -1;
	if (applied > latest_known())
		return fault_newer(applied, error);
	if (is_dry_run)
		applied = MAX(applied, *applied_r);
	while (next->number != 0 && next->number <= applied)
		next++;
	*next_r = next;
	if (next->number == 0)
		return 0;
	*applied_r = next->number;
	if (is_dry_run)
		return 1;
	if (next->number == 1 && db_script(db, "CREATE TABLE schema_migrations (number int PRIMARY KEY, name text NOT NULL, "
	    "applied_at timestamptz NOT NULL DEFAULT now())", error) < 0)
		return -1;
	return apply(db, next, error);
}

int
migrate_run(struct db *db, gboolean is_dry_run, void (*seen)(const struct migration *migration, void *user), void *user,
    GError **error)
{
	const struct migration *next = NULL;
	int applied = 0, count = 0, more;

	do {
		if (db_begin(db, NULL, error) < 0)
			return -1;
		more = step(db, is_dry_run, &applied, &next, error);
		if (more <= 0) {
			db_rollback(db);
			break;
		}
		if (db_commit(db, error) < 0)
			return -1;
		if (seen != NULL)
			seen(next, user);
		count++;
	} while (TRUE);
	return more < 0 ? -1 : count;
}

int
migrate_check(struct db *db, GError **error)
{
	int applied = latest_applied(db, error), known = latest_known();

	if (applied < 0)
		return -1;
	if (applied > known)
		return fault_newer(applied, error);
	if (applied == known)
		return 1;
	fault_set(error, FAULT_CONFLICT, "schema-older", NULL,
	    "The database is at schema %d and this program needs %d: run `supportctl migrate`.", applied, known);
	return -1;
}

STATEMENT(db_clock_and_version, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, split_part(current_setting('server_version'), ' ', 1)");

int
db_look(struct db *db, gint64 *clock_us_r, char **version_r, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &db_clock_and_version, NO_PARAMS, error);

	if (found == NULL)
		return -1;
	*clock_us_r = rows_int(found, 0, 0);
	*version_r = g_strdup(rows_text(found, 0, 1));
	return 1;
}
