#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "rules/rules.h"

static struct rules *
shipped(void)
{
	g_autofree char *directory = g_build_filename(getenv("top_srcdir"), "rules", NULL);
	g_autoptr(GError) error = NULL;
	struct rules *rules = rules_load(directory, &error);

	if (rules == NULL)
		fail_msg("%s", error->message);
	return rules;
}

static void
the_promise_is_the_one_of_the_plan(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	assert_int_equal(rules_response_seconds(rules, "P1", "enterprise"), 15 * 60);
	assert_int_equal(rules_response_seconds(rules, "P1", "starter"), 4 * 3600);
	assert_int_equal(rules_response_seconds(rules, "P3", "professional"), 24 * 3600);
	assert_int_equal(rules_response_seconds(rules, "P4", "free"), -1);
	assert_int_equal(rules_response_seconds(rules, "P2", NULL), 24 * 3600);
	assert_string_equal(rules_default_severity(rules), "P3");
	rules_free(&rules);
}

static void
the_page_decides_before_the_subject(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	assert_string_equal(rules_category(rules, "https://app.example/Scheduling/7", "Invoice is wrong"), "scheduling");
	assert_string_equal(rules_category(rules, NULL, "Invoice is wrong"), "invoicing");
	assert_string_equal(rules_category(rules, NULL, "La FACTURA no sale"), "invoicing");
	assert_string_equal(rules_category(rules, NULL, "Rapid growth"), "general");	/* not "api" */
	assert_string_equal(rules_category(rules, NULL, NULL), "general");
	rules_free(&rules);
}

static void
a_mistake_is_told_with_file_and_line(void **state)
{
	g_autofree char *directory = g_dir_make_tmp("supportd-rules-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(directory, "sla.conf", NULL);
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_true(g_file_set_contents(path, "response = {\n P1 = { free = \"soon\"; };\n};\n", -1, NULL));
	assert_null(rules_load(directory, &error));
	assert_true(fault_is(error, FAULT_INVALID));
	assert_non_null(strstr(error->message, "sla.conf:2: "));
	assert_non_null(strstr(error->message, "\"soon\" is no duration"));
	g_unlink(path);
	g_rmdir(directory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_promise_is_the_one_of_the_plan),
		cmocka_unit_test(the_page_decides_before_the_subject),
		cmocka_unit_test(a_mistake_is_told_with_file_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
