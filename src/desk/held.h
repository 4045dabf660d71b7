/* held.h - mail that waits for an agent's yes: whoever wrote it does not belong to the ticket it names, or may not be who they say.
 *
 * A yes sends the mail through the reader once more, and it lands where the agent said; within seconds, if supportd-email runs.
 */
#pragma once
#include "model/actor.h"

struct desk;

/* Yes: it joins ticket (number or id; NULL: the one that it is held on), or opens one of its own with as_new. A mail that was refused or
 * ignored can still be let in so. api_intake JSON, the caller's. NULL with "no-such-mail", "not-held" or "no-such-ticket". */
char *desk_held_approve(struct desk *desk, const struct actor *actor, const char *intake_id, const char *ticket, gboolean as_new,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No: it stays in the intake as "rejected" and nobody is told. api_intake JSON, the caller's. */
char *desk_held_refuse(struct desk *desk, const struct actor *actor, const char *intake_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
