/* ticket.h - what a ticket can be, and which steps lead from one state to the next. */
#pragma once
#include <glib.h>

#include "model/actor.h"

enum ticket_status { TICKET_OPEN, TICKET_IN_PROGRESS, TICKET_WAITING_ON_CUSTOMER, TICKET_RESOLVED, TICKET_CLOSED };
enum ticket_severity { TICKET_P1, TICKET_P2, TICKET_P3, TICKET_P4 };

#define TICKET_SUBJECT_MAX 300		/* characters */
#define TICKET_BODY_MAX 1048576		/* bytes of a message */
#define TICKET_ATTACHMENTS_MAX 50	/* of a message */
#define TICKET_PARTICIPANTS_MAX 50

/* As they stand in the database, ended by NULL; the index is the enum. */
extern const char *const ticket_status_words[];
extern const char *const ticket_severity_words[];
extern const char *const ticket_source_words[];

/* The enum of a word, or -1. */
int ticket_status_from_word(const char *word);
int ticket_severity_from_word(const char *word);

/* Somebody is still expected to do something. */
gboolean ticket_status_is_active(enum ticket_status status);

/* May a ticket go from one status to another, and may this one take it there? 1 yes; 0 it is there already; -1 with
 * FAULT_CONFLICT "illegal-transition", or FAULT_FORBIDDEN "status-not-allowed" where only an agent may. */
int ticket_transition(enum ticket_status from, enum ticket_status to, enum actor_kind by, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a customer's message makes of it: a ticket that was done, or waited for them, is open again. */
enum ticket_status ticket_status_after_customer(enum ticket_status status, gboolean is_assigned);
/* What an agent's answer makes of it. */
enum ticket_status ticket_status_after_agent(enum ticket_status status);
