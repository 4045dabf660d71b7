#include "web/openapi.h"

#include <json-c/json.h>
#include <string.h>

#include "web/endpoint.h"
#include "web/field.h"
#include "web/problem.h"
#include "web/route.h"
#include "web/shapes.h"

static void
put_text(json_object *object, const char *name, const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

static json_object *
put_object(json_object *object, const char *name)
{
	json_object *inner = json_object_new_object();

	json_object_object_add(object, name, inner);
	return inner;
}

static json_object *
type_of(const char *type)
{
	json_object *schema = json_object_new_object();

	put_text(schema, "type", type);
	return schema;
}

static json_object *
reference(const char *name)
{
	json_object *schema = json_object_new_object();
	g_autofree char *path = g_strconcat("#/components/schemas/", name, NULL);

	put_text(schema, "$ref", path);
	return schema;
}

static json_object *
or_null(json_object *schema)
{
	json_object *either = json_object_new_object(), *list = json_object_new_array();

	json_object_array_add(list, schema);
	json_object_array_add(list, type_of("null"));
	json_object_object_add(either, "anyOf", list);
	return either;
}

/* ---- answers: shapes.c's little language */

static json_object *
shape_type(const char *type)
{
	static const struct {
		const char *word, *type, *format;
	} plain[] = { { "uuid", "string", "uuid" }, { "text", "string", NULL }, { "int", "integer", NULL }, { "bool", "boolean", NULL },
		{ "time", "string", "date-time" }, { "object", "object", NULL } };
	gsize length = strlen(type);
	g_autofree char *inner = NULL;

	if (type[length - 1] == '?') {
		inner = g_strndup(type, length - 1);
		return or_null(shape_type(inner));
	}
	if (*type == '[') {
		json_object *list = type_of("array");

		inner = g_strndup(type + 1, length - 2);
		json_object_object_add(list, "items", shape_type(inner));
		return list;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
		json_object *schema;

		if (strcmp(plain[i].word, type) != 0)
			continue;
		schema = type_of(plain[i].type);
		if (plain[i].format != NULL)
			put_text(schema, "format", plain[i].format);
		return schema;
	}
	return strcmp(type, "any") == 0 ? json_object_new_object() : reference(type);
}

static json_object *
shape_schema(const struct shape *shape)
{
	json_object *schema = type_of("object"), *properties = put_object(schema, "properties"), *required = json_object_new_array();
	g_auto(GStrv) members = g_strsplit(shape->members, " ", -1);

	for (char **member = members; *member != NULL; member++) {
		gboolean is_optional = **member == '~';
		char *name = *member + is_optional, *type = strchr(name, ':');

		*type++ = '\0';
		json_object_object_add(properties, name, shape_type(type));
		if (!is_optional)
			json_object_array_add(required, json_object_new_string(name));
	}
	json_object_object_add(schema, "required", required);
	json_object_object_add(schema, "additionalProperties", json_object_new_boolean(FALSE));
	return schema;
}

/* ---- requests: struct field */

static json_object *fields_schema(const struct field *fields);

static void
put_words(json_object *schema, const char *const *words)
{
	json_object *list = json_object_new_array();

	for (; words != NULL && *words != NULL; words++)
		json_object_array_add(list, json_object_new_string(*words));
	json_object_object_add(schema, "enum", list);
}

static json_object *
item_schema(const struct field *field)
{
	json_object *schema = field->type == FIELD_RECORDS ? fields_schema(field->records) : type_of("string");

	if (field->type == FIELD_WORDS)
		put_words(schema, field->words);
	else if (field->type == FIELD_UUIDS)
		put_text(schema, "format", "uuid");
	else if (field->type == FIELD_LINES)
		json_object_object_add(schema, "maxLength", json_object_new_int(FIELD_LINE_MOST));
	return schema;
}

static json_object *
number_schema(const struct field *field)
{
	json_object *schema = type_of("integer");

	if (field->least != 0 || field->most != 0)
		json_object_object_add(schema, "minimum", json_object_new_int64(field->least));
	if (field->most != 0)
		json_object_object_add(schema, "maximum", json_object_new_int64(field->most));
	return schema;
}

static json_object *
text_schema(const struct field *field)
{
	json_object *schema = type_of("string");
	static const char *const formats[] = { [FIELD_UUID] = "uuid", [FIELD_EMAIL] = "email", [FIELD_TIME] = "date-time" };

	if (field->type < G_N_ELEMENTS(formats) && formats[field->type] != NULL)
		put_text(schema, "format", formats[field->type]);
	if (field->type == FIELD_WORD)
		put_words(schema, field->words);
	if (field->type == FIELD_LINE || field->type == FIELD_TEXT) {
		json_object_object_add(schema, "minLength", json_object_new_int64(field->least > 0 ? field->least : field->is_required));
		json_object_object_add(schema, "maxLength", json_object_new_int64(field_most(field)));
	}
	return schema;
}

static json_object *
field_schema(const struct field *field)
{
	json_object *schema;

	switch (field->type) {
	case FIELD_INT:
		schema = number_schema(field);
		break;
	case FIELD_BOOL:
		schema = type_of("boolean");
		break;
	case FIELD_OBJECT:
		schema = type_of("object");
		break;
	case FIELD_WORDS:
	case FIELD_UUIDS:
	case FIELD_LINES:
	case FIELD_RECORDS:
		schema = type_of("array");
		json_object_object_add(schema, "items", item_schema(field));
		json_object_object_add(schema, "maxItems", json_object_new_int64(field_most(field)));
		break;
	default:
		schema = text_schema(field);
		break;
	}
	if (field->may_be_null)
		schema = or_null(schema);
	if (field->help != NULL)
		put_text(schema, "description", field->help);
	return schema;
}

static json_object *
fields_schema(const struct field *fields)
{
	json_object *schema = type_of("object"), *properties = put_object(schema, "properties"), *required = json_object_new_array();

	for (; fields != NULL && fields->name != NULL; fields++) {
		json_object_object_add(properties, fields->name, field_schema(fields));
		if (fields->is_required)
			json_object_array_add(required, json_object_new_string(fields->name));
	}
	json_object_object_add(schema, "required", required);
	json_object_object_add(schema, "additionalProperties", json_object_new_boolean(FALSE));
	return schema;
}

static void
add_parameter(json_object *list, const char *name, const char *in, gboolean is_required, json_object *schema)
{
	json_object *parameter = json_object_new_object();

	put_text(parameter, "name", name);
	put_text(parameter, "in", in);
	json_object_object_add(parameter, "required", json_object_new_boolean(is_required));
	json_object_object_add(parameter, "schema", schema);
	if (json_object_object_get_ex(schema, "items", NULL)) {
		put_text(parameter, "style", "form");
		json_object_object_add(parameter, "explode", json_object_new_boolean(FALSE));
	}
	json_object_array_add(list, parameter);
}

static json_object *
parameters(const struct endpoint *endpoint)
{
	json_object *list = json_object_new_array();
	struct field fields[QUERY_FIELDS_MOST];
	g_auto(GStrv) segments = g_strsplit(endpoint->path, "/", -1);

	for (char **segment = segments; *segment != NULL; segment++) {
		json_object *schema;

		if (**segment != ':')
			continue;
		schema = type_of("string");
		if (strcmp(*segment, ":id") == 0 || g_str_has_suffix(*segment, "_id"))
			put_text(schema, "format", "uuid");
		add_parameter(list, *segment + 1, "path", TRUE, schema);
	}
	field_query(endpoint, fields);
	for (const struct field *field = fields; field->name != NULL; field++)
		add_parameter(list, field->name, "query", field->is_required, field_schema(field));
	if (strcmp(endpoint->method, "POST") == 0)
		add_parameter(list, "Idempotency-Key", "header", FALSE, type_of("string"));
	return list;
}

static void
put_content(json_object *object, const char *media_type, json_object *schema)
{
	json_object *content;

	if (!json_object_object_get_ex(object, "content", &content))
		content = put_object(object, "content");
	json_object_object_add(put_object(content, media_type), "schema", schema);
}

static json_object *
binary(void)
{
	json_object *schema = type_of("string");

	put_text(schema, "format", "binary");
	return schema;
}

static void
put_request(json_object *operation, const struct endpoint *endpoint)
{
	json_object *body, *form;

	if (endpoint->body == BODY_NONE)
		return;
	body = put_object(operation, "requestBody");
	json_object_object_add(body, "required", json_object_new_boolean(!endpoint->body_may_be_absent));
	if (endpoint->body == BODY_JSON) {
		put_content(body, "application/json", fields_schema(endpoint->fields));
		return;
	}
	form = type_of("object");
	json_object_object_add(put_object(form, "properties"), "file", binary());
	put_content(body, "multipart/form-data", form);
	put_content(body, "application/octet-stream", binary());
}

static json_object *
list_schema(const char *shape)
{
	json_object *schema = type_of("object"), *properties = put_object(schema, "properties"), *items = type_of("array");
	json_object *required = json_object_new_array();

	json_object_object_add(items, "items", reference(shape));
	json_object_object_add(properties, "items", items);
	json_object_object_add(properties, "next", or_null(type_of("string")));
	json_object_array_add(required, json_object_new_string("items"));
	json_object_array_add(required, json_object_new_string("next"));
	json_object_object_add(schema, "required", required);
	return schema;
}

static gboolean
has_shape(const char *name)
{
	for (const struct shape *shape = shapes; shape->name != NULL; shape++)
		if (strcmp(shape->name, name) == 0)
			return TRUE;
	return FALSE;
}

static void
put_responses(json_object *operation, const struct endpoint *endpoint)
{
	json_object *responses = put_object(operation, "responses"), *success, *problem;
	gboolean has_body = endpoint->shape != NULL || endpoint->answers_file || endpoint->status == 200;
	g_autofree char *status = g_strdup_printf("%d", endpoint->status != 0 ? endpoint->status : has_body ? 200 : 204);

	success = put_object(responses, status);
	put_text(success, "description", has_body ? "Done" : "Done; nothing to say");
	if (endpoint->answers_file) {
		put_content(success, "*/*", binary());
	} else if (endpoint->shape != NULL) {
		g_assert(has_shape(endpoint->shape));
		put_content(success, "application/json", endpoint->is_list ? list_schema(endpoint->shape) : reference(endpoint->shape));
	} else if (has_body) {
		put_content(success, "application/json", type_of("object"));
	}
	problem = put_object(responses, "default");
	put_text(problem, "description", "What is wrong, and what to do (RFC 9457)");
	put_content(problem, "application/problem+json", reference("Problem"));
}

static void
put_security(json_object *operation, const struct endpoint *endpoint)
{
	static const struct {
		enum who who;
		const char *word;
	} words[] = { { WHO_CUSTOMER, "customer" }, { WHO_AGENT, "agent" }, { WHO_MANAGER, "manager" }, { WHO_ADMIN, "admin" },
		{ WHO_PLATFORM, "platform" } };
	json_object *list = json_object_new_array(), *who = json_object_new_array();

	if (!(endpoint->who & WHO_PUBLIC)) {
		json_object *bearer = json_object_new_object();

		json_object_object_add(bearer, "bearer", json_object_new_array());
		json_object_array_add(list, bearer);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (endpoint->who & words[i].who)
			json_object_array_add(who, json_object_new_string(words[i].word));
	json_object_object_add(operation, "security", list);
	json_object_object_add(operation, "x-who", who);
}

/* "/tickets/:id" as OpenAPI writes it: "/tickets/{id}". */
static char *
template_of(const char *path)
{
	GString *text = g_string_new(NULL);
	g_auto(GStrv) segments = g_strsplit(path + 1, "/", -1);

	for (char **segment = segments; *segment != NULL; segment++)
		g_string_append_printf(text, **segment == ':' ? "/{%s}" : "/%s", *segment + (**segment == ':'));
	return g_string_free(text, FALSE);
}

static void
put_operation(json_object *paths, const struct endpoint *endpoint)
{
	g_autofree char *template = template_of(endpoint->path), *method = g_ascii_strdown(endpoint->method, -1);
	json_object *path, *operation;

	if (!json_object_object_get_ex(paths, template, &path))
		path = put_object(paths, template);
	operation = put_object(path, method);
	put_text(operation, "summary", endpoint->summary);
	if (endpoint->help != NULL)
		put_text(operation, "description", endpoint->help);
	json_object_object_add(operation, "parameters", parameters(endpoint));
	put_request(operation, endpoint);
	put_responses(operation, endpoint);
	put_security(operation, endpoint);
}

char *
openapi_json(const struct router *router, const char *public_url)
{
	json_object *api = json_object_new_object(), *info, *paths, *components, *schemas, *bearer, *servers, *server;
	guint n;
	const struct endpoint *const *all = router_all(router, &n);
	char *json;

	put_text(api, "openapi", "3.1.0");
	info = put_object(api, "info");
	put_text(info, "title", "supportd");
	put_text(info, "version", "1");
	servers = json_object_new_array();
	server = json_object_new_object();
	put_text(server, "url", public_url);
	json_object_array_add(servers, server);
	json_object_object_add(api, "servers", servers);
	paths = put_object(api, "paths");
	for (guint i = 0; i < n; i++)
		put_operation(paths, all[i]);
	components = put_object(api, "components");
	bearer = put_object(put_object(components, "securitySchemes"), "bearer");
	put_text(bearer, "type", "http");
	put_text(bearer, "scheme", "bearer");
	schemas = put_object(components, "schemas");
	for (const struct shape *shape = shapes; shape->name != NULL; shape++)
		json_object_object_add(schemas, shape->name, shape_schema(shape));
	json = g_strdup(json_object_to_json_string_ext(api, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(api);
	return json;
}
