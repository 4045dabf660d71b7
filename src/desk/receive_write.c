#include <string.h>

#include "conf/conf.h"
#include "desk/ack.h"
#include "desk/blob.h"
#include "desk/json_text.h"
#include "desk/receive_batch.h"
#include "rules/rules.h"
#include "store/array.h"
#include "store/receive.h"
#include "store/receive_facts.h"

#define NAME_CHARACTERS_MOST 200
#define DESCRIPTION_BYTES_MOST 8192
#define LANGUAGE_BYTES_MOST 5
#define DMARC_BYTES_MOST 20
#define CONTENT_TYPE_BYTES_MOST 100
#define FILENAME_CHARACTERS_MOST 255

static int
number_tickets(struct batch *batch, GError **error)
{
	g_autoptr(db_rows) numbers = NULL;

	if (batch->opened->len == 0)
		return 0;
	numbers = facts_new_numbers(batch->db, (int)batch->opened->len, error);
	if (numbers == NULL)
		return -1;
	for (guint i = 0; i < batch->opened->len; i++)
		((struct batch_ticket *)g_ptr_array_index(batch->opened, i))->number = rows_int(numbers, (int)i, 0);
	return 1;
}

struct copying {
	struct blob_writer *writer;
};

static gboolean
into_blob(const void *data, gsize length, void *user, GError **error)
{
	struct copying *copying = user;

	return blob_writer_add(copying->writer, data, length, error) > 0;
}

static int
store_attachment(struct batch *batch, struct batch_mail *mail, const struct inbound_attachment *attachment, GError **error)
{
	struct batch_attachment stored = { .attachment = attachment, .id = uuid_new() };
	struct copying copying = { blob_writer_new(batch->db, error) };

	if (copying.writer == NULL)
		return -1;
	if (mail->received->copy(mail->received->user, attachment->part, into_blob, &copying, error) < 0) {
		blob_writer_abort(&copying.writer);
		return -1;
	}
	if (blob_writer_end(&copying.writer, stored.blob_id, &stored.size, error) < 0)
		return -1;
	g_array_append_val(mail->attachments, stored);
	return 1;
}

static int
store_attachments(struct batch *batch, GError **error)
{
	for (int i = 0; i < batch->n; i++) {
		struct batch_mail *mail = &batch->mails[i];

		if (!batch_is_message(mail) || mail->mail->attachments->len == 0)
			continue;
		mail->attachments = g_array_new(FALSE, FALSE, sizeof(struct batch_attachment));
		for (guint a = 0; a < mail->mail->attachments->len; a++)
			if (store_attachment(batch, mail, g_ptr_array_index(mail->mail->attachments, a), error) < 0)
				return -1;
	}
	return 1;
}

static int
by_key(gconstpointer a, gconstpointer b)
{
	const struct person *const *x = a, *const *y = b;

	return strcmp((*x)->key, (*y)->key);
}

static GPtrArray *
people_in_order(const struct batch *batch)
{
	GPtrArray *people = g_ptr_array_sized_new(g_hash_table_size(batch->people));
	GHashTableIter iter;
	gpointer person;

	g_hash_table_iter_init(&iter, batch->people);
	while (g_hash_table_iter_next(&iter, NULL, &person))
		g_ptr_array_add(people, person);
	g_ptr_array_sort(people, by_key);
	return people;
}

/* Always in the same order, so that two readers never wait for each other. */
static int
write_contacts(struct batch *batch, GError **error)
{
	g_autoptr(GArray) added = g_array_new(FALSE, FALSE, sizeof(struct contact_row));
	g_autoptr(GArray) linked = g_array_new(FALSE, FALSE, sizeof(struct contact_row));
	g_autoptr(GPtrArray) people = people_in_order(batch);

	for (guint i = 0; i < people->len; i++) {
		const struct person *person = g_ptr_array_index(people, i);
		const struct company *company = person_company(batch, person);
		struct contact_row row = { person->contact_id.text, person->address, batch_cut_characters(batch, person->name, NAME_CHARACTERS_MOST),
			person->user_id, company != NULL ? company->builder_id : NULL };

		if (!person->is_needed)
			continue;
		if (!person->is_stored)
			g_array_append_val(added, row);
		else if (g_strcmp0(row.user_id, person->contact_user_id) != 0 || g_strcmp0(row.builder_id, person->contact_builder_id) != 0)
			g_array_append_val(linked, row);
	}
	if (receive_contacts_insert(batch->db, added, error) < 0)
		return -1;
	return receive_contacts_link(batch->db, linked, error);
}

static const char *
language_of(struct batch *batch, const struct batch_mail *mail)
{
	const char *language = mail->mail->language;

	if (language == NULL && mail->sender != NULL)
		language = mail->sender->language;
	if (language == NULL && mail->postbox != NULL)
		language = mail->postbox->language;
	return language != NULL && strlen(language) > LANGUAGE_BYTES_MOST ? batch_cut_bytes(batch, language, 2) : language;
}

