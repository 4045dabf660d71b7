#include "store/outbox.h"

/* In a statement whose CTE "done" returns (ticket_id, message, builder_id, state, detail) of outbox rows: the message says how its
 * mail fares, and where people should look, the ticket's version and the record say it too. */
#define MIRROR \
	", told AS (UPDATE ticket_messages m SET delivery_state = done.state FROM done WHERE m.id = done.message), " \
	"shown AS (UPDATE support_tickets t SET version = t.version + 1, updated_at = now() FROM done " \
	"WHERE t.id = done.ticket_id AND done.message IS NOT NULL AND done.state IN ('failed', 'unknown')), " \
	"noted AS (INSERT INTO events (type, builder_id, ticket_id, message, actor_type, data) " \
	"SELECT 'message.delivery', builder_id, ticket_id, message, 'system', jsonb_build_object('state', state, 'detail', detail) " \
	"FROM done WHERE ticket_id IS NOT NULL AND state IN ('sent', 'failed', 'unknown')) "

STATEMENT(outbox_recover_dead,
    "WITH dead AS (SELECT id FROM outbox WHERE state = 'sending' AND (leased_until < now() OR lease_owner = $1) "
    "FOR UPDATE SKIP LOCKED), "
    "done AS (UPDATE outbox o SET state = CASE WHEN data_started_at IS NULL THEN 'waiting' ELSE 'unknown' END, "
    "detail = CASE WHEN data_started_at IS NULL THEN detail ELSE 'The sender ended after the mail''s data went out.' END, "
    "lease_owner = NULL, leased_until = NULL, updated_at = now() FROM dead WHERE o.id = dead.id "
    "RETURNING o.id, o.ticket_id, o.message, o.builder_id, o.state, o.detail)" MIRROR
    "SELECT id, state FROM done");
STATEMENT(outbox_lease,
    "WITH due AS (SELECT id FROM outbox WHERE state = 'waiting' AND next_attempt_at <= now() ORDER BY next_attempt_at, id LIMIT $2 "
    "FOR UPDATE SKIP LOCKED), "
    "done AS (UPDATE outbox o SET state = 'sending', lease_owner = $1, leased_until = now() + make_interval(secs => $3), "
    "tries = tries + 1, data_started_at = NULL, updated_at = now() FROM due WHERE o.id = due.id "
    "RETURNING o.id, o.ticket_id, o.message, o.builder_id, o.state, o.detail)" MIRROR
    "SELECT id FROM done");

STATEMENT(outbox_read,
    "SELECT o.id, CASE WHEN g.sender_name <> '' AND o.kind = 'reply' AND b.display_name <> '' "
    "THEN g.sender_name || ' (' || b.display_name || ')' WHEN g.sender_name <> '' AND o.kind = 'reply' THEN g.sender_name "
    "ELSE b.display_name END, b.address, o.message_id, o.in_reply_to, o.reply_to, o.subject, o.body, o.body_html, o.auto_submitted, "
    "o.tries, (extract(epoch FROM o.created_at) * 1000000)::bigint "
    "FROM outbox o JOIN mailboxes b ON b.id = o.mailbox_id LEFT JOIN ticket_messages g ON g.id = o.message "
    "WHERE o.id = ANY($1::uuid[]) ORDER BY o.next_attempt_at, o.id");
STATEMENT(outbox_read_recipients,
    "SELECT o.id, r.value->>'name', r.value->>'address', coalesce(r.value->>'field' = 'cc', false) "
    "FROM outbox o, jsonb_array_elements(o.recipients) WITH ORDINALITY r WHERE o.id = ANY($1::uuid[]) ORDER BY o.id, r.ordinality");
STATEMENT(outbox_read_references,
    "SELECT o.id, r.reference FROM outbox o, unnest(o.reference_ids) WITH ORDINALITY r (reference, n) "
    "WHERE o.id = ANY($1::uuid[]) ORDER BY o.id, r.n");
STATEMENT(outbox_read_attachments,
    "SELECT o.id, a.blob_id, a.filename, a.content_type, CASE WHEN a.is_inline THEN a.content_id END, a.size "
    "FROM outbox o, unnest(o.attachments) WITH ORDINALITY r (attachment, n) JOIN attachments a ON a.id = r.attachment "
    "WHERE o.id = ANY($1::uuid[]) ORDER BY o.id, r.n");

STATEMENT(outbox_note_data,
    "UPDATE outbox SET data_started_at = now() WHERE id = $1 AND lease_owner = $2 AND state = 'sending' AND leased_until > now()");
STATEMENT(outbox_end,
    "WITH done AS (UPDATE outbox SET state = $2::varchar, smtp_code = nullif($3, 0), detail = $4, rejected = $5::jsonb, "
    "next_attempt_at = now() + make_interval(secs => $6), sent_at = CASE WHEN $2::varchar = 'sent' THEN now() END, "
    "lease_owner = NULL, leased_until = NULL, updated_at = now() WHERE id = $1 AND state IN ('sending', 'unknown') "
    "RETURNING id, ticket_id, message, builder_id, state, detail, tries, jsonb_array_length(recipients) AS recipients)" MIRROR
    "SELECT d.ticket_id, d.message, t.number, d.tries, d.recipients FROM done d LEFT JOIN support_tickets t ON t.id = d.ticket_id");
STATEMENT(outbox_tries, "SELECT tries, now() >= give_up_at FROM outbox WHERE id = $1");

db_rows *
outbox_recover(struct db *db, const char *owner, GError **error)
{
	return db_query(db, &outbox_recover_dead, PARAMS(p_text(owner)), error);
}

db_rows *
outbox_take(struct db *db, const char *owner, int most, int seconds, GError **error)
{
	return db_query(db, &outbox_lease, PARAMS(p_text(owner), p_int(most), p_int(seconds)), error);
}

db_rows *
outbox_rows(struct db *db, const char *ids, GError **error)
{
	return db_query(db, &outbox_read, PARAMS(p_text(ids)), error);
}

db_rows *
outbox_recipients(struct db *db, const char *ids, GError **error)
{
	return db_query(db, &outbox_read_recipients, PARAMS(p_text(ids)), error);
}

db_rows *
outbox_references(struct db *db, const char *ids, GError **error)
{
	return db_query(db, &outbox_read_references, PARAMS(p_text(ids)), error);
}

db_rows *
outbox_attachments(struct db *db, const char *ids, GError **error)
{
	return db_query(db, &outbox_read_attachments, PARAMS(p_text(ids)), error);
}

int64_t
outbox_data_starts(struct db *db, const char *id, const char *owner, GError **error)
{
	return db_exec(db, &outbox_note_data, PARAMS(p_text(id), p_text(owner)), error);
}

db_rows *
outbox_settle(struct db *db, const char *id, const char *state, int smtp_code, const char *detail, const char *rejected,
    int delay_seconds, GError **error)
{
	return db_query(db, &outbox_end, PARAMS(p_text(id), p_text(state), p_int(smtp_code), p_text(detail), p_text(rejected),
	    p_int(delay_seconds)), error);
}

db_rows *
outbox_patience(struct db *db, const char *id, GError **error)
{
	return db_query(db, &outbox_tries, PARAMS(p_text(id)), error);
}
