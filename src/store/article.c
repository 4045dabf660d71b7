#include "store/article.h"

#include "base/fault.h"
#include "base/uuid.h"
#include "store/array.h"

/* $1 is staff, $2 is known */
#define VISIBLE "(($1::boolean OR a.is_published) AND ($1::boolean OR $2::boolean OR NOT a.is_gated))"

STATEMENT(article_new,
    "INSERT INTO kb_articles (id, slug, title, body_markdown, body_html, summary, category, language, family, module_tag, role_tags,"
    " context_urls, video_url, platform_version, platform_version_until, is_published, is_gated, source)"
    " VALUES ($1::uuid, $2, $3, $4, $5, coalesce($6, ''), coalesce($7, 'general'), coalesce($8, 'en'), coalesce($9, $1::text),"
    " nullif($10, ''), coalesce($11::text[], '{}'), coalesce($12::text[], '{}'), nullif($13, ''), nullif($14, ''), nullif($15, ''),"
    " $16::int <> 0, $17::int > 0, $18)");
STATEMENT(article_change,
    "WITH a AS (SELECT * FROM kb_articles WHERE id = $1::uuid), n AS (SELECT coalesce($2, a.slug) slug, coalesce($3, a.title) title,"
    " coalesce($4, a.body_markdown) body_markdown, coalesce($5, a.body_html) body_html, coalesce($6, a.summary) summary,"
    " coalesce($7, a.category) category, coalesce($8, a.language) AS language, coalesce($9, a.family) family,"
    " nullif(coalesce($10, a.module_tag), '') module_tag, coalesce($11::text[], a.role_tags) role_tags,"
    " coalesce($12::text[], a.context_urls) context_urls, nullif(coalesce($13, a.video_url), '') video_url,"
    " nullif(coalesce($14, a.platform_version), '') since, nullif(coalesce($15, a.platform_version_until), '') until,"
    " CASE WHEN $16::int < 0 THEN a.is_published ELSE $16::int > 0 END is_published,"
    " CASE WHEN $17::int < 0 THEN a.is_gated ELSE $17::int > 0 END is_gated, coalesce($18, a.source) source FROM a)"
    " UPDATE kb_articles SET slug = n.slug, title = n.title, body_markdown = n.body_markdown, body_html = n.body_html,"
    " summary = n.summary, category = n.category, language = n.language, family = n.family, module_tag = n.module_tag,"
    " role_tags = n.role_tags, context_urls = n.context_urls, video_url = n.video_url, platform_version = n.since,"
    " platform_version_until = n.until, is_published = n.is_published, is_gated = n.is_gated, source = n.source,"
    " version = kb_articles.version + 1, updated_at = now() FROM n, a WHERE kb_articles.id = a.id"
    " AND (n.slug, n.title, n.body_markdown, n.body_html, n.summary, n.category, n.language, n.family, n.module_tag, n.role_tags,"
    " n.context_urls, n.video_url, n.since, n.until, n.is_published, n.is_gated, n.source) IS DISTINCT FROM"
    " (a.slug, a.title, a.body_markdown, a.body_html, a.summary, a.category, a.language, a.family, a.module_tag, a.role_tags,"
    " a.context_urls, a.video_url, a.platform_version, a.platform_version_until, a.is_published, a.is_gated, a.source)");
STATEMENT(article_locked, "SELECT version, is_published FROM kb_articles WHERE id = $1::uuid FOR UPDATE");
STATEMENT(article_revision_new,
    "INSERT INTO kb_revisions (article_id, version, content, actor_type, actor_name)"
    " SELECT a.id, a.version, to_jsonb(a) - 'view_count' - 'helpful_count' - 'not_helpful_count', $2, $3 FROM kb_articles a"
    " WHERE a.id = $1::uuid ON CONFLICT DO NOTHING");
STATEMENT(article_revision_back,
    "UPDATE kb_articles a SET title = o.title, body_markdown = o.body_markdown, body_html = o.body_html, summary = o.summary,"
    " category = o.category, module_tag = o.module_tag, role_tags = o.role_tags, context_urls = o.context_urls,"
    " video_url = o.video_url, platform_version = o.platform_version, platform_version_until = o.platform_version_until,"
    " is_published = o.is_published, is_gated = o.is_gated, version = a.version + 1, updated_at = now()"
    " FROM kb_revisions r, jsonb_populate_record(NULL::kb_articles, r.content) o"
    " WHERE a.id = $1::uuid AND r.article_id = a.id AND r.version = $2::bigint");
STATEMENT(article_revision_page,
    "SELECT api_article_revision(r), r.version FROM kb_revisions r WHERE r.article_id = $1::uuid"
    " AND ($2::bigint = 0 OR r.version < $2::bigint) ORDER BY r.version DESC LIMIT $3::int");
STATEMENT(article_one,
    "SELECT api_article(a, $1::boolean), a.version, " VISIBLE " FROM kb_articles a WHERE a.id = $3::uuid AND ($1::boolean OR a.is_published)");
