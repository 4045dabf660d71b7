#include "email/mime_reader.h"

#include <string.h>

#include "email/bounce.h"
#include "email/kind.h"

static const char *
text_of(const GString *string)
{
	return string != NULL ? string->str : NULL;
}

/* "" for <>, NULL if the header is absent. */
static char *
return_path_of(const struct mime *mime)
{
	const char *value = mime_header(mime, "Return-Path");
	char *path;

	if (value == NULL)
		return NULL;
	path = g_strdelimit(g_strdup(value), "<>\"", ' ');
	return g_strstrip(path);
}

static const char *
failed_recipients_of(const struct mime *mime)
{
	static const char *const names[] = { "X-Failed-Recipients", "X-Failed-Recipient", "X-Failed-To" };
	const char *value = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && value == NULL; i++)
		value = mime_header(mime, names[i]);
	return value;
}

static gboolean
read_bounce(struct mime *mime, const char *return_path)
{
	struct inbound_mail *mail = mime->mail;
	GMimeObject *root = g_mime_message_get_mime_part(mime->message);
	g_autofree char *content_type = root != NULL
	    ? g_mime_content_type_get_mime_type(g_mime_object_get_content_type(root)) : NULL;
	g_autofree char *report_type = root != NULL ? mime_parameter(root, "Content-Type", "report-type") : NULL;
	const struct mail_address *to = mail->to->len > 0 ? mail->to->pdata[0] : NULL;
	struct bounce_facts facts = {
		.from = mail->from.address,
		.from_name = mail->from.name,
		.subject = mail->subject,
		.return_path = return_path,
		.content_type = content_type,
		.report_type = report_type,
		.auto_submitted = mime_header(mime, "Auto-Submitted"),
		.failed_recipients = failed_recipients_of(mime),
		.to = to != NULL ? to->address : NULL,
		.headers = (const char *const *)mime->headers->pdata,
		.text = mail->text,
		.delivery_status = text_of(mime->delivery_status),
		.feedback_report = text_of(mime->feedback_report),
		.original_headers = text_of(mime->original_headers),
	};

	mail->bounce = bounce_read(&facts, &mail->kind_reason);
	return mail->bounce != NULL;
}

void
mime_read_kind(struct mime *mime)
{
	struct inbound_mail *mail = mime->mail;
	g_autofree char *return_path = return_path_of(mime);
	struct kind_facts facts = {
		.headers = (const char *const *)mime->headers->pdata,
		.from = mail->from.address,
		.subject = mail->subject,
		.return_path = return_path,
		.text = mail->text,
		.message_id = mail->message_id,
		.own_addresses = mime->own_addresses,
		.own_host = mime->own_host,
		.has_references = mail->references->len > 0,
	};

	if (read_bounce(mime, return_path)) {
		mail->kind = MAIL_BOUNCE;
		return;
	}
	g_clear_pointer(&mail->kind_reason, g_free);
	mail->kind = kind_of(&facts, &mail->kind_reason);
}
