/* request.h - a request that was found to be in order, as an endpoint sees it. All of it is borrowed, and lives until run returns. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "model/actor.h"

struct endpoint;
struct values;

struct upload {			/* a file that came with the request; its content is in the book already */
	char blob_id[UUID_LENGTH + 1];
	int64_t size;
	char *filename;		/* safe to show, no path, at most 255 bytes; never NULL */
	char *content_type;	/* as claimed, lower case, no parameters */
};

struct request {
	const struct endpoint *endpoint;
	const struct actor *actor;	/* who asks; its address is the client's */
	const struct values *params;	/* of the path, by name without ":" */
	const struct values *query;
	const struct values *body;
	GBytes *bytes;			/* of the body, if wants_bytes */
	const struct upload *upload;	/* BODY_UPLOAD only */
	const char *token;		/* the bearer token, for the endpoint that ends a session; else leave it */
	const char *user_agent;		/* may be NULL */

	int64_t if_version;		/* If-Match: "7" → 7. 0: not given, or * */
	int limit;			/* is_list: how many items, 1 to 200 */
	const char *cursor;		/* is_list: what "next" was; NULL at the start. Of our own making, but not to be trusted */
};

/* Values by name. Of what was not given: NULL, 0, FALSE. */
gboolean value_is_given(const struct values *values, const char *name);	/* null counts as given */
gboolean value_is_null(const struct values *values, const char *name);	/* given as null */
const char *value_text(const struct values *values, const char *name);	/* TEXT, LINE, WORD, UUID, EMAIL, TIME; JSON text of OBJECT and RECORDS */
int64_t value_int(const struct values *values, const char *name, int64_t fallback);
gboolean value_bool(const struct values *values, const char *name, gboolean fallback);
const char *const *value_list(const struct values *values, const char *name);	/* WORDS, UUIDS, LINES; NULL-terminated; NULL if not given */
