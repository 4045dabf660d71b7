/* migrate and check. */
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "ctl/families.h"
#include "desk/setup.h"

#define EXIT_WANTING 3

static gboolean dry_run;

static const GOptionEntry *
migrate_options(void)
{
	static const GOptionEntry options[] = {
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "Only show what would be done", NULL },
		{ NULL },
	};

	return options;
}

static void
print_step(const char *name, void *user)
{
	const struct ctl *ctl = user;

	if (!ctl->json)
		printf("%s %s\n", dry_run ? "would apply" : "applied", name);
}

static int
migrate(struct ctl *ctl, int n, char **words, GError **error)
{
	int count = setup_migrate(ctl->conf, dry_run, print_step, ctl, error);

	(void)n;
	(void)words;
	if (count < 0)
		return -1;
	if (ctl->json)
		printf("{\"migrations\": %d, \"dry_run\": %s}\n", count, dry_run ? "true" : "false");
	else if (count == 0)
		puts("The database is up to date.");
	return 0;
}

static int
check(struct ctl *ctl, int n, char **words, GError **error)
{
	g_autoptr(GError) why = NULL;
	struct conf *conf = conf_load(ctl->config, &why);

	(void)n;
	(void)words;
	(void)error;
	if (conf == NULL || setup_check_rules(conf, &why) < 0) {
		fprintf(stderr, "%s\n", why->message);
		conf_free(&conf);
		return EXIT_WANTING;
	}
	puts(ctl->json ? "{\"ok\": true}" : "The configuration and the rules can be read.");
	conf_free(&conf);
	return 0;
}

const struct command setup_commands[] = {
	{ "migrate", NULL, "[--dry-run]", "Bring the database to this program's schema", NEEDS_CONF, migrate_options, 0, 0, migrate },
	{ "check", NULL, "", "Read the configuration and the rules, and say what is wrong with file and line", NEEDS_NOTHING, NULL, 0, 0,
	    check },
	{ .noun = NULL },
};
