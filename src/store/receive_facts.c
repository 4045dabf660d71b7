#include "store/receive_facts.h"

/* Every statement of a batch finds its rows by a key. Plans are kept, and one that was made while a table was small would read all
 * of it when it is large: until the next ANALYZE, in the middle of the first flood of mail. */
STATEMENT(receive_by_key,
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), "
    "set_config('jit', 'off', true)");
STATEMENT(receive_lock_intake,
    "SELECT id, tries, approval, ticket_id FROM intake WHERE id = ANY($1::uuid[]) AND state = 'stored' ORDER BY id FOR UPDATE");
STATEMENT(receive_references,
    "SELECT message_id, ticket_id, message IS NOT NULL, false FROM ticket_references WHERE message_id = ANY($1::text[]) "
    "UNION ALL SELECT message_id, ticket_id, true, false FROM outbox WHERE message_id = ANY($1::text[]) AND ticket_id IS NOT NULL "
    "UNION ALL SELECT message_id, ticket_id, false, true FROM intake "
    "WHERE message_id = ANY($1::text[]) AND message_id IS NOT NULL AND state = 'held' AND ticket_id IS NOT NULL");
STATEMENT(receive_deliveries,
    "SELECT message_id, lower(sender_address), encode(body_digest, 'hex'), received_message, ticket_id FROM intake "
    "WHERE message_id = ANY($1::text[]) AND message_id IS NOT NULL AND state IN ('received', 'held', 'ignored', 'bounce', 'rejected')");
STATEMENT(receive_contacts,
    "SELECT k.key, c.id, c.user_id, c.builder_id, b.plan_tier, b.language, "
    "coalesce(c.last_ack_at > now() - make_interval(secs => $3), false), c.name FROM unnest($1::text[], $2::text[]) AS k (key, address) "
    "JOIN contacts c ON lower(c.address) = lower(k.address) LEFT JOIN builders b ON b.id = c.builder_id");
STATEMENT(receive_users,
    "SELECT k.key, u.id, u.builder_id, b.plan_tier, coalesce(u.language, b.language), u.name, a.id FROM unnest($1::text[], $2::text[]) AS k (key, address) "
    "JOIN users u ON lower(u.email) = lower(k.address) LEFT JOIN builders b ON b.id = u.builder_id "
    "LEFT JOIN support_agents a ON a.user_id = u.id AND a.is_active WHERE u.is_active");
STATEMENT(receive_domains,
    "SELECT d.domain, d.builder_id, b.plan_tier, b.language FROM builder_domains d JOIN builders b ON b.id = d.builder_id "
    "WHERE d.domain = ANY($1::text[])");
STATEMENT(receive_numbers, "SELECT number, id FROM support_tickets WHERE number = ANY($1::bigint[])");
STATEMENT(receive_opened,
    "SELECT lower(c.address), t.id, t.subject FROM contacts c CROSS JOIN LATERAL "
    "(SELECT id, subject, created_at, status FROM support_tickets WHERE contact_id = c.id ORDER BY id DESC LIMIT 20) t "
    "WHERE lower(c.address) = ANY($1::text[]) AND t.status <> 'closed' AND t.created_at > now() - interval '30 days' ORDER BY t.id DESC");
STATEMENT(receive_mailboxes,
    "SELECT id, name, address, display_name, language, sends_ack, array_to_string(aliases, E'\\n') FROM mailboxes");
STATEMENT(receive_sent, "SELECT message_id, ticket_id, message FROM outbox WHERE message_id = ANY($1::text[])");
STATEMENT(receive_lock_tickets,
    "SELECT id, number, builder_id, status, extract(epoch FROM now() - coalesce(closed_at, updated_at))::bigint, merged_into, last_seq, "
    "assigned_to IS NOT NULL FROM support_tickets WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE");
STATEMENT(receive_participants,
    "SELECT p.ticket_id, lower(c.address) FROM ticket_participants p JOIN contacts c ON c.id = p.contact_id "
    "WHERE p.ticket_id = ANY($1::uuid[]) AND p.removed_at IS NULL "
    "UNION ALL SELECT t.id, lower(u.email) FROM support_tickets t JOIN users u ON u.id = t.user_id "
    "WHERE t.id = ANY($1::uuid[]) AND u.is_active");
STATEMENT(receive_new_numbers, "SELECT nextval('ticket_numbers') FROM generate_series(1, $1)");

int
facts_begin(struct db *db, GError **error)
{
	if (db_begin_send(db, NULL, error) < 0)
		return -1;
	return db_send(db, &receive_by_key, NO_PARAMS, NULL, error);
}

int
facts_intake(struct db *db, const char *ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_lock_intake, PARAMS(p_text(ids)), rows_r, error);
}

int
facts_references(struct db *db, const char *message_ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_references, PARAMS(p_text(message_ids)), rows_r, error);
}

int
facts_deliveries(struct db *db, const char *message_ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_deliveries, PARAMS(p_text(message_ids)), rows_r, error);
}

int
facts_contacts(struct db *db, const char *keys, const char *addresses, int ack_interval_s, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_contacts, PARAMS(p_text(keys), p_text(addresses), p_int(ack_interval_s)), rows_r, error);
}

int
facts_users(struct db *db, const char *keys, const char *addresses, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_users, PARAMS(p_text(keys), p_text(addresses)), rows_r, error);
}

int
facts_domains(struct db *db, const char *domains, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_domains, PARAMS(p_text(domains)), rows_r, error);
}

int
facts_numbers(struct db *db, const char *numbers, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_numbers, PARAMS(p_text(numbers)), rows_r, error);
}

int
facts_opened(struct db *db, const char *addresses, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_opened, PARAMS(p_text(addresses)), rows_r, error);
}

int
facts_mailboxes(struct db *db, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_mailboxes, NO_PARAMS, rows_r, error);
}

int
facts_sent(struct db *db, const char *message_ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_sent, PARAMS(p_text(message_ids)), rows_r, error);
}

int
facts_tickets(struct db *db, const char *ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_lock_tickets, PARAMS(p_text(ids)), rows_r, error);
}

int
facts_participants(struct db *db, const char *ticket_ids, db_rows **rows_r, GError **error)
{
	return db_send(db, &receive_participants, PARAMS(p_text(ticket_ids)), rows_r, error);
}

db_rows *
facts_new_numbers(struct db *db, int n, GError **error)
{
	return db_query(db, &receive_new_numbers, PARAMS(p_int(n)), error);
}
