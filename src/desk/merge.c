#include "desk/merge.h"

#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/event.h"
#include "store/move.h"
#include "store/ticket.h"

static int
check_mergeable(const ticket_row *from, const ticket_row *to, GError **error)
{
	if (strcmp(from->id, to->id) == 0) {
		fault_set(error, FAULT_INVALID, "same-ticket", "into", "A ticket cannot be merged into itself.");
		return -1;
	}
	if (from->builder_id != NULL && g_strcmp0(from->builder_id, to->builder_id) != 0) {
		fault_set(error, FAULT_CONFLICT, "different-builders", "into",
		    "These tickets are of different builders; what one wrote is never shown to the other.");
		return -1;
	}
	return 1;
}

static int
merge_rows(struct db *db, const struct actor *actor, const ticket_row *from, const ticket_row *to, GError **error)
{
	struct uuid move = uuid_new();

	if (move_insert(db, move.text, "merge", from, to->id, error) < 0 ||
	    move_messages(db, move.text, from, to->id, to->last_seq, to->builder_id, NULL, error) < 0 ||
	    move_participants(db, move.text, from->id, to->id, to->builder_id, error) < 0 ||
	    move_close(db, from->id, to->id, error) < 0 || ticket_recount(db, to->id, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.merged", from->id, NULL, NULL, to->id, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.merged_in", to->id, NULL, NULL, from->id, error) < 0)
		return -1;
	return audit_note(db, actor, "ticket.merge", "ticket", from->id, NULL, to->id, error);
}

static char *
merge_in(struct db *db, const struct actor *actor, const char *ref, const char *into, int64_t if_version, int64_t *version_r, GError **error)
{
	g_autoptr(ticket_row) from = NULL;
	g_autoptr(ticket_row) to = NULL;

	if (ticket_lock_both(db, ref, into, &from, &to, error) < 0 || check_version(from, if_version, error) < 0 ||
	    check_not_merged(from, error) < 0 || check_not_merged(to, error) < 0 || check_mergeable(from, to, error) < 0)
		return NULL;
	if (merge_rows(db, actor, from, to, error) < 0 || check_participants(db, to->id, error) < 0)
		return NULL;
	return ticket_json(db, to->id, version_r, error);
}

char *
desk_merge(struct desk *desk, const struct actor *actor, const char *ref, const char *into, int64_t if_version, int64_t *version_r,
    GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, merge_in(db, actor, ref, into, if_version, version_r, error), error);
}

static char *
unmerge_in(struct db *db, const struct actor *actor, const char *ref, int64_t *version_r, GError **error)
{
	char id[UUID_LENGTH + 1], move[UUID_LENGTH + 1], to_id[UUID_LENGTH + 1];
	g_autoptr(ticket_row) from = NULL;
	g_autoptr(ticket_row) to = NULL;
	int found;

	if (ticket_id(db, ref, id, error) < 0 || (found = move_of_merge(db, id, move, to_id, error)) < 0)
		return NULL;
	if (found == 0) {
		fault_set(error, FAULT_CONFLICT, "not-merged", NULL, "This ticket was not merged into another.");
		return NULL;
	}
	/* The merge may have been undone while we waited for the locks. */
	if (ticket_lock_both(db, id, to_id, &from, &to, error) < 0 || (found = move_of_merge(db, id, move, to_id, error)) < 0)
		return NULL;
	if (found == 0 || strcmp(to_id, to->id) != 0) {
		fault_set(error, FAULT_UNAVAILABLE, "try-again", NULL, "Somebody changed the same thing at the same moment; try again.");
		return NULL;
	}
	if (to->merged_into != NULL) {
		fault_set(error, FAULT_CONFLICT, "merged-further", NULL, "The ticket that it was merged into was merged itself; undo that merge first.");
		return NULL;
	}
	if (move_undo(db, move, from, to->id, error) < 0 || ticket_recount(db, from->id, error) < 0 || ticket_recount(db, to->id, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.unmerged", from->id, NULL, to->id, NULL, error) < 0 ||
	    event_of_ticket(db, actor, "ticket.unmerged_from", to->id, NULL, from->id, NULL, error) < 0 ||
	    audit_note(db, actor, "ticket.unmerge", "ticket", from->id, to->id, NULL, error) < 0)
		return NULL;
	return ticket_json(db, from->id, version_r, error);
}

char *
desk_unmerge(struct desk *desk, const struct actor *actor, const char *ref, int64_t *version_r, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, unmerge_in(db, actor, ref, version_r, error), error);
}
