/* header.h - headers that have a grammar of their own: Range, If-Match, Content-Disposition, Content-Type, Authorization. */
#pragma once
#include <glib.h>
#include <stdint.h>

/* A Range (RFC 9110, 14.2) of a thing of that size. 1: one range, in first and last, both inclusive. 0: send the whole (no range, another
 * unit, several ranges, or nonsense: all of which a server may ignore). -1: it lies outside. */
int header_range(const char *text, int64_t size, int64_t *first_r, int64_t *last_r);

/* If-Match: 1 with the version of "7"; 0 for NULL and for *; -1 with "bad-header" for what we never gave out. */
int header_if_match(const char *text, int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* True if If-None-Match names etag or is *; weak comparison. */
gboolean header_none_match(const char *text, const char *etag);

/* Content-Disposition: attachment; for a name in UTF-8, by RFC 6266 with an ASCII fallback. The caller's. */
char *header_attachment(const char *filename);

/* A parameter of a header: filename, name, boundary. "filename*" of RFC 8187 wins over "filename". Unquoted, decoded, valid UTF-8; NULL if not
 * there. The caller's. */
char *header_parameter(const char *text, const char *name);

/* "Text/Plain; charset=x" to "text/plain", or fallback if it is no type/subtype of tokens within 100 bytes. The caller's. */
char *header_media_type(const char *text, const char *fallback);

/* A name that may be stored and shown: no path, no control characters, at most 255 bytes; "file" for nothing. The caller's. */
char *header_safe_filename(const char *name);

/* The token of "Bearer …", borrowed from text. NULL if text is NULL; NULL with error "bad-authorization" if it is anything else. */
const char *header_bearer(const char *text, GError **error);
