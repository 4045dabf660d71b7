/* reader_jail.h - what the reader gives up before it looks at a stranger's bytes.
 *
 * It may talk to the database (and connect again), use temporary files and memory up to a limit. It may not start programs,
 * listen, trace, change its identity, mount or load anything (seccomp), nor leave a core with mail in it.
 */
#pragma once
#include <glib.h>

/* For ever, for this process. 1 or -1 with error "jail". */
int reader_jail_enter(GError **error) G_GNUC_WARN_UNUSED_RESULT;
