#include "desk/ticket_search.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/found.h"
#include "desk/json_text.h"
#include "search/passage.h"
#include "search/search.h"
#include "store/array.h"
#include "store/ticket_found.h"

#define MOST_FILTERS 8

struct typed {			/* what was typed, taken apart */
	GString *words;
	char *tags[MOST_FILTERS];
	const char *lists[MOST_FILTERS][2];
	const char *const *all_of[MOST_FILTERS + 1];
	int n;
	gint64 from_s, until_s;
};

static void
typed_clear(struct typed *typed)
{
	g_string_free(typed->words, TRUE);
	for (int i = 0; i < typed->n; i++)
		g_free(typed->tags[i]);
}

/* 2026-11-23, 2026-11 or 2026: its first second, or the one after its last. */
static int
read_day(const char *text, gboolean is_end, gint64 *seconds_r, GError **error)
{
	int year, month = 1, day = 1, n, used = 0;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) start = NULL, end = NULL;

	n = sscanf(text, "%4d%n-%2d%n-%2d%n", &year, &used, &month, &used, &day, &used);
	if (n >= 1 && text[used] == '\0')
		start = g_date_time_new(utc, year, month, day, 0, 0, 0);
	if (start == NULL) {
		fault_set(error, FAULT_INVALID, "bad-date", "q", "\"%s\" is no day (2026-11-23), month (2026-11) or year.", text);
		return -1;
	}
	end = g_date_time_add_full(start, n == 1, n == 2, n == 3, 0, 0, 0);
	*seconds_r = g_date_time_to_unix(is_end ? end : start);
	return 1;
}

/* 1 if the word is a filter, 0 if it is just a word, -1. */
static int
read_filter(struct typed *typed, const char *word, GError **error)
{
	static const char *const keys[] = { "from:", "builder:", "status:" };

	if (g_str_has_prefix(word, "before:"))
		return read_day(word + 7, FALSE, &typed->until_s, error);
	if (g_str_has_prefix(word, "after:"))
		return read_day(word + 6, TRUE, &typed->from_s, error);
	for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!g_str_has_prefix(word, keys[i]) || word[strlen(keys[i])] == '\0')
			continue;
		if (typed->n == MOST_FILTERS) {
			fault_set(error, FAULT_LIMIT, "too-many-filters", "q", "At most %d filters in one search.", MOST_FILTERS);
			return -1;
		}
		typed->tags[typed->n] = g_strdup(word);
		typed->lists[typed->n][0] = typed->tags[typed->n];
		typed->all_of[typed->n] = typed->lists[typed->n];
		typed->n++;
		return 1;
	}
	return 0;
}

/* Words outside quotes may be filters; quotes stay as they are. */
static int
read_typed(struct typed *typed, const char *text, GError **error)
{
	gboolean in_quotes = FALSE;

	for (const char *at = text; *at != '\0';) {
		gsize length = in_quotes ? strcspn(at, "\"") : strcspn(at, " \"");
		g_autofree char *word = g_strndup(at, length);
		int is_filter = in_quotes || length == 0 ? 0 : read_filter(typed, word, error);

		if (is_filter < 0)
			return -1;
		if (is_filter == 0)
			g_string_append(typed->words, word);
		at += length;
		if (*at == '"')
			in_quotes = !in_quotes;
		if (*at != '\0')
			g_string_append_c(typed->words, *at++);
	}
	return 1;
}

static char *
items_json(struct db *db, const struct actor *actor, const struct search_answer *answer, const char *words, GError **error)
{
	g_autoptr(GString) messages = array_new();
	g_autoptr(db_rows) rows = NULL;
	GString *json;

	for (guint i = 0; i < answer->hits->len; i++)
		array_text(messages, ((struct search_hit *)answer->hits->pdata[i])->id);
	if (db_begin(db, actor, error) < 0)
		return NULL;
	rows = tickets_found(db, array_end(messages), error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return NULL;
	json = g_string_new("[");
	for (int i = 0; i < rows_count(rows); i++) {
		g_autofree char *passage = search_passage(words, rows_text(rows, i, 3), PASSAGE_BYTES), *html = found_html(passage);

		g_string_append_printf(json, "%s{\"ticket\": %s, \"message_id\": \"%s\", \"seq\": %s, \"passage_html\": ", i > 0 ? ", " : "",
		    rows_text(rows, i, 0), rows_text(rows, i, 1), rows_text(rows, i, 2));
		json_append_text(json, html);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
	return g_string_free(json, FALSE);
}

static char *
find(struct desk *desk, const struct actor *actor, const struct typed *typed, struct search_question *question, GError **error)
{
	struct search_answer *answer;
	g_autofree char *items = NULL, *next = NULL;
	char *json;
	int after;

	question->text = typed->words->str;
	question->all_of = typed->all_of;
	question->from_s = typed->from_s;
	question->until_s = typed->until_s;
	answer = search_ask(desk_search(desk), question, error);
	if (answer == NULL)
		return NULL;
	after = question->offset + (int)answer->hits->len;
	next = answer->hits->len == (guint)question->limit && after <= SEARCH_OFFSET ? g_strdup_printf("\"%d\"", after) : g_strdup("null");
	items = items_json(desk_db(desk), actor, answer, typed->words->str, error);
	json = items == NULL ? NULL : g_strdup_printf("{\"items\": %s, \"next\": %s, \"estimate\": %d, \"index_percent\": %d}", items, next,
	    answer->estimate, answer->percent);
	search_answer_free(&answer);
	return json;
}

char *
desk_ticket_search(struct desk *desk, const struct actor *actor, const char *text, gboolean is_newest_first, int most, const char *cursor,
    GError **error)
{
	struct typed typed = { .words = g_string_new(NULL) };
	struct search_question question = { .kind = SEARCH_MESSAGE, .words = SEARCH_ALL_WORDS, .limit = MIN(most, SEARCH_LIMIT),
		.order = is_newest_first ? SEARCH_NEWEST_FIRST : SEARCH_BEST_FIRST };
	char *json = NULL;

	if (check_staff(actor, error) > 0 && (question.offset = found_offset(cursor, error)) >= 0 && read_typed(&typed, text, error) > 0)
		json = find(desk, actor, &typed, &question, error);
	typed_clear(&typed);
	return json;
}
