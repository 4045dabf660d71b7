/* widget: keys for the pages that carry the chat. */
#include <stdio.h>

#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/visitor.h"

static char *builder;

static const GOptionEntry *
add_options(void)
{
	static const GOptionEntry options[] = {
		{ "builder", 0, 0, G_OPTION_ARG_STRING, &builder, "Whose page it is; without it one of our own", "UUID" },
		{ NULL },
	};

	return options;
}

static int
add(struct ctl *ctl, int n, char **words, GError **error)
{
	g_autofree char *key = desk_widget_new(ctl->desk, words[0], builder, error);

	(void)n;
	if (key == NULL)
		return -1;
	printf(ctl->json ? "{\"key\": \"%s\"}\n" : "%s\n", key);
	return 0;
}

const struct command widget_commands[] = {
	{ "widget", "add", "NAME", "Make the key of a page's chat widget", NEEDS_DESK, add_options, 1, 1, add },
	{ .noun = NULL },
};
