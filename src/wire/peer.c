#include "wire/peer.h"

#include <gio/gio.h>
#include <string.h>

void
peer_address(const char *peer, const char *forwarded, const char *trusted, char *text_r, gsize size)
{
	const char *last = forwarded != NULL ? strrchr(forwarded, ',') : NULL;
	g_autofree char *address = NULL;

	g_strlcpy(text_r, peer, size);
	if (forwarded == NULL || *trusted == '\0' || strcmp(peer, trusted) != 0)
		return;
	address = g_strstrip(g_strdup(last != NULL ? last + 1 : forwarded));
	if (g_hostname_is_ip_address(address))
		g_strlcpy(text_r, address, size);
}
