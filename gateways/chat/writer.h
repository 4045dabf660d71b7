/* writer.h - stores what is said: one thread takes all messages that wait and commits them in one transaction.
 *
 * While the database is away they wait, and so do their senders: what was not acked was not stored, and is said again.
 */
#pragma once
#include <glib.h>

struct client;
struct server;

struct writer;

struct writer *writer_start(struct server *server, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores what waits if the database is there, then ends. */
void writer_stop(struct writer **writer);

/* Takes it on: the client is acked, or told why not, and everybody who looks at the ticket hears it. FALSE: too much waits already. */
gboolean writer_say(struct writer *writer, struct client *client, const char *ticket, const char *client_id, const char *body, gboolean is_internal)
    G_GNUC_WARN_UNUSED_RESULT;

/* Messages that wait. Any thread. */
int writer_waiting(struct writer *writer);
