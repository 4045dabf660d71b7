#include "email/signature.h"

#include <string.h>

#include "email/reply_words.h"

#define AFTER_DASHES 60		/* lines after "-- " (RFC 3676, 4.3), which can be nothing else */
#define AFTER_RULE 25		/* after "--", "___" and the like */
#define AFTER_CLOSING 12
#define SHORT_LINE 80		/* bytes: lines of a signature are short */
#define LOOK_BACK 40		/* lines from the end in which a closing is looked for */
#define DELIMITER_BACK 200	/* and a delimiter or a telephone's line */

struct letter {
	const struct reply_lines *lines;
	const guint *own;
	guint n;
	const char *name;	/* sender's, folded; NULL if unknown */
};

static const struct reply_line *
line_at(const struct letter *letter, guint i)
{
	return &letter->lines->at[letter->own[i]];
}

static gboolean
is_blank(const struct letter *letter, guint i)
{
	return line_at(letter, i)->length == 0;
}

static guint
words_of(const char *text)
{
	guint words = 0;

	for (; *text != '\0'; text++)
		words += *text != ' ' && (text[1] == ' ' || text[1] == '\0');
	return words;
}

static guint
filled_after(const struct letter *letter, guint from)
{
	guint filled = 0;

	for (guint i = from; i < letter->n; i++)
		filled += !is_blank(letter, i);
	return filled;
}

static gboolean
has_text_before(const struct letter *letter, guint i)
{
	while (i > 0)
		if (!is_blank(letter, --i))
			return TRUE;
	return FALSE;
}

/* "--", "---", "___", "—": drawn by hand. */
static gboolean
is_delimiter(const struct reply_line *line)
{
	return strcmp(line->text, "--") == 0 || strcmp(line->text, "—") == 0 || strcmp(line->text, "–") == 0 ||
	    strcmp(line->text, "– –") == 0 || strcmp(line->text, "- -") == 0 || reply_line_is_rule(line);
}

static gboolean
is_dashes(const struct reply_line *line)
{
	return line->raw_length == 3 && memcmp(line->raw, "-- ", 3) == 0;
}

/* A name: a few words of letters, as typed beginning with capitals unless any_case. */
static gboolean
is_name(const char *raw, gsize length, gboolean any_case)
{
	guint words = 0;
	gboolean at_start = TRUE;

	for (const char *at = raw; at < raw + length; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (c == ' ') {
			at_start = TRUE;
			continue;
		}
		if (!g_unichar_isalpha(c) && !g_unichar_ismark(c) && (at_start || strchr(".,'-", (int)c) == NULL || c > 0x7f))
			return FALSE;
		if (at_start) {
			words++;
			if (!any_case && g_unichar_islower(c))
				return FALSE;
		}
		at_start = FALSE;
	}
	return words > 0 && words <= 4;
}

/* "-roman", "- Roman", "--Bob Smith". */
static gboolean
is_dashed_name(const struct reply_line *line)
{
	gsize dashes = strspn(line->text, "-");
	const char *name = line->text + dashes;

	if (g_str_has_prefix(line->text, "–") || g_str_has_prefix(line->text, "—")) {
		dashes = 1;
		name = g_utf8_next_char(line->text);
	}
	name += strspn(name, " ");
	return dashes > 0 && dashes <= 2 && *name != '\0' && words_of(name) <= 3 && is_name(name, strlen(name), TRUE);
}

/* The line before is an item too. */
static gboolean
is_list_item(const struct letter *letter, guint i)
{
	while (i > 0 && is_blank(letter, i - 1))
		i--;
	return i > 0 && line_at(letter, i - 1)->text[0] == '-' && !is_delimiter(line_at(letter, i - 1));
}

/* The closing words at the line's start; *rest_r is what follows ("Regards, Roman"). */
static gsize
closing_of(const char *text, gboolean *thanks_r, const char **rest_r)
{
	gsize length = words_closing(text, thanks_r);
	const char *rest = text + length;
	gboolean thanks;
	gsize more;

	if (length == 0)
		return 0;
	rest += strspn(rest, " ,.!;:-&/");
	/* "Thanks and regards", "Gracias, un saludo" */
	for (int i = 0; i < 2; i++) {
		if (g_str_has_prefix(rest, "and ") || g_str_has_prefix(rest, "und "))
			rest += 4;
		else if (g_str_has_prefix(rest, "y ") || g_str_has_prefix(rest, "e "))
			rest += 2;
		more = words_closing(rest, &thanks);
		if (more == 0)
			break;
		*thanks_r = *thanks_r && thanks;
		rest += more + strspn(rest + more, " ,.!;:-&/");
	}
	*rest_r = rest;
	return length;
}

static gboolean
is_sender(const struct letter *letter, const char *text)
{
	gsize n = strcspn(text, ".,!");

	if (letter->name == NULL || n < 2)
		return FALSE;
	while (n > 0 && text[n - 1] == ' ')
		n--;
	return strncmp(letter->name, text, n) == 0 && (letter->name[n] == '\0' || letter->name[n] == ' ');
}

