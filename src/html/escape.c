#include "html/escape.h"

/* Bytes that cannot be copied as they are: the five of the contract, controls, and the first bytes of C1 controls (C2)
 * and noncharacters (EF, F0 to F4), which a closer look decides. */
static gboolean
is_special(guchar c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f || c == 0xc2 || c == 0xef || c >= 0xf0 || c == '&' ||
	    c == '<' || c == '>' || c == '"' || c == '\'';
}

/* No HTML can say these: a parser drops or replaces them, so they are dropped here. */
static gboolean
is_unspeakable(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static const char *
append_special(GString *out, const char *at)
{
	gunichar c;

	switch (*at) {
	case '&':
		g_string_append(out, "&amp;");
		return at + 1;
	case '<':
		g_string_append(out, "&lt;");
		return at + 1;
	case '>':
		g_string_append(out, "&gt;");
		return at + 1;
	case '"':
		g_string_append(out, "&quot;");
		return at + 1;
	case '\'':
		g_string_append(out, "&#39;");
		return at + 1;
	case '\r':
		if (at[1] != '\n')
			g_string_append_c(out, '\n');
		return at + 1;
	}
	c = g_utf8_get_char_validated(at, -1);
	if (c == (gunichar)-1 || c == (gunichar)-2)
		return at + 1;
	if (!is_unspeakable(c))
		g_string_append_unichar(out, c);
	return g_utf8_next_char(at);
}

void
html_append_escaped(GString *out, const char *text)
{
	while (*text != '\0') {
		const char *run = text;

		while (*text != '\0' && !is_special((guchar)*text))
			text++;
		g_string_append_len(out, run, text - run);
		if (*text != '\0')
			text = append_special(out, text);
	}
}
