/* outbox.h - the statements of mail on its way out; desk/outbox.h is their contract. Each is a transaction of its own if none is open. */
#pragma once
#include "store/db.h"

/* What senders that died have left: a row for each, with what became of it. */
enum outbox_leftover_column { LEFTOVER_ID, LEFTOVER_STATE };
db_rows *outbox_recover(struct db *db, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Leases due rows; ids only. */
db_rows *outbox_take(struct db *db, const char *owner, int most, int seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All there is to know of these rows (ids as an array). */
enum outbox_column {
	OUTBOX_ID, OUTBOX_FROM_NAME, OUTBOX_FROM_ADDRESS, OUTBOX_MESSAGE_ID, OUTBOX_IN_REPLY_TO, OUTBOX_REPLY_TO, OUTBOX_SUBJECT, OUTBOX_BODY,
	OUTBOX_BODY_HTML, OUTBOX_AUTO_SUBMITTED, OUTBOX_TRIES, OUTBOX_CREATED,	/* microseconds since 1970 */
};
db_rows *outbox_rows(struct db *db, const char *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum outbox_recipient_column { RECIPIENT_OUTBOX, RECIPIENT_NAME, RECIPIENT_ADDRESS, RECIPIENT_IS_CC };
db_rows *outbox_recipients(struct db *db, const char *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum outbox_reference_column { REFERENCE_OUTBOX, REFERENCE_ID };
db_rows *outbox_references(struct db *db, const char *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum outbox_attachment_column {
	ATTACHMENT_OUTBOX, ATTACHMENT_BLOB, ATTACHMENT_FILENAME, ATTACHMENT_CONTENT_TYPE, ATTACHMENT_CONTENT_ID, ATTACHMENT_SIZE,
};
db_rows *outbox_attachments(struct db *db, const char *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

int64_t outbox_data_starts(struct db *db, const char *id, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a lease; the message and the ticket's record say the same. delay_seconds counts for "waiting" only; rejected is a JSON array.
 * A row, or none if it was not being sent. */
enum outbox_settled_column { SETTLED_TICKET, SETTLED_MESSAGE, SETTLED_NUMBER, SETTLED_TRIES, SETTLED_RECIPIENTS };
db_rows *outbox_settle(struct db *db, const char *id, const char *state, int smtp_code, const char *detail, const char *rejected,
    int delay_seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row: tries, and whether it is time to give up. */
db_rows *outbox_patience(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
