/* people.h - builders, users and contacts, as the platform provisions them. Rows have api_* JSON in column 0. */
#pragma once
#include "model/provision.h"
#include "store/db.h"

/* 1, or -1: "already-exists" if another builder has one of the domains. */
int builder_put(struct db *db, const struct builder_put *builder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The user, and the contact by which they are written to. "already-exists" if another user has the address. */
int user_put(struct db *db, const struct user_put *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an agent knows of somebody who wrote: the name, and whose they are (a user's contact stays its builder's). 1; 0 no such contact; -1. */
int contact_put(struct db *db, const char *id, const char *name, const char *builder_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One row or none. */
db_rows *builder_find(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *user_find(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *contact_find(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages by id, those after `after` (NULL: from the start); column 1 is the id. builder_id, address: NULL for all. */
db_rows *builder_page(struct db *db, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *user_page(struct db *db, const char *builder_id, const char *address, const char *after, int most, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
db_rows *contact_page(struct db *db, const char *builder_id, const char *address, const char *after, int most, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
