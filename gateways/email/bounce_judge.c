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
	g_autofree char *said = bounce_words_fold(entry->diagnostic->str);
	g_autofree char *around = bounce_words_fold(entry->context->str);
	g_autofree char *said_status = bounce_status_find(entry->diagnostic->str);
	enum bounce_meaning by_code = bounce_status_mean(status);
	enum bounce_meaning meaning = bounce_words_mean(said) ?: bounce_words_mean(around);
	gboolean by_words = meaning != MEANS_NOTHING || by_code == MEANS_NOTHING;

	if (meaning == MEANS_NOTHING)
		meaning = by_code ?: bounce_words_mean(whole) ?: bounce_words_hint(said) ?: bounce_words_hint(around)
		    ?: bounce_reply_code_mean(code) ?: bounce_words_hint(whole);
	/* A server that took the recipient and calls it unknown after the text filters by content, unless it says that
	 * there is no account; one that does so at MAIL FROM speaks of the sender. Neither means that the address is
	 * gone. */
	if (by_words && (meaning == MEANS_NO_USER || meaning == MEANS_NO_HOST) &&
	    (stage == STAGE_MAIL ||
	    (stage == STAGE_DATA && strstr(said, " account ") == NULL && bounce_status_mean(entry->status) != MEANS_NO_USER &&
	    bounce_status_mean(said_status) != MEANS_NO_USER)))
		return MEANS_REFUSED;
	/* Who reports a missing host with a 4.x.x does not take the name server's answer for final; but qmail means it by 4.1.2. */
	if (meaning == MEANS_NO_HOST && status != NULL && *status == '4' && strcmp(status, "4.1.2") != 0)
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
	g_autofree char *said = bounce_words_fold(entry->diagnostic->str);
	g_autofree char *around = bounce_words_fold(entry->context->str);

	return entry->stage ?: bounce_words_stage(said) ?: bounce_words_stage(around) ?: text->stage;
}

/* The form's status; where it is vague, the first in sources (NULL-terminated) that is not. NULL if there is none. */
static char *
status_of(const struct bounce_entry *entry, const char *const *sources)
{
	char *status = g_strdup(entry->status);

	for (; *sources != NULL && is_vague(status); sources++) {
		g_autofree char *found = bounce_status_find(*sources);

		if (found == NULL || (status != NULL && is_vague(found)))
			continue;
		g_free(status);
		status = g_steal_pointer(&found);
	}
	return status;
}

/* From the line on that has a code, or after the first, which holds but the address. */
static const char *
telling_part(const char *context)
{
	const char *second = strchr(context, '\n');

	for (const char *line = context; *line != '\0'; line += *line == '\n') {
		g_autofree char *one = g_strndup(line, strcspn(line, "\n"));

		if (bounce_reply_code_find(one) != 0)
			return line;
		line += strcspn(line, "\n");
	}
	return second != NULL && second[strspn(second, " \t\r\n")] != '\0' ? second + 1 : context;
}

struct bounce_recipient *
bounce_judge(const struct bounce_entry *entry, const struct bounce_text *text, gboolean alone)
{
	struct bounce_recipient *recipient = bounce_recipient_new();
	const char *said = entry->diagnostic->str, *around = entry->context->str, *own = alone ? text->own : "";
	gboolean delayed = entry->action != NULL ? strcmp(entry->action, "delayed") == 0 : text->delayed;
	enum bounce_meaning meaning;

	recipient->status = status_of(entry, (const char *const[]){ said, around, own, NULL });
	recipient->reply_code =
	    bounce_reply_code_find(said) ?: bounce_reply_code_find(around) ?: bounce_reply_code_find(own);
	meaning = meaning_of(entry, alone ? text->words : "", stage_of(entry, text), recipient->status,
	    recipient->reply_code);
	if (delayed && meaning != MEANS_FULL && meaning != MEANS_REFUSED && meaning != MEANS_CLOSED)
		meaning = MEANS_TROUBLE;
	recipient->reason = reason_of(meaning);
	recipient->hard = meaning == MEANS_NO_USER || meaning == MEANS_NO_HOST || meaning == MEANS_MOVED;
	recipient->address = entry->address != NULL && *entry->address != '\0' ? one_line(entry->address) : NULL;
	recipient->diagnostic = one_line(*said != '\0' ? said : *around != '\0' ? telling_part(around) : own);
	return recipient;
}
