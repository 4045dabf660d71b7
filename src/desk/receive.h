/* receive.h - a batch of mails that were read becomes messages: the desk's side of DESIGN's "a mail's way", 4 to 6.
 *
 * First all that the decisions need is fetched, in a few set-based statements; then model/landing.h decides for each
 * mail, without I/O; then everything is written, in the same transaction. A mail of the batch may answer another.
 */
#pragma once
#include "desk/intake.h"
#include "model/inbound.h"

/* Copies an attachment's content to sink; see email/mime.h. */
typedef gboolean (*receive_sink)(const void *data, gsize length, void *user, GError **error);

struct received {
	const struct intake_row *row;
	const struct inbound_mail *mail;
	/* Reads attachment i's content; the desk calls it while it stores the attachments. */
	int (*copy)(void *user, int part, receive_sink sink, void *sink_user, GError **error);
	void *user;
};

/* All n mails, in one transaction. If one of them cannot be written, nothing of the batch is, and the caller tries them one
 * by one, refusing the one that fails alone. 1 or -1. */
int desk_receive(struct desk *desk, const struct received *mails, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same in two halves: the first returns while the database still works on the mails, and until the second, which waits for
 * it, says how it went, and must follow, nothing else may be asked of this desk. mails are borrowed until then. */
struct receiving;
struct receiving *desk_receive_begin(struct desk *desk, const struct received *mails, int n);
int desk_receive_end(struct receiving **receiving, GError **error) G_GNUC_WARN_UNUSED_RESULT;
