#include "email/reply_header.h"

#include <string.h>

#include "email/reply_attribution.h"
#include "email/reply_words.h"

#define HEADER_LINES 14		/* of a header block, with folded ones */
#define HEADER_WORD_BYTES 40

/* The header that a line begins with ("*From:* x"); *value_r is what comes after the colon. */
static enum reply_header
header_of(const struct reply_line *line, const char **value_r)
{
	const char *word = line->text + strspn(line->text, "*_| >-•"), *colon, *end;

	colon = memchr(word, ':', MIN(strlen(word), HEADER_WORD_BYTES));
	if (colon == NULL || colon == word)
		return REPLY_HEADER_NONE;
	for (end = colon; end > word && strchr("*_ |", end[-1]) != NULL; end--)
		;
	*value_r = colon + 1;
	return words_header(word, (gsize)(end - word));
}

/* Kinds of headers that the words of one line name, for blocks that lost their line ends. */
static guint
kinds_in_line(const char *text)
{
	guint kinds = 0;
	int tries = 0;

	for (const char *colon = strchr(text, ':'); colon != NULL && tries++ < 12; colon = strchr(colon + 1, ':')) {
		const char *end = colon, *word;

		while (end > text && strchr("* ", end[-1]) != NULL)
			end--;
		for (word = end; word > text && word[-1] != ' ' && word[-1] != '*'; word--)
			;
		kinds |= 1u << words_header(word, (gsize)(end - word));
	}
	return kinds & ~(1u << REPLY_HEADER_NONE);
}

static gboolean
is_enough(guint kinds)
{
	guint from = kinds & (1u << REPLY_HEADER_FROM), date = kinds & (1u << REPLY_HEADER_DATE);
	guint others = kinds & (1u << REPLY_HEADER_TO | 1u << REPLY_HEADER_SUBJECT);

	return (from && (date || others)) || (date && others);
}

/* "From: somebody@example.com" alone, with air around it. */
static gboolean
is_lone_from(const struct reply_lines *lines, guint line, const char *value)
{
	return line > 0 && lines->at[line - 1].mark == REPLY_BLANK && memchr(value, '@', strlen(value)) != NULL &&
	    (line + 1 == lines->n || lines->at[line + 1].mark == REPLY_BLANK);
}

/* How many lines the header block that begins here has, 0 if none does. */
static guint
header_block_lines(struct reply_lines *lines, guint first)
{
	const char *value = NULL;
	enum reply_header kind = header_of(&lines->at[first], &value);
	guint kinds = 1u << kind, last = first, folded = 0;

	if ((kind != REPLY_HEADER_FROM && kind != REPLY_HEADER_DATE && kind != REPLY_HEADER_TO &&
	        kind != REPLY_HEADER_SUBJECT) ||
	    !reply_lines_spend(lines))
		return 0;
	kinds |= kinds_in_line(lines->at[first].text);
	for (guint i = first + 1; i < lines->n && i < first + HEADER_LINES && folded < 3; i++) {
		const struct reply_line *line = &lines->at[i];
		enum reply_header next;

		if (line->mark == REPLY_BLANK) {
			/* One blank line between two headers: a mail program made paragraphs of them. */
			if (i + 1 < lines->n && lines->at[i + 1].mark == REPLY_OWN &&
			    header_of(&lines->at[i + 1], &value) != REPLY_HEADER_NONE)
				continue;
			break;
		}
		if (line->mark != REPLY_OWN)
			break;
		next = header_of(line, &value);
		if (next != REPLY_HEADER_NONE) {
			kinds |= 1u << next | kinds_in_line(line->text);
			last = i;
			folded = 0;
		} else {
			folded++;
		}
	}
	if (is_enough(kinds)) {
		/* The last header may be folded too; a blank line ends it. */
		while (last + 1 < lines->n && last < first + HEADER_LINES && lines->at[last + 1].mark == REPLY_OWN &&
		    (lines->at[last + 1].raw[0] == ' ' || lines->at[last + 1].raw[0] == '\t'))
			last++;
		return last - first + 1;
	}
	header_of(&lines->at[first], &value);
	return kind == REPLY_HEADER_FROM && is_lone_from(lines, first, value) ? 1 : 0;
}

/* "-----Original Message-----" in its many languages, or any short words between dashes with a header block below. */
static enum reply_border
title_kind(struct reply_lines *lines, guint line)
{
	char text[121];
	gboolean framed, colon;
	guint next;
	const char *value;

	if (lines->at[line].length >= sizeof(text))
		return REPLY_BORDER_NONE;
	g_strlcpy(text, lines->at[line].text, sizeof(text));
	framed = reply_text_strip_frame(text);
	colon = g_str_has_suffix(text, ":");
	if (colon)
		text[strlen(text) - 1] = '\0';
	next = reply_lines_skip_blank(lines, line + 1);
	/* "Begin forwarded message:" */
	if (colon && strlen(text) < 60 && next < lines->n && reply_line_is_marked(&lines->at[next]) && words_is_forwarded(text))
		return REPLY_BORDER_FORWARD;
	if (framed && !reply_lines_spend(lines))
		return REPLY_BORDER_NONE;
	if (framed || (next < lines->n && lines->at[next].mark == REPLY_OWN &&
	                  header_of(&lines->at[next], &value) != REPLY_HEADER_NONE && header_block_lines(lines, next) > 1)) {
		gboolean short_title = strlen(text) > 0 && framed;

		if (words_is_original(text))
			return REPLY_BORDER_QUOTE;
		if (framed && words_is_reply_above(text))
			return REPLY_BORDER_QUOTE;
		if (words_is_forwarded(text) && strlen(text) < 80)
			return REPLY_BORDER_FORWARD;
		if (short_title && next < lines->n && lines->at[next].mark == REPLY_OWN && header_block_lines(lines, next) > 1)
			return REPLY_BORDER_QUOTE;
	}
	return REPLY_BORDER_NONE;
}

struct reply_border_at
reply_border_look(struct reply_lines *lines, guint line)
{
	struct reply_border_at found = { .first = line };

	if (lines->at[line].mark != REPLY_OWN)
		return found;
	found.kind = title_kind(lines, line);
	if (found.kind != REPLY_BORDER_NONE) {
		guint next = reply_lines_skip_blank(lines, line + 1);

		found.count = 1;
		if (next < lines->n && lines->at[next].mark == REPLY_OWN) {
			guint block = header_block_lines(lines, next);

			if (block > 0)
				found.count = next + block - line;
		}
		return found;
	}
	found.count = header_block_lines(lines, line);
	if (found.count == 0)
		found.count = reply_attribution_look(lines, line, &found.column);
	if (found.count > 0)
		found.kind = REPLY_BORDER_QUOTE;
	return found;
}
