/* fixture.h - a desk with a few people at it, on a database of its own (place.h). */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>

#include "model/actor.h"

struct conf;
struct desk;

struct fixture {
	struct desk *desk;
	struct conf *conf;		/* the desk's: a test may change the clock or the index in it */
	char *conninfo;			/* of the test's own database */
	struct actor ana, bo, other;	/* customers: two of the first builder's, one of the second's */
	struct actor agent, colleague, manager, operator;
};

extern struct fixture fixture;

/* cmocka's group setup and teardown: the schema, two builders, three users, three agents, a mailbox. */
int fixture_open(void **state);
int fixture_close(void **state);

/* One SQL text as the owner; the first value of the first row, the caller's, or NULL. Fails the test on an error. */
char *fixture_sql(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* The same, held against what it must be. */
void fixture_expect(const char *expected, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The text of a member of a JSON object, the caller's; NULL if it is null or missing. */
char *json_member(const char *json, const char *member);
