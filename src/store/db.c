#include "store/db.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "model/actor.h"
#include "store/notes.h"

#define PARAMS_MAX 48
#define BYTEA_OID 17

struct queued {
	const struct statement *statement;
	db_rows **rows_r;		/* NULL: nobody wants them */
	gboolean is_prepare;
};

struct db {
	PGconn *conn;
	char *conninfo;
	GHashTable *prepared;	/* const struct statement * */
	GArray *queue;		/* struct queued: sent in the pipeline, not yet answered */
	struct notes *notes;
	gboolean in_transaction;
	gboolean in_outer;	/* transactions are savepoints in one */
	gboolean in_pipeline;
	gboolean commit_sent;	/* the queue ends in COMMIT */
	gboolean sync_sent;	/* and in the sync point behind it */
};

extern const struct statement *const __start_statements[] __attribute__((weak));
extern const struct statement *const __stop_statements[] __attribute__((weak));

STATEMENT(db_begin_plain, "BEGIN");
STATEMENT(db_end, "COMMIT");
STATEMENT(db_undo, "ROLLBACK");
STATEMENT(db_mark, "SAVEPOINT inner_one");
STATEMENT(db_mark_end, "RELEASE SAVEPOINT inner_one");
STATEMENT(db_mark_undo, "ROLLBACK TO SAVEPOINT inner_one");
STATEMENT(db_step_up, "SELECT set_config('role', 'none', true), set_config('supportd.builder_id', '', true), set_config('supportd.user_id', '', true)");
STATEMENT(db_step_down,
    "SELECT set_config('role', $1, true), set_config('supportd.builder_id', $2, true), set_config('supportd.user_id', $3, true)");

const struct statement *const *
statements_all(int *n_r)
{
	*n_r = (int)(__stop_statements - __start_statements);
	return __start_statements;
}

static void
ignore_notice(void *user, const PGresult *result)
{
	(void)user;
	(void)result;	/* "IF NOT EXISTS, skipping" and the like would only fill the log */
}

static void
fault_from_connection(struct db *db, GError **error)
{
	g_autofree char *why = g_strdelimit(g_strdup(PQerrorMessage(db->conn)), "\n\t", ' ');	/* libpq adds advice on a second line */

	fault_set(error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "The database does not answer: %s", g_strstrip(why));
}

static int
connect_again(struct db *db, GError **error)
{
	g_clear_pointer(&db->conn, PQfinish);
	g_hash_table_remove_all(db->prepared);
	g_array_set_size(db->queue, 0);
	notes_forget_all(db->notes);
	db->in_transaction = db->in_outer = db->in_pipeline = db->commit_sent = db->sync_sent = FALSE;
	/* No JIT: a plan that is told to go by keys looks dear to the planner, and compiling it takes longer than running it. */
	db->conn = PQconnectdbParams((const char *[]){ "dbname", "options", "client_encoding", NULL },
	    (const char *[]){ db->conninfo, "-c timezone=UTC -c datestyle=ISO -c jit=off", "UTF8", NULL }, 1);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		fault_from_connection(db, error);
		return -1;
	}
	PQsetNoticeReceiver(db->conn, ignore_notice, NULL);
	return 1;
}

struct db *
db_open(const char *conninfo, GError **error)
{
	struct db *db = g_new0(struct db, 1);

	db->conninfo = g_strdup(conninfo);
	db->prepared = g_hash_table_new(NULL, NULL);
	db->queue = g_array_new(FALSE, FALSE, sizeof(struct queued));
	db->notes = notes_new();
	if (connect_again(db, error) < 0)
		db_free(&db);
	return db;
}

void
db_free(struct db **db_p)
{
	struct db *db = *db_p;

	if (db == NULL)
		return;
	g_clear_pointer(&db->conn, PQfinish);
	g_hash_table_unref(db->prepared);
	g_array_unref(db->queue);
	notes_free(&db->notes);
	g_free(db->conninfo);
	g_free(db);
	*db_p = NULL;
}

