#include "html/typist.h"

#define QUOTE_DEPTH 20		/* "> " written at most so often on a line */
#define INDENT_DEPTH 10

void
typist_init(struct typist *typist, gsize size)
{
	*typist = (struct typist){ .out = g_string_sized_new(size), .bullet = g_string_new(NULL) };
}

char *
typist_finish(struct typist *typist)
{
	g_string_free(typist->bullet, TRUE);
	return g_strchomp(g_string_free(typist->out, FALSE));
}

void
typist_owe_breaks(struct typist *typist, int breaks)
{
	typist->breaks = MAX(typist->breaks, breaks);
	typist->space = FALSE;
	typist->cell = NULL;
}

void
typist_break(struct typist *typist)
{
	typist->breaks = MIN(typist->breaks + 1, 2);
	typist->space = FALSE;
}

static void
append_line_start(struct typist *typist)
{
	if (typist->mark != '\0')
		g_string_append_c(typist->out, typist->mark);
	for (int i = 0; i < MIN(typist->quotes, QUOTE_DEPTH); i++)
		g_string_append(typist->out, "> ");
	for (int i = typist->bullet->len > 0 ? 1 : 0; i < MIN(typist->lists, INDENT_DEPTH); i++)
		g_string_append(typist->out, "  ");
	g_string_append(typist->out, typist->bullet->str);
	g_string_truncate(typist->bullet, 0);
	typist->last_quotes = typist->quotes;
}

/* Pays what is owed before a piece of text. */
static void
begin_text(struct typist *typist)
{
	if (typist->out->len == 0) {
		append_line_start(typist);
	} else if (typist->breaks > 0) {
		g_string_append_c(typist->out, '\n');
		if (typist->breaks > 1) {
			for (int i = 0; i < MIN(MIN(typist->quotes, typist->last_quotes), QUOTE_DEPTH); i++)
				g_string_append(typist->out, i == 0 ? ">" : " >");
			g_string_append_c(typist->out, '\n');
		}
		append_line_start(typist);
	} else if (typist->cell != NULL) {
		g_string_append(typist->out, typist->cell);
	} else if (typist->space) {
		g_string_append_c(typist->out, ' ');
	}
	typist->breaks = 0;
	typist->space = FALSE;
	typist->cell = NULL;
}

/* Fills up a preheader, or marks where a word may break: nothing that a person typed. */
static gboolean
is_invisible(gunichar c)
{
	return c == 0x200b || c == 0xfeff || c == 0x034f || c == 0x00ad || (c < 0x20 && c != '\n' && c != '\t') ||
	    (c >= 0x7f && c < 0xa0);
}

static gboolean
is_blank(gunichar c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f;
}

static void
append_preformatted(struct typist *typist, gunichar c)
{
	if (c == '\n') {
		typist_break(typist);
		return;
	}
	begin_text(typist);
	g_string_append_unichar(typist->out, c == 0xa0 ? ' ' : c);
}

void
typist_append_text(struct typist *typist, const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (c == '\r' || is_invisible(c))
			continue;
		if (typist->pres > 0) {
			append_preformatted(typist, c);
		} else if (is_blank(c)) {
			typist->space = TRUE;
		} else {
			begin_text(typist);
			if (c < 0x80)
				g_string_append_c(typist->out, (char)c);
			else
				g_string_append_unichar(typist->out, c);
		}
	}
}

void
typist_append_word(struct typist *typist, const char *word)
{
	begin_text(typist);
	g_string_append(typist->out, word);
}
