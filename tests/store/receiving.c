/* What becomes of mails: the whole way from intake to tickets, on a real database. */
#include "letters.h"

#include <string.h>

#include "base/fault.h"
#include "desk/desk.h"
#include "desk/held.h"
#include "desk/intake.h"
#include "desk/mail_admin.h"
#include "desk/outbox.h"
#include "desk/receive.h"
#include "desk/reply.h"

#define TICKET_OF "(SELECT ticket_id FROM intake WHERE id = '%s')"

static void
expect_state(const char *intake, const char *state, const char *reason)
{
	fixture_expect(state, "SELECT state FROM intake WHERE id = '%s'", intake);
	fixture_expect(reason, "SELECT reason FROM intake WHERE id = '%s'", intake);
}

static void
expect_same_ticket(const char *a, const char *b)
{
	fixture_expect("t", "SELECT count(DISTINCT ticket_id) = 1 AND count(ticket_id) = 2 FROM intake WHERE id IN ('%s', '%s')", a, b);
}

static void
a_users_mail_is_a_ticket_of_their_builder(void **state)
{
	g_autofree char *in = post({ .from = "Ana@abel.example", .id = "users-1@abel.example", .subject = "The gate is shut" });

	(void)state;
	expect_state(in, "received", "new");
	fixture_expect("Abel Homes|professional|t|f|open|P3",
	    "SELECT concat_ws('|', b.name, t.plan_tier, t.user_id IS NOT NULL, t.is_triage, t.status, t.severity) FROM support_tickets t "
	    "JOIN builders b ON b.id = t.builder_id WHERE t.id = " TICKET_OF, in);
	fixture_expect("24", "SELECT round(extract(epoch FROM sla_response_by - created_at) / 3600) FROM support_tickets WHERE id = " TICKET_OF, in);
	fixture_expect("ticket.opened,message.added", "SELECT string_agg(type, ',' ORDER BY id) FROM events WHERE ticket_id = " TICKET_OF, in);
	fixture_expect("requester", "SELECT role FROM ticket_participants WHERE ticket_id = " TICKET_OF, in);
}

static void
a_colleague_without_account_is_known_by_the_domain(void **state)
{
	g_autofree char *in = post({ .from = "newcomer@abel.example", .id = "domain-1@abel.example" });

	(void)state;
	fixture_expect("f|t", "SELECT concat_ws('|', is_triage, user_id IS NULL) FROM support_tickets WHERE id = " TICKET_OF, in);
}

static void
an_unknown_sender_goes_to_triage(void **state)
{
	g_autofree char *in = post({ .from = "who@nowhere.example", .id = "triage-1@nowhere.example" });

	(void)state;
	fixture_expect("t|t", "SELECT concat_ws('|', is_triage, builder_id IS NULL) FROM support_tickets WHERE id = " TICKET_OF, in);
}

static void
an_address_in_another_script_is_one_person(void **state)
{
	g_autofree char *a = post({ .from = "ÜNDER@nowhere.example", .id = "utf8-1@nowhere.example", .subject = "first" });
	g_autofree char *b = post({ .from = "Ünder@nowhere.example", .id = "utf8-2@nowhere.example", .answers = "utf8-1@nowhere.example" });

	(void)state;
	expect_same_ticket(a, b);
	expect_state(b, "received", "references");
	fixture_expect("1", "SELECT count(*) FROM contacts WHERE address ILIKE '%%nder@nowhere.example'");
}

static void
a_forged_sender_opens_nothing_in_their_name(void **state)
{
	g_autofree char *in = post({ .from = "ana@abel.example", .id = "forged-1@evil.example", .dmarc = "fail" });

	(void)state;
	fixture_expect("t|t|0", "SELECT concat_ws('|', is_triage, user_id IS NULL, (SELECT count(*) FROM outbox o WHERE o.ticket_id = t.id)) "
	    "FROM support_tickets t WHERE id = " TICKET_OF, in);
}

