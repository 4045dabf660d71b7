/* program.h - one program of the suite, as its parent sees it.
 *
 * stopped -> starting -> ready -> stopping -> stopped; a program that ends by itself waits for its backoff and starts again.
 */
#pragma once
#include <glib.h>
#include <sys/types.h>

#include "base/backoff.h"

enum program_state { PROGRAM_STOPPED, PROGRAM_STARTING, PROGRAM_READY, PROGRAM_STOPPING, PROGRAM_WAITING };

struct program {
	const char *name;	/* "supportd-email" */
	const char *folder;	/* where it is built, so that the suite also runs from its build tree */
	pid_t pid;		/* 0 while it does not run */
	enum program_state state;
	gint64 started_us;	/* g_get_monotonic_time */
	gint64 restart_us;	/* in PROGRAM_WAITING: when to start it again */
	struct backoff backoff;
};

/* The suite, in the order of starting; ended by name NULL. Stopped the other way round. */
extern struct program suite[];

/* The only place that changes a program's state; an impossible step is logged and refused. */
gboolean program_transition(struct program *program, enum program_state to);

/* Starts it with the parent's config file and notify socket. 1 or -1. */
int program_start(struct program *program, const char *config, const char *notify_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* It ended, with a status of waitpid(2): counts it and sets when to start it again. */
void program_ended(struct program *program, int status);

const char *program_state_word(enum program_state state);
