/* mailbox.h - the mailboxes that we watch: who watches which, and how far they have got. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"

struct desk;

struct mailbox {
	char id[UUID_LENGTH + 1];
	char *name, *address, *display_name, *language;
	char **aliases;			/* NULL-terminated: other addresses that arrive here */
	char *imap_host, *imap_security, *imap_user, *auth, *secret;
	int imap_port;
	char *folder, *after_intake, *move_to;	/* move_to may be NULL */
	char *trusted_authserv;		/* NULL: none */
	gboolean sends_ack, is_enabled;
	gboolean starts_now;		/* the first contact passes over what lies in the folder already */
	uint32_t uid_validity, last_uid;	/* the cursor */
};
void mailbox_free(struct mailbox *mailbox);

/* All enabled mailboxes, or all; GPtrArray of struct mailbox *, the caller's. */
GPtrArray *desk_mailboxes(struct desk *desk, gboolean enabled_only, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes or renews the lease on a mailbox for owner, for so many seconds. The mailbox as it stands now in *mailbox_r (the
 * caller's). 1 it is ours; 0 another owner watches it, or it is disabled; -1 error. */
int desk_mailbox_lease(struct desk *desk, const char *id, const char *owner, int seconds, struct mailbox **mailbox_r,
    GError **error) G_GNUC_WARN_UNUSED_RESULT;
int desk_mailbox_release(struct desk *desk, const char *id, const char *owner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Notes how it goes ("watching", "polling", "failing") for people to see. detail may be NULL. */
int desk_mailbox_state(struct desk *desk, const char *id, const char *state, const char *detail, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Whether somebody watches every enabled mailbox, here or on another host. 1; -1 with error "mailboxes-not-watched", which names those that
 * nobody watches and why. */
int desk_mailboxes_watched(struct desk *desk, GError **error) G_GNUC_WARN_UNUSED_RESULT;
