#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "email/bounce.h"

static const struct bounce_facts daemon_facts = {
	.from = "MAILER-DAEMON@mx.example.net",
	.from_name = "Mail Delivery System",
	.subject = "Undelivered Mail Returned to Sender",
	.return_path = "",
	.to = "support@example.com",
};

/* The n recipients of the bounce, checked to be valid; NULL if the facts are no bounce. */
static struct inbound_mail *
read_bounce(const struct bounce_facts *facts)
{
	struct inbound_mail *mail = inbound_mail_new();

	mail->bounce = bounce_read(facts, &mail->kind_reason);
	if (mail->bounce == NULL) {
		assert_null(mail->kind_reason);
		inbound_mail_free(&mail);
		return NULL;
	}
	assert_non_null(mail->kind_reason);
	assert_true(mail->bounce->recipients->len > 0);
	for (guint i = 0; i < mail->bounce->recipients->len; i++) {
		struct bounce_recipient *recipient = mail->bounce->recipients->pdata[i];

		assert_true(recipient->address == NULL || g_utf8_validate(recipient->address, -1, NULL));
		assert_non_null(recipient->diagnostic);
		assert_true(g_utf8_validate(recipient->diagnostic, -1, NULL));
		assert_true(strlen(recipient->diagnostic) <= 500);
		assert_null(strchr(recipient->diagnostic, '\n'));
	}
	return mail;
}

static struct inbound_mail *
read_text(const char *text)
{
	struct bounce_facts facts = daemon_facts;

	facts.text = text;
	return read_bounce(&facts);
}

static struct inbound_mail *
read_form(const char *form, const char *text)
{
	struct bounce_facts facts = daemon_facts;

	facts.content_type = "multipart/report";
	facts.report_type = "delivery-status";
	facts.delivery_status = form;
	facts.text = text;
	return read_bounce(&facts);
}

static void
assert_recipient(const struct inbound_mail *mail, guint n, const char *address, const char *status, gboolean hard,
    enum bounce_reason reason)
{
	const struct bounce_recipient *recipient;

	assert_non_null(mail);
	assert_true(n < mail->bounce->recipients->len);
	recipient = mail->bounce->recipients->pdata[n];
	assert_string_equal(recipient->address, address);
	if (status != NULL)
		assert_string_equal(recipient->status, status);
	else
		assert_null(recipient->status);
	assert_string_equal(bounce_reason_word(recipient->reason), bounce_reason_word(reason));
	assert_int_equal(recipient->hard, hard);
}

static void
assert_one_said(const char *said, gboolean hard, enum bounce_reason reason)
{
	g_autofree char *text =
	    g_strdup_printf("I'm sorry to have to inform you that your message could not be delivered.\n\n"
			    "<kim@example.org>: host mx.example.org[192.0.2.1] said: %s\n",
		said);
	struct inbound_mail *mail = read_text(text);
	const struct bounce_recipient *recipient;

	assert_non_null(mail);
	recipient = mail->bounce->recipients->pdata[0];
	if (recipient->reason != reason || recipient->hard != hard)
		fail_msg("%s: %s, %s", said, bounce_reason_word(recipient->reason), recipient->hard ? "hard" : "soft");
	inbound_mail_free(&mail);
}

static void
a_report_names_who_and_why(void **state)
{
	struct inbound_mail *mail =
	    read_form("Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; kim@example.org\n"
		      "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <kim@example.org>:\n Recipient "
		      "address rejected: User unknown\n",
		NULL);
	const struct bounce_recipient *recipient;

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", "5.1.1", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	recipient = mail->bounce->recipients->pdata[0];
	assert_int_equal(recipient->reply_code, 550);
	assert_string_equal(
	    recipient->diagnostic, "550 5.1.1 <kim@example.org>: Recipient address rejected: User unknown");
	assert_string_equal(mail->kind_reason, "message/delivery-status");
	inbound_mail_free(&mail);
}

