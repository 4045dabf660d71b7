#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>
#include <string.h>

#include "base/fault.h"
#include "web/endpoint.h"
#include "web/field.h"
#include "web/header.h"
#include "web/multipart.h"
#include "web/openapi.h"
#include "web/problem.h"
#include "wire/rate.h"
#include "web/request.h"
#include "web/route.h"
#include "wire/peer.h"

#define A_UUID "018f4e7c-0b7e-7c3a-9d2e-6a1f0c5b8e21"

/* ---- routes */

static const struct endpoint some[] = {
	{ .method = "GET", .path = "/t/:ticket" },
	{ .method = "PUT", .path = "/t/:ticket" },
	{ .method = "GET", .path = "/t/held" },
	{ .method = "POST", .path = "/t/:ticket/m/:message_id" },
	{ .method = NULL },
};
static const struct endpoint *const families[] = { some, NULL };

static const char *
route(const char *method, const char *path, const char *param)
{
	static char found[200];
	struct router *router = router_new(families);
	g_autoptr(values_auto) params = NULL;
	g_autofree char *allow = NULL;
	g_autoptr(GError) error = NULL;
	const struct endpoint *endpoint = router_find(router, method, path, &params, &allow, &error);

	if (endpoint == NULL)
		g_snprintf(found, sizeof(found), "%s %s", fault_name(error), allow != NULL ? allow : "");
	else
		g_snprintf(found, sizeof(found), "%s %s", endpoint->path, param != NULL ? value_text(params, param) : "");
	router_free(&router);
	return g_strchomp(found);
}

static void
a_path_finds_its_endpoint(void **state)
{
	(void)state;
	assert_string_equal(route("GET", "/t/48", "ticket"), "/t/:ticket 48");
	assert_string_equal(route("HEAD", "/t/" A_UUID, "ticket"), "/t/:ticket " A_UUID);
	assert_string_equal(route("GET", "/t/held", NULL), "/t/held");
	assert_string_equal(route("POST", "/t/1/m/" A_UUID, "message_id"), "/t/:ticket/m/:message_id " A_UUID);
}

static void
a_wrong_path_is_told_from_a_wrong_method(void **state)
{
	(void)state;
	assert_string_equal(route("GET", "/x", NULL), "no-such-path");
	assert_string_equal(route("GET", "/t/48/", NULL), "no-such-path");
	assert_string_equal(route("GET", "", NULL), "no-such-path");
	assert_string_equal(route("DELETE", "/t/48", NULL), "method-not-allowed GET, HEAD, PUT, OPTIONS");
	assert_string_equal(route("GET", "/t/forty-eight", NULL), "not-found");
	assert_string_equal(route("GET", "/t/99999999999999999999", NULL), "not-found");
	assert_string_equal(route("POST", "/t/1/m/2", NULL), "not-found");
}

/* ---- fields */

static const char *const colours[] = { "red", "green", NULL };
static const struct field inner[] = { { .name = "size", .type = FIELD_INT, .is_required = TRUE, .least = 1, .most = 9 }, { .name = NULL } };
static const struct field fields[] = {
	{ .name = "line", .type = FIELD_LINE, .is_required = TRUE, .most = 5 },
	{ .name = "text", .type = FIELD_TEXT, .may_be_null = TRUE },
	{ .name = "n", .type = FIELD_INT, .least = -5, .most = 5 },
	{ .name = "yes", .type = FIELD_BOOL },
	{ .name = "colour", .type = FIELD_WORD, .words = colours },
	{ .name = "colours", .type = FIELD_WORDS, .words = colours, .most = 2 },
	{ .name = "id", .type = FIELD_UUID },
	{ .name = "email", .type = FIELD_EMAIL },
	{ .name = "at", .type = FIELD_TIME },
	{ .name = "any", .type = FIELD_OBJECT, .most = 20 },
	{ .name = "rows", .type = FIELD_RECORDS, .records = inner },
	{ .name = NULL },
};

static const char *
body_fault(const char *json)
{
	static char text[200];
	g_autoptr(GError) error = NULL;
	g_autoptr(values_auto) values = values_from_json(json, strlen(json), fields, &error);

	if (values != NULL)
		return "";
	g_snprintf(text, sizeof(text), "%s %s", fault_name(error), fault_field(error) != NULL ? fault_field(error) : "");
	return g_strchomp(text);
}

