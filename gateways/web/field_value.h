/* field_value.h - one value, held against its line of an endpoint's table. All are 1, or -1 with error naming the field and what it must be. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "web/endpoint.h"
#include "web/values.h"

struct place {			/* where a value stands, for the error that names it */
	const char *kind;	/* "field" or "parameter" */
	const char *prefix;	/* "records[2]." */
};

int place_refuse(const struct place *place, const char *what, const char *name, const char *detail, GError **error);
int place_invalid(const struct place *place, const struct field *field, GError **error, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* One text into value->text, as its type wants it. */
int field_take_text(const struct field *field, enum field_type type, const struct place *place, const char *text, struct value *value,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Texts into value->list. */
int field_take_list(const struct field *field, const struct place *place, const char *const *texts, gsize count, struct value *value,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

int field_check_number(const struct field *field, const struct place *place, int64_t number, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int field_check_count(const struct field *field, const struct place *place, gsize count, GError **error) G_GNUC_WARN_UNUSED_RESULT;
