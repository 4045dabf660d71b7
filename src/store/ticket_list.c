#include "store/ticket_list.h"

#include "base/fault.h"
#include "model/ticket.h"
#include "store/array.h"

/* Every filter is in every statement; the planner is told the values (force_custom_plan), so those that were not asked
 * for fold away, and what is left finds its index. That nobody waits on a ticket that is done is said again for the planner,
 * who would think that these two have nothing to do with each other. */
#define FILTERS \
	" ($1::text IS NULL OR t.status = $1::text) AND ($2::text[] IS NULL OR t.status = ANY ($2::text[]))" \
	" AND ($3::text IS NULL OR t.severity = $3::text) AND ($4::text IS NULL OR t.category = $4::text)" \
	" AND ($5::uuid IS NULL OR t.assigned_to = $5::uuid) AND (NOT $6::boolean OR t.assigned_to IS NULL)" \
	" AND ($7::uuid IS NULL OR t.builder_id = $7::uuid) AND ($8::uuid IS NULL OR t.mailbox_id = $8::uuid)" \
	" AND ($9::text IS NULL OR t.source = $9::text) AND ($10::uuid IS NULL OR t.contact_id = $10::uuid)" \
	" AND ($11::uuid IS NULL OR t.user_id = $11::uuid) AND (NOT $12::boolean OR t.is_triage)" \
	" AND ($13::timestamptz IS NULL OR (t.waiting_since <= $13::timestamptz AND t.status IN ('open', 'in_progress')))" \
	" AND ($14::timestamptz IS NULL OR t.updated_at >= $14::timestamptz)"

STATEMENT(ticket_list_newest,
    "SELECT api_ticket_listed(t), t.id, NULL FROM (SELECT * FROM support_tickets t WHERE" FILTERS
    " AND ($15::uuid IS NULL OR t.id < $15::uuid) AND $16::text IS NULL ORDER BY t.id DESC LIMIT $17::int) t ORDER BY t.id DESC");
STATEMENT(ticket_list_waiting,
    "SELECT api_ticket_listed(t), t.id, t.waiting_since FROM (SELECT * FROM support_tickets t WHERE" FILTERS
    " AND t.waiting_since IS NOT NULL AND ($15::uuid IS NULL OR (t.waiting_since, t.id) > ($16::timestamptz, $15::uuid))"
    " ORDER BY t.waiting_since, t.id LIMIT $17::int) t ORDER BY t.waiting_since, t.id");
STATEMENT(ticket_list_updated,
    "SELECT api_ticket_listed(t), t.id, t.updated_at FROM (SELECT * FROM support_tickets t WHERE" FILTERS
    " AND ($15::uuid IS NULL OR (t.updated_at, t.id) > ($16::timestamptz, $15::uuid))"
    " ORDER BY t.updated_at, t.id LIMIT $17::int) t ORDER BY t.updated_at, t.id");
/* Those at work are few and were touched last, at the end of the walk from the oldest change: they are taken out first. */
STATEMENT(ticket_list_updated_active,
    "SELECT api_ticket_listed(t), t.id, t.updated_at FROM (SELECT a.* FROM (SELECT * FROM support_tickets t WHERE" FILTERS
    " AND t.status IN ('open', 'in_progress', 'waiting_on_customer')"
    " AND ($15::uuid IS NULL OR (t.updated_at, t.id) > ($16::timestamptz, $15::uuid)) OFFSET 0) a"
    " ORDER BY a.updated_at, a.id LIMIT $17::int) t ORDER BY t.updated_at, t.id");
STATEMENT(ticket_list_mailbox, "SELECT mailbox_by_name($1)");
STATEMENT(ticket_list_planned, "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");

/* The id of the mailbox that the filter names, or "" if it names none. The caller's; NULL with "no-such-mailbox". */
static char *
mailbox_id(struct db *db, const char *name, GError **error)
{
	g_autoptr(db_rows) found = NULL;

	if (name == NULL)
		return g_strdup("");
	found = db_query(db, &ticket_list_mailbox, PARAMS(p_text(name)), error);
	if (found == NULL)
		return NULL;
	if (rows_text(found, 0, 0) == NULL) {
		fault_set(error, FAULT_INVALID, "no-such-mailbox", "mailbox", "There is no mailbox of that name.");
		return NULL;
	}
	return g_strdup(rows_text(found, 0, 0));
}

static gboolean
is_active_only(const struct ticket_filter *filter)
{
	if (filter->status != NULL)
		return ticket_status_is_active((enum ticket_status)ticket_status_from_word(filter->status));
	for (int i = 0; filter->statuses != NULL && filter->statuses[i] != NULL; i++)
		if (!ticket_status_is_active((enum ticket_status)ticket_status_from_word(filter->statuses[i])))
			return FALSE;
	return filter->statuses != NULL;
}

db_rows *
ticket_page(struct db *db, enum ticket_sort sort, const struct ticket_filter *filter, const struct ticket_place *after, int most,
    GError **error)
{
	static const struct statement *const statements[] = { [TICKET_SORT_NEWEST] = &ticket_list_newest,
		[TICKET_SORT_WAITING] = &ticket_list_waiting, [TICKET_SORT_UPDATED] = &ticket_list_updated };
	const struct statement *statement = sort == TICKET_SORT_UPDATED && is_active_only(filter) ? &ticket_list_updated_active : statements[sort];
	g_autofree char *statuses = array_of_texts(filter->statuses);
	g_autofree char *mailbox = mailbox_id(db, filter->mailbox, error);

	if (mailbox == NULL || db_exec(db, &ticket_list_planned, NO_PARAMS, error) < 0)
		return NULL;
	return db_query(db, statement, PARAMS(p_text(filter->status), p_text(statuses),
	    p_text(filter->severity), p_text(filter->category), p_text(filter->assigned_to), p_bool(filter->is_unassigned),
	    p_text(filter->builder_id), p_text(*mailbox != '\0' ? mailbox : NULL), p_text(filter->source), p_text(filter->contact_id),
	    p_text(filter->user_id), p_bool(filter->is_triage), p_text(filter->waiting_since), p_text(filter->updated_since),
	    p_text(after->id), p_text(after->time), p_int(most)), error);
}
