/* merge.h - two tickets that are one, one ticket that is two, and both taken back.
 *
 * A ticket that was merged is closed and points to where its messages are; mail to it follows. Answers are api_ticket JSON,
 * the caller's, with the version; NULL with error set. Agents only.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "model/actor.h"

struct desk;

/* All messages and participants of ref go to into. The answer is the ticket into. A ticket in triage may go to a builder's, but
 * one builder's never to another's: "different-builders". */
char *desk_merge(struct desk *desk, const struct actor *actor, const char *ref, const char *into, int64_t if_version, int64_t *version_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As it was before ref was merged; what came after the merge stays where it came to. The answer is the ticket ref. */
char *desk_unmerge(struct desk *desk, const struct actor *actor, const char *ref, int64_t *version_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Some messages of ref become a ticket of their own, which is answered; its id in id_r (37 bytes). Merged back, it is undone. */
char *desk_split(struct desk *desk, const struct actor *actor, const char *ref, const char *const *messages, const char *subject,
    int64_t if_version, int64_t *version_r, char *id_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
