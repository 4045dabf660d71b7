/* supervise.h - the reader's parent: starts it, notices that it died, and starts it again. For the main thread. */
#pragma once
#include <glib.h>

struct email;
struct supervised;

/* Starts a reader, as soon as the desk is there; email->poke_fd becomes its end of the pipe. */
struct supervised *supervise_start(struct email *email);

/* To be called after SIGCHLD, and after the time that it returned: takes note of a dead reader, tells the desk whose mail it had,
 * starts the next. Milliseconds after which to call it again, -1: no need. */
int supervise_tend(struct supervised *supervised);

/* Has the running one finish its batch and leave, so that the next starts with the new settings. */
void supervise_renew(struct supervised *supervised);

/* Ends it: asks, waits at most so long, kills. */
void supervise_stop(struct supervised **supervised, int seconds);
gboolean supervise_is_running(struct supervised *supervised);	/* any thread */
