/* imap_auth.h - who we are to an IMAP server: LOGIN or PLAIN with a password, XOAUTH2 with a token. */
#pragma once
#include <glib.h>
#include <libetpan/libetpan.h>

struct conf;
struct mailbox;

/* Logs in. The secret is read anew each time, and once more if the server refuses a token. ends_at_r: when the token
 * ends, 0 never. 1, or -1 with error "login-refused", "login-not-offered" or the secret's. */
int imap_auth(mailimap *session, const struct conf *conf, const struct mailbox *mailbox, gint64 *ends_at_r, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
