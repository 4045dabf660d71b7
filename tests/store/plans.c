/* At 100,000 tickets every list that the doors offer finds its rows by an index, whichever filters are put together. */
#include "fixture.h"

#include <libpq-fe.h>
#include <string.h>

#include "store/db.h"

#define TICKETS 100000
#define PAGE 50
/* A page of 50 may touch so many blocks of 8 KB, read or cached: what a reader waits for, whatever the machine. */
#define BLOCKS_MOST 3000

/* Drawn by chance, so that no two columns go together by the way they were made; by the same chance each time. */
#define DRAW(n) "1 + floor(random() * " #n ")::int"

/* Like a company that has been at it for some years: 2,000 builders, most tickets closed, few in triage or on the phone. */
static const char company[] =
    "SELECT setseed(0.46);"
    "INSERT INTO builders (id, name) SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'Builder ' || n"
    " FROM generate_series(1, 2000) n;"
    "INSERT INTO users (id, email, name) SELECT ('a0000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'a' || n || '@support.example', 'A' || n"
    " FROM generate_series(1, 40) n;"
    "INSERT INTO support_agents (id, user_id, display_name) SELECT id, id, name FROM users WHERE email LIKE 'a%@support.example';"
    "INSERT INTO contacts (id, address) SELECT ('c0000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'c' || n || '@x.example'"
    " FROM generate_series(1, 20000) n;"
    "ALTER TABLE support_tickets DISABLE TRIGGER USER;"
    "INSERT INTO support_tickets (id, builder_id, contact_id, user_id, mailbox_id, subject, description, severity, category, status, assigned_to,"
    " source, is_triage, waiting_since, created_at, updated_at)"
    " SELECT ('019' || lpad(to_hex(n), 5, '0') || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,"
    " CASE WHEN n % 200 = 0 THEN NULL ELSE (lpad(to_hex(" DRAW(2000) "), 8, '0') || '-0000-7000-8000-000000000000')::uuid END,"
    " ('c0000000-0000-7000-8000-' || lpad((" DRAW(20000) ")::text, 12, '0'))::uuid, NULL,"
    " CASE WHEN random() < 0.3 THEN '01900000-0000-7000-8000-0000000000c1'::uuid END, 'Subject ' || n, repeat('text ', 20),"
    " (ARRAY['P1', 'P2', 'P2', 'P3', 'P3', 'P3', 'P3', 'P4'])[" DRAW(8) "],"
    " (ARRAY['general', 'billing', 'scheduling', 'bug', 'invoicing', 'account'])[" DRAW(6) "],"
    " CASE WHEN n > 97000 THEN (ARRAY['open', 'in_progress', 'waiting_on_customer'])[" DRAW(3) "] WHEN random() < 0.02 THEN 'resolved' ELSE 'closed' END,"
    " CASE WHEN random() < 0.15 THEN NULL ELSE ('a0000000-0000-7000-8000-' || lpad((" DRAW(40) ")::text, 12, '0'))::uuid END,"
    " (ARRAY['email', 'email', 'email', 'in_app', 'in_app', 'chat'])[" DRAW(6) "], n % 200 = 0,"
    " CASE WHEN n > 97000 AND random() < 0.6 THEN now() - make_interval(mins => 100001 - n) END,"
    " now() - make_interval(mins => 100001 - n), now() - make_interval(mins => 100001 - n) FROM generate_series(1, 100000) n;"
    "UPDATE support_tickets SET source = 'phone' WHERE number % 1000 = 0;"
    "ALTER TABLE support_tickets ENABLE TRIGGER USER;"
    "ANALYZE";

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

/* The filters as the statement's parameters 1 to 14; those not asked for are NULL. */
struct filter {
	int param;
	const char *value;	/* SQL */
};

static const struct filter filters[] = {
	{ 1, "'open'" }, { 1, "'closed'" }, { 2, "'{open,in_progress}'" }, { 2, "'{open,in_progress,waiting_on_customer}'" }, { 3, "'P1'" },
	{ 4, "'billing'" }, { 5, "'a0000000-0000-7000-8000-000000000007'" }, { 6, "true" },
	{ 7, "'00000007-0000-7000-8000-000000000000'" }, { 8, "'01900000-0000-7000-8000-0000000000c1'" }, { 9, "'phone'" }, { 9, "'email'" },
	{ 10, "'c0000000-0000-7000-8000-000000000123'" }, { 12, "true" }, { 13, "now() - interval '1 day'" }, { 14, "now() - interval '1 hour'" },
};

static char *
execute_text(const char *name, const struct filter *one, const struct filter *other, const char *after_id, const char *after_time)
{
	GString *text = g_string_new("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) EXECUTE ");

	g_string_append_printf(text, "%s (", name);
	for (int i = 1; i <= 14; i++) {
		const char *value = i == 6 || i == 12 ? "false" : "NULL";

		value = one != NULL && one->param == i ? one->value : other != NULL && other->param == i ? other->value : value;
		g_string_append_printf(text, "%s, ", value);
	}
	g_string_append_printf(text, "%s, %s, %d)", after_id, after_time, PAGE + 1);
	return g_string_free(text, FALSE);
}

