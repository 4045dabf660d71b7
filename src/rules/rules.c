#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "rules/internal.h"

const char *const rules_plan_words[PLANS] = { "free", "starter", "professional", "business", "enterprise" };

int
rules_find_word(const char *const *words, int n, const char *word)
{
	for (int i = 0; word != NULL && i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

int
rules_known_members(const config_setting_t *group, const char *const *words, GError **error)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *member = config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(member);

		if (name == NULL || !g_strv_contains(words, name))
			return rules_fault(member, error, "`%s` means nothing here", name != NULL ? name : "this");
	}
	return 1;
}

int
rules_fault(const config_setting_t *where, GError **error, const char *format, ...)
{
	const char *file = config_setting_source_file(where);
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	fault_set(error, FAULT_INVALID, "bad-rules", config_setting_name(where), "%s:%d: %s", file != NULL ? file : "?",
	    (int)config_setting_source_line(where), what);
	return -1;
}

int
rules_duration(const char *text)
{
	char *unit;
	long n = strtol(text, &unit, 10);
	long seconds = strcmp(unit, "s") == 0 ? n : strcmp(unit, "m") == 0 ? n * 60 : strcmp(unit, "h") == 0 ? n * 3600
	    : strcmp(unit, "d") == 0 ? n * 86400 : -2;

	return unit == text || n < 0 || n > 100000 || seconds > 366L * 86400 ? -2 : (int)seconds;
}

/* Opens NAME of local.d, or NAME itself, and hands it to read. */
static int
read_file(const char *directory, const char *name, int (*read)(void *into, config_t *file, GError **error), void *into,
    GError **error)
{
	g_autofree char *local = g_build_filename(directory, "local.d", name, NULL);
	g_autofree char *shipped = g_build_filename(directory, name, NULL);
	const char *path = g_file_test(local, G_FILE_TEST_EXISTS) ? local : shipped;
	config_t file;
	int done;

	config_init(&file);
	config_set_include_dir(&file, directory);
	if (config_read_file(&file, path)) {
		done = read(into, &file, error);
	} else {
		const char *at = config_error_file(&file);

		fault_set(error, FAULT_INVALID, "bad-rules", NULL, "%s:%d: %s", at != NULL ? at : path, config_error_line(&file),
		    config_error_type(&file) == CONFIG_ERR_FILE_IO ? "cannot be read" : config_error_text(&file));
		done = -1;
	}
	config_destroy(&file);
	return done;
}

static int
read_sla(void *into, config_t *file, GError **error)
{
	return sla_read(into, file, error);
}

static int
read_categories(void *into, config_t *file, GError **error)
{
	return categories_read(into, file, error);
}

static int
read_hours(void *into, config_t *file, GError **error)
{
	return hours_read(into, file, error);
}

static int
read_plans(void *into, config_t *file, GError **error)
{
	return plans_read(into, file, error);
}

struct rules *
rules_load(const char *directory, GError **error)
{
	struct rules *rules = g_new0(struct rules, 1);

	if (read_file(directory, "sla.conf", read_sla, &rules->sla, error) < 0 ||
	    read_file(directory, "categories.conf", read_categories, &rules->categories, error) < 0 ||
	    read_file(directory, "hours.conf", read_hours, &rules->hours, error) < 0 ||
	    read_file(directory, "plans.conf", read_plans, &rules->plans, error) < 0)
		rules_free(&rules);
	return rules;
}

void
rules_free(struct rules **rules_p)
{
	struct rules *rules = *rules_p;

	if (rules == NULL)
		return;
	sla_clear(&rules->sla);
	categories_clear(&rules->categories);
	hours_clear(&rules->hours);
	plans_clear(&rules->plans);
	g_free(rules);
	*rules_p = NULL;
}
