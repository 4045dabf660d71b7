#include "web/send.h"

#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/blob.h"
#include "web/call.h"
#include "web/counts.h"
#include "web/endpoint.h"
#include "web/files.h"
#include "web/header.h"
#include "web/inside.h"
#include "web/problem.h"
#include "wire/loop.h"
#include "wire/pool.h"

static void
add(GPtrArray *headers, const char *name, const char *value)
{
	g_ptr_array_add(headers, g_strdup(name));
	g_ptr_array_add(headers, g_strdup(value));
}

static void G_GNUC_PRINTF(3, 4)
addf(GPtrArray *headers, const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(headers, g_strdup(name));
	g_ptr_array_add(headers, g_strdup_vprintf(format, args));
	va_end(args);
}

/* Those of every answer. Nothing of this API is to be framed, sniffed or run; tokens are never sent by a browser on its own, so that any origin may ask. */
static GPtrArray *
common_headers(const struct call *call)
{
	GPtrArray *headers = g_ptr_array_new_with_free_func(g_free);

	add(headers, "X-Request-Id", call->id);
	add(headers, "X-Content-Type-Options", "nosniff");
	add(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
	add(headers, "Referrer-Policy", "no-referrer");
	add(headers, "Vary", "Authorization, Origin");
	if (call_header(call, "origin") != NULL) {
		add(headers, "Access-Control-Allow-Origin", "*");
		add(headers, "Access-Control-Expose-Headers", "ETag, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id");
	}
	if (call->rate.limit > 0) {
		addf(headers, "RateLimit-Limit", "%d", call->rate.limit);
		addf(headers, "RateLimit-Remaining", "%d", call->rate.remaining);
		addf(headers, "RateLimit-Reset", "%d", call->rate.reset_s);
	}
	return headers;
}

static void
answer(struct call *call, int status, GPtrArray *headers, int64_t length, GBytes *body, gboolean ends)
{
	gint64 took_us = g_get_monotonic_time() - call->began_us;

	g_ptr_array_add(headers, NULL);
	http_answer(call->exchange, status, (const char *const *)headers->pdata, length, body, ends);
	g_ptr_array_unref(headers);
	counts_add(call->server->counts, call->endpoint, status, took_us);
	log_debug("answered", LOG_STR("request", call->id), LOG_STR("method", call->head->method),
	    LOG_STR("path", call->endpoint != NULL ? call->endpoint->path : ""), LOG_STR("actor", actor_kind_word(call->actor.kind)),
	    LOG_STR("id", call->actor.id), LOG_STR("address", call->actor.address), LOG_INT("status", status), LOG_INT("ms", took_us / 1000));
}

static void
answer_problem(struct call *call, const GError *error, const char *allow)
{
	int status = problem_status(error), later = problem_retry_after(error);
	GPtrArray *headers = common_headers(call);
	char *json = problem_json(error, status);
	g_autoptr(GBytes) body = g_bytes_new_take(json, strlen(json));

	add(headers, "Content-Type", "application/problem+json");
	add(headers, "Cache-Control", "no-store");
	if (status == 401)
		addf(headers, "WWW-Authenticate", "Bearer realm=\"supportd\"%s", call->token != NULL ? ", error=\"invalid_token\"" : "");
	if (status == 429 && call->rate.limit > 0)
		later = MAX(1, 60 / MAX(1, call->rate.limit));
	if (later > 0)
		addf(headers, "Retry-After", "%d", later);
	if (allow != NULL)
		add(headers, "Allow", allow);
	if (status == 416)
		addf(headers, "Content-Range", "bytes */%" G_GINT64_FORMAT, call->reply.size);
	answer(call, status, headers, (int64_t)g_bytes_get_size(body), body, TRUE);
}

void
send_refusal(struct call *call, const char *allow)
{
	answer_problem(call, call->error, allow);
}

static void
answer_json(struct call *call)
{
	struct reply *reply = &call->reply;
	GPtrArray *headers = common_headers(call);
	gboolean is_same = (strcmp(call->head->method, "GET") == 0 || strcmp(call->head->method, "HEAD") == 0) &&
	    header_none_match(call_header(call, "if-none-match"), reply->etag);
	gsize length = reply->json != NULL ? strlen(reply->json) : 0;
	g_autoptr(GBytes) body = length > 0 ? g_bytes_new_take(g_steal_pointer(&reply->json), length) : NULL;

	add(headers, "Cache-Control", reply->etag != NULL ? "private, no-cache" : "no-store");
	if (reply->etag != NULL)
		add(headers, "ETag", reply->etag);
	if (reply->location != NULL)
		add(headers, "Location", reply->location);
	if (is_same || body == NULL) {
		int status = is_same ? 304 : reply->status == 200 ? 204 : reply->status;

		answer(call, status, headers, status == 204 || status == 304 ? -1 : 0, NULL, TRUE);
		return;
	}
	add(headers, "Content-Type", "application/json");
	answer(call, reply->status, headers, (int64_t)length, body, TRUE);
}

static void send_piece(void *data);

static void
fetch_piece(void *place, int worker, void *data)
{
	struct call *call = data;

	(void)worker;
	if (place != NULL)
		call->piece = desk_blob_chunk(place, call->reply.blob_id, (int)(call->sent_to / BLOB_CHUNK), &call->error);
	loop_post(call->server->loop, send_piece, call);
}

/* A piece of a file is here. A file that ends early is cut, so that the client does not take it for whole. */
static void
send_piece(void *data)
{
	struct call *call = data;
	g_autoptr(GBytes) chunk = g_steal_pointer(&call->piece), piece = NULL;
	int64_t from = call->sent_to % BLOB_CHUNK, length;

	call->is_working = FALSE;
	if (call->is_gone) {
		call_free(call);
		return;
	}
	length = chunk != NULL ? MIN((int64_t)g_bytes_get_size(chunk) - from, call->send_last + 1 - call->sent_to) : 0;
	if (length <= 0) {
		log_warning("cannot send a file", LOG_STR("request", call->id), LOG_STR("blob", call->reply.blob_id), LOG_ERR(call->error));
		http_cut(call->exchange);
		return;
	}
	piece = g_bytes_new_from_bytes(chunk, (gsize)from, (gsize)length);
	call->sent_to += length;
	http_send(call->exchange, piece, call->sent_to > call->send_last);
}

void
send_more(struct call *call)
{
	if (call->is_working || call->reply.blob_id == NULL)
		return;
	call->is_working = TRUE;
	pool_submit_to(call->server->pool, (int)(call->began_us % pool_size(call->server->pool)), fetch_piece, call);
}

static int
take_range(struct call *call)
{
	struct reply *reply = &call->reply;
	const char *condition = call_header(call, "if-range");
	gboolean counts_not = condition != NULL && g_strcmp0(condition, reply->etag) != 0;

	call->sent_to = 0;
	call->send_last = reply->size - 1;
	return counts_not ? 0 : header_range(call_header(call, "range"), reply->size, &call->sent_to, &call->send_last);
}

static void
answer_file(struct call *call)
{
	struct reply *reply = &call->reply;
	GPtrArray *headers;
	g_autofree char *disposition = header_attachment(reply->filename);
	g_autoptr(GBytes) body = NULL;
	int has_range = take_range(call);
	int64_t length = call->send_last + 1 - call->sent_to;

	if (has_range < 0) {
		fault_set(&call->error, FAULT_INVALID, "range-not-satisfiable", "Range", "The file has only %" G_GINT64_FORMAT " bytes.", reply->size);
		answer_problem(call, call->error, NULL);
		return;
	}
	headers = common_headers(call);
	add(headers, "Cache-Control", "private, no-cache");
	add(headers, "Accept-Ranges", "bytes");
	if (reply->etag != NULL)
		add(headers, "ETag", reply->etag);
	if (header_none_match(call_header(call, "if-none-match"), reply->etag)) {
		answer(call, 304, headers, -1, NULL, TRUE);
		return;
	}
	add(headers, "Content-Type", reply->content_type);
	add(headers, "Content-Disposition", disposition);
	if (has_range > 0)
		addf(headers, "Content-Range", "bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, call->sent_to, call->send_last, reply->size);
	if (reply->bytes != NULL)
		body = g_bytes_new_from_bytes(reply->bytes, (gsize)call->sent_to, (gsize)length);
	answer(call, has_range > 0 ? 206 : 200, headers, length, body, reply->bytes != NULL || length == 0);
}

void
send_answer(struct call *call)
{
	if (call->error != NULL)
		answer_problem(call, call->error, NULL);
	else if (call->reply.blob_id != NULL || call->reply.bytes != NULL)
		answer_file(call);
	else
		answer_json(call);
}

void
send_text(struct call *call, int status, const char *content_type, GString *text)
{
	GPtrArray *headers = common_headers(call);
	g_autoptr(GBytes) body = g_string_free_to_bytes(text);

	add(headers, "Content-Type", content_type);
	add(headers, "Cache-Control", "no-store");
	answer(call, status, headers, (int64_t)g_bytes_get_size(body), body, TRUE);
}

void
send_page(struct call *call, const struct file *file, gboolean is_lasting)
{
	GPtrArray *headers = g_ptr_array_new_with_free_func(g_free);

	add(headers, "X-Request-Id", call->id);
	add(headers, "X-Content-Type-Options", "nosniff");
	add(headers, "Content-Security-Policy", file->policy);
	add(headers, "Referrer-Policy", "no-referrer");
	add(headers, "Cross-Origin-Opener-Policy", "same-origin");
	add(headers, "Cross-Origin-Resource-Policy", file->is_for_all ? "cross-origin" : "same-origin");
	if (file->is_for_all)
		add(headers, "Access-Control-Allow-Origin", "*");
	add(headers, "Cache-Control", is_lasting ? "public, max-age=31536000, immutable" : "no-cache");
	add(headers, "ETag", file->etag);
	if (header_none_match(call_header(call, "if-none-match"), file->etag)) {
		answer(call, 304, headers, -1, NULL, TRUE);
		return;
	}
	add(headers, "Content-Type", file->content_type);
	answer(call, 200, headers, (int64_t)g_bytes_get_size(file->bytes), file->bytes, TRUE);
}

void
send_options(struct call *call, const char *allow)
{
	GPtrArray *headers = common_headers(call);

	add(headers, "Allow", allow);
	if (call_header(call, "access-control-request-method") != NULL) {
		add(headers, "Access-Control-Allow-Methods", allow);
		add(headers, "Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Disposition, Idempotency-Key, If-Match, If-None-Match, Range");
		add(headers, "Access-Control-Max-Age", "600");
	}
	answer(call, 204, headers, -1, NULL, TRUE);
}