/* All that follows could stand under a letter: few lines, short ones, no question. */
static gboolean
is_short_tail(const struct letter *letter, guint from)
{
	guint filled = 0;

	for (guint i = from; i < letter->n; i++) {
		const struct reply_line *line = line_at(letter, i);

		if (line->length == 0)
			continue;
		filled++;
		if (filled > AFTER_CLOSING)
			return FALSE;
		if (filled <= 4 && (line->length > SHORT_LINE || line->text[line->length - 1] == '?'))
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_closing(const struct letter *letter, guint i)
{
	const struct reply_line *line = line_at(letter, i);
	gboolean thanks = FALSE;
	const char *rest;
	guint next = i + 1;

	if (line->length == 0 || line->length > SHORT_LINE || closing_of(line->text, &thanks, &rest) == 0)
		return FALSE;
	if (*rest != '\0' && (words_of(rest) > 3 || !(is_name(rest, strlen(rest), TRUE) && strchr(line->text, ',') != NULL)))
		return FALSE;
	if (!is_short_tail(letter, next))
		return FALSE;
	while (next < letter->n && is_blank(letter, next))
		next++;
	if (next == letter->n)
		return !thanks || *rest != '\0';
	/* Thanks may be followed by more to say; a name is one to four words. */
	return !thanks || words_of(line_at(letter, next)->text) <= 4;
}

/* Telephone number, address or web page: what people put under their names. */
static gboolean
has_contact(const char *text)
{
	guint digits = 0;

	if (strchr(text, '@') != NULL || strstr(text, "www.") != NULL || strstr(text, "http") != NULL)
		return TRUE;
	for (; *text != '\0'; text++) {
		if (g_ascii_isdigit(*text))
			digits++;
		else if (strchr(" -.()+/", *text) == NULL)
			digits = 0;
		if (digits >= 7)
			return TRUE;
	}
	return FALSE;
}

/* The last paragraph is a name with ways to reach it. Its first line, n if it is none. */
static guint
find_contact_block(const struct letter *letter)
{
	guint end = letter->n, first;
	gboolean contact = FALSE;

	while (end > 0 && is_blank(letter, end - 1))
		end--;
	for (first = end; first > 0 && !is_blank(letter, first - 1); first--) {
		if (line_at(letter, first - 1)->length > SHORT_LINE || end - first > AFTER_CLOSING)
			return letter->n;
		contact = contact || has_contact(line_at(letter, first - 1)->text);
	}
	if (end - first < 2 || !contact || !is_name(line_at(letter, first)->raw, line_at(letter, first)->raw_length, FALSE))
		return letter->n;
	return first;
}

static guint
find_delimited(const struct letter *letter)
{
	for (guint i = letter->n > DELIMITER_BACK ? letter->n - DELIMITER_BACK : 1; i < letter->n; i++) {
		const struct reply_line *line = line_at(letter, i);

		if (line->length == 0 || !has_text_before(letter, i))
			continue;
		if (line->mark == REPLY_SIGNED || words_is_mobile_signature(line->text + strspn(line->text, "<[*_ ")))
			return i;
		if (g_str_has_prefix(line->text, "-- ") && is_dashed_name(line) && is_short_tail(letter, i + 1))
			return i;
		if (is_dashes(line) && letter->n - i <= AFTER_DASHES)
			return i;
		if (is_delimiter(line) && letter->n - i <= AFTER_RULE + AFTER_CLOSING && filled_after(letter, i + 1) <= AFTER_RULE)
			return i;
	}
	return letter->n;
}

static guint
find_closing(const struct letter *letter)
{
	guint last = letter->n, found = letter->n;

	while (last > 0 && is_blank(letter, last - 1))
		last--;
	if (last == 0)
		return letter->n;
	for (guint i = last; i > 0 && last - i < LOOK_BACK; i--)
		if (is_closing(letter, i - 1)) {
			found = i - 1;
			break;
		}
	if (found == letter->n && ((is_dashed_name(line_at(letter, last - 1)) && !is_list_item(letter, last - 1)) || is_sender(letter, line_at(letter, last - 1)->text)))
		found = last - 1;
	if (found == letter->n)
		found = find_contact_block(letter);
	return found;
}

/* A line that belongs to the signature below it: a closing, a name. Thanks belong only if nothing is between. */
static gboolean
is_part_above(const struct letter *letter, guint i, gboolean touches)
{
	const struct reply_line *line = line_at(letter, i);
	gboolean thanks;
	const char *rest;

	if (is_delimiter(line) || (is_dashed_name(line) && !is_list_item(letter, i)) || is_sender(letter, line->text))
		return TRUE;
	if (closing_of(line->text, &thanks, &rest) > 0 && *rest == '\0')
		return touches || !thanks;
	/* "Robert Smith" alone, and "Sent from my ..." right below */
	return touches && is_blank(letter, i - 1) && words_of(line->text) > 1 && is_name(line->raw, line->raw_length, FALSE);
}

static guint
grow_up(const struct letter *letter, guint found)
{
	guint start = found;
	gboolean touches = TRUE;

	for (guint i = start; i > 1 && start - i < LOOK_BACK; i--) {
		if (is_blank(letter, i - 1)) {
			touches = FALSE;
			continue;
		}
		if (!is_part_above(letter, i - 1, touches) || !has_text_before(letter, i - 1))
			break;
		found = i - 1;
		touches = TRUE;
	}
	return found;
}

guint
signature_find(const struct reply_lines *lines, const guint *own, guint n, const char *sender_name)
{
	struct letter letter = { .lines = lines, .own = own, .n = n };
	g_autofree char *name = sender_name != NULL ? g_utf8_strdown(sender_name, -1) : NULL;
	guint found, closing;

	letter.name = name;
	found = find_delimited(&letter);
	/* What comes above the delimiter may be a signature of its own: "Regards, Roman", then "Sent from my ...". */
	letter.n = found;
	closing = find_closing(&letter);
	if (closing < found && has_text_before(&letter, closing))
		found = closing;
	if (found == n)
		return n;
	letter.n = n;
	found = grow_up(&letter, found);
	return has_text_before(&letter, found) ? found : n;
}
