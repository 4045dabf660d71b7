/* Tickets at the desk, on a real database. */
#include "fixture.h"

#include <string.h>

#include "base/fault.h"
#include "desk/change.h"
#include "desk/reply.h"
#include "desk/ticket.h"

#define SUBJECT "The schedule is empty"

static char *
open_as(const struct actor *actor, const char *subject)
{
	struct ticket_new new = { .subject = subject, .description = "Since this morning nothing is shown.",
		.context_url = "https://app.example/jobs/7/schedules", .context_metadata = "{\"browser\": \"Firefox 128\"}" };
	g_autoptr(GError) error = NULL;
	g_autofree char *json = NULL;
	char id[37];
	int64_t version;

	json = desk_ticket_open(fixture.desk, actor, &new, &version, id, &error);
	if (json == NULL)
		fail_msg("%s", error->message);
	return g_strdup(id);
}

static char *
say_as(const struct actor *actor, const char *ticket, const struct reply_new *reply)
{
	g_autoptr(GError) error = NULL;
	gboolean is_new;
	char *json = desk_reply(fixture.desk, actor, ticket, reply, 0, &is_new, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
	return json;
}

static int64_t
change_as(const struct actor *actor, const char *ticket, struct ticket_change change)
{
	g_autoptr(GError) error = NULL;
	int64_t version = 0;
	g_autofree char *json = desk_ticket_change(fixture.desk, actor, ticket, &change, 0, &version, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
	return version;
}

static void
expect_fault(GError **error, const char *name)
{
	assert_non_null(*error);
	assert_string_equal(fault_name(*error), name);
	g_clear_error(error);
}

static void
a_customer_opens_a_ticket_and_it_has_all_that_was_captured(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);

	(void)state;
	fixture_expect("open P3 scheduling in_app professional", "SELECT concat_ws(' ', status, severity, category, source, plan_tier)"
	    " FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("{\"browser\": \"Firefox 128\", \"plan_tier\": \"professional\", \"user_role\": \"owner\"}",
	    "SELECT context_metadata FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("1 day", "SELECT sla_response_by - created_at FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("1 customer Ana ana@abel.example t", "SELECT concat_ws(' ', m.seq, m.sender_type, m.sender_name, m.sender_address,"
	    " m.body = t.description) FROM ticket_messages m JOIN support_tickets t ON t.id = m.ticket_id WHERE t.id = '%s'", id);
	fixture_expect("requester ana@abel.example", "SELECT concat_ws(' ', p.role, c.address) FROM ticket_participants p"
	    " JOIN contacts c ON c.id = p.contact_id WHERE p.ticket_id = '%s'", id);
	fixture_expect("ticket.opened message.added", "SELECT string_agg(type, ' ' ORDER BY id) FROM events WHERE ticket_id = '%s'", id);
	fixture_expect("0", "SELECT count(*) FROM audit_log WHERE object_id = '%s'", id);
}

static void
another_builder_does_not_see_it(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autoptr(GError) error = NULL;
	struct page page = { NULL };
	gboolean is_new;

	(void)state;
	assert_null(desk_ticket(fixture.desk, &fixture.other, id, NULL, &error));
	expect_fault(&error, "no-such-ticket");
	assert_null(desk_reply(fixture.desk, &fixture.other, id, &(struct reply_new){ .body = "Hello" }, 0, &is_new, &error));
	expect_fault(&error, "no-such-ticket");
	assert_int_equal(desk_tickets(fixture.desk, &fixture.other, TICKET_SORT_NEWEST, &(struct ticket_filter){ .builder_id = fixture.ana.builder_id },
	    50, NULL, &page, &error), 1);
	assert_string_equal(page.items, "[]");
	page_clear(&page);
}

static void
a_colleague_sees_it_and_joins_by_writing(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT), *said = say_as(&fixture.bo, id, &(struct reply_new){ .body = "Mine too." });
	g_autofree char *seq = json_member(said, "seq"), *name = json_member(said, "sender_name");

	(void)state;
	assert_string_equal(seq, "2");
	assert_string_equal(name, "Bo");
	fixture_expect("requester cc", "SELECT string_agg(role, ' ' ORDER BY role DESC) FROM ticket_participants WHERE ticket_id = '%s'", id);
}

static void
an_agents_answer_is_mailed_and_stops_the_clock(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autofree char *said = say_as(&fixture.agent, id, &(struct reply_new){ .body = "We are looking.", .undo_seconds = -1 });
	g_autofree char *message = json_member(said, "id"), *delivery = json_member(said, "delivery_state");

	(void)state;
	assert_string_equal(delivery, "waiting");
	fixture_expect("in_progress t t", "SELECT concat_ws(' ', status, waiting_since IS NULL, first_response_at IS NOT NULL)"
	    " FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("waiting t", "SELECT concat_ws(' ', state, next_attempt_at > now() + interval '5 s') FROM outbox WHERE message = '%s'", message);
	fixture_expect("ticket.reply", "SELECT action FROM audit_log WHERE object_id = '%s'", id);
}

static void
an_answer_can_be_taken_back_in_time_and_the_ticket_waits_again(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autofree char *said = say_as(&fixture.agent, id, &(struct reply_new){ .body = "Oops", .status = "waiting_on_customer", .undo_seconds = -1 });
	g_autofree char *message = json_member(said, "id"), *undone = NULL, *delivery = NULL, *seen = NULL;
	g_autoptr(GError) error = NULL;

	(void)state;
	fixture_expect("waiting_on_customer", "SELECT status FROM support_tickets WHERE id = '%s'", id);
	assert_null(desk_reply_undo(fixture.desk, &fixture.colleague, id, message, &error));
	expect_fault(&error, "not-yours");
	undone = desk_reply_undo(fixture.desk, &fixture.agent, id, message, &error);
	assert_non_null(undone);
	delivery = json_member(undone, "delivery_state");
	assert_string_equal(delivery, "cancelled");
	fixture_expect("cancelled", "SELECT state FROM outbox WHERE message = '%s'", message);
	fixture_expect("open t t 1", "SELECT concat_ws(' ', status, waiting_since IS NOT NULL, first_response_at IS NULL, message_count)"
	    " FROM support_tickets WHERE id = '%s'", id);
	assert_null(desk_reply_undo(fixture.desk, &fixture.agent, id, message, &error));
	expect_fault(&error, "too-late");
	seen = desk_ticket(fixture.desk, &fixture.ana, id, NULL, &error);
	assert_null(strstr(seen, "Oops"));
}

static void
a_note_is_not_for_customers(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autofree char *note = say_as(&fixture.agent, id, &(struct reply_new){ .body = "A known trouble-maker.", .is_internal = TRUE });
	g_autofree char *by_customer = NULL, *by_agent = NULL;
	g_autoptr(GError) error = NULL;
	gboolean is_new;

	(void)state;
	by_customer = desk_ticket(fixture.desk, &fixture.ana, id, NULL, &error);
	by_agent = desk_ticket(fixture.desk, &fixture.agent, id, NULL, &error);
	assert_null(strstr(by_customer, "trouble-maker"));
	assert_non_null(strstr(by_agent, "trouble-maker"));
	fixture_expect("open t 1 2", "SELECT concat_ws(' ', status, waiting_since IS NOT NULL, message_count, last_seq) FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("0", "SELECT count(*) FROM outbox WHERE ticket_id = '%s'", id);
	assert_null(desk_reply(fixture.desk, &fixture.ana, id, &(struct reply_new){ .body = "x", .is_internal = TRUE }, 0, &is_new, &error));
	expect_fault(&error, "agents-only");
}

static void
the_same_client_id_twice_is_one_message(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	struct reply_new reply = { .body = "Again?", .client_id = "tab-1-7" };
	g_autofree char *first = say_as(&fixture.ana, id, &reply), *second = NULL;
	g_autoptr(GError) error = NULL;
	gboolean is_new = TRUE;

	(void)state;
	second = desk_reply(fixture.desk, &fixture.ana, id, &reply, 0, &is_new, &error);
	assert_false(is_new);
	assert_string_equal(first, second);
	fixture_expect("2", "SELECT count(*) FROM ticket_messages WHERE ticket_id = '%s'", id);
}

static void
whoever_saw_an_older_version_is_told(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autoptr(GError) error = NULL;
	int64_t version;
	struct ticket_change change = { .severity = "P1" };

	(void)state;
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .category = "bug" });
	assert_null(desk_ticket_change(fixture.desk, &fixture.agent, id, &change, 1, &version, &error));
	expect_fault(&error, "changed-meanwhile");
	fixture_expect("P3 2", "SELECT concat_ws(' ', severity, version) FROM support_tickets WHERE id = '%s'", id);
}

static void
a_severity_moves_the_promise(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);

	(void)state;
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .severity = "P1" });
	fixture_expect("02:00:00", "SELECT sla_response_by - created_at FROM support_tickets WHERE id = '%s'", id);
	fixture_expect("P3 P1", "SELECT concat_ws(' ', data ->> 'before', data ->> 'after') FROM events"
	    " WHERE ticket_id = '%s' AND type = 'ticket.severity_changed'", id);
}

