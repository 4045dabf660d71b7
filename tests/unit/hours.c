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

static char *shipped_dir;

/* The shipped rules with one file in place of the shipped one. */
static struct rules *
rules_with(const char *name, const char *content, GError **error)
{
	static const char *const names[] = { "sla.conf", "categories.conf", "hours.conf", "plans.conf" };
	g_autofree char *directory = g_dir_make_tmp("supportd-hours-XXXXXX", NULL);
	struct rules *rules;

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *from = g_build_filename(shipped_dir, names[i], NULL), *to = g_build_filename(directory, names[i], NULL);
		g_autofree char *text = NULL;

		assert_true(g_file_get_contents(from, &text, NULL, NULL));
		assert_true(g_file_set_contents(to, strcmp(names[i], name) == 0 ? content : text, -1, NULL));
	}
	rules = rules_load(directory, error);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(directory, names[i], NULL);

		g_unlink(path);
	}
	g_rmdir(directory);
	return rules;
}

static struct rules *
hours_of(const char *content)
{
	g_autoptr(GError) error = NULL;
	struct rules *rules = rules_with("hours.conf", content, &error);

	if (rules == NULL)
		fail_msg("%s", error->message);
	return rules;
}

static struct rules *
shipped(void)
{
	g_autoptr(GError) error = NULL;
	struct rules *rules = rules_load(shipped_dir, &error);

	if (rules == NULL)
		fail_msg("%s", error->message);
	return rules;
}

static char *
told(GDateTime *time)
{
	return time != NULL ? g_date_time_format(time, "%F %R") : g_strdup("never");
}

/* "open until X, then Y" or "closed until Y", all in UTC. */
static void
expect_for(const struct rules *rules, const char *now, const char *plan, const char *language, const char *expected)
{
	g_autofree char *iso = g_strdup_printf("%s:00Z", now);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);
	struct rules_hours hours;
	g_autofree char *opens = NULL, *closes = NULL, *found = NULL;

	assert_non_null(time);
	rules_hours_at(rules, time, plan, language, &hours);
	opens = told(hours.opens);
	closes = told(hours.closes);
	found = hours.is_open ? g_strdup_printf("open until %s, then %s", closes, opens) : g_strdup_printf("closed until %s", opens);
	rules_hours_clear(&hours);
	if (strcmp(found, expected) != 0)
		fail_msg("at %s: expected %s, got %s", now, expected, found);
}

static void
expect(const struct rules *rules, const char *now, const char *expected)
{
	expect_for(rules, now, NULL, NULL, expected);
}

static void
a_weekday_is_open_and_a_weekend_is_not(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	expect(rules, "2026-03-17T11:59", "closed until 2026-03-17 12:00");	/* Tuesday, 06:59 in Chicago */
	expect(rules, "2026-03-17T12:00", "open until 2026-03-18 00:00, then 2026-03-18 12:00");
	expect(rules, "2026-03-18T00:00", "closed until 2026-03-18 12:00");
	expect(rules, "2026-03-21T15:00", "closed until 2026-03-23 12:00");	/* Saturday */
	rules_free(&rules);
}

static void
a_plan_and_a_language_have_hours_of_their_own(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	expect_for(rules, "2026-03-21T03:00", "enterprise", "es", "open until never, then never");
	expect_for(rules, "2026-03-17T17:30", "business", "es-MX", "closed until 2026-03-17 18:00");	/* the break at noon */
	expect_for(rules, "2026-03-17T16:30", "business", "es", "open until 2026-03-17 17:00, then 2026-03-17 18:00");
	expect_for(rules, "2026-03-17T17:30", "business", "est", "open until 2026-03-18 00:00, then 2026-03-18 12:00");
	expect_for(rules, "2026-03-17T17:30", "no such plan", "en", "open until 2026-03-18 00:00, then 2026-03-18 12:00");
	rules_free(&rules);
}

static void
nobody_is_there_on_a_holiday(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	expect(rules, "2026-11-26T15:00", "closed until 2026-11-27 13:00");	/* the fourth Thursday */
	expect(rules, "2026-05-25T15:00", "closed until 2026-05-26 12:00");	/* the last Monday */
	expect(rules, "2026-05-18T15:00", "open until 2026-05-19 00:00, then 2026-05-19 12:00");
	expect(rules, "2026-12-24T15:00", "open until 2026-12-24 18:00, then 2026-12-28 13:00");	/* half a day, then holiday and weekend */
	rules_free(&rules);
}

