/* stream.h - a connection to a mail server as libetpan reads and writes it, with TLS that really verifies.
 *
 * libetpan's own TLS checks no certificate, so it is not used: these streams are a driver of ours on GnuTLS. The chain
 * (the system's roots and those of ca_file) and the host name are checked inside the handshake, before a byte of ours
 * goes out. Errors: "certificate-untrusted", "certificate-wrong-host", "certificate-expired", "tls-failed",
 * "host-unknown", "connection-refused", "connection-timeout", "plaintext-refused".
 */
#pragma once
#include <glib.h>
#include <libetpan/mailstream.h>

enum stream_security { STREAM_PLAIN, STREAM_STARTTLS, STREAM_TLS };

struct stream_address {
	const char *host;
	int port;
	enum stream_security security;
	const char *ca_file;	/* roots beside the system's; "" or NULL for none */
};

/* "tls", "starttls" or "none", as a mailbox's row has it; other words are TLS. */
enum stream_security stream_security_of(const char *word);

/* Connects, and for STREAM_TLS shakes hands. STREAM_PLAIN is for this machine only: to any other
 * host it is "plaintext-refused". The caller's, ended by mailstream_close. NULL with error set. */
mailstream *stream_open(const struct stream_address *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Turns a plain stream into a verified one, after the server's yes to STARTTLS. What it sent in the clear behind that yes
 * is somebody else's ("starttls-injection"). 1 or -1. */
int stream_start_tls(mailstream *stream, const struct stream_address *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits until the stream has bytes (1), wake_fd is readable (2) or the time is over (0). */
int stream_wait(mailstream *stream, int wake_fd, int timeout_ms);

/* Why the last read or write failed, as a word: "connection-timeout", "connection-lost". */
const char *stream_trouble(const mailstream *stream);

/* Bytes both ways since it was opened, as they were on the wire without TLS's own. */
guint64 stream_traffic(const mailstream *stream);

/* True if host is this machine, as a name or an address. */
gboolean stream_is_loopback(const char *host);
