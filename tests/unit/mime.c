#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fault.h"
#include "email/mime.h"

static struct mime *
read_with(const char *mail, const struct mime_context *context)
{
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	GError *error = NULL;
	struct mime *mime = mime_open_bytes(bytes, context, &error);

	if (mime == NULL)
		fail_msg("%s", error->message);
	return mime;
}

static struct mime *
read_mail(const char *mail)
{
	return read_with(mail, NULL);
}

static void
assert_refused(const char *mail, gsize length, const struct mime_limits *limits, const char *name)
{
	g_autoptr(GBytes) bytes = g_bytes_new(mail, length);
	struct mime_context context = { .limits = limits };
	g_autoptr(GError) error = NULL;

	assert_null(mime_open_bytes(bytes, &context, &error));
	assert_string_equal(fault_name(error), name);
}

static gboolean
collect(const void *data, gsize length, void *user, GError **error)
{
	(void)error;
	g_string_append_len(user, data, (gssize)length);
	return TRUE;
}

static void
assert_content(struct mime *mime, guint n, const char *expected)
{
	const struct inbound_attachment *one = mime_mail(mime)->attachments->pdata[n];
	g_autoptr(GString) content = g_string_new(NULL);

	assert_int_equal(mime_attachment_copy(mime, one->part, collect, content, NULL), 1);
	assert_string_equal(content->str, expected);
	assert_int_equal(one->size, strlen(expected));
}

static gboolean
warned(const struct mime *mime, const char *warning)
{
	GPtrArray *warnings = mime_mail(mime)->warnings;

	for (guint i = 0; i < warnings->len; i++)
		if (strcmp(warnings->pdata[i], warning) == 0)
			return TRUE;
	return FALSE;
}

static void
assert_subject(const char *raw, const char *expected)
{
	g_autofree char *mail = g_strdup_printf("Subject: %s\nFrom: a@b.example\n\nx\n", raw);
	struct mime *mime = read_mail(mail);

	assert_string_equal(mime_mail(mime)->subject, expected);
	mime_free(&mime);
}

static void
a_subject_reads_as_it_was_written(void **state)
{
	(void)state;
	assert_subject("=?utf-8?B?44GT44KT44Gr4w==?= =?utf-8?B?gaHjga8=?=", "こんにちは");	/* split within a character */
	assert_subject("=?utf-8?Q?caf=C3=A9_au?=\n =?utf-8?Q?_lait?=", "café au lait");
	assert_subject("=?iso-8859-1?Q?=93quoted=94?=", "“quoted”");
	assert_subject("=?iso-8859-1?Q?caf=C3=A9?=", "café");	/* labelled wrong */
	assert_subject("=?utf-8?Q?caf=E9?=", "café");
	assert_subject("=?x-unknown?Q?caf=E9?=", "café");
	assert_subject("=?utf-8?B?SGVsbG8?=", "Hello");		/* no padding */
	assert_subject("=?utf-8?Q?with space?=", "with space");
	assert_subject("=?utf-8?Q?what?=3F?=", "what??");
	assert_subject("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab");
	assert_subject("=?utf-8?Q?cut_o=C3=B1", "cut oñ");
	assert_subject("\"=?utf-8?Q?J=C3=BCrgen?=\" asks", "\"Jürgen\" asks");
	assert_subject("Re: =?utf-8?Q?a?= b =?utf-8?Q?c?=", "Re: a b c");
	assert_subject("=?gb2312?B?hUDJ+g==?=", "匑生");
	assert_subject("=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは");
	assert_subject("=?utf-7?Q?Fr+APY-sche?=", "Frösche");
	assert_subject("=?ks_c_5601-1987?B?vsiz5w==?=", "안녕");
	assert_subject("Die Fr\xf6sche", "Die Frösche");
	assert_subject("50% =? off ?=", "50% =? off ?=");
	assert_subject("a\tb\x01" "c", "a b c");
}

