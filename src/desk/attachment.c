#include "desk/attachment.h"

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/attachment.h"
#include "store/blob.h"
#include "store/intake.h"
#include "store/message.h"

char *
desk_upload(struct desk *desk, const struct actor *actor, const char *blob_id, int64_t size, const char *filename,
    const char *content_type, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *key = actor_key(actor);
	struct uuid id = uuid_new();
	char *json = NULL;

	if (actor->kind != ACTOR_CUSTOMER && check_staff(actor, error) < 0)
		return NULL;
	if (db_begin(db, actor, error) < 0)
		return NULL;
	if (attachment_insert(db, id.text, actor->builder_id, key, blob_id, filename, content_type, size, error) > 0)
		json = attachment_json(db, id.text, error);
	return desk_done(db, json, error);
}

void
attachment_file_clear(struct attachment_file *file)
{
	g_clear_pointer(&file->bytes, g_bytes_unref);
	g_clear_pointer(&file->filename, g_free);
	g_clear_pointer(&file->content_type, g_free);
}

int
desk_attachment(struct desk *desk, const struct actor *actor, const char *id, struct attachment_file *file_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *key = actor_key(actor);
	g_autoptr(db_rows) found = NULL;

	*file_r = (struct attachment_file){ 0 };
	if (db_begin(db, actor, error) < 0)
		return -1;
	found = attachment_file(db, id, key, error);
	if (desk_ended(db, found != NULL ? 1 : -1, error) < 0)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-attachment", NULL, "There is no attachment of that id that you may see.");
		return -1;
	}
	g_strlcpy(file_r->blob_id, rows_text(found, 0, 0), sizeof file_r->blob_id);
	file_r->size = rows_int(found, 0, 1);
	file_r->filename = g_strdup(rows_text(found, 0, 2));
	file_r->content_type = g_strdup(rows_text(found, 0, 3));
	return 1;
}

static int
read_original(struct db *db, const char *intake_id, struct attachment_file *file_r, GError **error)
{
	g_autoptr(db_rows) found = intake_content(db, intake_id, error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-mail", NULL, "The intake has no mail of that id.");
		return -1;
	}
	file_r->bytes = rows_bytes(found, 0, 0);
	if (file_r->bytes == NULL)
		g_strlcpy(file_r->blob_id, rows_text(found, 0, 1), sizeof file_r->blob_id);
	file_r->size = rows_int(found, 0, 2);
	file_r->filename = g_strdup_printf("%s.eml", intake_id);
	file_r->content_type = g_strdup("message/rfc822");
	return 1;
}

int
desk_message_original(struct desk *desk, const struct actor *actor, const char *message_id, struct attachment_file *file_r,
    GError **error)
{
	struct db *db = desk_db(desk);
	char intake_id[UUID_LENGTH + 1];

	*file_r = (struct attachment_file){ 0 };
	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	return desk_ended(db, message_original(db, message_id, intake_id, error) > 0 ? read_original(db, intake_id, file_r, error) : -1, error);
}

int
desk_intake_original(struct desk *desk, const struct actor *actor, const char *intake_id, struct attachment_file *file_r, GError **error)
{
	struct db *db = desk_db(desk);

	*file_r = (struct attachment_file){ 0 };
	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	return desk_ended(db, read_original(db, intake_id, file_r, error), error);
}

int
desk_uploads_sweep(struct desk *desk, GError **error)
{
	struct db *db = desk_db(desk);
	int64_t unused, unfinished = -1;

	if (db_begin(db, NULL, error) < 0)
		return -1;
	unused = attachment_sweep(db, error);
	if (unused >= 0)
		unfinished = blob_sweep(db, error);
	return desk_ended(db, unfinished >= 0 ? (int)(unused + unfinished) : -1, error);
}
