#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/fault.h"
#include "model/ticket.h"

static void
words_and_states_agree(void **state)
{
	(void)state;
	for (int i = TICKET_OPEN; i <= TICKET_CLOSED; i++)
		assert_int_equal(ticket_status_from_word(ticket_status_words[i]), i);
	for (int i = TICKET_P1; i <= TICKET_P4; i++)
		assert_int_equal(ticket_severity_from_word(ticket_severity_words[i]), i);
	assert_int_equal(ticket_status_from_word("OPEN"), -1);
	assert_int_equal(ticket_status_from_word(NULL), -1);
	assert_int_equal(ticket_severity_from_word("P5"), -1);
}

static void
a_closed_ticket_must_be_reopened_first(void **state)
{
	(void)state;
	for (int to = TICKET_IN_PROGRESS; to <= TICKET_RESOLVED; to++) {
		g_autoptr(GError) error = NULL;

		assert_int_equal(ticket_transition(TICKET_CLOSED, (enum ticket_status)to, ACTOR_AGENT, &error), -1);
		assert_true(fault_is(error, FAULT_CONFLICT));
		assert_string_equal(fault_name(error), "illegal-transition");
	}
	assert_int_equal(ticket_transition(TICKET_CLOSED, TICKET_OPEN, ACTOR_AGENT, NULL), 1);
	assert_int_equal(ticket_transition(TICKET_CLOSED, TICKET_CLOSED, ACTOR_AGENT, NULL), 0);
}

static void
a_customer_resolves_closes_and_reopens_and_no_more(void **state)
{
	const enum ticket_status allowed[][2] = { { TICKET_OPEN, TICKET_RESOLVED }, { TICKET_IN_PROGRESS, TICKET_CLOSED },
		{ TICKET_WAITING_ON_CUSTOMER, TICKET_RESOLVED }, { TICKET_RESOLVED, TICKET_OPEN }, { TICKET_CLOSED, TICKET_OPEN } };
	const enum ticket_status forbidden[][2] = { { TICKET_OPEN, TICKET_IN_PROGRESS }, { TICKET_OPEN, TICKET_WAITING_ON_CUSTOMER },
		{ TICKET_WAITING_ON_CUSTOMER, TICKET_OPEN }, { TICKET_RESOLVED, TICKET_IN_PROGRESS } };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
		assert_int_equal(ticket_transition(allowed[i][0], allowed[i][1], ACTOR_CUSTOMER, NULL), 1);
	for (gsize i = 0; i < G_N_ELEMENTS(forbidden); i++) {
		g_autoptr(GError) error = NULL;

		assert_int_equal(ticket_transition(forbidden[i][0], forbidden[i][1], ACTOR_CUSTOMER, &error), -1);
		assert_true(fault_is(error, FAULT_FORBIDDEN));
		assert_int_equal(ticket_transition(forbidden[i][0], forbidden[i][1], ACTOR_AGENT, NULL), 1);
	}
}

static void
a_customers_message_wakes_a_ticket_that_was_done(void **state)
{
	(void)state;
	assert_int_equal(ticket_status_after_customer(TICKET_RESOLVED, TRUE), TICKET_OPEN);
	assert_int_equal(ticket_status_after_customer(TICKET_CLOSED, FALSE), TICKET_OPEN);
	assert_int_equal(ticket_status_after_customer(TICKET_WAITING_ON_CUSTOMER, TRUE), TICKET_IN_PROGRESS);
	assert_int_equal(ticket_status_after_customer(TICKET_WAITING_ON_CUSTOMER, FALSE), TICKET_OPEN);
	assert_int_equal(ticket_status_after_customer(TICKET_IN_PROGRESS, TRUE), TICKET_IN_PROGRESS);
	assert_int_equal(ticket_status_after_agent(TICKET_OPEN), TICKET_IN_PROGRESS);
	assert_int_equal(ticket_status_after_agent(TICKET_RESOLVED), TICKET_RESOLVED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_states_agree),
		cmocka_unit_test(a_closed_ticket_must_be_reopened_first),
		cmocka_unit_test(a_customer_resolves_closes_and_reopens_and_no_more),
		cmocka_unit_test(a_customers_message_wakes_a_ticket_that_was_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
