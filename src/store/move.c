#include "store/move.h"

STATEMENT(move_new,
    "INSERT INTO ticket_moves (id, kind, from_ticket, to_ticket, from_status, from_resolved_at, from_closed_at)"
    " SELECT $1::uuid, $2, t.id, $4::uuid, t.status, t.resolved_at, t.closed_at FROM support_tickets t WHERE t.id = $3::uuid");
STATEMENT(move_note_messages,
    "INSERT INTO ticket_moved_messages (move_id, message, from_seq, from_client_id, from_moved_from)"
    " SELECT $1::uuid, id, seq, client_id, moved_from FROM ticket_messages"
    " WHERE ticket_id = $2::uuid AND ($3::uuid[] IS NULL OR id = ANY ($3::uuid[]))");
/* A client_id that both tickets have used stays with the message that was there first. */
STATEMENT(move_all_messages,
    "WITH numbered AS (SELECT message, $4::bigint + row_number() OVER (ORDER BY from_seq) AS seq FROM ticket_moved_messages WHERE move_id = $1::uuid),"
    " files AS (UPDATE attachments a SET ticket_id = $3::uuid, builder_id = $5::uuid FROM numbered n WHERE a.message_id = n.message)"
    " UPDATE ticket_messages m SET ticket_id = $3::uuid, builder_id = $5::uuid, seq = n.seq, moved_from = $2::uuid,"
    " client_id = CASE WHEN m.client_id IS NOT NULL AND EXISTS (SELECT FROM ticket_messages o WHERE o.ticket_id = $3::uuid"
    " AND o.client_id = m.client_id) THEN NULL ELSE m.client_id END"
    " FROM numbered n WHERE m.id = n.message");
STATEMENT(move_refs,
    "UPDATE ticket_references r SET ticket_id = $2::uuid FROM ticket_moved_messages m WHERE m.move_id = $1::uuid AND r.message = m.message");
STATEMENT(move_people,
    "WITH added AS (INSERT INTO ticket_participants (ticket_id, contact_id, builder_id, role, added_by)"
    " SELECT $3::uuid, p.contact_id, $4::uuid, 'cc', 'merge' FROM ticket_participants p"
    " WHERE p.ticket_id = $2::uuid AND p.removed_at IS NULL"
    " ON CONFLICT (ticket_id, contact_id) DO UPDATE SET removed_at = NULL WHERE ticket_participants.removed_at IS NOT NULL RETURNING contact_id)"
    " UPDATE ticket_moves SET added_participants = (SELECT coalesce(array_agg(contact_id), '{}') FROM added) WHERE id = $1::uuid");
STATEMENT(move_close_ticket,
    "UPDATE support_tickets SET status = 'closed', closed_at = coalesce(closed_at, now()), resolved_at = coalesce(resolved_at, now()),"
    " merged_into = $2::uuid, waiting_since = NULL, message_count = 0, version = version + 1, updated_at = now() WHERE id = $1::uuid");
STATEMENT(move_last_merge,
    "SELECT id, to_ticket FROM ticket_moves WHERE from_ticket = $1::uuid AND kind = 'merge' AND undone_at IS NULL ORDER BY id DESC LIMIT 1");
STATEMENT(move_back_messages,
    "WITH back AS (SELECT mm.* FROM ticket_moved_messages mm JOIN ticket_messages m ON m.id = mm.message"
    " WHERE mm.move_id = $1::uuid AND m.ticket_id = $4::uuid),"
    " files AS (UPDATE attachments a SET ticket_id = $2::uuid, builder_id = $3::uuid FROM back b WHERE a.message_id = b.message)"
    " UPDATE ticket_messages m SET ticket_id = $2::uuid, builder_id = $3::uuid, seq = b.from_seq, client_id = b.from_client_id,"
    " moved_from = b.from_moved_from FROM back b WHERE m.id = b.message");
