#include "desk/intake.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "desk/blob.h"
#include "desk/desk.h"
#include "store/array.h"
#include "store/intake.h"
#include "store/mailbox.h"

#define PIECE_BYTES 1048576	/* of mails in one statement, and of mails handed out at once */
#define TRIES_BEFORE_ASIDE 2

/* Small mails that go into one statement. */
struct piece {
	GString *ids, *uids, *offsets, *lengths;
	GByteArray *all;
	db_rows *added;
};

static struct piece *
piece_new(void)
{
	struct piece *piece = g_new0(struct piece, 1);

	piece->ids = array_new();
	piece->uids = array_new();
	piece->offsets = array_new();
	piece->lengths = array_new();
	piece->all = g_byte_array_new();
	return piece;
}

static void
piece_free(struct piece *piece)
{
	g_string_free(piece->ids, TRUE);
	g_string_free(piece->uids, TRUE);
	g_string_free(piece->offsets, TRUE);
	g_string_free(piece->lengths, TRUE);
	if (piece->all != NULL)
		g_byte_array_unref(piece->all);
	if (piece->added != NULL)
		rows_free(piece->added);
	g_free(piece);
}

static void
piece_add(struct piece *piece, const struct intake_mail *mail)
{
	struct uuid id = uuid_new();
	gsize length;
	const void *raw = g_bytes_get_data(mail->raw, &length);

	array_text(piece->ids, id.text);
	array_int(piece->uids, mail->uid);
	array_int(piece->offsets, (int64_t)piece->all->len + 1);	/* SQL counts from 1 */
	array_int(piece->lengths, (int64_t)length);
	g_byte_array_append(piece->all, raw, (guint)length);
}

static int
piece_send(struct piece *piece, struct db *db, const char *mailbox_id, uint32_t uid_validity, GError **error)
{
	g_autoptr(GBytes) all = g_byte_array_free_to_bytes(g_steal_pointer(&piece->all));

	return intake_insert(db, mailbox_id, uid_validity, array_end(piece->ids), array_end(piece->uids), array_end(piece->offsets),
	    array_end(piece->lengths), all, &piece->added, error);
}

/* Queues all mails that are in memory; pieces collects what was sent. */
static int
send_small(struct db *db, const char *mailbox_id, uint32_t uid_validity, const struct intake_mail *mails, int n, GPtrArray *pieces,
    GError **error)
{
	struct piece *piece = NULL;

	for (int i = 0; i < n; i++) {
		if (mails[i].raw == NULL || mails[i].refused != NULL)
			continue;
		if (piece != NULL && piece->all->len + g_bytes_get_size(mails[i].raw) > PIECE_BYTES) {
			if (piece_send(piece, db, mailbox_id, uid_validity, error) < 0)
				return -1;
			piece = NULL;
		}
		if (piece == NULL)
			g_ptr_array_add(pieces, piece = piece_new());
		piece_add(piece, &mails[i]);
	}
	return piece != NULL ? piece_send(piece, db, mailbox_id, uid_validity, error) : 0;
}

typedef int (*each_bytes)(const void *data, gsize length, void *user, GError **error);

static int
read_file(const struct intake_mail *mail, each_bytes each, void *user, GError **error)
{
	g_autofree guint8 *buffer = g_malloc(BLOB_CHUNK);
	int64_t at = 0;

	while (at < mail->size) {
		ssize_t got = pread(mail->fd, buffer, (size_t)MIN(BLOB_CHUNK, mail->size - at), at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			fault_set(error, FAULT_INTERNAL, "spool-failed", NULL, "The spooled mail cannot be read: %s.",
			    got < 0 ? g_strerror(errno) : "it is shorter than it was");
			return -1;
		}
		if (each(buffer, (gsize)got, user, error) < 0)
			return -1;
		at += got;
	}
	return 1;
}

static int
into_checksum(const void *data, gsize length, void *user, GError **error)
{
	(void)error;
	g_checksum_update(user, data, (gssize)length);
	return 1;
}

static int
into_blob(const void *data, gsize length, void *user, GError **error)
{
	return blob_writer_add(user, data, length, error);
}

