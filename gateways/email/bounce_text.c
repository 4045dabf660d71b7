#include "email/bounce_parts.h"

#include <string.h>

#define MAX_LINES 3000

struct reader {
	struct bounce_text *read;
	const char *const *skip;
	char *sender; /* of a transcript's MAIL FROM: not the failed one either */
	struct bounce_entry *current;
	GString *pending; /* of a transcript: said before it was clear of whom */
	gboolean transcript;
	enum smtp_stage stage; /* of the transcript's last command */
};

static char *
lower_start(const char *line)
{
	return g_ascii_strdown(line, (gssize)MIN(strlen(line), 128));
}

static gboolean
skipped(const struct reader *reader, const char *address)
{
	for (gsize i = 0; reader->skip[i] != NULL; i++)
		if (g_ascii_strcasecmp(reader->skip[i], address) == 0)
			return TRUE;
	return (reader->sender != NULL && g_ascii_strcasecmp(reader->sender, address) == 0) ||
	       bounce_is_daemon(address, NULL);
}

/* The address that a line begins with, after bullets and brackets; NULL if it begins otherwise. */
static char *
leading_address(const struct reader *reader, const char *line)
{
	static const char *const labels[] = { "recipient:", "failed recipient:", "recipient address:",
		"final recipient:", "intended recipient:", "email address:", "address:" };
	const char *start, *end, *p = line + strspn(line, " \t*-+>|<\"'([•·");
	g_autofree char *lower = lower_start(p), *address = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
		if (g_str_has_prefix(lower, labels[i])) {
			p += strlen(labels[i]);
			p += strspn(p, " \t<\"'");
			break;
		}
	if (g_ascii_strncasecmp(p, "mailto:", 7) == 0)
		p += 7;
	if (!bounce_next_address(p, &start, &end) || start != p)
		return NULL;
	address = g_utf8_make_valid(start, end - start);
	end += strspn(end, ">\"')]");
	if (*end != '\0' && strchr(" \t\r:.,;[(<", *end) == NULL)
		return NULL;
	return skipped(reader, address) ? NULL : g_steal_pointer(&address);
}

/* "MAIL FROM:<…>", even where the line was broken before FROM. */
static gboolean
follows_from(const char *line, const char *address)
{
	gsize before = (gsize)(address - line);

	return (before >= 5 && g_ascii_strncasecmp(address - 5, "from:", 5) == 0) ||
	       (before >= 6 && g_ascii_strncasecmp(address - 6, "from:", 5) == 0);
}

/* The first address in the line that may be the failed one. */
static char *
any_address(const struct reader *reader, const char *line)
{
	const char *start, *end;

	for (const char *p = line; bounce_next_address(p, &start, &end); p = end) {
		g_autofree char *address = g_utf8_make_valid(start, end - start);

		if (!skipped(reader, address) && !follows_from(line, start))
			return g_steal_pointer(&address);
	}
	return NULL;
}

/* Follows an SMTP dialogue: ">>> RCPT To:<…>" and "<<< 550 …", or Postfix's "In: …" and "Out: …". TRUE if the line is
 * what the client said at MAIL FROM, where no recipient is named. */
static gboolean
follow_dialogue(struct reader *reader, const char *lower)
{
	static const struct {
		const char *verb;
		enum smtp_stage stage;
	} verbs[] = { { "mail", STAGE_MAIL }, { "rcpt", STAGE_RCPT }, { "data", STAGE_DATA }, { "helo", STAGE_CONNECT },
		{ "ehlo", STAGE_CONNECT }, { "quit", STAGE_UNKNOWN } };
	gboolean asked = g_str_has_prefix(lower, ">>>") || g_str_has_prefix(lower, "in:");
	gboolean answered = g_str_has_prefix(lower, "<<<") || g_str_has_prefix(lower, "out:");
	const char *said = asked || answered ? lower + 3 + strspn(lower + 3, " :") : lower;

	for (gsize i = 0; asked && i < G_N_ELEMENTS(verbs); i++)
		if (g_str_has_prefix(said, verbs[i].verb))
			reader->stage = verbs[i].stage;
	/* Sendmail sends RCPT and DATA in one go, and logs RCPT's answer after ">>> DATA"; the next line shows it. */
	if (answered && (strstr(said, "need rcpt") != NULL || strstr(said, "no valid recipients") != NULL))
		reader->stage = STAGE_RCPT;
	if (answered && (*said == '4' || *said == '5')) {
		reader->read->stage = reader->stage;
		if (reader->current != NULL)
			reader->current->stage = reader->stage;
	}
	return asked && reader->stage == STAGE_MAIL;
}

static void
transcript_line(struct reader *reader, const char *line)
{
	g_autofree char *lower = lower_start(line + strspn(line, " \t")), *address = NULL;

	if (strstr(lower, "while talking to") != NULL) {
		reader->current = NULL;
		g_string_truncate(reader->pending, 0);
		return;
	}
	if (strstr(lower, "smtp)...") != NULL) { /* "550 example.org (smtp)... Host unknown": of the next one */
		reader->current = NULL;
		bounce_append(reader->pending, line);
		return;
	}
	address = g_str_has_prefix(lower, ">>> mail") ? NULL : any_address(reader, line);
	if (address != NULL) {
		reader->current = bounce_entries_get(reader->read->entries, address);
		if (reader->current != NULL)
			bounce_append(reader->current->context, reader->pending->str);
		g_string_truncate(reader->pending, 0);
	} else if (reader->current == NULL && reader->read->entries->len == 1) {
		reader->current = g_ptr_array_index(reader->read->entries, 0);
	}
	if (!follow_dialogue(reader, lower))
		bounce_append(reader->current != NULL ? reader->current->context : reader->pending, line);
}

