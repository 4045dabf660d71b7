#include "desk/participant.h"

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "store/event.h"
#include "store/participant.h"
#include "store/requester.h"
#include "store/ticket.h"

char *
desk_participants(struct desk *desk, const struct actor *actor, const char *ref, GError **error)
{
	struct db *db = desk_db(desk);
	char id[UUID_LENGTH + 1];

	if (db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, ticket_id(db, ref, id, error) > 0 ? participants_json(db, id, error) : NULL, error);
}

static char *
add_in(struct db *db, const struct actor *actor, const char *ref, const char *address, const char *name, GError **error)
{
	g_autoptr(ticket_row) ticket = ticket_lock(db, ref, error);
	char contact[UUID_LENGTH + 1];
	int added;

	if (ticket == NULL || check_not_merged(ticket, error) < 0 ||
	    contact_for_address(db, address, name, ticket->builder_id, contact, error) < 0 ||
	    (added = participant_add(db, ticket->id, contact, ticket->builder_id, "cc", actor_kind_word(actor->kind), error)) < 0)
		return NULL;
	if (added > 0 && (check_participants(db, ticket->id, error) < 0 || ticket_touch(db, ticket->id, error) < 0 ||
	    event_of_ticket(db, actor, "participant.added", ticket->id, NULL, NULL, contact, error) < 0 ||
	    audit_note(db, actor, "participant.add", "ticket", ticket->id, NULL, address, error) < 0))
		return NULL;
	return participant_json(db, ticket->id, contact, error);
}

char *
desk_participant_add(struct desk *desk, const struct actor *actor, const char *ref, const char *address, const char *name, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	return desk_done(db, add_in(db, actor, ref, address, name, error), error);
}

static int
remove_in(struct db *db, const struct actor *actor, const char *ref, const char *contact_id, GError **error)
{
	g_autoptr(ticket_row) ticket = ticket_lock(db, ref, error);
	int removed;

	if (ticket == NULL)
		return -1;
	if (g_strcmp0(ticket->contact_id, contact_id) == 0) {
		fault_set(error, FAULT_CONFLICT, "requester-stays", NULL, "Whoever opened the ticket takes part in it to the end.");
		return -1;
	}
	removed = participant_remove(db, ticket->id, contact_id, error);
	if (removed == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-participant", NULL, "Nobody of that id takes part in this ticket.");
	if (removed <= 0 || ticket_touch(db, ticket->id, error) < 0 ||
	    event_of_ticket(db, actor, "participant.removed", ticket->id, NULL, contact_id, NULL, error) < 0)
		return -1;
	return audit_note(db, actor, "participant.remove", "ticket", ticket->id, contact_id, NULL, error);
}

int
desk_participant_remove(struct desk *desk, const struct actor *actor, const char *ref, const char *contact_id, GError **error)
{
	struct db *db = desk_db(desk);

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	return desk_ended(db, remove_in(db, actor, ref, contact_id, error), error);
}
