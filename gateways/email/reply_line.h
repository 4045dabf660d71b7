/* reply_line.h - a mail's text as lines that can be compared: the common ground of reply.c, reply_header.c and signature.c. */
#pragma once
#include <glib.h>

enum reply_mark {
	REPLY_OWN,		/* written by the sender, as far as we know */
	REPLY_BLANK,
	REPLY_MARKED,		/* begins with ">" */
	REPLY_QUOTE,		/* the sender's program says that it is quoted */
	REPLY_SIGNED,		/* the sender's program says that it is a signature */
};

struct reply_line {
	const char *raw;	/* as it came, without line end and mark; not terminated */
	gsize raw_length;
	const char *text;	/* folded, trimmed, terminated: for comparing */
	gsize length;		/* of text */
	enum reply_mark mark;
};

struct reply_lines {
	struct reply_line *at;
	guint n;
	char *folded;
	int budget;		/* searches that are still allowed: hostile text must not cost more than its length */
};

/* Cuts UTF-8 text at its line ends. The text must outlive the lines. Lines may begin with the mark characters of html/text.h.
 * Folding: lower case, any space is ' ', full-width colon and comma are ':' and ',', invisible direction marks are ' ';
 * one character stays one character. */
void reply_lines_init(struct reply_lines *lines, const char *text);
void reply_lines_clear(struct reply_lines *lines);

/* The first line from `from` on that is not blank; n if there is none. */
guint reply_lines_skip_blank(const struct reply_lines *lines, guint from);

/* True for a line of at least three of - _ = * and nothing else. */
gboolean reply_line_is_rule(const struct reply_line *line);

/* True for a line that somebody else wrote, by its ">" or by the sender's program. */
gboolean reply_line_is_marked(const struct reply_line *line);

/* Takes one search from the budget. FALSE if nothing is left. */
gboolean reply_lines_spend(struct reply_lines *lines);

/* Removes dashes, stars, spaces and the like from both ends of folded text. TRUE if there were dashes on both. */
gboolean reply_text_strip_frame(char *text);
