/* intake.h - mail that has arrived but has not been read yet.
 *
 * Every mail that a server hands over is stored here, byte for byte, before anything tries to parse it. A mail
 * that cannot be read is never lost and never blocks the ones behind it: it waits with a reason, until someone says "again".
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"

struct desk;

#define INTAKE_INLINE_BYTES 262144	/* a larger mail is stored in pieces */

struct intake_mail {
	uint32_t uid;
	GBytes *raw;		/* as received; borrowed. NULL for a large one: */
	int fd;			/* then its bytes are read from here, from offset 0 to size */
	int64_t size;
	/* NULL, or: this mail cannot be taken in, and raw is only its header. The row is refused from the start, with this reason
	 * (a stable word) and detail; size is the whole mail's. */
	const char *refused, *refused_detail;
};

/* Stores n mails of a mailbox and moves its cursor to (uid_validity, last_uid), all in one transaction. A mail
 * whose bytes this mailbox has already had counts as seen. last_uid 0 leaves the cursor alone (an import).
 * How many were new; -1 with error set if nothing was stored. */
int desk_intake(struct desk *desk, const char *mailbox_id, uint32_t uid_validity, uint32_t last_uid,
    const struct intake_mail *mails, int n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct intake_row {		/* a leased mail */
	char id[UUID_LENGTH + 1];
	char mailbox_id[UUID_LENGTH + 1];
	GBytes *raw;		/* NULL for a large one: see desk_intake_spool */
	int64_t size;
	int tries;		/* this reading included */
};
void intake_row_free(struct intake_row *row);

/* Leases up to most mails that wait to be read, oldest first, for owner; counts and commits the try before it returns. A
 * mail whose last reader died on it (its lease ran out, or desk_intake_abandoned said so) is leased alone, so that the
 * culprit is known; after two such tries it is set aside here, with a log line, and not handed out again.
 * How many in *rows_r (GPtrArray of struct intake_row *, the caller's); -1 error. */
int desk_intake_lease(struct desk *desk, const char *owner, int most, int lease_seconds, GPtrArray **rows_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Gives back what owner had leased before it died: called by a supervisor when its reader is gone. */
int desk_intake_abandoned(struct desk *desk, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same when it is known which mail it was reading: that one alone is under suspicion, the others are as if it had never had them. */
int desk_intake_died_on(struct desk *desk, const char *owner, const char *intake_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives back what owner holds and could not finish though nothing died (the database went away, it is asked to stop): these mails are
 * as if it had never had them. */
int desk_intake_release(struct desk *desk, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A large mail into an unlinked temporary file; the descriptor is the caller's. -1 with error set. */
int desk_intake_spool(struct desk *desk, const char *intake_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* This mail cannot be read: reason is a stable word. */
int desk_intake_refuse(struct desk *desk, const char *intake_id, const char *reason, const char *detail, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
