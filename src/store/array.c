#include "store/array.h"

GString *
array_new(void)
{
	return g_string_new("{");
}

static void
separate(GString *array)
{
	if (array->len > 1)
		g_string_append_c(array, ',');
}

void
array_text(GString *array, const char *text)
{
	separate(array);
	if (text == NULL) {
		g_string_append(array, "NULL");
		return;
	}
	g_string_append_c(array, '"');
	for (const char *c = text; *c != '\0'; c++) {
		gsize plain = 0;

		while (c[plain] != '\0' && c[plain] != '"' && c[plain] != '\\')
			plain++;
		g_string_append_len(array, c, (gssize)plain);
		c += plain;
		if (*c == '\0')
			break;
		g_string_append_c(array, '\\');
		g_string_append_c(array, *c);
	}
	g_string_append_c(array, '"');
}

void
array_int(GString *array, int64_t number)
{
	separate(array);
	g_string_append_printf(array, "%" G_GINT64_FORMAT, number);
}

void
array_bool(GString *array, gboolean yes)
{
	separate(array);
	g_string_append_c(array, yes ? 't' : 'f');
}

void
array_bytes(GString *array, const void *data, gsize length)
{
	static const char hex[] = "0123456789abcdef";
	const guint8 *bytes = data;
	gsize at;

	separate(array);
	if (data == NULL) {
		g_string_append(array, "NULL");
		return;
	}
	g_string_append(array, "\"\\\\x");
	at = array->len;
	g_string_set_size(array, at + length * 2);
	for (gsize i = 0; i < length; i++) {
		array->str[at + i * 2] = hex[bytes[i] >> 4];
		array->str[at + i * 2 + 1] = hex[bytes[i] & 15];
	}
	g_string_append_c(array, '"');
}

const char *
array_end(GString *array)
{
	g_string_append_c(array, '}');
	return array->str;
}

char *
array_of_texts(const char *const *texts)
{
	GString *array;

	if (texts == NULL)
		return NULL;
	array = array_new();
	for (int i = 0; texts[i] != NULL; i++)
		array_text(array, texts[i]);
	array_end(array);
	return g_string_free(array, FALSE);
}
