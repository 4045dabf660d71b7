/* stopwords.h - words that say little: they weigh little in a question, and tell the language of a text. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* language is "en" or "es" (others have none); word is folded. */
gboolean stopword_is(const char *language, const char *word);
/* True for a word that asks: how, why, cómo, qué, … in any language. */
gboolean stopword_asks(const char *word);
/* The language whose small words a text has most of, "en" where none is. Borrowed. */
const char *stopword_language(const char *text);

G_END_DECLS
