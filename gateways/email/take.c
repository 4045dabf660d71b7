#include "email/take.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/metric.h"
#include "conf/conf.h"
#include "desk/intake.h"
#include "desk/mailbox.h"
#include "email/email.h"
#include "email/imap.h"
#include "email/spool.h"

#define TRIP_BYTES (2 * 1024 * 1024)	/* a trip ends with the mail that goes over this */
#define BATCH_MOST 1000
#define HEADER_BYTES 65536		/* of a mail that is too large, so much of its header is kept */
#define LONGEST_US (30 * G_USEC_PER_SEC)

METRIC(mails_in, METRIC_COUNTER, "supportd_mails_in_total", "", "Mails taken in from IMAP.");
METRIC(mails_known, METRIC_COUNTER, "supportd_mails_known_total", "", "Mails seen again whose bytes were in the book already.");
METRIC(mails_too_large, METRIC_COUNTER, "supportd_mails_too_large_total", "", "Mails of which only the header was kept.");

struct taking {
	struct email *email;
	struct desk *desk;
	struct mailbox *mailbox;
	struct imap *imap;
	int batch, max_mail_bytes;
};

int
take_cursor(struct desk *desk, struct mailbox *mailbox, const struct imap *imap, GError **error)
{
	uint32_t now = imap_uid_validity(imap);
	gboolean is_first = mailbox->uid_validity == 0;

	if (mailbox->uid_validity == now)
		return 1;
	if (mailbox->uid_validity != 0)
		log_warning("uid-validity-changed", LOG_STR("mailbox", mailbox->name), LOG_INT("was", mailbox->uid_validity), LOG_INT("is", now));
	mailbox->uid_validity = now;
	mailbox->last_uid = is_first && mailbox->starts_now && imap_uid_next(imap) > 0 ? imap_uid_next(imap) - 1 : 0;
	if (mailbox->last_uid == 0)
		return 1;
	log_info("starts-now", LOG_STR("mailbox", mailbox->name), LOG_INT("last_uid", mailbox->last_uid));
	return desk_intake(desk, mailbox->id, now, mailbox->last_uid, NULL, 0, error) < 0 ? -1 : 1;
}

/* On the server, after the commit. If it says no, or is gone, the mail is safe all the same. */
static int
mark(struct taking *taking, const uint32_t *uids, int n, GError **error)
{
	const struct mailbox *mailbox = taking->mailbox;
	g_autofree char *why = NULL;
	int result = 1;

	if (n == 0)
		return 1;
	if (strcmp(mailbox->after_intake, "move") == 0 && mailbox->move_to != NULL)
		result = imap_move(taking->imap, uids, n, mailbox->move_to, &why, error);
	else if (strcmp(mailbox->after_intake, "none") != 0)
		result = imap_mark_seen(taking->imap, uids, n, &why, error);
	if (result == 0)
		log_warning("not-marked", LOG_STR("mailbox", mailbox->name), LOG_INT("mails", n), LOG_STR("reason", why));
	return result < 0 ? -1 : 1;
}

static int
store(struct taking *taking, const struct intake_mail *mails, int n, uint32_t last_uid, GError **error)
{
	struct mailbox *mailbox = taking->mailbox;
	uint32_t uids[BATCH_MOST];
	int added = desk_intake(taking->desk, mailbox->id, mailbox->uid_validity, last_uid, mails, n, error);

	if (added < 0)
		return -1;
	mailbox->last_uid = last_uid;
	metric_add(&mails_in, added);
	metric_add(&mails_known, n - added);
	if (n > 0)
		log_info("stored", LOG_STR("mailbox", mailbox->name), LOG_INT("mails", n), LOG_INT("new", added), LOG_INT("last_uid", last_uid));
	if (added > 0)
		email_poke_reader(taking->email);
	for (int i = 0; i < n; i++)
		uids[i] = mails[i].uid;
	return mark(taking, uids, n, error);
}

static void
mails_clear(struct intake_mail *mails, int n)
{
	for (int i = 0; i < n; i++) {
		g_clear_pointer(&mails[i].raw, g_bytes_unref);
		if (mails[i].fd >= 0)
			close(mails[i].fd);
	}
}

