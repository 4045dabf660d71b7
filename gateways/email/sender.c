#include "email/sender.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "conf/conf.h"
#include "desk/blob.h"
#include "desk/desk.h"
#include "desk/outbox.h"
#include "email/compose.h"
#include "email/email.h"
#include "email/smtp.h"
#include "email/spool.h"

#define LOOK_MS 1000
#define LEASE_MOST 10
#define LEASE_SECONDS 900	/* longer than one mail can take: smtp.c's limits */

METRIC(sent, METRIC_COUNTER, "supportd_mails_out_total", "state=\"sent\"", "Mails that went out, or did not.");
METRIC(failed, METRIC_COUNTER, "supportd_mails_out_total", "state=\"failed\"", "Mails that went out, or did not.");
METRIC(unknown, METRIC_COUNTER, "supportd_mails_out_total", "state=\"unknown\"", "Mails that went out, or did not.");
METRIC(later, METRIC_COUNTER, "supportd_mails_out_total", "state=\"later\"", "Mails that went out, or did not.");

struct sender {
	struct email *email;
	GThread *thread;
	int wake_fd;
	struct desk *desk;
	struct smtp *smtp;
	struct backoff backoff;
};

static int
fetch_attachment(void *user, const char *attachment_id, int64_t size, int fd, GError **error)
{
	struct sender *sender = user;

	for (int n = 0; (int64_t)n * BLOB_CHUNK < size; n++) {
		g_autoptr(GBytes) chunk = desk_blob_chunk(sender->desk, attachment_id, n, error);
		gsize length;
		const void *data;

		if (chunk == NULL)
			return -1;
		data = g_bytes_get_data(chunk, &length);
		if (spool_write(fd, data, length, error) < 0)
			return -1;
	}
	return 1;
}

struct departure {
	struct sender *sender;
	const struct outbox_mail *mail;
};

static int
data_starts(void *user)
{
	const struct departure *departure = user;
	g_autoptr(GError) error = NULL;
	int may = desk_outbox_data_starts(departure->sender->desk, departure->mail->id, departure->sender->email->owner, &error);

	if (may < 0)
		log_warning("mail-held-back", LOG_STR("outbox", departure->mail->id), LOG_STR("reason", fault_name(error)), LOG_ERR(error));
	return may;
}

static int
settle_sent(struct desk *desk, const struct outbox_mail *mail, const struct smtp_result *result, GError **error)
{
	guint n = result->refused != NULL ? result->refused->len : 0;
	g_autofree struct outbox_refusal *refusals = g_new0(struct outbox_refusal, n + 1);

	for (guint i = 0; i < n; i++) {
		const struct smtp_refusal *refusal = g_ptr_array_index(result->refused, i);

		refusals[i] = (struct outbox_refusal){ .address = refusal->address, .code = refusal->code, .detail = refusal->words };
	}
	return desk_outbox_sent(desk, mail->id, result->code, result->words, refusals, (int)n, error);
}

static int
settle(struct desk *desk, const struct outbox_mail *mail, const struct smtp_result *result, GError **error)
{
	switch (result->outcome) {
	case SMTP_SENT:
		return settle_sent(desk, mail, result, error);
	case SMTP_LATER:
		return desk_outbox_later(desk, mail->id, result->code, result->words, error);
	case SMTP_FAILED:
		return desk_outbox_failed(desk, mail->id, result->code, result->words, error);
	case SMTP_UNKNOWN:
		return desk_outbox_unknown(desk, mail->id, result->words, error);
	case SMTP_CANCELLED:
		return 0;
	}
	return 0;
}

/* What happened is written down, however long the book is away: forgetting it would send a mail twice. If we are
 * stopped in the meantime, the row's own state says unknown. */
