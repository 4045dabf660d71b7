#include "desk/entitlement.h"

#include "conf/conf.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/json_text.h"
#include "model/ticket.h"
#include "rules/rules.h"
#include "store/requester.h"

/* As the platform's token says; else as the book has it. "" for whoever has no builder. */
static int
find_plan(struct desk *desk, const struct actor *actor, char plan_r[21], GError **error)
{
	struct db *db = desk_db(desk);

	g_strlcpy(plan_r, actor->plan_tier, 21);
	if (*plan_r != '\0' || *actor->builder_id == '\0')
		return 1;
	if (db_begin(db, actor, error) < 0)
		return -1;
	return desk_ended(db, builder_plan(db, actor->builder_id, plan_r, error), error);
}

static const char *const channel_words[] = { [RULES_EMAIL] = "email", [RULES_CHAT] = "chat", [RULES_PHONE] = "phone", [RULES_CSM] = "csm" };

static void
add_time(GString *json, const char *name, GDateTime *when)
{
	g_autofree char *text = when != NULL ? g_date_time_format(when, "%Y-%m-%dT%H:%M:%SZ") : NULL;

	g_string_append_printf(json, ", \"%s\": ", name);
	json_append_text(json, text);
}

static void
add_plan(GString *json, const struct rules *rules, const char *plan)
{
	const char *comma = "", *next;
	enum rules_channel brings;

	json_append_text(json, *plan != '\0' ? plan : NULL);
	g_string_append(json, ", \"plan_name\": ");
	json_append_text(json, rules_plan_name(rules, plan));
	g_string_append(json, ", \"channels\": [");
	for (int i = 0; i < RULES_CHANNELS; i++)
		if (rules_plan_has(rules, plan, (enum rules_channel)i)) {
			g_string_append_printf(json, "%s\"%s\"", comma, channel_words[i]);
			comma = ", ";
		}
	g_string_append(json, "], \"next_plan\": ");
	next = rules_next_plan(rules, plan, &brings);
	if (next != NULL) {
		g_string_append(json, "{\"name\": ");
		json_append_text(json, rules_plan_name(rules, next));
		g_string_append_printf(json, ", \"brings\": \"%s\"}", channel_words[brings]);
	} else {
		g_string_append(json, "null");
	}
}

static void
add_promises(GString *json, const struct rules *rules, GDateTime *now, const char *plan, const char *language)
{
	g_string_append(json, ", \"promises\": [");
	for (int i = 0; ticket_severity_words[i] != NULL; i++) {
		const char *severity = ticket_severity_words[i];
		int seconds = rules_response_seconds(rules, severity, plan);
		g_autoptr(GDateTime) by = rules_answer_by(rules, now, severity, plan, language);

		g_string_append_printf(json, "%s{\"severity\": \"%s\", \"response_seconds\": ", i > 0 ? ", " : "", severity);
		if (seconds >= 0)
			g_string_append_printf(json, "%d", seconds);
		else
			g_string_append(json, "null");
		add_time(json, "answer_by", by);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
}

char *
desk_entitlement(struct desk *desk, const struct actor *actor, const char *language, GError **error)
{
	const struct rules *rules = desk_rules(desk);
	const char *chat_url = desk_conf(desk)->chat_url;
	g_autoptr(GDateTime) now = desk_now(desk);
	struct rules_hours hours;
	char plan[21];
	GString *json;

	if (find_plan(desk, actor, plan, error) < 0)
		return NULL;
	rules_hours_at(rules, now, plan, language, &hours);
	json = g_string_new("{\"plan_tier\": ");
	add_plan(json, rules, plan);
	g_string_append_printf(json, ", \"is_open\": %s", hours.is_open ? "true" : "false");
	add_time(json, "opens_at", hours.is_open ? NULL : hours.opens);
	g_string_append(json, ", \"default_severity\": ");
	json_append_text(json, rules_default_severity(rules));
	add_promises(json, rules, now, plan, language);
	g_string_append(json, ", \"chat_url\": ");
	json_append_text(json, *chat_url != '\0' ? chat_url : NULL);
	g_string_append_c(json, '}');
	rules_hours_clear(&hours);
	return g_string_free(json, FALSE);
}
