#include "store/mailbox_setup.h"

#include "store/array.h"

STATEMENT(mailbox_setup_put,
    "INSERT INTO mailboxes AS m (id, name, address, display_name, language, imap_host, imap_port, imap_security, imap_user, auth, secret, folder,"
    " after_intake, move_to, trusted_authserv, aliases, sends_ack, is_enabled)"
    " SELECT $1::uuid, coalesce($2, o.name), coalesce($3, o.address), coalesce($4, ''), coalesce($5, 'en'), coalesce($6, o.imap_host),"
    " coalesce(nullif($7::int, -1), 993), coalesce($8, 'tls'), coalesce($9, o.imap_user), coalesce($10, 'password'), coalesce($11, o.secret), coalesce($12, 'INBOX'), coalesce($13, 'seen'), nullif($14, ''), nullif($15, ''), coalesce($16::text[], '{}'),"
    " $17::int <> 0, $18::int <> 0 FROM (VALUES (1)) one LEFT JOIN mailboxes o ON o.id = $1::uuid"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address, display_name = coalesce($4, m.display_name), language = coalesce($5, m.language),"
    " imap_host = excluded.imap_host, imap_port = coalesce(nullif($7::int, -1), m.imap_port), imap_security = coalesce($8, m.imap_security), imap_user = excluded.imap_user,"
    " auth = coalesce($10, m.auth), secret = excluded.secret, folder = coalesce($12, m.folder), after_intake = coalesce($13, m.after_intake),"
    " move_to = nullif(coalesce($14, m.move_to), ''), trusted_authserv = nullif(coalesce($15, m.trusted_authserv), ''),"
    " aliases = coalesce($16::text[], m.aliases), sends_ack = CASE WHEN $17::int >= 0 THEN $17::int <> 0 ELSE m.sends_ack END,"
    " is_enabled = CASE WHEN $18::int >= 0 THEN $18::int <> 0 ELSE m.is_enabled END,"
    " uid_validity = CASE WHEN (m.imap_host, m.imap_user, m.folder) = (excluded.imap_host, excluded.imap_user, coalesce($12, m.folder)) THEN m.uid_validity ELSE 0 END,"
    " last_uid = CASE WHEN (m.imap_host, m.imap_user, m.folder) = (excluded.imap_host, excluded.imap_user, coalesce($12, m.folder)) THEN m.last_uid ELSE 0 END,"
    " updated_at = now()");
STATEMENT(mailbox_setup_one, "SELECT api_mailbox(m) FROM mailboxes m WHERE m.id = $1::uuid");
STATEMENT(mailbox_setup_all,
    "SELECT api_mailbox(m), m.id FROM mailboxes m WHERE ($1::uuid IS NULL OR m.id > $1::uuid) ORDER BY m.id LIMIT $2::int");

int
mailbox_put(struct db *db, const struct mailbox_put *m, GError **error)
{
	g_autofree char *aliases = array_of_texts(m->aliases);

	return db_exec(db, &mailbox_setup_put, PARAMS(p_text(m->id), p_text(m->name), p_text(m->address), p_text(m->display_name),
	    p_text(m->language), p_text(m->imap_host), p_int(m->imap_port), p_text(m->imap_security), p_text(m->imap_user), p_text(m->auth),
	    p_text(m->secret), p_text(m->folder), p_text(m->after_intake), p_text(m->move_to), p_text(m->trusted_authserv), p_text(aliases),
	    p_int(m->sends_ack), p_int(m->is_enabled)), error) < 0 ? -1 : 1;
}

db_rows *
mailbox_find(struct db *db, const char *id, GError **error)
{
	return db_query(db, &mailbox_setup_one, PARAMS(p_text(id)), error);
}

db_rows *
mailbox_page(struct db *db, const char *after, int most, GError **error)
{
	return db_query(db, &mailbox_setup_all, PARAMS(p_text(after), p_int(most)), error);
}
