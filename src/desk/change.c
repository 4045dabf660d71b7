#include "desk/change.h"

#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "rules/rules.h"
#include "store/agent.h"
#include "store/event.h"
#include "store/requester.h"
#include "store/ticket.h"

struct changing {
	struct desk *desk;
	struct db *db;
	const struct actor *actor;
	const struct ticket_change *change;
	const ticket_row *ticket;
};

/* One field went from before to after: told to everyone, and to the audit log. */
static int
note(const struct changing *c, const char *event, const char *before, const char *after, GError **error)
{
	if (event_of_ticket(c->db, c->actor, event, c->ticket->id, NULL, before, after, error) < 0)
		return -1;
	return audit_note(c->db, c->actor, event, "ticket", c->ticket->id, before, after, error);
}

static int
change_status(const struct changing *c, GError **error)
{
	int to = ticket_status_from_word(c->change->status);
	gboolean reopened = !ticket_status_is_active(c->ticket->status) && to == TICKET_OPEN;
	int step;

	if (c->change->status == NULL)
		return 0;
	if (to < 0) {
		fault_set(error, FAULT_INVALID, "no-such-status", "status",
		    "A status is one of open, in_progress, waiting_on_customer, resolved and closed.");
		return -1;
	}
	step = ticket_transition(c->ticket->status, (enum ticket_status)to, c->actor->kind, error);
	if (step <= 0)
		return step;
	if (ticket_set_status(c->db, c->ticket->id, (enum ticket_status)to, reopened && c->actor->kind == ACTOR_CUSTOMER, error) < 0)
		return -1;
	return note(c, "ticket.status_changed", ticket_status_words[c->ticket->status], ticket_status_words[to], error);
}

static int
change_severity(const struct changing *c, GError **error)
{
	const char *was = ticket_severity_words[c->ticket->severity], *to = c->change->severity;

	if (to == NULL || strcmp(was, to) == 0)
		return 0;
	if (ticket_severity_from_word(to) < 0) {
		fault_set(error, FAULT_INVALID, "no-such-severity", "severity", "A severity is P1, P2, P3 or P4.");
		return -1;
	}
	if (ticket_set_severity(c->db, c->ticket->id, to, rules_response_seconds(desk_rules(c->desk), to, c->ticket->plan_tier), error) < 0)
		return -1;
	return note(c, "ticket.severity_changed", was, to, error);
}

static int
change_category(const struct changing *c, GError **error)
{
	const char *to = c->change->category;

	if (to == NULL || strcmp(c->ticket->category, to) == 0)
		return 0;
	if (ticket_set_category(c->db, c->ticket->id, to, error) < 0)
		return -1;
	return note(c, "ticket.category_changed", c->ticket->category, to, error);
}

static int
change_subject(const struct changing *c, GError **error)
{
	const char *to = c->change->subject;

	if (to == NULL || strcmp(c->ticket->subject, to) == 0)
		return 0;
	if (check_subject(to, error) < 0 || ticket_set_subject(c->db, c->ticket->id, to, error) < 0)
		return -1;
	return note(c, "ticket.subject_changed", c->ticket->subject, to, error);
}

static int
change_tier(const struct changing *c, GError **error)
{
	char before[2] = { (char)('0' + c->ticket->tier), '\0' }, after[2] = { (char)('0' + c->change->tier), '\0' };

	if (c->change->tier == 0 || c->change->tier == c->ticket->tier)
		return 0;
	if (c->change->tier < 1 || c->change->tier > 3) {
		fault_set(error, FAULT_INVALID, "no-such-tier", "escalation_tier", "A tier is 1, 2 or 3.");
		return -1;
	}
	if (ticket_set_tier(c->db, c->ticket->id, c->change->tier, error) < 0)
		return -1;
	return note(c, "ticket.tier_changed", before, after, error);
}

static int
change_assignee(const struct changing *c, GError **error)
{
	const char *to = c->change->assignee;

	if (!c->change->sets_assignee)
		return 0;
	if (g_strcmp0(to, "me") == 0) {
		if (c->actor->kind != ACTOR_AGENT || c->actor->id[0] == '\0') {
			fault_set(error, FAULT_INVALID, "not-an-agent", "assigned_to", "\"me\" is for agents; name the agent by id.");
			return -1;
		}
		to = c->actor->id;
	}
	if (g_strcmp0(to, c->ticket->assigned_to) == 0)
		return 0;
	if ((to != NULL && agent_is_active(c->db, to, error) < 0) || ticket_set_assignee(c->db, c->ticket->id, to, error) < 0)
		return -1;
	return note(c, "ticket.assigned", c->ticket->assigned_to, to, error);
}

static int
change_builder(const struct changing *c, GError **error)
{
	const char *to = c->change->builder_id, *severity = ticket_severity_words[c->ticket->severity];
	char plan[21];

	if (to == NULL || g_strcmp0(to, c->ticket->builder_id) == 0)
		return 0;
	if (!c->ticket->is_triage) {
		fault_set(error, FAULT_CONFLICT, "not-in-triage", "builder_id",
		    "This ticket has a builder already; what one builder wrote is never shown to another.");
		return -1;
	}
	if (builder_plan(c->db, to, plan, error) < 0 || ticket_set_builder(c->db, c->ticket->id, to, plan,
	    rules_response_seconds(desk_rules(c->desk), severity, plan), error) < 0)
		return -1;
	return note(c, "ticket.builder_assigned", NULL, to, error);
}

static char *
change_in(struct changing *c, const char *ref, int64_t if_version, int64_t *version_r, GError **error)
{
	static int (*const changes[])(const struct changing *, GError **) = { change_builder, change_severity, change_category,
		change_subject, change_tier, change_assignee, change_status };
	g_autoptr(ticket_row) ticket = ticket_lock(c->db, ref, error);

	if (ticket == NULL || check_version(ticket, if_version, error) < 0 || check_not_merged(ticket, error) < 0)
		return NULL;
	c->ticket = ticket;
	for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
		if (changes[i](c, error) < 0)
			return NULL;
	return ticket_json(c->db, ticket->id, version_r, error);
}

static gboolean
is_status_only(const struct ticket_change *change)
{
	return change->severity == NULL && change->category == NULL && change->subject == NULL && change->tier == 0 &&
	    !change->sets_assignee && change->builder_id == NULL;
}

char *
desk_ticket_change(struct desk *desk, const struct actor *actor, const char *ref, const struct ticket_change *change,
    int64_t if_version, int64_t *version_r, GError **error)
{
	struct changing changing = { .desk = desk, .db = desk_db(desk), .actor = actor, .change = change };

	if (!(actor->kind == ACTOR_CUSTOMER && is_status_only(change)) && check_staff(actor, error) < 0)
		return NULL;
	if (db_begin(changing.db, actor, error) < 0)
		return NULL;
	return desk_done(changing.db, change_in(&changing, ref, if_version, version_r, error), error);
}
