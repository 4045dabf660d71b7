#include "web/reply.h"

#include <json-c/json.h>
#include <string.h>

#include "web/answer.h"

void
reply_json(struct reply *reply, char *json)
{
	g_free(reply->json);
	reply->json = json;
}

void
reply_items(struct reply *reply, char *items, const char *next)
{
	json_object *text = next != NULL ? json_object_new_string(next) : NULL;

	g_free(reply->json);
	reply->json = g_strdup_printf("{\"items\":%s,\"next\":%s}", items, json_object_to_json_string_ext(text, JSON_C_TO_STRING_NOSLASHESCAPE));
	g_free(items);
	json_object_put(text);
}

void
reply_nothing(struct reply *reply)
{
	reply->status = 204;
	g_clear_pointer(&reply->json, g_free);
}

void
reply_status(struct reply *reply, int status)
{
	reply->status = status;
}

void
reply_version(struct reply *reply, int64_t version)
{
	g_free(reply->etag);
	reply->etag = g_strdup_printf("\"%" G_GINT64_FORMAT "\"", version);
}

void
reply_location(struct reply *reply, const char *path)
{
	g_free(reply->location);
	reply->location = g_strdup(path);
}

static void
set_file(struct reply *reply, int64_t size, const char *filename, const char *content_type)
{
	reply->size = size;
	g_free(reply->filename);
	g_free(reply->content_type);
	reply->filename = g_strdup(filename);
	reply->content_type = g_strdup(content_type);
}

void
reply_blob(struct reply *reply, const char *blob_id, int64_t size, const char *filename, const char *content_type)
{
	reply->blob_id = g_strdup(blob_id);
	reply->etag = g_strdup_printf("\"%s\"", blob_id);	/* a blob never changes */
	set_file(reply, size, filename, content_type);
}

void
reply_bytes(struct reply *reply, GBytes *bytes, const char *filename, const char *content_type)
{
	reply->bytes = g_bytes_ref(bytes);
	set_file(reply, (int64_t)g_bytes_get_size(bytes), filename, content_type);
}

void
reply_clear(struct reply *reply)
{
	g_free(reply->json);
	g_free(reply->blob_id);
	g_clear_pointer(&reply->bytes, g_bytes_unref);
	g_free(reply->filename);
	g_free(reply->content_type);
	g_free(reply->etag);
	g_free(reply->location);
	memset(reply, 0, sizeof(*reply));
}
