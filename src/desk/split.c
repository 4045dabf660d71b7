#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/merge.h"
#include "store/array.h"
#include "store/event.h"
#include "store/move.h"
#include "store/participant.h"
#include "store/ticket.h"

/* The new ticket is like the old one; whoever wrote the first of its messages opened it. */
static int
insert_like(struct db *db, const ticket_row *from, const char *id, const char *subject, const char *array, GError **error)
{
	g_autoptr(db_rows) first = move_first_message(db, from->id, array, error);
	struct ticket_insert ticket = { .id = id, .builder_id = from->builder_id, .user_id = from->user_id, .contact_id = from->contact_id,
		.mailbox_id = from->mailbox_id, .subject = subject, .severity = ticket_severity_words[from->severity],
		.category = from->category, .language = from->language, .plan_tier = from->plan_tier, .split_from = from->id,
		.assigned_to = from->assigned_to, .source = "email", .response_s = -1 };

	if (first == NULL)
		return -1;
	if (rows_count(first) == 0) {
		fault_set(error, FAULT_INVALID, "not-in-ticket", "message_ids", "Name messages of this ticket.");
		return -1;
	}
	ticket.description = rows_text(first, 0, 0);
	if (rows_text(first, 0, 1) != NULL)
		ticket.contact_id = rows_text(first, 0, 1);
	if (rows_text(first, 0, 2) != NULL)
		ticket.user_id = rows_text(first, 0, 2);
	ticket.source = rows_text(first, 0, 3);
	if (ticket_insert(db, &ticket, error) < 0)
		return -1;
	return ticket.contact_id != NULL ? participant_join(db, id, ticket.contact_id, from->builder_id, "requester", "split", error) : 1;
}

static int
move_some(struct db *db, const ticket_row *from, const char *id, const char *array, int n, GError **error)
{
	struct uuid move = uuid_new();
	int moved, left;

	if (move_insert(db, move.text, "split", from, id, error) < 0)
		return -1;
	moved = move_messages(db, move.text, from, id, 0, from->builder_id, array, error);
	if (moved < 0 || move_references(db, move.text, id, error) < 0 || (left = move_messages_left(db, from->id, error)) < 0)
		return -1;
	if (moved != n) {
		fault_set(error, FAULT_INVALID, "not-in-ticket", "message_ids", "%d of these %d messages are not of this ticket.", n - moved, n);
		return -1;
	}
	if (left == 0) {
		fault_set(error, FAULT_CONFLICT, "nothing-left", "message_ids", "A split leaves at least one message; rename the ticket instead.");
		return -1;
	}
	return 1;
}

static char *
split_in(struct db *db, const struct actor *actor, const char *ref, const char *const *messages, const char *subject,
    int64_t if_version, int64_t *version_r, const char *id, GError **error)
{
	g_autofree char *array = array_of_texts(messages);
	g_autoptr(ticket_row) from = ticket_lock(db, ref, error);
	int n = (int)g_strv_length((char **)messages);

	if (from == NULL || check_version(from, if_version, error) < 0 || check_not_merged(from, error) < 0)
		return NULL;
	if (insert_like(db, from, id, subject, array, error) < 0 || move_some(db, from, id, array, n, error) < 0 ||
	    ticket_recount(db, from->id, error) < 0 || ticket_recount(db, id, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.opened", id, NULL, NULL, "split", error) < 0 ||
	    event_of_ticket(db, actor, "ticket.split", from->id, NULL, NULL, id, error) < 0 ||
	    audit_note(db, actor, "ticket.split", "ticket", from->id, NULL, id, error) < 0)
		return NULL;
	return ticket_json(db, id, version_r, error);
}

char *
desk_split(struct desk *desk, const struct actor *actor, const char *ref, const char *const *messages, const char *subject,
    int64_t if_version, int64_t *version_r, char *id_r, GError **error)
{
	struct db *db = desk_db(desk);
	struct uuid id = uuid_new();

	if (check_staff(actor, error) < 0 || check_subject(subject, error) < 0)
		return NULL;
	if (messages == NULL || messages[0] == NULL) {
		fault_set(error, FAULT_INVALID, "not-in-ticket", "message_ids", "Name at least one message of this ticket.");
		return NULL;
	}
	g_strlcpy(id_r, id.text, UUID_LENGTH + 1);
	if (db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, split_in(db, actor, ref, messages, subject, if_version, version_r, id.text, error), error);
}