static void
the_wall_clock_counts_when_summer_time_comes_and_goes(void **state)
{
	struct rules *rules = hours_of("hours = ( { zone = \"America/New_York\"; days = {"
	    " sat = [ \"22:00-04:00\" ]; sun = [ \"08:00-12:00\" ]; }; } );");

	(void)state;
	/* 8 March 2026: 02:00 becomes 03:00. The night is five hours long, and eight o'clock is an hour earlier. */
	expect(rules, "2026-03-08T02:59", "closed until 2026-03-08 03:00");
	expect(rules, "2026-03-08T06:30", "open until 2026-03-08 08:00, then 2026-03-08 12:00");
	expect(rules, "2026-03-08T11:59", "closed until 2026-03-08 12:00");
	expect(rules, "2026-03-01T12:59", "closed until 2026-03-01 13:00");
	/* 1 November 2026: 02:00 becomes 01:00. The night is seven hours long. */
	expect(rules, "2026-11-01T06:30", "open until 2026-11-01 09:00, then 2026-11-01 13:00");
	expect(rules, "2026-11-01T12:59", "closed until 2026-11-01 13:00");
	rules_free(&rules);
}

static void
an_hour_that_summer_time_skips_opens_nothing(void **state)
{
	struct rules *rules = hours_of("hours = ( { zone = \"America/New_York\"; days = { sun = [ \"02:00-03:00\" ]; }; } );");

	(void)state;
	expect(rules, "2026-03-08T06:59", "closed until 2026-03-15 06:00");
	/* what comes twice is open from its first coming on */
	expect(rules, "2026-10-31T12:00", "closed until 2026-11-01 07:00");
	rules_free(&rules);
}

static void
a_shift_over_midnight_belongs_to_its_first_day(void **state)
{
	struct rules *rules = hours_of("hours = ( { zone = \"Europe/Madrid\"; holidays = \"x\";"
	    " days = { mon = [ \"22:00-06:00\" ]; tue = [ \"06:00-10:00\", \"22:00-24:00\" ]; wed = [ \"00:00-02:00\" ]; }; } );"
	    "holidays = { x = ( { date = \"2026-07-13\"; } ); };");

	(void)state;
	expect(rules, "2026-06-09T00:00", "open until 2026-06-09 08:00, then 2026-06-09 20:00");	/* Monday night runs into Tuesday morning */
	expect(rules, "2026-06-09T21:00", "open until 2026-06-10 00:00, then 2026-06-15 20:00");
	expect(rules, "2026-07-13T21:00", "closed until 2026-07-14 04:00");	/* the holiday takes its whole night */
	rules_free(&rules);
}

static void
hours_that_never_come_are_never(void **state)
{
	struct rules *rules = hours_of("hours = ( { zone = \"UTC\"; days = {}; } );");

	(void)state;
	expect(rules, "2026-06-09T00:00", "closed until never");
	rules_free(&rules);
}

static void
expect_promise(const struct rules *rules, const char *severity, const char *plan, const char *expected)
{
	g_autoptr(GDateTime) saturday = g_date_time_new_utc(2026, 3, 21, 15, 0, 0);
	g_autoptr(GDateTime) by = rules_answer_by(rules, saturday, severity, plan, "en");
	g_autofree char *found = told(by);

	assert_string_equal(found, expected);
}

static void
a_promise_counts_from_the_next_opening_but_for_what_is_down(void **state)
{
	struct rules *rules = shipped();

	(void)state;
	expect_promise(rules, "P1", "professional", "2026-03-21 17:00");
	expect_promise(rules, "P3", "professional", "2026-03-24 12:00");
	expect_promise(rules, "P3", "enterprise", "2026-03-21 19:00");
	expect_promise(rules, "P4", "free", "never");
	rules_free(&rules);
}

static void
a_plan_without_chat_is_told_which_one_has_it(void **state)
{
	struct rules *rules = shipped();
	enum rules_channel brings = RULES_EMAIL;

	(void)state;
	assert_false(rules_plan_has(rules, "free", RULES_CHAT));
	assert_false(rules_plan_has(rules, "starter", RULES_CHAT));
	assert_false(rules_plan_has(rules, NULL, RULES_CHAT));
	assert_false(rules_plan_has(rules, "no such plan", RULES_CHAT));
	assert_true(rules_plan_has(rules, "free", RULES_EMAIL));
	assert_true(rules_plan_has(rules, "professional", RULES_CHAT));
	assert_false(rules_plan_has(rules, "professional", RULES_PHONE));
	assert_true(rules_plan_has(rules, "business", RULES_PHONE));
	assert_true(rules_plan_has(rules, "enterprise", RULES_CSM));
	assert_true(rules_bot_first(rules, "starter"));
	assert_false(rules_bot_first(rules, "professional"));
	assert_string_equal(rules_plan_with(rules, RULES_CHAT), "professional");
	assert_string_equal(rules_next_plan(rules, "free", &brings), "professional");
	assert_int_equal(brings, RULES_CHAT);
	assert_string_equal(rules_next_plan(rules, "business", &brings), "enterprise");
	assert_int_equal(brings, RULES_CSM);
	assert_null(rules_next_plan(rules, "enterprise", &brings));
	assert_string_equal(rules_plan_name(rules, "starter"), "Starter");
	rules_free(&rules);
}