static void
a_good_body_gives_its_values(void **state)
{
	static const char json[] = "{\"line\":\" h\xc3\xa9llo \",\"text\":\"a\\r\\nb\",\"n\":-5,\"yes\":true,\"colours\":[\"red\",\"green\"],"
	    "\"id\":\"" A_UUID "\",\"at\":\"2026-01-31T12:00:00+02:00\",\"any\":{\"a\":[1]},\"rows\":[{\"size\":9}]}";
	g_autoptr(values_auto) values = values_from_json(json, strlen(json), fields, NULL);

	(void)state;
	assert_non_null(values);
	assert_string_equal(value_text(values, "line"), "h\xc3\xa9llo");
	assert_string_equal(value_text(values, "text"), "a\nb");
	assert_int_equal(value_int(values, "n", 0), -5);
	assert_true(value_bool(values, "yes", FALSE));
	assert_string_equal(value_list(values, "colours")[1], "green");
	assert_null(value_list(values, "colours")[2]);
	assert_string_equal(value_text(values, "at"), "2026-01-31T10:00:00.000000Z");
	assert_string_equal(value_text(values, "any"), "{\"a\":[1]}");
	assert_false(value_is_given(values, "email"));
}

static void
null_is_something_else_than_nothing(void **state)
{
	g_autoptr(values_auto) values = values_from_json("{\"line\":\"x\",\"text\":null}", 24, fields, NULL);

	(void)state;
	assert_true(value_is_given(values, "text") && value_is_null(values, "text"));
	assert_false(value_is_null(values, "n"));
	assert_string_equal(body_fault("{\"line\":null}"), "invalid-field line");
}

