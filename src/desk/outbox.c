#include "desk/outbox.h"

#include <string.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "desk/desk.h"
#include "desk/json_text.h"
#include "store/array.h"
#include "store/notes.h"
#include "store/outbox.h"

#define FIRST_WAIT_MS 60000
#define MOST_WAIT_MS 14400000

static void
recipient_free(void *data)
{
	struct outbox_recipient *recipient = data;

	g_free(recipient->name);
	g_free(recipient->address);
	g_free(recipient);
}

static void
attachment_free(void *data)
{
	struct outbox_attachment *attachment = data;

	g_free(attachment->filename);
	g_free(attachment->content_type);
	g_free(attachment->content_id);
	g_free(attachment);
}

void
outbox_mail_free(struct outbox_mail *mail)
{
	if (mail == NULL)
		return;
	g_free(mail->from_name);
	g_free(mail->from_address);
	g_ptr_array_unref(mail->recipients);
	g_free(mail->message_id);
	g_free(mail->in_reply_to);
	g_ptr_array_unref(mail->references);
	g_free(mail->reply_to);
	g_free(mail->subject);
	g_free(mail->body);
	g_free(mail->body_html);
	g_free(mail->auto_submitted);
	g_ptr_array_unref(mail->attachments);
	g_date_time_unref(mail->date);
	g_free(mail);
}

static GDateTime *
time_from_microseconds(int64_t microseconds)
{
	g_autoptr(GDateTime) second = g_date_time_new_from_unix_utc(microseconds / G_USEC_PER_SEC);

	return g_date_time_add(second, microseconds % G_USEC_PER_SEC);
}

static struct outbox_mail *
mail_from_row(const db_rows *rows, int row)
{
	struct outbox_mail *mail = g_new0(struct outbox_mail, 1);

	g_strlcpy(mail->id, rows_text(rows, row, OUTBOX_ID), sizeof mail->id);
	mail->from_name = g_strdup(rows_text(rows, row, OUTBOX_FROM_NAME));
	mail->from_address = g_strdup(rows_text(rows, row, OUTBOX_FROM_ADDRESS));
	mail->recipients = g_ptr_array_new_with_free_func(recipient_free);
	mail->message_id = g_strdup(rows_text(rows, row, OUTBOX_MESSAGE_ID));
	mail->in_reply_to = g_strdup(rows_text(rows, row, OUTBOX_IN_REPLY_TO));
	mail->references = g_ptr_array_new_with_free_func(g_free);
	mail->reply_to = g_strdup(rows_text(rows, row, OUTBOX_REPLY_TO));
	mail->subject = g_strdup(rows_text(rows, row, OUTBOX_SUBJECT));
	mail->body = g_strdup(rows_text(rows, row, OUTBOX_BODY));
	mail->body_html = g_strdup(rows_text(rows, row, OUTBOX_BODY_HTML));
	mail->auto_submitted = g_strdup(rows_text(rows, row, OUTBOX_AUTO_SUBMITTED));
	mail->attachments = g_ptr_array_new_with_free_func(attachment_free);
	mail->date = time_from_microseconds(rows_int(rows, row, OUTBOX_CREATED));
	mail->tries = (int)rows_int(rows, row, OUTBOX_TRIES);
	return mail;
}

static struct outbox_mail *
find(GPtrArray *mails, const char *id)
{
	for (guint i = 0; i < mails->len; i++) {
		struct outbox_mail *mail = g_ptr_array_index(mails, i);

		if (strcmp(mail->id, id) == 0)
			return mail;
	}
	g_assert_not_reached();
}

static void
add_recipients(GPtrArray *mails, const db_rows *rows)
{
	for (int i = 0; i < rows_count(rows); i++) {
		struct outbox_recipient *recipient = g_new0(struct outbox_recipient, 1);
		const char *name = rows_text(rows, i, RECIPIENT_NAME);

		recipient->name = name != NULL && *name != '\0' ? g_strdup(name) : NULL;
		recipient->address = g_strdup(rows_text(rows, i, RECIPIENT_ADDRESS));
		recipient->is_cc = rows_bool(rows, i, RECIPIENT_IS_CC);
		g_ptr_array_add(find(mails, rows_text(rows, i, RECIPIENT_OUTBOX))->recipients, recipient);
	}
}

