/* mail_admin.h - the statements by which people look after mail on its way; desk/mail_admin.h and desk/held.h are their contract. */
#pragma once
#include "store/db.h"

struct mail_list {		/* NULL: any */
	const char *state, *mailbox, *ticket_id, *before;
	int most;
};
/* Columns: JSON, id; one row more than most if there is more. */
db_rows *mail_list_intake(struct db *db, const struct mail_list *list, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_list_outbox(struct db *db, const struct mail_list *list, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One row, or none: JSON, ticket_id, state. */
db_rows *mail_show_intake(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_show_outbox(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* These change a row in the states that allow it: JSON and ticket_id of the changed one; none if its state is another. */
db_rows *mail_read_again(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_approve(struct db *db, const char *id, gboolean as_new, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_reject(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_send_again(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *mail_cancel(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
