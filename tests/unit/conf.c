#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"

struct place {
	char *folder, *file, *secret;
};

static int
make_place(void **state)
{
	struct place *place = g_new0(struct place, 1);

	place->folder = g_dir_make_tmp("supportd-conf-XXXXXX", NULL);
	place->file = g_build_filename(place->folder, "supportd.conf", NULL);
	place->secret = g_build_filename(place->folder, "secret", NULL);
	*state = place;
	return g_file_set_contents(place->secret, "0123456789abcdef0123456789abcdef\nsecond line\n", -1, NULL) ? 0 : -1;
}

static int
clear_place(void **state)
{
	struct place *place = *state;

	g_unlink(place->file);
	g_unlink(place->secret);
	g_rmdir(place->folder);
	g_free(place->folder);
	g_free(place->file);
	g_free(place->secret);
	g_free(place);
	return 0;
}

/* The least that a configuration needs, and more. */
static struct conf *
load(const struct place *place, const char *more, GError **error)
{
	g_autofree char *text = g_strdup_printf("database = \"dbname=x\";\npublic_url = \"http://x\";\nsecret_file = \"%s\";\n%s\n",
	    place->secret, more);

	assert_true(g_file_set_contents(place->file, text, -1, NULL));
	return conf_load(place->file, error);
}

static void
what_is_not_said_has_its_default(void **state)
{
	g_autoptr(GError) error = NULL;
	struct conf *conf = load(*state, "email = { smtp = { url = \"smtp://h:587\"; }; undo_seconds = 3; };", &error);

	assert_non_null(conf);
	assert_string_equal(conf->email.smtp_tls, "starttls");
	assert_int_equal(conf->email.undo_seconds, 3);
	assert_int_equal(conf->web.workers, 4);
	assert_true(g_bytes_get_size(conf->secret) >= 32);
	conf_free(&conf);
	assert_null(conf);
}

static void
expect_refusal(const struct place *place, const char *more, const char *line, const char *words)
{
	g_autoptr(GError) error = NULL;

	assert_null(load(place, more, &error));
	assert_true(fault_is(error, FAULT_INVALID));
	assert_string_equal(fault_name(error), "bad-config");
	if (strstr(error->message, line) == NULL || strstr(error->message, words) == NULL)
		fail_msg("%s", error->message);
}

static void
a_mistake_is_told_with_its_line_and_what_is_wanted(void **state)
{
	expect_refusal(*state, "emial = { undo_seconds = 3; };", "supportd.conf:4: ", "did you mean `email.undo_seconds`?");
	expect_refusal(*state, "web = { workers = \"four\"; };", "supportd.conf:4: ", "a number is wanted");
	expect_refusal(*state, "web = { workers = 400; };", "supportd.conf:4: ", "must be 1 to 64");
	expect_refusal(*state, "email = { smtp = { url = \"smtp://h\"; }; };\nlog = { level = \"loud\"; };", "supportd.conf:5: ", "error, warning, info or debug");
	expect_refusal(*state, "redis = 7;", "supportd.conf:4: ", "a text in quotes");
	expect_refusal(*state, "web = {", "supportd.conf:5: ", "syntax error");
	expect_refusal(*state, "", "", "`email.smtp.url` is missing");
	expect_refusal(*state, "email = { smtp = { url = \"smtp://h\"; }; };\nsecrets = { a = { }; };", "supportd.conf:5: ", "`file` or `command`");
}

static void
a_secret_is_the_first_line_of_a_file_or_of_a_command(void **state)
{
	const struct place *place = *state;
	g_autoptr(GError) error = NULL;
	g_autofree char *more = g_strdup_printf("email = { smtp = { url = \"smtp://h:587\"; }; };\nsecrets = { a = { file = \"%s\"; };\n"
	    "b = { command = \"printf 'tok\\nmore'\"; };\nc = { command = \"exit 3\"; }; };", place->secret);
	struct conf *conf = load(place, more, &error);
	char *a = conf_secret(conf, "a", NULL), *b = conf_secret(conf, "b", NULL);

	assert_string_equal(a, "0123456789abcdef0123456789abcdef");
	assert_string_equal(b, "tok");
	assert_null(conf_secret(conf, "c", &error));
	assert_string_equal(fault_name(error), "secret-unavailable");
	g_clear_error(&error);
	assert_null(conf_secret(conf, "d", &error));
	assert_string_equal(fault_name(error), "no-such-secret");
	conf_wipe(a);
	conf_wipe(b);
	conf_free(&conf);
}

static void
an_address_to_listen_on_is_a_host_and_a_port(void **state)
{
	static const char *const wrong[] = { "127.0.0.1", "127.0.0.1:", "127.0.0.1:80abc", "127.0.0.1:70000", "h:-1" };
	g_autofree char *host = NULL, *six = NULL;
	int port;

	(void)state;
	assert_int_equal(conf_split_listen("127.0.0.1:8080", &host, &port, NULL), 1);
	assert_string_equal(host, "127.0.0.1");
	assert_int_equal(port, 8080);
	assert_int_equal(conf_split_listen("[::1]:80", &six, &port, NULL), 1);
	assert_string_equal(six, "::1");
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;

		assert_int_equal(conf_split_listen(wrong[i], &host, &port, &error), -1);
		assert_non_null(error);
	}
}

static void
the_sample_can_be_read(void **state)
{
	const struct place *place = *state;
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", "src/conf/supportd.conf.sample", NULL), *text = NULL;
	g_autoptr(GString) sample = NULL;
	g_autoptr(GError) error = NULL;
	struct conf *conf;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	sample = g_string_new(text);
	g_string_replace(sample, "/etc/supportd/secret", place->secret, 0);
	g_string_replace(sample, "/etc/supportd/platform.pem", place->secret, 0);
	assert_true(g_file_set_contents(place->file, sample->str, -1, NULL));
	conf = conf_load(place->file, &error);
	assert_non_null(conf);
	assert_string_equal(conf->email.hello, "support.example.com");
	conf_free(&conf);
}

static void
a_file_that_is_not_there_is_named(void **state)
{
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_null(conf_load("/nowhere/supportd.conf", &error));
	assert_string_equal(error->message, "/nowhere/supportd.conf cannot be read: No such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_not_said_has_its_default, make_place, clear_place),
		cmocka_unit_test_setup_teardown(a_mistake_is_told_with_its_line_and_what_is_wanted, make_place, clear_place),
		cmocka_unit_test_setup_teardown(a_secret_is_the_first_line_of_a_file_or_of_a_command, make_place, clear_place),
		cmocka_unit_test_setup_teardown(the_sample_can_be_read, make_place, clear_place),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(an_address_to_listen_on_is_a_host_and_a_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
