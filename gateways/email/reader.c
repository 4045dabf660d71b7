#include "email/reader.h"

#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/intake.h"
#include "desk/mailbox.h"
#include "desk/receive.h"
#include "email/mime.h"
#include "email/reader_fault.h"
#include "email/reader_jail.h"

#define LOOK_MS 1000			/* how often to look without being poked */
#define TRIPS 2			/* of email.batch mails that are read as one, where so many wait; the desk limits their bytes */
#define LEASE_SECONDS 600		/* a reader that dies is noticed by its parent; this is for hosts that vanish */
#define MAILBOXES_US (10 * G_USEC_PER_SEC)

struct reader {
	const struct conf *conf;
	const char *owner;
	struct desk *desk;
	GPtrArray *mailboxes;	/* struct mailbox * */
	GStrv own_addresses;	/* of all mailboxes: mail between them is our own */
	gint64 mailboxes_at_us;
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

static void
add_address(GPtrArray *all, const char *address)
{
	g_ptr_array_add(all, g_ascii_strdown(address, -1));
}

static int
know_mailboxes(struct reader *reader, GError **error)
{
	GPtrArray *fresh, *addresses;

	if (reader->mailboxes != NULL && g_get_monotonic_time() - reader->mailboxes_at_us < MAILBOXES_US)
		return 1;
	fresh = desk_mailboxes(reader->desk, FALSE, error);
	if (fresh == NULL)
		return -1;
	addresses = g_ptr_array_new();
	for (guint i = 0; i < fresh->len; i++) {
		const struct mailbox *mailbox = g_ptr_array_index(fresh, i);

		add_address(addresses, mailbox->address);
		for (char **alias = mailbox->aliases; alias != NULL && *alias != NULL; alias++)
			add_address(addresses, *alias);
	}
	g_ptr_array_add(addresses, NULL);
	g_clear_pointer(&reader->mailboxes, g_ptr_array_unref);
	g_strfreev(reader->own_addresses);
	reader->mailboxes = fresh;
	reader->own_addresses = (GStrv)g_ptr_array_free(addresses, FALSE);
	reader->mailboxes_at_us = g_get_monotonic_time();
	return 1;
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

/* Reads one mail. 1 *reading_r is the caller's; 0 it is refused; -1 the book is away. */
static int
read_mail(struct reader *reader, struct intake_row *row, struct reading **reading_r, GError **error)
{
	struct reading *reading = g_new0(struct reading, 1);
	g_autoptr(GError) why = NULL;
	int result = 1;

	*reading = (struct reading){ .reader = reader, .row = row, .fd = -1 };
	if (row->raw == NULL && (reading->fd = desk_intake_spool(reader->desk, row->id, error)) < 0) {
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
	log_info("mail-refused", LOG_STR("intake", row->id), LOG_STR("reason", fault_name(why)), LOG_ERR(why));
	result = desk_intake_refuse(reader->desk, row->id, fault_name(why), why->message, error) < 0 ? -1 : 0;
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

static int
receive_all(struct reader *reader, GPtrArray *readings, GError **error)
{
	g_autofree struct received *batch = g_new0(struct received, readings->len + 1);
	g_autoptr(GError) why = NULL;

	if (readings->len == 0)
		return 1;
	for (guint i = 0; i < readings->len; i++)
		batch[i] = received_of(g_ptr_array_index(readings, i));
	if (desk_receive(reader->desk, batch, (int)readings->len, &why) > 0)
		return 1;
	log_warning("batch-split", LOG_INT("mails", readings->len), LOG_STR("reason", fault_name(why)), LOG_ERR(why));
	return receive_one_by_one(reader, readings, error);
}

/* One lease's worth of mail. How many; -1. */
static int
read_batch(struct reader *reader, GError **error)
{
	g_autoptr(GPtrArray) readings = g_ptr_array_new_with_free_func(reading_free);
	g_autoptr(GPtrArray) rows = NULL;
	int n = desk_intake_lease(reader->desk, reader->owner, reader->conf->email.batch * TRIPS, LEASE_SECONDS, &rows, error);

	if (n <= 0)
		return n;
	if (know_mailboxes(reader, error) < 0)
		return -1;
	for (guint i = 0; i < rows->len; i++) {
		struct reading *reading = NULL;
		int was_read = read_mail(reader, g_ptr_array_index(rows, i), &reading, error);

		if (was_read < 0)
			return -1;
		if (was_read > 0)
			g_ptr_array_add(readings, reading);
	}
	if (receive_all(reader, readings, error) < 0)
		return -1;
	return write(READER_PROGRESS_FD, "b", 1) >= 0 ? n : 0;
}

/* Until there may be mail. FALSE: the parent wants us to leave, or is gone. */
static gboolean
wait_for_mail(int ms)
{
	struct pollfd poll_fd = { .fd = READER_POKE_FD, .events = POLLIN };
	char pokes[256];

	return poll(&poll_fd, 1, ms) <= 0 || read(READER_POKE_FD, pokes, sizeof pokes) > 0;
}

/* What we had leased goes back as it was: the book was away, and no mail is to blame. */
static void
give_back(struct reader *reader)
{
	g_autoptr(GError) error = NULL;

	if (desk_intake_release(reader->desk, reader->owner, &error) < 0)
		log_warning("release-failed", LOG_ERR(error));
}

static int
work(struct reader *reader)
{
	struct backoff backoff = { .first_ms = 250, .most_ms = 10000 };
	int wait_ms = 0;

	while (wait_for_mail(wait_ms)) {
		g_autoptr(GError) error = NULL;
		int n = read_batch(reader, &error);

		if (n < 0) {
			wait_ms = backoff_next_ms(&backoff);
			log_warning("reading-waits", LOG_STR("reason", fault_name(error)), LOG_ERR(error), LOG_INT("again_ms", wait_ms));
			give_back(reader);
			continue;
		}
		backoff_succeeded(&backoff);
		wait_ms = n > 0 ? 0 : LOOK_MS;
	}
	return 0;
}

int
reader_run(const struct conf *conf, const char *owner)
{
	struct reader reader = { .conf = conf, .owner = owner };
	g_autoptr(GError) error = NULL;
	int code;

	reader.desk = desk_open(conf, &error);
	if (reader.desk == NULL || reader_jail_enter(&error) < 0) {
		log_error("reader-not-started", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		desk_free(&reader.desk);
		return 1;
	}
	code = work(&reader);
	g_clear_pointer(&reader.mailboxes, g_ptr_array_unref);
	g_strfreev(reader.own_addresses);
	desk_free(&reader.desk);
	return code;
}
