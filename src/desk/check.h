/* check.h - what every use case asks before it does anything. For this room. */
#pragma once
#include "model/actor.h"
#include "store/db.h"
#include "store/ticket.h"

/* One of ours, or an operator. -1 with FAULT_FORBIDDEN "agents-only". */
int check_staff(const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Who may provision: the platform, an operator, an admin. -1 with FAULT_FORBIDDEN "not-allowed". */
int check_provisions(const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The ticket is as the caller saw it (if_version 0: they did not say). -1 with FAULT_CONFLICT "changed-meanwhile". */
int check_version(const ticket_row *ticket, int64_t if_version, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A ticket that was merged away takes nothing more. -1 with FAULT_CONFLICT "ticket-merged". */
int check_not_merged(const ticket_row *ticket, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A subject of 1 to 300 characters; a body of 1 byte (more than blanks) to 1 MB. */
int check_subject(const char *subject, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int check_body(const char *body, const char *field, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* At most 50. attachments may be NULL. The number, or -1 with FAULT_LIMIT "too-many-attachments". */
int check_attachments(const char *const *attachments, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At most 50 take part. -1 with FAULT_LIMIT "too-many-participants". */
int check_participants(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the transaction that result belongs to: commits if it is not NULL, else rolls back. result, or NULL with error set. */
char *desk_done(struct db *db, char *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for 1, 0 and -1. */
int desk_ended(struct db *db, int result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
