-- A ticket is a conversation; its messages are what was said in it, whatever the door.

CREATE TABLE mailboxes (
    id              uuid PRIMARY KEY,
    name            varchar(50) NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9-]*$'),
    address         text NOT NULL,
    display_name    varchar(100) NOT NULL DEFAULT '',
    aliases         text[] NOT NULL DEFAULT '{}',
    language        varchar(5) NOT NULL DEFAULT 'en',
    imap_host       text NOT NULL,
    imap_port       int NOT NULL DEFAULT 993 CHECK (imap_port BETWEEN 1 AND 65535),
    imap_security   varchar(10) NOT NULL DEFAULT 'tls' CHECK (imap_security IN ('tls', 'starttls', 'none')),
    imap_user       text NOT NULL,
    auth            varchar(10) NOT NULL DEFAULT 'password' CHECK (auth IN ('password', 'xoauth2')),
    secret          varchar(50) NOT NULL,       -- a name under `secrets` in supportd.conf; never the secret itself
    folder          text NOT NULL DEFAULT 'INBOX',
    after_intake    varchar(10) NOT NULL DEFAULT 'seen' CHECK (after_intake IN ('seen', 'move', 'none')),
    move_to         text,
    trusted_authserv text,                      -- whose Authentication-Results count (RFC 8601)
    sends_ack       boolean NOT NULL DEFAULT true,
    is_enabled      boolean NOT NULL DEFAULT true,
    -- What the first contact takes in: all that lies in the folder, or only what comes from then on.
    start_at        varchar(5) NOT NULL DEFAULT 'all' CHECK (start_at IN ('all', 'now')),
    -- The cursor: everything up to last_uid of this uid_validity has been taken in.
    uid_validity    bigint NOT NULL DEFAULT 0,
    last_uid        bigint NOT NULL DEFAULT 0,
    -- Who watches it.
    lease_owner     text,
    lease_until     timestamptz,
    state           varchar(20) NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'watching', 'polling', 'failing', 'disabled')),
    state_detail    text,
    state_at        timestamptz NOT NULL DEFAULT now(),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX mailboxes_address ON mailboxes (lower(address));

CREATE SEQUENCE ticket_numbers START 1001;

