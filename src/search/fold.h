/* fold.h - text into the words that are searched for: lower case, no accents, one spelling.
 *
 * Accents are dropped because people leave them out; the Spanish ñ stays, for año is not ano. An apostrophe joins
 * ("don't" is dont), ends a possessive ("Tesla's" is tesla) or follows a short article ("l'avion" is l, avion).
 * Scripts written without spaces give one word a character.
 */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define FOLD_WORD_BYTES 60	/* longer words are cut */

struct fold {
	const char *text;	/* valid UTF-8; borrowed */
	const char *at;
	/* the word that fold_next found last */
	char word[FOLD_WORD_BYTES + 8];
	gsize start, end;	/* where it stands in text, bytes */
};

void fold_begin(struct fold *fold, const char *text);
/* TRUE while there is another word. */
gboolean fold_next(struct fold *fold);

G_END_DECLS
