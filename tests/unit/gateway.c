/* What supportd-email decides without a server: tokens, TLS verdicts, the ends of an SMTP session. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/fault.h"
#include "email/oauth.h"
#include "email/smtp_talk.h"
#include "email/stream.h"
#include "email/stream_tls.h"

#define NOW 1700000000

static gint64
end_of(const char *secret)
{
	struct oauth_token token;
	gint64 end;

	assert_int_equal(oauth_read(secret, NOW, &token, NULL), 1);
	end = token.expires_at;
	oauth_clear(&token);
	return end;
}

static void
a_token_tells_when_it_ends(void **state)
{
	(void)state;
	assert_int_equal(end_of("ya29.opaque"), 0);
	assert_int_equal(end_of("{\"access_token\": \"t\", \"expires_at\": 1700003600}"), 1700003600);
	assert_int_equal(end_of("{\"access_token\": \"t\", \"expires_in\": 3600}"), NOW + 3600);
	/* {"alg":"none"} . {"exp":1700001234} */
	assert_int_equal(end_of("eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDEyMzR9.x"), 1700001234);
	assert_int_equal(end_of("a.b.c"), 0);
}

static void
a_secret_that_is_no_token_is_named(void **state)
{
	const char *const bad[] = { "{\"token\": \"t\"}", "{", "{\"access_token\": 5}", "two words", "{\"access_token\": \"a b\"}" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		struct oauth_token token;

		assert_int_equal(oauth_read(bad[i], NOW, &token, &error), -1);
		assert_string_equal(fault_name(error), "bad-token");
	}
}

static void
a_token_is_renewed_before_it_ends(void **state)
{
	struct oauth_token token = { .expires_at = NOW + OAUTH_MARGIN_SECONDS + 5 };

	(void)state;
	assert_false(oauth_ends_soon(&token, NOW));
	assert_true(oauth_ends_soon(&token, NOW + 6));
	token.expires_at = 0;
	assert_false(oauth_ends_soon(&token, NOW));
}

static void
each_bad_certificate_has_its_name(void **state)
{
	const struct {
		unsigned status;
		const char *name;
	} cases[] = {
		{ GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND, "certificate-untrusted" },
		{ GNUTLS_CERT_INVALID | GNUTLS_CERT_UNEXPECTED_OWNER, "certificate-wrong-host" },
		{ GNUTLS_CERT_INVALID | GNUTLS_CERT_EXPIRED, "certificate-expired" },
		{ GNUTLS_CERT_INVALID | GNUTLS_CERT_NOT_ACTIVATED, "certificate-expired" },
		{ GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED, "certificate-untrusted" },
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		stream_tls_fault(cases[i].status, "mail.x.example", &error);
		assert_string_equal(fault_name(error), cases[i].name);
		assert_non_null(strstr(error->message, "mail.x.example"));
	}
}

static void
only_this_machine_is_this_machine(void **state)
{
	(void)state;
	assert_true(stream_is_loopback("localhost"));
	assert_true(stream_is_loopback("127.0.0.5"));
	assert_true(stream_is_loopback("::1"));
	assert_false(stream_is_loopback("localhost.x.example"));
	assert_false(stream_is_loopback("10.0.0.1"));
	assert_false(stream_is_loopback("127.x.example"));
}

/* Plays a session: lines that begin with ">" are ours, "!" is the content beginning, "." its end, the rest the server's. */
static enum smtp_outcome
played(struct smtp_talk *talk, const char *const *lines, gboolean is_ok)
{
	smtp_talk_begin(talk);
	for (; *lines != NULL; lines++)
		if (**lines == '>')
			smtp_talk_ours(talk, *lines + 1, strlen(*lines) - 1);
		else if (**lines == '!')
			smtp_talk_content(talk);
		else if (**lines == '.')
			smtp_talk_content_ends(talk);
		else
			smtp_talk_theirs(talk, *lines, strlen(*lines));
	return smtp_talk_outcome(talk, is_ok);
}
#define PLAYED(talk, ok, ...) played((talk), (const char *const[]){ "220 hi", ">EHLO x", "250-x", "250 SIZE", __VA_ARGS__, NULL }, (ok))
#define ENVELOPE ">MAIL FROM:<a@x>", "250 ok", ">RCPT TO:<b@y>", "250 ok"

static void
silence_after_all_of_the_mail_is_unknown_and_before_it_is_not(void **state)
{
	struct smtp_talk talk = { 0 };

	(void)state;
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!", "."), SMTP_UNKNOWN);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!"), SMTP_LATER);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA"), SMTP_LATER);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!", ".", "250-queued"), SMTP_UNKNOWN);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!", ".", "250 queued"), SMTP_SENT);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!", ".", "451 later", ">QUIT", "221 bye"), SMTP_LATER);
	assert_int_equal(PLAYED(&talk, FALSE, ENVELOPE, ">DATA", "354 go", "!", ".", "554 spam", ">QUIT", "221 bye"), SMTP_FAILED);
	assert_int_equal(talk.code, 554);
	smtp_talk_clear(&talk);
}

static void
each_recipient_is_judged_for_itself(void **state)
{
	struct smtp_talk talk = { 0 };
	const struct smtp_refusal *refusal;

	(void)state;
	assert_int_equal(PLAYED(&talk, FALSE, ">MAIL FROM:<a@x>", "250 ok", ">RCPT TO:<b@y>", "550-no", "550 such person"), SMTP_FAILED);
	assert_int_equal(talk.refused->len, 1);
	refusal = g_ptr_array_index(talk.refused, 0);
	assert_string_equal(refusal->address, "b@y");
	assert_string_equal(refusal->words, "550-no 550 such person");
	assert_int_equal(PLAYED(&talk, FALSE, ">MAIL FROM:<a@x>", "250 ok", ">RCPT TO:<b@y>", "550 no", ">RCPT TO:<c@y>", "450 later"), SMTP_LATER);
	assert_int_equal(PLAYED(&talk, TRUE, ">MAIL FROM:<a@x>", "250 ok", ">RCPT TO:<b@y>", "550 no", ">RCPT TO:<c@y>", "250 ok", ">DATA",
	    "354 go", "!", ".", "250 ok"), SMTP_SENT);
	assert_int_equal(talk.refused->len, 1);
	smtp_talk_clear(&talk);
}

static void
a_server_that_takes_no_mail_is_not_the_mails_fault(void **state)
{
	struct smtp_talk talk = { 0 };

	(void)state;
	assert_int_equal(PLAYED(&talk, FALSE, ">AUTH PLAIN", "535 no"), SMTP_LATER);
	assert_true(smtp_talk_is_servers(&talk));
	assert_int_equal(PLAYED(&talk, FALSE, ">MAIL FROM:<a@x>", "530 log in first"), SMTP_LATER);
	assert_true(smtp_talk_is_servers(&talk));
	assert_int_equal(PLAYED(&talk, FALSE, ">MAIL FROM:<a@x> SIZE=99", "552 too large"), SMTP_FAILED);
	assert_false(smtp_talk_is_servers(&talk));
	smtp_talk_clear(&talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_tells_when_it_ends),
		cmocka_unit_test(a_secret_that_is_no_token_is_named),
		cmocka_unit_test(a_token_is_renewed_before_it_ends),
		cmocka_unit_test(each_bad_certificate_has_its_name),
		cmocka_unit_test(only_this_machine_is_this_machine),
		cmocka_unit_test(silence_after_all_of_the_mail_is_unknown_and_before_it_is_not),
		cmocka_unit_test(each_recipient_is_judged_for_itself),
		cmocka_unit_test(a_server_that_takes_no_mail_is_not_the_mails_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
