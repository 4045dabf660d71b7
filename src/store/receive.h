/* receive.h - a batch of mails is written: one statement a table, rows as structs. Texts are borrowed; NULL is SQL NULL.
 *
 * All are queued with db_send; an array without rows sends nothing. Contacts, tickets and references are inserted plainly: that
 * another reader was faster shows as "already-exists", and the batch is decided again.
 */
#pragma once
#include "store/db.h"

struct contact_row {
	const char *id, *address, *name, *user_id, *builder_id;
};
int receive_contacts_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Contacts that are found to be a user, or of a builder. */
int receive_contacts_link(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct ticket_row {
	const char *id;
	int64_t number;
	const char *builder_id, *user_id, *contact_id, *mailbox_id, *subject, *description, *severity, *category, *language, *plan_tier;
	gboolean is_triage;
	int response_s;		/* -1: no promise */
	int64_t last_seq;
	int messages;
	int64_t follows;	/* number of the closed ticket that it goes on with; 0: none */
};
int receive_tickets_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct ticket_change_row {
	const char *id, *status;
	int64_t last_seq;
	int messages;		/* more than before */
	gboolean is_waiting;	/* somebody waits for an answer now */
};
int receive_tickets_change(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct message_row {
	const char *id, *ticket_id, *builder_id;
	int64_t seq;
	const char *sender_id, *contact_id, *sender_name, *sender_address, *body, *body_html, *quoted, *signature, *attachments, *message_id;
	const char *intake_id, *landed_by, *auth_results, *dmarc;
	int deliveries;
	const char *sender_type;	/* "customer", "agent" */
	gboolean is_internal;
};
int receive_messages_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct reference_row {
	const char *message_id, *ticket_id, *message;
};
int receive_references_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* References that were there without a message. */
int receive_references_fill(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct participant_row {
	const char *ticket_id, *contact_id, *builder_id, *role;
};
int receive_participants_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct attachment_row {
	const char *id, *builder_id, *ticket_id, *message_id, *blob_id, *filename, *content_type;
	int64_t size;
	gboolean is_inline;
	const char *content_id;
};
int receive_attachments_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct intake_result_row {
	const char *id, *state, *reason, *detail, *kind, *sender_address, *subject, *message_id, *body_digest /* hex */, *ticket_id, *message;
};
int receive_intake_settle(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One more delivery of each of these messages (ids as an array literal). */
int receive_deliveries_count(struct db *db, const char *message_ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct ack_row {
	const char *id, *ticket_id, *mailbox_id, *builder_id, *message_id, *name, *address, *subject, *body, *in_reply_to;
	const char *references;		/* one a line */
	const char *reply_to, *contact_id;
};
int receive_acks_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct bounce_row {
	const char *id, *intake_id, *ticket_id, *message, *address, *status;
	int reply_code;
	gboolean is_hard;
	const char *reason, *diagnostic, *original;	/* our Message-ID that it names; NULL: none of ours */
};
/* The bounces, and their marks on messages, tickets and contacts. */
int receive_bounces_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct event_row {
	const char *type, *builder_id, *ticket_id, *message, *actor_type, *actor_id;
	int64_t number;		/* of the ticket; 0: not said */
	const char *why;	/* of a message's landing, or why a mail is held */
	const char *intake_id;
};
int receive_events_insert(struct db *db, GArray *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
