#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "model/landing.h"

static const struct landing_ticket open = { TICKET_OPEN, 0 }, other = { TICKET_OPEN, 0 };
static const struct landing_ticket closed_lately = { TICKET_CLOSED, 3600 }, closed_long = { TICKET_CLOSED, LANDING_REOPEN_SECONDS + 1 };

static const struct landing_candidate known = { &open, TRUE }, unknown = { &open, FALSE };

static void
expect(const struct landing_facts *facts, enum landing_where where, const char *why, const struct landing_ticket *ticket)
{
	struct landing landing = landing_decide(facts);

	assert_int_equal(landing.where, where);
	assert_string_equal(landing.why, why);
	assert_ptr_equal(landing.ticket, ticket);
}

static void
a_mail_that_names_nothing_opens_a_ticket(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .kind = MAIL_PERSON }, LANDING_NEW, "new", NULL);
}

static void
a_reply_address_that_we_signed_is_enough_for_anybody(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .by_address = known }, LANDING_JOIN, "reply_address", &open);
	expect(&(struct landing_facts){ .by_address = unknown }, LANDING_JOIN, "reply_address", &open);
}

static void
who_takes_part_joins_by_what_they_answer(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .by_reference = known }, LANDING_JOIN, "references", &open);
	expect(&(struct landing_facts){ .by_number = known }, LANDING_JOIN, "subject_number", &open);
	expect(&(struct landing_facts){ .by_subject = known }, LANDING_JOIN, "subject", &open);
}

static void
a_reply_from_a_stranger_waits_for_approval(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .by_reference = unknown }, LANDING_HELD, "stranger", &open);
	expect(&(struct landing_facts){ .by_number = unknown }, LANDING_HELD, "stranger", &open);
	/* a subject that looks alike says nothing of a stranger */
	expect(&(struct landing_facts){ .by_subject = unknown }, LANDING_NEW, "new", NULL);
}

static void
the_surer_way_wins(void **state)
{
	const struct landing_candidate elsewhere = { &other, TRUE };

	(void)state;
	expect(&(struct landing_facts){ .by_address = known, .by_reference = elsewhere, .by_number = elsewhere, .by_subject = elsewhere },
	    LANDING_JOIN, "reply_address", &open);
	expect(&(struct landing_facts){ .by_reference = known, .by_number = elsewhere, .by_subject = elsewhere }, LANDING_JOIN, "references", &open);
	expect(&(struct landing_facts){ .by_number = known, .by_subject = elsewhere }, LANDING_JOIN, "subject_number", &open);
	expect(&(struct landing_facts){ .by_reference = unknown, .by_number = elsewhere }, LANDING_HELD, "stranger", &open);
}

static void
a_forged_sender_never_joins_silently(void **state)
{
	const struct landing_facts ways[] = {
		{ .dmarc_failed = TRUE, .by_address = known }, { .dmarc_failed = TRUE, .by_reference = known }, { .dmarc_failed = TRUE, .by_number = known },
	};
	struct landing landing;

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
		expect(&ways[i], LANDING_HELD, "dmarc-failed", &open);
	landing = landing_decide(&(struct landing_facts){ .dmarc_failed = TRUE, .by_subject = known });
	assert_int_equal(landing.where, LANDING_NEW);
	assert_false(landing.is_trusted);
	assert_true(landing_decide(&(struct landing_facts){ .kind = MAIL_PERSON }).is_trusted);
}

static void
only_a_persons_mail_opens_a_ticket(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .kind = MAIL_AUTO_REPLY }, LANDING_IGNORED, "auto_reply", NULL);
	expect(&(struct landing_facts){ .kind = MAIL_LIST }, LANDING_IGNORED, "list", NULL);
	expect(&(struct landing_facts){ .kind = MAIL_OWN }, LANDING_IGNORED, "own", NULL);
	expect(&(struct landing_facts){ .kind = MAIL_BOUNCE, .by_reference = known }, LANDING_BOUNCE, "bounce", NULL);
}

static void
an_automatic_answer_is_kept_with_the_ticket_it_names(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .kind = MAIL_AUTO_REPLY, .by_address = known }, LANDING_IGNORED, "auto_reply", &open);
	expect(&(struct landing_facts){ .kind = MAIL_AUTO_REPLY, .by_reference = unknown }, LANDING_IGNORED, "auto_reply", &open);
}

static void
a_second_delivery_is_no_second_message(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .is_duplicate = TRUE, .by_reference = known }, LANDING_DUPLICATE, "duplicate", NULL);
	expect(&(struct landing_facts){ .is_duplicate = TRUE, .kind = MAIL_BOUNCE }, LANDING_DUPLICATE, "duplicate", NULL);
}

static void
a_ticket_that_was_closed_lately_opens_again(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .by_reference = { &closed_lately, TRUE } }, LANDING_JOIN, "references", &closed_lately);
}

static void
one_that_was_closed_long_ago_is_followed_up(void **state)
{
	(void)state;
	expect(&(struct landing_facts){ .by_address = { &closed_long, FALSE } }, LANDING_NEW, "follow_up", &closed_long);
	expect(&(struct landing_facts){ .by_reference = { &closed_long, TRUE } }, LANDING_NEW, "follow_up", &closed_long);
	expect(&(struct landing_facts){ .by_reference = { &closed_long, FALSE } }, LANDING_HELD, "stranger", &closed_long);
}

static void
what_an_agent_said_stands_above_all(void **state)
{
	const struct landing_facts joins = { .approval = APPROVAL_JOIN, .approved = { &open, FALSE }, .dmarc_failed = TRUE, .is_duplicate = TRUE,
		.kind = MAIL_LIST, .by_reference = { &other, FALSE } };
	const struct landing_facts opens = { .approval = APPROVAL_NEW, .by_reference = known };

	(void)state;
	expect(&joins, LANDING_JOIN, "approved", &open);
	expect(&opens, LANDING_NEW, "approved", NULL);
	/* the ticket is gone meanwhile */
	expect(&(struct landing_facts){ .approval = APPROVAL_JOIN }, LANDING_NEW, "approved", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_that_names_nothing_opens_a_ticket),
		cmocka_unit_test(a_reply_address_that_we_signed_is_enough_for_anybody),
		cmocka_unit_test(who_takes_part_joins_by_what_they_answer),
		cmocka_unit_test(a_reply_from_a_stranger_waits_for_approval),
		cmocka_unit_test(the_surer_way_wins),
		cmocka_unit_test(a_forged_sender_never_joins_silently),
		cmocka_unit_test(only_a_persons_mail_opens_a_ticket),
		cmocka_unit_test(an_automatic_answer_is_kept_with_the_ticket_it_names),
		cmocka_unit_test(a_second_delivery_is_no_second_message),
		cmocka_unit_test(a_ticket_that_was_closed_lately_opens_again),
		cmocka_unit_test(one_that_was_closed_long_ago_is_followed_up),
		cmocka_unit_test(what_an_agent_said_stands_above_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
