/* reply.h - messages added to a ticket by its customer or by one of ours, and taken back in time. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "model/actor.h"

struct desk;

struct reply_new {
	const char *body;
	const char *client_id;		/* the same one twice is one message; may be NULL */
	const char *const *attachments;	/* ids of uploads, NULL-terminated, or NULL */
	/* Of agents only: */
	gboolean is_internal;		/* a note that no customer sees */
	const char *status;		/* what the ticket becomes with this reply; NULL: in progress if it was open */
	int undo_seconds;		/* how long it can be taken back; -1: as supportd.conf says */
};

/* Adds a message. A customer's wakes the ticket; an agent's is mailed to the participants after the undo time.
 * api_message JSON, the caller's; *is_new_r FALSE if client_id was known and nothing was done. NULL with error set. */
char *desk_reply(struct desk *desk, const struct actor *actor, const char *ref, const struct reply_new *reply, int64_t if_version,
    gboolean *is_new_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Undo send: the mail is cancelled while it still waits, the message stays to be seen by agents, and the ticket is as if it
 * had not been answered. Its author, a manager or an operator. FAULT_CONFLICT "too-late" once the mail is on its way. */
char *desk_reply_undo(struct desk *desk, const struct actor *actor, const char *ref, const char *message_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
