/* pages.h - what the gateway answers beside the WebSocket: /healthz, /readyz, /metrics and /api/v1/asyncapi.json. */
#pragma once

struct http_calls;

extern const struct http_calls chat_http_calls;	/* user is the struct server */
