#include "chat/tell.h"

#include <string.h>

#include "base/log.h"
#include "bus/bell.h"
#include "bus/bus.h"
#include "chat/client.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/room.h"
#include "wire/socket.h"

#define FOR_ONLINE 1	/* in a note to agents: only for those who take chats */

static void
ring(struct place *place, void *data, GError **error)
{
	(void)error;
	(void)bus_ring(place->bus, BELL_CHAT, data);
}

static void
end_ring(struct server *server, void *data, const GError *error)
{
	(void)server;
	(void)error;
	g_free(data);
}

static void
say_to_agents(struct server *server, const struct bell_note *note)
{
	struct socket_text *text = socket_text_new(note->json, strlen(note->json));
	enum client_presence least = note->seq == FOR_ONLINE ? CLIENT_ONLINE : CLIENT_AWAY;

	for (GList *link = server->clients.head; link != NULL; link = link->next) {
		struct client *client = link->data;

		if (client_is_staff(client) && client->presence >= least &&
		    (strcmp(note->ticket, "-") == 0 || strcmp(note->ticket, client->actor.id) == 0))
			client_send(client, text);
	}
	socket_text_unref(text);
}

static void
act(struct server *server, const struct bell_note *note)
{
	switch (note->kind) {
	case BELL_MESSAGE:
		room_message(server, note);
		break;
	case BELL_FRAME:
		room_frame(server, note);
		break;
	case BELL_AGENTS:
		say_to_agents(server, note);
		break;
	case BELL_QUEUE:
		server->queue_changed = TRUE;
		break;
	}
}

/* Here at once, elsewhere by the bell. The origin tells its own node to leave it alone. */
static void
tell(struct server *server, struct bell_note *note, GString *frame)
{
	act(server, note);
	job_do(server, ring, end_ring, bell_write(note));
	g_string_free(frame, TRUE);
}

void
tell_room(struct server *server, const char *ticket, const struct client *origin, GString *frame)
{
	g_autofree char *from = origin != NULL ? client_origin(origin) : g_strdup_printf("%s:0", server->node);

	tell(server, &(struct bell_note){ .kind = BELL_FRAME, .ticket = ticket, .origin = from, .json = frame->str }, frame);
}

void
tell_agents(struct server *server, const char *agent_id, gboolean only_online, GString *frame)
{
	g_autofree char *from = g_strdup_printf("%s:0", server->node);

	tell(server, &(struct bell_note){ .kind = BELL_AGENTS, .ticket = agent_id != NULL ? agent_id : "-",
	    .seq = only_online ? FOR_ONLINE : 0, .is_staff_only = TRUE, .origin = from,
	    .json = frame->str }, frame);
}

void
tell_queue(struct server *server)
{
	g_autofree char *from = g_strdup_printf("%s:0", server->node);
	GString *nothing = g_string_new("{}");

	tell(server, &(struct bell_note){ .kind = BELL_QUEUE, .ticket = "-", .origin = from, .json = nothing->str }, nothing);
}

void
tell_chat(struct server *server, const char *ticket, const struct client *origin, const char *json)
{
	GString *frame = frame_begin("chat");

	frame_add_json(frame, "chat", json);
	tell_room(server, ticket, origin, frame_end(frame));
}

void
tell_heard(struct server *server, char *line)
{
	struct bell_note note;

	if (!bell_read(line, &note)) {
		log_warning("heard what is no note of ours");
		return;
	}
	if (!g_str_has_prefix(note.origin, server->node))
		act(server, &note);
}
