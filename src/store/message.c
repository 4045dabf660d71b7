#include "store/message.h"

#include "base/fault.h"
#include "base/uuid.h"

/* The shape of the attachments is kept in the message, so that a page of messages is one scan. */
STATEMENT(message_new,
    "INSERT INTO ticket_messages (id, ticket_id, builder_id, seq, sender_type, sender_id, contact_id, sender_name, sender_address, channel,"
    " body, body_html, client_id, is_internal, attachments)"
    " VALUES ($1::uuid, $2::uuid, $3::uuid, $4::bigint, $5, nullif($6, '')::uuid, $7::uuid, $8, $9, $10, $11, $12, $13, $14::boolean,"
    " coalesce((SELECT jsonb_agg(api_attachment(a) ORDER BY f.n) FROM unnest($15::uuid[]) WITH ORDINALITY f (id, n)"
    " JOIN attachments a ON a.id = f.id WHERE a.message_id IS NULL AND a.uploaded_by = $16), '[]'))");
STATEMENT(message_takes_uploads,
    "UPDATE attachments SET message_id = $1::uuid, ticket_id = $2::uuid, builder_id = $3::uuid"
    " WHERE id = ANY ($4::uuid[]) AND message_id IS NULL AND uploaded_by = $5");
STATEMENT(message_of_client, "SELECT id FROM ticket_messages WHERE ticket_id = $1::uuid AND client_id = $2");
STATEMENT(message_as_json, "SELECT api_message(m) FROM ticket_messages m WHERE m.id = $1::uuid");
/* A page ends where it gets too long to be held in memory, but has one message at least. */
#define MESSAGES_IN(order) \
	"SELECT api_message(m), m.seq, p.found FROM (SELECT l.id, count(*) OVER () AS found, row_number() OVER (ORDER BY l.seq " order ") AS at," \
	" sum(octet_length(l.body) + coalesce(octet_length(l.body_html), 0) + coalesce(octet_length(l.quoted), 0))" \
	" OVER (ORDER BY l.seq " order ") AS bytes FROM (SELECT * FROM ticket_messages WHERE ticket_id = $1::uuid AND "
#define MESSAGES_OUT(order) \
	" ORDER BY seq " order " LIMIT $3::int) l) p JOIN ticket_messages m ON m.id = p.id" \
	" WHERE p.bytes <= " G_STRINGIFY(MESSAGE_PAGE_BYTES) " OR p.at = 1 ORDER BY m.seq " order
STATEMENT(message_page_oldest, MESSAGES_IN("ASC") "seq > $2::bigint" MESSAGES_OUT("ASC"));
STATEMENT(message_page_newest, MESSAGES_IN("DESC") "($2::bigint = 0 OR seq < $2::bigint)" MESSAGES_OUT("DESC"));
STATEMENT(message_mail_cancel,
    "WITH mail AS (UPDATE outbox SET state = 'cancelled', updated_at = now() WHERE message = $1::uuid AND kind = 'reply' AND state = 'waiting'"
    " RETURNING message)"
    " UPDATE ticket_messages m SET delivery_state = 'cancelled' FROM mail WHERE m.id = mail.message");
STATEMENT(message_whose,
    "SELECT ticket_id, CASE WHEN sender_type = 'agent' THEN sender_id END FROM ticket_messages WHERE id = $1::uuid");
STATEMENT(message_as_came, "SELECT intake_id FROM ticket_messages WHERE id = $1::uuid");

int
message_insert(struct db *db, const struct message_insert *m, GError **error)
{
	int64_t taken;

	if (db_exec(db, &message_new, PARAMS(p_text(m->id), p_text(m->ticket_id), p_text(m->builder_id), p_int(m->seq),
	    p_text(m->sender_type), p_text(m->sender_id), p_text(m->contact_id), p_text(m->sender_name), p_text(m->sender_address),
	    p_text(m->channel), p_text(m->body), p_text(m->body_html), p_text(m->client_id), p_bool(m->is_internal),
	    p_text(m->attachments), p_text(m->uploader)), error) < 0)
		return -1;
	if (m->n_attachments == 0)
		return 1;
	taken = db_exec(db, &message_takes_uploads, PARAMS(p_text(m->id), p_text(m->ticket_id), p_text(m->builder_id),
	    p_text(m->attachments), p_text(m->uploader)), error);
	if (taken >= 0 && taken != m->n_attachments) {
		fault_set(error, FAULT_INVALID, "no-such-upload", "attachments",
		    "Each attachment is the id of an upload of your own that no message has used yet; upload it first, or again.");
		return -1;
	}
	return taken < 0 ? -1 : 1;
}

static int
fault_no_message(GError **error)
{
	fault_set(error, FAULT_NOT_FOUND, "no-such-message", NULL, "There is no such message that you may see.");
	return -1;
}

int
message_find_client(struct db *db, const char *ticket_id, const char *client_id, char id_r[37], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &message_of_client, PARAMS(p_text(ticket_id), p_text(client_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return 0;
	g_strlcpy(id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	return 1;
}

char *
message_json(struct db *db, const char *id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &message_as_json, PARAMS(p_text(id)), error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) == 0) {
		(void)fault_no_message(error);
		return NULL;
	}
	return g_strdup(rows_text(found, 0, 0));
}

db_rows *
message_page(struct db *db, const char *ticket_id, int64_t seq, gboolean is_newest, int most, GError **error)
{
	return db_query(db, is_newest ? &message_page_newest : &message_page_oldest,
	    PARAMS(p_text(ticket_id), p_int(seq), p_int(most)), error);
}

int
message_cancel_mail(struct db *db, const char *message_id, GError **error)
{
	int64_t cancelled = db_exec(db, &message_mail_cancel, PARAMS(p_text(message_id)), error);

	return cancelled < 0 ? -1 : cancelled > 0;
}

int
message_owner(struct db *db, const char *message_id, char ticket_id_r[37], char agent_id_r[37], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &message_whose, PARAMS(p_text(message_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return fault_no_message(error);
	g_strlcpy(ticket_id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	g_strlcpy(agent_id_r, rows_text(found, 0, 1) != NULL ? rows_text(found, 0, 1) : "", UUID_LENGTH + 1);
	return 1;
}

int
message_original(struct db *db, const char *message_id, char intake_id_r[37], GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &message_as_came, PARAMS(p_text(message_id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return fault_no_message(error);
	if (rows_text(found, 0, 0) == NULL) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-original", NULL, "This message did not come as a mail, so it has no original.");
		return -1;
	}
	g_strlcpy(intake_id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	return 1;
}
