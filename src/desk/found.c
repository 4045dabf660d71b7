#include "desk/found.h"

#include "base/fault.h"
#include "html/escape.h"
#include "search/passage.h"
#include "search/search.h"

char *
found_html(const char *passage)
{
	g_autoptr(GString) part = g_string_new(NULL);
	GString *html = g_string_new(NULL);

	for (const char *at = passage;; at++) {
		if (*at != PASSAGE_MARK && *at != PASSAGE_END && *at != '\0') {
			g_string_append_c(part, *at);
			continue;
		}
		html_append_escaped(html, part->str);
		g_string_truncate(part, 0);
		if (*at == '\0')
			return g_string_free(html, FALSE);
		g_string_append(html, *at == PASSAGE_MARK ? "<mark>" : "</mark>");
	}
}

int
found_offset(const char *cursor, GError **error)
{
	guint64 offset;

	if (cursor == NULL)
		return 0;
	if (g_ascii_string_to_unsigned(cursor, 10, 1, SEARCH_OFFSET, &offset, NULL))
		return (int)offset;
	fault_set(error, FAULT_INVALID, "bad-cursor", "cursor", "This cursor is none that this search has given, or it is too deep: "
	    "ask with more words instead.");
	return -1;
}
