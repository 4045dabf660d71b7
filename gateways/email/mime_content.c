#include "email/mime_reader.h"

#include <string.h>

#include "base/fault.h"
#include "email/charset.h"

enum { SAMPLE = 1024 };

/* A GMime stream that hands everything written to it to a mime_sink. */
typedef struct {
	GMimeStream parent;
	mime_sink sink;
	void *user;
	GError **error;
	gboolean stopped;
} SinkStream;

typedef GMimeStreamClass SinkStreamClass;

GType sink_stream_get_type(void);
G_DEFINE_TYPE(SinkStream, sink_stream, GMIME_TYPE_STREAM)

static ssize_t
sink_write(GMimeStream *stream, const char *data, size_t length)
{
	SinkStream *self = (SinkStream *)stream;

	if (self->stopped)
		return -1;
	if (length > 0 && !self->sink(data, length, self->user, self->error)) {
		self->stopped = TRUE;
		return -1;
	}
	stream->position += (gint64)length;
	return (ssize_t)length;
}

static int
sink_nothing(GMimeStream *stream)
{
	(void)stream;
	return 0;
}

static void
sink_stream_class_init(SinkStreamClass *class)
{
	class->write = sink_write;
	class->flush = sink_nothing;
	class->close = sink_nothing;
}

static void
sink_stream_init(SinkStream *self)
{
	(void)self;
}

/* The decoded content of object, or the content as it came, into the sink. */
static void
write_object(GMimeObject *object, gboolean encoded, GMimeStream *to)
{
	GMimeDataWrapper *content;

	if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

		if (message != NULL)
			g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, to);
		return;
	}
	content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
	if (content == NULL)
		return;
	if (encoded) {
		GMimeStream *raw = g_mime_data_wrapper_get_stream(content);

		g_mime_stream_reset(raw);
		g_mime_stream_write_to_stream(raw, to);
	} else {
		g_mime_data_wrapper_write_to_stream(content, to);
	}
}

int
mime_part_copy(const struct mime_part *part, mime_sink sink, void *user, GError **error)
{
	GError *stopped_by = NULL;
	SinkStream *stream;
	gboolean stopped;

	if (part->bytes != NULL) {
		gsize length;
		const void *data = g_bytes_get_data(part->bytes, &length);

		return length == 0 || sink(data, length, user, error) ? 1 : -1;
	}
	stream = g_object_new(sink_stream_get_type(), NULL);
	g_mime_stream_construct(&stream->parent, 0, -1);
	stream->sink = sink;
	stream->user = user;
	stream->error = &stopped_by;
	if (part->raw != NULL) {
		g_mime_stream_reset(part->raw);
		g_mime_stream_write_to_stream(part->raw, &stream->parent);
	} else {
		write_object(part->object, part->encoded, &stream->parent);
	}
	stopped = stream->stopped;
	g_object_unref(stream);
	if (!stopped)
		return 1;
	if (stopped_by != NULL)
		g_propagate_error(error, stopped_by);
	else
		fault_set(error, FAULT_INTERNAL, "attachment-copy-stopped", NULL, "The attachment's receiver took no more.");
	return -1;
}

static gboolean
count(const void *data, gsize length, void *user, GError **error)
{
	(void)data;
	(void)error;
	*(gint64 *)user += (gint64)length;
	return TRUE;
}

gint64
mime_part_size(const struct mime_part *part)
{
	gint64 size = 0;

	return mime_part_copy(part, count, &size, NULL) == 1 ? size : 0;
}

