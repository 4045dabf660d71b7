/* reader_lot.h - the reader's mail, lot by lot: while the database works on one, the next is read. */
#pragma once
#include <glib.h>

struct conf;
struct desk;
struct lot;		/* a lease's worth of mail */

struct reader {
	const struct conf *conf;
	const char *owner;
	struct desk *desk;
	GPtrArray *mailboxes;	/* struct mailbox * */
	GStrv own_addresses;	/* of all mailboxes: mail between them is our own */
	gint64 mailboxes_at_us;
	struct lot *lot;	/* read, and not yet settled; NULL: none */
};

/* Leases and reads a lot, and has the desk settle the one before. How many were leased: after 0 nothing is left unsettled; -1. */
int lot_next(struct reader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits until the desk has settled reader->lot, if there is one that was handed to it. 1 or -1. */
int lot_settle(struct reader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets a lot; what was not settled stays leased. */
void lot_free(struct lot **lot);
