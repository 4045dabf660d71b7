/* fill.h - texts with places for values in them: "Hello {name}". */
#pragma once
#include <glib.h>

struct text_value {
	const char *name;	/* "{name}"; NULL ends the list */
	const char *value;
};

/* The template with its places filled; values may be NULL. A value is never looked into for places of its own. The caller's. */
char *fill(const char *template, const struct text_value *values);
