/* Bounces and kinds: facts of any content give a bounce that names its recipients, or none, in valid UTF-8 within its
 * limits. The input is the facts one after the other, each ended by a zero byte; a first byte of 'n' makes one absent.
 * Without a zero byte, as a mail has none, it is the text or the form of a mail system's report. */
#include <string.h>

#include "email/bounce.h"
#include "email/kind.h"
#include "fuzz.h"

static const char *
next_fact(const char **at, const char *end)
{
	const char *fact = *at;

	if (fact >= end)
		return NULL;
	*at = fact + strlen(fact) + 1;
	return *fact == 'n' ? NULL : fact;
}

static void
check_text(const char *text, size_t most)
{
	MUST_BE_UTF8(text);
	MUST(text == NULL || strlen(text) <= most);
}

static void
check_bounce(const struct inbound_bounce *bounce)
{
	MUST(bounce->recipients->len > 0 && bounce->recipients->len <= 100);
	for (guint i = 0; i < bounce->recipients->len; i++) {
		const struct bounce_recipient *recipient = bounce->recipients->pdata[i];

		check_text(recipient->address, 500);
		check_text(recipient->status, 9);
		check_text(recipient->diagnostic, 500);
		MUST(recipient->diagnostic != NULL && strchr(recipient->diagnostic, '\n') == NULL);
		MUST(bounce_reason_word(recipient->reason) != NULL);
	}
	check_text(bounce->original_message_id, 3000);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *copy = g_malloc0(size + 1);
	const char *at = copy, *end = copy + size;
	const char *headers[9] = { NULL };
	struct inbound_mail *mail = inbound_mail_new();
	struct bounce_facts facts = { 0 };
	const char **slots[] = { &facts.from, &facts.from_name, &facts.subject, &facts.return_path, &facts.content_type,
		&facts.report_type, &facts.auto_submitted, &facts.failed_recipients, &facts.to, &facts.text,
		&facts.delivery_status, &facts.feedback_report, &facts.original_headers };

	memcpy(copy, data, size);
	if (strlen(copy) == size) {
		facts.from = "mailer-daemon@example.org";
		facts.return_path = "";
		facts.text = copy;
		facts.original_headers = copy;
		facts.delivery_status = size % 3 == 0 ? copy : NULL;
		at = end;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(slots) && at < end; i++)
		*slots[i] = next_fact(&at, end);
	for (size_t i = 0; i < G_N_ELEMENTS(headers) - 1 && at < end; i++) {
		headers[i] = at;
		at += strlen(at) + 1;
	}
	facts.headers = headers;
	mail->bounce = bounce_read(&facts, &mail->kind_reason);
	if (mail->bounce != NULL) {
		check_bounce(mail->bounce);
	} else {
		struct kind_facts kind = { .headers = headers,
			.from = facts.from,
			.subject = facts.subject,
			.return_path = facts.return_path,
			.text = facts.text,
			.message_id = facts.to,
			.own_host = "example.com",
			.has_references = size % 2 == 0 };

		kind_of(&kind, &mail->kind_reason);
	}
	check_text(mail->kind_reason, 1000);
	inbound_mail_free(&mail);
	return 0;
}
