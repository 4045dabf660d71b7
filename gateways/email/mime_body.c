#include "email/mime_reader.h"

#include <string.h>

#include "email/charset.h"

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
		g_autofree char *part = mime_part_text(mime, object);

		append_block(text, part);
		mime->has_plain |= !is_html(object) && !is_blank(part);
	}
	if (text->len == 0 && mime->calendar != NULL) {
		g_autofree char *summary = mime_calendar_summary(mime->calendar);

		append_block(text, summary != NULL ? summary : "");
	}
	mime->mail->text = g_strdup(text->str);
}

static void
read_language(struct mime *mime)
{
	const char *header = mime_header(mime, "Content-Language"), *guessed;

	if (header != NULL && g_ascii_isalpha(header[0]) && g_ascii_isalpha(header[1]) && !g_ascii_isalpha(header[2])) {
		mime->mail->language = g_ascii_strdown(header, 2);
		return;
	}
	guessed = mime_language(mime->mail->text);
	mime->mail->language = g_strdup(guessed);
}

void
mime_read_body(struct mime *mime)
{
	read_text(mime);
	read_language(mime);
	mime->mail->reply = g_strdup(mime->mail->text);
	mime->mail->kind = MAIL_PERSON;
}
