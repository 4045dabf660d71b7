#include "chat/queue.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "bus/presence.h"
#include "chat/bot.h"
#include "chat/client.h"
#include "chat/dispatch.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/room.h"
#include "chat/tell.h"
#include "desk/chat.h"

struct offering {
	char ticket[UUID_LENGTH + 1];	/* "": all that wait */
	char *agent;			/* NULL: all who are online */
	struct client *client;		/* or this one alone */
	char *offers;
};

static void
find_offers(struct place *place, void *data, GError **error)
{
	struct offering *offering = data;

	offering->offers = desk_chat_offers(place->desk, offering->ticket[0] != '\0' ? offering->ticket : NULL, error);
}

static void
say_offers(struct server *server, const struct offering *offering)
{
	json_object *list = json_tokener_parse(offering->offers);

	for (size_t i = 0; list != NULL && i < json_object_array_length(list); i++) {
		GString *frame = frame_begin("offer");

		frame_add_json(frame, "offer", json_object_to_json_string_ext(json_object_array_get_idx(list, i), JSON_C_TO_STRING_PLAIN));
		if (offering->client != NULL)
			client_say(offering->client, frame_end(frame));
		else
			tell_agents(server, offering->agent, TRUE, frame_end(frame));
	}
	json_object_put(list);
}

static void
on_offers(struct server *server, void *data, const GError *error)
{
	struct offering *offering = data;

	if (error == NULL)
		say_offers(server, offering);
	else
		log_warning("cannot offer", LOG_STR("ticket", offering->ticket), LOG_ERR(error));
	if (offering->client != NULL)
		client_unref(offering->client);
	g_free(offering->agent);
	g_free(offering->offers);
	g_free(offering);
}

static void
offer(struct server *server, const char *ticket, const char *agent, struct client *client)
{
	struct offering *offering = g_new0(struct offering, 1);

	g_strlcpy(offering->ticket, ticket, sizeof(offering->ticket));
	offering->agent = g_strdup(agent);
	offering->client = client != NULL ? client_ref(client) : NULL;
	job_do(server, find_offers, on_offers, offering);
}

void
queue_joined(struct server *server, const char *ticket)
{
	offer(server, ticket, NULL, NULL);
	tell_queue(server);
}

void
queue_offered(struct server *server, const char *ticket, const char *agent_id)
{
	offer(server, ticket, agent_id, NULL);
	tell_queue(server);
}

void
queue_left(struct server *server, const char *ticket)
{
	GString *frame = frame_begin("withdrawn");

	frame_add_text(frame, "ticket", ticket);
	tell_agents(server, NULL, FALSE, frame_end(frame));
	tell_queue(server);
}

/* ---- presence */

static void
tell_presence(struct client *client, const char *state)
{
	GString *frame = frame_begin("presence");

	frame_add_text(frame, "agent", client->actor.id);
	frame_add_text(frame, "name", client->actor.name);
	frame_add_text(frame, "state", state);
	tell_agents(client->server, NULL, FALSE, frame_end(frame));
}

void
queue_presence(struct client *client, const struct frame *frame)
{
	static const char *const words[] = { [CLIENT_OFFLINE] = "offline", [CLIENT_AWAY] = "away", [CLIENT_ONLINE] = "online" };
	const char *state = frame_text(frame, "state");

	for (int i = 0; i < (int)G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], state) == 0)
			client->presence = (enum client_presence)i;
	if (client->actor.kind != ACTOR_AGENT)
		return;
	tell_presence(client, state);
	if (client->presence == CLIENT_ONLINE)
		offer(client->server, "", NULL, client);
	queue_beat(client->server);
}

static gboolean
has_another_socket(const struct client *gone)
{
	for (GList *link = gone->server->clients.head; link != NULL; link = link->next) {
		const struct client *client = link->data;

		if (client != gone && client->is_known && strcmp(client->actor.id, gone->actor.id) == 0)
			return TRUE;
	}
	return FALSE;
}

void
queue_agent_gone(struct client *client)
{
	if (client->presence != CLIENT_OFFLINE && client->actor.kind == ACTOR_AGENT && !has_another_socket(client))
		tell_presence(client, "offline");
}

