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

/* --- when people are there (hours.conf) --- */

struct rules_hours {
	gboolean is_open;
	GDateTime *opens;	/* the next opening after now, UTC; NULL: none within a year */
	GDateTime *closes;	/* when it is open: the end of that, UTC; NULL: it never ends (none within two weeks) */
};
/* For a customer of that plan who is spoken with in that language; either may be NULL. */
void rules_hours_at(const struct rules *rules, GDateTime *now, const char *plan, const char *language, struct rules_hours *hours_r);
void rules_hours_clear(struct rules_hours *hours);
/* now as the clock on the wall there shows it; the caller's. */
GDateTime *rules_local_time(const struct rules *rules, GDateTime *now, const char *plan, const char *language);

/* When a person has promised to answer at the latest what arrives now: a P1 at any hour, all else from the next opening on. UTC, the
 * caller's; NULL where nothing is promised. */
GDateTime *rules_answer_by(const struct rules *rules, GDateTime *now, const char *severity, const char *plan, const char *language);

/* --- what a plan has (plans.conf); NULL, "" or unknown: as the plan that the file names for that --- */

enum rules_channel { RULES_EMAIL, RULES_CHAT, RULES_PHONE, RULES_CSM, RULES_CHANNELS };

gboolean rules_plan_has(const struct rules *rules, const char *plan, enum rules_channel channel);
/* Who answers a chat first while people are there. */
gboolean rules_bot_first(const struct rules *rules, const char *plan);
/* "Professional", for people. */
const char *rules_plan_name(const struct rules *rules, const char *plan);
/* The smallest plan that has a channel; NULL: none. */
const char *rules_plan_with(const struct rules *rules, enum rules_channel channel);
/* The smallest larger plan that has a channel more: its word, and the first such channel in *brings_r. NULL: none. */
const char *rules_next_plan(const struct rules *rules, const char *plan, enum rules_channel *brings_r);
