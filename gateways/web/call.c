#include "web/call.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/once.h"
#include "wire/auth.h"
#include "web/who.h"
#include "web/field.h"
#include "web/header.h"
#include "web/inside.h"
#include "web/problem.h"
#include "web/upload.h"
#include "wire/peer.h"

#define KEY_MOST 200
#define LIMIT_DEFAULT 50

struct call *
call_new(struct server *server, struct http_exchange *exchange, const struct http_head *head)
{
	struct call *call = g_new0(struct call, 1);
	struct uuid id = uuid_new();

	call->server = server;
	call->exchange = http_ref(exchange);
	call->head = head;
	call->began_us = g_get_monotonic_time();
	call->pending = g_byte_array_new();
	call->worker = -1;
	memcpy(call->id, id.text, sizeof(call->id));
	call->actor = actor_system;
	peer_address(head->peer, call_header(call, "x-forwarded-for"), server->conf->web.trusted_proxy, call->actor.address,
	    sizeof(call->actor.address));
	return call;
}

void
call_free(struct call *call)
{
	upload_free(&call->way);
	values_free(call->params);
	values_free(call->query);
	g_byte_array_unref(call->pending);
	g_clear_pointer(&call->chunk, g_byte_array_unref);
	reply_clear(&call->reply);
	g_clear_pointer(&call->piece, g_bytes_unref);
	g_clear_error(&call->error);
	http_unref(call->exchange);
	g_free(call);
}

const char *
call_header(const struct call *call, const char *name)
{
	return g_hash_table_lookup(call->head->headers, name);
}

/* Each actor has a bucket; who has no name shares the one of the address, and so does everybody whose token does not hold. */
static int
count(struct call *call, gboolean is_known, GError **error)
{
	g_autofree char *key = is_known ? actor_key(&call->actor) : g_strdup(call->actor.address);

	return rate_take(call->server->rate, key, "too-many-requests", &call->rate, error);
}

static int
identify(struct desk *desk, struct call *call, GError **error)
{
	struct actor actor;

	call->token = header_bearer(call_header(call, "authorization"), error);
	if (call->token == NULL && error != NULL && *error != NULL)
		return -1;
	if (call->token == NULL) {
		if (call->endpoint->who & WHO_PUBLIC)
			return 0;
		fault_set(error, FAULT_UNAUTHENTICATED, "token-missing", "Authorization", "Say who you are: Authorization: Bearer and your token.");
		return -1;
	}
	if (auth_actor(call->server->auth, desk, call->token, &actor, error) < 0)
		return -1;
	g_strlcpy(actor.address, call->actor.address, sizeof(actor.address));
	call->actor = actor;
	return 1;
}

int
call_authorise(struct desk *desk, struct call *call, GError **error)
{
	GError *why = NULL;
	int is_known;

	if (desk == NULL) {
		fault_set(error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "The database does not answer.");
		return -1;
	}
	is_known = identify(desk, call, &why);
	if (count(call, is_known > 0, is_known < 0 ? NULL : error) < 0 && is_known >= 0)
		return -1;
	if (is_known < 0) {
		g_propagate_error(error, why);
		return -1;
	}
	if ((call->endpoint->who & WHO_PUBLIC) || (call->endpoint->who & who_is(&call->actor)))
		return 1;
	fault_set(error, FAULT_FORBIDDEN, "not-allowed", NULL, "This is not for %ss to do.", actor_kind_word(call->actor.kind));
	return -1;
}

/* The body as values. A POST that needs none may still bring an empty object. */
static struct values *
take_body(const struct call *call, GError **error)
{
	const struct endpoint *endpoint = call->endpoint;

	if (endpoint->body == BODY_UPLOAD || (call->pending->len == 0 && (endpoint->body == BODY_NONE || endpoint->body_may_be_absent)))
		return values_from_json("{}", 2, NULL, error);
	return values_from_json((const char *)call->pending->data, call->pending->len, endpoint->fields, error);
}

static GBytes *
request_digest(const struct call *call)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);

	g_checksum_update(sum, (const guchar *)call->head->method, -1);
	g_checksum_update(sum, (const guchar *)"\n", 1);
	g_checksum_update(sum, (const guchar *)call->head->path, -1);
	for (guint i = 0; i < call->head->query->len; i++) {
		g_checksum_update(sum, (const guchar *)"\n", 1);
		g_checksum_update(sum, (const guchar *)call->head->query->pdata[i], -1);
	}
	g_checksum_update(sum, (const guchar *)"\n\n", 2);
	if (call->way != NULL)
		g_checksum_update(sum, (const guchar *)upload_digest(call->way), -1);
	else
		g_checksum_update(sum, call->pending->data, (gssize)call->pending->len);
	g_checksum_get_digest(sum, digest, &length);
	return g_bytes_new(digest, length);
}

