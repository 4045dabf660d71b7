#include "web/endpoint.h"

#include "desk/reply.h"
#include "desk/ticket.h"
#include "model/ticket.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define MESSAGES "/api/v1/support/tickets/:ticket/messages"

static const char *const order_words[] = { "oldest", "newest", NULL };

static const struct field list_query[] = {
	{ .name = "order", .type = FIELD_WORD, .words = order_words, .help = "which comes first; oldest if not given" },
	{ .name = NULL },
};

static const struct field new_fields[] = {
	{ .name = "body", .type = FIELD_TEXT, .is_required = TRUE, .least = 1, .most = TICKET_BODY_MAX },
	{ .name = "client_id", .type = FIELD_LINE, .least = 1, .most = 100, .help = "chosen by the sender: the same one twice is one message" },
	{ .name = "attachments", .type = FIELD_UUIDS, .most = TICKET_ATTACHMENTS_MAX, .help = "ids of uploads" },
	{ .name = "is_internal", .type = FIELD_BOOL, .help = "agents only: a note that no customer sees" },
	{ .name = "status", .type = FIELD_WORD, .words = ticket_status_words, .help = "agents only: what the ticket becomes with this reply" },
	{ .name = "undo_seconds", .type = FIELD_INT, .least = 0, .most = 3600, .help = "agents only: how long it can be taken back" },
	{ .name = NULL },
};

static int
list_messages(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	gboolean is_newest = g_strcmp0(value_text(request->query, "order"), "newest") == 0;
	struct page page;

	if (desk_messages(desk, request->actor, value_text(request->params, "ticket"), is_newest, request->limit, request->cursor,
	    &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

static int
add_message(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct reply_new new = { .body = value_text(body, "body"), .client_id = value_text(body, "client_id"),
		.attachments = value_list(body, "attachments"), .is_internal = value_bool(body, "is_internal", FALSE),
		.status = value_text(body, "status"), .undo_seconds = (int)value_int(body, "undo_seconds", -1) };
	gboolean is_new;
	char *json = desk_reply(desk, request->actor, value_text(request->params, "ticket"), &new, request->if_version, &is_new, error);

	if (json == NULL)
		return -1;
	if (!is_new)
		reply_status(reply, 200);
	reply_json(reply, json);
	return 1;
}

static int
undo_message(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	char *json = desk_reply_undo(desk, request->actor, value_text(request->params, "ticket"),
	    value_text(request->params, "message_id"), error);

	if (json == NULL)
		return -1;
	reply_json(reply, json);
	return 1;
}

const struct endpoint message_endpoints[] = {
	{ .method = "GET", .path = MESSAGES, .summary = "List a ticket's messages", .who = WHO_CUSTOMER | WHO_AGENTS, .query = list_query,
	    .is_list = TRUE, .shape = "Message", .run = list_messages },
	{ .method = "POST", .path = MESSAGES, .summary = "Add a message to a ticket",
	    .help = "A customer's message opens a ticket that was done again. An agent's is mailed to all participants after the undo time.",
	    .who = WHO_CUSTOMER | WHO_AGENTS, .body = BODY_JSON, .fields = new_fields, .status = 201, .shape = "Message", .run = add_message },
	{ .method = "POST", .path = MESSAGES "/:message_id/undo", .summary = "Take a reply back before its mail is sent",
	    .who = WHO_AGENTS, .shape = "Message", .run = undo_message },
	{ .method = NULL },
};
