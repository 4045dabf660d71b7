#include "email/bounce_phrases.h"

#include <string.h>

static const struct {
	const char *phrase;
	enum smtp_stage stage;
} stages[] = {
	{ "in reply to end of data", STAGE_DATA }, { "after end of data", STAGE_DATA }, { "after data", STAGE_DATA },
	{ "final data", STAGE_DATA }, { "data command", STAGE_DATA }, { "text command", STAGE_DATA },
	{ "smtp data", STAGE_DATA }, { "smtp command data", STAGE_DATA }, { "message data", STAGE_DATA },
	{ "failed after i sent the message", STAGE_DATA }, { "your message data", STAGE_DATA },
	{ "in reply to data", STAGE_DATA }, { "after pipelined data", STAGE_DATA }, { "in reply to rcpt", STAGE_RCPT },
	{ "after rcpt", STAGE_RCPT }, { "after pipelined rcpt", STAGE_RCPT }, { "our rcpt", STAGE_RCPT },
	{ "rcpt to", STAGE_RCPT }, { "rcpt command", STAGE_RCPT }, { "smtp rcpt", STAGE_RCPT },
	{ "does not like recipient", STAGE_RCPT }, { "in reply to mail", STAGE_MAIL },
	{ "after mail from", STAGE_MAIL }, { "after pipelined mail", STAGE_MAIL }, { "our mail from", STAGE_MAIL },
	{ "mail from", STAGE_MAIL }, { "mail command", STAGE_MAIL }, { "sender was rejected", STAGE_MAIL },
	{ "after initial connection", STAGE_CONNECT }, { "refused to talk", STAGE_CONNECT },
	{ "in reply to ehlo", STAGE_CONNECT }, { "in reply to helo", STAGE_CONNECT }, { "after ehlo", STAGE_CONNECT },
	{ "after helo", STAGE_CONNECT }, { "while performing the ehlo", STAGE_CONNECT },
};

/* What a mail system says that returns a mail; a person's own sentences hardly have them. */
static const char *const reports[] = {
	"could not be delivered", "couldnt be delivered", "could not deliver", "couldnt deliver", "cannot be delivered",
	"can not be delivered", "not been delivered", "was not delivered", "wasnt delivered", "not yet been delivered",
	"unable to deliver", "wasnt able to deliver", "was not able to deliver", "were unable to deliver",
	"had trouble delivering", "failed to deliver", "error delivering", "error sending your mail", "delivery failed",
	"delivery failure", "delivery has failed", "delivery to the following", "delivery of the following",
	"delivery has been delayed", "undeliverable", "undelivered", "not deliverable", "non delivered", "nondelivery",
	"non delivery", "returned mail", "returned to sender", "returning message", "mail was returned",
	"did not reach the following recipient", "following recipient", "was not relayed", "following address",
	"the mail system at host", "permanent fatal errors", "delivery errors", "transcript of session follows",
	"failure reasons", "failed addresses", "message delivery status", "delivery status notification",
	"delivery notification", "returned message", "message log follows", "attempting to deliver a message",
	"attempted to deliver", "was blocked by our", "was undeliverable", "unable to send your", "unknown user",
	"invalid final delivery userid", "rejected by a remote mail server", "message from interscan", "user unknown",
	"message bounced", "bounced", "smtp error from remote", "message could not", "not delivered",
	"error message below", "requested action not taken", "duplicated message id", "not member", "loop condition",
	"konnte nicht zugestellt", "nicht zustellbar", "unzustellbar", "zustellung * fehlgeschlagen", "n a pas pu être",
	"na pas pu être", "non remis", "na pu être", "no se pudo entregar", "no se ha podido entregar",
	"no pudo ser entregado", "no ha podido ser entregado", "não foi possível entregar", "não pôde ser entregue",
	"impossibile recapitare", "non è stato possibile recapitare", "не может быть доставлено", "не доставлено",
	"недоставлен", "送信できませんでした", "配信できませんでした", "配送できませんでした", "送れません", "送信に失敗", "無法傳送", "无法投递", "退信",
	"kan niet worden bezorgd", "kon niet worden afgeleverd", "kunde inte levereras",
};

