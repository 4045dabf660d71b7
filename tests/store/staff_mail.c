/* What becomes of mail that agents write from mailboxes of their own, and of senders who give no name. */
#include "letters.h"

#include "desk/desk.h"
#include "desk/held.h"

#define TICKET_OF "(SELECT ticket_id FROM intake WHERE id = '%s')"

static void
an_agents_mail_is_a_note_if_it_is_surely_theirs(void **state)
{
	g_autofree char *first = post({ .from = "ana@abel.example", .id = "staff-1@abel.example", .subject = "Staff" });
	g_autofree char *waiting = fixture_sql("SELECT waiting_since FROM support_tickets WHERE id = " TICKET_OF, first);
	g_autofree char *note = post({ .from = "sam@support.example", .id = "staff-2@support.example", .answers = "staff-1@abel.example",
	    .cc = "who@nowhere.example", .text = "I know this one.", .dmarc = "pass" });

	(void)state;
	fixture_expect("agent|t|01900000-0000-7000-8000-0000000000f1|Somebody|references",
	    "SELECT concat_ws('|', sender_type, is_internal, sender_id, sender_name, landed_by) FROM ticket_messages WHERE intake_id = '%s'", note);
	fixture_expect("open|2", "SELECT concat_ws('|', status, message_count) FROM support_tickets WHERE id = " TICKET_OF, first);
	fixture_expect(waiting, "SELECT waiting_since FROM support_tickets WHERE id = " TICKET_OF, first);
	fixture_expect("1", "SELECT count(*) FROM ticket_participants WHERE ticket_id = " TICKET_OF, first);
	fixture_expect("agent", "SELECT actor_type FROM events WHERE type = 'note.added' AND ticket_id = " TICKET_OF, first);
}

static void
an_agents_address_alone_proves_nothing(void **state)
{
	g_autofree char *first = post({ .from = "ana@abel.example", .id = "staff-3@abel.example", .subject = "Proof" });
	g_autofree char *in = post({ .from = "sam@support.example", .id = "staff-4@support.example", .answers = "staff-3@abel.example" });
	g_autoptr(GError) error = NULL;
	g_autofree char *json = NULL;

	(void)state;
	fixture_expect("held|stranger", "SELECT concat_ws('|', state, reason) FROM intake WHERE id = '%s'", in);
	json = desk_held_approve(fixture.desk, &fixture.agent, in, NULL, FALSE, &error);
	assert_non_null(json);
	assert_int_equal(letters_receive(fixture.desk, "staff", &error), 1);
	fixture_expect("agent|t|approved", "SELECT concat_ws('|', sender_type, is_internal, landed_by) FROM ticket_messages WHERE intake_id = '%s'", in);
}

static void
who_gives_no_name_is_called_as_they_are_known(void **state)
{
	g_autofree char *known = post({ .from = "bo@abel.example", .id = "staff-5@abel.example", .is_nameless = TRUE, .subject = "Nameless" });
	g_autofree char *forged = post({ .from = "bo@abel.example", .id = "staff-6@abel.example", .is_nameless = TRUE, .subject = "Forged", .dmarc = "fail" });

	(void)state;
	fixture_expect("Bo", "SELECT sender_name FROM ticket_messages WHERE intake_id = '%s'", known);
	fixture_expect("", "SELECT sender_name FROM ticket_messages WHERE intake_id = '%s'", forged);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_agents_mail_is_a_note_if_it_is_surely_theirs),
		cmocka_unit_test(an_agents_address_alone_proves_nothing),
		cmocka_unit_test(who_gives_no_name_is_called_as_they_are_known),
	};

	g_set_prgname("staff_mail");
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
