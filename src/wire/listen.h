/* listen.h - sockets that listen: opened with SO_REUSEPORT, so that several processes may share a port (lws cannot), and
 * read by accept4 on the loop. */
#pragma once
#include <glib.h>

struct loop;
struct listener;

/* address is "host:port". accepted owns the descriptor that it is given (non-blocking, TCP_NODELAY). NULL with error "cannot-listen". */
struct listener *listener_new(struct loop *loop, const char *address, void (*accepted)(int fd, void *user), void *user,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No more new ones; those that wait in the kernel are refused. */
void listener_free(struct listener **listener);

/* "192.0.2.1" or "2001:db8::1" of the peer; IPv4 in its own form. "" if it has none. */
void listener_peer(int fd, char *text_r, gsize size);
