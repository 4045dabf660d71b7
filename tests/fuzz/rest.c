/* What anybody may send to the REST API, without libwebsockets: method, path, query and headers to a route and values, then the body
 * as JSON against every endpoint's table, as a form, and the headers that have a grammar. */
#include "fuzz.h"

#include <glib.h>
#include <string.h>

#include "web/endpoint.h"
#include "web/field.h"
#include "web/header.h"
#include "web/multipart.h"
#include "web/problem.h"
#include "web/route.h"
#include "wire/jwt.h"
#include "wire/peer.h"

#define BODY_MOST 65536

static void
check_error(const GError *error)
{
	g_autofree char *json = problem_json(error, problem_status(error));

	g_assert(g_utf8_validate(json, -1, NULL));
}

static void
read_values(struct values *values, const GError *error)
{
	g_assert((values == NULL) == (error != NULL));
	if (error != NULL)
		check_error(error);
	values_free(values);
}

static void
route(const struct router *router, const char *method, const char *path)
{
	g_autoptr(GError) error = NULL;
	struct values *params = NULL;
	g_autofree char *allow = NULL;

	if (router_find(router, method, path, &params, &allow, &error) == NULL)
		check_error(error);
	values_free(params);
}

static void
read_query(const struct endpoint *endpoint, char *text)
{
	struct field fields[QUERY_FIELDS_MOST];
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) split = g_strsplit(text, "&", 50);

	for (char **part = split; *part != NULL; part++)
		g_ptr_array_add(parts, g_strdup(*part));
	field_query(endpoint, fields);
	read_values(values_from_query(parts, fields, &error), error);
}

static void
read_header(const char *text)
{
	g_autofree char *name = header_parameter(text, "filename"), *type = header_media_type(text, "text/plain");
	g_autofree char *safe = header_safe_filename(name != NULL ? name : text), *back = header_attachment(safe);
	g_autoptr(GError) error = NULL, other = NULL;
	int64_t first, last, version;
	char address[46];

	g_assert(strlen(safe) <= 255 && g_utf8_validate(safe, -1, NULL) && strchr(safe, '/') == NULL);
	g_assert(strpbrk(back, "\r\n") == NULL);
	g_assert(strlen(type) <= 100);
	if (header_range(text, 1000, &first, &last) > 0)
		g_assert(first >= 0 && first <= last && last < 1000);
	if (header_if_match(text, &version, &error) < 0)
		check_error(error);
	(void)header_none_match(text, "\"7\"");
	(void)header_bearer(text, &other);
	peer_address("10.0.0.1", text, "10.0.0.1", address, sizeof(address));
}

static int
on_file(const char *filename, const char *content_type, void *user, GError **error)
{
	(void)user;
	(void)error;
	(void)content_type;
	g_assert(filename != NULL);
	return 1;
}

static int
on_data(const void *data, gsize length, void *user, GError **error)
{
	(void)data;
	(void)error;
	*(gsize *)user += length;
	return 1;
}

static void
read_form(const char *type, const char *body, gsize length)
{
	static const struct multipart_calls calls = { on_file, on_data };
	g_autoptr(GError) error = NULL;
	gsize got = 0, piece = 1 + length % 61;
	struct multipart *form = multipart_new(type, &calls, &got, &error);
	int done = form != NULL ? 1 : -1;

	for (gsize at = 0; at < length && done > 0; at += piece)
		done = multipart_add(form, body + at, MIN(piece, length - at), &error);
	if (done > 0)
		done = multipart_end(form, &error);
	g_assert(got <= length);
	if (done < 0)
		check_error(error);
	multipart_free(&form);
}

static void
read_token(const char *text)
{
	static struct keyring *keyring;
	struct jwt_claims claims;
	g_autoptr(GError) error = NULL;

	if (keyring == NULL) {
		g_autoptr(GBytes) key = g_bytes_new_static("not known to the fuzzer", 23);

		keyring = keyring_new();
		g_assert(keyring_add(keyring, "k", "HS256", key, NULL) > 0);
	}
	g_assert(jwt_check(keyring, text, "i", "a", 1900000000, &claims, &error) < 0);	/* nobody guesses a signature */
	check_error(error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct router *router;
	g_autofree char *text = g_strndup((const char *)data, MIN(size, BODY_MOST));
	g_auto(GStrv) lines = g_strsplit(text, "\n", 5);	/* method, path, query, header, body */
	const struct endpoint *const *all;
	const char *body;
	guint n;

	if (g_strv_length(lines) < 5)
		return 0;
	if (router == NULL)
		router = router_new(endpoint_families);
	all = router_all(router, &n);
	body = (const char *)data + (lines[4] != NULL ? strlen(lines[0]) + strlen(lines[1]) + strlen(lines[2]) + strlen(lines[3]) + 4 : 0);
	route(router, lines[0], lines[1]);
	read_header(lines[3]);
	read_token(lines[3]);
	read_form(lines[3], body, (gsize)((const char *)data + size - body));
	for (guint i = 0; i < n; i++) {
		g_autoptr(GError) error = NULL;

		read_query(all[i], lines[2]);
		if (all[i]->body == BODY_JSON)
			read_values(values_from_json(body, (gsize)((const char *)data + size - body), all[i]->fields, &error), error);
	}
	return 0;
}
