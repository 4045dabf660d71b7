/* chat_say.h - what was said in chats, as many at once as wait: one transaction, so that one fsync serves them all. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"
#include "model/actor.h"

struct desk;

struct chat_line {
	const struct actor *actor;
	const char *ticket_id;
	const char *client_id;	/* the same one twice is one message */
	const char *body;
	gboolean is_internal;	/* agents only */
	/* What became of it: */
	int64_t seq;		/* 0: it was refused, see error */
	gboolean was_known;	/* it had been said already */
	char *json;		/* api_message_public; the caller's */
	char time[40];		/* when, RFC 3339; of one that was known: now */
	gboolean is_bots;	/* the bot owes it an answer */
	GError *error;		/* "no-such-ticket", "ticket-merged"; the caller's */
};

/* Writes them all, in their order; seq follows it within each ticket. What belongs to them happens with them: the ticket wakes or is answered, a chat that
 * the customer had left goes on when they write, and what an agent says into it is mailed. No two lines may share ticket and client_id. 1; -1 with
 * error set and nothing done ("commit-unknown": perhaps done; saying it again is safe). */
int desk_chat_say(struct desk *desk, struct chat_line *lines, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