/* SQLSTATE to whose move it is (PostgreSQL, appendix A). */
static void
fault_from_result(struct db *db, const PGresult *result, const char *statement, GError **error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (state == NULL || g_str_has_prefix(state, "08") || g_str_has_prefix(state, "57P") ||
	    PQstatus(db->conn) != CONNECTION_OK) {
		fault_from_connection(db, error);
	} else if (strcmp(state, "23505") == 0) {
		fault_set(error, FAULT_CONFLICT, "already-exists", NULL, "There is one already (%s).", constraint);
	} else if (strcmp(state, "42501") == 0) {
		fault_set(error, FAULT_FORBIDDEN, "not-yours", NULL, "That is not yours to see or change.");
	} else if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) {
		fault_set(error, FAULT_UNAVAILABLE, "try-again", NULL, "Somebody changed the same thing at the same moment; try again.");
	} else if (strcmp(state, "23503") == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-reference", NULL, "What this refers to does not exist (%s).", constraint);
	} else if (g_str_has_prefix(state, "22") || g_str_has_prefix(state, "23")) {
		fault_set(error, FAULT_INVALID, "invalid-value", NULL, "A value cannot be stored: %s.", primary);
	} else {
		log_error("failed", LOG_STR("statement", statement), LOG_STR("sqlstate", state), LOG_STR("error", primary));
		fault_set(error, FAULT_INTERNAL, "database-error", NULL, "The database refused statement %s: %s", statement, primary);
	}
}

struct bound {
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX];
	int formats[PARAMS_MAX];
	Oid types[PARAMS_MAX];
};

static void
bind_params(struct bound *bound, const struct param *params, int n)
{
	g_assert(n <= PARAMS_MAX);
	for (int i = 0; i < n; i++) {
		bound->values[i] = params[i].is_null ? NULL : params[i].is_number ? params[i].number : params[i].text;
		bound->lengths[i] = (int)params[i].length;
		bound->formats[i] = params[i].is_bytes;
		bound->types[i] = params[i].is_bytes ? BYTEA_OID : 0;
	}
}

static int
prepare_now(struct db *db, const struct statement *statement, const Oid *types, int n, GError **error)
{
	PGresult *result;
	int done = 1;

	if (g_hash_table_contains(db->prepared, statement))
		return 1;
	result = PQprepare(db->conn, statement->name, statement->sql, n, types);
	if (PQresultStatus(result) == PGRES_COMMAND_OK) {
		g_hash_table_add(db->prepared, (void *)statement);
	} else {
		fault_from_result(db, result, statement->name, error);
		done = -1;
	}
	PQclear(result);
	return done;
}

