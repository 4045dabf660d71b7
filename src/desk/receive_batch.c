#include "desk/receive_batch.h"

#include <string.h>

#include "desk/desk.h"
#include "model/subject.h"
#include "model/threads.h"

#define DIGEST_BYTES 512

static void
person_free(void *data)
{
	struct person *person = data;

	g_free(person->user_id);
	g_free(person->agent_id);
	g_free(person->language);
	g_free(person->contact_user_id);
	g_free(person->contact_builder_id);
	g_free(person);
}

static void
company_free(void *data)
{
	struct company *company = data;

	g_free(company->builder_id);
	g_free(company->plan);
	g_free(company->language);
	g_free(company);
}

static void
postbox_free(void *data)
{
	struct postbox *box = data;

	g_free(box->id);
	g_free(box->name);
	g_free(box->address);
	g_free(box->display_name);
	g_free(box->language);
	g_free(box);
}

static void
ticket_free(void *data)
{
	struct batch_ticket *ticket = data;

	g_free(ticket->builder_id);
	g_free(ticket->merged_into);
	g_hash_table_unref(ticket->participants);
	g_free(ticket);
}

static void
stored_delivery_free(void *data)
{
	struct stored_delivery *delivery = data;

	g_free(delivery->message);
	g_free(delivery->ticket);
	g_free(delivery);
}

static void
sent_mail_free(void *data)
{
	struct sent_mail *sent = data;

	g_free(sent->message);
	g_free(sent->ticket);
	g_free(sent);
}

static gboolean
is_usable_id(const char *id)
{
	return id != NULL && *id != '\0' && strlen(id) <= BATCH_ID_BYTES_MOST && strchr(id, '\n') == NULL;
}

static GPtrArray *
usable_references(const struct inbound_mail *mail)
{
	GPtrArray *usable = g_ptr_array_new();
	guint n = mail->references->len;

	for (guint i = n > BATCH_REFERENCES_MOST ? n - BATCH_REFERENCES_MOST : 0; i < n; i++) {
		char *id = g_ptr_array_index(mail->references, i);

		if (is_usable_id(id) && (mail->message_id == NULL || strcmp(id, mail->message_id) != 0))
			g_ptr_array_add(usable, id);
	}
	return usable;
}

/* The first of the addresses it was sent to that looks like one that we signed. */
static void
find_reply_address(struct batch_mail *mail)
{
	GPtrArray *lists[] = { mail->mail->to, mail->mail->cc };

	for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
		for (guint i = 0; i < lists[l]->len; i++) {
			const struct mail_address *to = g_ptr_array_index(lists[l], i);

			if (to->address != NULL && reply_address_parse(to->address, &mail->address_number, mail->address_sign))
				return;
		}
	for (guint i = 0; i < mail->mail->delivered_to->len; i++)
		if (reply_address_parse(g_ptr_array_index(mail->mail->delivered_to, i), &mail->address_number, mail->address_sign))
			return;
}

/* Subject, length, beginning and end of the text: beside the same Message-ID and sender that is enough to know a second delivery, and
 * it costs the same for a long mail as for a short one. */
static char *
digest_of(const struct inbound_mail *mail)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *text = mail->text != NULL ? mail->text : mail->reply;
	uint64_t length = GUINT64_TO_LE((uint64_t)strlen(text));
	gsize head = MIN(strlen(text), DIGEST_BYTES), tail = MIN(strlen(text) - head, DIGEST_BYTES);

	g_checksum_update(checksum, (const guchar *)mail->subject, (gssize)strlen(mail->subject) + 1);
	g_checksum_update(checksum, (const guchar *)&length, sizeof length);
	g_checksum_update(checksum, (const guchar *)text, (gssize)head);
	g_checksum_update(checksum, (const guchar *)text + strlen(text) - tail, (gssize)tail);
	return g_strdup(g_checksum_get_string(checksum));
}

static void
add_people(struct batch *batch, struct batch_mail *mail)
{
	GPtrArray *lists[] = { mail->mail->to, mail->mail->cc };

	mail->sender = batch_person(batch, &mail->mail->from);
	for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
		for (guint i = 0; i < lists[l]->len && i < TICKET_PARTICIPANTS_MAX; i++)
			(void)batch_person(batch, g_ptr_array_index(lists[l], i));
}

static void
prepare(struct batch *batch, struct batch_mail *mail, const struct received *received)
{
	mail->received = received;
	mail->mail = received->mail;
	mail->intake_id = received->row->id;
	mail->message_id = is_usable_id(received->mail->message_id) ? received->mail->message_id : NULL;
	mail->references = usable_references(received->mail);
	mail->subject_number = subject_ticket_number(received->mail->subject);
	mail->subject_base = subject_base(received->mail->subject, &mail->is_reply);
	mail->digest = digest_of(received->mail);
	mail->deliveries = 1;
	find_reply_address(mail);
	add_people(batch, mail);
}

static void
link_mails(struct batch *batch)
{
	g_autofree struct threads_mail *links = g_new(struct threads_mail, (gsize)batch->n);

	for (int i = 0; i < batch->n; i++)
		links[i] = (struct threads_mail){ .id = batch->mails[i].message_id, .references = batch->mails[i].references };
	batch->all_ancestors = threads_ancestors(links, batch->n);
	for (int i = 0; i < batch->n; i++)
		batch->mails[i].ancestors = g_ptr_array_index(batch->all_ancestors, i);
}

struct batch *
batch_new(struct desk *desk, const struct received *mails, int n)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->desk = desk;
	batch->db = desk_db(desk);
	batch->conf = desk_conf(desk);
	batch->rules = desk_rules(desk);
	batch->strings = g_string_chunk_new(4096);
	batch->postboxes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, postbox_free);
	batch->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	batch->people = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, person_free);
	batch->companies = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, company_free);
	batch->domains = g_hash_table_new(g_str_hash, g_str_equal);
	batch->tickets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, ticket_free);
	batch->references = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	batch->numbers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	batch->openings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	batch->deliveries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	batch->stored_deliveries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, stored_delivery_free);
	batch->sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sent_mail_free);
	batch->participants = g_array_new(FALSE, FALSE, sizeof(struct batch_participant));
	batch->opened = g_ptr_array_new();
	batch->mails = g_new0(struct batch_mail, (gsize)n);
	batch->n = n;
	for (int i = 0; i < n; i++)
		prepare(batch, &batch->mails[i], &mails[i]);
	link_mails(batch);
	return batch;
}

static void
mail_clear(struct batch_mail *mail)
{
	g_ptr_array_unref(mail->references);
	g_free(mail->subject_base);
	g_free(mail->digest);
	g_free(mail->warning);
	g_clear_pointer(&mail->attachments, g_array_unref);
}

void
batch_free(struct batch *batch)
{
	GHashTable *tables[] = { batch->openings, batch->deliveries, batch->stored_deliveries, batch->sent, batch->references, batch->numbers,
		batch->tickets, batch->domains, batch->people, batch->companies, batch->own, batch->postboxes };

	for (int i = 0; i < batch->n; i++)
		mail_clear(&batch->mails[i]);
	g_free(batch->mails);
	g_ptr_array_unref(batch->all_ancestors);
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
	g_array_unref(batch->participants);
	g_ptr_array_unref(batch->opened);
	g_string_chunk_free(batch->strings);
	g_free(batch);
}
