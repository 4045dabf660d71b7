/* attribute.h - the attributes that may stay on an element, written out escaped. */
#pragma once
#include <glib.h>
#include <gumbo.h>

/* Appends the safe attributes of node, which is written as tag, each with a space before. */
void attribute_append_safe(GString *out, const GumboNode *node, const char *tag);

/* True if node is an image with something to show: an address, a cid or an alternative text, and not a tracking pixel. */
gboolean attribute_image_shows(const GumboNode *node);
