/* The database itself keeps the builders apart: with statements that forgot their WHERE, as the role that customers' requests run in. */
#include "fixture.h"

#include <libpq-fe.h>

#include "base/fault.h"
#include "desk/attachment.h"
#include "desk/reply.h"
#include "desk/ticket.h"
#include "store/db.h"

static PGconn *customer;	/* as Ana */

static char *
open_as(const struct actor *actor)
{
	struct ticket_new new = { .subject = "Trouble", .description = "It is broken." };
	g_autoptr(GError) error = NULL;
	g_autofree char *json = NULL;
	char id[37];
	int64_t version;

	json = desk_ticket_open(fixture.desk, actor, &new, &version, id, &error);
	if (json == NULL)
		fail_msg("%s", error->message);
	return g_strdup(id);
}

static void
reply_as(const struct actor *actor, const char *ticket, struct reply_new reply)
{
	g_autoptr(GError) error = NULL;
	gboolean is_new;
	g_autofree char *json = desk_reply(fixture.desk, actor, ticket, &reply, 0, &is_new, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
}

/* As the customer: the first value, "denied" where PostgreSQL says so, or how many rows were changed. */
static char *
as_customer(const char *sql)
{
	PGresult *result = PQexec(customer, sql);
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	char *value;

	if (state != NULL)
		value = g_strdup(g_str_equal(state, "42501") ? "denied" : PQresultErrorMessage(result));
	else if (PQresultStatus(result) == PGRES_COMMAND_OK)
		value = g_strdup(PQcmdTuples(result));
	else
		value = g_strdup(PQgetvalue(result, 0, 0));
	PQclear(result);
	return value;
}

static void
expect_as_customer(const char *expected, const char *sql)
{
	g_autofree char *value = as_customer(sql);

	if (g_strcmp0(value, expected) != 0)
		fail_msg("%s: expected %s, got %s", sql, expected, value);
}

static void
a_query_that_forgets_its_where_finds_its_own_builder_only(void **state)
{
	static const char *const tables[] = { "support_tickets", "ticket_messages", "ticket_participants", "attachments", "contacts", "users",
		"outbox" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *foreign = g_strdup_printf("SELECT count(*) FROM %s WHERE builder_id IS DISTINCT FROM my_builder()", tables[i]);
		g_autofree char *own = g_strdup_printf("SELECT count(*) > 0 FROM %s", tables[i]);
		g_autofree char *all = g_strdup_printf("SELECT count(DISTINCT builder_id) > 1 FROM %s", tables[i]);

		fixture_expect("t", "%s", all);	/* there is something to hide */
		expect_as_customer("t", own);
		expect_as_customer("0", foreign);
	}
	expect_as_customer("1", "SELECT count(*) FROM builders");
}

static void
a_change_that_forgets_its_where_changes_its_own_builders_only(void **state)
{
	g_autofree char *own = fixture_sql("SELECT count(*) FROM support_tickets WHERE builder_id = '%s'", fixture.ana.builder_id);

	(void)state;
	expect_as_customer(own, "UPDATE support_tickets SET category = 'forgotten'");
	fixture_expect("0", "SELECT count(*) FROM support_tickets WHERE category = 'forgotten' AND builder_id IS DISTINCT FROM '%s'",
	    fixture.ana.builder_id);
	expect_as_customer("0", "UPDATE attachments SET message_id = message_id WHERE builder_id IS DISTINCT FROM my_builder()");
}

static void
what_is_inside_stays_inside(void **state)
{
	(void)state;
	fixture_expect("t", "SELECT count(*) > 0 FROM ticket_messages WHERE is_internal AND builder_id = '%s'", fixture.ana.builder_id);
	expect_as_customer("0", "SELECT count(*) FROM ticket_messages WHERE is_internal");
	expect_as_customer("denied", "SELECT count(*) FROM audit_log");
	expect_as_customer("denied", "SELECT count(*) FROM events");
	expect_as_customer("denied", "SELECT count(*) FROM agent_secrets");
	expect_as_customer("denied", "SELECT count(*) FROM access_tokens");
	expect_as_customer("denied", "SELECT count(*) FROM intake");
	expect_as_customer("denied", "SELECT count(*) FROM bounces");
	expect_as_customer("denied", "SELECT secret FROM mailboxes");
	expect_as_customer("denied", "SELECT count(*) FROM blob_chunks");
}

static void
nothing_is_written_into_anothers_name(void **state)
{
	(void)state;
	expect_as_customer("denied", "INSERT INTO support_tickets (id, builder_id, subject, source) VALUES"
	    " (gen_random_uuid(), '01900000-0000-7000-8000-0000000000b2', 'x', 'in_app')");
	expect_as_customer("denied", "INSERT INTO events (type, builder_id, actor_type) VALUES ('x', '01900000-0000-7000-8000-0000000000b2', 'customer')");
	expect_as_customer("denied", "UPDATE support_tickets SET builder_id = '01900000-0000-7000-8000-0000000000b2'");
	expect_as_customer("denied", "UPDATE support_tickets SET severity = 'P1'");
	expect_as_customer("denied", "UPDATE support_agents SET role = 'admin'");
	expect_as_customer("denied", "DELETE FROM support_tickets");
}

static void
an_upload_is_its_uploaders_until_a_message_takes_it(void **state)
{
	g_autofree char *ticket = open_as(&fixture.ana), *up = NULL, *id = NULL, *blob = NULL;
	g_autoptr(GError) error = NULL;
	struct attachment_file file;

	(void)state;
	blob = fixture_sql("INSERT INTO blobs (id, size, is_complete) VALUES (gen_random_uuid(), 3, true) RETURNING id");
	up = desk_upload(fixture.desk, &fixture.ana, blob, 3, "a.txt", "text/plain", &error);
	assert_non_null(up);
	id = json_member(up, "id");
	assert_int_equal(desk_attachment(fixture.desk, &fixture.bo, id, &file, &error), -1);
	assert_string_equal(fault_name(error), "no-such-attachment");
	g_clear_error(&error);
	reply_as(&fixture.ana, ticket, (struct reply_new){ .body = "Here.", .attachments = (const char *const[]){ id, NULL } });
	assert_int_equal(desk_attachment(fixture.desk, &fixture.bo, id, &file, &error), 1);
	assert_string_equal(file.filename, "a.txt");
	attachment_file_clear(&file);
	assert_int_equal(desk_attachment(fixture.desk, &fixture.other, id, &file, &error), -1);
	g_clear_error(&error);
}

static void
a_notes_file_is_as_hidden_as_the_note(void **state)
{
	g_autofree char *ticket = open_as(&fixture.ana), *up = NULL, *id = NULL, *blob = NULL;
	g_autoptr(GError) error = NULL;
	struct attachment_file file;

	(void)state;
	blob = fixture_sql("INSERT INTO blobs (id, size, is_complete) VALUES (gen_random_uuid(), 3, true) RETURNING id");
	up = desk_upload(fixture.desk, &fixture.agent, blob, 3, "log.txt", "text/plain", &error);
	id = json_member(up, "id");
	reply_as(&fixture.agent, ticket, (struct reply_new){ .body = "Look.", .is_internal = TRUE, .attachments = (const char *const[]){ id, NULL } });
	assert_int_equal(desk_attachment(fixture.desk, &fixture.ana, id, &file, &error), -1);
	g_clear_error(&error);
	assert_int_equal(desk_attachment(fixture.desk, &fixture.colleague, id, &file, &error), 1);
	attachment_file_clear(&file);
}

static void
an_upload_that_nobody_used_is_gone_after_a_day(void **state)
{
	g_autofree char *blob = fixture_sql("INSERT INTO blobs (id, size, is_complete) VALUES (gen_random_uuid(), 3, true) RETURNING id");
	g_autofree char *stuck = fixture_sql("INSERT INTO blobs (id, created_at) VALUES (gen_random_uuid(), now() - interval '2 days') RETURNING id");
	g_autoptr(GError) error = NULL;
	g_autofree char *up = desk_upload(fixture.desk, &fixture.ana, blob, 3, "a.txt", "text/plain", &error);
	g_autofree char *id = json_member(up, "id");

	(void)state;
	g_free(fixture_sql("UPDATE attachments SET created_at = now() - interval '2 days' WHERE id = '%s'", id));
	assert_int_equal(desk_uploads_sweep(fixture.desk, &error), 2);
	fixture_expect("0", "SELECT count(*) FROM blobs WHERE id IN ('%s', '%s')", blob, stuck);
	assert_int_equal(desk_uploads_sweep(fixture.desk, &error), 0);
}

static int
open_both(void **state)
{
	int failed = fixture_open(state);
	const struct actor *actors[] = { &fixture.ana, &fixture.other };

	for (gsize i = 0; i < G_N_ELEMENTS(actors); i++) {
		g_autofree char *ticket = open_as(actors[i]);
		g_autofree char *blob = fixture_sql("INSERT INTO blobs (id, size, is_complete) VALUES (gen_random_uuid(), 3, true) RETURNING id");
		g_autofree char *up = desk_upload(fixture.desk, actors[i], blob, 3, "a.txt", "text/plain", NULL), *id = json_member(up, "id");

		reply_as(actors[i], ticket, (struct reply_new){ .body = "With a file", .attachments = (const char *const[]){ id, NULL } });
		reply_as(&fixture.agent, ticket, (struct reply_new){ .body = "An answer", .undo_seconds = 600 });
		reply_as(&fixture.agent, ticket, (struct reply_new){ .body = "A note", .is_internal = TRUE });
	}
	customer = PQconnectdb(fixture.conninfo);
	g_free(as_customer("SET supportd.builder_id = '01900000-0000-7000-8000-0000000000b1'"));
	g_free(as_customer("SET supportd.user_id = '01900000-0000-7000-8000-0000000000a1'"));
	g_free(as_customer("SET ROLE supportd_customer"));
	return failed;
}

static int
close_both(void **state)
{
	PQfinish(customer);
	return fixture_close(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_that_forgets_its_where_finds_its_own_builder_only),
		cmocka_unit_test(a_change_that_forgets_its_where_changes_its_own_builders_only),
		cmocka_unit_test(what_is_inside_stays_inside),
		cmocka_unit_test(nothing_is_written_into_anothers_name),
		cmocka_unit_test(an_upload_is_its_uploaders_until_a_message_takes_it),
		cmocka_unit_test(a_notes_file_is_as_hidden_as_the_note),
		cmocka_unit_test(an_upload_that_nobody_used_is_gone_after_a_day),
	};

	return cmocka_run_group_tests(tests, open_both, close_both);
}
