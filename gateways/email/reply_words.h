/* reply_words.h - the words by which mail programs of the world introduce a quote, and people end a letter.
 *
 * Pure data and look-ups. All words are folded: lower case, as reply_line.h folds lines.
 */
#pragma once
#include <glib.h>

/* A header's kind in a quoted header block ("From:", "Gesendet:"). */
enum reply_header {
	REPLY_HEADER_NONE,
	REPLY_HEADER_FROM,
	REPLY_HEADER_DATE,
	REPLY_HEADER_TO,
	REPLY_HEADER_SUBJECT,
	REPLY_HEADER_OTHER,	/* Cc, Reply-To, importance, ... */
};

/* The kind of header that a word, without its colon, names. */
enum reply_header words_header(const char *word, gsize length);

/* True if text begins with a word that introduces an attribution ("on", "le", "am"); *length_r is its length. */
gboolean words_is_lead(const char *text, gsize *length_r);

/* True if text ends with a verb of an attribution ("wrote", "a écrit"); *at_r is where the verb begins. */
gboolean words_ends_with_verb(const char *text, gsize length, gsize *at_r);

/* True if a verb stands anywhere in text as a word ("schrieb" stands before the name). */
gboolean words_has_verb(const char *text);

/* "original message" and "forwarded message", without the dashes around them. */
gboolean words_is_original(const char *phrase);
gboolean words_is_forwarded(const char *phrase);

/* "please type your reply above this line", as help desks write it. */
gboolean words_is_reply_above(const char *phrase);

/* A line that a telephone or a mail program adds: "sent from my iphone". */
gboolean words_is_mobile_signature(const char *line);

/* The length of the closing that text begins with ("best regards", "gracias"), 0 if it begins with none.
 * *thanks_r is true for one that may also be said in the middle of a letter. */
gsize words_closing(const char *text, gboolean *thanks_r);
