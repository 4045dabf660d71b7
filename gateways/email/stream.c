#include "email/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "email/stream_tls.h"

#define CONNECT_MS 20000
#define ANSWER_MS 60000		/* a server that is silent for so long in the middle of an answer is gone */
#define BUFFER_BYTES 32768

struct connection {
	int fd;
	gnutls_session_t tls;	/* NULL: in the clear */
	const char *trouble;
	guint64 traffic;
};

enum stream_security
stream_security_of(const char *word)
{
	return strcmp(word, "none") == 0 ? STREAM_PLAIN : strcmp(word, "starttls") == 0 ? STREAM_STARTTLS : STREAM_TLS;
}

static gboolean
wait_for(struct connection *connection, short events)
{
	struct pollfd poll_fd = { .fd = connection->fd, .events = events };
	int n;

	do
		n = poll(&poll_fd, 1, ANSWER_MS);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		connection->trouble = "connection-timeout";
	return n > 0;
}

/* One try; -1 with errno EAGAIN if the socket is not ready for it. */
static ssize_t
try_read(struct connection *connection, void *buffer, size_t size)
{
	ssize_t n;

	if (connection->tls == NULL)
		return recv(connection->fd, buffer, size, 0);
	n = gnutls_record_recv(connection->tls, buffer, size);
	if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_REHANDSHAKE)
		errno = EAGAIN;
	else if (n < 0)
		errno = EIO;
	return n < 0 ? -1 : n;
}

static ssize_t
try_write(struct connection *connection, const void *buffer, size_t size)
{
	ssize_t n;

	if (connection->tls == NULL)
		return send(connection->fd, buffer, size, MSG_NOSIGNAL);
	n = gnutls_record_send(connection->tls, buffer, size);
	if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
		errno = EAGAIN;
	else if (n < 0)
		errno = EIO;
	return n < 0 ? -1 : n;
}

static gboolean
may_try_again(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static ssize_t
driver_read(mailstream_low *low, void *buffer, size_t size)
{
	struct connection *connection = low->data;

	for (;;) {
		ssize_t n = try_read(connection, buffer, size);

		if (n > 0) {
			connection->traffic += (guint64)n;
			return n;
		}
		if (n == 0 || !may_try_again()) {
			connection->trouble = "connection-lost";
			return -1;	/* libetpan would spin on a 0 */
		}
		if (!wait_for(connection, POLLIN))
			return -1;
	}
}

static ssize_t
driver_write(mailstream_low *low, const void *buffer, size_t size)
{
	struct connection *connection = low->data;

	for (;;) {
		ssize_t n = try_write(connection, buffer, size);

		if (n >= 0) {
			connection->traffic += (guint64)n;
			return n;
		}
		if (!may_try_again()) {
			connection->trouble = "connection-lost";
			return -1;
		}
		if (!wait_for(connection, POLLOUT))
			return -1;
	}
}

static int
driver_close(mailstream_low *low)
{
	struct connection *connection = low->data;

	if (connection->tls != NULL)
		gnutls_bye(connection->tls, GNUTLS_SHUT_WR);
	close(connection->fd);
	connection->fd = -1;
	return 0;
}

static int
driver_fd(mailstream_low *low)
{
	return ((struct connection *)low->data)->fd;
}

static void
driver_free(mailstream_low *low)
{
	struct connection *connection = low->data;

	stream_tls_free(&connection->tls);
	g_free(connection);
	free(low);	/* libetpan's, by malloc */
}

static mailstream_low_driver driver = {
	.mailstream_read = driver_read,
	.mailstream_write = driver_write,
	.mailstream_close = driver_close,
	.mailstream_get_fd = driver_fd,
	.mailstream_free = driver_free,
};

static void
fault_connect(GError **error, const struct stream_address *address, int number)
{
	const char *name = number == ETIMEDOUT ? "connection-timeout" : "connection-refused";

	fault_set(error, FAULT_UNAVAILABLE, name, NULL, "%s port %d does not answer: %s.", address->host, address->port,
	    g_strerror(number));
}

/* A connected socket that does not block, or -1 with errno set. */
static int
connect_to(const struct addrinfo *to)
{
	int fd = socket(to->ai_family, to->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, to->ai_protocol), problem = 0;
	struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };
	socklen_t length = sizeof problem;

	if (fd < 0)
		return -1;
	if (connect(fd, to->ai_addr, to->ai_addrlen) == 0)
		return fd;
	if (errno != EINPROGRESS)
		problem = errno;
	else if (poll(&poll_fd, 1, CONNECT_MS) == 0)
		problem = ETIMEDOUT;
	else
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &length);
	if (problem == 0)
		return fd;
	close(fd);
	errno = problem;
	return -1;
}

