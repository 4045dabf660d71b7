/* room.h - who looks at a ticket on this node, and what each of them has been sent of it.
 *
 * Each seat gets each message once and in order: the next one as it is heard, and where one is missing, all that is missing from the book.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"

struct bell_note;
struct client;
struct server;

struct seat {
	struct room *room;
	struct client *client;
	int64_t last;		/* seq of the newest message that it was sent, or may not see */
	gboolean is_admitted;	/* they may see the ticket: somebody has asked the book */
	guint turn;		/* of reading the book: an answer to an earlier one is out of date */
	gboolean is_ready;	/* else the book is being read for it */
	gboolean is_stalled;	/* there is more to read, once the client has taken what it was sent */
	gboolean wants_resumed;	/* is told when that is done */
	int position;		/* in the queue, as told last; 0: not told */
	int64_t wait_s;
};

struct room {
	char ticket[UUID_LENGTH + 1];
	int64_t newest;		/* seq of the newest message that we know of */
	GPtrArray *seats;
};

/* The seat of a client, made if need be: not ready, to be caught up with room_catch_up. NULL: it has too many. */
struct seat *room_sit(struct client *client, const char *ticket);
struct seat *room_seat(const struct client *client, const char *ticket);
void room_leave_all(struct client *client);

/* Reads what comes after seat->last from the book, and sends it. */
void room_catch_up(struct seat *seat);

/* The client has taken all that it was sent: those of its seats that wait for that go on. */
void room_go_on(struct client *client);

/* A message was stored. */
void room_message(struct server *server, const struct bell_note *note);
/* A frame for all who look at the ticket. */
void room_frame(struct server *server, const struct bell_note *note);
/* The ticket's newest message is that one: whoever does not have it is caught up. */
void room_newest(struct server *server, const char *ticket, int64_t seq);
