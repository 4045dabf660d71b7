#include "base/sign.h"

#include <string.h>

#define DIGEST_LENGTH 32

char *
sign_make(GBytes *key, const char *purpose, const char *text)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	gsize key_length, n = DIGEST_LENGTH;
	const guchar *key_data = g_bytes_get_data(key, &key_length);
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, key_data, key_length);
	guint8 digest[DIGEST_LENGTH];
	char *token = g_malloc(SIGN_LENGTH + 1);

	g_hmac_update(hmac, (const guchar *)purpose, (gssize)strlen(purpose) + 1);
	g_hmac_update(hmac, (const guchar *)text, (gssize)strlen(text));
	g_hmac_get_digest(hmac, digest, &n);
	for (int i = 0; i < SIGN_LENGTH; i++) {
		int bit = i * 5;
		unsigned pair = (unsigned)digest[bit / 8] << 8 | digest[bit / 8 + 1];

		token[i] = alphabet[pair >> (11 - bit % 8) & 31];
	}
	token[SIGN_LENGTH] = '\0';
	return token;
}

gboolean
sign_holds(GBytes *key, const char *purpose, const char *text, const char *token)
{
	g_autofree char *right = NULL;
	unsigned different = 0;

	if (token == NULL || strlen(token) != SIGN_LENGTH)
		return FALSE;
	right = sign_make(key, purpose, text);
	for (int i = 0; i < SIGN_LENGTH; i++)
		different |= (unsigned)(right[i] ^ g_ascii_tolower(token[i]));
	return different == 0;
}
