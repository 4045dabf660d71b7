/* The bot on a real database, with a real index: what it says, where it stands and what becomes of the ticket are one. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/uuid.h"
#include "conf/conf.h"
#include "desk/bot.h"
#include "desk/chat.h"
#include "desk/chat_say.h"
#include "search/search.h"

#define SAID "SELECT string_agg(sender_type || ':' || client_id, ' ' ORDER BY seq) FROM ticket_messages WHERE ticket_id = '%s' AND sender_type = 'system'"
#define STATE "SELECT c.state || ' ' || coalesce(d.is_held::text, '-') || ' ' || coalesce(d.step, '-') || ' ' || (t.waiting_since IS NOT NULL)" \
	" FROM chats c JOIN support_tickets t ON t.id = c.ticket_id LEFT JOIN bot_dialogues d ON d.ticket_id = c.ticket_id WHERE c.ticket_id = '%s'"
#define OUTCOMES "SELECT string_agg(what, ' ' ORDER BY id) FROM bot_outcomes WHERE ticket_id = '%s'"

static char *node;

/* From now on it is this time, as far as opening hours go. */
static void
set_clock(int month, int day, int hour)
{
	g_autoptr(GDateTime) wanted = g_date_time_new_utc(2027, month, day, hour, 30, 0), now = g_date_time_new_now_utc();

	fixture.conf->clock_offset_seconds = (int)(g_date_time_difference(wanted, now) / G_TIME_SPAN_SECOND);
}
#define SATURDAY set_clock(3, 6, 18)
#define TUESDAY set_clock(3, 2, 18)

static void
fill_index(void)
{
	static const char article[] = "0190aaaa-0000-7000-8000-000000000001";
	const struct search_section section = { "", "", "Open Invoices, press New and choose the customer." };
	const char *const tags[] = { "access:public", NULL };
	g_autoptr(GError) error = NULL;
	struct search_writer *writer;

	g_free(fixture_sql("INSERT INTO kb_articles (id, slug, title, body_html, category, family) VALUES ('%s', 'make-an-invoice', 'Make an invoice', '', 'help', 'f1')", article));
	writer = search_writer_open(fixture.conf->index.dir, &error);
	if (writer == NULL || search_put(writer, &(struct search_thing){ .kind = SEARCH_ARTICLE, .id = article, .group = "f1", .language = "en",
	    .title = "Make an invoice", .tags = tags, .sections = &section, .n_sections = 1 }, &error) < 0 ||
	    search_commit(writer, "1", 100, &error) < 0 || search_calibrate(writer, &error) < 0)
		fail_msg("%s", error->message);
	search_writer_close(&writer);
}

static int
open_all(void **state)
{
	struct uuid id = uuid_new();

	if (fixture_open(state) != 0)
		return -1;
	node = g_strdup(id.text);
	fill_index();
	return 0;
}

static int
close_all(void **state)
{
	g_autoptr(GDir) dir = g_dir_open(fixture.conf->index.dir, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(fixture.conf->index.dir, name, NULL);

		g_unlink(path);
	}
	g_rmdir(fixture.conf->index.dir);
	g_free(node);
	return fixture_close(state);
}

