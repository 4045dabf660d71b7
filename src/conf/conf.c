#include "conf/conf.h"

#include <errno.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/lists.h"
#include "conf/settings.h"

static int
fault_at(const config_setting_t *where, GError **error, const char *what)
{
	const char *file = config_setting_source_file(where);

	fault_set(error, FAULT_INVALID, "bad-config", config_setting_name(where), "%s:%d: %s", file != NULL ? file : "?",
	    (int)config_setting_source_line(where), what);
	return -1;
}

static int
read_bytes(const char *path, const struct setting *setting, GBytes **bytes_r, GError **error)
{
	g_autofree char *data = NULL;
	gsize length;
	GError *why = NULL;

	if (!g_file_get_contents(path, &data, &length, &why)) {
		fault_set(error, FAULT_INVALID, "bad-config", setting->path, "%s: %s", setting->path, why->message);
		g_error_free(why);
		return -1;
	}
	if ((long)length < setting->least || (long)length > setting->most) {
		fault_set(error, FAULT_INVALID, "bad-config", setting->path, "%s: %s has %zu bytes; it must have %ld to %ld",
		    setting->path, path, length, setting->least, setting->most);
		return -1;
	}
	*bytes_r = g_bytes_new(data, length);
	return 1;
}

static int
read_setting(struct conf *conf, const struct setting *setting, const config_setting_t *found, GError **error)
{
	char *member = (char *)conf + setting->offset;
	const char *text = found != NULL ? config_setting_get_string(found) : setting->fallback;

	if (found == NULL && setting->fallback == NULL) {
		fault_set(error, FAULT_INVALID, "bad-config", setting->path, "%s: `%s` is missing: %s", conf->path, setting->path,
		    setting->help);
		return -1;
	}
	if (setting->type == SETTING_NUMBER) {
		long number = found != NULL ? (long)config_setting_get_int64(found) : atol(setting->fallback);

		if (found != NULL && !config_setting_is_number(found))
			return fault_at(found, error, "a number is wanted here, without quotes");
		if (number < setting->least || number > setting->most) {
			g_autofree char *what = g_strdup_printf("`%s` must be %ld to %ld", setting->path, setting->least, setting->most);

			return found != NULL ? fault_at(found, error, what) : -1;
		}
		*(int *)(void *)member = (int)number;
		return 1;
	}
	if (text == NULL)
		return fault_at(found, error, "a text in quotes is wanted here");
	if (setting->type == SETTING_FILE_BYTES)
		return read_bytes(text, setting, (GBytes **)(void *)member, error);
	*(char **)(void *)member = g_strdup(text);
	return 1;
}

/* How many letters must change, for "did you mean". */
static int
distance(const char *a, const char *b)
{
	int row[64];
	int n = (int)strlen(b);

	if (n >= 63)
		return 99;
	for (int j = 0; j <= n; j++)
		row[j] = j;
	for (int i = 1; a[i - 1] != '\0'; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[n];
}

static int
fault_unknown(const config_setting_t *where, const char *path, GError **error)
{
	const struct setting *nearest = NULL;
	int least = 4;
	g_autofree char *what = NULL;

	for (const struct setting *setting = settings; setting->path != NULL; setting++) {
		int d = distance(path, setting->path);

		if (d < least) {
			least = d;
			nearest = setting;
		}
	}
	what = nearest != NULL ? g_strdup_printf("unknown setting `%s`; did you mean `%s`?", path, nearest->path)
			       : g_strdup_printf("unknown setting `%s`; supportd.conf(5) lists them all", path);
	return fault_at(where, error, what);
}

/* Every setting of the file must be in the table, or be the start of one that is. */
static int
check_known(const config_setting_t *group, const char *prefix, GError **error)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *entry = config_setting_get_elem(group, (unsigned)i);
		g_autofree char *path = g_strconcat(prefix, config_setting_name(entry), NULL);
		gboolean known = FALSE;

		if (conf_lists_own(path))
			continue;
		if (config_setting_is_group(entry)) {
			g_autofree char *inner = g_strconcat(path, ".", NULL);

			if (check_known(entry, inner, error) < 0)
				return -1;
			continue;
		}
		for (const struct setting *setting = settings; setting->path != NULL && !known; setting++)
			known = strcmp(setting->path, path) == 0;
		if (!known)
			return fault_unknown(entry, path, error);
	}
	return 1;
}

static int
read_all(struct conf *conf, config_t *file, GError **error)
{
	if (check_known(config_root_setting(file), "", error) < 0)
		return -1;
	for (const struct setting *setting = settings; setting->path != NULL; setting++)
		if (read_setting(conf, setting, config_lookup(file, setting->path), error) < 0)
			return -1;
	if (log_level_from_word(conf->log_level) < 0)
		return fault_at(config_lookup(file, "log.level"), error, "`log.level` is error, warning, info or debug");
	return conf_lists_read(conf, file, error);
}

static void
fault_unreadable(const config_t *file, const char *path, GError **error)
{
	const char *at = config_error_file(file);

	if (config_error_type(file) == CONFIG_ERR_FILE_IO)
		fault_set(error, FAULT_INVALID, "bad-config", NULL, "%s cannot be read: %s", path, g_strerror(errno));
	else
		fault_set(error, FAULT_INVALID, "bad-config", NULL, "%s:%d: %s", at != NULL ? at : path, config_error_line(file),
		    config_error_text(file));
}

struct conf *
conf_load(const char *path, GError **error)
{
	struct conf *conf = g_new0(struct conf, 1);
	g_autofree char *directory = g_path_get_dirname(path);
	config_t file;

	conf->path = g_strdup(path);
	conf->web.jwt_keys = g_ptr_array_new_with_free_func(conf_jwt_key_free);
	conf->secrets = g_ptr_array_new_with_free_func(conf_secret_free);
	config_init(&file);
	config_set_include_dir(&file, directory);
	if (!config_read_file(&file, path)) {
		fault_unreadable(&file, path, error);
		conf_free(&conf);
	} else if (read_all(conf, &file, error) < 0) {
		conf_free(&conf);
	}
	config_destroy(&file);
	return conf;
}

void
conf_free(struct conf **conf_p)
{
	struct conf *conf = *conf_p;

	if (conf == NULL)
		return;
	for (const struct setting *setting = settings; setting->path != NULL; setting++) {
		void *member = (char *)conf + setting->offset;

		if (setting->type == SETTING_TEXT)
			g_free(*(char **)member);
		else if (setting->type == SETTING_FILE_BYTES)
			g_clear_pointer((GBytes **)member, g_bytes_unref);
	}
	g_ptr_array_unref(conf->web.jwt_keys);
	g_ptr_array_unref(conf->secrets);
	g_free(conf->path);
	g_free(conf);
	*conf_p = NULL;
}

int
conf_split_listen(const char *listen, char **host_r, int *port_r, GError **error)
{
	const char *colon = strrchr(listen, ':');
	gboolean is_bracketed = *listen == '[' && colon != NULL && colon > listen && colon[-1] == ']';
	guint64 port;

	if (colon == NULL || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &port, NULL)) {
		fault_set(error, FAULT_INVALID, "bad-config", NULL, "`%s` is not host:port.", listen);
		return -1;
	}
	*port_r = (int)port;
	*host_r = is_bracketed ? g_strndup(listen + 1, (gsize)(colon - listen) - 2) : g_strndup(listen, (gsize)(colon - listen));
	return 1;
}
