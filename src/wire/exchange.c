#include "wire/exchange.h"

#include <string.h>

#include "base/log.h"
#include "wire/listen.h"
#include "wire/loop.h"

#define TOGETHER 16384	/* a body up to this size goes out in one write with its header */

const char *const http_wanted[] = { "authorization", "content-type", "content-length", "content-disposition", "transfer-encoding",
	"content-encoding", "expect", "if-match", "if-none-match", "if-range", "range", "origin", "user-agent", "x-forwarded-for",
	"idempotency-key", "access-control-request-method", "connection", "accept", "host", NULL };

/* Those that lws files under a number; the others are found by name. */
static const struct {
	const char *name;
	enum lws_token_indexes token;
} tokens[] = {
	{ "authorization", WSI_TOKEN_HTTP_AUTHORIZATION },
	{ "content-type", WSI_TOKEN_HTTP_CONTENT_TYPE },
	{ "content-length", WSI_TOKEN_HTTP_CONTENT_LENGTH },
	{ "content-disposition", WSI_TOKEN_HTTP_CONTENT_DISPOSITION },
	{ "transfer-encoding", WSI_TOKEN_HTTP_TRANSFER_ENCODING },
	{ "content-encoding", WSI_TOKEN_HTTP_CONTENT_ENCODING },
	{ "expect", WSI_TOKEN_HTTP_EXPECT },
	{ "if-match", WSI_TOKEN_HTTP_IF_MATCH },
	{ "if-none-match", WSI_TOKEN_HTTP_IF_NONE_MATCH },
	{ "if-range", WSI_TOKEN_HTTP_IF_RANGE },
	{ "range", WSI_TOKEN_HTTP_RANGE },
	{ "origin", WSI_TOKEN_ORIGIN },
	{ "user-agent", WSI_TOKEN_HTTP_USER_AGENT },
	{ "x-forwarded-for", WSI_TOKEN_X_FORWARDED_FOR },
	{ "connection", WSI_TOKEN_CONNECTION },
	{ "accept", WSI_TOKEN_HTTP_ACCEPT },
	{ "host", WSI_TOKEN_HOST },
};

static const char *
reason_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} phrases[] = { { 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 206, "Partial Content" },
		{ 304, "Not Modified" }, { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
		{ 405, "Method Not Allowed" }, { 408, "Request Timeout" }, { 409, "Conflict" }, { 411, "Length Required" },
		{ 412, "Precondition Failed" }, { 413, "Content Too Large" }, { 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" }, { 416, "Range Not Satisfiable" }, { 417, "Expectation Failed" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" }, { 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" }, { 503, "Service Unavailable" } };

	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Unknown";
}

static char *
copy_header(struct lws *wsi, const char *name)
{
	g_autofree char *with_colon = g_strconcat(name, ":", NULL);
	int token = -1, length;
	char *value;

	for (size_t i = 0; i < G_N_ELEMENTS(tokens); i++)
		if (strcmp(tokens[i].name, name) == 0)
			token = (int)tokens[i].token;
	length = token >= 0 ? lws_hdr_total_length(wsi, (enum lws_token_indexes)token) :
	    lws_hdr_custom_length(wsi, with_colon, (int)strlen(with_colon));
	if (length < 0 || (token >= 0 && length == 0))
		return NULL;
	value = g_malloc0((gsize)length + 2);
	if (token >= 0)
		length = lws_hdr_copy(wsi, value, length + 1, (enum lws_token_indexes)token);
	else
		length = lws_hdr_custom_copy(wsi, value, length + 1, with_colon, (int)strlen(with_colon));
	if (length < 0) {
		g_free(value);
		return NULL;
	}
	return g_strstrip(value);
}

static GHashTable *
copy_headers(struct lws *wsi)
{
	GHashTable *headers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (int i = 0; http_wanted[i] != NULL; i++) {
		char *value = copy_header(wsi, http_wanted[i]);

		if (value != NULL)
			g_hash_table_insert(headers, (char *)http_wanted[i], value);
	}
	return headers;
}

static GPtrArray *
copy_query(struct lws *wsi)
{
	GPtrArray *query = g_ptr_array_new_with_free_func(g_free);
	int length;

	for (int i = 0; (length = lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i)) > 0; i++) {
		char *part = g_malloc0((gsize)length + 2);

		if (lws_hdr_copy_fragment(wsi, part, length + 1, WSI_TOKEN_HTTP_URI_ARGS, i) < 0) {
			g_free(part);
			break;
		}
		g_ptr_array_add(query, part);
	}
	return query;
}

static int64_t
content_length(GHashTable *headers, gboolean *is_told_r)
{
	const char *text = g_hash_table_lookup(headers, "content-length");
	guint64 length;

	*is_told_r = text != NULL;
	if (text == NULL)
		return 0;
	if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &length, NULL) || *text == '+')
		return -1;
	return (int64_t)length;
}

