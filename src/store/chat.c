#include "store/chat.h"

#include "base/fault.h"
#include "base/uuid.h"

STATEMENT(chat_new,
    "INSERT INTO chats (ticket_id, builder_id, visitor_id, opener, client_id, customer_node, plan_rank, state)"
    " VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::uuid, $7::int, CASE WHEN $8::boolean THEN 'bot' ELSE 'queued' END)");
STATEMENT(chat_by_client, "SELECT ticket_id FROM chats WHERE opener = $1::uuid AND client_id = $2");
STATEMENT(chat_as_json, "SELECT api_chat(c) FROM chats c WHERE c.ticket_id = $1::uuid");
STATEMENT(chat_all_of_agent,
    "SELECT coalesce(jsonb_agg(api_chat(c) ORDER BY c.ticket_id), '[]') FROM chats c WHERE c.agent_id = $1::uuid AND c.state = 'active'");
STATEMENT(chat_all_of_opener,
    "SELECT coalesce(jsonb_agg(api_chat(c) ORDER BY c.ticket_id), '[]') FROM chats c WHERE c.opener = $1::uuid AND c.state <> 'closed'");
STATEMENT(chat_lock_row,
    "WITH t AS MATERIALIZED (SELECT id, last_seq FROM support_tickets WHERE id = $1::uuid FOR NO KEY UPDATE)"
    " SELECT c.ticket_id, c.agent_id, c.visitor_id, c.opener, c.state, t.last_seq, c.wants_transcript"
    " FROM t JOIN chats c ON c.ticket_id = t.id FOR UPDATE OF c");
STATEMENT(chat_to_state,
    "UPDATE chats SET state = $2::text, agent_id = $3::uuid, updated_at = now(),"
    " waiting_since = CASE WHEN $2::text = 'queued' THEN now() ELSE waiting_since END,"
    " offered_at = CASE WHEN $2::text = 'offered' THEN now() END,"
    " accepted_at = CASE WHEN $2::text = 'active' THEN coalesce(accepted_at, now()) ELSE accepted_at END,"
    " agent_seen_at = CASE WHEN $2::text = 'active' THEN now() END,"
    " closed_at = CASE WHEN $2::text = 'closed' THEN now() END WHERE ticket_id = $1::uuid");
STATEMENT(chat_ticket_to_agent,
    "UPDATE support_tickets SET assigned_to = $2::uuid, version = version + 1, updated_at = now() WHERE id = $1::uuid"
    " AND assigned_to IS DISTINCT FROM $2::uuid");
STATEMENT(chat_transcript_wanted, "UPDATE chats SET wants_transcript = true WHERE ticket_id = $1::uuid");
STATEMENT(chat_whole_text,
    "SELECT string_agg(to_char(m.created_at, 'YYYY-MM-DD HH24:MI') || '  ' || CASE WHEN m.sender_name = '' THEN m.sender_type::text"
    " ELSE m.sender_name END || ': ' || m.body, E'\\n' ORDER BY m.seq) FROM ticket_messages m"
    " WHERE m.ticket_id = $1::uuid AND NOT m.is_internal AND m.delivery_state IS DISTINCT FROM 'cancelled'");
STATEMENT(chat_customer_here,
    "UPDATE chats SET customer_node = $2::uuid, customer_left_at = NULL WHERE ticket_id = $1::uuid"
    " AND (customer_node IS DISTINCT FROM $2::uuid OR customer_left_at IS NOT NULL)");
STATEMENT(chat_customer_gone,
    "UPDATE chats SET customer_node = NULL, customer_left_at = now() WHERE ticket_id = $1::uuid AND customer_node = $2::uuid");
STATEMENT(chat_seen_to,
    "UPDATE chats SET customer_read = CASE WHEN $2::boolean THEN customer_read ELSE greatest(customer_read, $3::bigint) END,"
    " agent_read = CASE WHEN $2::boolean THEN greatest(agent_read, $3::bigint) ELSE agent_read END WHERE ticket_id = $1::uuid");
