#include "chat/room.h"

#include <string.h>

#include "base/fault.h"
#include "base/metric.h"
#include "bus/bell.h"
#include "chat/client.h"
#include "chat/inside.h"
#include "chat/job.h"
#include "desk/chat.h"
#include "wire/socket.h"

#define SEATS_MOST 200		/* of a client */
#define PAGE 200		/* messages read at once */

METRIC(caught_up, METRIC_COUNTER, "supportd_chat_messages_read_total", "", "Messages sent from the book: after a resume, or because no bell told of them.");
METRIC(handed_on, METRIC_COUNTER, "supportd_chat_messages_heard_total", "", "Messages sent as they were heard.");

struct seat *
room_seat(const struct client *client, const char *ticket)
{
	for (guint i = 0; client->seats != NULL && i < client->seats->len; i++) {
		struct seat *seat = client->seats->pdata[i];

		if (strcmp(seat->room->ticket, ticket) == 0)
			return seat;
	}
	return NULL;
}

static struct room *
room_of(struct server *server, const char *ticket)
{
	struct room *room = g_hash_table_lookup(server->rooms, ticket);

	if (room == NULL) {
		room = g_new0(struct room, 1);
		g_strlcpy(room->ticket, ticket, sizeof(room->ticket));
		room->seats = g_ptr_array_new();
		g_hash_table_insert(server->rooms, room->ticket, room);
	}
	return room;
}

struct seat *
room_sit(struct client *client, const char *ticket)
{
	struct seat *seat = room_seat(client, ticket);

	if (seat != NULL || (client->seats != NULL && client->seats->len >= SEATS_MOST))
		return seat;
	if (client->seats == NULL)
		client->seats = g_ptr_array_new();
	seat = g_new0(struct seat, 1);
	seat->client = client;
	seat->room = room_of(client->server, ticket);
	seat->wait_s = -1;
	g_ptr_array_add(seat->room->seats, seat);
	g_ptr_array_add(client->seats, seat);
	return seat;
}

static gboolean
has_customer(const struct room *room)
{
	for (guint i = 0; i < room->seats->len; i++)
		if (!client_is_staff(((struct seat *)room->seats->pdata[i])->client))
			return TRUE;
	return FALSE;
}

void
room_leave_all(struct client *client)
{
	for (guint i = 0; client->seats != NULL && i < client->seats->len; i++) {
		struct seat *seat = client->seats->pdata[i];
		struct room *room = seat->room;

		g_ptr_array_remove_fast(room->seats, seat);
		if (!client_is_staff(client) && !has_customer(room))
			job_customer_went(client->server, room->ticket);
		if (room->seats->len == 0) {
			g_hash_table_remove(client->server->rooms, room->ticket);
			g_ptr_array_unref(room->seats);
			g_free(room);
		}
		g_free(seat);
	}
	g_clear_pointer(&client->seats, g_ptr_array_unref);
}

static struct socket_text *
message_text(const char *json)
{
	GString *frame = frame_begin("message");

	frame_add_json(frame, "message", json);
	return socket_text_take(frame_end(frame));
}

static gboolean
may_see(const struct seat *seat, const struct bell_note *note)
{
	return !note->is_staff_only || client_is_staff(seat->client);
}

void
room_message(struct server *server, const struct bell_note *note)
{
	struct room *room = g_hash_table_lookup(server->rooms, note->ticket);
	struct socket_text *text = NULL;

	if (room == NULL)
		return;
	room->newest = MAX(room->newest, note->seq);
	for (guint i = 0; i < room->seats->len; i++) {
		struct seat *seat = room->seats->pdata[i];

		if (!seat->is_ready || note->seq <= seat->last)
			continue;
		if (note->seq > seat->last + 1) {
			room_catch_up(seat);
			continue;
		}
		seat->last = note->seq;
		if (!may_see(seat, note))
			continue;
		if (text == NULL)
			text = message_text(note->json);
		client_send(seat->client, text);
		metric_add(&handed_on, 1);
	}
	socket_text_unref(text);
}

void
room_frame(struct server *server, const struct bell_note *note)
{
	struct room *room = g_hash_table_lookup(server->rooms, note->ticket);
	struct socket_text *text = room != NULL ? socket_text_new(note->json, strlen(note->json)) : NULL;

	for (guint i = 0; room != NULL && i < room->seats->len; i++) {
		struct seat *seat = room->seats->pdata[i];
		g_autofree char *origin = client_origin(seat->client);

		if (may_see(seat, note) && strcmp(origin, note->origin) != 0)
			client_send(seat->client, text);
	}
	socket_text_unref(text);
}

