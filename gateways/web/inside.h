/* inside.h - what the files of the server share: for the files of this room that have a call at hand. */
#pragma once
#include <glib.h>

struct conf;

struct server {
	const struct conf *conf;
	struct loop *loop;
	struct http_server *http;
	struct pool *pool;
	struct router *router;
	struct auth *auth;
	struct rate *rate;
	struct counts *counts;
	struct files *files;
	gboolean has_health_port;
	gint64 drain_until_ms;
};