static int
response_s(const struct batch *batch, const struct batch_ticket *ticket)
{
	const struct company *company = ticket->builder_id != NULL ? g_hash_table_lookup(batch->companies, ticket->builder_id) : NULL;

	return rules_response_seconds(batch->rules, rules_default_severity(batch->rules), company != NULL ? company->plan : NULL);
}

static struct ticket_row
ticket_row(struct batch *batch, const struct batch_ticket *ticket)
{
	const struct batch_mail *mail = ticket->opened_by;
	const struct company *company = ticket->builder_id != NULL ? g_hash_table_lookup(batch->companies, ticket->builder_id) : NULL;

	return (struct ticket_row){
		.id = ticket->id.text,
		.number = ticket->number,
		.builder_id = ticket->builder_id,
		.user_id = mail->sender != NULL && mail->landing.is_trusted ? mail->sender->user_id : NULL,
		.contact_id = mail->sender != NULL ? mail->sender->contact_id.text : NULL,
		.mailbox_id = mail->postbox != NULL ? mail->postbox->id : NULL,
		.subject = batch_cut_characters(batch, mail->mail->subject, TICKET_SUBJECT_MAX),
		.description = batch_cut_bytes(batch, mail->mail->reply, DESCRIPTION_BYTES_MOST),
		.severity = rules_default_severity(batch->rules),
		.category = rules_category(batch->rules, NULL, mail->mail->subject),
		.language = language_of(batch, mail),
		.plan_tier = company != NULL ? company->plan : NULL,
		.is_triage = ticket->builder_id == NULL,
		.response_s = response_s(batch, ticket),
		.last_seq = ticket->last_seq,
		.messages = ticket->messages,
		.follows = mail->follows != NULL ? mail->follows->number : 0,
	};
}

static int
write_tickets(struct batch *batch, GError **error)
{
	g_autoptr(GArray) added = g_array_new(FALSE, FALSE, sizeof(struct ticket_row));
	g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(struct ticket_change_row));
	GHashTableIter iter;
	gpointer value;

	for (guint i = 0; i < batch->opened->len; i++) {
		struct ticket_row row = ticket_row(batch, g_ptr_array_index(batch->opened, i));

		g_array_append_val(added, row);
	}
	g_hash_table_iter_init(&iter, batch->tickets);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct batch_ticket *ticket = value;
		struct ticket_change_row row = { ticket->id.text, ticket_status_words[ticket->facts.status], ticket->last_seq, ticket->messages,
			ticket->is_written_to };

		if (!ticket->is_new && ticket->messages > 0)
			g_array_append_val(changed, row);
	}
	if (receive_tickets_insert(batch->db, added, error) < 0)
		return -1;
	return receive_tickets_change(batch->db, changed, error);
}

static const char *
attachments_json(struct batch *batch, const struct batch_mail *mail)
{
	g_autoptr(GString) json = g_string_new("[");

	for (guint i = 0; mail->attachments != NULL && i < mail->attachments->len; i++) {
		const struct batch_attachment *stored = &g_array_index(mail->attachments, struct batch_attachment, i);

		g_string_append_printf(json, "%s{\"id\":\"%s\",\"url\":\"/api/v1/support/attachments/%s\",\"size\":%" G_GINT64_FORMAT ",\"filename\":",
		    i > 0 ? "," : "", stored->id.text, stored->id.text, stored->size);
		json_append_text(json, stored->attachment->filename);
		g_string_append(json, ",\"content_type\":");
		json_append_text(json, stored->attachment->content_type);
		g_string_append_printf(json, ",\"inline\":%s,\"content_id\":", stored->attachment->disposition == INBOUND_INLINE ? "true" : "false");
		json_append_text(json, stored->attachment->content_id);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
	return g_string_chunk_insert_len(batch->strings, json->str, (gssize)json->len);
}

/* As the mail says; else as they are known here, if it is surely them. */
static const char *
sender_name(struct batch *batch, const struct batch_mail *mail)
{
	const char *name = mail->mail->from.name;

	if (name == NULL && mail->sender != NULL && mail->landing.is_trusted)
		name = mail->sender->name;
	return name != NULL ? batch_cut_characters(batch, name, NAME_CHARACTERS_MOST) : "";
}

static struct message_row
message_row(struct batch *batch, const struct batch_mail *mail)
{
	const struct person *sender = mail->sender;

	return (struct message_row){
		.id = mail->message.text,
		.ticket_id = mail->ticket->id.text,
		.builder_id = mail->ticket->builder_id,
		.seq = mail->seq,
		.sender_id = sender == NULL || !mail->landing.is_trusted ? NULL : mail->is_note ? sender->agent_id : sender->user_id,
		.contact_id = sender != NULL ? sender->contact_id.text : NULL,
		.sender_name = sender_name(batch, mail),
		.sender_address = mail->mail->from.address,
		.body = batch_cut_bytes(batch, mail->mail->reply, TICKET_BODY_MAX),
		.body_html = batch_cut_bytes(batch, mail->mail->html, TICKET_BODY_MAX),
		.quoted = batch_cut_bytes(batch, mail->mail->quoted, TICKET_BODY_MAX),
		.signature = batch_cut_bytes(batch, mail->mail->signature, TICKET_BODY_MAX),
		.attachments = mail->attachments != NULL ? attachments_json(batch, mail) : "[]",
		.message_id = mail->message_id,
		.intake_id = mail->intake_id,
		.landed_by = mail->landing.why,
		.auth_results = mail->mail->auth_results,
		.dmarc = batch_cut_bytes(batch, mail->mail->dmarc, DMARC_BYTES_MOST),
		.deliveries = mail->deliveries,
		.sender_type = mail->is_note ? "agent" : "customer",
		.is_internal = mail->is_note,
	};
}

static int
write_messages(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct message_row));

	for (int i = 0; i < batch->n; i++)
		if (batch_is_message(&batch->mails[i])) {
			struct message_row row = message_row(batch, &batch->mails[i]);

			g_array_append_val(rows, row);
		}
	return receive_messages_insert(batch->db, rows, error);
}

