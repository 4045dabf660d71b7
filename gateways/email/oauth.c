#include "email/oauth.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"

static json_object *
parse(const char *text, int length)
{
	json_tokener *tokener = json_tokener_new_ex(8);
	json_object *parsed;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	parsed = json_tokener_parse_ex(tokener, text, length);
	json_tokener_free(tokener);
	return parsed;
}

static gint64
number_of(json_object *object, const char *key)
{
	json_object *value;

	return json_object_object_get_ex(object, key, &value) ? json_object_get_int64(value) : 0;
}

/* The exp of a JWT's claims; 0 if this is none. */
static gint64
jwt_end(const char *token)
{
	g_auto(GStrv) parts = g_strsplit(token, ".", 4);
	g_autoptr(GString) claims = NULL;
	g_autofree guchar *decoded = NULL;
	json_object *object;
	gsize length;
	gint64 end = 0;

	if (g_strv_length(parts) != 3)
		return 0;
	claims = g_string_new(g_strdelimit(parts[1], "-", '+'));
	g_strdelimit(claims->str, "_", '/');
	while (claims->len % 4 != 0)
		g_string_append_c(claims, '=');
	decoded = g_base64_decode(claims->str, &length);
	object = parse((const char *)decoded, (int)length);
	if (object != NULL)
		end = number_of(object, "exp");
	json_object_put(object);
	return end;
}

static int
read_json(const char *secret, gint64 now, struct oauth_token *token_r, GError **error)
{
	json_object *object = parse(secret, (int)strlen(secret)), *text;

	if (object == NULL || !json_object_object_get_ex(object, "access_token", &text) || !json_object_is_type(text, json_type_string)) {
		json_object_put(object);
		fault_set(error, FAULT_INVALID, "bad-token", NULL,
		    "The secret looks like JSON, but has no \"access_token\" that can be read; it must stand on one line.");
		return -1;
	}
	token_r->text = g_strdup(json_object_get_string(text));
	token_r->expires_at = number_of(object, "expires_at");
	if (token_r->expires_at == 0 && number_of(object, "expires_in") > 0)
		token_r->expires_at = now + number_of(object, "expires_in");
	json_object_put(object);
	return 1;
}

int
oauth_read(const char *secret, gint64 now, struct oauth_token *token_r, GError **error)
{
	*token_r = (struct oauth_token){ 0 };
	if (*secret == '{') {
		if (read_json(secret, now, token_r, error) < 0)
			return -1;
	} else {
		token_r->text = g_strdup(secret);
	}
	if (token_r->expires_at == 0)
		token_r->expires_at = jwt_end(token_r->text);
	for (const char *c = token_r->text; *c != '\0'; c++)
		if (!g_ascii_isgraph(*c)) {
			oauth_clear(token_r);
			fault_set(error, FAULT_INVALID, "bad-token", NULL, "The access token has a character that no token has.");
			return -1;
		}
	return 1;
}

void
oauth_clear(struct oauth_token *token)
{
	conf_wipe(token->text);
	*token = (struct oauth_token){ 0 };
}

gboolean
oauth_ends_soon(const struct oauth_token *token, gint64 now)
{
	return token->expires_at != 0 && token->expires_at - now < OAUTH_MARGIN_SECONDS;
}
