/* mime.h - bytes in, struct inbound_mail out. The only file that knows GMime (with its parts mime_*.c).
 *
 * Charsets, RFC 2047 and 2231 names, format=flowed (RFC 3676), nested messages, winmail.dat (TNEF) and calendar
 * parts are all decoded here. Whatever arrives, the answer is a mail or a named error within the limits:
 * "mail-too-deep", "mail-too-many-parts", "mail-header-too-large", "mail-empty".
 */
#pragma once
#include "model/inbound.h"

struct mime;	/* an open mail; not for two threads at once */

struct mime_limits {
	int depth;		/* nested multiparts and messages */
	int parts;
	int header_bytes;	/* of all headers together */
	int text_bytes;		/* of a text part that is read; the rest is cut, with a warning */
};
extern const struct mime_limits mime_default_limits;

struct mime_context {
	const struct mime_limits *limits;	/* NULL: the defaults */
	const char *trusted_authserv;		/* authserv-id whose Authentication-Results count; NULL: none does */
	const char *const *own_addresses;	/* NULL-terminated: mail from these is our own; NULL: none */
	const char *own_host;	/* domain of the Message-IDs that we make; NULL: unknown */
};

/* Reads a mail from memory (bytes is referenced while the mime lives), or from a file at offset 0
 * (the descriptor stays the caller's and must outlive the mime); large content stays in the file.
 * NULL with error set. */
struct mime *mime_open_bytes(GBytes *bytes, const struct mime_context *context, GError **error) G_GNUC_WARN_UNUSED_RESULT;
struct mime *mime_open_file(int fd, const struct mime_context *context, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mime_free(struct mime **mime);

/* What was read; borrowed from the mime. */
const struct inbound_mail *mime_mail(const struct mime *mime);

/* Hands an attachment's decoded content to sink piece by piece, so that none is ever whole in memory. sink
 * returns FALSE with error set to stop. 1 when all was handed over, -1 with error set. */
typedef gboolean (*mime_sink)(const void *data, gsize length, void *user, GError **error);
int mime_attachment_copy(struct mime *mime, int part, mime_sink sink, void *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
