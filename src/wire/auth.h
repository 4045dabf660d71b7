/* auth.h - from a bearer token to who is asking: the platform's JWT for customers, access tokens for everybody else.
 *
 * An answer is kept for a few seconds, so that a request does not cost an extra query; a token that is revoked elsewhere lives
 * that much longer. */
#pragma once
#include <glib.h>

#include "model/actor.h"

#define AUTH_KEPT_SECONDS 5

struct auth;
struct conf;
struct desk;

/* conf must outlive it. NULL with error set where a configured key is wrong. */
struct auth *auth_new(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void auth_free(struct auth **auth);

/* Any thread. 1; -1 with a fault of FAULT_UNAUTHENTICATED or FAULT_FORBIDDEN that names what is wrong. */
int auth_actor(struct auth *auth, struct desk *desk, const char *token, struct actor *actor_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* This token holds no more. */
void auth_forget(struct auth *auth, const char *token);
