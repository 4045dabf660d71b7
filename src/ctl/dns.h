/* dns.h - TXT records, for the doctor. */
#pragma once
#include <glib.h>

enum dns_answer { DNS_FOUND, DNS_NOTHING, DNS_NO_RESOLVER };

/* The first TXT record of name that starts with prefix (RFC 1035, 3.3.14; its strings joined), the caller's in *text_r. */
enum dns_answer dns_txt(const char *name, const char *prefix, char **text_r);
