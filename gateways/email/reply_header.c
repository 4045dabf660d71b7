#include "email/reply_header.h"

#include <string.h>

#include "email/reply_words.h"

#define WINDOW_BYTES 500	/* an attribution is not longer */
#define WINDOW_LINES 5
#define HEADER_LINES 14		/* of a header block, with folded ones */
#define HEADER_WORD_BYTES 40
#define EARLY_WORDS 6		/* a date stands within these */

static gboolean
spend(struct reply_lines *lines)
{
	return lines->budget > 0 && lines->budget-- > 0;
}

/* True if one of the first words has a digit. */
static gboolean
has_early_digit(const char *text, int words)
{
	for (; *text != '\0' && words > 0; text++) {
		if (g_ascii_isdigit(*text))
			return TRUE;
		words -= *text == ' ';
	}
	return FALSE;
}

/* "2014-10-17", "13.02.2014", "10/19/17", "11:00" or a year: enough to believe in a date. */
static gboolean
has_date(const char *text)
{
	for (; *text != '\0'; text++) {
		gsize n = strspn(text, "0123456789");

		if (n == 4 || (n > 0 && n < 3 && strchr("-/.:", text[n]) != NULL && text[n] != '\0' &&
		                  g_ascii_isdigit(text[n + 1])))
			return TRUE;
		text += n;
		if (*text == '\0')
			break;
	}
	return FALSE;
}

/* Removes dashes, stars, spaces and the like from both ends. TRUE if there were dashes on both. */
static gboolean
strip_frame(char *text)
{
	static const char frame[] = "-_*=# >";
	gsize front = strspn(text, frame), end = strlen(text);
	gsize last = end;

	while (last > front && strchr(frame, text[last - 1]) != NULL)
		last--;
	if (front >= 2 && end - last >= 2 && text[0] != '>') {
		memmove(text, text + front, last - front);
		text[last - front] = '\0';
		return TRUE;
	}
	front = strspn(text, "* >");
	memmove(text, text + front, strlen(text + front) + 1);
	for (end = strlen(text); end > 0 && (text[end - 1] == '*' || text[end - 1] == ' '); end--)
		text[end - 1] = '\0';
	return FALSE;
}

/* The window ends with an address in brackets. */
static gboolean
ends_with_address(const char *text, gsize length)
{
	const char *open;

	if (length < 5 || strchr(">)]", text[length - 1]) == NULL)
		return FALSE;
	open = text + length - 1;
	while (open > text && strchr("<([", *open) == NULL)
		open--;
	return open < text + length - 1 && memchr(open, '@', length - (gsize)(open - text)) != NULL;
}

/* "Bob Smith on Wed, Apr 4, 2012 at 3:59 PM": the name comes first. */
static gboolean
has_named_date(const char *text)
{
	int words = 0;
	gsize lead;

	for (const char *at = strchr(text, ' '); at != NULL && words < 4; at = strchr(at + 1, ' '), words++)
		if (words_is_lead(at + 1, &lead) && has_early_digit(at + 1 + lead, 4) && has_date(at + 1 + lead))
			return TRUE;
	return FALSE;
}

/* The heart: is this window, folded, "On DATE, NAME <ADDRESS> wrote:" in some language? */
static gboolean
is_attribution(const char *window, gboolean before_marked)
{
	char text[WINDOW_BYTES + 1];
	gsize length, lead = 0, verb = 0;
	gboolean framed, colon, has_lead, has_verb, has_address;

	g_strlcpy(text, window, sizeof(text));
	framed = strip_frame(text);
	length = strlen(text);
	colon = length > 0 && text[length - 1] == ':';
	while (length > 0 && (text[length - 1] == ':' || text[length - 1] == ' ' || text[length - 1] == '*'))
		text[--length] = '\0';
	if (length < 4)
		return FALSE;
	has_lead = words_is_lead(text, &lead) && has_early_digit(text + lead, EARLY_WORDS);
	has_verb = words_ends_with_verb(text, length, &verb);
	has_address = memchr(text, '@', length) != NULL;
	if (has_verb && verb > 0) {
		if (has_address && (has_lead || has_early_digit(text, 4) || ((colon || framed) && length < 200)))
			return TRUE;
		if (colon && has_named_date(text))
			return TRUE;
		if ((colon || framed) && (framed || has_lead || (has_early_digit(text, 4) && has_date(text))))
			return TRUE;
		return colon && before_marked && length < 120;
	}
	/* The verb stands before the name or the date: "Am ... schrieb NAME:", "NAME ezt írta (...):" */
	if (colon && length < 200 && (has_lead || (has_address && has_date(text))) && words_has_verb(text))
		return TRUE;
	/* An unknown wording, but it ends in a colon right above the quote, and names who or when. */
	if (colon && before_marked && length < 200 && (has_address || (has_date(text) && words_has_verb(text))))
		return TRUE;
	if (ends_with_address(text, length) && has_date(text) && (has_lead || has_early_digit(text, 4)))
		return colon || (before_marked && g_ascii_isdigit(text[0]));
	return FALSE;
}

static gboolean
may_end_attribution(const char *text, gsize length)
{
	gsize verb;

	return length > 0 &&
	    (strchr(":>)-*", text[length - 1]) != NULL || words_ends_with_verb(text, length, &verb));
}

