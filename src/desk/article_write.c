#include <string.h>

#include "base/fault.h"
#include "desk/article.h"
#include "desk/check.h"
#include "desk/desk.h"
#include "html/markdown.h"
#include "store/article.h"
#include "store/event.h"

#define SLUG_CHARACTERS 180
#define SLUG_TRIES 1000

static const struct article_reader staff = { .is_staff = TRUE, .is_known = TRUE };

/* "Approve an invoice" to "approve-an-invoice". */
static char *
slug_of(const char *title, const char *language)
{
	g_autofree char *plain = g_str_to_ascii(title, "C");
	GString *slug = g_string_new(NULL);

	if (language != NULL && strcmp(language, "en") != 0)
		g_string_append_printf(slug, "%s-", language);
	for (const char *c = plain; *c != '\0' && slug->len < SLUG_CHARACTERS; c++) {
		if (g_ascii_isalnum(*c))
			g_string_append_c(slug, g_ascii_tolower(*c));
		else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
			g_string_append_c(slug, '-');
	}
	while (slug->len > 0 && slug->str[slug->len - 1] == '-')
		g_string_truncate(slug, slug->len - 1);
	return slug->len > 0 ? g_string_free(slug, FALSE) : (g_string_free(slug, TRUE), g_strdup("article"));
}

/* The slug, or the first of slug-2, slug-3, … that is free. */
static char *
free_slug(struct db *db, const char *wanted, const char *id, GError **error)
{
	g_autofree char *slug = g_strdup(wanted);
	int taken = 0;

	for (int n = 2; n < SLUG_TRIES && (taken = article_slug_taken(db, slug, id, error)) > 0; n++) {
		g_free(slug);
		slug = g_strdup_printf("%s-%d", wanted, n);
	}
	return taken == 0 ? g_steal_pointer(&slug) : NULL;
}

