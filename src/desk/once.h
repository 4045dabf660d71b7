/* once.h - a request with an Idempotency-Key, done once.
 *
 * All that the request does, and its answer, are one transaction with the key: whoever asks again gets the same answer,
 * and a crash leaves either all of it or nothing. A request that failed did nothing, so its key is as good as new.
 */
#pragma once
#include <glib.h>

struct desk;

struct once {
	const char *actor;	/* actor_key */
	const char *key;
	GBytes *digest;		/* of method, path and body */
};

/* 1: not done yet; do it, then desk_once_end or desk_once_abort. 0: done before: its answer in *status_r and *response_r (may be NULL), the
 * caller's. -1 with "key-in-use" (FAULT_CONFLICT: somebody is at it right now) or "key-reused" (FAULT_INVALID: for another request). */
int desk_once_begin(struct desk *desk, const struct once *once, int *status_r, char **response_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/* Commits. -1: nothing was done. */
int desk_once_end(struct desk *desk, const struct once *once, int status, const char *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void desk_once_abort(struct desk *desk);

/* Forgets keys older than a day. */
int desk_once_sweep(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
