/* imap_session.h - what imap.c and its parts share: libetpan's session and our stream below it. */
#pragma once
#include <glib.h>
#include <libetpan/libetpan.h>

#include "email/imap.h"

struct imap {
	mailimap *session;
	mailstream *stream;
	char *host;
	gint64 login_ends_at;
	uint32_t uid_validity, uid_next;
	uint32_t exists_seen;	/* how many the folder had when it was last listed */
	gboolean is_idling;
};

/* The error for libetpan's result: what the server said, or that it is gone. */
int imap_fault(const struct imap *imap, int result, const char *what, GError **error);

/* A folder's name as IMAP wants it, modified UTF-7 (RFC 3501, 5.1.3); the caller's. */
char *imap_folder_name(const char *folder);

/* UIDs, rising, as a set with ranges; the caller's (mailimap_set_free). */
struct mailimap_set *imap_set_of(const uint32_t *uids, gsize stride, int n);
