/* sign.h - small tokens that only we can make: HMAC-SHA256 (RFC 2104) over a purpose and a text,
 * cut to 80 bits and written in lower-case base32, so that it survives in a mail address. */
#pragma once
#include <glib.h>

#define SIGN_LENGTH 16

/* The token for text under key. purpose keeps tokens of one kind from passing as another. */
char *sign_make(GBytes *key, const char *purpose, const char *text);

/* True if token is what sign_make would give; letter case is ignored, and the time taken tells nothing. */
gboolean sign_holds(GBytes *key, const char *purpose, const char *text, const char *token);
