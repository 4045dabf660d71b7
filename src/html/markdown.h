/* markdown.h - Markdown (GitHub's, by cmark-gfm) into safe HTML for the help centre.
 *
 * HTML inside the Markdown is allowed as far as sanitize.h allows it; images by https are shown, for they are our
 * writers'. Headings get an id, so that a search can lead to a section.
 */
#pragma once
#include <glib.h>

#define MARKDOWN_BYTES 500000

/* Safe HTML, the caller's. NULL with error "markdown-too-large", "html-too-large" or "html-too-deep". */
char *markdown_to_html(const char *markdown, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct markdown_section {
	char *anchor;	/* of its heading; "" before the first */
	char *title;	/* "" before the first */
	char *text;	/* plain */
};

/* What markdown_to_html made, taken apart at its headings: struct markdown_section *, the caller's; at least one. */
GPtrArray *markdown_sections(const char *html);
