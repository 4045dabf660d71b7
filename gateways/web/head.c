#include "web/head.h"

#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "web/call.h"
#include "web/endpoint.h"
#include "web/field.h"
#include "web/header.h"
#include "web/inside.h"
#include "web/route.h"

#define FORM_OVERHEAD 65536	/* boundaries and part headers around a file */

static int
check_size(const struct call *call, GError **error)
{
	gsize path = strlen(call->head->path), headers = 0;
	GHashTableIter iter;
	void *name, *value;

	for (guint i = 0; i < call->head->query->len; i++)
		path += strlen(call->head->query->pdata[i]) + 1;
	g_hash_table_iter_init(&iter, call->head->headers);
	while (g_hash_table_iter_next(&iter, &name, &value))
		headers += strlen(name) + strlen(value);
	if (path > HTTP_PATH_MAX) {
		fault_set(error, FAULT_LIMIT, "uri-too-long", NULL, "Path and query have more than %d bytes.", HTTP_PATH_MAX);
		return -1;
	}
	if (headers > HTTP_HEADER_MAX) {
		fault_set(error, FAULT_LIMIT, "headers-too-large", NULL, "The headers have more than %d bytes.", HTTP_HEADER_MAX);
		return -1;
	}
	return 1;
}

static int
check_framing(const struct call *call, GError **error)
{
	const char *encoding = call_header(call, "content-encoding");

	if (call_header(call, "transfer-encoding") != NULL) {
		fault_set(error, FAULT_INVALID, "length-required", "Transfer-Encoding", "Send the body with a Content-Length; a chunked one is not taken.");
		return -1;
	}
	if (call->head->content_length < 0) {
		fault_set(error, FAULT_INVALID, "bad-header", "Content-Length", "Content-Length must be one whole number.");
		return -1;
	}
	if (encoding != NULL && g_ascii_strcasecmp(encoding, "identity") != 0) {
		fault_set(error, FAULT_INVALID, "wrong-content-type", "Content-Encoding", "Send the body as it is, without a Content-Encoding.");
		return -1;
	}
	return 1;
}

/* A URL stands in logs, histories and Referer headers. */
static int
check_no_token(const struct call *call, GError **error)
{
	static const char *const names[] = { "access_token", "token", "jwt", "bearer", "api_key", "authorization", NULL };

	for (guint i = 0; i < call->head->query->len; i++) {
		const char *text = call->head->query->pdata[i];
		g_autofree char *name = g_ascii_strdown(text, (gssize)strcspn(text, "="));

		if (!g_strv_contains(names, name))
			continue;
		fault_set(error, FAULT_INVALID, "token-in-url", name,
		    "A token never belongs into a URL: consider this one known to others, and send a new one as Authorization: Bearer.");
		return -1;
	}
	return 1;
}

gint64
head_body_most(const struct call *call)
{
	const struct conf *conf = call->server->conf;

	return call->endpoint->body == BODY_UPLOAD ? (gint64)conf->web.max_upload_bytes + FORM_OVERHEAD : conf->web.max_body_bytes;
}

static int
check_body(const struct call *call, GError **error)
{
	g_autofree char *type = header_media_type(call_header(call, "content-type"), "");
	gint64 length = call->head->content_length, most = head_body_most(call);

	if (call->endpoint->body == BODY_UPLOAD && length > most) {
		fault_set(error, FAULT_LIMIT, "upload-too-large", NULL, "The file is larger than %d bytes, the most that is taken.",
		    call->server->conf->web.max_upload_bytes);
		return -1;
	}
	if (length > most) {
		fault_set(error, FAULT_LIMIT, "body-too-large", NULL, "The body has more than %" G_GINT64_FORMAT " bytes, the most that is taken.", most);
		return -1;
	}
	if (call->endpoint->body == BODY_UPLOAD && length == 0) {
		fault_set(error, FAULT_INVALID, "length-required", NULL, "Send the file as the body, or in a form, with its Content-Length.");
		return -1;
	}
	if (call->endpoint->body != BODY_UPLOAD && length > 0 && strcmp(type, "application/json") != 0) {
		fault_set(error, FAULT_INVALID, "wrong-content-type", "Content-Type", "The body must be application/json%s%s.",
		    *type != '\0' ? ", not " : "", type);
		return -1;
	}
	return 1;
}

static int
find_endpoint(struct call *call, char **allow_r, GError **error)
{
	g_autoptr(GError) why = NULL;
	gboolean is_options = strcmp(call->head->method, "OPTIONS") == 0;

	call->endpoint = router_find(call->server->router, call->head->method, call->head->path, &call->params, allow_r, &why);
	if (call->endpoint != NULL)
		return 1;
	if (is_options && *allow_r != NULL)
		return 0;
	g_propagate_error(error, g_steal_pointer(&why));
	return -1;
}

int
head_check(struct call *call, char **allow_r, GError **error)
{
	struct field fields[QUERY_FIELDS_MOST];
	int found;

	*allow_r = NULL;
	if (check_size(call, error) < 0 || check_framing(call, error) < 0)
		return -1;
	found = find_endpoint(call, allow_r, error);
	if (found <= 0)
		return found;
	field_query(call->endpoint, fields);
	if (check_no_token(call, error) < 0)
		return -1;
	call->query = values_from_query(call->head->query, fields, error);
	return call->query != NULL ? check_body(call, error) : -1;
}
