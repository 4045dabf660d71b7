/* receive_facts.h - what has to be known of a batch of mails before it can be decided where they belong.
 *
 * All are queued with db_send; keys are array literals; rows_r has the rows after db_flush.
 */
#pragma once
#include "store/db.h"

/* Begins the transaction. */
int facts_begin(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The intake rows that still wait, locked. */
enum facts_intake_column { FACTS_INTAKE_ID, FACTS_INTAKE_TRIES, FACTS_INTAKE_APPROVAL, FACTS_INTAKE_TICKET };
int facts_intake(struct db *db, const char *ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which tickets these Message-IDs belong to. */
enum facts_reference_column { FACTS_REFERENCE_ID, FACTS_REFERENCE_TICKET, FACTS_REFERENCE_HAS_MESSAGE, FACTS_REFERENCE_IS_HELD };
int facts_references(struct db *db, const char *message_ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Mails with these Message-IDs that were read before. */
enum facts_delivery_column { FACTS_DELIVERY_MESSAGE_ID, FACTS_DELIVERY_SENDER, FACTS_DELIVERY_DIGEST /* hex */, FACTS_DELIVERY_MESSAGE,
	FACTS_DELIVERY_TICKET };
int facts_deliveries(struct db *db, const char *message_ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The people behind addresses: contacts, users, and builders by domain. The server compares the addresses as they were written, by its
 * own idea of lower case, which its unique indexes have too; the rows come back under the caller's keys. */
enum facts_contact_column { FACTS_CONTACT_KEY, FACTS_CONTACT_ID, FACTS_CONTACT_USER, FACTS_CONTACT_BUILDER, FACTS_CONTACT_PLAN,
	FACTS_CONTACT_LANGUAGE, FACTS_CONTACT_WAS_ACKED, FACTS_CONTACT_NAME };
int facts_contacts(struct db *db, const char *keys, const char *addresses, int ack_interval_s, db_rows **rows_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
enum facts_user_column { FACTS_USER_KEY, FACTS_USER_ID, FACTS_USER_BUILDER, FACTS_USER_PLAN, FACTS_USER_LANGUAGE, FACTS_USER_NAME,
	FACTS_USER_AGENT };
int facts_users(struct db *db, const char *keys, const char *addresses, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum facts_domain_column { FACTS_DOMAIN, FACTS_DOMAIN_BUILDER, FACTS_DOMAIN_PLAN, FACTS_DOMAIN_LANGUAGE };
int facts_domains(struct db *db, const char *domains, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

enum facts_number_column { FACTS_NUMBER, FACTS_NUMBER_TICKET };
int facts_numbers(struct db *db, const char *numbers, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The tickets that these addresses opened of late and that are not closed, the newest first. */
enum facts_opened_column { FACTS_OPENED_KEY, FACTS_OPENED_TICKET, FACTS_OPENED_SUBJECT };
int facts_opened(struct db *db, const char *addresses, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

enum facts_mailbox_column { FACTS_MAILBOX_ID, FACTS_MAILBOX_NAME, FACTS_MAILBOX_ADDRESS, FACTS_MAILBOX_DISPLAY_NAME, FACTS_MAILBOX_LANGUAGE,
	FACTS_MAILBOX_SENDS_ACK, FACTS_MAILBOX_ALIASES /* one a line */ };
int facts_mailboxes(struct db *db, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What we sent under these Message-IDs. */
enum facts_sent_column { FACTS_SENT_MESSAGE_ID, FACTS_SENT_TICKET, FACTS_SENT_MESSAGE };
int facts_sent(struct db *db, const char *message_ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tickets, locked in the order of their ids; and who takes part in them. */
enum facts_ticket_column { FACTS_TICKET_ID, FACTS_TICKET_NUMBER, FACTS_TICKET_BUILDER, FACTS_TICKET_STATUS, FACTS_TICKET_CLOSED_S,
	FACTS_TICKET_MERGED_INTO, FACTS_TICKET_LAST_SEQ, FACTS_TICKET_IS_ASSIGNED };
int facts_tickets(struct db *db, const char *ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum facts_participant_column { FACTS_PARTICIPANT_TICKET, FACTS_PARTICIPANT_KEY };
int facts_participants(struct db *db, const char *ticket_ids, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* n new ticket numbers. */
db_rows *facts_new_numbers(struct db *db, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