static const char *
method_word(int method)
{
	static const char *const words[] = { [LWSHUMETH_GET] = "GET", [LWSHUMETH_POST] = "POST", [LWSHUMETH_OPTIONS] = "OPTIONS",
		[LWSHUMETH_PUT] = "PUT", [LWSHUMETH_PATCH] = "PATCH", [LWSHUMETH_DELETE] = "DELETE", [LWSHUMETH_HEAD] = "HEAD" };

	return method >= 0 && method < (int)G_N_ELEMENTS(words) && words[method] != NULL ? words[method] : "";
}

struct http_exchange *
exchange_new(struct http_server *server, struct lws *wsi)
{
	struct http_exchange *exchange = g_new0(struct http_exchange, 1);
	struct http_head *head = &exchange->head;
	char *uri = NULL;
	int uri_length = 0, method = lws_http_get_uri_and_method(wsi, &uri, &uri_length);
	const char *expect, *connection;
	gboolean length_is_told;

	exchange->refs = 1;
	exchange->server = server;
	exchange->wsi = wsi;
	g_queue_init(&exchange->out);
	head->method = method_word(method);
	head->path = uri != NULL ? g_strndup(uri, (gsize)uri_length) : g_strdup("/");
	head->query = copy_query(wsi);
	head->headers = copy_headers(wsi);
	head->content_length = content_length(head->headers, &length_is_told);
	head->listener = lws_get_opaque_user_data(wsi);
	listener_peer(lws_get_socket_fd(wsi), head->peer, sizeof(head->peer));
	expect = g_hash_table_lookup(head->headers, "expect");
	exchange->wants_continue = expect != NULL && g_ascii_strcasecmp(expect, "100-continue") == 0;
	connection = g_hash_table_lookup(head->headers, "connection");
	/* Where lws may see a body that we do not, the connection ends with the answer: no second request hides in the first. */
	exchange->closes = head->content_length < 0 || g_hash_table_contains(head->headers, "transfer-encoding") ||
	    (!length_is_told && method != LWSHUMETH_GET && method != LWSHUMETH_HEAD) ||
	    (connection != NULL && g_ascii_strcasecmp(connection, "close") == 0);
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	return exchange;
}

struct http_exchange *
http_ref(struct http_exchange *exchange)
{
	exchange->refs++;
	return exchange;
}

void
http_unref(struct http_exchange *exchange)
{
	if (--exchange->refs > 0)
		return;
	g_free(exchange->head.path);
	g_ptr_array_unref(exchange->head.query);
	g_hash_table_unref(exchange->head.headers);
	if (exchange->out_head != NULL)
		g_string_free(exchange->out_head, TRUE);
	g_queue_clear_full(&exchange->out, (GDestroyNotify)g_bytes_unref);
	g_free(exchange);
}

void
http_set_data(struct http_exchange *exchange, void *data)
{
	exchange->data = data;
}

void *
http_data(const struct http_exchange *exchange)
{
	return exchange->data;
}

const struct http_head *
http_head(const struct http_exchange *exchange)
{
	return &exchange->head;
}

gboolean
http_is_gone(const struct http_exchange *exchange)
{
	return exchange->wsi == NULL || exchange->is_ended;
}

gboolean
http_is_answered(const struct http_exchange *exchange)
{
	return exchange->is_answered;
}

static void
wants_to_write(struct http_exchange *exchange)
{
	if (exchange->sending_since == 0)
		exchange->sending_since = loop_now_ms();
	lws_callback_on_writable(exchange->wsi);
}

static void
append_date(GString *head)
{
	static char text[40];
	static gint64 second;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	if (now != second) {
		g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now);
		static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
		static const char *const months[] = { "", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

		g_snprintf(text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week(time)],
		    g_date_time_get_day_of_month(time), months[g_date_time_get_month(time)], g_date_time_get_year(time),
		    g_date_time_get_hour(time), g_date_time_get_minute(time), g_date_time_get_second(time));
		second = now;
	}
	g_string_append_printf(head, "Date: %s\r\n", text);
}

void
http_answer(struct http_exchange *exchange, int status, const char *const *headers, int64_t length, GBytes *body, gboolean ends)
{
	gboolean is_head = strcmp(exchange->head.method, "HEAD") == 0;

	if (http_is_gone(exchange) || exchange->is_answered)
		return;
	exchange->is_answered = TRUE;
	if (!exchange->body_has_ended && exchange->head.content_length != 0)
		exchange->closes = TRUE;
	exchange->out_head = g_string_sized_new(1024);
	g_string_append_printf(exchange->out_head, "HTTP/1.1 %d %s\r\n", status, reason_phrase(status));
	append_date(exchange->out_head);
	for (; headers != NULL && headers[0] != NULL; headers += 2)
		g_string_append_printf(exchange->out_head, "%s: %s\r\n", headers[0], headers[1]);
	if (length >= 0)
		g_string_append_printf(exchange->out_head, "Content-Length: %" G_GINT64_FORMAT "\r\n", length);
	g_string_append_printf(exchange->out_head, "Connection: %s\r\n\r\n", exchange->closes ? "close" : "keep-alive");
	if (body != NULL && !is_head && g_bytes_get_size(body) > 0)
		g_queue_push_tail(&exchange->out, g_bytes_ref(body));
	exchange->out_has_ended = ends || is_head;
	http_resume(exchange);	/* lws writes nothing to a connection whose reading is stopped; what still comes is thrown away */
	wants_to_write(exchange);
}

