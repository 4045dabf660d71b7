/* notify.h - how the programs tell their parent that they are ready: sd_notify(3)'s own datagrams, on a socket of ours. */
#pragma once
#include <glib.h>
#include <sys/types.h>

/* Makes run_dir/notify.sock and returns its descriptor, -1 with error set. *path_r is the caller's. */
int notify_open(const char *run_dir, char **path_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes one datagram. 1 and the sender's pid in *pid_r if it says READY=1; 0 if it says something else or nothing waits. */
int notify_take(int fd, pid_t *pid_r);
