#include "email/mime_scan.h"

#include <string.h>

#include "base/fault.h"
#include "email/mime_reader.h"

enum {
	LINE_KEPT = 2048,	/* of a line that is split over two pieces; more than any boundary or header name needs */
	TYPE_KEPT = 8192,	/* of a Content-Type with all its continuations */
	HEADER_LINES = 20000,
	ONE_HEADER = 128 * 1024,
	/* GMime reads groups of addresses within groups by calling itself, at 800 bytes of stack each. A body's lines are counted
	 * too, with patience, for it may not agree with us on where a header ends. */
	GROUPS_IN_HEADER = 500,
	GROUPS_ANYWHERE = 3000,
};

static const char *const address_headers[] = { "From:", "Sender:", "Reply-To:", "To:", "Cc:", "Bcc:", "Resent-From:",
	"Resent-Sender:", "Resent-Reply-To:", "Resent-To:", "Resent-Cc:", "Resent-Bcc:", "Disposition-Notification-To:" };


struct level {			/* a multipart that is open, or a message in it (boundary NULL) */
	char *boundary;
	gsize length;
	gboolean digest;
};

struct mime_scan {
	const struct mime_limits *limits;
	GArray *levels;		/* struct level */
	GString *line;		/* a line that began in the piece before */
	GString *type;		/* Content-Type of the header that is being read */
	gboolean in_header, in_type, digest_part, seen_text;
	gint64 header_bytes, one_header_bytes;
	int header_lines, parts;
	gboolean in_addresses;
	guint groups;		/* colons in the header of addresses that is being read */
	gsize bytes_cut;	/* what was not kept of line, */
	guint groups_cut;	/* and the colons in it */
};

static void
level_clear(void *data)
{
	g_free(((struct level *)data)->boundary);
}

struct mime_scan *
mime_scan_new(const struct mime_limits *limits)
{
	struct mime_scan *scan = g_new0(struct mime_scan, 1);

	scan->limits = limits;
	scan->levels = g_array_new(FALSE, TRUE, sizeof(struct level));
	g_array_set_clear_func(scan->levels, level_clear);
	scan->line = g_string_new(NULL);
	scan->type = g_string_new(NULL);
	scan->in_header = TRUE;
	scan->parts = 1;
	return scan;
}

void
mime_scan_free(struct mime_scan **scan_p)
{
	struct mime_scan *scan = *scan_p;

	if (scan == NULL)
		return;
	g_array_unref(scan->levels);
	g_string_free(scan->line, TRUE);
	g_string_free(scan->type, TRUE);
	g_clear_pointer(scan_p, g_free);
}

static gboolean
push(struct mime_scan *scan, const char *boundary, gboolean digest, GError **error)
{
	struct level level = { g_strdup(boundary), boundary != NULL ? strlen(boundary) : 0, digest };

	g_array_append_val(scan->levels, level);
	if ((int)scan->levels->len <= scan->limits->depth)
		return TRUE;
	fault_set(error, FAULT_LIMIT, "mail-too-deep", NULL,
	    "The mail has parts within parts more than %d deep; it was kept but not read.", scan->limits->depth);
	return FALSE;
}

static gboolean
count_part(struct mime_scan *scan, GError **error)
{
	if (++scan->parts <= scan->limits->parts)
		return TRUE;
	fault_set(error, FAULT_LIMIT, "mail-too-many-parts", NULL,
	    "The mail has more than %d parts; it was kept but not read.", scan->limits->parts);
	return FALSE;
}

/* GMime looks into a nested message only where its bytes stand as they are. */
static gboolean
is_message(GMimeContentType *type)
{
	static const char *const kinds[] = { "rfc822", "rfc2822", "global", "news", "global-headers" };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_mime_content_type_is_type(type, "message", kinds[i]))
			return TRUE;
	return FALSE;
}

static gboolean
end_header(struct mime_scan *scan, GError **error)
{
	g_autoptr(GMimeContentType) type = NULL;
	const char *boundary;
	gboolean message = scan->digest_part && scan->type->len == 0;

	scan->in_header = scan->in_type = FALSE;
	if (scan->type->len > 0) {
		type = g_mime_content_type_parse(NULL, scan->type->str);
		g_string_truncate(scan->type, 0);
		boundary = g_mime_content_type_get_parameter(type, "boundary");
		if (g_mime_content_type_is_type(type, "multipart", "*") && boundary != NULL)
			return push(scan, boundary, g_mime_content_type_is_type(type, "multipart", "digest"), error);
		message = is_message(type);
	}
	if (!message)
		return TRUE;
	scan->in_header = TRUE;
	scan->digest_part = FALSE;
	return push(scan, NULL, FALSE, error) && count_part(scan, error);
}

static gboolean
refuse_header(const struct mime_scan *scan, GError **error)
{
	fault_set(error, FAULT_LIMIT, "mail-header-too-large", NULL, "The mail's headers are more than %d bytes or %d lines, or one "
	    "of them is more than %d bytes or has more than %d groups; it was kept but not read.", scan->limits->header_bytes,
	    HEADER_LINES, ONE_HEADER, GROUPS_IN_HEADER);
	return FALSE;
}

