#include "email/mime_reader.h"

#include <string.h>

static int
quote_depth(const char **line, const char *end)
{
	int depth = 0;

	for (; *line < end && **line == '>'; (*line)++)
		depth++;
	return depth;
}

static void
append_marks(GString *out, int depth)
{
	for (int i = 0; i < depth; i++)
		g_string_append_c(out, '>');
	if (depth > 0)
		g_string_append_c(out, ' ');
}

char *
mime_unflow(const char *text, gboolean delete_space)
{
	GString *out = g_string_sized_new(strlen(text));
	int open = -1;		/* the quote depth of the paragraph that goes on, -1 if none does */

	while (*text != '\0') {
		const char *newline = strchr(text, '\n'), *end = newline != NULL ? newline : text + strlen(text);
		const char *line = text;
		gboolean flowed, signature;
		int depth;

		text = newline != NULL ? newline + 1 : end;
		if (end > line && end[-1] == '\r')
			end--;
		depth = quote_depth(&line, end);
		if (line < end && *line == ' ')		/* stuffed */
			line++;
		signature = end - line == 3 && memcmp(line, "-- ", 3) == 0;
		flowed = !signature && end > line && end[-1] == ' ';
		if (open >= 0 && (open != depth || signature)) {
			g_string_append_c(out, '\n');
			open = -1;
		}
		if (open < 0)
			append_marks(out, depth);
		g_string_append_len(out, line, end - line - (flowed && delete_space));
		open = flowed ? depth : -1;
		if (!flowed)
			g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}
