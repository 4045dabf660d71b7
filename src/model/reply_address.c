#include "model/reply_address.h"

#include <string.h>

#define PURPOSE "reply-address"
#define DIGITS_MOST 15

char *
reply_address_make(GBytes *key, const char *mailbox_address, int64_t number, const char *ticket_id)
{
	g_autofree char *sign = sign_make(key, PURPOSE, ticket_id);
	const char *at = strrchr(mailbox_address, '@');

	g_return_val_if_fail(at != NULL, g_strdup(mailbox_address));
	return g_strdup_printf("%.*s+t%" G_GINT64_FORMAT ".%s%s", (int)(at - mailbox_address), mailbox_address, number, sign, at);
}

gboolean
reply_address_parse(const char *address, int64_t *number_r, char sign_r[SIGN_LENGTH + 1])
{
	const char *at = strrchr(address, '@'), *plus, *sign;
	gsize digits;

	if (at == NULL)
		return FALSE;
	plus = g_strrstr_len(address, at - address, "+");
	if (plus == NULL || g_ascii_tolower(plus[1]) != 't')
		return FALSE;
	digits = strspn(plus + 2, "0123456789");
	sign = plus + 2 + digits + 1;
	if (digits == 0 || digits > DIGITS_MOST || sign[-1] != '.' || at - sign != SIGN_LENGTH)
		return FALSE;
	*number_r = g_ascii_strtoll(plus + 2, NULL, 10);
	memcpy(sign_r, sign, SIGN_LENGTH);
	sign_r[SIGN_LENGTH] = '\0';
	return TRUE;
}

gboolean
reply_address_holds(GBytes *key, const char *ticket_id, const char *sign)
{
	return sign_holds(key, PURPOSE, ticket_id, sign);
}
