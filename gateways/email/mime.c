#include "email/mime.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "email/mime_reader.h"
#include "email/mime_scan.h"

enum { PIECE = 64 * 1024 };

const struct mime_limits mime_default_limits = {
	.depth = 30,
	.parts = 1000,
	.header_bytes = 512 * 1024,
	.text_bytes = 1024 * 1024,
};

void
mime_warn(struct mime *mime, const char *warning)
{
	GPtrArray *warnings = mime->mail->warnings;

	for (guint i = 0; i < warnings->len; i++)
		if (strcmp(warnings->pdata[i], warning) == 0)
			return;
	g_ptr_array_add(warnings, g_strdup(warning));
}

static void
start_gmime(void)
{
	static gsize once;

	if (g_once_init_enter(&once)) {
		g_mime_init();
		g_once_init_leave(&once, 1);
	}
}

static void
clear_part(void *data)
{
	struct mime_part *part = data;

	g_clear_pointer(&part->bytes, g_bytes_unref);
	g_clear_object(&part->raw);
}

static struct mime *
mime_new(const struct mime_context *context)
{
	struct mime *mime = g_new0(struct mime, 1);

	mime->limits = context != NULL && context->limits != NULL ? *context->limits : mime_default_limits;
	if (context != NULL) {
		mime->trusted_authserv = context->trusted_authserv;
		mime->own_addresses = context->own_addresses;
		mime->own_host = context->own_host;
	}
	mime->parts = g_array_new(FALSE, TRUE, sizeof(struct mime_part));
	g_array_set_clear_func(mime->parts, clear_part);
	mime->text_parts = g_ptr_array_new();
	mime->html_parts = g_ptr_array_new();
	mime->texts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	mime->mail = inbound_mail_new();
	return mime;
}

static void
clear_string(GString **string)
{
	if (*string != NULL)
		g_string_free(*string, TRUE);
	*string = NULL;
}

/* What only reading needed. */
static void
forget(struct mime *mime)
{
	g_clear_pointer(&mime->headers, g_ptr_array_unref);
	g_clear_pointer(&mime->source_html, g_free);
	g_clear_pointer(&mime->calendar, g_free);
	g_clear_pointer(&mime->texts, g_hash_table_unref);
	clear_string(&mime->delivery_status);
	clear_string(&mime->feedback_report);
	clear_string(&mime->original_headers);
	mime->own_addresses = NULL;
	mime->own_host = mime->trusted_authserv = NULL;
}

void
mime_free(struct mime **mime_p)
{
	struct mime *mime = *mime_p;

	if (mime == NULL)
		return;
	forget(mime);
	g_ptr_array_unref(mime->text_parts);
	g_ptr_array_unref(mime->html_parts);
	g_array_unref(mime->parts);
	g_clear_object(&mime->message);
	g_clear_object(&mime->source);
	g_clear_pointer(&mime->bytes, g_bytes_unref);
	inbound_mail_free(&mime->mail);
	g_clear_pointer(mime_p, g_free);
}

/* The boundary that a multipart's text shows where its header names none, or another: a line "--x" that comes again, and no
 * more often than there may be parts. The caller's, NULL if there is none. */
static char *
find_boundary(const struct mime *mime, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *first = NULL;
	gsize length = 0;
	int times = 0;

	for (char **line = lines; *line != NULL; line++) {
		g_strchomp(*line);
		if (first == NULL && g_str_has_prefix(*line, "--") && strlen(*line) > 2 && strlen(*line) <= 200 &&
		    strpbrk(*line, "\"\\") == NULL) {
			first = *line;
			length = strlen(first);
			times = 1;
		} else if (first != NULL && strncmp(*line, first, length) == 0 &&
		    ((*line)[length] == '\0' || strcmp(*line + length, "--") == 0)) {
			times++;
		}
	}
	return times > 1 && times <= mime->limits.parts ? g_strdup(first + 2) : NULL;
}

static GMimeMessage *
parse(GMimeStream *stream, gint64 *body_r)
{
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	*body_r = g_mime_parser_get_headers_end(parser);
	g_object_unref(parser);
	return message;
}

/* What stands in body, read as the multipart that boundary parts; *source_r is the stream that its offsets count in. The caller's
 * both; NULL if nothing came of it. */
static GMimeMessage *
parse_multipart(const char *boundary, GMimeStream *body, GMimeStream **source_r)
{
	g_autofree char *header = g_strdup_printf("Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n", boundary);
	GMimeStream *head = g_mime_stream_mem_new_with_buffer(header, strlen(header)), *both = g_mime_stream_cat_new();
	GMimeMessage *message;
	gint64 ignored;

	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), head);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), body);
	message = parse(both, &ignored);
	g_object_unref(head);
	if (message != NULL)
		*source_r = both;
	else
		g_object_unref(both);
	return message;
}

/* The boundary of a multipart in which none was found, but which has one. */
static char *
lost_boundary(const struct mime *mime, GMimeObject *object)
{
	const char *prologue = GMIME_IS_MULTIPART(object) && g_mime_multipart_get_count(GMIME_MULTIPART(object)) == 0
	    ? g_mime_multipart_get_prologue(GMIME_MULTIPART(object)) : NULL;

	return prologue != NULL ? find_boundary(mime, prologue) : NULL;
}

