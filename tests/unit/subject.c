/* Subjects, signed reply addresses, sender addresses and threads: what a header alone says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "model/address.h"
#include "model/reply_address.h"
#include "model/subject.h"
#include "model/threads.h"

#define TICKET "01890000-0000-7000-8000-000000000001"

static void
a_ticket_number_is_found_in_a_subject(void **state)
{
	(void)state;
	assert_int_equal(subject_ticket_number("Re: [#1234] No water"), 1234);
	assert_int_equal(subject_ticket_number("AW: [#7] Re: [#1234] No water"), 1234);
	assert_int_equal(subject_ticket_number("[#12a4] x"), 0);
	assert_int_equal(subject_ticket_number("[#] x [# 5] #1234 (1234)"), 0);
	assert_int_equal(subject_ticket_number("[#99999999999999999999]"), 0);
	assert_int_equal(subject_ticket_number("[#1234"), 0);
	assert_int_equal(subject_ticket_number(""), 0);
}

static void
answers_and_forwards_have_the_subject_of_the_first(void **state)
{
	static const struct {
		const char *subject, *base;
		gboolean is_reply;
	} cases[] = {
		{ "Roof", "roof", FALSE }, { "  Roof\t leaks ", "roof leaks", FALSE }, { "Re: Roof", "roof", TRUE }, { "RE : Re: FW: roof", "roof", TRUE },
		{ "AW: WG: roof", "roof", TRUE }, { "Re[2]: roof", "roof", TRUE }, { "[list] Re: [#12] roof (fwd)", "roof", TRUE },
		{ "[Fwd: Re: roof]", "roof", TRUE }, { "[list]", "[list]", FALSE }, { "Re:", "", TRUE }, { "", "", FALSE },
		{ "Rehearsal: roof", "rehearsal: roof", FALSE }, { "RV: Tejado", "tejado", TRUE }, { "回复：屋顶", "屋顶", TRUE },
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean is_reply;
		g_autofree char *base = subject_base(cases[i].subject, &is_reply);

		assert_string_equal(base, cases[i].base);
		assert_int_equal(is_reply, cases[i].is_reply);
	}
}

static void
the_first_mark_tells_whether_a_mail_is_passed_on(void **state)
{
	static const char *const forwards[] = { "FW: Roof", "Fwd: Re: Roof", "WG: Dach", "[list] Fwd: Roof", "[Fwd: Roof]", "Roof (fwd)", "转发：屋顶" };
	static const char *const others[] = { "Roof", "Re: Fwd: Roof", "AW: WG: Dach", "Re: Roof (fwd)", "Forward: march", "Fw", "" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(forwards); i++)
		assert_true(subject_is_forward(forwards[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		assert_false(subject_is_forward(others[i]));
}

static void
a_subject_of_nothing_but_marks_ends(void **state)
{
	g_autoptr(GString) long_one = g_string_new(NULL);
	g_autofree char *base = NULL;

	(void)state;
	for (int i = 0; i < 20000; i++)
		g_string_append(long_one, "[fwd: re: ");
	base = subject_base(long_one->str, NULL);
	assert_non_null(base);
}

static void
only_we_can_make_a_reply_address(void **state)
{
	g_autoptr(GBytes) key = g_bytes_new_static("0123456789abcdef0123456789abcdef", 32);
	g_autoptr(GBytes) wrong = g_bytes_new_static("0123456789abcdef0123456789abcdeX", 32);
	g_autofree char *address = reply_address_make(key, "support@example.com", 48, TICKET);
	g_autofree char *upper = g_ascii_strup(address, -1);
	char sign[SIGN_LENGTH + 1];
	int64_t number;

	(void)state;
	assert_true(g_str_has_prefix(address, "support+t48."));
	assert_true(g_str_has_suffix(address, "@example.com"));
	assert_true(reply_address_parse(upper, &number, sign));
	assert_int_equal(number, 48);
	assert_true(reply_address_holds(key, TICKET, sign));
	assert_false(reply_address_holds(wrong, TICKET, sign));
	assert_false(reply_address_holds(key, "01890000-0000-7000-8000-000000000002", sign));
}

static void
other_addresses_are_no_reply_addresses(void **state)
{
	static const char *const others[] = { "support@example.com", "support+t@example.com", "support+t48@example.com", "support+t48.short@example.com",
		"support+48.abcdefghijklmnop@example.com", "support+t.abcdefghijklmnop@example.com", "+t48.abcdefghijklmnopq@x", "t48.abcdefghijklmnop@x",
		"support+t48.abcdefghijklmnop", "", "@", "+@" };
	char sign[SIGN_LENGTH + 1];
	int64_t number;

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		assert_false(reply_address_parse(others[i], &number, sign));
}

static void
an_address_tells_whether_it_may_be_written_to(void **state)
{
	g_autofree char *key = address_key("Ana.Lopez@Example.COM");

	(void)state;
	assert_string_equal(key, "ana.lopez@example.com");
	assert_null(address_key(NULL));
	assert_null(address_key("ana"));
	assert_null(address_key("@example.com"));
	assert_null(address_key("ana @example.com"));
	assert_true(address_is_unread("no-reply@example.com"));
	assert_true(address_is_unread("MAILER-DAEMON@example.com"));
	assert_true(address_is_unread("noreply+7@example.com"));
	assert_false(address_is_unread("noreplyman@example.com"));
	assert_true(address_domain_is_public("gmail.com"));
	assert_false(address_domain_is_public("stone.example"));
}

/* "x b" to a list of ids, oldest first. */
static GPtrArray *
list(const char *words)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) all = g_strsplit(words, " ", -1);

	for (char **id = all; *id != NULL; id++)
		if (**id != '\0')
			g_ptr_array_add(ids, g_strdup(*id));
	return ids;
}

