/* charset.h - any bytes that call themselves text, as valid UTF-8.
 *
 * Labels are believed as browsers believe them (WHATWG Encoding: iso-8859-1 means windows-1252, gb2312 means
 * GB18030, …), but not against the evidence: text that is UTF-8 is read as UTF-8 whatever its label says, and text
 * that has no label, or one that cannot be right, is guessed.
 */
#pragma once
#include <glib.h>

enum charset_outcome {
	CHARSET_PLAIN,		/* read as its label says, or plain ASCII or UTF-8 */
	CHARSET_GUESSED,	/* the label was missing or wrong; it reads well as something else */
	CHARSET_LOSSY,		/* some bytes could not be read and became U+FFFD */
};

/* The text, the caller's, NUL-terminated valid UTF-8 without NUL inside; *length_r its length. label may be NULL;
 * length_r and outcome_r may be NULL. */
char *charset_to_utf8(const char *bytes, gsize length, const char *label, gsize *length_r,
    enum charset_outcome *outcome_r);

/* What the <meta> of an HTML page (its first 2 KB) says its charset is; the caller's, NULL if nothing. */
char *charset_of_html(const char *html, gsize length);
