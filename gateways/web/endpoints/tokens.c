#include "base/fault.h"
#include "desk/token.h"
#include "web/endpoint.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define TOKENS "/api/v1/admin/tokens"

static const char *const role_words[] = { "agent", "manager", "admin", "platform", NULL };

static const struct field new_fields[] = {
	{ .name = "role", .type = FIELD_WORD, .is_required = TRUE, .words = role_words },
	{ .name = "name", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 100, .help = "what it is for" },
	{ .name = "agent_id", .type = FIELD_UUID, .help = "acts as that agent" },
	{ .name = "days", .type = FIELD_INT, .least = 1, .most = 3650, .help = "how long it holds; if not given: until it is revoked" },
	{ .name = NULL },
};

static int
create(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	g_autofree char *token = NULL;

	if (desk_token_create(desk, request->actor, value_text(body, "role"), value_text(body, "name"), value_text(body, "agent_id"),
	    value_int(body, "days", 0) * 86400, &token, error) < 0)
		return -1;
	reply_json(reply, g_strdup_printf("{\"token\": \"%s\"}", token));	/* base64url: nothing to escape */
	return 1;
}

static int
list(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	char *items = desk_tokens(desk, error);

	(void)request;
	if (items == NULL)
		return -1;
	reply_items(reply, items, NULL);
	return 1;
}

static int
revoke_token(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const char *id = value_text(request->params, "id");
	int revoked = desk_token_revoke(desk, request->actor, id, error);

	if (revoked == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-token", NULL, "No token of that id holds.");
	if (revoked <= 0)
		return -1;
	reply_nothing(reply);
	return 1;
}

const struct endpoint token_endpoints[] = {
	{ .method = "GET", .path = TOKENS, .summary = "List the tokens that hold", .help = "All of them; there is no next page.", .who = WHO_ADMIN,
	    .is_list = TRUE, .shape = "Token", .run = list },
	{ .method = "POST", .path = TOKENS, .summary = "Make a service token", .help = "It is shown this once.", .who = WHO_ADMIN, .body = BODY_JSON,
	    .fields = new_fields, .status = 201, .shape = "NewToken", .run = create },
	{ .method = "DELETE", .path = TOKENS "/:id", .summary = "Revoke a token", .help = "It opens nothing any more, within seconds.",
	    .who = WHO_ADMIN, .status = 204, .run = revoke_token },
	{ .method = NULL },
};
