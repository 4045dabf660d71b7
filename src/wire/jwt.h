/* jwt.h - the platform's tokens (RFC 7519). libjwt checks the signature; all else is checked here.
 *
 * A key verifies with one algorithm, its own: what a token's header claims never chooses. "none" is nobody's
 * algorithm. exp must be there; nbf is kept; aud and iss must be ours. Clocks may differ by a minute.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#define JWT_LEEWAY_SECONDS 60

struct keyring;

struct jwt_claims {
	char *subject;		/* sub: never NULL */
	char *builder_id;	/* these may be NULL */
	char *role, *plan_tier, *name, *email;
	int64_t expires_at;	/* Unix time */
};
void jwt_claims_clear(struct jwt_claims *claims);

struct keyring *keyring_new(void);
void keyring_free(struct keyring **keyring);

/* alg is "HS256", "RS256" or "ES256"; key a secret or a PEM public key. Keys given here stay; -1 with "bad-key" if alg is another. */
int keyring_add(struct keyring *keyring, const char *kid, const char *alg, GBytes *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a published key set (RFC 7517) in the place of the one before. Keys of kinds that we do not use are passed over, and so are symmetric
 * ones: a secret that is published is none. How many keys were taken, -1 with "bad-jwks" (then the old ones stay). Any thread. */
int keyring_publish(struct keyring *keyring, const char *json, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean keyring_is_empty(struct keyring *keyring);

/* 1 with the claims. -1 with FAULT_UNAUTHENTICATED: "bad-token", "unknown-key", "token-expired", "token-not-yet-valid", "wrong-issuer",
 * "wrong-audience". issuer "" is not checked. now is Unix time. Any thread. */
int jwt_check(struct keyring *keyring, const char *token, const char *issuer, const char *audience, int64_t now,
    struct jwt_claims *claims_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
