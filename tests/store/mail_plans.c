/* At 100,000 mails in and out, what the mail daemons ask all day finds its rows by an index: in the plan that a connection keeps, which
 * knows no values. */
#include "fixture.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "store/db.h"

static const char years_of_mail[] =
    "INSERT INTO contacts (id, address) SELECT gen_random_uuid(), 'c' || n || '@x.example' FROM generate_series(1, 100000) n;"
    "INSERT INTO support_tickets (id, contact_id, subject, status, source, message_count, last_seq) "
    "SELECT gen_random_uuid(), c.id, 'Subject', 'closed', 'email', 1, 1 FROM contacts c;"
    "INSERT INTO ticket_participants (ticket_id, contact_id, role) SELECT id, contact_id, 'requester' FROM support_tickets;"
    "INSERT INTO ticket_messages (id, ticket_id, seq, sender_type, channel, body, message_id) "
    "SELECT gen_random_uuid(), id, 1, 'customer', 'email', 'text', 'm' || number || '@x.example' FROM support_tickets;"
    "INSERT INTO ticket_references (message_id, ticket_id, message) SELECT message_id, ticket_id, id FROM ticket_messages;"
    "INSERT INTO intake (id, mailbox_id, digest, size, state, message_id, ticket_id, sender_address) "
    "SELECT gen_random_uuid(), '01900000-0000-7000-8000-0000000000c1', sha256(message_id::bytea), 4000, 'received', message_id, ticket_id, 'x' "
    "FROM ticket_messages;"
    "INSERT INTO outbox (id, kind, ticket_id, message, mailbox_id, message_id, recipients, subject, body, reply_to, state) "
    "SELECT gen_random_uuid(), 'reply', ticket_id, id, '01900000-0000-7000-8000-0000000000c1', 'o' || message_id, "
    "'[{\"address\": \"c1@x.example\", \"field\": \"to\"}]', 's', 'b', 'r', 'sent' FROM ticket_messages;"
    "UPDATE intake SET state = 'stored' WHERE ctid IN (SELECT ctid FROM intake LIMIT 300);"
    "UPDATE outbox SET state = 'waiting' WHERE ctid IN (SELECT ctid FROM outbox LIMIT 300);";

/* The tables that have grown; mailboxes and builders have a handful of rows, and those are read whole. */
static const char *const grown[] = {
	"Seq Scan on support_tickets", "Seq Scan on ticket_messages", "Seq Scan on ticket_references", "Seq Scan on ticket_participants",
	"Seq Scan on contacts", "Seq Scan on intake", "Seq Scan on outbox",
};

static const char *const asked[] = {
	"receive_lock_intake", "receive_references", "receive_deliveries", "receive_contacts", "receive_numbers", "receive_opened", "receive_sent",
	"receive_lock_tickets", "receive_participants", "receive_link_contacts", "receive_change_tickets", "receive_fill_references",
	"receive_settle_intake", "receive_count_deliveries", "receive_add_acks", "receive_add_bounces",
	"intake_waiting", "intake_take", "intake_known", "intake_aside", "intake_expire_owner", "intake_release_owner",
	"outbox_recover_dead", "outbox_lease", "outbox_read", "outbox_read_recipients", "outbox_read_references", "outbox_note_data", "outbox_end",
	"outgoing_from", "outgoing_add",
	"mail_intake_by_ticket", "mail_intake_by_state", "mail_intake_all", "mail_outbox_by_ticket", "mail_outbox_by_state", "mail_outbox_all",
};

static const struct statement *
statement_called(const char *name)
{
	int n;
	const struct statement *const *all = statements_all(&n);

	for (int i = 0; i < n; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	fail_msg("there is no statement %s", name);
	return NULL;
}

static PGresult *
run(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	return result;
}

static int
params_of(const char *sql)
{
	int most = 0;

	for (const char *at = strchr(sql, '$'); at != NULL; at = strchr(at + 1, '$'))
		most = MAX(most, (int)g_ascii_strtoll(at + 1, NULL, 10));
	return most;
}

static char *
plan_of(PGconn *conn, const struct statement *statement)
{
	g_autoptr(GString) execute = g_string_new("EXPLAIN EXECUTE ");
	GString *plan = g_string_new(NULL);
	PGresult *result = PQprepare(conn, statement->name, statement->sql, 0, NULL);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", statement->name, PQerrorMessage(conn));
	PQclear(result);
	g_string_append_printf(execute, "%s (", statement->name);
	for (int i = 0, n = params_of(statement->sql); i < n; i++)
		g_string_append(execute, i > 0 ? ", NULL" : "NULL");
	g_string_append_c(execute, ')');
	result = run(conn, execute->str);
	for (int i = 0; i < PQntuples(result); i++)
		g_string_append_printf(plan, "%s\n", PQgetvalue(result, i, 0));
	PQclear(result);
	return g_string_free(plan, FALSE);
}

static void
what_is_asked_all_day_finds_its_rows_by_an_index(void **state)
{
	PGconn *conn = PQconnectdb(fixture.conninfo);
	int failed = 0;

	(void)state;
	PQclear(run(conn, years_of_mail));
	PQclear(run(conn, "VACUUM ANALYZE"));
	PQclear(run(conn, "SET plan_cache_mode = force_generic_plan"));
	for (gsize i = 0; i < G_N_ELEMENTS(asked); i++) {
		const struct statement *statement = statement_called(asked[i]);
		g_autofree char *plan = NULL;

		PQclear(run(conn, g_str_has_prefix(asked[i], "receive_") ? statement_called("receive_by_key")->sql : "SELECT 1"));
		plan = plan_of(conn, statement);
		assert_non_null(strstr(plan, "cost="));
		for (gsize g = 0; g < G_N_ELEMENTS(grown); g++)
			if (strstr(plan, grown[g]) != NULL) {
				fprintf(stderr, "%s:\n%s\n", asked[i], plan);
				failed++;
			}
	}
	PQfinish(conn);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_asked_all_day_finds_its_rows_by_an_index) };

	g_set_prgname("mail_plans");
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
