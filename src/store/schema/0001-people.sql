-- Who we serve and who serves them. Builders and users are the platform's: it provisions
-- them with its own ids. Contacts are everybody who ever wrote, known to the platform or not.

CREATE TABLE builders (
    id              uuid PRIMARY KEY,
    name            varchar(200) NOT NULL,
    plan_tier       varchar(20) NOT NULL DEFAULT 'free'
                    CHECK (plan_tier IN ('free', 'starter', 'professional', 'business', 'enterprise')),
    language        varchar(5) NOT NULL DEFAULT 'en',
    company_size    int,
    status          varchar(20) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    support_email   text,   -- what the builder's own clients and vendors see (white label)
    support_phone   text,
    support_url     text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE builder_domains (
    domain          text PRIMARY KEY CHECK (domain = lower(domain)),
    builder_id      uuid NOT NULL REFERENCES builders ON DELETE CASCADE
);
CREATE INDEX ON builder_domains (builder_id);

CREATE TABLE users (
    id              uuid PRIMARY KEY,
    builder_id      uuid REFERENCES builders,   -- NULL: one of ours
    email           text NOT NULL,
    name            varchar(200) NOT NULL DEFAULT '',
    role            varchar(20) NOT NULL DEFAULT 'owner'
                    CHECK (role IN ('owner', 'pm', 'field', 'admin', 'client', 'vendor', 'staff')),
    language        varchar(5),
    is_active       boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE INDEX ON users (builder_id, id);

CREATE TABLE contacts (
    id              uuid PRIMARY KEY,
    address         text NOT NULL,              -- as first written; compared in lower case
    name            varchar(200) NOT NULL DEFAULT '',
    user_id         uuid REFERENCES users,
    builder_id      uuid REFERENCES builders,
    last_ack_at     timestamptz,                -- at most one acknowledgement an hour
    bounced_at      timestamptz,                -- the last hard bounce
    bounce_reason   varchar(30),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX contacts_address ON contacts (lower(address));
CREATE INDEX ON contacts (builder_id, id);
CREATE INDEX ON contacts (user_id);

CREATE TABLE support_agents (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users,
    display_name    varchar(100) NOT NULL,
    tier            int NOT NULL DEFAULT 1 CHECK (tier BETWEEN 1 AND 3),
    specialties     text[] NOT NULL DEFAULT '{}',
    is_available    boolean NOT NULL DEFAULT true,
    max_active_tickets int NOT NULL DEFAULT 20 CHECK (max_active_tickets >= 0),
    max_active_chats int NOT NULL DEFAULT 4 CHECK (max_active_chats >= 0),
    role            varchar(20) NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'manager', 'admin')),
    is_active       boolean NOT NULL DEFAULT true,
    active_tickets  int NOT NULL DEFAULT 0,     -- kept, not counted
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX support_agents_user ON support_agents (user_id);

-- Kept apart from the agents, so that no role but ours can read a hash.
CREATE TABLE agent_secrets (
    agent_id        uuid PRIMARY KEY REFERENCES support_agents ON DELETE CASCADE,
    password_hash   text NOT NULL,              -- argon2id, as libsodium writes it
    changed_at      timestamptz NOT NULL DEFAULT now()
);

-- A bearer token: an agent's session after a password, or one made by `supportctl token`.
-- Only its SHA-256 is stored.
CREATE TABLE access_tokens (
    id              uuid PRIMARY KEY,
    token_hash      bytea NOT NULL UNIQUE,
    kind            varchar(20) NOT NULL CHECK (kind IN ('session', 'service')),
    role            varchar(20) NOT NULL CHECK (role IN ('agent', 'manager', 'admin', 'platform')),
    name            varchar(100) NOT NULL DEFAULT '',
    agent_id        uuid REFERENCES support_agents ON DELETE CASCADE,
    user_agent      text,
    address         text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    last_used_at    timestamptz,
    expires_at      timestamptz,
    revoked_at      timestamptz
);
CREATE INDEX ON access_tokens (agent_id);
