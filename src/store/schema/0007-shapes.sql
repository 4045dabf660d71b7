-- The one JSON shape of each thing, for REST, chat, webhooks and events alike. C passes it on as it is.
-- They run with the rights of whoever asks: what row security hides is not in them.

-- Names that customers may see of tables that they may not.
CREATE FUNCTION mailbox_name(mailbox uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$ SELECT name::text FROM mailboxes WHERE id = mailbox $$;

CREATE FUNCTION mailbox_by_name(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$ SELECT id FROM mailboxes WHERE name = wanted $$;

CREATE FUNCTION is_customer() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_user = 'supportd_customer' $$;

CREATE FUNCTION api_contact(c contacts) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', c.id, 'name', c.name, 'address', c.address, 'user_id', c.user_id, 'builder_id', c.builder_id,
        'bounced_at', c.bounced_at, 'bounce_reason', c.bounce_reason, 'created_at', c.created_at, 'updated_at', c.updated_at)
$$;

CREATE FUNCTION api_builder(b builders) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', b.id, 'name', b.name, 'plan_tier', b.plan_tier, 'language', b.language, 'status', b.status,
        'company_size', b.company_size, 'support_email', b.support_email, 'support_phone', b.support_phone, 'support_url', b.support_url,
        'domains', CASE WHEN is_customer() THEN NULL ELSE
            (SELECT coalesce(jsonb_agg(d.domain ORDER BY d.domain), '[]') FROM builder_domains d WHERE d.builder_id = b.id) END,
        'created_at', b.created_at, 'updated_at', b.updated_at)
$$;

CREATE FUNCTION api_user(u users) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', u.id, 'builder_id', u.builder_id, 'email', u.email, 'name', u.name, 'role', u.role,
        'language', u.language, 'is_active', u.is_active, 'created_at', u.created_at, 'updated_at', u.updated_at)
$$;

CREATE FUNCTION api_agent(a support_agents) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', a.id, 'user_id', a.user_id, 'display_name', a.display_name,
        'email', (SELECT u.email FROM users u WHERE u.id = a.user_id), 'tier', a.tier,
        'specialties', a.specialties, 'is_available', a.is_available, 'is_active', a.is_active, 'role', a.role,
        'max_active_tickets', a.max_active_tickets, 'max_active_chats', a.max_active_chats, 'active_tickets', a.active_tickets,
        'created_at', a.created_at, 'updated_at', a.updated_at)
$$;

CREATE FUNCTION api_mailbox(m mailboxes) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', m.id, 'name', m.name, 'address', m.address, 'display_name', m.display_name, 'aliases', m.aliases,
        'language', m.language, 'imap_host', m.imap_host, 'imap_port', m.imap_port, 'imap_security', m.imap_security,
        'imap_user', m.imap_user, 'auth', m.auth, 'secret', m.secret, 'folder', m.folder, 'after_intake', m.after_intake,
        'move_to', m.move_to, 'trusted_authserv', m.trusted_authserv, 'sends_ack', m.sends_ack, 'is_enabled', m.is_enabled,
        'uid_validity', m.uid_validity, 'last_uid', m.last_uid, 'state', m.state, 'state_detail', m.state_detail, 'state_at', m.state_at,
        'created_at', m.created_at, 'updated_at', m.updated_at)
$$;

CREATE FUNCTION api_ticket(t support_tickets) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'description', t.description,
        'severity', t.severity, 'category', t.category, 'status', t.status, 'source', t.source,
        'builder_id', t.builder_id, 'builder_name', (SELECT b.name FROM builders b WHERE b.id = t.builder_id),
        'plan_tier', t.plan_tier, 'user_id', t.user_id)
    || jsonb_build_object(
        'requester', coalesce(
            (SELECT jsonb_build_object('contact_id', c.id, 'name', c.name, 'address', c.address) FROM contacts c WHERE c.id = t.contact_id),
            (SELECT jsonb_build_object('contact_id', NULL, 'name', u.name, 'address', u.email) FROM users u WHERE u.id = t.user_id)),
        'mailbox', mailbox_name(t.mailbox_id), 'assigned_to', t.assigned_to,
        'assignee_name', (SELECT a.display_name FROM support_agents a WHERE a.id = t.assigned_to),
        'escalation_tier', t.escalation_tier, 'context_url', t.context_url, 'context_metadata', t.context_metadata,
        'language', t.language, 'is_triage', t.is_triage, 'merged_into', t.merged_into, 'split_from', t.split_from,
        'message_count', t.message_count, 'last_seq', t.last_seq, 'waiting_since', t.waiting_since,
        'sla_response_by', t.sla_response_by, 'first_response_at', t.first_response_at, 'resolved_at', t.resolved_at,
        'closed_at', t.closed_at, 'csat_rating', t.csat_rating, 'csat_comment', t.csat_comment, 'version', t.version,
        'created_at', t.created_at, 'updated_at', t.updated_at)
