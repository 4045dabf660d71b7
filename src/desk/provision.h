/* provision.h - builders, users, agents and mailboxes, as the platform and the administrators set them up, and what is known of contacts.
 *
 * A put is by id: the same one twice is one. Answers are api_* JSON, the caller's; NULL with error set.
 */
#pragma once
#include <glib.h>

#include "desk/page.h"
#include "model/actor.h"
#include "model/provision.h"

struct desk;

char *desk_builder_put(struct desk *desk, const struct actor *actor, const struct builder_put *builder, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
char *desk_user_put(struct desk *desk, const struct actor *actor, const struct user_put *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *desk_agent_put(struct desk *desk, const struct actor *actor, const struct agent_put *agent, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *desk_mailbox_put(struct desk *desk, const struct actor *actor, const struct mailbox_put *mailbox, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Agents, too: a contact's name, and whose they are where no user says so. name, builder_id: NULL stays. */
char *desk_contact_put(struct desk *desk, const struct actor *actor, const char *id, const char *name, const char *builder_id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* An agent's own: takes new work or not. */
char *desk_agent_available(struct desk *desk, const struct actor *actor, gboolean is_available, GError **error) G_GNUC_WARN_UNUSED_RESULT;

enum provisioned { PROVISIONED_BUILDER, PROVISIONED_USER, PROVISIONED_CONTACT, PROVISIONED_AGENT, PROVISIONED_MAILBOX };
/* One, or a page of them by id. builder_id and address (users and contacts) may be NULL. Ours and the platform only. */
char *desk_provisioned(struct desk *desk, const struct actor *actor, enum provisioned kind, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
int desk_provisioned_page(struct desk *desk, const struct actor *actor, enum provisioned kind, const char *builder_id, const char *address,
    int most, const char *cursor, struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
