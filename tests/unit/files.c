/* What browsers are given: the files of two folders, and nothing else whatever the path says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "web/files.h"

struct place {
	char *folder;
	struct files *files;
};

static void
put(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL), *above = g_path_get_dirname(path);

	assert_int_equal(g_mkdir_with_parents(above, 0700), 0);
	assert_true(g_file_set_contents(path, text, -1, NULL));
}

static int
set_up(void **state)
{
	struct place *place = g_new0(struct place, 1);
	g_autofree char *link = NULL, *secret = NULL;

	place->folder = g_dir_make_tmp("files-XXXXXX", NULL);
	put(place->folder, "console/index.html", "<script src=\"/console/@DIGEST@/main.js\">");
	put(place->folder, "console/main.js", "import './lib/a.js';");
	put(place->folder, "console/lib/a.js", "1");
	put(place->folder, "console/.hidden.js", "no");
	put(place->folder, "console/package.json", "{}");
	put(place->folder, "console/notes.bak", "no");
	put(place->folder, "console/node_modules/x.js", "no");
	put(place->folder, "widget/widget.js", "2");
	put(place->folder, "secret.js", "no");
	link = g_build_filename(place->folder, "console/link.js", NULL);
	secret = g_build_filename(place->folder, "secret.js", NULL);
	assert_int_equal(symlink(secret, link), 0);
	place->files = files_load(place->folder);
	*state = place;
	return 0;
}

static void
remove_all(const char *path)
{
	GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_all(inner);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_remove(path);
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	files_free(&place->files);
	remove_all(place->folder);
	g_free(place->folder);
	g_free(place);
	return 0;
}

static const char *
text_at(const struct place *place, const char *path, gboolean *is_lasting_r)
{
	const struct file *file = files_find(place->files, path, is_lasting_r);

	return file != NULL ? g_bytes_get_data(file->bytes, NULL) : NULL;
}

static void
the_front_page_names_this_release(void **state)
{
	struct place *place = *state;
	gboolean is_lasting;
	const char *page = text_at(place, "/console/", &is_lasting);
	g_autofree char *module = NULL;

	assert_non_null(page);
	assert_false(is_lasting);
	module = g_strndup(strchr(page, '/'), strlen("/console/0123456789abcdef/main.js"));
	assert_null(strchr(module, '@'));
	assert_string_equal(text_at(place, module, &is_lasting), "import './lib/a.js';");
	assert_true(is_lasting);
	assert_ptr_equal(text_at(place, "/console", &is_lasting), page);
}

static void
another_release_is_not_mixed_in(void **state)
{
	gboolean is_lasting;

	assert_null(files_find(((struct place *)*state)->files, "/console/0123456789abcdef/main.js", &is_lasting));
}

static void
a_change_anywhere_makes_a_new_release(void **state)
{
	struct place *place = *state;
	gboolean is_lasting;
	g_autofree char *before = g_strdup(text_at(place, "/console/", &is_lasting));

	put(place->folder, "console/lib/a.js", "other");
	files_free(&place->files);
	place->files = files_load(place->folder);
	assert_string_not_equal(text_at(place, "/console/", &is_lasting), before);
}

static void
types_and_policies_are_told(void **state)
{
	struct place *place = *state;
	gboolean is_lasting;
	const struct file *script = files_find(place->files, "/console/main.js", &is_lasting);
	const struct file *widget = files_find(place->files, "/widget/widget.js", &is_lasting);

	assert_string_equal(script->content_type, "text/javascript; charset=utf-8");
	assert_non_null(strstr(script->policy, "script-src 'self';"));
	assert_non_null(strstr(script->policy, "require-trusted-types-for 'script'"));
	assert_null(strstr(script->policy, "unsafe-eval"));
	assert_false(script->is_for_all);
	assert_true(widget->is_for_all);
	assert_string_not_equal(script->etag, widget->etag);
}

static void
no_path_leads_out(void **state)
{
	static const char *const paths[] = { "/console/../secret.js", "/console/..", "/console/%2e%2e/secret.js", "/console//etc/passwd", "/secret.js",
		"/console/link.js", "/console/.hidden.js", "/console/package.json", "/console/notes.bak", "/console/node_modules/x.js", "/consoleX/main.js",
		"/console/lib", "/console/lib/", "/console/widget/widget.js", "/widget/", "console/main.js", "", "/" };
	struct place *place = *state;
	gboolean is_lasting;

	for (gsize i = 0; i < G_N_ELEMENTS(paths); i++)
		assert_null(files_find(place->files, paths[i], &is_lasting));
	assert_true(files_owns("/console/../secret.js"));
	assert_false(files_owns("/api/v1/openapi.json"));
	assert_false(files_owns("/consoles"));
}

static void
a_folder_that_is_missing_is_an_empty_one(void **state)
{
	struct files *files = files_load("/nonexistent");
	gboolean is_lasting;

	(void)state;
	assert_null(files_find(files, "/console/", &is_lasting));
	files_free(&files);
	assert_null(files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_front_page_names_this_release, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_release_is_not_mixed_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_anywhere_makes_a_new_release, set_up, tear_down),
		cmocka_unit_test_setup_teardown(types_and_policies_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_path_leads_out, set_up, tear_down),
		cmocka_unit_test(a_folder_that_is_missing_is_an_empty_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
