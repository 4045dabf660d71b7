#include "email/mime_reader.h"

#include <string.h>

#include "base/fault.h"
#include "email/charset.h"

enum { MOST_REPORT_BYTES = 64 * 1024 };

/* One run through a multipart's children. The lists are NULL where an alternative has settled on the other kind. */
struct scope {
	const char *subtype;	/* of the multipart around, "mixed" for the mail itself */
	gboolean in_alternative;
	GPtrArray *text, *html;
	const struct mime_fence *fence;
	int depth;
};

static gboolean walk_object(struct mime *mime, GMimeObject *object, int index, struct scope *scope, GError **error);

static gboolean
is_type(GMimeObject *object, const char *type, const char *subtype)
{
	GMimeContentType *content_type = g_mime_object_get_content_type(object);

	return content_type != NULL && g_mime_content_type_is_type(content_type, type, subtype);
}

static gboolean
is_media(GMimeObject *object)
{
	return is_type(object, "image", "*") || is_type(object, "audio", "*") || is_type(object, "video", "*");
}

static char *
content_type_of(GMimeObject *object)
{
	g_autofree char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));

	return charset_to_utf8(type, strlen(type), NULL, NULL, NULL);
}

static gboolean
is_attached(GMimeObject *object)
{
	const char *disposition = g_mime_object_get_disposition(object);

	return disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

static char *
content_id_of(GMimeObject *object)
{
	const char *id = g_mime_object_get_content_id(object);
	char *clean;

	if (id == NULL || *id == '\0')
		return NULL;
	clean = charset_to_utf8(id, MIN(strlen(id), 998), NULL, NULL, NULL);
	g_strdelimit(g_strstrip(clean), "<>", ' ');
	return g_strstrip(clean);
}

static enum inbound_disposition
disposition_of(GMimeObject *object, const char *content_id)
{
	const char *disposition = g_mime_object_get_disposition(object);

	if (disposition != NULL && g_ascii_strcasecmp(disposition, "inline") == 0)
		return INBOUND_INLINE;
	return is_media(object) && content_id != NULL && !is_attached(object) ? INBOUND_INLINE : INBOUND_ATTACHMENT;
}

/* A mail in the mail is called what its subject is. */
static char *
message_name(GMimeObject *object)
{
	GMimeMessage *message = GMIME_IS_MESSAGE_PART(object)
	    ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)) : NULL;
	const char *subject = message != NULL ? g_mime_message_get_subject(message) : NULL;
	g_autofree char *valid = NULL;

	if (subject == NULL || *subject == '\0')
		return NULL;
	valid = charset_to_utf8(subject, strlen(subject), NULL, NULL, NULL);
	g_strdelimit(valid, "/\\", '_');	/* no path here: "invoice 3/4" */
	return g_strconcat(valid, ".eml", NULL);
}

static void
add_attachment(struct mime *mime, GMimeObject *object, const struct mime_fence *fence)
{
	struct inbound_attachment *made = g_new0(struct inbound_attachment, 1);
	struct mime_part part = { .object = object, .encoded = mime_part_is_undecodable(object) };
	g_autofree char *name = mime_part_name(object);

	if (part.encoded)
		mime_warn(mime, "attachment-undecodable");
	if (name == NULL)
		name = message_name(object);
	if (GMIME_IS_MESSAGE_PART(object))
		part.raw = mime_raw_message(mime, object, fence);
	made->content_type = content_type_of(object);
	made->filename = mime_safe_name(name, made->content_type, (int)mime->mail->attachments->len + 1);
	made->content_id = content_id_of(object);
	made->disposition = disposition_of(object, made->content_id);
	made->size = mime_part_size(&part);
	made->part = (int)mime->parts->len;
	g_array_append_val(mime->parts, part);
	g_ptr_array_add(mime->mail->attachments, made);
}

static void
keep_text(GString **where, GMimeObject *object)
{
	gboolean cut;
	g_autoptr(GByteArray) bytes = mime_part_bytes(object, MOST_REPORT_BYTES, &cut);
	g_autofree char *text = charset_to_utf8((const char *)bytes->data, bytes->len, NULL, NULL, NULL);

	if (*where == NULL)
		*where = g_string_new(NULL);
	if ((*where)->len < MOST_REPORT_BYTES)
		g_string_append(*where, text);
}