static int
compare_references(gconstpointer a, gconstpointer b)
{
	const struct reference_row *x = a, *y = b;

	return strcmp(x->message_id, y->message_id);
}

static int
write_references(struct batch *batch, GError **error)
{
	g_autoptr(GArray) added = g_array_new(FALSE, FALSE, sizeof(struct reference_row));
	g_autoptr(GArray) filled = g_array_new(FALSE, FALSE, sizeof(struct reference_row));
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, batch->references);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const struct batch_reference *reference = value;
		struct reference_row row = { key, reference->ticket->id.text, reference->message };

		if (reference->is_wanted && !reference->is_stored)
			g_array_append_val(added, row);
		else if (reference->is_stored && reference->message != NULL)
			g_array_append_val(filled, row);
	}
	g_array_sort(added, compare_references);
	if (receive_references_insert(batch->db, added, error) < 0)
		return -1;
	return receive_references_fill(batch->db, filled, error);
}

static int
write_participants(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct participant_row));

	for (guint i = 0; i < batch->participants->len; i++) {
		const struct batch_participant *participant = &g_array_index(batch->participants, struct batch_participant, i);
		struct participant_row row = { participant->ticket->id.text, participant->person->contact_id.text, participant->ticket->builder_id,
			participant->role };

		g_array_append_val(rows, row);
	}
	return receive_participants_insert(batch->db, rows, error);
}

static int
write_attachments(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct attachment_row));

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];

		for (guint a = 0; mail->attachments != NULL && a < mail->attachments->len; a++) {
			const struct batch_attachment *stored = &g_array_index(mail->attachments, struct batch_attachment, a);
			struct attachment_row row = { stored->id.text, mail->ticket->builder_id, mail->ticket->id.text, mail->message.text,
				stored->blob_id, batch_cut_characters(batch, stored->attachment->filename, FILENAME_CHARACTERS_MOST),
				batch_cut_bytes(batch, stored->attachment->content_type, CONTENT_TYPE_BYTES_MOST), stored->size,
				stored->attachment->disposition == INBOUND_INLINE, stored->attachment->content_id };

			g_array_append_val(rows, row);
		}
	}
	return receive_attachments_insert(batch->db, rows, error);
}

static int
write_acks(struct batch *batch, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(struct ack_row));
	g_autoptr(GPtrArray) acks = g_ptr_array_new_with_free_func((GDestroyNotify)ack_free);

	for (guint i = 0; i < batch->opened->len; i++) {
		const struct batch_ticket *ticket = g_ptr_array_index(batch->opened, i);
		struct ack_row row;
		struct ack *ack = ack_for(batch, ticket->opened_by, response_s(batch, ticket), &row);

		if (ack == NULL)
			continue;
		g_ptr_array_add(acks, ack);
		g_array_append_val(rows, row);
	}
	return receive_acks_insert(batch->db, rows, error);
}

int
batch_write(struct batch *batch, GError **error)
{
	static int (*const steps[])(struct batch *batch, GError **error) = {
		number_tickets, store_attachments, write_contacts, write_tickets, write_messages, write_references, write_participants,
		write_attachments, write_acks, batch_write_bounces, batch_write_intake, batch_write_events,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
		if (steps[i](batch, error) < 0)
			return -1;
	return 1;
}
