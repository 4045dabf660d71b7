#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <json-c/json.h>
#include <string.h>
#include <time.h>

#include "base/fault.h"
#include "html/escape.h"
#include "html/sanitize.h"
#include "html/text.h"
#include "html_check.h"

static void
assert_sanitized(const char *html, const char *expected)
{
	g_autofree char *got = html_sanitize(html, strlen(html), NULL, NULL);

	assert_non_null(got);
	assert_string_equal(got, expected);
}

static void
assert_text(const char *html, const char *expected)
{
	g_autofree char *got = html_to_text(html, strlen(html));

	assert_string_equal(got, expected);
}

static void
text_in_a_page_stays_text(void **state)
{
	g_autoptr(GString) out = g_string_new(NULL);

	(void)state;
	html_append_escaped(out, "<b title=\"x\">Tom & 'Jerry'</b>\r\n\x01ñ\xc2\x80");
	assert_string_equal(out->str, "&lt;b title=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/b&gt;\nñ");
}

static void
what_a_letter_needs_stays(void **state)
{
	(void)state;
	assert_sanitized("<p>Hi <b>you</b><br>there</p>", "<p>Hi <b>you</b><br>there</p>");
	assert_sanitized("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>");
	assert_sanitized("<table border=1 onclick=x><tr><td colspan=2>a</table>",
	    "<table border=\"1\"><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>");
	assert_sanitized("<font color=red>x</font>", "<span style=\"color:red\">x</span>");
	assert_sanitized("<a href='HTTPS://x.org/?a=1&amp;b=2'>x</a>",
	    "<a href=\"https://x.org/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">x</a>");
}

static void
nothing_runs(void **state)
{
	(void)state;
	assert_sanitized("a<script>alert(1)</script>b<style>*{}</style>c", "abc");
	assert_sanitized("<p onclick=alert(1) id=x name=y class=z>a</p>", "<p>a</p>");
	assert_sanitized("<a href='java&#10;script:alert(1)'>x</a>", "<a>x</a>");
	assert_sanitized("<a href=' &#1;javascript:alert(1)'>x</a>", "<a>x</a>");
	assert_sanitized("<a href='data:text/html,x'>x</a>", "<a>x</a>");
	assert_sanitized("<svg><p>a</p></svg><math><mi>b</math>c", "<p>a</p>c");
	assert_sanitized("<form action=/x><input name=a>text<button>go</button></form>", "textgo");
	assert_sanitized("<iframe src=x>y</iframe><object data=x>z</object>", "");
}

static void
styles_dress_but_never_leave_their_box(void **state)
{
	(void)state;
	assert_sanitized("<p style='color:red;position:fixed;top:0;z-index:9'>x</p>", "<p style=\"color:red\">x</p>");
	assert_sanitized("<p style='margin:-100px'>x</p>", "<p>x</p>");
	assert_sanitized("<p style='width:99999px;padding:3px 4px'>x</p>", "<p style=\"padding:3px 4px\">x</p>");
	assert_sanitized("<p style='background:url(http://x/y)'>x</p>", "<p>x</p>");
	assert_sanitized("<p style='background:u\\72l(x);color:expression(1)'>x</p>", "<p>x</p>");
	assert_sanitized("<p style='COLOR: RGB(1, 2, 3) !important'>x</p>", "<p style=\"color:rgb(1, 2, 3)\">x</p>");
}

static void
no_image_is_fetched_without_a_click(void **state)
{
	(void)state;
	assert_sanitized("<img src=http://x/y.png alt=Y>", "<img alt=\"Y\" data-src=\"http://x/y.png\">");
	assert_sanitized("<img src=cid:a@b srcset='http://x 2x'>", "<img data-cid=\"a@b\">");
	assert_sanitized("<img src=http://x/pixel.gif width=1 height=1>", "");
	assert_sanitized("<img src='data:image/svg+xml;base64,AA=='>", "");
	assert_sanitized("<img src='data:image/png;base64,AA=='>", "<img src=\"data:image/png;base64,AA==\">");
	assert_sanitized("<div background=http://x/y style='background-image:url(//x)'>a</div>", "<div>a</div>");
}

static void
a_browser_reads_it_back_as_we_wrote_it(void **state)
{
	static const char *const tricky[] = {
		"<p>a<table><tr><td>b</table>c",
		"<a href=http://a>1<a href=http://b>2</a></a>",
		"<b><b><b><b><b>x</b></b></b></b></b>y",
		"<pre>\n\na</pre>", "<pre><font>\nx</font></pre>",
		"<li>a<li>b", "<table><td>x<tr>y", "<h1>a<h2>b</h2></h1>", "<dl><dd>a<dt>b<dd>c</dl>",
		"<b><p>x</b>y</p>", "<table><form><tr><td>a</form></table>", "<p><button><p>a",
		"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
		"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
		"<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
		"<xmp><p>x</xmp>", "<listing>\n\nx</listing>", "<plaintext>x", "<textarea><b>", "<select><option>x<b>y</select>",
		"&#13;&#0;&#x80;&#xfdd0;x", "  \n x", "<frameset><frame>",
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(tricky); i++) {
		g_autofree char *once = html_sanitize(tricky[i], strlen(tricky[i]), NULL, NULL);
		g_autofree char *twice = html_sanitize(once, strlen(once), NULL, NULL);

		assert_string_equal(once, twice);
		assert_null(html_check_safe(once));
	}
}

static void
what_comes_out_is_always_utf8(void **state)
{
	static const char *const broken[] = { "a\xff\xf0z", "&#xAcccccccccccccccccccccccccccccccccccccccccc#", "&#99999999999999999999;",
		"<p title='&#xfffffffffff0;&#xFFFFFFCC'>x</p>", "&#xd800;&#x110000;", "<a href='http://x/\xc3'>\xe2\x82</a>" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autofree char *safe = html_sanitize(broken[i], strlen(broken[i]), NULL, NULL);
		g_autofree char *twice = html_sanitize(safe, strlen(safe), NULL, NULL);
		g_autofree char *text = html_to_text(broken[i], strlen(broken[i]));

		assert_true(g_utf8_validate(safe, -1, NULL));
		assert_true(g_utf8_validate(text, -1, NULL));
		assert_string_equal(safe, twice);
	}
}

/* Cases from a public collection of attacks on sanitisers, where it is at hand. */
static void
known_attacks_leave_nothing_behind(void **state)
{
	g_autofree char *beside = g_build_filename(g_getenv("top_srcdir"), "../shared/corpora", NULL);
	const char *corpora = g_getenv("SUPPORTD_CORPORA") != NULL ? g_getenv("SUPPORTD_CORPORA") : beside;
	g_autofree char *path = g_build_filename(corpora, "hostile/html.json", NULL);
	struct json_object *cases = json_object_from_file(path);
	gsize n = cases != NULL ? json_object_array_length(cases) : 0;

	(void)state;
	if (cases == NULL) {
		print_message("no collection of attacks in %s: skipped\n", path);
		g_clear_pointer(&path, g_free);	/* skip() leaves by longjmp */
		g_clear_pointer(&beside, g_free);
		skip();
	}
	for (gsize i = 0; i < n; i++) {
		struct json_object *payload;
		const char *html, *fault;
		g_autofree char *once = NULL, *twice = NULL;

		if (!json_object_object_get_ex(json_object_array_get_idx(cases, i), "payload", &payload))
			continue;
		html = json_object_get_string(payload);
		once = html_sanitize(html, strlen(html), NULL, NULL);
		assert_non_null(once);
		fault = html_check_safe(once);
		twice = html_sanitize(once, strlen(once), NULL, NULL);
		if (fault != NULL || strcmp(once, twice) != 0)
			print_message("case %zu: %s: %s\n", i, fault != NULL ? fault : "not the same twice", html);
		assert_null(fault);
		assert_string_equal(once, twice);
	}
	assert_true(n > 0);
	json_object_put(cases);
}

static char *
repeat(const char *what, int times, gsize *length_r)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; i < times; i++)
		g_string_append(out, what);
	*length_r = out->len;
	return g_string_free(out, FALSE);
}

