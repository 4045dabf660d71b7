/* passage.h - the few sentences of a text that answer a question best, with the words found marked. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Around each word found. No other control character but newline is in a passage, so a page can escape it
 * first and put its own marks then. */
#define PASSAGE_MARK '\001'
#define PASSAGE_END '\002'

#define PASSAGE_BYTES 320

/* What a folded word of the text is worth, 0 if nobody asked for it. Two words with the same *key_r are one. */
typedef double (*passage_worth)(const char *word, guint *key_r, gpointer data);

/* The best stretch of at most most_bytes, the caller's; its start where nothing is found. Whole sentences where they
 * fit; "…" where it begins or ends inside one. */
char *passage_find(const char *text, gsize most_bytes, passage_worth worth, gpointer data);

G_END_DECLS