static void
an_answer_joins_by_address_by_reference_and_by_number(void **state)
{
	g_autofree char *first = post({ .from = "bo@abel.example", .id = "ways-1@abel.example", .subject = "Three ways" });
	g_autofree char *ticket = fixture_sql("SELECT " TICKET_OF, first);
	g_autofree char *number = fixture_sql("SELECT number FROM support_tickets WHERE id = '%s'", ticket);
	g_autofree char *reply_to = fixture_sql("SELECT reply_to FROM outbox WHERE ticket_id = '%s'", ticket);
	g_autofree char *subject = g_strdup_printf("something [#%s] else", number);
	g_autofree char *a = post({ .from = "bo@abel.example", .to = reply_to, .id = "ways-2@abel.example", .subject = "x" });
	g_autofree char *b = post({ .from = "bo@abel.example", .id = "ways-3@abel.example", .answers = "ways-1@abel.example", .subject = "y" });
	g_autofree char *c = post({ .from = "bo@abel.example", .id = "ways-4@abel.example", .subject = subject });
	g_autofree char *d = post({ .from = "bo@abel.example", .id = "ways-5@abel.example", .subject = "Re: Three ways" });

	(void)state;
	fixture_expect("new,reply_address,references,subject_number,subject",
	    "SELECT string_agg(landed_by, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s'", ticket);
	fixture_expect("5|5", "SELECT concat_ws('|', last_seq, message_count) FROM support_tickets WHERE id = '%s'", ticket);
	expect_same_ticket(a, d);
	expect_same_ticket(b, c);
}

static void
a_reply_from_a_stranger_waits_for_approval(void **state)
{
	g_autofree char *first = post({ .from = "ana@abel.example", .id = "held-1@abel.example", .subject = "Held" });
	g_autofree char *in = post({ .from = "eve@evil.example", .id = "held-2@evil.example", .answers = "held-1@abel.example" });
	g_autofree char *forged = post({ .from = "ana@abel.example", .id = "held-3@evil.example", .answers = "held-1@abel.example", .dmarc = "fail" });
	g_autofree char *json = NULL, *again = NULL;
	g_autoptr(GError) error = NULL;

	(void)state;
	expect_state(in, "held", "stranger");
	expect_state(forged, "held", "dmarc-failed");
	expect_same_ticket(first, in);
	fixture_expect("1", "SELECT message_count FROM support_tickets WHERE id = " TICKET_OF, first);
	assert_null(desk_held_approve(fixture.desk, &fixture.ana, in, NULL, FALSE, &error));
	assert_string_equal(fault_name(error), "agents-only");
	g_clear_error(&error);
	json = desk_held_approve(fixture.desk, &fixture.agent, in, NULL, FALSE, &error);
	assert_non_null(json);
	assert_int_equal(letters_receive(fixture.desk, "test", &error), 1);
	expect_state(in, "received", "approved");
	fixture_expect("2", "SELECT message_count FROM support_tickets WHERE id = " TICKET_OF, first);
	assert_null(desk_held_refuse(fixture.desk, &fixture.agent, in, &error));
	assert_string_equal(fault_name(error), "not-held");
	g_clear_error(&error);
	again = desk_held_refuse(fixture.desk, &fixture.agent, forged, &error);
	assert_non_null(again);
	fixture_expect("rejected", "SELECT state FROM intake WHERE id = '%s'", forged);
}

static void
a_mail_delivered_twice_is_one_message(void **state)
{
	g_autofree char *first = post({ .from = "ana@abel.example", .id = "twice@abel.example", .subject = "Twice" });
	g_autofree char *second = post({ .from = "ana@abel.example", .id = "twice@abel.example", .subject = "Twice" });
	g_autofree char *both = post({ .from = "ana@abel.example", .id = "twin@abel.example", .subject = "Twins" },
	    { .from = "ana@abel.example", .id = "twin@abel.example", .subject = "Twins" });

	(void)state;
	expect_state(second, "duplicate", "duplicate");
	expect_same_ticket(first, second);
	fixture_expect("1|2", "SELECT concat_ws('|', count(*), max(deliveries)) FROM ticket_messages WHERE ticket_id = " TICKET_OF, first);
	fixture_expect("1|2", "SELECT concat_ws('|', count(*), max(deliveries)) FROM ticket_messages WHERE ticket_id = " TICKET_OF, both);
}