/* Two seconds each for both ways, with room for a slow machine and sanitizers; the budget of page.c is one of each. */
static void
hostile_pages_end_in_time(void **state)
{
	static const struct {
		const char *piece;
		int times;
	} bombs[] = {
		{ "<div>", 100000 }, { "<b><i>", 10000 }, { "<b><p>x</b>", 20000 }, { "<font color=1><p>", 20000 },
		{ "<a href=x><p>", 20000 }, { "<table>", 20000 }, { "<table><tr><td>", 20000 }, { "<x></y>", 50000 },
		{ "<div></x>", 50000 }, { "<p>", 200000 }, { "<tr><td>x", 100000 }, { "<svg><g>", 20000 }, { "&amp", 400000 },
		{ "<div><table><tr><td></div>", 20000 }, { "<!--", 200000 }, { "<a<", 200000 }, { "<li>", 100000 },
		{ "<nobr><b>", 20000 }, { "</p>", 200000 }, { "<select><option>", 20000 }, { "<template>", 20000 },
	};

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(bombs); i++) {
		gsize length;
		g_autofree char *html = repeat(bombs[i].piece, bombs[i].times, &length), *safe = NULL, *text = NULL;
		g_autoptr(GError) error = NULL;
		clock_t start = clock();
		double seconds;

		safe = html_sanitize(html, length, NULL, &error);
		text = html_to_text(html, length);
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (safe == NULL)
			assert_true(g_str_has_prefix(fault_name(error), "html-too-"));
		if (seconds >= 4)
			print_message("%s x %d takes %.1f s\n", bombs[i].piece, bombs[i].times, seconds);
		assert_true(seconds < 4);
	}
}

