#include <stdio.h>

#include "store/db.h"

struct param
p_text(const char *text)
{
	return (struct param){ .text = text, .is_null = text == NULL };
}

struct param
p_int(int64_t number)
{
	struct param param = { .is_number = TRUE };

	snprintf(param.number, sizeof param.number, "%lld", (long long)number);
	return param;
}

struct param
p_bool(gboolean yes)
{
	return p_text(yes ? "t" : "f");
}

struct param
p_bytes(const void *data, gsize length)
{
	return (struct param){ .text = data, .length = length, .is_bytes = TRUE, .is_null = data == NULL };
}

struct param
p_gbytes(GBytes *bytes)
{
	gsize length = 0;
	const void *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;

	return bytes != NULL ? p_bytes(data != NULL ? data : "", length) : p_bytes(NULL, 0);
}

struct param
p_time(GDateTime *time)
{
	struct param param = { .is_number = TRUE };

	if (time == NULL)
		return p_text(NULL);
	snprintf(param.number, sizeof param.number, "%lld.%06d", (long long)g_date_time_to_unix(time),
	    g_date_time_get_microsecond(time));
	return param;
}
