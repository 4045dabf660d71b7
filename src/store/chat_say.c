#include "store/chat_say.h"

#include "model/ticket.h"
#include "store/array.h"

STATEMENT(chat_say_lock, "SELECT FROM support_tickets WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE");

/* The status that a ticket gets is the model's to say: $11 are all of them, $12 to $14 what each becomes after a customer's message (with and
 * without an agent) and after an agent's. updated_at moves at most once a second: it is indexed, and a row that keeps its indexed columns
 * is changed in place. LATERAL with LIMIT looks up by the index whatever the planner thinks of tables that it has not counted yet. */
STATEMENT(chat_say_all,
    "WITH asked AS MATERIALIZED (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[],"
    " $8::text[], $9::text[], $10::boolean[]) WITH ORDINALITY"
    " a (id, ticket_id, client_id, kind, actor_id, builder_id, name, address, body, is_internal, n)),"
    " seen AS MATERIALIZED (SELECT a.*, t.number, t.last_seq, t.builder_id AS owner, t.merged_into IS NOT NULL AS is_merged, c.state, m.seq AS known,"
    " CASE a.kind WHEN 'agent' THEN true WHEN 'customer' THEN t.builder_id = a.builder_id ELSE coalesce(c.visitor_id = a.actor_id, false) END AS may"
    " FROM asked a CROSS JOIN LATERAL (SELECT * FROM support_tickets WHERE id = a.ticket_id LIMIT 1) t"
    " LEFT JOIN LATERAL (SELECT * FROM chats WHERE ticket_id = a.ticket_id LIMIT 1) c ON true"
    " LEFT JOIN LATERAL (SELECT m.seq FROM ticket_messages m WHERE m.ticket_id = a.ticket_id AND m.client_id = a.client_id LIMIT 1) m ON true),"
    " fresh AS MATERIALIZED (SELECT s.*, s.last_seq + row_number() OVER (PARTITION BY s.ticket_id ORDER BY s.n) AS seq"
    " FROM seen s WHERE s.may AND s.known IS NULL AND NOT s.is_merged),"
    " written AS (INSERT INTO ticket_messages (id, ticket_id, builder_id, seq, sender_type, sender_id, sender_name, sender_address, channel, body,"
    " client_id, is_internal) SELECT f.id, f.ticket_id, f.owner, f.seq, CASE f.kind WHEN 'agent' THEN 'agent' ELSE 'customer' END,"
    " CASE f.kind WHEN 'visitor' THEN NULL ELSE f.actor_id END, f.name, nullif(f.address, ''), 'chat', f.body, f.client_id, f.is_internal"
    " FROM fresh f RETURNING *),"
    " told AS (INSERT INTO events (type, builder_id, ticket_id, message, actor_type, actor_id, data)"
    " SELECT CASE WHEN f.is_internal THEN 'note.added' ELSE 'message.added' END, f.owner, f.ticket_id, f.id, f.kind, f.actor_id,"
    " jsonb_build_object('number', f.number, 'after', CASE f.kind WHEN 'agent' THEN 'agent' ELSE 'customer' END) FROM fresh f ORDER BY f.n),"
    " sums AS (SELECT ticket_id, max(seq) AS last, count(*) FILTER (WHERE NOT is_internal) AS visible,"
    " bool_or(kind = 'agent' AND NOT is_internal) AS answered,"
    " (array_agg(kind ORDER BY seq DESC) FILTER (WHERE NOT is_internal))[1] AS last_kind FROM fresh GROUP BY ticket_id),"
    " became AS (SELECT s.*, CASE WHEN s.last_kind IS NULL THEN t.status"
    " ELSE (CASE WHEN s.last_kind = 'agent' THEN $14::text[] WHEN t.assigned_to IS NULL THEN $13::text[] ELSE $12::text[] END)"
    "[array_position($11::text[], t.status::text)] END AS status FROM sums s JOIN support_tickets t ON t.id = s.ticket_id),"
    " moved AS (UPDATE support_tickets t SET last_seq = b.last, message_count = t.message_count + b.visible, status = b.status,"
    " waiting_since = CASE WHEN b.last_kind IS NULL THEN t.waiting_since WHEN b.last_kind = 'agent' THEN NULL"
    " ELSE coalesce(t.waiting_since, now()) END,"
    " first_response_at = CASE WHEN b.answered THEN coalesce(t.first_response_at, now()) ELSE t.first_response_at END,"
    " resolved_at = CASE WHEN b.status IN ('resolved', 'closed') THEN t.resolved_at END, closed_at = CASE WHEN b.status = 'closed' THEN t.closed_at END,"
    " version = t.version + 1, updated_at = CASE WHEN t.updated_at > now() - interval '1 second' THEN t.updated_at ELSE now() END"
    " FROM became b WHERE t.id = b.ticket_id)"
    " SELECT coalesce(w.seq, s.known), s.known IS NOT NULL, coalesce(s.may, false), coalesce(s.is_merged, false), s.state,"
    " CASE WHEN w.id IS NOT NULL THEN api_message_public(w::ticket_messages) WHEN s.may AND s.known IS NOT NULL THEN"
    " (SELECT api_message_public(m) FROM ticket_messages m WHERE m.ticket_id = a.ticket_id AND m.client_id = a.client_id) END AS json,"
    " to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS.USOF') FROM asked a LEFT JOIN seen s ON s.n = a.n LEFT JOIN written w ON w.id = a.id ORDER BY a.n");