static int
check_put(const struct article_put *put, gboolean is_new, GError **error)
{
	if (is_new && (put->title == NULL || put->body_markdown == NULL)) {
		fault_set(error, FAULT_INVALID, "missing-field", put->title == NULL ? "title" : "body_markdown",
		    "A new article has a title and a body.");
		return -1;
	}
	if (put->video_url != NULL && *put->video_url != '\0' && !g_str_has_prefix(put->video_url, "https://")) {
		fault_set(error, FAULT_INVALID, "bad-url", "video_url", "A video's address begins with https://.");
		return -1;
	}
	if (put->slug != NULL && (*put->slug == '\0' || strspn(put->slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(put->slug))) {
		fault_set(error, FAULT_INVALID, "bad-slug", "slug", "A slug has small letters, digits and - only.");
		return -1;
	}
	return 1;
}

/* The record of a change, and what the index and others follow. */
static int
record(struct db *db, const struct actor *actor, const char *id, const char *action, GError **error)
{
	gboolean is_published;

	if (article_lock(db, id, &is_published, error) < 0 ||
	    article_keep_revision(db, id, actor_kind_word(actor->kind), actor->name, error) < 0 ||
	    event_of_thing(db, actor, is_published ? "article.changed" : "article.removed", NULL, id, error) < 0)
		return -1;
	return audit_note(db, actor, action, "article", id, NULL, NULL, error);
}

static int
check_article_version(struct db *db, const char *id, int64_t if_version, GError **error)
{
	gboolean is_published;
	int64_t version = article_lock(db, id, &is_published, error);

	if (version < 0 || if_version == 0 || version == if_version)
		return version < 0 ? -1 : 1;
	fault_set(error, FAULT_CONFLICT, "changed-meanwhile", NULL, "Somebody else changed this article meanwhile: it is at version %"
	    G_GINT64_FORMAT " now. Read it again.", version);
	return -1;
}

/* 1 written, 0 the same already, -1. */
static int
put_in(struct db *db, const struct actor *actor, const char *id, gboolean is_new, const struct article_put *given, int64_t if_version,
    GError **error)
{
	struct article_put put = *given;
	g_autofree char *html = NULL, *slug = NULL, *wanted = NULL;
	int written;

	if (put.body_markdown != NULL && (html = markdown_to_html(put.body_markdown, error)) == NULL)
		return -1;
	if (is_new && put.slug == NULL) {
		wanted = slug_of(put.title, put.language);
		if ((put.slug = slug = free_slug(db, wanted, id, error)) == NULL)
			return -1;
	}
	if (is_new)
		written = article_insert(db, id, &put, html, error);
	else
		written = check_article_version(db, id, if_version, error) > 0 ? article_update(db, id, &put, html, error) : -1;
	if (written <= 0)
		return written;
	return record(db, actor, id, is_new ? "article.create" : "article.change", error) < 0 ? -1 : 1;
}

char *
desk_article_put(struct desk *desk, const struct actor *actor, const char *ref, const struct article_put *put, int64_t if_version,
    int64_t *version_r, char *id_r, GError **error)
{
	struct db *db = desk_db(desk);
	struct uuid fresh = uuid_new();
	char *json = NULL;

	g_strlcpy(id_r, fresh.text, UUID_LENGTH + 1);
	if (check_staff(actor, error) < 0 || check_put(put, ref == NULL, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	if ((ref == NULL || article_by_ref(db, ref, id_r, error) > 0) && put_in(db, actor, id_r, ref == NULL, put, if_version, error) >= 0)
		json = article_json(db, id_r, &staff, version_r, error);
	return desk_done(db, json, error);
}

int
desk_article_import(struct desk *desk, const struct actor *actor, const struct article_put *put, GError **error)
{
	struct db *db = desk_db(desk);
	struct uuid fresh = uuid_new();
	char id[UUID_LENGTH + 1];
	int found, written;

	if (check_staff(actor, error) < 0 || check_put(put, TRUE, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	found = article_by_source(db, put->source, id, error);
	written = found < 0 ? -1 : put_in(db, actor, found > 0 ? id : fresh.text, found == 0, put, 0, error);
	return desk_ended(db, written, error) < 0 ? -1 : written;
}

int
desk_article_revisions(struct desk *desk, const struct actor *actor, const char *id, int most, const char *cursor, struct page *page_r,
    GError **error)
{
	struct db *db = desk_db(desk);
	g_autofree char *before = NULL, *time = NULL;
	g_autoptr(db_rows) rows = NULL;

	if (check_staff(actor, error) < 0 || cursor_read(cursor, 'R', FALSE, &before, &time, error) < 0 || db_begin(db, actor, error) < 0)
		return -1;
	rows = article_revisions(db, id, before != NULL ? g_ascii_strtoll(before, NULL, 10) : 0, most + 1, error);
	if (desk_ended(db, rows != NULL ? 1 : -1, error) < 0)
		return -1;
	page_r->items = page_items(rows, most);
	page_r->next = rows_count(rows) > most ? cursor_make('R', rows_text(rows, most - 1, 1), NULL) : NULL;
	return 1;
}

static int
restore_in(struct db *db, const struct actor *actor, const char *id, int64_t revision, int64_t if_version, GError **error)
{
	int restored = check_article_version(db, id, if_version, error) > 0 ? article_restore(db, id, revision, error) : -1;

	if (restored == 0)
		fault_set(error, FAULT_NOT_FOUND, "no-such-revision", "version", "This article has no version %" G_GINT64_FORMAT ".", revision);
	return restored <= 0 ? -1 : record(db, actor, id, "article.restore", error);
}

char *
desk_article_restore(struct desk *desk, const struct actor *actor, const char *id, int64_t revision, int64_t if_version,
    int64_t *version_r, GError **error)
{
	struct db *db = desk_db(desk);
	char *json = NULL;

	if (check_staff(actor, error) < 0 || db_begin(db, actor, error) < 0)
		return NULL;
	if (restore_in(db, actor, id, revision, if_version, error) >= 0)
		json = article_json(db, id, &staff, version_r, error);
	return desk_done(db, json, error);
}