static int
store_large(struct db *db, const char *mailbox_id, uint32_t uid_validity, const struct intake_mail *mail, GError **error)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	struct blob_writer *writer;
	struct uuid id = uuid_new();
	char blob_id[UUID_LENGTH + 1];
	guint8 digest[32];
	gsize length = sizeof digest;
	int64_t size;
	int known;

	if (read_file(mail, into_checksum, checksum, error) < 0)
		return -1;
	g_checksum_get_digest(checksum, digest, &length);
	known = intake_is_known(db, mailbox_id, digest, error);
	if (known != 0)
		return known < 0 ? -1 : 0;
	writer = blob_writer_new(db, error);
	if (writer == NULL || read_file(mail, into_blob, writer, error) < 0) {
		blob_writer_abort(&writer);
		return -1;
	}
	if (blob_writer_end(&writer, blob_id, &size, error) < 0)
		return -1;
	return intake_insert_large(db, id.text, mailbox_id, uid_validity, mail->uid, digest, size, blob_id, error);
}

static int
store_refused(struct db *db, const char *mailbox_id, uint32_t uid_validity, const struct intake_mail *mail, GError **error)
{
	struct uuid id = uuid_new();

	log_warning("refused", LOG_STR("intake", id.text), LOG_STR("reason", mail->refused));
	return intake_insert_refused(db, id.text, mailbox_id, uid_validity, mail->uid, mail->raw, mail->size, mail->refused,
	    mail->refused_detail, error);
}

/* In the open transaction. How many were new. */
static int
store_one_by_one(struct db *db, const char *mailbox_id, uint32_t uid_validity, const struct intake_mail *mails, int n, GError **error)
{
	int added = 0;

	for (int i = 0; i < n; i++) {
		int done;

		if (mails[i].raw != NULL && mails[i].refused == NULL)
			continue;
		done = (mails[i].refused != NULL ? store_refused : store_large)(db, mailbox_id, uid_validity, &mails[i], error);
		if (done < 0)
			return -1;
		added += done;
	}
	return added;
}

static gboolean
any_single(const struct intake_mail *mails, int n)
{
	for (int i = 0; i < n; i++)
		if (mails[i].raw == NULL || mails[i].refused != NULL)
			return TRUE;
	return FALSE;
}

int
desk_intake(struct desk *desk, const char *mailbox_id, uint32_t uid_validity, uint32_t last_uid, const struct intake_mail *mails,
    int n, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func((GDestroyNotify)piece_free);
	gboolean has_single = any_single(mails, n);
	int added = 0;

	if ((has_single ? db_begin(db, NULL, error) : db_begin_send(db, NULL, error)) < 0)
		return -1;
	if (has_single && (added = store_one_by_one(db, mailbox_id, uid_validity, mails, n, error)) < 0)
		goto failed;
	if (send_small(db, mailbox_id, uid_validity, mails, n, pieces, error) < 0)
		goto failed;
	if (last_uid != 0 && mailbox_move_cursor(db, mailbox_id, uid_validity, last_uid, error) < 0)
		goto failed;
	if (db_commit_send(db, error) < 0)
		return -1;
	for (guint i = 0; i < pieces->len; i++)
		added += rows_count(((struct piece *)g_ptr_array_index(pieces, i))->added);
	return added;
failed:
	db_rollback(db);
	return -1;
}

void
intake_row_free(struct intake_row *row)
{
	if (row == NULL)
		return;
	g_clear_pointer(&row->raw, g_bytes_unref);
	g_free(row);
}

/* Chooses from the candidates: a mail that its last reader left behind goes alone; one that was left behind twice is set aside.
 * How many were chosen; -1. */
static int
choose(struct db *db, const db_rows *candidates, GString *ids, GError **error)
{
	int64_t bytes = 0;
	int chosen = 0;

	for (int i = 0; i < rows_count(candidates); i++) {
		const char *id = rows_text(candidates, i, CANDIDATE_ID);
		gboolean is_leftover = rows_bool(candidates, i, CANDIDATE_IS_LEFTOVER);

		if (is_leftover && rows_int(candidates, i, CANDIDATE_TRIES) >= TRIES_BEFORE_ASIDE) {
			if (intake_set_aside(db, id, error) < 0)
				return -1;
			log_warning("set-aside", LOG_STR("intake", id), LOG_STR("reason", "reader-died-twice"));
			continue;
		}
		bytes += rows_int(candidates, i, CANDIDATE_INLINE_BYTES);
		if (chosen > 0 && (is_leftover || bytes > PIECE_BYTES))
			break;
		array_text(ids, id);
		chosen++;
		if (is_leftover)
			break;
	}
	return chosen;
}

