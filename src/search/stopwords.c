#include "search/stopwords.h"

#include <stdlib.h>
#include <string.h>

#include "search/fold.h"

#define GUESS_WORDS 400	/* so many words of a text tell its language */

/* Sorted, folded. */
static const char *const english[] = { "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are",
	"arent", "as", "at", "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "cannot",
	"cant", "could", "did", "didnt", "do", "does", "doesnt", "doing", "dont", "during", "each", "few", "for", "from",
	"further", "get", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "im",
	"in", "into", "is", "isnt", "it", "its", "ive", "just", "me", "more", "most", "my", "no", "nor", "not", "of", "off",
	"on", "once", "only", "or", "other", "our", "out", "over", "own", "please", "s", "same", "shall", "she", "should",
	"so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
	"through", "to", "too", "under", "until", "up", "us", "very", "was", "we", "were", "what", "when", "where", "which",
	"while", "who", "whom", "whose", "why", "will", "with", "wont", "would", "you", "your", "yours" };

static const char *const spanish[] = { "a", "al", "algo", "alguna", "algunas", "alguno", "algunos", "ante", "antes",
	"aquel", "aquella", "asi", "aun", "bajo", "cada", "como", "con", "contra", "cual", "cuales", "cuando", "cuanta",
	"cuantas", "cuanto", "cuantos", "de", "del", "desde", "despues", "donde", "dos", "durante", "e", "el", "ella",
	"ellas", "ellos", "en", "entre", "era", "eran", "es", "esa", "esas", "ese", "eso", "esos", "esta", "estaba",
	"estan", "estar", "estas", "este", "esto", "estos", "estoy", "fue", "fueron", "ha", "habia", "hace", "hacer", "han",
	"hasta", "hay", "he", "la", "las", "le", "les", "lo", "los", "mas", "me", "mi", "mis", "mucho", "muy", "nada", "ni",
	"no", "nos", "nosotros", "o", "os", "otra", "otras", "otro", "otros", "para", "pero", "poco", "por", "porque",
	"puede", "pueden", "puedo", "que", "quien", "quienes", "se", "ser", "si", "sido", "sin", "sobre", "son", "soy", "su",
	"sus", "tal", "tambien", "tan", "tanto", "te", "tener", "tengo", "ti", "tiene", "tienen", "todo", "todos", "tu",
	"tus", "un", "una", "uno", "unos", "usted", "y", "ya", "yo" };

static const char *const asking[] = { "adonde", "can", "como", "could", "cual", "cuales", "cuando", "cuanta", "cuantas",
	"cuanto", "cuantos", "did", "do", "does", "donde", "how", "is", "puedo", "que", "quien", "quienes", "should", "what",
	"when", "where", "which", "who", "whom", "whose", "why" };

static int
compare(const void *word, const void *entry)
{
	return strcmp(word, *(const char *const *)entry);
}

#define IN(list, word) (bsearch(word, list, G_N_ELEMENTS(list), sizeof *(list), compare) != NULL)

gboolean
stopword_is(const char *language, const char *word)
{
	if (g_str_has_prefix(language, "en"))
		return IN(english, word);
	if (g_str_has_prefix(language, "es"))
		return IN(spanish, word);
	return FALSE;
}

gboolean
stopword_asks(const char *word)
{
	return IN(asking, word);
}

const char *
stopword_language(const char *text)
{
	struct fold fold;
	int n_english = 0, n_spanish = 0, n = 0;

	fold_begin(&fold, text);
	while (n++ < GUESS_WORDS && fold_next(&fold)) {
		n_english += IN(english, fold.word);
		n_spanish += IN(spanish, fold.word);
	}
	return n_spanish > n_english ? "es" : "en";
}
