#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

#define DAY_MINUTES 1440

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };

static void
holiday_free(void *data)
{
	struct hours_holiday *holiday = data;

	g_array_unref(holiday->open);
	g_free(holiday);
}

static void
rule_free(void *data)
{
	struct hours_rule *rule = data;

	for (int i = 0; i < WEEKDAYS; i++)
		g_array_unref(rule->days[i]);
	g_ptr_array_unref(rule->holidays);
	g_clear_pointer(&rule->zone, g_time_zone_unref);
	g_strfreev(rule->languages);
	g_free(rule);
}

static struct hours_rule *
rule_new(void)
{
	struct hours_rule *rule = g_new0(struct hours_rule, 1);

	for (int i = 0; i < WEEKDAYS; i++)
		rule->days[i] = g_array_new(FALSE, FALSE, sizeof(struct hours_range));
	rule->holidays = g_ptr_array_new_with_free_func(holiday_free);
	return rule;
}

/* "07:30" in minutes; -1 if it is none. */
static int
minutes(const char *text)
{
	int hour, minute;

	if (strlen(text) != 5 || text[2] != ':' || !g_ascii_isdigit(text[0]) || !g_ascii_isdigit(text[1]) || !g_ascii_isdigit(text[3]) ||
	    !g_ascii_isdigit(text[4]))
		return -1;
	hour = (text[0] - '0') * 10 + text[1] - '0';
	minute = (text[3] - '0') * 10 + text[4] - '0';
	return minute > 59 || hour * 60 + minute > DAY_MINUTES ? -1 : hour * 60 + minute;
}

static int
read_range(GArray *ranges, const config_setting_t *list, int i, GError **error)
{
	const char *text = config_setting_get_string_elem(list, i);
	g_auto(GStrv) ends = g_strsplit(text != NULL ? text : "", "-", 2);
	struct hours_range range = { -1, -1 };

	if (g_strv_length(ends) == 2) {
		range.from = minutes(ends[0]);
		range.until = minutes(ends[1]);
	}
	if (range.from < 0 || range.until < 0 || range.from == DAY_MINUTES || range.from == range.until)
		return rules_fault(list, error, "\"%s\" is no time of opening: \"08:00-17:30\" is", text != NULL ? text : "?");
	if (range.until < range.from)
		range.until += DAY_MINUTES;
	if (ranges->len > 0 && range.from < g_array_index(ranges, struct hours_range, ranges->len - 1).until)
		return rules_fault(list, error, "\"%s\" begins before the one in front of it has ended", text);
	g_array_append_val(ranges, range);
	return 1;
}

static int
read_ranges(GArray *ranges, const config_setting_t *list, GError **error)
{
	if (list != NULL && !config_setting_is_aggregate(list))
		return rules_fault(list, error, "times of opening are a list: [ \"08:00-17:30\" ]");
	for (int i = 0; list != NULL && i < config_setting_length(list); i++)
		if (read_range(ranges, list, i, error) < 0)
			return -1;
	return 1;
}

static int
read_holiday(struct hours_rule *rule, const config_setting_t *entry, GError **error)
{
	static const char *const members[] = { "date", "open", NULL };
	struct hours_holiday *holiday = g_new0(struct hours_holiday, 1);
	const char *date = NULL;

	holiday->open = g_array_new(FALSE, FALSE, sizeof(struct hours_range));
	g_ptr_array_add(rule->holidays, holiday);
	if (!config_setting_is_group(entry) || !config_setting_lookup_string(entry, "date", &date))
		return rules_fault(entry, error, "a holiday needs a `date`");
	if (!holiday_parse(holiday, date))
		return rules_fault(config_setting_get_member(entry, "date"), error,
		    "\"%s\" is no date: \"12-25\", \"2027-03-26\", \"11-thu-4\" and \"05-mon-last\" are", date);
	if (rules_known_members(entry, members, error) < 0)
		return -1;
	return read_ranges(holiday->open, config_setting_get_member(entry, "open"), error);
}

