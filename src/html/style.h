/* style.h - inline styles: what may stay, and what they hide. */
#pragma once
#include <glib.h>

/* Appends to out the declarations that are on the list of safe ones (colours, fonts, alignment, bounded spacing and
 * borders), in a canonical spelling, separated by ";". Nothing that positions, loads or escapes its box is on it. */
void style_append_safe(GString *out, const char *style);

/* Appends "property:value" if the value is safe for the property; for attributes such as bgcolor. */
void style_append_one(GString *out, const char *property, const char *value);

/* True if an element with this style cannot be seen: display:none, visibility:hidden, no size or full transparency.
 * style may be NULL. */
gboolean style_hides(const char *style);
