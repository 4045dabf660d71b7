/* follow.h - what the search index reads of the book: everything once, then what happened since. */
#pragma once
#include <stdint.h>

#include "store/db.h"

/* Where a reader of everything begins to follow: no event of an earlier transaction is still to come. */
int follow_start(struct db *db, uint64_t *xid_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The events after (xid, id), in order, of transactions that are over. Columns: xid, id, type, ticket_id, message, data.id. */
db_rows *follow_events(struct db *db, uint64_t xid, int64_t id, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Published articles with ids after `after` (NULL: from the first); or one of them. */
enum { FOLLOW_ARTICLE_ID, FOLLOW_FAMILY, FOLLOW_LANGUAGE, FOLLOW_TITLE, FOLLOW_BODY_HTML, FOLLOW_CATEGORY, FOLLOW_MODULE, FOLLOW_ROLES,
	FOLLOW_GATED, FOLLOW_SINCE, FOLLOW_UNTIL, FOLLOW_UPDATED_S };
db_rows *follow_articles(struct db *db, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *follow_article(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Messages, the oldest first; of a ticket; or one of them. */
enum { FOLLOW_MESSAGE_ID, FOLLOW_TICKET_ID, FOLLOW_CREATED_S, FOLLOW_ADDRESS, FOLLOW_NAME, FOLLOW_BODY, FOLLOW_SUBJECT, FOLLOW_NUMBER,
	FOLLOW_STATUS, FOLLOW_BUILDER_ID, FOLLOW_BUILDER };
db_rows *follow_messages(struct db *db, const char *after, int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *follow_ticket(struct db *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
db_rows *follow_message(struct db *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many articles and messages there are, about: for progress. */
int64_t follow_size(struct db *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
