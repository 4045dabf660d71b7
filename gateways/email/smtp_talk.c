#include "email/smtp_talk.h"

#include <string.h>

#define WORDS_MOST 1000

static void
refusal_free(void *data)
{
	struct smtp_refusal *refusal = data;

	g_free(refusal->address);
	g_free(refusal->words);
	g_free(refusal);
}

void
smtp_talk_begin(struct smtp_talk *talk)
{
	smtp_talk_clear(talk);
	talk->words = g_string_new(NULL);
	talk->refused = g_ptr_array_new_with_free_func(refusal_free);
}

void
smtp_talk_clear(struct smtp_talk *talk)
{
	if (talk->words != NULL)
		g_string_free(talk->words, TRUE);
	g_clear_pointer(&talk->refused, g_ptr_array_unref);
	g_free(talk->recipient);
	*talk = (struct smtp_talk){ 0 };
}

static char *
address_of(const char *line)
{
	const char *from = strchr(line, '<'), *to = from != NULL ? strrchr(from, '>') : NULL;

	return to != NULL ? g_strndup(from + 1, (gsize)(to - from) - 1) : g_strdup("");
}

void
smtp_talk_ours(struct smtp_talk *talk, const char *line, gsize length)
{
	g_autofree char *text = g_strndup(line, length);

	if (g_ascii_strncasecmp(text, "QUIT", 4) == 0)
		talk->is_over = TRUE;
	if (talk->is_over || talk->stage >= SMTP_CONTENT)
		return;
	talk->is_answered = FALSE;
	g_string_truncate(talk->words, 0);
	if (g_ascii_strncasecmp(text, "MAIL FROM:", 10) == 0) {
		talk->stage = SMTP_ENVELOPE;
	} else if (g_ascii_strncasecmp(text, "RCPT TO:", 8) == 0) {
		talk->stage = SMTP_RECIPIENTS;
		g_free(talk->recipient);
		talk->recipient = address_of(text);
	} else if (g_ascii_strncasecmp(text, "DATA", 4) == 0 && talk->stage == SMTP_RECIPIENTS) {
		talk->stage = SMTP_DATA;
	}
}

static void
settle_recipient(struct smtp_talk *talk)
{
	struct smtp_refusal *refusal;

	if (talk->code < 400) {
		talk->n_accepted++;
		g_clear_pointer(&talk->recipient, g_free);
		return;
	}
	refusal = g_new0(struct smtp_refusal, 1);
	refusal->address = g_steal_pointer(&talk->recipient);
	refusal->code = talk->code;
	refusal->words = g_strdup(talk->words->str);
	g_ptr_array_add(talk->refused, refusal);
}

void
smtp_talk_theirs(struct smtp_talk *talk, const char *line, gsize length)
{
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	if (length < 3 || !g_ascii_isdigit(line[0]) || !g_ascii_isdigit(line[1]) || !g_ascii_isdigit(line[2]))
		return;
	if (talk->is_over || (talk->stage == SMTP_ANSWER && talk->is_answered))
		return;
	if (talk->is_answered)
		g_string_truncate(talk->words, 0);
	if (talk->words->len + length < WORDS_MOST)
		g_string_append_printf(talk->words, "%s%.*s", talk->words->len > 0 ? " " : "", (int)length, line);
	talk->code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	talk->is_answered = length == 3 || line[3] != '-';
	if (talk->is_answered && talk->stage == SMTP_RECIPIENTS && talk->recipient != NULL)
		settle_recipient(talk);
}

void
smtp_talk_content(struct smtp_talk *talk)
{
	talk->stage = SMTP_CONTENT;
	talk->is_answered = FALSE;
}

void
smtp_talk_content_ends(struct smtp_talk *talk)
{
	talk->stage = SMTP_ANSWER;
	talk->is_answered = FALSE;
	talk->code = 0;
	g_string_truncate(talk->words, 0);
}

/* No recipient was taken: later, as long as one of them may be then. */
static enum smtp_outcome
outcome_of_refusals(const struct smtp_talk *talk)
{
	if (talk->refused->len == 0 || talk->n_accepted > 0)
		return SMTP_LATER;
	for (guint i = 0; i < talk->refused->len; i++)
		if (((const struct smtp_refusal *)g_ptr_array_index(talk->refused, i))->code < 500)
			return SMTP_LATER;
	return SMTP_FAILED;
}

enum smtp_outcome
smtp_talk_outcome(const struct smtp_talk *talk, gboolean is_ok)
{
	gboolean is_final = talk->is_answered && talk->code >= 500;

	if (is_ok)
		return SMTP_SENT;
	switch (talk->stage) {
	case SMTP_ANSWER:
		if (!talk->is_answered)
			return SMTP_UNKNOWN;
		return talk->code < 300 ? SMTP_SENT : is_final ? SMTP_FAILED : SMTP_LATER;
	case SMTP_RECIPIENTS:
		return talk->is_answered ? outcome_of_refusals(talk) : SMTP_LATER;
	case SMTP_ENVELOPE:
		return is_final && !smtp_talk_is_servers(talk) ? SMTP_FAILED : SMTP_LATER;
	case SMTP_DATA:
		return is_final ? SMTP_FAILED : SMTP_LATER;
	case SMTP_CONNECTING:
	case SMTP_CONTENT:
		break;
	}
	return SMTP_LATER;
}

gboolean
smtp_talk_is_servers(const struct smtp_talk *talk)
{
	/* 530 authentication required, 534, 535, 538: it does not know us (RFC 4954) */
	return talk->stage == SMTP_CONNECTING ||
	    (talk->stage == SMTP_ENVELOPE && (!talk->is_answered || (talk->code >= 530 && talk->code <= 538) || talk->code == 421));
}
