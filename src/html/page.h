/* page.h - gumbo on a leash: parses hostile HTML within a budget of bytes, depth, memory and processor time.
 *
 * gumbo knows no limits: a few kilobytes of unclosed formatting elements grow to gigabytes, deep nesting makes it
 * quadratic, and freeing a deep tree recurses. So all of its memory comes from an arena that is thrown away at once,
 * and when the budget is spent the arena leaves the parser by longjmp.
 */
#pragma once
#include <glib.h>
#include <gumbo.h>

struct sanitize_limits;
struct page;

/* NULL with error "html-too-large" or "html-too-deep" set. */
struct page *page_open(const char *html, gsize length, const struct sanitize_limits *limits, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void page_free(struct page **page);
/* The body element; borrowed. NULL if there is none (a frameset). */
GumboNode *page_body(const struct page *page);

/* The children of an element or template; NULL for text and the like. */
const GumboVector *page_children(const GumboNode *node);
/* An attribute's value, NULL if it is absent. */
const char *page_attribute(const GumboNode *node, const char *name);
/* True if node is an HTML element (not SVG or MathML). */
gboolean page_is_html(const GumboNode *node);
