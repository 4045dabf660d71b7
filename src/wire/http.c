#include "wire/http.h"

#include <libwebsockets.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "wire/exchange.h"
#include "wire/listen.h"
#include "wire/loop.h"

#define HEAD_ROOM (2 * HTTP_HEADER_MAX + HTTP_PATH_MAX)	/* so that too much can be told from enough, and answered */
#define RX_PIECE 32768
#define KEEP_ALIVE_SECONDS 30
#define LINGER_MS 5000		/* for a client that is still sending while its refusal is on the way */
#define LISTENERS 2

/* A WebSocket that says nothing is asked whether it still lives. */
static const lws_retry_bo_t liveness = { .secs_since_valid_ping = 30, .secs_since_valid_hangup = 75 };

struct http_server {
	struct loop *loop;
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct lws_protocols *protocols;
	const struct http_calls *calls;
	void *user;
	struct {
		struct http_server *server;
		struct listener *listener;
		const void *tag;
	} listeners[LISTENERS];
	int n_listeners;
	GQueue exchanges;	/* struct http_exchange *: those that have a connection */
	ev_timer sweep;
	int connections, most_connections;
	int64_t refused;
	gboolean is_draining;
};

struct session {		/* what lws keeps for us with each connection */
	struct http_exchange *exchange;
};

static void
tell_gone(struct session *session)
{
	struct http_exchange *exchange = session->exchange;

	if (exchange == NULL)
		return;
	session->exchange = NULL;
	g_queue_unlink(&exchange->server->exchanges, &exchange->link);
	exchange->wsi = NULL;
	if (!exchange->is_ended) {
		exchange->is_ended = TRUE;
		exchange->server->calls->ended(exchange, FALSE);
	}
	http_unref(exchange);
}

static int
on_request(struct lws *wsi, struct session *session)
{
	struct http_server *server = lws_context_user(lws_get_context(wsi));
	struct http_exchange *exchange = exchange_new(server, wsi);

	session->exchange = exchange;
	exchange->link.data = exchange;
	g_queue_push_tail_link(&server->exchanges, &exchange->link);
	exchange->closes = exchange->closes || server->is_draining;
	http_ref(exchange);
	if (exchange->head.content_length > 0)
		exchange->body_since = loop_now_ms();
	server->calls->began(exchange, &exchange->head, server->user);
	if (exchange->head.content_length == 0 && !exchange->is_ended) {
		exchange->body_has_ended = TRUE;
		if (!exchange->is_answered)
			http_pause(exchange);
		server->calls->body_ended(exchange);
	}
	if (exchange->wants_continue && exchange->head.content_length > 0 && !exchange->is_answered)
		exchange_say_continue(exchange);
	http_unref(exchange);
	return 0;
}

/* lws 4.1.6 gives the header of a pipelined request as its body (lws_http_action forgets that what it takes from its own
 * buffer was parsed already). Such a connection is cut: a client may not send a body before it had its answer anyway. */
static gboolean
is_own_header(const struct http_exchange *exchange, const char *data, size_t length)
{
	size_t method = strlen(exchange->head.method);

	return exchange->body_got == 0 && length > method + 1 && strncmp(data, exchange->head.method, method) == 0 &&
	    data[method] == ' ' && data[method + 1] == '/';
}

static int
on_body(struct session *session, const void *data, size_t length)
{
	struct http_exchange *exchange = session->exchange;

	if (exchange == NULL || exchange->body_has_ended || length == 0)
		return 0;
	if (is_own_header(exchange, data, length))
		return -1;
	exchange->body_got += (int64_t)length;
	if (!exchange->is_answered)
		exchange->server->calls->body(exchange, data, length);
	return 0;
}

/* While the answer is awaited nothing more is read. If lws says again that the body has ended, it is in the loop without an end into which
 * pipelined requests with bodies take it: only closing breaks it. */
