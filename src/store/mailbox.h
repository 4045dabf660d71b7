/* mailbox.h - the statements of mailboxes; desk/mailbox.h is their contract. */
#pragma once
#include "store/db.h"

enum mailbox_column {
	MAILBOX_ID, MAILBOX_NAME, MAILBOX_ADDRESS, MAILBOX_DISPLAY_NAME, MAILBOX_LANGUAGE, MAILBOX_IMAP_HOST, MAILBOX_IMAP_PORT,
	MAILBOX_IMAP_SECURITY, MAILBOX_IMAP_USER, MAILBOX_AUTH, MAILBOX_SECRET, MAILBOX_FOLDER, MAILBOX_AFTER_INTAKE, MAILBOX_MOVE_TO,
	MAILBOX_TRUSTED_AUTHSERV, MAILBOX_SENDS_ACK, MAILBOX_IS_ENABLED, MAILBOX_UID_VALIDITY, MAILBOX_LAST_UID,
	MAILBOX_ALIASES,	/* one a line */
	MAILBOX_STARTS_NOW,
};

db_rows *mailbox_rows(struct db *db, gboolean enabled_only, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row if owner has it now, else none. */
db_rows *mailbox_take(struct db *db, const char *id, const char *owner, int seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t mailbox_give_back(struct db *db, const char *id, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t mailbox_set_state(struct db *db, const char *id, const char *state, const char *detail, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Enabled ones that nobody watches: name, detail or NULL. */
db_rows *mailbox_rows_unwatched(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Queued with db_send: the cursor never goes back within one uid_validity. */
int mailbox_move_cursor(struct db *db, const char *id, uint32_t uid_validity, uint32_t last_uid, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