STATEMENT(article_of_slug,
    "SELECT api_article(a, $1::boolean), a.version, " VISIBLE " FROM kb_articles a WHERE a.slug = $3 AND ($1::boolean OR a.is_published)");
STATEMENT(article_view, "UPDATE kb_articles SET view_count = view_count + 1 WHERE slug = $1");
STATEMENT(article_list,
    "SELECT api_article_listed(a), a.id FROM kb_articles a WHERE " VISIBLE " AND ($3::text IS NULL OR a.language = $3)"
    " AND ($4::text IS NULL OR a.category = $4) AND ($5::text IS NULL OR a.module_tag = $5)"
    " AND ($6::text IS NULL OR a.role_tags = '{}' OR $6 = ANY (a.role_tags)) AND ($7::uuid IS NULL OR a.id > $7::uuid)"
    " ORDER BY a.id LIMIT $8::int");
STATEMENT(article_for_place,
    "WITH mine AS (SELECT DISTINCT ON (a.family) a.id, a.module_tag, a.role_tags,"
    "  (SELECT coalesce(max(length(u)), 0) FROM kb_articles o, unnest(o.context_urls) u WHERE o.family = a.family"
    "   AND starts_with($7::text, u)) near, EXISTS (SELECT FROM kb_articles o WHERE o.family = a.family"
    "   AND (o.module_tag = $4 OR o.module_tag = ANY (string_to_array(lower($7::text), '/')))) AS fits"
    "  FROM kb_articles a WHERE " VISIBLE " AND ($3::text IS NULL OR a.language IN ($3, 'en'))"
    "  AND ($5::text IS NULL OR a.role_tags = '{}' OR $5 = ANY (a.role_tags)) AND ($6::text IS NULL OR a.category = $6)"
    "  ORDER BY a.family, (a.language = $3) DESC NULLS LAST, a.language = 'en' DESC, a.id)"
    " SELECT coalesce(jsonb_agg(f.json ORDER BY f.n), '[]') FROM (SELECT api_article_listed(a) json,"
    "  row_number() OVER (ORDER BY m.near DESC, ($5::text = ANY (m.role_tags)) DESC NULLS LAST,"
    "   (a.helpful_count + 1.0) / (a.helpful_count + a.not_helpful_count + 2) DESC, a.view_count DESC, a.id) n"
    "  FROM mine m JOIN kb_articles a ON a.id = m.id WHERE m.near > 0 OR m.fits) f WHERE f.n <= $8::int");
STATEMENT(article_of_search,
    "SELECT coalesce(jsonb_agg(api_article_listed(a) || jsonb_build_object('anchor', h.anchor, 'section', h.section,"
    " 'passage_html', h.passage) ORDER BY h.n), '[]')"
    " FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY h(id, anchor, section, passage, n)"
    " JOIN kb_articles a ON a.id = h.id WHERE " VISIBLE);
STATEMENT(article_vote_new,
    "INSERT INTO kb_votes (article_id, reader, is_helpful, comment) SELECT a.id, $2, $3::boolean, nullif($4, '') FROM kb_articles a"
    " WHERE a.id = $1::uuid ON CONFLICT (article_id, reader) DO UPDATE SET is_helpful = excluded.is_helpful,"
    " comment = excluded.comment, created_at = now()");
STATEMENT(article_vote_count,
    "UPDATE kb_articles a SET helpful_count = (SELECT count(*) FROM kb_votes v WHERE v.article_id = a.id AND v.is_helpful),"
    " not_helpful_count = (SELECT count(*) FROM kb_votes v WHERE v.article_id = a.id AND NOT v.is_helpful) WHERE a.id = $1::uuid");
STATEMENT(article_of_source, "SELECT id FROM kb_articles WHERE source = $1");
STATEMENT(article_of_ref, "SELECT id FROM kb_articles WHERE slug = $1 OR id::text = lower($1) ORDER BY slug = $1 LIMIT 1");
STATEMENT(article_slug_other, "SELECT count(*) FROM kb_articles WHERE slug = $1 AND id <> $2::uuid");

static int
write_article(struct db *db, const struct statement *statement, const char *id, const struct article_put *put, const char *body_html,
    GError **error)
{
	g_autofree char *roles = array_of_texts(put->role_tags), *urls = array_of_texts(put->context_urls);

	return (int)db_exec(db, statement, PARAMS(p_text(id), p_text(put->slug), p_text(put->title), p_text(put->body_markdown),
	    p_text(body_html), p_text(put->summary), p_text(put->category), p_text(put->language), p_text(put->family),
	    p_text(put->module_tag), p_text(roles), p_text(urls), p_text(put->video_url), p_text(put->since), p_text(put->until),
	    p_int(put->is_published), p_int(put->is_gated), p_text(put->source)), error);
}

int
article_insert(struct db *db, const char *id, const struct article_put *put, const char *body_html, GError **error)
{
	return write_article(db, &article_new, id, put, body_html, error);
}

int
article_update(struct db *db, const char *id, const struct article_put *put, const char *body_html, GError **error)
{
	return write_article(db, &article_change, id, put, body_html, error);
}

