#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "email/reply.h"

/* Only what is new is compared where expected is all that matters. */
static void
assert_text(const char *mail, const char *expected)
{
	struct reply reply = reply_split_text(mail, NULL, NULL);

	if (strcmp(reply.text, expected) != 0)
		print_message("in: %s\n", mail);
	assert_string_equal(reply.text, expected);
	reply_clear(&reply);
}

static void
assert_html(const char *mail, const char *expected)
{
	struct reply reply = reply_split_html(mail, NULL, NULL);

	assert_string_equal(reply.text, expected);
	reply_clear(&reply);
}

static void
the_three_pieces_are_told_apart(void **state)
{
	struct reply reply = reply_split_text(
	    "It works now.\r\n\r\n-- \r\nAna\r\n\r\nOn Mon, 5 Jan 2026 at 10:11, Support <s@x.org> wrote:\r\n> Try again\r\n", NULL, NULL);

	(void)state;
	assert_string_equal(reply.text, "It works now.");
	assert_string_equal(reply.quoted, "On Mon, 5 Jan 2026 at 10:11, Support <s@x.org> wrote:\n> Try again");
	assert_string_equal(reply.signature, "-- \nAna");
	reply_clear(&reply);
	reply = reply_split_text("Just this.", NULL, NULL);
	assert_string_equal(reply.text, "Just this.");
	assert_null(reply.quoted);
	assert_null(reply.signature);
	reply_clear(&reply);
	assert_text("", "");
}

static void
attributions_are_known_in_many_languages(void **state)
{
	static const char *const attributions[] = {
		"On Tue, 16 Nov 2021, 12:34 pm Support Team <s@x.org> wrote:",
		"On Tue, Nov 16, 2021 at 12:34 PM Support Team <\ns@x.org> wrote:",
		"On Nov 16, 2021, at 12:34, Support Team wrote:",
		"Support Team <s@x.org> wrote:",
		"Support Team on Tuesday, November 16, 2021 wrote:",
		"2021-11-16 12:34 GMT+01:00 Support Team <s@x.org>:",
		"16.11.2021, 12:34, \"Support Team\" <s@x.org>:",
		"El mar, 16 nov 2021 a las 12:34, Support Team (<s@x.org>) escribió:",
		"El 16/11/2021 a las 12:34, Support Team escribió:",
		"El martes, 16 de noviembre de 2021, Support Team <s@x.org>\nescribió:",
		"Le mar. 16 nov. 2021 à 12:34, Support Team <s@x.org> a écrit :",
		"Le 16 nov. 2021 à 12:34, Support Team a écrit :",
		"Am Di., 16. Nov. 2021 um 12:34 Uhr schrieb Support Team <s@x.org>:",
		"Am 16.11.2021 um 12:34 schrieb Support Team:",
		"Em ter., 16 de nov. de 2021 às 12:34, Support Team <s@x.org> escreveu:",
		"Il giorno mar 16 nov 2021 alle ore 12:34 Support Team <s@x.org> ha scritto:",
		"Il 16/11/2021 12:34, Support Team ha scritto:",
		"Op di 16 nov. 2021 om 12:34 schreef Support Team <s@x.org>:",
		"Den tis 16 nov. 2021 kl 12:34 skrev Support Team <s@x.org>:",
		"tir. 16. nov. 2021 kl. 12:34 skrev Support Team <s@x.org>:",
		"ti 16. marrask. 2021 klo 12.34 Support Team (s@x.org) kirjoitti:",
		"wt., 16 lis 2021 o 12:34 Support Team <s@x.org> napisał(a):",
		"W dniu 16.11.2021 o 12:34, Support Team pisze:",
		"вт, 16 нояб. 2021 г. в 12:34, Support Team <s@x.org>:",
		"16 ноября 2021 г., 12:34 пользователь Support Team <s@x.org> написал:",
		"út 16. 11. 2021 v 12:34 odesílatel Support Team <s@x.org> napsal:",
		"Support Team <s@x.org> ezt írta (időpont: 2021. nov. 16., K, 12:34):",
		"16 Kas 2021 Sal 12:34 tarihinde Support Team <s@x.org> şunu yazdı:",
		"Vào Th 3, 16 thg 11, 2021 vào lúc 12:34 Support Team <s@x.org> đã viết:",
		"Support Team <s@x.org> 于2021年11月16日周二 12:34写道：",
		"在 2021年11月16日，12:34，Support Team <s@x.org> 写道：",
		"2021年11月16日(火) 12:34 Support Team <s@x.org>:",
		"2021년 11월 16일 (화) 오후 12:34, Support Team <s@x.org>님이 작성:",
		"In a message dated 11/16/2021 12:34:56 PM Eastern Standard Time, s@x.org writes:",
		"---- On Tue, 16 Nov 2021 12:34:56 +0100 Support Team <s@x.org> wrote ----",
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(attributions); i++) {
		g_autofree char *marked = g_strconcat("It works now.\n\n", attributions[i], "\n\n> Try again\n> please\n", NULL);
		g_autofree char *plain = g_strconcat("It works now.\n\n", attributions[i], "\n\nTry again\nplease\n", NULL);

		assert_text(marked, "It works now.");
		assert_text(plain, "It works now.");
	}
}

