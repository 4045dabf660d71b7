#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"

#define SECRET_MOST 65536	/* bytes */

static const struct conf_secret *
find(const struct conf *conf, const char *name)
{
	for (guint i = 0; i < conf->secrets->len; i++) {
		const struct conf_secret *secret = g_ptr_array_index(conf->secrets, i);

		if (strcmp(secret->name, name) == 0)
			return secret;
	}
	return NULL;
}

static char *
run(const struct conf_secret *secret, GError **error)
{
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", secret->command, NULL };
	char *out = NULL;
	int status = 0;

	if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL, &status, error))
		return NULL;
	if (!g_spawn_check_wait_status(status, error)) {
		conf_wipe(out);
		return NULL;
	}
	return out;
}

char *
conf_secret(const struct conf *conf, const char *name, GError **error)
{
	const struct conf_secret *secret = find(conf, name);
	char *text = NULL;
	g_autoptr(GError) why = NULL;

	if (secret == NULL) {
		fault_set(error, FAULT_INVALID, "no-such-secret", name, "%s has no secret `%s`: add it under `secrets`.", conf->path, name);
		return NULL;
	}
	if (secret->command != NULL)
		text = run(secret, &why);
	else if (!g_file_get_contents(secret->file, &text, NULL, &why))
		text = NULL;
	if (text == NULL) {
		fault_set(error, FAULT_UNAVAILABLE, "secret-unavailable", name, "Secret `%s` cannot be read: %s", name, why->message);
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	if (*text == '\0' || strlen(text) > SECRET_MOST) {
		fault_set(error, FAULT_INVALID, "secret-empty", name, "Secret `%s` is empty, or too long to be one.", name);
		conf_wipe(text);
		return NULL;
	}
	return text;
}

void
conf_wipe(char *secret)
{
	if (secret == NULL)
		return;
	explicit_bzero(secret, strlen(secret));
	g_free(secret);
}
