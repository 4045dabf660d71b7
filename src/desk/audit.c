#include "desk/audit.h"

#include "desk/check.h"
#include "desk/desk.h"
#include "store/event.h"

int
desk_audit(struct desk *desk, const struct actor *actor, const char *action, const char *object_type, const char *object_id,
    const char *after, GError **error)
{
	struct db *db = desk_db(desk);

	if (db_begin(db, NULL, error) < 0)
		return -1;
	return desk_ended(db, audit_note(db, actor, action, object_type, object_id, NULL, after, error), error);
}
