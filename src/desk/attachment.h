/* attachment.h - files that come up before the message that they belong to, and go down to whoever may see it. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"
#include "model/actor.h"

struct desk;

/* An upload whose content is in the book already (desk/blob.h). It is the actor's until a message takes it, and swept after a
 * day if none does. api_attachment JSON, the caller's. NULL with error set. */
char *desk_upload(struct desk *desk, const struct actor *actor, const char *blob_id, int64_t size, const char *filename,
    const char *content_type, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct attachment_file {		/* texts are the caller's */
	char blob_id[UUID_LENGTH + 1];	/* "": the bytes are here */
	GBytes *bytes;
	int64_t size;
	char *filename, *content_type;
};
void attachment_file_clear(struct attachment_file *file);

/* Where the content of an attachment is. 1, or -1 with "no-such-attachment". */
int desk_attachment(struct desk *desk, const struct actor *actor, const char *id, struct attachment_file *file_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The mail that a message came as, byte for byte, by the message's id; or a mail of the intake, by its own. Agents only. 1 or -1. */
int desk_message_original(struct desk *desk, const struct actor *actor, const char *message_id, struct attachment_file *file_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;
int desk_intake_original(struct desk *desk, const struct actor *actor, const char *intake_id, struct attachment_file *file_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Uploads of yesterday and before that were never finished, or that no message took. How many went, -1 error. */
int desk_uploads_sweep(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
