/* route.h - from a method and a path to the endpoint. */
#pragma once
#include <glib.h>

#include "web/endpoint.h"

struct router;
struct values;

/* Over families ended by NULL (endpoint_families). Two endpoints of one method and path are a broken invariant. */
struct router *router_new(const struct endpoint *const *families);
void router_free(struct router **router);

/* The endpoint for method (HEAD finds GET) and path (decoded), its parameters in *params_r, the caller's. NULL with error
 * "no-such-path", or "method-not-allowed" with the methods that are in *allow_r ("GET, HEAD, OPTIONS"), the caller's;
 * also "not-found" where a parameter cannot be the id of anything. */
const struct endpoint *router_find(const struct router *router, const char *method, const char *path, struct values **params_r,
    char **allow_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All endpoints in the order of their tables; *n_r of them; borrowed. */
const struct endpoint *const *router_all(const struct router *router, guint *n_r);