static void
each_recipient_has_its_own_reason(void **state)
{
	struct inbound_mail *mail =
	    read_form("Reporting-MTA: dns; mx.example.net\n\nOriginal-Recipient: rfc822;kim@example.org\n"
		      "Final-Recipient: rfc822;kim@mail.example.org\nAction: failed\nStatus: 5.2.2\n\nFinal-Recipient: "
		      "rfc822;lee@example.org\n"
		      "Action: delayed\nStatus: 4.4.1\n\nFinal-Recipient: rfc822;max@example.org\nAction: "
		      "delivered\nStatus: 2.0.0\n",
		NULL);

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", "5.2.2", FALSE, BOUNCE_MAILBOX_FULL);
	assert_recipient(mail, 1, "lee@example.org", "4.4.1", FALSE, BOUNCE_TEMPORARY);
	assert_int_equal(mail->bounce->recipients->len, 2);
	inbound_mail_free(&mail);
}

static void
a_receipt_is_no_bounce(void **state)
{
	(void)state;
	assert_null(read_form(
	    "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822;kim@example.org\nAction: delivered\n"
	    "Status: 2.1.5\n",
	    "Your message was delivered to the following recipient."));
}

static void
the_words_outweigh_the_code(void **state)
{
	struct inbound_mail *mail =
	    read_form("Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822;kim@example.org\nAction: failed\n"
		      "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 IP address blacklisted by recipient\n",
		NULL);

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", "5.1.1", FALSE, BOUNCE_REFUSED);
	inbound_mail_free(&mail);
	mail = read_form(
	    "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822;kim@example.org\nAction: failed\nStatus: "
	    "5.0.0\n"
	    "Diagnostic-Code: smtp; 5.1.0 - Unknown address error 550-'5.2.2 <kim@example.org>... Mailbox Full'\n",
	    NULL);
	assert_recipient(mail, 0, "kim@example.org", "5.2.2", FALSE, BOUNCE_MAILBOX_FULL);
	inbound_mail_free(&mail);
}