static int
on_body_end(struct session *session)
{
	struct http_exchange *exchange = session->exchange;

	if (exchange == NULL || exchange->head.content_length == 0)
		return 0;
	if (exchange->body_has_ended)
		return exchange->is_answered ? 0 : -1;
	exchange->body_has_ended = TRUE;
	if (exchange->lingers_until != 0)
		return -1;
	if (exchange->is_answered)
		return 0;
	http_pause(exchange);
	exchange->server->calls->body_ended(exchange);
	return 0;
}

/* The whole answer is on its way. A client that is still sending is listened to for a while: closing at once
 * would reset the connection, and the refusal would be lost with it. */
static int
finish(struct http_exchange *exchange, struct lws *wsi, struct session *session)
{
	exchange->is_ended = TRUE;
	exchange->server->calls->ended(exchange, TRUE);
	if (!exchange->body_has_ended && exchange->head.content_length > 0) {
		exchange->lingers_until = loop_now_ms() + LINGER_MS;
		http_resume(exchange);
		return 0;
	}
	if (exchange->closes)
		return -1;
	session->exchange = NULL;
	g_queue_unlink(&exchange->server->exchanges, &exchange->link);
	exchange->wsi = NULL;
	http_unref(exchange);
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int
on_writeable(struct lws *wsi, struct session *session)
{
	struct http_exchange *exchange = session->exchange;

	if (exchange == NULL || exchange->is_ended)
		return 0;
	if (lws_partial_buffered(wsi)) {
		lws_callback_on_writable(wsi);
		return 0;
	}
	switch (exchange_write(exchange)) {
	case -1:
		return -1;
	case 1:
		lws_callback_on_writable(wsi);
		return 0;
	default:
		break;
	}
	if (exchange->is_answered && exchange->out_has_ended)
		return finish(exchange, wsi, session);
	if (exchange->is_answered) {
		exchange->sending_since = 0;
		exchange->server->calls->drained(exchange);
	}
	return 0;
}

/* Without a protocol of its own an upgrade (h2c, or a WebSocket that nobody serves) is not taken up. */
static int
refuse_upgrade(struct lws *wsi, const char *to)
{
	const struct http_server *server = lws_context_user(lws_get_context(wsi));

	/* Without a subprotocol named lws would take it for the first one, which is HTTP. */
	return strcmp(to, "websocket") == 0 && server->protocols[1].name != NULL && !server->is_draining &&
	    lws_hdr_total_length(wsi, WSI_TOKEN_PROTOCOL) > 0 ? 0 : -1;
}

static int
on_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct session *session = user;

	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return on_request(wsi, session);
	case LWS_CALLBACK_HTTP_BODY:
		return on_body(session, in, length);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return on_body_end(session);
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return on_writeable(wsi, session);
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return refuse_upgrade(wsi, in);
	case LWS_CALLBACK_CLOSED_HTTP:
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
		if (session != NULL)
			tell_gone(session);
		return 0;
	case LWS_CALLBACK_WSI_DESTROY:
		((struct http_server *)lws_context_user(lws_get_context(wsi)))->connections--;
		return 0;
	default:
		return 0;
	}
}

static void
on_sweep(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct http_server *server = timer->data;
	gint64 now = loop_now_ms();

	(void)ev;
	(void)events;
	for (GList *link = server->exchanges.head, *next; link != NULL; link = next) {
		struct http_exchange *exchange = http_ref(link->data);

		next = link->next;
		if (exchange->lingers_until != 0) {
			if (now > exchange->lingers_until)
				http_cut(exchange);
		} else if (exchange_sends_too_slowly(exchange, now) && !exchange->is_answered) {
			exchange->closes = TRUE;
			server->calls->too_slow(exchange);
		} else if (exchange_takes_too_slowly(exchange, now)) {
			http_cut(exchange);
		}
		http_unref(exchange);
	}
}

static void
log_from_lws(int level, const char *line)
{
	g_autofree char *text = g_strstrip(g_strdup(line));

	log_at(level & LLL_ERR ? LOG_LEVEL_WARNING : LOG_LEVEL_DEBUG, "libwebsockets", LOG_STR("says", text));
}