static void
assert_text(const char *type, const char *body, const char *expected)
{
	g_autofree char *mail = g_strdup_printf("From: a@b.example\nContent-Type: %s\n\n%s\n", type, body);
	struct mime *mime = read_mail(mail);

	assert_string_equal(g_strchomp((char *)(guintptr)mime_mail(mime)->text), expected);
	mime_free(&mime);
}

static void
text_reads_in_any_charset_even_with_a_wrong_label(void **state)
{
	(void)state;
	assert_text("text/plain; charset=koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет");
	assert_text("text/plain; charset=big5", "\xa7\x41\xa6\x6e", "你好");
	assert_text("text/plain; charset=gb2312", "\xc4\xe3\xba\xc3\x85\x40", "你好匑");
	assert_text("text/plain; charset=shift_jis", "\x82\xb1\x82\xf1\x87\x40", "こん①");
	assert_text("text/plain; charset=iso-2022-jp", "\x1b$B$3$s-!\x1b(B ok", "こん① ok");
	assert_text("text/plain", "\x1b$B$3$s\x1b(B", "こん");
	assert_text("text/plain; charset=iso-8859-1", "It\x92s 5 \x80", "It’s 5 €");
	assert_text("text/plain; charset=us-ascii", "caf\xc3\xa9", "café");
	assert_text("text/plain; charset=utf-8", "caf\xe9 cr\xe8me", "café crème");
	assert_text("text/plain; charset=iso-2022-jp", "こんにちは、お元気ですか", "こんにちは、お元気ですか");
	assert_text("text/plain; charset=utf-8", "señor, cómo está usted\xc3", "señor, cómo está usted�");
	assert_text("text/plain; charset=no-such-thing", "se\xf1or", "señor");
	assert_text("text/plain", "\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1?", "Привет, как дела?");
	assert_text("text/plain; charset=\"utf-8//IGNORE\"", "a\xe9z", "aéz");
}

static void
flowed_lines_become_paragraphs_and_quotes_stay_apart(void **state)
{
	(void)state;
	assert_text("text/plain; format=flowed", "one \ntwo\n\n> quoted \n> text\n>> deep \nnew \n-- \nme",
	    "one two\n\n> quoted text\n>> deep \nnew \n-- \nme");
	assert_text("text/plain; format=flowed; delsp=yes", "日本 \n語", "日本語");
	assert_text("text/plain; format=flowed", " >not a quote \nstill", ">not a quote still");
}

static void
the_text_comes_from_the_best_part(void **state)
{
	struct mime *mime = read_mail("Content-Type: multipart/mixed; boundary=m\n\n"
	    "--m\nContent-Type: multipart/alternative; boundary=a\n\n"
	    "--a\nContent-Type: text/plain\n\nplain words\n"
	    "--a\nContent-Type: text/html\n\n<p>rich <b>words</b><script>evil()</script></p>\n--a--\n"
	    "--m\nContent-Type: text/plain; name=notes.txt\n\nattached\n--m--\n");
	const struct inbound_mail *mail = mime_mail(mime);

	(void)state;
	assert_string_equal(mail->text, "plain words");
	assert_non_null(strstr(mail->html, "<b>words</b>"));
	assert_null(strstr(mail->html, "evil"));
	assert_int_equal(mail->attachments->len, 1);
	assert_content(mime, 0, "attached");
	mime_free(&mime);
	mime = read_mail("Content-Type: text/html\n\n<p>only <b>rich</b></p>\n");
	assert_string_equal(g_strchomp((char *)(guintptr)mime_mail(mime)->text), "only rich");
	mime_free(&mime);
}

