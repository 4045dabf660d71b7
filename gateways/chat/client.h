/* client.h - one socket and who is behind it. */
#pragma once
#include <glib.h>

struct client;
struct server;
struct socket;
struct socket_text;

struct client *client_new(struct server *server, struct socket *socket);
/* The socket is gone. */
void client_gone(struct client *client);
struct client *client_ref(struct client *client);
void client_unref(struct client *client);

gboolean client_is_staff(const struct client *client);
/* node:number, for the bell. The caller's. */
char *client_origin(const struct client *client);

void client_send(struct client *client, struct socket_text *text);
/* Text made for this one; frees it. */
void client_say(struct client *client, GString *frame);

/* An "error" frame. re is the type of the frame that it answers; these may be NULL. */
void client_error(struct client *client, const GError *error, const char *re, const char *ticket, const char *client_id);

/* May it send one more frame now? If not, it has been told, and after too many it is closed. */
gboolean client_may(struct client *client, const char *client_id);

/* {"type":"NAME"…, to be gone on with. */
GString *frame_begin(const char *name);
void frame_add_text(GString *frame, const char *name, const char *text);
void frame_add_int(GString *frame, const char *name, gint64 number);
void frame_add_bool(GString *frame, const char *name, gboolean yes);
void frame_add_json(GString *frame, const char *name, const char *json);
GString *frame_end(GString *frame);	/* the same */
