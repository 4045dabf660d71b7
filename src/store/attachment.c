#include "store/attachment.h"

STATEMENT(attachment_new,
    "INSERT INTO attachments (id, builder_id, uploaded_by, blob_id, filename, content_type, size)"
    " VALUES ($1::uuid, nullif($2, '')::uuid, $3, $4::uuid, $5, $6, $7::bigint)");
STATEMENT(attachment_as_json, "SELECT api_attachment(a) FROM attachments a WHERE a.id = $1::uuid");
STATEMENT(attachment_content,
    "SELECT blob_id, size, filename, content_type FROM attachments WHERE id = $1::uuid AND (message_id IS NOT NULL OR uploaded_by = $2)");
STATEMENT(attachment_old,
    "WITH gone AS (DELETE FROM attachments WHERE message_id IS NULL AND created_at < now() - interval '1 day' RETURNING blob_id)"
    " DELETE FROM blobs b USING gone WHERE b.id = gone.blob_id"
    " AND NOT EXISTS (SELECT FROM attachments a WHERE a.blob_id = b.id AND a.message_id IS NOT NULL)");

int
attachment_insert(struct db *db, const char *id, const char *builder_id, const char *uploader, const char *blob_id, const char *filename,
    const char *content_type, int64_t size, GError **error)
{
	return db_exec(db, &attachment_new, PARAMS(p_text(id), p_text(builder_id), p_text(uploader), p_text(blob_id), p_text(filename),
	    p_text(content_type), p_int(size)), error) < 0 ? -1 : 1;
}

char *
attachment_json(struct db *db, const char *id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &attachment_as_json, PARAMS(p_text(id)), error);

	return found != NULL ? g_strdup(rows_text(found, 0, 0)) : NULL;
}

db_rows *
attachment_file(struct db *db, const char *id, const char *uploader, GError **error)
{
	return db_query(db, &attachment_content, PARAMS(p_text(id), p_text(uploader)), error);
}

int64_t
attachment_sweep(struct db *db, GError **error)
{
	return db_exec(db, &attachment_old, NO_PARAMS, error);
}