static void
a_bad_body_names_the_field_at_fault(void **state)
{
	(void)state;
	assert_string_equal(body_fault("{}"), "missing-field line");
	assert_string_equal(body_fault("{\"line\":\"\"}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":\"   \"}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":\"sixsix\"}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":\"a\\nb\"}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":\"a\\u0000b\"}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":7}"), "invalid-field line");
	assert_string_equal(body_fault("{\"line\":\"x\",\"lime\":1}"), "unknown-field lime");
	assert_string_equal(body_fault("{\"line\":\"x\",\"n\":6}"), "invalid-field n");
	assert_string_equal(body_fault("{\"line\":\"x\",\"n\":1.5}"), "invalid-field n");
	assert_string_equal(body_fault("{\"line\":\"x\",\"n\":\"1\"}"), "invalid-field n");
	assert_string_equal(body_fault("{\"line\":\"x\",\"yes\":1}"), "invalid-field yes");
	assert_string_equal(body_fault("{\"line\":\"x\",\"colour\":\"blue\"}"), "invalid-field colour");
	assert_string_equal(body_fault("{\"line\":\"x\",\"colours\":[\"red\",\"red\",\"red\"]}"), "invalid-field colours");
	assert_string_equal(body_fault("{\"line\":\"x\",\"id\":\"48\"}"), "invalid-field id");
	assert_string_equal(body_fault("{\"line\":\"x\",\"email\":\"ana\"}"), "invalid-field email");
	assert_string_equal(body_fault("{\"line\":\"x\",\"email\":\"a@b\\r\\nBcc: c@d\"}"), "invalid-field email");
	assert_string_equal(body_fault("{\"line\":\"x\",\"at\":\"tomorrow\"}"), "invalid-field at");
	assert_string_equal(body_fault("{\"line\":\"x\",\"at\":\"2026-01-31T12:00:00\"}"), "invalid-field at");
	assert_string_equal(body_fault("{\"line\":\"x\",\"any\":{\"a\":\"0123456789012345\"}}"), "invalid-field any");
	assert_string_equal(body_fault("{\"line\":\"x\",\"rows\":[{\"size\":1},{\"size\":0}]}"), "invalid-field rows[1].size");
	assert_string_equal(body_fault("{\"line\":\"x\",\"rows\":[{}]}"), "missing-field rows[0].size");
}

static void
what_is_no_json_is_refused(void **state)
{
	g_autofree char *deep = g_strnfill(1000, '[');

	(void)state;
	assert_string_equal(body_fault(""), "bad-json");
	assert_string_equal(body_fault("{"), "bad-json");
	assert_string_equal(body_fault("[]"), "bad-json");
	assert_string_equal(body_fault("null"), "bad-json");
	assert_string_equal(body_fault("{\"line\":\"x\"} x"), "bad-json");
	assert_string_equal(body_fault("{'line':'x'}"), "bad-json");
	assert_string_equal(body_fault("{\"line\":\"\xff\xfe\"}"), "bad-json");
	assert_string_equal(body_fault(deep), "json-too-deep");
	assert_string_equal(body_fault("{\"line\":\"x\"}\r\n "), "");
}

static const char *
query_fault(const char *first, const char *second)
{
	static const struct field known[] = { { .name = "status", .type = FIELD_WORDS, .words = colours }, { .name = "n", .type = FIELD_INT },
		{ .name = "yes", .type = FIELD_BOOL }, { .name = NULL } };
	g_autoptr(GPtrArray) query = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(values_auto) values = NULL;

	g_ptr_array_add(query, (char *)first);
	if (second != NULL)
		g_ptr_array_add(query, (char *)second);
	values = values_from_query(query, known, &error);
	return values != NULL ? "" : g_intern_string(fault_name(error));
}

static void
a_query_is_as_strict_as_a_body(void **state)
{
	(void)state;
	assert_string_equal(query_fault("status=red,green", "n=-7"), "");
	assert_string_equal(query_fault("status=red,", NULL), "invalid-parameter");
	assert_string_equal(query_fault("stat=red", NULL), "unknown-parameter");
	assert_string_equal(query_fault("n=1", "n=2"), "invalid-parameter");
	assert_string_equal(query_fault("n=", NULL), "invalid-parameter");
	assert_string_equal(query_fault("n", NULL), "invalid-parameter");
	assert_string_equal(query_fault("yes=1", NULL), "invalid-parameter");
	assert_string_equal(query_fault("status=\xff", NULL), "invalid-parameter");
	assert_string_equal(query_fault("=", NULL), "unknown-parameter");
}

/* ---- headers */

static void
ranges_are_read_as_the_rfc_says(void **state)
{
	int64_t a, b;

	(void)state;
	assert_int_equal(header_range("bytes=0-499", 1000, &a, &b), 1);
	assert_true(a == 0 && b == 499);
	assert_int_equal(header_range("bytes=500-", 1000, &a, &b), 1);
	assert_true(a == 500 && b == 999);
	assert_int_equal(header_range("bytes=-5", 1000, &a, &b), 1);
	assert_true(a == 995 && b == 999);
	assert_int_equal(header_range("bytes=-5000", 1000, &a, &b), 1);
	assert_true(a == 0 && b == 999);
	assert_int_equal(header_range("bytes=990-5000", 1000, &a, &b), 1);
	assert_true(a == 990 && b == 999);
	assert_int_equal(header_range("bytes=1000-", 1000, &a, &b), -1);
	assert_int_equal(header_range("bytes=-0", 1000, &a, &b), -1);
	assert_int_equal(header_range("bytes=0-", 0, &a, &b), -1);
	assert_int_equal(header_range("bytes=5-2", 1000, &a, &b), 0);
	assert_int_equal(header_range("bytes=0-1,5-6", 1000, &a, &b), 0);
	assert_int_equal(header_range("bytes=99999999999999999999-", 1000, &a, &b), 0);
	assert_int_equal(header_range("lines=1-2", 1000, &a, &b), 0);
	assert_int_equal(header_range(NULL, 1000, &a, &b), 0);
}

static void
only_our_own_etags_match(void **state)
{
	int64_t version;

	(void)state;
	assert_int_equal(header_if_match("\"7\"", &version, NULL), 1);
	assert_int_equal(version, 7);
	assert_int_equal(header_if_match("*", &version, NULL), 0);
	assert_int_equal(header_if_match(NULL, &version, NULL), 0);
	assert_int_equal(header_if_match("7", &version, NULL), -1);
	assert_int_equal(header_if_match("W/\"7\"", &version, NULL), -1);
	assert_int_equal(header_if_match("\"7\", \"8\"", &version, NULL), -1);
	assert_true(header_none_match("\"1\", W/\"7\"", "\"7\""));
	assert_true(header_none_match("*", "\"7\""));
	assert_false(header_none_match("\"8\"", "\"7\""));
	assert_false(header_none_match(NULL, "\"7\""));
}

static void
a_filename_survives_both_ways(void **state)
{
	g_autofree char *plain = header_attachment("a b.pdf"), *accents = header_attachment("r\xc3\xa9sum\xc3\xa9\".pdf");
	g_autofree char *back = header_parameter(accents, "filename"), *quoted = header_parameter("form-data; name=\"f\"; filename=\"a;\\\"b.txt\"", "filename");
	g_autofree char *safe = header_safe_filename("C:\\dir\\..\\a\xe2\x80\xaetxt.exe\r\n"), *none = header_safe_filename("../.."), *nothing = header_safe_filename(NULL);

	(void)state;
	assert_string_equal(plain, "attachment; filename=\"a b.pdf\"");
	assert_string_equal(accents, "attachment; filename=\"r_sum__.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9%22.pdf");
	assert_string_equal(back, "r\xc3\xa9sum\xc3\xa9\".pdf");
	assert_string_equal(quoted, "a;\"b.txt");
	assert_string_equal(safe, "atxt.exe");
	assert_string_equal(none, "file");
	assert_string_equal(nothing, "file");
}

static void
a_token_stands_behind_bearer_and_nowhere_else(void **state)
{
	(void)state;
	assert_string_equal(header_bearer("Bearer abc.def", NULL), "abc.def");
	assert_string_equal(header_bearer("bearer  abc", NULL), "abc");
	assert_null(header_bearer("Basic abc", NULL));
	assert_null(header_bearer("Bearer ", NULL));
	assert_null(header_bearer("Bearer a b", NULL));
	assert_null(header_bearer("Bearer a, Bearer b", NULL));
}

static void
only_the_proxy_that_is_trusted_tells_an_address(void **state)
{
	char text[46];

	(void)state;
	peer_address("10.0.0.1", "1.2.3.4, 5.6.7.8", "10.0.0.1", text, sizeof(text));
	assert_string_equal(text, "5.6.7.8");
	peer_address("10.0.0.2", "1.2.3.4", "10.0.0.1", text, sizeof(text));
	assert_string_equal(text, "10.0.0.2");
	peer_address("10.0.0.1", "nonsense", "10.0.0.1", text, sizeof(text));
	assert_string_equal(text, "10.0.0.1");
	peer_address("10.0.0.1", "1.2.3.4", "", text, sizeof(text));
	assert_string_equal(text, "10.0.0.1");
}

/* ---- forms */

static int
on_file(const char *filename, const char *content_type, void *user, GError **error)
{
	(void)error;
	g_string_append_printf(user, "[%s %s]", filename, content_type != NULL ? content_type : "-");
	return 1;
}

static int
on_data(const void *data, gsize length, void *user, GError **error)
{
	(void)error;
	g_string_append_len(user, data, (gssize)length);
	return 1;
}

/* What comes out of a form that comes in pieces of that many bytes. */
static char *
read_form(const char *body, gsize piece)
{
	static const struct multipart_calls calls = { on_file, on_data };
	GString *out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	struct multipart *multipart = multipart_new("multipart/form-data; boundary=\"xYz\"", &calls, out, &error);
	gsize length = strlen(body);
	int done = multipart != NULL ? 1 : -1;

	for (gsize at = 0; at < length && done > 0; at += piece)
		done = multipart_add(multipart, body + at, MIN(piece, length - at), &error);
	if (done > 0)
		done = multipart_end(multipart, &error);
	if (done < 0)
		g_string_assign(out, fault_name(error));
	multipart_free(&multipart);
	return g_string_free(out, FALSE);
}

static void
a_form_gives_its_file_however_it_is_cut(void **state)
{
	static const char form[] = "preamble\r\n--xYz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--xYz  \r\n"
	    "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
	    "one\r\n--xY\r\n-\r\n\r\n--xYz--\r\nepilogue";

	(void)state;
	for (gsize piece = 1; piece < sizeof(form); piece++) {
		g_autofree char *got = read_form(form, piece);

		assert_string_equal(got, "[a.txt text/plain]one\r\n--xY\r\n-\r\n");
	}
}

static void
a_form_that_breaks_off_is_refused(void **state)
{
	static const char *const bad[] = { "", "--xYz\r\n", "--xYz--\r\n", "--xYz\r\n\r\n\r\n--xYz--",
		"--xYz\r\nContent-Disposition: form-data; filename=a\r\n\r\nhalf", "--xYz\r\nContent-Disposition: form-data; filename=a\r\n\r\nx\r\n--xYzz--",
		"--xYz\r\nContent-Disposition: form-data; filename=a\r\n\r\nx\r\n--xYz\r\nContent-Disposition: form-data; filename=b\r\n\r\ny\r\n--xYz--" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *got = read_form(bad[i], 7);

		assert_string_equal(got, "bad-multipart");
	}
}

/* ---- the rest */

static void
a_problem_says_what_to_do_but_not_what_is_inside(void **state)
{
	g_autoptr(GError) error = NULL, inside = NULL, gone = NULL;
	g_autofree char *json = NULL, *hidden = NULL, *host = NULL;

	(void)state;
	fault_set(&error, FAULT_INVALID, "invalid-field", "subject", "subject: must be \"short\".");
	json = problem_json(error, problem_status(error));
	assert_string_equal(json, "{\"type\":\"/problems/invalid-field\",\"title\":\"Something in the request is wrong\",\"status\":422,"
	    "\"detail\":\"subject: must be \\\"short\\\".\",\"field\":\"subject\"}");
	fault_set(&inside, FAULT_INTERNAL, "database-error", NULL, "relation \"secret\" does not exist");
	hidden = problem_json(inside, problem_status(inside));
	assert_null(strstr(hidden, "secret"));
	fault_set(&gone, FAULT_UNAVAILABLE, "database-unavailable", NULL, "no route to host db1");
	host = problem_json(gone, problem_status(gone));
	assert_int_equal(problem_status(gone), 503);
	assert_null(strstr(host, "db1"));
	assert_true(problem_retry_after(gone) > 0);
}

static void
a_bucket_runs_empty_and_others_do_not(void **state)
{
	struct rate *rate = rate_new(3, 3600);
	struct rate_state left;
	g_autoptr(GError) error = NULL;

	(void)state;
	for (int i = 2; i >= 0; i--) {
		assert_int_equal(rate_take(rate, "ana", "too-many", &left, NULL), 1);
		assert_int_equal(left.remaining, i);
	}
	assert_int_equal(rate_take(rate, "ana", "too-many", NULL, &error), -1);
	assert_true(fault_is(error, FAULT_RATE));
	assert_int_equal(rate_take(rate, "bob", "too-many", NULL, NULL), 1);
	rate_free(&rate);
}

static void
every_endpoint_can_be_described(void **state)
{
	struct router *router = router_new(endpoint_families);
	g_autofree char *json = openapi_json(router, "http://localhost");
	guint n;
	const struct endpoint *const *all = router_all(router, &n);

	(void)state;
	assert_true(n > 20);
	assert_non_null(strstr(json, "\"openapi\":\"3.1.0\""));
	for (guint i = 0; i < n; i++) {
		assert_true(all[i]->who != 0);
		assert_non_null(all[i]->run);
		assert_non_null(all[i]->summary);
	}
	router_free(&router);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_finds_its_endpoint),
		cmocka_unit_test(a_wrong_path_is_told_from_a_wrong_method),
		cmocka_unit_test(a_good_body_gives_its_values),
		cmocka_unit_test(null_is_something_else_than_nothing),
		cmocka_unit_test(a_bad_body_names_the_field_at_fault),
		cmocka_unit_test(what_is_no_json_is_refused),
		cmocka_unit_test(a_query_is_as_strict_as_a_body),
		cmocka_unit_test(ranges_are_read_as_the_rfc_says),
		cmocka_unit_test(only_our_own_etags_match),
		cmocka_unit_test(a_filename_survives_both_ways),
		cmocka_unit_test(a_token_stands_behind_bearer_and_nowhere_else),
		cmocka_unit_test(only_the_proxy_that_is_trusted_tells_an_address),
		cmocka_unit_test(a_form_gives_its_file_however_it_is_cut),
		cmocka_unit_test(a_form_that_breaks_off_is_refused),
		cmocka_unit_test(a_problem_says_what_to_do_but_not_what_is_inside),
		cmocka_unit_test(a_bucket_runs_empty_and_others_do_not),
		cmocka_unit_test(every_endpoint_can_be_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
