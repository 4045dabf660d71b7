/* supportctl - the operator's command line. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "config.h"
#include "ctl/ctl.h"
#include "ctl/words.h"
#include "desk/desk.h"

#define EXIT_WRONG_WORDS 2

static gboolean
matches(const struct command *command, int n, char **words)
{
	return n > 0 && strcmp(words[0], command->noun) == 0 &&
	    (command->verb == NULL || (n > 1 && strcmp(words[1], command->verb) == 0));
}

static const struct command *
find(int n, char **words)
{
	for (const struct command *const *family = command_families; *family != NULL; family++)
		for (const struct command *command = *family; command->noun != NULL; command++)
			if (matches(command, n, words))
				return command;
	return NULL;
}

/* "ticket show NUMBER" */
static char *
command_form(const struct command *command)
{
	g_autofree char *form = g_strjoin(" ", command->noun, command->verb != NULL ? command->verb : command->words,
	    command->verb != NULL ? command->words : NULL, NULL);

	return g_strchomp(g_steal_pointer(&form));
}

/* A line for each command of the noun, or for all; empty if it is no noun of ours. */
static char *
commands_of(const char *noun)
{
	GString *lines = g_string_new(NULL);

	for (const struct command *const *family = command_families; *family != NULL; family++)
		for (const struct command *command = *family; command->noun != NULL; command++) {
			g_autofree char *form = command_form(command);

			if (noun == NULL || strcmp(noun, command->noun) == 0)
				g_string_append_printf(lines, "  %-44s %s\n", form, command->summary);
		}
	return g_string_free(lines, FALSE);
}

/* All commands as roff, for supportctl(1). */
static void
print_man(void)
{
	for (const struct command *const *family = command_families; *family != NULL; family++)
		for (const struct command *command = *family; command->noun != NULL; command++) {
			const GOptionEntry *option = command->options != NULL ? command->options() : NULL;

			printf(".TP\n.B %s%s%s\n.I \"%s\"\n.br\n%s.\n", command->noun, command->verb != NULL ? " " : "",
			    command->verb != NULL ? command->verb : "", command->words, command->summary);
			for (; option != NULL && option->long_name != NULL; option++)
				printf(".br\n\\fB\\-\\-%s\\fR%s%s: %s\n", option->long_name, option->arg_description != NULL ? "=" : "",
				    option->arg_description != NULL ? option->arg_description : "", option->description);
		}
}

static int
fail_words(int n, char **words)
{
	g_autofree char *of_noun = n > 0 ? commands_of(words[0]) : g_strdup(""), *all = commands_of(NULL);
	gboolean is_noun = *of_noun != '\0';

	if (n == 0)
		fputs("supportctl: what shall it do?\n", stderr);
	else if (is_noun && n == 1)
		fprintf(stderr, "supportctl: what about `%s`?\n", words[0]);
	else
		fprintf(stderr, "supportctl: there is no command `%s%s%s`\n", words[0], is_noun ? " " : "", is_noun ? words[1] : "");
	fputs(is_noun ? of_noun : all, stderr);
	return EXIT_WRONG_WORDS;
}

/* Opens what the command needs, and runs it. */
static int
run(struct ctl *ctl, const struct command *command, int n, char **words, GError **error)
{
	int skip = command->verb != NULL ? 2 : 1, code;

	if (ctl_check_limit(error) < 0)
		return -1;
	if (command->needs >= NEEDS_CONF && (ctl->conf = conf_load(ctl->config, error)) == NULL)
		return -1;
	if (command->needs >= NEEDS_DESK && (ctl->desk = desk_open(ctl->conf, error)) == NULL)
		return -1;
	code = command->run(ctl, n - skip, words + skip, error);
	desk_free(&ctl->desk);
	conf_free(&ctl->conf);
	return code;
}

/* The first words that are no options. How many there are. */
static int
first_words(int argc, char **argv, char *words_r[2])
{
	int n = 0;

	for (int i = 1; i < argc && n < 2; i++) {
		if (strcmp(argv[i], "-c") == 0 || strcmp(argv[i], "--config") == 0)
			i++;
		else if (*argv[i] != '-')
			words_r[n++] = argv[i];
	}
	return n;
}

/* What --help says: of one command, or which there are. */
static GOptionContext *
options_for(const struct command *command, const char *noun)
{
	g_autofree char *form = command != NULL ? command_form(command) : g_strdup("COMMAND …");
	g_autofree char *of_noun = commands_of(noun), *all = *of_noun == '\0' ? commands_of(NULL) : NULL;
	g_autofree char *list = g_strconcat("Commands:\n", all != NULL ? all : of_noun, "\n`supportctl COMMAND --help` tells more of one.", NULL);
	GOptionContext *context = g_option_context_new(form);

	g_option_context_set_summary(context, command != NULL ? command->summary : "The operator's command line.");
	if (command == NULL)
		g_option_context_set_description(context, list);
	else if (command->options != NULL)
		g_option_context_add_main_entries(context, command->options(), NULL);
	return context;
}

/* Names have accents wherever they are typed, a cron job's bare C locale included. */
static void
speak_utf8(void)
{
	if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

int
main(int argc, char **argv)
{
	struct ctl ctl = { .config = SYSCONFDIR "/supportd.conf" };
	gboolean version = FALSE, man = FALSE;
	const GOptionEntry common[] = {
		{ "config", 'c', 0, G_OPTION_ARG_FILENAME, &ctl.config, "Read this file instead of " SYSCONFDIR "/supportd.conf", "FILE" },
		{ "json", 'j', 0, G_OPTION_ARG_NONE, &ctl.json, "Print JSON, for scripts", NULL },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &ctl.quiet, "Show no progress", NULL },
		{ "version", 'V', 0, G_OPTION_ARG_NONE, &version, "Print the version and leave", NULL },
		{ "man", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &man, NULL, NULL },
		{ NULL },
	};
	char *words[2] = { NULL, NULL };
	const struct command *command = find(first_words(argc, argv, words), words);
	g_autoptr(GOptionContext) context = options_for(command, words[0]);
	g_autoptr(GError) error = NULL;
	int code;

	speak_utf8();
	log_init("supportctl", LOG_LEVEL_WARNING);
	g_option_context_add_main_entries(context, common, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		fprintf(stderr, "supportctl: %s\n", error->message);
		return EXIT_WRONG_WORDS;
	}
	if (version) {
		puts("supportctl " PACKAGE_VERSION);
		return 0;
	}
	if (man) {
		print_man();
		return 0;
	}
	if (command == NULL || (command = find(argc - 1, argv + 1)) == NULL)
		return fail_words(argc - 1, argv + 1);
	code = argc - 1 - (command->verb != NULL ? 2 : 1);
	if (code < command->least || (command->most >= 0 && code > command->most)) {
		fprintf(stderr, "usage: supportctl %s%s%s %s\n", command->noun, command->verb != NULL ? " " : "",
		    command->verb != NULL ? command->verb : "", command->words);
		return EXIT_WRONG_WORDS;
	}
	code = run(&ctl, command, argc - 1, argv + 1, &error);
	if (code < 0)
		fprintf(stderr, "supportctl: %s\n", error != NULL ? error->message : "failed");
	return code < 0 ? 1 : code;
}
