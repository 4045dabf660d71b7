/* stream_tls.h - a TLS session whose peer is who we meant: chain, host name and dates are checked in the handshake. */
#pragma once
#include <glib.h>
#include <gnutls/gnutls.h>

/* Shakes hands on a connected socket that does not block. NULL with error set: see stream.h for the names. */
gnutls_session_t stream_tls_open(int fd, const char *host, const char *ca_file, int timeout_ms, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void stream_tls_free(gnutls_session_t *session);

/* The error for a certificate with these GnuTLS status flags. */
void stream_tls_fault(unsigned status, const char *host, GError **error);
