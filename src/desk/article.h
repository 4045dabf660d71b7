/* article.h - the help centre: written by agents, read by everybody, found by its words.
 *
 * What a reader may see is decided by the book: agents see all, those who have logged in what is published, all others what
 * is published and not gated.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "desk/page.h"
#include "model/actor.h"
#include "model/article.h"

struct desk;

/* Writes an article, known by its id or slug; ref NULL makes a new one. What is the same already changes nothing. api_article JSON, the caller's, its
 * version, and its id (37 bytes). if_version 0: whatever it is. NULL with error set. */
char *desk_article_put(struct desk *desk, const struct actor *actor, const char *ref, const struct article_put *put, int64_t if_version,
    int64_t *version_r, char *id_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same by put->source, for imports: 1 if it was new or changed, 0. */
int desk_article_import(struct desk *desk, const struct actor *actor, const struct article_put *put, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Revisions, newest first; and the article as it was in one of them, as a new version. Agents only. */
int desk_article_revisions(struct desk *desk, const struct actor *actor, const char *id, int most, const char *cursor, struct page *page_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *desk_article_restore(struct desk *desk, const struct actor *actor, const char *id, int64_t revision, int64_t if_version,
    int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By slug, with its body; counts the view of whoever is no agent. */
char *desk_article(struct desk *desk, const struct actor *actor, const char *slug, int64_t *version_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A page of those that suit; is_staff and is_known of suits are ours to set. */
int desk_articles(struct desk *desk, const struct actor *actor, const struct article_reader *suits, int most, const char *cursor,
    struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* JSON {"items", "next", "estimate", "corrected", "is_sure", "index_percent"}, the caller's: the articles that answer text
 * best, each with its passage_html, section and anchor. */
char *desk_article_search(struct desk *desk, const struct actor *actor, const char *text, const struct article_reader *suits, int most,
    const char *cursor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* JSON array of at most ten articles for a page of the platform (its URL or path) or a module. */
char *desk_article_contextual(struct desk *desk, const struct actor *actor, const char *url, const struct article_reader *suits,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A vote; reader is who votes where the actor has no name: their address and browser, kept as a keyed digest only. */
int desk_article_vote(struct desk *desk, const struct actor *actor, const char *id, const char *reader, gboolean is_helpful,
    const char *comment, GError **error) G_GNUC_WARN_UNUSED_RESULT;
