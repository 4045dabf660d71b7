#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

static const char *const severities[SEVERITIES] = { "P1", "P2", "P3", "P4" };

static int
read_cell(struct sla *sla, const config_setting_t *row, int severity, int plan, GError **error)
{
	const char *text = NULL;
	int seconds;

	if (!config_setting_lookup_string(row, rules_plan_words[plan], &text))
		return rules_fault(row, error, "%s needs a response time for the plan `%s`", severities[severity], rules_plan_words[plan]);
	seconds = strcmp(text, "best effort") == 0 ? -1 : rules_duration(text);
	if (seconds == -2)
		return rules_fault(config_setting_get_member(row, rules_plan_words[plan]), error,
		    "\"%s\" is no duration: \"15m\", \"4h\", \"2d\" and \"best effort\" are", text);
	sla->response_s[severity][plan] = seconds;
	return 1;
}

static int
read_matrix(struct sla *sla, config_t *file, GError **error)
{
	const config_setting_t *response = config_lookup(file, "response");

	if (response == NULL)
		return rules_fault(config_root_setting(file), error, "`response` is missing");
	for (int severity = 0; severity < SEVERITIES; severity++) {
		const config_setting_t *row = config_setting_get_member(response, severities[severity]);

		if (row == NULL)
			return rules_fault(response, error, "`response` needs a row for %s", severities[severity]);
		for (int plan = 0; plan < PLANS; plan++)
			if (read_cell(sla, row, severity, plan, error) < 0)
				return -1;
	}
	return 1;
}

int
sla_read(struct sla *sla, config_t *file, GError **error)
{
	const char *plan = "free", *severity = "P3";

	if (read_matrix(sla, file, error) < 0)
		return -1;
	config_lookup_string(file, "unknown_plan", &plan);
	sla->unknown_plan = rules_find_word(rules_plan_words, PLANS, plan);
	if (sla->unknown_plan < 0)
		return rules_fault(config_lookup(file, "unknown_plan"), error, "there is no plan `%s`", plan);
	config_lookup_string(file, "default_severity", &severity);
	if (rules_find_word(severities, SEVERITIES, severity) < 0)
		return rules_fault(config_lookup(file, "default_severity"), error, "there is no severity `%s`", severity);
	sla->default_severity = g_strdup(severity);
	return 1;
}

void
sla_clear(struct sla *sla)
{
	g_free(sla->default_severity);
}

int
rules_response_seconds(const struct rules *rules, const char *severity, const char *plan)
{
	int row = rules_find_word(severities, SEVERITIES, severity), column = rules_find_word(rules_plan_words, PLANS, plan);

	if (row < 0)
		row = rules_find_word(severities, SEVERITIES, rules->sla.default_severity);
	return rules->sla.response_s[row][column >= 0 ? column : rules->sla.unknown_plan];
}

const char *
rules_default_severity(const struct rules *rules)
{
	return rules->sla.default_severity;
}
