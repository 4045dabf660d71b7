#include "web/server.h"

#include <string.h>

#include "base/daemon.h"
#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/attachment.h"
#include "desk/blob.h"
#include "desk/desk.h"
#include "desk/once.h"
#include "desk/token.h"
#include "wire/auth.h"
#include "web/call.h"
#include "web/counts.h"
#include "web/endpoint.h"
#include "web/files.h"
#include "web/head.h"
#include "web/health.h"
#include "web/inside.h"
#include "wire/rate.h"
#include "web/route.h"
#include "web/send.h"
#include "web/upload.h"
#include "wire/http.h"
#include "wire/loop.h"
#include "wire/pool.h"

#define CONNECTIONS_MOST 10000
#define WAITING_MOST 2000	/* requests that wait for a worker; more are told to come back */
#define SWEEP_SECONDS 3600.

static const char api_port[] = "api", health_port[] = "health";

static void
refuse_busy(struct call *call)
{
	fault_set(&call->error, FAULT_UNAVAILABLE, "busy", NULL, "Too many requests are waiting; try again in a moment.");
	send_refusal(call, NULL);
}

static gboolean
is_over(struct call *call)
{
	call->is_working = FALSE;
	if (!call->is_gone)
		return FALSE;
	call_free(call);
	return TRUE;
}

static void
on_run_done(void *data)
{
	struct call *call = data;

	if (!is_over(call))
		send_answer(call);
}

static void
work_run(void *place, int worker, void *data)
{
	struct call *call = data;

	(void)worker;
	call_run(place, call);
	loop_post(call->server->loop, on_run_done, call);
}

static int
take_chunk(struct desk *desk, struct call *call, int worker, GError **error)
{
	if (call->way == NULL) {
		if (call_authorise(desk, call, error) < 0)
			return -1;
		call->way = upload_begin(desk, call, error);
		if (call->way == NULL)
			return -1;
		call->worker = worker;
	}
	if (upload_add(call->way, call->chunk->data, call->chunk->len, error) < 0)
		return -1;
	return call->is_last_chunk ? upload_end(call->way, error) : 1;
}

static void on_chunk_done(void *data);

static void
work_chunk(void *place, int worker, void *data)
{
	struct call *call = data;

	if (take_chunk(place, call, worker, &call->error) > 0 && call->is_last_chunk)
		call_run(place, call);
	g_clear_pointer(&call->chunk, g_byte_array_unref);
	loop_post(call->server->loop, on_chunk_done, call);
}

/* Hands what came in to the worker that has the upload; the client waits meanwhile, so that no more than a chunk is ever here. */
static void
pass_chunk(struct call *call)
{
	call->chunk = g_steal_pointer(&call->pending);
	call->pending = g_byte_array_new();
	call->is_last_chunk = call->body_has_ended;
	call->is_working = TRUE;
	if (!call->body_has_ended)
		http_pause(call->exchange);
	if (call->worker >= 0) {
		pool_submit_to(call->server->pool, call->worker, work_chunk, call);
	} else if (!pool_submit(call->server->pool, work_chunk, call)) {
		call->is_working = FALSE;
		refuse_busy(call);
	}
}

static void
on_chunk_done(void *data)
{
	struct call *call = data;

	if (is_over(call))
		return;
	if (call->error != NULL || call->is_last_chunk)
		send_answer(call);
	else if (call->pending->len >= BLOB_CHUNK || call->body_has_ended)
		pass_chunk(call);
	else
		http_resume(call->exchange);
}

/* What a client sends behind an upload without waiting for the answer is never taken for a request. */
static void
begin_upload(struct call *call)
{
	http_close_after(call->exchange);
	pass_chunk(call);	/* nothing yet: may they at all? */
}

