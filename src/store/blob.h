/* blob.h - the statements of blobs and their chunks; desk/blob.h is their contract. */
#pragma once
#include "store/db.h"

int blob_insert(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int blob_chunk_insert(struct db *db, const char *id, int n, const void *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int blob_complete(struct db *db, const char *id, int64_t size, const void *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A blob of one chunk, whole, in one statement. */
int blob_insert_small(struct db *db, const char *id, const void *data, gsize length, const void *sha256, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* One row, data; none if there is no such chunk. */
db_rows *blob_chunk(struct db *db, const char *id, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Unfinished blobs of yesterday and before, with their chunks. How many. */
int64_t blob_sweep(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
