#include "store/blob.h"

#define SHA256_BYTES 32

STATEMENT(blob_new_row, "INSERT INTO blobs (id) VALUES ($1)");
STATEMENT(blob_new_chunk, "INSERT INTO blob_chunks (blob_id, n, data) VALUES ($1, $2, $3)");
STATEMENT(blob_end, "UPDATE blobs SET size = $2, sha256 = $3, is_complete = true WHERE id = $1");
STATEMENT(blob_small,
    "WITH b AS (INSERT INTO blobs (id, size, sha256, is_complete) VALUES ($1, octet_length($2::bytea), $3, true) RETURNING id) "
    "INSERT INTO blob_chunks (blob_id, n, data) SELECT id, 0, $2::bytea FROM b WHERE octet_length($2::bytea) > 0");
STATEMENT(blob_read_chunk, "SELECT data FROM blob_chunks WHERE blob_id = $1 AND n = $2");
STATEMENT(blob_sweep_old,
    "DELETE FROM blobs b WHERE b.created_at < now() - interval '1 day' AND (NOT b.is_complete OR "
    "(NOT EXISTS (SELECT FROM attachments a WHERE a.blob_id = b.id) AND NOT EXISTS (SELECT FROM intake i WHERE i.blob_id = b.id)))");

static int
done(int64_t rows)
{
	return rows < 0 ? -1 : 1;
}

int
blob_insert(struct db *db, const char *id, GError **error)
{
	return done(db_exec(db, &blob_new_row, PARAMS(p_text(id)), error));
}

int
blob_chunk_insert(struct db *db, const char *id, int n, const void *data, gsize length, GError **error)
{
	return done(db_exec(db, &blob_new_chunk, PARAMS(p_text(id), p_int(n), p_bytes(data, length)), error));
}

int
blob_complete(struct db *db, const char *id, int64_t size, const void *sha256, GError **error)
{
	return done(db_exec(db, &blob_end, PARAMS(p_text(id), p_int(size), p_bytes(sha256, SHA256_BYTES)), error));
}

int
blob_insert_small(struct db *db, const char *id, const void *data, gsize length, const void *sha256, GError **error)
{
	return done(db_exec(db, &blob_small, PARAMS(p_text(id), p_bytes(data, length), p_bytes(sha256, SHA256_BYTES)), error));
}

db_rows *
blob_chunk(struct db *db, const char *id, int n, GError **error)
{
	return db_query(db, &blob_read_chunk, PARAMS(p_text(id), p_int(n)), error);
}

int64_t
blob_sweep(struct db *db, GError **error)
{
	return db_exec(db, &blob_sweep_old, NO_PARAMS, error);
}
