/* instance.h - a name in leases that survives a restart.
 *
 * Several supportd-email may run on a host and many hosts on one database. What one of them had leased when it was
 * killed must be its successor's at once, and nobody else's: the name is a random one, kept in run_dir/email-N.owner; the
 * file is locked while the process lives, and the first free N is taken.
 */
#pragma once
#include <glib.h>

/* The name, the caller's; the lock lasts until the process ends. NULL with error "run-dir". */
char *instance_take(const char *run_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
