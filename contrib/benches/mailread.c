/* mailread - reads mails as supportd does and prints what it read, one JSON object a line.
 *
 *   mailread [--authserv ID] [--own ADDRESS]... FILE...
 *
 * The benches compare this with what others read in the same mails.
 */
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fault.h"
#include "email/mime.h"

static json_object *
string_or_null(const char *text)
{
	return text != NULL ? json_object_new_string(text) : NULL;
}

static json_object *
strings(const GPtrArray *from)
{
	json_object *out = json_object_new_array();

	for (guint i = 0; i < from->len; i++)
		json_object_array_add(out, json_object_new_string(from->pdata[i]));
	return out;
}

static json_object *
address(const struct mail_address *from)
{
	json_object *out = json_object_new_object();

	json_object_object_add(out, "name", string_or_null(from->name));
	json_object_object_add(out, "address", string_or_null(from->address));
	return out;
}

static json_object *
addresses(const GPtrArray *from)
{
	json_object *out = json_object_new_array();

	for (guint i = 0; i < from->len; i++)
		json_object_array_add(out, address(from->pdata[i]));
	return out;
}

static json_object *
attachments(const GPtrArray *from)
{
	json_object *out = json_object_new_array();

	for (guint i = 0; i < from->len; i++) {
		const struct inbound_attachment *one = from->pdata[i];
		json_object *made = json_object_new_object();

		json_object_object_add(made, "filename", json_object_new_string(one->filename));
		json_object_object_add(made, "content_type", json_object_new_string(one->content_type));
		json_object_object_add(made, "content_id", string_or_null(one->content_id));
		json_object_object_add(made, "disposition",
		    json_object_new_string(one->disposition == INBOUND_INLINE ? "inline" : "attachment"));
		json_object_object_add(made, "size", json_object_new_int64(one->size));
		json_object_array_add(out, made);
	}
	return out;
}

static json_object *
bounce(const struct inbound_bounce *from)
{
	json_object *out, *recipients;

	if (from == NULL)
		return NULL;
	out = json_object_new_object();
	recipients = json_object_new_array();
	for (guint i = 0; i < from->recipients->len; i++) {
		const struct bounce_recipient *one = from->recipients->pdata[i];
		json_object *made = json_object_new_object();

		json_object_object_add(made, "address", string_or_null(one->address));
		json_object_object_add(made, "status", string_or_null(one->status));
		json_object_object_add(made, "reply_code", json_object_new_int(one->reply_code));
		json_object_object_add(made, "hard", json_object_new_boolean(one->hard));
		json_object_object_add(made, "reason", json_object_new_string(bounce_reason_word(one->reason)));
		json_object_object_add(made, "diagnostic", string_or_null(one->diagnostic));
		json_object_array_add(recipients, made);
	}
	json_object_object_add(out, "recipients", recipients);
	json_object_object_add(out, "original_message_id", string_or_null(from->original_message_id));
	return out;
}

static void
add_mail(json_object *out, const struct inbound_mail *mail)
{
	g_autofree char *date = mail->date != NULL ? g_date_time_format_iso8601(mail->date) : NULL;

	json_object_object_add(out, "message_id", string_or_null(mail->message_id));
	json_object_object_add(out, "references", strings(mail->references));
	json_object_object_add(out, "subject", string_or_null(mail->subject));
	json_object_object_add(out, "from", address(&mail->from));
	json_object_object_add(out, "reply_to", address(&mail->reply_to));
	json_object_object_add(out, "to", addresses(mail->to));
	json_object_object_add(out, "cc", addresses(mail->cc));
	json_object_object_add(out, "delivered_to", strings(mail->delivered_to));
	json_object_object_add(out, "date", string_or_null(date));
	json_object_object_add(out, "language", string_or_null(mail->language));
	json_object_object_add(out, "kind", json_object_new_string(mail_kind_word(mail->kind)));
	json_object_object_add(out, "kind_reason", string_or_null(mail->kind_reason));
	json_object_object_add(out, "bounce", bounce(mail->bounce));
	json_object_object_add(out, "auth_results", string_or_null(mail->auth_results));
	json_object_object_add(out, "dmarc", string_or_null(mail->dmarc));
	json_object_object_add(out, "text", string_or_null(mail->text));
	json_object_object_add(out, "html", string_or_null(mail->html));
	json_object_object_add(out, "reply", string_or_null(mail->reply));
	json_object_object_add(out, "quoted", string_or_null(mail->quoted));
	json_object_object_add(out, "signature", string_or_null(mail->signature));
	json_object_object_add(out, "attachments", attachments(mail->attachments));
	json_object_object_add(out, "warnings", strings(mail->warnings));
}

/* What was read of the file, or why nothing was. */
static void
print_mail(const char *path, const struct mime_context *context)
{
	g_autoptr(GError) error = NULL;
	json_object *out = json_object_new_object();
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct mime *mime = NULL;

	json_object_object_add(out, "file", json_object_new_string(path));
	if (fd < 0)
		json_object_object_add(out, "error", json_object_new_string("cannot-open"));
	else if ((mime = mime_open_file(fd, context, &error)) == NULL)
		json_object_object_add(out, "error", json_object_new_string(fault_name(error)));
	else
		add_mail(out, mime_mail(mime));
	puts(json_object_to_json_string_ext(out, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	mime_free(&mime);
	if (fd >= 0)
		close(fd);
	json_object_put(out);
}

int
main(int argc, char **argv)
{
	g_autofree char *authserv = NULL;
	g_auto(GStrv) own = NULL, files = NULL;
	const GOptionEntry entries[] = {
		{ "authserv", 0, 0, G_OPTION_ARG_STRING, &authserv, "Trust the Authentication-Results of this server", "ID" },
		{ "own", 0, 0, G_OPTION_ARG_STRING_ARRAY, &own, "Mail from this address is our own", "ADDRESS" },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE..." },
		{ NULL },
	};
	g_autoptr(GOptionContext) options = g_option_context_new("- print what supportd reads in mails, as JSON lines");
	g_autoptr(GError) error = NULL;
	struct mime_context context = { 0 };

	g_option_context_add_main_entries(options, entries, NULL);
	if (!g_option_context_parse(options, &argc, &argv, &error)) {
		fprintf(stderr, "mailread: %s\n", error->message);
		return 2;
	}
	context.trusted_authserv = authserv;
	context.own_addresses = (const char *const *)own;
	for (char **file = files; file != NULL && *file != NULL; file++)
		print_mail(*file, &context);
	return 0;
}
