#include "desk/ticket.h"

#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/event.h"
#include "store/message.h"
#include "store/participant.h"
#include "store/ticket.h"
#include "store/ticket_list.h"

#define FIRST_MESSAGES 100

static const char sort_letters[] = { [TICKET_SORT_NEWEST] = 'n', [TICKET_SORT_WAITING] = 'w', [TICKET_SORT_UPDATED] = 'u' };

int
desk_tickets(struct desk *desk, const struct actor *actor, enum ticket_sort sort, const struct ticket_filter *filter, int most,
    const char *cursor, struct page *page_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *id = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (cursor_read(cursor, sort_letters[sort], TRUE, &id, &time, error) < 0)
		return -1;
	if (id != NULL && (time == NULL) != (sort == TICKET_SORT_NEWEST)) {
		fault_set(error, FAULT_INVALID, "bad-cursor", "cursor", "This cursor was not made by this list.");
		return -1;
	}
	if (db_begin(db, actor, error) < 0)
		return -1;
	rows = ticket_page(db, sort, filter, &(struct ticket_place){ id, time }, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = rows_count(rows) > most ?
	    cursor_make(sort_letters[sort], rows_text(rows, most - 1, 1), rows_text(rows, most - 1, 2)) : NULL;
	return 1;
}

/* Rows of message_page, asked for one more than most: there is more if that one came, or if they were too long for one page. */
static char *
next_message(const db_rows *rows, gboolean is_newest, int most)
{
	int shown = MIN(rows_count(rows), most);

	return shown > 0 && rows_int(rows, 0, 2) > shown ? cursor_make(is_newest ? 'M' : 'm', rows_text(rows, shown - 1, 1), NULL) : NULL;
}

static char *
ticket_with_messages(struct db *db, const char *ref, int64_t *version_r, GError **error)
{
	char id[UUID_LENGTH + 1];
	g_autofree char *ticket = NULL, *people = NULL, *messages = NULL, *next = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (ticket_id(db, ref, id, error) < 0 ||
	    (ticket = ticket_json(db, id, version_r, error)) == NULL ||
	    (people = participants_json(db, id, error)) == NULL ||
	    (rows = message_page(db, id, 0, FALSE, FIRST_MESSAGES + 1, error)) == NULL)
		return NULL;
	messages = page_items(rows, FIRST_MESSAGES);
	next = next_message(rows, FALSE, FIRST_MESSAGES);
	/* The ticket's own closing brace makes room for what belongs to it; a cursor needs no escaping. */
	return g_strdup_printf("%.*s, \"messages\": %s, \"messages_next\": %s%s%s, \"participants\": %s}",
	    (int)strlen(ticket) - 1, ticket, messages, next != NULL ? "\"" : "", next != NULL ? next : "null", next != NULL ? "\"" : "",
	    people);
}

char *
desk_ticket(struct desk *desk, const struct actor *actor, const char *ref, int64_t *version_r, GError **error)
{
	struct db *db = desk_db(desk);

	if (db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, ticket_with_messages(db, ref, version_r, error), error);
}

int
desk_messages(struct desk *desk, const struct actor *actor, const char *ref, gboolean is_newest, int most, const char *cursor,
    struct page *page_r, GError **error)
{
	struct db *db = desk_db(desk);
	char id[UUID_LENGTH + 1];
	g_autofree char *seq = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (cursor_read(cursor, is_newest ? 'M' : 'm', FALSE, &seq, &time, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	if (ticket_id(db, ref, id, error) > 0)
		rows = message_page(db, id, seq != NULL ? g_ascii_strtoll(seq, NULL, 10) : 0, is_newest, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = next_message(rows, is_newest, most);
	return 1;
}

int
desk_ticket_events(struct desk *desk, const struct actor *actor, const char *ref, int most, const char *cursor,
    struct page *page_r, GError **error)
{
	struct db *db = desk_db(desk);
	char id[UUID_LENGTH + 1];
	g_autofree char *after = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (check_staff(actor, error) < 0 || cursor_read(cursor, 'e', FALSE, &after, &time, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	if (ticket_id(db, ref, id, error) > 0)
		rows = event_page(db, id, after != NULL ? g_ascii_strtoll(after, NULL, 10) : 0, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = rows_count(rows) > most ? cursor_make('e', rows_text(rows, most - 1, 1), NULL) : NULL;
	return 1;
}
