/* change.h - what agents set on a ticket, and customers its status: each change an event, all of a request in one transaction. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "model/actor.h"

struct desk;

struct ticket_change {		/* NULL, 0, FALSE: stays as it is */
	const char *status, *severity, *category, *subject;
	int tier;			/* 1 to 3 */
	gboolean sets_assignee;
	const char *assignee;		/* support_agents.id, or "me"; NULL: nobody */
	const char *builder_id;		/* whose it is, for a ticket in triage */
};

/* api_ticket JSON as it is afterwards, the caller's, and its version. A change to what is there already changes nothing.
 * Customers may change the status only. NULL with error set. */
char *desk_ticket_change(struct desk *desk, const struct actor *actor, const char *ref, const struct ticket_change *change,
    int64_t if_version, int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