/* The mail's own multipart: its body is read again under that boundary. */
static void
mend_multipart(struct mime *mime, gint64 body)
{
	g_autofree char *boundary = body >= 0 ? lost_boundary(mime, g_mime_message_get_mime_part(mime->message)) : NULL;
	GMimeStream *rest, *source = NULL;
	GMimeMessage *mended;

	if (boundary == NULL)
		return;
	rest = g_mime_stream_substream(mime->source, body, -1);
	mended = parse_multipart(boundary, rest, &source);
	g_object_unref(rest);
	if (mended == NULL)
		return;
	g_mime_message_set_mime_part(mime->message, g_mime_message_get_mime_part(mended));
	g_object_unref(mended);
	g_set_object(&mime->source, source);
	g_object_unref(source);
	mime_warn(mime, "boundary-guessed");
}

GMimeStream *
mime_mend_nested(struct mime *mime, GMimeMultipart *multipart)
{
	g_autofree char *boundary = lost_boundary(mime, GMIME_OBJECT(multipart));
	const char *prologue = g_mime_multipart_get_prologue(multipart);
	GMimeStream *body, *source = NULL;
	GMimeMessage *mended;

	if (boundary == NULL)
		return NULL;
	body = g_mime_stream_mem_new_with_buffer(prologue, strlen(prologue));
	mended = parse_multipart(boundary, body, &source);
	g_object_unref(body);
	if (mended == NULL)
		return NULL;
	g_mime_multipart_add(multipart, g_mime_message_get_mime_part(mended));
	g_object_unref(mended);
	mime_warn(mime, "boundary-guessed");
	return source;
}

/* Takes the stream, and answers with the mime, read; or NULL and the mime is gone. */
static struct mime *
read_stream(struct mime *mime, GMimeStream *stream, GError **error)
{
	gint64 body;

	mime->source = stream;
	mime->message = parse(stream, &body);
	if (mime->message == NULL) {
		fault_set(error, FAULT_INVALID, "mail-empty", NULL, "There is no mail in these bytes.");
		mime_free(&mime);
		return NULL;
	}
	mend_multipart(mime, body);
	mime_read_header(mime);
	if (!mime_walk(mime, error)) {
		mime_free(&mime);
		return NULL;
	}
	mime_read_body(mime);
	mime_read_kind(mime);
	mime_read_reply(mime);
	forget(mime);
	return mime;
}

static gboolean
scan_bytes(const struct mime *mime, GError **error)
{
	struct mime_scan *scan = mime_scan_new(&mime->limits);
	gboolean fine = mime_scan_feed(scan, (const char *)mime->array.data, mime->array.len, error) &&
	    mime_scan_end(scan, error);

	mime_scan_free(&scan);
	return fine;
}

struct mime *
mime_open_bytes(GBytes *bytes, const struct mime_context *context, GError **error)
{
	struct mime *mime = mime_new(context);
	GMimeStream *stream;
	gsize length;

	start_gmime();
	mime->bytes = g_bytes_ref(bytes);
	/* The stream only reads, so it may look at the caller's bytes without a copy. */
	mime->array.data = (guint8 *)(guintptr)g_bytes_get_data(bytes, &length);
	mime->array.len = (guint)MIN(length, G_MAXINT);
	if (!scan_bytes(mime, error)) {
		mime_free(&mime);
		return NULL;
	}
	stream = g_mime_stream_mem_new();
	g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), &mime->array);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	return read_stream(mime, stream, error);
}

static gboolean
scan_file(const struct mime *mime, int fd, GError **error)
{
	struct mime_scan *scan = mime_scan_new(&mime->limits);
	g_autofree char *piece = g_malloc(PIECE);
	gboolean fine = TRUE;
	off_t at = 0;
	ssize_t n;

	while (fine && (n = pread(fd, piece, PIECE, at)) != 0) {
		if (n < 0) {
			fault_set(error, FAULT_INTERNAL, "mail-unreadable", NULL, "The mail's file cannot be read: %s.", g_strerror(errno));
			fine = FALSE;
			break;
		}
		fine = mime_scan_feed(scan, piece, (gsize)n, error);
		at += n;
	}
	fine = fine && mime_scan_end(scan, error);
	mime_scan_free(&scan);
	return fine;
}

struct mime *
mime_open_file(int fd, const struct mime_context *context, GError **error)
{
	struct mime *mime = mime_new(context);
	GMimeStream *stream;

	start_gmime();
	if (!scan_file(mime, fd, error)) {
		mime_free(&mime);
		return NULL;
	}
	lseek(fd, 0, SEEK_SET);
	stream = g_mime_stream_fs_new_with_bounds(fd, 0, -1);
	g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
	return read_stream(mime, stream, error);
}

const struct inbound_mail *
mime_mail(const struct mime *mime)
{
	return mime->mail;
}

int
mime_attachment_copy(struct mime *mime, int part, mime_sink sink, void *user, GError **error)
{
	if (part < 0 || part >= (int)mime->parts->len) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-attachment", NULL, "The mail has no attachment %d.", part);
		return -1;
	}
	return mime_part_copy(&g_array_index(mime->parts, struct mime_part, part), sink, user, error);
}
