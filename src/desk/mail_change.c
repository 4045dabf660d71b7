#include "desk/mail_change.h"

#include "base/fault.h"
#include "store/event.h"

int
mail_check_id(const char *id, GError **error)
{
	if (uuid_is_valid(id))
		return 1;
	fault_set(error, FAULT_NOT_FOUND, "no-such-mail", NULL, "There is no such mail.");
	return -1;
}

static void
fault_from_state(struct db *db, const struct mail_change *change, const char *id, GError **error)
{
	g_autoptr(db_rows) shown = change->show(db, id, error);

	if (shown == NULL)
		return;
	if (rows_count(shown) == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-mail", NULL, "There is no such mail.");
	else
		fault_set(error, FAULT_CONFLICT, change->refusal, NULL, change->refusal_text, rows_text(shown, 0, 2));
}

char *
mail_changed(struct db *db, const struct actor *actor, const struct mail_change *change, const char *id, db_rows *rows, GError **error)
{
	g_autoptr(db_rows) changed = rows;
	const char *ticket;

	if (changed == NULL)
		return NULL;
	if (rows_count(changed) == 0) {
		fault_from_state(db, change, id, error);
		return NULL;
	}
	ticket = rows_text(changed, 0, 1);
	if (audit_note(db, actor, change->action, change->object, id, NULL, ticket, error) < 0)
		return NULL;
	if (ticket != NULL && event_of_ticket(db, actor, change->action, ticket, NULL, NULL, id, error) < 0)
		return NULL;
	return g_strdup(rows_text(changed, 0, 0));
}
