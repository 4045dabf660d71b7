#include "desk/mail_admin.h"

#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/mail_change.h"
#include "store/mail_admin.h"
#include "store/ticket.h"

#define MOST 200

typedef db_rows *(*lister)(struct db *db, const struct mail_list *list, GError **error);

static const char *const intake_states[] = {
	"stored", "received", "duplicate", "held", "ignored", "bounce", "refused", "set_aside", "rejected", NULL,
};
static const char *const outbox_states[] = { "waiting", "sending", "sent", "failed", "unknown", "cancelled", NULL };

static int
check_state(const char *state, const char *const *states, GError **error)
{
	g_autofree char *all = NULL;

	if (state == NULL || g_strv_contains(states, state))
		return 1;
	all = g_strjoinv(", ", (char **)states);
	fault_set(error, FAULT_INVALID, "invalid-value", "state", "A mail's state is one of: %s.", all);
	return -1;
}

static int
list_in(struct db *db, char letter, lister list_rows, const struct mail_filter *filter, const char *cursor, int most, struct page *page_r,
    GError **error)
{
	struct mail_list list = { .state = filter->state, .mailbox = filter->mailbox, .most = CLAMP(most, 1, MOST) };
	g_autofree char *before = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;
	char id[UUID_LENGTH + 1];

	if (cursor_read(cursor, letter, TRUE, &before, &time, error) < 0)
		return -1;
	if (filter->ticket != NULL) {
		if (ticket_id(db, filter->ticket, id, error) < 0)
			return -1;
		list.ticket_id = id;
	}
	list.before = before;
	rows = list_rows(db, &list, error);
	if (rows == NULL)
		return -1;
	page_r->items = page_items(rows, list.most);
	page_r->next = rows_count(rows) > list.most ? cursor_make(letter, rows_text(rows, list.most - 1, 1), NULL) : NULL;
	return 1;
}

static int
list_of(struct desk *desk, const struct actor *actor, char letter, lister list_rows, const struct mail_filter *filter, const char *cursor,
    int most, struct page *page_r, GError **error)
{
	struct db *db = desk_db(desk);

	*page_r = (struct page){ NULL, NULL };
	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	return desk_ended(db, list_in(db, letter, list_rows, filter, cursor, most, page_r, error), error);
}

int
desk_intake_list(struct desk *desk, const struct actor *actor, const struct mail_filter *filter, const char *cursor, int most,
    struct page *page_r, GError **error)
{
	if (check_state(filter->state, intake_states, error) < 0)
		return -1;
	return list_of(desk, actor, 'i', mail_list_intake, filter, cursor, most, page_r, error);
}

int
desk_outbox_list(struct desk *desk, const struct actor *actor, const struct mail_filter *filter, const char *cursor, int most,
    struct page *page_r, GError **error)
{
	if (check_state(filter->state, outbox_states, error) < 0)
		return -1;
	return list_of(desk, actor, 'o', mail_list_outbox, filter, cursor, most, page_r, error);
}

static char *
show(struct desk *desk, const struct actor *actor, db_rows *(*show_row)(struct db *db, const char *id, GError **error), const char *id,
    GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(db_rows) rows = NULL;
	char *json = NULL;

	if (check_staff(actor, error) < 0 || mail_check_id(id, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	rows = show_row(db, id, error);
	if (rows != NULL && rows_count(rows) > 0)
		json = g_strdup(rows_text(rows, 0, 0));
	else if (rows != NULL)
		fault_set(error, FAULT_NOT_FOUND, "no-such-mail", NULL, "There is no such mail.");
	return desk_done(db, json, error);
}

char *
desk_intake_show(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	return show(desk, actor, mail_show_intake, id, error);
}

char *
desk_outbox_show(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	return show(desk, actor, mail_show_outbox, id, error);
}

static char *
change_row(struct desk *desk, const struct actor *actor, const struct mail_change *change,
    db_rows *(*change_it)(struct db *db, const char *id, GError **error), const char *id, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || mail_check_id(id, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, mail_changed(db, actor, change, id, change_it(db, id, error), error), error);
}

char *
desk_intake_retry(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	static const struct mail_change change = { mail_show_intake, "mail.read_again", "intake", "not-refused",
		"The mail is %s: only one that could not be read is read again." };

	return change_row(desk, actor, &change, mail_read_again, id, error);
}

char *
desk_outbox_retry(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	static const struct mail_change change = { mail_show_outbox, "mail.send_again", "outbox", "not-failed",
		"The mail is %s: only one that failed, was cancelled or is unknown is sent again." };

	return change_row(desk, actor, &change, mail_send_again, id, error);
}

char *
desk_outbox_cancel(struct desk *desk, const struct actor *actor, const char *id, GError **error)
{
	static const struct mail_change change = { mail_show_outbox, "mail.cancelled", "outbox", "already-sending",
		"The mail is %s: only one that still waits can be undone." };

	return change_row(desk, actor, &change, mail_cancel, id, error);
}
