/* message.h - ticket_messages, as people and agents write them at the doors of REST and chat; mail has receive. */
#pragma once
#include "store/db.h"

struct message_insert {
	const char *id, *ticket_id, *builder_id;
	int64_t seq;
	const char *sender_type, *sender_id, *contact_id, *sender_name, *sender_address, *channel;
	const char *body, *body_html, *client_id;
	gboolean is_internal;
	const char *attachments;	/* array literal of attachments.id, uploaded and not used yet */
	int n_attachments;
	const char *uploader;		/* actor_key of who may use them */
};

/* Writes the message and makes the uploads its attachments. -1 "no-such-upload" if one of them is not there for this uploader. */
int message_insert(struct db *db, const struct message_insert *message, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The id of the ticket's message with that client_id into id_r: 1; 0 there is none; -1 error. */
int message_find_client(struct db *db, const char *ticket_id, const char *client_id, char id_r[37], GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* api_message JSON, the caller's. NULL with "no-such-message". */
char *message_json(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define MESSAGE_PAGE_BYTES 4194304	/* of text */

/* Up to most messages of a ticket after (or, with is_newest, before) seq, fewer if they are long; 0: from the start (the end). Columns:
 * api_message JSON, seq, how many of the most there are. */
db_rows *message_page(struct db *db, const char *ticket_id, int64_t seq, gboolean is_newest, int most, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Undo send. Cancels the message's mail if it still waits, and marks the message: 1; 0 it is on its way already, or there is none; -1 error. */
int message_cancel_mail(struct db *db, const char *message_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whose ticket a message is, and who wrote it (support_agents.id, "" if not one), into 37 bytes each. 1, or -1 "no-such-message". */
int message_owner(struct db *db, const char *message_id, char ticket_id_r[37], char agent_id_r[37], GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* The mail (intake.id) that a message came as. 1, or -1 "no-such-original" for one that was not a mail. */
int message_original(struct db *db, const char *message_id, char intake_id_r[37], GError **error) G_GNUC_WARN_UNUSED_RESULT;
