-- Tenants are kept apart by the database itself. The daemons connect as the tables' owner and, for
-- each request, step down to one of two roles that own nothing:
--
--   supportd_customer   sees the rows of supportd.builder_id, and nothing internal
--   supportd_agent      sees every builder's rows, but no secret
--
-- set_config('role', …, true) and set_config('supportd.builder_id', …, true) hold for one transaction.

DO $$
BEGIN
    CREATE ROLE supportd_customer NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    CREATE ROLE supportd_agent NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
    EXECUTE format('GRANT supportd_customer, supportd_agent TO %I', current_user);
EXCEPTION WHEN OTHERS THEN  -- a superuser may step down without being a member
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE; END IF;
END $$;

CREATE FUNCTION my_builder() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('supportd.builder_id', true), '')::uuid $$;
CREATE FUNCTION my_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('supportd.user_id', true), '')::uuid $$;

ALTER TABLE builders ENABLE ROW LEVEL SECURITY;
ALTER TABLE builder_domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE feature_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE feature_request_votes ENABLE ROW LEVEL SECURITY;
ALTER TABLE forum_posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE nps_surveys ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON builders TO supportd_customer USING (id = my_builder());
CREATE POLICY own ON users TO supportd_customer USING (builder_id = my_builder());
CREATE POLICY own ON contacts TO supportd_customer USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
CREATE POLICY own ON support_tickets TO supportd_customer
    USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
CREATE POLICY own ON ticket_messages TO supportd_customer
    USING (builder_id = my_builder() AND NOT is_internal AND delivery_state IS DISTINCT FROM 'cancelled') WITH CHECK (builder_id = my_builder() AND NOT is_internal);
CREATE POLICY own ON ticket_participants TO supportd_customer
    USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
-- An attachment of an internal note is as invisible as the note.
CREATE POLICY own ON attachments TO supportd_customer
    USING (builder_id = my_builder() AND (message_id IS NULL OR EXISTS
        (SELECT FROM ticket_messages m WHERE m.id = attachments.message_id)))
    WITH CHECK (builder_id = my_builder());
CREATE POLICY own ON outbox TO supportd_customer USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
CREATE POLICY own_insert ON events FOR INSERT TO supportd_customer WITH CHECK (builder_id = my_builder());
CREATE POLICY own ON feature_request_votes TO supportd_customer
    USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());
CREATE POLICY readable ON feature_requests FOR SELECT TO supportd_customer USING (true);
CREATE POLICY own_insert ON feature_requests FOR INSERT TO supportd_customer WITH CHECK (builder_id = my_builder());
CREATE POLICY readable ON forum_posts FOR SELECT TO supportd_customer USING (true);
CREATE POLICY own_insert ON forum_posts FOR INSERT TO supportd_customer WITH CHECK (builder_id = my_builder());
CREATE POLICY own ON nps_surveys TO supportd_customer USING (builder_id = my_builder()) WITH CHECK (builder_id = my_builder());

DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = current_schema()::regnamespace LOOP
        EXECUTE format('CREATE POLICY ours ON %I TO supportd_agent USING (true) WITH CHECK (true)', t);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO supportd_customer, supportd_agent', current_schema());
END $$;

GRANT SELECT ON builders, users TO supportd_customer;
GRANT SELECT, INSERT ON contacts, support_tickets, ticket_messages, ticket_participants, attachments, outbox TO supportd_customer;
GRANT UPDATE (status, category, csat_rating, csat_comment, last_seq, message_count, waiting_since, resolved_at, closed_at, version, updated_at)
    ON support_tickets TO supportd_customer;
GRANT UPDATE (ticket_id, message_id, builder_id) ON attachments TO supportd_customer;
GRANT INSERT ON events TO supportd_customer;
GRANT SELECT ON support_agents TO supportd_customer;
GRANT SELECT, INSERT ON feature_requests, feature_request_votes, forum_posts, forum_replies, nps_surveys TO supportd_customer;
GRANT SELECT ON kb_articles TO supportd_customer;
GRANT USAGE ON SEQUENCE ticket_numbers TO supportd_customer;

GRANT SELECT, INSERT, UPDATE ON builders, builder_domains, users, contacts, support_agents, support_tickets, ticket_messages,
    ticket_references, ticket_participants, ticket_moves, ticket_moved_messages, attachments, intake, bounces, outbox, kb_articles, feature_requests, feature_request_votes,
    forum_posts, forum_replies, nps_surveys TO supportd_agent;
GRANT SELECT ON mailboxes TO supportd_agent;
GRANT SELECT, INSERT ON events, audit_log TO supportd_agent;
GRANT DELETE ON builder_domains, ticket_references TO supportd_agent;
GRANT USAGE ON SEQUENCE ticket_numbers TO supportd_agent;

-- The contact by which a user is written to: made on first need, and linked if that address wrote to us before it
-- was known to be theirs. As the owner, for such a row is not yet the builder's; NULL for another builder's user.
CREATE FUNCTION contact_of_user(of_user uuid, new_id uuid) RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    INSERT INTO contacts (id, address, name, user_id, builder_id)
        SELECT new_id, u.email, u.name, u.id, u.builder_id FROM users u
        WHERE u.id = of_user AND (my_builder() IS NULL OR u.builder_id = my_builder())
    ON CONFLICT (lower(address)) DO UPDATE SET user_id = excluded.user_id, builder_id = excluded.builder_id,
        name = CASE WHEN contacts.name = '' THEN excluded.name ELSE contacts.name END
    RETURNING id
$$;
