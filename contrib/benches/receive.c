/* receive [--batch N] FILE… - mails from files through the whole way in: intake, reading, receiving; then says for each where it went.
 *
 * SUPPORTD_TEST_PG is an empty database, or one of ours; SUPPORTD_RULES the rules' directory. The mailbox is support@example.com.
 * A line a file: path, state, reason, kind, ticket number (0: none), with tabs; then "# seconds S" for the receiving alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/intake.h"
#include "desk/mailbox.h"
#include "desk/receive.h"
#include "email/mime.h"
#include "store/db.h"
#include "store/migrate.h"

STATEMENT(bench_mailbox,
    "INSERT INTO mailboxes (id, name, address, display_name, imap_host, imap_user, secret) "
    "VALUES (gen_random_uuid(), 'support', 'support@example.com', 'Support', 'localhost', 'support', 'none') ON CONFLICT DO NOTHING");
STATEMENT(bench_results,
    "SELECT encode(i.digest, 'hex'), i.state, coalesce(i.reason, ''), coalesce(i.kind, ''), coalesce(t.number, 0) "
    "FROM intake i LEFT JOIN support_tickets t ON t.id = i.ticket_id");

static int batch_size = 100;
static GOptionEntry options[] = {
	{ "batch", 0, 0, G_OPTION_ARG_INT, &batch_size, "mails that are received together", "N" },
	{ NULL },
};

static void
die(const GError *error)
{
	fprintf(stderr, "receive: %s\n", error->message);
	exit(1);
}

static void
prepare_database(const char *conninfo)
{
	GError *error = NULL;
	struct db *db = db_open(conninfo, &error);

	if (db == NULL || migrate_run(db, FALSE, NULL, NULL, &error) < 0 || db_exec(db, &bench_mailbox, NO_PARAMS, &error) < 0)
		die(error);
	db_free(&db);
}

static int
copy_attachment(void *user, int part, receive_sink sink, void *sink_user, GError **error)
{
	return mime_attachment_copy(user, part, sink, sink_user, error);
}

static void
receive_rows(struct desk *desk, GPtrArray *rows)
{
	static const char *const own[] = { "support@example.com", NULL };
	const struct mime_context context = { .own_addresses = own, .own_host = "mail.example.com" };
	g_autofree struct received *mails = g_new0(struct received, rows->len);
	g_autoptr(GPtrArray) mimes = g_ptr_array_new();
	GError *error = NULL;
	int n = 0;

	for (guint i = 0; i < rows->len; i++) {
		const struct intake_row *row = g_ptr_array_index(rows, i);
		g_autoptr(GBytes) raw = row->raw != NULL ? g_bytes_ref(row->raw) : NULL;
		struct mime *mime;

		if (raw == NULL) {
			fprintf(stderr, "receive: larger than %d bytes is not for this bench\n", INTAKE_INLINE_BYTES);
			exit(1);
		}
		mime = mime_open_bytes(raw, &context, &error);
		if (mime == NULL) {
			if (desk_intake_refuse(desk, row->id, "unreadable", error->message, NULL) < 0)
				die(error);
			g_clear_error(&error);
			continue;
		}
		mails[n++] = (struct received){ .row = row, .mail = mime_mail(mime), .copy = copy_attachment, .user = mime };
		g_ptr_array_add(mimes, mime);
	}
	if (n > 0 && desk_receive(desk, mails, n, &error) < 0)
		die(error);
	for (guint i = 0; i < mimes->len; i++) {
		struct mime *mime = g_ptr_array_index(mimes, i);

		mime_free(&mime);
	}
}

static void
take_in(struct desk *desk, const char *mailbox_id, char **files, int n, GHashTable *digests)
{
	g_autofree struct intake_mail *mails = g_new0(struct intake_mail, (gsize)n + 1);
	GError *error = NULL;

	for (int i = 0; i < n; i++) {
		char *data;
		gsize length;

		if (!g_file_get_contents(files[i], &data, &length, &error))
			die(error);
		g_hash_table_insert(digests, g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)data, length), files[i]);
		mails[i] = (struct intake_mail){ .uid = (uint32_t)i + 1, .raw = g_bytes_new_take(data, length), .size = (int64_t)length, .fd = -1 };
	}
	if (desk_intake(desk, mailbox_id, 1, 0, mails, n, &error) < 0)
		die(error);
	for (int i = 0; i < n; i++)
		g_bytes_unref(mails[i].raw);
}

static double
receive_all(struct desk *desk)
{
	GError *error = NULL;
	gint64 began = g_get_monotonic_time();

	for (;;) {
		g_autoptr(GPtrArray) rows = NULL;
		int leased = desk_intake_lease(desk, "bench", batch_size, 60, &rows, &error);

		if (leased < 0)
			die(error);
		if (leased == 0)
			return (double)(g_get_monotonic_time() - began) / 1e6;
		receive_rows(desk, rows);
	}
}

static void
print_results(const char *conninfo, GHashTable *digests)
{
	GError *error = NULL;
	struct db *db = db_open(conninfo, &error);
	g_autoptr(db_rows) rows = db != NULL ? db_query(db, &bench_results, NO_PARAMS, &error) : NULL;

	if (rows == NULL)
		die(error);
	for (int i = 0; i < rows_count(rows); i++) {
		const char *file = g_hash_table_lookup(digests, rows_text(rows, i, 0));

		if (file != NULL)
			printf("%s\t%s\t%s\t%s\t%s\n", file, rows_text(rows, i, 1), rows_text(rows, i, 2), rows_text(rows, i, 3), rows_text(rows, i, 4));
	}
	db_free(&db);
}

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new("FILE…");
	g_autoptr(GHashTable) digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) mailboxes = NULL;
	g_autoptr(GBytes) secret = g_bytes_new_static("a secret for benches, 32 bytes long", 35);
	struct conf conf = { .database = getenv("SUPPORTD_TEST_PG"), .rules_dir = getenv("SUPPORTD_RULES"), .redis = (char *)"redis://127.0.0.1:1/0",
		.index = { .dir = (char *)"/nonexistent" } };
	GError *error = NULL;
	struct desk *desk;

	g_option_context_add_main_entries(context, options, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error))
		die(error);
	if (conf.database == NULL || conf.rules_dir == NULL || argc < 2) {
		fprintf(stderr, "receive: SUPPORTD_TEST_PG and SUPPORTD_RULES must be set, and mails named\n");
		return 2;
	}
	log_init("receive", LOG_LEVEL_ERROR);
	conf.secret = secret;
	conf.email.hello = (char *)"mail.example.com";
	conf.email.ack_interval_seconds = 3600;
	prepare_database(conf.database);
	desk = desk_open(&conf, &error);
	if (desk == NULL || (mailboxes = desk_mailboxes(desk, TRUE, &error)) == NULL)
		die(error);
	take_in(desk, ((struct mailbox *)g_ptr_array_index(mailboxes, 0))->id, argv + 1, argc - 1, digests);
	printf("# seconds %.3f\n", receive_all(desk));
	print_results(conf.database, digests);
	desk_free(&desk);
	return 0;
}
