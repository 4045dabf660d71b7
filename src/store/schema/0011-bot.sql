-- The bot: a chat that it holds, and what came of what it said.

ALTER TABLE chats DROP CONSTRAINT chats_state_check,
    ADD CONSTRAINT chats_state_check CHECK (state IN ('bot', 'queued', 'offered', 'active', 'left', 'closed'));
DROP INDEX chats_open;
CREATE INDEX chats_open ON chats (state) WHERE state IN ('bot', 'queued', 'offered', 'active');

-- Where a dialogue stands. Changed in the transaction that stores what the bot says, so that nothing is said twice or left out.
CREATE TABLE bot_dialogues (
    ticket_id       uuid PRIMARY KEY REFERENCES support_tickets,
    is_held         boolean NOT NULL DEFAULT true,  -- else a person has it, or it is over
    answered_seq    bigint NOT NULL DEFAULT 0,      -- of the newest customer's message that it has taken up
    step            varchar(10) NOT NULL DEFAULT 'ready' CHECK (step IN
                    ('ready', 'answered', 'narrow', 'stopped', 'offer', 'name', 'address', 'summary', 'done')),
    language        varchar(2) NOT NULL DEFAULT '',
    turns           int NOT NULL DEFAULT 0,
    answers         int NOT NULL DEFAULT 0,
    tries           int NOT NULL DEFAULT 0,
    is_greeted      boolean NOT NULL DEFAULT false,
    asked_stopped   boolean NOT NULL DEFAULT false,
    is_urgent       boolean NOT NULL DEFAULT false,
    is_noted        boolean NOT NULL DEFAULT false,
    question        text,
    name            text,
    address         text,
    summary         text,
    first_id        text,                           -- of the two that were asked apart
    first_title     text,
    second_id       text,
    second_title    text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX bot_dialogues_held ON bot_dialogues (updated_at) WHERE is_held;

-- What happened, one row each: how many were asked, answered, helped and handed over is counted from here.
CREATE TABLE bot_outcomes (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id       uuid NOT NULL REFERENCES support_tickets,
    what            varchar(12) NOT NULL CHECK (what IN ('asked', 'answered', 'unknown', 'helped', 'not_helped', 'handed_over')),
    language        varchar(2) NOT NULL,
    article_id      uuid,                           -- that answered
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX bot_outcomes_time ON bot_outcomes (created_at, what);
CREATE INDEX bot_outcomes_ticket ON bot_outcomes (ticket_id);

ALTER TABLE bot_dialogues ENABLE ROW LEVEL SECURITY;
ALTER TABLE bot_outcomes ENABLE ROW LEVEL SECURITY;
CREATE POLICY ours ON bot_dialogues FOR SELECT TO supportd_agent USING (true);
CREATE POLICY ours ON bot_outcomes FOR SELECT TO supportd_agent USING (true);
GRANT SELECT ON bot_dialogues, bot_outcomes TO supportd_agent;
