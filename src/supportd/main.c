/* supportd - the parent: starts the suite from one config file, keeps it running, and stops it in order. */
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/daemon.h"
#include "base/log.h"
#include "conf/conf.h"
#include "supportd/notify.h"
#include "supportd/program.h"

struct parent {
	char *config;
	struct conf *conf;
	char *notify_path;
	int notify_fd;
	gboolean was_ready;
};

static struct program *
program_by_pid(pid_t pid)
{
	for (struct program *program = suite; program->name != NULL; program++)
		if (program->pid == pid)
			return program;
	return NULL;
}

static void
tell_when_all_are_ready(struct parent *parent)
{
	for (const struct program *program = suite; program->name != NULL; program++)
		if (program->state != PROGRAM_READY)
			return;
	if (!parent->was_ready)
		log_info("ready");
	parent->was_ready = TRUE;
	daemon_ready("all programs are ready");
}

static void
take_notices(struct parent *parent)
{
	pid_t pid;

	for (int n; (n = notify_take(parent->notify_fd, &pid)) > 0;) {
		struct program *program = program_by_pid(pid);

		if (program != NULL && program->state == PROGRAM_STARTING && program_transition(program, PROGRAM_READY))
			log_info("ready", LOG_STR("program", program->name));
	}
	tell_when_all_are_ready(parent);
}

static void
reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		struct program *program = program_by_pid(pid);

		if (program != NULL)
			program_ended(program, status);
	}
}

static void
start_those_due(struct parent *parent)
{
	for (struct program *program = suite; program->name != NULL; program++) {
		g_autoptr(GError) error = NULL;
		gboolean is_due = program->state == PROGRAM_STOPPED ||
		    (program->state == PROGRAM_WAITING && g_get_monotonic_time() >= program->restart_us);

		if (is_due && program_start(program, parent->config, parent->notify_path, &error) < 0) {
			log_error("start-failed", LOG_STR("program", program->name), LOG_ERR(error));
			program->state = PROGRAM_WAITING;
			program->restart_us = g_get_monotonic_time() + backoff_next_ms(&program->backoff) * 1000L;
		}
	}
}

static int
next_wait_ms(void)
{
	gint64 now = g_get_monotonic_time(), least = 60 * G_USEC_PER_SEC;

	for (const struct program *program = suite; program->name != NULL; program++)
		if (program->state == PROGRAM_WAITING)
			least = MIN(least, MAX(program->restart_us - now, 0));
	return (int)(least / 1000) + 1;
}

static void
reload(struct parent *parent)
{
	g_autoptr(GError) error = NULL;
	struct conf *fresh = conf_load(parent->config, &error);

	if (fresh == NULL) {
		log_error("reload-refused", LOG_ERR(error));	/* the old settings stay */
		return;
	}
	conf_free(&parent->conf);
	parent->conf = fresh;
	log_set_level((enum log_level)MAX(log_level_from_word(fresh->log_level), LOG_LEVEL_ERROR));
	for (const struct program *program = suite; program->name != NULL; program++)
		if (program->pid > 0)
			kill(program->pid, SIGHUP);
	log_info("reloaded");
}

/* Asks one to stop, gives it its time, then kills it. */
static void
stop_one(struct program *program, int seconds)
{
	gint64 deadline = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;

	if (program->pid == 0 || !program_transition(program, PROGRAM_STOPPING))
		return;
	kill(program->pid, SIGTERM);
	while (program->pid != 0) {
		reap();
		if (program->pid != 0 && g_get_monotonic_time() > deadline) {
			log_warning("killed", LOG_STR("program", program->name), LOG_INT("after_s", seconds));
			kill(program->pid, SIGKILL);
			deadline = G_MAXINT64;
		}
		if (program->pid != 0)
			daemon_wait(100);
	}
}

static void
stop_all(const struct parent *parent)
{
	int n = 0;

	daemon_stopping();
	while (suite[n].name != NULL)
		n++;
	while (n-- > 0)
		stop_one(&suite[n], parent->conf->stop_seconds);
	(void)unlink(parent->notify_path);
	log_info("stopped");
}

static void
run(struct parent *parent)
{
	for (;;) {
		struct pollfd fds[] = { { .fd = daemon_signal_fd(), .events = POLLIN }, { .fd = parent->notify_fd, .events = POLLIN } };

		start_those_due(parent);
		(void)poll(fds, G_N_ELEMENTS(fds), next_wait_ms());
		take_notices(parent);
		switch (daemon_wait(0)) {
		case DAEMON_STOP:
			stop_all(parent);
			return;
		case DAEMON_RELOAD:
			reload(parent);
			break;
		case DAEMON_CHILD:
		case DAEMON_TIMEOUT:
			reap();
			break;
		}
	}
}

int
main(int argc, char **argv)
{
	static const struct daemon_program self = { .name = "supportd",
		.summary = "Starts the programs of the support system from one config file and keeps them running." };
	struct parent parent = { .notify_fd = -1 };
	g_autoptr(GError) error = NULL;

	parent.config = daemon_start(&self, &argc, &argv);
	parent.conf = conf_load(parent.config, &error);
	if (parent.conf == NULL || (parent.notify_fd = notify_open(parent.conf->run_dir, &parent.notify_path, &error)) < 0)
		return daemon_failed(error);
	run(&parent);
	conf_free(&parent.conf);
	g_free(parent.notify_path);
	g_free(parent.config);
	return 0;
}
