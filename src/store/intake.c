#include "store/intake.h"

#define SHA256_BYTES 32

STATEMENT(intake_add,
    "INSERT INTO intake (id, mailbox_id, uid_validity, uid, digest, size, raw) "
    "SELECT m.id, $1, $2, m.uid, sha256(m.raw), octet_length(m.raw), m.raw FROM "
    "(SELECT u.id, u.uid, substring($7::bytea FROM u.at FOR u.length) AS raw "
    "FROM unnest($3::uuid[], $4::bigint[], $5::int[], $6::int[]) AS u (id, uid, at, length)) m "
    "ON CONFLICT (mailbox_id, digest) DO NOTHING RETURNING 1");
STATEMENT(intake_known, "SELECT 1 FROM intake WHERE mailbox_id = $1 AND digest = $2");
STATEMENT(intake_add_large,
    "INSERT INTO intake (id, mailbox_id, uid_validity, uid, digest, size, blob_id) VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (mailbox_id, digest) DO NOTHING");

STATEMENT(intake_add_refused,
    "INSERT INTO intake (id, mailbox_id, uid_validity, uid, digest, raw, size, state, reason, detail, read_at) "
    "VALUES ($1, $2, $3, $4, sha256($5::bytea), $5::bytea, $6, 'refused', $7, $8, now()) "
    "ON CONFLICT (mailbox_id, digest) DO NOTHING");

STATEMENT(intake_waiting,
    "SELECT id, tries, lease_owner IS NOT NULL, coalesce(octet_length(raw), 0) FROM intake "
    "WHERE state = 'stored' AND (lease_owner IS NULL OR leased_until < now()) "
    "ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED");
/* A lease that a power cut forgets was a lease of someone who is gone as well: its commit need not wait for the disk. */
STATEMENT(intake_hurry, "SELECT set_config('synchronous_commit', 'off', true)");
STATEMENT(intake_take,
    "UPDATE intake SET lease_owner = $2, leased_until = now() + make_interval(secs => $3), tries = tries + 1 "
    "WHERE id = ANY($1::uuid[]) RETURNING id, mailbox_id, raw, size, tries");
STATEMENT(intake_aside,
    "UPDATE intake SET state = 'set_aside', reason = 'reader-died-twice', "
    "detail = 'Reading this mail ended the reader twice. It can be tried again when the reader is newer.', "
    "lease_owner = NULL, leased_until = NULL, read_at = now() WHERE id = $1 AND state = 'stored'");
STATEMENT(intake_expire_owner, "UPDATE intake SET leased_until = '-infinity' WHERE state = 'stored' AND lease_owner = $1");
STATEMENT(intake_release_owner,
    "UPDATE intake SET lease_owner = NULL, leased_until = NULL, tries = greatest(tries - 1, 0) "
    "WHERE state = 'stored' AND lease_owner = $1");
STATEMENT(intake_release_others,
    "UPDATE intake SET lease_owner = NULL, leased_until = NULL, tries = greatest(tries - 1, 0) "
    "WHERE state = 'stored' AND lease_owner = $1 AND id <> $2");
STATEMENT(intake_say_no,
    "UPDATE intake SET state = 'refused', reason = $2, detail = $3, lease_owner = NULL, leased_until = NULL, read_at = now() "
    "WHERE id = $1 AND state = 'stored'");
STATEMENT(intake_bytes, "SELECT raw, blob_id, size FROM intake WHERE id = $1");

int
intake_insert(struct db *db, const char *mailbox_id, uint32_t uid_validity, const char *ids, const char *uids,
    const char *offsets, const char *lengths, GBytes *all, db_rows **rows_r, GError **error)
{
	return db_send(db, &intake_add, PARAMS(p_text(mailbox_id), p_int(uid_validity), p_text(ids), p_text(uids), p_text(offsets),
	    p_text(lengths), p_gbytes(all)), rows_r, error);
}

int
intake_is_known(struct db *db, const char *mailbox_id, const void *sha256, GError **error)
{
	g_autoptr(db_rows) rows = db_query(db, &intake_known, PARAMS(p_text(mailbox_id), p_bytes(sha256, SHA256_BYTES)), error);

	return rows != NULL ? rows_count(rows) > 0 : -1;
}

int
intake_insert_large(struct db *db, const char *id, const char *mailbox_id, uint32_t uid_validity, uint32_t uid,
    const void *sha256, int64_t size, const char *blob_id, GError **error)
{
	return (int)db_exec(db, &intake_add_large, PARAMS(p_text(id), p_text(mailbox_id), p_int(uid_validity), p_int(uid),
	    p_bytes(sha256, SHA256_BYTES), p_int(size), p_text(blob_id)), error);
}

int
intake_insert_refused(struct db *db, const char *id, const char *mailbox_id, uint32_t uid_validity, uint32_t uid, GBytes *header,
    int64_t size, const char *reason, const char *detail, GError **error)
{
	return (int)db_exec(db, &intake_add_refused, PARAMS(p_text(id), p_text(mailbox_id), p_int(uid_validity), p_int(uid),
	    p_gbytes(header), p_int(size), p_text(reason), p_text(detail)), error);
}

db_rows *
intake_candidates(struct db *db, int most, GError **error)
{
	if (db_exec(db, &intake_hurry, NO_PARAMS, error) < 0)
		return NULL;
	return db_query(db, &intake_waiting, PARAMS(p_int(most)), error);
}

db_rows *
intake_lease(struct db *db, const char *ids, const char *owner, int seconds, GError **error)
{
	return db_query(db, &intake_take, PARAMS(p_text(ids), p_text(owner), p_int(seconds)), error);
}

int64_t
intake_set_aside(struct db *db, const char *id, GError **error)
{
	return db_exec(db, &intake_aside, PARAMS(p_text(id)), error);
}

int64_t
intake_expire(struct db *db, const char *owner, GError **error)
{
	return db_exec(db, &intake_expire_owner, PARAMS(p_text(owner)), error);
}

int64_t
intake_release(struct db *db, const char *owner, GError **error)
{
	return db_exec(db, &intake_release_owner, PARAMS(p_text(owner)), error);
}

int64_t
intake_release_but(struct db *db, const char *owner, const char *id, GError **error)
{
	return db_exec(db, &intake_release_others, PARAMS(p_text(owner), p_text(id)), error);
}

int64_t
intake_refuse(struct db *db, const char *id, const char *reason, const char *detail, GError **error)
{
	return db_exec(db, &intake_say_no, PARAMS(p_text(id), p_text(reason), p_text(detail)), error);
}

db_rows *
intake_content(struct db *db, const char *id, GError **error)
{
	return db_query(db, &intake_bytes, PARAMS(p_text(id)), error);
}
