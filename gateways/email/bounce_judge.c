#include "email/bounce_parts.h"

#include <string.h>

#define MAX_DIAGNOSTIC 500

static char *
one_line(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)strnlen(text, BOUNCE_MAX_WORDS));
	GString *line = g_string_new(NULL);

	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		gsize n = (gsize)(g_utf8_next_char(p) - p);

		if (line->len + n > MAX_DIAGNOSTIC)
			break;
		if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
			g_string_append_len(line, p, (gssize)n);
		else if (line->len > 0 && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	return g_strchomp(g_string_free(line, FALSE));
}

/* The remote's words decide before its codes, which are often vague or plainly wrong; vague words come after them. */
static enum bounce_meaning
meaning_of(const struct bounce_entry *entry, const char *whole, enum smtp_stage stage, const char *status, int code)
{
	g_autofree char *said_status = bounce_status_find(entry->diagnostic->str);
	g_autofree char *said = bounce_words_fold(entry->diagnostic->str),
			*around = bounce_words_fold(entry->context->str);
	enum bounce_meaning meaning;

	gboolean by_words = TRUE;

	(void)((meaning = bounce_words_mean(said)) || (meaning = bounce_words_mean(around)));
	if (meaning == MEANS_NOTHING) {
		by_words = (meaning = bounce_status_mean(status)) == MEANS_NOTHING;
		(void)(meaning || (meaning = bounce_words_mean(whole)) || (meaning = bounce_words_hint(said)) ||
		       (meaning = bounce_words_hint(around)) || (meaning = bounce_reply_code_mean(code)) ||
		       (meaning = bounce_words_hint(whole)));
	}
	/* A server that took the recipient and calls it unknown after the text filters by content, unless it says that
	 * there is no account; one that does so at MAIL FROM speaks of the sender. Neither means that the address is
	 * gone. */
	if (by_words && (meaning == MEANS_NO_USER || meaning == MEANS_NO_HOST) &&
	    (stage == STAGE_MAIL || (stage == STAGE_DATA && strstr(said, " account ") == NULL &&
					bounce_status_mean(entry->status) != MEANS_NO_USER &&
					bounce_status_mean(said_status) != MEANS_NO_USER)))
		return MEANS_REFUSED;
	/* Who reports a missing host with a 4.x.x does not take the name server's answer for final. */
	if (meaning == MEANS_NO_HOST && status != NULL && *status == '4')
		return MEANS_TROUBLE;
	return meaning;
}

static enum bounce_reason
reason_of(enum bounce_meaning meaning)
{
	static const enum bounce_reason reasons[] = { [MEANS_NOTHING] = BOUNCE_UNKNOWN,
		[MEANS_NO_USER] = BOUNCE_NO_SUCH_ADDRESS,
		[MEANS_NO_HOST] = BOUNCE_NO_SUCH_ADDRESS,
		[MEANS_MOVED] = BOUNCE_NO_SUCH_ADDRESS,
		[MEANS_CLOSED] = BOUNCE_NO_SUCH_ADDRESS,
		[MEANS_FULL] = BOUNCE_MAILBOX_FULL,
		[MEANS_REFUSED] = BOUNCE_REFUSED,
		[MEANS_TROUBLE] = BOUNCE_TEMPORARY };

	return reasons[meaning];
}

static gboolean
is_vague(const char *status)
{
	return status == NULL || strcmp(status + 1, ".0.0") == 0;
}

static enum smtp_stage
stage_of(const struct bounce_entry *entry, const struct bounce_text *text)
{
	g_autofree char *said = bounce_words_fold(entry->diagnostic->str),
			*around = bounce_words_fold(entry->context->str);
	enum smtp_stage stage = entry->stage;

	(void)(stage || (stage = bounce_words_stage(said)) || (stage = bounce_words_stage(around)) ||
	       (stage = text->stage));
	return stage;
}

/* From the line on that has a code, or after the first, which holds but the address. */
static const char *
telling_part(const char *context)
{
	const char *second = strchr(context, '\n');

	for (const char *line = context; line != NULL;
	     line = strchr(line, '\n'), line = line != NULL ? line + 1 : NULL) {
		g_autofree char *one = g_strndup(line, strcspn(line, "\n"));

		if (bounce_reply_code_find(one) != 0)
			return line;
	}
	return second != NULL && second[strspn(second, " \t\r\n")] != '\0' ? second + 1 : context;
}

struct bounce_recipient *
bounce_judge(const struct bounce_entry *entry, const struct bounce_text *text, gboolean alone)
{
	struct bounce_recipient *recipient = bounce_recipient_new();
	const char *own = alone ? text->own : "";
	gboolean delayed = entry->action != NULL ? strcmp(entry->action, "delayed") == 0 : text->delayed;
	g_autofree char *address = entry->address != NULL ? one_line(entry->address) : NULL;
	enum bounce_meaning meaning;

	(void)((recipient->reply_code = bounce_reply_code_find(entry->diagnostic->str)) ||
	       (recipient->reply_code = bounce_reply_code_find(entry->context->str)) ||
	       (recipient->reply_code = bounce_reply_code_find(own)));
	recipient->status = g_strdup(entry->status);
	const char *sources[] = { entry->diagnostic->str, entry->context->str, own };
	for (gsize i = 0; i < G_N_ELEMENTS(sources) && is_vague(recipient->status); i++) {
		char *found = bounce_status_find(sources[i]);

		if (found == NULL || (recipient->status != NULL && is_vague(found))) {
			g_free(found);
			continue;
		}
		g_free(recipient->status);
		recipient->status = found;
	}
	meaning = meaning_of(
	    entry, alone ? text->words : "", stage_of(entry, text), recipient->status, recipient->reply_code);
	if (delayed && meaning != MEANS_FULL && meaning != MEANS_REFUSED && meaning != MEANS_CLOSED)
		meaning = MEANS_TROUBLE;
	recipient->reason = reason_of(meaning);
	recipient->hard = meaning == MEANS_NO_USER || meaning == MEANS_NO_HOST || meaning == MEANS_MOVED;
	if (address != NULL && *address != '\0')
		recipient->address = g_steal_pointer(&address);
	recipient->diagnostic = one_line(entry->diagnostic->len > 0 ? entry->diagnostic->str
					 : entry->context->len > 0  ? telling_part(entry->context->str)
								    : own);
	return recipient;
}
