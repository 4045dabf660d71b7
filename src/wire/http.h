/* http.h - HTTP/1.1 on the loop: libwebsockets behind a face that knows nothing of it.
 *
 * An exchange is one request and its answer. All of it happens on the loop's thread. The answer may come at any time
 * later; an exchange whose client went away takes what it is given and forgets it. Slow clients are cut: one that takes
 * longer than HEAD_SECONDS for its header, or sends its body or takes its answer at less than SLOWEST_BYTES a second.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

struct loop;
struct http_server;
struct http_exchange;
struct lws_protocols;

#define HTTP_PATH_MAX 4096	/* bytes of path and query */
#define HTTP_HEADER_MAX 16384	/* bytes of all headers together; more than twice as much is cut without an answer */
#define HTTP_HEAD_SECONDS 10
#define HTTP_GRACE_SECONDS 10	/* before a slow transfer is judged */
#define HTTP_SLOWEST_BYTES 1024

struct http_head {
	const char *method;	/* "GET", …; "HEAD" is told apart */
	char *path;		/* percent-decoded; dots and double slashes resolved */
	GPtrArray *query;	/* char *: "name=value", percent-decoded */
	GHashTable *headers;	/* lower-case name to value, of those in http_wanted */
	char peer[46];		/* address of the other end of the connection */
	int64_t content_length;	/* 0 if there is no body, -1 if it is not to be believed */
	const void *listener;	/* which listener it came by: the tag given to http_listen */
};

struct http_calls {
	/* The header is complete. Must lead to http_answer, now or later; body follows anyway, if there is one. */
	void (*began)(struct http_exchange *exchange, const struct http_head *head, void *user);
	void (*body)(struct http_exchange *exchange, const void *data, gsize length);
	void (*body_ended)(struct http_exchange *exchange);	/* also when there is none */
	/* All that was given to http_send has gone out; only while the answer is not complete. */
	void (*drained)(struct http_exchange *exchange);
	/* It is over: answered (completely or not), or the client went away. Called exactly once for each began. */
	void (*ended)(struct http_exchange *exchange, gboolean was_complete);
	/* The client is too slow with its body, or its header is wrong before began could see it. Must lead to http_answer. */
	void (*too_slow)(struct http_exchange *exchange);
};

/* more, if not NULL, are further lws protocols (WebSocket) for the same ports. NULL with error set. */
struct http_server *http_server_new(struct loop *loop, const struct http_calls *calls, void *user,
    const struct lws_protocols *more, int n_more, int most_connections, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void http_server_free(struct http_server **server);

/* tag: 0 or 1. */
int http_listen(struct http_server *server, const char *address, const void *tag, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Listens no more and lets each connection end with the answer that it is at. */
void http_server_drain(struct http_server *server);
int http_server_exchanges(const struct http_server *server);
int http_server_connections(const struct http_server *server);
int64_t http_server_refused(const struct http_server *server);	/* connections above most_connections */

/* The caller's own pointer on an exchange. */
void http_set_data(struct http_exchange *exchange, void *data);
void *http_data(const struct http_exchange *exchange);
const struct http_head *http_head(const struct http_exchange *exchange);

/* Exchanges are counted, so that work on another thread may hold one. ref and unref on the loop's thread. */
struct http_exchange *http_ref(struct http_exchange *exchange);
void http_unref(struct http_exchange *exchange);
gboolean http_is_gone(const struct http_exchange *exchange);
gboolean http_is_answered(const struct http_exchange *exchange);

/* headers: name, value, name, value …, ended by NULL; copied. length -1: none is told, for 204 and 304. With ends the body
 * (may be NULL) is all there is; else more follows by http_send. The body is not sent to HEAD. */
void http_answer(struct http_exchange *exchange, int status, const char *const *headers, int64_t length, GBytes *body, gboolean ends);
void http_send(struct http_exchange *exchange, GBytes *body, gboolean ends);

/* What was promised cannot be kept: cut, so that the client sees it. */
void http_cut(struct http_exchange *exchange);

/* The connection ends with this answer, and says so. */
void http_close_after(struct http_exchange *exchange);

/* Stops and starts the reading of the body: the client is slowed down by TCP itself. */
void http_pause(struct http_exchange *exchange);
void http_resume(struct http_exchange *exchange);

/* Headers that are worth keeping, lower case, ended by NULL. */
extern const char *const http_wanted[];
