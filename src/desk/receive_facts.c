#include <string.h>

#include "desk/desk.h"
#include "desk/receive_answers.h"
#include "model/subject.h"
#include "store/array.h"
#include "store/receive_facts.h"

#define MERGES_MOST 20		/* rounds of following merged tickets */

static void
learn_mailboxes(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; i < rows_count(rows); i++) {
		struct postbox *box = g_new0(struct postbox, 1);
		g_auto(GStrv) aliases = g_strsplit(rows_text(rows, i, FACTS_MAILBOX_ALIASES), "\n", -1);

		box->id = g_strdup(rows_text(rows, i, FACTS_MAILBOX_ID));
		box->name = g_strdup(rows_text(rows, i, FACTS_MAILBOX_NAME));
		box->address = g_strdup(rows_text(rows, i, FACTS_MAILBOX_ADDRESS));
		box->display_name = g_strdup(rows_text(rows, i, FACTS_MAILBOX_DISPLAY_NAME));
		box->language = g_strdup(rows_text(rows, i, FACTS_MAILBOX_LANGUAGE));
		box->sends_ack = rows_bool(rows, i, FACTS_MAILBOX_SENDS_ACK);
		g_hash_table_insert(batch->postboxes, box->id, box);
		g_hash_table_add(batch->own, g_utf8_strdown(box->address, -1));
		for (guint a = 0; aliases[a] != NULL; a++)
			g_hash_table_add(batch->own, g_utf8_strdown(aliases[a], -1));
	}
}

static struct company *
company_of(struct batch *batch, const char *builder_id, const char *plan, const char *language)
{
	struct company *company;

	if (builder_id == NULL)
		return NULL;
	company = g_hash_table_lookup(batch->companies, builder_id);
	if (company == NULL) {
		company = g_new0(struct company, 1);
		company->builder_id = g_strdup(builder_id);
		company->plan = g_strdup(plan);
		company->language = g_strdup(language);
		g_hash_table_insert(batch->companies, company->builder_id, company);
	}
	return company;
}

/* Who gives no name with their address may have one here. */
static void
name_person(struct batch *batch, struct person *person, const char *name)
{
	if (*person->name == '\0' && name != NULL && *name != '\0')
		person->name = g_string_chunk_insert(batch->strings, name);
}

static void
learn_contacts(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		struct person *person = g_hash_table_lookup(batch->people, rows_text(rows, i, FACTS_CONTACT_KEY));

		g_strlcpy(person->contact_id.text, rows_text(rows, i, FACTS_CONTACT_ID), sizeof person->contact_id.text);
		person->is_stored = TRUE;
		person->was_acked = rows_bool(rows, i, FACTS_CONTACT_WAS_ACKED);
		person->contact_user_id = g_strdup(rows_text(rows, i, FACTS_CONTACT_USER));
		person->contact_builder_id = g_strdup(rows_text(rows, i, FACTS_CONTACT_BUILDER));
		person->company = company_of(batch, person->contact_builder_id, rows_text(rows, i, FACTS_CONTACT_PLAN),
		    rows_text(rows, i, FACTS_CONTACT_LANGUAGE));
		name_person(batch, person, rows_text(rows, i, FACTS_CONTACT_NAME));
	}
}

/* A user's builder counts before what the contact says. */
static void
learn_users(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		struct person *person = g_hash_table_lookup(batch->people, rows_text(rows, i, FACTS_USER_KEY));
		const char *builder_id = rows_text(rows, i, FACTS_USER_BUILDER);

		person->user_id = g_strdup(rows_text(rows, i, FACTS_USER_ID));
		person->agent_id = g_strdup(rows_text(rows, i, FACTS_USER_AGENT));
		name_person(batch, person, rows_text(rows, i, FACTS_USER_NAME));
		person->language = g_strdup(rows_text(rows, i, FACTS_USER_LANGUAGE));
		if (builder_id != NULL)
			person->company = company_of(batch, builder_id, rows_text(rows, i, FACTS_USER_PLAN), rows_text(rows, i, FACTS_USER_LANGUAGE));
	}
}

static void
learn_domains(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++)
		g_hash_table_insert(batch->domains, g_string_chunk_insert(batch->strings, rows_text(rows, i, FACTS_DOMAIN)),
		    company_of(batch, rows_text(rows, i, FACTS_DOMAIN_BUILDER), rows_text(rows, i, FACTS_DOMAIN_PLAN),
		    rows_text(rows, i, FACTS_DOMAIN_LANGUAGE)));
}

