#include "desk/page.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "store/db.h"

void
page_clear(struct page *page)
{
	g_clear_pointer(&page->items, g_free);
	g_clear_pointer(&page->next, g_free);
}

char *
page_items(const db_rows *rows, int most)
{
	GString *items = g_string_new("[");

	for (int i = 0; i < rows_count(rows) && i < most; i++) {
		if (i > 0)
			g_string_append_c(items, ',');
		g_string_append(items, rows_text(rows, i, 0));
	}
	g_string_append_c(items, ']');
	return g_string_free(items, FALSE);
}

char *
cursor_make(char list, const char *key, const char *time)
{
	g_autofree char *plain = g_strdup_printf("%c|%s|%s", list, key, time != NULL ? time : "");
	char *word = g_base64_encode((const guchar *)plain, strlen(plain));

	g_strdelimit(word, "+", '-');
	g_strdelimit(word, "/", '_');
	word[strcspn(word, "=")] = '\0';
	return word;
}

static gboolean
is_number(const char *text)
{
	return *text != '\0' && strlen(text) <= 18 && strspn(text, "0123456789") == strlen(text);
}

/* As PostgreSQL writes a timestamptz; anything else would be its error, not ours. */
static gboolean
is_time(const char *text)
{
	return strlen(text) >= 19 && strlen(text) <= 32 && strspn(text, "0123456789-: .+") == strlen(text);
}

int
cursor_read(const char *cursor, char list, gboolean key_is_uuid, char **key_r, char **time_r, GError **error)
{
	g_autofree char *word = NULL, *plain = NULL;
	g_auto(GStrv) parts = NULL;
	gsize length;

	*key_r = *time_r = NULL;
	if (cursor == NULL)
		return 1;
	word = g_strdup_printf("%s%.*s", cursor, (int)((4 - strlen(cursor) % 4) % 4), "===");
	g_strdelimit(word, "-", '+');
	g_strdelimit(word, "_", '/');
	plain = (char *)g_base64_decode(word, &length);
	plain = g_realloc(plain, length + 1);
	plain[length] = '\0';
	parts = g_strsplit(plain, "|", 4);
	if (strlen(plain) != length || g_strv_length(parts) != 3 || parts[0][0] != list || parts[0][1] != '\0' ||
	    !(key_is_uuid ? uuid_is_valid(parts[1]) : is_number(parts[1])) || (parts[2][0] != '\0' && !is_time(parts[2]))) {
		fault_set(error, FAULT_INVALID, "bad-cursor", "cursor",
		    "A cursor is what \"next\" of the page before said, for the same list in the same order.");
		return -1;
	}
	*key_r = g_strdup(parts[1]);
	*time_r = parts[2][0] != '\0' ? g_strdup(parts[2]) : NULL;
	return 1;
}
