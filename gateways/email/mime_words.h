/* mime_words.h - header text (RFC 2047 and what mailers make of it) as a person should see it. */
#pragma once
#include <glib.h>

/* Decodes a header's raw value: unfolds it, decodes its encoded words (also in quotes, unpadded, unterminated, with
 * spaces inside, without spaces between, split within a character) and raw bytes of any charset. One line,
 * trimmed, no control characters; the caller's. */
char *words_decode(const char *raw);

/* A raw value prepared for GMime's parsers of addresses and parameters: raw bytes made UTF-8, and encoded words
 * hidden from it, so that words_unmask can decode them afterwards, when commas and quotes in them do no harm. */
char *words_mask(const char *raw);
char *words_unmask(const char *masked);