static int
by_id(gconstpointer a, gconstpointer b)
{
	const struct intake_row *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static GPtrArray *
rows_from_lease(const db_rows *leased)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)intake_row_free);

	for (int i = 0; i < rows_count(leased); i++) {
		struct intake_row *row = g_new0(struct intake_row, 1);

		g_strlcpy(row->id, rows_text(leased, i, LEASED_ID), sizeof row->id);
		g_strlcpy(row->mailbox_id, rows_text(leased, i, LEASED_MAILBOX), sizeof row->mailbox_id);
		row->raw = rows_bytes(leased, i, LEASED_RAW);
		row->size = rows_int(leased, i, LEASED_SIZE);
		row->tries = (int)rows_int(leased, i, LEASED_TRIES);
		g_ptr_array_add(rows, row);
	}
	g_ptr_array_sort(rows, by_id);
	return rows;
}

static db_rows *
lease_rows(struct db *db, const char *owner, int most, int lease_seconds, GError **error)
{
	g_autoptr(db_rows) candidates = intake_candidates(db, most, error);
	g_autoptr(GString) ids = array_new();

	if (candidates == NULL || choose(db, candidates, ids, error) < 0)
		return NULL;
	return intake_lease(db, array_end(ids), owner, lease_seconds, error);
}

int
desk_intake_lease(struct desk *desk, const char *owner, int most, int lease_seconds, GPtrArray **rows_r, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(db_rows) leased = NULL;

	*rows_r = NULL;
	if (db_begin(db, NULL, error) < 0)
		return -1;
	leased = lease_rows(db, owner, most, lease_seconds, error);
	if (leased == NULL) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, error) < 0)
		return -1;
	*rows_r = rows_from_lease(leased);
	return (int)(*rows_r)->len;
}

int
desk_intake_abandoned(struct desk *desk, const char *owner, GError **error)
{
	return (int)intake_expire(desk_db(desk), owner, error);
}

int
desk_intake_died_on(struct desk *desk, const char *owner, const char *intake_id, GError **error)
{
	struct db *db = desk_db(desk);

	if (db_begin(db, NULL, error) < 0)
		return -1;
	if (intake_release_but(db, owner, intake_id, error) < 0 || intake_expire(db, owner, error) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, error);
}

int
desk_intake_release(struct desk *desk, const char *owner, GError **error)
{
	return (int)intake_release(desk_db(desk), owner, error);
}

static int
write_all(int fd, GBytes *bytes, GError **error)
{
	gsize length, at = 0;
	const guint8 *data = g_bytes_get_data(bytes, &length);

	while (at < length) {
		ssize_t put = write(fd, data + at, length - at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			fault_set(error, FAULT_INTERNAL, "spool-failed", NULL, "A temporary file cannot be written: %s.", g_strerror(errno));
			return -1;
		}
		at += (gsize)put;
	}
	return 1;
}

static int
spool_blob(struct db *db, const char *blob_id, int64_t size, int fd, GError **error)
{
	for (int n = 0; (int64_t)n * BLOB_CHUNK < size; n++) {
		g_autoptr(GBytes) chunk = blob_read(db, blob_id, n, error);

		if (chunk == NULL || write_all(fd, chunk, error) < 0)
			return -1;
	}
	return 1;
}

static int
temporary_file(GError **error)
{
	g_autofree char *path = g_build_filename(g_get_tmp_dir(), "supportd-XXXXXX", NULL);
	int fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0)
		fault_set(error, FAULT_INTERNAL, "spool-failed", NULL, "No temporary file can be made in %s: %s.", g_get_tmp_dir(),
		    g_strerror(errno));
	else
		(void)unlink(path);
	return fd;
}

int
desk_intake_spool(struct desk *desk, const char *intake_id, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(db_rows) content = intake_content(db, intake_id, error);
	g_autoptr(GBytes) raw = NULL;
	int fd, done;

	if (content == NULL)
		return -1;
	if (rows_count(content) == 0) {
		fault_set(error, FAULT_NOT_FOUND, "no-such-mail", NULL, "There is no such mail in the intake.");
		return -1;
	}
	fd = temporary_file(error);
	if (fd < 0)
		return -1;
	raw = rows_bytes(content, 0, 0);
	done = raw != NULL ? write_all(fd, raw, error) : spool_blob(db, rows_text(content, 0, 1), rows_int(content, 0, 2), fd, error);
	if (done < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
desk_intake_refuse(struct desk *desk, const char *intake_id, const char *reason, const char *detail, GError **error)
{
	int64_t refused = intake_refuse(desk_db(desk), intake_id, reason, detail, error);

	if (refused > 0)
		log_warning("refused", LOG_STR("intake", intake_id), LOG_STR("reason", reason));
	return refused < 0 ? -1 : refused > 0;
}
