#include "store/requester.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"

STATEMENT(requester_user,
    "SELECT u.id, u.name, u.email, u.role, coalesce(u.language, b.language), b.id, b.status, b.plan_tier, contact_of_user(u.id, $2::uuid)"
    " FROM users u LEFT JOIN builders b ON b.id = u.builder_id WHERE u.id = $1::uuid AND u.is_active");
STATEMENT(requester_user_of_address, "SELECT id FROM users WHERE lower(email) = lower($1) AND is_active");
STATEMENT(requester_contact,
    "SELECT NULL, c.name, c.address, NULL, b.language, b.id, b.status, b.plan_tier, c.id"
    " FROM contacts c LEFT JOIN builders b ON b.id = coalesce(c.builder_id,"
    " (SELECT d.builder_id FROM builder_domains d WHERE d.domain = $2)) WHERE c.id = $1::uuid");
STATEMENT(requester_contact_new,
    "INSERT INTO contacts (id, address, name, builder_id) VALUES ($1::uuid, $2, coalesce($3, ''), $4::uuid)"
    " ON CONFLICT (lower(address)) DO UPDATE SET name = CASE WHEN contacts.name = '' THEN excluded.name ELSE contacts.name END"
    " RETURNING id");
STATEMENT(requester_plan, "SELECT plan_tier FROM builders WHERE id = $1::uuid");

void
requester_free(requester *who)
{
	if (who != NULL)
		rows_free(who->rows);
	g_free(who);
}

static requester *
requester_from_rows(db_rows *rows)
{
	requester *who = g_new0(requester, 1);
	const char **texts[] = { &who->user_id, &who->user_name, &who->user_email, &who->user_role, &who->language, &who->builder_id,
		&who->builder_status, &who->plan_tier, &who->contact_id };

	who->rows = rows;
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		*texts[i] = rows_text(rows, 0, i);
	return who;
}

requester *
requester_by_user(struct db *db, const char *user_id, GError **error)
{
	struct uuid contact = uuid_new();
	g_autoptr(db_rows) found = db_query(db, &requester_user, PARAMS(p_text(user_id), p_text(contact.text)), error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-user", "user_id",
		    "This user is not known here, or no longer active; the platform has to provision it first.");
		return NULL;
	}
	return requester_from_rows(g_steal_pointer(&found));
}

int
contact_for_address(struct db *db, const char *address, const char *name, const char *builder_id, char id_r[37], GError **error)
{
	struct uuid id = uuid_new();
	g_autoptr(db_rows) made = db_query(db, &requester_contact_new,
	    PARAMS(p_text(id.text), p_text(address), p_text(name), p_text(builder_id)), error);

	if (made == NULL)
		return -1;
	g_strlcpy(id_r, rows_text(made, 0, 0), UUID_LENGTH + 1);
	return 1;
}

requester *
requester_by_address(struct db *db, const char *address, const char *name, GError **error)
{
	const char *at = strrchr(address, '@');
	g_autofree char *domain = g_ascii_strdown(at != NULL ? at + 1 : "", -1);
	g_autoptr(db_rows) user = db_query(db, &requester_user_of_address, PARAMS(p_text(address)), error);
	db_rows *contact;
	char contact_id[UUID_LENGTH + 1];

	if (user == NULL)
		return NULL;
	if (rows_count(user) > 0)
		return requester_by_user(db, rows_text(user, 0, 0), error);
	if (contact_for_address(db, address, name, NULL, contact_id, error) < 0)
		return NULL;
	contact = db_query(db, &requester_contact, PARAMS(p_text(contact_id), p_text(domain)), error);
	return contact != NULL ? requester_from_rows(contact) : NULL;
}

int
builder_plan(struct db *db, const char *builder_id, char plan_r[21], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &requester_plan, PARAMS(p_text(builder_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-builder", "builder_id", "There is no builder of that id.");
		return -1;
	}
	g_strlcpy(plan_r, rows_text(found, 0, 0), 21);
	return 1;
}
