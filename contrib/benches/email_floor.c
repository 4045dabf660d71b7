/* email_floor - what the parts can do with nothing of ours in between: libetpan fetches 100 mails a trip, GMime parses each and
 * decodes its text, libpq inserts a ticket and a message a mail, pipelined, a transaction a batch; then \Seen, a batch.
 *
 *	email_floor PORT USER PASSWORD CONNINFO
 *
 * prints "MAILS SECONDS KILOBYTES": how many, how long, and the most memory that was resident. */
#include <glib.h>
#include <gmime/gmime.h>
#include <libetpan/libetpan.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define BATCH 100

struct floor {
	PGconn *db;
	int mails;
};

static void
need(gboolean ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "email_floor: %s failed\n", what);
	exit(1);
}

static void
no_progress(size_t current, size_t most, void *user)
{
	(void)current;
	(void)most;
	(void)user;
}

/* The first text part, decoded to UTF-8. */
static char *
text_of(GMimeObject *part)
{
	if (GMIME_IS_MULTIPART(part)) {
		for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(part)); i++) {
			char *text = text_of(g_mime_multipart_get_part(GMIME_MULTIPART(part), i));

			if (text != NULL)
				return text;
		}
		return NULL;
	}
	return GMIME_IS_TEXT_PART(part) ? g_mime_text_part_get_text(GMIME_TEXT_PART(part)) : NULL;
}

static void
insert(struct floor *floor, const char *subject, const char *from, const char *body)
{
	const char *values[] = { subject, from, body };

	need(PQsendQueryPrepared(floor->db, "add", 3, values, NULL, NULL, 0) == 1, "the insert");
}

static void
parse(struct floor *floor, const char *bytes, size_t length)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	InternetAddress *from = internet_address_list_get_address(g_mime_message_get_from(message), 0);
	char *text = text_of(g_mime_message_get_mime_part(message));

	insert(floor, g_mime_message_get_subject(message),
	    from != NULL ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(from)) : "", text != NULL ? text : "");
	g_free(text);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	floor->mails++;
}

static void
take(struct mailimap_msg_att *answer, void *user)
{
	for (clistiter *at = clist_begin(answer->att_list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);
		const struct mailimap_msg_att_static *value = item->att_data.att_static;

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC && value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			parse(user, value->att_data.att_body_section->sec_body_part, value->att_data.att_body_section->sec_length);
	}
}

static void
send_plain(struct floor *floor, const char *sql)
{
	need(PQsendQueryParams(floor->db, sql, 0, NULL, NULL, NULL, NULL, 0) == 1, sql);
}

/* Reads all answers up to the synchronisation point. */
static void
settle(struct floor *floor)
{
	gboolean is_synced = FALSE;

	need(PQpipelineSync(floor->db) == 1, "the pipeline");
	while (!is_synced) {
		PGresult *result = PQgetResult(floor->db);

		if (result == NULL)
			continue;
		need(PQresultStatus(result) != PGRES_FATAL_ERROR, PQerrorMessage(floor->db));
		is_synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		PQclear(result);
	}
}

static void
open_book(struct floor *floor, const char *conninfo)
{
	floor->db = PQconnectdb(conninfo);
	need(PQstatus(floor->db) == CONNECTION_OK, PQerrorMessage(floor->db));
	PQclear(PQexec(floor->db, "CREATE TABLE floor_tickets (id bigserial PRIMARY KEY, subject text, requester text, "
	    "created_at timestamptz DEFAULT now()); CREATE INDEX ON floor_tickets (requester); "
	    "CREATE TABLE floor_messages (id bigserial PRIMARY KEY, ticket bigint REFERENCES floor_tickets, body text, "
	    "created_at timestamptz DEFAULT now()); CREATE INDEX ON floor_messages (ticket)"));
	PQclear(PQprepare(floor->db, "add", "WITH t AS (INSERT INTO floor_tickets (subject, requester) VALUES ($1, $2) RETURNING id) "
	    "INSERT INTO floor_messages (ticket, body) SELECT id, $3 FROM t", 3, NULL));
	need(PQenterPipelineMode(floor->db) == 1, "the pipeline");
}

static void
take_batch(struct floor *floor, mailimap *imap, uint32_t from, uint32_t to)
{
	struct mailimap_set *set = mailimap_set_new_interval(from, to);
	struct mailimap_fetch_type *what = mailimap_fetch_type_new_fetch_att_list_empty();
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	clist *rest = NULL;

	mailimap_fetch_type_new_fetch_att_list_add(what, mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)));
	send_plain(floor, "BEGIN");
	mailimap_set_msg_att_handler(imap, take, floor);
	need(mailimap_uid_fetch(imap, set, what, &rest) == MAILIMAP_NO_ERROR, "the fetch");
	mailimap_set_msg_att_handler(imap, NULL, NULL);
	send_plain(floor, "COMMIT");
	settle(floor);
	mailimap_flag_list_add(flags, mailimap_flag_new_seen());
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	need(mailimap_uid_store(imap, set, store) == MAILIMAP_NO_ERROR, "the flags");
	mailimap_store_att_flags_free(store);
	mailimap_fetch_type_free(what);
	mailimap_set_free(set);
	if (rest != NULL)
		mailimap_fetch_list_free(rest);
}

int
main(int argc, char **argv)
{
	struct floor floor = { 0 };
	mailimap *imap = mailimap_new(0, NULL);
	struct rusage usage;
	uint32_t next;
	gint64 began;

	need(argc == 5, "the command line: PORT USER PASSWORD CONNINFO; it");
	g_mime_init();
	open_book(&floor, argv[4]);
	began = g_get_monotonic_time();
	mailimap_set_progress_callback(imap, no_progress, no_progress, NULL);
	need(mailimap_socket_connect(imap, "127.0.0.1", (uint16_t)atoi(argv[1])) <= MAILIMAP_NO_ERROR_NON_AUTHENTICATED, "the connection");
	need(mailimap_login(imap, argv[2], argv[3]) == MAILIMAP_NO_ERROR, "the login");
	need(mailimap_select(imap, "INBOX") == MAILIMAP_NO_ERROR, "the folder");
	next = imap->imap_selection_info->sel_uidnext;
	for (uint32_t uid = 1; uid < next; uid += BATCH)
		take_batch(&floor, imap, uid, MIN(uid + BATCH, next) - 1);
	getrusage(RUSAGE_SELF, &usage);
	printf("%d %.3f %ld\n", floor.mails, (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC, usage.ru_maxrss);
	mailimap_logout(imap);
	mailimap_free(imap);
	PQfinish(floor.db);
	return 0;
}
