#include "web/endpoint.h"

#include "desk/article.h"
#include "desk/ticket_search.h"
#include "html/markdown.h"
#include "web/endpoints/shared.h"
#include "web/reply.h"
#include "web/request.h"

#define KB "/api/v1/support/kb"
#define ARTICLES KB "/articles"

#define SUITS \
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5, .help = "wanted; what is not translated is found in English" }, \
	{ .name = "module", .type = FIELD_LINE, .most = 50, .help = "of the platform" }, \
	{ .name = "role", .type = FIELD_LINE, .most = 50, .help = "`owner`, `pm`, `field`, `admin`; articles for no role in particular suit all" }

#define SEARCH_MOST 100
#define SEARCH_USUAL 20

/* A search's answer has more members than a list's. */
#define PAGING \
	{ .name = "limit", .type = FIELD_INT, .least = 1, .most = SEARCH_MOST, .help = "20 if not given" }, \
	{ .name = "cursor", .type = FIELD_LINE, .most = 200, .help = "what `next` was" }

static const struct field search_query[] = {
	{ .name = "q", .type = FIELD_LINE, .most = 1000, .help = "a question or some words; without it, all articles" },
	SUITS,
	{ .name = "category", .type = FIELD_LINE, .most = 50 },
	{ .name = "version", .type = FIELD_LINE, .most = 20, .help = "of the platform" },
	PAGING,
	{ .name = NULL },
};

static const struct field contextual_query[] = {
	{ .name = "url", .type = FIELD_LINE, .most = 2000, .help = "the page that the reader is on, or its path" },
	SUITS,
	{ .name = NULL },
};

#define TEXTS \
	{ .name = "summary", .type = FIELD_LINE, .most = 500 }, \
	{ .name = "category", .type = FIELD_LINE, .least = 1, .most = 50 }, \
	{ .name = "slug", .type = FIELD_LINE, .least = 1, .most = 200 }, \
	{ .name = "language", .type = FIELD_LINE, .least = 2, .most = 5 }, \
	{ .name = "family", .type = FIELD_LINE, .least = 1, .most = 300, .help = "of a translation: the original's" }, \
	{ .name = "module_tag", .type = FIELD_LINE, .most = 50, .help = "empty for none" }, \
	{ .name = "role_tags", .type = FIELD_LINES, .most = 20 }, \
	{ .name = "context_urls", .type = FIELD_LINES, .most = 50, .help = "beginnings of paths in the platform that it is shown on" }, \
	{ .name = "video_url", .type = FIELD_LINE, .most = 1000, .help = "empty for none" }, \
	{ .name = "platform_version", .type = FIELD_LINE, .most = 20, .help = "the first that it applies to; empty for all" }, \
	{ .name = "platform_version_until", .type = FIELD_LINE, .most = 20, .help = "the last; empty for all" }, \
	{ .name = "is_published", .type = FIELD_BOOL }, \
	{ .name = "is_gated", .type = FIELD_BOOL, .help = "only for those who have logged in" }

static const struct field new_fields[] = {
	{ .name = "title", .type = FIELD_LINE, .is_required = TRUE, .least = 1, .most = 300 },
	{ .name = "body_markdown", .type = FIELD_TEXT, .is_required = TRUE, .least = 1, .most = MARKDOWN_BYTES },
	TEXTS,
	{ .name = NULL },
};

static const struct field change_fields[] = {
	{ .name = "title", .type = FIELD_LINE, .least = 1, .most = 300 },
	{ .name = "body_markdown", .type = FIELD_TEXT, .least = 1, .most = MARKDOWN_BYTES },
	TEXTS,
	{ .name = NULL },
};

static const struct field restore_fields[] = {
	{ .name = "version", .type = FIELD_INT, .is_required = TRUE, .least = 1, .most = G_MAXINT32 },
	{ .name = NULL },
};

static const struct field vote_fields[] = {
	{ .name = "helpful", .type = FIELD_BOOL, .is_required = TRUE },
	{ .name = "comment", .type = FIELD_TEXT, .most = 2000 },
	{ .name = NULL },
};

static const char *const order_words[] = { "best", "newest", NULL };

static const struct field tickets_query[] = {
	{ .name = "q", .type = FIELD_LINE, .most = 1000, .help = "words, a \"phrase\", -unwanted, from:, builder:, status:, before:, after:" },
	{ .name = "sort", .type = FIELD_WORD, .words = order_words, .help = "`best` if not given" },
	PAGING,
	{ .name = NULL },
};

static struct article_reader
suits_of(const struct request *request)
{
	return (struct article_reader){ .language = value_text(request->query, "language"), .module = value_text(request->query, "module"),
		.role = value_text(request->query, "role"), .category = value_text(request->query, "category"),
		.version = value_text(request->query, "version") };
}

