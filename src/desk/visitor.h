/* visitor.h - people who chat and whom nobody knows: a page's widget asks for a token for them. */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

#define VISITOR_PREFIX "vis_"
#define VISITOR_HOURS 12	/* how long a token holds */
#define VISITOR_RENEW_DAYS 30	/* and for how long after that it can be exchanged for a new one */

struct visitor_new {
	const char *widget_key;
	const char *name, *address, *language;	/* as they say; may be NULL */
	const char *old_token;			/* one of theirs, to stay the same visitor; may be NULL */
	const char *peer;			/* where they come from */
};

/* {"token", "visitor_id", "expires_in"}, the caller's. NULL with "no-such-widget" or, for an old token that holds no more, "token-expired". */
char *desk_visitor_new(struct desk *desk, const struct visitor_new *visitor, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whose token it is, and how many seconds it still holds. 1; -1 with FAULT_UNAUTHENTICATED "bad-token", "token-expired", "unknown-token". */
int desk_visitor_actor(struct desk *desk, const char *token, struct actor *actor_r, gint64 *seconds_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a key for a page's widget; builder_id NULL for a page of our own. Its key, the caller's. */
char *desk_widget_new(struct desk *desk, const char *name, const char *builder_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
