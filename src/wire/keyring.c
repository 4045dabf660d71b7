#include "wire/keyring.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "wire/jwk.h"

struct keyring {
	GMutex lock;
	GPtrArray *keys;	/* struct key * */
};

void
key_free(struct key *key)
{
	if (key == NULL)
		return;
	g_free(key->kid);
	g_bytes_unref(key->material);
	g_free(key);
}

struct keyring *
keyring_new(void)
{
	struct keyring *keyring = g_new0(struct keyring, 1);

	g_mutex_init(&keyring->lock);
	keyring->keys = g_ptr_array_new_with_free_func((GDestroyNotify)key_free);
	return keyring;
}

void
keyring_free(struct keyring **keyring_p)
{
	struct keyring *keyring = *keyring_p;

	if (keyring == NULL)
		return;
	g_ptr_array_unref(keyring->keys);
	g_mutex_clear(&keyring->lock);
	g_free(keyring);
	*keyring_p = NULL;
}

static gboolean
known_alg(const char *word, jwt_alg_t *alg_r)
{
	static const struct {
		const char *word;
		jwt_alg_t alg;
	} algs[] = { { "HS256", JWT_ALG_HS256 }, { "RS256", JWT_ALG_RS256 }, { "ES256", JWT_ALG_ES256 } };

	for (size_t i = 0; i < G_N_ELEMENTS(algs); i++) {
		if (g_strcmp0(algs[i].word, word) == 0) {
			*alg_r = algs[i].alg;
			return TRUE;
		}
	}
	return FALSE;
}

static struct key *
key_new(const char *kid, jwt_alg_t alg, GBytes *material, gboolean is_published)
{
	struct key *key = g_new0(struct key, 1);

	key->kid = g_strdup(kid);
	key->alg = alg;
	key->material = g_bytes_ref(material);
	key->is_published = is_published;
	return key;
}

int
keyring_add(struct keyring *keyring, const char *kid, const char *alg_word, GBytes *material, GError **error)
{
	jwt_alg_t alg;

	if (!known_alg(alg_word, &alg)) {
		fault_set(error, FAULT_INVALID, "bad-key", "alg", "The key %s has the algorithm %s; it must be HS256, RS256 or ES256.", kid, alg_word);
		return -1;
	}
	g_mutex_lock(&keyring->lock);
	g_ptr_array_add(keyring->keys, key_new(kid, alg, material, FALSE));
	g_mutex_unlock(&keyring->lock);
	return 1;
}

static const char *
member(json_object *object, const char *name)
{
	json_object *value;

	return json_object_object_get_ex(object, name, &value) && json_object_is_type(value, json_type_string) ?
	    json_object_get_string(value) : NULL;
}

/* A signature key of a kind that we verify; NULL for others. */
static struct key *
published_key(json_object *jwk)
{
	const char *kid = member(jwk, "kid"), *use = member(jwk, "use"), *alg = member(jwk, "alg"), *kty = member(jwk, "kty");
	g_autoptr(GBytes) pem = NULL;
	gboolean is_rsa = g_strcmp0(kty, "RSA") == 0;

	if (kid == NULL || (use != NULL && strcmp(use, "sig") != 0))
		return NULL;
	if (is_rsa && (alg == NULL || strcmp(alg, "RS256") == 0))
		pem = jwk_rsa_pem(member(jwk, "n"), member(jwk, "e"));
	else if (g_strcmp0(kty, "EC") == 0 && g_strcmp0(member(jwk, "crv"), "P-256") == 0 && (alg == NULL || strcmp(alg, "ES256") == 0))
		pem = jwk_p256_pem(member(jwk, "x"), member(jwk, "y"));
	return pem != NULL ? key_new(kid, is_rsa ? JWT_ALG_RS256 : JWT_ALG_ES256, pem, TRUE) : NULL;
}

static void
replace_published(struct keyring *keyring, GPtrArray *fresh)
{
	g_mutex_lock(&keyring->lock);
	for (guint i = keyring->keys->len; i > 0; i--)
		if (((struct key *)keyring->keys->pdata[i - 1])->is_published)
			g_ptr_array_remove_index(keyring->keys, i - 1);
	g_ptr_array_extend_and_steal(keyring->keys, fresh);
	g_mutex_unlock(&keyring->lock);
}

int
keyring_publish(struct keyring *keyring, const char *json, gsize length, GError **error)
{
	g_autofree char *text = g_strndup(json, length);
	json_object *set = json_tokener_parse(text), *keys = NULL;
	GPtrArray *fresh = g_ptr_array_new_with_free_func((GDestroyNotify)key_free);
	int taken;

	if (json_object_is_type(set, json_type_object))
		json_object_object_get_ex(set, "keys", &keys);
	for (size_t i = 0; json_object_is_type(keys, json_type_array) && i < json_object_array_length(keys); i++) {
		json_object *jwk = json_object_array_get_idx(keys, i);
		struct key *key = json_object_is_type(jwk, json_type_object) ? published_key(jwk) : NULL;

		if (key != NULL)
			g_ptr_array_add(fresh, key);
	}
	json_object_put(set);
	taken = (int)fresh->len;
	if (taken == 0) {
		g_ptr_array_unref(fresh);
		fault_set(error, FAULT_INVALID, "bad-jwks", NULL, "The published key set has no RS256 or ES256 key with a kid.");
		return -1;
	}
	replace_published(keyring, fresh);
	return taken;
}

gboolean
keyring_is_empty(struct keyring *keyring)
{
	gboolean is_empty;

	g_mutex_lock(&keyring->lock);
	is_empty = keyring->keys->len == 0;
	g_mutex_unlock(&keyring->lock);
	return is_empty;
}

struct key *
keyring_find(struct keyring *keyring, const char *kid)
{
	struct key *found = NULL;

	g_mutex_lock(&keyring->lock);
	for (guint i = 0; i < keyring->keys->len && found == NULL; i++) {
		const struct key *key = keyring->keys->pdata[i];

		if (kid != NULL ? strcmp(key->kid, kid) == 0 : keyring->keys->len == 1)
			found = key_new(key->kid, key->alg, key->material, key->is_published);
	}
	g_mutex_unlock(&keyring->lock);
	return found;
}