static void
fault_missing(GError **error)
{
	fault_set(error, FAULT_NOT_FOUND, "no-such-article", NULL, "There is no such article.");
}

int64_t
article_lock(struct db *db, const char *id, gboolean *is_published_r, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &article_locked, PARAMS(p_text(id)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0) {
		fault_missing(error);
		return -1;
	}
	*is_published_r = rows_bool(found, 0, 1);
	return rows_int(found, 0, 0);
}

int
article_keep_revision(struct db *db, const char *id, const char *actor_type, const char *actor_name, GError **error)
{
	return (int)db_exec(db, &article_revision_new, PARAMS(p_text(id), p_text(actor_type), p_text(actor_name)), error);
}

int
article_restore(struct db *db, const char *id, int64_t version, GError **error)
{
	return (int)db_exec(db, &article_revision_back, PARAMS(p_text(id), p_int(version)), error);
}

db_rows *
article_revisions(struct db *db, const char *id, int64_t before, int most, GError **error)
{
	return db_query(db, &article_revision_page, PARAMS(p_text(id), p_int(before), p_int(most)), error);
}

static char *
one(struct db *db, const struct statement *statement, const char *key, const struct article_reader *reader, int64_t *version_r,
    GError **error)
{
	g_autoptr(db_rows) found = db_query(db, statement, PARAMS(p_bool(reader->is_staff), p_bool(reader->is_known), p_text(key)), error);

	if (found == NULL)
		return NULL;
	if (rows_count(found) == 0) {
		fault_missing(error);
		return NULL;
	}
	if (!rows_bool(found, 0, 2)) {
		fault_set(error, FAULT_UNAUTHENTICATED, "article-gated", NULL, "This article is for customers: log in to read it.");
		return NULL;
	}
	*version_r = rows_int(found, 0, 1);
	return g_strdup(rows_text(found, 0, 0));
}

char *
article_json(struct db *db, const char *id, const struct article_reader *reader, int64_t *version_r, GError **error)
{
	return one(db, &article_one, id, reader, version_r, error);
}

char *
article_json_by_slug(struct db *db, const char *slug, const struct article_reader *reader, int64_t *version_r, GError **error)
{
	return one(db, &article_of_slug, slug, reader, version_r, error);
}

int
article_viewed(struct db *db, const char *slug, GError **error)
{
	return (int)db_exec(db, &article_view, PARAMS(p_text(slug)), error);
}

db_rows *
article_page(struct db *db, const struct article_reader *reader, const char *after, int most, GError **error)
{
	return db_query(db, &article_list, PARAMS(p_bool(reader->is_staff), p_bool(reader->is_known), p_text(reader->language),
	    p_text(reader->category), p_text(reader->module), p_text(reader->role), p_text(after), p_int(most)), error);
}

static char *
json_of(db_rows *found)
{
	char *json = found != NULL ? g_strdup(rows_text(found, 0, 0)) : NULL;

	g_clear_pointer(&found, rows_free);
	return json;
}

char *
article_contextual(struct db *db, const struct article_reader *reader, const char *path, int most, GError **error)
{
	return json_of(db_query(db, &article_for_place, PARAMS(p_bool(reader->is_staff), p_bool(reader->is_known), p_text(reader->language),
	    p_text(reader->module), p_text(reader->role), p_text(reader->category), p_text(path), p_int(most)), error));
}

char *
article_found(struct db *db, const struct article_reader *reader, const char *ids, const char *anchors, const char *sections,
    const char *passages, GError **error)
{
	return json_of(db_query(db, &article_of_search, PARAMS(p_bool(reader->is_staff), p_bool(reader->is_known), p_text(ids),
	    p_text(anchors), p_text(sections), p_text(passages)), error));
}

int
article_vote(struct db *db, const char *id, const char *reader, gboolean is_helpful, const char *comment, GError **error)
{
	if (db_exec(db, &article_vote_new, PARAMS(p_text(id), p_text(reader), p_bool(is_helpful), p_text(comment)), error) < 0)
		return -1;
	return (int)db_exec(db, &article_vote_count, PARAMS(p_text(id)), error);
}

static int
id_by(struct db *db, const struct statement *statement, const char *key, char *id_r, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, statement, PARAMS(p_text(key)), error);

	if (found == NULL)
		return -1;
	if (rows_count(found) == 0)
		return 0;
	g_strlcpy(id_r, rows_text(found, 0, 0), UUID_LENGTH + 1);
	return 1;
}

int
article_by_source(struct db *db, const char *source, char *id_r, GError **error)
{
	return id_by(db, &article_of_source, source, id_r, error);
}

int
article_by_ref(struct db *db, const char *ref, char *id_r, GError **error)
{
	int found = id_by(db, &article_of_ref, ref, id_r, error);

	if (found == 0)
		fault_missing(error);
	return found > 0 ? 1 : -1;
}

int
article_slug_taken(struct db *db, const char *slug, const char *id, GError **error)
{
	g_autoptr(db_rows) found = db_query(db, &article_slug_other, PARAMS(p_text(slug), p_text(id)), error);

	return found != NULL ? rows_int(found, 0, 0) > 0 : -1;
}
