/* array.h - a PostgreSQL array literal, for set-based statements: `… FROM unnest($1::text[], $2::int[])`. */
#pragma once
#include <glib.h>
#include <stdint.h>

/* array_new … array_text … array_end; the GString is then the whole literal. */
GString *array_new(void);
void array_text(GString *array, const char *text);	/* quoted and escaped; NULL is NULL */
void array_int(GString *array, int64_t number);
void array_bool(GString *array, gboolean yes);
void array_bytes(GString *array, const void *data, gsize length);	/* for bytea[]; data NULL is NULL */
/* The whole literal of a NULL-terminated list, the caller's; NULL for NULL. */
char *array_of_texts(const char *const *texts);
const char *array_end(GString *array);			/* closes it; borrowed from the GString */
