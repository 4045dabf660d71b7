/* oauth.h - an access token, and when it ends, so far as it says so.
 *
 * A secret for XOAUTH2 is one line: the bare token, or JSON as token endpoints and their helpers write it
 * ({"access_token": "…", "expires_at": 1700000000}; or "expires_in" of a file that was just written). A bare token
 * that is a JWT (RFC 7519) tells its end by `exp`. Whether it is good is the mail server's to say.
 */
#pragma once
#include <glib.h>

struct oauth_token {
	char *text;
	gint64 expires_at;	/* seconds since 1970; 0: it does not say */
};

#define OAUTH_MARGIN_SECONDS 120	/* a token that ends within this is renewed first */

/* now is in seconds since 1970. 1, or -1 with error "bad-token". */
int oauth_read(const char *secret, gint64 now, struct oauth_token *token_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void oauth_clear(struct oauth_token *token);

/* True if it ends within the margin: read the secret again. A token that says nothing never does. */
gboolean oauth_ends_soon(const struct oauth_token *token, gint64 now);
