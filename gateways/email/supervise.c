#include "email/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/backoff.h"
#include "base/daemon.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/uuid.h"
#include "desk/desk.h"
#include "desk/intake.h"
#include "email/email.h"
#include "email/reader.h"

#define QUICK_DEATHS 3		/* so many without a mail settled in between, and it is not the mail's fault */

METRIC(deaths, METRIC_COUNTER, "supportd_reader_deaths_total", "", "Readers that crashed, hung or were killed.");

struct supervised {
	struct email *email;
	char *owner;		/* the reader's name in leases */
	struct desk *desk;
	gint pid;		/* atomic; 0: none runs */
	int progress_fd;
	int mark_fd;		/* reader.h: READER_MARK_FD */
	int quick_deaths;
	gboolean is_dirty;	/* one died, and the desk does not know yet */
	gboolean is_inherited;	/* with our predecessor, not on a mail */
	gboolean was_asked;	/* it was told to leave */
	gint64 start_at_us;
	struct backoff backoff;
};

static int
open_nowhere(void)
{
	return open("/dev/null", O_WRONLY | O_CLOEXEC);
}

/* In the child: only what is safe after fork in a program with threads. */
static void G_GNUC_NORETURN
become_reader(char **argv, int poke_fd, int progress_fd, int mark_fd, pid_t parent)
{
	int high_poke = fcntl(poke_fd, F_DUPFD, 10), high_progress = fcntl(progress_fd, F_DUPFD, 10),
	    high_mark = fcntl(mark_fd, F_DUPFD, 10);

	prctl(PR_SET_PDEATHSIG, SIGKILL);	/* a killed parent leaves no reader behind */
	if (getppid() != parent || dup2(high_poke, READER_POKE_FD) < 0 || dup2(high_progress, READER_PROGRESS_FD) < 0 ||
	    dup2(high_mark, READER_MARK_FD) < 0)
		_exit(1);
	close(high_poke);
	close(high_progress);
	close(high_mark);
	daemon_signals_restore();
	execv("/proc/self/exe", argv);
	_exit(127);
}

static void
start(struct supervised *supervised)
{
	char *argv[] = { (char *)"supportd-email", (char *)"--config", supervised->email->config_path, (char *)"--reader",
		supervised->owner, NULL };
	int poke[2], progress[2];
	pid_t parent = getpid(), pid;

	if (pipe2(poke, O_CLOEXEC | O_NONBLOCK) < 0 || pipe2(progress, O_CLOEXEC | O_NONBLOCK) < 0)
		g_error("pipe2: %s", g_strerror(errno));
	pid = fork();
	if (pid < 0) {
		log_error("reader-not-started", LOG_STR("reason", g_strerror(errno)));
		supervised->start_at_us = g_get_monotonic_time() + backoff_next_ms(&supervised->backoff) * (gint64)1000;
	}
	if (pid == 0)
		become_reader(argv, poke[0], progress[1], supervised->mark_fd, parent);
	close(poke[0]);
	close(progress[1]);
	/* Threads write to poke_fd without a lock: the number stays, what it stands for changes. */
	dup3(poke[1], supervised->email->poke_fd, O_CLOEXEC);
	close(poke[1]);
	if (supervised->progress_fd >= 0)
		close(supervised->progress_fd);
	supervised->progress_fd = progress[0];
	supervised->was_asked = FALSE;
	g_atomic_int_set(&supervised->pid, MAX(pid, 0));
}

static gboolean
made_progress(const struct supervised *supervised)
{
	char bytes[256];
	gboolean any = FALSE;

	while (read(supervised->progress_fd, bytes, sizeof bytes) > 0)
		any = TRUE;
	return any;
}

static void
note_death(struct supervised *supervised, int status)
{
	const char *how = !WIFSIGNALED(status) ? "exit" : WTERMSIG(status) == SIGALRM ? "hang" : "crash";

	g_atomic_int_set(&supervised->pid, 0);
	if (supervised->was_asked && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		log_info("reader-left");
		return;
	}
	metric_add(&deaths, 1);
	supervised->is_dirty = TRUE;
	supervised->quick_deaths = made_progress(supervised) ? 0 : supervised->quick_deaths + 1;
	if (supervised->quick_deaths == 0)
		backoff_succeeded(&supervised->backoff);
	if (supervised->quick_deaths > QUICK_DEATHS || WIFEXITED(status))
		supervised->start_at_us = g_get_monotonic_time() + backoff_next_ms(&supervised->backoff) * (gint64)1000;
	log_error("reader-died", LOG_STR("how", how), LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
	    LOG_INT("code", WIFEXITED(status) ? WEXITSTATUS(status) : 0), LOG_INT("without_progress", supervised->quick_deaths));
}

