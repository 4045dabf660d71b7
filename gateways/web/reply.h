/* reply.h - what an endpoint answers. Failures are not written here: set error and return -1, and the caller gets problem+json. */
#pragma once
#include <glib.h>
#include <stdint.h>

struct reply;

/* JSON text, taken over and passed on as it is: what api_* made in the database needs no second look. The status is
 * the endpoint's, unless reply_status says otherwise. */
void reply_json(struct reply *reply, char *json);

/* {"items": …, "next": …}. items is a JSON array, taken over; next the cursor of what follows, NULL at the end. */
void reply_items(struct reply *reply, char *items, const char *next);

/* Nothing to say: 204. */
void reply_nothing(struct reply *reply);

void reply_status(struct reply *reply, int status);

/* The thing's version: ETag "7". If-None-Match is then answered 304 by the server. */
void reply_version(struct reply *reply, int64_t version);

/* Where the new thing is: a path, "/api/v1/support/tickets/…". */
void reply_location(struct reply *reply, const char *path);

/* A file, sent piece by piece, with ranges (RFC 9110, 14), always for download and never sniffed. */
void reply_blob(struct reply *reply, const char *blob_id, int64_t size, const char *filename, const char *content_type);
void reply_bytes(struct reply *reply, GBytes *bytes, const char *filename, const char *content_type);	/* bytes are ref'd */
