/* once.h - statements of idempotency keys. Run inside db_outer_begin. */
#pragma once
#include "store/db.h"

/* TRUE in the row if this transaction now has the key to itself; FALSE if another is working on it. */
db_rows *once_lock(struct db *db, const char *actor, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* request_digest, status, response, of a key that is not older than a day. */
db_rows *once_find(struct db *db, const char *actor, const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t once_store(struct db *db, const char *actor, const char *key, GBytes *digest, int status, const char *response, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Keys older than a day. How many. */
int64_t once_sweep(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
