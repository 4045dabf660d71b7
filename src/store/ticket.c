#include "store/ticket.h"

#include <string.h>

#include "base/fault.h"

#define COLUMNS \
	"t.id, t.builder_id, t.user_id, t.contact_id, t.mailbox_id, t.assigned_to, t.merged_into, t.subject, t.category, t.plan_tier," \
	" t.language, t.number, t.version, t.last_seq, t.escalation_tier, t.status, t.severity, t.is_triage, t.first_response_at IS NOT NULL"
#define CHANGED ", version = version + 1, updated_at = now() WHERE id = $1::uuid"

STATEMENT(ticket_lock_id, "SELECT " COLUMNS " FROM support_tickets t WHERE t.id = $1::uuid FOR UPDATE");
STATEMENT(ticket_id_of_id, "SELECT id FROM support_tickets WHERE id = $1::uuid");
STATEMENT(ticket_id_of_number, "SELECT id FROM support_tickets WHERE number = $1::bigint");
STATEMENT(ticket_as_json, "SELECT api_ticket(t), t.version FROM support_tickets t WHERE t.id = $1::uuid");
STATEMENT(ticket_new,
    "INSERT INTO support_tickets (id, builder_id, user_id, contact_id, mailbox_id, subject, description, severity, category, source,"
    " assigned_to, context_url, context_metadata, language, plan_tier, split_from, is_triage, sla_response_by, waiting_since,"
    " last_seq, message_count)"
    " VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7, $8, $9, $10, $11::uuid, $12,"
    " coalesce($13::jsonb, '{}') || jsonb_strip_nulls(jsonb_build_object('user_role', nullif($14::text, ''), 'plan_tier', $16::text)),"
    " $15, $16::text, $17::uuid, $2::uuid IS NULL, CASE WHEN $18::int >= 0 THEN now() + make_interval(secs => $18::int) END,"
    " CASE WHEN $19::boolean THEN now() END, $20::int, $20::int)");
STATEMENT(ticket_message_of_customer,
    "UPDATE support_tickets SET last_seq = $2::bigint, message_count = message_count + 1, status = $3::text,"
    " resolved_at = CASE WHEN $3::text = 'resolved' THEN resolved_at END, closed_at = CASE WHEN $3::text = 'closed' THEN closed_at END,"
    " waiting_since = coalesce(waiting_since, now())" CHANGED);
STATEMENT(ticket_message_of_agent,
    "UPDATE support_tickets SET last_seq = $2::bigint, message_count = message_count + 1, status = $3::text, waiting_since = NULL,"
    " first_response_at = coalesce(first_response_at, now()),"
    " resolved_at = CASE WHEN $3::text IN ('resolved', 'closed') THEN coalesce(resolved_at, now()) END,"
    " closed_at = CASE WHEN $3::text = 'closed' THEN coalesce(closed_at, now()) END" CHANGED);
STATEMENT(ticket_note, "UPDATE support_tickets SET last_seq = $2::bigint" CHANGED);
STATEMENT(ticket_status,
    "UPDATE support_tickets SET status = $2::text, closed_at = CASE WHEN $2::text = 'closed' THEN now() END,"
    " resolved_at = CASE WHEN $2::text = 'resolved' THEN now() WHEN $2::text = 'closed' THEN coalesce(resolved_at, now()) END,"
    " waiting_since = CASE WHEN $2::text IN ('open', 'in_progress') THEN CASE WHEN $3::boolean THEN coalesce(waiting_since, now())"
    " ELSE waiting_since END END" CHANGED);
STATEMENT(ticket_severity,
    "UPDATE support_tickets SET severity = $2, sla_response_by = CASE WHEN first_response_at IS NOT NULL THEN sla_response_by"
    " WHEN $3::int >= 0 THEN created_at + make_interval(secs => $3::int) END" CHANGED);
STATEMENT(ticket_category, "UPDATE support_tickets SET category = $2" CHANGED);
STATEMENT(ticket_tier, "UPDATE support_tickets SET escalation_tier = $2::int" CHANGED);
STATEMENT(ticket_subject, "UPDATE support_tickets SET subject = $2" CHANGED);
STATEMENT(ticket_assignee, "UPDATE support_tickets SET assigned_to = $2::uuid" CHANGED);
STATEMENT(ticket_version, "UPDATE support_tickets SET updated_at = now(), version = version + 1 WHERE id = $1::uuid");
STATEMENT(ticket_builder,
    "WITH messages AS (UPDATE ticket_messages SET builder_id = $2::uuid WHERE ticket_id = $1::uuid),"
    " files AS (UPDATE attachments SET builder_id = $2::uuid WHERE ticket_id = $1::uuid),"
    " people AS (UPDATE ticket_participants SET builder_id = $2::uuid WHERE ticket_id = $1::uuid),"
    " mails AS (UPDATE outbox SET builder_id = $2::uuid WHERE ticket_id = $1::uuid),"
    " opener AS (UPDATE contacts SET builder_id = $2::uuid, updated_at = now() WHERE builder_id IS NULL AND user_id IS NULL"
    " AND id = (SELECT contact_id FROM support_tickets WHERE id = $1::uuid))"
    " UPDATE support_tickets SET builder_id = $2::uuid, is_triage = false, plan_tier = $3,"
    " sla_response_by = CASE WHEN first_response_at IS NOT NULL THEN sla_response_by"
    " WHEN $4::int >= 0 THEN created_at + make_interval(secs => $4::int) END" CHANGED);
