#include "store/receive.h"

#include "store/columns.h"
#include "store/notes.h"

STATEMENT(receive_add_contacts,
    "INSERT INTO contacts (id, address, name, user_id, builder_id) "
    "SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[])");
STATEMENT(receive_link_contacts,
    "UPDATE contacts c SET user_id = coalesce(r.user_id, c.user_id), builder_id = coalesce(r.builder_id, c.builder_id), updated_at = now() "
    "FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r (id, user_id, builder_id) WHERE c.id = r.id");
STATEMENT(receive_add_tickets,
    "INSERT INTO support_tickets (id, number, builder_id, user_id, contact_id, mailbox_id, subject, description, severity, category, "
    "language, plan_tier, is_triage, sla_response_by, last_seq, message_count, waiting_since, status, source, "
    "context_metadata) "
    "SELECT r.id, r.number, r.builder_id, r.user_id, r.contact_id, r.mailbox_id, r.subject, r.description, r.severity, r.category, "
    "r.language, r.plan_tier, r.is_triage, CASE WHEN r.response_s >= 0 THEN now() + make_interval(secs => r.response_s) END, r.last_seq, "
    "r.messages, now(), 'open', 'email', CASE WHEN r.follows > 0 THEN jsonb_build_object('follow_up_of', r.follows) ELSE '{}' END "
    "FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], "
    "$11::text[], $12::text[], $13::bool[], $14::int[], $15::bigint[], $16::int[], $17::bigint[]) AS r (id, number, builder_id, user_id, contact_id, "
    "mailbox_id, subject, description, severity, category, language, plan_tier, is_triage, response_s, last_seq, messages, follows)");
STATEMENT(receive_change_tickets,
    "UPDATE support_tickets t SET status = r.status, last_seq = r.last_seq, message_count = t.message_count + r.messages, "
    "waiting_since = CASE WHEN r.is_waiting THEN coalesce(t.waiting_since, now()) ELSE t.waiting_since END, "
    "resolved_at = CASE WHEN r.status IN ('resolved', 'closed') THEN t.resolved_at END, "
    "closed_at = CASE WHEN r.status = 'closed' THEN t.closed_at END, version = t.version + 1, updated_at = now() "
    "FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::int[], $5::bool[]) AS r (id, status, last_seq, messages, is_waiting) "
    "WHERE t.id = r.id");
STATEMENT(receive_add_messages,
    "INSERT INTO ticket_messages (id, ticket_id, builder_id, seq, sender_id, contact_id, sender_name, sender_address, body, body_html, quoted, "
    "signature, attachments, message_id, intake_id, landed_by, auth_results, dmarc, deliveries, sender_type, is_internal, channel) "
    "SELECT r.id, r.ticket_id, r.builder_id, r.seq, r.sender_id, r.contact_id, r.sender_name, r.sender_address, r.body, r.body_html, r.quoted, "
    "r.signature, r.attachments::jsonb, r.message_id, r.intake_id, r.landed_by, r.auth_results, r.dmarc, r.deliveries, r.sender_type, r.is_internal, "
    "'email' "
    "FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], "
    "$11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::text[], $18::text[], $19::int[], $20::text[], $21::bool[]) "
    "AS r (id, ticket_id, builder_id, seq, sender_id, contact_id, sender_name, sender_address, body, body_html, quoted, signature, attachments, "
    "message_id, intake_id, landed_by, auth_results, dmarc, deliveries, sender_type, is_internal)");
STATEMENT(receive_add_references,
    "INSERT INTO ticket_references (message_id, ticket_id, message) SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[])");
STATEMENT(receive_fill_references,
    "UPDATE ticket_references t SET ticket_id = r.ticket_id, message = r.message "
    "FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS r (message_id, ticket_id, message) "
    "WHERE t.message_id = r.message_id AND t.message IS NULL");
STATEMENT(receive_add_participants,
    "INSERT INTO ticket_participants (ticket_id, contact_id, builder_id, role) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) ON CONFLICT (ticket_id, contact_id) DO NOTHING");
STATEMENT(receive_add_attachments,
    "INSERT INTO attachments (id, builder_id, ticket_id, message_id, blob_id, filename, content_type, size, is_inline, content_id) "
    "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::bool[], "
    "$10::text[])");
STATEMENT(receive_settle_intake,
    "UPDATE intake i SET state = r.state, reason = r.reason, detail = r.detail, kind = r.kind, sender_address = r.sender_address, "
    "subject = r.subject, message_id = r.message_id, body_digest = decode(r.body_digest, 'hex'), ticket_id = r.ticket_id, "
    "received_message = r.received_message, read_at = now(), lease_owner = NULL, leased_until = NULL "
    "FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[], "
    "$11::uuid[]) AS r (id, state, reason, detail, kind, sender_address, subject, message_id, body_digest, ticket_id, received_message) "
    "WHERE i.id = r.id");
