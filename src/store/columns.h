/* columns.h - rows turned into one array a column, bound to a statement with unnest. */
#pragma once
#include "store/db.h"

#define COLUMNS_MOST 24

struct columns {
	GString *column[COLUMNS_MOST];
	int n;
	int at;		/* the column that the next value goes to */
};

void columns_text(struct columns *columns, const char *text);	/* NULL is SQL NULL */
void columns_int(struct columns *columns, int64_t number);
void columns_bool(struct columns *columns, gboolean yes);
void columns_row(struct columns *columns);			/* the row is complete */

/* Queues the statement with the columns as $1, $2, … and clears them. */
int columns_send(struct columns *columns, struct db *db, const struct statement *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;
