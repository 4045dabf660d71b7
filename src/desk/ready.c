#include "desk/ready.h"

#include "desk/desk.h"
#include "store/migrate.h"

int
desk_ready(struct desk *desk, GError **error)
{
	return migrate_check(desk_db(desk), error);
}
