/* setup.h - before there can be a desk: the schema, and whether the rules can be read. */
#pragma once
#include <glib.h>

struct conf;

/* Applies the migrations that are missing, telling of each; with is_dry_run only tells. How many, or -1. */
int setup_migrate(const struct conf *conf, gboolean is_dry_run, void (*seen)(const char *name, void *user), void *user, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* 1 if all rules can be read; -1 with "file:line: what is wrong". */
int setup_check_rules(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 1 if Redis answers, -1. */
int setup_check_redis(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The database's clock minus ours, in milliseconds, and its version ("15.14"), the caller's. 1 or -1. */
int setup_check_database(const struct conf *conf, gint64 *clock_ms_r, char **version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
