/* compose.h - an outbox row becomes a mail (RFC 5322, 2045-2047, 2231, 2387, 3834).
 *
 * Text and its HTML alternative, inline images beside the HTML, attachments; headers folded, names and files in any
 * language encoded. Whatever a row holds, no line of a header is ever anybody's but ours: control characters are dropped.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

struct outbox_mail;

/* Writes the content of an attachment into fd. 1 or -1. */
typedef int (*compose_fetch)(void *user, const char *attachment_id, int64_t size, int fd, GError **error);

/* The mail, with CRLF, in an unnamed temporary file at offset 0; no attachment is ever whole in memory. Its size in *size_r. The
 * descriptor is the caller's. -1 with error "mail-too-large-to-send", or why an attachment cannot be had. */
int compose(const struct outbox_mail *mail, int64_t most_bytes, compose_fetch fetch, void *user, int64_t *size_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
