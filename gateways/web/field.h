/* field.h - what came in, held against the endpoint's table: types, lengths, words, and nothing that is not in the table. */
#pragma once
#include <glib.h>

#include "web/endpoint.h"
#include "web/request.h"

#define FIELD_LINE_MOST 200
#define FIELD_TEXT_MOST 100000
#define FIELD_ITEMS_MOST 100
#define FIELD_OBJECT_MOST 16384

/* A JSON body (bytes need no NUL at the end) to values. fields NULL: no field is known. NULL with error set: "bad-json",
 * "unknown-field", "missing-field" or "invalid-field", with the field's name ("messages[2].body"). */
struct values *values_from_json(const char *json, gsize length, const struct field *fields, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "name=value" texts to values. A list is one text with commas. "unknown-parameter", "missing-parameter", "invalid-parameter". */
struct values *values_from_query(const GPtrArray *query, const struct field *fields, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct values *values_new(void);
void values_free(struct values *values);
typedef struct values values_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(values_auto, values_free)

/* For parameters of the path. */
void values_set_text(struct values *values, const char *name, const char *text);

/* The most that a field takes, in its own unit. */
gint64 field_most(const struct field *field);

/* All query parameters of an endpoint, those that its kind brings (limit, cursor, filename) included, ended by NULL. */
#define QUERY_FIELDS_MOST 40
void field_query(const struct endpoint *endpoint, struct field fields_r[QUERY_FIELDS_MOST]);
