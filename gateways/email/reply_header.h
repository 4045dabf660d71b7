/* reply_header.h - where a quote begins: the lines that mail programs write above what they quote. */
#pragma once
#include "email/reply_line.h"

enum reply_border {
	REPLY_BORDER_NONE,
	REPLY_BORDER_QUOTE,	/* "On ... wrote:", "From: ... Sent: ...", "-----Original Message-----" */
	REPLY_BORDER_FORWARD,	/* "---------- Forwarded message" */
};

struct reply_border_at {
	enum reply_border kind;
	guint first;		/* line */
	guint count;		/* lines */
	gsize column;		/* characters of the first line's trimmed text before it; mostly 0 */
};

/* Looks at the line and the ones after it. */
struct reply_border_at reply_border_look(struct reply_lines *lines, guint line);
