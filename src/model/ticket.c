#include "model/ticket.h"

#include <string.h>

#include "base/fault.h"

const char *const ticket_status_words[] = { "open", "in_progress", "waiting_on_customer", "resolved", "closed", NULL };
const char *const ticket_severity_words[] = { "P1", "P2", "P3", "P4", NULL };
const char *const ticket_source_words[] = { "in_app", "email", "chat", "phone", NULL };

#define TO(status) (1u << (status))

/* From closed there is one way only: a ticket is reopened before anything else happens to it. */
static const unsigned steps[] = {
	[TICKET_OPEN] = TO(TICKET_IN_PROGRESS) | TO(TICKET_WAITING_ON_CUSTOMER) | TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_IN_PROGRESS] = TO(TICKET_OPEN) | TO(TICKET_WAITING_ON_CUSTOMER) | TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_WAITING_ON_CUSTOMER] = TO(TICKET_OPEN) | TO(TICKET_IN_PROGRESS) | TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_RESOLVED] = TO(TICKET_OPEN) | TO(TICKET_IN_PROGRESS) | TO(TICKET_WAITING_ON_CUSTOMER) | TO(TICKET_CLOSED),
	[TICKET_CLOSED] = TO(TICKET_OPEN),
};

/* Customers say that it is done, or that it is not. */
static const unsigned customers_steps[] = {
	[TICKET_OPEN] = TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_IN_PROGRESS] = TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_WAITING_ON_CUSTOMER] = TO(TICKET_RESOLVED) | TO(TICKET_CLOSED),
	[TICKET_RESOLVED] = TO(TICKET_OPEN) | TO(TICKET_CLOSED),
	[TICKET_CLOSED] = TO(TICKET_OPEN),
};

static int
index_of(const char *const *words, const char *word)
{
	for (int i = 0; word != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

int
ticket_status_from_word(const char *word)
{
	return index_of(ticket_status_words, word);
}

int
ticket_severity_from_word(const char *word)
{
	return index_of(ticket_severity_words, word);
}

gboolean
ticket_status_is_active(enum ticket_status status)
{
	return status != TICKET_RESOLVED && status != TICKET_CLOSED;
}

int
ticket_transition(enum ticket_status from, enum ticket_status to, enum actor_kind by, GError **error)
{
	if (from == to)
		return 0;
	if ((steps[from] & TO(to)) == 0) {
		fault_set(error, FAULT_CONFLICT, "illegal-transition", "status",
		    "A ticket that is %s cannot become %s; open it again first.", ticket_status_words[from], ticket_status_words[to]);
		return -1;
	}
	if (by == ACTOR_CUSTOMER && (customers_steps[from] & TO(to)) == 0) {
		fault_set(error, FAULT_FORBIDDEN, "status-not-allowed", "status",
		    "You may say that a ticket is resolved or closed, or open it again when it was; the rest is the support team's to set.");
		return -1;
	}
	return 1;
}

enum ticket_status
ticket_status_after_customer(enum ticket_status status, gboolean is_assigned)
{
	if (status == TICKET_OPEN || status == TICKET_IN_PROGRESS)
		return status;
	return is_assigned && status == TICKET_WAITING_ON_CUSTOMER ? TICKET_IN_PROGRESS : TICKET_OPEN;
}

enum ticket_status
ticket_status_after_agent(enum ticket_status status)
{
	return status == TICKET_OPEN ? TICKET_IN_PROGRESS : status;
}
