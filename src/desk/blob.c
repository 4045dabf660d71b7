#include "desk/blob.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "desk/desk.h"
#include "store/blob.h"

struct blob_writer {
	struct db *db;
	struct uuid id;
	GChecksum *sha256;
	GByteArray *chunk;	/* not yet written, less than BLOB_CHUNK */
	int64_t size;
	int chunks;		/* written */
};

struct blob_writer *
blob_writer_new(struct db *db, GError **error)
{
	struct blob_writer *writer = g_new0(struct blob_writer, 1);

	(void)error;	/* the first row is written when there is something to write */
	writer->db = db;
	writer->id = uuid_new();
	writer->sha256 = g_checksum_new(G_CHECKSUM_SHA256);
	writer->chunk = g_byte_array_new();
	return writer;
}

void
blob_writer_abort(struct blob_writer **writer_p)
{
	struct blob_writer *writer = *writer_p;

	if (writer == NULL)
		return;
	g_checksum_free(writer->sha256);
	g_byte_array_unref(writer->chunk);
	g_free(writer);
	*writer_p = NULL;
}

static int
write_chunk(struct blob_writer *writer, GError **error)
{
	if (writer->chunks == 0 && blob_insert(writer->db, writer->id.text, error) < 0)
		return -1;
	if (blob_chunk_insert(writer->db, writer->id.text, writer->chunks, writer->chunk->data, writer->chunk->len, error) < 0)
		return -1;
	writer->chunks++;
	g_byte_array_set_size(writer->chunk, 0);
	return 1;
}

int
blob_writer_add(struct blob_writer *writer, const void *data, gsize length, GError **error)
{
	const guint8 *at = data;

	g_checksum_update(writer->sha256, data, (gssize)length);
	writer->size += (int64_t)length;
	while (length > 0) {
		gsize part = MIN(length, BLOB_CHUNK - writer->chunk->len);

		g_byte_array_append(writer->chunk, at, (guint)part);
		at += part;
		length -= part;
		if (writer->chunk->len == BLOB_CHUNK && write_chunk(writer, error) < 0)
			return -1;
	}
	return 1;
}

static int
finish(struct blob_writer *writer, GError **error)
{
	guint8 digest[32];
	gsize length = sizeof digest;

	g_checksum_get_digest(writer->sha256, digest, &length);
	if (writer->chunks == 0)
		return blob_insert_small(writer->db, writer->id.text, writer->chunk->len > 0 ? (const void *)writer->chunk->data : "",
		    writer->chunk->len, digest, error);
	if (writer->chunk->len > 0 && write_chunk(writer, error) < 0)
		return -1;
	return blob_complete(writer->db, writer->id.text, writer->size, digest, error);
}

int
blob_writer_end(struct blob_writer **writer_p, char *id_r, int64_t *size_r, GError **error)
{
	struct blob_writer *writer = *writer_p;
	int done = finish(writer, error);

	if (done > 0) {
		memcpy(id_r, writer->id.text, sizeof writer->id.text);
		*size_r = writer->size;
	}
	blob_writer_abort(writer_p);
	return done;
}

GBytes *
blob_read(struct db *db, const char *blob_id, int n, GError **error)
{
	g_autoptr(db_rows) rows = blob_chunk(db, blob_id, n, error);

	if (rows == NULL)
		return NULL;
	if (rows_count(rows) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-blob", NULL, "There is no such content, or it is shorter.");
		return NULL;
	}
	return rows_bytes(rows, 0, 0);
}

GBytes *
desk_blob_chunk(struct desk *desk, const char *blob_id, int n, GError **error)
{
	return blob_read(desk_db(desk), blob_id, n, error);
}
