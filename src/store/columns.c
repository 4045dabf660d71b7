#include "store/columns.h"

#include "store/array.h"

static GString *
next(struct columns *columns)
{
	g_assert(columns->at < COLUMNS_MOST);
	if (columns->at == columns->n)
		columns->column[columns->n++] = array_new();
	return columns->column[columns->at++];
}

void
columns_text(struct columns *columns, const char *text)
{
	array_text(next(columns), text);
}

void
columns_int(struct columns *columns, int64_t number)
{
	array_int(next(columns), number);
}

void
columns_bool(struct columns *columns, gboolean yes)
{
	array_bool(next(columns), yes);
}

void
columns_row(struct columns *columns)
{
	g_assert(columns->at == columns->n);
	columns->at = 0;
}

int
columns_send(struct columns *columns, struct db *db, const struct statement *statement, GError **error)
{
	struct param params[COLUMNS_MOST];
	int done;

	for (int i = 0; i < columns->n; i++)
		params[i] = p_text(array_end(columns->column[i]));
	done = db_send(db, statement, params, columns->n, NULL, error);
	for (int i = 0; i < columns->n; i++)
		g_string_free(columns->column[i], TRUE);
	*columns = (struct columns){ .n = 0 };
	return done;
}
