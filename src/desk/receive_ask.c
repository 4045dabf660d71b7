#include <string.h>

#include "conf/conf.h"
#include "desk/receive_answers.h"
#include "model/address.h"
#include "store/array.h"
#include "store/receive_facts.h"

void
answers_clear(struct answers *answers)
{
	db_rows **all[] = { &answers->intake, &answers->mailboxes, &answers->references, &answers->deliveries, &answers->contacts,
		&answers->users, &answers->domains, &answers->numbers, &answers->opened, &answers->sent };

	for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
		g_clear_pointer(all[i], rows_free);
}

struct keys
keys_new(void)
{
	return (struct keys){ .seen = g_hash_table_new(g_str_hash, g_str_equal), .array = array_new() };
}

void
keys_add(struct keys *keys, const char *key)
{
	if (key != NULL && g_hash_table_add(keys->seen, (char *)key))
		array_text(keys->array, key);
}

void
keys_clear(struct keys *keys)
{
	g_hash_table_unref(keys->seen);
	g_string_free(keys->array, TRUE);
}

gboolean
keys_any(const struct keys *keys)
{
	return g_hash_table_size(keys->seen) > 0;
}

static int
ask_intake(struct batch *batch, struct answers *answers, GError **error)
{
	g_autoptr(GString) ids = array_new();

	for (int i = 0; i < batch->n; i++)
		array_text(ids, batch->mails[i].intake_id);
	return facts_intake(batch->db, array_end(ids), &answers->intake, error);
}

static int
ask_message_ids(struct batch *batch, struct answers *answers, GError **error)
{
	struct keys all = keys_new(), own = keys_new(), bounced = keys_new();
	int done = 1;

	for (int i = 0; i < batch->n; i++) {
		const struct batch_mail *mail = &batch->mails[i];

		keys_add(&own, mail->message_id);
		keys_add(&all, mail->message_id);
		for (guint r = 0; r < mail->references->len; r++)
			keys_add(&all, g_ptr_array_index(mail->references, r));
		if (mail->mail->bounce != NULL)
			keys_add(&bounced, mail->mail->bounce->original_message_id);
	}
	if (keys_any(&all))
		done = facts_references(batch->db, array_end(all.array), &answers->references, error);
	if (done > 0 && keys_any(&own))
		done = facts_deliveries(batch->db, array_end(own.array), &answers->deliveries, error);
	if (done > 0 && keys_any(&bounced))
		done = facts_sent(batch->db, array_end(bounced.array), &answers->sent, error);
	keys_clear(&all);
	keys_clear(&own);
	keys_clear(&bounced);
	return done;
}

static int
ask_people(struct batch *batch, struct answers *answers, GError **error)
{
	struct keys people = keys_new(), domains = keys_new(), openers = keys_new();
	g_autoptr(GString) addresses = array_new();
	GHashTableIter iter;
	gpointer key, person;
	int done = 1;

	g_hash_table_iter_init(&iter, batch->people);
	while (g_hash_table_iter_next(&iter, &key, &person)) {
		keys_add(&people, key);
		array_text(addresses, ((struct person *)person)->address);
		if (!address_domain_is_public(address_domain(key)))
			keys_add(&domains, address_domain(key));
	}
	for (int i = 0; i < batch->n; i++)
		if (batch->mails[i].is_reply && batch->mails[i].sender != NULL)
			keys_add(&openers, batch->mails[i].sender->key);
	if (keys_any(&people)) {
		done = facts_contacts(batch->db, array_end(people.array), array_end(addresses), batch->conf->email.ack_interval_seconds,
		    &answers->contacts, error);
		if (done > 0)
			done = facts_users(batch->db, people.array->str, addresses->str, &answers->users, error);
	}
	if (done > 0 && keys_any(&domains))
		done = facts_domains(batch->db, array_end(domains.array), &answers->domains, error);
	if (done > 0 && keys_any(&openers))
		done = facts_opened(batch->db, array_end(openers.array), &answers->opened, error);
	keys_clear(&people);
	keys_clear(&domains);
	keys_clear(&openers);
	return done;
}

static int
ask_numbers(struct batch *batch, struct answers *answers, GError **error)
{
	g_autoptr(GString) numbers = array_new();

	for (int i = 0; i < batch->n; i++) {
		if (batch->mails[i].subject_number > 0)
			array_int(numbers, batch->mails[i].subject_number);
		if (batch->mails[i].address_number > 0)
			array_int(numbers, batch->mails[i].address_number);
	}
	return numbers->len > 1 ? facts_numbers(batch->db, array_end(numbers), &answers->numbers, error) : 1;
}

int
batch_ask(struct batch *batch, struct answers *answers, GError **error)
{
	if (facts_begin(batch->db, error) < 0 || ask_intake(batch, answers, error) < 0 ||
	    facts_mailboxes(batch->db, &answers->mailboxes, error) < 0 || ask_message_ids(batch, answers, error) < 0 ||
	    ask_people(batch, answers, error) < 0 || ask_numbers(batch, answers, error) < 0)
		return -1;
	return db_flush(batch->db, error);
}
