/* url.h - addresses in HTML: which may be followed, and how they are written. */
#pragma once
#include <glib.h>

/* The address of a link, cleaned (no control characters, spaces as %20), if its scheme is http, https, mailto or
 * tel; "//host" becomes https. NULL for all else: a relative address in a mail leads nowhere. */
char *url_clean_link(const char *url);

/* The same for an image: http and https only. */
char *url_clean_remote_image(const char *url);

/* The Content-ID of "cid:...", without the scheme; NULL if it is none. */
char *url_clean_cid(const char *url);

/* True for a small data: URL of a PNG, JPEG, GIF or WebP in base64. */
gboolean url_is_inline_image(const char *url);
