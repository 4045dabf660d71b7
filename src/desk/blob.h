/* blob.h - content in pieces of 256 KB, so that neither an upload nor a download is ever whole in memory. */
#pragma once
#include <glib.h>
#include <stdint.h>

struct desk;
struct db;

#define BLOB_CHUNK 262144

struct blob_writer;

/* A new blob, written piece by piece. Each full chunk goes to the database in the open transaction if there is one, else in one of its
 * own; an unfinished blob is swept after a day. blob_writer_end gives its id (36 characters + NUL into id_r) and size. */
struct blob_writer *blob_writer_new(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int blob_writer_add(struct blob_writer *writer, const void *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int blob_writer_end(struct blob_writer **writer, char *id_r, int64_t *size_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void blob_writer_abort(struct blob_writer **writer);

/* Chunk n of a blob, or NULL with error "no-such-blob". The last one may be short. */
GBytes *blob_read(struct db *db, const char *blob_id, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For the gateways: chunk n of an attachment that the reader was already allowed to see (desk/attachment.h). */
GBytes *desk_blob_chunk(struct desk *desk, const char *blob_id, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