static int
run_now(struct desk *desk, struct call *call, struct request *request, GError **error)
{
	const struct endpoint *endpoint = call->endpoint;

	if (endpoint->run(desk, request, &call->reply, error) < 0)
		return -1;
	if (call->reply.status == 0)
		call->reply.status = endpoint->status != 0 ? endpoint->status : call->reply.json == NULL && call->reply.blob_id == NULL &&
		    call->reply.bytes == NULL ? 204 : 200;
	return 1;
}

/* What is kept of an answer: ETag, Location and the JSON, a line each. */
static char *
pack(const struct reply *reply)
{
	return g_strdup_printf("%s\n%s\n%s", reply->etag != NULL ? reply->etag : "", reply->location != NULL ? reply->location : "",
	    reply->json != NULL ? reply->json : "");
}

static void
unpack(const char *packed, int status, struct reply *reply)
{
	g_auto(GStrv) parts = g_strsplit(packed != NULL ? packed : "", "\n", 3);

	reply->status = status;
	if (g_strv_length(parts) < 3)
		return;
	reply->etag = *parts[0] != '\0' ? g_strdup(parts[0]) : NULL;
	reply->location = *parts[1] != '\0' ? g_strdup(parts[1]) : NULL;
	reply->json = *parts[2] != '\0' ? g_strdup(parts[2]) : NULL;
}

static int
run_once(struct desk *desk, struct call *call, struct request *request, const char *key, GError **error)
{
	g_autofree char *actor = actor_key(&call->actor), *packed = NULL;
	g_autoptr(GBytes) digest = request_digest(call);
	const struct once once = { .actor = actor, .key = key, .digest = digest };
	int status, is_new = desk_once_begin(desk, &once, &status, &packed, error);

	if (is_new < 0)
		return -1;
	if (is_new == 0) {
		unpack(packed, status, &call->reply);
		return 1;
	}
	if (run_now(desk, call, request, error) < 0) {
		desk_once_abort(desk);
		return -1;
	}
	packed = pack(&call->reply);
	return desk_once_end(desk, &once, call->reply.status, packed, error);
}

/* The key of a POST by somebody with a name; NULL if there is none. */
static int
take_key(const struct call *call, const char **key_r, GError **error)
{
	const char *key = call_header(call, "idempotency-key");

	*key_r = NULL;
	if (key == NULL || strcmp(call->head->method, "POST") != 0 || call->token == NULL)
		return 1;
	for (const char *c = key; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			key = "";
	if (*key == '\0' || strlen(key) > KEY_MOST) {
		fault_set(error, FAULT_INVALID, "bad-header", "Idempotency-Key", "Idempotency-Key must have 1 to %d printable ASCII characters.", KEY_MOST);
		return -1;
	}
	*key_r = key;
	return 1;
}

static int
run(struct desk *desk, struct call *call, GError **error)
{
	const struct endpoint *endpoint = call->endpoint;
	g_autoptr(values_auto) body = NULL;
	g_autoptr(GBytes) bytes = NULL;
	g_autofree char *agent = NULL;
	struct request request = { .endpoint = endpoint, .actor = &call->actor, .params = call->params, .query = call->query };
	const char *key, *user_agent = call_header(call, "user-agent");

	if (call->way == NULL && call_authorise(desk, call, error) < 0)
		return -1;
	request.token = call->token;
	body = take_body(call, error);
	if (body == NULL || take_key(call, &key, error) < 0 ||
	    header_if_match(call_header(call, "if-match"), &request.if_version, error) < 0)
		return -1;
	if (endpoint->wants_bytes)
		bytes = g_bytes_new_static(call->pending->data, call->pending->len);
	if (user_agent != NULL)
		agent = g_utf8_make_valid(user_agent, -1);
	request.body = body;
	request.bytes = bytes;
	request.user_agent = agent;
	request.upload = call->way != NULL ? upload_result(call->way) : NULL;
	request.limit = (int)value_int(call->query, "limit", LIMIT_DEFAULT);
	request.cursor = value_text(call->query, "cursor");
	return key != NULL ? run_once(desk, call, &request, key, error) : run_now(desk, call, &request, error);
}

void
call_run(struct desk *desk, struct call *call)
{
	if (run(desk, call, &call->error) > 0)
		return;
	reply_clear(&call->reply);
	if (problem_status(call->error) == 500)
		log_error("request failed", LOG_STR("request", call->id), LOG_STR("method", call->endpoint->method),
		    LOG_STR("path", call->endpoint->path), LOG_ERR(call->error));
}
