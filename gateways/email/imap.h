/* imap.h - one IMAP session on one folder: connect, list what is new, fetch it, flag it, wait (RFC 3501, 2177, 6851).
 *
 * Blocking, for one thread. After an error the session is of no more use: close it and open another. Errors are
 * stream.h's, and "login-refused", "login-not-offered", "starttls-not-offered", "folder-unavailable",
 * "connection-lost", "connection-timeout", "imap-failed".
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "email/stream.h"

struct imap;
struct conf;
struct mailbox;

#define IMAP_PIECE_BYTES 524288		/* a large mail is fetched in pieces of this */

/* Connects, verifies, logs in and selects the mailbox's folder. NULL with error set. */
struct imap *imap_open(const struct conf *conf, const struct mailbox *mailbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void imap_close(struct imap **imap);

uint32_t imap_uid_validity(const struct imap *imap);
uint32_t imap_uid_next(const struct imap *imap);	/* as the server said when the folder was selected; 0 if it did not */
gboolean imap_can_idle(const struct imap *imap);
/* Seconds since 1970 when the login's token ends; 0: never. */
gint64 imap_login_ends_at(const struct imap *imap);
guint64 imap_traffic(const struct imap *imap);

struct imap_listed {
	uint32_t uid;
	uint32_t size;
};

/* All mails with a UID above last_uid, by UID, appended to *listed (GArray of struct imap_listed). How many, -1 error. */
int imap_list(struct imap *imap, uint32_t last_uid, GArray *listed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fetches n mails (rising UIDs) in one trip, without marking them as read. raw_r[i] is the mail's bytes, the caller's, or
 * NULL if it is gone from the folder. 1 or -1. */
int imap_fetch(struct imap *imap, const struct imap_listed *mails, int n, GBytes **raw_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fetches one mail piece by piece into a file, from its current position. Bytes written, 0 if it is gone; -1. */
gint64 imap_fetch_to_file(struct imap *imap, uint32_t uid, int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The header alone, at most most_bytes; NULL without error if the mail is gone. */
GBytes *imap_fetch_header(struct imap *imap, uint32_t uid, uint32_t most_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Marks n mails (rising UIDs) as \Seen, or moves them to a folder, which is made if it is missing. 1; 0 the server said
 * no, *why_r, the caller's, has its words; -1 the session is over. */
int imap_mark_seen(struct imap *imap, const uint32_t *uids, int n, char **why_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int imap_move(struct imap *imap, const uint32_t *uids, int n, const char *folder, char **why_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Begins to wait for new mail: IDLE where the server has it. 1; 0 if mail came in the meantime: look first; -1. */
int imap_wait_begin(struct imap *imap, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits on. 1 there may be new mail; 0 the time is over; 2 wake_fd is readable; -1. */
int imap_wait(struct imap *imap, int wake_fd, int timeout_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int imap_wait_end(struct imap *imap, GError **error) G_GNUC_WARN_UNUSED_RESULT;
