#include <libpq-fe.h>

#include "store/db.h"

int
rows_count(const db_rows *rows)
{
	return PQntuples((const PGresult *)rows);
}

const char *
rows_text(const db_rows *rows, int row, int column)
{
	const PGresult *result = (const PGresult *)rows;

	return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

int64_t
rows_int(const db_rows *rows, int row, int column)
{
	const char *text = rows_text(rows, row, column);

	return text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
}

gboolean
rows_bool(const db_rows *rows, int row, int column)
{
	const char *text = rows_text(rows, row, column);

	return text != NULL && *text == 't';
}

GBytes *
rows_bytes(const db_rows *rows, int row, int column)
{
	const char *text = rows_text(rows, row, column);
	unsigned char *data;
	size_t length;
	GBytes *bytes;

	if (text == NULL)
		return NULL;
	data = PQunescapeBytea((const unsigned char *)text, &length);
	bytes = g_bytes_new(data, length);
	PQfreemem(data);
	return bytes;
}

void
rows_free(db_rows *rows)
{
	PQclear((PGresult *)rows);
}