static gboolean
is_answer(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

db_rows *
db_query(struct db *db, const struct statement *statement, const struct param *params, int n, GError **error)
{
	struct bound bound;
	PGresult *result;

	g_assert(!db->in_pipeline);
	if (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK) {
		if (db->in_transaction || db->in_outer) {
			fault_set(error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "The database went away; nothing was done.");
			return NULL;
		}
		if (connect_again(db, error) < 0)
			return NULL;
	}
	bind_params(&bound, params, n);
	if (prepare_now(db, statement, bound.types, n, error) < 0)
		return NULL;
	result = PQexecPrepared(db->conn, statement->name, n, bound.values, bound.lengths, bound.formats, 0);
	if (is_answer(result))
		return (db_rows *)result;
	fault_from_result(db, result, statement->name, error);
	PQclear(result);
	return NULL;
}

int64_t
db_exec(struct db *db, const struct statement *statement, const struct param *params, int n, GError **error)
{
	g_autoptr(db_rows) answer = db_query(db, statement, params, n, error);

	return answer != NULL ? g_ascii_strtoll(PQcmdTuples((PGresult *)answer), NULL, 10) : -1;
}

static int
run_plain(struct db *db, const struct statement *statement, GError **error)
{
	g_autoptr(db_rows) answer = db_query(db, statement, NO_PARAMS, error);

	return answer != NULL ? 1 : -1;
}

static gboolean
steps_down(const struct actor *actor, struct param params[3])
{
	static const char *const roles[] = { [ACTOR_CUSTOMER] = "supportd_customer", [ACTOR_VISITOR] = "supportd_visitor",
		[ACTOR_AGENT] = "supportd_agent", [ACTOR_PLATFORM] = NULL };

	if (actor == NULL || roles[actor->kind] == NULL)
		return FALSE;
	params[0] = p_text(roles[actor->kind]);
	params[1] = p_text(actor->builder_id);
	params[2] = p_text(actor->id);
	return TRUE;
}

int
db_begin(struct db *db, const struct actor *actor, GError **error)
{
	struct param params[3];

	g_assert(!db->in_transaction);
	notes_mark(db->notes);
	if (run_plain(db, db->in_outer ? &db_mark : &db_begin_plain, error) < 0)
		return -1;
	db->in_transaction = TRUE;
	if (steps_down(actor, params)) {
		g_autoptr(db_rows) answer = db_query(db, &db_step_down, params, 3, error);

		if (answer == NULL) {
			db_rollback(db);
			return -1;
		}
	}
	return 1;
}

static void
fault_commit_unknown(GError **error)
{
	g_clear_error(error);
	fault_set(error, FAULT_UNAVAILABLE, "commit-unknown", NULL,
	    "The database went away while it was asked to commit; whether it did has to be looked up.");
}

/* Within an outer transaction the end of an inner one gives up its role, and no more. */
static int
end_inner(struct db *db, GError **error)
{
	if (run_plain(db, &db_mark_end, error) < 0 || run_plain(db, &db_step_up, error) < 0) {
		db_rollback(db);
		return -1;
	}
	db->in_transaction = FALSE;
	return 1;
}

static int
commit_now(struct db *db, GError **error)
{
	g_autoptr(db_rows) answer = NULL;
	gboolean was_connected = PQstatus(db->conn) == CONNECTION_OK;

	answer = db_query(db, &db_end, NO_PARAMS, error);
	db->in_transaction = FALSE;
	if (answer == NULL) {
		if (was_connected && PQstatus(db->conn) != CONNECTION_OK)
			fault_commit_unknown(error);
		else
			db_rollback(db);
		return -1;
	}
	if (strcmp(PQcmdStatus((PGresult *)answer), "COMMIT") == 0) {
		notes_tell(db->notes);
		return 1;
	}
	notes_forget_all(db->notes);
	fault_set(error, FAULT_INTERNAL, "transaction-failed", NULL, "The transaction had failed before it was committed.");
	return -1;
}

int
db_commit(struct db *db, GError **error)
{
	g_assert(db->in_transaction);
	return db->in_outer ? end_inner(db, error) : commit_now(db, error);
}

/* Leaves the pipeline, throwing answers away. */
static void
drain(struct db *db)
{
	if (!db->in_pipeline)
		return;
	for (int quiet = 0; quiet < 2 && PQstatus(db->conn) == CONNECTION_OK;) {
		PGresult *result = PQgetResult(db->conn);

		quiet = result == NULL ? quiet + 1 : 0;
		if (result != NULL && PQresultStatus(result) == PGRES_PIPELINE_SYNC)
			quiet = 2;
		PQclear(result);
	}
	if (!PQexitPipelineMode(db->conn))
		g_clear_pointer(&db->conn, PQfinish);	/* out of step: a new connection is surer */
	db->in_pipeline = FALSE;
	db->commit_sent = db->sync_sent = FALSE;
	g_array_set_size(db->queue, 0);
}

void
db_rollback(struct db *db)
{
	g_autoptr(db_rows) answer = NULL;

	notes_forget(db->notes);
	if (db->in_pipeline) {
		(void)PQpipelineSync(db->conn);	/* on a dead connection drain finds that out */
		drain(db);
	}
	if (db->in_outer && !db->in_transaction)
		return;
	if (db->conn != NULL && PQtransactionStatus(db->conn) != PQTRANS_IDLE && PQstatus(db->conn) == CONNECTION_OK)
		answer = db_query(db, db->in_outer ? &db_mark_undo : &db_undo, NO_PARAMS, NULL);
	db->in_transaction = FALSE;
}

int
db_outer_begin(struct db *db, GError **error)
{
	g_assert(!db->in_transaction && !db->in_outer);
	if (run_plain(db, &db_begin_plain, error) < 0)
		return -1;
	db->in_outer = TRUE;
	return 1;
}

int
db_outer_commit(struct db *db, GError **error)
{
	int done;

	g_assert(db->in_outer && !db->in_transaction);
	done = commit_now(db, error);
	db->in_outer = FALSE;
	if (done < 0)
		db_rollback(db);
	return done;
}

void
db_outer_rollback(struct db *db)
{
	db->in_outer = FALSE;
	notes_forget_all(db->notes);
	db_rollback(db);
}

int
db_send(struct db *db, const struct statement *statement, const struct param *params, int n, db_rows **rows_r, GError **error)
{
	struct queued queued = { .statement = statement, .rows_r = rows_r };
	struct bound bound;

	if (rows_r != NULL)
		*rows_r = NULL;
	if (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK) {
		fault_set(error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "The database went away; nothing was done.");
		return -1;
	}
	if (!db->in_pipeline && !PQenterPipelineMode(db->conn)) {
		fault_from_connection(db, error);
		return -1;
	}
	db->in_pipeline = TRUE;
	bind_params(&bound, params, n);
	if (!g_hash_table_contains(db->prepared, statement)) {
		struct queued prepare = { .statement = statement, .is_prepare = TRUE };

		if (!PQsendPrepare(db->conn, statement->name, statement->sql, n, bound.types)) {
			fault_from_connection(db, error);
			return -1;
		}
		g_hash_table_add(db->prepared, (void *)statement);
		g_array_append_val(db->queue, prepare);
	}
	if (!PQsendQueryPrepared(db->conn, statement->name, n, bound.values, bound.lengths, bound.formats, 0)) {
		fault_from_connection(db, error);
		return -1;
	}
	g_array_append_val(db->queue, queued);
	return 1;
}

/* Takes the answer of one queued statement. After the first failure the server skips the rest ("aborted"). */
static gboolean
take_answer(struct db *db, const struct queued *queued, GError **error)
{
	PGresult *result = PQgetResult(db->conn), *end;
	gboolean good = result != NULL && is_answer(result);

	if (!good) {
		if (error != NULL && *error == NULL) {
			if (result == NULL)
				fault_from_connection(db, error);
			else
				fault_from_result(db, result, queued->statement->name, error);
		}
		if (queued->is_prepare)
			g_hash_table_remove(db->prepared, queued->statement);
	}
	if (good && queued->rows_r != NULL) {
		*queued->rows_r = (db_rows *)result;
		result = NULL;
	}
	PQclear(result);
	end = PQgetResult(db->conn);
	PQclear(end);
	return good;
}

static void
drop_rows(struct db *db)
{
	for (guint i = 0; i < db->queue->len; i++) {
		struct queued *queued = &g_array_index(db->queue, struct queued, i);

		if (queued->rows_r != NULL)
			g_clear_pointer(queued->rows_r, rows_free);
	}
}

int
db_flush(struct db *db, GError **error)
{
	GError *first = NULL;
	gboolean good = TRUE, committing = db->commit_sent;

	if (!db->in_pipeline)
		return 1;
	if (!db->sync_sent && !PQpipelineSync(db->conn)) {
		good = FALSE;
		fault_from_connection(db, &first);
	}
	for (guint i = 0; i < db->queue->len && (good || PQstatus(db->conn) == CONNECTION_OK); i++)
		good = take_answer(db, &g_array_index(db->queue, struct queued, i), &first) && good;
	if (!good)
		drop_rows(db);
	drain(db);
	if (good)
		return 1;
	if (committing && (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK))
		fault_commit_unknown(&first);
	db_rollback(db);
	g_propagate_error(error, first);
	return -1;
}

int
db_begin_send(struct db *db, const struct actor *actor, GError **error)
{
	struct param params[3];

	g_assert(!db->in_transaction);
	notes_mark(db->notes);
	if (!db->in_outer && (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK) && connect_again(db, error) < 0)
		return -1;
	if (db_send(db, db->in_outer ? &db_mark : &db_begin_plain, NO_PARAMS, NULL, error) < 0)
		return -1;
	db->in_transaction = TRUE;
	return steps_down(actor, params) ? db_send(db, &db_step_down, params, 3, NULL, error) : 1;
}

int
db_commit_start(struct db *db, GError **error)
{
	if (db->in_outer)
		return db_flush(db, error);
	if (db_send(db, &db_end, NO_PARAMS, NULL, error) < 0)
		return -1;
	db->commit_sent = TRUE;
	db->sync_sent = PQpipelineSync(db->conn) == 1;	/* if not, db_flush finds out why */
	return 1;
}

int
db_commit_end(struct db *db, GError **error)
{
	int done;

	if (db->in_outer)
		return end_inner(db, error);
	done = db_flush(db, error);
	db->in_transaction = FALSE;
	if (done > 0)
		notes_tell(db->notes);
	return done;
}

struct notes *
db_notes(struct db *db)
{
	return db->notes;
}

int
db_commit_send(struct db *db, GError **error)
{
	return db_commit_start(db, error) < 0 ? -1 : db_commit_end(db, error);
}

int
db_script(struct db *db, const char *sql, GError **error)
{
	PGresult *result = PQexec(db->conn, sql);
	int done = 1;

	if (!is_answer(result)) {
		g_autofree char *why = g_strdup(PQresultErrorMessage(result));

		fault_set(error, FAULT_INTERNAL, "migration-failed", NULL, "%s", g_strstrip(why));
		done = -1;
	}
	PQclear(result);
	return done;
}
