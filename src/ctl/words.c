#include "ctl/words.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"

#define STDIN_MOST (1 << 20)
#define LIMIT_MOST 200

int ctl_limit = 50;
char *ctl_cursor;

const struct actor *
ctl_actor(void)
{
	static struct actor actor = { .kind = ACTOR_OPERATOR, .role = AGENT_ROLE_ADMIN };

	g_strlcpy(actor.name, g_get_user_name(), sizeof actor.name);
	return &actor;
}

int
ctl_print_page(const struct ctl *ctl, struct page *page, const struct column *columns, const char *empty)
{
	g_autofree char *next = page->next != NULL ? g_strdup_printf("\"%s\"", page->next) : g_strdup("null");
	g_autofree char *json = g_strdup_printf("{\"items\": %s, \"next\": %s}", page->items, next);

	if (ctl->json)
		puts(json);
	else
		table_print(json, columns, empty);
	page_clear(page);
	return 0;
}

int
ctl_print_one(const struct ctl *ctl, char *json, const struct column *columns)
{
	if (json == NULL)
		return -1;
	if (ctl->json)
		puts(json);
	else
		table_print_object(json, columns);
	g_free(json);
	return 0;
}

int
ctl_check_word(const char *option, const char *given, const char *const *words, GError **error)
{
	g_autofree char *all = NULL;

	if (given == NULL || g_strv_contains(words, given))
		return 1;
	all = g_strjoinv(", ", (char **)words);
	fault_set(error, FAULT_INVALID, "bad-option", option, "--%s is one of: %s.", option, all);
	return -1;
}

int
ctl_check_limit(GError **error)
{
	if (ctl_limit >= 1 && ctl_limit <= LIMIT_MOST)
		return 1;
	fault_set(error, FAULT_INVALID, "bad-option", "limit", "--limit is from 1 to %d.", LIMIT_MOST);
	return -1;
}

char **
ctl_split(const char *words)
{
	char **list = words != NULL ? g_strsplit(words, ",", -1) : NULL;

	for (char **word = list; word != NULL && *word != NULL; word++)
		g_strstrip(*word);
	return list;
}

char *
ctl_read_stdin(GError **error)
{
	GString *text = g_string_new(NULL);
	char part[8192];
	size_t n;

	while ((n = fread(part, 1, sizeof part, stdin)) > 0 && text->len <= STDIN_MOST)
		g_string_append_len(text, part, (gssize)n);
	if (text->len > STDIN_MOST || !g_utf8_validate(text->str, (gssize)text->len, NULL)) {
		fault_set(error, FAULT_LIMIT, "bad-input", NULL, "Standard input must be UTF-8 text of at most 1 MB.");
		g_string_free(text, TRUE);
		return NULL;
	}
	while (text->len > 0 && (text->str[text->len - 1] == '\n' || text->str[text->len - 1] == '\r'))
		g_string_truncate(text, text->len - 1);
	return g_string_free(text, FALSE);
}
