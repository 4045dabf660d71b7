/* kb - the help centre: import Markdown files, list what is there. */
#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "ctl/ctl.h"
#include "ctl/families.h"
#include "ctl/front_matter.h"
#include "ctl/words.h"
#include "desk/article.h"

#define TITLE_CHARACTERS 300
#define FILE_BYTES (1 << 20)

static char *default_language;

static const GOptionEntry *
import_options(void)
{
	static const GOptionEntry options[] = {
		{ "language", 'l', 0, G_OPTION_ARG_STRING, &default_language, "Of files that stand in no language's folder; en if not given", "LANGUAGE" },
		{ NULL },
	};

	return options;
}

static const GOptionEntry *
list_options(void)
{
	static const GOptionEntry options[] = { CTL_LIST_OPTIONS, { NULL } };

	return options;
}

struct import {
	const struct ctl *ctl;
	GPtrArray *files;	/* paths below top, sorted */
	int done, written, refused;
};

/* All Markdown files below a folder. Links are not followed: a circle would have no end. */
static int
collect(struct import *import, const char *top, const char *below, GError **error)
{
	g_autofree char *path = g_build_filename(top, below, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, error);

	if (dir == NULL)
		return -1;
	for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
		g_autofree char *child = *below != '\0' ? g_build_filename(below, name, NULL) : g_strdup(name);
		g_autofree char *full = g_build_filename(top, child, NULL);

		if (*name == '.' || g_file_test(full, G_FILE_TEST_IS_SYMLINK))
			continue;
		if (g_file_test(full, G_FILE_TEST_IS_DIR)) {
			if (collect(import, top, child, error) < 0)
				return -1;
		} else if (g_str_has_suffix(name, ".md"))
			g_ptr_array_add(import->files, g_steal_pointer(&child));
	}
	return 1;
}

static gboolean
is_language(const char *word)
{
	gsize n = strlen(word);

	return (n == 2 || (n == 5 && word[2] == '-')) && g_ascii_islower(word[0]) && g_ascii_islower(word[1]);
}

/* "en/manage/projects/x.md": language en, category manage, family manage/projects/x. */
static void
place_of(const char *file, char **language_r, char **category_r, char **family_r)
{
	g_auto(GStrv) parts = g_strsplit(file, "/", -1);
	int first = parts[1] != NULL && is_language(parts[0]) ? 1 : 0;
	g_autofree char *family = g_strjoinv("/", parts + first);

	*language_r = g_strdup(first ? parts[0] : default_language != NULL ? default_language : "en");
	*category_r = parts[first + 1] != NULL ? g_utf8_substring(parts[first], 0, MIN(50, g_utf8_strlen(parts[first], -1))) : g_strdup("general");
	*family_r = g_strndup(family, MIN(strlen(family) - strlen(".md"), 300));
}

/* The first heading, if the text begins with it: it is the title then, and goes from the text. */
static char *
take_title(const char **body)
{
	const char *at = *body + strspn(*body, " \t\r\n"), *end;

	if (!g_str_has_prefix(at, "# "))
		return NULL;
	end = at + strcspn(at, "\r\n");
	*body = end;
	return g_strstrip(g_strndup(at + 2, (gsize)(end - at - 2)));
}

static int
flag(const struct front_matter *matter, const char *name, int fallback)
{
	const char *text = front_matter_text(matter, name);

	return text == NULL ? fallback : g_ascii_strcasecmp(text, "true") == 0 || g_ascii_strcasecmp(text, "yes") == 0;
}

static const char *
text_or(const struct front_matter *matter, const char *name, const char *fallback)
{
	const char *text = front_matter_text(matter, name);

	return text != NULL ? text : fallback;
}

