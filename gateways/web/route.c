#include "web/route.h"

#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "web/field.h"

#define PARAMETER_MOST 200

struct route {
	const struct endpoint *endpoint;
	char **segments;
};

struct router {
	GArray *routes;		/* struct route */
	GPtrArray *endpoints;	/* const struct endpoint * */
};

static void
route_clear(void *data)
{
	g_strfreev(((struct route *)data)->segments);
}

/* Fixed segments are tried before parameters, so that /tickets/held wins over /tickets/:id. */
static int
compare_routes(const void *left, const void *right)
{
	char *const *a = ((const struct route *)left)->segments, *const *b = ((const struct route *)right)->segments;

	for (; *a != NULL && *b != NULL; a++, b++) {
		if ((**a == ':') != (**b == ':'))
			return **a == ':' ? 1 : -1;
		if (**a != ':' && strcmp(*a, *b) != 0)
			return strcmp(*a, *b);
	}
	return *a == NULL ? *b == NULL ? 0 : -1 : 1;
}

struct router *
router_new(const struct endpoint *const *families)
{
	struct router *router = g_new0(struct router, 1);

	router->routes = g_array_new(FALSE, FALSE, sizeof(struct route));
	g_array_set_clear_func(router->routes, route_clear);
	router->endpoints = g_ptr_array_new();
	for (; *families != NULL; families++) {
		for (const struct endpoint *endpoint = *families; endpoint->method != NULL; endpoint++) {
			struct route route = { endpoint, g_strsplit(endpoint->path + 1, "/", -1) };

			g_array_append_val(router->routes, route);
			g_ptr_array_add(router->endpoints, (void *)endpoint);
		}
	}
	g_array_sort(router->routes, compare_routes);
	for (guint i = 1; i < router->routes->len; i++) {
		const struct route *a = &g_array_index(router->routes, struct route, i - 1);
		const struct route *b = &g_array_index(router->routes, struct route, i);

		g_assert(compare_routes(a, b) != 0 || strcmp(a->endpoint->method, b->endpoint->method) != 0);
	}
	return router;
}

void
router_free(struct router **router_p)
{
	struct router *router = *router_p;

	if (router == NULL)
		return;
	g_array_unref(router->routes);
	g_ptr_array_unref(router->endpoints);
	g_free(router);
	*router_p = NULL;
}

const struct endpoint *const *
router_all(const struct router *router, guint *n_r)
{
	*n_r = router->endpoints->len;
	return (const struct endpoint *const *)router->endpoints->pdata;
}

static gboolean
has_path(const struct route *route, char *const *segments)
{
	char *const *own = route->segments;

	for (; *own != NULL && *segments != NULL; own++, segments++)
		if (**own == ':' ? **segments == '\0' : strcmp(*own, *segments) != 0)
			return FALSE;
	return *own == NULL && *segments == NULL;
}

static gboolean
has_method(const struct route *route, const char *method)
{
	return strcmp(route->endpoint->method, method) == 0 ||
	    (strcmp(method, "HEAD") == 0 && strcmp(route->endpoint->method, "GET") == 0);
}

static gboolean
is_number(const char *text)
{
	return *text != '\0' && strlen(text) <= 18 && strspn(text, "0123456789") == strlen(text);
}

static gboolean
can_be(const char *name, const char *text)
{
	if (strcmp(name, "id") == 0 || g_str_has_suffix(name, "_id"))
		return uuid_is_valid(text);
	if (strcmp(name, "ticket") == 0)
		return uuid_is_valid(text) || is_number(text);
	return strlen(text) <= PARAMETER_MOST && g_utf8_validate(text, -1, NULL);
}

static struct values *
take_params(const struct route *route, char *const *segments, GError **error)
{
	g_autoptr(values_auto) params = values_new();

	for (char *const *own = route->segments; *own != NULL; own++, segments++) {
		if (**own != ':')
			continue;
		if (!can_be(*own + 1, *segments)) {
			fault_set(error, FAULT_NOT_FOUND, "not-found", *own + 1,
			    "There is nothing here by that %s; copy it from where it was given to you.", *own + 1);
			return NULL;
		}
		values_set_text(params, *own + 1, *segments);
	}
	return g_steal_pointer(&params);
}

static char *
allowed(const struct router *router, const char *template)
{
	g_autoptr(GString) allow = g_string_new(NULL);

	for (guint i = 0; i < router->routes->len; i++) {
		const struct endpoint *endpoint = g_array_index(router->routes, struct route, i).endpoint;

		if (strcmp(endpoint->path, template) == 0)
			g_string_append_printf(allow, "%s, %s", endpoint->method, strcmp(endpoint->method, "GET") == 0 ? "HEAD, " : "");
	}
	g_string_append(allow, "OPTIONS");
	return g_string_free(g_steal_pointer(&allow), FALSE);
}

const struct endpoint *
router_find(const struct router *router, const char *method, const char *path, struct values **params_r, char **allow_r, GError **error)
{
	g_auto(GStrv) segments = *path == '/' ? g_strsplit(path + 1, "/", -1) : NULL;
	const struct route *other = NULL;

	*params_r = NULL;
	*allow_r = NULL;
	for (guint i = 0; segments != NULL && i < router->routes->len; i++) {
		const struct route *route = &g_array_index(router->routes, struct route, i);

		if (!has_path(route, segments))
			continue;
		if (has_method(route, method)) {
			*params_r = take_params(route, segments, error);
			return *params_r != NULL ? route->endpoint : NULL;
		}
		if (other == NULL)
			other = route;
	}
	if (other == NULL) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-path", NULL, "There is nothing at this path; see /api/v1/openapi.json for what there is.");
		return NULL;
	}
	*allow_r = allowed(router, other->endpoint->path);
	fault_set(error, FAULT_INVALID, "method-not-allowed", NULL, "%s cannot be done here; what can: %s.", method, *allow_r);
	return NULL;
}
