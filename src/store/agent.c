#include "store/agent.h"

#include "base/fault.h"
#include "base/uuid.h"
#include "store/array.h"

STATEMENT(agent_active, "SELECT is_active, display_name FROM support_agents WHERE id = $1::uuid");
STATEMENT(agent_user,
    "INSERT INTO users (id, email, name, role) SELECT $1::uuid, coalesce($2, (SELECT u.email FROM support_agents a JOIN users u ON u.id = a.user_id"
    " WHERE a.id = $4::uuid)), coalesce($3, ''), 'staff'"
    " ON CONFLICT (lower(email)) DO UPDATE SET updated_at = now() RETURNING id, builder_id IS NOT NULL");
STATEMENT(agent_new,
    "INSERT INTO support_agents AS a (id, user_id, display_name, tier, specialties, is_available, is_active, role, max_active_tickets,"
    " max_active_chats) VALUES ($1::uuid, $2::uuid, coalesce($3, (SELECT display_name FROM support_agents WHERE id = $1::uuid)), coalesce(nullif($4::int, -1), 1), coalesce($5::text[], '{}'), $6::int <> 0, $7::int <> 0,"
    " coalesce($8, 'agent'), coalesce(nullif($9::int, -1), 20), coalesce(nullif($10::int, -1), 4))"
    " ON CONFLICT (id) DO UPDATE SET user_id = $2::uuid, display_name = excluded.display_name, tier = coalesce(nullif($4::int, -1), a.tier),"
    " specialties = coalesce($5::text[], a.specialties), is_available = CASE WHEN $6::int >= 0 THEN $6::int <> 0 ELSE a.is_available END,"
    " is_active = CASE WHEN $7::int >= 0 THEN $7::int <> 0 ELSE a.is_active END, role = coalesce($8, a.role),"
    " max_active_tickets = coalesce(nullif($9::int, -1), a.max_active_tickets),"
    " max_active_chats = coalesce(nullif($10::int, -1), a.max_active_chats), updated_at = now()");
STATEMENT(agent_available, "UPDATE support_agents SET is_available = $2::boolean, updated_at = now() WHERE id = $1::uuid");
STATEMENT(agent_one, "SELECT api_agent(a) FROM support_agents a WHERE a.id = $1::uuid");
STATEMENT(agent_all,
    "SELECT api_agent(a), a.id FROM support_agents a WHERE ($1::uuid IS NULL OR a.id > $1::uuid) ORDER BY a.id LIMIT $2::int");

int
agent_is_active(struct db *db, const char *agent_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &agent_active, PARAMS(p_text(agent_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-agent", "assigned_to", "There is no agent of that id.");
		return -1;
	}
	if (!rows_bool(found, 0, 0)) {
		fault_set(error, FAULT_CONFLICT, "agent-inactive", "assigned_to", "%s does not work here any more.", rows_text(found, 0, 1));
		return -1;
	}
	return 1;
}

int
agent_put(struct db *db, const struct agent_put *a, GError **error)
{
	g_autofree char *specialties = array_of_texts(a->specialties);
	struct uuid new_user = uuid_new();
	g_autoptr(db_rows) user = db_query(db, &agent_user, PARAMS(p_text(new_user.text), p_text(a->email), p_text(a->display_name), p_text(a->id)),
	    error);

	if (user == NULL)
		return -1;
	if (rows_bool(user, 0, 1)) {
		fault_set(error, FAULT_CONFLICT, "user-of-builder", "email", "%s belongs to a builder's user; an agent needs an address of our own.",
		    a->email);
		return -1;
	}
	return db_exec(db, &agent_new, PARAMS(p_text(a->id), p_text(rows_text(user, 0, 0)), p_text(a->display_name), p_int(a->tier),
	    p_text(specialties), p_int(a->is_available), p_int(a->is_active), p_text(a->role), p_int(a->max_active_tickets),
	    p_int(a->max_active_chats)), error) < 0 ? -1 : 1;
}

int
agent_set_available(struct db *db, const char *agent_id, gboolean is_available, GError **error)
{
	return (int)db_exec(db, &agent_available, PARAMS(p_text(agent_id), p_bool(is_available)), error);
}

db_rows *
agent_find(struct db *db, const char *id, GError **error)
{
	return db_query(db, &agent_one, PARAMS(p_text(id)), error);
}

db_rows *
agent_page(struct db *db, const char *after, int most, GError **error)
{
	return db_query(db, &agent_all, PARAMS(p_text(after), p_int(most)), error);
}
