#include "desk/entitlement.h"

#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/request.h"

static const struct field query[] = {
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5, .help = "in which somebody wants to talk: people who speak it have hours of their own" },
	{ .name = NULL },
};

static int
get(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	return reply_plain(reply, desk_entitlement(desk, request->actor, value_text(request->query, "language"), error));
}

const struct endpoint entitlement_endpoints[] = {
	{ .method = "GET", .path = "/api/v1/support/entitlement", .summary = "What somebody may expect of us",
	    .help = "The plan and its ways to a person (email, chat, phone, csm), whether people are there now, by when a person answers at the latest what "
	    "is asked now (null: nothing is promised), and where the chat is. Without a token: what counts for somebody whom we do not know.",
	    .who = WHO_PUBLIC, .query = query, .shape = "Entitlement", .run = get },
	{ .method = NULL },
};
