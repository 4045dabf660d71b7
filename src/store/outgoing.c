#include "store/outgoing.h"

STATEMENT(outgoing_from,
    "SELECT t.number, t.subject, b.id, b.address FROM support_tickets t CROSS JOIN LATERAL "
    "(SELECT id, address FROM mailboxes WHERE id = t.mailbox_id OR is_enabled ORDER BY id = t.mailbox_id DESC NULLS LAST, name LIMIT 1) b "
    "WHERE t.id = $1");

/* References: the first mail of the ticket and the last ones (RFC 5322, 3.6.4, cut as long ones are). */
STATEMENT(outgoing_add,
    "WITH people AS ("
    "SELECT c.name, c.address, p.role = 'requester' AS is_first, p.created_at FROM ticket_participants p JOIN contacts c ON c.id = p.contact_id "
    "WHERE p.ticket_id = $3 AND p.removed_at IS NULL AND ($12::uuid IS NULL OR c.id = $12::uuid) "
    /* A ticket that was opened in the portal: its user has not written a mail yet. */
    "UNION ALL SELECT u.name, u.email, true, t.created_at FROM support_tickets t JOIN users u ON u.id = t.user_id "
    "WHERE t.id = $3 AND $12::uuid IS NULL AND u.is_active AND NOT EXISTS (SELECT FROM ticket_participants p WHERE p.ticket_id = t.id "
    "AND p.role = 'requester')), "
    "recipients AS (SELECT jsonb_agg(jsonb_build_object('name', name, 'address', address, "
    "'field', CASE WHEN is_first OR NOT EXISTS (SELECT FROM people WHERE is_first) THEN 'to' ELSE 'cc' END) "
    "ORDER BY is_first DESC, created_at, address) AS list FROM people), "
    "said AS (SELECT message_id, seq, sender_type FROM ticket_messages WHERE ticket_id = $3 AND message_id IS NOT NULL AND NOT is_internal "
    "AND id IS DISTINCT FROM $4::uuid ORDER BY seq DESC LIMIT 19), "
    "began AS (SELECT message_id, seq, sender_type FROM ticket_messages WHERE ticket_id = $3 AND message_id IS NOT NULL AND NOT is_internal "
    "AND id IS DISTINCT FROM $4::uuid ORDER BY seq LIMIT 1), "
    "cited AS (SELECT * FROM began UNION SELECT * FROM said), "
    "written AS (INSERT INTO outbox (id, kind, ticket_id, message, mailbox_id, builder_id, message_id, recipients, subject, body, body_html, "
    "in_reply_to, reference_ids, reply_to, auto_submitted, attachments, next_attempt_at) "
    "SELECT $1::uuid, $2, t.id, $4::uuid, $5::uuid, t.builder_id, $6, r.list, $7, coalesce($8, m.body, ''), "
    "CASE WHEN $8::text IS NULL THEN m.body_html ELSE $9 END, "
    "(SELECT message_id FROM cited ORDER BY sender_type = 'customer' DESC, seq DESC LIMIT 1), "
    "coalesce((SELECT array_agg(message_id ORDER BY seq) FROM cited), '{}'), $10, $11, "
    "coalesce((SELECT array_agg(a.id ORDER BY a.id) FROM attachments a WHERE a.message_id = m.id), '{}'), now() + make_interval(secs => $13) "
    "FROM support_tickets t CROSS JOIN recipients r LEFT JOIN ticket_messages m ON m.id = $4::uuid "
    "WHERE t.id = $3 AND r.list IS NOT NULL RETURNING ticket_id, message, message_id), "
    "known AS (INSERT INTO ticket_references (message_id, ticket_id, message) SELECT message_id, ticket_id, message FROM written), "
    "told AS (UPDATE ticket_messages m SET message_id = w.message_id, delivery_state = 'waiting' FROM written w WHERE m.id = w.message) "
    "SELECT 1 FROM written");

db_rows *
outgoing_origin(struct db *db, const char *ticket_id, GError **error)
{
	return db_query(db, &outgoing_from, PARAMS(p_text(ticket_id)), error);
}

int
outgoing_insert(struct db *db, const struct outgoing_row *row, GError **error)
{
	g_autoptr(db_rows) written = db_query(db, &outgoing_add, PARAMS(p_text(row->id), p_text(row->kind), p_text(row->ticket_id),
	    p_text(row->message), p_text(row->mailbox_id), p_text(row->message_id), p_text(row->subject), p_text(row->body),
	    p_text(row->body_html), p_text(row->reply_to), p_text(row->auto_submitted), p_text(row->only_to), p_int(row->delay_s)), error);

	return written != NULL ? rows_count(written) : -1;
}