static void
learn_deliveries(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		struct stored_delivery *delivery;
		const char *sender = rows_text(rows, i, FACTS_DELIVERY_SENDER), *digest = rows_text(rows, i, FACTS_DELIVERY_DIGEST);

		if (digest == NULL)
			continue;
		delivery = g_new0(struct stored_delivery, 1);
		delivery->message = g_strdup(rows_text(rows, i, FACTS_DELIVERY_MESSAGE));
		delivery->ticket = g_strdup(rows_text(rows, i, FACTS_DELIVERY_TICKET));
		g_hash_table_insert(batch->stored_deliveries, g_strdup_printf("%s\n%s\n%s", rows_text(rows, i, FACTS_DELIVERY_MESSAGE_ID),
		    sender != NULL ? sender : "", digest), delivery);
	}
}

static void
learn_sent(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		struct sent_mail *sent = g_new0(struct sent_mail, 1);

		sent->message = g_strdup(rows_text(rows, i, FACTS_SENT_MESSAGE));
		sent->ticket = g_strdup(rows_text(rows, i, FACTS_SENT_TICKET));
		g_hash_table_insert(batch->sent, g_strdup(rows_text(rows, i, FACTS_SENT_MESSAGE_ID)), sent);
	}
}

/* The tickets that the answers name, and those that these were merged into. */
static void
name_tickets(struct keys *ids, const struct answers *answers)
{
	const struct {
		const db_rows *rows;
		int column;
	} sources[] = {
		{ answers->intake, FACTS_INTAKE_TICKET }, { answers->references, FACTS_REFERENCE_TICKET }, { answers->numbers, FACTS_NUMBER_TICKET },
		{ answers->opened, FACTS_OPENED_TICKET },
	};

	for (gsize s = 0; s < G_N_ELEMENTS(sources); s++)
		for (int i = 0; sources[s].rows != NULL && i < rows_count(sources[s].rows); i++)
			keys_add(ids, rows_text(sources[s].rows, i, sources[s].column));
}

static struct batch_ticket *
ticket_from_row(const db_rows *rows, int row)
{
	struct batch_ticket *ticket = g_new0(struct batch_ticket, 1);

	g_strlcpy(ticket->id.text, rows_text(rows, row, FACTS_TICKET_ID), sizeof ticket->id.text);
	ticket->number = rows_int(rows, row, FACTS_TICKET_NUMBER);
	ticket->builder_id = g_strdup(rows_text(rows, row, FACTS_TICKET_BUILDER));
	ticket->merged_into = g_strdup(rows_text(rows, row, FACTS_TICKET_MERGED_INTO));
	ticket->facts.status = (enum ticket_status)ticket_status_from_word(rows_text(rows, row, FACTS_TICKET_STATUS));
	ticket->facts.closed_s = rows_int(rows, row, FACTS_TICKET_CLOSED_S);
	ticket->status_before = ticket->facts.status;
	ticket->is_assigned = rows_bool(rows, row, FACTS_TICKET_IS_ASSIGNED);
	ticket->last_seq = rows_int(rows, row, FACTS_TICKET_LAST_SEQ);
	ticket->participants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return ticket;
}

/* One round: locks these tickets; merged gets those that they were merged into and that are not known yet. */
static int
lock_tickets(struct batch *batch, struct keys *ids, struct keys *merged, GError **error)
{
	db_rows *tickets = NULL, *participants = NULL;

	if (facts_tickets(batch->db, array_end(ids->array), &tickets, error) < 0 ||
	    facts_participants(batch->db, ids->array->str, &participants, error) < 0 || db_flush(batch->db, error) < 0)
		return -1;
	for (int i = 0; i < rows_count(tickets); i++) {
		struct batch_ticket *ticket = ticket_from_row(tickets, i);

		g_hash_table_insert(batch->tickets, ticket->id.text, ticket);
	}
	for (int i = 0; i < rows_count(tickets); i++) {
		struct batch_ticket *ticket = g_hash_table_lookup(batch->tickets, rows_text(tickets, i, FACTS_TICKET_ID));

		if (ticket->merged_into != NULL && !g_hash_table_contains(batch->tickets, ticket->merged_into))
			keys_add(merged, ticket->merged_into);
	}
	for (int i = 0; i < rows_count(participants); i++) {
		struct batch_ticket *ticket = g_hash_table_lookup(batch->tickets, rows_text(participants, i, FACTS_PARTICIPANT_TICKET));

		if (ticket != NULL)
			g_hash_table_add(ticket->participants, g_strdup(rows_text(participants, i, FACTS_PARTICIPANT_KEY)));
	}
	rows_free(tickets);
	rows_free(participants);
	return 1;
}

static int
learn_tickets(struct batch *batch, const struct answers *answers, GError **error)
{
	struct keys ids = keys_new();
	int done = 1;

	name_tickets(&ids, answers);
	for (int round = 0; done > 0 && keys_any(&ids) && round < MERGES_MOST; round++) {
		struct keys merged = keys_new();

		done = lock_tickets(batch, &ids, &merged, error);
		keys_clear(&ids);
		ids = merged;
	}
	keys_clear(&ids);
	return done;
}

