#include "store/people.h"

#include "base/uuid.h"
#include "store/array.h"

STATEMENT(people_builder_put,
    "INSERT INTO builders AS b (id, name, plan_tier, language, status, support_email, support_phone, support_url, company_size)"
    " VALUES ($1::uuid, coalesce($2, (SELECT name FROM builders WHERE id = $1::uuid)), coalesce($3, 'free'), coalesce($4, 'en'), coalesce($5, 'active'), nullif($6, ''), nullif($7, ''), nullif($8, ''),"
    " nullif($9::int, -1))"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, plan_tier = coalesce($3, b.plan_tier), language = coalesce($4, b.language),"
    " status = coalesce($5, b.status), support_email = nullif(coalesce($6, b.support_email), ''),"
    " support_phone = nullif(coalesce($7, b.support_phone), ''), support_url = nullif(coalesce($8, b.support_url), ''),"
    " company_size = coalesce(nullif($9::int, -1), b.company_size), updated_at = now()");
STATEMENT(people_domains_gone, "DELETE FROM builder_domains WHERE builder_id = $1::uuid AND domain <> ALL ($2::text[])");
STATEMENT(people_domains_new,
    "INSERT INTO builder_domains (domain, builder_id) SELECT DISTINCT d, $1::uuid FROM unnest($2::text[]) d"
    " WHERE NOT EXISTS (SELECT FROM builder_domains o WHERE o.domain = d AND o.builder_id = $1::uuid)");
STATEMENT(people_user_put,
    "INSERT INTO users AS u (id, builder_id, email, name, role, language, is_active)"
    " VALUES ($1::uuid, $2::uuid, coalesce($3, (SELECT email FROM users WHERE id = $1::uuid)), coalesce($4, ''), coalesce($5, 'owner'), nullif($6, ''), $7::int <> 0)"
    " ON CONFLICT (id) DO UPDATE SET builder_id = coalesce($2::uuid, u.builder_id), email = excluded.email, name = coalesce($4, u.name),"
    " role = coalesce($5, u.role), language = nullif(coalesce($6, u.language), ''),"
    " is_active = CASE WHEN $7::int >= 0 THEN $7::int <> 0 ELSE u.is_active END, updated_at = now()");
STATEMENT(people_user_contact, "SELECT contact_of_user($1::uuid, $2::uuid)");
STATEMENT(people_contact_put,
    "UPDATE contacts SET name = coalesce($2, name), builder_id = CASE WHEN user_id IS NULL THEN coalesce($3::uuid, builder_id)"
    " ELSE builder_id END, updated_at = now() WHERE id = $1::uuid");
STATEMENT(people_builder, "SELECT api_builder(b) FROM builders b WHERE b.id = $1::uuid");
STATEMENT(people_user, "SELECT api_user(u) FROM users u WHERE u.id = $1::uuid");
STATEMENT(people_contact, "SELECT api_contact(c) FROM contacts c WHERE c.id = $1::uuid");
STATEMENT(people_builders,
    "SELECT api_builder(b), b.id FROM builders b WHERE ($1::uuid IS NULL OR b.id > $1::uuid) ORDER BY b.id LIMIT $2::int");
STATEMENT(people_users,
    "SELECT api_user(u), u.id FROM users u WHERE ($1::uuid IS NULL OR u.id > $1::uuid) ORDER BY u.id LIMIT $2::int");
STATEMENT(people_users_of_builder,
    "SELECT api_user(u), u.id FROM users u WHERE u.builder_id = $3::uuid AND ($1::uuid IS NULL OR u.id > $1::uuid) ORDER BY u.id LIMIT $2::int");
STATEMENT(people_users_of_address,
    "SELECT api_user(u), u.id FROM users u WHERE lower(u.email) = lower($4) AND ($3::uuid IS NULL OR u.builder_id = $3::uuid)"
    " AND ($1::uuid IS NULL OR u.id > $1::uuid) ORDER BY u.id LIMIT $2::int");
