#include "store/chat_queue.h"

/* How long it takes: the pace of the last ten that were taken, times the place in the queue. */
STATEMENT(chat_queue_positions,
    "WITH pace AS (SELECT extract(epoch FROM max(at) - min(at)) / nullif(count(*) - 1, 0) AS s FROM (SELECT accepted_at AS at FROM chats"
    " WHERE accepted_at > now() - interval '1 hour' ORDER BY accepted_at DESC LIMIT 10) last)"
    " SELECT q.ticket_id, q.n, ceil(q.n * pace.s)::bigint FROM pace, (SELECT ticket_id, row_number() OVER (ORDER BY plan_rank DESC, waiting_since,"
    " ticket_id) AS n FROM chats WHERE state = 'queued') q ORDER BY q.n");
STATEMENT(chat_queue_offers,
    "SELECT coalesce(jsonb_agg(api_chat_offer(c) ORDER BY c.plan_rank DESC, c.waiting_since, c.ticket_id), '[]') FROM (SELECT * FROM chats"
    " WHERE ($1::uuid IS NULL AND state = 'queued') OR (ticket_id = $1::uuid AND state IN ('queued', 'offered')) ORDER BY plan_rank DESC, waiting_since, ticket_id LIMIT 100) c");
STATEMENT(chat_node_lives,
    "INSERT INTO chat_nodes (id, seen_at) VALUES ($1::uuid, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()");
STATEMENT(chat_agents_live,
    "UPDATE chats SET agent_seen_at = now() WHERE state = 'active' AND agent_id = ANY ($1::uuid[])");
STATEMENT(chat_nodes_dead, "DELETE FROM chat_nodes WHERE seen_at < now() - interval '1 day'");

#define WHY " CASE WHEN c.state = 'active' AND c.agent_seen_at < now() - make_interval(secs => $1::int) THEN 'agent'" \
	" WHEN c.state = 'offered' AND c.offered_at < now() - make_interval(secs => $2::int) THEN 'offer'" \
	" WHEN c.state IN ('bot', 'queued', 'active') AND (c.customer_left_at < now() - make_interval(secs => $3::int)" \
	" OR (c.customer_node IS NOT NULL AND c.updated_at < now() - make_interval(secs => $4::int) AND NOT EXISTS (SELECT FROM chat_nodes n" \
	" WHERE n.id = c.customer_node AND n.seen_at > now() - make_interval(secs => $4::int)))) THEN 'customer' END"

STATEMENT(chat_stale_all,
    "SELECT ticket_id, why FROM (SELECT c.ticket_id," WHY " AS why FROM chats c WHERE c.state IN ('bot', 'queued', 'offered', 'active')) judged"
    " WHERE why IS NOT NULL ORDER BY ticket_id LIMIT 100");
STATEMENT(chat_stale_one, "SELECT" WHY " = $6::text FROM chats c WHERE c.ticket_id = $5::uuid");

db_rows *
chat_positions(struct db *db, GError **error)
{
	return db_query(db, &chat_queue_positions, NO_PARAMS, error);
}

db_rows *
chat_offers(struct db *db, const char *ticket_id, GError **error)
{
	return db_query(db, &chat_queue_offers, PARAMS(p_text(ticket_id)), error);
}

int
chat_node_beat(struct db *db, const char *node, const char *agent_ids, GError **error)
{
	if (db_exec(db, &chat_node_lives, PARAMS(p_text(node)), error) < 0 || db_exec(db, &chat_agents_live, PARAMS(p_text(agent_ids)), error) < 0)
		return -1;
	return db_exec(db, &chat_nodes_dead, NO_PARAMS, error) < 0 ? -1 : 1;
}

db_rows *
chat_stale(struct db *db, int agent_s, int offer_s, int customer_s, int node_s, GError **error)
{
	return db_query(db, &chat_stale_all, PARAMS(p_int(agent_s), p_int(offer_s), p_int(customer_s), p_int(node_s)), error);
}

int
chat_is_stale(struct db *db, const char *ticket_id, const char *why, int agent_s, int offer_s, int customer_s, int node_s, GError **error)
{
	g_autoptr(db_rows) judged = db_query(db, &chat_stale_one, PARAMS(p_int(agent_s), p_int(offer_s), p_int(customer_s), p_int(node_s),
	    p_text(ticket_id), p_text(why)), error);

	return judged == NULL ? -1 : rows_count(judged) > 0 && rows_bool(judged, 0, 0);
}
