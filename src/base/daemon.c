#include "base/daemon.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "config.h"

static int signal_fd = -1;
static int stops;
static sigset_t before;

static void
block_signals(void)
{
	sigset_t taken;

	sigemptyset(&taken);
	sigaddset(&taken, SIGTERM);
	sigaddset(&taken, SIGINT);
	sigaddset(&taken, SIGHUP);
	sigaddset(&taken, SIGCHLD);
	sigprocmask(SIG_BLOCK, &taken, &before);
	signal(SIGPIPE, SIG_IGN);
	signal_fd = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signal_fd < 0)
		g_error("signalfd: %s", g_strerror(errno));
}

char *
daemon_start(const struct daemon_program *program, int *argc, char ***argv)
{
	char *config = NULL;
	gboolean version = FALSE;
	const GOptionEntry common[] = {
		{ "config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "Read this file instead of " SYSCONFDIR "/supportd.conf", "FILE" },
		{ "version", 'V', 0, G_OPTION_ARG_NONE, &version, "Print the version and leave", NULL },
		{ NULL },
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;

	setlocale(LC_CTYPE, "C.UTF-8");	/* --help has an ellipsis */
	g_set_prgname(program->name);
	g_option_context_set_summary(context, program->summary);
	g_option_context_add_main_entries(context, common, NULL);
	if (program->options != NULL)
		g_option_context_add_main_entries(context, program->options, NULL);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		fprintf(stderr, "%s: %s; see %s --help\n", program->name, error->message, program->name);
		exit(2);
	}
	if (version) {
		printf("%s %s\n", program->name, PACKAGE_VERSION);
		exit(0);
	}
	log_init(program->name, LOG_LEVEL_INFO);
	block_signals();
	return config != NULL ? config : g_strdup(SYSCONFDIR "/supportd.conf");
}

int
daemon_signal_fd(void)
{
	return signal_fd;
}

void
daemon_signals_restore(void)
{
	sigprocmask(SIG_SETMASK, &before, NULL);
}

enum daemon_event
daemon_wait(int timeout_ms)
{
	struct pollfd poll_fd = { .fd = signal_fd, .events = POLLIN };
	struct signalfd_siginfo info;

	if (poll(&poll_fd, 1, timeout_ms) <= 0 || read(signal_fd, &info, sizeof info) != sizeof info)
		return DAEMON_TIMEOUT;
	switch (info.ssi_signo) {
	case SIGHUP:
		return DAEMON_RELOAD;
	case SIGCHLD:
		return DAEMON_CHILD;
	default:
		if (++stops > 1)
			_exit(1);
		return DAEMON_STOP;
	}
}

void
daemon_ready(const char *status)
{
	sd_notifyf(0, "READY=1\nSTATUS=%s", status);
}

void
daemon_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

int
daemon_failed(const GError *error)
{
	log_error("start-failed", LOG_STR("reason", fault_name(error)), LOG_ERR(error));
	return fault_is(error, FAULT_INVALID) || fault_is(error, FAULT_CONFLICT) ? EX_CONFIG : 1;
}