$$;

-- In a list, without what can be a megabyte long.
CREATE FUNCTION api_ticket_listed(t support_tickets) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT api_ticket(t) - 'description' - 'context_metadata' || jsonb_build_object('preview', left(t.description, 200))
$$;

-- As the owner: a customer's message is the same shape without it, but PostgreSQL asks for the right to read bounces all the same.
CREATE FUNCTION message_bounces(of_message uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('address', b.address, 'status', b.status, 'reply_code', b.reply_code,
        'is_hard', b.is_hard, 'reason', b.reason, 'diagnostic', b.diagnostic, 'created_at', b.created_at) ORDER BY b.id), '[]')
    FROM bounces b WHERE b.message = of_message AND my_builder() IS NULL
$$;

CREATE FUNCTION api_message(m ticket_messages) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', m.id, 'ticket_id', m.ticket_id, 'seq', m.seq, 'sender_type', m.sender_type, 'sender_id', m.sender_id,
        'sender_name', m.sender_name, 'sender_address', m.sender_address, 'channel', m.channel, 'body', m.body, 'body_html', m.body_html,
        'quoted', m.quoted, 'signature', m.signature, 'attachments', m.attachments, 'is_internal', m.is_internal,
        'client_id', m.client_id, 'delivery_state', m.delivery_state, 'has_original', m.intake_id IS NOT NULL, 'created_at', m.created_at)
    || CASE WHEN is_customer() THEN '{}' ELSE jsonb_build_object('message_id', m.message_id, 'landed_by', m.landed_by,
        'auth_results', m.auth_results, 'dmarc', m.dmarc, 'deliveries', m.deliveries, 'moved_from', m.moved_from,
        'bounces', message_bounces(m.id)) END
$$;
CREATE INDEX bounces_message ON bounces (message);

CREATE FUNCTION api_participant(p ticket_participants) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('contact_id', c.id, 'name', c.name, 'address', c.address, 'role', p.role, 'added_by', p.added_by,
        'created_at', p.created_at) FROM contacts c WHERE c.id = p.contact_id
$$;

CREATE FUNCTION api_attachment(a attachments) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', a.id, 'filename', a.filename, 'content_type', a.content_type, 'size', a.size,
        'inline', a.is_inline, 'content_id', a.content_id, 'url', '/api/v1/support/attachments/' || a.id)
$$;

CREATE FUNCTION api_intake(i intake) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', i.id, 'mailbox', mailbox_name(i.mailbox_id), 'uid', i.uid, 'size', i.size, 'state', i.state,
        'reason', i.reason, 'detail', i.detail, 'tries', i.tries, 'kind', i.kind, 'sender_address', i.sender_address,
        'subject', i.subject, 'message_id', i.message_id, 'ticket_id', i.ticket_id, 'received_message', i.received_message,
        'received_at', i.received_at, 'read_at', i.read_at)
$$;

CREATE FUNCTION api_outbox(o outbox) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', o.id, 'kind', o.kind, 'ticket_id', o.ticket_id, 'message', o.message, 'mailbox', mailbox_name(o.mailbox_id),
        'message_id', o.message_id, 'recipients', o.recipients, 'subject', o.subject, 'state', o.state, 'tries', o.tries,
        'next_attempt_at', o.next_attempt_at, 'smtp_code', o.smtp_code, 'detail', o.detail, 'rejected', o.rejected,
        'sent_at', o.sent_at, 'created_at', o.created_at, 'updated_at', o.updated_at)
$$;

CREATE FUNCTION api_event(e events) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', e.id, 'type', e.type, 'builder_id', e.builder_id, 'ticket_id', e.ticket_id, 'message', e.message,
        'actor_type', e.actor_type, 'actor_id', e.actor_id, 'data', e.data, 'created_at', e.created_at)
$$;