static void
read_line(struct reader *reader, const char *line)
{
	g_autofree char *address = NULL;

	if (!reader->transcript) {
		g_autofree char *lower = lower_start(line);

		if (strstr(lower, "transcript of session") != NULL) {
			reader->transcript = TRUE;
			reader->current = NULL;
			return;
		}
	}
	if (reader->transcript) {
		transcript_line(reader, line);
		return;
	}
	address = leading_address(reader, line);
	if (address != NULL)
		reader->current = bounce_entries_get(reader->read->entries, address);
	if (reader->current != NULL) {
		g_autofree char *lower = lower_start(line + strspn(line, " \t"));

		follow_dialogue(reader, lower);
		bounce_append(reader->current->context, line);
	}
}

static gboolean
names_a_recipient(const char *folded)
{
	static const char *const words[] = { "deliver", "recipient", "unknown user", "user unknown", "userid",
		"not listed", "mailbox", "reach", "send", "your message to", "message to", "rcpt", "blocked",
		"rejected", "user", "failed", "address", "account" };

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(folded, words[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* Not of the failed one: who wrote, whom to ask. */
static gboolean
names_somebody_else(const char *line, const char *folded)
{
	static const char *const starts[] = { "message-id", "from:", "reply-to", "sender:", "return-path" };
	g_autofree char *lower = lower_start(line + strspn(line, " \t>"));

	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(lower, starts[i]))
			return TRUE;
	return strstr(folded, " mail from ") != NULL || strstr(folded, " contact ") != NULL ||
	       strstr(folded, "assistance") != NULL;
}

/* No line began with an address: look into the sentences that speak of a recipient. */
static void
read_sentences(struct reader *reader, char **lines)
{
	for (gsize i = 0; lines[i] != NULL; i++) {
		g_autofree char *address = NULL, *folded = NULL;

		if (strchr(lines[i], '@') != NULL) {
			folded = bounce_words_fold(lines[i]);
			if (!names_somebody_else(lines[i], folded) && names_a_recipient(folded))
				address = any_address(reader, lines[i]);
		}
		if (address != NULL)
			reader->current = bounce_entries_get(reader->read->entries, address);
		if (reader->current != NULL)
			bounce_append(reader->current->context, lines[i]);
	}
}

static char *
transcript_sender(const char *text)
{
	for (const char *p = strchr(text, ':'); p != NULL; p = strchr(p + 1, ':'))
		if (p - text >= 9 && g_ascii_strncasecmp(p - 9, "mail from", 9) == 0) {
			gsize n = strcspn(p, "\n");
			g_autofree char *line = g_strndup(p, n);

			return bounce_first_address(line);
		}
	return NULL;
}

/* The lines as one text, without the blanks that the first of its header lines begins with. */
static char *
without_indent(char **lines)
{
	GString *text = g_string_new(NULL);
	gsize indent = 0;

	for (gsize i = 0; lines[i] != NULL; i++) {
		if (indent == 0 && i < 5 && strstr(lines[i], ": ") != NULL)
			indent = strspn(lines[i], " ");
		g_string_append(text, lines[i] + MIN(strspn(lines[i], " "), indent));
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

void
bounce_text_read(const char *text, const char *const *skip, struct bounce_text *read_r)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)strnlen(text, BOUNCE_MAX_TEXT));
	g_auto(GStrv) lines = g_strsplit(valid, "\n", MAX_LINES);
	g_autoptr(GString) own = g_string_new(NULL);
	g_autoptr(GString) pending = g_string_new(NULL);
	struct reader reader = { .read = read_r, .skip = skip, .pending = pending };
	gsize n;
	gboolean written = FALSE;

	for (n = 0; lines[n] != NULL; n++) {
		g_strchomp(lines[n]);
		if (written && bounce_words_start_of_returned(lines[n]))
			break;
		written = written || *lines[n] != '\0';
		g_string_append_printf(own, "%s\n", lines[n]);
	}
	*read_r = (struct bounce_text){ .entries = bounce_entries_new() };
	read_r->returned = without_indent(lines + n);
	reader.sender = transcript_sender(own->str);
	if (lines[n] != NULL) { /* the returned part is read no further */
		for (gsize i = n; lines[i] != NULL; i++)
			g_clear_pointer(&lines[i], g_free);
	}
	for (gsize i = 0; i < n; i++)
		read_line(&reader, lines[i]);
	if (read_r->entries->len == 0)
		read_sentences(&reader, lines);
	read_r->own = g_string_free(g_steal_pointer(&own), FALSE);
	read_r->words = bounce_words_fold(read_r->own);
	if (read_r->stage == STAGE_UNKNOWN)
		read_r->stage = bounce_words_stage(read_r->words);
	read_r->delayed = bounce_words_say_delayed(read_r->words);
	g_free(reader.sender);
}

void
bounce_text_clear(struct bounce_text *read)
{
	g_clear_pointer(&read->entries, g_ptr_array_unref);
	g_clear_pointer(&read->own, g_free);
	g_clear_pointer(&read->words, g_free);
	g_clear_pointer(&read->returned, g_free);
}