enum { IDS, TICKETS, CLIENTS, KINDS, ACTORS, BUILDERS, NAMES, ADDRESSES, BODIES, INTERNALS, COLUMNS };

static void
fill(GString *columns[COLUMNS], const struct chat_say_row *row)
{
	array_text(columns[IDS], row->id);
	array_text(columns[TICKETS], row->ticket_id);
	array_text(columns[CLIENTS], row->client_id);
	array_text(columns[KINDS], row->kind);
	array_text(columns[ACTORS], row->actor_id);
	array_text(columns[BUILDERS], row->builder_id != NULL && *row->builder_id != '\0' ? row->builder_id : NULL);
	array_text(columns[NAMES], row->name);
	array_text(columns[ADDRESSES], row->address != NULL ? row->address : "");
	array_text(columns[BODIES], row->body);
	array_bool(columns[INTERNALS], row->is_internal);
}

/* What each status becomes, as three arrays in the order of ticket_status_words. */
static void
status_arrays(struct param params[4])
{
	static char *texts[4];
	static gsize once;

	if (g_once_init_enter(&once)) {
		GString *arrays[4] = { array_new(), array_new(), array_new(), array_new() };

		for (int i = 0; ticket_status_words[i] != NULL; i++) {
			enum ticket_status status = (enum ticket_status)i;

			array_text(arrays[0], ticket_status_words[i]);
			array_text(arrays[1], ticket_status_words[ticket_status_after_customer(status, TRUE)]);
			array_text(arrays[2], ticket_status_words[ticket_status_after_customer(status, FALSE)]);
			array_text(arrays[3], ticket_status_words[ticket_status_after_agent(status)]);
		}
		for (int i = 0; i < 4; i++) {
			array_end(arrays[i]);
			texts[i] = g_string_free(arrays[i], FALSE);
		}
		g_once_init_leave(&once, 1);
	}
	for (int i = 0; i < 4; i++)
		params[i] = p_text(texts[i]);
}

db_rows *
chat_say(struct db *db, const struct chat_say_row *rows, int n, GError **error)
{
	GString *columns[COLUMNS];
	struct param params[COLUMNS + 4];
	db_rows *said = NULL;
	gboolean sent;

	for (int i = 0; i < COLUMNS; i++)
		columns[i] = array_new();
	for (int i = 0; i < n; i++)
		fill(columns, &rows[i]);
	for (int i = 0; i < COLUMNS; i++)
		params[i] = p_text(array_end(columns[i]));
	status_arrays(&params[COLUMNS]);
	sent = db_send(db, &chat_say_lock, PARAMS(params[TICKETS]), NULL, error) > 0 &&
	    db_send(db, &chat_say_all, params, COLUMNS + 4, &said, error) > 0;
	for (int i = 0; i < COLUMNS; i++)
		g_string_free(columns[i], TRUE);
	return sent && db_flush(db, error) > 0 ? said : NULL;
}