STATEMENT(receive_count_deliveries, "UPDATE ticket_messages SET deliveries = deliveries + 1 WHERE id = ANY($1::uuid[])");
STATEMENT(receive_add_acks,
    "WITH r AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], "
    "$9::text[], $10::text[], $11::text[], $12::text[], $13::uuid[]) AS r (id, ticket_id, mailbox_id, builder_id, message_id, name, address, "
    "subject, body, in_reply_to, reference_ids, reply_to, contact_id)), "
    "acked AS (UPDATE contacts c SET last_ack_at = now() FROM r WHERE c.id = r.contact_id) "
    "INSERT INTO outbox (id, kind, ticket_id, mailbox_id, builder_id, message_id, recipients, subject, body, in_reply_to, reference_ids, "
    "reply_to, auto_submitted) "
    "SELECT id, 'ack', ticket_id, mailbox_id, builder_id, message_id, "
    "jsonb_build_array(jsonb_build_object('name', name, 'address', address, 'field', 'to')), subject, body, in_reply_to, "
    "string_to_array(reference_ids, E'\\n'), reply_to, 'auto-replied' FROM r");
STATEMENT(receive_add_bounces,
    "WITH r AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::bool[], $9::text[], "
    "$10::text[], $11::text[]) AS r (id, intake_id, ticket_id, message, address, status, reply_code, is_hard, reason, diagnostic, original)), "
    "marked AS (UPDATE ticket_messages m SET delivery_state = 'bounced' FROM r WHERE m.id = r.message), "
    "shown AS (UPDATE support_tickets t SET version = t.version + 1, updated_at = now() FROM r WHERE t.id = r.ticket_id AND r.message IS NOT NULL), "
    /* Anybody can write a bounce: only one about a mail that we sent to this very address marks it. */
    "known AS (UPDATE contacts c SET bounced_at = now(), bounce_reason = r.reason, updated_at = now() "
    "FROM r JOIN outbox o ON o.message_id = r.original CROSS JOIN LATERAL jsonb_array_elements(o.recipients) AS p (recipient) "
    "WHERE r.is_hard AND lower(p.recipient->>'address') = lower(r.address) AND lower(c.address) = lower(r.address)) "
    "INSERT INTO bounces (id, intake_id, ticket_id, message, address, status, reply_code, is_hard, reason, diagnostic) "
    "SELECT id, intake_id, ticket_id, message, address, status, nullif(reply_code, 0), is_hard, reason, diagnostic FROM r");
STATEMENT(receive_add_events,
    "INSERT INTO events (type, builder_id, ticket_id, message, actor_type, actor_id, data) "
    "SELECT type, builder_id, ticket_id, message, actor_type, actor_id, "
    "jsonb_strip_nulls(jsonb_build_object('number', nullif(number, 0), 'why', why, 'intake_id', intake_id)) "
    "FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bigint[], $8::text[], $9::uuid[]) "
    "AS r (type, builder_id, ticket_id, message, actor_type, actor_id, number, why, intake_id)");

#define EACH(type, row, rows) \
	for (const struct type *row = (const void *)(rows)->data, *row##_end = row + (rows)->len; row < row##_end; row++)

#define SEND(columns, statement) ((columns).n > 0 ? columns_send(&(columns), db, &(statement), error) : 0)

int
receive_contacts_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(contact_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->address);
		columns_text(&columns, row->name);
		columns_text(&columns, row->user_id);
		columns_text(&columns, row->builder_id);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_contacts);
}

int
receive_contacts_link(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(contact_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->user_id);
		columns_text(&columns, row->builder_id);
		columns_row(&columns);
	}
	return SEND(columns, receive_link_contacts);
}

int
receive_tickets_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(ticket_row, row, rows) {
		columns_text(&columns, row->id);
		columns_int(&columns, row->number);
		columns_text(&columns, row->builder_id);
		columns_text(&columns, row->user_id);
		columns_text(&columns, row->contact_id);
		columns_text(&columns, row->mailbox_id);
		columns_text(&columns, row->subject);
		columns_text(&columns, row->description);
		columns_text(&columns, row->severity);
		columns_text(&columns, row->category);
		columns_text(&columns, row->language);
		columns_text(&columns, row->plan_tier);
		columns_bool(&columns, row->is_triage);
		columns_int(&columns, row->response_s);
		columns_int(&columns, row->last_seq);
		columns_int(&columns, row->messages);
		columns_int(&columns, row->follows);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_tickets);
}