static void
what_is_new_is_told_from_what_is_quoted(void **state)
{
	struct mime *mime = read_mail("From: Ann <ann@x.example>\nTo: s@y.example\nSubject: Re: x\nContent-Type: text/plain\n\n"
	    "It works now, thanks.\n\nOn Mon, 2 Mar 2026 at 10:00, Support <s@y.example> wrote:\n> Did you try this?\n> Tell us.\n");

	(void)state;
	assert_string_equal(mime_mail(mime)->reply, "It works now, thanks.");
	assert_non_null(strstr(mime_mail(mime)->quoted, "Did you try this?"));
	assert_int_equal(mime_mail(mime)->kind, MAIL_PERSON);
	mime_free(&mime);
}

static void
images_in_the_text_keep_their_content_id(void **state)
{
	struct mime *mime = read_mail("Content-Type: multipart/related; boundary=r\n\n"
	    "--r\nContent-Type: text/html\n\n<p><img src=\"cid:logo@x\"></p>\n"
	    "--r\nContent-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Disposition: attachment\n"
	    "Content-Transfer-Encoding: base64\n\niVBORw==\n--r--\n");
	const struct inbound_attachment *image = mime_mail(mime)->attachments->pdata[0];

	(void)state;
	assert_string_equal(image->content_id, "logo@x");
	assert_int_equal(image->disposition, INBOUND_INLINE);
	assert_int_equal(image->size, 4);
	mime_free(&mime);
}

static void
assert_name(const char *headers, const char *expected)
{
	g_autofree char *mail = g_strdup_printf("Content-Type: multipart/mixed; boundary=m\n\n--m\n\nhi\n--m\n%s\n\nx\n--m--\n",
	    headers);
	struct mime *mime = read_mail(mail);
	const struct inbound_attachment *one = mime_mail(mime)->attachments->pdata[0];

	assert_string_equal(one->filename, expected);
	assert_true(strlen(one->filename) <= 255);
	mime_free(&mime);
}

static void
a_file_keeps_its_name_and_no_name_is_dangerous(void **state)
{
	g_autofree char *stem = g_strnfill(300, 'a');
	g_autofree char *header = g_strdup_printf("Content-Type: application/pdf; name=\"%s.pdf\"", stem);
	g_autofree char *expected = g_strdup_printf("%.251s.pdf", stem);

	(void)state;
	assert_name("Content-Disposition: attachment; filename*=UTF-8''na%C3%AFve%20file.txt", "naïve file.txt");
	assert_name("Content-Disposition: attachment; filename*0*=iso-8859-1'en'caf%E9; filename*1=\".pdf\"", "café.pdf");
	assert_name("Content-Disposition: attachment; filename=\"=?utf-8?Q?r=C3=A9sum=C3=A9.doc?=\"", "résumé.doc");
	assert_name("Content-Type: application/pdf; name=\"Fr\xf6sche.pdf\"", "Frösche.pdf");
	assert_name("Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd");
	assert_name("Content-Disposition: attachment; filename=\"C:\\\\temp\\\\report.doc\"", "report.doc");
	assert_name("Content-Disposition: attachment; filename*=UTF-8''evil%E2%80%AEfdp.exe", "evilfdp.exe");
	assert_name("Content-Disposition: attachment; filename=\"..\"", "attachment-1.txt");
	assert_name("Content-Type: application/pdf", "attachment-1.pdf");
	assert_name("Content-Type: image/png; name=photo", "photo.png");
	assert_name(header, expected);
}

static void
a_mail_within_the_mail_is_a_file_called_as_its_subject(void **state)
{
	static const char inner[] = "Subject: =?utf-8?Q?Factura_n=C2=BA_3/4?=\nX-Odd : kept\n\nhello\n";
	g_autofree char *text = g_strdup_printf("Content-Type: multipart/mixed; boundary=m\n\n--m\n\nsee below\n"
	    "--m\nContent-Type: message/rfc822\n\n%s\n--m\nContent-Type: message/rfc822\n\nnot really a mail\n--m--\n", inner);
	struct mime *mime = read_mail(text);
	const struct inbound_attachment *one = mime_mail(mime)->attachments->pdata[0];

	(void)state;
	assert_string_equal(one->filename, "Factura nº 3_4.eml");
	assert_string_equal(one->content_type, "message/rfc822");
	assert_content(mime, 0, inner);
	assert_content(mime, 1, "not really a mail");
	assert_string_equal(mime_mail(mime)->text, "see below");
	mime_free(&mime);
}