/* A peer that vanishes while we idle is noticed within two minutes. */
static void
keep_alive(int fd)
{
	const int on = 1, idle_s = 60, interval_s = 15, probes = 4, unanswered_ms = 60000;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered_ms, sizeof unanswered_ms);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static int
dial(const struct stream_address *address, GError **error)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };
	struct addrinfo *found = NULL;
	char port[12];
	int fd = -1, why;

	g_snprintf(port, sizeof port, "%d", address->port);
	if ((why = getaddrinfo(address->host, port, &hints, &found)) != 0) {
		fault_set(error, FAULT_UNAVAILABLE, "host-unknown", NULL, "No address is known for %s: %s.", address->host,
		    gai_strerror(why));
		return -1;
	}
	for (const struct addrinfo *to = found; to != NULL && fd < 0; to = to->ai_next)
		fd = connect_to(to);
	if (fd < 0)
		fault_connect(error, address, errno);
	else
		keep_alive(fd);
	freeaddrinfo(found);
	return fd;
}

gboolean
stream_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	return address != NULL ? g_inet_address_get_is_loopback(address)
			       : g_ascii_strcasecmp(host, "localhost") == 0 || g_str_has_suffix(host, ".localhost");
}

static int
secure(struct connection *connection, const struct stream_address *address, GError **error)
{
	connection->tls = stream_tls_open(connection->fd, address->host, address->ca_file, ANSWER_MS, error);
	return connection->tls != NULL ? 1 : -1;
}

mailstream *
stream_open(const struct stream_address *address, GError **error)
{
	struct connection *connection;
	int fd;

	if (address->security == STREAM_PLAIN && !stream_is_loopback(address->host)) {
		fault_set(error, FAULT_INVALID, "plaintext-refused", "imap_security",
		    "%s is not this machine, and without TLS anyone on the way could read the password: use tls or starttls.",
		    address->host);
		return NULL;
	}
	if ((fd = dial(address, error)) < 0)
		return NULL;
	connection = g_new0(struct connection, 1);
	connection->fd = fd;
	if (address->security == STREAM_TLS && secure(connection, address, error) < 0) {
		close(fd);
		g_free(connection);
		return NULL;
	}
	return mailstream_new(mailstream_low_new(connection, &driver), BUFFER_BYTES);
}

int
stream_start_tls(mailstream *stream, const struct stream_address *address, GError **error)
{
	if (stream->read_buffer_len > 0) {
		fault_set(error, FAULT_UNAVAILABLE, "starttls-injection", NULL,
		    "Someone between us and %s slipped text in front of its TLS; the connection was dropped.", address->host);
		return -1;
	}
	return secure(stream->low->data, address, error);
}

int
stream_wait(mailstream *stream, int wake_fd, int timeout_ms)
{
	const struct connection *connection = stream->low->data;
	struct pollfd poll_fds[] = { { .fd = connection->fd, .events = POLLIN }, { .fd = wake_fd, .events = POLLIN } };
	int n;

	if (stream->read_buffer_len > 0 || (connection->tls != NULL && gnutls_record_check_pending(connection->tls) > 0))
		return 1;
	n = poll(poll_fds, 2, timeout_ms);
	if (n <= 0)
		return 0;
	return poll_fds[1].revents != 0 ? 2 : 1;
}

const char *
stream_trouble(const mailstream *stream)
{
	const char *trouble = ((const struct connection *)stream->low->data)->trouble;

	return trouble != NULL ? trouble : "imap-failed";
}

guint64
stream_traffic(const mailstream *stream)
{
	return ((const struct connection *)stream->low->data)->traffic;
}
