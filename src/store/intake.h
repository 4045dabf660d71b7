/* intake.h - the statements of the intake; desk/intake.h is their contract. */
#pragma once
#include "store/db.h"

/* n small mails, queued with db_send: their bytes one after the other in all, their lengths and uids as arrays. rows_r gets a
 * row for each that was new. */
int intake_insert(struct db *db, const char *mailbox_id, uint32_t uid_validity, const char *ids, const char *uids,
    const char *offsets, const char *lengths, GBytes *all, db_rows **rows_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A large mail by its digest: 1 if this mailbox has had it. */
int intake_is_known(struct db *db, const char *mailbox_id, const void *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A large mail whose bytes are in a blob: 1 stored, 0 another reader was faster. */
int intake_insert_large(struct db *db, const char *id, const char *mailbox_id, uint32_t uid_validity, uint32_t uid,
    const void *sha256, int64_t size, const char *blob_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The header of a mail that is refused from the start. 1 stored, 0 it is known. */
int intake_insert_refused(struct db *db, const char *id, const char *mailbox_id, uint32_t uid_validity, uint32_t uid, GBytes *header,
    int64_t size, const char *reason, const char *detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What may be leased now, oldest first, locked. */
enum intake_candidate_column { CANDIDATE_ID, CANDIDATE_TRIES, CANDIDATE_IS_LEFTOVER, CANDIDATE_INLINE_BYTES };
db_rows *intake_candidates(struct db *db, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
enum intake_leased_column { LEASED_ID, LEASED_MAILBOX, LEASED_RAW, LEASED_SIZE, LEASED_TRIES };
db_rows *intake_lease(struct db *db, const char *ids, const char *owner, int seconds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The reader died on it twice. */
int64_t intake_set_aside(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The owner's leases end now; its next reader takes them one by one. */
int64_t intake_expire(struct db *db, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The owner lives and could not finish: as if it had never had them. */
int64_t intake_release(struct db *db, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t intake_release_but(struct db *db, const char *owner, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int64_t intake_refuse(struct db *db, const char *id, const char *reason, const char *detail, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* One row: raw, blob_id (one of them NULL), size; none if there is no such mail. */
db_rows *intake_content(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
