#include "email/reply_attribution.h"

#include <string.h>

#include "email/reply_words.h"

#define WINDOW_BYTES 500	/* an attribution is not longer */
#define WINDOW_LINES 5
#define EARLY_WORDS 6		/* a date stands within these */

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
	framed = reply_text_strip_frame(text);
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
is_before_marked(const struct reply_lines *lines, guint after)
{
	guint next = reply_lines_skip_blank(lines, after);

	return next < lines->n && reply_line_is_marked(&lines->at[next]);
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
			if (!reply_lines_spend(lines))
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
static guint
look_inside(struct reply_lines *lines, guint line, gsize *column_r)
{
	const char *text = lines->at[line].text;
	int tries = 0;

	if (text[strcspn(text, "0123456789")] == '\0')		/* most lines: no date in them */
		return 0;
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
			for (end = at; end > text && strchr("- ", end[-1]) != NULL; end--)
				;
			*column_r = (gsize)g_utf8_pointer_to_offset(text, end);
			return count;
		}
	}
	return 0;
}

guint
reply_attribution_look(struct reply_lines *lines, guint line, gsize *column_r)
{
	const struct reply_line *at = &lines->at[line];
	guint count = 0;
	gsize lead;
	gboolean inside;

	*column_r = 0;
	inside = !words_is_lead(at->text, &lead);
	if (inside)
		count = look_inside(lines, line, column_r);
	if (count == 0 && may_begin_attribution(at))
		count = attribution_lines(lines, line, at->text);
	return count > 0 || inside ? count : look_inside(lines, line, column_r);
}
