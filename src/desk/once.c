#include "desk/once.h"

#include "base/fault.h"
#include "desk/desk.h"
#include "store/once.h"

/* 1: it is new. 0: answered. -1. */
static int
look(struct desk *desk, const struct once *once, int *status_r, char **response_r, GError **error)
{
	g_autoptr(db_rows) lock = once_lock(desk_db(desk), once->actor, once->key, error), found = NULL;
	g_autoptr(GBytes) digest = NULL;

	if (lock == NULL)
		return -1;
	if (!rows_bool(lock, 0, 0)) {
		fault_set(error, FAULT_CONFLICT, "key-in-use", "Idempotency-Key", "A request with this key is being worked on; ask again in a moment.");
		return -1;
	}
	found = once_find(desk_db(desk), once->actor, once->key, error);
	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return 1;
	digest = rows_bytes(found, 0, 0);
	if (!g_bytes_equal(digest, once->digest)) {
		fault_set(error, FAULT_INVALID, "key-reused", "Idempotency-Key", "This key was used for another request; make a new one.");
		return -1;
	}
	*status_r = (int)rows_int(found, 0, 1);
	*response_r = g_strdup(rows_text(found, 0, 2));
	return 0;
}

int
desk_once_begin(struct desk *desk, const struct once *once, int *status_r, char **response_r, GError **error)
{
	int is_new;

	if (db_outer_begin(desk_db(desk), error) < 0)
		return -1;
	is_new = look(desk, once, status_r, response_r, error);
	if (is_new <= 0)
		db_outer_rollback(desk_db(desk));
	return is_new;
}

int
desk_once_end(struct desk *desk, const struct once *once, int status, const char *response, GError **error)
{
	if (once_store(desk_db(desk), once->actor, once->key, once->digest, status, response, error) < 0) {
		db_outer_rollback(desk_db(desk));
		return -1;
	}
	return db_outer_commit(desk_db(desk), error);
}

void
desk_once_abort(struct desk *desk)
{
	db_outer_rollback(desk_db(desk));
}

int
desk_once_sweep(struct desk *desk, GError **error)
{
	return once_sweep(desk_db(desk), error) < 0 ? -1 : 1;
}