/* A winmail.dat with one file, as Outlook makes it. */
static void
put(GByteArray *out, guint32 value, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		guint8 byte = (guint8)(value >> (8 * i));

		g_byte_array_append(out, &byte, 1);
	}
}

static void
put_attribute(GByteArray *out, guint32 level, guint32 id, const void *data, guint32 length)
{
	guint32 sum = 0;

	put(out, level, 1);
	put(out, id, 4);
	put(out, length, 4);
	g_byte_array_append(out, data, length);
	for (guint32 i = 0; i < length; i++)
		sum += ((const guint8 *)data)[i];
	put(out, sum & 0xffff, 2);
}

static GByteArray *
winmail(void)
{
	static const guint8 rendering[14] = { 1 };
	GByteArray *out = g_byte_array_new();

	put(out, 0x223e9f78, 4);
	put(out, 1, 2);
	put_attribute(out, 1, 0x00089006, "\0\0\1\0", 4);	/* attTnefVersion */
	put_attribute(out, 2, 0x00069002, rendering, sizeof rendering);	/* attAttachRenddata */
	put_attribute(out, 2, 0x00018010, "Angebot.txt", 12);	/* attAttachTitle */
	put_attribute(out, 2, 0x0006800f, "100 EUR", 7);	/* attAttachData */
	return out;
}

static struct mime *
read_winmail(const GByteArray *tnef)
{
	g_autofree char *encoded = g_base64_encode(tnef->data, tnef->len);
	g_autofree char *mail = g_strdup_printf("Content-Type: multipart/mixed; boundary=m\n\n--m\n\nour offer\n"
	    "--m\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n%s\n--m--\n", encoded);

	return read_mail(mail);
}

static void
files_in_a_winmail_dat_come_out(void **state)
{
	g_autoptr(GByteArray) tnef = winmail();
	struct mime *mime = read_winmail(tnef);
	const struct inbound_attachment *one = mime_mail(mime)->attachments->pdata[0];

	(void)state;
	assert_int_equal(mime_mail(mime)->attachments->len, 1);
	assert_string_equal(one->filename, "Angebot.txt");
	assert_content(mime, 0, "100 EUR");
	mime_free(&mime);
}

static void
a_broken_winmail_dat_stays_a_file(void **state)
{
	(void)state;
	for (guint cut = 4; cut < 60; cut += 6) {
		g_autoptr(GByteArray) tnef = winmail();
		struct mime *mime;

		g_byte_array_set_size(tnef, tnef->len - cut);
		mime = read_winmail(tnef);
		assert_int_equal(mime_mail(mime)->attachments->len, 1);
		assert_string_equal(((struct inbound_attachment *)mime_mail(mime)->attachments->pdata[0])->filename, "winmail.dat");
		assert_true(warned(mime, "tnef-unreadable"));
		mime_free(&mime);
	}
}

static void
an_invitation_without_words_is_summed_up(void **state)
{
	struct mime *mime = read_mail("Subject: x\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\n"
	    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Kick-off\\, part\n  one\nDTSTART;TZID=Europe/Madrid:20260301T090000\n"
	    "DTEND;TZID=Europe/Madrid:20260301T100000\nLOCATION:Room 4\nORGANIZER;CN=\"Ann B.\":mailto:ann@x.example\nEND:VEVENT\n"
	    "END:VCALENDAR\n");

	(void)state;
	assert_string_equal(mime_mail(mime)->text, "Invitation: Kick-off, part one, 2026-03-01 09:00 Europe/Madrid to "
	    "2026-03-01 10:00 Europe/Madrid, at Room 4, organised by Ann B..");
	assert_int_equal(mime_mail(mime)->attachments->len, 1);
	mime_free(&mime);
}