static void
mails_of_one_batch_answer_each_other(void **state)
{
	g_autofree char *in = post({ .from = "bo@abel.example", .id = "batch-3@abel.example", .answers = "batch-1@abel.example batch-2@abel.example" },
	    { .from = "ana@abel.example", .id = "batch-1@abel.example", .subject = "Batch", .cc = "pal@nowhere.example" },
	    { .from = "pal@nowhere.example", .id = "batch-2@abel.example", .answers = "batch-1@abel.example" });

	(void)state;
	fixture_expect("batch-1@abel.example,batch-2@abel.example,batch-3@abel.example",
	    "SELECT string_agg(message_id, ',' ORDER BY seq) FROM ticket_messages WHERE ticket_id = " TICKET_OF, in);
}

static void
an_acknowledgement_goes_once_an_hour_and_never_to_machines(void **state)
{
	g_autofree char *a = post({ .from = "cy@baker.example", .id = "ack-1@baker.example" });
	g_autofree char *b = post({ .from = "cy@baker.example", .id = "ack-2@baker.example", .subject = "another" });
	g_autofree char *c = post({ .from = "no-reply@baker.example", .id = "ack-3@baker.example", .subject = "robot" });
	g_autofree char *d = post({ .from = "x@baker.example", .to = "list@baker.example", .id = "ack-4@baker.example", .subject = "list" });
	g_autofree char *e = post({ .from = "auto@baker.example", .id = "ack-5@baker.example", .kind = MAIL_AUTO_REPLY });

	(void)state;
	fixture_expect("auto-replied|ack-1@baker.example", "SELECT concat_ws('|', auto_submitted, in_reply_to) FROM outbox WHERE ticket_id = " TICKET_OF, a);
	fixture_expect("0", "SELECT count(*) FROM outbox WHERE ticket_id IN (" TICKET_OF ", " TICKET_OF ", " TICKET_OF ")", b, c, d);
	expect_state(e, "ignored", "auto_reply");
}

