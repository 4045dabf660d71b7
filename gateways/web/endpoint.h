/* endpoint.h - how an endpoint of the REST API is written.
 *
 * One file a family (tickets.c), with its table at the end, ended by a NULL method, named in endpoints.c:
 *
 *	const struct endpoint ticket_endpoints[] = {
 *		{ .method = "POST", .path = "/api/v1/support/tickets/:id/messages", .summary = "Add a message to a ticket",
 *		  .who = WHO_CUSTOMER | WHO_AGENTS, .body = BODY_JSON, .fields = message_fields, .status = 201, .shape = "Message",
 *		  .run = ticket_add_message },
 *		{ .method = NULL }
 *	};
 *
 * What the table says is checked before run is called (who, path, query, body), and is what openapi.json is made of. So run
 * holds only what is left: it calls a desk_* function or two, reads top to bottom, and runs on a thread of the pool
 * with a desk of its own; it may wait for the database. HEAD, OPTIONS, 405, 304, idempotency and rate are not its business.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

struct desk;
struct request;
struct reply;

enum who {			/* bits: who may */
	WHO_PUBLIC = 1,		/* anybody; request->actor is then whoever the token says, or a nameless ACTOR_SYSTEM */
	WHO_CUSTOMER = 2,
	WHO_AGENT = 4,
	WHO_MANAGER = 8,
	WHO_ADMIN = 16,		/* an admin agent, and an operator's service token */
	WHO_PLATFORM = 32,	/* the platform's service token */
	WHO_AGENTS = WHO_AGENT | WHO_MANAGER | WHO_ADMIN,
	WHO_MANAGERS = WHO_MANAGER | WHO_ADMIN,
	WHO_PROVISIONS = WHO_ADMIN | WHO_PLATFORM,
};

enum field_type {
	FIELD_LINE,		/* text without line breaks or other control characters; trimmed */
	FIELD_TEXT,		/* text; line breaks become \n */
	FIELD_INT,
	FIELD_BOOL,		/* true and false, in a query too */
	FIELD_WORD,		/* one of .words */
	FIELD_WORDS,		/* a list of them; in a query separated by commas */
	FIELD_UUID,
	FIELD_UUIDS,		/* a list of them; at most .most, or 100 */
	FIELD_LINES,		/* a list of lines of at most 200 characters; at most .most of them, or 100 */
	FIELD_EMAIL,
	FIELD_TIME,		/* RFC 3339; handed on in UTC, "2026-11-23T14:41:31.000000Z" */
	FIELD_OBJECT,		/* any JSON object of at most .most bytes, or 16384; handed on as JSON text */
	FIELD_RECORDS,		/* a list of objects, each checked against .records; at most .most, or 100; handed on as JSON text */
};

struct field {
	const char *name;	/* NULL ends the list */
	enum field_type type;
	gboolean is_required;	/* and not null */
	gboolean may_be_null;	/* null is something else than nothing: value_is_null() */
	int64_t least, most;	/* of a number; else characters, or items of a list. most 0: see above; LINE 200, TEXT 100000 */
	const char *const *words;	/* NULL-terminated */
	const struct field *records;
	const char *help;	/* half a sentence for the documentation */
};

enum body { BODY_NONE, BODY_JSON, BODY_UPLOAD };

struct endpoint {
	const char *method;	/* "GET", "POST", "PUT", "PATCH", "DELETE" */
	const char *path;	/* segments after ":" are parameters. A parameter "id" or "*_id" is a UUID (anything else is answered
				   404); "ticket" is a UUID or a ticket's number; others are text of at most 200 bytes */
	const char *summary;
	const char *help;	/* more sentences, or NULL */
	unsigned who;
	enum body body;
	gboolean body_may_be_absent;	/* an empty body counts as {} */
	gboolean wants_bytes;	/* run gets the body's own bytes too: request->bytes */
	const struct field *fields;	/* of the body; unknown ones are an error */
	const struct field *query;	/* unknown ones are an error */
	gboolean is_list;	/* answers {"items", "next"}: takes limit and cursor, see request.h */
	int status;		/* of success; 0 is 200 */
	const char *shape;	/* name of the answer's shape in shapes.c; of an item if is_list; NULL: no content, or a file */
	gboolean answers_file;
	int (*run)(struct desk *desk, struct request *request, struct reply *reply, GError **error);	/* 1 or -1 */
};

/* All families, ended by NULL: endpoints.c. */
extern const struct endpoint *const endpoint_families[];
