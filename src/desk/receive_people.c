#include <string.h>

#include "desk/receive_batch.h"
#include "model/address.h"

struct person *
batch_person(struct batch *batch, const struct mail_address *address)
{
	g_autofree char *key = address_key(address->address);
	struct person *person;

	if (key == NULL)
		return NULL;
	person = g_hash_table_lookup(batch->people, key);
	if (person == NULL) {
		person = g_new0(struct person, 1);
		person->key = g_string_chunk_insert(batch->strings, key);
		person->address = address->address;
		person->name = "";
		person->contact_id = uuid_new();
		g_hash_table_insert(batch->people, (char *)person->key, person);
	}
	if (*person->name == '\0' && address->name != NULL)
		person->name = address->name;
	return person;
}

gboolean
batch_is_own(const struct batch *batch, const char *key)
{
	g_autofree char *plain = NULL;
	const char *plus, *at;

	if (g_hash_table_contains(batch->own, key))
		return TRUE;
	plus = strchr(key, '+');
	at = strrchr(key, '@');
	if (plus == NULL || plus > at)
		return FALSE;
	plain = g_strdup_printf("%.*s%s", (int)(plus - key), key, at);
	return g_hash_table_contains(batch->own, plain);
}

const struct company *
person_company(const struct batch *batch, const struct person *person)
{
	const char *domain = address_domain(person->key);

	if (person->company != NULL)
		return person->company;
	return address_domain_is_public(domain) ? NULL : g_hash_table_lookup(batch->domains, domain);
}