static int
read_holidays(struct hours_rule *rule, const config_setting_t *entry, config_t *file, GError **error)
{
	const config_setting_t *all = config_lookup(file, "holidays"), *list;
	const char *name = NULL;

	if (!config_setting_lookup_string(entry, "holidays", &name))
		return 1;
	list = all != NULL ? config_setting_get_member(all, name) : NULL;
	if (list == NULL)
		return rules_fault(config_setting_get_member(entry, "holidays"), error, "there are no holidays `%s`", name);
	for (int i = 0; i < config_setting_length(list); i++)
		if (read_holiday(rule, config_setting_get_elem(list, (unsigned)i), error) < 0)
			return -1;
	return 1;
}

static int
read_plan_bits(struct hours_rule *rule, const config_setting_t *list, GError **error)
{
	for (int i = 0; list != NULL && i < config_setting_length(list); i++) {
		const char *word = config_setting_get_string_elem(list, i);
		int plan = rules_find_word(rules_plan_words, PLANS, word);

		if (plan < 0)
			return rules_fault(list, error, "there is no plan `%s`", word != NULL ? word : "?");
		rule->plans |= 1u << plan;
	}
	return 1;
}

static void
read_languages(struct hours_rule *rule, const config_setting_t *list)
{
	GStrvBuilder *builder = g_strv_builder_new();

	for (int i = 0; list != NULL && i < config_setting_length(list); i++)
		if (config_setting_get_string_elem(list, i) != NULL)
			g_strv_builder_add(builder, config_setting_get_string_elem(list, i));
	if (list != NULL)
		rule->languages = g_strv_builder_end(builder);
	g_strv_builder_unref(builder);
}

static int
read_zone(struct hours_rule *rule, const config_setting_t *entry, GError **error)
{
	const char *zone = NULL;

	if (!config_setting_lookup_string(entry, "zone", &zone))
		return rules_fault(entry, error, "an entry of `hours` needs a `zone`");
	rule->zone = g_time_zone_new_identifier(zone);
	if (rule->zone == NULL)
		return rules_fault(config_setting_get_member(entry, "zone"), error, "there is no time zone `%s`", zone);
	return 1;
}

static int
read_days(struct hours_rule *rule, const config_setting_t *entry, GError **error)
{
	const config_setting_t *days = config_setting_get_member(entry, "days");

	if (days == NULL)
		return rules_fault(entry, error, "an entry of `hours` needs `days`");
	if (rules_known_members(days, weekdays, error) < 0)
		return -1;
	for (int i = 0; i < WEEKDAYS; i++)
		if (read_ranges(rule->days[i], config_setting_get_member(days, weekdays[i]), error) < 0)
			return -1;
	return 1;
}

static int
read_rule(struct hours *hours, const config_setting_t *entry, config_t *file, GError **error)
{
	static const char *const members[] = { "plans", "languages", "zone", "days", "holidays", NULL };
	struct hours_rule *rule = rule_new();

	g_ptr_array_add(hours->rules, rule);
	if (rules_known_members(entry, members, error) < 0 ||
	    read_plan_bits(rule, config_setting_get_member(entry, "plans"), error) < 0 || read_zone(rule, entry, error) < 0 ||
	    read_days(rule, entry, error) < 0 || read_holidays(rule, entry, file, error) < 0)
		return -1;
	read_languages(rule, config_setting_get_member(entry, "languages"));
	return 1;
}

int
hours_read(struct hours *hours, config_t *file, GError **error)
{
	const config_setting_t *entries = config_lookup(file, "hours");
	const struct hours_rule *last;

	hours->rules = g_ptr_array_new_with_free_func(rule_free);
	if (entries == NULL || config_setting_length(entries) == 0)
		return rules_fault(config_root_setting(file), error, "`hours` is missing");
	for (int i = 0; i < config_setting_length(entries); i++)
		if (read_rule(hours, config_setting_get_elem(entries, (unsigned)i), file, error) < 0)
			return -1;
	last = g_ptr_array_index(hours->rules, hours->rules->len - 1);
	if (last->plans != 0 || last->languages != NULL)
		return rules_fault(config_setting_get_elem(entries, hours->rules->len - 1), error,
		    "the last entry of `hours` must fit everybody: no `plans`, no `languages`");
	return 1;
}

void
hours_clear(struct hours *hours)
{
	g_clear_pointer(&hours->rules, g_ptr_array_unref);
}
