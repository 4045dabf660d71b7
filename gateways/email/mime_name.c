#include "email/mime_reader.h"

#include <string.h>

#include "email/mime_words.h"

enum { MOST_NAME_BYTES = 255 };

/* Extensions for parts that come without a name. */
static const struct {
	const char *type, *extension;
} extensions[] = {
	{ "application/pdf", "pdf" }, { "application/zip", "zip" }, { "application/json", "json" },
	{ "application/xml", "xml" }, { "application/rtf", "rtf" }, { "application/msword", "doc" },
	{ "application/vnd.ms-excel", "xls" }, { "application/vnd.ms-powerpoint", "ppt" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
	{ "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx" },
	{ "application/vnd.oasis.opendocument.text", "odt" }, { "application/vnd.oasis.opendocument.spreadsheet", "ods" },
	{ "application/pgp-signature", "asc" }, { "application/pgp-encrypted", "asc" }, { "application/pgp-keys", "asc" },
	{ "application/pkcs7-signature", "p7s" }, { "application/x-pkcs7-signature", "p7s" },
	{ "application/pkcs7-mime", "p7m" }, { "application/x-pkcs7-mime", "p7m" }, { "application/ms-tnef", "dat" },
	{ "application/gzip", "gz" }, { "application/x-gzip", "gz" }, { "application/ics", "ics" },
	{ "audio/basic", "au" }, { "audio/mpeg", "mp3" }, { "audio/mp3", "mp3" }, { "audio/ogg", "ogg" },
	{ "audio/wav", "wav" }, { "audio/x-wav", "wav" }, { "image/png", "png" }, { "image/jpeg", "jpg" },
	{ "image/pjpeg", "jpg" }, { "image/gif", "gif" }, { "image/bmp", "bmp" }, { "image/tiff", "tif" },
	{ "image/webp", "webp" }, { "image/heic", "heic" }, { "image/svg+xml", "svg" }, { "message/rfc822", "eml" },
	{ "message/global", "eml" }, { "message/delivery-status", "txt" }, { "message/feedback-report", "txt" },
	{ "text/calendar", "ics" }, { "text/csv", "csv" }, { "text/html", "html" }, { "text/plain", "txt" },
	{ "text/vcard", "vcf" }, { "text/x-vcard", "vcf" }, { "text/directory", "vcf" }, { "text/xml", "xml" },
	{ "text/rfc822-headers", "txt" }, { "text/enriched", "txt" }, { "text/markdown", "md" }, { "video/mp4", "mp4" },
	{ "video/mpeg", "mpg" }, { "video/quicktime", "mov" }, { "video/webm", "webm" }, { "video/x-msvideo", "avi" },
};

static const char *
extension_of(const char *content_type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
		if (strcmp(content_type, extensions[i].type) == 0)
			return extensions[i].extension;
	return g_str_has_prefix(content_type, "text/") ? "txt" : "bin";
}

/* The types that mailers give to what they do not know say nothing about a name without an extension. */
static gboolean
is_telling(const char *content_type)
{
	return strcmp(content_type, "text/plain") != 0 && strcmp(extension_of(content_type), "bin") != 0;
}

/* Encoded words in parameters (forbidden by RFC 2047, common) and raw bytes: GMime decodes them less well than we do. */
static gboolean
is_simple(const char *raw)
{
	for (; *raw != '\0'; raw++)
		if ((guchar)*raw >= 0x80 || (raw[0] == '=' && raw[1] == '?'))
			return FALSE;
	return TRUE;
}

char *
mime_parameter(GMimeObject *object, const char *header_name, const char *parameter)
{
	gboolean disposition = strcmp(header_name, "Content-Disposition") == 0;
	GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), header_name);
	const char *raw = header != NULL ? g_mime_header_get_raw_value(header) : NULL;
	g_autoptr(GMimeContentDisposition) own_disposition = NULL;
	g_autoptr(GMimeContentType) own_type = NULL;
	g_autofree char *masked = NULL;
	const char *value;

	if (raw == NULL)
		return NULL;
	if (is_simple(raw)) {
		value = disposition ? g_mime_object_get_content_disposition_parameter(object, parameter)
		    : g_mime_object_get_content_type_parameter(object, parameter);
		return value != NULL ? words_decode(value) : NULL;
	}
	masked = words_mask(raw);
	if (disposition) {
		own_disposition = g_mime_content_disposition_parse(NULL, masked);
		value = own_disposition != NULL ? g_mime_content_disposition_get_parameter(own_disposition, parameter) : NULL;
	} else {
		own_type = g_mime_content_type_parse(NULL, masked);
		value = own_type != NULL ? g_mime_content_type_get_parameter(own_type, parameter) : NULL;
	}
	return words_unmask(value);
}

char *
mime_part_name(GMimeObject *object)
{
	char *name = mime_parameter(object, "Content-Disposition", "filename");

	if (name == NULL || *name == '\0') {
		g_free(name);
		name = mime_parameter(object, "Content-Type", "name");
	}
	if (name != NULL && *name == '\0')
		g_clear_pointer(&name, g_free);
	return name;
}

/* Characters that hide, turn around or break the name where it is shown, or that file systems take for orders. */
static gboolean
is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200b || (c >= 0x200e && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c < 0x80 && strchr("\"*:<>?|/\\", (int)c) != NULL);
}

/* Cuts the stem so that stem and extension fit, between characters. */
static void
shorten(GString *name)
{
	const char *dot = strrchr(name->str, '.');
	g_autofree char *extension = g_strdup(dot != NULL && strlen(dot) <= 16 ? dot : "");
	gsize cut;

	if (name->len <= MOST_NAME_BYTES)
		return;
	cut = MOST_NAME_BYTES - strlen(extension);
	while (cut > 0 && (name->str[cut] & 0xc0) == 0x80)
		cut--;
	g_string_truncate(name, cut);
	g_string_append(name, extension);
}

char *
mime_safe_name(const char *name, const char *content_type, int number)
{
	GString *out = g_string_new(NULL);
	const char *slash;

	if (name != NULL) {
		slash = strrchr(name, '/');
		name = slash != NULL && slash[1] != '\0' ? slash + 1 : name;
		slash = strrchr(name, '\\');
		name = slash != NULL && slash[1] != '\0' ? slash + 1 : name;
		for (; *name != '\0'; name = g_utf8_next_char(name)) {
			gunichar c = g_utf8_get_char(name);

			if (is_unsafe(c) && c >= 0x20 && c < 0x7f)
				g_string_append_c(out, '_');
			else if (!is_unsafe(c))
				g_string_append_unichar(out, c);
		}
	}
	/* Neither ".bashrc" nor "..", and Windows drops dots and blanks at the end. */
	g_string_erase(out, 0, (gssize)strspn(out->str, ". "));
	while (out->len > 0 && strchr(". ", out->str[out->len - 1]) != NULL)
		g_string_truncate(out, out->len - 1);
	if (out->len == 0)
		g_string_printf(out, "attachment-%d.%s", number, extension_of(content_type));
	else if (strchr(out->str, '.') == NULL && is_telling(content_type))
		g_string_append_printf(out, ".%s", extension_of(content_type));
	shorten(out);
	return g_string_free(out, FALSE);
}