STATEMENT(chat_newest_seqs, "SELECT id, last_seq FROM support_tickets WHERE id = ANY ($1::uuid[])");
STATEMENT(chat_not_read,
    "SELECT m.id FROM ticket_messages m JOIN chats c ON c.ticket_id = m.ticket_id WHERE m.ticket_id = $1::uuid AND m.seq > c.customer_read"
    " AND m.sender_type = 'agent' AND m.channel = 'chat' AND NOT m.is_internal AND m.delivery_state IS NULL ORDER BY m.seq LIMIT 20");
STATEMENT(chat_agent_lock, "SELECT max_active_chats FROM support_agents WHERE id = $1::uuid AND is_active FOR NO KEY UPDATE");
STATEMENT(chat_agent_load, "SELECT count(*) FROM chats WHERE agent_id = $1::uuid AND state = 'active'");
STATEMENT(chat_agent_there, "SELECT FROM support_agents WHERE id = $1::uuid AND is_active");
STATEMENT(visitor_new,
    "INSERT INTO chat_visitors (id, builder_id, widget_key, name, address, language, peer)"
    " SELECT $1::uuid, w.builder_id, w.key, $3, $4, $5, $6 FROM chat_widgets w WHERE w.key = $2 AND w.is_enabled");
STATEMENT(visitor_find,
    "SELECT v.builder_id, v.name, v.address, v.language, b.plan_tier, w.is_enabled AND coalesce(b.status, 'active') = 'active' FROM chat_visitors v"
    " JOIN chat_widgets w ON w.key = v.widget_key LEFT JOIN builders b ON b.id = v.builder_id WHERE v.id = $1::uuid");
STATEMENT(widget_new, "INSERT INTO chat_widgets (key, name, builder_id) VALUES ($1, $2, $3::uuid)");

static int
run(struct db *db, const struct statement *statement, const struct param *params, int n, GError **error)
{
	return (int)db_exec(db, statement, params, n, error);
}

int
chat_insert(struct db *db, const struct chat_insert *c, GError **error)
{
	return run(db, &chat_new, PARAMS(p_text(c->ticket_id), p_text(c->builder_id), p_text(c->visitor_id), p_text(c->opener),
	    p_text(c->client_id), p_text(c->node), p_int(c->plan_rank), p_bool(c->is_bots)), error);
}

int
chat_of_client(struct db *db, const char *opener, const char *client_id, char ticket_id_r[37], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &chat_by_client, PARAMS(p_text(opener), p_text(client_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return 0;
	g_strlcpy(ticket_id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	return 1;
}

static void
fault_no_chat(GError **error)
{
	fault_set(error, FAULT_NOT_FOUND, "no-such-chat", "ticket", "There is no such chat that you may see.");
}

char *
chat_json(struct db *db, const char *ticket_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &chat_as_json, PARAMS(p_text(ticket_id)), error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) == 0) {
		fault_no_chat(error);
		return NULL;
	}
	return g_strdup(rows_text(found, 0, 0));
}

static char *
one_text(struct db *db, const struct statement *statement, const char *id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, statement, PARAMS(p_text(id)), error);

	return found != NULL ? g_strdup(rows_text(found, 0, 0) != NULL ? rows_text(found, 0, 0) : "") : NULL;
}

char *
chats_of_agent(struct db *db, const char *agent_id, GError **error)
{
	return one_text(db, &chat_all_of_agent, agent_id, error);
}

char *
chats_of_opener(struct db *db, const char *opener, GError **error)
{
	return one_text(db, &chat_all_of_opener, opener, error);
}

void
chat_row_free(chat_row *chat)
{
	if (chat != NULL)
		rows_free(chat->rows);
	g_free(chat);
}

