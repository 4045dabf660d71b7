-- Mail on its way in (intake) and out (outbox).

CREATE TABLE intake (
    id              uuid PRIMARY KEY,
    mailbox_id      uuid NOT NULL REFERENCES mailboxes,
    digest          bytea NOT NULL,             -- SHA-256 of the bytes
    uid_validity    bigint NOT NULL DEFAULT 0,
    uid             bigint NOT NULL DEFAULT 0,  -- 0: imported, not fetched
    size            bigint NOT NULL,
    raw             bytea,                      -- a small mail, byte for byte
    blob_id         uuid REFERENCES blobs,      -- a large one
    state           varchar(20) NOT NULL DEFAULT 'stored' CHECK (state IN
                    ('stored',      -- waits to be read
                     'received',    -- became a message
                     'duplicate',   -- another delivery of a message that we have
                     'held',        -- waits for an agent's yes
                     'ignored',     -- an auto-reply, a list, our own: kept, no ticket
                     'bounce',      -- marked the message that bounced
                     'refused',     -- cannot be read; an operator may say "again"
                     'set_aside',   -- the reader died on it, twice
                     'rejected')),  -- an agent said no to a held mail
    reason          varchar(50),                -- the error's name, the kind, why it is held
    detail          text,
    tries           int NOT NULL DEFAULT 0,     -- how often reading was begun
    leased_until    timestamptz,                -- a reader has it
    lease_owner     text,
    kind            varchar(20),                -- person, auto_reply, bounce, list, own
    sender_address  text,
    subject         text,
    message_id      text,                       -- RFC 5322
    body_digest     bytea,                      -- with Message-ID and sender: the same mail delivered again
    approval        varchar(10) CHECK (approval IN ('join', 'new')),    -- an agent's yes to a held mail: read it again so
    ticket_id       uuid REFERENCES support_tickets,    -- where it went, or would go if approved
    received_message uuid REFERENCES ticket_messages,
    received_at     timestamptz NOT NULL DEFAULT now(),
    read_at         timestamptz,
    UNIQUE (mailbox_id, digest)
);
ALTER TABLE intake ALTER COLUMN raw SET STORAGE EXTERNAL;
CREATE INDEX intake_waiting ON intake (id) WHERE state = 'stored';
CREATE INDEX intake_state ON intake (state, id DESC);
CREATE INDEX intake_ticket ON intake (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX intake_message_id ON intake (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE bounces (
    id              uuid PRIMARY KEY,
    intake_id       uuid NOT NULL REFERENCES intake,
    ticket_id       uuid REFERENCES support_tickets,
    message         uuid REFERENCES ticket_messages,    -- the one that bounced
    address         text,
    status          varchar(15),
    reply_code      int,
    is_hard         boolean NOT NULL,
    reason          varchar(30) NOT NULL,
    diagnostic      text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON bounces (ticket_id);
CREATE INDEX ON bounces (intake_id);

-- One row a mail (not a recipient): it is sent, failed or unknown as a whole, and each recipient's
-- refusal is kept beside it.
CREATE TABLE outbox (
    id              uuid PRIMARY KEY,
    kind            varchar(20) NOT NULL CHECK (kind IN ('reply', 'ack', 'notice')),
    ticket_id       uuid REFERENCES support_tickets,
    message         uuid REFERENCES ticket_messages,
    mailbox_id      uuid NOT NULL REFERENCES mailboxes,
    builder_id      uuid REFERENCES builders,
    message_id      text NOT NULL UNIQUE,       -- RFC 5322, fixed when the row is written
    recipients      jsonb NOT NULL,             -- [{"name", "address", "field": "to"|"cc"}]
    subject         text NOT NULL,
    body            text NOT NULL,
    body_html       text,
    in_reply_to     text,
    reference_ids   text[] NOT NULL DEFAULT '{}',
    reply_to        text NOT NULL,
    auto_submitted  varchar(20),                -- RFC 3834; NULL for a person's
    attachments     uuid[] NOT NULL DEFAULT '{}',
    state           varchar(20) NOT NULL DEFAULT 'waiting'
                    CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
    tries           int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),     -- undo send: not before this
    give_up_at      timestamptz NOT NULL DEFAULT now() + interval '4 days',
    leased_until    timestamptz,
    lease_owner     text,
    -- Set and committed just before the message's data goes out: a row that has it and no answer is unknown.
    data_started_at timestamptz,
    smtp_code       int,
    detail          text,                       -- the server's last words
    rejected        jsonb NOT NULL DEFAULT '[]',    -- [{"address", "code", "detail"}]
    sent_at         timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_leased ON outbox (leased_until) WHERE state = 'sending';
CREATE INDEX outbox_state ON outbox (state, id DESC);
CREATE INDEX outbox_ticket ON outbox (ticket_id, id);
CREATE INDEX outbox_message ON outbox (message);
