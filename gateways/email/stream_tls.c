#include "email/stream_tls.h"

#include <errno.h>
#include <gio/gio.h>
#include <poll.h>

#include "base/fault.h"

/* The roots are read once a process for each ca_file: parsing them takes longer than a handshake. */
static GMutex roots_lock;
static GHashTable *roots;

static gnutls_certificate_credentials_t
roots_read(const char *ca_file, GError **error)
{
	gnutls_certificate_credentials_t made;
	int n;

	gnutls_certificate_allocate_credentials(&made);
	gnutls_certificate_set_x509_system_trust(made);
	if (*ca_file == '\0')
		return made;
	n = gnutls_certificate_set_x509_trust_file(made, ca_file, GNUTLS_X509_FMT_PEM);
	if (n > 0)
		return made;
	fault_set(error, FAULT_INVALID, "bad-ca-file", "email.ca_file", "%s holds no certificate that can be read: %s.", ca_file,
	    n < 0 ? gnutls_strerror(n) : "it is empty");
	gnutls_certificate_free_credentials(made);
	return NULL;
}

static gnutls_certificate_credentials_t
roots_of(const char *ca_file, GError **error)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&roots_lock);
	gnutls_certificate_credentials_t found;

	if (roots == NULL)
		roots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	found = g_hash_table_lookup(roots, ca_file);
	if (found == NULL && (found = roots_read(ca_file, error)) != NULL)
		g_hash_table_insert(roots, g_strdup(ca_file), found);
	return found;
}

void
stream_tls_fault(unsigned status, const char *host, GError **error)
{
	gnutls_datum_t text = { NULL, 0 };
	const char *name = "certificate-untrusted", *advice = "put the issuer's certificate into email.ca_file if it is yours";

	if (status & GNUTLS_CERT_UNEXPECTED_OWNER) {
		name = "certificate-wrong-host";
		advice = "use the name that the certificate was made for";
	} else if (status & (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED)) {
		name = "certificate-expired";
		advice = "the server needs a new one, or a clock is wrong";
	}
	gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0);
	fault_set(error, FAULT_UNAVAILABLE, name, NULL, "The certificate of %s is not good: %s %s.", host,
	    text.data != NULL ? (const char *)text.data : "", advice);
	gnutls_free(text.data);
}

static gboolean
is_name(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	return address == NULL;
}

/* Until the socket can do what the handshake waits for. */
static gboolean
wait_for(gnutls_session_t session, int fd, gint64 until_us)
{
	struct pollfd poll_fd = { .fd = fd, .events = gnutls_record_get_direction(session) == 1 ? POLLOUT : POLLIN };
	gint64 left_ms = (until_us - g_get_monotonic_time()) / 1000;

	return left_ms > 0 && (poll(&poll_fd, 1, (int)left_ms) > 0 || errno == EINTR);
}

static int
shake_hands(gnutls_session_t session, int fd, const char *host, int timeout_ms, GError **error)
{
	gint64 until_us = g_get_monotonic_time() + timeout_ms * (gint64)1000;
	unsigned status;
	int result;

	while ((result = gnutls_handshake(session)) < 0 && !gnutls_error_is_fatal(result))
		if (result == GNUTLS_E_AGAIN && !wait_for(session, fd, until_us)) {
			result = GNUTLS_E_TIMEDOUT;
			break;
		}
	if (result >= 0)
		return 1;
	status = gnutls_session_get_verify_cert_status(session);
	if (result == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR && status != 0)
		stream_tls_fault(status, host, error);
	else
		fault_set(error, FAULT_UNAVAILABLE, "tls-failed", NULL, "TLS with %s failed: %s.", host, gnutls_strerror(result));
	return -1;
}

gnutls_session_t
stream_tls_open(int fd, const char *host, const char *ca_file, int timeout_ms, GError **error)
{
	gnutls_certificate_credentials_t trusted = roots_of(ca_file != NULL ? ca_file : "", error);
	gnutls_session_t session;

	if (trusted == NULL)
		return NULL;
	gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
	gnutls_set_default_priority(session);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, trusted);
	if (is_name(host))
		gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, strlen(host));
	gnutls_session_set_verify_cert(session, host, 0);
	gnutls_transport_set_int(session, fd);
	if (shake_hands(session, fd, host, timeout_ms, error) < 0)
		stream_tls_free(&session);
	return session;
}

void
stream_tls_free(gnutls_session_t *session)
{
	if (*session != NULL)
		gnutls_deinit(*session);
	*session = NULL;
}
