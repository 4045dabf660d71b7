#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <gmime/gmime.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "desk/outbox.h"
#include "email/compose.h"
#include "email/compose_text.h"
#include "email/spool.h"

static int
three_bytes(void *user, const char *attachment_id, int64_t size, int fd, GError **error)
{
	(void)user;
	(void)attachment_id;
	assert_int_equal(size, 3);
	return spool_write(fd, "abc", 3, error);
}

static int
not_there(void *user, const char *attachment_id, int64_t size, int fd, GError **error)
{
	(void)user;
	(void)attachment_id;
	(void)size;
	(void)fd;
	fault_set(error, FAULT_NOT_FOUND, "no-such-blob", NULL, "It is gone.");
	return -1;
}

/* A mail whose arrays live in the caller's frame. */
static struct outbox_mail
mail_to(struct outbox_recipient *recipient)
{
	struct outbox_mail mail = {
		.from_name = (char *)"Acme Support", .from_address = (char *)"support@acme.example", .recipients = g_ptr_array_new(),
		.references = g_ptr_array_new(), .attachments = g_ptr_array_new(), .message_id = (char *)"1@acme.example",
		.reply_to = (char *)"support+t1@acme.example", .subject = (char *)"Hello", .body = (char *)"Hi",
		.date = g_date_time_new_from_unix_utc(1700000000),
	};

	g_ptr_array_add(mail.recipients, recipient);
	return mail;
}

static void
mail_end(struct outbox_mail *mail)
{
	g_ptr_array_unref(mail->recipients);
	g_ptr_array_unref(mail->references);
	g_ptr_array_unref(mail->attachments);
	g_date_time_unref(mail->date);
}

static char *
written(const struct outbox_mail *mail)
{
	g_autoptr(GError) error = NULL;
	int64_t size;
	int fd = compose(mail, 1000000, three_bytes, NULL, &size, &error);
	char *text;

	assert_null(error);
	text = g_malloc0((gsize)size + 1);
	assert_int_equal(read(fd, text, (size_t)size), size);
	close(fd);
	return text;
}

static void
every_line_ends_as_on_the_wire(void **state)
{
	struct outbox_recipient ana = { .address = (char *)"ana@x.example" };
	struct outbox_mail mail = mail_to(&ana);
	g_autofree char *text = NULL;

	(void)state;
	mail.body = (char *)"one\ntwo\r\nthree\rfour";
	text = written(&mail);
	for (const char *c = text; *c != '\0'; c++)
		assert_true((*c == '\n') == (c > text && c[-1] == '\r'));
	assert_non_null(strstr(text, "one\r\ntwo\r\nthree\r\nfour\r\n"));
	mail_end(&mail);
}

static void
no_field_of_a_row_can_begin_a_header(void **state)
{
	struct outbox_recipient ana = { .name = (char *)"A\r\nX-Evil: 1", .address = (char *)"ana@x.example\r\nX-Evil: 2" };
	struct outbox_attachment file = { .filename = (char *)"a\r\nX-Evil: 3.txt", .content_type = (char *)"text/plain\r\nX-Evil: 4", .size = 3 };
	struct outbox_mail mail = mail_to(&ana);
	g_autofree char *text = NULL;

	(void)state;
	mail.subject = (char *)"s\nX-Evil: 5";
	mail.from_name = (char *)"f\r\nX-Evil: 6";
	mail.message_id = (char *)"m\r\nX-Evil: 7";
	mail.in_reply_to = (char *)"i>\r\nX-Evil: 8";
	mail.reply_to = (char *)"r@x.example\r\nX-Evil: 9";
	mail.auto_submitted = (char *)"auto-replied\r\nX-Evil: 10";
	g_ptr_array_add(mail.references, (void *)"r\nX-Evil: 11");
	g_ptr_array_add(mail.attachments, &file);
	text = written(&mail);
	assert_null(strstr(text, "\nX-Evil"));
	assert_null(strstr(text, "\rX-Evil"));
	assert_null(strstr(text, "In-Reply-To"));
	assert_null(strstr(text, "References"));
	mail_end(&mail);
}

static void
a_mail_over_the_limit_is_named(void **state)
{
	struct outbox_recipient ana = { .address = (char *)"ana@x.example" };
	struct outbox_mail mail = mail_to(&ana);
	g_autoptr(GError) error = NULL;
	int64_t size;

	(void)state;
	assert_int_equal(compose(&mail, 100, three_bytes, NULL, &size, &error), -1);
	assert_string_equal(fault_name(error), "mail-too-large-to-send");
	mail_end(&mail);
}

static void
an_attachment_that_is_gone_is_named_and_nothing_is_written(void **state)
{
	struct outbox_recipient ana = { .address = (char *)"ana@x.example" };
	struct outbox_mail mail = mail_to(&ana);
	struct outbox_attachment file = { .filename = (char *)"a", .content_type = (char *)"text/plain", .size = 3 };
	g_autoptr(GError) error = NULL;
	int64_t size;

	(void)state;
	g_ptr_array_add(mail.attachments, &file);
	assert_int_equal(compose(&mail, 100000, not_there, NULL, &size, &error), -1);
	assert_string_equal(fault_name(error), "no-such-blob");
	mail_end(&mail);
}

static void
text_becomes_html_line_for_line_with_its_links(void **state)
{
	g_autofree char *html = compose_html("a <b> & c\n  two\nsee https://x.example/?a=1&b=2, (http://y.example/z).", NULL);

	(void)state;
	assert_non_null(strstr(html, "a &lt;b&gt; &amp; c<br>\n&nbsp;&nbsp;two<br>\n"));
	assert_non_null(strstr(html, "<a href=\"https://x.example/?a=1&amp;b=2\">https://x.example/?a=1&amp;b=2</a>,"));
	assert_non_null(strstr(html, "(<a href=\"http://y.example/z\">http://y.example/z</a>)."));
	assert_null(strstr(html, "<b>"));
}

static void
inline_images_are_called_by_cid_again(void **state)
{
	g_autofree char *html = compose_html("x", "<p><img data-cid=\"logo@x\" alt=\"l\"></p>");

	(void)state;
	assert_non_null(strstr(html, "<img src=\"cid:logo@x\" alt=\"l\">"));
}

static int
set_up(void **state)
{
	(void)state;
	g_mime_init();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	g_mime_shutdown();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_ends_as_on_the_wire),
		cmocka_unit_test(no_field_of_a_row_can_begin_a_header),
		cmocka_unit_test(a_mail_over_the_limit_is_named),
		cmocka_unit_test(an_attachment_that_is_gone_is_named_and_nothing_is_written),
		cmocka_unit_test(text_becomes_html_line_for_line_with_its_links),
		cmocka_unit_test(inline_images_are_called_by_cid_again),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
