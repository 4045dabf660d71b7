/* searcher - the search index driven by lines of JSON, for the benches.
 *
 *   searcher index DIR   reads things (search.h), one a line; prints {"seconds": …}
 *   searcher ask DIR     reads questions, one a line; prints what was found and how long it took, one a line
 */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "search/search.h"

#define MOST_TAGS 32
#define COMMIT_EVERY 20000

static const char *
text_of(struct json_object *object, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(object, key, &value) ? json_object_get_string(value) : NULL;
}

static void
strings_of(struct json_object *object, const char *key, const char *strings_r[MOST_TAGS + 1])
{
	struct json_object *list = NULL;
	size_t n = json_object_object_get_ex(object, key, &list) ? json_object_array_length(list) : 0;

	n = MIN(n, MOST_TAGS);
	for (size_t i = 0; i < n; i++)
		strings_r[i] = json_object_get_string(json_object_array_get_idx(list, i));
	strings_r[n] = NULL;
}

static enum search_kind
kind_of(struct json_object *object)
{
	return g_strcmp0(text_of(object, "kind"), "message") == 0 ? SEARCH_MESSAGE : SEARCH_ARTICLE;
}

static int
put(struct search_writer *writer, struct json_object *object, GError **error)
{
	const char *tags[MOST_TAGS + 1];
	struct json_object *list = json_object_object_get(object, "sections");
	int n = (int)json_object_array_length(list);
	g_autofree struct search_section *sections = g_new0(struct search_section, (gsize)n);
	struct search_thing thing = { .kind = kind_of(object), .id = text_of(object, "id"), .group = text_of(object, "group"),
		.language = text_of(object, "language"), .title = text_of(object, "title"), .tags = tags,
		.date_s = json_object_get_int64(json_object_object_get(object, "date")), .sections = sections, .n_sections = n };

	strings_of(object, "tags", tags);
	for (int i = 0; i < n; i++) {
		struct json_object *one = json_object_array_get_idx(list, (size_t)i);

		sections[i].anchor = "";
		sections[i].title = text_of(one, "title");
		sections[i].text = text_of(one, "text");
	}
	return search_put(writer, &thing, error);
}

static int
index_lines(const char *dir, GError **error)
{
	struct search_writer *writer = search_writer_open(dir, error);
	gint64 start = g_get_monotonic_time();
	char *line = NULL;
	size_t size = 0;
	int result = writer != NULL ? 1 : -1;

	for (int n = 1; result >= 0 && getline(&line, &size, stdin) > 0; n++) {
		struct json_object *object = json_tokener_parse(line);

		result = put(writer, object, error);
		json_object_put(object);
		if (result >= 0 && n % COMMIT_EVERY == 0)
			result = search_commit(writer, "0", 50, error);
	}
	if (result >= 0 && search_commit(writer, "1", 100, error) > 0)
		result = search_calibrate(writer, error);
	search_writer_close(&writer);
	free(line);
	printf("{\"seconds\": %.2f}\n", (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);
	return result;
}

static void
print_answer(const struct search_answer *answer, gint64 us)
{
	struct json_object *out = json_object_new_object(), *groups = json_object_new_array();

	for (guint i = 0; i < answer->hits->len; i++)
		json_object_array_add(groups, json_object_new_string(((struct search_hit *)answer->hits->pdata[i])->group));
	json_object_object_add(out, "groups", groups);
	if (answer->hits->len > 0)
		json_object_object_add(out, "passage", json_object_new_string(((struct search_hit *)answer->hits->pdata[0])->passage));
	json_object_object_add(out, "confidence", json_object_new_double(answer->confidence));
	json_object_object_add(out, "threshold", json_object_new_double(answer->threshold));
	json_object_object_add(out, "sure", json_object_new_boolean(answer->is_sure));
	json_object_object_add(out, "us", json_object_new_int64(us));
	puts(json_object_to_json_string_ext(out, JSON_C_TO_STRING_PLAIN));
	json_object_put(out);
}

static int
ask(struct search *search, struct json_object *object, GError **error)
{
	const char *languages[MOST_TAGS + 1], *tags[MOST_TAGS + 1];
	const char *const *lists[] = { tags, NULL };
	struct search_question question = { .kind = kind_of(object), .text = text_of(object, "q"), .languages = languages,
		.limit = 10, .from_s = json_object_get_int64(json_object_object_get(object, "from")) };
	gint64 start = g_get_monotonic_time();
	struct search_answer *answer;

	strings_of(object, "languages", languages);
	strings_of(object, "tags", tags);
	if (languages[0] == NULL)
		question.languages = NULL;
	if (tags[0] != NULL)
		question.all_of = lists;
	if (question.kind == SEARCH_MESSAGE)
		question.words = SEARCH_ALL_WORDS;
	if (g_strcmp0(text_of(object, "order"), "newest") == 0)
		question.order = SEARCH_NEWEST_FIRST;
	answer = search_ask(search, &question, error);
	if (answer == NULL)
		return -1;
	print_answer(answer, g_get_monotonic_time() - start);
	search_answer_free(&answer);
	return 1;
}

static int
ask_lines(const char *dir, GError **error)
{
	struct search *search = search_open(dir);
	char *line = NULL;
	size_t size = 0;
	int result = 1;

	while (result >= 0 && getline(&line, &size, stdin) > 0) {
		struct json_object *object = json_tokener_parse(line);

		result = ask(search, object, error);
		json_object_put(object);
	}
	search_close(&search);
	free(line);
	return result;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int result;

	if (argc != 3 || (strcmp(argv[1], "index") != 0 && strcmp(argv[1], "ask") != 0)) {
		fputs("usage: searcher index|ask DIR <lines\n", stderr);
		return 2;
	}
	result = argv[1][0] == 'i' ? index_lines(argv[2], &error) : ask_lines(argv[2], &error);
	if (result < 0)
		fprintf(stderr, "searcher: %s\n", error->message);
	return result < 0;
}