/* Says base64 but is not: more than one character in fifty of the beginning is from outside its alphabet. */
gboolean
mime_part_is_undecodable(GMimeObject *object)
{
	GMimeDataWrapper *content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
	GMimeStream *raw;
	char sample[SAMPLE];
	gssize n;
	int good = 0, bad = 0;

	if (content == NULL || g_mime_data_wrapper_get_encoding(content) != GMIME_CONTENT_ENCODING_BASE64)
		return FALSE;
	raw = g_mime_data_wrapper_get_stream(content);
	g_mime_stream_reset(raw);
	n = g_mime_stream_read(raw, sample, sizeof sample);
	g_mime_stream_reset(raw);
	for (gssize i = 0; i < n && sample[i] != '='; i++) {
		if (g_ascii_isalnum(sample[i]) || sample[i] == '+' || sample[i] == '/')
			good++;
		else if (!g_ascii_isspace(sample[i]))
			bad++;
	}
	return bad * 50 > good + bad;
}

GByteArray *
mime_part_bytes(GMimeObject *object, gsize most, gboolean *cut_r)
{
	GMimeDataWrapper *content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *stream;
	GMimeFilter *filter;
	GMimeContentEncoding encoding;

	*cut_r = FALSE;
	if (content == NULL)
		return bytes;
	encoding = mime_part_is_undecodable(object) ? GMIME_CONTENT_ENCODING_DEFAULT
	    : g_mime_data_wrapper_get_encoding(content);
	g_mime_stream_reset(g_mime_data_wrapper_get_stream(content));
	stream = g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
	if (encoding >= GMIME_CONTENT_ENCODING_BASE64) {
		filter = g_mime_filter_basic_new(encoding, FALSE);
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
		g_object_unref(filter);
	}
	for (;;) {
		char buffer[8192];
		gssize n = g_mime_stream_read(stream, buffer, sizeof buffer);

		if (n <= 0)
			break;
		if (bytes->len + (gsize)n > most) {
			g_byte_array_append(bytes, (const guint8 *)buffer, (guint)(most - bytes->len));
			*cut_r = TRUE;
			break;
		}
		g_byte_array_append(bytes, (const guint8 *)buffer, (guint)n);
	}
	g_object_unref(stream);
	return bytes;
}

/* Line ends of every kind become "\n". */
static void
use_newlines(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\r' && from[1] == '\n')
			continue;
		*to++ = *from == '\r' ? '\n' : *from;
	}
	*to = '\0';
}

static gboolean
says_yes(GMimeObject *object, const char *parameter, const char *yes)
{
	const char *value = g_mime_object_get_content_type_parameter(object, parameter);

	return value != NULL && g_ascii_strcasecmp(value, yes) == 0;
}

static char *
read_text(struct mime *mime, GMimeObject *object)
{
	gboolean cut, html = g_mime_content_type_is_type(g_mime_object_get_content_type(object), "text", "html");
	g_autoptr(GByteArray) bytes = mime_part_bytes(object, (gsize)mime->limits.text_bytes, &cut);
	g_autofree char *label = g_strdup(g_mime_object_get_content_type_parameter(object, "charset"));
	enum charset_outcome outcome;
	char *text, *joined;

	if (cut)
		mime_warn(mime, html ? "html-cut" : "text-cut");
	if (html && (label == NULL || g_ascii_strcasecmp(label, "us-ascii") == 0)) {
		g_free(label);
		label = charset_of_html((const char *)bytes->data, bytes->len);
	}
	text = charset_to_utf8((const char *)bytes->data, bytes->len, label, NULL, &outcome);
	if (outcome == CHARSET_LOSSY)
		mime_warn(mime, "charset-lossy");
	else if (outcome == CHARSET_GUESSED)
		mime_warn(mime, "charset-guessed");
	use_newlines(text);
	if (!html && says_yes(object, "format", "flowed")) {
		joined = mime_unflow(text, says_yes(object, "delsp", "yes"));
		g_free(text);
		text = joined;
	}
	return text;
}

const char *
mime_part_text(struct mime *mime, GMimeObject *object)
{
	char *text = g_hash_table_lookup(mime->texts, object);

	if (text == NULL) {
		text = read_text(mime, object);
		g_hash_table_insert(mime->texts, object, text);
	}
	return text;
}