STATEMENT(move_back_people,
    "UPDATE ticket_participants p SET removed_at = now() FROM ticket_moves v"
    " WHERE v.id = $1::uuid AND p.ticket_id = v.to_ticket AND p.contact_id = ANY (v.added_participants) AND p.removed_at IS NULL");
STATEMENT(move_back_ticket,
    "WITH undone AS (UPDATE ticket_moves SET undone_at = now() WHERE id = $1::uuid RETURNING *)"
    " UPDATE support_tickets t SET status = u.from_status, resolved_at = u.from_resolved_at, closed_at = u.from_closed_at, merged_into = NULL,"
    " version = t.version + 1, updated_at = now() FROM undone u WHERE t.id = u.from_ticket");

STATEMENT(move_first,
    "SELECT m.body, m.contact_id, CASE WHEN m.sender_type = 'customer' THEN (SELECT u.id FROM users u WHERE u.id = m.sender_id) END,"
    " CASE WHEN m.channel IN ('in_app', 'email', 'chat', 'phone') THEN m.channel ELSE 'in_app' END"
    " FROM ticket_messages m WHERE m.ticket_id = $1::uuid AND m.id = ANY ($2::uuid[]) ORDER BY m.sender_type <> 'customer', m.seq LIMIT 1");
STATEMENT(move_left, "SELECT EXISTS (SELECT FROM ticket_messages WHERE ticket_id = $1::uuid)");

static int
ran(int64_t rows)
{
	return rows < 0 ? -1 : 1;
}

int
move_insert(struct db *db, const char *move_id, const char *kind, const ticket_row *from, const char *to, GError **error)
{
	return ran(db_exec(db, &move_new, PARAMS(p_text(move_id), p_text(kind), p_text(from->id), p_text(to)), error));
}

int
move_messages(struct db *db, const char *move_id, const ticket_row *from, const char *to, int64_t last_seq, const char *builder_id,
    const char *array, GError **error)
{
	if (db_exec(db, &move_note_messages, PARAMS(p_text(move_id), p_text(from->id), p_text(array)), error) < 0)
		return -1;
	return (int)db_exec(db, &move_all_messages, PARAMS(p_text(move_id), p_text(from->id), p_text(to), p_int(last_seq),
	    p_text(builder_id)), error);
}

db_rows *
move_first_message(struct db *db, const char *from, const char *array, GError **error)
{
	return db_query(db, &move_first, PARAMS(p_text(from), p_text(array)), error);
}

int
move_messages_left(struct db *db, const char *from, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &move_left, PARAMS(p_text(from)), error);

	return found != NULL ? rows_bool(found, 0, 0) : -1;
}

int
move_references(struct db *db, const char *move_id, const char *to, GError **error)
{
	return ran(db_exec(db, &move_refs, PARAMS(p_text(move_id), p_text(to)), error));
}

int
move_participants(struct db *db, const char *move_id, const char *from, const char *to, const char *builder_id, GError **error)
{
	return ran(db_exec(db, &move_people, PARAMS(p_text(move_id), p_text(from), p_text(to), p_text(builder_id)), error));
}

int
move_close(struct db *db, const char *from, const char *to, GError **error)
{
	return ran(db_exec(db, &move_close_ticket, PARAMS(p_text(from), p_text(to)), error));
}

int
move_of_merge(struct db *db, const char *from, char move_id_r[37], char to_r[37], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &move_last_merge, PARAMS(p_text(from)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return 0;
	g_strlcpy(move_id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	g_strlcpy(to_r, rows_text(found, 0, 1), UUID_LENGTH + 1);
	return 1;
}

int
move_undo(struct db *db, const char *move_id, const ticket_row *from, const char *to, GError **error)
{
	int64_t back = db_exec(db, &move_back_messages, PARAMS(p_text(move_id), p_text(from->id), p_text(from->builder_id), p_text(to)), error);

	if (back < 0 || db_exec(db, &move_back_people, PARAMS(p_text(move_id)), error) < 0 ||
	    db_exec(db, &move_back_ticket, PARAMS(p_text(move_id)), error) < 0)
		return -1;
	return (int)back;
}
