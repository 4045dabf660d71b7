#include "store/mailbox.h"

#define MAILBOX_COLUMNS "id, name, address, display_name, language, imap_host, imap_port, imap_security, imap_user, auth, secret, " \
	"folder, after_intake, move_to, trusted_authserv, sends_ack, is_enabled, uid_validity, last_uid, array_to_string(aliases, E'\\n'), " \
	"start_at = 'now'"

STATEMENT(mailbox_list, "SELECT " MAILBOX_COLUMNS " FROM mailboxes WHERE is_enabled OR NOT $1 ORDER BY name");
STATEMENT(mailbox_lease,
    "UPDATE mailboxes SET lease_owner = $2, lease_until = now() + make_interval(secs => $3) "
    "WHERE id = $1 AND is_enabled AND (lease_owner IS NULL OR lease_owner = $2 OR lease_until < now()) RETURNING " MAILBOX_COLUMNS);
STATEMENT(mailbox_release, "UPDATE mailboxes SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2");
STATEMENT(mailbox_note_state, "UPDATE mailboxes SET state = $2, state_detail = $3, state_at = now() WHERE id = $1");
STATEMENT(mailbox_unwatched,
    "SELECT name, state_detail FROM mailboxes WHERE is_enabled "
    "AND (state NOT IN ('watching', 'polling') OR lease_until IS NULL OR lease_until < now()) ORDER BY name");
STATEMENT(mailbox_cursor,
    "UPDATE mailboxes SET uid_validity = $2, last_uid = $3 WHERE id = $1 AND (uid_validity <> $2 OR last_uid < $3)");

db_rows *
mailbox_rows(struct db *db, gboolean enabled_only, GError **error)
{
	return db_query(db, &mailbox_list, PARAMS(p_bool(enabled_only)), error);
}

db_rows *
mailbox_take(struct db *db, const char *id, const char *owner, int seconds, GError **error)
{
	return db_query(db, &mailbox_lease, PARAMS(p_text(id), p_text(owner), p_int(seconds)), error);
}

int64_t
mailbox_give_back(struct db *db, const char *id, const char *owner, GError **error)
{
	return db_exec(db, &mailbox_release, PARAMS(p_text(id), p_text(owner)), error);
}

int64_t
mailbox_set_state(struct db *db, const char *id, const char *state, const char *detail, GError **error)
{
	return db_exec(db, &mailbox_note_state, PARAMS(p_text(id), p_text(state), p_text(detail)), error);
}

db_rows *
mailbox_rows_unwatched(struct db *db, GError **error)
{
	return db_query(db, &mailbox_unwatched, NO_PARAMS, error);
}

int
mailbox_move_cursor(struct db *db, const char *id, uint32_t uid_validity, uint32_t last_uid, GError **error)
{
	return db_send(db, &mailbox_cursor, PARAMS(p_text(id), p_int(uid_validity), p_int(last_uid)), NULL, error);
}