static char *
answer_as_agent(const char *ticket, const char *text)
{
	const struct reply_new reply = { .body = text, .undo_seconds = 0 };
	g_autoptr(GError) error = NULL;
	gboolean is_new;
	char *json = desk_reply(fixture.desk, &fixture.agent, ticket, &reply, 0, &is_new, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
	return json;
}

static void
an_answer_goes_out_and_its_answer_comes_back(void **state)
{
	g_autofree char *first = post({ .from = "bo@abel.example", .id = "out-1@abel.example", .subject = "Out", .cc = "pal@nowhere.example" });
	g_autofree char *ticket = fixture_sql("SELECT " TICKET_OF, first);
	g_autofree char *json = answer_as_agent(ticket, "Like this.");
	g_autofree char *sent = fixture_sql("SELECT message_id FROM outbox WHERE ticket_id = '%s' AND kind = 'reply'", ticket);
	g_autofree char *back = NULL;

	(void)state;
	fixture_expect("out-1@abel.example|{out-1@abel.example}|bo@abel.example:to,pal@nowhere.example:cc|Like this.",
	    "SELECT concat_ws('|', in_reply_to, reference_ids, (SELECT string_agg(r->>'address' || ':' || (r->>'field'), ',') "
	    "FROM jsonb_array_elements(recipients) r), body) FROM outbox WHERE message_id = '%s'", sent);
	g_free(fixture_sql("UPDATE support_tickets SET status = 'resolved', resolved_at = now() WHERE id = '%s'", ticket));
	back = post({ .from = "pal@nowhere.example", .id = "out-2@nowhere.example", .answers = sent });
	expect_state(back, "received", "references");
	fixture_expect("open|t", "SELECT concat_ws('|', status, resolved_at IS NULL) FROM support_tickets WHERE id = '%s'", ticket);
	fixture_expect("1", "SELECT count(*) FROM events WHERE ticket_id = '%s' AND type = 'ticket.reopened'", ticket);
}

static void
a_bounce_marks_the_message_and_the_address(void **state)
{
	g_autofree char *first = post({ .from = "bo@abel.example", .id = "bounce-1@abel.example", .subject = "Bounce" });
	g_autofree char *ticket = fixture_sql("SELECT " TICKET_OF, first);
	g_autofree char *json = answer_as_agent(ticket, "Like this.");
	struct inbound_bounce *bounce = inbound_bounce_new();
	struct bounce_recipient *to = bounce_recipient_new();
	g_autofree char *in = NULL;

	(void)state;
	bounce->original_message_id = fixture_sql("SELECT message_id FROM outbox WHERE ticket_id = '%s' AND kind = 'reply'", ticket);
	to->address = g_strdup("bo@abel.example");
	to->hard = TRUE;
	to->reason = BOUNCE_NO_SUCH_ADDRESS;
	g_ptr_array_add(bounce->recipients, to);
	in = post({ .from = "mailer-daemon@abel.example", .id = "bounce-2@abel.example", .kind = MAIL_BOUNCE, .bounce = bounce });
	expect_state(in, "bounce", "bounce");
	fixture_expect("bounced", "SELECT delivery_state FROM ticket_messages WHERE ticket_id = '%s' AND sender_type = 'agent'", ticket);
	fixture_expect("no_such_address", "SELECT bounce_reason FROM contacts WHERE address = 'bo@abel.example'");
	g_free(fixture_sql("UPDATE contacts SET bounced_at = NULL, bounce_reason = NULL"));
}

static void
a_merged_ticket_is_followed_to_where_it_went(void **state)
{
	g_autofree char *a = post({ .from = "ana@abel.example", .id = "merged-1@abel.example", .subject = "Merged a" });
	g_autofree char *b = post({ .from = "ana@abel.example", .id = "merged-2@abel.example", .subject = "Merged b" });
	g_autofree char *answer = NULL;

	(void)state;
	g_free(fixture_sql("UPDATE support_tickets SET merged_into = " TICKET_OF " WHERE id = " TICKET_OF, b, a));
	answer = post({ .from = "ana@abel.example", .id = "merged-3@abel.example", .answers = "merged-1@abel.example" });
	expect_same_ticket(b, answer);
}

static void
what_was_closed_long_ago_is_followed_up(void **state)
{
	g_autofree char *a = post({ .from = "ana@abel.example", .id = "closed-1@abel.example", .subject = "Closed" });
	g_autofree char *lately = NULL, *late = NULL;

	(void)state;
	g_free(fixture_sql("UPDATE support_tickets SET status = 'closed', closed_at = now() - interval '3 days' WHERE id = " TICKET_OF, a));
	lately = post({ .from = "ana@abel.example", .id = "closed-2@abel.example", .answers = "closed-1@abel.example" });
	expect_same_ticket(a, lately);
	g_free(fixture_sql("UPDATE support_tickets SET status = 'closed', closed_at = now() - interval '15 days' WHERE id = " TICKET_OF, a));
	late = post({ .from = "ana@abel.example", .id = "closed-3@abel.example", .answers = "closed-1@abel.example" });
	expect_state(late, "received", "follow_up");
	fixture_expect("t", "SELECT (context_metadata->>'follow_up_of')::bigint = (SELECT number FROM support_tickets WHERE id = " TICKET_OF ") "
	    "FROM support_tickets WHERE id = " TICKET_OF, a, late);
}

static void
an_attachment_is_stored_as_it_came(void **state)
{
	g_autofree char *in = post({ .from = "ana@abel.example", .id = "file-1@abel.example", .subject = "File", .attachment = "%PDF-1.7 content" });

	(void)state;
	fixture_expect("%PDF-1.7 content|16|plan \"A\".pdf", "SELECT concat_ws('|', convert_from(c.data, 'UTF8'), a.size, a.filename) FROM attachments a "
	    "JOIN blob_chunks c ON c.blob_id = a.blob_id WHERE a.ticket_id = " TICKET_OF, in);
	fixture_expect("plan \"A\".pdf", "SELECT attachments->0->>'filename' FROM ticket_messages WHERE ticket_id = " TICKET_OF, in);
}

static void
long_subjects_and_texts_are_cut_between_characters(void **state)
{
	g_autoptr(GString) subject = g_string_new(NULL), text = g_string_new("x");
	g_autofree char *in = NULL;

	(void)state;
	for (int i = 0; i < 400; i++)
		g_string_append(subject, "ñ");
	while (text->len < 1500000)
		g_string_append(text, "屋");
	in = post({ .from = "ana@abel.example", .id = "long-1@abel.example", .subject = subject->str, .text = text->str });
	fixture_expect("300", "SELECT length(subject) FROM support_tickets WHERE id = " TICKET_OF, in);
	fixture_expect("t", "SELECT octet_length(body) BETWEEN 1048570 AND 1048576 FROM ticket_messages WHERE ticket_id = " TICKET_OF, in);
	fixture_expect("body-cut", "SELECT detail FROM intake WHERE id = '%s'", in);
}

static void
one_that_ends_its_reader_twice_is_set_aside(void **state)
{
	g_autoptr(GPtrArray) rows = NULL;
	g_autofree char *id = NULL;

	(void)state;
	letters_take_in(fixture.desk, (const struct letter[]){ { .from = "ana@abel.example", .id = "crash-1@abel.example", .subject = "Crash" },
		{ .from = "ana@abel.example", .id = "crash-2@abel.example", .subject = "Behind" } }, 2);
	assert_int_equal(desk_intake_lease(fixture.desk, "fragile", 100, 60, &rows, NULL), 2);
	id = g_strdup(((struct intake_row *)g_ptr_array_index(rows, 0))->id);
	g_clear_pointer(&rows, g_ptr_array_unref);
	assert_int_equal(desk_intake_lease(fixture.desk, "other", 100, 60, &rows, NULL), 0);
	g_clear_pointer(&rows, g_ptr_array_unref);
	assert_int_equal(desk_intake_abandoned(fixture.desk, "fragile", NULL), 2);
	assert_int_equal(desk_intake_lease(fixture.desk, "fragile", 100, 60, &rows, NULL), 1);
	g_clear_pointer(&rows, g_ptr_array_unref);
	assert_int_equal(desk_intake_abandoned(fixture.desk, "fragile", NULL), 2);
	assert_int_equal(letters_receive(fixture.desk, "fragile", NULL), 1);
	expect_state(id, "set_aside", "reader-died-twice");
	fixture_expect("received", "SELECT state FROM intake WHERE message_id = 'crash-2@abel.example'");
	assert_int_equal(letters_receive(fixture.desk, "fragile", NULL), 0);
	g_free(desk_intake_retry(fixture.desk, &fixture.operator, id, NULL));
	assert_int_equal(letters_receive(fixture.desk, "fragile", NULL), 1);
	expect_state(id, "received", "new");
}

static void
mail_on_its_way_out_ends_in_a_state_that_is_true(void **state)
{
	g_autofree char *first = NULL, *ticket = NULL, *json = NULL, *id = NULL;
	g_autoptr(GPtrArray) mails = NULL;
	struct outbox_mail *mail;

	(void)state;
	g_free(fixture_sql("UPDATE outbox SET state = 'cancelled'"));
	first = post({ .from = "ana@abel.example", .id = "sent-1@abel.example", .subject = "Sent" });
	ticket = fixture_sql("SELECT " TICKET_OF, first);
	g_free(fixture_sql("UPDATE outbox SET state = 'cancelled'"));
	json = answer_as_agent(ticket, "Like this.");
	assert_int_equal(desk_outbox_lease(fixture.desk, "sender", 10, 60, &mails, NULL), 1);
	mail = g_ptr_array_index(mails, 0);
	id = g_strdup(mail->id);
	assert_string_equal(mail->in_reply_to, "sent-1@abel.example");
	assert_string_equal(((struct outbox_recipient *)g_ptr_array_index(mail->recipients, 0))->address, "Ana@abel.example");	/* as first written */
	g_clear_pointer(&mails, g_ptr_array_unref);
	assert_int_equal(desk_outbox_lease(fixture.desk, "another", 10, 60, &mails, NULL), 0);
	g_clear_pointer(&mails, g_ptr_array_unref);
	/* died before the data: waits again */
	assert_int_equal(desk_outbox_lease(fixture.desk, "sender", 10, 60, &mails, NULL), 1);
	g_clear_pointer(&mails, g_ptr_array_unref);
	assert_int_equal(desk_outbox_data_starts(fixture.desk, id, "another", NULL), 0);
	assert_int_equal(desk_outbox_data_starts(fixture.desk, id, "sender", NULL), 1);
	/* died after it: unknown, and not sent again */
	assert_int_equal(desk_outbox_lease(fixture.desk, "sender", 10, 60, &mails, NULL), 0);
	g_clear_pointer(&mails, g_ptr_array_unref);
	fixture_expect("unknown|unknown", "SELECT concat_ws('|', o.state, m.delivery_state) FROM outbox o JOIN ticket_messages m ON m.id = o.message WHERE o.id = '%s'", id);
	g_free(desk_outbox_retry(fixture.desk, &fixture.agent, id, NULL));
	assert_int_equal(desk_outbox_lease(fixture.desk, "sender", 10, 60, &mails, NULL), 1);
	assert_int_equal(desk_outbox_later(fixture.desk, id, 451, "later \xff please", NULL), 1);
	fixture_expect("waiting|451|t", "SELECT concat_ws('|', state, smtp_code, next_attempt_at > now() + interval '20 seconds') FROM outbox WHERE id = '%s'", id);
	g_free(fixture_sql("UPDATE outbox SET next_attempt_at = now() WHERE id = '%s'", id));
	g_clear_pointer(&mails, g_ptr_array_unref);
	assert_int_equal(desk_outbox_lease(fixture.desk, "sender", 10, 60, &mails, NULL), 1);
	assert_int_equal(desk_outbox_sent(fixture.desk, id, 250, "ok", &(struct outbox_refusal){ "x@y.example", 550, "no \"such\"" }, 1, NULL), 1);
	fixture_expect("sent|sent|550", "SELECT concat_ws('|', o.state, m.delivery_state, o.rejected->0->>'code') FROM outbox o "
	    "JOIN ticket_messages m ON m.id = o.message WHERE o.id = '%s'", id);
	assert_int_equal(desk_outbox_failed(fixture.desk, id, 550, "no", NULL), 0);
	fixture_expect("unknown,sent", "SELECT string_agg(data->>'state', ',' ORDER BY id) FROM events WHERE ticket_id = '%s' AND type = 'message.delivery'", ticket);
}

#define ROUNDS 40

static gpointer
read_all(gpointer owner)
{
	g_autoptr(GError) error = NULL;
	struct desk *desk = desk_open(desk_conf(fixture.desk), &error);
	int got, quiet = 0;

	while (desk != NULL && quiet < 20) {
		got = letters_receive(desk, owner, &error);
		if (got < 0)
			break;
		quiet = got == 0 ? quiet + 1 : 0;
		if (got == 0)
			g_usleep(2000);
	}
	desk_free(&desk);
	return error != NULL ? g_strdup(error->message) : NULL;
}

/* Two hosts read one mailbox: what belongs together comes together, whoever is faster. */
static void
two_readers_make_one_ticket_of_one_conversation(void **state)
{
	GThread *readers[2] = { g_thread_new("reader", read_all, (gpointer)"host-a"), g_thread_new("reader", read_all, (gpointer)"host-b") };

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char ids[3][40], from[40];
		struct letter letters[3];

		g_snprintf(from, sizeof from, "race-%d@race.example", i);
		for (int l = 0; l < 3; l++)
			g_snprintf(ids[l], sizeof ids[l], "race-%d-%d@race.example", i, l);
		letters[0] = (struct letter){ .from = g_strdup(from), .id = g_strdup(ids[0]), .subject = "Race" };
		letters[1] = (struct letter){ .from = g_strdup(from), .id = g_strdup(ids[1]), .answers = g_strdup(ids[0]), .subject = "x" };
		letters[2] = (struct letter){ .from = g_strdup(from), .id = g_strdup(ids[2]), .answers = g_strdup(ids[0]), .subject = "y" };
		for (int l = 0; l < 3; l++)
			letters_take_in(fixture.desk, &letters[l], 1);
	}
	for (int i = 0; i < 2; i++) {
		g_autofree char *why = g_thread_join(readers[i]);

		if (why != NULL)
			fail_msg("%s", why);
	}
	fixture_expect("120|40|3|3", "SELECT concat_ws('|', count(*), count(DISTINCT ticket_id), min(n), max(n)) FROM (SELECT m.ticket_id, "
	    "count(*) OVER (PARTITION BY m.ticket_id) AS n FROM ticket_messages m WHERE m.sender_address LIKE '%%@race.example') s");
	fixture_expect("0", "SELECT count(*) FROM intake WHERE state = 'stored'");
}

