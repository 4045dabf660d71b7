#include "chat/asyncapi.h"

#include <glib.h>
#include <json-c/json.h>

#include "chat/frame.h"
#include "config.h"

static json_object *
put_object(json_object *object, const char *name)
{
	json_object *inner = json_object_new_object();

	json_object_object_add(object, name, inner);
	return inner;
}

static void
put_text(json_object *object, const char *name, const char *text)
{
	json_object_object_add(object, name, json_object_new_string(text));
}

static json_object *
schema_of(const struct frame_field *field)
{
	static const char *const types[] = { [FRAME_LINE] = "string", [FRAME_TEXT] = "string", [FRAME_UUID] = "string", [FRAME_INT] = "integer",
		[FRAME_BOOL] = "boolean", [FRAME_WORD] = "string", [FRAME_TIME] = "string", [FRAME_OBJECT] = "object", [FRAME_LIST] = "array" };
	json_object *schema = json_object_new_object();

	put_text(schema, "type", types[field->type]);
	if (field->type == FRAME_UUID)
		put_text(schema, "format", "uuid");
	if (field->most != 0)
		json_object_object_add(schema, "maxLength", json_object_new_int(field->most));
	if (field->type == FRAME_INT)
		json_object_object_add(schema, "minimum", json_object_new_int(0));
	if (field->help != NULL)
		put_text(schema, "description", field->help);
	if (field->words != NULL) {
		json_object *words = json_object_new_array();

		for (int i = 0; field->words[i] != NULL; i++)
			json_object_array_add(words, json_object_new_string(field->words[i]));
		json_object_object_add(schema, "enum", words);
	}
	return schema;
}

static json_object *
payload_of(const struct frame_type *type)
{
	json_object *payload = json_object_new_object(), *properties, *required = json_object_new_array(), *name;

	put_text(payload, "type", "object");
	json_object_object_add(payload, "additionalProperties", json_object_new_boolean(FALSE));
	properties = put_object(payload, "properties");
	name = put_object(properties, "type");
	put_text(name, "const", type->name);
	json_object_array_add(required, json_object_new_string("type"));
	for (const struct frame_field *field = type->fields; field->name != NULL; field++) {
		json_object_object_add(properties, field->name, schema_of(field));
		if (field->is_required)
			json_object_array_add(required, json_object_new_string(field->name));
	}
	json_object_object_add(payload, "required", required);
	return payload;
}

/* "typing" goes both ways and is another thing each way. */
static char *
message_name(const struct frame_type *type)
{
	return g_strdup_printf("%s-%s", type->who == FRAME_BY_SERVER ? "server" : "client", type->name);
}

static void
put_reference(json_object *object, const char *path, const char *name)
{
	g_autofree char *whole = g_strconcat("#", path, name, NULL);

	put_text(object, "$ref", whole);
}

/* From the client's point of view, as AsyncAPI has it of an application: what it sends, what it receives. */
static void
put_operation(json_object *operations, const char *name, const char *action, gboolean is_server)
{
	json_object *operation = put_object(operations, name), *messages = json_object_new_array();

	put_text(operation, "action", action);
	put_reference(put_object(operation, "channel"), "/channels/", "chat");
	for (const struct frame_type *type = frame_types; type->name != NULL; type++) {
		g_autofree char *message = message_name(type);
		json_object *reference = json_object_new_object();

		if ((type->who == FRAME_BY_SERVER) != is_server) {
			json_object_put(reference);
			continue;
		}
		put_reference(reference, "/channels/chat/messages/", message);
		json_object_array_add(messages, reference);
	}
	json_object_object_add(operation, "messages", messages);
}

static void
put_messages(json_object *channel, json_object *components)
{
	json_object *named = put_object(channel, "messages"), *messages = put_object(components, "messages");

	for (const struct frame_type *type = frame_types; type->name != NULL; type++) {
		g_autofree char *name = message_name(type);
		json_object *message = put_object(messages, name);

		put_text(message, "name", type->name);
		put_text(message, "summary", type->help);
		put_text(message, "contentType", "application/json");
		json_object_object_add(message, "payload", payload_of(type));
		put_reference(put_object(named, name), "/components/messages/", name);
	}
}

char *
asyncapi_json(const char *url)
{
	json_object *root = json_object_new_object(), *info, *server, *channel, *operations;
	const char *slashes = g_strstr_len(url, -1, "://");
	char *text;

	put_text(root, "asyncapi", "3.0.0");
	info = put_object(root, "info");
	put_text(info, "title", "supportd chat");
	put_text(info, "version", PACKAGE_VERSION);
	put_text(info, "description", "One WebSocket with the subprotocol " FRAME_PROTOCOL "; each text message is one JSON object, told apart by type. "
	    "The first one is hello. A client keeps the seq of the newest message of each ticket, and resumes from there after a reconnect; it keeps what it "
	    "sends until that is acked, and sends it again with the same client_id.");
	server = put_object(put_object(root, "servers"), "chat");
	put_text(server, "host", slashes != NULL ? slashes + 3 : url);
	put_text(server, "protocol", g_str_has_prefix(url, "https") || g_str_has_prefix(url, "wss") ? "wss" : "ws");
	channel = put_object(put_object(root, "channels"), "chat");
	put_text(channel, "address", "/api/v1/chat");
	put_messages(channel, put_object(root, "components"));
	operations = put_object(root, "operations");
	put_operation(operations, "say", "send", FALSE);
	put_operation(operations, "hear", "receive", TRUE);
	text = g_strdup(json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(root);
	return text;
}
