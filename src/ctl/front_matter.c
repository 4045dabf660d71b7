#include "ctl/front_matter.h"

#include <string.h>

struct front_matter {
	GHashTable *lists;	/* name → GPtrArray * of texts, ended by NULL once read */
};

static void
free_list(gpointer list)
{
	g_ptr_array_unref(list);
}

/* Without blanks around it, and without quotes. */
static char *
bare(const char *text, gsize length)
{
	char *value = g_strstrip(g_strndup(text, length));
	gsize n = strlen(value);

	if (n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n - 1] == value[0]) {
		memmove(value, value + 1, n - 2);
		value[n - 2] = '\0';
	}
	return value;
}

static void
add_value(GPtrArray *list, char *value)
{
	if (*value != '\0')
		g_ptr_array_add(list, value);
	else
		g_free(value);
}

static void
add_values(GPtrArray *list, const char *text)
{
	g_autofree char *value = bare(text, strlen(text));
	gsize n = strlen(value);

	if (value[0] != '[' || value[n - 1] != ']') {
		add_value(list, g_steal_pointer(&value));
		return;
	}
	value[n - 1] = '\0';
	g_auto(GStrv) parts = g_strsplit(value + 1, ",", -1);

	for (char **part = parts; *part != NULL; part++)
		add_value(list, bare(*part, strlen(*part)));
}

static GPtrArray *
read_line(struct front_matter *matter, GPtrArray *current, const char *line)
{
	const char *colon = strchr(line, ':'), *item = line + strspn(line, " \t");

	if (g_str_has_prefix(item, "- ")) {
		if (current != NULL)
			add_value(current, bare(item + 2, strlen(item + 2)));
		return current;
	}
	if (item != line || colon == NULL || colon == line || *line == '#')
		return item != line ? current : NULL;
	current = g_ptr_array_new_with_free_func(g_free);
	add_values(current, colon + 1);
	g_hash_table_insert(matter->lists, bare(line, (gsize)(colon - line)), current);
	return current;
}

static void
end_list(gpointer name, gpointer list, gpointer user)
{
	(void)name;
	(void)user;
	g_ptr_array_add(list, NULL);
}

struct front_matter *
front_matter_read(const char *text, const char **body_r)
{
	struct front_matter *matter = g_new0(struct front_matter, 1);
	GPtrArray *current = NULL;
	const char *end;

	matter->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
	*body_r = text;
	if (g_str_has_prefix(text, "---\n") && (end = strstr(text + 3, "\n---\n")) != NULL) {
		g_autofree char *head = end > text + 4 ? g_strndup(text + 4, (gsize)(end - text - 4)) : g_strdup("");
		g_auto(GStrv) lines = g_strsplit(head, "\n", -1);

		for (char **line = lines; *line != NULL; line++)
			current = read_line(matter, current, *line);
		*body_r = end + strlen("\n---\n");
	}
	g_hash_table_foreach(matter->lists, end_list, NULL);
	return matter;
}

void
front_matter_free(struct front_matter *matter)
{
	g_hash_table_unref(matter->lists);
	g_free(matter);
}

const char *const *
front_matter_list(const struct front_matter *matter, const char *name)
{
	const GPtrArray *list = g_hash_table_lookup(matter->lists, name);

	return list != NULL ? (const char *const *)list->pdata : NULL;
}

const char *
front_matter_text(const struct front_matter *matter, const char *name)
{
	const char *const *list = front_matter_list(matter, name);

	return list != NULL ? list[0] : NULL;
}
