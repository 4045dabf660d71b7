#include "conf/lists.h"

#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"

gboolean
conf_lists_own(const char *path)
{
	return strcmp(path, "web.jwt.keys") == 0 || strcmp(path, "secrets") == 0;
}

void
conf_jwt_key_free(void *data)
{
	struct conf_jwt_key *key = data;

	g_free(key->kid);
	g_free(key->alg);
	g_clear_pointer(&key->key, g_bytes_unref);
	g_free(key);
}

void
conf_secret_free(void *data)
{
	struct conf_secret *secret = data;

	g_free(secret->name);
	g_free(secret->file);
	g_free(secret->command);
	g_free(secret);
}

static int
fault_here(const config_setting_t *where, GError **error, const char *what)
{
	const char *file = config_setting_source_file(where);

	fault_set(error, FAULT_INVALID, "bad-config", NULL, "%s:%d: %s", file != NULL ? file : "?",
	    (int)config_setting_source_line(where), what);
	return -1;
}

static gboolean
is_algorithm(const char *word)
{
	return g_strcmp0(word, "HS256") == 0 || g_strcmp0(word, "RS256") == 0 || g_strcmp0(word, "ES256") == 0;
}

static int
read_jwt_key(struct conf *conf, const config_setting_t *entry, GError **error)
{
	struct conf_jwt_key *key;
	const char *kid = NULL, *alg = NULL, *path = NULL;
	g_autofree char *data = NULL;
	gsize length;

	if (!config_setting_lookup_string(entry, "kid", &kid) || !config_setting_lookup_string(entry, "alg", &alg) ||
	    !is_algorithm(alg))
		return fault_here(entry, error, "a key needs `kid` and `alg` (HS256, RS256 or ES256)");
	if (!config_setting_lookup_string(entry, strcmp(alg, "HS256") == 0 ? "secret_file" : "public_file", &path))
		return fault_here(entry, error, "an HS256 key needs `secret_file`, the others `public_file` (PEM)");
	if (!g_file_get_contents(path, &data, &length, error))
		return -1;
	if (strcmp(alg, "HS256") == 0)
		length = strlen(g_strchomp(data));
	if (length < 16)
		return fault_here(entry, error, "the key's file has fewer than 16 bytes");
	key = g_new0(struct conf_jwt_key, 1);
	key->kid = g_strdup(kid);
	key->alg = g_strdup(alg);
	key->key = g_bytes_new(data, length);
	g_ptr_array_add(conf->web.jwt_keys, key);
	return 1;
}

static int
read_secret(struct conf *conf, const config_setting_t *entry, GError **error)
{
	struct conf_secret *secret;
	const char *file = NULL, *command = NULL;

	config_setting_lookup_string(entry, "file", &file);
	config_setting_lookup_string(entry, "command", &command);
	if ((file == NULL) == (command == NULL))
		return fault_here(entry, error, "a secret needs either `file` or `command`");
	secret = g_new0(struct conf_secret, 1);
	secret->name = g_strdup(config_setting_name(entry));
	secret->file = g_strdup(file);
	secret->command = g_strdup(command);
	g_ptr_array_add(conf->secrets, secret);
	return 1;
}

int
conf_lists_read(struct conf *conf, config_t *file, GError **error)
{
	const config_setting_t *keys = config_lookup(file, "web.jwt.keys"), *secrets = config_lookup(file, "secrets");

	for (int i = 0; keys != NULL && i < config_setting_length(keys); i++)
		if (read_jwt_key(conf, config_setting_get_elem(keys, (unsigned)i), error) < 0)
			return -1;
	for (int i = 0; secrets != NULL && i < config_setting_length(secrets); i++)
		if (read_secret(conf, config_setting_get_elem(secrets, (unsigned)i), error) < 0)
			return -1;
	return 1;
}
