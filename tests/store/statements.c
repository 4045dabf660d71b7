/* Every SQL statement of the house, prepared against the migrated schema: what names a table or a column that is not there fails here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "place.h"
#include "store/db.h"

static char *conninfo;

static void
every_statement_fits_the_schema(void **state)
{
	PGconn *conn = PQconnectdb(conninfo);
	const struct statement *const *all;
	int n, failed = 0;

	(void)state;
	assert_int_equal(PQstatus(conn), CONNECTION_OK);
	all = statements_all(&n);
	assert_true(n > 50);	/* the linker kept them */
	for (int i = 0; i < n; i++) {
		PGresult *result = PQprepare(conn, "", all[i]->sql, 0, NULL);

		if (PQresultStatus(result) != PGRES_COMMAND_OK) {
			fprintf(stderr, "%s: %s", all[i]->name, PQresultErrorMessage(result));
			failed++;
		}
		PQclear(result);
	}
	PQfinish(conn);
	assert_int_equal(failed, 0);
}

static void
no_two_statements_have_one_name(void **state)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	const struct statement *const *all;
	int n;

	(void)state;
	all = statements_all(&n);
	for (int i = 0; i < n; i++)
		if (!g_hash_table_add(names, (char *)all[i]->name))
			fail_msg("two statements are called %s: a connection can prepare only one", all[i]->name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_fits_the_schema),
		cmocka_unit_test(no_two_statements_have_one_name),
	};

	g_set_prgname("statements");
	conninfo = place_database();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
