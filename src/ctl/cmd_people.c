/* builder, user and agent: who is served and who serves. */
#include <stdio.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "ctl/families.h"
#include "ctl/words.h"
#include "desk/provision.h"

static struct {
	char *id, *name, *plan, *domains, *language, *status, *builder, *role, *email, *specialties;
	int size, tier, tickets, chats;
	gboolean password_stdin, inactive, active;
} given = { .size = -1, .tier = -1, .tickets = -1, .chats = -1 };

#define OPTION(word, letter, type, member, help, argument) { word, letter, 0, type, &given.member, help, argument }
#define OPTION_ID OPTION("id", 0, G_OPTION_ARG_STRING, id, "Its id on the platform (a new one is made up otherwise)", "UUID")
#define OPTION_NAME OPTION("name", 0, G_OPTION_ARG_STRING, name, "Its name", "NAME")
#define OPTION_LANGUAGE OPTION("language", 0, G_OPTION_ARG_STRING, language, "Language, such as en or es", "CODE")
#define OPTION_ACTIVE OPTION("active", 0, G_OPTION_ARG_NONE, active, "Let them in again", NULL)
#define OPTION_INACTIVE OPTION("inactive", 0, G_OPTION_ARG_NONE, inactive, "Keep them out", NULL)

static const GOptionEntry *
builder_options(void)
{
	static const GOptionEntry options[] = {
		OPTION_ID, OPTION_NAME, OPTION_LANGUAGE,
		OPTION("plan", 0, G_OPTION_ARG_STRING, plan, "free, starter, professional, business or enterprise", "PLAN"),
		OPTION("domain", 0, G_OPTION_ARG_STRING, domains, "Its mail domains, all of them", "DOMAIN,…"),
		OPTION("status", 0, G_OPTION_ARG_STRING, status, "active or suspended", "STATUS"),
		OPTION("size", 0, G_OPTION_ARG_INT, size, "How many people work there", "N"),
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
user_options(void)
{
	static const GOptionEntry options[] = {
		OPTION_ID, OPTION_NAME, OPTION_LANGUAGE, OPTION_ACTIVE, OPTION_INACTIVE,
		OPTION("builder", 0, G_OPTION_ARG_STRING, builder, "The builder's id", "UUID"),
		OPTION("email", 0, G_OPTION_ARG_STRING, email, "Another address", "ADDRESS"),
		OPTION("role", 0, G_OPTION_ARG_STRING, role, "owner, pm, field, admin, client or vendor", "ROLE"),
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
agent_options(void)
{
	static const GOptionEntry options[] = {
		OPTION_ID, OPTION_NAME, OPTION_ACTIVE, OPTION_INACTIVE,
		OPTION("email", 0, G_OPTION_ARG_STRING, email, "Another address", "ADDRESS"),
		OPTION("role", 0, G_OPTION_ARG_STRING, role, "agent, manager or admin", "ROLE"),
		OPTION("tier", 0, G_OPTION_ARG_INT, tier, "1, 2 or 3", "N"),
		OPTION("specialties", 0, G_OPTION_ARG_STRING, specialties, "What they know best", "WORD,…"),
		OPTION("max-tickets", 0, G_OPTION_ARG_INT, tickets, "How many open tickets they take", "N"),
		OPTION("max-chats", 0, G_OPTION_ARG_INT, chats, "How many chats at once", "N"),
		OPTION("password-stdin", 0, G_OPTION_ARG_NONE, password_stdin, "Read a password from standard input", NULL),
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
list_options(void)
{
	static const GOptionEntry options[] = {
		CTL_LIST_OPTIONS,
		OPTION("builder", 0, G_OPTION_ARG_STRING, builder, "Of this builder only", "UUID"),
		OPTION("email", 0, G_OPTION_ARG_STRING, email, "With this address only", "ADDRESS"),
		{ NULL },
	};

	return options;
}

static const struct column builder_columns[] = { { "ID", "id", 0 }, { "NAME", "name", 32 }, { "PLAN", "plan_tier", 0 },
	{ "STATUS", "status", 0 }, { "LANGUAGE", "language", 0 }, { "DOMAINS", "domains", 48 }, { NULL, NULL, 0 } };
static const struct column user_columns[] = { { "ID", "id", 0 }, { "ADDRESS", "email", 40 }, { "NAME", "name", 28 }, { "ROLE", "role", 0 },
	{ "BUILDER", "builder_id", 0 }, { "ACTIVE", "is_active", 0 }, { NULL, NULL, 0 } };
static const struct column agent_columns[] = { { "ID", "id", 0 }, { "ADDRESS", "email", 36 }, { "NAME", "display_name", 24 },
	{ "ROLE", "role", 0 }, { "TIER", "tier", 0 }, { "TAKES WORK", "is_available", 0 }, { "TICKETS", "active_tickets", 0 },
	{ "SPECIALTIES", "specialties", 32 }, { NULL, NULL, 0 } };

static int
is_active(void)
{
	return given.inactive ? 0 : given.active ? 1 : -1;
}

/* The id for a new one: what was given, or a new one. */
static struct uuid
new_id(void)
{
	struct uuid id = uuid_new();

	if (given.id != NULL)
		g_strlcpy(id.text, given.id, sizeof id.text);
	return id;
}

static char *
put_builder(struct ctl *ctl, const char *id, const char *name, GError **error)
{
	g_auto(GStrv) domains = ctl_split(given.domains);
	const struct builder_put builder = { .id = id, .name = name, .plan_tier = given.plan, .language = given.language,
		.status = given.status, .company_size = given.size, .domains = (const char *const *)domains };

	return desk_builder_put(ctl->desk, ctl_actor(), &builder, error);
}

static int
builder_add(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_builder(ctl, new_id().text, words[0], error), builder_columns);
}

static int
builder_set(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_builder(ctl, words[0], given.name, error), builder_columns);
}

static char *
put_user(struct ctl *ctl, const char *id, const char *email, GError **error)
{
	const struct user_put user = { .id = id, .builder_id = given.builder, .email = email, .name = given.name, .role = given.role,
		.language = given.language, .is_active = is_active() };

	return desk_user_put(ctl->desk, ctl_actor(), &user, error);
}

static int
user_add(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_user(ctl, new_id().text, words[0], error), user_columns);
}

static int
user_set(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_user(ctl, words[0], given.email, error), user_columns);
}

static char *
put_agent(struct ctl *ctl, const char *id, const char *email, GError **error)
{
	g_auto(GStrv) specialties = ctl_split(given.specialties);
	g_autofree char *password = given.password_stdin ? ctl_read_stdin(error) : NULL;
	const struct agent_put agent = { .id = id, .email = email, .display_name = given.name, .role = given.role, .password = password,
		.specialties = (const char *const *)specialties, .tier = given.tier, .is_available = -1, .is_active = is_active(),
		.max_active_tickets = given.tickets, .max_active_chats = given.chats };

	if (given.password_stdin && password == NULL)
		return NULL;
	return desk_agent_put(ctl->desk, ctl_actor(), &agent, error);
}

static int
agent_add(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_agent(ctl, new_id().text, words[0], error), agent_columns);
}

static int
agent_set(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	return ctl_print_one(ctl, put_agent(ctl, words[0], given.email, error), agent_columns);
}

static int
list(struct ctl *ctl, enum provisioned kind, const struct column *columns, const char *empty, GError **error)
{
	struct page page = { NULL, NULL };

	if (desk_provisioned_page(ctl->desk, ctl_actor(), kind, given.builder, given.email, ctl_limit, ctl_cursor, &page, error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, columns, empty);
}

static int
builder_list(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	(void)words;
	return list(ctl, PROVISIONED_BUILDER, builder_columns, "There are no builders yet: supportctl builder add NAME --plan PLAN", error);
}

static int
user_list(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	(void)words;
	return list(ctl, PROVISIONED_USER, user_columns, "There are no such users: supportctl user add ADDRESS --builder UUID", error);
}

static int
agent_list(struct ctl *ctl, int n, char **words, GError **error)
{
	(void)n;
	(void)words;
	return list(ctl, PROVISIONED_AGENT, agent_columns, "There are no agents yet: supportctl agent add ADDRESS --name NAME", error);
}

const struct command people_commands[] = {
	{ "builder", "add", "NAME", "Add a builder (the platform does it by REST)", NEEDS_DESK, builder_options, 1, 1, builder_add },
	{ "builder", "set", "ID", "Change a builder", NEEDS_DESK, builder_options, 1, 1, builder_set },
	{ "builder", "list", "", "List builders", NEEDS_DESK, list_options, 0, 0, builder_list },
	{ "user", "add", "ADDRESS", "Add a builder's user", NEEDS_DESK, user_options, 1, 1, user_add },
	{ "user", "set", "ID", "Change a user", NEEDS_DESK, user_options, 1, 1, user_set },
	{ "user", "list", "", "List users", NEEDS_DESK, list_options, 0, 0, user_list },
	{ "agent", "add", "ADDRESS", "Add a support agent", NEEDS_DESK, agent_options, 1, 1, agent_add },
	{ "agent", "set", "ID", "Change a support agent, or set a password", NEEDS_DESK, agent_options, 1, 1, agent_set },
	{ "agent", "list", "", "List support agents", NEEDS_DESK, list_options, 0, 0, agent_list },
	{ .noun = NULL },
};
