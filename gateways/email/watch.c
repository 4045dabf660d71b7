#include "email/watch.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/backoff.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "desk/mailbox.h"
#include "email/email.h"
#include "email/imap.h"
#include "email/oauth.h"
#include "email/take.h"

#define LEASE_SECONDS 60
#define RENEW_MS 20000
#define IDLE_MS (9 * 60 * 1000)		/* RFC 2177 allows 29 minutes; the boxes in between often do not */
#define LOGIN_LEAST_SECONDS 5		/* a login lasts so long, even with a token that is about to end */
#define OTHERS_MS 5000			/* how often to ask for a mailbox that another host watches */

METRIC(reconnects, METRIC_COUNTER, "supportd_imap_connections_total", "", "Connections made to IMAP servers.");
METRIC(watching, METRIC_GAUGE, "supportd_mailboxes_watched", "", "Mailboxes that are connected now.");

struct watch {
	struct email *email;
	char *id, *name;
	GThread *thread;
	int wake_fd;
	gint is_stopping;	/* atomic */

	/* The thread's own */
	struct desk *desk;
	struct mailbox *mailbox;	/* as the lease showed it */
	gint64 renew_at_us;
	gint64 leave_at;		/* seconds since 1970: the login's token ends soon after */
	struct backoff backoff;
	const char *state;		/* what the book says of it; NULL: not known */
};

static gboolean
should_stop(struct watch *watch)
{
	return g_atomic_int_get(&watch->is_stopping) != 0 || email_is_stopping(watch->email);
}

static void
wake(struct watch *watch)
{
	uint64_t one = 1;

	if (write(watch->wake_fd, &one, sizeof one) < 0)
		log_warning("wake-failed", LOG_STR("mailbox", watch->name));
}

/* Tells people in the book how it goes; a book that is away is not news here. */
static void
note(struct watch *watch, const char *state, const char *detail)
{
	g_autoptr(GError) error = NULL;

	if (watch->desk == NULL || (g_strcmp0(watch->state, state) == 0 && detail == NULL))
		return;
	watch->state = desk_mailbox_state(watch->desk, watch->id, state, detail, &error) < 0 ? NULL : state;
}

static gboolean
is_same_place(const struct mailbox *a, const struct mailbox *b)
{
	return strcmp(a->imap_host, b->imap_host) == 0 && a->imap_port == b->imap_port &&
	    strcmp(a->imap_security, b->imap_security) == 0 && strcmp(a->imap_user, b->imap_user) == 0 &&
	    strcmp(a->auth, b->auth) == 0 && strcmp(a->secret, b->secret) == 0 && strcmp(a->folder, b->folder) == 0;
}

/* Takes or renews the lease if it is time. 1 it is ours and the mailbox stands where we are connected; 0 not; -1. */
static int
hold_lease(struct watch *watch, GError **error)
{
	struct mailbox *fresh = NULL;
	gboolean is_same;
	int held;

	if (watch->mailbox != NULL && g_get_monotonic_time() < watch->renew_at_us)
		return 1;
	held = desk_mailbox_lease(watch->desk, watch->id, watch->email->owner, LEASE_SECONDS, &fresh, error);
	if (held <= 0)
		return held;
	watch->renew_at_us = g_get_monotonic_time() + RENEW_MS * (gint64)1000;
	is_same = watch->mailbox == NULL || is_same_place(watch->mailbox, fresh);
	g_clear_pointer(&watch->mailbox, mailbox_free);
	watch->mailbox = fresh;
	return is_same ? 1 : 0;
}

static gint64
now_s(void)
{
	return g_get_real_time() / G_USEC_PER_SEC;
}

/* When to log in anew, before the token ends. */
static gint64
leave_at(const struct imap *imap)
{
	gint64 ends_at = imap_login_ends_at(imap);

	return ends_at == 0 ? G_MAXINT64 : MAX(ends_at - OAUTH_MARGIN_SECONDS, now_s() + LOGIN_LEAST_SECONDS);
}

/* Waits for mail in IDLE, or for the next poll. 1 look now; 0 leave this connection; -1. */
static int
listen_for_mail(struct watch *watch, struct imap *imap, GError **error)
{
	int poll_ms = email_conf(watch->email)->email.poll_seconds * 1000;
	gint64 until = g_get_monotonic_time() + (imap_can_idle(imap) ? IDLE_MS : poll_ms) * (gint64)1000;
	int begun = imap_wait_begin(imap, error);

	if (begun <= 0)
		return begun < 0 ? -1 : 1;
	for (;;) {
		gint64 left_ms = (until - g_get_monotonic_time()) / 1000;
		int heard = imap_wait(imap, watch->wake_fd, (int)CLAMP(left_ms, 0, RENEW_MS), error);
		int held;

		if (heard < 0)
			return -1;
		if (heard == 2)
			email_pause(watch->wake_fd, 0);
		if (should_stop(watch) || now_s() >= watch->leave_at)
			return 0;
		if ((held = hold_lease(watch, error)) <= 0)
			return held;
		if (heard != 0 || left_ms <= 0)
			return imap_wait_end(imap, error);
	}
}