static void
an_agents_load_is_kept_whoever_changes_the_ticket(void **state)
{
	static const char load[] = "SELECT string_agg(active_tickets::text, ' ' ORDER BY id) FROM support_agents";
	g_autofree char *id = open_as(&fixture.ana, SUBJECT), *reopened = NULL;

	(void)state;
	fixture_expect("0 0 0", "%s", load);
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .sets_assignee = TRUE, .assignee = "me" });
	fixture_expect("1 0 0", "%s", load);
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .sets_assignee = TRUE, .assignee = fixture.colleague.id });
	fixture_expect("0 1 0", "%s", load);
	(void)change_as(&fixture.ana, id, (struct ticket_change){ .status = "resolved" });
	fixture_expect("0 0 0", "%s", load);
	reopened = say_as(&fixture.ana, id, &(struct reply_new){ .body = "Not really." });
	fixture_expect("0 1 0", "%s", load);
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .sets_assignee = TRUE });
	fixture_expect("0 0 0", "%s", load);
}

static void
a_customer_closes_and_reopens_but_sets_nothing_else(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT);
	g_autoptr(GError) error = NULL;
	int64_t version;

	(void)state;
	(void)change_as(&fixture.ana, id, (struct ticket_change){ .status = "closed" });
	fixture_expect("closed t t t", "SELECT concat_ws(' ', status, closed_at IS NOT NULL, resolved_at IS NOT NULL, waiting_since IS NULL)"
	    " FROM support_tickets WHERE id = '%s'", id);
	(void)change_as(&fixture.ana, id, (struct ticket_change){ .status = "open" });
	fixture_expect("open t t", "SELECT concat_ws(' ', status, closed_at IS NULL, waiting_since IS NOT NULL) FROM support_tickets WHERE id = '%s'", id);
	assert_null(desk_ticket_change(fixture.desk, &fixture.ana, id, &(struct ticket_change){ .status = "in_progress" }, 0, &version, &error));
	expect_fault(&error, "status-not-allowed");
	assert_null(desk_ticket_change(fixture.desk, &fixture.ana, id, &(struct ticket_change){ .severity = "P1" }, 0, &version, &error));
	expect_fault(&error, "agents-only");
}

