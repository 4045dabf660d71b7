#include "email/imap_auth.h"

#include <string.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "desk/mailbox.h"
#include "email/oauth.h"

static gboolean
is_lost(int result)
{
	return result == MAILIMAP_ERROR_STREAM || result == MAILIMAP_ERROR_PARSE;
}

static int
fault_login(const mailimap *session, const struct mailbox *mailbox, int result, GError **error)
{
	const char *words = session->imap_response != NULL ? session->imap_response : "";

	if (is_lost(result))
		fault_set(error, FAULT_UNAVAILABLE, "connection-lost", NULL, "%s closed the connection during the login.", mailbox->imap_host);
	else
		fault_set(error, FAULT_UNAUTHENTICATED, "login-refused", "secret",
		    "%s refuses %s with secret `%s`: %.200s", mailbox->imap_host, mailbox->imap_user, mailbox->secret, words);
	return -1;
}

/* AUTHENTICATE PLAIN with an initial response (RFC 4616, 4959), where LOGIN is switched off. */
static int
login_plain(mailimap *session, const char *user, const char *password)
{
	gsize user_length = strlen(user), password_length = strlen(password), length = user_length + password_length + 2;
	g_autofree char *message = g_malloc0(length + 1);
	char *encoded, *command;
	int result;

	memcpy(message + 1, user, user_length);
	memcpy(message + 2 + user_length, password, password_length);
	encoded = g_base64_encode((const guchar *)message, length);
	command = g_strconcat("AUTHENTICATE PLAIN ", encoded, NULL);
	result = mailimap_custom_command(session, command);
	explicit_bzero(message, length);
	conf_wipe(encoded);
	conf_wipe(command);
	return result;
}

static int
with_password(mailimap *session, const struct conf *conf, const struct mailbox *mailbox, GError **error)
{
	char *password = conf_secret(conf, mailbox->secret, error);
	gboolean login_disabled = mailimap_has_extension(session, "LOGINDISABLED");
	int result;

	if (password == NULL)
		return -1;
	if (login_disabled && !(mailimap_has_extension(session, "SASL-IR") && mailimap_has_authentication(session, "PLAIN"))) {
		conf_wipe(password);
		fault_set(error, FAULT_UNAVAILABLE, "login-not-offered", "auth", "%s takes no password here; try auth xoauth2, or TLS.",
		    mailbox->imap_host);
		return -1;
	}
	result = login_disabled ? login_plain(session, mailbox->imap_user, password)
				: mailimap_login(session, mailbox->imap_user, password);
	conf_wipe(password);
	return result == MAILIMAP_NO_ERROR ? 1 : fault_login(session, mailbox, result, error);
}

static int
with_token(mailimap *session, const struct conf *conf, const struct mailbox *mailbox, gint64 *ends_at_r, GError **error)
{
	int result = MAILIMAP_ERROR_LOGIN;

	if (!mailimap_has_authentication(session, "XOAUTH2")) {
		fault_set(error, FAULT_UNAVAILABLE, "login-not-offered", "auth", "%s does not offer XOAUTH2; try auth password.",
		    mailbox->imap_host);
		return -1;
	}
	for (int i = 0; i < 2 && result != MAILIMAP_NO_ERROR && !is_lost(result); i++) {
		char *secret = conf_secret(conf, mailbox->secret, error);
		struct oauth_token token;
		int was_read;

		if (secret == NULL)
			return -1;
		was_read = oauth_read(secret, g_get_real_time() / G_USEC_PER_SEC, &token, error);
		conf_wipe(secret);
		if (was_read < 0)
			return -1;
		result = mailimap_oauth2_authenticate(session, mailbox->imap_user, token.text);
		*ends_at_r = token.expires_at;
		oauth_clear(&token);
	}
	return result == MAILIMAP_NO_ERROR ? 1 : fault_login(session, mailbox, result, error);
}

int
imap_auth(mailimap *session, const struct conf *conf, const struct mailbox *mailbox, gint64 *ends_at_r, GError **error)
{
	*ends_at_r = 0;
	if (strcmp(mailbox->auth, "xoauth2") == 0)
		return with_token(session, conf, mailbox, ends_at_r, error);
	return with_password(session, conf, mailbox, error);
}
