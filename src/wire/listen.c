#include "wire/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "wire/loop.h"

#define BACKLOG 1024
#define ACCEPT_AT_ONCE 64	/* then the connections that are there get their turn */
#define PAUSE_S 0.2		/* without descriptors accept would spin */

struct listener {
	struct ev_loop *ev;
	ev_io readable;
	ev_timer pause;
	int fd;
	void (*accepted)(int fd, void *user);
	void *user;
};

static void
on_pause_over(struct ev_loop *ev, ev_timer *timer, int events)
{
	struct listener *listener = timer->data;

	(void)events;
	ev_timer_stop(ev, timer);
	ev_io_start(ev, &listener->readable);
}

static void
on_readable(struct ev_loop *ev, ev_io *watcher, int events)
{
	struct listener *listener = watcher->data;
	int on = 1;

	(void)events;
	for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
		int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) < 0)
				log_debug("cannot set TCP_NODELAY", LOG_INT("errno", errno));
			listener->accepted(fd, listener->user);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			log_warning("cannot accept", LOG_STR("error", g_strerror(errno)));
			ev_io_stop(ev, watcher);
			ev_timer_again(ev, &listener->pause);	/* stopped again in on_pause_over */
		}
		return;
	}
}

static int
open_socket(const struct addrinfo *found)
{
	int on = 1, fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) < 0 ||
	    bind(fd, found->ai_addr, found->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0) {
		int why = errno;

		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

static int
open_address(const char *address, GError **error)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *found = NULL;
	g_autofree char *host = NULL;
	char service[12];
	int port, why, fd;

	if (conf_split_listen(address, &host, &port, error) < 0)
		return -1;
	g_snprintf(service, sizeof(service), "%d", port);
	why = getaddrinfo(host, service, &hints, &found);
	if (why != 0) {
		fault_set(error, FAULT_INVALID, "cannot-listen", NULL, "Cannot listen on %s: %s.", address, gai_strerror(why));
		return -1;
	}
	fd = open_socket(found);
	if (fd < 0)
		fault_set(error, FAULT_UNAVAILABLE, "cannot-listen", NULL, "Cannot listen on %s: %s.", address, g_strerror(errno));
	freeaddrinfo(found);
	return fd;
}

struct listener *
listener_new(struct loop *loop, const char *address, void (*accepted)(int fd, void *user), void *user, GError **error)
{
	struct listener *listener;
	int fd = open_address(address, error);

	if (fd < 0)
		return NULL;
	listener = g_new0(struct listener, 1);
	listener->ev = loop_ev(loop);
	listener->fd = fd;
	listener->accepted = accepted;
	listener->user = user;
	ev_io_init(&listener->readable, on_readable, fd, EV_READ);
	listener->readable.data = listener;
	ev_init(&listener->pause, on_pause_over);
	listener->pause.repeat = PAUSE_S;
	listener->pause.data = listener;
	ev_io_start(listener->ev, &listener->readable);
	return listener;
}

void
listener_free(struct listener **listener_p)
{
	struct listener *listener = *listener_p;

	if (listener == NULL)
		return;
	ev_io_stop(listener->ev, &listener->readable);
	ev_timer_stop(listener->ev, &listener->pause);
	close(listener->fd);
	g_free(listener);
	*listener_p = NULL;
}

void
listener_peer(int fd, char *text_r, gsize size)
{
	struct sockaddr_storage peer = { 0 };
	socklen_t length = sizeof(peer);

	text_r[0] = '\0';
	if (getpeername(fd, (struct sockaddr *)&peer, &length) < 0 ||
	    getnameinfo((struct sockaddr *)&peer, length, text_r, (socklen_t)size, NULL, 0, NI_NUMERICHOST) != 0)
		return;
	if (g_str_has_prefix(text_r, "::ffff:"))
		memmove(text_r, text_r + 7, strlen(text_r + 7) + 1);
}