static void
a_subject_too_long_is_refused_and_not_cut(void **state)
{
	g_autofree char *subject = g_strnfill(301, 'x');
	struct ticket_new new = { .subject = subject, .description = "x" };
	g_autoptr(GError) error = NULL;
	int64_t version;
	char id[37];

	(void)state;
	assert_null(desk_ticket_open(fixture.desk, &fixture.ana, &new, &version, id, &error));
	expect_fault(&error, "subject-too-long");
	new.subject = "  ";
	assert_null(desk_ticket_open(fixture.desk, &fixture.ana, &new, &version, id, &error));
	expect_fault(&error, "subject-missing");
}

static void
an_agent_opens_a_ticket_for_somebody_on_the_phone(void **state)
{
	struct ticket_new known = { .subject = "Called", .description = "Cannot log in", .address = "BO@abel.example" };
	struct ticket_new by_domain = { .subject = "Called", .description = "Cannot log in", .address = "new@abel.example", .name = "New" };
	struct ticket_new stranger = { .subject = "Called", .description = "Who are you?", .address = "who@else.example" };
	g_autoptr(GError) error = NULL;
	int64_t version;
	char id[37];

	(void)state;
	g_free(desk_ticket_open(fixture.desk, &fixture.agent, &known, &version, id, &error));
	fixture_expect("Abel Homes Bo phone f", "SELECT concat_ws(' ', b.name, u.name, t.source, t.is_triage) FROM support_tickets t"
	    " JOIN builders b ON b.id = t.builder_id JOIN users u ON u.id = t.user_id WHERE t.id = '%s'", id);
	g_free(desk_ticket_open(fixture.desk, &fixture.agent, &by_domain, &version, id, &error));
	fixture_expect("Abel Homes New f", "SELECT concat_ws(' ', b.name, c.name, t.is_triage) FROM support_tickets t"
	    " JOIN builders b ON b.id = t.builder_id JOIN contacts c ON c.id = t.contact_id WHERE t.id = '%s'", id);
	g_free(desk_ticket_open(fixture.desk, &fixture.agent, &stranger, &version, id, &error));
	fixture_expect("t", "SELECT is_triage FROM support_tickets WHERE id = '%s'", id);
	(void)change_as(&fixture.agent, id, (struct ticket_change){ .builder_id = fixture.other.builder_id });
	fixture_expect("f free t t", "SELECT concat_ws(' ', t.is_triage, t.plan_tier, m.builder_id = t.builder_id, p.builder_id = t.builder_id)"
	    " FROM support_tickets t JOIN ticket_messages m ON m.ticket_id = t.id JOIN ticket_participants p ON p.ticket_id = t.id WHERE t.id = '%s'", id);
	assert_null(desk_ticket_change(fixture.desk, &fixture.agent, id, &(struct ticket_change){ .builder_id = fixture.ana.builder_id }, 0, &version, &error));
	expect_fault(&error, "not-in-triage");
}