static void
reap(struct supervised *supervised)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == g_atomic_int_get(&supervised->pid))
			note_death(supervised, status);
}

/* The mail that the dead one had: the one that it was reading is under suspicion, or all if it was reading none. FALSE: the book is
 * away, ask again. */
static int
tell_whose_fault(struct supervised *supervised, GError **error)
{
	char mark[UUID_LENGTH + 1] = "";
	gboolean is_marked = pread(supervised->mark_fd, mark, UUID_LENGTH, 0) == UUID_LENGTH && uuid_is_valid(mark);

	if (supervised->is_inherited)
		return desk_intake_release(supervised->desk, supervised->owner, error);
	if (is_marked)
		return desk_intake_died_on(supervised->desk, supervised->owner, mark, error);
	return desk_intake_abandoned(supervised->desk, supervised->owner, error);
}

static gboolean
tell_desk(struct supervised *supervised)
{
	g_autoptr(GError) error = NULL;

	if (supervised->desk == NULL)
		supervised->desk = desk_open(email_conf(supervised->email), &error);
	if (supervised->desk == NULL || tell_whose_fault(supervised, &error) < 0) {
		log_warning("reader-waits", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
		return FALSE;
	}
	supervised->is_dirty = supervised->is_inherited = FALSE;
	return ftruncate(supervised->mark_fd, 0) == 0;
}

struct supervised *
supervise_start(struct email *email)
{
	struct supervised *supervised = g_new0(struct supervised, 1);

	supervised->email = email;
	supervised->owner = g_strconcat(email->owner, "/reader", NULL);
	supervised->backoff = (struct backoff){ .first_ms = 250, .most_ms = 30000 };
	supervised->progress_fd = -1;
	supervised->mark_fd = memfd_create("supportd-reader", MFD_CLOEXEC);
	if (supervised->mark_fd < 0)
		g_error("memfd_create: %s", g_strerror(errno));
	email->poke_fd = open_nowhere();
	/* What our predecessor's reader had when both were killed: no mail is to blame for that. */
	supervised->is_dirty = supervised->is_inherited = TRUE;
	(void)supervise_tend(supervised);
	return supervised;
}

int
supervise_tend(struct supervised *supervised)
{
	gint64 wait_us;

	reap(supervised);
	if (g_atomic_int_get(&supervised->pid) != 0)
		return -1;
	if (supervised->is_dirty && !tell_desk(supervised))
		return backoff_next_ms(&supervised->backoff);
	wait_us = supervised->start_at_us - g_get_monotonic_time();
	if (wait_us > 0)
		return (int)(wait_us / 1000) + 1;
	start(supervised);
	return g_atomic_int_get(&supervised->pid) != 0 ? -1 : backoff_next_ms(&supervised->backoff);
}

/* Closing our end of the pipe is the sign to leave; the descriptor's number lives on, see start. */
static void
ask_to_leave(struct supervised *supervised)
{
	int nowhere = open_nowhere();

	supervised->was_asked = TRUE;
	dup3(nowhere, supervised->email->poke_fd, O_CLOEXEC);
	close(nowhere);
}

void
supervise_renew(struct supervised *supervised)
{
	ask_to_leave(supervised);
}

void
supervise_stop(struct supervised **supervised_p, int seconds)
{
	struct supervised *supervised = *supervised_p;
	gint64 until = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;

	ask_to_leave(supervised);
	for (reap(supervised); supervised->pid != 0 && g_get_monotonic_time() < until; reap(supervised))
		g_usleep(10000);
	if (supervised->pid != 0) {
		log_warning("reader-killed", LOG_INT("after_s", seconds));
		kill(supervised->pid, SIGKILL);
	}
	desk_free(&supervised->desk);
	close(supervised->progress_fd);
	close(supervised->mark_fd);
	g_free(supervised->owner);
	g_free(supervised);
	*supervised_p = NULL;
}

gboolean
supervise_is_running(struct supervised *supervised)
{
	return g_atomic_int_get(&supervised->pid) != 0;
}
