#include "email/reader_lot.h"

#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/uuid.h"
#include "conf/conf.h"
#include "desk/intake.h"
#include "desk/mailbox.h"
#include "desk/receive.h"
#include "email/mime.h"
#include "email/reader.h"
#include "email/reader_fault.h"

#define LEASE_SECONDS 600		/* a reader that dies is noticed by its parent; this is for hosts that vanish */

struct lot {
	GPtrArray *rows;	/* struct intake_row * */
	GPtrArray *readings;	/* struct reading *: of those that can be read */
	struct received *mails;
	struct receiving *receiving;	/* the desk is at work on it */
};

struct reading {		/* a mail that is being read */
	struct reader *reader;
	struct intake_row *row;	/* borrowed */
	struct mime *mime;
	int fd;			/* of a large one, -1 otherwise */
};

/* From here on the kernel ends this process (SIGALRM) if the mail takes too long; 0 seconds: it is done. */
static void
alarm_clock(int seconds)
{
	const struct itimerval clock = { .it_value.tv_sec = seconds };

	setitimer(ITIMER_REAL, &clock, NULL);
}

/* Leaves word for the parent on which mail it is to blame if we die now; NULL: on none alone. */
static void
leave_mark(const char *intake_id)
{
	char mark[UUID_LENGTH];

	memset(mark, ' ', sizeof mark);
	if (intake_id != NULL)
		memcpy(mark, intake_id, sizeof mark);
	if (pwrite(READER_MARK_FD, mark, sizeof mark, 0) < 0)
		log_warning("mark-failed");
}

static void
reading_free(void *data)
{
	struct reading *reading = data;

	mime_free(&reading->mime);
	if (reading->fd >= 0)
		close(reading->fd);
	g_free(reading);
}

static const char *
authserv_of(const struct reader *reader, const char *mailbox_id)
{
	for (guint i = 0; i < reader->mailboxes->len; i++) {
		const struct mailbox *mailbox = g_ptr_array_index(reader->mailboxes, i);

		if (strcmp(mailbox->id, mailbox_id) == 0)
			return mailbox->trusted_authserv;
	}
	return NULL;
}

static struct mime *
open_mime(struct reader *reader, struct reading *reading, GError **error)
{
	const struct intake_row *row = reading->row;
	const struct mime_context context = {
		.trusted_authserv = authserv_of(reader, row->mailbox_id),
		.own_addresses = (const char *const *)reader->own_addresses,
		.own_host = reader->conf->email.hello,
	};

	if (row->raw != NULL)
		return mime_open_bytes(row->raw, &context, error);
	return mime_open_file(reading->fd, &context, error);
}

/* The desk may still be at work on the lot before: only what it has settled leaves it free for something else. */
static int
spool(struct reader *reader, const struct intake_row *row, GError **error)
{
	return lot_settle(reader, error) < 0 ? -1 : desk_intake_spool(reader->desk, row->id, error);
}

static int
refuse(struct reader *reader, const struct intake_row *row, const GError *why, GError **error)
{
	log_info("mail-refused", LOG_STR("intake", row->id), LOG_STR("reason", fault_name(why)), LOG_ERR(why));
	if (lot_settle(reader, error) < 0)
		return -1;
	return desk_intake_refuse(reader->desk, row->id, fault_name(why), why->message, error) < 0 ? -1 : 0;
}

/* Reads one mail. 1 *reading_r is the caller's; 0 it is refused; -1 the book is away. */
static int
read_mail(struct reader *reader, struct intake_row *row, struct reading **reading_r, GError **error)
{
	struct reading *reading = g_new0(struct reading, 1);
	g_autoptr(GError) why = NULL;
	int result;

	*reading = (struct reading){ .reader = reader, .row = row, .fd = -1 };
	if (row->raw == NULL && (reading->fd = spool(reader, row, error)) < 0) {
		reading_free(reading);
		return -1;
	}
	leave_mark(row->id);
	alarm_clock(reader->conf->email.read_seconds);
	reader_fault_inject(row->raw, reading->fd);
	reading->mime = open_mime(reader, reading, &why);
	alarm_clock(0);
	leave_mark(NULL);
	if (reading->mime != NULL) {
		*reading_r = reading;
		return 1;
	}
	result = refuse(reader, row, why, error);
	reading_free(reading);
	return result;
}

