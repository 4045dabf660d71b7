/* phrasing.h - what a person typed into a search box, taken apart. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

struct phrasing {
	GPtrArray *words;	/* folded */
	GPtrArray *phrases;	/* GPtrArray * of folded words, from "quotes" */
	GPtrArray *unwanted;	/* folded, from -word */
	GPtrArray *all;		/* words and the phrases' words; borrowed */
	gboolean is_question;	/* asks with a whole sentence, and is no title */
};

/* With syntax, quotes make phrases and - rules out; without, they are but punctuation. Never NULL. */
struct phrasing *phrasing_read(const char *text, gboolean has_syntax);
void phrasing_free(struct phrasing *phrasing);

G_END_DECLS
