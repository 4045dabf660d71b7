#include "index/put.h"

#include "html/markdown.h"
#include "store/follow.h"

#define MOST_TAGS 32

struct tags {			/* "key:value", NULL at the end */
	char *list[MOST_TAGS + 1];
	int n;
};

static void
add_tag(struct tags *tags, const char *key, const char *value)
{
	if (value != NULL && *value != '\0' && tags->n < MOST_TAGS)
		tags->list[tags->n++] = g_strconcat(key, ":", value, NULL);
}

/* A name can be asked for whole or by one of its words: from:garcia. */
static void
add_name(struct tags *tags, const char *key, const char *name)
{
	g_auto(GStrv) words = name != NULL ? g_strsplit_set(name, " ,.\"", MOST_TAGS / 3) : NULL;

	add_tag(tags, key, name);
	for (char **word = words; word != NULL && *word != NULL; word++)
		add_tag(tags, key, *word);
}

static void
tags_clear(struct tags *tags)
{
	for (int i = 0; i < tags->n; i++)
		g_free(tags->list[i]);
}

static void
add_roles(struct tags *tags, const char *roles)
{
	g_auto(GStrv) list = g_strsplit(roles, ",", MOST_TAGS / 2);

	if (*roles == '\0')
		add_tag(tags, "role", "*");	/* for no role in particular: for all */
	for (char **role = list; *role != NULL; role++)
		add_tag(tags, "role", *role);
}

static int
put_article(struct search_writer *writer, const db_rows *rows, int row, GError **error)
{
	g_autoptr(GPtrArray) parts = markdown_sections(rows_text(rows, row, FOLLOW_BODY_HTML));
	g_autofree struct search_section *sections = g_new0(struct search_section, parts->len);
	struct tags tags = { .n = 0 };
	const struct search_thing thing = { .kind = SEARCH_ARTICLE, .id = rows_text(rows, row, FOLLOW_ARTICLE_ID),
		.group = rows_text(rows, row, FOLLOW_FAMILY), .language = rows_text(rows, row, FOLLOW_LANGUAGE),
		.title = rows_text(rows, row, FOLLOW_TITLE), .tags = (const char *const *)tags.list,
		.since = rows_text(rows, row, FOLLOW_SINCE), .until = rows_text(rows, row, FOLLOW_UNTIL),
		.date_s = rows_int(rows, row, FOLLOW_UPDATED_S), .sections = sections, .n_sections = (int)parts->len };
	int result;

	for (guint i = 0; i < parts->len; i++) {
		const struct markdown_section *part = parts->pdata[i];

		sections[i] = (struct search_section){ .anchor = part->anchor, .title = part->title, .text = part->text };
	}
	add_tag(&tags, "access", rows_bool(rows, row, FOLLOW_GATED) ? "gated" : "public");
	add_tag(&tags, "category", rows_text(rows, row, FOLLOW_CATEGORY));
	add_tag(&tags, "module", rows_text(rows, row, FOLLOW_MODULE));
	add_roles(&tags, rows_text(rows, row, FOLLOW_ROLES));
	result = search_put(writer, &thing, error);
	tags_clear(&tags);
	return result;
}

int
put_articles(struct search_writer *writer, const db_rows *rows, GError **error)
{
	for (int row = 0; row < rows_count(rows); row++)
		if (put_article(writer, rows, row, error) < 0)
			return -1;
	return 1;
}

static int
put_message(struct search_writer *writer, const db_rows *rows, int row, GError **error)
{
	struct tags tags = { .n = 0 };
	const struct search_section section = { .anchor = "", .title = "", .text = rows_text(rows, row, FOLLOW_BODY) };
	const struct search_thing thing = { .kind = SEARCH_MESSAGE, .id = rows_text(rows, row, FOLLOW_MESSAGE_ID),
		.group = rows_text(rows, row, FOLLOW_TICKET_ID), .title = rows_text(rows, row, FOLLOW_SUBJECT),
		.tags = (const char *const *)tags.list, .date_s = rows_int(rows, row, FOLLOW_CREATED_S), .sections = &section, .n_sections = 1 };
	int result;

	add_tag(&tags, "status", rows_text(rows, row, FOLLOW_STATUS));
	add_tag(&tags, "number", rows_text(rows, row, FOLLOW_NUMBER));
	add_tag(&tags, "from", rows_text(rows, row, FOLLOW_ADDRESS));
	add_name(&tags, "from", rows_text(rows, row, FOLLOW_NAME));
	add_tag(&tags, "builder", rows_text(rows, row, FOLLOW_BUILDER_ID));
	add_name(&tags, "builder", rows_text(rows, row, FOLLOW_BUILDER));
	result = search_put(writer, &thing, error);
	tags_clear(&tags);
	return result;
}

int
put_messages(struct search_writer *writer, const db_rows *rows, GError **error)
{
	for (int row = 0; row < rows_count(rows); row++)
		if (put_message(writer, rows, row, error) < 0)
			return -1;
	return 1;
}
