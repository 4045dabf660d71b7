#include <string.h>

#include "rules/internal.h"
#include "rules/rules.h"

static void
rule_free(void *data)
{
	struct category_rule *rule = data;

	g_free(rule->path);
	g_ptr_array_unref(rule->words);
	g_free(rule->category);
	g_free(rule);
}

static void
read_words(struct category_rule *rule, const config_setting_t *words)
{
	for (int i = 0; words != NULL && i < config_setting_length(words); i++) {
		const char *word = config_setting_get_string_elem(words, i);

		if (word != NULL)
			g_ptr_array_add(rule->words, g_utf8_casefold(word, -1));
	}
}

static int
read_rule(struct categories *categories, const config_setting_t *entry, GError **error)
{
	struct category_rule *rule;
	const char *category = NULL, *path = NULL;
	const config_setting_t *words = config_setting_get_member(entry, "words");

	if (!config_setting_lookup_string(entry, "category", &category) || strlen(category) > 50)
		return rules_fault(entry, error, "a rule needs a `category` of at most 50 letters");
	if (!config_setting_lookup_string(entry, "path", &path) && words == NULL)
		return rules_fault(entry, error, "a rule needs a `path` or `words`");
	rule = g_new0(struct category_rule, 1);
	rule->words = g_ptr_array_new_with_free_func(g_free);
	rule->category = g_strdup(category);
	rule->path = path != NULL ? g_ascii_strdown(path, -1) : NULL;
	read_words(rule, words);
	g_ptr_array_add(categories->rules, rule);
	return 1;
}

int
categories_read(struct categories *categories, config_t *file, GError **error)
{
	const config_setting_t *entries = config_lookup(file, "rules");
	const char *fallback = "general";

	categories->rules = g_ptr_array_new_with_free_func(rule_free);
	config_lookup_string(file, "fallback", &fallback);
	categories->fallback = g_strdup(fallback);
	for (int i = 0; entries != NULL && i < config_setting_length(entries); i++)
		if (read_rule(categories, config_setting_get_elem(entries, (unsigned)i), error) < 0)
			return -1;
	return 1;
}

void
categories_clear(struct categories *categories)
{
	g_clear_pointer(&categories->rules, g_ptr_array_unref);
	g_free(categories->fallback);
}

static gboolean
is_border(gunichar c)
{
	return !g_unichar_isalnum(c);
}

/* True if word stands in text as a whole word; both casefolded. */
static gboolean
has_word(const char *text, const char *word)
{
	for (const char *at = text; (at = strstr(at, word)) != NULL; at = g_utf8_next_char(at)) {
		const char *end = at + strlen(word);
		gboolean starts = at == text || is_border(g_utf8_get_char(g_utf8_prev_char(at)));

		if (starts && is_border(g_utf8_get_char(end)))
			return TRUE;
	}
	return FALSE;
}

static gboolean
fits(const struct category_rule *rule, const char *url, const char *subject)
{
	if (rule->path != NULL && (url == NULL || strstr(url, rule->path) == NULL))
		return FALSE;
	if (rule->words->len == 0)
		return TRUE;
	for (guint i = 0; subject != NULL && i < rule->words->len; i++)
		if (has_word(subject, g_ptr_array_index(rule->words, i)))
			return TRUE;
	return FALSE;
}

const char *
rules_category(const struct rules *rules, const char *context_url, const char *subject)
{
	g_autofree char *url = context_url != NULL ? g_ascii_strdown(context_url, -1) : NULL;
	g_autofree char *folded = subject != NULL ? g_utf8_casefold(subject, -1) : NULL;

	for (guint i = 0; i < rules->categories.rules->len; i++) {
		const struct category_rule *rule = g_ptr_array_index(rules->categories.rules, i);

		if (fits(rule, url, folded))
			return rule->category;
	}
	return rules->categories.fallback;
}
