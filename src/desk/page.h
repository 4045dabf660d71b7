/* page.h - a page of a list, as the doors hand it on. */
#pragma once
#include <glib.h>
#include <stdint.h>

struct page {
	char *items;	/* a JSON array */
	char *next;	/* the cursor of what follows; NULL at the end */
};
void page_clear(struct page *page);

/* For this room: pages are made of rows whose column 0 is JSON, and cursors of a list's letter and up to two keys. */
typedef struct db_rows db_rows;
char *page_items(const db_rows *rows, int most);
/* "n" and keys to an opaque word; time may be NULL. The caller's. */
char *cursor_make(char list, const char *key, const char *time);
/* Its keys, the caller's. cursor NULL: both NULL. -1 with "bad-cursor" if it is none of this list's. *time_r may stay NULL. */
int cursor_read(const char *cursor, char list, gboolean key_is_uuid, char **key_r, char **time_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
