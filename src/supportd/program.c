#include "supportd/program.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/daemon.h"
#include "base/fault.h"
#include "base/log.h"

#define HEALTHY_US (30 * G_USEC_PER_SEC)	/* a program that ran this long starts its backoff anew */
#define BACKOFF { .first_ms = 200, .most_ms = 30000 }

struct program suite[] = {
	{ .name = "supportd-email", .folder = "gateways/email", .backoff = BACKOFF },
	{ .name = "supportd-index", .folder = "src/index", .backoff = BACKOFF },
	{ .name = "supportd-chat", .folder = "gateways/chat", .backoff = BACKOFF },
	{ .name = "supportd-web", .folder = "gateways/web", .backoff = BACKOFF },
	{ .name = NULL },
};

const char *
program_state_word(enum program_state state)
{
	static const char *const words[] = { [PROGRAM_STOPPED] = "stopped", [PROGRAM_STARTING] = "starting",
		[PROGRAM_READY] = "ready", [PROGRAM_STOPPING] = "stopping", [PROGRAM_WAITING] = "waiting" };

	return words[state];
}

gboolean
program_transition(struct program *program, enum program_state to)
{
	static const guint8 allowed[] = {
		[PROGRAM_STOPPED] = 1 << PROGRAM_STARTING,
		[PROGRAM_STARTING] = 1 << PROGRAM_READY | 1 << PROGRAM_STOPPING | 1 << PROGRAM_WAITING,
		[PROGRAM_READY] = 1 << PROGRAM_STOPPING | 1 << PROGRAM_WAITING,
		[PROGRAM_STOPPING] = 1 << PROGRAM_STOPPED,
		[PROGRAM_WAITING] = 1 << PROGRAM_STARTING | 1 << PROGRAM_STOPPED,
	};

	if ((allowed[program->state] & 1 << to) == 0) {
		log_error("impossible-step", LOG_STR("program", program->name), LOG_STR("from", program_state_word(program->state)),
		    LOG_STR("to", program_state_word(to)));
		return FALSE;
	}
	program->state = to;
	return TRUE;
}

/* Beside us where we are installed, or in its own folder of the build tree that we are in. */
static char *
find_binary(const struct program *program, GError **error)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", error);
	g_autofree char *directory = NULL, *built = NULL;
	char *installed;

	if (self == NULL)
		return NULL;
	directory = g_path_get_dirname(self);
	installed = g_build_filename(directory, program->name, NULL);
	if (access(installed, X_OK) == 0)
		return installed;
	built = g_build_filename(directory, "../..", program->folder, program->name, NULL);
	if (access(built, X_OK) == 0) {
		g_free(installed);
		return g_steal_pointer(&built);
	}
	fault_set(error, FAULT_INVALID, "program-missing", NULL, "%s is not there; it belongs beside supportd.", installed);
	g_free(installed);
	return NULL;
}

static void
become(const char *binary, const struct program *program, const char *config, const char *notify_path)
{
	daemon_signals_restore();
	prctl(PR_SET_PDEATHSIG, SIGTERM);	/* nobody is left behind when the parent is killed */
	setenv("NOTIFY_SOCKET", notify_path, 1);
	execl(binary, program->name, "--config", config, (char *)NULL);
	_exit(EX_OSERR);
}

int
program_start(struct program *program, const char *config, const char *notify_path, GError **error)
{
	g_autofree char *binary = find_binary(program, error);
	pid_t pid;

	if (binary == NULL)
		return -1;
	pid = fork();
	if (pid < 0) {
		fault_set(error, FAULT_UNAVAILABLE, "cannot-fork", NULL, "%s cannot be started: %s", program->name, g_strerror(errno));
		return -1;
	}
	if (pid == 0)
		become(binary, program, config, notify_path);
	program->pid = pid;
	program->started_us = g_get_monotonic_time();
	program_transition(program, PROGRAM_STARTING);
	log_info("started", LOG_STR("program", program->name), LOG_INT("pid", pid));
	return 1;
}

void
program_ended(struct program *program, int status)
{
	int wait_ms;

	program->pid = 0;
	if (program->state == PROGRAM_STOPPING) {
		log_info("stopped", LOG_STR("program", program->name));
		program_transition(program, PROGRAM_STOPPED);
		return;
	}
	if (g_get_monotonic_time() - program->started_us > HEALTHY_US)
		backoff_succeeded(&program->backoff);
	wait_ms = backoff_next_ms(&program->backoff);
	program->restart_us = g_get_monotonic_time() + wait_ms * 1000L;
	program_transition(program, PROGRAM_WAITING);
	if (WIFSIGNALED(status))
		log_error("died", LOG_STR("program", program->name), LOG_STR("signal", strsignal(WTERMSIG(status))),
		    LOG_INT("restart_ms", wait_ms));
	else
		log_error("ended", LOG_STR("program", program->name), LOG_INT("exit", WEXITSTATUS(status)), LOG_INT("restart_ms", wait_ms));
}
