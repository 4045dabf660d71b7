#include "web/endpoint.h"

#include "desk/visitor.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"
#include "wire/rate.h"

#define VISITORS_ADDRESS 60	/* an office behind one address may have many */
#define VISITORS_SECONDS 600

/* Each is a row in the book, so nobody makes many. */
static int
count_visitor(const char *address, GError **error)
{
	static struct rate *by_address;
	static gsize once;

	if (g_once_init_enter(&once)) {
		by_address = rate_new(VISITORS_ADDRESS, VISITORS_SECONDS);
		g_once_init_leave(&once, 1);
	}
	return rate_take(by_address, address, "too-many-visitors", NULL, error);
}

static int
make_visitor(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	struct visitor_new visitor = { .widget_key = value_text(body, "widget"), .name = value_text(body, "name"),
		.address = value_text(body, "email"), .language = value_text(body, "language"), .old_token = value_text(body, "token"),
		.peer = request->actor->address };
	char *json;

	if (count_visitor(request->actor->address, error) < 0)
		return -1;
	json = desk_visitor_new(desk, &visitor, error);
	if (json == NULL)
		return -1;
	reply_json(reply, json);
	return 1;
}

static const struct field visitor_fields[] = {
	{ .name = "widget", .type = FIELD_LINE, .is_required = TRUE, .most = 40, .help = "the key of the page's widget" },
	{ .name = "name", .type = FIELD_LINE, .help = "as they say" },
	{ .name = "email", .type = FIELD_EMAIL, .help = "where answers go once they have left; as they say" },
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5 },
	{ .name = "token", .type = FIELD_LINE, .most = 100, .help = "one that they had, to stay the same visitor" },
	{ .name = NULL },
};

const struct endpoint chat_endpoints[] = {
	{ .method = "POST", .path = "/api/v1/chat/visitor", .summary = "A token for somebody who chats without being known",
	  .help = "It opens the chat's WebSocket and nothing else. At most 60 in 10 minutes from one address.",
	  .who = WHO_PUBLIC, .body = BODY_JSON, .fields = visitor_fields, .status = 201, .shape = "Visitor", .run = make_visitor },
	{ .method = NULL },
};
