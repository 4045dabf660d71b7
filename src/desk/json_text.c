#include "desk/json_text.h"

void
json_append_text(GString *json, const char *text)
{
	if (text == NULL) {
		g_string_append(json, "null");
		return;
	}
	g_string_append_c(json, '"');
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_c(json, '\\');
		if ((guchar)*c < 0x20)
			g_string_append_printf(json, "\\u%04x", (guchar)*c);
		else
			g_string_append_c(json, *c);
	}
	g_string_append_c(json, '"');
}
