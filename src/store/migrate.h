/* migrate.h - the schema's steps, embedded: NNNN-what.sql, forward only, each in a transaction, under an advisory lock. */
#pragma once
#include <glib.h>

struct db;

struct migration {
	int number;
	const char *name;	/* "0002-tickets" */
	const char *sql;
};

/* All migrations that this program knows, in order, ended by number 0. */
extern const struct migration migrations[];

/* Applies what is missing. seen, if not NULL, is told of each before it runs. With is_dry_run nothing is changed.
 * How many were (or would be) applied, -1 with error set. "schema-newer" if the database knows steps that we do not. */
int migrate_run(struct db *db, gboolean is_dry_run, void (*seen)(const struct migration *migration, void *user), void *user,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 1 if the schema is exactly ours; -1 with "schema-older" or "schema-newer", which say what to do. */
int migrate_check(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The database's clock (microseconds since 1970) and its version, the caller's. 1 or -1. */
int db_look(struct db *db, gint64 *clock_us_r, char **version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
