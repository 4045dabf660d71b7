#include "email/compose.h"

#include <gmime/gmime.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "desk/outbox.h"
#include "email/compose_text.h"
#include "email/spool.h"

struct composing {
	const struct outbox_mail *mail;
	compose_fetch fetch;
	void *user;
};

/* A single line: what would end it, or cannot be seen, becomes a space. The caller's. */
static char *
one_line(const char *text)
{
	char *line = g_utf8_make_valid(text, -1);

	for (char *c = line; *c != '\0'; c++)
		if ((guchar)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	return g_strstrip(line);
}

/* "<id>", or NULL if it could not stand in a header as it is. The caller's. */
static char *
bracketed_id(const char *id)
{
	if (id == NULL || *id == '\0' || strlen(id) > 900)
		return NULL;
	for (const char *c = id; *c != '\0'; c++)
		if (!g_ascii_isgraph(*c) || *c == '<' || *c == '>')
			return NULL;
	return g_strdup_printf("<%s>", id);
}

static void
set_header(GMimeMessage *message, const char *name, const char *value)
{
	g_autofree char *line = value != NULL ? one_line(value) : NULL;

	if (line != NULL && *line != '\0')
		g_mime_object_set_header(GMIME_OBJECT(message), name, line, "UTF-8");
}

static void
add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
	g_autofree char *clean_name = name != NULL ? one_line(name) : NULL;
	g_autofree char *clean_address = one_line(address);

	g_mime_message_add_mailbox(message, type, clean_name != NULL && *clean_name != '\0' ? clean_name : NULL, clean_address);
}

static void
add_references(GMimeMessage *message, const struct outbox_mail *mail)
{
	g_autofree char *in_reply_to = bracketed_id(mail->in_reply_to);
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < mail->references->len; i++) {
		g_autofree char *id = bracketed_id(g_ptr_array_index(mail->references, i));

		if (id != NULL)
			g_string_append_printf(all, "%s%s", all->len > 0 ? " " : "", id);
	}
	if (in_reply_to != NULL)
		g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", in_reply_to, NULL);
	if (all->len > 0)
		g_mime_object_set_header(GMIME_OBJECT(message), "References", all->str, NULL);
}

static void
add_headers(GMimeMessage *message, const struct outbox_mail *mail)
{
	g_autofree char *subject = one_line(mail->subject), *message_id = one_line(mail->message_id);

	g_mime_message_set_date(message, mail->date);
	add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, mail->from_name, mail->from_address);
	if (mail->reply_to != NULL && *mail->reply_to != '\0')
		add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, mail->from_name, mail->reply_to);
	for (guint i = 0; i < mail->recipients->len; i++) {
		const struct outbox_recipient *recipient = g_ptr_array_index(mail->recipients, i);

		add_mailbox(message, recipient->is_cc ? GMIME_ADDRESS_TYPE_CC : GMIME_ADDRESS_TYPE_TO, recipient->name, recipient->address);
	}
	g_mime_message_set_subject(message, subject, "UTF-8");
	g_mime_message_set_message_id(message, message_id);
	add_references(message, mail);
	set_header(message, "Auto-Submitted", mail->auto_submitted);
	if (mail->auto_submitted != NULL)
		g_mime_object_set_header(GMIME_OBJECT(message), "X-Auto-Response-Suppress", "All", NULL);
}

/* RFC 2045, 5.1 */
static gboolean
is_token(const char *word)
{
	for (const char *c = word; *c != '\0'; c++)
		if (!g_ascii_isalnum(*c) && strchr("!#$%&'*+-.^_`{|}~", *c) == NULL)
			return FALSE;
	return *word != '\0';
}

/* A part of the attachment's type; of none where that is no type. A nested message or multipart would have to be well-formed and
 * unencoded: as plain bytes it always arrives. */
static GMimePart *
part_of_type(const char *content_type)
{
	g_auto(GStrv) type = g_strsplit(content_type, "/", 2);

	if (g_strv_length(type) != 2 || !is_token(type[0]) || !is_token(type[1]) || g_ascii_strcasecmp(type[0], "multipart") == 0 ||
	    g_ascii_strcasecmp(type[0], "message") == 0)
		return g_mime_part_new_with_type("application", "octet-stream");
	return g_mime_part_new_with_type(type[0], type[1]);
}

/* The part of an attachment, its content in a file that the part owns. */
static GMimeObject *
attachment_part(const struct composing *composing, const struct outbox_attachment *attachment, GError **error)
{
	g_autofree char *filename = one_line(attachment->filename);
	gboolean is_inline = attachment->content_id != NULL;
	GMimeStream *stream;
	GMimeDataWrapper *content;
	GMimePart *part;
	int fd = spool_open(error);

	if (fd < 0)
		return NULL;
	if (composing->fetch(composing->user, attachment->id, attachment->size, fd, error) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return NULL;
	}
	part = part_of_type(attachment->content_type);
	stream = g_mime_stream_fs_new(fd);
	content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	g_object_unref(stream);
	g_mime_part_set_content(part, content);
	g_object_unref(content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(part), is_inline ? GMIME_DISPOSITION_INLINE : GMIME_DISPOSITION_ATTACHMENT);
	g_mime_part_set_filename(part, filename);
	if (is_inline) {
		g_autofree char *id = bracketed_id(attachment->content_id);

		if (id != NULL)
			g_mime_object_set_header(GMIME_OBJECT(part), "Content-Id", id, NULL);
	}
	return GMIME_OBJECT(part);
}

