#include "desk/merge.h"

#include "model/ticket.h"
#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define TICKET "/api/v1/support/tickets/:ticket"

static const struct field merge_fields[] = {
	{ .name = "into", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 36, .help = "id or number of the ticket that stays" },
	{ .name = NULL },
};

static const struct field split_fields[] = {
	{ .name = "message_ids", .type = FIELD_UUIDS, .is_required = TRUE, .most = 100 },
	{ .name = "subject", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = TICKET_SUBJECT_MAX },
	{ .name = NULL },
};

static int
merge(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char *json = desk_merge(desk, request->actor, value_text(request->params, "ticket"), value_text(request->body, "into"),
	    request->if_version, &version, error);

	return reply_versioned(reply, json, version);
}

static int
unmerge(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char *json = desk_unmerge(desk, request->actor, value_text(request->params, "ticket"), &version, error);

	return reply_versioned(reply, json, version);
}

static int
split(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char id[UUID_LENGTH + 1];
	g_autofree char *path = NULL;
	char *json = desk_split(desk, request->actor, value_text(request->params, "ticket"), value_list(request->body, "message_ids"),
	    value_text(request->body, "subject"), request->if_version, &version, id, error);

	if (json == NULL)
		return -1;
	path = g_strdup_printf("/api/v1/support/tickets/%s", id);
	reply_location(reply, path);
	return reply_versioned(reply, json, version);
}

const struct endpoint merging_endpoints[] = {
	{ .method = "POST", .path = TICKET "/merge", .summary = "Merge a ticket into another",
	    .help = "Its messages and participants move, it is closed and points to the other; mail to it follows. Answers the ticket that stays.",
	    .who = WHO_AGENTS, .body = BODY_JSON, .fields = merge_fields, .shape = "Ticket", .run = merge },
	{ .method = "POST", .path = TICKET "/unmerge", .summary = "Undo a merge",
	    .help = "Everything that moved and is still there comes back; what was written since stays. Answers the ticket that came back.",
	    .who = WHO_AGENTS, .shape = "Ticket", .run = unmerge },
	{ .method = "POST", .path = TICKET "/split", .summary = "Make some of a ticket's messages a ticket of their own",
	    .help = "Merge it back to undo that.",
	    .who = WHO_AGENTS, .body = BODY_JSON, .fields = split_fields, .status = 201, .shape = "Ticket", .run = split },
	{ .method = NULL },
};
