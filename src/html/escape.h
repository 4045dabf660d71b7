/* escape.h - plain text into HTML: the only way text enters a page. */
#pragma once
#include <glib.h>

/* Appends text with & < > " ' escaped. Right in content and in quoted attributes. Control characters and
 * noncharacters, which HTML cannot carry, are left out; a lone CR becomes LF. */
void html_append_escaped(GString *out, const char *text);
