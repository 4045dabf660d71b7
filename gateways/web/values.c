#include "web/values.h"

static void
value_free(void *data)
{
	struct value *value = data;

	g_free(value->text);
	g_strfreev(value->list);
	g_free(value);
}

struct values *
values_new(void)
{
	return (struct values *)g_hash_table_new_full(g_str_hash, g_str_equal, g_free, value_free);
}

void
values_free(struct values *values)
{
	if (values != NULL)
		g_hash_table_unref((GHashTable *)values);
}

struct value *
values_add(struct values *values, const char *name)
{
	struct value *value = g_new0(struct value, 1);

	g_hash_table_replace((GHashTable *)values, g_strdup(name), value);
	return value;
}

void
values_set_text(struct values *values, const char *name, const char *text)
{
	values_add(values, name)->text = g_strdup(text);
}

static const struct value *
find(const struct values *values, const char *name)
{
	return values != NULL ? g_hash_table_lookup((GHashTable *)values, name) : NULL;
}

gboolean
value_is_given(const struct values *values, const char *name)
{
	return find(values, name) != NULL;
}

gboolean
value_is_null(const struct values *values, const char *name)
{
	const struct value *value = find(values, name);

	return value != NULL && value->is_null;
}

const char *
value_text(const struct values *values, const char *name)
{
	const struct value *value = find(values, name);

	return value != NULL ? value->text : NULL;
}

int64_t
value_int(const struct values *values, const char *name, int64_t fallback)
{
	const struct value *value = find(values, name);

	return value != NULL && !value->is_null ? value->number : fallback;
}

gboolean
value_bool(const struct values *values, const char *name, gboolean fallback)
{
	const struct value *value = find(values, name);

	return value != NULL && !value->is_null ? value->number != 0 : fallback;
}

const char *const *
value_list(const struct values *values, const char *name)
{
	const struct value *value = find(values, name);

	return value != NULL ? (const char *const *)value->list : NULL;
}
