/* event.h - what happened, and who of ours did it; written in the transaction of what it tells. */
#pragma once
#include "model/actor.h"
#include "store/db.h"

/* Something happened to a ticket: "ticket.status_changed" from before to after (texts, may be NULL), or to one of its messages. */
int event_of_ticket(struct db *db, const struct actor *actor, const char *type, const char *ticket_id, const char *message,
    const char *before, const char *after, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Something happened to a person or thing that is no ticket: data is {"id": object_id}. builder_id may be NULL. */
int event_of_thing(struct db *db, const struct actor *actor, const char *type, const char *builder_id, const char *object_id,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The audit log's row for what one of ours did; nothing for customers and the system. before and after are texts or NULL. */
int audit_note(struct db *db, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *before, const char *after, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where before and after are JSON; "" is NULL. */
int audit_note_json(struct db *db, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *before, const char *after, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The events of a ticket, oldest first, those after the id `after` (0: from the start). Columns: api_event JSON, id. */
db_rows *event_page(struct db *db, const char *ticket_id, int64_t after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* If a message changed the ticket's status to what it is now, what it was before in *before_r (the caller's); else NULL there. 1 or -1. */
int event_status_before(struct db *db, const char *ticket_id, const char *message, const char *now, char **before_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