int
receive_tickets_change(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(ticket_change_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->status);
		columns_int(&columns, row->last_seq);
		columns_int(&columns, row->messages);
		columns_bool(&columns, row->is_waiting);
		columns_row(&columns);
	}
	return SEND(columns, receive_change_tickets);
}

int
receive_messages_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(message_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->builder_id);
		columns_int(&columns, row->seq);
		columns_text(&columns, row->sender_id);
		columns_text(&columns, row->contact_id);
		columns_text(&columns, row->sender_name);
		columns_text(&columns, row->sender_address);
		columns_text(&columns, row->body);
		columns_text(&columns, row->body_html);
		columns_text(&columns, row->quoted);
		columns_text(&columns, row->signature);
		columns_text(&columns, row->attachments);
		columns_text(&columns, row->message_id);
		columns_text(&columns, row->intake_id);
		columns_text(&columns, row->landed_by);
		columns_text(&columns, row->auth_results);
		columns_text(&columns, row->dmarc);
		columns_int(&columns, row->deliveries);
		columns_text(&columns, row->sender_type);
		columns_bool(&columns, row->is_internal);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_messages);
}

static void
add_reference(struct columns *columns, const struct reference_row *row)
{
	columns_text(columns, row->message_id);
	columns_text(columns, row->ticket_id);
	columns_text(columns, row->message);
	columns_row(columns);
}

int
receive_references_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(reference_row, row, rows)
		add_reference(&columns, row);
	return SEND(columns, receive_add_references);
}

int
receive_references_fill(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(reference_row, row, rows)
		add_reference(&columns, row);
	return SEND(columns, receive_fill_references);
}

int
receive_participants_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(participant_row, row, rows) {
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->contact_id);
		columns_text(&columns, row->builder_id);
		columns_text(&columns, row->role);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_participants);
}

int
receive_attachments_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(attachment_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->builder_id);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->message_id);
		columns_text(&columns, row->blob_id);
		columns_text(&columns, row->filename);
		columns_text(&columns, row->content_type);
		columns_int(&columns, row->size);
		columns_bool(&columns, row->is_inline);
		columns_text(&columns, row->content_id);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_attachments);
}

int
receive_intake_settle(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(intake_result_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->state);
		columns_text(&columns, row->reason);
		columns_text(&columns, row->detail);
		columns_text(&columns, row->kind);
		columns_text(&columns, row->sender_address);
		columns_text(&columns, row->subject);
		columns_text(&columns, row->message_id);
		columns_text(&columns, row->body_digest);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->message);
		columns_row(&columns);
	}
	return SEND(columns, receive_settle_intake);
}

int
receive_deliveries_count(struct db *db, const char *message_ids, GError **error)
{
	return db_send(db, &receive_count_deliveries, PARAMS(p_text(message_ids)), NULL, error);
}

int
receive_acks_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(ack_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->mailbox_id);
		columns_text(&columns, row->builder_id);
		columns_text(&columns, row->message_id);
		columns_text(&columns, row->name);
		columns_text(&columns, row->address);
		columns_text(&columns, row->subject);
		columns_text(&columns, row->body);
		columns_text(&columns, row->in_reply_to);
		columns_text(&columns, row->references);
		columns_text(&columns, row->reply_to);
		columns_text(&columns, row->contact_id);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_acks);
}

int
receive_bounces_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(bounce_row, row, rows) {
		columns_text(&columns, row->id);
		columns_text(&columns, row->intake_id);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->message);
		columns_text(&columns, row->address);
		columns_text(&columns, row->status);
		columns_int(&columns, row->reply_code);
		columns_bool(&columns, row->is_hard);
		columns_text(&columns, row->reason);
		columns_text(&columns, row->diagnostic);
		columns_text(&columns, row->original);
		columns_row(&columns);
	}
	return SEND(columns, receive_add_bounces);
}

int
receive_events_insert(struct db *db, GArray *rows, GError **error)
{
	struct columns columns = { .n = 0 };

	EACH(event_row, row, rows) {
		columns_text(&columns, row->type);
		columns_text(&columns, row->builder_id);
		columns_text(&columns, row->ticket_id);
		columns_text(&columns, row->message);
		columns_text(&columns, row->actor_type);
		columns_text(&columns, row->actor_id);
		columns_int(&columns, row->number);
		columns_text(&columns, row->why);
		columns_text(&columns, row->intake_id);
		columns_row(&columns);
		if (row->ticket_id != NULL)
			notes_add(db_notes(db), row->type, row->ticket_id, row->message);
	}
	return SEND(columns, receive_add_events);
}
