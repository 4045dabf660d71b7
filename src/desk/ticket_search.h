/* ticket_search.h - agents find tickets by their words.
 *
 * What an agent types: words (all of them), "a phrase", -unwanted, and from:, builder:, status:, before:, after: (a day,
 * 2026-11-23, or a month or a year). The index answers ids; the rows come from the book with the agent's own rights.
 */
#pragma once
#include <glib.h>

#include "model/actor.h"

struct desk;

/* JSON {"items": [{"ticket", "message_id", "seq", "passage_html"}], "next", "estimate", "index_percent"}, the caller's. */
char *desk_ticket_search(struct desk *desk, const struct actor *actor, const char *text, gboolean is_newest_first, int most,
    const char *cursor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
