/* password.h - agents' passwords: argon2id (RFC 9106), as libsodium writes it. */
#pragma once
#include <glib.h>

#define PASSWORD_LEAST 12	/* characters */
#define PASSWORD_MOST 200

/* The hash, the caller's. NULL with "weak-password" if it is too short or too long. Takes tens of milliseconds, on purpose. */
char *password_hash(const char *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* hash NULL takes as long as a real one, so that the time does not tell whether there is such an account. */
gboolean password_holds(const char *hash, const char *password);
