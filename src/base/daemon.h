/* daemon.h - what every program of the suite does the same way: options, signals, telling systemd.
 *
 * SIGTERM and SIGINT ask to stop (drain, then leave); SIGHUP asks to read the rules again. A second SIGTERM
 * leaves at once. Signals are taken by daemon_wait in the main thread; other threads never see them, because
 * daemon_start blocks them before any thread is made.
 */
#pragma once
#include <glib.h>

enum daemon_event { DAEMON_TIMEOUT, DAEMON_STOP, DAEMON_RELOAD, DAEMON_CHILD };

struct daemon_program {
	const char *name;	/* "supportd-email" */
	const char *summary;	/* one line for --help */
	const GOptionEntry *options;	/* its own, may be NULL */
};

/* Reads the options (--config, --version, --help and the program's own), starts the log, blocks the signals. The
 * config file's path, the caller's; on a wrong option it prints what is wrong and exits with 2. */
char *daemon_start(const struct daemon_program *program, int *argc, char ***argv);

/* Waits for a signal, at most timeout_ms (-1: for ever). */
enum daemon_event daemon_wait(int timeout_ms);

/* A descriptor that is readable when daemon_wait would not wait: for event loops. */
int daemon_signal_fd(void);

/* For a child between fork and exec: gives it back the signals as they were. */
void daemon_signals_restore(void);

/* sd_notify(3): the first tells that work can be done; status is for people. Nothing happens without systemd or a parent. */
void daemon_ready(const char *status);
void daemon_stopping(void);

/* Reports a failed start and gives the exit code: 78 (EX_CONFIG) where trying again makes no sense, else 1. */
int daemon_failed(const GError *error);