struct batch_ticket *
batch_ticket_home(const struct batch *batch, const char *id)
{
	struct batch_ticket *ticket = id != NULL ? g_hash_table_lookup(batch->tickets, id) : NULL;

	for (int i = 0; ticket != NULL && ticket->merged_into != NULL && i < MERGES_MOST; i++)
		ticket = g_hash_table_lookup(batch->tickets, ticket->merged_into);
	return ticket;
}

static void
learn_references(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		const char *id = rows_text(rows, i, FACTS_REFERENCE_ID);
		struct batch_ticket *ticket = batch_ticket_home(batch, rows_text(rows, i, FACTS_REFERENCE_TICKET));
		struct batch_reference *reference = g_hash_table_lookup(batch->references, id);
		gboolean is_held = rows_bool(rows, i, FACTS_REFERENCE_IS_HELD);

		if (ticket == NULL)
			continue;
		if (reference == NULL) {
			reference = g_new0(struct batch_reference, 1);
			g_hash_table_insert(batch->references, g_string_chunk_insert(batch->strings, id), reference);
		}
		if (reference->ticket == NULL || !is_held)
			reference->ticket = ticket;
		reference->is_held |= is_held;
		reference->is_stored |= !is_held;
		reference->has_message |= rows_bool(rows, i, FACTS_REFERENCE_HAS_MESSAGE);
	}
}

static void
learn_numbers(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		gint64 number = rows_int(rows, i, FACTS_NUMBER);

		g_hash_table_insert(batch->numbers, g_memdup2(&number, sizeof number), g_strdup(rows_text(rows, i, FACTS_NUMBER_TICKET)));
	}
}

/* The rows come newest first: of two tickets with one subject the newer counts. */
static void
learn_opened(struct batch *batch, const db_rows *rows)
{
	for (int i = 0; rows != NULL && i < rows_count(rows); i++) {
		g_autofree char *base = subject_base(rows_text(rows, i, FACTS_OPENED_SUBJECT), NULL);
		char *key = g_strdup_printf("%s\n%s", rows_text(rows, i, FACTS_OPENED_KEY), base);
		struct batch_ticket *ticket = batch_ticket_home(batch, rows_text(rows, i, FACTS_OPENED_TICKET));

		if (ticket != NULL && *base != '\0' && !g_hash_table_contains(batch->openings, key))
			g_hash_table_insert(batch->openings, key, ticket);
		else
			g_free(key);
	}
}

/* The mails that are still to be read, by us: a lease that ran out and was given to another has one try more. */
static void
learn_intake(struct batch *batch, const db_rows *rows)
{
	g_autoptr(GHashTable) waiting = g_hash_table_new(g_str_hash, g_str_equal);

	for (int i = 0; i < rows_count(rows); i++)
		g_hash_table_insert(waiting, (char *)rows_text(rows, i, FACTS_INTAKE_ID), GINT_TO_POINTER(i + 1));
	for (int i = 0; i < batch->n; i++) {
		struct batch_mail *mail = &batch->mails[i];
		int row = GPOINTER_TO_INT(g_hash_table_lookup(waiting, mail->intake_id)) - 1;
		const char *approval;

		if (row < 0 || rows_int(rows, row, FACTS_INTAKE_TRIES) != mail->received->row->tries)
			continue;
		mail->is_ours = TRUE;
		mail->postbox = g_hash_table_lookup(batch->postboxes, mail->received->row->mailbox_id);
		approval = rows_text(rows, row, FACTS_INTAKE_APPROVAL);
		if (approval != NULL)
			mail->approval = strcmp(approval, "join") == 0 ? APPROVAL_JOIN : APPROVAL_NEW;
		mail->approved = batch_ticket_home(batch, rows_text(rows, row, FACTS_INTAKE_TICKET));
	}
}

int
batch_learn(struct batch *batch, GError **error)
{
	struct answers answers = { NULL };
	int done = batch_ask(batch, &answers, error);

	if (done > 0) {
		learn_mailboxes(batch, answers.mailboxes);
		learn_contacts(batch, answers.contacts);
		learn_users(batch, answers.users);
		learn_domains(batch, answers.domains);
		learn_deliveries(batch, answers.deliveries);
		learn_sent(batch, answers.sent);
		done = learn_tickets(batch, &answers, error);
	}
	if (done > 0) {
		learn_references(batch, answers.references);
		learn_numbers(batch, answers.numbers);
		learn_opened(batch, answers.opened);
		learn_intake(batch, answers.intake);
	}
	answers_clear(&answers);
	return done;
}