static void
only_the_trusted_servers_own_verdict_counts(void **state)
{
	static const char mail[] =
	    "Received: from a by mx.example; x\n"
	    "Authentication-Results: mx.example; spf=fail (dmarc=pass) smtp.mailfrom=x; dmarc=fail\n (p=reject) header.from=bank.example\n"
	    "Authentication-Results: mx.example; dmarc=pass header.from=bank.example\n"
	    "Authentication-Results: other.example; dmarc=pass\nFrom: a@bank.example\n\nx\n";
	struct mime_context context = { .trusted_authserv = "MX.example" };
	struct mime *mime = read_with(mail, &context);

	(void)state;
	assert_string_equal(mime_mail(mime)->dmarc, "fail");
	assert_true(g_str_has_prefix(mime_mail(mime)->auth_results, "mx.example; spf=fail"));
	mime_free(&mime);
	context.trusted_authserv = "third.example";
	mime = read_with(mail, &context);
	assert_null(mime_mail(mime)->dmarc);
	assert_null(mime_mail(mime)->auth_results);
	mime_free(&mime);
	mime = read_mail(mail);
	assert_null(mime_mail(mime)->auth_results);
	mime_free(&mime);
}

static void
who_wrote_to_whom_is_known(void **state)
{
	struct mime *mime = read_mail("From: =?utf-8?Q?M=C3=BCller=2C_Ann?= <Ann@EXAMPLE.com>\n"
	    "To: Team: a@x.example, \"B, C\" <b@y.example>;, Whomever\nCc: \xfc <c@z.example>\nReply-To: <r@q.example>\n"
	    "Delivered-To: support@us.example\nX-Original-To: SUPPORT@us.example\nMessage-ID: <m1@x>\n"
	    "References: <r1@x> <r2@x>\nIn-Reply-To: <r2@x> <r3@x>\nDate: Mon, 2 Mar 2020 10:00:00 +0100\n\nx\n");
	const struct inbound_mail *mail = mime_mail(mime);
	struct mail_address *const *to = (struct mail_address *const *)mail->to->pdata;
	g_autofree char *date = g_date_time_format_iso8601(mail->date);

	(void)state;
	assert_string_equal(mail->from.name, "Müller, Ann");
	assert_string_equal(mail->from.address, "Ann@example.com");
	assert_int_equal(mail->to->len, 3);
	assert_string_equal(to[1]->name, "B, C");
	assert_string_equal(to[2]->name, "Whomever");
	assert_null(to[2]->address);
	assert_string_equal(((struct mail_address *)mail->cc->pdata[0])->name, "ü");
	assert_string_equal(mail->reply_to.address, "r@q.example");
	assert_string_equal(mail->delivered_to->pdata[0], "support@us.example");
	assert_string_equal(mail->message_id, "m1@x");
	assert_int_equal(mail->references->len, 3);
	assert_string_equal(mail->references->pdata[2], "r3@x");
	assert_string_equal(date, "2020-03-02T09:00:00Z");
	mime_free(&mime);
}

static void
a_date_that_makes_no_sense_is_none(void **state)
{
	static const char *const dates[] = { "Thu, 1 Jan 1970 00:00:00 +0000", "Fri, 1 Jan 2100 00:00:00 +0000", "yesterday" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autofree char *mail = g_strdup_printf("Date: %s\n\nx\n", dates[i]);
		struct mime *mime = read_mail(mail);

		assert_null(mime_mail(mime)->date);
		assert_true(warned(mime, "date-nonsense"));
		mime_free(&mime);
	}
}

static void
assert_language(const char *text, const char *expected)
{
	g_autofree char *mail = g_strdup_printf("Content-Type: text/plain; charset=utf-8\n\n%s\n", text);
	struct mime *mime = read_mail(mail);

	if (expected == NULL)
		assert_null(mime_mail(mime)->language);
	else
		assert_string_equal(mime_mail(mime)->language, expected);
	mime_free(&mime);
}

