/* ticket.h - support_tickets: one ticket, found, locked, made and changed. Lists are ticket_list.h's. */
#pragma once
#include "model/ticket.h"
#include "store/db.h"

typedef struct ticket_row {	/* texts are borrowed from rows; NULL for SQL NULL */
	db_rows *rows;
	const char *id, *builder_id, *user_id, *contact_id, *mailbox_id, *assigned_to, *merged_into;
	const char *subject, *category, *plan_tier, *language;
	int64_t number, version, last_seq;
	int tier;
	enum ticket_status status;
	enum ticket_severity severity;
	gboolean is_triage, is_answered;
} ticket_row;
void ticket_row_free(ticket_row *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ticket_row, ticket_row_free)

/* The ticket that ref (its id, or its number) names, locked until the transaction ends. NULL with "no-such-ticket". */
ticket_row *ticket_lock(struct db *db, const char *ref, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its id alone, without a lock, into id_r. 1, or -1 with "no-such-ticket". */
int ticket_id(struct db *db, const char *ref, char id_r[37], GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Locks two tickets, the smaller id first, so that two merges cannot wait for each other. 1 or -1. */
int ticket_lock_both(struct db *db, const char *one, const char *other, ticket_row **one_r, ticket_row **other_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* api_ticket JSON, the caller's, and the version (if not NULL). NULL with "no-such-ticket". */
char *ticket_json(struct db *db, const char *id, int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct ticket_insert {
	const char *id, *builder_id, *user_id, *contact_id, *mailbox_id;
	const char *subject, *description, *severity, *category, *source, *assigned_to;
	const char *context_url, *context_metadata;	/* metadata: a JSON object or NULL */
	const char *user_role, *language, *plan_tier, *split_from;
	int response_s;		/* until the first answer is due; -1: nothing is promised */
	gboolean is_waiting;	/* a customer waits from now on */
	int messages;		/* how many it is born with, numbered from 1 */
};
int ticket_insert(struct db *db, const struct ticket_insert *ticket, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A message has been added; the ticket's counters and clocks follow. 1 or -1. */
int ticket_after_customer(struct db *db, const char *id, int64_t seq, enum ticket_status status, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
int ticket_after_agent(struct db *db, const char *id, int64_t seq, enum ticket_status status, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
int ticket_after_note(struct db *db, const char *id, int64_t seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* starts_waiting: a customer opened it again, and waits from now on. */
int ticket_set_status(struct db *db, const char *id, enum ticket_status status, gboolean starts_waiting, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Agents' changes. response_s: the promise counted from the ticket's beginning, -1 none; an answered ticket keeps what it had. */
int ticket_set_severity(struct db *db, const char *id, const char *severity, int response_s, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int ticket_set_category(struct db *db, const char *id, const char *category, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int ticket_set_tier(struct db *db, const char *id, int tier, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int ticket_set_subject(struct db *db, const char *id, const char *subject, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int ticket_set_assignee(struct db *db, const char *id, const char *agent_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Out of triage: the ticket, and every row that hangs on it, becomes the builder's. */
int ticket_set_builder(struct db *db, const char *id, const char *builder_id, const char *plan_tier, int response_s, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Counts messages and finds the oldest unanswered one anew, after messages came or went. */
int ticket_recount(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One version further, for a change beside the ticket's own row (participants). */
int ticket_touch(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
