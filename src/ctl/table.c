#include "ctl/table.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS_MOST 16
#define GAP "  "

/* PostgreSQL's JSON writes "2026-11-23T15:27:33.123+00:00"; people want "2026-11-23 15:27Z". */
static gboolean
is_time(const char *text)
{
	return strlen(text) >= 25 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && g_str_has_suffix(text, "+00:00");
}

static char *
short_time(const char *text)
{
	return g_strdup_printf("%.10s %.5sZ", text, text + 11);
}

static char *
value_text(struct json_object *item, const char *path)
{
	g_auto(GStrv) steps = g_strsplit(path, ".", -1);
	struct json_object *value = item;

	for (char **step = steps; *step != NULL; step++)
		if (!json_object_object_get_ex(value, *step, &value))
			return g_strdup("");
	if (value == NULL)
		return g_strdup("-");
	if (json_object_is_type(value, json_type_array)) {
		GString *list = g_string_new(NULL);

		for (size_t i = 0; i < json_object_array_length(value); i++)
			g_string_append_printf(list, "%s%s", i > 0 ? "," : "", json_object_get_string(json_object_array_get_idx(value, i)));
		return g_string_free(list, FALSE);
	}
	return is_time(json_object_get_string(value)) ? short_time(json_object_get_string(value)) : g_strdup(json_object_get_string(value));
}

/* One line, cut to most columns; control characters, which could steer the terminal, become spaces. */
static char *
tidy(const char *text, int most)
{
	GString *out = g_string_new(NULL);
	int width = 0;

	for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char_validated(c, -1);

		if (letter == (gunichar)-1 || letter == (gunichar)-2)
			break;
		width += g_unichar_iswide(letter) ? 2 : g_unichar_iszerowidth(letter) ? 0 : 1;
		if (most > 0 && width >= most && *g_utf8_next_char(c) != '\0') {
			g_string_append(out, "…");
			break;
		}
		g_string_append_unichar(out, g_unichar_iscntrl(letter) || g_unichar_type(letter) == G_UNICODE_FORMAT ? ' ' : letter);
	}
	return g_string_free(out, FALSE);
}

static int
width_of(const char *text)
{
	int width = 0;

	for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);

		width += g_unichar_iswide(letter) ? 2 : g_unichar_iszerowidth(letter) ? 0 : 1;
	}
	return width;
}

static int
count(const struct column *columns)
{
	int n = 0;

	while (n < COLUMNS_MOST && columns[n].title != NULL)
		n++;
	return n;
}

static void
print_cell(const char *text, int width, gboolean is_last)
{
	fputs(text, stdout);
	if (is_last)
		putchar('\n');
	else
		printf("%*s" GAP, width - width_of(text), "");
}

static void
print_rows(struct json_object *items, const struct column *columns, int n)
{
	size_t rows = json_object_array_length(items);
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	int widths[COLUMNS_MOST] = { 0 };

	for (int c = 0; c < n; c++)
		widths[c] = width_of(columns[c].title);
	for (size_t r = 0; r < rows; r++) {
		for (int c = 0; c < n; c++) {
			g_autofree char *raw = value_text(json_object_array_get_idx(items, r), columns[c].path);
			char *cell = tidy(raw, columns[c].most);

			widths[c] = MAX(widths[c], width_of(cell));
			g_ptr_array_add(cells, cell);
		}
	}
	for (int c = 0; c < n; c++)
		print_cell(columns[c].title, widths[c], c == n - 1);
	for (guint i = 0; i < cells->len; i++)
		print_cell(g_ptr_array_index(cells, i), widths[i % (guint)n], i % (guint)n == (guint)n - 1);
}

void
table_print(const char *json, const struct column *columns, const char *empty)
{
	struct json_object *all = json_tokener_parse(json), *items = NULL, *next = NULL;

	if (all != NULL && json_object_object_get_ex(all, "items", &items) && json_object_array_length(items) > 0) {
		print_rows(items, columns, count(columns));
		if (json_object_object_get_ex(all, "next", &next) && next != NULL)
			printf("There are more: --cursor '%s'\n", json_object_get_string(next));
	} else {
		puts(empty);
	}
	json_object_put(all);
}

void
table_print_object(const char *json, const struct column *columns)
{
	struct json_object *object = json_tokener_parse(json);
	int width = 0, n = count(columns);

	for (int c = 0; c < n; c++)
		width = MAX(width, width_of(columns[c].title));
	for (int c = 0; object != NULL && c < n; c++) {
		g_autofree char *raw = value_text(object, columns[c].path);
		g_autofree char *cell = tidy(raw, columns[c].most);

		print_cell(columns[c].title, width, FALSE);
		puts(cell);
	}
	json_object_put(object);
}