static void
an_unknown_wording_above_a_quote_goes_with_it(void **state)
{
	(void)state;
	assert_text("It works now.\n\nQuoting Support <s@x.org>:\n\n> Try again", "It works now.");
	assert_text("It works now.\n\nSupport schreef op 2021-11-16 12:34:\n> Try again", "It works now.");
	assert_text("It works now.\n\nXyzzy 2021 <s@x.org> plugh\nfrotz:\n\n> Try again", "It works now.");
	assert_text("It works now.\n\n##- Please type your reply above this line -##\n\nTicket 12", "It works now.");
}

static void
header_blocks_are_known_in_many_languages(void **state)
{
	static const char *const blocks[] = {
		"From: Support <s@x.org>\nSent: Tuesday, 16 November 2021 12:34\nTo: Ana\nSubject: Re: Hi",
		"*From:* Support <s@x.org>\n*Sent:* Tuesday\n*To:* Ana\n*Subject:* Hi",
		"________________________________\nFrom: Support <s@x.org>\nSent: Tuesday\nTo: Ana\nSubject: Hi",
		"De: Support <s@x.org>\nEnviado el: martes, 16 de noviembre de 2021 12:34\nPara: Ana\nAsunto: Hola",
		"De : Support\nEnvoyé : mardi 16 novembre 2021 12:34\nÀ : Ana\nObjet : Salut",
		"Von: Support\nGesendet: Dienstag\nAn: Ana\nBetreff: Hallo",
		"Da: Support\nInviato: martedì\nA: Ana\nOggetto: Ciao",
		"De: Support\nEnviada em: terça-feira\nPara: Ana\nAssunto: Oi",
		"Van: Support\nVerzonden: dinsdag\nAan: Ana\nOnderwerp: Hoi",
		"Från: Support\nSkickat: den 16 november\nTill: Ana\nÄmne: Hej",
		"Fra: Support\nSendt: tirsdag\nTil: Ana\nEmne: Hei",
		"Lähettäjä: Support\nLähetetty: tiistai\nVastaanottaja: Ana\nAihe: Moi",
		"Od: Support\nWysłano: wtorek\nDo: Ana\nTemat: Cześć",
		"От: Support\nОтправлено: вторник\nКому: Ana\nТема: Привет",
		"发件人: Support\n发送时间: 2021年11月16日\n收件人: Ana\n主题: Hi",
		"差出人: Support\n送信日時: 2021年11月16日\n宛先: Ana\n件名: Hi",
		"-----Original Message-----\nFrom: Support",
		"\u2010\u2010\u2010\u2010\u2010 Original Message \u2010\u2010\u2010\u2010\u2010\nFrom: Support",
		"-----Mensaje original-----\nDe: Support",
		"-----Ursprüngliche Nachricht-----\nVon: Support",
		"----- Mail original -----\nDe: \"Support\" <s@x.org>",
		"-------- Zprava odjinud --------\nFrom: Support <s@x.org>\nDate: Tue, 16 Nov 2021\nTo: Ana",
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
		g_autofree char *mail = g_strconcat("It works now.\n\n", blocks[i], "\n\nTry again\nplease\n", NULL);

		assert_text(mail, "It works now.");
	}
}

