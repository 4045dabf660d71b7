/* policies.h - the rules that all desks of this process go by; a reload gives them new ones at once. For this room. */
#pragma once
#include <glib.h>

struct rules;

/* The rules of a folder, read when they are first asked for. Any thread. NULL with error "bad-rules". They stay valid for ever, since a
 * use case may be in the middle of one. */
const struct rules *policies_of(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads them again. 1, or -1 with error "bad-rules": the old ones stay. */
int policies_reload(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