static void
the_language_is_told_by_its_small_words(void **state)
{
	(void)state;
	assert_language("Hello, I can not find the invoice of this month in my account. Could you please help?", "en");
	assert_language("Hola, no puedo ver la factura de este mes en mi cuenta. ¿Me ayudan por favor?", "es");
	assert_language("Ich kann die Rechnung nicht finden, bitte helfen Sie mir mit dem Konto.", "de");
	assert_language("OK", NULL);
}

static void
a_read_receipt_is_no_message_of_a_person(void **state)
{
	struct mime *mime = read_mail("From: Ann <ann@example.com>\nSubject: Read: your answer\n"
	    "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
	    "--b\nContent-Type: text/plain\n\nThe message was displayed.\n"
	    "--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n");

	(void)state;
	assert_int_equal(mime_mail(mime)->kind, MAIL_AUTO_REPLY);
	mime_free(&mime);
}

/* A Spanish customer's Thunderbird has English menus, and quotes our English answer. */
static void
what_was_written_tells_the_language_before_the_menus_do(void **state)
{
	static const char head[] = "Content-Type: text/plain; charset=utf-8\nContent-Language: en-US\n\n";
	static const char quote[] = "\nOn Mon, Jan 1, 2024 at 9:00 AM Support <support@example.com> wrote:\n"
	    "> Hello, please tell us what you see in your account when it does not work.\n";
	g_autofree char *spoken = g_strconcat(head, "Hola, no puedo ver la factura de este mes en mi cuenta.\n", quote, NULL);
	g_autofree char *short_one = g_strconcat("Content-Type: text/plain; charset=utf-8\nContent-Language: es\n\n", "OK\n", quote, NULL);
	struct mime *mime = read_mail(spoken);

	(void)state;
	assert_string_equal(mime_mail(mime)->language, "es");
	mime_free(&mime);
	mime = read_mail(short_one);
	assert_string_equal(mime_mail(mime)->language, "es");
	mime_free(&mime);
}

static void
a_mail_that_was_passed_on_is_shown_whole(void **state)
{
	static const char body[] = "\n\nPlease see below.\n\n-----Original Message-----\nFrom: Ann <ann@example.com>\nSent: Monday, 1 January 2024 9:00\n"
	    "To: Bob <bob@example.com>\nSubject: Roof\n\nThe roof leaks.\n";
	g_autofree char *forward = g_strconcat("From: Bob <bob@example.com>\nSubject: FW: Roof", body, NULL);
	g_autofree char *answer = g_strconcat("From: Bob <bob@example.com>\nSubject: RE: FW: Roof", body, NULL);
	struct mime *mime = read_mail(forward);

	(void)state;
	assert_non_null(strstr(mime_mail(mime)->reply, "The roof leaks."));
	assert_null(mime_mail(mime)->quoted);
	mime_free(&mime);
	mime = read_mail(answer);
	assert_null(strstr(mime_mail(mime)->reply, "The roof leaks."));
	assert_non_null(strstr(mime_mail(mime)->quoted, "The roof leaks."));
	mime_free(&mime);
}

/* The line with the boundary is not indented, so it is no part of the header before it. */
static void
a_part_that_lost_its_boundary_keeps_its_text(void **state)
{
	struct mime *mime = read_mail("Subject: x\nContent-Type: multipart/mixed; boundary=m\n\n"
	    "--m\nContent-Type: multipart/alternative;\nboundary=\"a\"\n\n"
	    "--a\nContent-Type: text/plain\n\nno such user here\n--a\nContent-Type: application/pdf; name=x.pdf\n\npdf\n--a--\n\n--m--\n");

	(void)state;
	assert_string_equal(mime_mail(mime)->text, "no such user here");
	assert_true(warned(mime, "boundary-guessed"));
	assert_int_equal(mime_mail(mime)->attachments->len, 1);
	assert_content(mime, 0, "pdf");
	mime_free(&mime);
}

