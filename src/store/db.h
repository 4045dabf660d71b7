/* db.h - a connection to PostgreSQL, and statements that are prepared once and bound, never pasted.
 *
 *	STATEMENT(ticket_by_number, "SELECT id FROM support_tickets WHERE number = $1");
 *	g_autoptr(db_rows) found = db_query(db, &ticket_by_number, PARAMS(p_int(number)), &error);
 *
 * A db is for one thread at a time. When the server goes away every call fails with FAULT_UNAVAILABLE
 * "database-unavailable" and nothing of the open transaction was done; the next db_begin connects again.
 * Sessions run in UTC.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

struct db;
typedef struct db_rows db_rows;
struct actor;
struct notes;

/* Statements are collected by the linker, so that a test can prepare every one of them. */
struct statement {
	const char *name;
	const char *sql;
};
#define STATEMENT(ident, text) \
	static const struct statement ident = { #ident, text }; \
	static const struct statement *const ident##_listed __attribute__((used, section("statements"))) = &ident

struct param {
	const char *text;	/* NULL with is_null */
	gsize length;		/* of bytes */
	gboolean is_bytes, is_null, is_number;
	char number[24];	/* text of an integer, when is_number */
};
struct param p_text(const char *text);			/* NULL is SQL NULL */
struct param p_int(int64_t number);
struct param p_bool(gboolean yes);
struct param p_bytes(const void *data, gsize length);	/* data NULL is SQL NULL */
struct param p_gbytes(GBytes *bytes);			/* NULL is SQL NULL */
struct param p_time(GDateTime *time);			/* microseconds kept; NULL is SQL NULL. Statement casts to_timestamp($n) */
#define PARAMS(...) ((const struct param[]){ __VA_ARGS__ }), (int)(sizeof((const struct param[]){ __VA_ARGS__ }) / sizeof(struct param))
#define NO_PARAMS NULL, 0

/* Connects; conninfo is libpq's own. NULL with error set. */
struct db *db_open(const char *conninfo, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void db_free(struct db **db);

/* Begins a transaction as whoever acts: a customer's runs in the role that sees one builder's rows only, an
 * agent's in the agents' role, all others (and NULL) as the owner. Connects again if the connection was lost. 1 or -1. */
int db_begin(struct db *db, const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 1 committed; -1 with error set: if the connection died during COMMIT it is "commit-unknown". */
int db_commit(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void db_rollback(struct db *db);	/* nothing to do outside a transaction */

/* One transaction around several: until db_outer_commit or db_outer_rollback, db_begin and db_commit are savepoints in it, and nothing
 * of what they did stands before the outer one is committed. For a request that is one with its idempotency key. Runs as the owner. */
int db_outer_begin(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int db_outer_commit(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void db_outer_rollback(struct db *db);

/* What is told when the open transaction is committed (store/notes.h); forgotten when it is not. */
struct notes *db_notes(struct db *db);

/* Runs one statement and waits. NULL with error set. Errors of the server come as: unique_violation FAULT_CONFLICT
 * "already-exists", row security FAULT_FORBIDDEN "not-yours", serialization and deadlock FAULT_UNAVAILABLE "try-again", bad text
 * FAULT_INVALID "invalid-value", the rest FAULT_INTERNAL "database-error" (and the log has it). */
db_rows *db_query(struct db *db, const struct statement *statement, const struct param *params, int n, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* The same for a statement whose rows nobody wants: how many rows it touched, -1 with error set. */
int64_t db_exec(struct db *db, const struct statement *statement, const struct param *params, int n, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A pipeline (libpq's): statements queued with db_send go out together; db_flush waits for all and fails if one failed
 * (then all of the transaction is lost). rows_r, if not NULL, receives the rows of that statement at db_flush. */
int db_send(struct db *db, const struct statement *statement, const struct param *params, int n, db_rows **rows_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
int db_flush(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begin, the queued statements and commit in one round trip: db_begin_send, db_send…, db_commit_send. */
int db_begin_send(struct db *db, const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int db_commit_send(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* db_commit_send in two halves: the first returns while the server still works, and until the second, which waits for it and
 * must follow, the caller may do anything but use this connection. */
int db_commit_start(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int db_commit_end(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int rows_count(const db_rows *rows);
const char *rows_text(const db_rows *rows, int row, int column);	/* borrowed; NULL for SQL NULL */
int64_t rows_int(const db_rows *rows, int row, int column);	/* 0 for SQL NULL */
gboolean rows_bool(const db_rows *rows, int row, int column);
GBytes *rows_bytes(const db_rows *rows, int row, int column);	/* of a bytea column; the caller's; NULL for SQL NULL */
void rows_free(db_rows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(db_rows, rows_free)

/* Many scripts at once, in the open transaction: for migrations only. 1 or -1. */
int db_script(struct db *db, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Every STATEMENT of the program, for the test that prepares them all. */
const struct statement *const *statements_all(int *n_r);
