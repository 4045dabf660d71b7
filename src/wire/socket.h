/* socket.h - WebSocket (RFC 6455) on the loop: libwebsockets behind a face that knows nothing of it.
 *
 * A socket speaks one subprotocol and text only. What is sent waits in the socket's queue until the peer takes it; a peer that lets more than the limit
 * wait is cut. All on the loop's thread.
 */
#pragma once
#include <glib.h>

struct lws_protocols;
struct socket;
struct socket_text;

enum socket_close {		/* RFC 6455, 7.4.1 */
	SOCKET_GOING_AWAY = 1001,
	SOCKET_NOT_TEXT = 1003,
	SOCKET_POLICY = 1008,
	SOCKET_TOO_LARGE = 1009,
	SOCKET_RESTART = 1012,
	SOCKET_TRY_LATER = 1013,
};

struct socket_calls {
	void (*opened)(struct socket *socket, void *user);
	/* A whole message. Not yet known to be UTF-8. */
	void (*text)(struct socket *socket, const char *text, gsize length);
	/* More came than may come in one message, or something that is not text: must lead to socket_close. */
	void (*refused)(struct socket *socket, enum socket_close why);
	void (*drained)(struct socket *socket);	/* nothing waits any more, after socket_takes said no */
	void (*closed)(struct socket *socket);	/* once for each opened; the socket is gone after it */
};

struct socket_rules {
	const char *subprotocol;
	gsize most_text;	/* bytes of a message that comes in */
	gsize most_waiting;	/* bytes that may wait to go out */
	const char *trusted_proxy;	/* see peer.h */
};

/* For http_server_new's further protocols. All must outlive the server; freed with socket_protocol_free. */
struct lws_protocols *socket_protocol_new(const struct socket_calls *calls, const struct socket_rules *rules, void *user);
void socket_protocol_free(struct lws_protocols **protocol);

/* A message to go out, made once and given to many. */
struct socket_text *socket_text_new(const char *text, gsize length);
struct socket_text *socket_text_take(GString *text);	/* frees it */
struct socket_text *socket_text_ref(struct socket_text *text);
void socket_text_unref(struct socket_text *text);

/* Queues it. FALSE: the peer is too slow, or going; nothing more is sent to it. */
gboolean socket_send(struct socket *socket, struct socket_text *text);

/* After what waits has gone out, within two seconds. reason at most 100 bytes. */
void socket_close(struct socket *socket, enum socket_close why, const char *reason);

void socket_set_data(struct socket *socket, void *data);
void *socket_data(const struct socket *socket);
const char *socket_peer(const struct socket *socket);	/* address, "" if it has none */
/* May so many bytes be sent without cutting the peer off? If not, drained is called when it is time to ask again. */
gboolean socket_takes(struct socket *socket, const struct socket_text *text);
gsize socket_waiting(const struct socket *socket);
