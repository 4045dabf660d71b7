/* chat_say.h - what was said in chats, many messages in one go: two statements whatever their number. */
#pragma once
#include "store/db.h"

struct chat_say_row {		/* texts are borrowed */
	const char *id;			/* of the message, if it is new */
	const char *ticket_id, *client_id;
	const char *kind;		/* "agent", "customer" or "visitor" */
	const char *actor_id, *builder_id;	/* builder_id of a customer */
	const char *name, *address;
	const char *body;
	gboolean is_internal;
};

/* One row for each, in their order. */
enum chat_said_column {
	SAID_SEQ,	/* NULL: not written: they may not, or the ticket is merged away, or is not there */
	SAID_KNOWN,	/* it stood there already: nothing was done */
	SAID_MAY,	/* there is such a ticket, and it is theirs */
	SAID_MERGED,
	SAID_STATE,	/* of the chat before this; NULL: the ticket is no chat */
	SAID_JSON,	/* api_message_public */
	SAID_TIME,	/* when it was written, RFC 3339 */
};

/* In the open transaction (db_begin_send). Locks the tickets in the order of their ids and gives each message the next seq of its ticket; a client_id
 * that the ticket has already, or twice in rows, would break: rows must not name one pair twice. Rows as above, NULL with error set. */
db_rows *chat_say(struct db *db, const struct chat_say_row *rows, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