static void
settle_surely(struct sender *sender, const struct outbox_mail *mail, const struct smtp_result *result)
{
	struct backoff backoff = { .first_ms = 100, .most_ms = 5000 };
	gint64 until = 0;

	for (;;) {
		g_autoptr(GError) error = NULL;

		if (settle(sender->desk, mail, result, &error) >= 0)
			return;
		log_warning("not-settled", LOG_STR("outbox", mail->id), LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		if (until == 0 && email_is_stopping(sender->email))
			until = g_get_monotonic_time() + email_conf(sender->email)->stop_seconds * G_USEC_PER_SEC / 2;
		if (!fault_is(error, FAULT_UNAVAILABLE) || (until != 0 && g_get_monotonic_time() > until))
			return;
		email_pause(sender->wake_fd, backoff_next_ms(&backoff));
	}
}

static void
count(enum smtp_outcome outcome)
{
	struct metric *const metrics[] = { [SMTP_SENT] = &sent, [SMTP_LATER] = &later, [SMTP_FAILED] = &failed,
		[SMTP_UNKNOWN] = &unknown, [SMTP_CANCELLED] = NULL };

	if (metrics[outcome] != NULL)
		metric_add(metrics[outcome], 1);
}

static void
transmit(struct sender *sender, const struct conf *conf, const struct outbox_mail *mail, int fd, int64_t size,
    struct smtp_result *result_r)
{
	struct departure departure = { .sender = sender, .mail = mail };
	g_autofree const char **to = g_new0(const char *, mail->recipients->len + 1);
	/* What a machine writes has no return address, so that nothing can be returned to it for ever (RFC 3834, 3.3). */
	const struct smtp_mail letter = {
		.from = mail->auto_submitted != NULL ? "" : mail->from_address, .to = to, .fd = fd, .size = size,
		.before_data = data_starts, .user = &departure,
	};

	for (guint i = 0; i < mail->recipients->len; i++)
		to[i] = ((const struct outbox_recipient *)g_ptr_array_index(mail->recipients, i))->address;
	smtp_send(sender->smtp, conf, &letter, result_r);
}

/* FALSE: the server takes no mail now, so the rest of the batch need not try. */
static gboolean
send_one(struct sender *sender, const struct outbox_mail *mail)
{
	const struct conf *conf = email_conf(sender->email);
	g_autoptr(GError) error = NULL;
	struct smtp_result result = { .outcome = SMTP_FAILED };
	gboolean goes_on;
	int64_t size = 0;
	int fd = compose(mail, conf->email.max_send_bytes, fetch_attachment, sender, &size, &error);

	if (fd >= 0) {
		transmit(sender, conf, mail, fd, size, &result);
		close(fd);
	} else {
		result.outcome = fault_is(error, FAULT_UNAVAILABLE) ? SMTP_LATER : SMTP_FAILED;
		result.words = g_strdup_printf("%s: %s", fault_name(error), error->message);
	}
	settle_surely(sender, mail, &result);
	count(result.outcome);
	goes_on = !result.is_servers;
	smtp_result_clear(&result);
	return goes_on;
}

/* The server takes nothing: these are for later, without each waiting for it in turn. */
static void
put_off(struct sender *sender, GPtrArray *mails, guint from)
{
	for (guint i = from; i < mails->len; i++) {
		struct smtp_result result = { .outcome = SMTP_LATER, .words = g_strdup("The server takes no mail for the moment.") };

		settle_surely(sender, g_ptr_array_index(mails, i), &result);
		smtp_result_clear(&result);
	}
}

/* One lease's worth. How long to wait before the next, in ms. */
static int
send_batch(struct sender *sender)
{
	g_autoptr(GPtrArray) mails = NULL;
	g_autoptr(GError) error = NULL;
	int n = -1;

	if (sender->desk == NULL)
		sender->desk = desk_open(email_conf(sender->email), &error);
	if (sender->desk != NULL)
		n = desk_outbox_lease(sender->desk, sender->email->owner, LEASE_MOST, LEASE_SECONDS, &mails, &error);
	if (n < 0) {
		log_warning("outbox-waits", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		return backoff_next_ms(&sender->backoff);
	}
	for (guint i = 0; i < mails->len; i++) {
		if (email_is_stopping(sender->email))
			return 0;
		if (!send_one(sender, g_ptr_array_index(mails, i))) {
			put_off(sender, mails, i + 1);
			return backoff_next_ms(&sender->backoff);
		}
	}
	backoff_succeeded(&sender->backoff);
	return n == LEASE_MOST ? 0 : LOOK_MS;
}

/* What is leased to us and was not sent waits for anyone again: leasing no mail begins with that. */
static void
give_back(struct sender *sender)
{
	g_autoptr(GPtrArray) none = NULL;
	g_autoptr(GError) error = NULL;

	if (sender->desk != NULL && desk_outbox_lease(sender->desk, sender->email->owner, 0, LEASE_SECONDS, &none, &error) < 0)
		log_warning("outbox-waits", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
}

static void *
run(void *data)
{
	struct sender *sender = data;

	while (!email_is_stopping(sender->email)) {
		int wait_ms = send_batch(sender);

		if (wait_ms > 0 && !email_is_stopping(sender->email))
			email_pause(sender->wake_fd, wait_ms);
	}
	give_back(sender);
	smtp_free(&sender->smtp);
	desk_free(&sender->desk);
	return NULL;
}

struct sender *
sender_start(struct email *email)
{
	struct sender *sender = g_new0(struct sender, 1);

	sender->email = email;
	sender->smtp = smtp_new();
	sender->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sender->backoff = (struct backoff){ .first_ms = 1000, .most_ms = 60000 };
	sender->thread = g_thread_new("sender", run, sender);
	return sender;
}

void
sender_kick(struct sender *sender)
{
	uint64_t one = 1;

	if (write(sender->wake_fd, &one, sizeof one) < 0)
		log_warning("wake-failed");
}

void
sender_join(struct sender **sender_p)
{
	struct sender *sender = *sender_p;

	sender_kick(sender);
	g_thread_join(sender->thread);
	close(sender->wake_fd);
	g_free(sender);
	*sender_p = NULL;
}