static void
expect_ancestors(GPtrArray *all, guint i, const char *expected)
{
	g_autoptr(GString) got = g_string_new(NULL);
	GPtrArray *ancestors = g_ptr_array_index(all, i);

	for (guint a = 0; a < ancestors->len; a++)
		g_string_append_printf(got, "%s ", (char *)g_ptr_array_index(ancestors, a));
	assert_string_equal(got->str, expected);
}

static void
ancestors_come_the_nearest_first(void **state)
{
	struct threads_mail mails[] = { { "a", list("") }, { "b", list("a") }, { NULL, list("x b") } };
	g_autoptr(GPtrArray) all = threads_ancestors(mails, 3);

	(void)state;
	expect_ancestors(all, 0, "");
	expect_ancestors(all, 1, "a ");
	expect_ancestors(all, 2, "b a ");
	for (int i = 0; i < 3; i++)
		g_ptr_array_unref(mails[i].references);
}

static void
mails_that_answer_each_other_in_a_ring_end(void **state)
{
	struct threads_mail mails[] = { { "a", list("") }, { "b", list("a c") }, { "c", list("b") } };
	g_autoptr(GPtrArray) all = threads_ancestors(mails, 3);

	(void)state;
	expect_ancestors(all, 1, "c ");
	expect_ancestors(all, 2, "");
	for (int i = 0; i < 3; i++)
		g_ptr_array_unref(mails[i].references);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_number_is_found_in_a_subject),
		cmocka_unit_test(answers_and_forwards_have_the_subject_of_the_first),
		cmocka_unit_test(the_first_mark_tells_whether_a_mail_is_passed_on),
		cmocka_unit_test(a_subject_of_nothing_but_marks_ends),
		cmocka_unit_test(only_we_can_make_a_reply_address),
		cmocka_unit_test(other_addresses_are_no_reply_addresses),
		cmocka_unit_test(an_address_tells_whether_it_may_be_written_to),
		cmocka_unit_test(ancestors_come_the_nearest_first),
		cmocka_unit_test(mails_that_answer_each_other_in_a_ring_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