static void
prose_is_not_taken_for_a_quote(void **state)
{
	static const char *const letters[] = {
		"On your host you can run:\n\n    telnet 127.0.0.1\n\nThat works here.",
		"On Monday we tried it twice.\nIt failed.",
		"My notes:\n- on 3 May it failed\n- and on 4 May too",
		"See >this< and\n> that\nplease.",
		"The dates are:\nFrom: Monday\nThat is all.",
		"And here is a fix -- this is no signature.\n\nkthxbai",
		"Here it is:\n\n--> one\n--> two",
		"Thanks for the quick answer.\n\nBut the export still fails with error 503, as I wrote you in the first mail, can you look again?",
		"We sent it from my desk, on my phone it fails.\n\nSent from my desk, which is much easier than my little phone.",
		"Please enter your feedback below.\n\n------- Enter it below this line -------\n\nIt was good.",
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
		assert_text(letters[i], letters[i]);
}

static void
answers_between_the_lines_keep_their_questions(void **state)
{
	const char *mail = "On 5 Jan 2026, Support wrote:\n> Which version?\n\nThe newest one.\n\n> Which browser?\n\nFirefox.";

	(void)state;
	assert_text(mail, mail);
}

static void
an_answer_below_the_quote_is_found(void **state)
{
	(void)state;
	assert_text("On 5 Jan 2026, Support wrote:\n> Which version?\n> Please tell.\n\nThe newest one.", "The newest one.");
	assert_text("> Which version?\n\nThe newest one.", "The newest one.");
	assert_text("Hi\n\nOn 5 Jan 2026, Support wrote:\n> a long line that some program has wrapped at its right\nmargin\n> more\n\nBye now then",
	    "Hi\n\nBye now then");
}

static void
what_was_forwarded_stays_in_sight(void **state)
{
	const char *forward = "Please look at this.\n\n---------- Forwarded message ---------\nFrom: Bob <b@x.org>\n"
	                      "Date: Tue, 16 Nov 2021\nSubject: Hi\nTo: Ana <a@x.org>\n\nIt is broken.";
	const char *bare = "From: Bob <b@x.org>\nSent: Tuesday\nTo: Ana\nSubject: Hi\n\nIt is broken.";

	const char *apple = "See:\n\nBegin forwarded message:\n\n> From: Bob <b@x.org>\n> Subject: Hi\n>\n> It is broken.";

	(void)state;
	assert_text(forward, forward);
	assert_text(apple, apple);
	assert_text(bare, bare);
	assert_text("> only\n> a quote", "> only\n> a quote");
}

static void
assert_signature(const char *mail, const char *name, const char *text, const char *signature)
{
	struct reply reply = reply_split_text(mail, name, NULL);

	assert_string_equal(reply.text, text);
	if (signature == NULL)
		assert_null(reply.signature);
	else
		assert_string_equal(reply.signature, signature);
	reply_clear(&reply);
}

static void
signatures_are_known(void **state)
{
	(void)state;
	assert_signature("Hi\n\n-- \nAna\nACME", NULL, "Hi", "-- \nAna\nACME");
	assert_signature("Hi\n\nBest regards,\n\nAna", NULL, "Hi", "Best regards,\n\nAna");
	assert_signature("Hola\n\nUn saludo,\nAna López", NULL, "Hola", "Un saludo,\nAna López");
	assert_signature("Hallo\n\nMit freundlichen Grüßen\nAna", NULL, "Hallo", "Mit freundlichen Grüßen\nAna");
	assert_signature("Hi\n\nThanks and regards,\nAna", NULL, "Hi", "Thanks and regards,\nAna");
	assert_signature("Hi\n-ana", NULL, "Hi", "-ana");
	assert_signature("Hi\n\nSent from my iPhone", NULL, "Hi", "Sent from my iPhone");
	assert_signature("Hi\n\nEnviado desde mi iPhone", NULL, "Hi", "Enviado desde mi iPhone");
	assert_signature("Hi\n\nVon meinem iPhone gesendet", NULL, "Hi", "Von meinem iPhone gesendet");
	assert_signature("Hi\n\nGet Outlook for iOS<https://aka.ms/x>", NULL, "Hi", "Get Outlook for iOS<https://aka.ms/x>");
	assert_signature("It works.\n\nAna", "Ana López", "It works.", "Ana");
	assert_signature("It works.\n\nAna", NULL, "It works.\n\nAna", NULL);
	assert_signature("It works.\n\nAna López\nACME Ltd\n+34 600 123 456", NULL, "It works.", "Ana López\nACME Ltd\n+34 600 123 456");
	assert_signature("Hi\n\nAna López\nSent from my iPhone", NULL, "Hi", "Ana López\nSent from my iPhone");
	assert_signature("Please, and thank you.\n\nBest,\nAna", NULL, "Please, and thank you.", "Best,\nAna");
	assert_signature("--\nAna", NULL, "--\nAna", NULL);
	assert_signature("We need:\n- bread\n- milk", NULL, "We need:\n- bread\n- milk", NULL);
}

static void
html_marks_of_mail_programs_are_known(void **state)
{
	(void)state;
	assert_html("<div dir=ltr>It works.</div><br><div class=gmail_quote><div dir=ltr class=gmail_attr>Xyzzy 2021 foo:<br></div>"
	            "<blockquote class=gmail_quote>Try again</blockquote></div>", "It works.");
	assert_html("<p>It works.</p><div class=moz-cite-prefix>Foo bar:</div><blockquote type=cite>Try again</blockquote>", "It works.");
	assert_html("<div>It works.</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Foo:</b> Bar</div><div>Try again</div>",
	    "It works.");
	assert_html("<p>It works.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
	            "<p><b>From:</b> Support<br><b>Sent:</b> Tuesday<br><b>To:</b> Ana</p></div><p>Try again</p>", "It works.");
	assert_html("<div>It works.</div><div id=yahoo_quoted_12 class=yahoo_quoted>On Tuesday foo</div>", "It works.");
	assert_html("<div>It works.</div><div class=protonmail_quote>Foo<blockquote type=cite>Try</blockquote></div>", "It works.");
	assert_html("<div>It works.</div><div class=zmail_extra>Foo<blockquote>Try</blockquote></div>", "It works.");
	assert_html("<p>It works.</p><blockquote type=cite><p>Try</p></blockquote><p>Bye for now</p>", "It works.\n\nBye for now");
}

static void
answers_in_an_html_quote_keep_their_questions(void **state)
{
	(void)state;
	assert_html("<div class=gmail_quote><div class=gmail_attr>On 5 Jan, Support wrote:</div><blockquote class=gmail_quote>Which version?"
	            "</blockquote><div>The newest</div><blockquote class=gmail_quote>Which browser?</blockquote><div>Firefox</div></div>",
	    "> On 5 Jan, Support wrote:\n\n> Which version?\n\nThe newest\n\n> Which browser?\n\nFirefox");
	assert_html("<p>You say:</p><blockquote>one line</blockquote><p>but no.</p>", "You say:\n\n> one line\n\nbut no.");
}

static void
html_signatures_are_known(void **state)
{
	struct reply reply = reply_split_html("<div>It works.</div><div class=gmail_signature>Ana<br>ACME</div>", NULL, NULL);

	(void)state;
	assert_string_equal(reply.text, "It works.");
	assert_string_equal(reply.signature, "Ana\nACME");
	reply_clear(&reply);
}

static void
html_that_was_forwarded_stays_in_sight(void **state)
{
	(void)state;
	assert_html("<div>See below</div><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>"
	            "From: Bob &lt;b@x.org&gt;</div><div>It is broken.</div></div>",
	    "See below\n---------- Forwarded message ---------\nFrom: Bob <b@x.org>\nIt is broken.");
}

/* Ten times the 100 ms that a mail of 1 MB may take, for slow machines and sanitizers; quadratic would be minutes. */
static void
a_megabyte_costs_no_more_than_its_length(void **state)
{
	static const char *const pieces[] = { "1:\n", "On 1 a@b\n", "> x\ny\n", "From: a@b\n\n", "-- \n", "a", "-----x-----\n", "\n",
		" on 1", "Thanks\n", "a <b\n>\n", "To: x\n", "On 1 x wrote\n", "<", "x\n\n\n\n\n\n", ">", "--\n\n", "-a\n" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) mail = g_string_new(NULL);
		clock_t start;
		double seconds;
		struct reply reply;

		while (mail->len < 1000000)
			g_string_append(mail, pieces[i]);
		start = clock();
		reply = reply_split_text(mail->str, "Ana", NULL);
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (seconds >= 0.1)
			print_message("%.0f ms for a megabyte of %s\n", seconds * 1000, pieces[i]);
		assert_true(seconds < 1);
		reply_clear(&reply);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_three_pieces_are_told_apart),
		cmocka_unit_test(attributions_are_known_in_many_languages),
		cmocka_unit_test(an_unknown_wording_above_a_quote_goes_with_it),
		cmocka_unit_test(header_blocks_are_known_in_many_languages),
		cmocka_unit_test(prose_is_not_taken_for_a_quote),
		cmocka_unit_test(answers_between_the_lines_keep_their_questions),
		cmocka_unit_test(an_answer_below_the_quote_is_found),
		cmocka_unit_test(what_was_forwarded_stays_in_sight),
		cmocka_unit_test(signatures_are_known),
		cmocka_unit_test(html_marks_of_mail_programs_are_known),
		cmocka_unit_test(answers_in_an_html_quote_keep_their_questions),
		cmocka_unit_test(html_signatures_are_known),
		cmocka_unit_test(html_that_was_forwarded_stays_in_sight),
		cmocka_unit_test(a_megabyte_costs_no_more_than_its_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
