/* jwk.h - public keys as RFC 7517 writes them, to the PEM that libjwt reads. Members are base64url; NULL or nonsense gives NULL. */
#pragma once
#include <glib.h>

GBytes *jwk_rsa_pem(const char *n, const char *e);
GBytes *jwk_p256_pem(const char *x, const char *y);

/* base64url (RFC 4648, 5) without padding; NULL if it is none. */
GBytes *jwk_base64url(const char *text, gsize length);
