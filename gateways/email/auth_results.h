/* auth_results.h - what the server that we trust says about a mail's origin (RFC 8601). */
#pragma once
#include <glib.h>

/* Looks at the topmost Authentication-Results of that server, and at no other: one that stands below it was in the mail
 * when it arrived, whoever it claims wrote it. headers are "Name: value", unfolded, topmost first, NULL-terminated.
 * TRUE if there is one: *text_r is its value and *dmarc_r its dmarc result ("pass", lower case) or NULL; both the
 * caller's. FALSE, and both NULL, if not, or if authserv is NULL. */
gboolean auth_results_read(const char *const *headers, const char *authserv, char **text_r, char **dmarc_r);
