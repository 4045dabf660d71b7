/* peer.h - whose address counts: the connection's, or, where it comes from the one proxy that is trusted, the last one that it wrote
 * down (X-Forwarded-For; what stands left of that anybody could have written). */
#pragma once
#include <glib.h>

/* Into text_r, as INET6_ADDRSTRLEN allows. forwarded may be NULL, trusted "". */
void peer_address(const char *peer, const char *forwarded, const char *trusted, char *text_r, gsize size);
