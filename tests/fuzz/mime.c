/* Any bytes at all must be read within the limits, into text that is valid UTF-8, and every attachment must be as large
 * as it says. */
#include "email/mime.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What GLib calls critical is a mistake of ours. */
static void
abort_if_critical(const char *domain, GLogLevelFlags level, const char *message, void *user)
{
	g_log_default_handler(domain, level, message, user);
	if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	g_log_set_default_handler(abort_if_critical, NULL);
	return 0;
}

static gboolean
count(const void *data, gsize length, void *user, GError **error)
{
	(void)data;
	(void)error;
	*(gint64 *)user += (gint64)length;
	return TRUE;
}

static void
check_addresses(const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const struct mail_address *one = addresses->pdata[i];

		MUST_BE_UTF8(one->name);
		MUST_BE_UTF8(one->address);
	}
}

static void
check_strings(const GPtrArray *strings)
{
	for (guint i = 0; i < strings->len; i++)
		MUST_BE_UTF8(strings->pdata[i]);
}

static void
check_attachments(struct mime *mime)
{
	GPtrArray *attachments = mime_mail(mime)->attachments;

	for (guint i = 0; i < attachments->len; i++) {
		const struct inbound_attachment *one = attachments->pdata[i];
		gint64 size = 0;

		MUST_BE_UTF8(one->filename);
		MUST_BE_UTF8(one->content_type);
		MUST_BE_UTF8(one->content_id);
		MUST(mime_attachment_copy(mime, one->part, count, &size, NULL) == 1);
		MUST(size == one->size);
	}
}

static void
check_mail(struct mime *mime)
{
	const struct inbound_mail *mail = mime_mail(mime);
	const char *strings[] = { mail->message_id, mail->subject, mail->from.name, mail->from.address, mail->reply_to.name,
		mail->reply_to.address, mail->language, mail->kind_reason, mail->auth_results, mail->dmarc, mail->text, mail->html,
		mail->reply, mail->quoted, mail->signature };

	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		MUST_BE_UTF8(strings[i]);
	MUST(mail->subject != NULL && mail->reply != NULL);
	check_addresses(mail->to);
	check_addresses(mail->cc);
	check_strings(mail->references);
	check_strings(mail->delivered_to);
	check_attachments(mime);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
	static const struct mime_limits limits = { .depth = 10, .parts = 100, .header_bytes = 65536, .text_bytes = 65536 };
	static const char *const own[] = { "support@us.example", NULL };
	struct mime_context context = { .limits = &limits, .trusted_authserv = "mx.example", .own_addresses = own,
		.own_host = "us.example" };
	g_autoptr(GBytes) bytes = g_bytes_new_static(data, length);
	struct mime *mime = mime_open_bytes(bytes, &context, NULL);

	if (mime != NULL)
		check_mail(mime);
	mime_free(&mime);
	return 0;
}