static gboolean
is_marked(const struct reply_line *line)
{
	return line->mark == REPLY_MARKED || line->mark == REPLY_QUOTE;
}

static gboolean
is_before_marked(const struct reply_lines *lines, guint after)
{
	guint next = reply_lines_skip_blank(lines, after);

	return next < lines->n && is_marked(&lines->at[next]);
}

static gboolean
has_open_bracket(const char *text, gsize length)
{
	int open = 0;

	for (gsize i = 0; i < length; i++)
		open += (text[i] == '<') - (text[i] == '>');
	return open > 0;
}

/* How many lines an attribution that begins with text takes, 0 if it is none. text is the end of the line's own. */
static guint
attribution_lines(struct reply_lines *lines, guint first, const char *text)
{
	char window[WINDOW_BYTES + 1];
	gsize length = strlen(text), lead;

	if (length == 0 || length > WINDOW_BYTES)
		return 0;
	memcpy(window, text, length + 1);
	for (guint count = 1; count <= WINDOW_LINES; count++) {
		const struct reply_line *next;
		gboolean is_open;

		if (may_end_attribution(window, length)) {
			if (!spend(lines))
				return 0;
			if (is_attribution(window, is_before_marked(lines, first + count)))
				return count;
		}
		is_open = has_open_bracket(window, length);
		/* "John Smith", a blank line, "<john@...": a program tore it apart. */
		if (first + count + 1 < lines->n && lines->at[first + count].mark == REPLY_BLANK &&
		    lines->at[first + count + 1].text[0] == '<' && words_is_lead(window, &lead))
			count++;
		if (first + count >= lines->n)
			break;
		next = &lines->at[first + count];
		/* "<john@example.com" may be closed on a line that then begins like a quote. */
		if ((next->mark != REPLY_OWN && !(next->mark == REPLY_MARKED && is_open)) ||
		    length + next->length + 1 > WINDOW_BYTES)
			break;
		window[length++] = ' ';
		memcpy(window + length, next->text, next->length + 1);
		length += next->length;
	}
	return 0;
}

/* A line worth the effort: it begins with a word like "On" or has a date or address early, or verb and colon late. */
static gboolean
may_begin_attribution(const struct reply_line *line)
{
	const char *text = line->text + strspn(line->text, "*-_ ");
	gsize lead;

	return has_early_digit(text, 4) || memchr(line->text, '@', line->length) != NULL || words_is_lead(text, &lead) ||
	    line->text[line->length - 1] == ':' || line->text != text;
}

/* The place in the line as it came that at, in its folded text, was made from. */
static const char *
raw_at(const struct reply_line *line, const char *at)
{
	const char *raw = line->raw, *end = line->raw + line->raw_length;
	glong characters = g_utf8_pointer_to_offset(line->text, at);

	while (raw < end && g_unichar_isspace(g_utf8_get_char(raw)))
		raw = g_utf8_next_char(raw);
	for (; characters > 0 && raw < end; characters--)
		raw = g_utf8_next_char(raw);
	return raw;
}

/* "reply On Wed, Apr 4, 2012 at 3:59 PM, bob@example.com wrote:": the program forgot the line end. The capital tells it
 * from "Bob Smith on Wed, Apr 4, 2012 wrote:". */
static gboolean
look_inside(struct reply_lines *lines, guint line, struct reply_border_at *found)
{
	const char *text = lines->at[line].text;
	int tries = 0;

	for (const char *at = strchr(text, ' '), *end; at != NULL && tries < 8; at = strchr(at + 1, ' ')) {
		gsize lead;
		guint count;

		if (!words_is_lead(at + 1, &lead) || !has_early_digit(at + 1 + lead, 2 + 2))
			continue;
		tries++;
		if (!g_unichar_isupper(g_utf8_get_char(raw_at(&lines->at[line], at + 1))))
			continue;
		count = attribution_lines(lines, line, at + 1);
		if (count > 0) {
			found->kind = REPLY_BORDER_QUOTE;
			found->first = line;
			found->count = count;
			for (end = at; end > text && strchr("- ", end[-1]) != NULL; end--)
				;
			found->column = (gsize)g_utf8_pointer_to_offset(text, end);
			return TRUE;
		}
	}
	return FALSE;
}

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
	    !spend(lines))
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
	framed = strip_frame(text);
	colon = g_str_has_suffix(text, ":");
	if (colon)
		text[strlen(text) - 1] = '\0';
	next = reply_lines_skip_blank(lines, line + 1);
	/* "Begin forwarded message:" */
	if (colon && strlen(text) < 60 && next < lines->n && is_marked(&lines->at[next]) && words_is_forwarded(text))
		return REPLY_BORDER_FORWARD;
	if (framed && !spend(lines))
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
	const struct reply_line *at = &lines->at[line];
	gsize lead;

	if (at->mark != REPLY_OWN)
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
	if (found.count == 0 && (words_is_lead(at->text, &lead) || !look_inside(lines, line, &found)) &&
	    may_begin_attribution(at))
		found.count = attribution_lines(lines, line, at->text);
	if (found.count > 0)
		found.kind = REPLY_BORDER_QUOTE;
	else
		look_inside(lines, line, &found);
	return found;
}
