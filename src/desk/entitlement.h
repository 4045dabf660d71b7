/* entitlement.h - what somebody may expect of us: their plan, the ways to a person, and how soon one answers. */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

/* For the actor's plan, or what counts for an unknown one, at this moment; language (may be NULL) decides whose hours count. JSON, the
 * caller's: {"plan_tier", "plan_name", "channels", "next_plan", "is_open", "opens_at", "default_severity", "promises", "chat_url"}, see the shape
 * Entitlement. NULL with error set. */
char *desk_entitlement(struct desk *desk, const struct actor *actor, const char *language, GError **error) G_GNUC_WARN_UNUSED_RESULT;
