#include "wire/jwt.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "wire/jwk.h"
#include "wire/keyring.h"

#define TOKEN_MOST 8192

void
jwt_claims_clear(struct jwt_claims *claims)
{
	g_free(claims->subject);
	g_free(claims->builder_id);
	g_free(claims->role);
	g_free(claims->plan_tier);
	g_free(claims->name);
	g_free(claims->email);
	memset(claims, 0, sizeof(*claims));
}

static int
refuse(GError **error, const char *name, const char *detail)
{
	fault_set(error, FAULT_UNAUTHENTICATED, name, "Authorization", "%s", detail);
	return -1;
}

static const char *
text_member(json_object *object, const char *name)
{
	json_object *value;
	const char *text;

	if (!json_object_object_get_ex(object, name, &value) || !json_object_is_type(value, json_type_string))
		return NULL;
	text = json_object_get_string(value);
	return strlen(text) == (size_t)json_object_get_string_len(value) ? text : NULL;
}

static json_object *
parse_strictly(const char *json, gsize length)
{
	json_tokener *tokener = json_tokener_new_ex(8);
	json_object *object;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, json, (int)length);
	if (json_tokener_get_error(tokener) != json_tokener_success || json_tokener_get_parse_end(tokener) != length ||
	    !json_object_is_type(object, json_type_object))
		g_clear_pointer(&object, json_object_put);
	json_tokener_free(tokener);
	return object;
}

/* The token's first or second part as JSON, the caller's; NULL if it is none. */
static json_object *
part_json(const char *start, const char *end)
{
	g_autoptr(GBytes) bytes = jwk_base64url(start, (gsize)(end - start));
	gsize length;
	const char *json;

	if (bytes == NULL)
		return NULL;
	json = g_bytes_get_data(bytes, &length);
	return length > 0 ? parse_strictly(json, length) : NULL;
}

/* The key that the header names. The header's alg chooses nothing: it must be the key's own. */
static struct key *
find_key(struct keyring *keyring, json_object *header, GError **error)
{
	const char *alg = text_member(header, "alg"), *kid = text_member(header, "kid");
	struct key *key = NULL;

	if (alg == NULL || json_object_object_get_ex(header, "crit", NULL)) {
		(void)refuse(error, "bad-token", "The token's header names no algorithm, or extensions that are not known here.");
		return NULL;
	}
	key = keyring_find(keyring, kid);
	if (key == NULL) {
		(void)refuse(error, "unknown-key", "The token was signed with a key (kid) that is not known here.");
		return NULL;
	}
	if (jwt_str_alg(alg) != key->alg) {
		key_free(key);
		(void)refuse(error, "bad-token", "The token's algorithm is not the one of its key.");
		return NULL;
	}
	return key;
}

static int
check_signature(const struct key *key, const char *token, GError **error)
{
	gsize length;
	const unsigned char *material = g_bytes_get_data(key->material, &length);
	jwt_t *jwt = NULL;
	int failed = length == 0 || jwt_decode(&jwt, token, material, (int)length) != 0 || jwt_get_alg(jwt) != key->alg;

	jwt_free(jwt);
	return failed ? refuse(error, "bad-token", "The token's signature does not hold.") : 1;
}

static gboolean
number_member(json_object *object, const char *name, int64_t *number_r)
{
	json_object *value;

	if (!json_object_object_get_ex(object, name, &value) ||
	    (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double)))
		return FALSE;
	*number_r = json_object_get_int64(value);
	return TRUE;
}

static gboolean
names_audience(json_object *payload, const char *audience)
{
	json_object *aud;

	if (!json_object_object_get_ex(payload, "aud", &aud))
		return FALSE;
	if (json_object_is_type(aud, json_type_string))
		return strcmp(json_object_get_string(aud), audience) == 0;
	for (size_t i = 0; json_object_is_type(aud, json_type_array) && i < json_object_array_length(aud); i++)
		if (g_strcmp0(json_object_get_string(json_object_array_get_idx(aud, i)), audience) == 0)
			return TRUE;
	return FALSE;
}

static int
check_claims(json_object *payload, const char *issuer, const char *audience, int64_t now, int64_t *expires_r, GError **error)
{
	int64_t not_before;

	if (!number_member(payload, "exp", expires_r))
		return refuse(error, "bad-token", "The token has no time at which it ends (exp).");
	if (now >= *expires_r + JWT_LEEWAY_SECONDS)
		return refuse(error, "token-expired", "The token has expired; get a new one from the platform.");
	if (json_object_object_get_ex(payload, "nbf", NULL) &&
	    (!number_member(payload, "nbf", &not_before) || now < not_before - JWT_LEEWAY_SECONDS))
		return refuse(error, "token-not-yet-valid", "The token is not valid yet (nbf); check the clocks.");
	if (*issuer != '\0' && g_strcmp0(text_member(payload, "iss"), issuer) != 0)
		return refuse(error, "wrong-issuer", "The token is from another issuer (iss).");
	if (*audience != '\0' && !names_audience(payload, audience))
		return refuse(error, "wrong-audience", "The token is not meant for this service (aud).");
	if (text_member(payload, "sub") == NULL)
		return refuse(error, "bad-token", "The token does not say whose it is (sub).");
	return 1;
}

static void
copy_claims(json_object *payload, int64_t expires_at, struct jwt_claims *claims)
{
	const char *plan = text_member(payload, "plan_tier");

	claims->subject = g_strdup(text_member(payload, "sub"));
	claims->builder_id = g_strdup(text_member(payload, "builder_id"));
	claims->role = g_strdup(text_member(payload, "role"));
	claims->plan_tier = g_strdup(plan != NULL ? plan : text_member(payload, "plan"));
	claims->name = g_strdup(text_member(payload, "name"));
	claims->email = g_strdup(text_member(payload, "email"));
	claims->expires_at = expires_at;
}

int
jwt_check(struct keyring *keyring, const char *token, const char *issuer, const char *audience, int64_t now,
    struct jwt_claims *claims_r, GError **error)
{
	const char *first = strchr(token, '.'), *second = first != NULL ? strchr(first + 1, '.') : NULL;
	json_object *header = NULL, *payload = NULL;
	struct key *key = NULL;
	int64_t expires_at;
	int done = -1;

	memset(claims_r, 0, sizeof(*claims_r));
	if (second != NULL && strlen(token) <= TOKEN_MOST) {
		header = part_json(token, first);
		payload = part_json(first + 1, second);
	}
	if (header == NULL || payload == NULL)
		(void)refuse(error, "bad-token", "The token is not a JSON Web Token that can be read.");
	else if ((key = find_key(keyring, header, error)) != NULL && check_signature(key, token, error) > 0 &&
	    check_claims(payload, issuer, audience, now, &expires_at, error) > 0) {
		copy_claims(payload, expires_at, claims_r);
		done = 1;
	}
	key_free(key);
	json_object_put(header);
	json_object_put(payload);
	return done;
}
