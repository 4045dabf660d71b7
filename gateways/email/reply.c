#include "email/reply.h"

#include <string.h>

#include "email/reply_header.h"
#include "email/reply_line.h"
#include "email/reply_split.h"
#include "email/signature.h"
#include "html/text.h"

#define BORDER_LINES 10000	/* a quote that begins later than this is shown: the mail is a log file */
#define BLOCK_LINES 3	/* so many ">" lines in the middle of a text are a quote; fewer may be anything */

/* What becomes of each line. */
enum fate {
	KEEP,
	QUOTED,
	BORDER,		/* an attribution or header block: goes where its quote goes */
};

struct split {
	struct reply_lines lines;
	guint8 *fate;		/* enum fate, one a line */
	gsize column;		/* characters of the border line that are the sender's own */
	guint column_line;
	gboolean has_border;
	gboolean is_forward;
};

/* A long quoted line that was wrapped loses its mark: "> a sentence that goes" / "on here". Such orphans, and the ends of
 * long links, belong to the quote. */
static gboolean
is_orphan(const struct split *split, guint i)
{
	const struct reply_line *line = &split->lines.at[i], *before, *after;
	gunichar first;

	if (i == 0 || line->mark != REPLY_OWN)
		return FALSE;
	before = &split->lines.at[i - 1];
	after = i + 1 < split->lines.n ? &split->lines.at[i + 1] : NULL;
	if (before->mark != REPLY_MARKED)
		return FALSE;
	/* An address torn apart by its "<" or "(" */
	if ((memchr(before->text, '(', before->length) != NULL || memchr(before->text, '<', before->length) != NULL) &&
	    strchr(line->text, ' ') == NULL && strpbrk(line->text, ")>") != NULL)
		return TRUE;
	if (line->length > 2 && strchr("(<[", line->text[0]) != NULL && strstr(line->text, "://") != NULL)
		return TRUE;
	first = g_utf8_get_char(line->raw);
	return g_unichar_islower(first) && before->length > 40 &&
	    (after == NULL || after->mark == REPLY_MARKED || after->mark == REPLY_BLANK);
}

static void
mark_orphans(struct split *split)
{
	for (guint i = 0; i < split->lines.n; i++)
		if (is_orphan(split, i))
			split->lines.at[i].mark = REPLY_MARKED;
}

static void
set_fate(struct split *split, guint first, guint end, enum fate fate)
{
	for (guint i = first; i < end; i++)
		split->fate[i] = (guint8)fate;
}

/* "====" and the like above a border belong to it. */
static guint
rules_above(const struct split *split, guint first)
{
	guint found = first;

	for (guint i = first; i > 0 && first - i < 4; i--) {
		const struct reply_line *line = &split->lines.at[i - 1];

		if (reply_line_is_rule(line) && line->text[0] != '*')
			found = i - 1;
		else if (line->mark != REPLY_BLANK)
			break;
	}
	return found;
}

/* Finds the borders and what they hide: the marked lines that follow, or, if those are not marked, all the rest. */
static void
find_borders(struct split *split)
{
	for (guint i = 0; i < MIN(split->lines.n, BORDER_LINES);) {
		struct reply_border_at border = reply_border_look(&split->lines, i);
		guint next;

		if (border.kind == REPLY_BORDER_NONE) {
			i++;
			continue;
		}
		if (border.kind == REPLY_BORDER_FORWARD && !split->has_border) {
			split->is_forward = TRUE;
			return;
		}
		next = reply_lines_skip_blank(&split->lines, border.first + border.count);
		split->has_border = TRUE;
		if (border.column > 0) {
			split->column = border.column;
			split->column_line = border.first;
		}
		set_fate(split, rules_above(split, border.first), border.first + border.count, BORDER);
		if (next < split->lines.n && !reply_line_is_marked(&split->lines.at[next])) {
			set_fate(split, border.first, split->lines.n, QUOTED);
			return;
		}
		i = MAX(next, border.first + border.count);
	}
}

/* What stands where among the lines that are still kept. */
struct layout {
	guint marked;		/* marked lines that no border introduces */
	guint blocks;		/* runs of marked lines */
	gboolean text_before;	/* own text before the first run, between two, after the last */
	gboolean text_between;
	gboolean text_after;
	gboolean definite;	/* by the sender's program, or introduced by a border */
};

static struct layout
look_at_layout(const struct split *split)
{
	struct layout layout = { .definite = split->has_border };
	gboolean in_block = FALSE;

	for (guint i = 0; i < split->lines.n; i++) {
		const struct reply_line *line = &split->lines.at[i];

		if (split->fate[i] != KEEP || line->mark == REPLY_BLANK)
			continue;
		if (reply_line_is_marked(line)) {
			layout.marked++;
			layout.blocks += !in_block;
			layout.text_between = layout.text_between || layout.text_after;
			layout.text_after = FALSE;
			layout.definite = layout.definite || line->mark == REPLY_QUOTE;
			in_block = TRUE;
		} else {
			layout.text_before = layout.text_before || layout.blocks == 0;
			layout.text_after = layout.blocks > 0;
			in_block = FALSE;
		}
	}
	return layout;
}

