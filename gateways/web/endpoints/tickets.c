#include "web/endpoint.h"

#include <string.h>

#include "base/fault.h"
#include "desk/change.h"
#include "desk/ticket.h"
#include "model/ticket.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define TICKETS "/api/v1/support/tickets"

static const char *const sort_words[] = { "newest", "waiting", "updated", NULL };

static const struct field list_query[] = {
	{ .name = "status", .type = FIELD_WORDS, .words = ticket_status_words, .help = "any of these" },
	{ .name = "severity", .type = FIELD_WORD, .words = ticket_severity_words },
	{ .name = "category", .type = FIELD_LINE, .most = 50 },
	{ .name = "source", .type = FIELD_WORD, .words = ticket_source_words },
	{ .name = "assigned", .type = FIELD_LINE, .most = 36, .help = "an agent's id, `me` or `none`; agents only" },
	{ .name = "builder_id", .type = FIELD_UUID, .help = "a customer sees their own builder's only" },
	{ .name = "user_id", .type = FIELD_UUID, .help = "who opened it" },
	{ .name = "contact_id", .type = FIELD_UUID, .help = "who opened it" },
	{ .name = "mailbox", .type = FIELD_LINE, .most = 50, .help = "name of the mailbox that it came to" },
	{ .name = "triage", .type = FIELD_BOOL, .help = "only those of which nobody knows yet whose they are" },
	{ .name = "waiting_since", .type = FIELD_TIME, .help = "wait for an answer since then or longer" },
	{ .name = "updated_since", .type = FIELD_TIME },
	{ .name = "sort", .type = FIELD_WORD, .words = sort_words,
	    .help = "`waiting`: those that wait for an answer, longest first; `updated`: oldest change first, to keep a copy" },
	{ .name = NULL },
};

static const struct field new_fields[] = {
	{ .name = "subject", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = TICKET_SUBJECT_MAX },
	{ .name = "description", .type = FIELD_TEXT, .is_required = TRUE, .least = 1, .most = TICKET_BODY_MAX, .help = "becomes the first message" },
	{ .name = "severity", .type = FIELD_WORD, .words = ticket_severity_words, .help = "if not given: by the rules" },
	{ .name = "category", .type = FIELD_LINE, .least = 1, .most = 50, .help = "if not given: guessed from context_url and subject" },
	{ .name = "context_url", .type = FIELD_LINE, .most = 2000, .help = "the page that the customer was on" },
	{ .name = "context_metadata", .type = FIELD_OBJECT, .help = "browser, operating system, …" },
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5 },
	{ .name = "attachments", .type = FIELD_UUIDS, .most = TICKET_ATTACHMENTS_MAX, .help = "ids of uploads" },
	{ .name = "client_id", .type = FIELD_LINE, .least = 1, .most = 100, .help = "the first message's, chosen by the sender" },
	{ .name = "source", .type = FIELD_WORD, .words = ticket_source_words, .help = "agents only; if not given: phone" },
	{ .name = "user_id", .type = FIELD_UUID, .help = "agents only: whose ticket it is" },
	{ .name = "requester_address", .type = FIELD_EMAIL, .help = "agents only: whose ticket it is, where there is no user_id" },
	{ .name = "requester_name", .type = FIELD_LINE, .most = 200 },
	{ .name = NULL },
};

static const struct field status_fields[] = {
	{ .name = "status", .type = FIELD_WORD, .is_required = TRUE, .words = ticket_status_words },
	{ .name = NULL },
};

static const struct field assign_fields[] = {
	{ .name = "agent_id", .type = FIELD_LINE, .may_be_null = TRUE, .most = 36,
	    .help = "an agent's id or `me`; null for nobody" },
	{ .name = NULL },
};

