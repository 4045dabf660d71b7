/* health.h - /healthz, /readyz and /metrics for the programs that are no web servers: one small thread, GET only.
 *
 * /healthz answers 200 while the process lives. /readyz asks every check and answers 200, or 503 with the names of what is
 * not ready, one a line. supportd-web and supportd-chat answer the same three on their own loop with health_answer.
 */
#pragma once
#include <glib.h>

struct health_check {
	const char *name;	/* "database"; NULL ends the list */
	gboolean (*is_ready)(void *user, char **why_r);		/* any thread; quick; *why_r, the caller's, may stay NULL */
	void *user;
};

/* Listens on host:port and answers until the process ends. checks must live on. 1 or -1. */
int health_start(const char *host, int port, const struct health_check *checks, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The answer for a path: the HTTP status, the body appended. 404 for other paths. */
int health_answer(const char *path, const struct health_check *checks, GString *body);
