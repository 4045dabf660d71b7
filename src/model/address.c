#include "model/address.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS_BYTES_MOST 320	/* RFC 5321, 4.5.3.1: 64 + 1 + 255 */

/* In order, for bsearch. */
static const char *const public_domains[] = {
	"126.com", "139.com", "163.com", "aim.com", "aol.com", "arcor.de", "att.net", "bellsouth.net", "bigpond.com", "bluewin.ch",
	"btinternet.com", "comcast.net", "cox.net", "duck.com", "earthlink.net", "email.com", "fastmail.com", "fastmail.fm", "free.fr",
	"freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk",
	"hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "inbox.com", "laposte.net",
	"libero.it", "live.ca", "live.co.uk", "live.com", "live.com.mx", "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
	"naver.com", "ntlworld.com", "optonline.net", "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr",
	"pm.me", "posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com", "sbcglobal.net",
	"seznam.cz", "sfr.fr", "shaw.ca", "sina.com", "sky.com", "t-online.de", "talktalk.net", "telefonica.net", "terra.com.br",
	"tutanota.com", "uol.com.br", "verizon.net", "wanadoo.fr", "web.de", "wp.pl", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp",
	"yahoo.co.uk", "yahoo.com", "yahoo.com.ar", "yahoo.com.br", "yahoo.com.mx", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com",
	"yandex.ru", "ymail.com", "zoho.com",
};

static const char *const unread[] = {
	"bounce", "bounces", "do-not-reply", "do_not_reply", "donotreply", "mailer-daemon", "no-reply", "no.reply", "no_reply", "noreply",
	"nobody", "postmaster",
};

char *
address_key(const char *address)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;

	if (at == NULL || at == address || at[1] == '\0' || strlen(address) > ADDRESS_BYTES_MOST || strpbrk(address, " \t\r\n<>") != NULL)
		return NULL;
	return g_utf8_strdown(address, -1);
}

const char *
address_domain(const char *address)
{
	const char *at = strrchr(address, '@');

	return at != NULL ? at + 1 : "";
}

static int
compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

gboolean
address_domain_is_public(const char *domain)
{
	return bsearch(domain, public_domains, G_N_ELEMENTS(public_domains), sizeof public_domains[0], compare) != NULL;
}

gboolean
address_is_unread(const char *address)
{
	gsize local = (gsize)(strlen(address) - strlen(address_domain(address)) - 1);

	for (gsize i = 0; i < G_N_ELEMENTS(unread); i++) {
		gsize length = strlen(unread[i]);

		if (local >= length && g_ascii_strncasecmp(address, unread[i], length) == 0 && !g_ascii_isalnum(address[length]))
			return TRUE;
	}
	return FALSE;
}
