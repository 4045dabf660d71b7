/* call.h - one request on its way: head checked on the loop, run on a worker, answered on the loop.
 *
 * While is_working a worker has it, and the loop keeps its hands off all but `pending`.
 */
#pragma once
#include <glib.h>

#include "model/actor.h"
#include "web/answer.h"
#include "wire/rate.h"
#include "web/request.h"
#include "wire/http.h"

struct server;
struct upload_way;
struct desk;

struct call {
	struct server *server;
	struct http_exchange *exchange;
	const struct http_head *head;
	const struct endpoint *endpoint;	/* NULL: none was found */
	struct values *params, *query;
	char id[UUID_LENGTH + 1];	/* of the request, for the log and X-Request-Id */
	gint64 began_us;
	GByteArray *pending;	/* what came in of the body and no worker has yet */
	GByteArray *chunk;	/* what a worker has */
	gboolean body_has_ended, is_working, is_gone, is_last_chunk;
	int worker;		/* that has our upload; -1 */

	struct actor actor;
	const char *token;	/* NULL: none was given */
	struct rate_state rate;	/* limit 0: not counted */
	struct upload_way *way;	/* BODY_UPLOAD */
	struct reply reply;
	GError *error;

	int64_t sent_to;	/* of a file: the next byte to send, */
	int64_t send_last;	/* and the last one */
	GBytes *piece;		/* that a worker fetched */
};

struct call *call_new(struct server *server, struct http_exchange *exchange, const struct http_head *head);
void call_free(struct call *call);

const char *call_header(const struct call *call, const char *name);

/* On a worker. desk is NULL where there is none to be had. These set call->error or leave call->reply ready. */
int call_authorise(struct desk *desk, struct call *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void call_run(struct desk *desk, struct call *call);