void
room_newest(struct server *server, const char *ticket, int64_t seq)
{
	struct room *room = g_hash_table_lookup(server->rooms, ticket);

	if (room == NULL)
		return;
	room->newest = MAX(room->newest, seq);
	for (guint i = 0; i < room->seats->len; i++) {
		struct seat *seat = room->seats->pdata[i];

		if (seat->is_ready && seat->last < room->newest)
			room_catch_up(seat);
	}
}

/* Reading for a seat: from where, how far at least, and what there was. */
struct reading {
	struct client *client;
	char ticket[UUID_LENGTH + 1];
	guint turn;
	int64_t after, known;	/* known: the newest message that there was for sure before we read */
	GPtrArray *jsons;
	GArray *seqs;
};

static void
told_newest(const char *ticket, int64_t seq, void *user)
{
	(void)ticket;
	*(int64_t *)user = seq;
}

static void
read_book(struct place *place, void *data, GError **error)
{
	struct reading *reading = data;
	const char *const tickets[] = { reading->ticket, NULL };

	int done = desk_chat_newest(place->desk, tickets, told_newest, &reading->known, error);

	if (done < 0)
		return;
	reading->after = MIN(reading->after, reading->known);	/* a client may claim anything */
	done = desk_chat_since(place->desk, &reading->client->actor, reading->ticket, reading->after, PAGE, &reading->jsons, &reading->seqs, error);
	g_assert(done > 0 || *error != NULL);
}

static void
send_read(struct seat *seat, const struct reading *reading)
{
	seat->last = MIN(seat->last, reading->known);
	for (guint i = 0; i < reading->jsons->len; i++) {
		int64_t seq = g_array_index(reading->seqs, int64_t, i);
		struct socket_text *text;

		if (seq <= seat->last)
			continue;
		text = message_text(reading->jsons->pdata[i]);
		seat->is_stalled = seat->client->socket != NULL && !socket_takes(seat->client->socket, text);
		if (!seat->is_stalled)
			client_send(seat->client, text);
		socket_text_unref(text);
		if (seat->is_stalled)
			return;
		seat->last = seq;
		metric_add(&caught_up, 1);
	}
	if (reading->jsons->len < PAGE)
		seat->last = MAX(seat->last, reading->known);	/* the rest of them is not for these eyes */
	seat->room->newest = MAX(seat->room->newest, reading->known);
}

static void
after_reading(struct seat *seat, const struct reading *reading)
{
	send_read(seat, reading);
	if (seat->is_stalled)
		return;
	if (seat->last < seat->room->newest) {
		room_catch_up(seat);
		return;
	}
	seat->is_ready = TRUE;
	if (seat->wants_resumed) {
		GString *frame = frame_begin("resumed");

		seat->wants_resumed = FALSE;
		frame_add_text(frame, "ticket", seat->room->ticket);
		frame_add_int(frame, "seq", seat->last);
		client_say(seat->client, frame_end(frame));
	}
}

static void
on_read(struct server *server, void *data, const GError *error)
{
	struct reading *reading = data;
	struct seat *seat = room_seat(reading->client, reading->ticket);

	(void)server;
	if (seat != NULL && seat->turn != reading->turn)
		seat = NULL;	/* they have asked again meanwhile */
	if (seat != NULL && error == NULL)
		after_reading(seat, reading);
	else if (seat != NULL && reading->client->socket != NULL)
		socket_close(reading->client->socket, SOCKET_TRY_LATER, fault_name(error));	/* it resumes, and loses nothing */
	g_clear_pointer(&reading->jsons, g_ptr_array_unref);
	g_clear_pointer(&reading->seqs, g_array_unref);
	client_unref(reading->client);
	g_free(reading);
}

void
room_go_on(struct client *client)
{
	for (guint i = 0; client->seats != NULL && i < client->seats->len; i++)
		if (((struct seat *)client->seats->pdata[i])->is_stalled)
			room_catch_up(client->seats->pdata[i]);
}

void
room_catch_up(struct seat *seat)
{
	struct reading *reading = g_new0(struct reading, 1);

	seat->is_stalled = FALSE;
	seat->is_ready = FALSE;
	reading->turn = ++seat->turn;
	reading->client = client_ref(seat->client);
	g_strlcpy(reading->ticket, seat->room->ticket, sizeof(reading->ticket));
	reading->after = seat->last;
	job_do(seat->client->server, read_book, on_read, reading);
}