CREATE TABLE support_tickets (
    id              uuid PRIMARY KEY,
    number          bigint NOT NULL UNIQUE DEFAULT nextval('ticket_numbers'),   -- the short one, for people
    builder_id      uuid REFERENCES builders,   -- NULL: in triage, nobody knows yet whose it is
    user_id         uuid REFERENCES users,
    contact_id      uuid REFERENCES contacts,   -- who opened it
    mailbox_id      uuid REFERENCES mailboxes,
    subject         varchar(300) NOT NULL,
    description     text NOT NULL DEFAULT '',
    severity        varchar(5) NOT NULL DEFAULT 'P3' CHECK (severity IN ('P1', 'P2', 'P3', 'P4')),
    category        varchar(50) NOT NULL DEFAULT 'general',
    status          varchar(20) NOT NULL DEFAULT 'open'
                    CHECK (status IN ('open', 'in_progress', 'waiting_on_customer', 'resolved', 'closed')),
    assigned_to     uuid REFERENCES support_agents,
    escalation_tier int NOT NULL DEFAULT 1 CHECK (escalation_tier BETWEEN 1 AND 3),
    source          varchar(20) NOT NULL CHECK (source IN ('in_app', 'email', 'chat', 'phone')),
    context_url     text,
    context_metadata jsonb NOT NULL DEFAULT '{}',
    language        varchar(5),
    plan_tier       varchar(20),                -- as it was when the ticket was opened
    is_triage       boolean NOT NULL DEFAULT false,
    merged_into     uuid REFERENCES support_tickets,
    split_from      uuid REFERENCES support_tickets,
    last_seq        bigint NOT NULL DEFAULT 0,  -- of its newest message
    message_count   int NOT NULL DEFAULT 0,     -- without internal ones
    waiting_since   timestamptz,                -- the oldest customer's message that no agent has answered
    sla_response_by timestamptz,
    first_response_at timestamptz,
    resolved_at     timestamptz,
    closed_at       timestamptz,
    csat_rating     int CHECK (csat_rating BETWEEN 1 AND 5),
    csat_comment    text,
    version         bigint NOT NULL DEFAULT 1,  -- for ETag; grows with every change
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
-- Lists are paged by (updated_at, id) or by id; each list that the doors offer has its index.
CREATE INDEX support_tickets_builder ON support_tickets (builder_id, id DESC);
CREATE INDEX support_tickets_open ON support_tickets (id DESC) WHERE status IN ('open', 'in_progress', 'waiting_on_customer');
CREATE INDEX support_tickets_assigned ON support_tickets (assigned_to, id DESC);
CREATE INDEX support_tickets_assigned_open ON support_tickets (assigned_to, id DESC)
    WHERE status IN ('open', 'in_progress', 'waiting_on_customer');
CREATE INDEX support_tickets_status ON support_tickets (status, id DESC);
CREATE INDEX support_tickets_severity ON support_tickets (severity, id DESC);
CREATE INDEX support_tickets_category ON support_tickets (category, id DESC);
CREATE INDEX support_tickets_source ON support_tickets (source, id DESC);
CREATE INDEX support_tickets_updated ON support_tickets (updated_at, id);
CREATE INDEX support_tickets_mailbox ON support_tickets (mailbox_id, id DESC);
CREATE INDEX support_tickets_waiting ON support_tickets (waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX support_tickets_triage ON support_tickets (id DESC) WHERE is_triage;
CREATE INDEX support_tickets_contact ON support_tickets (contact_id, id DESC);
CREATE INDEX support_tickets_user ON support_tickets (user_id, id DESC);
CREATE INDEX support_tickets_merged ON support_tickets (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE ticket_messages (
    id              uuid PRIMARY KEY,
    ticket_id       uuid NOT NULL REFERENCES support_tickets,
    builder_id      uuid REFERENCES builders,   -- the ticket's, kept here for row security
    seq             bigint NOT NULL,            -- 1, 2, 3 … within the ticket
    sender_type     varchar(10) NOT NULL CHECK (sender_type IN ('customer', 'agent', 'system')),
    sender_id       uuid,                       -- users or support_agents; NULL for strangers and the system
    contact_id      uuid REFERENCES contacts,   -- who wrote it, if by mail
    sender_name     text NOT NULL DEFAULT '',
    sender_address  text,
    channel         varchar(10) NOT NULL CHECK (channel IN ('email', 'in_app', 'chat', 'phone', 'api', 'system')),
    body            text NOT NULL,              -- what is new in it: what the view shows
    body_html       text,                       -- the whole as safe HTML
    quoted          text,
    signature       text,
    attachments     jsonb NOT NULL DEFAULT '[]', -- [{id, filename, url, size, content_type, inline, content_id}]
    is_internal     boolean NOT NULL DEFAULT false,
    client_id       text,                       -- chosen by the sender: the same one twice is one message
    message_id      text,                       -- RFC 5322, without <>
    intake_id       uuid,                       -- the mail as it came
    landed_by       varchar(30),                -- why it is in this ticket: reply_address, references, subject_number, new, approved, …
    auth_results    text,
    dmarc           varchar(20),
    deliveries      int NOT NULL DEFAULT 1,     -- the same mail delivered more than once
    delivery_state  varchar(20) CHECK (delivery_state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'bounced', 'cancelled')),
    moved_from      uuid REFERENCES support_tickets,    -- by merge or split, so that it can be undone
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (ticket_id, seq)
);
CREATE UNIQUE INDEX ticket_messages_client ON ticket_messages (ticket_id, client_id) WHERE client_id IS NOT NULL;
CREATE UNIQUE INDEX ticket_messages_intake ON ticket_messages (intake_id) WHERE intake_id IS NOT NULL;
CREATE INDEX ticket_messages_builder ON ticket_messages (builder_id);

-- A merge or a split: which messages went where, and what was there before, so that it can be undone exactly.
CREATE TABLE ticket_moves (
    id              uuid PRIMARY KEY,
    kind            varchar(10) NOT NULL CHECK (kind IN ('merge', 'split')),
    from_ticket     uuid NOT NULL REFERENCES support_tickets,
    to_ticket       uuid NOT NULL REFERENCES support_tickets,
    from_status     varchar(20) NOT NULL,       -- what a merge closed
    from_resolved_at timestamptz,
    from_closed_at  timestamptz,
    added_participants uuid[] NOT NULL DEFAULT '{}',    -- contacts that the merge brought to to_ticket
    undone_at       timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ticket_moves_from ON ticket_moves (from_ticket, id DESC);
CREATE INDEX ticket_moves_to ON ticket_moves (to_ticket, id DESC);
CREATE TABLE ticket_moved_messages (
    move_id         uuid NOT NULL REFERENCES ticket_moves,
    message         uuid NOT NULL REFERENCES ticket_messages,
    from_seq        bigint NOT NULL,
    from_client_id  text,
    from_moved_from uuid,
    PRIMARY KEY (move_id, message)
);
CREATE INDEX ON ticket_moved_messages (message);

-- An agent's load is kept, not counted, whoever changes the ticket: this trigger runs as the owner,
-- since a customer who reopens a ticket may not touch support_agents.
CREATE FUNCTION keep_active_tickets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    before uuid := CASE WHEN TG_OP = 'UPDATE' AND OLD.status IN ('open', 'in_progress', 'waiting_on_customer') THEN OLD.assigned_to END;
    after  uuid := CASE WHEN NEW.status IN ('open', 'in_progress', 'waiting_on_customer') THEN NEW.assigned_to END;
BEGIN
    IF before IS DISTINCT FROM after THEN
        UPDATE support_agents a SET active_tickets = a.active_tickets + CASE WHEN a.id = after THEN 1 ELSE -1 END
            FROM (SELECT id FROM support_agents WHERE id IN (before, after) ORDER BY id FOR UPDATE) changed
            WHERE a.id = changed.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_active_tickets_insert AFTER INSERT ON support_tickets
    FOR EACH ROW WHEN (NEW.assigned_to IS NOT NULL) EXECUTE FUNCTION keep_active_tickets();
CREATE TRIGGER keep_active_tickets_update AFTER UPDATE OF status, assigned_to ON support_tickets
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.assigned_to IS DISTINCT FROM NEW.assigned_to)
    EXECUTE FUNCTION keep_active_tickets();

-- Every Message-ID that belongs to a ticket: of its messages, of what we sent, and of what they
-- refer to though we never saw it; so that two answers to an unseen mail find each other.
CREATE TABLE ticket_references (
    message_id      text PRIMARY KEY,
    ticket_id       uuid NOT NULL REFERENCES support_tickets,
    message         uuid REFERENCES ticket_messages,    -- NULL: only referred to
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON ticket_references (ticket_id);

CREATE TABLE ticket_participants (
    ticket_id       uuid NOT NULL REFERENCES support_tickets,
    contact_id      uuid NOT NULL REFERENCES contacts,
    builder_id      uuid REFERENCES builders,
    role            varchar(10) NOT NULL CHECK (role IN ('requester', 'cc')),
    added_by        varchar(20) NOT NULL DEFAULT 'mail',
    removed_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ticket_id, contact_id)
);
CREATE INDEX ON ticket_participants (contact_id);

-- Content in pieces, so that neither an upload nor a download is ever whole in memory.
CREATE TABLE blobs (
    id              uuid PRIMARY KEY,
    sha256          bytea,                      -- NULL while it is being written
    size            bigint NOT NULL DEFAULT 0,
    is_complete     boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX blobs_unfinished ON blobs (created_at) WHERE NOT is_complete;
CREATE TABLE blob_chunks (
    blob_id         uuid NOT NULL REFERENCES blobs ON DELETE CASCADE,
    n               int NOT NULL,               -- chunk n holds bytes from n * 262144
    data            bytea NOT NULL,
    PRIMARY KEY (blob_id, n)
);
ALTER TABLE blob_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE attachments (
    id              uuid PRIMARY KEY,
    builder_id      uuid REFERENCES builders,
    ticket_id       uuid REFERENCES support_tickets,    -- NULL: uploaded, not yet part of a message
    message_id      uuid REFERENCES ticket_messages,
    uploaded_by     text,                       -- actor of an upload that waits: only they may use it
    blob_id         uuid NOT NULL REFERENCES blobs,
    filename        varchar(255) NOT NULL,
    content_type    varchar(100) NOT NULL,
    size            bigint NOT NULL,
    is_inline       boolean NOT NULL DEFAULT false,
    content_id      text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON attachments (message_id);
CREATE INDEX ON attachments (ticket_id);
CREATE INDEX ON attachments (builder_id);
CREATE INDEX ON attachments (blob_id);
CREATE INDEX attachments_waiting ON attachments (created_at) WHERE message_id IS NULL;

-- Texts of mails are compressed as they are written; LZ4 takes a fifth of pglz's time, where the server has it.
DO $$
BEGIN
    ALTER TABLE support_tickets ALTER COLUMN description SET COMPRESSION lz4;
    ALTER TABLE ticket_messages ALTER COLUMN body SET COMPRESSION lz4, ALTER COLUMN body_html SET COMPRESSION lz4,
        ALTER COLUMN quoted SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;
