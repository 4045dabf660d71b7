#include "store/event.h"

#include "store/notes.h"

STATEMENT(event_ticket,
    "INSERT INTO events (type, builder_id, ticket_id, message, actor_type, actor_id, data)"
    " SELECT $1, t.builder_id, t.id, $3::uuid, $4, nullif($5, '')::uuid,"
    " jsonb_strip_nulls(jsonb_build_object('number', t.number, 'before', $6::text, 'after', $7::text))"
    " FROM support_tickets t WHERE t.id = $2::uuid");
STATEMENT(event_thing,
    "INSERT INTO events (type, builder_id, actor_type, actor_id, data)"
    " VALUES ($1, $2::uuid, $3, nullif($4, '')::uuid, jsonb_build_object('id', $5::text))");
STATEMENT(event_ticket_page,
    "SELECT api_event(e), e.id FROM events e WHERE e.ticket_id = $1::uuid AND e.id > $2::bigint ORDER BY e.id LIMIT $3::int");
STATEMENT(event_status_of_message,
    "SELECT e.data ->> 'before' FROM events e WHERE e.ticket_id = $1::uuid AND e.message = $2::uuid"
    " AND e.type = 'ticket.status_changed' AND e.data ->> 'after' = $3 ORDER BY e.id DESC LIMIT 1");
STATEMENT(audit_insert,
    "INSERT INTO audit_log (actor_type, actor_id, actor_name, action, object_type, object_id, address, before, after)"
    " VALUES ($1, nullif($2, '')::uuid, $3, $4, $5, $6, nullif($7, ''), to_jsonb($8::text), to_jsonb($9::text))");
STATEMENT(audit_insert_json,
    "INSERT INTO audit_log (actor_type, actor_id, actor_name, action, object_type, object_id, address, before, after)"
    " VALUES ($1, nullif($2, '')::uuid, $3, $4, $5, $6, nullif($7, ''), nullif($8, '')::jsonb, nullif($9, '')::jsonb)");

int
event_of_ticket(struct db *db, const struct actor *actor, const char *type, const char *ticket_id, const char *message,
    const char *before, const char *after, GError **error)
{
	if (db_exec(db, &event_ticket, PARAMS(p_text(type), p_text(ticket_id), p_text(message),
	    p_text(actor_kind_word(actor->kind)), p_text(actor->id), p_text(before), p_text(after)), error) < 0)
		return -1;
	notes_add(db_notes(db), type, ticket_id, message);
	return 1;
}

int
event_of_thing(struct db *db, const struct actor *actor, const char *type, const char *builder_id, const char *object_id,
    GError **error)
{
	return db_exec(db, &event_thing, PARAMS(p_text(type), p_text(builder_id), p_text(actor_kind_word(actor->kind)),
	    p_text(actor->id), p_text(object_id)), error) < 0 ? -1 : 1;
}

static int
note_as(struct db *db, const struct statement *as, const struct actor *actor, const char *action, const char *object_type,
    const char *object_id, const char *before, const char *after, GError **error)
{
	if (actor->kind == ACTOR_CUSTOMER || actor->kind == ACTOR_VISITOR || actor->kind == ACTOR_SYSTEM)
		return 1;
	return db_exec(db, as, PARAMS(p_text(actor_kind_word(actor->kind)), p_text(actor->id), p_text(actor->name), p_text(action),
	    p_text(object_type), p_text(object_id), p_text(actor->address), p_text(before), p_text(after)), error) < 0 ? -1 : 1;
}

int
audit_note(struct db *db, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *before, const char *after, GError **error)
{
	return note_as(db, &audit_insert, actor, action, object_type, object_id, before, after, error);
}

int
audit_note_json(struct db *db, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *before, const char *after, GError **error)
{
	return note_as(db, &audit_insert_json, actor, action, object_type, object_id, before, after, error);
}

db_rows *
event_page(struct db *db, const char *ticket_id, int64_t after, int most, GError **error)
{
	return db_query(db, &event_ticket_page, PARAMS(p_text(ticket_id), p_int(after), p_int(most)), error);
}

int
event_status_before(struct db *db, const char *ticket_id, const char *message, const char *now, char **before_r, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &event_status_of_message, PARAMS(p_text(ticket_id), p_text(message), p_text(now)), error);

	*before_r = NULL;
	if (found == NULL)
		return -1;
	if (rows_count(found) > 0)
		*before_r = g_strdup(rows_text(found, 0, 0));
	return 1;
}
