#include "store/follow.h"

#define ARTICLE \
	"SELECT a.id, a.family, a.language, a.title, a.body_html, a.category, a.module_tag, array_to_string(a.role_tags, ',')," \
	" a.is_gated, a.platform_version, a.platform_version_until, extract(epoch FROM a.updated_at)::bigint FROM kb_articles a" \
	" WHERE a.is_published"
#define MESSAGE \
	"SELECT m.id, m.ticket_id, extract(epoch FROM m.created_at)::bigint, coalesce(m.sender_address, ''), m.sender_name, m.body," \
	" t.subject, t.number, t.status, t.builder_id, b.name FROM ticket_messages m JOIN support_tickets t ON t.id = m.ticket_id" \
	" LEFT JOIN builders b ON b.id = t.builder_id"

STATEMENT(follow_xmin, "SELECT pg_snapshot_xmin(pg_current_snapshot())");
STATEMENT(follow_event_page,
    "SELECT e.xid, e.id, e.type, e.ticket_id, e.message, e.data ->> 'id' FROM events e"
    " WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot()) AND (e.xid, e.id) > ($1::xid8, $2::bigint) ORDER BY e.xid, e.id LIMIT $3::int");
STATEMENT(follow_article_page, ARTICLE " AND ($1::uuid IS NULL OR a.id > $1::uuid) ORDER BY a.id LIMIT $2::int");
STATEMENT(follow_article_one, ARTICLE " AND a.id = $1::uuid");
STATEMENT(follow_message_page, MESSAGE " WHERE ($1::uuid IS NULL OR m.id > $1::uuid) ORDER BY m.id LIMIT $2::int");
STATEMENT(follow_message_ticket, MESSAGE " WHERE m.ticket_id = $1::uuid ORDER BY m.id");
STATEMENT(follow_message_one, MESSAGE " WHERE m.id = $1::uuid");
STATEMENT(follow_count,
    "SELECT (SELECT count(*) FROM kb_articles WHERE is_published)"
    " + (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'ticket_messages'::regclass)");

int
follow_start(struct db *db, uint64_t *xid_r, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &follow_xmin, NO_PARAMS, error);

	if (found == NULL)
		return -1;
	*xid_r = g_ascii_strtoull(rows_text(found, 0, 0), NULL, 10);
	return 1;
}

db_rows *
follow_events(struct db *db, uint64_t xid, int64_t id, int most, GError **error)
{
	g_autofree char *from = g_strdup_printf("%" G_GUINT64_FORMAT, xid);

	return db_query(db, &follow_event_page, PARAMS(p_text(from), p_int(id), p_int(most)), error);
}

db_rows *
follow_articles(struct db *db, const char *after, int most, GError **error)
{
	return db_query(db, &follow_article_page, PARAMS(p_text(after), p_int(most)), error);
}

db_rows *
follow_article(struct db *db, const char *id, GError **error)
{
	return db_query(db, &follow_article_one, PARAMS(p_text(id)), error);
}

db_rows *
follow_messages(struct db *db, const char *after, int most, GError **error)
{
	return db_query(db, &follow_message_page, PARAMS(p_text(after), p_int(most)), error);
}

db_rows *
follow_ticket(struct db *db, const char *ticket_id, GError **error)
{
	return db_query(db, &follow_message_ticket, PARAMS(p_text(ticket_id)), error);
}

db_rows *
follow_message(struct db *db, const char *id, GError **error)
{
	return db_query(db, &follow_message_one, PARAMS(p_text(id)), error);
}

int64_t
follow_size(struct db *db, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &follow_count, NO_PARAMS, error);

	return found != NULL ? rows_int(found, 0, 0) : -1;
}
