/* server.h - supportd-web's loop: takes requests, has workers run them, sends the answers. */
#pragma once
#include <glib.h>

struct conf;
struct server;

/* conf must outlive it. NULL with error set. */
struct server *server_new(const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void server_free(struct server **server);

/* Until a signal to stop, and until what was begun then is answered, at most conf->stop_seconds. */
void server_run(struct server *server);
