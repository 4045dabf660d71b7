#include "chat/server.h"

#include "base/daemon.h"
#include "base/fault.h"
#include "base/log.h"
#include "bus/bell.h"
#include "bus/bus.h"
#include "bus/ear.h"
#include "bus/presence.h"
#include "chat/client.h"
#include "chat/dispatch.h"
#include "chat/inside.h"
#include "chat/look.h"
#include "chat/pages.h"
#include "chat/queue.h"
#include "chat/room.h"
#include "chat/tell.h"
#include "chat/writer.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "wire/auth.h"
#include "wire/http.h"
#include "wire/loop.h"
#include "wire/pool.h"
#include "wire/rate.h"
#include "wire/socket.h"

#define WAITING_MOST 50000	/* pieces of work for the pool */
#define HELLO_MS 10000
#define MOVE_MS 1500		/* all do not come back at one moment */
#define ADDRESS_TIMES 20	/* people behind one address */

/* ---- sockets */

static void
on_opened(struct socket *socket, void *user)
{
	socket_set_data(socket, client_new(user, socket));
}

static void
on_text(struct socket *socket, const char *text, gsize length)
{
	struct client *client = socket_data(socket);
	g_autoptr(GError) error = NULL;
	g_autoptr(frame_in) frame = frame_read(text, length, &error);

	if (!client_may(client, frame != NULL ? frame_text(frame, "client_id") : NULL))
		return;
	if (frame != NULL)
		dispatch(client, frame);
	else
		client_error(client, error, NULL, NULL, NULL);
}

static void
on_refused(struct socket *socket, enum socket_close why)
{
	struct client *client = socket_data(socket);
	g_autoptr(GError) error = NULL;

	if (why == SOCKET_TRY_LATER) {
		log_info("too slow", LOG_INT("client", client->number), LOG_INT("waiting", socket_waiting(socket)));
		return;	/* it is cut, and resumes */
	}
	if (why == SOCKET_TOO_LARGE)
		fault_set(&error, FAULT_LIMIT, "frame-too-large", NULL, "A frame has at most %d bytes.", FRAME_BYTES_MAX);
	else
		fault_set(&error, FAULT_INVALID, "not-text", NULL, "Frames are text messages.");
	client_error(client, error, NULL, NULL, NULL);
	socket_close(socket, why, fault_name(error));
}

static void
on_closed(struct socket *socket)
{
	struct client *client = socket_data(socket);

	queue_agent_gone(client);
	client_gone(client);
}

static void
on_drained(struct socket *socket)
{
	room_go_on(socket_data(socket));
}

static const struct socket_calls socket_calls = { .opened = on_opened, .text = on_text, .refused = on_refused, .drained = on_drained, .closed = on_closed };

/* ---- the bell */

struct heard {
	struct server *server;
	char *line;
	gboolean hears;
};

static void
on_note(void *data)
{
	struct heard *heard = data;

	tell_heard(heard->server, heard->line);
	g_free(heard->line);
	g_free(heard);
}

static void
heard(char *payload, void *user)
{
	struct server *server = user;
	struct heard *heard = g_new0(struct heard, 1);

	heard->server = server;
	heard->line = payload;
	loop_post(server->loop, on_note, heard);
}

static void
on_changed(void *data)
{
	struct heard *heard = data;

	heard->server->hears = heard->hears;
	heard->server->looked_ms = 0;	/* what was rung meanwhile was heard by nobody */
	look(heard->server);
	if (heard->hears)
		queue_beat(heard->server);	/* Redis may have forgotten who is here */
	g_free(heard);
}

static void
changed(gboolean hears, void *user)
{
	struct server *server = user;
	struct heard *heard = g_new0(struct heard, 1);

	heard->server = server;
	heard->hears = hears;
	loop_post(server->loop, on_changed, heard);
}

static const struct ear_calls ear_calls = { heard, changed };

/* ---- workers */

static void
close_place(void *data)
{
	struct place *place = data;

	desk_free(&place->desk);
	bus_free(&place->bus);
	g_free(place);
}

static void *
open_place(void *user, GError **error)
{
	const struct server *server = user;
	struct place *place = g_new0(struct place, 1);

	place->desk = desk_open(server->conf, error);
	if (place->desk != NULL)
		place->bus = bus_open(server->conf->redis, error);
	if (place->bus == NULL) {
		close_place(place);
		return NULL;
	}
	return place;
}

/* ---- its life */

static int
open_doors(struct server *server, GError **error)
{
	struct socket_rules rules = { .subprotocol = FRAME_PROTOCOL, .most_text = FRAME_BYTES_MAX,
		.most_waiting = (gsize)server->conf->chat.max_waiting_bytes, .trusted_proxy = server->conf->web.trusted_proxy };

	server->protocol = socket_protocol_new(&socket_calls, &rules, server);
	server->http = http_server_new(server->loop, &chat_http_calls, server, server->protocol, 1, server->conf->chat.max_connections, error);
	if (server->http == NULL)
		return -1;
	return http_listen(server->http, server->conf->chat.listen, NULL, error);
}