/* A connection's life: 1 it ended in good order; -1 with error set. */
static int
serve(struct watch *watch, struct imap *imap, GError **error)
{
	int going = take_cursor(watch->desk, watch->mailbox, imap, error);

	note(watch, imap_can_idle(imap) ? "watching" : "polling", NULL);
	log_info("watching", LOG_STR("mailbox", watch->name), LOG_STR("how", imap_can_idle(imap) ? "idle" : "poll"),
	    LOG_INT("uid_validity", imap_uid_validity(imap)), LOG_INT("last_uid", watch->mailbox->last_uid));
	while (going > 0 && !should_stop(watch)) {
		gint64 began = g_get_monotonic_time();
		guint64 traffic = imap_traffic(imap);
		int taken = take_new(watch->email, watch->desk, watch->mailbox, imap, error);

		if (taken < 0)
			return -1;
		if (taken > 0)
			backoff_succeeded(&watch->backoff);
		log_debug("looked", LOG_STR("mailbox", watch->name), LOG_INT("new", taken), LOG_INT("bytes", imap_traffic(imap) - traffic),
		    LOG_INT("us", g_get_monotonic_time() - began));
		if (taken == TAKE_AT_ONCE) {	/* there is more: look after the lease, and go on */
			going = hold_lease(watch, error);
			continue;
		}
		going = listen_for_mail(watch, imap, error);
		backoff_succeeded(&watch->backoff);
	}
	return going < 0 ? -1 : 1;
}

static int
connect_and_serve(struct watch *watch, GError **error)
{
	struct imap *imap = imap_open(email_conf(watch->email), watch->mailbox, error);
	int result;

	if (imap == NULL)
		return -1;
	watch->leave_at = leave_at(imap);
	metric_add(&reconnects, 1);
	metric_add(&watching, 1);
	result = serve(watch, imap, error);
	metric_add(&watching, -1);
	imap_close(&imap);
	return result;
}

/* One try: the desk, the lease, the server. How long to wait before the next, in ms. */
static int
try_once(struct watch *watch)
{
	g_autoptr(GError) error = NULL;
	int held = -1, wait_ms;

	g_clear_pointer(&watch->mailbox, mailbox_free);
	if (watch->desk == NULL)
		watch->desk = desk_open(email_conf(watch->email), &error);
	if (watch->desk != NULL)
		held = hold_lease(watch, &error);
	if (held == 0)
		return OTHERS_MS;
	if (held > 0 && connect_and_serve(watch, &error) > 0)
		return 0;
	wait_ms = backoff_next_ms(&watch->backoff);
	log_warning("mailbox-failing", LOG_STR("mailbox", watch->name), LOG_STR("reason", fault_name(error)), LOG_ERR(error),
	    LOG_INT("again_ms", wait_ms));
	watch->state = NULL;
	note(watch, "failing", error != NULL ? error->message : NULL);
	watch->state = NULL;
	return wait_ms;
}

static void *
run(void *data)
{
	struct watch *watch = data;
	g_autoptr(GError) error = NULL;

	while (!should_stop(watch)) {
		int wait_ms = try_once(watch);

		if (wait_ms > 0 && !should_stop(watch))
			email_pause(watch->wake_fd, wait_ms);
	}
	if (watch->desk != NULL && desk_mailbox_release(watch->desk, watch->id, watch->email->owner, &error) < 0)
		log_warning("release-failed", LOG_STR("mailbox", watch->name), LOG_ERR(error));
	log_info("stopped-watching", LOG_STR("mailbox", watch->name));
	desk_free(&watch->desk);
	g_clear_pointer(&watch->mailbox, mailbox_free);
	return NULL;
}

struct watch *
watch_start(struct email *email, const struct mailbox *mailbox)
{
	struct watch *watch = g_new0(struct watch, 1);

	watch->email = email;
	watch->id = g_strdup(mailbox->id);
	watch->name = g_strdup(mailbox->name);
	watch->backoff = (struct backoff){ .first_ms = 500, .most_ms = 60000 };
	watch->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	watch->thread = g_thread_new(watch->name, run, watch);
	return watch;
}

const char *
watch_mailbox_id(const struct watch *watch)
{
	return watch->id;
}

void
watch_kick(struct watch *watch)
{
	wake(watch);
}

void
watch_stop(struct watch *watch)
{
	g_atomic_int_set(&watch->is_stopping, 1);
	wake(watch);
}

void
watch_join(struct watch **watch_p)
{
	struct watch *watch = *watch_p;

	g_thread_join(watch->thread);
	close(watch->wake_fd);
	g_free(watch->id);
	g_free(watch->name);
	g_free(watch);
	*watch_p = NULL;
}