/* What browsers load. GET and HEAD only, and no reader of the book: it works while the database is down. */
static gboolean
file_answers(struct call *call)
{
	const char *path = call->head->path;
	gboolean is_lasting;
	const struct file *file;

	if (!files_owns(path))
		return FALSE;
	file = files_find(call->server->files, path, &is_lasting);
	if (strcmp(call->head->method, "GET") != 0 && strcmp(call->head->method, "HEAD") != 0) {
		fault_set(&call->error, FAULT_INVALID, "method-not-allowed", NULL, "Only GET and HEAD can be done here.");
		send_refusal(call, "GET, HEAD");
	} else if (file == NULL) {
		fault_set(&call->error, FAULT_NOT_FOUND, "no-such-path", NULL, "There is no such file; load the page again, it may have changed.");
		send_refusal(call, NULL);
	} else {
		send_page(call, file, is_lasting);
	}
	return TRUE;
}

static void
on_began(struct http_exchange *exchange, const struct http_head *head, void *user)
{
	struct server *server = user;
	struct call *call = call_new(server, exchange, head);
	g_autofree char *allow = NULL;
	int may_come;

	http_set_data(exchange, call);
	if ((head->listener == health_port || !server->has_health_port) && health_answers(call))
		return;
	if (head->listener == health_port) {
		fault_set(&call->error, FAULT_NOT_FOUND, "no-such-path", NULL, "Here are only /healthz, /readyz and /metrics.");
		send_refusal(call, NULL);
		return;
	}
	if (file_answers(call))
		return;
	may_come = head_check(call, &allow, &call->error);
	if (may_come == 0)
		send_options(call, allow);
	else if (may_come < 0)
		send_refusal(call, allow);
	else if (call->endpoint->body == BODY_UPLOAD)
		begin_upload(call);
}

static void
on_body(struct http_exchange *exchange, const void *data, gsize length)
{
	struct call *call = http_data(exchange);

	if (call->endpoint == NULL)
		return;
	if (call->endpoint->body != BODY_UPLOAD && (gint64)(call->pending->len + length) > head_body_most(call))
		return;	/* more than its Content-Length said; lws ends it there */
	g_byte_array_append(call->pending, data, (guint)length);
	if (call->endpoint->body == BODY_UPLOAD && call->pending->len >= BLOB_CHUNK && !call->is_working)
		pass_chunk(call);
}

static void
on_body_ended(struct http_exchange *exchange)
{
	struct call *call = http_data(exchange);

	call->body_has_ended = TRUE;
	if (call->endpoint == NULL || http_is_answered(exchange) || call->is_working)
		return;
	if (call->endpoint->body == BODY_UPLOAD) {
		pass_chunk(call);
		return;
	}
	call->is_working = TRUE;
	if (!pool_submit(call->server->pool, work_run, call)) {
		call->is_working = FALSE;
		refuse_busy(call);
	}
}

static void
on_drained(struct http_exchange *exchange)
{
	send_more(http_data(exchange));
}

static void
on_ended(struct http_exchange *exchange, gboolean was_complete)
{
	struct call *call = http_data(exchange);

	http_set_data(exchange, NULL);
	if (!was_complete && !http_is_answered(exchange))
		log_debug("client went away", LOG_STR("request", call->id), LOG_STR("path", call->head->path));
	if (call->is_working)
		call->is_gone = TRUE;
	else
		call_free(call);
}

static void
on_too_slow(struct http_exchange *exchange)
{
	struct call *call = http_data(exchange);

	if (call->is_working)
		return;
	g_clear_error(&call->error);
	fault_set(&call->error, FAULT_LIMIT, "too-slow", NULL, "The body comes at less than %d bytes a second; send it faster.", HTTP_SLOWEST_BYTES);
	send_refusal(call, NULL);
}

static const struct http_calls calls = { .began = on_began, .body = on_body, .body_ended = on_body_ended, .drained = on_drained,
	.ended = on_ended, .too_slow = on_too_slow };

static void *
open_desk(void *user, GError **error)
{
	return desk_open(((struct server *)user)->conf, error);
}

static void
close_desk(void *place)
{
	struct desk *desk = place;

	desk_free(&desk);
}