STATEMENT(ticket_counts,
    "UPDATE support_tickets t SET message_count = (SELECT count(*) FROM ticket_messages m WHERE m.ticket_id = t.id"
    " AND NOT m.is_internal AND m.delivery_state IS DISTINCT FROM 'cancelled'),"
    " first_response_at = (SELECT min(m.created_at) FROM ticket_messages m WHERE m.ticket_id = t.id AND m.sender_type = 'agent'"
    " AND NOT m.is_internal AND m.delivery_state IS DISTINCT FROM 'cancelled'),"
    " waiting_since = CASE WHEN t.status IN ('open', 'in_progress') THEN (SELECT min(m.created_at) FROM ticket_messages m"
    " WHERE m.ticket_id = t.id AND m.sender_type = 'customer' AND m.created_at > coalesce((SELECT max(a.created_at)"
    " FROM ticket_messages a WHERE a.ticket_id = t.id AND a.sender_type = 'agent' AND NOT a.is_internal"
    " AND a.delivery_state IS DISTINCT FROM 'cancelled'), '-infinity')) END,"
    " last_seq = greatest(t.last_seq, coalesce((SELECT max(m.seq) FROM ticket_messages m WHERE m.ticket_id = t.id), 0))" CHANGED);

void
ticket_row_free(ticket_row *ticket)
{
	if (ticket != NULL)
		rows_free(ticket->rows);
	g_free(ticket);
}

int
ticket_id(struct db *db, const char *ref, char id_r[37], GError **error)
{
	gboolean is_number = *ref != '\0' && strlen(ref) <= 18 && strspn(ref, "0123456789") == strlen(ref);
	g_autoptr(db_rows) found = NULL;

	if (!is_number && !uuid_is_valid(ref)) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-ticket", NULL, "A ticket is named by its id or its number.");
		return -1;
	}
	found = db_query(db, is_number ? &ticket_id_of_number : &ticket_id_of_id, PARAMS(p_text(ref)), error);
	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-ticket", NULL, "There is no ticket %s that you may see.", ref);
		return -1;
	}
	g_strlcpy(id_r, rows_text(found, 0, 0), 37);
	return 1;
}

static ticket_row *
ticket_from_rows(db_rows *rows)
{
	ticket_row *ticket = g_new0(ticket_row, 1);
	const char **texts[] = { &ticket->id, &ticket->builder_id, &ticket->user_id, &ticket->contact_id, &ticket->mailbox_id,
		&ticket->assigned_to, &ticket->merged_into, &ticket->subject, &ticket->category, &ticket->plan_tier, &ticket->language };

	ticket->rows = rows;
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		*texts[i] = rows_text(rows, 0, i);
	ticket->number = rows_int(rows, 0, 11);
	ticket->version = rows_int(rows, 0, 12);
	ticket->last_seq = rows_int(rows, 0, 13);
	ticket->tier = (int)rows_int(rows, 0, 14);
	ticket->status = (enum ticket_status)ticket_status_from_word(rows_text(rows, 0, 15));
	ticket->severity = (enum ticket_severity)ticket_severity_from_word(rows_text(rows, 0, 16));
	ticket->is_triage = rows_bool(rows, 0, 17);
	ticket->is_answered = rows_bool(rows, 0, 18);
	return ticket;
}

ticket_row *
ticket_lock(struct db *db, const char *ref, GError **error)
{
	char id[37];
	g_autoptr(db_rows) rows = NULL;

	if (ticket_id(db, ref, id, error) < 0)
		return NULL;
	rows = db_query(db, &ticket_lock_id, PARAMS(p_text(id)), error);
	if (rows == NULL)
		return NULL;
	if (rows_count(rows) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-ticket", NULL, "There is no ticket %s that you may see.", ref);
		return NULL;
	}
	return ticket_from_rows(g_steal_pointer(&rows));
}

