/* mime_scan.h - is this mail within the limits? Answered in one pass over its lines, before GMime builds anything.
 *
 * A mail of 20,000 nested parts or 500,000 headers does GMime no harm but costs it most of a second; this costs about
 * what reading the bytes costs.
 */
#pragma once
#include <glib.h>

#include "email/mime.h"

struct mime_scan;

struct mime_scan *mime_scan_new(const struct mime_limits *limits);
void mime_scan_free(struct mime_scan **scan);

/* The next piece of the mail. FALSE with error set as soon as a limit is passed. */
gboolean mime_scan_feed(struct mime_scan *scan, const char *bytes, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After the last piece. FALSE with error set if a limit is passed or the mail is empty. */
gboolean mime_scan_end(struct mime_scan *scan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