static void
pages_neither_skip_nor_repeat(void **state)
{
	g_autofree char *cursor = NULL;
	g_autofree char *all = fixture_sql("SELECT count(*) FROM support_tickets WHERE builder_id = '%s'", fixture.ana.builder_id);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GError) error = NULL;

	(void)state;
	do {
		struct page page;

		assert_int_equal(desk_tickets(fixture.desk, &fixture.ana, TICKET_SORT_UPDATED, &(struct ticket_filter){ 0 }, 3, cursor, &page, &error), 1);
		for (const char *at = page.items; (at = strstr(at, "\"number\": ")) != NULL; at += 10)
			assert_true(g_hash_table_add(seen, g_strndup(at + 10, strspn(at + 10, "0123456789"))));
		g_free(cursor);
		cursor = g_steal_pointer(&page.next);
		page_clear(&page);
	} while (cursor != NULL);
	assert_int_equal(g_hash_table_size(seen), g_ascii_strtoll(all, NULL, 10));
	assert_int_equal(desk_tickets(fixture.desk, &fixture.ana, TICKET_SORT_NEWEST, &(struct ticket_filter){ 0 }, 3, "bm9wZQ", &(struct page){ NULL }, &error), -1);
	expect_fault(&error, "bad-cursor");
}

static void
long_messages_come_in_pages_that_fit_into_memory(void **state)
{
	g_autofree char *id = open_as(&fixture.ana, SUBJECT), *text = g_strnfill(1000000, 'x'), *cursor = NULL;
	g_autoptr(GError) error = NULL;
	int pages = 0, messages = 0;

	(void)state;
	for (int i = 0; i < 9; i++)
		g_free(say_as(&fixture.ana, id, &(struct reply_new){ .body = text }));
	do {
		struct page page;

		assert_int_equal(desk_messages(fixture.desk, &fixture.ana, id, TRUE, 50, cursor, &page, &error), 1);
		assert_true(strlen(page.items) < 5000000);
		for (const char *at = page.items; (at = strstr(at, "\"seq\": ")) != NULL; at++)
			messages++;
		g_free(cursor);
		cursor = g_steal_pointer(&page.next);
		page_clear(&page);
		pages++;
	} while (cursor != NULL);
	assert_int_equal(messages, 10);
	assert_int_equal(pages, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_customer_opens_a_ticket_and_it_has_all_that_was_captured),
		cmocka_unit_test(another_builder_does_not_see_it),
		cmocka_unit_test(a_colleague_sees_it_and_joins_by_writing),
		cmocka_unit_test(an_agents_answer_is_mailed_and_stops_the_clock),
		cmocka_unit_test(an_answer_can_be_taken_back_in_time_and_the_ticket_waits_again),
		cmocka_unit_test(a_note_is_not_for_customers),
		cmocka_unit_test(the_same_client_id_twice_is_one_message),
		cmocka_unit_test(whoever_saw_an_older_version_is_told),
		cmocka_unit_test(a_severity_moves_the_promise),
		cmocka_unit_test(an_agents_load_is_kept_whoever_changes_the_ticket),
		cmocka_unit_test(a_customer_closes_and_reopens_but_sets_nothing_else),
		cmocka_unit_test(a_subject_too_long_is_refused_and_not_cut),
		cmocka_unit_test(an_agent_opens_a_ticket_for_somebody_on_the_phone),
		cmocka_unit_test(pages_neither_skip_nor_repeat),
		cmocka_unit_test(long_messages_come_in_pages_that_fit_into_memory),
	};

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