static void
add_references(GPtrArray *mails, const db_rows *rows)
{
	for (int i = 0; i < rows_count(rows); i++)
		g_ptr_array_add(find(mails, rows_text(rows, i, REFERENCE_OUTBOX))->references, g_strdup(rows_text(rows, i, REFERENCE_ID)));
}

static void
add_attachments(GPtrArray *mails, const db_rows *rows)
{
	for (int i = 0; i < rows_count(rows); i++) {
		struct outbox_attachment *attachment = g_new0(struct outbox_attachment, 1);

		g_strlcpy(attachment->id, rows_text(rows, i, ATTACHMENT_BLOB), sizeof attachment->id);
		attachment->filename = g_strdup(rows_text(rows, i, ATTACHMENT_FILENAME));
		attachment->content_type = g_strdup(rows_text(rows, i, ATTACHMENT_CONTENT_TYPE));
		attachment->content_id = g_strdup(rows_text(rows, i, ATTACHMENT_CONTENT_ID));
		attachment->size = rows_int(rows, i, ATTACHMENT_SIZE);
		g_ptr_array_add(find(mails, rows_text(rows, i, ATTACHMENT_OUTBOX))->attachments, attachment);
	}
}

static GPtrArray *
read_mails(struct db *db, const char *ids, GError **error)
{
	g_autoptr(db_rows) rows = outbox_rows(db, ids, error);
	g_autoptr(db_rows) recipients = rows != NULL ? outbox_recipients(db, ids, error) : NULL;
	g_autoptr(db_rows) references = recipients != NULL ? outbox_references(db, ids, error) : NULL;
	g_autoptr(db_rows) attachments = references != NULL ? outbox_attachments(db, ids, error) : NULL;
	GPtrArray *mails;

	if (attachments == NULL)
		return NULL;
	mails = g_ptr_array_new_with_free_func((GDestroyNotify)outbox_mail_free);
	for (int i = 0; i < rows_count(rows); i++)
		g_ptr_array_add(mails, mail_from_row(rows, i));
	add_recipients(mails, recipients);
	add_references(mails, references);
	add_attachments(mails, attachments);
	return mails;
}

static int
recover(struct db *db, const char *owner, GError **error)
{
	g_autoptr(db_rows) leftovers = outbox_recover(db, owner, error);

	if (leftovers == NULL)
		return -1;
	for (int i = 0; i < rows_count(leftovers); i++)
		log_warning("recovered", LOG_STR("outbox", rows_text(leftovers, i, LEFTOVER_ID)),
		    LOG_STR("state", rows_text(leftovers, i, LEFTOVER_STATE)));
	return 1;
}

/* In the open transaction. */
static GPtrArray *
lease(struct db *db, const char *owner, int most, int lease_seconds, GError **error)
{
	g_autoptr(db_rows) taken = NULL;
	g_autoptr(GString) ids = array_new();

	if (recover(db, owner, error) < 0)
		return NULL;
	taken = outbox_take(db, owner, most, lease_seconds, error);
	if (taken == NULL)
		return NULL;
	for (int i = 0; i < rows_count(taken); i++)
		array_text(ids, rows_text(taken, i, 0));
	return read_mails(db, array_end(ids), error);
}

int
desk_outbox_lease(struct desk *desk, const char *owner, int most, int lease_seconds, GPtrArray **mails_r, GError **error)
{
	struct db *db = desk_db(desk);
	GPtrArray *mails;

	*mails_r = NULL;
	if (db_begin(db, NULL, error) < 0)
		return -1;
	mails = lease(db, owner, most, lease_seconds, error);
	if (mails == NULL) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, error) < 0) {
		g_ptr_array_unref(mails);
		return -1;
	}
	*mails_r = mails;
	return (int)mails->len;
}

