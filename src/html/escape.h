/* escape.h - plain text into HTML: the only way text enters a page. */
#pragma once
#include <glib.h>

/* Appends text with & < > " ' escaped. Right in content and in quoted attributes. */
void html_append_escaped(GString *out, const char *text);
