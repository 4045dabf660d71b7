#include "index/keeper.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/uuid.h"
#include "conf/conf.h"
#include "index/put.h"
#include "store/follow.h"
#include "store/migrate.h"

#define PAGE 500
#define PAGES_A_COMMIT 10
#define EVENTS 1000
#define CALIBRATE_US (600 * G_USEC_PER_SEC)	/* not more often, however busy the writers are */

struct keeper {
	const struct conf *conf;
	struct db *db;
	struct search_writer *writer;
	uint64_t xid;		/* the cursor: everything up to (xid, id) is in the index */
	int64_t id;
	int percent;		/* atomic */
	/* a first filling */
	int64_t size, done;
	int pages;
	gboolean has_articles;
	char after[UUID_LENGTH + 1];	/* the last one put in; "" for none */
	/* how well it knows what it does not know */
	gboolean is_stale;
	gint64 calibrated_us;
};

static char *
cursor_text(uint64_t xid, int64_t id)
{
	return g_strdup_printf("%020" G_GUINT64_FORMAT ":%020" G_GINT64_FORMAT, xid, id);
}

/* From the index itself: it knows what it holds, whatever happened to anything else. */
static int
read_cursor(struct keeper *keeper, GError **error)
{
	int percent;
	g_autofree char *cursor = search_cursor(keeper->writer, &percent);

	if (percent == 100 && sscanf(cursor, "%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT, &keeper->xid, &keeper->id) == 2) {
		keeper->percent = 100;
		return 1;
	}
	if (db_begin(keeper->db, NULL, error) < 0 || follow_start(keeper->db, &keeper->xid, error) < 0 ||
	    (keeper->size = follow_size(keeper->db, error)) < 0 || db_commit(keeper->db, error) < 0)
		return -1;
	log_info("filling", LOG_INT("things", keeper->size));
	return search_commit(keeper->writer, "", 0, error);
}

struct keeper *
keeper_open(const struct conf *conf, GError **error)
{
	struct keeper *keeper = g_new0(struct keeper, 1);

	keeper->conf = conf;
	keeper->db = db_open(conf->database, error);
	if (keeper->db == NULL || migrate_check(keeper->db, error) < 0 ||
	    (keeper->writer = search_writer_open(conf->index.dir, error)) == NULL || read_cursor(keeper, error) < 0)
		keeper_free(&keeper);
	return keeper;
}

void
keeper_free(struct keeper **keeper)
{
	if (*keeper == NULL)
		return;
	search_writer_close(&(*keeper)->writer);
	db_free(&(*keeper)->db);
	g_clear_pointer(keeper, g_free);
}

int
keeper_percent(const struct keeper *keeper)
{
	return g_atomic_int_get(&keeper->percent);
}

static int
calibrate(struct keeper *keeper, GError **error)
{
	if (search_calibrate(keeper->writer, error) < 0)
		return -1;
	keeper->is_stale = FALSE;
	keeper->calibrated_us = g_get_monotonic_time();
	return 1;
}

static int
fill_is_done(struct keeper *keeper, GError **error)
{
	g_autofree char *cursor = cursor_text(keeper->xid, keeper->id);

	if (search_commit(keeper->writer, cursor, 100, error) < 0 || calibrate(keeper, error) < 0)
		return -1;
	g_atomic_int_set(&keeper->percent, 100);
	log_info("filled", LOG_INT("things", keeper->done));
	return 1;
}

/* The next page of articles, then of messages. Until all is in, the index has no cursor: a crash begins anew. */
static int
fill_step(struct keeper *keeper, GError **error)
{
	const char *after = keeper->after[0] != '\0' ? keeper->after : NULL;
	g_autoptr(db_rows) rows = NULL;
	int n;

	if (db_begin(keeper->db, NULL, error) < 0)
		return -1;
	rows = keeper->has_articles ? follow_messages(keeper->db, after, PAGE, error) : follow_articles(keeper->db, after, PAGE, error);
	if (rows == NULL || db_commit(keeper->db, error) < 0) {
		db_rollback(keeper->db);
		return -1;
	}
	n = rows_count(rows);
	if ((keeper->has_articles ? put_messages(keeper->writer, rows, error) : put_articles(keeper->writer, rows, error)) < 0)
		return -1;
	keeper->done += n;
	if (n == PAGE) {
		g_strlcpy(keeper->after, rows_text(rows, n - 1, 0), sizeof keeper->after);
	} else if (keeper->has_articles) {
		return fill_is_done(keeper, error);
	} else {
		keeper->has_articles = TRUE;
		keeper->after[0] = '\0';
	}
	if (++keeper->pages % PAGES_A_COMMIT != 0 && n == PAGE)
		return 1;
	g_atomic_int_set(&keeper->percent, keeper->size > 0 ? (int)MIN(keeper->done * 100 / keeper->size, 99) : 0);
	return search_commit(keeper->writer, "", keeper_percent(keeper), error);
}

static int
take_article(struct keeper *keeper, const char *id, GError **error)
{
	g_autoptr(db_rows) rows = follow_article(keeper->db, id, error);

	if (rows == NULL)
		return -1;
	keeper->is_stale = TRUE;
	return rows_count(rows) == 0 ? search_drop(keeper->writer, SEARCH_ARTICLE, id, error) : put_articles(keeper->writer, rows, error);
}

static int
take_messages(struct keeper *keeper, db_rows *found, GError **error)
{
	g_autoptr(db_rows) rows = found;

	return rows != NULL ? put_messages(keeper->writer, rows, error) : -1;
}

/* A new message is put in alone; what happens to a ticket can change what all of its messages are found by. */
static int
take_events(struct keeper *keeper, const db_rows *events, GError **error)
{
	g_autoptr(GHashTable) tickets = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter at;
	gpointer ticket;

	for (int row = 0; row < rows_count(events); row++) {
		const char *type = rows_text(events, row, 2), *ticket_id = rows_text(events, row, 3), *message = rows_text(events, row, 4),
		    *thing = rows_text(events, row, 5);

		if (g_str_has_prefix(type, "article.") && thing != NULL && uuid_is_valid(thing)) {
			if (take_article(keeper, thing, error) < 0)
				return -1;
		} else if (g_str_has_prefix(type, "message.") && message != NULL) {
			if (take_messages(keeper, follow_message(keeper->db, message, error), error) < 0)
				return -1;
		} else if (ticket_id != NULL) {
			g_hash_table_add(tickets, (gpointer)ticket_id);
		}
	}
	g_hash_table_iter_init(&at, tickets);
	while (g_hash_table_iter_next(&at, &ticket, NULL))
		if (take_messages(keeper, follow_ticket(keeper->db, ticket, error), error) < 0)
			return -1;
	return 1;
}

static int
follow_step(struct keeper *keeper, GError **error)
{
	g_autoptr(db_rows) events = NULL;
	g_autofree char *cursor = NULL;
	int n;

	if (db_begin(keeper->db, NULL, error) < 0)
		return -1;
	if ((events = follow_events(keeper->db, keeper->xid, keeper->id, EVENTS, error)) == NULL || take_events(keeper, events, error) < 0 ||
	    db_commit(keeper->db, error) < 0) {
		db_rollback(keeper->db);
		return -1;
	}
	n = rows_count(events);
	if (n == 0)
		return keeper->is_stale && g_get_monotonic_time() - keeper->calibrated_us > CALIBRATE_US ? calibrate(keeper, error) : 0;
	keeper->xid = g_ascii_strtoull(rows_text(events, n - 1, 0), NULL, 10);
	keeper->id = rows_int(events, n - 1, 1);
	cursor = cursor_text(keeper->xid, keeper->id);
	if (search_commit(keeper->writer, cursor, 100, error) < 0)
		return -1;
	log_info("followed", LOG_INT("events", n));
	return n == EVENTS;
}

int
keeper_step(struct keeper *keeper, GError **error)
{
	if (!search_writer_is_there(keeper->conf->index.dir)) {
		fault_set(error, FAULT_CONFLICT, "index-deleted", NULL, "%s was deleted: it is filled anew.", keeper->conf->index.dir);
		return -1;
	}
	return keeper_percent(keeper) < 100 ? fill_step(keeper, error) : follow_step(keeper, error);
}