static int
listen_on(struct server *server, GError **error)
{
	server->has_health_port = *server->conf->web.health != '\0';
	server->http = http_server_new(server->loop, &calls, server, NULL, 0, CONNECTIONS_MOST, error);
	if (server->http == NULL || http_listen(server->http, server->conf->web.listen, api_port, error) < 0)
		return -1;
	return server->has_health_port ? http_listen(server->http, server->conf->web.health, health_port, error) : 1;
}

struct server *
server_new(const struct conf *conf, GError **error)
{
	struct server *server = g_new0(struct server, 1);

	server->conf = conf;
	server->loop = loop_new();
	server->router = router_new(endpoint_families);
	server->counts = counts_new(server->router);
	server->files = files_load(conf->web.files_dir);
	server->rate = rate_new(conf->web.rate_per_minute, 60);
	server->auth = auth_new(conf, error);
	if (server->auth == NULL || listen_on(server, error) < 0) {
		server_free(&server);
		return NULL;
	}
	server->pool = pool_new(conf->web.workers, WAITING_MOST, (struct pool_place){ open_desk, close_desk, server });
	return server;
}

void
server_free(struct server **server_p)
{
	struct server *server = *server_p;

	if (server == NULL)
		return;
	http_server_free(&server->http);
	pool_free(&server->pool);
	loop_free(&server->loop);	/* runs what the workers still had to say */
	auth_free(&server->auth);
	rate_free(&server->rate);
	counts_free(&server->counts);
	files_free(&server->files);
	router_free(&server->router);
	g_free(server);
	*server_p = NULL;
}

static void
work_sweep(void *place, int worker, void *data)
{
	static const struct {
		const char *what;
		int (*run)(struct desk *desk, GError **error);
	} sweeps[] = { { "idempotency keys", desk_once_sweep }, { "uploads", desk_uploads_sweep }, { "tokens", desk_tokens_sweep } };

	(void)worker;
	(void)data;
	if (place == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(sweeps); i++) {
		g_autoptr(GError) error = NULL;

		if (sweeps[i].run(place, &error) < 0)
			log_warning("not-swept", LOG_STR("what", sweeps[i].what), LOG_ERR(error));
	}
}

static void
on_sweep(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct server *server = timer->data;

	(void)ev;
	(void)events;
	if (!pool_submit(server->pool, work_sweep, NULL))
		log_debug("no time to sweep");
}

static void
on_drain_check(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct server *server = timer->data;

	(void)ev;
	(void)events;
	if (server->drain_until_ms != 0 && (http_server_exchanges(server->http) == 0 || loop_now_ms() > server->drain_until_ms))
		loop_stop(server->loop);
}

static void
on_stopping(void *user)
{
	struct server *server = user;

	daemon_stopping();
	server->drain_until_ms = loop_now_ms() + (gint64)server->conf->stop_seconds * 1000;
	http_server_drain(server->http);
	log_info("stopping", LOG_INT("open", http_server_exchanges(server->http)));
}

static void
on_reloading(void *user)
{
	struct server *server = user;
	g_autoptr(GError) error = NULL;

	if (desk_reload_rules(server->conf, &error) < 0)
		log_error("reload-refused", LOG_ERR(error));	/* the old rules stay */
	files_free(&server->files);
	server->files = files_load(server->conf->web.files_dir);
}

void
server_run(struct server *server)
{
	struct ev_loop *ev = loop_ev(server->loop);
	ev_timer sweep, drain;

	ev_timer_init(&sweep, on_sweep, 1., SWEEP_SECONDS);
	ev_timer_init(&drain, on_drain_check, 0.05, 0.05);
	sweep.data = drain.data = server;
	ev_timer_start(ev, &sweep);
	ev_timer_start(ev, &drain);
	log_info("listening", LOG_STR("address", server->conf->web.listen), LOG_INT("workers", server->conf->web.workers));
	daemon_ready("listening");
	loop_run(server->loop, on_stopping, on_reloading, server);
	ev_timer_stop(ev, &sweep);
	ev_timer_stop(ev, &drain);
}
