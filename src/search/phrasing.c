#include "search/phrasing.h"

#include <string.h>

#include "search/fold.h"
#include "search/stopwords.h"

#define TITLE_WORDS 7	/* longer than this, and it is a sentence */

static void
free_words(gpointer words)
{
	g_ptr_array_unref(words);
}

static void
take_words(struct phrasing *phrasing, GPtrArray *into, const char *text, gsize length)
{
	g_autofree char *part = g_strndup(text, length);
	struct fold fold;

	fold_begin(&fold, part);
	while (fold_next(&fold)) {
		char *word = g_strdup(fold.word);

		g_ptr_array_add(into, word);
		if (into != phrasing->unwanted)
			g_ptr_array_add(phrasing->all, word);
	}
}

static void
take_phrase(struct phrasing *phrasing, const char *text, gsize length)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);

	take_words(phrasing, words, text, length);
	if (words->len > 0)
		g_ptr_array_add(phrasing->phrases, words);
	else
		g_ptr_array_unref(words);
}

static void
read_syntax(struct phrasing *phrasing, const char *at)
{
	while (*at != '\0') {
		const char *end;

		if (g_ascii_isspace(*at)) {
			at++;
			continue;
		}
		if (*at == '"') {
			end = strchr(at + 1, '"');	/* a quote that is never closed reaches to the end */
			if (end == NULL)
				end = at + strlen(at);
			take_phrase(phrasing, at + 1, (gsize)(end - at - 1));
			at = *end == '"' ? end + 1 : end;
			continue;
		}
		end = at + strcspn(at, " \t\r\n\"");
		if (*at == '-' && end > at + 1)
			take_words(phrasing, phrasing->unwanted, at + 1, (gsize)(end - at - 1));
		else
			take_words(phrasing, phrasing->words, at, (gsize)(end - at));
		at = end;
	}
}

static gboolean
looks_like_a_question(const struct phrasing *phrasing, const char *text)
{
	return strchr(text, '?') != NULL || phrasing->words->len > TITLE_WORDS ||
	    (phrasing->words->len > 2 && stopword_asks(phrasing->words->pdata[0]));
}

struct phrasing *
phrasing_read(const char *text, gboolean has_syntax)
{
	struct phrasing *phrasing = g_new0(struct phrasing, 1);

	phrasing->words = g_ptr_array_new_with_free_func(g_free);
	phrasing->phrases = g_ptr_array_new_with_free_func(free_words);
	phrasing->unwanted = g_ptr_array_new_with_free_func(g_free);
	phrasing->all = g_ptr_array_new();
	if (has_syntax)
		read_syntax(phrasing, text);
	else
		take_words(phrasing, phrasing->words, text, strlen(text));
	phrasing->is_question = looks_like_a_question(phrasing, text);
	return phrasing;
}

void
phrasing_free(struct phrasing *phrasing)
{
	g_ptr_array_unref(phrasing->all);
	g_ptr_array_unref(phrasing->words);
	g_ptr_array_unref(phrasing->phrases);
	g_ptr_array_unref(phrasing->unwanted);
	g_free(phrasing);
}
