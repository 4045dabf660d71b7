#include "wire/socket.h"

#include <libwebsockets.h>
#include <string.h>

#include "wire/peer.h"

#define RX_PIECE 1024		/* kept for each connection; longer messages come in pieces */
#define AT_ONCE 32		/* messages written before the others get their turn */
#define FORWARDED_MOST 256
#define CLOSE_SECONDS 2

struct socket_text {
	int refs;
	gsize length;
	unsigned char data[];	/* LWS_PRE bytes of room, in which lws writes the frame's header, then the text */
};

struct socket {			/* lws keeps it with each connection */
	struct lws *wsi;
	void *data;
	char peer[46];
	gboolean is_open, is_closing, is_cut, wants_drained;
	GQueue *out;		/* struct socket_text *; NULL while nothing waits */
	gsize waiting;
	GByteArray *in;		/* the pieces of a message; NULL between messages */
	unsigned short close_code;
	char close_reason[101];
};

struct protocol {
	struct lws_protocols lws[1];
	const struct socket_calls *calls;
	struct socket_rules rules;
	void *user;
};

struct socket_text *
socket_text_new(const char *text, gsize length)
{
	struct socket_text *made = g_malloc(sizeof(*made) + LWS_PRE + length);

	made->refs = 1;
	made->length = length;
	memcpy(made->data + LWS_PRE, text, length);
	return made;
}

struct socket_text *
socket_text_take(GString *text)
{
	struct socket_text *made = socket_text_new(text->str, text->len);

	g_string_free(text, TRUE);
	return made;
}

struct socket_text *
socket_text_ref(struct socket_text *text)
{
	text->refs++;
	return text;
}

void
socket_text_unref(struct socket_text *text)
{
	if (text != NULL && --text->refs == 0)
		g_free(text);
}

static const struct protocol *
protocol_of(struct lws *wsi)
{
	return lws_get_protocol(wsi)->user;
}

static void
cut(struct socket *socket)
{
	socket->is_cut = socket->is_closing = TRUE;
	lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

gboolean
socket_send(struct socket *socket, struct socket_text *text)
{
	const struct protocol *protocol = protocol_of(socket->wsi);

	if (!socket->is_open || socket->is_closing)
		return FALSE;
	if (socket->waiting > 0 && socket->waiting + text->length > protocol->rules.most_waiting) {
		protocol->calls->refused(socket, SOCKET_TRY_LATER);
		cut(socket);
		return FALSE;
	}
	if (socket->out == NULL)
		socket->out = g_queue_new();
	g_queue_push_tail(socket->out, socket_text_ref(text));
	socket->waiting += text->length;
	if (socket->out->length == 1)
		lws_callback_on_writable(socket->wsi);
	return TRUE;
}

void
socket_close(struct socket *socket, enum socket_close why, const char *reason)
{
	if (!socket->is_open || socket->is_closing)
		return;
	socket->is_closing = TRUE;
	socket->close_code = (unsigned short)why;
	g_strlcpy(socket->close_reason, reason, sizeof(socket->close_reason));
	lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_OK, CLOSE_SECONDS);
	lws_callback_on_writable(socket->wsi);
}

/* lws closes the connection at -1. */
static int
on_writeable(struct lws *wsi, struct socket *socket)
{
	for (int i = 0; socket->out != NULL && i < AT_ONCE; i++) {
		struct socket_text *text;
		int written;

		if (lws_partial_buffered(wsi) || lws_send_pipe_choked(wsi))
			break;
		text = g_queue_pop_head(socket->out);
		socket->waiting -= text->length;
		written = lws_write(wsi, text->data + LWS_PRE, text->length, LWS_WRITE_TEXT);
		socket_text_unref(text);
		if (g_queue_is_empty(socket->out))
			g_clear_pointer(&socket->out, g_queue_free);
		if (written < 0)
			return -1;
	}
	if (socket->out != NULL || lws_partial_buffered(wsi)) {
		lws_callback_on_writable(wsi);
		return 0;
	}
	if (socket->wants_drained) {
		socket->wants_drained = FALSE;
		protocol_of(wsi)->calls->drained(socket);
	}
	if (!socket->is_closing)
		return 0;
	lws_close_reason(wsi, socket->close_code, (unsigned char *)socket->close_reason, strlen(socket->close_reason));
	return -1;
}