/* Puts into container all attachments that stand inline, or all that do not. How many; -1. */
static int
add_attachments(const struct composing *composing, GMimeMultipart *container, gboolean inline_ones, GError **error)
{
	GPtrArray *attachments = composing->mail->attachments;
	int added = 0;

	for (guint i = 0; i < attachments->len; i++) {
		const struct outbox_attachment *attachment = g_ptr_array_index(attachments, i);
		GMimeObject *part;

		if ((attachment->content_id != NULL) != inline_ones)
			continue;
		part = attachment_part(composing, attachment, error);
		if (part == NULL)
			return -1;
		g_mime_multipart_add(container, part);
		g_object_unref(part);
		added++;
	}
	return added;
}

static void
add_and_forget(GMimeMultipart *container, GMimeObject *part)
{
	g_mime_multipart_add(container, part);
	g_object_unref(part);
}

/* The HTML part, with its images around it if it has any. */
static GMimeObject *
html_part(const struct composing *composing, GError **error)
{
	GMimeObject *html = compose_html_part(composing->mail->body, composing->mail->body_html);
	GMimeMultipart *related = g_mime_multipart_new_with_subtype("related");
	int images;

	g_mime_multipart_add(related, html);
	images = add_attachments(composing, related, TRUE, error);
	if (images > 0) {
		g_mime_object_set_content_type_parameter(GMIME_OBJECT(related), "type", "text/html");
		g_object_unref(html);
		return GMIME_OBJECT(related);
	}
	g_object_unref(related);
	if (images == 0)
		return html;
	g_object_unref(html);
	return NULL;
}

static GMimeObject *
body_part(const struct composing *composing, GError **error)
{
	GMimeObject *html = html_part(composing, error);
	GMimeMultipart *alternative, *mixed;
	int attached;

	if (html == NULL)
		return NULL;
	alternative = g_mime_multipart_new_with_subtype("alternative");
	add_and_forget(alternative, compose_text_part(composing->mail->body));
	add_and_forget(alternative, html);
	mixed = g_mime_multipart_new_with_subtype("mixed");
	g_mime_multipart_add(mixed, GMIME_OBJECT(alternative));
	attached = add_attachments(composing, mixed, FALSE, error);
	if (attached == 0) {
		g_object_unref(mixed);
		return GMIME_OBJECT(alternative);
	}
	g_object_unref(alternative);
	if (attached > 0)
		return GMIME_OBJECT(mixed);
	g_object_unref(mixed);
	return NULL;
}

/* Into a temporary file, with the line ends of the wire. */
static int
write_message(GMimeMessage *message, int64_t most_bytes, int64_t *size_r, GError **error)
{
	GMimeFormatOptions *format = g_mime_format_options_clone(NULL);
	int fd = spool_open(error);
	GMimeStream *stream;
	gboolean is_written;

	if (fd < 0)
		return -1;
	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	stream = g_mime_stream_fs_new(fd);
	g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
	is_written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream) > 0 && g_mime_stream_flush(stream) == 0;
	g_object_unref(stream);
	g_mime_format_options_free(format);
	*size_r = is_written ? lseek(fd, 0, SEEK_END) : -1;
	if (*size_r > 0 && *size_r <= most_bytes && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	if (*size_r > most_bytes)
		fault_set(error, FAULT_LIMIT, "mail-too-large-to-send", "email.max_send_bytes",
		    "With its attachments the mail has %" G_GINT64_FORMAT " bytes, and %" G_GINT64_FORMAT " are allowed: send a link instead.",
		    *size_r, most_bytes);
	else
		fault_set(error, FAULT_UNAVAILABLE, "disk-full", NULL, "The mail cannot be written to a temporary file.");
	return -1;
}

int
compose(const struct outbox_mail *mail, int64_t most_bytes, compose_fetch fetch, void *user, int64_t *size_r, GError **error)
{
	const struct composing composing = { .mail = mail, .fetch = fetch, .user = user };
	GMimeObject *body = body_part(&composing, error);
	GMimeMessage *message;
	int fd;

	if (body == NULL)
		return -1;
	message = g_mime_message_new(FALSE);
	add_headers(message, mail);
	g_mime_object_set_header(GMIME_OBJECT(message), "MIME-Version", "1.0", NULL);
	g_mime_message_set_mime_part(message, body);
	g_object_unref(body);
	fd = write_message(message, most_bytes, size_r, error);
	g_object_unref(message);
	return fd;
}