static const struct field change_fields[] = {
	{ .name = "status", .type = FIELD_WORD, .words = ticket_status_words },
	{ .name = "severity", .type = FIELD_WORD, .words = ticket_severity_words },
	{ .name = "category", .type = FIELD_LINE, .least = 1, .most = 50 },
	{ .name = "subject", .type = FIELD_LINE, .least = 1, .most = TICKET_SUBJECT_MAX },
	{ .name = "escalation_tier", .type = FIELD_INT, .least = 1, .most = 3 },
	{ .name = "assigned_to", .type = FIELD_LINE, .may_be_null = TRUE, .most = 36, .help = "an agent's id or `me`; null for nobody" },
	{ .name = "builder_id", .type = FIELD_UUID, .help = "whose it is, for a ticket in triage" },
	{ .name = NULL },
};

static gboolean
is_customer(const struct request *request)
{
	return request->actor->kind == ACTOR_CUSTOMER;
}

/* "me" to the agent's own id. */
static int
read_assigned(const struct request *request, struct ticket_filter *filter, GError **error)
{
	const char *assigned = value_text(request->query, "assigned");

	if (assigned == NULL)
		return 1;
	if (is_customer(request)) {
		fault_set(error, FAULT_FORBIDDEN, "agents-only", "assigned", "Only the support team lists tickets by who works on them.");
		return -1;
	}
	filter->is_unassigned = strcmp(assigned, "none") == 0;
	if (filter->is_unassigned)
		return 1;
	filter->assigned_to = strcmp(assigned, "me") == 0 ? request->actor->id : assigned;
	if (uuid_is_valid(filter->assigned_to))
		return 1;
	fault_set(error, FAULT_INVALID, "invalid-parameter", "assigned", "Say an agent's id, \"me\" (if you are one) or \"none\".");
	return -1;
}

