#include "model/landing.h"

static struct landing
lands(enum landing_where where, const char *why, const struct landing_ticket *ticket, const struct landing_facts *facts)
{
	return (struct landing){ .where = where, .why = why, .ticket = ticket, .is_trusted = !facts->dmarc_failed };
}

/* Into the ticket, or into a new one that follows it up if it was closed long ago. */
static struct landing
joins(const char *why, const struct landing_ticket *ticket, const struct landing_facts *facts)
{
	if (ticket->status == TICKET_CLOSED && ticket->closed_s > LANDING_REOPEN_SECONDS)
		return lands(LANDING_NEW, "follow_up", ticket, facts);
	return lands(LANDING_JOIN, why, ticket, facts);
}

/* The ticket that the mail names, by whatever way, trusted or not; NULL if none. */
static const struct landing_ticket *
named(const struct landing_facts *facts)
{
	const struct landing_candidate *ways[] = { &facts->by_address, &facts->by_reference, &facts->by_number };

	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
		if (ways[i]->ticket != NULL)
			return ways[i]->ticket;
	return NULL;
}

static struct landing
decide_answer(const struct landing_facts *facts)
{
	const struct landing_candidate *by;

	if (facts->dmarc_failed && named(facts) != NULL)
		return lands(LANDING_HELD, "dmarc-failed", named(facts), facts);
	by = &facts->by_address;
	if (by->ticket != NULL)
		return joins("reply_address", by->ticket, facts);
	by = &facts->by_reference;
	if (by->ticket != NULL)
		return by->knows_sender ? joins("references", by->ticket, facts) : lands(LANDING_HELD, "stranger", by->ticket, facts);
	by = &facts->by_number;
	if (by->ticket != NULL)
		return by->knows_sender ? joins("subject_number", by->ticket, facts) : lands(LANDING_HELD, "stranger", by->ticket, facts);
	by = &facts->by_subject;
	if (by->ticket != NULL && by->knows_sender && !facts->dmarc_failed)
		return joins("subject", by->ticket, facts);
	return lands(LANDING_NEW, "new", NULL, facts);
}

struct landing
landing_decide(const struct landing_facts *facts)
{
	if (facts->approval == APPROVAL_JOIN && facts->approved.ticket != NULL)
		return lands(LANDING_JOIN, "approved", facts->approved.ticket, facts);
	if (facts->approval != APPROVAL_NONE)
		return lands(LANDING_NEW, "approved", NULL, facts);
	if (facts->is_duplicate)
		return lands(LANDING_DUPLICATE, "duplicate", NULL, facts);
	switch (facts->kind) {
	case MAIL_BOUNCE:
		return lands(LANDING_BOUNCE, mail_kind_word(facts->kind), NULL, facts);
	case MAIL_AUTO_REPLY:
	case MAIL_LIST:
	case MAIL_OWN:
		return lands(LANDING_IGNORED, mail_kind_word(facts->kind), named(facts), facts);
	case MAIL_PERSON:
		break;
	}
	return decide_answer(facts);
}
