/* ctl.h - supportctl's commands: a table, one file a noun.
 *
 * A command gets its own words, does one thing by a desk_* function, and prints: a table for people, or with --json
 * what the API would have answered, for scripts. Errors go to standard error with what to do next; the exit code is 0 done,
 * 1 failed, 2 wrong words, 3 checked and found wanting.
 */
#pragma once
#include <glib.h>

struct conf;
struct desk;

struct ctl {
	const char *config;	/* path */
	struct conf *conf;
	struct desk *desk;	/* NULL unless the command needs it */
	gboolean json;
	gboolean quiet;		/* no progress */
};

struct command {
	const char *noun;	/* "ticket" */
	const char *verb;	/* "show"; NULL if the noun alone is the command */
	const char *words;	/* "NUMBER", what follows, for --help */
	const char *summary;
	enum { NEEDS_NOTHING, NEEDS_CONF, NEEDS_DESK } needs;
	const GOptionEntry *(*options)(void);	/* its own options; NULL if it has none */
	int least, most;	/* how many words; most -1: any number */
	int (*run)(struct ctl *ctl, int n, char **words, GError **error);	/* exit code; -1 with error set */
};

/* All families, ended by NULL; a family ends with noun NULL. */
extern const struct command *const command_families[];
