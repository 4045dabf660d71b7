/* charset_guess.h - which charset bytes without a label are in. charset.c's own. */
#pragma once
#include <glib.h>

/* The name for iconv of the charset in which the bytes read best; "CP1252" when nothing else reads better. */
const char *charset_guess(const char *bytes, gsize length);

/* Converts by iconv; what cannot be converted becomes U+FFFD and is counted in *errors_r. FALSE if iconv does not
 * know the charset. */
gboolean charset_convert(const char *bytes, gsize length, const char *charset, GString *out, guint *errors_r);

/* Takes NUL characters out of text. */
void charset_drop_nul(GString *text);