static gboolean
starts_addresses(const char *line, gsize length)
{
	if (length == 0 || strchr("FSRTCBDfsrtcbd", *line) == NULL)
		return FALSE;
	for (size_t i = 0; i < G_N_ELEMENTS(address_headers); i++) {
		gsize n = strlen(address_headers[i]) - 1;	/* blanks may stand before the colon */

		if (length > n && g_ascii_strncasecmp(line, address_headers[i], n) == 0 && strchr(": \t", line[n]) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* FALSE if a header of addresses has too many groups. */
static gboolean
count_groups(struct mime_scan *scan, const char *line, gsize length)
{
	const char *end = line + length;

	if (length == 0 || (*line != ' ' && *line != '\t')) {
		scan->groups = 0;
		scan->in_addresses = starts_addresses(line, length);
	}
	scan->groups += scan->groups_cut;
	scan->groups_cut = 0;
	if (!scan->in_addresses)
		return TRUE;
	for (; (line = memchr(line, ':', (gsize)(end - line))) != NULL; line++)
		scan->groups++;
	return scan->groups <= (scan->in_header ? GROUPS_IN_HEADER : GROUPS_ANYWHERE);
}

static gboolean
header_line(struct mime_scan *scan, const char *line, gsize length, GError **error)
{
	static const char name[] = "content-type:";

	if (length == 0 || (*line != ' ' && *line != '\t'))
		scan->one_header_bytes = 0;
	scan->header_bytes += (gint64)(length + scan->bytes_cut) + 1;
	scan->one_header_bytes += (gint64)(length + scan->bytes_cut) + 1;
	if (scan->header_bytes > scan->limits->header_bytes || scan->one_header_bytes > ONE_HEADER ||
	    ++scan->header_lines > HEADER_LINES)
		return refuse_header(scan, error);
	if (length == 0)
		return end_header(scan, error);
	if (*line != ' ' && *line != '\t') {
		scan->in_type = length >= sizeof name - 1 && g_ascii_strncasecmp(line, name, sizeof name - 1) == 0;
		if (scan->in_type) {
			g_string_truncate(scan->type, 0);
			line += sizeof name - 1;
			length -= sizeof name - 1;
		}
	}
	if (scan->in_type && scan->type->len + length < TYPE_KEPT)
		g_string_append_len(scan->type, line, (gssize)length);
	return TRUE;
}

/* The level whose boundary this line is, -1 if it is none. *close_r is set for "--boundary--". */
static int
boundary_of(const struct mime_scan *scan, const char *line, gsize length, gboolean *close_r)
{
	for (int i = (int)scan->levels->len - 1; i >= 0; i--) {
		const struct level *level = &g_array_index(scan->levels, struct level, i);
		gsize rest = 2 + level->length;

		if (level->boundary == NULL || length < rest || memcmp(line + 2, level->boundary, level->length) != 0)
			continue;
		*close_r = length >= rest + 2 && memcmp(line + rest, "--", 2) == 0;
		if (*close_r)
			rest += 2;
		while (rest < length && (line[rest] == ' ' || line[rest] == '\t'))
			rest++;
		if (rest == length)
			return i;
	}
	return -1;
}

static gboolean
take_line(struct mime_scan *scan, const char *line, gsize length, GError **error)
{
	gboolean close = FALSE;
	int at;

	if (length > 0 && line[length - 1] == '\r')
		length--;
	if (length > 2 && line[0] == '-' && line[1] == '-' && (at = boundary_of(scan, line, length, &close)) >= 0) {
		g_array_set_size(scan->levels, (guint)at + !close);
		scan->in_header = !close;
		scan->in_type = FALSE;
		g_string_truncate(scan->type, 0);
		scan->digest_part = !close && g_array_index(scan->levels, struct level, at).digest;
		return close || count_part(scan, error);
	}
	if (!count_groups(scan, line, length))
		return refuse_header(scan, error);
	if (scan->in_header && !header_line(scan, line, length, error))
		return FALSE;
	scan->bytes_cut = 0;
	return TRUE;
}

/* Of a line that is spread over pieces the beginning is kept, and the rest only counted. */
static void
keep_piece(struct mime_scan *scan, const char *piece, gsize length)
{
	gsize kept = MIN(length, LINE_KEPT - MIN(LINE_KEPT, scan->line->len));

	g_string_append_len(scan->line, piece, (gssize)kept);
	scan->bytes_cut += length - kept;
	for (gsize i = kept; i < length; i++)
		scan->groups_cut += piece[i] == ':';
}

gboolean
mime_scan_feed(struct mime_scan *scan, const char *bytes, gsize length, GError **error)
{
	const char *p = bytes, *end, *newline;

	if (length == 0)	/* bytes may be NULL then */
		return TRUE;
	end = bytes + length;
	for (const char *q = bytes; !scan->seen_text && q < end; q++)
		scan->seen_text = !g_ascii_isspace(*q) && *q != '\0';
	while (p < end) {
		newline = memchr(p, '\n', (gsize)(end - p));
		if (newline != NULL && scan->line->len == 0) {
			if (!take_line(scan, p, (gsize)(newline - p), error))
				return FALSE;
		} else {
			keep_piece(scan, p, (gsize)((newline != NULL ? newline : end) - p));
			if (newline == NULL)
				return TRUE;
			if (!take_line(scan, scan->line->str, scan->line->len, error))
				return FALSE;
			g_string_truncate(scan->line, 0);
		}
		p = newline + 1;
	}
	return TRUE;
}

gboolean
mime_scan_end(struct mime_scan *scan, GError **error)
{
	if (!scan->seen_text) {
		fault_set(error, FAULT_INVALID, "mail-empty", NULL, "The mail has no bytes but blanks; there is nothing to read.");
		return FALSE;
	}
	return scan->line->len == 0 || take_line(scan, scan->line->str, scan->line->len, error);
}
