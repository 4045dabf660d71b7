/* attachment.h - files of messages, and uploads that wait to become one. Their content is a blob's. */
#pragma once
#include "store/db.h"

/* An upload of uploader's (actor_key), builder_id NULL for one of ours. 1 or -1. */
int attachment_insert(struct db *db, const char *id, const char *builder_id, const char *uploader, const char *blob_id,
    const char *filename, const char *content_type, int64_t size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* api_attachment JSON, the caller's. */
char *attachment_json(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row: blob_id, size, filename, content_type; none if there is none that uploader may see (another's upload that waits). */
db_rows *attachment_file(struct db *db, const char *id, const char *uploader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Uploads that no message used within a day, and their blobs. How many. As the owner only. */
int64_t attachment_sweep(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