static void
an_element_with_ten_thousand_attributes_ends_in_time(void **state)
{
	g_autoptr(GString) html = g_string_new("<p");
	g_autofree char *safe = NULL;
	clock_t start = clock();

	(void)state;
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(html, " a%d=1", i);
	g_string_append(html, ">x");
	safe = html_sanitize(html->str, html->len, NULL, NULL);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 3);
	if (safe != NULL)
		assert_string_equal(safe, "<p>x</p>");
}

static void
over_the_limit_has_a_name(void **state)
{
	struct sanitize_limits limits = { .input_bytes = 100, .depth = 10, .nodes = 20 };
	g_autoptr(GError) error = NULL;
	gsize length;
	g_autofree char *deep = repeat("<i>", 30, &length), *wide = repeat("<br>", 25, &length), *large = repeat("x", 101, &length);

	(void)state;
	assert_null(html_sanitize(large, 101, &limits, &error));
	assert_string_equal(fault_name(error), "html-too-large");
	g_clear_error(&error);
	assert_null(html_sanitize(deep, 90, &limits, &error));
	assert_string_equal(fault_name(error), "html-too-deep");
	g_clear_error(&error);
	assert_null(html_sanitize(wide, 100, &limits, &error));
	assert_string_equal(fault_name(error), "html-too-large");
}

static void
a_page_reads_as_a_person_would_type_it(void **state)
{
	(void)state;
	assert_text("<p>Hello &amp; welcome,</p><p>it&nbsp;&nbsp;works</p>", "Hello & welcome,\n\nit works");
	assert_text("a<br>b<br><br><br><br>c", "a\nb\n\nc");
	assert_text("<div>a</div><div>b</div>", "a\nb");
	assert_text("<ul><li>one</li><li>two<ol><li>x<li>y</ol></li></ul>", "- one\n- two\n  1. x\n  2. y");
	assert_text("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc");
	assert_text("<table border=1><tr><th>A<th>B<tr><td>1<td>2</table>", "A | B\n1 | 2");
	assert_text("<pre>a\n  b\n\n\n\nc</pre>", "a\n  b\n\nc");
	assert_text("<style>x</style><title>t</title>a<!-- c --><script>s</script>", "a");
}

static void
links_show_where_they_lead(void **state)
{
	(void)state;
	assert_text("<a href=https://x.org/a>here</a>", "here <https://x.org/a>");
	assert_text("<a href=https://www.x.org/>x.org</a>", "x.org");
	assert_text("<a href=mailto:a@x.org>a@x.org</a> <a href=mailto:a@x.org>Ann</a>", "a@x.org Ann <a@x.org>");
	assert_text("<a href=javascript:x>bad</a>", "bad");
}

static void
what_cannot_be_seen_is_not_read(void **state)
{
	(void)state;
	assert_text("<div style='display:none'>preheader</div>a", "a");
	assert_text("<span style='font-size:0px'>x</span><span style='mso-hide:all'>y</span><p hidden>z</p>a", "a");
	assert_text("<div style='max-height:0'>x&zwnj;&nbsp;</div>a", "a");
	assert_sanitized("<div style='display:none'>preheader</div>a", "a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_in_a_page_stays_text),
		cmocka_unit_test(what_a_letter_needs_stays),
		cmocka_unit_test(nothing_runs),
		cmocka_unit_test(styles_dress_but_never_leave_their_box),
		cmocka_unit_test(no_image_is_fetched_without_a_click),
		cmocka_unit_test(a_browser_reads_it_back_as_we_wrote_it),
		cmocka_unit_test(what_comes_out_is_always_utf8),
		cmocka_unit_test(known_attacks_leave_nothing_behind),
		cmocka_unit_test(hostile_pages_end_in_time),
		cmocka_unit_test(an_element_with_ten_thousand_attributes_ends_in_time),
		cmocka_unit_test(over_the_limit_has_a_name),
		cmocka_unit_test(a_page_reads_as_a_person_would_type_it),
		cmocka_unit_test(links_show_where_they_lead),
		cmocka_unit_test(what_cannot_be_seen_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
