/* token.h - who somebody is: access tokens, agents' sessions, and customers that the platform vouches for. */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

#define SESSION_HOURS 12	/* since it was last used */

/* The actor of an access token; its address is left empty. Only the token's SHA-256 leaves this function. 1; -1 with "unknown-token"
 * (FAULT_UNAUTHENTICATED) if there is none that holds. */
int desk_token_actor(struct desk *desk, const char *token, struct actor *actor_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A service token: role "agent", "manager", "admin" or "platform"; seconds 0: for ever. agent_id may be NULL. The token's text in
 * *token_r, the caller's: it is shown this once. */
int desk_token_create(struct desk *desk, const struct actor *actor, const char *role, const char *name, const char *agent_id,
    int64_t seconds, char **token_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 1; 0 if there is none by that id that holds. */
int desk_token_revoke(struct desk *desk, const struct actor *actor, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Forgets those that were revoked or ran out a month ago. */
int desk_tokens_sweep(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Those that hold, as a JSON array, the caller's. */
char *desk_tokens(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An agent's session. {"token", "expires_in", "agent"} in *json_r, the caller's. -1 with "wrong-login" whatever was wrong. */
int desk_session_open(struct desk *desk, const char *email, const char *password, const char *address, const char *user_agent,
    char **json_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int desk_session_close(struct desk *desk, const char *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A customer as the platform's token names them, held against what was provisioned. actor's id and builder_id are set; name and plan_tier are filled
 * in where the token left them empty. -1 with "user-not-provisioned", "user-inactive", "wrong-builder" or "builder-suspended" (FAULT_FORBIDDEN). */
int desk_customer_check(struct desk *desk, struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* {"kind", "role", "agent" or "user" …} for whoever asks; the caller's. */
char *desk_whoami(struct desk *desk, const struct actor *actor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
