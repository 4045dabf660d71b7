/* What writers of articles hand in: Markdown, and the lines above it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fault.h"
#include "ctl/front_matter.h"
#include "html/markdown.h"

static char *
html_of(const char *markdown)
{
	g_autoptr(GError) error = NULL;
	char *html = markdown_to_html(markdown, &error);

	if (html == NULL)
		fail_msg("%s", error->message);
	return html;
}

static void
markdown_becomes_a_page_without_script(void **state)
{
	g_autofree char *html = html_of("# Title\n\n<script>alert(1)</script>\n\n<b onclick=x()>bold</b> [x](javascript:alert(1))\n\n"
	    "| a | b |\n|---|---|\n| 1 | 2 |\n\n1. Open\n2. Save\n");

	(void)state;
	assert_null(strstr(html, "script"));
	assert_null(strstr(html, "onclick"));
	assert_non_null(strstr(html, "<b>bold</b>"));
	assert_non_null(strstr(html, "<table"));
	assert_non_null(strstr(html, "<ol>"));
}

static void
images_of_our_writers_are_shown(void **state)
{
	g_autofree char *html = html_of("![The button](https://cdn.example/a.png) `data-src=\"x\"`");

	(void)state;
	assert_non_null(strstr(html, " src=\"https://cdn.example/a.png\""));
	assert_null(strstr(html, " src=\"x\""));
}

static void
headings_have_ids_of_their_own(void **state)
{
	g_autofree char *html = html_of("## Undo it\n\n## Undo it\n\n## \" onload=\"x\n\n## Facturación & más\n");

	(void)state;
	assert_non_null(strstr(html, "<h2 id=\"undo-it\">"));
	assert_non_null(strstr(html, "<h2 id=\"undo-it-2\">"));
	assert_non_null(strstr(html, "<h2 id=\"onload-x\">"));
	assert_non_null(strstr(html, "id=\"facturación-más\""));
}

static void
a_page_is_taken_apart_at_its_headings(void **state)
{
	g_autofree char *html = html_of("Before.\n\n## First\n\nOne *two*.\n\n### Second\n\nThree.\n");
	g_autoptr(GPtrArray) sections = markdown_sections(html);
	const struct markdown_section *section;

	(void)state;
	assert_int_equal(sections->len, 3);
	section = sections->pdata[0];
	assert_string_equal(section->anchor, "");
	assert_string_equal(section->text, "Before.");
	section = sections->pdata[1];
	assert_string_equal(section->anchor, "first");
	assert_string_equal(section->title, "First");
	section = sections->pdata[2];
	assert_string_equal(section->text, "Three.");
}

static void
an_article_that_is_too_large_is_refused_by_name(void **state)
{
	g_autofree char *huge = g_strnfill(MARKDOWN_BYTES + 1, 'a');
	g_autoptr(GError) error = NULL;

	(void)state;
	assert_null(markdown_to_html(huge, &error));
	assert_string_equal(fault_name(error), "markdown-too-large");
}

static void
deeply_nested_markdown_is_a_page_or_a_named_error(void **state)
{
	static const char *const parts[] = { "> ", "* ", "[", "![", "**", "<div>", "`" };

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GString) deep = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		g_autofree char *html = NULL;

		while (deep->len < 100000)
			g_string_append(deep, parts[i]);
		html = markdown_to_html(deep->str, &error);
		assert_true(html != NULL || fault_is(error, FAULT_LIMIT));
	}
}

static void
front_matter_is_read_as_writers_write_it(void **state)
{
	const char *body;
	g_autoptr(front_matter) matter = front_matter_read("---\ntitle: \"Approve: an invoice\"\nroles: [owner, 'pm']\nurls:\n  - /a\n  - /b\n"
	    "deep:\n  inner: x\n# remark\nempty:\n---\n# Body\n", &body);

	(void)state;
	assert_string_equal(front_matter_text(matter, "title"), "Approve: an invoice");
	assert_string_equal(front_matter_list(matter, "roles")[1], "pm");
	assert_null(front_matter_list(matter, "roles")[2]);
	assert_string_equal(front_matter_list(matter, "urls")[0], "/a");
	assert_null(front_matter_text(matter, "inner"));
	assert_null(front_matter_text(matter, "empty"));
	assert_string_equal(body, "# Body\n");
}

static void
a_file_without_front_matter_is_all_body(void **state)
{
	static const char *const texts[] = { "", "---", "---\n", "---\ntitle: x\n", "no\n---\n", "[", "---\na: [\n---\n", "---\n: x\n---\n" };
	const char *body;

	(void)state;
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(front_matter) matter = front_matter_read(texts[i], &body);

		assert_null(front_matter_text(matter, "title"));
		assert_non_null(body);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_becomes_a_page_without_script),
		cmocka_unit_test(images_of_our_writers_are_shown),
		cmocka_unit_test(headings_have_ids_of_their_own),
		cmocka_unit_test(a_page_is_taken_apart_at_its_headings),
		cmocka_unit_test(an_article_that_is_too_large_is_refused_by_name),
		cmocka_unit_test(deeply_nested_markdown_is_a_page_or_a_named_error),
		cmocka_unit_test(front_matter_is_read_as_writers_write_it),
		cmocka_unit_test(a_file_without_front_matter_is_all_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