int
ticket_lock_both(struct db *db, const char *one, const char *other, ticket_row **one_r, ticket_row **other_r, GError **error)
{
	char one_id[37], other_id[37];

	*one_r = *other_r = NULL;
	if (ticket_id(db, one, one_id, error) < 0 || ticket_id(db, other, other_id, error) < 0)
		return -1;
	if (strcmp(one_id, other_id) < 0) {
		*one_r = ticket_lock(db, one_id, error);
		*other_r = *one_r != NULL ? ticket_lock(db, other_id, error) : NULL;
	} else {
		*other_r = ticket_lock(db, other_id, error);
		*one_r = *other_r != NULL ? ticket_lock(db, one_id, error) : NULL;
	}
	return *one_r != NULL && *other_r != NULL ? 1 : -1;
}

char *
ticket_json(struct db *db, const char *id, int64_t *version_r, GError **error)
{
	g_autoptr(db_rows) rows = db_query(db, &ticket_as_json, PARAMS(p_text(id)), error);

	if (rows == NULL)
		return NULL;
	if (rows_count(rows) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-ticket", NULL, "There is no ticket %s that you may see.", id);
		return NULL;
	}
	if (version_r != NULL)
		*version_r = rows_int(rows, 0, 1);
	return g_strdup(rows_text(rows, 0, 0));
}

int
ticket_insert(struct db *db, const struct ticket_insert *t, GError **error)
{
	return db_exec(db, &ticket_new, PARAMS(p_text(t->id), p_text(t->builder_id), p_text(t->user_id), p_text(t->contact_id),
	    p_text(t->mailbox_id), p_text(t->subject), p_text(t->description), p_text(t->severity), p_text(t->category),
	    p_text(t->source), p_text(t->assigned_to), p_text(t->context_url), p_text(t->context_metadata), p_text(t->user_role),
	    p_text(t->language), p_text(t->plan_tier), p_text(t->split_from), p_int(t->response_s), p_bool(t->is_waiting), p_int(t->messages)),
	    error) < 0 ? -1 : 1;
}

/* Every change is of one locked row that was there a moment ago. */
static int
changed(int64_t rows, GError **error)
{
	if (rows == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-ticket", NULL, "There is no such ticket that you may change.");
	return rows > 0 ? 1 : -1;
}

int
ticket_after_customer(struct db *db, const char *id, int64_t seq, enum ticket_status status, GError **error)
{
	return changed(db_exec(db, &ticket_message_of_customer,
	    PARAMS(p_text(id), p_int(seq), p_text(ticket_status_words[status])), error), error);
}

int
ticket_after_agent(struct db *db, const char *id, int64_t seq, enum ticket_status status, GError **error)
{
	return changed(db_exec(db, &ticket_message_of_agent,
	    PARAMS(p_text(id), p_int(seq), p_text(ticket_status_words[status])), error), error);
}

int
ticket_after_note(struct db *db, const char *id, int64_t seq, GError **error)
{
	return changed(db_exec(db, &ticket_note, PARAMS(p_text(id), p_int(seq)), error), error);
}

int
ticket_set_status(struct db *db, const char *id, enum ticket_status status, gboolean starts_waiting, GError **error)
{
	return changed(db_exec(db, &ticket_status,
	    PARAMS(p_text(id), p_text(ticket_status_words[status]), p_bool(starts_waiting)), error), error);
}

int
ticket_set_severity(struct db *db, const char *id, const char *severity, int response_s, GError **error)
{
	return changed(db_exec(db, &ticket_severity, PARAMS(p_text(id), p_text(severity), p_int(response_s)), error), error);
}

int
ticket_set_category(struct db *db, const char *id, const char *category, GError **error)
{
	return changed(db_exec(db, &ticket_category, PARAMS(p_text(id), p_text(category)), error), error);
}

int
ticket_set_tier(struct db *db, const char *id, int tier, GError **error)
{
	return changed(db_exec(db, &ticket_tier, PARAMS(p_text(id), p_int(tier)), error), error);
}

int
ticket_set_subject(struct db *db, const char *id, const char *subject, GError **error)
{
	return changed(db_exec(db, &ticket_subject, PARAMS(p_text(id), p_text(subject)), error), error);
}

int
ticket_set_assignee(struct db *db, const char *id, const char *agent_id, GError **error)
{
	return changed(db_exec(db, &ticket_assignee, PARAMS(p_text(id), p_text(agent_id)), error), error);
}

int
ticket_set_builder(struct db *db, const char *id, const char *builder_id, const char *plan_tier, int response_s, GError **error)
{
	return changed(db_exec(db, &ticket_builder,
	    PARAMS(p_text(id), p_text(builder_id), p_text(plan_tier), p_int(response_s)), error), error);
}

int
ticket_recount(struct db *db, const char *id, GError **error)
{
	return changed(db_exec(db, &ticket_counts, PARAMS(p_text(id)), error), error);
}

int
ticket_touch(struct db *db, const char *id, GError **error)
{
	return changed(db_exec(db, &ticket_version, PARAMS(p_text(id)), error), error);
}
