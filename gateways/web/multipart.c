#include "web/multipart.h"

#include <string.h>

#include "base/fault.h"
#include "web/header.h"

#define BOUNDARY_MOST 70	/* RFC 2046, 5.1.1 */
#define PART_HEADER_MOST 8192
#define PARTS_MOST 20

enum state { BEFORE, HEADERS, CONTENT, AFTER };

struct multipart {
	const struct multipart_calls *calls;
	void *user;
	char *marker;		/* CRLF, two hyphens and the boundary */
	gsize marker_length;
	enum state state;
	GString *held;		/* what cannot be judged before more comes */
	gboolean is_file;	/* the part that we are in */
	gboolean had_file;
	int parts;
};

static int
refuse(GError **error, const char *why)
{
	fault_set(error, FAULT_INVALID, "bad-multipart", NULL, "The form cannot be read: %s.", why);
	return -1;
}

struct multipart *
multipart_new(const char *content_type, const struct multipart_calls *calls, void *user, GError **error)
{
	g_autofree char *boundary = header_parameter(content_type, "boundary");
	struct multipart *multipart;

	if (boundary == NULL || *boundary == '\0' || strlen(boundary) > BOUNDARY_MOST) {
		(void)refuse(error, "its Content-Type has no boundary, or one of more than 70 characters");
		return NULL;
	}
	multipart = g_new0(struct multipart, 1);
	multipart->calls = calls;
	multipart->user = user;
	multipart->marker = g_strconcat("\r\n--", boundary, NULL);
	multipart->marker_length = strlen(multipart->marker);
	multipart->held = g_string_new("\r\n");	/* so that a marker at the very start looks like any other */
	return multipart;
}

void
multipart_free(struct multipart **multipart_p)
{
	struct multipart *multipart = *multipart_p;

	if (multipart == NULL)
		return;
	g_string_free(multipart->held, TRUE);
	g_free(multipart->marker);
	g_free(multipart);
	*multipart_p = NULL;
}

static char *
part_header(const char *headers, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(headers, "\r\n", -1);
	gsize length = strlen(name);

	for (char **line = lines; *line != NULL; line++)
		if (g_ascii_strncasecmp(*line, name, length) == 0 && (*line)[length] == ':')
			return g_strstrip(g_strdup(*line + length + 1));
	return NULL;
}

static int
begin_part(struct multipart *multipart, const char *headers, GError **error)
{
	g_autofree char *disposition = part_header(headers, "Content-Disposition");
	g_autofree char *type = part_header(headers, "Content-Type");
	g_autofree char *filename = header_parameter(disposition, "filename");

	if (++multipart->parts > PARTS_MOST)
		return refuse(error, "it has more than 20 parts");
	multipart->is_file = filename != NULL;
	multipart->state = CONTENT;
	if (!multipart->is_file)
		return 1;
	if (multipart->had_file)
		return refuse(error, "it has more than one file; send each in a request of its own");
	multipart->had_file = TRUE;
	return multipart->calls->file(filename, type, multipart->user, error);
}

static int
give(struct multipart *multipart, gsize length, GError **error)
{
	int done = multipart->is_file && length > 0 ? multipart->calls->data(multipart->held->str, length, multipart->user, error) : 1;

	g_string_erase(multipart->held, 0, (gssize)length);
	return done;
}

/* Behind a marker stands CRLF (another part) or "--" (the end). 0: more is needed. */
static int
after_marker(struct multipart *multipart, GError **error)
{
	const char *rest = multipart->held->str + multipart->marker_length;
	gsize left = multipart->held->len - multipart->marker_length;
	gsize blanks = strspn(rest, " \t");

	if (left >= 2 && rest[0] == '-' && rest[1] == '-') {
		multipart->state = AFTER;
		g_string_truncate(multipart->held, 0);
		return 1;
	}
	if (blanks > 64)
		return refuse(error, "a boundary is followed by something else");
	if (left < blanks + 2)
		return 0;
	if (rest[blanks] != '\r' || rest[blanks + 1] != '\n')
		return refuse(error, "a boundary is followed by something else");
	g_string_erase(multipart->held, 0, (gssize)(multipart->marker_length + blanks));	/* the CRLF stays: headers may be none */
	multipart->state = HEADERS;
	return 1;
}

static int
step_content(struct multipart *multipart, GError **error)
{
	GString *held = multipart->held;
	const char *found = memmem(held->str, held->len, multipart->marker, multipart->marker_length);
	gsize ready;

	if (found != NULL) {
		ready = (gsize)(found - held->str);
		if (give(multipart, ready, error) < 0)
			return -1;
		return after_marker(multipart, error);
	}
	if (held->len < multipart->marker_length)
		return 0;
	ready = held->len - multipart->marker_length + 1;
	return give(multipart, ready, error) < 0 ? -1 : 0;
}

static int
step_headers(struct multipart *multipart, GError **error)
{
	GString *held = multipart->held;
	const char *end = memmem(held->str, held->len, "\r\n\r\n", 4);
	g_autofree char *headers = NULL;

	if (end == NULL)
		return held->len > PART_HEADER_MOST ? refuse(error, "the headers of a part are too large") : 0;
	if (end - held->str > PART_HEADER_MOST)
		return refuse(error, "the headers of a part are too large");
	headers = g_strndup(held->str, (gsize)(end - held->str));
	/* The CRLF before a marker belongs to the marker: keep it for a part without content. */
	g_string_erase(held, 0, end - held->str + 4);
	return begin_part(multipart, headers, error);
}

int
multipart_add(struct multipart *multipart, const void *data, gsize length, GError **error)
{
	int done = 1;

	if (multipart->state == AFTER)
		return 1;
	g_string_append_len(multipart->held, data, (gssize)length);
	while (done == 1) {
		if (multipart->state == AFTER)
			return 1;
		done = multipart->state == HEADERS ? step_headers(multipart, error) : step_content(multipart, error);
	}
	return done < 0 ? -1 : 1;
}

int
multipart_end(struct multipart *multipart, GError **error)
{
	if (multipart->state != AFTER)
		return refuse(error, "it ends before its last boundary");
	return multipart->had_file ? 1 : refuse(error, "it has no part with a filename");
}