/* ---- places in the queue */

struct counting {
	GArray *positions;
};

static void
find_positions(struct place *place, void *data, GError **error)
{
	((struct counting *)data)->positions = desk_chat_positions(place->desk, error);
}

static void
tell_position(struct seat *seat, const struct chat_position *position)
{
	GString *frame;

	if (client_is_staff(seat->client) || (seat->position == position->position && seat->wait_s == position->wait_s))
		return;
	seat->position = position->position;
	seat->wait_s = position->wait_s;
	frame = frame_begin("queue");
	frame_add_text(frame, "ticket", position->ticket_id);
	frame_add_int(frame, "position", position->position);
	if (position->wait_s >= 0)
		frame_add_int(frame, "wait_s", position->wait_s);
	client_say(seat->client, frame_end(frame));
}

static void
on_positions(struct server *server, void *data, const GError *error)
{
	struct counting *counting = data;

	server->counts_queue = FALSE;
	server->queue_changed = server->queue_changed || error != NULL;
	for (guint i = 0; error == NULL && i < counting->positions->len; i++) {
		const struct chat_position *position = &g_array_index(counting->positions, struct chat_position, i);
		struct room *room = g_hash_table_lookup(server->rooms, position->ticket_id);

		for (guint n = 0; room != NULL && n < room->seats->len; n++)
			tell_position(room->seats->pdata[n], position);
	}
	g_clear_pointer(&counting->positions, g_array_unref);
	g_free(counting);
}

void
queue_count(struct server *server)
{
	if (!server->queue_changed || server->counts_queue || g_hash_table_size(server->rooms) == 0)
		return;
	server->queue_changed = FALSE;
	server->counts_queue = TRUE;
	job_do(server, find_positions, on_positions, g_new0(struct counting, 1));
}

/* ---- what time changes */

struct beat {
	char node[UUID_LENGTH + 1];
	GPtrArray *agents;	/* char *: ids, ended by NULL */
	GArray *presences;	/* struct presence; ids borrowed from agents */
	GPtrArray *changes;
};

static void
find_changes(struct place *place, void *data, GError **error)
{
	struct beat *beat = data;

	(void)presence_beat(place->bus, beat->node, (const struct presence *)(void *)beat->presences->data, (int)beat->presences->len);
	beat->changes = desk_chat_sweep(place->desk, beat->node, (const char *const *)beat->agents->pdata, error);
}

static void
on_changes(struct server *server, void *data, const GError *error)
{
	struct beat *beat = data;

	if (error != NULL)
		log_warning("cannot sweep", LOG_ERR(error));
	for (guint i = 0; error == NULL && i < beat->changes->len; i++) {
		const struct chat_change *change = beat->changes->pdata[i];

		tell_chat(server, change->ticket_id, NULL, change->json);
		if (strstr(change->json, "\"state\": \"queued\"") != NULL)
			queue_joined(server, change->ticket_id);
		else
			queue_left(server, change->ticket_id);
	}
	g_clear_pointer(&beat->changes, g_ptr_array_unref);
	g_array_unref(beat->presences);
	g_ptr_array_unref(beat->agents);
	g_free(beat);
}

void
queue_beat(struct server *server)
{
	struct beat *beat = g_new0(struct beat, 1);

	g_strlcpy(beat->node, server->node, sizeof(beat->node));
	beat->agents = g_ptr_array_new_with_free_func(g_free);
	beat->presences = g_array_new(FALSE, FALSE, sizeof(struct presence));
	for (GList *link = server->clients.head; link != NULL; link = link->next) {
		const struct client *client = link->data;
		struct presence presence = { .is_away = client->presence == CLIENT_AWAY };

		if (!client_is_staff(client) || client->actor.kind != ACTOR_AGENT || client->presence == CLIENT_OFFLINE)
			continue;
		presence.agent_id = g_strdup(client->actor.id);
		g_ptr_array_add(beat->agents, (char *)presence.agent_id);
		g_array_append_val(beat->presences, presence);
	}
	g_ptr_array_add(beat->agents, NULL);
	job_do(server, find_changes, on_changes, beat);
	bot_beat(server);
}
