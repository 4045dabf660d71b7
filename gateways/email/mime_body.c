#include "email/mime_reader.h"

#include <string.h>

#include "base/fault.h"
#include "email/charset.h"
#include "html/escape.h"
#include "html/sanitize.h"
#include "html/text.h"

static gboolean
is_html(GMimeObject *object)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", "html");
}

static gboolean
is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

static void
append_block(GString *out, const char *text)
{
	if (is_blank(text))
		return;
	if (out->len > 0)
		g_string_append(out, g_str_has_suffix(out->str, "\n") ? "\n" : "\n\n");
	g_string_append(out, text);
}

/* A multipart whose boundary never comes has all its text before the first part. */
static char *
preamble(struct mime *mime)
{
	GMimeObject *root = g_mime_message_get_mime_part(mime->message);
	const char *prologue = GMIME_IS_MULTIPART(root) && g_mime_multipart_get_count(GMIME_MULTIPART(root)) == 0
	    ? g_mime_multipart_get_prologue(GMIME_MULTIPART(root)) : NULL;

	if (prologue == NULL)
		return NULL;
	return charset_to_utf8(prologue, MIN(strlen(prologue), (gsize)mime->limits.text_bytes), NULL, NULL, NULL);
}

static void
read_text(struct mime *mime)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *before = preamble(mime);

	if (before != NULL)
		append_block(text, before);
	for (guint i = 0; i < mime->text_parts->len; i++) {
		GMimeObject *object = mime->text_parts->pdata[i];
		const char *part = mime_part_text(mime, object);

		if (is_html(object)) {
			g_autofree char *plain = html_to_text(part, strlen(part));

			append_block(text, plain);
		} else {
			append_block(text, part);
			mime->has_plain |= !is_blank(part);
		}
	}
	if (text->len == 0 && mime->calendar != NULL) {
		g_autofree char *summary = mime_calendar_summary(mime->calendar);

		append_block(text, summary != NULL ? summary : "");
	}
	mime->mail->text = g_strdup(text->str);
}

static void
append_plain_as_html(GString *out, const char *text)
{
	g_auto(GStrv) lines = NULL;

	if (is_blank(text))
		return;
	lines = g_strsplit(text, "\n", -1);
	g_string_append(out, "<p>");
	for (char **line = lines; *line != NULL; line++) {
		html_append_escaped(out, *line);
		if (line[1] != NULL)
			g_string_append(out, "<br>\n");
	}
	g_string_append(out, "</p>\n");
}

/* FALSE if the part is more than can be made safe; then the mail is shown by its text alone. */
static gboolean
append_html(struct mime *mime, GString *out, const char *html)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *safe = html_sanitize(html, strlen(html), NULL, &error);

	if (safe != NULL)
		g_string_append(out, safe);
	else
		mime_warn(mime, fault_name(error));
	return safe != NULL;
}

static void
read_html(struct mime *mime)
{
	g_autoptr(GString) html = g_string_new(NULL), source = g_string_new(NULL);
	gboolean whole = TRUE, any = FALSE;

	for (guint i = 0; i < mime->html_parts->len; i++)
		any |= is_html(mime->html_parts->pdata[i]);
	if (!any)
		return;
	for (guint i = 0; i < mime->html_parts->len; i++) {
		GMimeObject *object = mime->html_parts->pdata[i];
		const char *part = mime_part_text(mime, object);

		if (is_html(object)) {
			whole = whole && append_html(mime, html, part);
			g_string_append(source, part);
		} else {
			append_plain_as_html(html, part);
			append_plain_as_html(source, part);
		}
	}
	mime->source_html = g_strdup(source->str);
	if (whole)
		mime->mail->html = g_strdup(html->str);
}

/* An image that the HTML shows is part of it, even where its sender called it an attachment. */
static void
mark_shown_images(struct mime *mime)
{
	GPtrArray *attachments = mime->mail->attachments;

	for (guint i = 0; mime->source_html != NULL && i < attachments->len; i++) {
		struct inbound_attachment *one = attachments->pdata[i];
		g_autofree char *reference = one->content_id != NULL ? g_strconcat("cid:", one->content_id, NULL) : NULL;

		if (reference != NULL && g_str_has_prefix(one->content_type, "image/") &&
		    strstr(mime->source_html, reference) != NULL)
			one->disposition = INBOUND_INLINE;
	}
}

void
mime_read_body(struct mime *mime)
{
	read_text(mime);
	read_html(mime);
	mark_shown_images(mime);
}
