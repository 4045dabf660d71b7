#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

static const char *const channels[RULES_CHANNELS] = { "email", "chat", "phone", "csm" };

static int
read_channels(struct plan *plan, const config_setting_t *entry, GError **error)
{
	const config_setting_t *list = config_setting_get_member(entry, "channels");

	if (list == NULL)
		return rules_fault(entry, error, "a plan needs `channels`");
	for (int i = 0; i < config_setting_length(list); i++) {
		const char *word = config_setting_get_string_elem(list, i);
		int channel = rules_find_word(channels, RULES_CHANNELS, word);

		if (channel < 0)
			return rules_fault(list, error, "there is no channel `%s`: email, chat, phone and csm are", word != NULL ? word : "?");
		plan->channels |= 1u << channel;
	}
	return 1;
}

static int
read_plan(struct plan *plan, const char *word, const config_setting_t *entry, GError **error)
{
	static const char *const members[] = { "name", "channels", "first", NULL };
	const char *name = word, *first = "bot";

	if (rules_known_members(entry, members, error) < 0 || read_channels(plan, entry, error) < 0)
		return -1;
	config_setting_lookup_string(entry, "name", &name);
	config_setting_lookup_string(entry, "first", &first);
	if (strcmp(first, "bot") != 0 && strcmp(first, "person") != 0)
		return rules_fault(config_setting_get_member(entry, "first"), error, "`first` is \"bot\" or \"person\"");
	plan->bot_first = strcmp(first, "bot") == 0;
	plan->name = g_strdup(name);
	return 1;
}

int
plans_read(struct plans *plans, config_t *file, GError **error)
{
	const config_setting_t *entries = config_lookup(file, "plans");
	const char *unknown = "free";

	if (entries == NULL)
		return rules_fault(config_root_setting(file), error, "`plans` is missing");
	for (int i = 0; i < PLANS; i++) {
		const config_setting_t *entry = config_setting_get_member(entries, rules_plan_words[i]);

		if (entry == NULL)
			return rules_fault(entries, error, "`plans` needs the plan `%s`", rules_plan_words[i]);
		if (read_plan(&plans->plan[i], rules_plan_words[i], entry, error) < 0)
			return -1;
	}
	config_lookup_string(file, "unknown_plan", &unknown);
	plans->unknown_plan = rules_find_word(rules_plan_words, PLANS, unknown);
	if (plans->unknown_plan < 0)
		return rules_fault(config_lookup(file, "unknown_plan"), error, "there is no plan `%s`", unknown);
	return 1;
}

void
plans_clear(struct plans *plans)
{
	for (int i = 0; i < PLANS; i++)
		g_free(plans->plan[i].name);
}

static int
plan_index(const struct rules *rules, const char *plan)
{
	int found = rules_find_word(rules_plan_words, PLANS, plan);

	return found >= 0 ? found : rules->plans.unknown_plan;
}

static const struct plan *
plan_of(const struct rules *rules, const char *plan)
{
	return &rules->plans.plan[plan_index(rules, plan)];
}

gboolean
rules_plan_has(const struct rules *rules, const char *plan, enum rules_channel channel)
{
	return (plan_of(rules, plan)->channels >> channel & 1) != 0;
}

gboolean
rules_bot_first(const struct rules *rules, const char *plan)
{
	return plan_of(rules, plan)->bot_first;
}

const char *
rules_plan_name(const struct rules *rules, const char *plan)
{
	return plan_of(rules, plan)->name;
}

const char *
rules_plan_with(const struct rules *rules, enum rules_channel channel)
{
	for (int i = 0; i < PLANS; i++)
		if (rules->plans.plan[i].channels >> channel & 1)
			return rules_plan_words[i];
	return NULL;
}

const char *
rules_next_plan(const struct rules *rules, const char *plan, enum rules_channel *brings_r)
{
	int own = plan_index(rules, plan);

	for (int i = own + 1; i < PLANS; i++) {
		unsigned more = rules->plans.plan[i].channels & ~rules->plans.plan[own].channels;

		if (more != 0) {
			*brings_r = (enum rules_channel)g_bit_nth_lsf(more, -1);
			return rules_plan_words[i];
		}
	}
	return NULL;
}
