/* reply.h - what is new in a mail, what it quotes, and how it is signed; for plain text and for HTML.
 *
 * Pure. English, Spanish, German, French, Portuguese, Italian, Dutch, the Nordic languages, Polish, Finnish,
 * Chinese, Japanese and others are known by their header words (reply_words.c).
 * An answer written between quoted lines keeps those quoted lines, so that it can be understood.
 */
#pragma once
#include <glib.h>

struct reply {
	char *text;		/* what is new, trimmed; never NULL; all of it if nothing else was found */
	char *quoted;		/* NULL if nothing is quoted */
	char *signature;	/* NULL if none */
};

/* Splits plain text (UTF-8, any line ends). sender_name and sender_address help to know a signature; may be NULL. */
struct reply reply_split_text(const char *text, const char *sender_name, const char *sender_address);

/* Splits HTML as it came (not yet sanitised: clients mark quotes by classes and ids that the sanitiser drops);
 * the pieces come back as plain text. */
struct reply reply_split_html(const char *html, const char *sender_name, const char *sender_address);

void reply_clear(struct reply *reply);
