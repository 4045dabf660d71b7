/* Tickets merged, split, and both undone, on a real database. */
#include "fixture.h"

#include <string.h>

#include "base/fault.h"
#include "desk/merge.h"
#include "desk/participant.h"
#include "desk/reply.h"
#include "desk/ticket.h"

/* All that can be seen of a ticket's messages and people, but for versions. */
#define PICTURE \
	"SELECT concat_ws(E'\\n', t.status, t.merged_into, t.message_count, t.waiting_since IS NOT NULL, t.closed_at, " \
	"(SELECT string_agg(concat_ws(' ', m.seq, m.body, m.client_id, m.moved_from, m.builder_id), ',' ORDER BY m.seq) FROM ticket_messages m " \
	"WHERE m.ticket_id = t.id), (SELECT string_agg(p.contact_id::text, ',' ORDER BY p.contact_id) FROM ticket_participants p " \
	"WHERE p.ticket_id = t.id AND p.removed_at IS NULL)) FROM support_tickets t WHERE t.id = '%s'"

static char *
open_as(const struct actor *actor, const char *body)
{
	struct ticket_new new = { .subject = "Trouble", .description = body };
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
say_as(const struct actor *actor, const char *ticket, const char *body, const char *client_id)
{
	g_autoptr(GError) error = NULL;
	gboolean is_new;
	g_autofree char *json = desk_reply(fixture.desk, actor, ticket, &(struct reply_new){ .body = body, .client_id = client_id }, 0, &is_new, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
	return json_member(json, "id");
}

static void
merge(const char *from, const char *into)
{
	g_autoptr(GError) error = NULL;
	int64_t version;
	g_autofree char *json = desk_merge(fixture.desk, &fixture.agent, from, into, 0, &version, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
}

static void
unmerge(const char *from)
{
	g_autoptr(GError) error = NULL;
	int64_t version;
	g_autofree char *json = desk_unmerge(fixture.desk, &fixture.agent, from, &version, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
}

static void
expect_fault(GError **error, const char *name)
{
	assert_non_null(*error);
	assert_string_equal(fault_name(*error), name);
	g_clear_error(error);
}

static void
an_undone_merge_leaves_both_as_they_were(void **state)
{
	g_autofree char *one = open_as(&fixture.ana, "one"), *two = open_as(&fixture.bo, "two");
	g_autofree char *s1 = say_as(&fixture.ana, one, "one again", "same"), *s2 = say_as(&fixture.bo, two, "two again", "same");
	g_autofree char *one_before = fixture_sql(PICTURE, one), *two_before = fixture_sql(PICTURE, two), *picture = NULL;
	g_autoptr(GError) error = NULL;
	gboolean is_new;

	(void)state;
	merge(one, two);
	fixture_expect("two,two again,one,one again", "SELECT string_agg(body, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", two);
	fixture_expect("2", "SELECT count(*) FROM ticket_participants WHERE ticket_id = '%s' AND removed_at IS NULL", two);
	fixture_expect("closed 0", "SELECT concat_ws(' ', status, message_count) FROM support_tickets WHERE id = '%s'", one);
	assert_null(desk_reply(fixture.desk, &fixture.ana, one, &(struct reply_new){ .body = "still here?" }, 0, &is_new, &error));
	expect_fault(&error, "ticket-merged");
	unmerge(one);
	fixture_expect(one_before, PICTURE, one);
	fixture_expect(two_before, PICTURE, two);
	picture = say_as(&fixture.ana, one, "one more", NULL);
	fixture_expect("3", "SELECT seq FROM ticket_messages WHERE id = '%s'", picture);
}

static void
what_came_after_a_merge_stays_where_it_came_to(void **state)
{
	g_autofree char *one = open_as(&fixture.ana, "one"), *two = open_as(&fixture.ana, "two"), *later = NULL;

	(void)state;
	merge(one, two);
	later = say_as(&fixture.ana, two, "later", NULL);
	unmerge(one);
	fixture_expect("two,later", "SELECT string_agg(body, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", two);
	fixture_expect("one", "SELECT string_agg(body, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", one);
}

static void
a_chain_of_merges_is_undone_from_its_end(void **state)
{
	g_autofree char *one = open_as(&fixture.ana, "one"), *two = open_as(&fixture.ana, "two"), *three = open_as(&fixture.ana, "three");
	g_autofree char *one_before = fixture_sql(PICTURE, one), *two_before = fixture_sql(PICTURE, two), *three_before = fixture_sql(PICTURE, three);
	g_autoptr(GError) error = NULL;
	int64_t version;

	(void)state;
	merge(one, two);
	merge(two, three);
	assert_null(desk_unmerge(fixture.desk, &fixture.agent, one, &version, &error));
	expect_fault(&error, "merged-further");
	unmerge(two);
	unmerge(one);
	fixture_expect(one_before, PICTURE, one);
	fixture_expect(two_before, PICTURE, two);
	fixture_expect(three_before, PICTURE, three);
	assert_null(desk_unmerge(fixture.desk, &fixture.agent, one, &version, &error));
	expect_fault(&error, "not-merged");
}

static void
builders_are_never_mixed(void **state)
{
	g_autofree char *ours = open_as(&fixture.ana, "ours"), *theirs = open_as(&fixture.other, "theirs");
	g_autoptr(GError) error = NULL;
	int64_t version;

	(void)state;
	assert_null(desk_merge(fixture.desk, &fixture.agent, ours, theirs, 0, &version, &error));
	expect_fault(&error, "different-builders");
	assert_null(desk_merge(fixture.desk, &fixture.agent, ours, ours, 0, &version, &error));
	expect_fault(&error, "same-ticket");
	assert_null(desk_merge(fixture.desk, &fixture.ana, ours, theirs, 0, &version, &error));
	expect_fault(&error, "agents-only");
}

static void
a_triage_ticket_merged_by_number_becomes_the_builders(void **state)
{
	struct ticket_new new = { .subject = "Who", .description = "stray", .address = "stray@nowhere.example" };
	g_autofree char *ours = open_as(&fixture.ana, "ours"), *number = fixture_sql("SELECT number FROM support_tickets WHERE id = '%s'", ours);
	g_autoptr(GError) error = NULL;
	int64_t version;
	char stray[37];

	(void)state;
	g_free(desk_ticket_open(fixture.desk, &fixture.agent, &new, &version, stray, &error));
	merge(stray, number);
	fixture_expect(fixture.ana.builder_id, "SELECT builder_id FROM ticket_messages WHERE body = 'stray'");
	unmerge(stray);
	fixture_expect(NULL, "SELECT builder_id FROM ticket_messages WHERE body = 'stray'");
}

static void
a_split_takes_messages_and_a_merge_brings_them_back(void **state)
{
	g_autofree char *whole = open_as(&fixture.ana, "first"), *other_topic = say_as(&fixture.bo, whole, "another thing", NULL);
	g_autofree char *third = say_as(&fixture.ana, whole, "first again", NULL), *part = NULL;
	const char *const ids[] = { other_topic, NULL };
	g_autoptr(GError) error = NULL;
	int64_t version;
	char id[37];

	(void)state;
	fixture_sql("INSERT INTO ticket_references VALUES ('other-topic@mail', '%s', '%s')", whole, other_topic);
	part = desk_split(fixture.desk, &fixture.agent, whole, ids, "The other thing", 0, &version, id, &error);
	assert_non_null(part);
	fixture_expect("The other thing in_app bo@abel.example 1 another thing t", "SELECT concat_ws(' ', t.subject, t.source, c.address, m.seq, m.body,"
	    " t.waiting_since IS NOT NULL) FROM support_tickets t JOIN contacts c ON c.id = t.contact_id JOIN ticket_messages m ON m.ticket_id = t.id"
	    " WHERE t.id = '%s'", id);
	fixture_expect(id, "SELECT ticket_id FROM ticket_references WHERE message_id = 'other-topic@mail'");
	fixture_expect("1 3", "SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", whole);
	merge(id, whole);
	fixture_expect("first,first again,another thing", "SELECT string_agg(body, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", whole);
}

static void
a_split_of_everything_or_of_nothing_is_refused(void **state)
{
	g_autofree char *whole = open_as(&fixture.ana, "first"), *stranger = open_as(&fixture.bo, "not of it");
	g_autofree char *first = fixture_sql("SELECT id FROM ticket_messages WHERE ticket_id = '%s'", whole);
	g_autofree char *foreign = fixture_sql("SELECT id FROM ticket_messages WHERE ticket_id = '%s'", stranger);
	const char *const all[] = { first, NULL }, *const mixed[] = { first, foreign, NULL }, *const none[] = { NULL };
	g_autoptr(GError) error = NULL;
	int64_t version;
	char id[37];

	(void)state;
	assert_null(desk_split(fixture.desk, &fixture.agent, whole, all, "x", 0, &version, id, &error));
	expect_fault(&error, "nothing-left");
	assert_null(desk_split(fixture.desk, &fixture.agent, whole, mixed, "x", 0, &version, id, &error));
	expect_fault(&error, "not-in-ticket");
	assert_null(desk_split(fixture.desk, &fixture.agent, whole, none, "x", 0, &version, id, &error));
	expect_fault(&error, "not-in-ticket");
	fixture_expect("1", "SELECT count(*) FROM ticket_messages WHERE ticket_id = '%s'", whole);
}

static void
people_are_added_and_taken_out(void **state)
{
	g_autofree char *ticket = open_as(&fixture.ana, "first");
	g_autofree char *added = NULL, *contact = NULL, *requester = NULL, *people = NULL;
	g_autoptr(GError) error = NULL;

	(void)state;
	added = desk_participant_add(fixture.desk, &fixture.agent, ticket, "Architect@plans.example", "Ari", &error);
	assert_non_null(added);
	contact = json_member(added, "contact_id");
	g_free(desk_participant_add(fixture.desk, &fixture.agent, ticket, "architect@PLANS.example", NULL, &error));
	fixture_expect("2", "SELECT count(*) FROM ticket_participants WHERE ticket_id = '%s' AND removed_at IS NULL", ticket);
	people = desk_participants(fixture.desk, &fixture.ana, ticket, &error);
	assert_non_null(strstr(people, "Architect@plans.example"));
	assert_int_equal(desk_participant_remove(fixture.desk, &fixture.agent, ticket, contact, &error), 1);
	assert_int_equal(desk_participant_remove(fixture.desk, &fixture.agent, ticket, contact, &error), -1);
	expect_fault(&error, "no-such-participant");
	requester = fixture_sql("SELECT contact_id FROM support_tickets WHERE id = '%s'", ticket);
	assert_int_equal(desk_participant_remove(fixture.desk, &fixture.agent, ticket, requester, &error), -1);
	expect_fault(&error, "requester-stays");
	for (int i = 0; i < 49; i++) {
		g_autofree char *address = g_strdup_printf("p%d@many.example", i);

		g_free(desk_participant_add(fixture.desk, &fixture.agent, ticket, address, NULL, &error));
		assert_null(error);
	}
	assert_null(desk_participant_add(fixture.desk, &fixture.agent, ticket, "one@too.many.example", NULL, &error));
	expect_fault(&error, "too-many-participants");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_undone_merge_leaves_both_as_they_were),
		cmocka_unit_test(what_came_after_a_merge_stays_where_it_came_to),
		cmocka_unit_test(a_chain_of_merges_is_undone_from_its_end),
		cmocka_unit_test(builders_are_never_mixed),
		cmocka_unit_test(a_triage_ticket_merged_by_number_becomes_the_builders),
		cmocka_unit_test(a_split_takes_messages_and_a_merge_brings_them_back),
		cmocka_unit_test(a_split_of_everything_or_of_nothing_is_refused),
		cmocka_unit_test(people_are_added_and_taken_out),
	};

	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
