#include "web/endpoint.h"
#include "web/openapi.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"
#include "desk/desk.h"
#include "conf/conf.h"

static int
describe(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	static char *json;
	static gsize once;

	(void)request;
	(void)error;
	if (g_once_init_enter(&once)) {
		struct router *router = router_new(endpoint_families);

		json = openapi_json(router, desk_conf(desk)->public_url);
		router_free(&router);
		g_once_init_leave(&once, 1);
	}
	reply_json(reply, g_strdup(json));
	return 1;
}

const struct endpoint description_endpoints[] = {
	{ .method = "GET", .path = "/api/v1/openapi.json", .summary = "This description", .who = WHO_PUBLIC, .status = 200, .run = describe },
	{ .method = NULL },
};