static const char *const subjects[] = {
	"undeliver", "returned mail", "delivery fail", "delivery status", "delivery notification", "delivery report",
	"delivery problem", "delivery error", "mail delivery", "failure notice", "failure delivery", "delivery failure",
	"failed delivery", "delivery has failed", "mail failure", "mail failed", "mail system error", "mail error",
	"non delivery", "nondelivery", "could not be delivered", "couldnt be delivered", "not delivered",
	"could not send message", "cannot send message", "message delayed", "mail delayed", "delayed mail",
	"delivery delayed", "delivery * delayed", "message * delayed", "returning message", "returned to sender",
	"notification d état", "unzustellbar", "nicht zustellbar", "error sending your mail", "mail status",
	"message you sent blocked", "unsolicited bulk email apparently from you", "rejected", "bounce", "user unknown",
	"message status", "delivery expired", "no se puede entregar", "no entregado", "недоставлен", "не доставлено",
	"エラー", "配信不能", "送信できません", "退信", "系统退信", "smtp server errors", "errors from", "virus", "blocked",
	"error notification", "warning", "loop alert", "loop back warning", "niet bezorgd", "onbestelbaar", "remise",
	"échec",
};

static const char *const delays[] = {
	"warning message only", "not yet been delivered", "has been delayed", "delivery delayed", "message delayed",
	"will be retried", "still being retried", "attempts will continue", "will continue to try", "will keep trying",
	"still trying", "could not send message for past", "could not send message for the past",
	"do not need to resend", "not need to resend", "will try to send it again", "try to deliver * again",
	"temporarily deferred", "remains in the server queue",
};

/* Lines after which the returned message begins, without the dashes and in lower case. */
static const char *const returned[] = {
	"this is a copy of the message", "this is a copy of your message", "this is a copy of the original",
	"this is a copy of the headers", "below this line is", "enclosed is a copy", "original message follows",
	"original message -", "original message headers", "original message header", "original mail info",
	"original mail header", "message headers follow", "message header follows", "message text follows",
	"message body follows", "message follows", "the header of the original", "the headers of the original",
	"the original message follows", "the original message headers", "unsent message follows",
	"unsent message below", "returned message", "below is a copy of", "included is a copy of",
	"a copy of the message", "a copy of your message", "the body of the message is", "undelivered message follows",
	"your original message", "message header:", "begin of the original", "beginning of the original",
	"start of the original", "original mail follows", "original mail as follows", "non-delivered message",
	"rejected message", "the following is a copy", "header of the original", "mail header follows",
};

gboolean
bounce_words_start_of_returned(const char *line)
{
	g_autofree char *lower = NULL;

	line += strspn(line, " \t-=*|+#>_~");
	lower = g_ascii_strdown(line, (gssize)MIN(strlen(line), 64));
	if (g_str_has_prefix(lower, "original message") && lower[16 + strspn(lower + 16, " -:=*\r\t")] == '\0')
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(returned); i++)
		if (g_str_has_prefix(lower, returned[i]))
			return TRUE;
	return g_str_has_prefix(lower, "received:") || g_str_has_prefix(lower, "return-path:");
}

static gboolean
has(const char *folded, const char *phrase)
{
	const char *star = strchr(phrase, '*'), *at;
	char head[64];
	gsize n;

	if (star == NULL)
		return strstr(folded, phrase) != NULL;
	n = (gsize)(star - phrase);
	g_return_val_if_fail(n < sizeof head, FALSE);
	memcpy(head, phrase, n);
	head[n] = '\0';
	for (at = strstr(folded, head); at != NULL; at = strstr(at + n, head)) {
		const char *tail = star + 1 + (star[1] == ' '), *end = g_strstr_len(at + n, 80, tail);

		if (end != NULL)
			return TRUE;
	}
	return FALSE;
}

static gboolean
has_any(const char *folded, const char *const *phrases, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (has(folded, phrases[i]))
			return TRUE;
	return FALSE;
}

static enum bounce_meaning
first_of(const struct bounce_section *sections, gsize n, const char *folded)
{
	for (gsize i = 0; i < n; i++)
		if (has_any(folded, sections[i].phrases, sections[i].n))
			return sections[i].meaning;
	return MEANS_NOTHING;
}

enum bounce_meaning
bounce_words_mean(const char *folded)
{
	return first_of(bounce_clear, bounce_n_clear, folded);
}

enum bounce_meaning
bounce_words_hint(const char *folded)
{
	return first_of(bounce_hints, bounce_n_hints, folded);
}

enum smtp_stage
bounce_words_stage(const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
		if (has(folded, stages[i].phrase))
			return stages[i].stage;
	return STAGE_UNKNOWN;
}

gboolean
bounce_words_say_delayed(const char *folded)
{
	return has_any(folded, delays, G_N_ELEMENTS(delays));
}

gboolean
bounce_words_report(const char *folded)
{
	return has_any(folded, reports, G_N_ELEMENTS(reports));
}

gboolean
bounce_words_subject(const char *folded)
{
	return has_any(folded, subjects, G_N_ELEMENTS(subjects));
}
