/* head.h - what can be said of a request before any of its body was read: where it goes, and whether it may come at all. */
#pragma once
#include <glib.h>

struct call;

/* Sets the call's endpoint, parameters and query. 1 go on; 0 it is an OPTIONS, *allow_r says what there is; -1 with error set, and *allow_r for
 * "method-not-allowed". *allow_r is the caller's. */
int head_check(struct call *call, char **allow_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The most that its body may have. */
gint64 head_body_most(const struct call *call);
