/* receive_batch.h - a batch of mails while it is received: what its files share.
 *
 *	receive.c         one transaction, and again if somebody was faster
 *	receive_ask.c     what the mails make us ask the database
 *	receive_facts.c   mails and its answers to struct batch
 *	receive_people.c  who wrote, and whose they are
 *	receive_land.c    what becomes of each mail, in memory
 *	receive_write.c   struct batch to rows: tickets, messages and what belongs to them
 *	receive_record.c  and to what is kept of the mails themselves: intake, bounces, events
 *
 * All that is allocated for a batch lives in its chunk of strings and its tables, and ends with it.
 */
#pragma once
#include "base/uuid.h"
#include "desk/receive.h"
#include "model/landing.h"
#include "model/reply_address.h"

struct conf;
struct db;
struct rules;

#define BATCH_REFERENCES_MOST 50	/* of one mail, the last ones */
#define BATCH_ID_BYTES_MOST 500		/* a longer Message-ID is no Message-ID: it would not fit into an index */

struct company {		/* a builder, as far as a mail needs it */
	char *builder_id, *plan, *language;	/* plan and language may be NULL */
};

struct person {
	const char *key;		/* the address in lower case */
	const char *address, *name;	/* as written; name "" if none */
	struct uuid contact_id;
	gboolean is_stored, is_needed, is_relinked;	/* the contact's row is there; must be; learns its user or builder */
	gboolean was_acked;
	char *user_id, *language;	/* NULL: no user */
	char *agent_id;			/* NULL: none of ours */
	char *contact_user_id, *contact_builder_id;	/* as the contact's row has them */
	const struct company *company;	/* NULL: nobody knows whose they are */
};

struct postbox {		/* a mailbox, as far as a mail needs it */
	char *id, *name, *address, *display_name, *language;
	gboolean sends_ack;
};

struct batch_ticket {
	struct landing_ticket facts;	/* first: landing_decide hands back pointers to it */
	struct uuid id;
	int64_t number;
	char *builder_id;		/* NULL: triage */
	char *merged_into;		/* NULL: it is not */
	GHashTable *participants;	/* keys, owned; those who may join it */
	enum ticket_status status_before;
	gboolean is_assigned, is_new;
	int64_t last_seq;
	int messages;			/* of this batch */
	gboolean is_written_to;		/* one of them is a customer's */
	struct batch_mail *opened_by;	/* of a new one */
};

struct batch_reference {
	struct batch_ticket *ticket;
	const char *message;		/* ticket_messages.id if this batch wrote it */
	gboolean is_stored, has_message, is_held;
	gboolean is_wanted;		/* to be written, if it is not stored */
};

struct batch_participant {
	struct batch_ticket *ticket;
	struct person *person;
	const char *role;
};

struct batch_attachment {
	const struct inbound_attachment *attachment;
	struct uuid id;
	char blob_id[UUID_LENGTH + 1];
	int64_t size;
};

struct batch_mail {
	const struct received *received;
	const struct inbound_mail *mail;
	const char *intake_id;
	gboolean is_ours;		/* still waits to be read, and by us */
	gboolean is_landed;
	gboolean reopens;		/* its ticket was resolved or closed */
	gboolean is_note;		/* one of ours wrote it from their own mailbox */
	enum landing_approval approval;
	struct batch_ticket *approved;
	const struct postbox *postbox;
	struct person *sender;		/* NULL: no address that can be used */
	const char *message_id;		/* NULL: none that can be used */
	GPtrArray *references;		/* const char *, usable, oldest first */
	GPtrArray *ancestors;		/* const char *, nearest first; borrowed from the batch */
	int64_t subject_number;		/* 0: none */
	char *subject_base;
	gboolean is_reply;
	int64_t address_number;		/* of a signed reply address; 0: none */
	char address_sign[SIGN_LENGTH + 1];
	char *digest;			/* of the body, hex */

	struct landing landing;
	struct batch_ticket *follows;	/* a new ticket's closed predecessor; NULL: none */
	struct batch_ticket *ticket;	/* where it landed, is held, or was ignored with; NULL: none */
	struct uuid message;		/* with LANDING_NEW and LANDING_JOIN */
	int64_t seq;
	int deliveries;
	struct batch_mail *same_as;	/* a duplicate of a mail of this batch */
	const char *same_message, *same_ticket;	/* a duplicate of a stored mail; may be NULL */
	GArray *attachments;		/* struct batch_attachment */
	char *warning;			/* what was cut, for the intake's detail; NULL */
};

struct batch {
	struct desk *desk;
	struct db *db;
	const struct conf *conf;
	const struct rules *rules;
	struct batch_mail *mails;
	int n;
	GStringChunk *strings;
	GPtrArray *all_ancestors;
	GHashTable *postboxes;		/* id: struct postbox */
	GHashTable *own;		/* our addresses, lower case */
	GHashTable *people;		/* key: struct person */
	GHashTable *companies;		/* builder id: struct company */
	GHashTable *domains;		/* domain: struct company, borrowed */
	GHashTable *tickets;		/* id: struct batch_ticket */
	GHashTable *references;		/* Message-ID: struct batch_reference */
	GHashTable *numbers;		/* int64_t *: ticket id */
	GHashTable *openings;		/* "address\nbase subject": struct batch_ticket, borrowed */
	GHashTable *deliveries;		/* "Message-ID\nsender\ndigest": struct batch_mail, borrowed */
	GHashTable *stored_deliveries;	/* the same key: struct stored_delivery */
	GHashTable *sent;		/* our Message-ID: struct sent_mail */
	GArray *participants;		/* struct batch_participant: new ones */
	GPtrArray *opened;		/* struct batch_ticket *, borrowed, in order */
};

struct stored_delivery {
	char *message, *ticket;		/* either may be NULL */
};

struct sent_mail {
	char *message, *ticket;
};

struct batch *batch_new(struct desk *desk, const struct received *mails, int n);
void batch_free(struct batch *batch);

/* Begins the transaction and learns all there is to know. */
int batch_learn(struct batch *batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The person behind an address, known to the batch or added to it; NULL if it is no address. */
struct person *batch_person(struct batch *batch, const struct mail_address *address);
gboolean batch_is_own(const struct batch *batch, const char *key);
/* Whose the sender is, if they may be believed. */
const struct company *person_company(const struct batch *batch, const struct person *person);

/* The ticket that id has become by merges; NULL if it is not known to the batch. */
struct batch_ticket *batch_ticket_home(const struct batch *batch, const char *id);
char *batch_delivery_key(const struct batch_mail *mail);

/* Decides for each mail, in order. */
void batch_land(struct batch *batch);

/* Stores the attachments' content and queues all rows; the commit is the caller's. */
int batch_write(struct batch *batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For receive_write.c. */
int batch_write_bounces(struct batch *batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int batch_write_intake(struct batch *batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int batch_write_events(struct batch *batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* It became a message of its ticket. */
gboolean batch_is_message(const struct batch_mail *mail);

/* A text cut to so many bytes, at the border of a character, or to so many characters; kept with the batch. NULL for NULL. */
const char *batch_cut_bytes(struct batch *batch, const char *text, gsize most);
const char *batch_cut_characters(struct batch *batch, const char *text, glong most);
