/* ticket_found.h - the rows behind what a search of tickets found. */
#pragma once
#include "store/db.h"

/* Columns: api_ticket_listed JSON, the message's id, its seq, its text. messages is an array literal; in its order; those that
 * the session may not see are left out. */
db_rows *tickets_found(struct db *db, const char *messages, GError **error) G_GNUC_WARN_UNUSED_RESULT;
