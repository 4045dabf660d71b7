#include "chat/pages.h"

#include <string.h>

#include "base/fault.h"
#include "base/metric.h"
#include "chat/asyncapi.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/writer.h"
#include "conf/conf.h"
#include "desk/ready.h"
#include "wire/http.h"

static void
say(struct http_exchange *exchange, int status, const char *type, char *text)
{
	const char *const headers[] = { "content-type", type, "cache-control", "no-store", "x-content-type-options", "nosniff", NULL };
	gsize length = strlen(text);
	GBytes *body = g_bytes_new_take(text, length);

	http_answer(exchange, status, headers, (int64_t)length, body, TRUE);
	g_bytes_unref(body);
}

static void
say_plain(struct http_exchange *exchange, int status, const char *text)
{
	say(exchange, status, "text/plain; charset=utf-8", g_strdup(text));
}

static void
check(struct place *place, void *data, GError **error)
{
	(void)data;
	(void)!desk_ready(place->desk, error);
}

static void
on_checked(struct server *server, void *data, const GError *error)
{
	struct http_exchange *exchange = data;
	g_autofree char *text = g_strdup_printf("%s\n", error != NULL ? fault_name(error) : "ready");

	(void)server;
	say_plain(exchange, error != NULL ? 503 : 200, text);
	http_unref(exchange);
}

static void
say_ready(struct server *server, struct http_exchange *exchange)
{
	if (server->drain_until_ms != 0)
		say_plain(exchange, 503, "stopping\n");
	else
		job_do(server, check, on_checked, http_ref(exchange));
}

static void
gauge(GString *out, const char *name, const char *help, gint64 value)
{
	g_string_append_printf(out, "# HELP supportd_chat_%s %s\n# TYPE supportd_chat_%s gauge\nsupportd_chat_%s %" G_GINT64_FORMAT "\n", name, help,
	    name, name, value);
}

static void
say_metrics(struct server *server, struct http_exchange *exchange)
{
	GString *out = g_string_sized_new(8192);

	gauge(out, "sockets", "WebSockets that are open.", server->clients.length);
	gauge(out, "connections", "Connections that are open, those of HTTP too.", http_server_connections(server->http));
	gauge(out, "tickets_watched", "Tickets that somebody here looks at.", g_hash_table_size(server->rooms));
	gauge(out, "messages_waiting", "Messages that wait to be stored.", writer_waiting(server->writer));
	gauge(out, "bell_heard", "1 while Redis tells what other gateways did.", server->hears);
	metrics_write(out);
	say(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", g_string_free(out, FALSE));
}

static void
on_began(struct http_exchange *exchange, const struct http_head *head, void *user)
{
	struct server *server = user;

	if (strcmp(head->method, "GET") != 0 && strcmp(head->method, "HEAD") != 0)
		say_plain(exchange, 405, "method-not-allowed\n");
	else if (strcmp(head->path, "/healthz") == 0)
		say_plain(exchange, 200, "alive\n");
	else if (strcmp(head->path, "/readyz") == 0)
		say_ready(server, exchange);
	else if (strcmp(head->path, "/metrics") == 0)
		say_metrics(server, exchange);
	else if (strcmp(head->path, "/api/v1/asyncapi.json") == 0)
		say(exchange, 200, "application/json", asyncapi_json(server->conf->public_url));
	else
		say_plain(exchange, 404, "no-such-path\n");
}

static void
on_body(struct http_exchange *exchange, const void *data, gsize length)
{
	(void)exchange;
	(void)data;
	(void)length;	/* nobody wants it: the answer is given already */
}

static void
on_event(struct http_exchange *exchange)
{
	(void)exchange;
}

static void
on_ended(struct http_exchange *exchange, gboolean was_complete)
{
	(void)exchange;
	(void)was_complete;
}

const struct http_calls chat_http_calls = { .began = on_began, .body = on_body, .body_ended = on_event, .drained = on_event, .ended = on_ended,
	.too_slow = on_event };
