/* take.h - taking in: what is new in a folder becomes intake rows, and only then is marked on the server. */
#pragma once
#include <glib.h>

struct desk;
struct email;
struct imap;
struct mailbox;

/* Sets mailbox's cursor for this session's folder: from the start if its UIDVALIDITY is another than the one we knew, since
 * then all UIDs mean something else (what we had already is known by its bytes); at the first contact from the start or, if
 * the mailbox says so, from now on. 1 or -1. */
int take_cursor(struct desk *desk, struct mailbox *mailbox, const struct imap *imap, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define TAKE_AT_ONCE G_MAXINT	/* take_new stopped in the middle */

/* Takes in all that is behind the cursor, batch by batch, moving mailbox->last_uid. Each batch is committed, then marked,
 * and the reader told. After half a minute, or when the program stops, it leaves with TAKE_AT_ONCE. How many; -1. */
int take_new(struct email *email, struct desk *desk, struct mailbox *mailbox, struct imap *imap, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