/* The plan's text; the blocks that it touched in *blocks_r. */
static char *
explain(PGconn *conn, const char *execute, int64_t *blocks_r)
{
	PGresult *result = PQexec(conn, execute);
	GString *plan = g_string_new(NULL);
	const char *buffers;

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", execute, PQerrorMessage(conn));
	for (int i = 0; i < PQntuples(result); i++)
		g_string_append_printf(plan, "%s\n", PQgetvalue(result, i, 0));
	PQclear(result);
	*blocks_r = 0;
	buffers = strstr(plan->str, "Buffers: ");	/* the topmost counts all below it */
	for (const char *at = buffers; at != NULL && *at != '\n'; at++)
		if (*at == '=')
			*blocks_r += g_ascii_strtoll(at + 1, NULL, 10);
	return g_string_free(plan, FALSE);
}

static void
expect_indexed(PGconn *conn, const char *execute)
{
	int64_t blocks;
	g_autofree char *plan = explain(conn, execute, &blocks);

	if (strstr(plan, "Seq Scan on support_tickets") != NULL || blocks > BLOCKS_MOST)
		fail_msg("%s\n%s\n%ld blocks", execute, plan, (long)blocks);
}

static void
run(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	PQclear(result);
}

static void
prepare(PGconn *conn, const char *name)
{
	static const char types[] = "text, text[], text, text, uuid, boolean, uuid, uuid, text, uuid, uuid, boolean, timestamptz, timestamptz, uuid, ";
	g_autofree char *sql = g_strdup_printf("PREPARE %s (%s%s, int) AS %s", name, types,
	    strcmp(name, "ticket_list_newest") == 0 ? "text" : "timestamptz", statement_called(name)->sql);

	run(conn, sql);
}

static PGconn *
connect_as(const char *role)
{
	PGconn *conn = PQconnectdb(fixture.conninfo);
	g_autofree char *step_down = g_strdup_printf("SET ROLE %s", role);

	prepare(conn, "ticket_list_newest");
	prepare(conn, "ticket_list_waiting");
	prepare(conn, "ticket_list_updated");
	prepare(conn, "ticket_list_updated_active");
	run(conn, "SET plan_cache_mode = force_custom_plan");
	run(conn, "SET supportd.builder_id = ''");
	run(conn, step_down);
	return conn;
}

static void
every_pair_of_filters_has_an_index(void **state)
{
	static const char *const lists[] = { "ticket_list_newest", "ticket_list_waiting", "ticket_list_updated" };
	const int open = 0, two_active = 2, all_active = 3;	/* of filters */
	PGconn *conn = connect_as("supportd_agent");

	(void)state;
	for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
		for (gsize i = 0; i < G_N_ELEMENTS(filters); i++)
			for (gsize k = i; k < G_N_ELEMENTS(filters); k++) {
				gboolean is_active = (int)i == open || (int)i == two_active || (int)i == all_active;
				const char *list = l == 2 && is_active ? "ticket_list_updated_active" : lists[l];
				g_autofree char *execute = execute_text(list, &filters[i], &filters[k], "NULL", "NULL");

				if (filters[i].param == 1 && filters[k].param == 2)
					continue;	/* the doors ask for one status or for a list of them */
				expect_indexed(conn, execute);
			}
	PQfinish(conn);
}

static void
a_page_deep_in_the_list_costs_what_the_first_costs(void **state)
{
	PGconn *conn = connect_as("supportd_agent");
	g_autofree char *newest = execute_text("ticket_list_newest", NULL, NULL, "'01900bb8-0000-7000-8000-000000003000'", "NULL");
	g_autofree char *updated = execute_text("ticket_list_updated", NULL, NULL, "'01900bb8-0000-7000-8000-000000003000'", "now() - interval '30 days'");
	g_autofree char *waiting = execute_text("ticket_list_waiting", NULL, NULL, "'01900bb8-0000-7000-8000-000000003000'", "now() - interval '1 day'");

	(void)state;
	expect_indexed(conn, newest);
	expect_indexed(conn, updated);
	expect_indexed(conn, waiting);
	PQfinish(conn);
}

static void
a_customers_lists_have_indexes_too(void **state)
{
	PGconn *conn = connect_as("supportd_customer");
	static const int customers[] = { 0, 1, 2, 3, 4, 5, 14, 15 };

	(void)state;
	run(conn, "SET supportd.builder_id = '00000007-0000-7000-8000-000000000000'");
	for (gsize i = 0; i < G_N_ELEMENTS(customers); i++) {
		g_autofree char *newest = execute_text("ticket_list_newest", &filters[customers[i]], NULL, "NULL", "NULL");
		g_autofree char *updated = execute_text("ticket_list_updated", &filters[customers[i]], NULL, "NULL", "NULL");

		expect_indexed(conn, newest);
		expect_indexed(conn, updated);
	}
	PQfinish(conn);
}

static int
open_company(void **state)
{
	int failed = fixture_open(state);

	g_free(fixture_sql("%s", company));
	fixture_expect(G_STRINGIFY(TICKETS), "SELECT count(*) FROM support_tickets");
	return failed;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_of_filters_has_an_index),
		cmocka_unit_test(a_page_deep_in_the_list_costs_what_the_first_costs),
		cmocka_unit_test(a_customers_lists_have_indexes_too),
	};

	return cmocka_run_group_tests(tests, open_company, fixture_close);
}