chat_row *
chat_lock(struct db *db, const char *ticket_id, GError **error)
{
	db_rows *rows = db_query(db, &chat_lock_row, PARAMS(p_text(ticket_id)), error);
	chat_row *chat;

	if (rows == NULL)
		return NULL;
	if (rows_count(rows) == 0) {
		rows_free(rows);
		fault_no_chat(error);
		return NULL;
	}
	chat = g_new0(chat_row, 1);
	chat->rows = rows;
	chat->ticket_id = rows_text(rows, 0, 0);
	chat->agent_id = rows_text(rows, 0, 1);
	chat->visitor_id = rows_text(rows, 0, 2);
	chat->opener = rows_text(rows, 0, 3);
	chat->state = (enum chat_state)chat_state_from_word(rows_text(rows, 0, 4));
	chat->last_seq = rows_int(rows, 0, 5);
	chat->wants_transcript = rows_bool(rows, 0, 6);
	return chat;
}

int
chat_go(struct db *db, const chat_row *chat, enum chat_state to, const char *agent_id, GError **error)
{
	int may = chat_transition(chat->state, to, error);

	if (may < 0 || (may == 0 && g_strcmp0(agent_id, chat->agent_id) == 0))
		return may;
	if (run(db, &chat_to_state, PARAMS(p_text(chat->ticket_id), p_text(chat_state_words[to]), p_text(agent_id)), error) < 0)
		return -1;
	if (to == CHAT_ACTIVE && run(db, &chat_ticket_to_agent, PARAMS(p_text(chat->ticket_id), p_text(agent_id)), error) < 0)
		return -1;
	return 1;
}

int
chat_want_transcript(struct db *db, const char *ticket_id, GError **error)
{
	return run(db, &chat_transcript_wanted, PARAMS(p_text(ticket_id)), error);
}

char *
chat_transcript(struct db *db, const char *ticket_id, GError **error)
{
	return one_text(db, &chat_whole_text, ticket_id, error);
}

int
chat_customer_came(struct db *db, const char *ticket_id, const char *node, GError **error)
{
	return run(db, &chat_customer_here, PARAMS(p_text(ticket_id), p_text(node)), error);
}

int
chat_customer_went(struct db *db, const char *ticket_id, const char *node, GError **error)
{
	return run(db, &chat_customer_gone, PARAMS(p_text(ticket_id), p_text(node)), error);
}

int
chat_read(struct db *db, const char *ticket_id, gboolean is_agent, int64_t seq, GError **error)
{
	return run(db, &chat_seen_to, PARAMS(p_text(ticket_id), p_bool(is_agent), p_int(seq)), error);
}

db_rows *
chat_last_seqs(struct db *db, const char *ticket_ids, GError **error)
{
	return db_query(db, &chat_newest_seqs, PARAMS(p_text(ticket_ids)), error);
}

db_rows *
chat_unread(struct db *db, const char *ticket_id, GError **error)
{
	return db_query(db, &chat_not_read, PARAMS(p_text(ticket_id)), error);
}

int
chat_agent_has_room(struct db *db, const char *agent_id, GError **error)
{
	g_autoptr(db_rows) agent = db_query(db, &chat_agent_lock, PARAMS(p_text(agent_id)), error);
	g_autoptr(db_rows) load = agent != NULL ? db_query(db, &chat_agent_load, PARAMS(p_text(agent_id)), error) : NULL;

	return load == NULL ? -1 : rows_count(agent) > 0 && rows_int(load, 0, 0) < rows_int(agent, 0, 0);
}

int
chat_agent_is_active(struct db *db, const char *agent_id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &chat_agent_there, PARAMS(p_text(agent_id)), error);

	return found != NULL ? rows_count(found) : -1;
}

int
visitor_insert(struct db *db, const struct visitor_insert *v, GError **error)
{
	return run(db, &visitor_new, PARAMS(p_text(v->id), p_text(v->widget_key), p_text(v->name), p_text(v->address), p_text(v->language),
	    p_text(v->peer)), error);
}

db_rows *
visitor_by_id(struct db *db, const char *id, GError **error)
{
	return db_query(db, &visitor_find, PARAMS(p_text(id)), error);
}

int
widget_insert(struct db *db, const char *key, const char *name, const char *builder_id, GError **error)
{
	return run(db, &widget_new, PARAMS(p_text(key), p_text(name), p_text(builder_id)), error);
}
