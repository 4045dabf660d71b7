
#include "base/fault.h"
#include "desk/password.h"
#include "desk/token.h"
#include "model/actor.h"
#include "wire/auth.h"
#include "web/endpoint.h"
#include "wire/rate.h"
#include "web/reply.h"
#include "web/request.h"

#define TRIES_ACCOUNT 10	/* in 15 minutes, whoever tries */
#define TRIES_ADDRESS 30	/* from one address, whatever the account */
#define TRIES_SECONDS 900

static struct rate *by_account, *by_address;

/* Passwords are guessed for one account from many places, and from one place for many accounts. */
static int
count_try(const char *email, const char *address, GError **error)
{
	static gsize once;
	g_autofree char *folded = g_utf8_casefold(email, -1);

	if (g_once_init_enter(&once)) {
		by_account = rate_new(TRIES_ACCOUNT, TRIES_SECONDS);
		by_address = rate_new(TRIES_ADDRESS, TRIES_SECONDS);
		g_once_init_leave(&once, 1);
	}
	return rate_take(by_address, address, "too-many-logins", NULL, error) > 0 ?
	    rate_take(by_account, folded, "too-many-logins", NULL, error) : -1;
}

static int
log_in(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const char *email = value_text(request->body, "email");
	char *json = NULL;

	if (count_try(email, request->actor->address, error) < 0 ||
	    desk_session_open(desk, email, value_text(request->body, "password"), request->actor->address, request->user_agent, &json, error) < 0)
		return -1;
	reply_json(reply, json);
	reply_location(reply, "/api/v1/agent/session");
	return 1;
}

static int
log_out(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	if (desk_session_close(desk, request->token, error) < 0)
		return -1;
	reply_nothing(reply);
	return 1;
}

static int
who_am_i(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	char *json = desk_whoami(desk, request->actor, error);

	if (json == NULL)
		return -1;
	reply_json(reply, json);
	return 1;
}

static const struct field login_fields[] = {
	{ .name = "email", .type = FIELD_EMAIL, .is_required = TRUE, .help = "the agent's mail address" },
	{ .name = "password", .type = FIELD_LINE, .is_required = TRUE, .most = PASSWORD_MOST },
	{ .name = NULL },
};

const struct endpoint session_endpoints[] = {
	{ .method = "POST", .path = "/api/v1/agent/session", .summary = "Log in as an agent",
	  .help = "The token holds for twelve hours after it was last used. At most 10 tries in 15 minutes for an account.",
	  .who = WHO_PUBLIC, .body = BODY_JSON, .fields = login_fields, .status = 201, .shape = "Session", .run = log_in },
	{ .method = "GET", .path = "/api/v1/agent/session", .summary = "Who is asking", .who = WHO_CUSTOMER | WHO_AGENTS | WHO_PLATFORM,
	  .shape = "Identity", .run = who_am_i },
	{ .method = "DELETE", .path = "/api/v1/agent/session", .summary = "Log out: this token holds no more", .who = WHO_AGENTS, .status = 204,
	  .run = log_out },
	{ .method = NULL },
};