/* The mails of a run in one trip. A server that told too small a size still gets its mail stored in pieces. */
static int
take_run(struct taking *taking, const struct imap_listed *listed, int n, GError **error)
{
	GBytes *raw[BATCH_MOST];
	struct intake_mail mails[BATCH_MOST];
	int found = 0, result = 1;

	if (imap_fetch(taking->imap, listed, n, raw, error) < 0)
		return -1;
	for (int i = 0; i < n; i++) {
		struct intake_mail *mail = &mails[found];

		if (raw[i] == NULL) {
			log_info("mail-gone", LOG_STR("mailbox", taking->mailbox->name), LOG_INT("uid", listed[i].uid));
			continue;
		}
		*mail = (struct intake_mail){ .uid = listed[i].uid, .raw = raw[i], .fd = -1, .size = (int64_t)g_bytes_get_size(raw[i]) };
		found++;
		if (mail->size > INTAKE_INLINE_BYTES && result > 0) {
			result = (mail->fd = spool_bytes(raw[i], error)) < 0 ? -1 : 1;
			g_clear_pointer(&mail->raw, g_bytes_unref);
		}
	}
	if (result > 0)
		result = store(taking, mails, found, listed[n - 1].uid, error);
	mails_clear(mails, found);
	return result;
}

static int
take_large(struct taking *taking, const struct imap_listed *listed, GError **error)
{
	struct intake_mail mail = { .uid = listed->uid, .fd = spool_open(error) };
	int result = -1;

	if (mail.fd < 0)
		return -1;
	mail.size = imap_fetch_to_file(taking->imap, listed->uid, mail.fd, error);
	if (mail.size == 0)
		log_info("mail-gone", LOG_STR("mailbox", taking->mailbox->name), LOG_INT("uid", listed->uid));
	if (mail.size >= 0)
		result = store(taking, &mail, mail.size > 0, listed->uid, error);
	close(mail.fd);
	return result;
}

/* Its header is kept, with the reason why there is no more: nothing is lost silently, and someone can write to its sender. */
static int
take_header(struct taking *taking, const struct imap_listed *listed, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) header = imap_fetch_header(taking->imap, listed->uid, HEADER_BYTES, &why);
	g_autofree char *detail = g_strdup_printf("The mail has %u bytes, and email.max_mail_bytes allows %d. Only its header was taken in; "
	    "the whole is still in the mailbox's folder.", listed->size, taking->max_mail_bytes);
	const struct intake_mail mail = {
		.uid = listed->uid, .raw = header, .fd = -1, .size = listed->size, .refused = "mail-too-large", .refused_detail = detail,
	};

	if (why != NULL) {
		g_propagate_error(error, g_steal_pointer(&why));
		return -1;
	}
	metric_add(&mails_too_large, 1);
	return store(taking, &mail, header != NULL, listed->uid, error);
}

/* How many of the listed go in one trip: up to the first large one, a batch, or the trip's bytes. */
static int
run_length(const struct taking *taking, const struct imap_listed *listed, int n)
{
	const uint32_t large = (uint32_t)MIN(INTAKE_INLINE_BYTES, taking->max_mail_bytes);
	guint64 bytes = 0;
	int length = 0;

	while (length < n && length < taking->batch && listed[length].size <= large && bytes < TRIP_BYTES)
		bytes += listed[length++].size;
	return length;
}

/* Takes the first few of n. How many, -1. */
static int
take_some(struct taking *taking, const struct imap_listed *listed, int n, GError **error)
{
	int length = run_length(taking, listed, n);

	if (length > 0)
		return take_run(taking, listed, length, error) < 0 ? -1 : length;
	if (listed->size > (uint32_t)taking->max_mail_bytes)
		return take_header(taking, listed, error) < 0 ? -1 : 1;
	return take_large(taking, listed, error) < 0 ? -1 : 1;
}

int
take_new(struct email *email, struct desk *desk, struct mailbox *mailbox, struct imap *imap, GError **error)
{
	const struct conf *conf = email_conf(email);
	struct taking taking = {
		.email = email, .desk = desk, .mailbox = mailbox, .imap = imap,
		.batch = MIN(conf->email.batch, BATCH_MOST), .max_mail_bytes = conf->email.max_mail_bytes,
	};
	g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(struct imap_listed));
	gint64 until = g_get_monotonic_time() + LONGEST_US;
	int n = imap_list(imap, mailbox->last_uid, listed, error);

	for (int i = 0, took; i < n; i += took) {
		if (email_is_stopping(email) || g_get_monotonic_time() > until)
			return TAKE_AT_ONCE;
		took = take_some(&taking, &g_array_index(listed, struct imap_listed, (guint)i), n - i, error);
		if (took < 0)
			return -1;
	}
	return n;
}
