/* found.h - passages of a search as HTML. For this room. */
#pragma once
#include <glib.h>

/* A passage as search/passage.h marks it, escaped, with <mark> around the words found; the caller's. */
char *found_html(const char *passage);
/* The offset that a cursor of a search's answer stands for; 0 for NULL. -1 with "bad-cursor". */
int found_offset(const char *cursor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
