/* rules.h - the policies: facts in, decision out, no I/O after loading; so that each can be tested with facts made up.
 *
 * A rules object never changes: a reload makes a new one. Any thread may read it.
 */
#pragma once
#include <glib.h>

struct rules;

/* Reads all policies from directory; a file in its local.d wins over one of the same name. NULL with error
 * "bad-rules": "file:line: what is wrong". */
struct rules *rules_load(const char *directory, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rules_free(struct rules **rules);

/* Seconds in which a person has promised to answer first; -1 where nothing is promised. plan NULL, "" or
 * unknown: as the plan that sla.conf names for that. */
int rules_response_seconds(const struct rules *rules, const char *severity, const char *plan);

/* The severity of a ticket for which nobody named one. */
const char *rules_default_severity(const struct rules *rules);

/* What a ticket is about, from its page's address and its subject; either may be NULL. Borrowed from rules. */
const char *rules_category(const struct rules *rules, const char *context_url, const char *subject);
