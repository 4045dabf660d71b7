/* typist.h - text typed line by line: white space is owed and only paid when something follows it. */
#pragma once
#include <glib.h>

struct typist {
	GString *out;
	int breaks;		/* line ends owed before the next text: 2 make a blank line */
	gboolean space;		/* a space is owed */
	const char *cell;	/* what stands between two cells is owed; NULL if not */
	GString *bullet;	/* stands before the next text */
	int quotes;		/* blockquotes that are open */
	int lists;
	int pres;		/* white space counts while there is one */
	char mark;		/* begins each line; 0 for none */
	int last_quotes;	/* of the line before */
};

void typist_init(struct typist *typist, gsize size);
/* What was typed, without white space at its end; ends the typist's life. */
char *typist_finish(struct typist *typist);

/* At least so many line ends come before the next text. */
void typist_owe_breaks(struct typist *typist, int breaks);
/* One more line end, two at most. */
void typist_break(struct typist *typist);

/* Text with its white space folded, unless in a pre; controls and invisible characters are left out. */
void typist_append_text(struct typist *typist, const char *text);
void typist_append_word(struct typist *typist, const char *word);
