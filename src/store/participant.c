#include "store/participant.h"

#include "base/fault.h"

STATEMENT(participant_new,
    "INSERT INTO ticket_participants (ticket_id, contact_id, builder_id, role, added_by) VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5)"
    " ON CONFLICT DO NOTHING");
STATEMENT(participant_back,
    "UPDATE ticket_participants SET removed_at = NULL, added_by = $3 WHERE ticket_id = $1::uuid AND contact_id = $2::uuid"
    " AND removed_at IS NOT NULL");
STATEMENT(participant_gone,
    "UPDATE ticket_participants SET removed_at = now() WHERE ticket_id = $1::uuid AND contact_id = $2::uuid AND removed_at IS NULL");
STATEMENT(participant_number, "SELECT count(*) FROM ticket_participants WHERE ticket_id = $1::uuid AND removed_at IS NULL");
STATEMENT(participant_list,
    "SELECT coalesce(jsonb_agg(api_participant(p) ORDER BY p.role DESC, p.created_at, p.contact_id), '[]')"
    " FROM ticket_participants p WHERE p.ticket_id = $1::uuid AND p.removed_at IS NULL");
STATEMENT(participant_one,
    "SELECT api_participant(p) FROM ticket_participants p WHERE p.ticket_id = $1::uuid AND p.contact_id = $2::uuid");

int
participant_join(struct db *db, const char *ticket_id, const char *contact_id, const char *builder_id, const char *role,
    const char *added_by, GError **error)
{
	return (int)db_exec(db, &participant_new, PARAMS(p_text(ticket_id), p_text(contact_id), p_text(builder_id), p_text(role),
	    p_text(added_by)), error);
}

int
participant_add(struct db *db, const char *ticket_id, const char *contact_id, const char *builder_id, const char *role,
    const char *added_by, GError **error)
{
	int added = participant_join(db, ticket_id, contact_id, builder_id, role, added_by, error);

	if (added != 0)
		return added;
	return (int)db_exec(db, &participant_back, PARAMS(p_text(ticket_id), p_text(contact_id), p_text(added_by)), error);
}

int
participant_remove(struct db *db, const char *ticket_id, const char *contact_id, GError **error)
{
	return (int)db_exec(db, &participant_gone, PARAMS(p_text(ticket_id), p_text(contact_id)), error);
}

int
participant_count(struct db *db, const char *ticket_id, GError **error)
{
	g_autoptr(db_rows) counted = db_query(db, &participant_number, PARAMS(p_text(ticket_id)), error);

	return counted != NULL ? (int)rows_int(counted, 0, 0) : -1;
}

char *
participants_json(struct db *db, const char *ticket_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &participant_list, PARAMS(p_text(ticket_id)), error);

	return found != NULL ? g_strdup(rows_text(found, 0, 0)) : NULL;
}

char *
participant_json(struct db *db, const char *ticket_id, const char *contact_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &participant_one, PARAMS(p_text(ticket_id), p_text(contact_id)), error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-participant", NULL, "Nobody of that id takes part in this ticket.");
		return NULL;
	}
	return g_strdup(rows_text(found, 0, 0));
}
