/* supportd-email - mail in over IMAP, mail out over SMTP.
 *
 * The main thread supervises; each mailbox has a thread (watch.h), and so has the way out (sender.h). Mail is read
 * by a child of its own (reader.h), which is this program again.
 */
#include <gmime/gmime.h>
#include <malloc.h>

#include "base/daemon.h"
#include "base/fault.h"
#include "base/log.h"
#include "conf/conf.h"
#include "desk/desk.h"
#include "email/check.h"
#include "email/email.h"
#include "email/instance.h"
#include "email/reader.h"
#include "email/ready.h"
#include "email/sender.h"
#include "email/supervise.h"
#include "email/watchers.h"

#define AGAIN_MS 2000	/* while the database is away */
#define SCAN_MS 10000	/* how often to look for mailboxes that were added or changed */

static char *reader_owner;
static gboolean only_check;
static const GOptionEntry options[] = {
	{ "reader", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &reader_owner, "Be the child that reads mail", "OWNER" },
	{ "check", 0, 0, G_OPTION_ARG_NONE, &only_check, "Log in to every mailbox and to the SMTP server, print how that went, and leave", NULL },
	{ NULL },
};

static void
reload(struct email *email, struct supervised *supervised, struct watchers *watchers, struct sender *sender)
{
	g_autoptr(GError) error = NULL;
	struct conf *fresh = conf_load(email->config_path, &error);

	if (fresh == NULL || desk_reload_rules(fresh, &error) < 0) {
		log_error("reload-refused", LOG_ERR(error));	/* the old settings and rules stay, and so does the reader that has them */
		conf_free(&fresh);
		return;
	}
	log_set_level((enum log_level)MAX(log_level_from_word(fresh->log_level), LOG_LEVEL_ERROR));
	email_conf_replace(email, fresh);
	supervise_renew(supervised);
	watchers_scan(watchers);
	watchers_kick(watchers);
	sender_kick(sender);
	log_info("reloaded");
}

static void
supervise(struct email *email, struct supervised *supervised, struct watchers *watchers, struct sender *sender)
{
	gint64 scan_at_us = 0;
	int scan_ms = SCAN_MS;

	for (;;) {
		gint64 now = g_get_monotonic_time();
		int wait_ms = supervise_tend(supervised);
		enum daemon_event event;

		if (now >= scan_at_us) {
			scan_ms = watchers_scan(watchers) ? SCAN_MS : AGAIN_MS;
			scan_at_us = now + scan_ms * (gint64)1000;
		}
		event = daemon_wait(wait_ms >= 0 ? MIN(wait_ms, scan_ms) : scan_ms);
		if (event == DAEMON_STOP)
			return;
		if (event == DAEMON_RELOAD)
			reload(email, supervised, watchers, sender);
	}
}

/* A schema or rules that are not ours end the start; a database that is away is waited for. */
static int
check_desk(const struct conf *conf, GError **error)
{
	g_autoptr(GError) why = NULL;
	struct desk *desk = desk_open(conf, &why);

	if (desk == NULL && !fault_is(why, FAULT_UNAVAILABLE)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return -1;
	}
	desk_free(&desk);
	return 1;
}

static int
run(struct email *email, GError **error)
{
	struct supervised *supervised;
	struct watchers *watchers;
	struct sender *sender;

	if (check_desk(email->conf, error) < 0)
		return -1;
	email->owner = instance_take(email->conf->run_dir, error);
	if (email->owner == NULL)
		return -1;
	supervised = supervise_start(email);
	if (ready_start(email, supervised, error) < 0)
		return -1;
	watchers = watchers_new(email);
	watchers_scan(watchers);
	sender = sender_start(email);
	daemon_ready("watching mailboxes");
	supervise(email, supervised, watchers, sender);
	daemon_stopping();
	g_atomic_int_set(&email->is_stopping, 1);
	watchers_free(&watchers);
	sender_join(&sender);
	supervise_stop(&supervised, email_conf(email)->stop_seconds);
	g_free(email->owner);
	return 1;
}

/* Many threads, little memory: they share two heaps, and large blocks go back at once. */
static void
keep_memory_small(void)
{
	mallopt(M_ARENA_MAX, 2);
	mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

int
main(int argc, char **argv)
{
	const struct daemon_program program = {
		.name = "supportd-email", .summary = "Takes mail in from IMAP mailboxes and sends mail out by SMTP.", .options = options,
	};
	g_autoptr(GError) error = NULL;
	struct email email = { .poke_fd = -1 };
	int code = 0;

	keep_memory_small();
	email.config_path = daemon_start(&program, &argc, &argv);
	email.conf = conf_load(email.config_path, &error);
	if (email.conf == NULL)
		return daemon_failed(error);
	log_set_level((enum log_level)MAX(log_level_from_word(email.conf->log_level), LOG_LEVEL_ERROR));
	g_mime_init();
	if (only_check)
		code = check_run(email.conf);
	else if (reader_owner != NULL)
		code = reader_run(email.conf, reader_owner);
	else if (run(&email, &error) < 0)
		code = daemon_failed(error);
	g_mime_shutdown();
	g_free(email.config_path);
	conf_free(&email.conf);
	return code;
}
