#include "search/fold.h"

#include <string.h>

#define COMBINING_TILDE 0x0303
#define N_TILDE "\xc3\xb1"

void
fold_begin(struct fold *fold, const char *text)
{
	fold->text = fold->at = text;
	fold->word[0] = '\0';
	fold->start = fold->end = 0;
}

static gboolean
is_apostrophe(gunichar c)
{
	return c == '\'' || c == 0x2019 || c == 0x02bc;
}

static gboolean
is_word(gunichar c)
{
	return c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c);
}

/* Each such character is a word of its own: no spaces stand between words there. */
static gboolean
stands_alone(gunichar c)
{
	return c >= 0x2e80 && g_unichar_iswide(c);
}

static gsize
put(char *word, gsize length, gunichar c)
{
	return length < FOLD_WORD_BYTES ? length + (gsize)g_unichar_to_utf8(c, word + length) : length;
}

static gsize
put_folded(char *word, gsize length, gunichar c)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize n;

	if (c < 0x80)
		return put(word, length, (gunichar)g_ascii_tolower((char)c));
	if (c == COMBINING_TILDE && length > 0 && word[length - 1] == 'n') {
		memcpy(word + length - 1, N_TILDE, 2);
		return length + 1;
	}
	if (g_unichar_ismark(c))
		return length;
	if (c == 0xf1 || c == 0xd1)
		return put(word, length, 0xf1);
	n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n; i++)
		if (!g_unichar_ismark(parts[i]))
			length = put(word, length, g_unichar_tolower(parts[i]));
	return length;
}

/* At an apostrophe inside a word: where the word goes on, NULL if it ends here. *skip_r is what to pass over then. */
static const char *
beyond_apostrophe(const char *apostrophe, gsize length, const char **skip_r)
{
	const char *next = g_utf8_next_char(apostrophe), *after;
	gunichar c = g_utf8_get_char(next);

	*skip_r = next;
	if (!is_word(c) || length <= 1)
		return NULL;
	after = g_utf8_next_char(next);
	if ((c == 's' || c == 'S') && !is_word(g_utf8_get_char(after))) {
		*skip_r = after;
		return NULL;
	}
	return next;
}

/* The next stretch of word characters; its word may be empty (marks alone). FALSE at the end. */
static gboolean
next_stretch(struct fold *fold)
{
	const char *at = fold->at;
	gsize length = 0;

	for (; *at != '\0' && !is_word(g_utf8_get_char(at)); at = g_utf8_next_char(at))
		;
	if (*at == '\0') {
		fold->at = at;
		return FALSE;
	}
	fold->start = (gsize)(at - fold->text);
	while (*at != '\0') {
		gunichar c = g_utf8_get_char(at);
		const char *skip, *next;

		if (is_apostrophe(c)) {
			fold->end = (gsize)(at - fold->text);
			next = beyond_apostrophe(at, length, &skip);
			at = next != NULL ? next : skip;
			if (next == NULL)
				goto done;
			continue;
		}
		if (!is_word(c) && !g_unichar_ismark(c))
			break;
		if (stands_alone(c) && length > 0)
			break;
		length = put_folded(fold->word, length, c);
		at = g_utf8_next_char(at);
		if (stands_alone(c))
			break;
	}
	fold->end = (gsize)(at - fold->text);
done:
	fold->word[length] = '\0';
	fold->at = at;
	return TRUE;
}

gboolean
fold_next(struct fold *fold)
{
	while (next_stretch(fold))
		if (fold->word[0] != '\0')
			return TRUE;
	return FALSE;
}
