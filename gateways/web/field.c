#include "web/field.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "web/field_value.h"
#include "web/values.h"

#define DEPTH_MOST 24

/* A JSON string without NUL, which C could not carry; NULL for anything else. */
static const char *
json_text(json_object *json)
{
	const char *text;

	if (!json_object_is_type(json, json_type_string))
		return NULL;
	text = json_object_get_string(json);
	return strlen(text) == (size_t)json_object_get_string_len(json) ? text : NULL;
}

static int
take_json_list(const struct field *field, const struct place *place, json_object *json, struct value *value, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	if (!json_object_is_type(json, json_type_array))
		return place_invalid(place, field, error, "must be a list.");
	if (field_check_count(field, place, json_object_array_length(json), error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		const char *text = json_text(json_object_array_get_idx(json, i));

		if (text == NULL)
			return place_invalid(place, field, error, "must be a list of texts.");
		g_ptr_array_add(texts, (char *)text);
	}
	return field_take_list(field, place, (const char *const *)texts->pdata, texts->len, value, error);
}

static struct values *take_object(json_object *object, const struct field *fields, const struct place *place, GError **error);

static int
take_records(const struct field *field, const struct place *place, json_object *json, struct value *value, GError **error)
{
	if (!json_object_is_type(json, json_type_array))
		return place_invalid(place, field, error, "must be a list of objects.");
	if (field_check_count(field, place, json_object_array_length(json), error) < 0)
		return -1;
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		json_object *record = json_object_array_get_idx(json, i);
		g_autofree char *prefix = g_strdup_printf("%s%s[%" G_GSIZE_FORMAT "].", place->prefix, field->name, i);
		struct place inside = { .kind = place->kind, .prefix = prefix };
		g_autoptr(values_auto) checked = NULL;

		if (!json_object_is_type(record, json_type_object))
			return place_invalid(place, field, error, "must be a list of objects.");
		checked = take_object(record, field->records, &inside, error);
		if (checked == NULL)
			return -1;
	}
	value->text = g_strdup(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	return 1;
}

static int
take_json_object(const struct field *field, const struct place *place, json_object *json, struct value *value, GError **error)
{
	const char *text;

	if (!json_object_is_type(json, json_type_object))
		return place_invalid(place, field, error, "must be an object.");
	text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	if ((gint64)strlen(text) > field_most(field))
		return place_invalid(place, field, error, "must have at most %" G_GINT64_FORMAT " bytes as JSON.", field_most(field));
	value->text = g_strdup(text);
	return 1;
}

static int
take_json(const struct field *field, const struct place *place, json_object *json, struct value *value, GError **error)
{
	const char *text;

	if (json == NULL) {
		if (!field->may_be_null)
			return place_invalid(place, field, error, "must not be null.");
		value->is_null = TRUE;
		return 1;
	}
	switch (field->type) {
	case FIELD_INT:
		if (!json_object_is_type(json, json_type_int))
			return place_invalid(place, field, error, "must be a whole number.");
		value->number = json_object_get_int64(json);
		return field_check_number(field, place, value->number, error);
	case FIELD_BOOL:
		if (!json_object_is_type(json, json_type_boolean))
			return place_invalid(place, field, error, "must be true or false.");
		value->number = json_object_get_boolean(json);
		return 1;
	case FIELD_WORDS:
	case FIELD_UUIDS:
	case FIELD_LINES:
		return take_json_list(field, place, json, value, error);
	case FIELD_OBJECT:
		return take_json_object(field, place, json, value, error);
	case FIELD_RECORDS:
		return take_records(field, place, json, value, error);
	default:
		text = json_text(json);
		if (text == NULL)
			return place_invalid(place, field, error, "must be a text in quotes, without NUL.");
		return field_take_text(field, field->type, place, text, value, error);
	}
}

static const struct field *
find_field(const struct field *fields, const char *name)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

static int
unknown(const struct field *fields, const struct place *place, const char *name, GError **error)
{
	g_autoptr(GString) detail = g_string_new("is not known here; known are: ");
	g_autofree char *shown = g_utf8_make_valid(name, (gssize)strnlen(name, 60));

	if (fields == NULL || fields->name == NULL)
		g_string_assign(detail, "is not known here, and neither is any other.");
	for (const struct field *field = fields; field != NULL && field->name != NULL; field++)
		g_string_append_printf(detail, "%s%s", field->name, field[1].name != NULL ? ", " : ".");
	return place_refuse(place, "unknown", shown, detail->str, error);
}

static int
check_missing(const struct values *values, const struct field *fields, const struct place *place, GError **error)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (fields->is_required && !value_is_given(values, fields->name))
			return place_refuse(place, "missing", fields->name, "must be given.", error);
	return 1;
}

