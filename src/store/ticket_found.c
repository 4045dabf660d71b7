#include "store/ticket_found.h"

STATEMENT(ticket_found_rows,
    "SELECT api_ticket_listed(t), m.id, m.seq, m.body FROM unnest($1::uuid[]) WITH ORDINALITY h(id, n)"
    " JOIN ticket_messages m ON m.id = h.id JOIN support_tickets t ON t.id = m.ticket_id ORDER BY h.n");

db_rows *
tickets_found(struct db *db, const char *messages, GError **error)
{
	return db_query(db, &ticket_found_rows, PARAMS(p_text(messages)), error);
}
