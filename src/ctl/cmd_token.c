/* token: bearer tokens for scripts and for the platform. */
#include <stdio.h>

#include "base/fault.h"
#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/token.h"

static char *role, *name, *agent;
static int days;

static const GOptionEntry *
create_options(void)
{
	static const GOptionEntry options[] = {
		{ "role", 0, 0, G_OPTION_ARG_STRING, &role, "agent, manager, admin or platform", "ROLE" },
		{ "name", 0, 0, G_OPTION_ARG_STRING, &name, "What it is for", "NAME" },
		{ "agent", 0, 0, G_OPTION_ARG_STRING, &agent, "The agent as whom it acts", "UUID" },
		{ "days", 0, 0, G_OPTION_ARG_INT, &days, "How long it holds (0: until it is revoked)", "N" },
		{ NULL },
	};

	return options;
}

static int
create_one(struct ctl *ctl, int n, char **words, GError **error)
{
	g_autofree char *token = NULL;

	(void)n;
	(void)words;
	if (role == NULL || name == NULL) {
		fault_set(error, FAULT_INVALID, "missing-option", NULL, "A token needs --role and --name.");
		return -1;
	}
	if (desk_token_create(ctl->desk, ctl_actor(), role, name, agent, (int64_t)days * 86400, &token, error) < 0)
		return -1;
	if (ctl->json)
		printf("{\"token\": \"%s\"}\n", token);
	else
		printf("Keep it: it is shown this once.\n%s\n", token);
	return 0;
}

static int
list(struct ctl *ctl, int n, char **words, GError **error)
{
	static const struct column columns[] = { { "ID", "id", 0 }, { "KIND", "kind", 0 }, { "ROLE", "role", 0 }, { "NAME", "name", 32 },
		{ "LAST USED", "last_used_at", 0 }, { "EXPIRES", "expires_at", 0 }, { NULL, NULL, 0 } };
	struct page page = { desk_tokens(ctl->desk, error), NULL };

	(void)n;
	(void)words;
	return page.items == NULL ? -1 : ctl_print_page(ctl, &page, columns, "There are no tokens: supportctl token create --role ROLE --name NAME");
}

static int
revoke_one(struct ctl *ctl, int n, char **words, GError **error)
{
	int done = desk_token_revoke(ctl->desk, ctl_actor(), words[0], error);

	(void)n;
	if (done == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-token", NULL, "No token of that id holds; `supportctl token list` shows them.");
	if (done <= 0)
		return -1;
	puts(ctl->json ? "{\"revoked\": true}" : "It no longer opens anything, within five seconds.");
	return 0;
}

const struct command token_commands[] = {
	{ "token", "create", "", "Make a token for a script or for the platform", NEEDS_DESK, create_options, 0, 0, create_one },
	{ "token", "list", "", "List the tokens that hold", NEEDS_DESK, NULL, 0, 0, list },
	{ "token", "revoke", "ID", "Revoke a token", NEEDS_DESK, NULL, 1, 1, revoke_one },
	{ .noun = NULL },
};