static int
make_context(struct http_server *server, GError **error)
{
	struct lws_context_creation_info info = { 0 };
	void *loops[1] = { loop_ev(server->loop) };

	lws_set_log_level(LLL_ERR, log_from_lws);
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.options = LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	info.foreign_loops = loops;
	info.protocols = server->protocols;
	info.user = server;
	info.vhost_name = "http";
	info.max_http_header_data2 = HEAD_ROOM;
	info.max_http_header_pool2 = (unsigned int)server->most_connections;
	info.pt_serv_buf_size = RX_PIECE;
	info.timeout_secs = KEEP_ALIVE_SECONDS;
	info.timeout_secs_ah_idle = HTTP_HEAD_SECONDS;
	info.keepalive_timeout = KEEP_ALIVE_SECONDS;
	info.retry_and_idle_policy = &liveness;
	server->context = lws_create_context(&info);
	if (server->context != NULL)
		server->vhost = lws_create_vhost(server->context, &info);
	if (server->vhost == NULL) {
		fault_set(error, FAULT_INTERNAL, "no-http", NULL,
		    "libwebsockets cannot start; is libwebsockets-evlib-ev installed?");
		return -1;
	}
	return 1;
}

struct http_server *
http_server_new(struct loop *loop, const struct http_calls *calls, void *user, const struct lws_protocols *more, int n_more,
    int most_connections, GError **error)
{
	struct http_server *server = g_new0(struct http_server, 1);

	server->loop = loop;
	server->calls = calls;
	server->user = user;
	server->most_connections = most_connections;
	g_queue_init(&server->exchanges);
	server->protocols = g_new0(struct lws_protocols, n_more + 2);
	server->protocols[0] = (struct lws_protocols){ .name = "http", .callback = on_http,
		.per_session_data_size = sizeof(struct session), .rx_buffer_size = RX_PIECE };
	if (n_more > 0)
		memcpy(&server->protocols[1], more, (size_t)n_more * sizeof(*more));
	if (make_context(server, error) < 0) {
		http_server_free(&server);
		return NULL;
	}
	ev_timer_init(&server->sweep, on_sweep, 1., 1.);
	server->sweep.data = server;
	ev_timer_start(loop_ev(loop), &server->sweep);
	return server;
}

void
http_server_free(struct http_server **server_p)
{
	struct http_server *server = *server_p;

	if (server == NULL)
		return;
	http_server_drain(server);
	ev_timer_stop(loop_ev(server->loop), &server->sweep);
	if (server->context != NULL)
		lws_context_destroy(server->context);
	g_free(server->protocols);
	g_free(server);
	*server_p = NULL;
}

static void
on_accepted(int fd, void *user)
{
	typeof(((struct http_server *)NULL)->listeners[0]) *from = user;
	struct http_server *server = from->server;
	struct lws *wsi;

	if (server->connections >= server->most_connections) {
		server->refused++;
		close(fd);
		return;
	}
	server->connections++;
	wsi = lws_adopt_socket_vhost(server->vhost, fd);	/* closes fd if it fails */
	if (wsi == NULL)
		server->connections--;
	else
		lws_set_opaque_user_data(wsi, (void *)from->tag);
}

int
http_listen(struct http_server *server, const char *address, const void *tag, GError **error)
{
	int n = server->n_listeners;

	g_assert(n < LISTENERS);
	server->listeners[n].server = server;
	server->listeners[n].tag = tag;
	server->listeners[n].listener = listener_new(server->loop, address, on_accepted, &server->listeners[n], error);
	if (server->listeners[n].listener == NULL)
		return -1;
	server->n_listeners++;
	return 1;
}

void
http_server_drain(struct http_server *server)
{
	server->is_draining = TRUE;
	for (int i = 0; i < server->n_listeners; i++)
		listener_free(&server->listeners[i].listener);
	for (GList *link = server->exchanges.head; link != NULL; link = link->next)
		((struct http_exchange *)link->data)->closes = TRUE;
}

int
http_server_exchanges(const struct http_server *server)
{
	return (int)server->exchanges.length;
}

int
http_server_connections(const struct http_server *server)
{
	return server->connections;
}

int64_t
http_server_refused(const struct http_server *server)
{
	return server->refused;
}
