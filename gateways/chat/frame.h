/* frame.h - the protocol supportd.v1: one JSON object a WebSocket text message, told apart by "type".
 *
 * frame_types is the one table of it: what a frame from a client holds is checked against it before anything else happens, and asyncapi.json is made of
 * it. A frame that is not in order is answered by an "error" frame with a name, and does nothing.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#define FRAME_PROTOCOL "supportd.v1"
#define FRAME_BYTES_MAX 131072
#define FRAME_DEPTH_MAX 6

enum frame_field_type {
	FRAME_LINE,	/* text without control characters; at most `most` characters */
	FRAME_TEXT,	/* the same with line breaks and tabs */
	FRAME_UUID,
	FRAME_INT,	/* 0 to 2^53 */
	FRAME_BOOL,
	FRAME_WORD,	/* one of words */
	FRAME_TIME,	/* RFC 3339; from us only */
	FRAME_OBJECT,	/* of the REST API; from us only, as the next two */
	FRAME_LIST,
};

struct frame_field {
	const char *name;	/* NULL ends the list */
	enum frame_field_type type;
	gboolean is_required;
	int most;		/* characters; 0: 200 of a line, 16000 of a text */
	const char *const *words;	/* ended by NULL */
	const char *help;
};

enum frame_who { FRAME_BY_ANYONE = 1, FRAME_BY_CUSTOMER = 2, FRAME_BY_AGENT = 4, FRAME_BY_SERVER = 8 };	/* bits; customers are visitors too */

enum frame_kind {
	FRAME_HELLO, FRAME_PING, FRAME_OPEN, FRAME_RESUME, FRAME_SEND, FRAME_TYPING, FRAME_READ, FRAME_LEAVE, FRAME_CLOSE,
	FRAME_PRESENCE, FRAME_ACCEPT, FRAME_DECLINE, FRAME_TRANSFER,
	FRAME_FROM_SERVER,	/* all others */
};

struct frame_type {
	const char *name;	/* NULL ends the table */
	enum frame_kind kind;
	unsigned who;
	const char *help;
	const struct frame_field *fields;
};
extern const struct frame_type frame_types[];

typedef struct frame frame_in;	/* one that is in order */

/* NULL with error: "bad-json", "bad-frame" (no object, no type), "unknown-frame", "unknown-field", "field-missing", "bad-field", all FAULT_INVALID. */
struct frame *frame_read(const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void frame_free(struct frame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(frame_in, frame_free)

const struct frame_type *frame_type(const struct frame *frame);
/* What a field holds; NULL, 0, FALSE if it was not given. Borrowed. */
const char *frame_text(const struct frame *frame, const char *name);
int64_t frame_int(const struct frame *frame, const char *name);
gboolean frame_bool(const struct frame *frame, const char *name);

/* "text" as JSON, quoted, appended. */
void frame_quote(GString *out, const char *text);