static char *
open_chat(const struct actor *actor, const char *body)
{
	struct uuid client = uuid_new();
	struct chat_opening opening = { .client_id = client.text, .body = body, .language = "en", .node = node };
	g_autoptr(GError) error = NULL;
	gboolean is_new;
	char id[UUID_LENGTH + 1];
	g_autofree char *json = desk_chat_open(fixture.desk, actor, &opening, id, &is_new, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
	return g_strdup(id);
}

static void
say(const struct actor *actor, const char *ticket, const char *body, gboolean is_bots)
{
	struct uuid client = uuid_new();
	struct chat_line line = { .actor = actor, .ticket_id = ticket, .client_id = client.text, .body = body };
	g_autoptr(GError) error = NULL;

	if (desk_chat_say(fixture.desk, &line, 1, &error) < 0)
		fail_msg("%s", error->message);
	assert_true(line.seq > 0);
	assert_int_equal(line.is_bots, is_bots);
	g_free(line.json);
}

/* What the bot says; NULL: nothing was owed. */
static char *
answer(const char *ticket)
{
	g_autoptr(GError) error = NULL;
	struct bot_answer answer;
	int done = desk_bot_answer(fixture.desk, ticket, &answer, &error);
	char *body = answer.message != NULL ? json_member(answer.message, "body") : NULL;

	if (done < 0)
		fail_msg("%s", error->message);
	bot_answer_clear(&answer);
	return body;
}

static void
expect_answer(const char *ticket, const char *part)
{
	g_autofree char *body = answer(ticket);

	if (body == NULL || strstr(body, part) == NULL)
		fail_msg("%s is not in: %s", part, body != NULL ? body : "(nothing)");
}

static void
a_question_after_hours_is_answered_once(void **state)
{
	g_autofree char *ticket = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "How do I make an invoice?");
	fixture_expect("bot true ready false", STATE, ticket);
	expect_answer(ticket, "From \"Make an invoice\": https://support.example/help/make-an-invoice");
	assert_null(answer(ticket));
	fixture_expect("system:bot:1", SAID, ticket);
	fixture_expect("asked answered", OUTCOMES, ticket);
	fixture_expect("bot.asked bot.answered", "SELECT string_agg(type, ' ' ORDER BY id) FROM events WHERE ticket_id = '%s' AND type LIKE 'bot.%%'", ticket);
	say(&fixture.ana, ticket, "yes", TRUE);
	expect_answer(ticket, "Glad to hear it");
	fixture_expect("asked answered helped", OUTCOMES, ticket);
}

static void
what_was_said_meanwhile_is_taken_up_together(void **state)
{
	g_autofree char *ticket = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "Hi");
	say(&fixture.ana, ticket, "How do I make an invoice?", TRUE);
	expect_answer(ticket, "Make an invoice");
	fixture_expect("system:bot:1", SAID, ticket);
	assert_null(answer(ticket));
}

static void
what_is_owed_is_found_until_it_is_paid(void **state)
{
	g_autofree char *ticket = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) owed = NULL, paid = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "How do I make an invoice?");
	owed = desk_bot_owed(fixture.desk, &error);
	assert_true(g_ptr_array_find_with_equal_func(owed, ticket, g_str_equal, NULL));
	expect_answer(ticket, "Make an invoice");
	paid = desk_bot_owed(fixture.desk, &error);
	assert_false(g_ptr_array_find_with_equal_func(paid, ticket, g_str_equal, NULL));
}

static void
a_ticket_is_named_dated_and_waits_for_people(void **state)
{
	g_autofree char *ticket = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "agent");
	expect_answer(ticket, "What is it about?");
	say(&fixture.ana, ticket, "The export of my costs is empty\nsince Friday", TRUE);
	expect_answer(ticket, "They answer to ana@abel.example.\n\nYou will hear from us by Tuesday, 2027-03-09, 07:00");
	fixture_expect("left true done true", STATE, ticket);
	fixture_expect("The export of my costs is empty", "SELECT subject FROM support_tickets WHERE id = '%s'", ticket);
	/* Monday 07:00 in Chicago and the plan's 24 hours */
	fixture_expect("2027-03-09 13:00", "SELECT to_char(sla_response_by, 'YYYY-MM-DD HH24:MI') FROM support_tickets WHERE id = '%s'", ticket);
	fixture_expect("handed_over", OUTCOMES, ticket);
	say(&fixture.ana, ticket, "Since Friday noon, to be exact", TRUE);
	expect_answer(ticket, "I have added that");
	fixture_expect("bot true done true", STATE, ticket);
	say(&fixture.ana, ticket, "That is all", TRUE);
	assert_null(answer(ticket));
}