static struct values *
take_object(json_object *object, const struct field *fields, const struct place *place, GError **error)
{
	g_autoptr(values_auto) values = values_new();

	json_object_object_foreach(object, name, json) {
		const struct field *field = find_field(fields, name);

		if (field == NULL ? unknown(fields, place, name, error) < 0 :
		    take_json(field, place, json, values_add(values, name), error) < 0)
			return NULL;
	}
	return check_missing(values, fields, place, error) > 0 ? g_steal_pointer(&values) : NULL;
}

struct values *
values_from_json(const char *json, gsize length, const struct field *fields, GError **error)
{
	static const struct place body = { .kind = "field", .prefix = "" };
	json_tokener *tokener = json_tokener_new_ex(DEPTH_MOST);
	struct values *values = NULL;
	json_object *object;
	enum json_tokener_error why;
	size_t end;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, json, (int)length);
	why = json_tokener_get_error(tokener);
	end = json_tokener_get_parse_end(tokener);
	while (end < length && strchr(" \t\r\n", json[end]) != NULL && json[end] != '\0')
		end++;
	if (why == json_tokener_error_depth)
		fault_set(error, FAULT_LIMIT, "json-too-deep", NULL, "The JSON is nested more than %d levels deep.", DEPTH_MOST);
	else if (why != json_tokener_success)
		fault_set(error, FAULT_INVALID, "bad-json", NULL, "The body is not valid JSON at byte %" G_GSIZE_FORMAT ": %s.", end,
		    why == json_tokener_continue ? "it ends too early" : json_tokener_error_desc(why));
	else if (end < length)
		fault_set(error, FAULT_INVALID, "bad-json", NULL, "Something follows the JSON at byte %" G_GSIZE_FORMAT ".", end);
	else if (!json_object_is_type(object, json_type_object))
		fault_set(error, FAULT_INVALID, "bad-json", NULL, "The body must be a JSON object.");
	else
		values = take_object(object, fields, &body, error);
	json_object_put(object);
	json_tokener_free(tokener);
	return values;
}

static int
take_parameter(const struct field *field, const struct place *place, const char *text, struct value *value, GError **error)
{
	switch (field->type) {
	case FIELD_INT:
		if (!g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &value->number, NULL))
			return place_invalid(place, field, error, "must be a whole number.");
		return field_check_number(field, place, value->number, error);
	case FIELD_BOOL:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return place_invalid(place, field, error, "must be true or false.");
		value->number = strcmp(text, "true") == 0;
		return 1;
	case FIELD_WORDS:
	case FIELD_UUIDS:
	case FIELD_LINES: {
		g_auto(GStrv) parts = g_strsplit(text, ",", FIELD_ITEMS_MOST + 2);

		return field_take_list(field, place, (const char *const *)parts, g_strv_length(parts), value, error);
	}
	default:
		return field_take_text(field, field->type, place, text, value, error);
	}
}

struct values *
values_from_query(const GPtrArray *query, const struct field *fields, GError **error)
{
	static const struct place place = { .kind = "parameter", .prefix = "" };
	g_autoptr(values_auto) values = values_new();

	for (guint i = 0; query != NULL && i < query->len; i++) {
		const char *text = query->pdata[i], *equals = strchr(text, '=');
		g_autofree char *name = equals != NULL ? g_strndup(text, (gsize)(equals - text)) : g_strdup(text);
		const struct field *field = find_field(fields, name);

		if (field == NULL) {
			(void)unknown(fields, &place, name, error);
			return NULL;
		}
		if (!g_utf8_validate(text, -1, NULL)) {
			(void)place_invalid(&place, field, error, "must be UTF-8.");
			return NULL;
		}
		if (value_is_given(values, name)) {
			(void)place_invalid(&place, field, error, "must be given once.");
			return NULL;
		}
		if (take_parameter(field, &place, equals != NULL ? equals + 1 : "", values_add(values, name), error) < 0)
			return NULL;
	}
	return check_missing(values, fields, &place, error) > 0 ? g_steal_pointer(&values) : NULL;
}

void
field_query(const struct endpoint *endpoint, struct field fields_r[QUERY_FIELDS_MOST])
{
	static const struct field paging[] = {
		{ .name = "limit", .type = FIELD_INT, .least = 1, .most = 200, .help = "how many items at most; 50 if not given" },
		{ .name = "cursor", .type = FIELD_LINE, .most = 500, .help = "\"next\" of the page before" },
	};
	static const struct field filename = { .name = "filename", .type = FIELD_LINE, .most = 255,
		.help = "the file's name, where the body is the file itself" };
	int n = 0;

	for (const struct field *field = endpoint->query; field != NULL && field->name != NULL; field++) {
		g_assert(n < QUERY_FIELDS_MOST - 4);
		fields_r[n++] = *field;
	}
	if (endpoint->is_list) {
		fields_r[n++] = paging[0];
		fields_r[n++] = paging[1];
	}
	if (endpoint->body == BODY_UPLOAD)
		fields_r[n++] = filename;
	fields_r[n] = (struct field){ .name = NULL };
}
