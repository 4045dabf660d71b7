-- The help centre, the forum, feature requests and surveys.

CREATE TABLE kb_articles (
    id              uuid PRIMARY KEY,
    slug            varchar(200) NOT NULL UNIQUE,
    title           varchar(300) NOT NULL,
    body_html       text NOT NULL,
    category        varchar(50) NOT NULL,
    module_tag      varchar(50),
    role_tags       text[] NOT NULL DEFAULT '{}',
    language        varchar(5) NOT NULL DEFAULT 'en',
    video_url       text,
    view_count      int NOT NULL DEFAULT 0,
    helpful_count   int NOT NULL DEFAULT 0,
    not_helpful_count int NOT NULL DEFAULT 0,
    platform_version varchar(20),
    is_published    boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE feature_requests (
    id              uuid PRIMARY KEY,
    title           varchar(300) NOT NULL,
    description     text NOT NULL,
    submitted_by    uuid NOT NULL REFERENCES users,
    builder_id      uuid NOT NULL REFERENCES builders,
    status          varchar(20) NOT NULL DEFAULT 'submitted'
                    CHECK (status IN ('submitted', 'under_review', 'planned', 'in_progress', 'shipped', 'declined')),
    vote_count      int NOT NULL DEFAULT 0,
    category        varchar(50) NOT NULL DEFAULT 'general',
    shipped_in_version varchar(20),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE feature_request_votes (
    id              uuid PRIMARY KEY,
    request_id      uuid NOT NULL REFERENCES feature_requests ON DELETE CASCADE,
    builder_id      uuid NOT NULL REFERENCES builders,
    user_id         uuid NOT NULL REFERENCES users,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (request_id, builder_id)
);

CREATE TABLE forum_posts (
    id              uuid PRIMARY KEY,
    category        varchar(50) NOT NULL,
    title           varchar(300) NOT NULL,
    body            text NOT NULL,
    author_id       uuid NOT NULL REFERENCES users,
    builder_id      uuid NOT NULL REFERENCES builders,
    is_verified_answer boolean NOT NULL DEFAULT false,
    upvote_count    int NOT NULL DEFAULT 0,
    reply_count     int NOT NULL DEFAULT 0,
    is_pinned       boolean NOT NULL DEFAULT false,
    is_staff_replied boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE forum_replies (
    id              uuid PRIMARY KEY,
    post_id         uuid NOT NULL REFERENCES forum_posts ON DELETE CASCADE,
    body            text NOT NULL,
    author_id       uuid NOT NULL REFERENCES users,
    is_staff        boolean NOT NULL DEFAULT false,
    is_verified_answer boolean NOT NULL DEFAULT false,
    upvote_count    int NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON forum_replies (post_id, id);

CREATE TABLE nps_surveys (
    id              uuid PRIMARY KEY,
    builder_id      uuid NOT NULL REFERENCES builders,
    user_id         uuid NOT NULL REFERENCES users,
    score           int NOT NULL CHECK (score BETWEEN 0 AND 10),
    reason          text,
    survey_type     varchar(20) NOT NULL CHECK (survey_type IN ('quarterly', 'post_onboarding', 'post_ticket')),
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON nps_surveys (builder_id, id);