STATEMENT(people_contacts,
    "SELECT api_contact(c), c.id FROM contacts c WHERE ($1::uuid IS NULL OR c.id > $1::uuid) ORDER BY c.id LIMIT $2::int");
STATEMENT(people_contacts_of_builder,
    "SELECT api_contact(c), c.id FROM contacts c WHERE c.builder_id = $3::uuid AND ($1::uuid IS NULL OR c.id > $1::uuid) ORDER BY c.id LIMIT $2::int");
STATEMENT(people_contacts_of_address,
    "SELECT api_contact(c), c.id FROM contacts c WHERE lower(c.address) = lower($4) AND ($3::uuid IS NULL OR c.builder_id = $3::uuid)"
    " AND ($1::uuid IS NULL OR c.id > $1::uuid) ORDER BY c.id LIMIT $2::int");

int
builder_put(struct db *db, const struct builder_put *b, GError **error)
{
	g_autofree char *domains = array_of_texts(b->domains);

	if (db_exec(db, &people_builder_put, PARAMS(p_text(b->id), p_text(b->name), p_text(b->plan_tier), p_text(b->language), p_text(b->status),
	    p_text(b->support_email), p_text(b->support_phone), p_text(b->support_url), p_int(b->company_size)), error) < 0)
		return -1;
	if (domains == NULL)
		return 1;
	if (db_exec(db, &people_domains_gone, PARAMS(p_text(b->id), p_text(domains)), error) < 0)
		return -1;
	return db_exec(db, &people_domains_new, PARAMS(p_text(b->id), p_text(domains)), error) < 0 ? -1 : 1;
}

int
user_put(struct db *db, const struct user_put *u, GError **error)
{
	struct uuid contact = uuid_new();

	if (db_exec(db, &people_user_put, PARAMS(p_text(u->id), p_text(u->builder_id), p_text(u->email), p_text(u->name), p_text(u->role),
	    p_text(u->language), p_int(u->is_active)), error) < 0)
		return -1;
	return db_exec(db, &people_user_contact, PARAMS(p_text(u->id), p_text(contact.text)), error) < 0 ? -1 : 1;
}

int
contact_put(struct db *db, const char *id, const char *name, const char *builder_id, GError **error)
{
	return (int)db_exec(db, &people_contact_put, PARAMS(p_text(id), p_text(name), p_text(builder_id)), error);
}

db_rows *
builder_find(struct db *db, const char *id, GError **error)
{
	return db_query(db, &people_builder, PARAMS(p_text(id)), error);
}

db_rows *
user_find(struct db *db, const char *id, GError **error)
{
	return db_query(db, &people_user, PARAMS(p_text(id)), error);
}

db_rows *
contact_find(struct db *db, const char *id, GError **error)
{
	return db_query(db, &people_contact, PARAMS(p_text(id)), error);
}

db_rows *
builder_page(struct db *db, const char *after, int most, GError **error)
{
	return db_query(db, &people_builders, PARAMS(p_text(after), p_int(most)), error);
}

static db_rows *
page_of(struct db *db, const struct statement *const by[3], const char *builder_id, const char *address, const char *after, int most,
    GError **error)
{
	const struct statement *statement = by[address != NULL ? 2 : builder_id != NULL ? 1 : 0];
	const struct param params[] = { p_text(after), p_int(most), p_text(builder_id), p_text(address) };

	return db_query(db, statement, params, address != NULL ? 4 : builder_id != NULL ? 3 : 2, error);
}

db_rows *
user_page(struct db *db, const char *builder_id, const char *address, const char *after, int most, GError **error)
{
	static const struct statement *const by[] = { &people_users, &people_users_of_builder, &people_users_of_address };

	return page_of(db, by, builder_id, address, after, most, error);
}

db_rows *
contact_page(struct db *db, const char *builder_id, const char *address, const char *after, int most, GError **error)
{
	static const struct statement *const by[] = { &people_contacts, &people_contacts_of_builder, &people_contacts_of_address };

	return page_of(db, by, builder_id, address, after, most, error);
}
