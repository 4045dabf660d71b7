#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/sign.h"
#include "base/uuid.h"

static void
ids_sort_by_the_time_they_were_made(void **state)
{
	struct uuid before = uuid_new();

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct uuid after = uuid_new();

		assert_true(strcmp(before.text, after.text) < 0);
		assert_true(uuid_is_valid(after.text));
		assert_int_equal(after.text[14], '7');
		before = after;
	}
}

static void
a_fault_keeps_its_name_and_field(void **state)
{
	GError *error = NULL, *copy;

	(void)state;
	fault_set(&error, FAULT_LIMIT, "attachment-too-large", "attachments", "At most %d MB.", 25);
	copy = g_error_copy(error);
	g_error_free(error);
	assert_true(fault_is(copy, FAULT_LIMIT));
	assert_string_equal(fault_name(copy), "attachment-too-large");
	assert_string_equal(fault_field(copy), "attachments");
	assert_string_equal(copy->message, "At most 25 MB.");
	g_error_free(copy);
}

static void
a_wait_doubles_up_to_its_ceiling(void **state)
{
	struct backoff backoff = { .first_ms = 100, .most_ms = 1000 };
	int most[] = { 100, 200, 400, 800, 1000, 1000 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(most); i++) {
		int wait = backoff_next_ms(&backoff);

		assert_in_range(wait, most[i] / 2, most[i]);
	}
	backoff_succeeded(&backoff);
	assert_in_range(backoff_next_ms(&backoff), 50, 100);
}

static void
a_token_holds_only_for_its_text_purpose_and_key(void **state)
{
	g_autoptr(GBytes) key = g_bytes_new_static("0123456789abcdef", 16);
	g_autoptr(GBytes) other = g_bytes_new_static("0123456789abcdeF", 16);
	g_autofree char *token = sign_make(key, "reply", "ticket-7");
	g_autofree char *upper = g_ascii_strup(token, -1);

	(void)state;
	assert_int_equal(strlen(token), SIGN_LENGTH);
	assert_true(sign_holds(key, "reply", "ticket-7", token));
	assert_true(sign_holds(key, "reply", "ticket-7", upper));
	assert_false(sign_holds(key, "reply", "ticket-8", token));
	assert_false(sign_holds(key, "visitor", "ticket-7", token));
	assert_false(sign_holds(other, "reply", "ticket-7", token));
	assert_false(sign_holds(key, "reply", "ticket-7", "short"));
	assert_false(sign_holds(key, "reply", "ticket-7", NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_sort_by_the_time_they_were_made),
		cmocka_unit_test(a_fault_keeps_its_name_and_field),
		cmocka_unit_test(a_wait_doubles_up_to_its_ceiling),
		cmocka_unit_test(a_token_holds_only_for_its_text_purpose_and_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
