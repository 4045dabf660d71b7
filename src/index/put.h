/* put.h - rows of the book as things in the index. */
#pragma once
#include "search/search.h"
#include "store/db.h"

/* All rows of follow_articles or follow_article. 1 or -1. */
int put_articles(struct search_writer *writer, const db_rows *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All rows of follow_messages, follow_ticket or follow_message. */
int put_messages(struct search_writer *writer, const db_rows *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