/* A gateway may return the report that it got itself: its form is as good as one at the top. */
static void
keep_nested_report(struct mime *mime, GMimeMessage *message)
{
	GMimeObject *root = g_mime_message_get_mime_part(message);
	int n = root != NULL && GMIME_IS_MULTIPART(root) ? g_mime_multipart_get_count(GMIME_MULTIPART(root)) : 0;

	for (int i = 0; i < MIN(n, 8) && mime->delivery_status == NULL; i++) {
		GMimeObject *part = g_mime_multipart_get_part(GMIME_MULTIPART(root), i);

		if (is_type(part, "message", "delivery-status"))
			keep_text(&mime->delivery_status, part);
	}
}

static void
keep_message_header(struct mime *mime, GMimeObject *object)
{
	GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
	g_autofree char *block = NULL, *text = NULL;

	if (message == NULL || mime->original_headers != NULL)
		return;
	block = g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
	text = charset_to_utf8(block, MIN(strlen(block), MOST_REPORT_BYTES), NULL, NULL, NULL);
	mime->original_headers = g_string_new(text);
	keep_nested_report(mime, message);
}

/* The header alone of a mail that came back: text/rfc822-headers (RFC 6522) and message/global-headers (RFC 6533), and what servers call them. */
static gboolean
is_header_part(GMimeObject *object)
{
	static const char *const types[] = { "text", "message" }, *const subtypes[] = { "rfc822-headers", "rfc822-header", "global-headers" };

	for (gsize t = 0; t < G_N_ELEMENTS(types); t++)
		for (gsize s = 0; s < G_N_ELEMENTS(subtypes); s++)
			if (is_type(object, types[t], subtypes[s]))
				return TRUE;
	return FALSE;
}

/* What bounce.h wants to know of a report's parts, which are attachments all the same. */
static void
collect_report(struct mime *mime, GMimeObject *object)
{
	if (is_type(object, "message", "delivery-status") || is_type(object, "message", "global-delivery-status"))
		keep_text(&mime->delivery_status, object);
	else if (is_type(object, "message", "feedback-report"))
		keep_text(&mime->feedback_report, object);
	else if (is_header_part(object))
		keep_text(&mime->original_headers, object);
	else if (GMIME_IS_MESSAGE_PART(object))
		keep_message_header(mime, object);
}

static gboolean
is_tnef(GMimeObject *object)
{
	g_autofree char *name = NULL;

	if (is_type(object, "application", "ms-tnef") || is_type(object, "application", "vnd.ms-tnef"))
		return TRUE;
	if (!is_type(object, "application", "octet-stream"))
		return FALSE;
	name = mime_part_name(object);
	return name != NULL && g_ascii_strcasecmp(name, "winmail.dat") == 0;
}

static void
take_attachment(struct mime *mime, GMimeObject *object, const struct mime_fence *fence)
{
	collect_report(mime, object);
	if (is_type(object, "text", "calendar") && mime->calendar == NULL)
		mime->calendar = g_strdup(mime_part_text(mime, object));
	if (!is_tnef(object) || !mime_add_tnef(mime, object))
		add_attachment(mime, object, fence);
}

/* RFC 8621, 4.1.4: shown in the mail, or hung on it? */
static gboolean
is_inline(GMimeObject *object, int index, const struct scope *scope)
{
	gboolean text = is_type(object, "text", "plain") || is_type(object, "text", "html");
	g_autofree char *name = NULL;

	if (!GMIME_IS_PART(object) || is_attached(object) || (!text && !is_media(object)))
		return FALSE;
	if (index == 0)
		return TRUE;
	if (strcmp(scope->subtype, "related") == 0)
		return FALSE;
	if (!text)
		return TRUE;
	name = mime_part_name(object);
	return name == NULL;
}

static void
add_body(GPtrArray *body, GMimeObject *object)
{
	if (body != NULL)
		g_ptr_array_add(body, object);
}

