/* landing.h - where a mail belongs, and why. Pure: the desk fetches the facts and writes what comes out.
 *
 * In this order: an agent's yes; its kind; another delivery of a mail that we have; the signed address it was sent to; the mails it answers;
 * the ticket's number in its subject; the same subject from the same person. An agent whose mail passed DMARC belongs to every ticket,
 * and what they write from their own mailbox becomes a note there. Whoever does not belong to a ticket joins it only by its
 * signed address: for all else the mail waits for an agent. So does an answer whose sender is forged for all we know (DMARC failed).
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "model/inbound.h"
#include "model/ticket.h"

#define LANDING_REOPEN_SECONDS 1209600	/* a closed ticket opens again for 14 days */

struct landing_ticket {
	enum ticket_status status;
	int64_t closed_s;		/* how long it has been closed; counts for closed ones only */
};

struct landing_candidate {
	const struct landing_ticket *ticket;	/* NULL: this led nowhere */
	gboolean knows_sender;			/* takes part in it, or is of its builder */
};

enum landing_approval { APPROVAL_NONE, APPROVAL_JOIN, APPROVAL_NEW };

struct landing_facts {
	enum mail_kind kind;
	gboolean is_duplicate;
	gboolean dmarc_failed;
	enum landing_approval approval;
	struct landing_candidate approved;	/* with APPROVAL_JOIN */
	struct landing_candidate by_address;
	struct landing_candidate by_reference;
	struct landing_candidate by_number;
	struct landing_candidate by_subject;	/* only of tickets where the sender is the opener */
};

enum landing_where {
	LANDING_NEW,		/* opens a ticket; follows ticket up if there is one */
	LANDING_JOIN,		/* the ticket */
	LANDING_HELD,		/* waits for an agent, on the ticket */
	LANDING_DUPLICATE,
	LANDING_BOUNCE,
	LANDING_IGNORED,	/* kept with the ticket, if it names one */
};

struct landing {
	enum landing_where where;
	const char *why;			/* "references", "new", "stranger", "dmarc-failed", "auto_reply": stable words */
	const struct landing_ticket *ticket;	/* NULL: none */
	gboolean is_trusted;			/* the sender may be taken for who they say they are */
};

struct landing landing_decide(const struct landing_facts *facts);
