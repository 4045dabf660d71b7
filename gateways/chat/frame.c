#include "chat/frame.h"

#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "model/chat.h"

#define LINE_MOST 200
#define INT_MOST (INT64_C(1) << 53)

struct frame {
	const struct frame_type *type;
	json_object *root;
};

static int
refuse(GError **error, const char *name, const char *field, const char *detail)
{
	fault_set(error, FAULT_INVALID, name, field, "%s", detail);
	return -1;
}

static json_object *
parse(const char *text, gsize length, GError **error)
{
	json_tokener *tokener = json_tokener_new_ex(FRAME_DEPTH_MAX);
	json_object *root;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, text, (int)length);
	if (json_tokener_get_error(tokener) != json_tokener_success || json_tokener_get_parse_end(tokener) != length) {
		json_object_put(root);
		root = NULL;
		(void)refuse(error, "bad-json", NULL, "A frame is one JSON object in UTF-8, not too deep, and nothing else.");
	} else if (!json_object_is_type(root, json_type_object)) {
		json_object_put(root);
		root = NULL;
		(void)refuse(error, "bad-frame", NULL, "A frame is a JSON object with a type.");
	}
	json_tokener_free(tokener);
	return root;
}

/* A frame that a client may send. */
static const struct frame_type *
find_type(json_object *root, GError **error)
{
	json_object *type = json_object_object_get(root, "type");

	if (!json_object_is_type(type, json_type_string)) {
		(void)refuse(error, "bad-frame", "type", "A frame is a JSON object with a type.");
		return NULL;
	}
	for (const struct frame_type *known = frame_types; known->name != NULL; known++)
		if (known->who != FRAME_BY_SERVER && strcmp(known->name, json_object_get_string(type)) == 0)
			return known;
	(void)refuse(error, "unknown-frame", "type", "There is no frame of this type from a client; see /api/v1/asyncapi.json.");
	return NULL;
}

static gboolean
is_clean(const char *text, gsize length, gboolean may_break, glong most)
{
	if (strlen(text) != length || g_utf8_strlen(text, -1) > most)
		return FALSE;
	for (const char *c = text; *c != '\0'; c++)
		if (((guchar)*c < 0x20 && !(may_break && strchr("\n\r\t", *c) != NULL)) || *c == 0x7f)
			return FALSE;
	return TRUE;
}

static gboolean
is_word(const char *text, const char *const *words)
{
	return g_strv_contains(words, text);
}

static gboolean
holds(const struct frame_field *field, json_object *value)
{
	gboolean is_text = json_object_is_type(value, json_type_string);
	const char *text = is_text ? json_object_get_string(value) : NULL;
	gsize length = is_text ? (gsize)json_object_get_string_len(value) : 0;

	switch (field->type) {
	case FRAME_LINE:
		return is_text && length > 0 && is_clean(text, length, FALSE, field->most != 0 ? field->most : LINE_MOST);
	case FRAME_TEXT:
		return is_text && is_clean(text, length, TRUE, field->most != 0 ? field->most : CHAT_BODY_MAX) && strspn(text, " \t\r\n") < length;
	case FRAME_UUID:
		return is_text && strlen(text) == length && uuid_is_valid(text) && strspn(text, "0123456789abcdef-") == length;
	case FRAME_WORD:
		return is_text && is_word(text, field->words);
	case FRAME_INT:
		return json_object_is_type(value, json_type_int) && json_object_get_int64(value) >= 0 && json_object_get_int64(value) <= INT_MOST;
	case FRAME_BOOL:
		return json_object_is_type(value, json_type_boolean);
	default:
		return FALSE;	/* clients send no others */
	}
}

static const char *
wanted(const struct frame_field *field)
{
	static const char *const texts[] = { [FRAME_LINE] = "a text without line breaks, not empty and not too long",
		[FRAME_TEXT] = "a text that is more than blanks and not too long", [FRAME_UUID] = "a UUID in lower case", [FRAME_INT] = "a number from 0 to 2^53",
		[FRAME_BOOL] = "true or false", [FRAME_WORD] = "one of the words of its list", [FRAME_LIST] = "" };

	return texts[field->type];
}

static const struct frame_field *
find_field(const struct frame_type *type, const char *name)
{
	for (const struct frame_field *field = type->fields; field->name != NULL; field++)
		if (strcmp(field->name, name) == 0)
			return field;
	return NULL;
}

static int
check_fields(const struct frame_type *type, json_object *root, GError **error)
{
	json_object_object_foreach(root, name, value) {
		const struct frame_field *field = find_field(type, name);

		if (strcmp(name, "type") == 0)
			continue;
		if (field == NULL)
			return refuse(error, "unknown-field", "type", "The frame has a field that frames of its type do not have; see /api/v1/asyncapi.json.");
		if (!holds(field, value)) {
			fault_set(error, FAULT_INVALID, "bad-field", field->name, "%s must be %s.", field->name, wanted(field));
			return -1;
		}
	}
	for (const struct frame_field *field = type->fields; field->name != NULL; field++) {
		if (field->is_required && json_object_object_get(root, field->name) == NULL) {
			fault_set(error, FAULT_INVALID, "field-missing", field->name, "A %s frame needs %s.", type->name, field->name);
			return -1;
		}
	}
	return 1;
}

struct frame *
frame_read(const char *text, gsize length, GError **error)
{
	json_object *root;
	const struct frame_type *type;
	struct frame *made;

	if (length > FRAME_BYTES_MAX) {
		fault_set(error, FAULT_LIMIT, "frame-too-large", NULL, "A frame has at most %d bytes.", FRAME_BYTES_MAX);
		return NULL;
	}
	root = parse(text, length, error);
	if (root == NULL)
		return NULL;
	type = find_type(root, error);
	if (type == NULL || check_fields(type, root, error) < 0) {
		json_object_put(root);
		return NULL;
	}
	made = g_new(struct frame, 1);
	made->type = type;
	made->root = root;
	return made;
}

void
frame_free(struct frame *frame)
{
	if (frame != NULL)
		json_object_put(frame->root);
	g_free(frame);
}

const struct frame_type *
frame_type(const struct frame *frame)
{
	return frame->type;
}

const char *
frame_text(const struct frame *frame, const char *name)
{
	json_object *value = json_object_object_get(frame->root, name);

	return value != NULL ? json_object_get_string(value) : NULL;
}

int64_t
frame_int(const struct frame *frame, const char *name)
{
	return json_object_get_int64(json_object_object_get(frame->root, name));
}

gboolean
frame_bool(const struct frame *frame, const char *name)
{
	return json_object_get_boolean(json_object_object_get(frame->root, name));
}

void
frame_quote(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_printf(out, "\\%c", *c);
		else if ((guchar)*c < 0x20)
			g_string_append_printf(out, "\\u%04x", (guchar)*c);
		else
			g_string_append_c(out, *c);
	}
	g_string_append_c(out, '"');
}
