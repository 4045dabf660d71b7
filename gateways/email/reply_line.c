#include "email/reply_line.h"

#include <string.h>

#include "html/text.h"

#define SEARCHES 5000

static gunichar
fold_char(gunichar c)
{
	if (c < 0x80)
		return c == '\t' ? ' ' : (gunichar)g_ascii_tolower((gchar)c);
	switch (c) {
	case 0xa0:
	case 0x200b:
	case 0x200e:
	case 0x200f:
	case 0x202a:
	case 0x202b:
	case 0x202c:
	case 0x202f:
	case 0x2066:
	case 0x2067:
	case 0x2068:
	case 0x2069:
	case 0x3000:
	case 0xfeff:
		return ' ';
	case 0xff1a:
		return ':';
	case 0xff0c:
		return ',';
	case 0x2019:
		return '\'';
	default:
		return g_unichar_tolower(c);
	}
}

/* Writes the folded, trimmed line at out; the place after its end. */
static char *
fold(struct reply_line *line, char *out)
{
	const char *at = line->raw, *end = line->raw + line->raw_length;
	char *start = out;

	while (at < end) {
		gunichar c = fold_char(g_utf8_get_char(at));

		if (c != ' ' || out > start)
			out += g_unichar_to_utf8(c, out);
		at = g_utf8_next_char(at);
	}
	while (out > start && out[-1] == ' ')
		out--;
	*out = '\0';
	line->text = start;
	line->length = (gsize)(out - start);
	return out + 1;
}

static enum reply_mark
mark_of(const struct reply_line *line, char first)
{
	if (line->length == 0)
		return REPLY_BLANK;
	if (first == HTML_QUOTE_CHAR)
		return REPLY_QUOTE;
	if (first == HTML_SIGNATURE_CHAR)
		return REPLY_SIGNED;
	return line->text[0] == '>' ? REPLY_MARKED : REPLY_OWN;
}

void
reply_lines_init(struct reply_lines *lines, const char *text)
{
	g_autoptr(GArray) array = g_array_new(FALSE, TRUE, sizeof(struct reply_line));
	gsize bytes = strlen(text);
	/* Lower case may need more bytes than upper case (two become three), never more than twice as many. */
	char *out = lines->folded = g_malloc(bytes * 2 + 2 * (bytes + 1));

	lines->budget = SEARCHES;
	for (const char *at = text; *at != '\0';) {
		struct reply_line line = { .raw = at };
		gsize n = strcspn(at, "\r\n");
		char first = *at;

		at += n + (at[n] == '\r' && at[n + 1] == '\n' ? 2 : at[n] != '\0');
		line.raw_length = n;
		if (n > 0 && (first == HTML_QUOTE_CHAR || first == HTML_SIGNATURE_CHAR)) {
			line.raw++;
			line.raw_length--;
		}
		out = fold(&line, out);
		line.mark = mark_of(&line, first);
		g_array_append_val(array, line);
	}
	lines->n = array->len;
	lines->at = (struct reply_line *)g_array_free(g_steal_pointer(&array), FALSE);
}

void
reply_lines_clear(struct reply_lines *lines)
{
	g_clear_pointer(&lines->at, g_free);
	g_clear_pointer(&lines->folded, g_free);
	lines->n = 0;
}

guint
reply_lines_skip_blank(const struct reply_lines *lines, guint from)
{
	while (from < lines->n && lines->at[from].mark == REPLY_BLANK)
		from++;
	return from;
}

gboolean
reply_line_is_rule(const struct reply_line *line)
{
	return line->length >= 3 && strspn(line->text, "-_=*") == line->length;
}

gboolean
reply_line_is_marked(const struct reply_line *line)
{
	return line->mark == REPLY_MARKED || line->mark == REPLY_QUOTE;
}

gboolean
reply_lines_spend(struct reply_lines *lines)
{
	return lines->budget > 0 && lines->budget-- > 0;
}

/* Some programs draw a frame of U+2010 to U+2015, or of U+2500. */
static void
make_dashes_plain(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; to++) {
		gboolean dash = (g_str_has_prefix(from, "\xE2\x80") && from[2] >= '\x90' && from[2] <= '\x95') ||
		    g_str_has_prefix(from, "\xE2\x94\x80");

		*to = dash ? '-' : *from;
		from += dash ? 3 : 1;
	}
	*to = '\0';
}

gboolean
reply_text_strip_frame(char *text)
{
	static const char frame[] = "-_*=# >";
	gsize front, end, last;

	make_dashes_plain(text);
	front = strspn(text, frame);
	end = last = strlen(text);
	while (last > front && strchr(frame, text[last - 1]) != NULL)
		last--;
	if (front >= 2 && end - last >= 2 && text[0] != '>') {
		memmove(text, text + front, last - front);
		text[last - front] = '\0';
		return TRUE;
	}
	front = strspn(text, "* >");
	memmove(text, text + front, strlen(text + front) + 1);
	for (end = strlen(text); end > 0 && (text[end - 1] == '*' || text[end - 1] == ' '); end--)
		text[end - 1] = '\0';
	return FALSE;
}
