-- Live chat. A chat is a ticket, and what was said stands in ticket_messages; what is only true while people
-- talk stands here beside it.

-- A page that carries the widget names one of these keys: it says whose visitors they are. It is public, and opens nothing.
CREATE TABLE chat_widgets (
    key             varchar(40) PRIMARY KEY,
    builder_id      uuid REFERENCES builders,   -- NULL: a page of our own
    name            varchar(100) NOT NULL,
    is_enabled      boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now()
);

-- Whoever chats without being known. What they say of themselves is not proven: it is shown and written to, and opens nothing.
CREATE TABLE chat_visitors (
    id              uuid PRIMARY KEY,
    builder_id      uuid REFERENCES builders,
    widget_key      varchar(40) NOT NULL REFERENCES chat_widgets,
    name            varchar(200) NOT NULL DEFAULT '',
    address         text,
    language        varchar(5),
    peer            text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON chat_visitors (builder_id);

-- A running supportd-chat. One that has not been seen for a while is gone, and so are the sockets it had.
CREATE TABLE chat_nodes (
    id              uuid PRIMARY KEY,
    seen_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE chats (
    ticket_id       uuid PRIMARY KEY REFERENCES support_tickets,
    builder_id      uuid REFERENCES builders,   -- the ticket's
    visitor_id      uuid REFERENCES chat_visitors,  -- NULL: a known user's
    opener          uuid NOT NULL,              -- users or chat_visitors
    client_id       varchar(100) NOT NULL,      -- chosen by the opener: the same one twice is one chat
    state           varchar(10) NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'offered', 'active', 'left', 'closed')),
    agent_id        uuid REFERENCES support_agents, -- who has it, or is asked to take it
    plan_rank       int NOT NULL DEFAULT 0,     -- the higher, the sooner
    waiting_since   timestamptz NOT NULL DEFAULT now(),
    offered_at      timestamptz,
    accepted_at     timestamptz,                -- the first time
    agent_seen_at   timestamptz,                -- the agent's gateway says so while they are connected
    customer_node   uuid,                       -- the gateway that has the customer's newest socket; NULL: they are not there
    customer_left_at timestamptz,
    customer_read   bigint NOT NULL DEFAULT 0,  -- seq of the newest message that they have seen
    agent_read      bigint NOT NULL DEFAULT 0,
    wants_transcript boolean NOT NULL DEFAULT false,
    closed_at       timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (state <> 'active' OR agent_id IS NOT NULL),
    UNIQUE (opener, client_id)
);
CREATE INDEX chats_waiting ON chats (plan_rank DESC, waiting_since, ticket_id) WHERE state = 'queued';
CREATE INDEX chats_agent ON chats (agent_id) WHERE state IN ('offered', 'active');
CREATE INDEX chats_open ON chats (state) WHERE state IN ('queued', 'offered', 'active');
CREATE INDEX chats_accepted ON chats (accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX chats_visitor ON chats (visitor_id, ticket_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX ON chats (builder_id);

-- A conversation changes its ticket's row with every message: with room in the page most of these changes touch no index.
ALTER TABLE support_tickets SET (fillfactor = 70);

-- A visitor's requests run in a role that sees the chats of one visitor (my_user), and their tickets and messages.
DO $$
BEGIN
    CREATE ROLE supportd_visitor NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    EXECUTE format('GRANT supportd_visitor TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE; END IF;
END $$;
DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO supportd_visitor', current_schema());
END $$;

ALTER TABLE chat_widgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_visitors ENABLE ROW LEVEL SECURITY;
ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
CREATE POLICY ours ON chat_widgets TO supportd_agent USING (true) WITH CHECK (true);
CREATE POLICY ours ON chat_visitors TO supportd_agent USING (true) WITH CHECK (true);
CREATE POLICY ours ON chats TO supportd_agent USING (true) WITH CHECK (true);
CREATE POLICY own ON chats TO supportd_customer USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
CREATE POLICY mine ON chats TO supportd_visitor USING (visitor_id = my_user());
CREATE POLICY mine ON support_tickets TO supportd_visitor
    USING (EXISTS (SELECT FROM chats c WHERE c.ticket_id = support_tickets.id AND c.visitor_id = my_user()));
CREATE POLICY mine ON ticket_messages TO supportd_visitor
    USING (NOT is_internal AND delivery_state IS DISTINCT FROM 'cancelled' AND
        EXISTS (SELECT FROM chats c WHERE c.ticket_id = ticket_messages.ticket_id AND c.visitor_id = my_user()));
GRANT SELECT ON chats, support_tickets, ticket_messages TO supportd_visitor;
GRANT SELECT ON chats TO supportd_customer;
GRANT SELECT, INSERT, UPDATE ON chat_widgets, chat_visitors, chats TO supportd_agent;

CREATE OR REPLACE FUNCTION is_customer() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_user IN ('supportd_customer', 'supportd_visitor') $$;

ALTER TABLE events DROP CONSTRAINT events_actor_type_check,
    ADD CONSTRAINT events_actor_type_check CHECK (actor_type IN ('customer', 'visitor', 'agent', 'system', 'operator', 'platform'));

-- A message as everybody who may see it sees it; api_message adds to it what is for our own eyes.
CREATE FUNCTION api_message_public(m ticket_messages) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', m.id, 'ticket_id', m.ticket_id, 'seq', m.seq, 'sender_type', m.sender_type, 'sender_id', m.sender_id,
        'sender_name', m.sender_name, 'sender_address', m.sender_address, 'channel', m.channel, 'body', m.body, 'body_html', m.body_html,
        'quoted', m.quoted, 'signature', m.signature, 'attachments', m.attachments, 'is_internal', m.is_internal,
        'client_id', m.client_id, 'delivery_state', m.delivery_state, 'has_original', m.intake_id IS NOT NULL, 'created_at', m.created_at)
$$;
CREATE OR REPLACE FUNCTION api_message(m ticket_messages) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT api_message_public(m)
    || CASE WHEN is_customer() THEN '{}' ELSE jsonb_build_object('message_id', m.message_id, 'landed_by', m.landed_by,
        'auth_results', m.auth_results, 'dmarc', m.dmarc, 'deliveries', m.deliveries, 'moved_from', m.moved_from,
        'bounces', message_bounces(m.id)) END
$$;

CREATE FUNCTION api_chat(c chats) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('ticket', c.ticket_id, 'number', t.number, 'subject', t.subject, 'state', c.state,
        'last_seq', t.last_seq, 'agent_id', CASE WHEN c.state IN ('active', 'left') THEN c.agent_id END,
        'agent_name', CASE WHEN c.state IN ('active', 'left') THEN
            (SELECT a.display_name FROM support_agents a WHERE a.id = c.agent_id) END,
        'customer_read', c.customer_read, 'agent_read', c.agent_read, 'waiting_since', c.waiting_since)
    FROM support_tickets t WHERE t.id = c.ticket_id
$$;
GRANT SELECT (id, display_name) ON support_agents TO supportd_visitor;

-- What an agent is told of a chat that waits.
CREATE FUNCTION api_chat_offer(c chats) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('ticket', c.ticket_id, 'number', t.number, 'subject', t.subject, 'plan_tier', t.plan_tier,
        'name', coalesce(u.name, v.name, ''), 'language', t.language, 'waiting_since', c.waiting_since)
    FROM support_tickets t LEFT JOIN users u ON u.id = t.user_id LEFT JOIN chat_visitors v ON v.id = c.visitor_id
    WHERE t.id = c.ticket_id
$$;
