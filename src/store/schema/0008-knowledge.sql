-- The help centre's articles as their writers keep them: Markdown, translations, revisions, who found them helpful.

ALTER TABLE kb_articles
    ADD COLUMN family       varchar(300),       -- an article and its translations share it
    ADD COLUMN source       varchar(500) UNIQUE, -- language and path that it was imported from
    ADD COLUMN body_markdown text NOT NULL DEFAULT '',
    ADD COLUMN summary      varchar(500) NOT NULL DEFAULT '',
    ADD COLUMN platform_version_until varchar(20),  -- platform_version is the first that it applies to
    ADD COLUMN context_urls text[] NOT NULL DEFAULT '{}',   -- beginnings of paths in the platform
    ADD COLUMN is_gated     boolean NOT NULL DEFAULT false, -- only for those who have logged in
    ADD COLUMN version      bigint NOT NULL DEFAULT 1;
UPDATE kb_articles SET family = id::text;
ALTER TABLE kb_articles ALTER COLUMN family SET NOT NULL;
CREATE UNIQUE INDEX kb_articles_family ON kb_articles (family, language);
CREATE INDEX kb_articles_category ON kb_articles (category, id);
CREATE INDEX kb_articles_module ON kb_articles (module_tag, id);

CREATE TABLE kb_revisions (
    article_id      uuid NOT NULL REFERENCES kb_articles ON DELETE CASCADE,
    version         bigint NOT NULL,
    content         jsonb NOT NULL,             -- the article's own columns as they were then
    actor_type      varchar(10) NOT NULL,
    actor_name      text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, version)
);

-- One vote a reader; a second one replaces the first.
CREATE TABLE kb_votes (
    article_id      uuid NOT NULL REFERENCES kb_articles ON DELETE CASCADE,
    reader          text NOT NULL,              -- an actor's key, or a keyed digest of an unknown reader's address and browser
    is_helpful      boolean NOT NULL,
    comment         text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, reader)
);
CREATE INDEX kb_votes_helpful ON kb_votes (article_id, is_helpful);

ALTER TABLE kb_articles ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON kb_articles FOR SELECT TO supportd_customer USING (is_published);
CREATE POLICY ours ON kb_articles TO supportd_agent USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON kb_revisions TO supportd_agent;
GRANT SELECT ON kb_votes TO supportd_agent;

CREATE FUNCTION api_article_listed(a kb_articles) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', a.id, 'slug', a.slug, 'title', a.title, 'summary', a.summary, 'category', a.category,
        'module_tag', a.module_tag, 'role_tags', a.role_tags, 'language', a.language, 'video_url', a.video_url,
        'platform_version', a.platform_version, 'platform_version_until', a.platform_version_until, 'is_published', a.is_published,
        'is_gated', a.is_gated, 'view_count', a.view_count, 'helpful_count', a.helpful_count,
        'not_helpful_count', a.not_helpful_count, 'version', a.version, 'created_at', a.created_at, 'updated_at', a.updated_at)
$$;

CREATE FUNCTION api_article(a kb_articles, is_staff boolean) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT api_article_listed(a) || jsonb_build_object('body_html', a.body_html, 'translations',
        (SELECT coalesce(jsonb_agg(jsonb_build_object('language', o.language, 'slug', o.slug, 'title', o.title) ORDER BY o.language), '[]')
         FROM kb_articles o WHERE o.family = a.family AND o.id <> a.id AND (o.is_published OR is_staff)))
    || CASE WHEN is_staff THEN jsonb_build_object('body_markdown', a.body_markdown, 'family', a.family, 'context_urls', a.context_urls)
       ELSE '{}' END
$$;

CREATE FUNCTION api_article_revision(r kb_revisions) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('version', r.version, 'title', r.content -> 'title', 'is_published', r.content -> 'is_published',
        'body_markdown', r.content -> 'body_markdown', 'actor_type', r.actor_type, 'actor_name', r.actor_name, 'created_at', r.created_at)
$$;
