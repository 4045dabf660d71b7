#include "desk/password.h"

#include <sodium.h>
#include <string.h>

#include "base/fault.h"

/* OWASP's choice of 19 MiB and two passes: several log in at once, each on a worker of ours. */
#define PASSES 2
#define MEMORY (19456 * 1024)

static void
start(void)
{
	if (sodium_init() < 0)
		g_error("libsodium cannot start: no source of random numbers");
}

static char *
make(const char *password)
{
	char hash[crypto_pwhash_STRBYTES];

	start();
	if (crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return NULL;
	return g_strdup(hash);
}

char *
password_hash(const char *password, GError **error)
{
	glong length = g_utf8_validate(password, -1, NULL) ? g_utf8_strlen(password, -1) : 0;
	char *hash;

	if (length < PASSWORD_LEAST || length > PASSWORD_MOST) {
		fault_set(error, FAULT_INVALID, "weak-password", "password", "The password must have %d to %d characters.", PASSWORD_LEAST, PASSWORD_MOST);
		return NULL;
	}
	hash = make(password);
	if (hash == NULL)
		fault_set(error, FAULT_INTERNAL, "no-memory", NULL, "There is not enough memory for a password.");
	return hash;
}

gboolean
password_holds(const char *hash, const char *password)
{
	g_autofree char *nobodys = hash == NULL ? make(password) : NULL;

	if (hash == NULL)
		return FALSE;	/* hashing took as long as verifying does */
	start();
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
