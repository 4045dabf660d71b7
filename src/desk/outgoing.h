/* outgoing.h - the one place that puts a mail about a ticket into the outbox.
 *
 * From the book it takes who gets it (the participants; the opener to, the others in copy), what it answers (the ticket's
 * last mails, for In-Reply-To and References), and its attachments (the message's). It writes "[#1234] subject", a signed
 * Reply-To, a Message-ID that never changes, and the ticket_references row by which the answer will find back.
 */
#pragma once
#include <glib.h>

#include "base/uuid.h"

struct db;
struct conf;

enum outgoing_kind { OUTGOING_REPLY, OUTGOING_ACK, OUTGOING_NOTICE };

struct outgoing {
	enum outgoing_kind kind;
	const char *ticket_id;
	const char *message;		/* ticket_messages.id that it carries; NULL for an acknowledgement or a notice */
	const char *subject;		/* without the number; NULL: the ticket's */
	const char *body, *body_html;	/* NULL: the message's */
	const char *auto_submitted;	/* RFC 3834; NULL for a person's */
	const char *only_to;		/* contacts.id: nobody else gets it; NULL: all participants */
	int delay_seconds;		/* not before so many seconds from now (undo); -1: what supportd.conf says */
};

/* In the open transaction; the ticket is locked and the message, its attachments and its ticket_messages row are written.
 * Marks the message delivery_state "waiting". 1 with the row's id in *outbox_r (if not NULL); 0 there is nobody to write to
 * or no mailbox to write from; -1 error. */
int outgoing_queue(struct db *db, const struct conf *conf, const struct outgoing *mail, struct uuid *outbox_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
