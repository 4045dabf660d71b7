#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <string.h>

#include "base/fault.h"
#include "bus/bell.h"
#include "chat/asyncapi.h"
#include "chat/frame.h"
#include "model/chat.h"

#define TICKET "0199aaaa-0000-7000-8000-000000000001"

static void
expect_refused(const char *text, const char *name, const char *field)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(frame_in) frame = frame_read(text, strlen(text), &error);

	assert_null(frame);
	assert_string_equal(fault_name(error), name);
	if (field != NULL)
		assert_string_equal(fault_field(error), field);
}

static void
a_frame_in_order_gives_its_fields(void **state)
{
	static const char text[] = "{\"type\":\"send\",\"ticket\":\"" TICKET "\",\"client_id\":\"c\",\"body\":\"two\\nlines\",\"is_internal\":true}";
	g_autoptr(GError) error = NULL;
	g_autoptr(frame_in) frame = frame_read(text, strlen(text), &error);

	(void)state;
	assert_non_null(frame);
	assert_int_equal(frame_type(frame)->kind, FRAME_SEND);
	assert_string_equal(frame_text(frame, "body"), "two\nlines");
	assert_true(frame_bool(frame, "is_internal"));
	assert_int_equal(frame_int(frame, "seq"), 0);
}

static void
what_is_no_frame_is_refused_by_name(void **state)
{
	(void)state;
	expect_refused("", "bad-json", NULL);
	expect_refused("{\"type\":\"ping\"}{}", "bad-json", NULL);
	expect_refused("[]", "bad-frame", NULL);
	expect_refused("{\"type\":\"message\"}", "unknown-frame", "type");
	expect_refused("{\"type\":\"ping\",\"x\":1}", "unknown-field", NULL);
	expect_refused("{\"type\":\"accept\"}", "field-missing", "ticket");
	expect_refused("{\"type\":\"accept\",\"ticket\":\"7\"}", "bad-field", "ticket");
	expect_refused("{\"type\":\"read\",\"ticket\":\"" TICKET "\",\"seq\":-1}", "bad-field", "seq");
	expect_refused("{\"type\":\"read\",\"ticket\":\"" TICKET "\",\"seq\":1.5}", "bad-field", "seq");
	expect_refused("{\"type\":\"presence\",\"state\":\"asleep\"}", "bad-field", "state");
	expect_refused("{\"type\":\"open\",\"client_id\":\"a\\nb\"}", "bad-field", "client_id");
	expect_refused("{\"type\":\"open\",\"client_id\":\"a\",\"body\":\" \\n \"}", "bad-field", "body");
	expect_refused("{\"type\":\"open\",\"client_id\":\"a\",\"body\":\"a\\u0000b\"}", "bad-field", "body");
	expect_refused("{\"type\":\"ping\",\"a\":[[[[[[[[1]]]]]]]]}", "bad-json", NULL);
}

static void
a_frame_larger_than_allowed_is_not_even_read(void **state)
{
	g_autofree char *text = g_strnfill(FRAME_BYTES_MAX + 1, ' ');

	(void)state;
	expect_refused(text, "frame-too-large", NULL);
}

static void
a_chat_goes_only_where_the_table_lets_it(void **state)
{
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_int_equal(chat_transition(CHAT_QUEUED, CHAT_ACTIVE, NULL), 1);
	assert_int_equal(chat_transition(CHAT_ACTIVE, CHAT_OFFERED, NULL), 1);
	assert_int_equal(chat_transition(CHAT_ACTIVE, CHAT_ACTIVE, NULL), 0);
	assert_int_equal(chat_transition(CHAT_CLOSED, CHAT_ACTIVE, &error), -1);
	assert_string_equal(fault_name(error), "illegal-chat-transition");
	assert_int_equal(chat_transition(CHAT_LEFT, CHAT_OFFERED, NULL), -1);
}

static void
a_customer_who_comes_back_goes_on_with_their_agent(void **state)
{
	(void)state;
	assert_int_equal(chat_state_after_customer(CHAT_LEFT, TRUE), CHAT_ACTIVE);
	assert_int_equal(chat_state_after_customer(CHAT_LEFT, FALSE), CHAT_QUEUED);
	assert_int_equal(chat_state_after_customer(CHAT_CLOSED, TRUE), CHAT_QUEUED);
	assert_int_equal(chat_state_after_customer(CHAT_ACTIVE, TRUE), CHAT_ACTIVE);
}

static void
every_state_has_a_word_and_back(void **state)
{
	(void)state;
	for (int i = CHAT_BOT; i <= CHAT_CLOSED; i++)
		assert_int_equal(chat_state_from_word(chat_state_words[i]), i);
	assert_null(chat_state_words[CHAT_CLOSED + 1]);
	assert_int_equal(chat_state_from_word("asleep"), -1);
}

static void
what_the_bell_says_is_heard_as_it_was_said(void **state)
{
	struct bell_note note = { .kind = BELL_MESSAGE, .ticket = TICKET, .seq = 12, .is_staff_only = TRUE, .origin = "n:3", .json = "{\"a\": \"b c\"}" };
	g_autofree char *line = bell_write(&note);
	struct bell_note heard;

	(void)state;
	assert_true(bell_read(line, &heard));
	assert_int_equal(heard.kind, BELL_MESSAGE);
	assert_string_equal(heard.ticket, TICKET);
	assert_int_equal(heard.seq, 12);
	assert_true(heard.is_staff_only);
	assert_string_equal(heard.origin, "n:3");
	assert_string_equal(heard.json, "{\"a\": \"b c\"}");
}

static void
what_others_ring_is_left_alone(void **state)
{
	static const char *const lines[] = { "", "m", "m a", "x a 1 e - {}", "m a 1 e -", "m a 1 e - x", "mm a 1 e - {}", "  1 e - {}" };
	struct bell_note note;

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *line = g_strdup(lines[i]);

		assert_false(bell_read(line, &note));
	}
}

static void
the_description_names_every_frame(void **state)
{
	g_autofree char *text = asyncapi_json("https://support.example");
	json_object *root = json_tokener_parse(text), *messages = NULL, *server = NULL;

	(void)state;
	assert_non_null(root);
	assert_true(json_object_object_get_ex(json_object_object_get(root, "components"), "messages", &messages));
	for (const struct frame_type *type = frame_types; type->name != NULL; type++) {
		g_autofree char *name = g_strdup_printf("%s-%s", type->who == FRAME_BY_SERVER ? "server" : "client", type->name);

		assert_non_null(json_object_object_get(messages, name));
	}
	server = json_object_object_get(json_object_object_get(root, "servers"), "chat");
	assert_string_equal(json_object_get_string(json_object_object_get(server, "host")), "support.example");
	assert_string_equal(json_object_get_string(json_object_object_get(server, "protocol")), "wss");
	json_object_put(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_in_order_gives_its_fields),
		cmocka_unit_test(what_is_no_frame_is_refused_by_name),
		cmocka_unit_test(a_frame_larger_than_allowed_is_not_even_read),
		cmocka_unit_test(a_chat_goes_only_where_the_table_lets_it),
		cmocka_unit_test(a_customer_who_comes_back_goes_on_with_their_agent),
		cmocka_unit_test(every_state_has_a_word_and_back),
		cmocka_unit_test(what_the_bell_says_is_heard_as_it_was_said),
		cmocka_unit_test(what_others_ring_is_left_alone),
		cmocka_unit_test(the_description_names_every_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
