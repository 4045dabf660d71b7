#include "model/language.h"

#include <glib.h>
#include <string.h>

enum {
	MOST_WORDS = 200,
	LONGEST_WORD = 20,
	FEWEST_HITS = 3,
};

/* The commonest words that say little and so stand in every text. A word of several languages counts for each. */
static const struct {
	const char *language, *words;
} stopwords[] = {
	{ "en", " the and to of is in that it you for not are with this have my can be but on was your please when how what "
		"from we hello thanks there does i'm don't would has which will " },
	{ "es", " el la de que y en los se del las un por con no una para es al lo como más pero sus le ya este esta cuando muy "
		"sin hola gracias puedo tengo mi qué cómo está favor nos han hay también " },
	{ "de", " der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
		"dass sie nach wird bei ich wir noch wie einen bitte danke hallo kann habe mein haben " },
	{ "fr", " le la de et les des en un du une que est pour qui dans par pas au plus sur ne se ce il avec je nous vous mais "
		"ou son bonjour merci être mon été aux cette sont n'est c'est j'ai votre " },
	{ "pt", " o a de que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando "
		"muito nos já eu também olá obrigado obrigada está você meu minha são pelo " },
	{ "it", " di che e la il un a per in una sono mi ho lo ha le non con si da è del della i gli come ma più anche questo "
		"ciao grazie buongiorno nel alla dei delle mio quando posso perché " },
	{ "nl", " de van een en het in is dat op te zijn met voor niet aan er om ook als dan maar bij uit naar heb ik wij jullie "
		"hallo bedankt dit deze kan mijn wordt hebben hoe wat zou u " },
};

/* word to a bit for each language that has it */
static GHashTable *
words_of_all(void)
{
	static GHashTable *all;
	static gsize once;

	if (g_once_init_enter(&once)) {
		all = g_hash_table_new(g_str_hash, g_str_equal);
		for (size_t i = 0; i < G_N_ELEMENTS(stopwords); i++) {
			g_auto(GStrv) words = g_strsplit(stopwords[i].words, " ", -1);

			for (char **word = words; *word != NULL; word++) {
				guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(all, *word));

				if (**word != '\0')
					g_hash_table_insert(all, (void *)(guintptr)g_intern_string(*word), GUINT_TO_POINTER(bits | 1u << i));
			}
		}
		g_once_init_leave(&once, 1);
	}
	return all;
}

static void
count_word(const char *word, gsize length, int hits[])
{
	char lower[LONGEST_WORD + 1];
	g_autofree char *folded = NULL;
	gboolean ascii = TRUE;
	guint bits;

	if (length > LONGEST_WORD)
		return;
	for (gsize i = 0; i < length; i++) {
		ascii = ascii && (guchar)word[i] < 0x80;
		lower[i] = g_ascii_tolower(word[i]);
	}
	lower[length] = '\0';
	if (!ascii)
		folded = g_utf8_strdown(word, (gssize)length);
	bits = GPOINTER_TO_UINT(g_hash_table_lookup(words_of_all(), ascii ? lower : folded));
	for (size_t i = 0; bits != 0; i++, bits >>= 1)
		hits[i] += bits & 1;
}

/* Counts the small words of each language in the text's first words; how many words that were. */
static int
count_words(const char *text, int hits[])
{
	const char *p = text;
	int words = 0;

	while (*p != '\0' && words < MOST_WORDS) {
		const char *start = p;

		while (*p != '\0' && (g_ascii_isalpha(*p) || *p == '\'' || (guchar)*p >= 0x80))
			p++;
		if (p > start) {
			count_word(start, (gsize)(p - start), hits);
			words++;
		} else {
			p++;
		}
	}
	return words;
}

const char *
language_guess(const char *text)
{
	int hits[G_N_ELEMENTS(stopwords)] = { 0 }, words = count_words(text, hits);
	size_t best = 0, second = 1;

	for (size_t i = 1; i < G_N_ELEMENTS(stopwords); i++) {
		if (hits[i] > hits[best]) {
			second = best;
			best = i;
		} else if (hits[i] > hits[second] || second == best) {
			second = i;
		}
	}
	/* One word in eight at least, and a clear lead: else say nothing. */
	if (hits[best] < FEWEST_HITS || hits[best] * 8 < words || hits[best] * 4 < hits[second] * 5)
		return NULL;
	return stopwords[best].language;
}

const char *
language_of_two(const char *text, const char *one, const char *other, int lead)
{
	int hits[G_N_ELEMENTS(stopwords)] = { 0 }, found[2] = { 0 };

	(void)count_words(text, hits);
	for (size_t i = 0; i < G_N_ELEMENTS(stopwords); i++) {
		if (strcmp(stopwords[i].language, one) == 0)
			found[0] = hits[i];
		else if (strcmp(stopwords[i].language, other) == 0)
			found[1] = hits[i];
	}
	return found[0] >= found[1] + lead ? one : found[1] >= found[0] + lead ? other : NULL;
}
