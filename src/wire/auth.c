#include "wire/auth.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "conf/conf.h"
#include "desk/token.h"
#include "desk/visitor.h"
#include "wire/jwks.h"
#include "wire/jwt.h"

#define KEPT_MOST 20000

struct kept {
	struct actor actor;
	gint64 until;		/* monotonic, microseconds */
};

struct auth {
	const struct conf *conf;
	struct keyring *keyring;
	struct jwks *jwks;	/* NULL if the platform publishes no keys */
	GMutex lock;
	GHashTable *kept;	/* SHA-256 of a token to struct kept */
};

struct auth *
auth_new(const struct conf *conf, GError **error)
{
	struct auth *auth = g_new0(struct auth, 1);

	auth->conf = conf;
	auth->keyring = keyring_new();
	g_mutex_init(&auth->lock);
	auth->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; conf->web.jwt_keys != NULL && i < conf->web.jwt_keys->len; i++) {
		const struct conf_jwt_key *key = conf->web.jwt_keys->pdata[i];

		if (keyring_add(auth->keyring, key->kid, key->alg, key->key, error) < 0) {
			auth_free(&auth);
			return NULL;
		}
	}
	if (*conf->web.jwks_url != '\0')
		auth->jwks = jwks_start(auth->keyring, conf->web.jwks_url, conf->web.jwks_cache);
	return auth;
}

void
auth_free(struct auth **auth_p)
{
	struct auth *auth = *auth_p;

	if (auth == NULL)
		return;
	jwks_stop(&auth->jwks);
	keyring_free(&auth->keyring);
	g_hash_table_unref(auth->kept);
	g_mutex_clear(&auth->lock);
	g_free(auth);
	*auth_p = NULL;
}

static char *
digest(const char *token)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, token, -1);
}

static gboolean
recall(struct auth *auth, const char *key, struct actor *actor_r)
{
	const struct kept *kept;
	gboolean is_there;

	g_mutex_lock(&auth->lock);
	kept = g_hash_table_lookup(auth->kept, key);
	is_there = kept != NULL && kept->until > g_get_monotonic_time();
	if (is_there)
		*actor_r = kept->actor;
	g_mutex_unlock(&auth->lock);
	return is_there;
}

static void
keep(struct auth *auth, char *key, const struct actor *actor, gint64 seconds)
{
	struct kept *kept = g_new(struct kept, 1);

	kept->actor = *actor;
	kept->until = g_get_monotonic_time() + MIN(seconds, AUTH_KEPT_SECONDS) * G_USEC_PER_SEC;
	g_mutex_lock(&auth->lock);
	if (g_hash_table_size(auth->kept) >= KEPT_MOST)
		g_hash_table_remove_all(auth->kept);	/* they come back at the price of a query each */
	g_hash_table_replace(auth->kept, key, kept);
	g_mutex_unlock(&auth->lock);
}

void
auth_forget(struct auth *auth, const char *token)
{
	g_autofree char *key = digest(token);

	g_mutex_lock(&auth->lock);
	g_hash_table_remove(auth->kept, key);
	g_mutex_unlock(&auth->lock);
}

static int
customer_from_claims(const struct jwt_claims *claims, struct actor *actor, GError **error)
{
	memset(actor, 0, sizeof(*actor));
	actor->kind = ACTOR_CUSTOMER;
	if (!uuid_is_valid(claims->subject) || claims->builder_id == NULL || !uuid_is_valid(claims->builder_id)) {
		fault_set(error, FAULT_UNAUTHENTICATED, "bad-token", "Authorization",
		    "The token must name the user (sub) and the builder (builder_id) by the ids with which the platform provisions them.");
		return -1;
	}
	g_strlcpy(actor->id, claims->subject, sizeof(actor->id));
	g_strlcpy(actor->builder_id, claims->builder_id, sizeof(actor->builder_id));
	g_strlcpy(actor->user_role, claims->role != NULL ? claims->role : "", sizeof(actor->user_role));
	g_strlcpy(actor->plan_tier, claims->plan_tier != NULL ? claims->plan_tier : "", sizeof(actor->plan_tier));
	g_strlcpy(actor->name, claims->name != NULL ? claims->name : "", sizeof(actor->name));
	return 1;
}

static int
customer(struct auth *auth, struct desk *desk, const char *token, struct actor *actor, gint64 *seconds_r, GError **error)
{
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	struct jwt_claims claims;
	int done;

	if (jwt_check(auth->keyring, token, auth->conf->web.jwt_issuer, auth->conf->web.jwt_audience, now, &claims, error) < 0) {
		if (error != NULL && strcmp(fault_name(*error), "unknown-key") == 0)
			jwks_look_again(auth->jwks);
		return -1;
	}
	*seconds_r = MAX(0, claims.expires_at + JWT_LEEWAY_SECONDS - now);
	done = customer_from_claims(&claims, actor, error);
	jwt_claims_clear(&claims);
	return done > 0 ? desk_customer_check(desk, actor, error) : -1;
}

int
auth_actor(struct auth *auth, struct desk *desk, const char *token, struct actor *actor_r, GError **error)
{
	g_autofree char *key = digest(token);
	const char *dot = strchr(token, '.');
	gint64 seconds = AUTH_KEPT_SECONDS;
	int done;

	if (recall(auth, key, actor_r))
		return 1;
	if (dot != NULL && strchr(dot + 1, '.') != NULL)
		done = customer(auth, desk, token, actor_r, &seconds, error);
	else if (g_str_has_prefix(token, VISITOR_PREFIX))
		done = desk_visitor_actor(desk, token, actor_r, &seconds, error);
	else
		done = desk_token_actor(desk, token, actor_r, error);
	if (done > 0)
		keep(auth, g_steal_pointer(&key), actor_r, seconds);
	return done;
}