int
desk_outbox_data_starts(struct desk *desk, const char *id, const char *owner, GError **error)
{
	int64_t noted = outbox_data_starts(desk_db(desk), id, owner, error);

	return noted < 0 ? -1 : noted > 0;
}

static int
settle(struct desk *desk, const char *id, const char *state, int smtp_code, const char *detail, const char *rejected,
    int delay_seconds, GError **error)
{
	struct db *db = desk_db(desk);
	g_autoptr(db_rows) done = outbox_settle(db, id, state, smtp_code, detail, rejected, delay_seconds, error);

	if (done == NULL)
		return -1;
	if (rows_count(done) == 0)
		return 0;
	log_at(*state == 'f' || *state == 'u' ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO, state, LOG_STR("outbox", id),
	    LOG_INT("ticket", rows_int(done, 0, SETTLED_NUMBER)), LOG_INT("recipients", rows_int(done, 0, SETTLED_RECIPIENTS)),
	    LOG_INT("try", rows_int(done, 0, SETTLED_TRIES)), LOG_INT("code", smtp_code), LOG_STR("detail", detail));
	if (rows_text(done, 0, SETTLED_TICKET) != NULL && *state != 'w') {
		notes_add(db_notes(db), "message.delivery", rows_text(done, 0, SETTLED_TICKET), rows_text(done, 0, SETTLED_MESSAGE));
		notes_tell(db_notes(db));	/* the statement was a transaction of its own */
	}
	return 1;
}

static char *
json_of_refusals(const struct outbox_refusal *refused, int n)
{
	GString *json = g_string_new("[");

	for (int i = 0; i < n; i++) {
		g_autofree char *detail = g_utf8_make_valid(refused[i].detail != NULL ? refused[i].detail : "", -1);

		g_string_append(json, i > 0 ? ",{\"address\":" : "{\"address\":");
		json_append_text(json, refused[i].address);
		g_string_append_printf(json, ",\"code\":%d,\"detail\":", refused[i].code);
		json_append_text(json, detail);
		g_string_append_c(json, '}');
	}
	g_string_append_c(json, ']');
	return g_string_free(json, FALSE);
}

/* A server's words, as they may be stored. */
static char *
clean(const char *detail)
{
	return detail != NULL ? g_utf8_make_valid(detail, -1) : NULL;
}

int
desk_outbox_sent(struct desk *desk, const char *id, int smtp_code, const char *detail, const struct outbox_refusal *refused,
    int n_refused, GError **error)
{
	g_autofree char *rejected = json_of_refusals(refused, n_refused);
	g_autofree char *words = clean(detail);

	return settle(desk, id, "sent", smtp_code, words, rejected, 0, error);
}

int
desk_outbox_later(struct desk *desk, const char *id, int smtp_code, const char *detail, GError **error)
{
	g_autoptr(db_rows) patience = outbox_patience(desk_db(desk), id, error);
	g_autofree char *words = clean(detail);
	int wait;

	if (patience == NULL)
		return -1;
	if (rows_count(patience) == 0)
		return 0;
	if (rows_bool(patience, 0, 1))
		return settle(desk, id, "failed", smtp_code, words, "[]", 0, error);
	wait = backoff_ms((int)rows_int(patience, 0, 0), FIRST_WAIT_MS, MOST_WAIT_MS) / 1000;
	return settle(desk, id, "waiting", smtp_code, words, "[]", wait, error);
}

int
desk_outbox_failed(struct desk *desk, const char *id, int smtp_code, const char *detail, GError **error)
{
	g_autofree char *words = clean(detail);

	return settle(desk, id, "failed", smtp_code, words, "[]", 0, error);
}

int
desk_outbox_unknown(struct desk *desk, const char *id, const char *detail, GError **error)
{
	g_autofree char *words = clean(detail);

	return settle(desk, id, "unknown", 0, words, "[]", 0, error);
}
