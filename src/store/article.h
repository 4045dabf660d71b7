/* article.h - the help centre's articles in the book. */
#pragma once
#include <stdint.h>

#include "model/article.h"
#include "store/db.h"

/* 1 written, 0 nothing was different. body_html belongs to put->body_markdown; both may be NULL. */
int article_insert(struct db *db, const char *id, const struct article_put *put, const char *body_html, GError **error) G_GNUC_WARN_UNUSED_RESULT;
int article_update(struct db *db, const char *id, const struct article_put *put, const char *body_html, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Locks the article: its version, -1 with FAULT_NOT_FOUND "no-such-article". *is_published_r as it is. */
int64_t article_lock(struct db *db, const char *id, gboolean *is_published_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps the article as it is now among its revisions. */
int article_keep_revision(struct db *db, const char *id, const char *actor_type, const char *actor_name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes it as it was in that version. 1; 0 if there is no such revision. */
int article_restore(struct db *db, const char *id, int64_t version, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *article_revisions(struct db *db, const char *id, int64_t before, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_article of one, the caller's, and its version; by id or slug. NULL with FAULT_NOT_FOUND "no-such-article", or FAULT_UNAUTHENTICATED
 * "article-gated". */
char *article_json(struct db *db, const char *id, const struct article_reader *reader, int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *article_json_by_slug(struct db *db, const char *slug, const struct article_reader *reader, int64_t *version_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
int article_viewed(struct db *db, const char *slug, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rows api_article_listed and id, those after the id `after`. */
db_rows *article_page(struct db *db, const struct article_reader *reader, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* JSON array of the articles for a place in the platform, the best first; the caller's. */
char *article_contextual(struct db *db, const struct article_reader *reader, const char *path, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What a search found, as JSON, in its order and with its passages; what the reader may not see is left out. Array literals. */
char *article_found(struct db *db, const struct article_reader *reader, const char *ids, const char *anchors, const char *sections,
    const char *passages, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A reader's vote, instead of their last one, and the counts with it. */
int article_vote(struct db *db, const char *id, const char *reader, gboolean is_helpful, const char *comment, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By what it was imported from: its id (37 bytes). 1 or 0. */
int article_by_source(struct db *db, const char *source, char *id_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* By id or slug. 1, or -1 with FAULT_NOT_FOUND "no-such-article". */
int article_by_ref(struct db *db, const char *ref, char *id_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* 1 if the slug is another article's. */
int article_slug_taken(struct db *db, const char *slug, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
