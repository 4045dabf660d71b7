#include "base/fill.h"

#include <string.h>

char *
fill(const char *template, const struct text_value *values)
{
	GString *out = g_string_new(NULL);

	for (const char *at = template; *at != '\0';) {
		const struct text_value *value = NULL;

		for (const struct text_value *v = values; *at == '{' && v != NULL && v->name != NULL; v++)
			if (g_str_has_prefix(at, v->name))
				value = v;
		if (value != NULL) {
			g_string_append(out, value->value);
			at += strlen(value->name);
		} else {
			g_string_append_c(out, *at++);
		}
	}
	return g_string_free(out, FALSE);
}