void
http_send(struct http_exchange *exchange, GBytes *body, gboolean ends)
{
	if (http_is_gone(exchange) || exchange->out_has_ended)
		return;
	if (body != NULL && g_bytes_get_size(body) > 0)
		g_queue_push_tail(&exchange->out, g_bytes_ref(body));
	exchange->out_has_ended = ends;
	wants_to_write(exchange);
}

void
http_cut(struct http_exchange *exchange)
{
	if (exchange->wsi != NULL)
		lws_set_timeout(exchange->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

void
http_close_after(struct http_exchange *exchange)
{
	exchange->closes = TRUE;
}

void
http_pause(struct http_exchange *exchange)
{
	if (exchange->wsi == NULL || exchange->is_paused)
		return;
	exchange->is_paused = TRUE;
	if (exchange->body_since != 0)
		exchange->body_ms += loop_now_ms() - exchange->body_since;
	exchange->body_since = 0;
	lws_rx_flow_control(exchange->wsi, 0);
}

void
http_resume(struct http_exchange *exchange)
{
	if (exchange->wsi == NULL || !exchange->is_paused)
		return;
	exchange->is_paused = FALSE;
	exchange->body_since = loop_now_ms();
	lws_rx_flow_control(exchange->wsi, 1);
}

/* Writes head and data as one piece; lws keeps what the socket does not take. */
static int
write_piece(struct http_exchange *exchange, const GString *head, GBytes *body, gboolean is_last)
{
	gsize body_length = 0, head_length = head != NULL ? head->len : 0;
	const void *data = body != NULL ? g_bytes_get_data(body, &body_length) : NULL;
	unsigned char *buffer = g_malloc(LWS_PRE + head_length + body_length);
	enum lws_write_protocol kind = head != NULL ? LWS_WRITE_HTTP_HEADERS : is_last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP;
	int written;

	if (head != NULL)
		memcpy(buffer + LWS_PRE, head->str, head_length);
	if (body_length > 0)
		memcpy(buffer + LWS_PRE + head_length, data, body_length);
	written = lws_write(exchange->wsi, buffer + LWS_PRE, head_length + body_length, kind);
	g_free(buffer);
	if (written < 0)
		return -1;
	exchange->out_sent += (int64_t)(head_length + body_length);
	return 1;
}

int
exchange_write(struct http_exchange *exchange)
{
	GBytes *next = g_queue_peek_head(&exchange->out);
	GString *head = g_steal_pointer(&exchange->out_head);
	int done;

	if (head == NULL && next == NULL)
		return 0;
	if (head != NULL && next != NULL && g_bytes_get_size(next) > TOGETHER)
		next = NULL;
	if (next != NULL)
		g_queue_pop_head(&exchange->out);
	done = write_piece(exchange, head, next, exchange->out_has_ended && g_queue_is_empty(&exchange->out));
	if (head != NULL)
		g_string_free(head, TRUE);
	g_clear_pointer(&next, g_bytes_unref);
	return done < 0 ? -1 : !g_queue_is_empty(&exchange->out) || lws_partial_buffered(exchange->wsi);
}

void
exchange_say_continue(struct http_exchange *exchange)
{
	unsigned char buffer[LWS_PRE + 32];
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";

	memcpy(buffer + LWS_PRE, text, sizeof(text) - 1);
	if (lws_write(exchange->wsi, buffer + LWS_PRE, sizeof(text) - 1, LWS_WRITE_HTTP_HEADERS) < 0)
		http_cut(exchange);
}

static gboolean
is_too_slow(gint64 took_ms, int64_t bytes)
{
	return took_ms / 1000 > HTTP_GRACE_SECONDS + bytes / HTTP_SLOWEST_BYTES;
}

gboolean
exchange_sends_too_slowly(const struct http_exchange *exchange, gint64 now_ms)
{
	return exchange->body_since != 0 && !exchange->body_has_ended &&
	    is_too_slow(exchange->body_ms + now_ms - exchange->body_since, exchange->body_got);
}

gboolean
exchange_takes_too_slowly(const struct http_exchange *exchange, gint64 now_ms)
{
	return exchange->sending_since != 0 && is_too_slow(now_ms - exchange->sending_since, exchange->out_sent);
}
