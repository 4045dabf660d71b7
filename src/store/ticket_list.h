/* ticket_list.h - pages of tickets, by key and never by offset; every filter has its index. */
#pragma once
#include "model/ticket_filter.h"
#include "store/db.h"

struct ticket_place {		/* where the page before ended; id NULL: at the start */
	const char *id;
	const char *time;	/* of TICKET_SORT_WAITING and TICKET_SORT_UPDATED, as column 2 of its row */
};

/* Columns: api_ticket_listed JSON, id, the time sorted by (NULL for newest). NULL with error set. In an open transaction. */
db_rows *ticket_page(struct db *db, enum ticket_sort sort, const struct ticket_filter *filter, const struct ticket_place *after,
    int most, GError **error) G_GNUC_WARN_UNUSED_RESULT;
