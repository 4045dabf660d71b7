/* requester.h - whose ticket it is: from a user's id or a mail address to user, contact and builder. */
#pragma once
#include "store/db.h"

typedef struct requester {	/* texts are borrowed from rows; NULL for SQL NULL */
	db_rows *rows;
	const char *user_id, *user_name, *user_email, *user_role, *language, *builder_id, *builder_status, *plan_tier, *contact_id;
} requester;
void requester_free(requester *who);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(requester, requester_free)

/* A user that we know, with their contact made if need be. NULL with "no-such-user". */
requester *requester_by_user(struct db *db, const char *user_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Anybody who can be written to: the user of that address, else a contact (made if need be) whose builder is the
 * contact's, else the domain's, else nobody's. Not for customers. NULL with error set. */
requester *requester_by_address(struct db *db, const char *address, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A contact of a ticket's side for an address, made if need be with that builder (may be NULL). Its id into id_r. Not for customers. */
int contact_for_address(struct db *db, const char *address, const char *name, const char *builder_id, char id_r[37], GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A builder's plan into plan_r (21 bytes). 1, or -1 with "no-such-builder". */
int builder_plan(struct db *db, const char *builder_id, char plan_r[21], GError **error) G_GNUC_WARN_UNUSED_RESULT;
