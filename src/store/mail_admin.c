#include "store/mail_admin.h"

/* Each filter has its index, and the planner is told which one is meant: a condition that may be NULL would hide it. */
#define LIST(shape, table, where) \
	"SELECT " shape "(r), r.id FROM " table " r WHERE " where " AND ($2::uuid IS NULL OR r.id < $2::uuid) " \
	"AND ($3::text IS NULL OR r.mailbox_id = (SELECT id FROM mailboxes WHERE name = $3::text)) ORDER BY r.id DESC LIMIT $4::int"

STATEMENT(mail_intake_by_ticket, LIST("api_intake", "intake", "r.ticket_id = $1::uuid AND ($5::text IS NULL OR r.state = $5::text)"));
STATEMENT(mail_intake_by_state, LIST("api_intake", "intake", "r.state = $1"));
STATEMENT(mail_intake_all, LIST("api_intake", "intake", "$1::text IS NULL"));
STATEMENT(mail_outbox_by_ticket, LIST("api_outbox", "outbox", "r.ticket_id = $1::uuid AND ($5::text IS NULL OR r.state = $5::text)"));
STATEMENT(mail_outbox_by_state, LIST("api_outbox", "outbox", "r.state = $1"));
STATEMENT(mail_outbox_all, LIST("api_outbox", "outbox", "$1::text IS NULL"));

STATEMENT(mail_intake_one, "SELECT api_intake(i), i.ticket_id, i.state FROM intake i WHERE i.id = $1::uuid");
STATEMENT(mail_outbox_one, "SELECT api_outbox(o), o.ticket_id, o.state FROM outbox o WHERE o.id = $1::uuid");

STATEMENT(mail_intake_again,
    "UPDATE intake i SET state = 'stored', reason = NULL, detail = NULL, tries = 0, read_at = NULL "
    "WHERE id = $1::uuid AND state IN ('refused', 'set_aside') RETURNING api_intake(i), i.ticket_id");
STATEMENT(mail_intake_approve,
    "UPDATE intake i SET state = 'stored', reason = NULL, detail = NULL, tries = 0, read_at = NULL, "
    "approval = CASE WHEN $2::boolean THEN 'new' ELSE 'join' END, ticket_id = CASE WHEN NOT $2::boolean THEN coalesce($3::uuid, ticket_id) END "
    "WHERE id = $1::uuid AND state IN ('held', 'rejected', 'ignored') RETURNING api_intake(i), i.ticket_id");
STATEMENT(mail_intake_reject,
    "UPDATE intake i SET state = 'rejected' WHERE id = $1::uuid AND state = 'held' RETURNING api_intake(i), i.ticket_id");

#define OUTBOX_CHANGE(changes, states, message_state) \
	"WITH changed AS (UPDATE outbox o SET " changes ", updated_at = now() WHERE id = $1::uuid AND state IN (" states ") RETURNING o.*), " \
	"told AS (UPDATE ticket_messages m SET delivery_state = '" message_state "' FROM changed WHERE m.id = changed.message), " \
	"shown AS (UPDATE support_tickets t SET version = t.version + 1, updated_at = now() FROM changed " \
	"WHERE t.id = changed.ticket_id AND changed.message IS NOT NULL) " \
	"SELECT api_outbox(c::outbox), c.ticket_id FROM (SELECT * FROM changed) c"

STATEMENT(mail_outbox_again, OUTBOX_CHANGE("state = 'waiting', tries = 0, next_attempt_at = now(), give_up_at = now() + interval '4 days', "
    "data_started_at = NULL, smtp_code = NULL, detail = NULL", "'failed', 'unknown', 'cancelled'", "waiting"));
STATEMENT(mail_outbox_cancel, OUTBOX_CHANGE("state = 'cancelled'", "'waiting'", "cancelled"));

static db_rows *
list_of(struct db *db, const struct mail_list *list, const struct statement *by_ticket, const struct statement *by_state,
    const struct statement *all, GError **error)
{
	struct param before = p_text(list->before), mailbox = p_text(list->mailbox), most = p_int(list->most + 1);

	if (list->ticket_id != NULL)
		return db_query(db, by_ticket, PARAMS(p_text(list->ticket_id), before, mailbox, most, p_text(list->state)), error);
	return db_query(db, list->state != NULL ? by_state : all, PARAMS(p_text(list->state), before, mailbox, most), error);
}

db_rows *
mail_list_intake(struct db *db, const struct mail_list *list, GError **error)
{
	return list_of(db, list, &mail_intake_by_ticket, &mail_intake_by_state, &mail_intake_all, error);
}

db_rows *
mail_list_outbox(struct db *db, const struct mail_list *list, GError **error)
{
	return list_of(db, list, &mail_outbox_by_ticket, &mail_outbox_by_state, &mail_outbox_all, error);
}

db_rows *
mail_show_intake(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_intake_one, PARAMS(p_text(id)), error);
}

db_rows *
mail_show_outbox(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_outbox_one, PARAMS(p_text(id)), error);
}

db_rows *
mail_read_again(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_intake_again, PARAMS(p_text(id)), error);
}

db_rows *
mail_approve(struct db *db, const char *id, gboolean as_new, const char *ticket_id, GError **error)
{
	return db_query(db, &mail_intake_approve, PARAMS(p_text(id), p_bool(as_new), p_text(ticket_id)), error);
}

db_rows *
mail_reject(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_intake_reject, PARAMS(p_text(id)), error);
}

db_rows *
mail_send_again(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_outbox_again, PARAMS(p_text(id)), error);
}

db_rows *
mail_cancel(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mail_outbox_cancel, PARAMS(p_text(id)), error);
}