static void
hide_marked(struct split *split)
{
	struct layout layout = look_at_layout(split);

	if (layout.blocks == 0)
		return;
	/* Answers between the quoted lines: they need each other. */
	if (layout.text_between) {
		for (guint i = 0; i < split->lines.n; i++)
			if (split->fate[i] == BORDER)
				split->fate[i] = KEEP;
		return;
	}
	if (layout.definite || layout.marked >= BLOCK_LINES || !layout.text_after || !layout.text_before)
		for (guint i = 0; i < split->lines.n; i++)
			if (split->fate[i] == KEEP && reply_line_is_marked(&split->lines.at[i]))
				split->fate[i] = QUOTED;
}

static gboolean
has_own_text(const struct split *split)
{
	if (split->column > 0)
		return TRUE;
	for (guint i = 0; i < split->lines.n; i++)
		if (split->fate[i] == KEEP && split->lines.at[i].mark != REPLY_BLANK)
			return TRUE;
	return FALSE;
}

/* Appends a line; never two blank ones in a row. */
static void
append_line(GString *out, const struct reply_line *line, gsize bytes)
{
	if (line->length == 0) {
		if (out->len > 1 && strcmp(out->str + out->len - 2, "\n\n") != 0)
			g_string_append_c(out, '\n');
		return;
	}
	/* The sender's program marked it, we show it in the common way. */
	if (line->mark == REPLY_QUOTE && line->text[0] != '>')
		g_string_append(out, "> ");
	g_string_append_len(out, line->raw, (gssize)bytes);
	g_string_append_c(out, '\n');
}

/* Blank lines at both ends and spaces at the end go; spaces at the start of the first line are its own. */
static char *
finish(GString *out)
{
	gsize start = 0;
	char *text;

	for (gsize i = 0; i < out->len && g_ascii_isspace(out->str[i]); i++)
		if (out->str[i] == '\n')
			start = i + 1;
	g_string_erase(out, 0, (gssize)start);
	text = g_string_free(out, FALSE);
	return g_strchomp(text);
}

/* Bytes of the border line that are the sender's own. */
static gsize
bytes_before_column(const struct split *split)
{
	const struct reply_line *line = &split->lines.at[split->column_line];
	const char *at = line->raw, *end = line->raw + line->raw_length;

	while (at < end && g_unichar_isspace(g_utf8_get_char(at)))
		at = g_utf8_next_char(at);
	for (gsize i = 0; i < split->column && at < end; i++)
		at = g_utf8_next_char(at);
	return (gsize)(at - line->raw);
}

static char *
or_null(char *text)
{
	if (text[0] == '\0')
		g_clear_pointer(&text, g_free);
	return text;
}

static struct reply
write_pieces(const struct split *split, const char *sender_name)
{
	GString *text = g_string_new(NULL), *signature = g_string_new(NULL), *quoted = g_string_new(NULL);
	guint *own = g_new(guint, split->lines.n + 1);
	guint n = 0, sign = 0;
	struct reply reply;

	for (guint i = 0; i < split->lines.n; i++)
		if (split->fate[i] == KEEP)
			own[n++] = i;
	sign = split->is_forward ? n : signature_find(&split->lines, own, n, sender_name);
	for (guint i = 0; i < n; i++)
		append_line(i < sign ? text : signature, &split->lines.at[own[i]], split->lines.at[own[i]].raw_length);
	g_free(own);
	for (guint i = 0; i < split->lines.n; i++) {
		const struct reply_line *line = &split->lines.at[i];

		if (split->fate[i] == KEEP)
			continue;
		if (split->column > 0 && i == split->column_line) {
			gsize bytes = bytes_before_column(split);
			struct reply_line rest = { .raw = line->raw + bytes, .raw_length = line->raw_length - bytes, .length = 1,
				.text = line->text };

			append_line(text, line, bytes);
			append_line(quoted, &rest, rest.raw_length);
		} else {
			append_line(quoted, line, line->raw_length);
		}
	}
	reply.text = finish(text);
	reply.quoted = or_null(finish(quoted));
	reply.signature = or_null(finish(signature));
	return reply;
}

struct reply
reply_split_marked(const char *text, const char *sender_name)
{
	struct split split = { 0 };
	struct reply reply;

	reply_lines_init(&split.lines, text);
	split.fate = g_new0(guint8, split.lines.n + 1);
	mark_orphans(&split);
	find_borders(&split);
	if (!split.is_forward)
		hide_marked(&split);
	/* Nothing but a quote: then the quote is what was sent. */
	if (!has_own_text(&split)) {
		set_fate(&split, 0, split.lines.n, KEEP);
		split.is_forward = TRUE;
	}
	reply = write_pieces(&split, sender_name);
	g_free(split.fate);
	reply_lines_clear(&split.lines);
	return reply;
}

struct reply
reply_split_text(const char *text, const char *sender_name, const char *sender_address)
{
	g_autofree char *clean = g_strdup(text);

	(void)sender_address;
	/* The marks are ours: nobody sends them. */
	for (char *at = clean; *at != '\0'; at++)
		if (*at == HTML_QUOTE_CHAR || *at == HTML_SIGNATURE_CHAR)
			*at = ' ';
	return reply_split_marked(clean, sender_name);
}

void
reply_clear(struct reply *reply)
{
	g_clear_pointer(&reply->text, g_free);
	g_clear_pointer(&reply->quoted, g_free);
	g_clear_pointer(&reply->signature, g_free);
}
