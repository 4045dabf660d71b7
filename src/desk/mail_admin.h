/* mail_admin.h - the mail on its way in and out, as agents and operators look after it. JSON is api_intake's and api_outbox's. */
#pragma once
#include "desk/page.h"
#include "model/actor.h"

struct desk;

struct mail_filter {		/* NULL: any */
	const char *state;	/* "held", "refused", "failed", … */
	const char *mailbox;	/* by name */
	const char *ticket;	/* number or id */
};

/* A page of at most most (1 to 200), the newest first, after cursor (NULL: from the start). 1 or -1. */
int desk_intake_list(struct desk *desk, const struct actor *actor, const struct mail_filter *filter, const char *cursor, int most,
    struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int desk_outbox_list(struct desk *desk, const struct actor *actor, const struct mail_filter *filter, const char *cursor, int most,
    struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One, the caller's. NULL with "no-such-mail". */
char *desk_intake_show(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *desk_outbox_show(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a refused mail, or one that was set aside, again. NULL with "no-such-mail" or "not-refused". */
char *desk_intake_retry(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sends a mail again that failed, was cancelled, or of which nobody knows whether it was sent. NULL with "no-such-mail" or "not-failed". */
char *desk_outbox_retry(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Undo: a mail that still waits is not sent. NULL with "no-such-mail" or "already-sending". */
char *desk_outbox_cancel(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
