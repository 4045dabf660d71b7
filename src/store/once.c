#include "store/once.h"

STATEMENT(once_try, "SELECT pg_try_advisory_xact_lock(hashtextextended($1 || E'\\n' || $2, 8245))");
STATEMENT(once_get,
    "SELECT request_digest, status, response FROM idempotency_keys WHERE actor = $1 AND key = $2 AND created_at > now() - interval '24 hours'");
STATEMENT(once_put,
    "INSERT INTO idempotency_keys (actor, key, request_digest, status, response) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (actor, key) DO UPDATE SET request_digest = excluded.request_digest, status = excluded.status, "
    "response = excluded.response, created_at = now()");
STATEMENT(once_old, "DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");

db_rows *
once_lock(struct db *db, const char *actor, const char *key, GError **error)
{
	return db_query(db, &once_try, PARAMS(p_text(actor), p_text(key)), error);
}

db_rows *
once_find(struct db *db, const char *actor, const char *key, GError **error)
{
	return db_query(db, &once_get, PARAMS(p_text(actor), p_text(key)), error);
}

int64_t
once_store(struct db *db, const char *actor, const char *key, GBytes *digest, int status, const char *response, GError **error)
{
	return db_exec(db, &once_put,
	    PARAMS(p_text(actor), p_text(key), p_gbytes(digest), p_int(status), p_text(response)), error);
}

int64_t
once_sweep(struct db *db, GError **error)
{
	return db_exec(db, &once_old, NO_PARAMS, error);
}
