/* sanitize.h - HTML from strangers made safe by an allow-list (gumbo parses it as a browser would, HTML5).
 *
 * No script, no event handler, no style that escapes its box, no form, no frame. Links get rel="noopener noreferrer
 * nofollow" and only http, https, mailto and tel. Remote images keep their address in data-src, so that nothing is fetched
 * without a click; images by cid: become data-cid. Ids and names are dropped. The result is well-formed
 * and can be put into a page as it is.
 */
#pragma once
#include <glib.h>

struct sanitize_limits {
	gsize input_bytes;
	int depth;
	int nodes;
};
extern const struct sanitize_limits sanitize_default_limits;

/* Safe HTML, the caller's. limits may be NULL for the defaults. NULL with error "html-too-large" or "html-too-deep". */
char *html_sanitize(const char *html, gsize length, const struct sanitize_limits *limits, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