static int
on_piece(struct lws *wsi, struct socket *socket, const char *data, size_t length)
{
	const struct protocol *protocol = protocol_of(wsi);
	gboolean is_whole = lws_is_final_fragment(wsi) && lws_remaining_packet_payload(wsi) == 0;

	if (socket->is_closing)
		return 0;
	if (lws_frame_is_binary(wsi)) {
		protocol->calls->refused(socket, SOCKET_NOT_TEXT);
		return 0;
	}
	if ((socket->in != NULL ? socket->in->len : 0) + length > protocol->rules.most_text) {
		g_clear_pointer(&socket->in, g_byte_array_unref);
		protocol->calls->refused(socket, SOCKET_TOO_LARGE);
		return 0;
	}
	if (is_whole && socket->in == NULL) {
		protocol->calls->text(socket, data, length);
		return 0;
	}
	if (socket->in == NULL)
		socket->in = g_byte_array_new();
	g_byte_array_append(socket->in, (const guint8 *)data, (guint)length);
	if (is_whole) {
		g_autoptr(GByteArray) whole = g_steal_pointer(&socket->in);

		protocol->calls->text(socket, (const char *)whole->data, whole->len);
	}
	return 0;
}

/* The request's header is still there, and is gone afterwards. */
static void
note_peer(struct lws *wsi, struct socket *socket)
{
	char peer[46], forwarded[FORWARDED_MOST];
	int length = lws_hdr_copy(wsi, forwarded, sizeof(forwarded), WSI_TOKEN_X_FORWARDED_FOR);

	lws_get_peer_simple(wsi, peer, sizeof(peer));
	peer_address(g_str_has_prefix(peer, "::ffff:") ? peer + 7 : peer, length > 0 ? forwarded : NULL,
	    protocol_of(wsi)->rules.trusted_proxy, socket->peer, sizeof(socket->peer));
}

static void
on_open(struct lws *wsi, struct socket *socket)
{
	const struct protocol *protocol = protocol_of(wsi);

	socket->wsi = wsi;
	socket->is_open = TRUE;
	protocol->calls->opened(socket, protocol->user);
}

static void
free_text(void *text)
{
	socket_text_unref(text);
}

static void
on_closed(struct lws *wsi, struct socket *socket)
{
	if (!socket->is_open)
		return;
	socket->is_open = FALSE;
	protocol_of(wsi)->calls->closed(socket);
	if (socket->out != NULL)
		g_queue_free_full(g_steal_pointer(&socket->out), free_text);
	g_clear_pointer(&socket->in, g_byte_array_unref);
}

static int
on_socket(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
	struct socket *socket = user;

	switch (reason) {
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		note_peer(wsi, socket);
		return 0;
	case LWS_CALLBACK_ESTABLISHED:
		on_open(wsi, socket);
		return 0;
	case LWS_CALLBACK_RECEIVE:
		return on_piece(wsi, socket, in, length);
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return socket->is_cut ? -1 : on_writeable(wsi, socket);
	case LWS_CALLBACK_CLOSED:
		on_closed(wsi, socket);
		return 0;
	default:
		return 0;
	}
}

struct lws_protocols *
socket_protocol_new(const struct socket_calls *calls, const struct socket_rules *rules, void *user)
{
	struct protocol *protocol = g_new0(struct protocol, 1);

	protocol->calls = calls;
	protocol->rules = *rules;
	protocol->user = user;
	protocol->lws[0] = (struct lws_protocols){ .name = rules->subprotocol, .callback = on_socket,
		.per_session_data_size = sizeof(struct socket), .rx_buffer_size = RX_PIECE, .user = protocol };
	return protocol->lws;
}

void
socket_protocol_free(struct lws_protocols **protocol)
{
	g_clear_pointer((struct protocol **)protocol, g_free);
}

void
socket_set_data(struct socket *socket, void *data)
{
	socket->data = data;
}

void *
socket_data(const struct socket *socket)
{
	return socket->data;
}

const char *
socket_peer(const struct socket *socket)
{
	return socket->peer;
}

gboolean
socket_takes(struct socket *socket, const struct socket_text *text)
{
	if (socket->waiting == 0 || socket->waiting + text->length <= protocol_of(socket->wsi)->rules.most_waiting)
		return TRUE;
	socket->wants_drained = TRUE;
	return FALSE;
}

gsize
socket_waiting(const struct socket *socket)
{
	return socket->waiting;
}
