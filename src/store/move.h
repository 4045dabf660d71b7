/* move.h - messages that moved from one ticket to another, by a merge or a split, so that it can be undone exactly. */
#pragma once
#include "store/db.h"
#include "store/ticket.h"

/* Notes a move ("merge", "split") of from (as it stands now) to to. Both are locked. */
int move_insert(struct db *db, const char *move_id, const char *kind, const ticket_row *from, const char *to, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Moves messages of from to to, numbered after to's last_seq; array NULL: all of them. What hangs on them goes along, and
 * becomes builder_id's (may be NULL). How many, -1 error. */
int move_messages(struct db *db, const char *move_id, const ticket_row *from, const char *to, int64_t last_seq, const char *builder_id,
    const char *array, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Mail that answers the moved messages is to find them where they are now. */
int move_references(struct db *db, const char *move_id, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first of some messages of a ticket, a customer's if there is one: body, contact_id, user id if a customer's, and the source that its channel
 * is. No row if none is the ticket's. */
db_rows *move_first_message(struct db *db, const char *from, const char *array, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a ticket has messages still: 1, 0, -1 error. */
int move_messages_left(struct db *db, const char *from, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Who takes part in from takes part in to, and the move remembers who is new there. */
int move_participants(struct db *db, const char *move_id, const char *from, const char *to, const char *builder_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* from is closed and points to to. */
int move_close(struct db *db, const char *from, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The merge that took from away and was not undone: its id and where it went. 1; 0 there is none; -1 error. */
int move_of_merge(struct db *db, const char *from, char move_id_r[37], char to_r[37], GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts everything back that a merge of from moved and that is still where it put it; from becomes what it was. How many
 * messages came back, -1 error. */
int move_undo(struct db *db, const char *move_id, const ticket_row *from, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;
