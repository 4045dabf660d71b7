/* spool.h - temporary files without a name, for what is too large for memory. */
#pragma once
#include <glib.h>

/* An empty one in the temporary folder, gone when it is closed. -1 with error "disk-full". */
int spool_open(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One that holds these bytes. */
int spool_bytes(GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes all of it. 1 or -1. */
int spool_write(int fd, const void *data, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