static void
in_hours_a_person_is_called(void **state)
{
	g_autofree char *free_plan = NULL, *ticket = NULL;

	(void)state;
	TUESDAY;
	ticket = open_chat(&fixture.ana, "How do I make an invoice?");
	fixture_expect("queued - - true", STATE, ticket);
	assert_null(answer(ticket));
	free_plan = open_chat(&fixture.other, "How do I make an invoice?");
	fixture_expect("bot true ready false", STATE, free_plan);
	SATURDAY;
	g_free(ticket);
	ticket = open_chat(&fixture.ana, "How do I make an invoice?");
	TUESDAY;
	say(&fixture.ana, ticket, "a person please", TRUE);
	expect_answer(ticket, "I am getting a person");
	fixture_expect("queued false done true", STATE, ticket);
}

static void
work_that_is_stopped_is_p1(void **state)
{
	g_autofree char *ticket = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "The site is down");
	expect_answer(ticket, "Is work stopped");
	say(&fixture.ana, ticket, "yes", TRUE);
	expect_answer(ticket, "I have marked this as urgent");
	fixture_expect("P1 2027-03-06 20:00", "SELECT severity || ' ' || to_char(date_trunc('hour', sla_response_by), 'YYYY-MM-DD HH24:MI')"
	    " FROM support_tickets WHERE id = '%s'", ticket);
}

static void
an_agent_who_answers_has_the_chat(void **state)
{
	g_autofree char *ticket = NULL;

	(void)state;
	SATURDAY;
	ticket = open_chat(&fixture.ana, "How do I make an invoice?");
	expect_answer(ticket, "Make an invoice");
	say(&fixture.agent, ticket, "I am here", FALSE);
	fixture_expect("active false answered false", STATE, ticket);
	say(&fixture.ana, ticket, "How do I make an invoice?", FALSE);
	assert_null(answer(ticket));
}

static void
leave(const struct actor *actor, const char *ticket)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *json = desk_chat_leave(fixture.desk, actor, ticket, &error);

	if (json == NULL)
		fail_msg("%s", error->message);
}

static void
who_leaves_unanswered_is_not_forgotten(void **state)
{
	g_autofree char *helped = NULL, *unanswered = NULL;

	(void)state;
	SATURDAY;
	helped = open_chat(&fixture.ana, "How do I make an invoice?");
	expect_answer(helped, "Make an invoice");
	say(&fixture.ana, helped, "thanks", TRUE);
	expect_answer(helped, "Glad");
	leave(&fixture.ana, helped);
	fixture_expect("resolved", "SELECT status FROM support_tickets WHERE id = '%s'", helped);
	unanswered = open_chat(&fixture.ana, "Who won the football game in Lisbon yesterday?");
	expect_answer(unanswered, "I do not know that");
	leave(&fixture.ana, unanswered);
	fixture_expect("left true offer true", STATE, unanswered);
	fixture_expect("open", "SELECT status FROM support_tickets WHERE id = '%s'", unanswered);
	fixture_expect("asked unknown handed_over", OUTCOMES, unanswered);
	/* what they add by mail is for people: the bot has nothing to say to it */
	g_free(fixture_sql("WITH t AS (UPDATE support_tickets SET last_seq = last_seq + 1 WHERE id = '%s' RETURNING id, last_seq, builder_id)"
	    " INSERT INTO ticket_messages (id, ticket_id, builder_id, seq, sender_type, channel, body)"
	    " SELECT '0190bbbb-0000-7000-8000-000000000001', id, builder_id, last_seq, 'customer', 'email', 'One more thing' FROM t", unanswered));
	assert_null(answer(unanswered));
	fixture_expect("left true offer true", STATE, unanswered);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_after_hours_is_answered_once),
		cmocka_unit_test(what_was_said_meanwhile_is_taken_up_together),
		cmocka_unit_test(what_is_owed_is_found_until_it_is_paid),
		cmocka_unit_test(a_ticket_is_named_dated_and_waits_for_people),
		cmocka_unit_test(in_hours_a_person_is_called),
		cmocka_unit_test(work_that_is_stopped_is_p1),
		cmocka_unit_test(an_agent_who_answers_has_the_chat),
		cmocka_unit_test(who_leaves_unanswered_is_not_forgotten),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
