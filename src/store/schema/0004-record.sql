-- What happened, who did it, and what was already answered.

-- Written in the transaction of what it tells. A reader that wants every event in order takes
-- those with xid below pg_snapshot_xmin(pg_current_snapshot()) and remembers (xid, id).
CREATE TABLE events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type            varchar(50) NOT NULL,       -- ticket.opened, message.added, ticket.status_changed, …
    builder_id      uuid,
    ticket_id       uuid,
    message         uuid,
    actor_type      varchar(10) NOT NULL CHECK (actor_type IN ('customer', 'agent', 'system', 'operator', 'platform')),
    actor_id        uuid,
    data            jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_cursor ON events (xid, id);
CREATE INDEX events_ticket ON events (ticket_id, id);
CREATE INDEX events_builder ON events (builder_id, id);

-- Who of ours did what, with what they saw: kept apart from events, never shown to customers.
CREATE TABLE audit_log (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_type      varchar(10) NOT NULL,
    actor_id        uuid,
    actor_name      text NOT NULL DEFAULT '',
    action          varchar(50) NOT NULL,
    object_type     varchar(30) NOT NULL,
    object_id       text,
    address         text,
    before          jsonb,
    after           jsonb,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_log_object ON audit_log (object_type, object_id, id DESC);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id DESC);

-- A POST with an Idempotency-Key is answered once; the same key again gets the same answer.
CREATE TABLE idempotency_keys (
    actor           text NOT NULL,              -- who asked: one's key never answers another
    key             varchar(200) NOT NULL,
    request_digest  bytea NOT NULL,             -- method, path and body: the same key for something else is an error
    status          int,                        -- NULL: being worked on
    response        text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX ON idempotency_keys (created_at);