/* A batch whose commit nobody heard of is received again: nothing happens twice. */
static void
a_batch_that_was_received_already_does_no_harm(void **state)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *in = post({ .from = "ana@abel.example", .id = "again-1@abel.example", .subject = "Again" });
	struct intake_row row = { .tries = 1 };
	struct inbound_mail *mail = inbound_mail_new();
	struct received received = { .row = &row, .mail = mail };

	(void)state;
	g_strlcpy(row.id, in, sizeof row.id);
	mail->from.address = g_strdup("ana@abel.example");
	mail->message_id = g_strdup("again-1@abel.example");
	if (mail->subject == NULL)
		mail->subject = g_strdup("Again");
	if (mail->reply == NULL)
		mail->reply = g_strdup("text");
	assert_int_equal(desk_receive(fixture.desk, &received, 1, &error), 1);
	fixture_expect("1", "SELECT message_count FROM support_tickets WHERE id = " TICKET_OF, in);
	expect_state(in, "received", "new");
	inbound_mail_free(&mail);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_users_mail_is_a_ticket_of_their_builder),
		cmocka_unit_test(a_colleague_without_account_is_known_by_the_domain),
		cmocka_unit_test(an_unknown_sender_goes_to_triage),
		cmocka_unit_test(an_address_in_another_script_is_one_person),
		cmocka_unit_test(a_forged_sender_opens_nothing_in_their_name),
		cmocka_unit_test(an_answer_joins_by_address_by_reference_and_by_number),
		cmocka_unit_test(a_reply_from_a_stranger_waits_for_approval),
		cmocka_unit_test(a_mail_delivered_twice_is_one_message),
		cmocka_unit_test(mails_of_one_batch_answer_each_other),
		cmocka_unit_test(an_acknowledgement_goes_once_an_hour_and_never_to_machines),
		cmocka_unit_test(an_answer_goes_out_and_its_answer_comes_back),
		cmocka_unit_test(a_bounce_marks_the_message_and_the_address),
		cmocka_unit_test(a_merged_ticket_is_followed_to_where_it_went),
		cmocka_unit_test(what_was_closed_long_ago_is_followed_up),
		cmocka_unit_test(an_attachment_is_stored_as_it_came),
		cmocka_unit_test(long_subjects_and_texts_are_cut_between_characters),
		cmocka_unit_test(one_that_ends_its_reader_twice_is_set_aside),
		cmocka_unit_test(mail_on_its_way_out_ends_in_a_state_that_is_true),
		cmocka_unit_test(two_readers_make_one_ticket_of_one_conversation),
		cmocka_unit_test(a_batch_that_was_received_already_does_no_harm),
	};

	g_set_prgname("receiving");
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
