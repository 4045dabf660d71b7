#include "web/health.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "desk/ready.h"
#include "web/call.h"
#include "web/counts.h"
#include "web/inside.h"
#include "web/send.h"
#include "wire/loop.h"
#include "wire/pool.h"

static void
say(struct call *call, int status, const char *text)
{
	send_text(call, status, "text/plain; charset=utf-8", g_string_new(text));
}

static void
on_checked(void *data)
{
	struct call *call = data;
	g_autofree char *text = NULL;

	call->is_working = FALSE;
	if (call->is_gone) {
		call_free(call);
		return;
	}
	text = call->error != NULL ? g_strdup_printf("%s\n", fault_name(call->error)) : g_strdup("ready\n");
	say(call, call->error != NULL ? 503 : 200, text);
}

static void
work_check(void *place, int worker, void *data)
{
	struct call *call = data;

	(void)worker;
	if (place == NULL)
		fault_set(&call->error, FAULT_UNAVAILABLE, "database-unavailable", NULL, "No worker has a desk.");
	else if (desk_ready(place, &call->error) < 0)
		log_warning("not ready", LOG_ERR(call->error));
	loop_post(call->server->loop, on_checked, call);
}

static void
check_ready(struct call *call)
{
	if (call->server->drain_until_ms != 0) {
		say(call, 503, "stopping\n");
		return;
	}
	call->is_working = TRUE;
	if (pool_submit(call->server->pool, work_check, call))
		return;
	call->is_working = FALSE;
	say(call, 503, "busy\n");
}

static void
gauge(GString *out, const char *name, const char *help, gint64 value)
{
	g_string_append_printf(out, "# HELP supportd_web_%s %s\n# TYPE supportd_web_%s gauge\nsupportd_web_%s %" G_GINT64_FORMAT "\n", name, help,
	    name, name, value);
}

static void
tell_metrics(struct call *call)
{
	const struct server *server = call->server;
	GString *out = g_string_sized_new(16384);

	counts_write(server->counts, out);
	gauge(out, "connections", "Connections that are open.", http_server_connections(server->http));
	gauge(out, "requests_open", "Requests that are not answered yet.", http_server_exchanges(server->http));
	gauge(out, "connections_refused", "Connections refused since the start, because there were too many.", http_server_refused(server->http));
	gauge(out, "workers", "Workers.", pool_size(server->pool));
	gauge(out, "workers_busy", "Workers that are at work.", pool_busy(server->pool));
	gauge(out, "workers_waiting", "Pieces of work that wait for a worker.", pool_waiting(server->pool));
	metrics_write(out);
	send_text(call, 200, "text/plain; version=0.0.4; charset=utf-8", out);
}

gboolean
health_answers(struct call *call)
{
	const char *path = call->head->path;
	gboolean is_ours = strcmp(path, "/healthz") == 0 || strcmp(path, "/readyz") == 0 || strcmp(path, "/metrics") == 0;

	if (!is_ours)
		return FALSE;
	if (strcmp(call->head->method, "GET") != 0 && strcmp(call->head->method, "HEAD") != 0) {
		fault_set(&call->error, FAULT_INVALID, "method-not-allowed", NULL, "Only GET and HEAD can be done here.");
		send_refusal(call, "GET, HEAD");
	} else if (strcmp(path, "/healthz") == 0) {
		say(call, 200, "alive\n");
	} else if (strcmp(path, "/metrics") == 0) {
		tell_metrics(call);
	} else {
		check_ready(call);
	}
	return TRUE;
}
