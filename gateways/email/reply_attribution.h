/* reply_attribution.h - "On DATE, NAME <ADDRESS> wrote:", in the languages of the world. */
#pragma once
#include "email/reply_line.h"

/* The number of lines that an attribution takes which begins in this line, 0 if none does. *column_r is the number of
 * characters of the line's folded text that come before it: some programs forget the line end. */
guint reply_attribution_look(struct reply_lines *lines, guint line, gsize *column_r);
