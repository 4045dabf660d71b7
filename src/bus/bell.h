/* bell.h - what the gateways of the chat tell each other through Redis: one line a note.
 *
 *	m 0199… 7 e - {"id": …}		message 7 of a ticket, for everyone who may see the ticket
 *	f 0199… 0 e n3:17 {"type": …}	a frame for those who look at a ticket, but not for the socket n3:17 that it comes from
 *	a - 0 s - {"type": …}		a frame for all agents
 *	q - 0 s - {}			the queue changed
 *
 * A note may be lost. Nothing is only in a note.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#define BELL_CHAT "supportd:chat"

enum bell_kind { BELL_MESSAGE = 'm', BELL_FRAME = 'f', BELL_AGENTS = 'a', BELL_QUEUE = 'q' };

struct bell_note {
	enum bell_kind kind;
	const char *ticket;	/* id, or "-" */
	int64_t seq;
	gboolean is_staff_only;
	const char *origin;	/* the socket that needs no telling, or "-" */
	const char *json;
};

/* The line, the caller's. */
char *bell_write(const struct bell_note *note);

/* Reads a line, cutting it up; the note borrows from it. FALSE if it is none of ours. */
gboolean bell_read(char *line, struct bell_note *note_r);
