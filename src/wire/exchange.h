/* exchange.h - the inside of an exchange: for http.c and exchange.c only. */
#pragma once
#include <glib.h>
#include <libwebsockets.h>

#include "wire/http.h"

struct http_exchange {
	int refs;
	struct http_server *server;
	struct lws *wsi;		/* NULL: the client is gone, or it is over */
	GList link;
	struct http_head head;
	void *data;

	gboolean wants_continue;	/* RFC 9110, 10.1.1 */
	gboolean body_has_ended, is_paused;
	int64_t body_got;
	gint64 body_since;		/* 0: not reading now */
	gint64 body_ms;			/* reading before that */

	gboolean is_answered, out_has_ended, is_ended, closes;
	GString *out_head;		/* NULL once it is out */
	GQueue out;			/* GBytes * */
	int64_t out_sent;
	gint64 sending_since;		/* 0: nothing to send */
	gint64 lingers_until;		/* 0: does not */
};

struct http_exchange *exchange_new(struct http_server *server, struct lws *wsi);

/* Writes the next piece: 1 there is more, 0 nothing left, -1 the connection is broken. */
int exchange_write(struct http_exchange *exchange);
void exchange_say_continue(struct http_exchange *exchange);

gboolean exchange_sends_too_slowly(const struct http_exchange *exchange, gint64 now_ms);
gboolean exchange_takes_too_slowly(const struct http_exchange *exchange, gint64 now_ms);
