/* words.h - what the command files share: who acts, what is printed, and the options that lists have. */
#pragma once
#include <glib.h>

#include "ctl/ctl.h"
#include "ctl/table.h"
#include "desk/page.h"
#include "model/actor.h"

/* Whoever runs supportctl, by the name they logged in with. */
const struct actor *ctl_actor(void);

/* Prints a page as the API would, or as a table; ends the page. Always 0. */
int ctl_print_page(const struct ctl *ctl, struct page *page, const struct column *columns, const char *empty);

/* Prints one thing as the API would, or as "title  value" lines; takes json. 0; -1 if json is NULL. */
int ctl_print_one(const struct ctl *ctl, char *json, const struct column *columns);

/* The options --limit and --cursor of every list. */
extern int ctl_limit;
extern char *ctl_cursor;
#define CTL_LIST_OPTIONS \
	{ "limit", 'n', 0, G_OPTION_ARG_INT, &ctl_limit, "At most so many (50; 200 at most)", "N" }, \
	{ "cursor", 0, 0, G_OPTION_ARG_STRING, &ctl_cursor, "Go on where a list ended", "CURSOR" }

/* Whether an option that was given is one of these words (NULL-terminated), and --limit can be had. 1; -1 with "bad-option". */
int ctl_check_word(const char *option, const char *given, const char *const *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int ctl_check_limit(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "a,b" to a NULL-terminated list, the caller's; NULL stays NULL. */
char **ctl_split(const char *words);

/* All of standard input as one text, without the line break at its end, the caller's; NULL with error set (at most 1 MB). */
char *ctl_read_stdin(GError **error) G_GNUC_WARN_UNUSED_RESULT;
