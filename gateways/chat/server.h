/* server.h - supportd-chat's loop. */
#pragma once
#include <glib.h>

struct conf;
struct server;

/* conf must outlive it. NULL with error set. */
struct server *server_new(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void server_free(struct server **server);

/* Until a signal to stop; then all are asked to move, and what they said by then is stored. */
void server_run(struct server *server);
