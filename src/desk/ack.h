/* ack.h - "we have it": the acknowledgement of a mail that opened a ticket (RFC 3834). */
#pragma once
#include "desk/receive_batch.h"
#include "store/receive.h"

/* What an ack_row points to; ack_free ends it. */
struct ack {
	struct uuid id;
	char *message_id, *subject, *body, *references, *reply_to;
};
void ack_free(struct ack *ack);

/* The acknowledgement of a mail that opened a ticket, if there is to be one: into *row_r, which points into the result.
 * NULL if not: the mailbox sends none, the mail was not sent to us by name, nobody reads there, or there was one of late. Notes that there is one now. */
struct ack *ack_for(struct batch *batch, struct batch_mail *mail, int response_s, struct ack_row *row_r);
