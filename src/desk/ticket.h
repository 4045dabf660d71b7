/* ticket.h - tickets opened, found and looked at. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "desk/page.h"
#include "model/actor.h"
#include "model/ticket_filter.h"

struct desk;

struct ticket_new {
	const char *subject, *description;
	const char *severity, *category;	/* NULL: by the rules */
	const char *context_url, *context_metadata;	/* metadata: JSON object; may be NULL */
	const char *language;
	const char *const *attachments;		/* ids of uploads, NULL-terminated, or NULL */
	const char *client_id;			/* of the first message */
	/* Agents and operators open it for somebody: a user, or an address. A customer's is their own. */
	const char *source;			/* NULL: "phone" */
	const char *user_id, *address, *name;
	const char *mailbox_id;			/* where answers are written from; NULL: the first one */
};

/* api_ticket JSON of the new ticket, the caller's; its version and id (37 bytes). NULL with error set. */
char *desk_ticket_open(struct desk *desk, const struct actor *actor, const struct ticket_new *ticket, int64_t *version_r, char *id_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page of tickets that the actor may see. 1 or -1. */
int desk_tickets(struct desk *desk, const struct actor *actor, enum ticket_sort sort, const struct ticket_filter *filter, int most,
    const char *cursor, struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* api_ticket with "messages" (the first hundred), "messages_next" (a cursor for desk_messages, or null) and "participants". */
char *desk_ticket(struct desk *desk, const struct actor *actor, const char *ref, int64_t *version_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* A page of a ticket's messages, oldest first or newest first. */
int desk_messages(struct desk *desk, const struct actor *actor, const char *ref, gboolean is_newest, int most, const char *cursor,
    struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What happened to a ticket, oldest first. Agents only. */
int desk_ticket_events(struct desk *desk, const struct actor *actor, const char *ref, int most, const char *cursor,
    struct page *page_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
