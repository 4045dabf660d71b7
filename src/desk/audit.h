/* audit.h - who of ours did what: for what a door does that is no use case of its own. Use cases write theirs in their transaction. */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

/* after may be NULL. 1 or -1. */
int desk_audit(struct desk *desk, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *after, GError **error) G_GNUC_WARN_UNUSED_RESULT;