struct server *
server_new(const struct conf *conf, GError **error)
{
	struct server *server = g_new0(struct server, 1);
	struct uuid node = uuid_new();

	server->conf = conf;
	g_strlcpy(server->node, node.text, sizeof(server->node));
	server->loop = loop_new();
	g_queue_init(&server->clients);
	g_queue_init(&server->strangers);
	server->rooms = g_hash_table_new(g_str_hash, g_str_equal);
	server->by_person = rate_new(conf->chat.rate_per_minute, 60);
	server->by_address = rate_new(conf->chat.rate_per_minute * ADDRESS_TIMES, 60);
	server->auth = auth_new(conf, error);
	if (server->auth == NULL || (server->writer = writer_start(server, error)) == NULL) {
		server_free(&server);
		return NULL;
	}
	server->pool = pool_new(conf->chat.workers, WAITING_MOST, (struct pool_place){ open_place, close_place, server });
	server->ear = ear_open(conf->redis, BELL_CHAT, &ear_calls, server, error);
	if (server->ear == NULL || open_doors(server, error) < 0)
		server_free(&server);
	return server;
}

void
server_free(struct server **server_p)
{
	struct server *server = *server_p;

	if (server == NULL)
		return;
	ear_close(&server->ear);
	http_server_free(&server->http);	/* closes what is still open */
	writer_stop(&server->writer);
	pool_free(&server->pool);
	loop_free(&server->loop);	/* runs what the others still had to say */
	if (server->protocol != NULL)
		socket_protocol_free(&server->protocol);
	auth_free(&server->auth);
	rate_free(&server->by_person);
	rate_free(&server->by_address);
	g_hash_table_unref(server->rooms);
	g_free(server);
	*server_p = NULL;
}

static void
refuse_the_silent(struct server *server)
{
	struct client *client;

	while ((client = g_queue_peek_head(&server->strangers)) != NULL && loop_now_ms() - client->opened_ms > HELLO_MS) {
		g_autoptr(GError) error = NULL;

		fault_set(&error, FAULT_UNAUTHENTICATED, "hello-timeout", NULL, "Say hello within ten seconds.");
		client_error(client, error, NULL, NULL, NULL);
		client->is_stranger = FALSE;
		g_queue_unlink(&server->strangers, &client->stranger);
		socket_close(client->socket, SOCKET_POLICY, "hello-timeout");
	}
}

static void
on_second(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct server *server = timer->data;

	(void)ev;
	(void)events;
	refuse_the_silent(server);
	queue_count(server);
	look(server);
}

static void
on_beat(struct ev_loop *ev, ev_timer *timer, int events)
{
	(void)ev;
	(void)events;
	queue_beat(timer->data);
}

/* Those who did not move are closed; what they said before is stored and acked. */
static void
on_drain_check(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct server *server = timer->data;

	(void)ev;
	(void)events;
	if (server->drain_until_ms == 0)
		return;
	if (loop_now_ms() > server->close_at_ms && writer_waiting(server->writer) == 0)
		for (GList *link = server->clients.head; link != NULL; link = link->next)
			socket_close(((struct client *)link->data)->socket, SOCKET_RESTART, "moving");
	if ((server->clients.length == 0 && writer_waiting(server->writer) == 0) || loop_now_ms() > server->drain_until_ms)
		loop_stop(server->loop);
}

static void
on_stopping(void *user)
{
	struct server *server = user;
	gint64 stop_ms = (gint64)server->conf->stop_seconds * 1000;

	daemon_stopping();
	server->drain_until_ms = loop_now_ms() + stop_ms;
	server->close_at_ms = loop_now_ms() + MIN(MOVE_MS * 2, stop_ms / 2);
	http_server_drain(server->http);
	for (GList *link = server->clients.head; link != NULL; link = link->next) {
		GString *frame = frame_begin("move");

		frame_add_int(frame, "after_ms", g_random_int_range(0, MOVE_MS));
		client_say(link->data, frame_end(frame));
	}
	log_info("stopping", LOG_INT("sockets", server->clients.length));
}

void
server_run(struct server *server)
{
	struct ev_loop *ev = loop_ev(server->loop);
	ev_timer second, beat, drain;

	ev_timer_init(&second, on_second, 1., 1.);
	ev_timer_init(&beat, on_beat, 0.1, PRESENCE_BEAT_S);
	ev_timer_init(&drain, on_drain_check, 0.05, 0.05);
	second.data = beat.data = drain.data = server;
	ev_timer_start(ev, &second);
	ev_timer_start(ev, &beat);
	ev_timer_start(ev, &drain);
	log_info("listening", LOG_STR("address", server->conf->chat.listen), LOG_INT("workers", server->conf->chat.workers),
	    LOG_STR("node", server->node));
	daemon_ready("listening");
	loop_run(server->loop, on_stopping, NULL, server);
	ev_timer_stop(ev, &second);
	ev_timer_stop(ev, &beat);
	ev_timer_stop(ev, &drain);
}