static int
copy_attachment(void *user, int part, receive_sink sink, void *sink_user, GError **error)
{
	struct reading *reading = user;
	int result;

	leave_mark(reading->row->id);
	alarm_clock(MAX(reading->reader->conf->email.read_seconds * 10, 60));	/* it waits for the database too */
	result = mime_attachment_copy(reading->mime, part, sink, sink_user, error);
	alarm_clock(0);
	leave_mark(NULL);
	return result;
}

static struct received
received_of(struct reading *reading)
{
	return (struct received){ .row = reading->row, .mail = mime_mail(reading->mime), .copy = copy_attachment, .user = reading };
}

/* The batch did not go in as a whole: each mail for itself, and the one that fails alone is refused. -1: the book is away. */
static int
receive_one_by_one(struct reader *reader, GPtrArray *readings, GError **error)
{
	for (guint i = 0; i < readings->len; i++) {
		struct reading *reading = g_ptr_array_index(readings, i);
		const struct received one = received_of(reading);
		g_autoptr(GError) why = NULL;

		if (desk_receive(reader->desk, &one, 1, &why) > 0)
			continue;
		if (fault_is(why, FAULT_UNAVAILABLE)) {
			g_propagate_error(error, g_steal_pointer(&why));
			return -1;
		}
		log_error("mail-not-received", LOG_STR("intake", reading->row->id), LOG_STR("reason", fault_name(why)), LOG_ERR(why));
		if (desk_intake_refuse(reader->desk, reading->row->id, fault_name(why), why->message, error) < 0)
			return -1;
	}
	return 1;
}

static void
lot_send(struct reader *reader)
{
	struct lot *lot = reader->lot;

	if (lot == NULL || lot->readings->len == 0)
		return;
	lot->mails = g_new0(struct received, lot->readings->len);
	for (guint i = 0; i < lot->readings->len; i++)
		lot->mails[i] = received_of(g_ptr_array_index(lot->readings, i));
	lot->receiving = desk_receive_begin(reader->desk, lot->mails, (int)lot->readings->len);
}

int
lot_settle(struct reader *reader, GError **error)
{
	struct lot *lot = reader->lot;
	g_autoptr(GError) why = NULL;

	if (lot == NULL)
		return 1;
	if (lot->receiving != NULL && desk_receive_end(&lot->receiving, &why) < 0) {
		log_warning("batch-split", LOG_INT("mails", lot->readings->len), LOG_STR("reason", fault_name(why)), LOG_ERR(why));
		if (receive_one_by_one(reader, lot->readings, error) < 0)
			return -1;
	}
	lot_free(&reader->lot);
	return write(READER_PROGRESS_FD, "b", 1) >= 0 ? 1 : 0;
}

static struct lot *
lot_lease(struct reader *reader, GError **error)
{
	struct lot *lot = g_new0(struct lot, 1);

	lot->readings = g_ptr_array_new_with_free_func(reading_free);
	if (desk_intake_lease(reader->desk, reader->owner, reader->conf->email.batch, LEASE_SECONDS, &lot->rows, error) < 0)
		lot_free(&lot);
	return lot;
}

static int
lot_read(struct reader *reader, struct lot *lot, GError **error)
{
	for (guint i = 0; i < lot->rows->len; i++) {
		struct reading *reading = NULL;
		int was_read = read_mail(reader, g_ptr_array_index(lot->rows, i), &reading, error);

		if (was_read < 0)
			return -1;
		if (was_read > 0)
			g_ptr_array_add(lot->readings, reading);
	}
	return 1;
}

int
lot_next(struct reader *reader, GError **error)
{
	struct lot *next = lot_lease(reader, error);
	int n = next != NULL ? (int)next->rows->len : -1;

	if (n < 0)
		return -1;
	lot_send(reader);
	if (lot_read(reader, next, error) < 0 || lot_settle(reader, error) < 0) {
		lot_free(&next);
		return -1;
	}
	reader->lot = next;
	if (n == 0)
		lot_free(&reader->lot);
	return n;
}

void
lot_free(struct lot **lot_p)
{
	struct lot *lot = g_steal_pointer(lot_p);
	g_autoptr(GError) error = NULL;

	if (lot == NULL)
		return;
	if (lot->receiving != NULL && desk_receive_end(&lot->receiving, &error) < 0)
		log_warning("batch-lost", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
	g_ptr_array_unref(lot->readings);
	g_clear_pointer(&lot->rows, g_ptr_array_unref);
	g_free(lot->mails);
	g_free(lot);
}
