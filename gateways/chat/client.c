#include "chat/client.h"

#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "chat/frame.h"
#include "chat/inside.h"
#include "chat/room.h"
#include "conf/conf.h"
#include "wire/loop.h"
#include "wire/rate.h"
#include "wire/socket.h"

#define AGENTS_TIMES 10		/* an agent writes to many at once */
#define REFUSED_MOST 100

METRIC(refused_frames, METRIC_COUNTER, "supportd_chat_frames_limited_total", "", "Frames refused because they came too fast.");

static double
burst(const struct client *client)
{
	return MAX(20., client->server->conf->chat.rate_per_minute / 4.) * (client_is_staff(client) ? AGENTS_TIMES : 1);
}

struct client *
client_new(struct server *server, struct socket *socket)
{
	struct client *client = g_new0(struct client, 1);

	client->refs = 1;
	client->server = server;
	client->socket = socket;
	client->number = ++server->next_number;
	client->opened_ms = client->tokens_ms = loop_now_ms();
	client->tokens = burst(client);
	client->is_stranger = TRUE;
	client->link.data = client->stranger.data = client;
	g_queue_push_tail_link(&server->clients, &client->link);
	g_queue_push_tail_link(&server->strangers, &client->stranger);
	return client;
}

void
client_gone(struct client *client)
{
	if (client->is_stranger)
		g_queue_unlink(&client->server->strangers, &client->stranger);
	client->is_stranger = FALSE;
	g_queue_unlink(&client->server->clients, &client->link);
	room_leave_all(client);
	client->socket = NULL;
	client_unref(client);
}

struct client *
client_ref(struct client *client)
{
	client->refs++;
	return client;
}

void
client_unref(struct client *client)
{
	if (--client->refs == 0)
		g_free(client);
}

gboolean
client_is_staff(const struct client *client)
{
	return client->is_known && (client->actor.kind == ACTOR_AGENT || client->actor.kind == ACTOR_OPERATOR);
}

char *
client_origin(const struct client *client)
{
	return g_strdup_printf("%s:%" G_GUINT64_FORMAT, client->server->node, client->number);
}

void
client_send(struct client *client, struct socket_text *text)
{
	if (client->socket != NULL)
		(void)socket_send(client->socket, text);
}

void
client_say(struct client *client, GString *frame)
{
	struct socket_text *text = socket_text_take(frame);

	client_send(client, text);
	socket_text_unref(text);
}

void
client_error(struct client *client, const GError *error, const char *re, const char *ticket, const char *client_id)
{
	GString *frame = frame_begin("error");
	const char *field = fault_field(error);

	frame_add_text(frame, "name", fault_name(error));
	frame_add_text(frame, "detail", fault_is(error, FAULT_INTERNAL) ? "Our mistake; it has been noted. Try again, or write to us." : error->message);
	if (field != NULL)
		frame_add_text(frame, "field", field);
	if (re != NULL)
		frame_add_text(frame, "re", re);
	if (ticket != NULL)
		frame_add_text(frame, "ticket", ticket);
	if (client_id != NULL)
		frame_add_text(frame, "client_id", client_id);
	client_say(client, frame_end(frame));
	log_debug("refused", LOG_INT("client", client->number), LOG_STR("re", re != NULL ? re : ""), LOG_STR("name", fault_name(error)));
}

static gboolean
has_token(struct client *client)
{
	double most = burst(client), per_ms = client->server->conf->chat.rate_per_minute * (client_is_staff(client) ? AGENTS_TIMES : 1) / 60000.;
	gint64 now = loop_now_ms();

	client->tokens = MIN(most, client->tokens + (double)(now - client->tokens_ms) * per_ms);
	client->tokens_ms = now;
	if (client->tokens < 1)
		return FALSE;
	client->tokens -= 1;
	return TRUE;
}

static gboolean
others_have_too(struct client *client)
{
	struct server *server = client->server;
	g_autofree char *key = NULL;

	if (!client->is_known || client_is_staff(client))
		return TRUE;
	key = actor_key(&client->actor);
	return rate_take(server->by_person, key, "too-many-frames", NULL, NULL) > 0 &&
	    rate_take(server->by_address, socket_peer(client->socket), "too-many-frames", NULL, NULL) > 0;
}

gboolean
client_may(struct client *client, const char *client_id)
{
	GString *frame;

	if (has_token(client) && others_have_too(client)) {
		client->refused = 0;
		return TRUE;
	}
	metric_add(&refused_frames, 1);
	if (++client->refused > REFUSED_MOST) {
		log_warning("flooding", LOG_STR("address", socket_peer(client->socket)), LOG_STR("actor", client->actor.id));
		socket_close(client->socket, SOCKET_POLICY, "too-many-frames");
		return FALSE;
	}
	frame = frame_begin("rate");
	frame_add_int(frame, "retry_ms", MAX(100, 60000 / client->server->conf->chat.rate_per_minute));
	if (client_id != NULL)
		frame_add_text(frame, "client_id", client_id);
	client_say(client, frame_end(frame));
	return FALSE;
}

GString *
frame_begin(const char *name)
{
	GString *frame = g_string_sized_new(256);

	g_string_append(frame, "{\"type\":\"");
	g_string_append(frame, name);
	g_string_append_c(frame, '"');
	return frame;
}

static void
add_name(GString *frame, const char *name)
{
	g_string_append(frame, ",\"");
	g_string_append(frame, name);
	g_string_append(frame, "\":");
}

void
frame_add_text(GString *frame, const char *name, const char *text)
{
	add_name(frame, name);
	frame_quote(frame, text);
}

void
frame_add_int(GString *frame, const char *name, gint64 number)
{
	add_name(frame, name);
	g_string_append_printf(frame, "%" G_GINT64_FORMAT, number);
}

void
frame_add_bool(GString *frame, const char *name, gboolean yes)
{
	add_name(frame, name);
	g_string_append(frame, yes ? "true" : "false");
}

void
frame_add_json(GString *frame, const char *name, const char *json)
{
	add_name(frame, name);
	g_string_append(frame, json);
}

GString *
frame_end(GString *frame)
{
	return g_string_append_c(frame, '}');
}
