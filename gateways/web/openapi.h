/* openapi.h - the API's description (OpenAPI 3.1), made of the endpoint tables, so that it cannot say what the server does not do. */
#pragma once

struct router;

/* JSON, the caller's. An endpoint whose shape is in no table is a broken invariant. */
char *openapi_json(const struct router *router, const char *public_url);
