#include "desk/attachment.h"

#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define ATTACHMENTS "/api/v1/support/attachments"

static int
upload(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct upload *file = request->upload;

	return reply_plain(reply, desk_upload(desk, request->actor, file->blob_id, file->size, file->filename, file->content_type, error));
}

static int
send_file(struct reply *reply, struct attachment_file *file)
{
	if (file->bytes != NULL)
		reply_bytes(reply, file->bytes, file->filename, file->content_type);
	else
		reply_blob(reply, file->blob_id, file->size, file->filename, file->content_type);
	attachment_file_clear(file);
	return 1;
}

static int
download(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct attachment_file file;

	return desk_attachment(desk, request->actor, value_text(request->params, "id"), &file, error) < 0 ? -1 : send_file(reply, &file);
}

static int
original_of_message(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct attachment_file file;

	return desk_message_original(desk, request->actor, value_text(request->params, "id"), &file, error) < 0 ? -1 : send_file(reply, &file);
}

static int
original_of_intake(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct attachment_file file;

	return desk_intake_original(desk, request->actor, value_text(request->params, "id"), &file, error) < 0 ? -1 : send_file(reply, &file);
}

const struct endpoint file_endpoints[] = {
	{ .method = "POST", .path = ATTACHMENTS, .summary = "Upload a file", .help = "Name its id in a message within a day; after that it is gone.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .body = BODY_UPLOAD, .status = 201, .shape = "Attachment", .run = upload },
	{ .method = "GET", .path = ATTACHMENTS "/:id", .summary = "Download a file", .who = WHO_CUSTOMER | WHO_AGENTS, .answers_file = TRUE,
	    .run = download },
	{ .method = "GET", .path = "/api/v1/support/messages/:id/original", .summary = "The mail that a message came as, byte for byte",
	    .who = WHO_AGENTS, .answers_file = TRUE, .run = original_of_message },
	{ .method = "GET", .path = "/api/v1/admin/intake/:id/original", .summary = "A mail of the intake, byte for byte", .who = WHO_AGENTS,
	    .answers_file = TRUE, .run = original_of_intake },
	{ .method = NULL },
};