static int
search(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct article_reader suits = suits_of(request);
	const char *text = value_text(request->query, "q"), *cursor = value_text(request->query, "cursor");
	int limit = (int)value_int(request->query, "limit", SEARCH_USUAL);
	struct page page;

	if (text != NULL && *text != '\0')
		return reply_plain(reply, desk_article_search(desk, request->actor, text, &suits, limit, cursor, error));
	if (desk_articles(desk, request->actor, &suits, limit, cursor, &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

static int
contextual(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct article_reader suits = suits_of(request);
	char *items = desk_article_contextual(desk, request->actor, value_text(request->query, "url"), &suits, error);

	if (items == NULL)
		return -1;
	reply_items(reply, items, NULL);
	return 1;
}

static int
get(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char *json = desk_article(desk, request->actor, value_text(request->params, "slug"), &version, error);

	return reply_versioned(reply, json, version);
}

static int
vote(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	if (desk_article_vote(desk, request->actor, value_text(request->params, "id"), request->user_agent != NULL ? request->user_agent : "",
	    value_bool(request->body, "helpful", FALSE), value_text(request->body, "comment"), error) < 0)
		return -1;
	reply_nothing(reply);
	return 1;
}

static int
flag_of(const struct values *body, const char *name)
{
	return value_is_given(body, name) ? value_bool(body, name, FALSE) : -1;
}

static int
put(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const struct values *body = request->body;
	const char *ref = value_text(request->params, "slug");	/* or the id */
	const struct article_put article = { .title = value_text(body, "title"), .body_markdown = value_text(body, "body_markdown"),
		.summary = value_text(body, "summary"), .category = value_text(body, "category"), .slug = value_text(body, "slug"),
		.language = value_text(body, "language"), .family = value_text(body, "family"), .module_tag = value_text(body, "module_tag"),
		.role_tags = value_list(body, "role_tags"), .context_urls = value_list(body, "context_urls"),
		.video_url = value_text(body, "video_url"), .since = value_text(body, "platform_version"),
		.until = value_text(body, "platform_version_until"), .is_published = flag_of(body, "is_published"),
		.is_gated = flag_of(body, "is_gated") };
	char written[UUID_LENGTH + 1];
	int64_t version;
	char *json = desk_article_put(desk, request->actor, ref, &article, request->if_version, &version, written, error);

	return reply_versioned(reply, json, version);
}

static int
revisions(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	struct page page;

	if (desk_article_revisions(desk, request->actor, value_text(request->params, "id"), request->limit, request->cursor, &page, error) < 0)
		return -1;
	reply_page(reply, &page);
	return 1;
}

static int
restore(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	int64_t version;
	char *json = desk_article_restore(desk, request->actor, value_text(request->params, "id"), value_int(request->body, "version", 0),
	    request->if_version, &version, error);

	return reply_versioned(reply, json, version);
}

static int
search_tickets(struct desk *desk, struct request *request, struct reply *reply, GError **error)
{
	const char *text = value_text(request->query, "q"), *sort = value_text(request->query, "sort");

	return reply_plain(reply, desk_ticket_search(desk, request->actor, text != NULL ? text : "", g_strcmp0(sort, "newest") == 0,
	    (int)value_int(request->query, "limit", SEARCH_USUAL), value_text(request->query, "cursor"), error));
}

const struct endpoint article_endpoints[] = {
	{ .method = "GET", .path = ARTICLES, .summary = "Search the help centre",
	    .help = "With q, the best first: each with the passage that answers, marked by <mark>; is_sure says whether the first one is "
	    "probably about the question, index_percent is less than 100 while the search index is being filled.",
	    .who = WHO_PUBLIC, .query = search_query, .shape = "ArticlesFound", .run = search },
	{ .method = "GET", .path = ARTICLES "/:slug", .summary = "An article", .who = WHO_PUBLIC, .shape = "Article", .run = get },
	{ .method = "GET", .path = KB "/contextual", .summary = "The articles for a page of the platform",
	    .help = "At most ten, the best first; there is no next page.", .who = WHO_PUBLIC, .query = contextual_query, .is_list = TRUE,
	    .shape = "ArticleListed", .run = contextual },
	{ .method = "POST", .path = ARTICLES "/:id/feedback", .summary = "Say whether an article helped",
	    .help = "One vote a reader: a second one replaces the first.", .who = WHO_PUBLIC, .body = BODY_JSON, .fields = vote_fields,
	    .status = 204, .run = vote },
	{ .method = "POST", .path = ARTICLES, .summary = "Write an article", .who = WHO_AGENTS, .body = BODY_JSON, .fields = new_fields,
	    .status = 201, .shape = "Article", .run = put },
	{ .method = "PATCH", .path = ARTICLES "/:slug", .summary = "Change, publish or gate an article", .help = "By its slug or its id.", .who = WHO_AGENTS, .body = BODY_JSON,
	    .fields = change_fields, .shape = "Article", .run = put },
	{ .method = "GET", .path = ARTICLES "/:id/revisions", .summary = "An article as it was, newest first", .who = WHO_AGENTS,
	    .is_list = TRUE, .shape = "ArticleRevision", .run = revisions },
	{ .method = "POST", .path = ARTICLES "/:id/restore", .summary = "Make an article what it was in an earlier version",
	    .who = WHO_AGENTS, .body = BODY_JSON, .fields = restore_fields, .shape = "Article", .run = restore },
	{ .method = "GET", .path = "/api/v1/support/search", .summary = "Search tickets by their words", .who = WHO_AGENTS,
	    .query = tickets_query, .shape = "TicketsFound", .run = search_tickets },
	{ .method = NULL },
};
