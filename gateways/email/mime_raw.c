/* Where a part's bytes really begin and end in the mail. GMime parses a mail within the mail and writes it out again, which
 * loses what it could not make sense of; and where some lines end in CRLF and some in LF it takes the last character
 * of a part for half a line end. */
#include "email/mime_reader.h"

#include <string.h>

enum { LINE = 4096 };

struct lines {
	GMimeStream *buffered;
	gint64 next;		/* where the line after begins */
	char text[LINE];
	gsize length;		/* without its line end */
	int end_length;
};

static gboolean
lines_open(struct lines *lines, GMimeStream *source, gint64 from)
{
	GMimeStream *rest = from >= 0 ? g_mime_stream_substream(source, from, -1) : NULL;

	if (rest == NULL)
		return FALSE;
	g_mime_stream_reset(rest);
	lines->buffered = g_mime_stream_buffer_new(rest, GMIME_STREAM_BUFFER_BLOCK_READ);
	lines->next = from;
	g_object_unref(rest);
	return TRUE;
}

static gboolean
lines_next(struct lines *lines)
{
	gssize n = g_mime_stream_buffer_gets(lines->buffered, lines->text, sizeof lines->text);

	if (n <= 0)
		return FALSE;
	lines->next += n;
	lines->length = (gsize)n;
	if (lines->text[lines->length - 1] == '\n')
		lines->length--;
	if (lines->length > 0 && lines->text[lines->length - 1] == '\r')
		lines->length--;
	lines->end_length = (int)((gsize)n - lines->length);
	return TRUE;
}

static gboolean
is_boundary(const struct lines *lines, const struct mime_fence *fence)
{
	const char *line = lines->text;

	if (lines->length < 3 || line[0] != '-' || line[1] != '-')
		return FALSE;
	for (; fence != NULL; fence = fence->around) {
		gsize length = strlen(fence->boundary), rest = 2 + length;

		if (lines->length < rest || memcmp(line + 2, fence->boundary, length) != 0)
			continue;
		if (lines->length >= rest + 2 && memcmp(line + rest, "--", 2) == 0)
			rest += 2;
		while (rest < lines->length && (line[rest] == ' ' || line[rest] == '\t'))
			rest++;
		if (rest == lines->length)
			return TRUE;
	}
	return FALSE;
}

/* Past the blank line that ends the header in which offset lies. */
static gint64
header_end(GMimeStream *source, gint64 offset)
{
	struct lines lines;
	gint64 end = -1;

	if (!lines_open(&lines, source, offset))
		return -1;
	while (end < 0 && lines_next(&lines))
		if (lines.length == 0)
			end = lines.next;
	g_object_unref(lines.buffered);
	return end;
}

GMimeStream *
mime_raw_message(struct mime *mime, GMimeObject *object, const struct mime_fence *fence)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(object);
	int n = g_mime_header_list_get_count(headers);
	gint64 start, end;
	gboolean found = FALSE;
	struct lines lines;
	int last_end = 0;

	if (n == 0)
		return NULL;
	start = header_end(mime->source, g_mime_header_get_offset(g_mime_header_list_get_header_at(headers, n - 1)));
	if (start < 0 || !lines_open(&lines, mime->source, start))
		return NULL;
	end = start;
	while (lines_next(&lines)) {
		if ((found = is_boundary(&lines, fence)))
			break;
		end = lines.next;
		last_end = lines.end_length;
	}
	g_object_unref(lines.buffered);
	if (found)		/* the line end before a boundary belongs to the boundary */
		end = MAX(start, end - last_end);
	return g_mime_stream_substream(mime->source, start, end);
}

void
mime_mend_content(struct mime *mime, GMimeObject *object)
{
	GMimeDataWrapper *content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
	GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;
	char next[2];

	if (stream == NULL || stream->super_stream == NULL || stream->bound_end < 0)
		return;
	if (g_mime_stream_seek(mime->source, stream->bound_end, GMIME_STREAM_SEEK_SET) < 0 ||
	    g_mime_stream_read(mime->source, next, 2) != 2)
		return;
	if (next[0] != '\r' && next[0] != '\n' && next[1] == '\n')
		stream->bound_end++;
}