static void
a_mail_over_its_limits_is_refused_by_name(void **state)
{
	struct mime_limits limits = { .depth = 5, .parts = 10, .header_bytes = 2000, .text_bytes = 50 };
	g_autoptr(GString) deep = g_string_new(NULL), wide = g_string_new("Content-Type: multipart/mixed; boundary=m\n\n");
	g_autoptr(GString) long_header = g_string_new("From: a@b\n"), nested = g_string_new(NULL);
	g_autoptr(GString) groups = g_string_new("To: ");
	struct mime_context context = { .limits = &limits };
	struct mime *mime;

	(void)state;
	for (int i = 0; i < 8; i++)
		g_string_append_printf(deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	for (int i = 0; i < 20; i++)
		g_string_append(wide, "--m\n\nx\n");
	for (int i = 0; i < 100; i++)
		g_string_append(long_header, "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaa\n");
	for (int i = 0; i < 20; i++)
		g_string_append(nested, "Content-Type: message/rfc822\n\n");
	assert_refused(deep->str, deep->len, &limits, "mail-too-deep");
	assert_refused(nested->str, nested->len, &limits, "mail-too-deep");
	assert_refused(wide->str, wide->len, &limits, "mail-too-many-parts");
	assert_refused(long_header->str, long_header->len, &limits, "mail-header-too-large");
	for (int i = 0; i < 50000; i++)
		g_string_append(groups, "a:");
	assert_refused(groups->str, groups->len, NULL, "mail-header-too-large");
	g_string_prepend(groups, "Subject: x\n\nSubject: y\n");	/* where no header is */
	assert_refused(groups->str, groups->len, NULL, "mail-header-too-large");
	assert_refused("", 0, &limits, "mail-empty");
	assert_refused("\r\n \r\n", 5, &limits, "mail-empty");
	mime = read_with("From: a@b\n\n0123456789012345678901234567890123456789012345678901234567890123456789\n", &context);
	assert_int_equal(strlen(mime_mail(mime)->text), 50);
	assert_true(warned(mime, "text-cut"));
	mime_free(&mime);
}

static void
a_bounce_is_no_persons_mail(void **state)
{
	static const char *const header_types[] = { "text/rfc822-headers", "message/rfc822-headers", "message/global-headers" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(header_types); i++) {
		g_autofree char *text = g_strdup_printf("Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\n"
		    "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
		    "Content-Type: multipart/report; report-type=delivery-status; boundary=m\n\n"
		    "--m\n\nSorry.\n--m\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
		    "Final-Recipient: rfc822; gone@x.example\nAction: failed\nStatus: 5.1.1\n\n"
		    "--m\nContent-Type: %s\n\nMessage-ID: <ours@us.example>\nSubject: x\n\n--m--\n", header_types[i]);
		struct mime *mime = read_mail(text);
		const struct inbound_mail *mail = mime_mail(mime);

		assert_int_equal(mail->kind, MAIL_BOUNCE);
		assert_string_equal(((struct bounce_recipient *)mail->bounce->recipients->pdata[0])->address, "gone@x.example");
		assert_string_equal(mail->bounce->original_message_id, "ours@us.example");
		mime_free(&mime);
	}
}

static void
boundaries_that_the_header_forgot_are_found(void **state)
{
	struct mime *mime = read_mail("Subject: x\nContent-Type: multipart/mixed\n\tboundary=\"b\"\n\n"
	    "--b\n\nhello\n--b\nContent-Type: text/csv; name=a.csv\n\n1,2\n--b--\n");

	(void)state;
	assert_string_equal(g_strchomp((char *)(guintptr)mime_mail(mime)->text), "hello");
	assert_content(mime, 0, "1,2");
	mime_free(&mime);
}

static void
nothing_that_arrives_is_other_than_valid_text(void **state)
{
	static const char mail[] = "From: \"\xff\xfe\" <a\xff@b.example>\nSubject: =?utf-8?B?AP8A?=\nMessage-ID: <\xff@x>\n"
	    "Content-Type: text/plain; charset=utf-16\n\nx\0y\xd8\0\xdc\n";
	g_autoptr(GBytes) bytes = g_bytes_new(mail, sizeof mail - 1);
	struct mime *mime = mime_open_bytes(bytes, NULL, NULL);
	const struct inbound_mail *read = mime_mail(mime);
	const char *const strings[] = { read->subject, read->from.name, read->from.address, read->message_id, read->text,
		read->reply };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		assert_true(strings[i] == NULL || g_utf8_validate(strings[i], -1, NULL));
	mime_free(&mime);
}

static gboolean
count_bytes(const void *data, gsize length, void *user, GError **error)
{
	(void)data;
	(void)error;
	*(gint64 *)user += (gint64)length;
	return TRUE;
}

static void
a_large_mail_from_a_file_takes_little_memory(void **state)
{
	enum { LINES = 30 * 1024 * 1024 / 77 };
	char path[] = "/tmp/supportd-mime-XXXXXX";
	int fd = mkstemp(path);
	FILE *file = fdopen(fd, "w+");
	struct rusage before, after;
	gint64 copied = 0;
	struct mime *mime;

	(void)state;
	unlink(path);
	fputs("Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nhi\r\n--m\r\nContent-Type: application/pdf; name=big.pdf\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n", file);
	for (int i = 0; i < LINES; i++)
		fputs("QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\r\n", file);
	fputs("--m--\r\n", file);
	fflush(file);
	getrusage(RUSAGE_SELF, &before);
	mime = mime_open_file(fd, NULL, NULL);
	assert_non_null(mime);
	assert_int_equal(((struct inbound_attachment *)mime_mail(mime)->attachments->pdata[0])->size, (gint64)LINES * 57);
	assert_int_equal(mime_attachment_copy(mime, 0, count_bytes, &copied, NULL), 1);
	assert_int_equal(copied, (gint64)LINES * 57);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 4096);		/* KB */
	mime_free(&mime);
	fclose(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subject_reads_as_it_was_written),
		cmocka_unit_test(text_reads_in_any_charset_even_with_a_wrong_label),
		cmocka_unit_test(flowed_lines_become_paragraphs_and_quotes_stay_apart),
		cmocka_unit_test(the_text_comes_from_the_best_part),
		cmocka_unit_test(what_is_new_is_told_from_what_is_quoted),
		cmocka_unit_test(images_in_the_text_keep_their_content_id),
		cmocka_unit_test(a_file_keeps_its_name_and_no_name_is_dangerous),
		cmocka_unit_test(a_mail_within_the_mail_is_a_file_called_as_its_subject),
		cmocka_unit_test(files_in_a_winmail_dat_come_out),
		cmocka_unit_test(a_broken_winmail_dat_stays_a_file),
		cmocka_unit_test(an_invitation_without_words_is_summed_up),
		cmocka_unit_test(only_the_trusted_servers_own_verdict_counts),
		cmocka_unit_test(who_wrote_to_whom_is_known),
		cmocka_unit_test(a_date_that_makes_no_sense_is_none),
		cmocka_unit_test(the_language_is_told_by_its_small_words),
		cmocka_unit_test(a_read_receipt_is_no_message_of_a_person),
		cmocka_unit_test(what_was_written_tells_the_language_before_the_menus_do),
		cmocka_unit_test(a_mail_that_was_passed_on_is_shown_whole),
		cmocka_unit_test(a_part_that_lost_its_boundary_keeps_its_text),
		cmocka_unit_test(a_mail_over_its_limits_is_refused_by_name),
		cmocka_unit_test(a_bounce_is_no_persons_mail),
		cmocka_unit_test(boundaries_that_the_header_forgot_are_found),
		cmocka_unit_test(nothing_that_arrives_is_other_than_valid_text),
		cmocka_unit_test(a_large_mail_from_a_file_takes_little_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
