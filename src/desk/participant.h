/* participant.h - who takes part in a ticket by mail: its requester, and others in copy. */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

/* JSON array of those who take part, the caller's. */
char *desk_participants(struct desk *desk, const struct actor *actor, const char *ref, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds an address; name may be NULL. Agents only. api_participant JSON, the caller's; one that takes part already is answered as it is. */
char *desk_participant_add(struct desk *desk, const struct actor *actor, const char *ref, const char *address, const char *name,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No more mail to that contact. Agents only. The requester stays: "requester-stays". 1 or -1. */
int desk_participant_remove(struct desk *desk, const struct actor *actor, const char *ref, const char *contact_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
