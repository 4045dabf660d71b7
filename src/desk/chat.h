/* chat.h - live chats: a chat is a ticket whose two sides are there.
 *
 * Nothing here tells anybody: the gateway rings the bell with what these functions return.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"
#include "desk/page.h"
#include "model/actor.h"

struct desk;

struct chat_opening {
	const char *client_id;		/* chosen by the opener: the same one twice is one chat */
	const char *subject, *body;	/* body may be NULL: nothing said yet; subject NULL: the body's beginning */
	const char *language, *context_url;
	const char *node;		/* the gateway that has the opener's socket */
};

/* Opens a chat for a customer or a visitor; it waits for an agent. api_chat JSON, the caller's; the ticket's id in id_r (37 bytes);
 * *is_new_r FALSE if client_id was known. */
char *desk_chat_open(struct desk *desk, const struct actor *actor, const struct chat_opening *opening, char *id_r, gboolean *is_new_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at a ticket that the actor may see, and, for a customer, takes part: a chat that they had left goes on. Any ticket will do for an agent. api_chat
 * JSON, or "" for a ticket that is no chat; *woke_r: its state changed. NULL with "no-such-ticket". */
char *desk_chat_join(struct desk *desk, const struct actor *actor, const char *ticket_id, const char *node, gboolean *woke_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* The customer's last socket on this gateway is gone. */
int desk_chat_went(struct desk *desk, const char *ticket_id, const char *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At most `most` messages after seq, each api_message JSON in *jsons_r (char *, g_ptr_array_unref) and their numbers in *seqs_r (int64_t). 1 or -1. */
int desk_chat_since(struct desk *desk, const struct actor *actor, const char *ticket_id, int64_t seq, int most, GPtrArray **jsons_r,
    GArray **seqs_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an agent has in hand, or what somebody opened and that is not closed: a JSON array of api_chat, the caller's. */
char *desk_chats(struct desk *desk, const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Steps. All return api_chat JSON, the caller's, as it is afterwards; NULL with error set: "chat-taken" somebody was faster, "too-many-chats", "not-yours",
 * "chat-not-waiting", "illegal-chat-transition". */
char *desk_chat_accept(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An offer to one agent goes back to the queue; any other is left alone. */
char *desk_chat_decline(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* To another agent, who is asked first; agent_id NULL: to the queue. */
char *desk_chat_transfer(struct desk *desk, const struct actor *actor, const char *ticket_id, const char *agent_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Ends it, whoever says so; the ticket is resolved. With wants_transcript it is mailed to those who take part. */
char *desk_chat_close(struct desk *desk, const struct actor *actor, const char *ticket_id, gboolean wants_transcript, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* The customer goes; from now on they are answered by mail. */
char *desk_chat_leave(struct desk *desk, const struct actor *actor, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int desk_chat_read(struct desk *desk, const struct actor *actor, const char *ticket_id, int64_t seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The queue. */
struct chat_position {
	char ticket_id[UUID_LENGTH + 1];
	int position;		/* 1: next */
	int64_t wait_s;		/* -1: nobody can say yet */
};
GArray *desk_chat_positions(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What waits (api_chat_offer, a JSON array), or one of them. */
char *desk_chat_offers(struct desk *desk, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct chat_change {
	char ticket_id[UUID_LENGTH + 1];
	char *json;		/* api_chat */
};
/* Says that this gateway lives with these agents (ids, ended by NULL), and takes chats from agents and customers who are gone, their own or a dead gateway's.
 * What changed: struct chat_change, the caller's. NULL with error set. */
GPtrArray *desk_chat_sweep(struct desk *desk, const char *node, const char *const *agents, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest seq of each of these tickets (ids, ended by NULL), as they are found: calls told for each. 1 or -1. */
int desk_chat_newest(struct desk *desk, const char *const *ticket_ids, void (*told)(const char *ticket_id, int64_t seq, void *user), void *user,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;
