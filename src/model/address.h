/* address.h - what a mail address tells about who is behind it. */
#pragma once
#include <glib.h>

/* Lower case, as addresses are compared; NULL for NULL and for one that is no address or is longer than RFC 5321 allows. The caller's. */
char *address_key(const char *address);

/* The part behind the @, borrowed. */
const char *address_domain(const char *address);

/* Anybody may have an address there, so the domain says nothing about the company. domain is in lower case. */
gboolean address_domain_is_public(const char *domain);

/* Nobody reads what is sent there: no-reply@, mailer-daemon@ and their kind. */
gboolean address_is_unread(const char *address);