static const struct {
	const char *file, *content, *expected;
} mistakes[] = {
	{ "hours.conf", "hours = ();", "hours.conf:0: `hours` is missing" },
	{ "hours.conf", "hours = (\n { zone = \"Mars/Olympus\"; days = {}; } );", "hours.conf:2: there is no time zone `Mars/Olympus`" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = {\n monday = [ \"08:00-12:00\" ]; }; } );", "hours.conf:3: `monday` means nothing here" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = {\n\n mon = [ \"8-12\" ]; }; } );", "hours.conf:4: \"8-12\" is no time of opening" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = { mon = [ \"08:00-24:30\" ]; }; } );", "hours.conf:2: \"08:00-24:30\" is no time of opening" },
	{ "hours.conf", "hours = ( { zone = \"UTC\"; days = {\n mon = [ \"08:00-12:00\", \"11:00-13:00\" ]; }; } );", "hours.conf:2: \"11:00-13:00\" begins before" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = {}; plans = [ \"gold\" ]; } );", "hours.conf:2: there is no plan `gold`" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = {}; plans = [ \"free\" ]; } );", "hours.conf:2: the last entry of `hours` must fit everybody" },
	{ "hours.conf", "hours = (\n { zone = \"UTC\"; days = {}; holidays = \"mine\"; } );", "hours.conf:2: there are no holidays `mine`" },
	{ "hours.conf", "hours = ( { zone = \"UTC\"; days = {}; holidays = \"x\"; } );\nholidays = { x = (\n { date = \"13-01\"; } ); };",
	    "hours.conf:3: \"13-01\" is no date" },
	{ "hours.conf", "hours = ( { zone = \"UTC\"; days = {}; holidays = \"x\"; } );\nholidays = { x = (\n { date = \"2027-02-29\"; } ); };",
	    "hours.conf:3: \"2027-02-29\" is no date" },
	{ "hours.conf", "hours = ( { zone = \"UTC\"; days = {}; holidays = \"x\"; } );\nholidays = { x = (\n { date = \"11-thu-5\"; } ); };",
	    "hours.conf:3: \"11-thu-5\" is no date" },
	{ "plans.conf", "plans = {\n free = { channels = [ \"email\" ]; }; };", "plans.conf:1: `plans` needs the plan `starter`" },
	{ "plans.conf", "plans = {\n free = { channels = [ \"fax\" ]; }; };", "plans.conf:2: there is no channel `fax`" },
	{ "plans.conf", "plans = {\n free = { channels = [ \"email\" ]; first = \"nobody\"; }; };", "plans.conf:2: `first` is \"bot\" or \"person\"" },
};

static void
a_mistake_is_told_with_file_and_line(void **state)
{
	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autoptr(GError) error = NULL;

		assert_null(rules_with(mistakes[i].file, mistakes[i].content, &error));
		assert_string_equal(fault_name(error), "bad-rules");
		if (strstr(error->message, mistakes[i].expected) == NULL)
			fail_msg("expected %s, got %s", mistakes[i].expected, error->message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_weekday_is_open_and_a_weekend_is_not),
		cmocka_unit_test(a_plan_and_a_language_have_hours_of_their_own),
		cmocka_unit_test(nobody_is_there_on_a_holiday),
		cmocka_unit_test(the_wall_clock_counts_when_summer_time_comes_and_goes),
		cmocka_unit_test(an_hour_that_summer_time_skips_opens_nothing),
		cmocka_unit_test(a_shift_over_midnight_belongs_to_its_first_day),
		cmocka_unit_test(hours_that_never_come_are_never),
		cmocka_unit_test(a_promise_counts_from_the_next_opening_but_for_what_is_down),
		cmocka_unit_test(a_plan_without_chat_is_told_which_one_has_it),
		cmocka_unit_test(a_mistake_is_told_with_file_and_line),
	};
	int failed;

	shipped_dir = g_build_filename(getenv("top_srcdir"), "rules", NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	g_free(shipped_dir);
	return failed;
}