static int
list_tickets(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *query = request->query;
	const char *const *statuses = value_list(query, "status");
	const char *sort = value_text(query, "sort");
	struct ticket_filter filter = { .severity = value_text(query, "severity"), .category = value_text(query, "category"),
		.builder_id = value_text(query, "builder_id"), .mailbox = value_text(query, "mailbox"), .source = value_text(query, "source"),
		.contact_id = value_text(query, "contact_id"), .user_id = value_text(query, "user_id"),
		.is_triage = value_bool(query, "triage", FALSE), .waiting_since = value_text(query, "waiting_since"),
		.updated_since = value_text(query, "updated_since") };
	struct page page;

	if (read_assigned(request, &filter, error) < 0)
		return -1;
	if (statuses != NULL && g_strv_length((char **)statuses) == 1)
		filter.status = statuses[0];
	else
		filter.statuses = statuses;
	if (desk_tickets(desk, request->actor, g_strcmp0(sort, "waiting") == 0 ? TICKET_SORT_WAITING :
	    g_strcmp0(sort, "updated") == 0 ? TICKET_SORT_UPDATED : TICKET_SORT_NEWEST, &filter, request->limit, request->cursor,
	    &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

static int
check_customers_fields(const struct request *request, GError **error)
{
	static const char *const agents_fields[] = { "source", "user_id", "requester_address", "requester_name" };

	for (gsize i = 0; is_customer(request) && i < G_N_ELEMENTS(agents_fields); i++)
		if (value_is_given(request->body, agents_fields[i])) {
			fault_set(error, FAULT_FORBIDDEN, "agents-only", agents_fields[i], "Only the support team opens tickets for somebody else.");
			return -1;
		}
	return 1;
}

static int
open_ticket(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct ticket_new new = { .subject = value_text(body, "subject"), .description = value_text(body, "description"),
		.severity = value_text(body, "severity"), .category = value_text(body, "category"),
		.context_url = value_text(body, "context_url"), .context_metadata = value_text(body, "context_metadata"),
		.language = value_text(body, "language"), .attachments = value_list(body, "attachments"),
		.client_id = value_text(body, "client_id"), .source = value_text(body, "source"), .user_id = value_text(body, "user_id"),
		.address = value_text(body, "requester_address"), .name = value_text(body, "requester_name") };
	g_autofree char *json = NULL, *path = NULL;
	char id[UUID_LENGTH + 1];
	int64_t version;

	if (check_customers_fields(request, error) < 0)
		return -1;
	json = desk_ticket_open(desk, request->actor, &new, &version, id, error);
	if (json == NULL)
		return -1;
	path = g_strdup_printf(TICKETS "/%s", id);
	reply_location(reply, path);
	reply_versioned(reply, g_steal_pointer(&json), version);
	return 1;
}

static int
get_ticket(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char *json = desk_ticket(desk, request->actor, value_text(request->params, "ticket"), &version, error);

	return reply_versioned(reply, json, version);
}

static int
change(struct desk *desk, struct request *request, struct reply *reply, const struct ticket_change *change, GError **error)
{
	int64_t version;
	char *json = desk_ticket_change(desk, request->actor, value_text(request->params, "ticket"), change, request->if_version,
	    &version, error);

	return reply_versioned(reply, json, version);
}

static int
put_status(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return change(desk, request, reply, &(struct ticket_change){ .status = value_text(request->body, "status") }, error);
}

static int
assign(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct ticket_change to = { .sets_assignee = TRUE, .assignee = value_text(request->body, "agent_id") };

	if (!value_is_given(request->body, "agent_id")) {
		fault_set(error, FAULT_INVALID, "missing-field", "agent_id", "Name an agent by id, say \"me\", or null for nobody.");
		return -1;
	}
	if (check_agent_word(to.assignee, "agent_id", error) < 0)
		return -1;
	return change(desk, request, reply, &to, error);
}

static int
patch_ticket(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct ticket_change to = { .status = value_text(body, "status"), .severity = value_text(body, "severity"),
		.category = value_text(body, "category"), .subject = value_text(body, "subject"),
		.tier = (int)value_int(body, "escalation_tier", 0), .sets_assignee = value_is_given(body, "assigned_to"),
		.assignee = value_text(body, "assigned_to"), .builder_id = value_text(body, "builder_id") };

	if (check_agent_word(to.assignee, "assigned_to", error) < 0)
		return -1;
	return change(desk, request, reply, &to, error);
}

static int
list_events(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct page page;

	if (desk_ticket_events(desk, request->actor, value_text(request->params, "ticket"), request->limit, request->cursor, &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

const struct endpoint ticket_endpoints[] = {
	{ .method = "GET", .path = TICKETS, .summary = "List tickets",
	    .help = "A customer sees their builder's. Descriptions are cut to a preview; the ticket itself has the whole.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .query = list_query, .is_list = TRUE, .shape = "TicketListed", .run = list_tickets },
	{ .method = "POST", .path = TICKETS, .summary = "Open a ticket", .who = WHO_CUSTOMER | WHO_AGENTS, .body = BODY_JSON,
	    .fields = new_fields, .status = 201, .shape = "Ticket", .run = open_ticket },
	{ .method = "GET", .path = TICKETS "/:ticket", .summary = "A ticket with its messages and participants",
	    .help = "The first hundred messages, fewer if they are long; messages_next is a cursor for the rest.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .shape = "TicketWithMessages", .run = get_ticket },
	{ .method = "PATCH", .path = TICKETS "/:ticket", .summary = "Change a ticket", .who = WHO_AGENTS, .body = BODY_JSON,
	    .fields = change_fields, .shape = "Ticket", .run = patch_ticket },
	{ .method = "PUT", .path = TICKETS "/:ticket/status", .summary = "Set a ticket's status",
	    .help = "Customers may resolve, close and reopen.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .body = BODY_JSON, .fields = status_fields, .shape = "Ticket", .run = put_status },
	{ .method = "POST", .path = TICKETS "/:ticket/assign", .summary = "Give a ticket to an agent, or to nobody", .who = WHO_AGENTS,
	    .body = BODY_JSON, .fields = assign_fields, .shape = "Ticket", .run = assign },
	{ .method = "GET", .path = TICKETS "/:ticket/events", .summary = "What happened to a ticket, oldest first", .who = WHO_AGENTS,
	    .is_list = TRUE, .shape = "Event", .run = list_events },
	{ .method = NULL },
};
