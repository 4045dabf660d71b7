#include "desk/article.h"

#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "desk/found.h"
#include "desk/json_text.h"
#include "search/search.h"
#include "store/array.h"
#include "store/article.h"

#define CONTEXTUAL 10
#define FALLBACK "en"

static struct article_reader
reader_of(const struct actor *actor, const struct article_reader *suits)
{
	struct article_reader reader = suits != NULL ? *suits : (struct article_reader){ 0 };

	reader.is_staff = actor->kind == ACTOR_AGENT || actor->kind == ACTOR_OPERATOR;
	reader.is_known = actor->kind != ACTOR_SYSTEM;	/* who comes without a token is the system's guest */
	return reader;
}

char *
desk_article(struct desk *desk, const struct actor *actor, const char *slug, int64_t *version_r, GError **error)
{
	struct article_reader reader = reader_of(actor, NULL);
	struct db *db = desk_db(desk);
	char *json;

	if (db_begin(db, NULL, error) < 0)
		return NULL;
	json = article_json_by_slug(db, slug, &reader, version_r, error);
	if (json != NULL && !reader.is_staff && article_viewed(db, slug, error) < 0)
		g_clear_pointer(&json, g_free);
	return desk_done(db, json, error);
}

int
desk_articles(struct desk *desk, const struct actor *actor, const struct article_reader *suits, int most, const char *cursor,
    struct page *page_r, GError **error)
{
	struct article_reader reader = reader_of(actor, suits);
	struct db *db = desk_db(desk);
	g_autofree char *after = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (cursor_read(cursor, 'K', TRUE, &after, &time, error) < 0 || db_begin(db, NULL, error) < 0)
		return -1;
	rows = article_page(db, &reader, after, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = rows_count(rows) > most ? cursor_make('K', rows_text(rows, most - 1, 1), NULL) : NULL;
	return 1;
}

/* What was found, with what the book has of it. */
static char *
found_items(struct db *db, const struct article_reader *reader, const struct search_answer *answer, GError **error)
{
	g_autoptr(GString) ids = array_new(), anchors = array_new(), sections = array_new(), passages = array_new();

	for (guint i = 0; i < answer->hits->len; i++) {
		const struct search_hit *hit = answer->hits->pdata[i];
		g_autofree char *passage = found_html(hit->passage);

		array_text(ids, hit->id);
		array_text(anchors, hit->anchor);
		array_text(sections, hit->section);
		array_text(passages, passage);
	}
	if (db_begin(db, NULL, error) < 0)
		return NULL;
	return desk_done(db, article_found(db, reader, array_end(ids), array_end(anchors), array_end(sections), array_end(passages), error), error);
}

static char *
answer_json(const char *items, const struct search_answer *answer, int next)
{
	GString *json = g_string_new("{\"items\": ");

	g_string_append(json, items);
	if (next > 0)
		g_string_append_printf(json, ", \"next\": \"%d\"", next);
	else
		g_string_append(json, ", \"next\": null");
	g_string_append_printf(json, ", \"estimate\": %d, \"is_sure\": %s, \"index_percent\": %d, \"corrected\": ", answer->estimate,
	    answer->is_sure ? "true" : "false", answer->percent);
	json_append_text(json, answer->corrected);
	g_string_append_c(json, '}');
	return g_string_free(json, FALSE);
}

char *
desk_article_search(struct desk *desk, const struct actor *actor, const char *text, const struct article_reader *suits, int most,
    const char *cursor, GError **error)
{
	struct article_reader reader = reader_of(actor, suits);
	g_autofree char *module = g_strconcat("module:", reader.module, NULL), *role = g_strconcat("role:", reader.role, NULL),
	    *category = g_strconcat("category:", reader.category, NULL), *items = NULL;
	const char *const languages[] = { reader.language, FALLBACK, NULL };
	const char *const open[] = { "access:public", NULL }, *const modules[] = { module, NULL }, *const roles[] = { role, "role:*", NULL },
	    *const categories[] = { category, NULL };
	const char *const *lists[5] = { 0 };
	struct search_question question = { .kind = SEARCH_ARTICLE, .text = text, .languages = reader.language != NULL ? languages : NULL,
		.all_of = lists, .version = reader.version, .offset = found_offset(cursor, error), .limit = MIN(most, SEARCH_LIMIT) };
	struct search_answer *answer;
	char *json;
	int n = 0, next;

	if (question.offset < 0)
		return NULL;
	if (!reader.is_known)
		lists[n++] = open;
	if (reader.module != NULL)
		lists[n++] = modules;
	if (reader.role != NULL)
		lists[n++] = roles;
	if (reader.category != NULL)
		lists[n++] = categories;
	answer = search_ask(desk_search(desk), &question, error);
	if (answer == NULL)
		return NULL;
	next = question.offset + (int)answer->hits->len;
	items = found_items(desk_db(desk), &reader, answer, error);
	json = items != NULL ? answer_json(items, answer, answer->hits->len == (guint)question.limit && next <= SEARCH_OFFSET ? next : 0) : NULL;
	search_answer_free(&answer);
	return json;
}

/* The path of a URL, without query and fragment: where in the platform a reader is. */
static char *
path_of(const char *url)
{
	g_autoptr(GUri) uri = url != NULL ? g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;

	if (uri != NULL)
		return g_strdup(g_uri_get_path(uri));
	return url != NULL && *url == '/' ? g_strndup(url, strcspn(url, "?#")) : g_strdup("");
}

char *
desk_article_contextual(struct desk *desk, const struct actor *actor, const char *url, const struct article_reader *suits, GError **error)
{
	struct article_reader reader = reader_of(actor, suits);
	struct db *db = desk_db(desk);
	g_autofree char *path = path_of(url);

	if (db_begin(db, NULL, error) < 0)
		return NULL;
	return desk_done(db, article_contextual(db, &reader, path, CONTEXTUAL, error), error);
}

/* An unknown reader is known again for the same vote, and for nothing else. */
static char *
reader_key(const struct desk *desk, const struct actor *actor, const char *reader)
{
	const GBytes *secret = desk_conf(desk)->secret;
	g_autofree char *text = NULL;
	gsize length;
	const guchar *key = g_bytes_get_data((GBytes *)secret, &length);

	if (actor->kind != ACTOR_SYSTEM)
		return actor_key(actor);
	text = g_strconcat("kb-vote\n", actor->address, "\n", reader, NULL);
	return g_compute_hmac_for_string(G_CHECKSUM_SHA256, key, length, text, -1);
}

static int
vote_in(struct db *db, const struct article_reader *reader, const char *id, const char *key, gboolean is_helpful, const char *comment,
    GError **error)
{
	gboolean is_published;
	int64_t version;
	g_autofree char *json = NULL;

	if (article_lock(db, id, &is_published, error) < 0 || (json = article_json(db, id, reader, &version, error)) == NULL)
		return -1;
	return article_vote(db, id, key, is_helpful, comment, error);
}

int
desk_article_vote(struct desk *desk, const struct actor *actor, const char *id, const char *reader, gboolean is_helpful,
    const char *comment, GError **error)
{
	struct article_reader who = reader_of(actor, NULL);
	struct db *db = desk_db(desk);
	g_autofree char *key = reader_key(desk, actor, reader);

	if (db_begin(db, NULL, error) < 0)
		return -1;
	return desk_ended(db, vote_in(db, &who, id, key, is_helpful, comment, error), error);
}