static int
import_text(struct import *import, const char *file, const char *text, GError **error)
{
	static const char *const none[] = { NULL };
	const char *body;
	g_autoptr(front_matter) matter = front_matter_read(text, &body);
	g_autofree char *language = NULL, *category = NULL, *family = NULL, *heading = take_title(&body), *stem = g_path_get_basename(file),
	    *title = NULL, *summary = NULL;
	struct article_put put = { .body_markdown = body, .source = file };

	place_of(file, &language, &category, &family);
	stem[strlen(stem) - strlen(".md")] = '\0';
	title = g_strdup(text_or(matter, "title", heading != NULL ? heading : stem));
	summary = g_strdup(text_or(matter, "description", ""));
	if (g_utf8_strlen(title, -1) > TITLE_CHARACTERS)
		*g_utf8_offset_to_pointer(title, TITLE_CHARACTERS) = '\0';
	if (g_utf8_strlen(summary, -1) > 500)
		*g_utf8_offset_to_pointer(summary, 500) = '\0';
	put.title = title;
	put.summary = summary;
	put.slug = front_matter_text(matter, "slug");
	put.language = text_or(matter, "language", language);
	put.category = text_or(matter, "category", category);
	put.family = family;
	put.module_tag = text_or(matter, "module", "");
	put.role_tags = front_matter_list(matter, "roles") != NULL ? front_matter_list(matter, "roles") : none;
	put.context_urls = front_matter_list(matter, "urls") != NULL ? front_matter_list(matter, "urls") : none;
	put.video_url = text_or(matter, "video", "");
	put.since = text_or(matter, "version", "");
	put.until = text_or(matter, "version-until", "");
	put.is_published = flag(matter, "published", 1);
	put.is_gated = flag(matter, "gated", 0);
	return desk_article_import(import->ctl->desk, ctl_actor(), &put, error);
}

static int
import_file(struct import *import, const char *top, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename(top, file, NULL), *text = NULL, *valid = NULL;
	gsize length;

	if (!g_file_get_contents(path, &text, &length, error))
		return -1;
	if (length > FILE_BYTES || length != strlen(text)) {
		fault_set(error, FAULT_LIMIT, "not-an-article", NULL, "it is no text of at most %d bytes", FILE_BYTES);
		return -1;
	}
	valid = g_utf8_make_valid(text, (gssize)length);
	return import_text(import, file, valid, error);
}

static void
tell(const struct import *import, gboolean is_last)
{
	if (!import->ctl->quiet && !import->ctl->json && (is_last || import->done % 20 == 0))
		fprintf(stderr, "\r%3d%%  %d files read, %d new or changed%s", import->files->len > 0 ? import->done * 100 / (int)import->files->len : 100,
		    import->done, import->written, is_last ? "\n" : "");
}

static int
compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
import_all(struct import *import, const char *top, GError **error)
{
	for (guint i = 0; i < import->files->len; i++) {
		const char *file = import->files->pdata[i];
		g_autoptr(GError) why = NULL;
		int written = import_file(import, top, file, &why);

		if (written < 0 && fault_is(why, FAULT_UNAVAILABLE)) {
			g_propagate_error(error, g_steal_pointer(&why));
			return -1;
		}
		if (written < 0) {	/* one file's mistake is not the others' */
			fprintf(stderr, "\r%s: %s\n", file, why->message);
			import->refused++;
		}
		import->written += written > 0;
		import->done++;
		tell(import, FALSE);
	}
	tell(import, TRUE);
	return 1;
}

static int
import(struct ctl *ctl, int n, char **words, GError **error)
{
	struct import import = { .ctl = ctl };
	int result;

	(void)n;
	import.files = g_ptr_array_new_with_free_func(g_free);
	result = collect(&import, words[0], "", error);
	g_ptr_array_sort(import.files, compare);
	if (result > 0)
		result = import_all(&import, words[0], error);
	if (result > 0 && ctl->json)
		printf("{\"files\": %d, \"written\": %d, \"refused\": %d}\n", import.done, import.written, import.refused);
	g_ptr_array_unref(import.files);
	return result < 0 ? -1 : import.refused > 0 ? 3 : 0;
}

static int
list(struct ctl *ctl, int n, char **words, GError **error)
{
	static const struct column columns[] = { { "slug", "slug" }, { "language", "language" }, { "category", "category" },
		{ "published", "is_published" }, { "gated", "is_gated" }, { "title", "title" }, { NULL } };
	struct page page;

	(void)n;
	(void)words;
	if (desk_articles(ctl->desk, ctl_actor(), NULL, ctl_limit, ctl_cursor, &page, error) < 0)
		return -1;
	return ctl_print_page(ctl, &page, columns, "There is no article yet: supportctl kb import FOLDER");
}

const struct command kb_commands[] = {
	{ "kb", "import", "FOLDER", "Take Markdown files into the help centre; folders are languages and categories", NEEDS_DESK, import_options,
	    1, 1, import },
	{ "kb", "list", "", "List the help centre's articles", NEEDS_DESK, list_options, 0, 0, list },
	{ .noun = NULL },
};
