#include "email/compose_text.h"

#include <string.h>

#include "html/escape.h"

#define LINK_ENDS " \t\r\n<>\"'`{}|\\^"

/* Encodes as little as will do: plain ASCII stays as it is, mostly Latin text is quoted-printable, the rest base64. */
static GMimeObject *
part_of(const char *subtype, const char *text)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	GMimeContentEncoding encoding = GMIME_CONTENT_ENCODING_7BIT;
	gsize column = 0, eight_bit = 0, length = strlen(text);
	gboolean has_long = FALSE, has_from = g_str_has_prefix(text, "From ") || strstr(text, "\nFrom ") != NULL;

	for (gsize i = 0; i < length; i++) {
		column = text[i] == '\n' ? 0 : column + 1;
		has_long |= column > 900;
		eight_bit += (guchar)text[i] >= 0x80;
	}
	if (eight_bit * 3 > length)
		encoding = GMIME_CONTENT_ENCODING_BASE64;
	else if (eight_bit > 0 || has_long || has_from)
		encoding = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

/* Lines end in one LF, the last too; what CRs there are go. */
static char *
with_line_ends(const char *body)
{
	g_autofree char *valid = g_utf8_make_valid(body, -1);
	GString *text = g_string_new(NULL);

	for (const char *c = valid; *c != '\0'; c++)
		if (*c != '\r')
			g_string_append_c(text, *c);
		else if (c[1] != '\n')
			g_string_append_c(text, '\n');
	if (text->len == 0 || text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	return g_string_free(text, FALSE);
}

GMimeObject *
compose_text_part(const char *body)
{
	g_autofree char *text = with_line_ends(body);

	return part_of("plain", text);
}

/* Length of the web address at text, 0 if there is none. The dot or bracket after it belongs to the sentence. */
static gsize
link_length(const char *text)
{
	gsize length;

	if (!g_str_has_prefix(text, "https://") && !g_str_has_prefix(text, "http://"))
		return 0;
	length = strcspn(text, LINK_ENDS);
	while (length > 0 && strchr(".,;:!?)]", text[length - 1]) != NULL)
		length--;
	return length;
}

static void
append_escaped(GString *out, const char *text, gsize length)
{
	g_autofree char *piece = g_strndup(text, length);

	html_append_escaped(out, piece);
}

/* Text as HTML: lines stay lines, indents stay, addresses can be clicked. */
static void
append_text(GString *out, const char *text)
{
	const char *plain = text;

	for (const char *c = text; *c != '\0';) {
		gsize link = link_length(c);
		gboolean is_indent = *c == ' ' && (c == text || c[-1] == '\n' || c[-1] == ' ');

		if (link == 0 && *c != '\n' && !is_indent) {
			c++;
			continue;
		}
		append_escaped(out, plain, (gsize)(c - plain));
		if (link > 0) {
			g_string_append(out, "<a href=\"");
			append_escaped(out, c, link);
			g_string_append(out, "\">");
			append_escaped(out, c, link);
			g_string_append(out, "</a>");
		} else {
			g_string_append(out, is_indent ? "&nbsp;" : "<br>\n");
		}
		c += MAX(link, 1);
		plain = c;
	}
	html_append_escaped(out, plain);
}

/* The sanitiser parks inline images in data-cid; in a mail they are called by cid: again. */
static void
append_with_cids(GString *out, const char *html)
{
	g_auto(GStrv) pieces = g_strsplit(html, " data-cid=\"", -1);

	for (char **piece = pieces; *piece != NULL; piece++)
		g_string_append_printf(out, "%s%s", piece != pieces ? " src=\"cid:" : "", *piece);
}

char *
compose_html(const char *body, const char *body_html)
{
	GString *html = g_string_new("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");

	if (body_html != NULL) {
		append_with_cids(html, body_html);
	} else {
		g_autofree char *text = with_line_ends(body);

		append_text(html, text);
	}
	g_string_append(html, "\n</body></html>\n");
	return g_string_free(html, FALSE);
}

GMimeObject *
compose_html_part(const char *body, const char *body_html)
{
	g_autofree char *html = compose_html(body, body_html);

	return part_of("html", html);
}
