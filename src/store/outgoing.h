/* outgoing.h - the statements that put a mail about a ticket into the outbox; desk/outgoing.h is their contract. */
#pragma once
#include "store/db.h"

/* One row: where a mail about the ticket comes from. None if there is no mailbox, or no such ticket. */
enum outgoing_origin_column { ORIGIN_NUMBER, ORIGIN_SUBJECT, ORIGIN_MAILBOX, ORIGIN_ADDRESS };
db_rows *outgoing_origin(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct outgoing_row {
	const char *id, *kind, *ticket_id, *message, *mailbox_id, *message_id, *subject, *body, *body_html, *reply_to, *auto_submitted, *only_to;
	int delay_s;
};
/* Writes it for all who take part, as an answer to what was said last: 1; 0 there is nobody to write to. */
int outgoing_insert(struct db *db, const struct outgoing_row *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;