static void
take_inline(struct mime *mime, GMimeObject *object, struct scope *scope)
{
	gboolean plain = is_type(object, "text", "plain"), html = is_type(object, "text", "html");

	if (!plain && !html) {
		take_attachment(mime, object, scope->fence);
		return;
	}
	if (mime_part_is_undecodable(object) && !plain) {
		take_attachment(mime, object, scope->fence);
		return;
	}
	if (strcmp(scope->subtype, "alternative") == 0) {
		add_body(plain ? scope->text : scope->html, object);
		return;
	}
	if (scope->in_alternative) {
		if (plain)
			scope->html = NULL;
		else
			scope->text = NULL;
	}
	add_body(scope->text, object);
	add_body(scope->html, object);
}

static void
copy_from(GPtrArray *to, GPtrArray *from, guint start)
{
	for (guint i = start; i < from->len; i++)
		g_ptr_array_add(to, from->pdata[i]);
}

/* Offsets within a mended multipart count in its own stream. */
static gboolean
walk_mended(struct mime *mime, GMimeMultipart *multipart, GMimeStream *source, struct scope *scope, GError **error)
{
	GMimeStream *whole = mime->source;
	gboolean walked;

	mime->source = source;
	walked = walk_object(mime, g_mime_multipart_get_part(multipart, 0), 0, scope, error);
	mime->source = whole;
	g_object_unref(source);
	return walked;
}

static gboolean
walk_multipart(struct mime *mime, GMimeMultipart *multipart, struct scope *around, GError **error)
{
	g_autofree char *subtype = NULL;
	const char *boundary = g_mime_multipart_get_boundary(multipart);
	struct mime_fence fence = { boundary, around->fence };
	struct scope scope = *around;
	guint texts = scope.text != NULL ? scope.text->len : 0, htmls = scope.html != NULL ? scope.html->len : 0;
	int n = g_mime_multipart_get_count(multipart);
	GMimeStream *mended = n == 0 ? mime_mend_nested(mime, multipart) : NULL;

	subtype = g_ascii_strdown(
	    g_mime_content_type_get_media_subtype(g_mime_object_get_content_type(GMIME_OBJECT(multipart))), -1);
	scope.subtype = subtype;
	scope.in_alternative |= strcmp(subtype, "alternative") == 0;
	if (boundary != NULL)
		scope.fence = &fence;
	scope.depth++;
	if (mended != NULL && !walk_mended(mime, multipart, mended, &scope, error))
		return FALSE;
	for (int i = 0; i < n; i++)
		if (!walk_object(mime, g_mime_multipart_get_part(multipart, i), i, &scope, error))
			return FALSE;
	/* An alternative with only one kind of text shows it in both. */
	if (strcmp(subtype, "alternative") == 0 && scope.text != NULL && scope.html != NULL) {
		if (scope.text->len == texts && scope.html->len > htmls)
			copy_from(scope.text, scope.html, htmls);
		else if (scope.html->len == htmls && scope.text->len > texts)
			copy_from(scope.html, scope.text, texts);
	}
	return TRUE;
}

static gboolean
walk_object(struct mime *mime, GMimeObject *object, int index, struct scope *scope, GError **error)
{
	if (object == NULL)
		return TRUE;
	if (++mime->seen > mime->limits.parts) {
		fault_set(error, FAULT_LIMIT, "mail-too-many-parts", NULL,
		    "The mail has more than %d parts; it was kept but not read.", mime->limits.parts);
		return FALSE;
	}
	if (scope->depth > mime->limits.depth) {
		fault_set(error, FAULT_LIMIT, "mail-too-deep", NULL,
		    "The mail has parts within parts more than %d deep; it was kept but not read.", mime->limits.depth);
		return FALSE;
	}
	if (GMIME_IS_MULTIPART(object))
		return walk_multipart(mime, GMIME_MULTIPART(object), scope, error);
	mime_mend_content(mime, object);
	if (is_inline(object, index, scope))
		take_inline(mime, object, scope);
	else
		take_attachment(mime, object, scope->fence);
	return TRUE;
}

gboolean
mime_walk(struct mime *mime, GError **error)
{
	struct scope scope = { .subtype = "mixed", .text = mime->text_parts, .html = mime->html_parts };

	return walk_object(mime, g_mime_message_get_mime_part(mime->message), 0, &scope, error);
}