static void
the_servers_of_the_world_are_understood(void **state)
{
	(void)state;
	assert_one_said("550 5.1.1 <kim@example.org>... User unknown", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("550 Requested action not taken: mailbox unavailable", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("550-5.1.1 The email account that you tried to reach does\n    550-5.1.1 not exist. Please try",
	    TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("550 5.1.2 Host or domain name not found", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("556 5.1.10 Domain does not accept mail (nullMX)", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said(
	    "550 5.2.1 The email account that you tried to reach is disabled.", FALSE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("552 5.2.2 The recipient's inbox is out of storage space", FALSE, BOUNCE_MAILBOX_FULL);
	assert_one_said("452 4.2.2 Over quota", FALSE, BOUNCE_MAILBOX_FULL);
	assert_one_said("554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org", FALSE,
	    BOUNCE_REFUSED);
	assert_one_said(
	    "550 5.7.26 This mail has been blocked because the sender is unauthenticated", FALSE, BOUNCE_REFUSED);
	assert_one_said(
	    "553 5.1.8 <support@example.com>... Domain of sender address support@example.com does not exist", FALSE,
	    BOUNCE_REFUSED);
	assert_one_said("552 5.3.4 Message size exceeds fixed limit", FALSE, BOUNCE_REFUSED);
	assert_one_said("451 4.7.1 Greylisting in action, please come back later", FALSE, BOUNCE_TEMPORARY);
	assert_one_said("421 4.3.2 Too many connections", FALSE, BOUNCE_TEMPORARY);
	assert_one_said(
	    "Host or domain name not found. Name service error: Host not found, try again", FALSE, BOUNCE_TEMPORARY);
	assert_one_said("xyzzy", FALSE, BOUNCE_UNKNOWN);
}

/* The address is there: the content or the sender is what the server will not have. */
static void
unknown_after_the_text_is_a_filter(void **state)
{
	(void)state;
	assert_one_said("550 User unknown (in reply to end of DATA command)", FALSE, BOUNCE_REFUSED);
	assert_one_said("550 User unknown (in reply to RCPT TO command)", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_one_said("550 User unknown (in reply to MAIL FROM command)", FALSE, BOUNCE_REFUSED);
}

static void
addresses_and_links_are_no_evidence(void **state)
{
	(void)state;
	assert_one_said(
	    "550 <spam-mailbox-full@blocked.example.org>: see https://example.org/mailbox/full", FALSE, BOUNCE_REFUSED);
	assert_one_said(
	    "451 <user-unknown@example.org> come back at https://example.org/no-such-user", FALSE, BOUNCE_TEMPORARY);
}

static void
two_recipients_in_sentences_are_two(void **state)
{
	struct inbound_mail *mail =
	    read_text("Hi. This is the qmail-send program at mx.example.net.\n"
		      "I'm afraid I wasn't able to deliver your message to the following "
		      "addresses.\n\n<kim@example.org>:\n192.0.2.25 does not like recipient.\n"
		      "Remote host said: 550 5.1.1 User unknown\nGiving up on "
		      "192.0.2.25.\n\n<lee@example.org>:\nRemote host said: 552 5.2.2 Mailbox full\n\n"
		      "--- Below this line is a copy of the message.\n\nReturn-Path: "
		      "<support@example.com>\nMessage-ID: <one.two@example.com>\nTo: max@example.org\n");

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", "5.1.1", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_recipient(mail, 1, "lee@example.org", "5.2.2", FALSE, BOUNCE_MAILBOX_FULL);
	assert_int_equal(mail->bounce->recipients->len, 2);
	assert_string_equal(mail->bounce->original_message_id, "one.two@example.com");
	inbound_mail_free(&mail);
}

static void
a_transcript_is_followed_from_host_to_host(void **state)
{
	struct inbound_mail *mail =
	    read_text("   ----- Transcript of session follows -----\nWhile talking to mx.example.org:\n"
		      ">>> MAIL From:<bounce-7@example.com>\n<<< 501 <bounce-7@example.com>... no access from mail "
		      "server [192.0.2.5] which is an open relay.\n"
		      "554 <kim@example.org>... Remote protocol error\n550 example.edu (smtp)... 550 Host unknown\n554 "
		      "<lee@example.edu>... 550 Host unknown\n"
		      "While talking to mx.example.net:\n>>> RCPT To:<max@example.net>\n<<< 550 <max@example.net>... "
		      "User unknown\n\n"
		      "   ----- Unsent message follows -----\nReceived: by mx\nTo: kim@example.org\n");

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", NULL, FALSE, BOUNCE_REFUSED);
	assert_recipient(mail, 1, "lee@example.edu", NULL, TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_recipient(mail, 2, "max@example.net", NULL, TRUE, BOUNCE_NO_SUCH_ADDRESS);
	assert_int_equal(mail->bounce->recipients->len, 3);
	inbound_mail_free(&mail);
}

static void
a_delay_is_not_for_good(void **state)
{
	struct inbound_mail *mail = read_text(
	    "A message that you sent has not yet been delivered to one or more of its\n"
	    "recipients after more than 24 hours.\n\nThe address to which the message has not yet been delivered "
	    "is:\n\n  kim@example.org\n"
	    "    host lookup did not complete: unknown host\n\nDelivery attempts will continue for some time.\n");

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", NULL, FALSE, BOUNCE_TEMPORARY);
	inbound_mail_free(&mail);
}

static void
a_header_names_whom_the_text_paraphrases(void **state)
{
	struct bounce_facts facts = daemon_facts;
	struct inbound_mail *mail;

	(void)state;
	facts.failed_recipients = "kim@example.org,\tlee@example.org";
	facts.text = "A message that you sent could not be delivered:\n\n  save to box\n    mailbox is full: retry "
		     "timeout exceeded\n";
	mail = read_bounce(&facts);
	assert_non_null(mail);
	assert_int_equal(mail->bounce->recipients->len, 2);
	assert_string_equal(
	    ((struct bounce_recipient *)mail->bounce->recipients->pdata[1])->address, "lee@example.org");
	inbound_mail_free(&mail);
	facts.failed_recipients = "kim@example.org";
	mail = read_bounce(&facts);
	assert_recipient(mail, 0, "kim@example.org", NULL, FALSE, BOUNCE_MAILBOX_FULL);
	inbound_mail_free(&mail);
}

static void
without_a_name_the_returned_mail_tells(void **state)
{
	struct bounce_facts facts = daemon_facts;
	struct inbound_mail *mail;

	(void)state;
	facts.text = "Your message could not be delivered: the mailbox is full.";
	facts.original_headers =
	    "From: support@example.com\nTo: Kim <kim@example.org>\nMessage-Id:\n <one@example.com>\n";
	mail = read_bounce(&facts);
	assert_recipient(mail, 0, "kim@example.org", NULL, FALSE, BOUNCE_MAILBOX_FULL);
	assert_string_equal(mail->bounce->original_message_id, "one@example.com");
	inbound_mail_free(&mail);
}

static void
a_complaint_is_no_failure(void **state)
{
	struct bounce_facts facts = { .from = "fbl@example.org",
		.content_type = "multipart/report",
		.report_type = "feedback-report",
		.subject = "FW: Your ticket",
		.feedback_report = "Feedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <kim@example.org>\n",
		.original_headers = "Message-ID: <one@example.com>\n" };
	struct inbound_mail *mail = read_bounce(&facts);

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", NULL, FALSE, BOUNCE_COMPLAINT);
	assert_string_equal(mail->bounce->original_message_id, "one@example.com");
	inbound_mail_free(&mail);
}

static void
a_notification_in_json_is_read(void **state)
{
	struct bounce_facts facts = { .from = "no-reply@sns.amazonaws.com",
		.subject = "AWS Notification Message",
		.text = "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAddress\":\"kim@"
			"example.org\",\"action\":\"failed\","
			"\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"}]}}" };
	struct inbound_mail *mail = read_bounce(&facts);

	(void)state;
	assert_recipient(mail, 0, "kim@example.org", "5.1.1", TRUE, BOUNCE_NO_SUCH_ADDRESS);
	inbound_mail_free(&mail);
}

static void
people_who_write_of_bounces_are_people(void **state)
{
	struct bounce_facts facts = { .from = "kim@example.org",
		.from_name = "Kim",
		.return_path = "kim@example.org",
		.to = "support@example.com",
		.subject = "Undeliverable: what does this mean?" };

	(void)state;
	facts.text = "Hello, I got this:\n\n> I'm sorry to have to inform you that your message could not be "
		     "delivered.\n> <lee@example.org>: 550 5.1.1 User unknown\n";
	assert_null(read_bounce(&facts));
	facts.content_type = "multipart/mixed";
	facts.delivery_status =
	    "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; lee@example.org\nAction: failed\nStatus: 5.1.1\n";
	assert_null(read_bounce(&facts));
	facts.from = "postmaster@example.org";
	facts.delivery_status = NULL;
	facts.subject = "Re: Undeliverable mail";
	facts.headers = (const char *const[]){ "In-Reply-To: <one@example.com>", NULL };
	assert_null(read_bounce(&facts));
}

static void
an_absence_note_is_no_bounce(void **state)
{
	struct bounce_facts facts = { .from = "kim@example.org",
		.return_path = "",
		.auto_submitted = "auto-replied",
		.subject = "Out of office: your ticket",
		.text = "I am away until Monday. My colleague lee@example.org helps you." };

	(void)state;
	assert_null(read_bounce(&facts));
}

static void
what_a_list_passes_on_is_not_ours(void **state)
{
	struct bounce_facts facts = daemon_facts;

	(void)state;
	facts.return_path = "list-owner@example.net";
	facts.headers = (const char *const[]){ "List-Post: <mailto:list@example.net>", NULL };
	facts.text = "Your message could not be delivered to kim@example.org: user unknown";
	assert_null(read_bounce(&facts));
}

static void
hostile_reports_stay_small(void **state)
{
	g_autoptr(GString) form = g_string_new("Reporting-MTA: dns; mx\n\n");
	g_autoptr(GString) text = g_string_new("could not be delivered \xff\xfe\n");
	struct inbound_mail *mail;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		g_string_append_printf(form,
		    "Final-Recipient: rfc822; u%d@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; "
		    "\xc3\x28",
		    i);
		for (int j = 0; j < 100; j++)
			g_string_append(form, "user * user ");
		g_string_append(form, "\n\n");
		g_string_append(text, "@@@@@@ a@a@a@a >>> \"@\" <<< 550-5.1.1-550 ");
	}
	mail = read_form(form->str, text->str);
	assert_non_null(mail);
	assert_int_equal(mail->bounce->recipients->len, 100);
	inbound_mail_free(&mail);
}

/* The wording decides where the single words would mislead. */
static void
whole_idioms_are_understood_before_their_words(void **state)
{
	static const struct {
		const char *said;
		gboolean hard;
		enum bounce_reason reason;
	} cases[] = {
		{ "550 Daily sending quota exceeded", FALSE, BOUNCE_TEMPORARY },
		{ "552 This message is larger than the current system limit or the mailbox is full", FALSE, BOUNCE_REFUSED },
		{ "550 Message was not accepted -- invalid mailbox. Local mailbox is unavailable: user not found", TRUE, BOUNCE_NO_SUCH_ADDRESS },
		{ "550 Message was not accepted -- invalid mailbox. Local mailbox is unavailable: account is disabled", FALSE,
		    BOUNCE_NO_SUCH_ADDRESS },
		{ "554-No SMTP service. IP address is black listed.", FALSE, BOUNCE_REFUSED },
		{ "500 Syntax error, command unrecognized", FALSE, BOUNCE_TEMPORARY },
		{ "The address couldn't be found, or is unable to receive mail.", TRUE, BOUNCE_NO_SUCH_ADDRESS },
		{ "550 Почтовый ящик переполнен", FALSE, BOUNCE_MAILBOX_FULL },
		{ "550 Casilla llena", FALSE, BOUNCE_MAILBOX_FULL },
		{ "550 收件人邮箱空间已满", FALSE, BOUNCE_MAILBOX_FULL },
		{ "550 Benutzer hat hier kein Konto", TRUE, BOUNCE_NO_SUCH_ADDRESS },
		{ "550 Annahme verweigert", FALSE, BOUNCE_REFUSED },
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *form = g_strdup_printf("Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ann@example.org\n"
		    "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; %s\n", cases[i].said);
		struct inbound_mail *mail = read_form(form, "");

		assert_non_null(mail);
		assert_recipient(mail, 0, "ann@example.org", "5.0.0", cases[i].hard, cases[i].reason);
		inbound_mail_free(&mail);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_names_who_and_why),
		cmocka_unit_test(each_recipient_has_its_own_reason),
		cmocka_unit_test(a_receipt_is_no_bounce),
		cmocka_unit_test(the_words_outweigh_the_code),
		cmocka_unit_test(the_servers_of_the_world_are_understood),
		cmocka_unit_test(unknown_after_the_text_is_a_filter),
		cmocka_unit_test(addresses_and_links_are_no_evidence),
		cmocka_unit_test(two_recipients_in_sentences_are_two),
		cmocka_unit_test(a_transcript_is_followed_from_host_to_host),
		cmocka_unit_test(a_delay_is_not_for_good),
		cmocka_unit_test(a_header_names_whom_the_text_paraphrases),
		cmocka_unit_test(without_a_name_the_returned_mail_tells),
		cmocka_unit_test(a_complaint_is_no_failure),
		cmocka_unit_test(a_notification_in_json_is_read),
		cmocka_unit_test(people_who_write_of_bounces_are_people),
		cmocka_unit_test(an_absence_note_is_no_bounce),
		cmocka_unit_test(what_a_list_passes_on_is_not_ours),
		cmocka_unit_test(whole_idioms_are_understood_before_their_words),
		cmocka_unit_test(hostile_reports_stay_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
