#include "desk/participant.h"

#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define PARTICIPANTS "/api/v1/support/tickets/:ticket/participants"

static const struct field new_fields[] = {
	{ .name = "address", .type = FIELD_EMAIL, .is_required = TRUE },
	{ .name = "name", .type = FIELD_LINE, .most = 200 },
	{ .name = NULL },
};

static int
list(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	char *items = desk_participants(desk, request->actor, value_text(request->params, "ticket"), error);

	if (items == NULL)
		return -1;
	reply_items(reply, items, NULL);
	return 1;
}

static int
add(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	char *json = desk_participant_add(desk, request->actor, value_text(request->params, "ticket"), value_text(request->body, "address"),
	    value_text(request->body, "name"), error);

	return reply_plain(reply, json);
}

static int
take_out(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	if (desk_participant_remove(desk, request->actor, value_text(request->params, "ticket"), value_text(request->params, "contact_id"), error) < 0)
		return -1;
	reply_nothing(reply);
	return 1;
}

const struct endpoint participant_endpoints[] = {
	{ .method = "GET", .path = PARTICIPANTS, .summary = "Who takes part in a ticket by mail", .help = "All of them, at most 50; there is no next page.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .is_list = TRUE, .shape = "Participant", .run = list },
	{ .method = "POST", .path = PARTICIPANTS, .summary = "Add somebody to a ticket", .who = WHO_AGENTS, .body = BODY_JSON,
	    .fields = new_fields, .status = 201, .shape = "Participant", .run = add },
	{ .method = "DELETE", .path = PARTICIPANTS "/:contact_id", .summary = "No more mail about a ticket to somebody", .who = WHO_AGENTS,
	    .status = 204, .run = take_out },
	{ .method = NULL },
};
