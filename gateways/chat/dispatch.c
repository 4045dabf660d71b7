#include "chat/dispatch.h"

#include "base/fault.h"
#include "chat/client.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "chat/room.h"
#include "chat/tell.h"
#include "chat/writer.h"
#include "desk/chat.h"
#include "model/actor.h"

static void
refuse(struct client *client, const struct frame *frame, enum fault_code code, const char *name, const char *detail)
{
	g_autoptr(GError) error = NULL;

	fault_set(&error, code, name, NULL, "%s", detail);
	client_error(client, error, frame_type(frame)->name, frame_text(frame, "ticket"), frame_text(frame, "client_id"));
}

static void
ping(struct client *client, const struct frame *frame)
{
	(void)frame;
	client_say(client, frame_end(frame_begin("pong")));
}

static void
say(struct client *client, const struct frame *frame)
{
	gboolean is_internal = frame_bool(frame, "is_internal");

	if (is_internal && !client_is_staff(client))
		refuse(client, frame, FAULT_FORBIDDEN, "agents-only", "Only agents write notes.");
	else if (!writer_say(client->server->writer, client, frame_text(frame, "ticket"), frame_text(frame, "client_id"), frame_text(frame, "body"),
	    is_internal))
		refuse(client, frame, FAULT_UNAVAILABLE, "busy", "Too much waits already; send it again in a moment.");
}

/* Only who sits there may tell the others anything: that was checked when they sat down. */
static struct seat *
seat_of(struct client *client, const struct frame *frame)
{
	struct seat *seat = room_seat(client, frame_text(frame, "ticket"));

	if (seat == NULL || !seat->is_admitted) {
		refuse(client, frame, FAULT_CONFLICT, "not-resumed", "Resume the ticket first.");
		return NULL;
	}
	return seat;
}

static void
typing(struct client *client, const struct frame *frame)
{
	GString *told;

	if (seat_of(client, frame) == NULL)
		return;
	told = frame_begin("typing");
	frame_add_text(told, "ticket", frame_text(frame, "ticket"));
	frame_add_text(told, "id", client->actor.id);
	frame_add_text(told, "name", client->actor.name);
	frame_add_text(told, "kind", actor_kind_word(client->actor.kind));
	frame_add_bool(told, "is_typing", frame_bool(frame, "is_typing"));
	tell_room(client->server, frame_text(frame, "ticket"), client, frame_end(told));
}

struct reading {
	struct client *client;
	char ticket[UUID_LENGTH + 1];
	int64_t seq;
};

static void
note_reading(struct place *place, void *data, GError **error)
{
	struct reading *reading = data;

	(void)!desk_chat_read(place->desk, &reading->client->actor, reading->ticket, reading->seq, error);
}

static void
end_reading(struct server *server, void *data, const GError *error)
{
	struct reading *reading = data;

	(void)server;
	if (error != NULL)
		client_error(reading->client, error, "read", reading->ticket, NULL);
	client_unref(reading->client);
	g_free(reading);
}

static void
has_read(struct client *client, const struct frame *frame)
{
	struct seat *seat = seat_of(client, frame);
	struct reading *reading;
	GString *told;

	if (seat == NULL)
		return;
	reading = g_new0(struct reading, 1);
	reading->client = client_ref(client);
	g_strlcpy(reading->ticket, seat->room->ticket, sizeof(reading->ticket));
	reading->seq = MIN(frame_int(frame, "seq"), seat->last);
	told = frame_begin("read");
	frame_add_text(told, "ticket", seat->room->ticket);
	frame_add_text(told, "id", client->actor.id);
	frame_add_text(told, "kind", actor_kind_word(client->actor.kind));
	frame_add_int(told, "seq", reading->seq);
	tell_room(client->server, seat->room->ticket, client, frame_end(told));
	job_do(client->server, note_reading, end_reading, reading);
}

static const struct {
	void (*act)(struct client *client, const struct frame *frame);
} acts[] = {
	[FRAME_HELLO] = { hello }, [FRAME_PING] = { ping }, [FRAME_OPEN] = { step_open }, [FRAME_RESUME] = { step_resume }, [FRAME_SEND] = { say },
	[FRAME_TYPING] = { typing }, [FRAME_READ] = { has_read }, [FRAME_LEAVE] = { step_take }, [FRAME_CLOSE] = { step_take },
	[FRAME_PRESENCE] = { queue_presence }, [FRAME_ACCEPT] = { step_take }, [FRAME_DECLINE] = { step_take }, [FRAME_TRANSFER] = { step_take },
};

void
dispatch(struct client *client, const struct frame *frame)
{
	const struct frame_type *type = frame_type(frame);
	unsigned who = FRAME_BY_ANYONE;

	if (client->is_known)
		who = client_is_staff(client) ? FRAME_BY_AGENT : FRAME_BY_CUSTOMER;
	if (client->is_known && type->kind == FRAME_HELLO)
		refuse(client, frame, FAULT_CONFLICT, "already-known", "You have said hello; open another connection to be somebody else.");
	else if (!client->is_known && type->kind != FRAME_HELLO)
		refuse(client, frame, FAULT_UNAUTHENTICATED, "hello-first", "Say hello with a token, and wait for welcome, before anything else.");
	else if ((type->who & who) == 0)
		refuse(client, frame, FAULT_FORBIDDEN, client_is_staff(client) ? "customers-only" : "agents-only", "This frame is not for you to send.");
	else
		acts[type->kind].act(client, frame);
}
