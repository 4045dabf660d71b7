/* participant.h - who takes part in a ticket by mail. */
#pragma once
#include "store/db.h"

/* Adds a contact that never took part. How many rows changed, -1 error. */
int participant_join(struct db *db, const char *ticket_id, const char *contact_id, const char *builder_id, const char *role,
    const char *added_by, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Agents: adds a contact, or brings a removed one back; one that takes part already keeps its role. How many rows changed, -1 error. */
int participant_add(struct db *db, const char *ticket_id, const char *contact_id, const char *builder_id, const char *role,
    const char *added_by, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 1 removed; 0 does not take part; -1 error. */
int participant_remove(struct db *db, const char *ticket_id, const char *contact_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int participant_count(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* JSON array of api_participant, the requester first; the caller's. */
char *participants_json(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *participant_json(struct db *db, const char *ticket_id, const char *contact_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
