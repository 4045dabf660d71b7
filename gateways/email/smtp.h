/* smtp.h - hands one mail after the other to the SMTP server of supportd.conf (libcurl), over one connection while it lasts.
 *
 * TLS is required and verified unless smtp.tls is "none", which is for this machine only. Not for two threads at once.
 */
#pragma once
#include <glib.h>
#include <stdint.h>

struct conf;
struct smtp;

struct smtp *smtp_new(void);
void smtp_free(struct smtp **smtp);

enum smtp_outcome {
	SMTP_SENT,		/* the server took it, for at least one recipient */
	SMTP_LATER,		/* not now; nothing was accepted */
	SMTP_FAILED,		/* never; nothing was accepted */
	SMTP_UNKNOWN,		/* all of it went out, and no answer came */
	SMTP_CANCELLED,		/* before_data said no */
};

struct smtp_refusal {
	char *address;
	int code;
	char *words;
};

struct smtp_result {
	enum smtp_outcome outcome;
	int code;		/* the server's last, 0 if none */
	char *words;		/* its words, or ours about the connection: "certificate-untrusted: …" */
	GPtrArray *refused;	/* struct smtp_refusal *: recipients that it did not take */
	gboolean is_servers;	/* no mail would go out now: the connection or the login failed */
};
void smtp_result_clear(struct smtp_result *result);

struct smtp_mail {
	const char *from;	/* of the envelope; "" for <> */
	const char *const *to;	/* NULL-terminated */
	int fd;			/* the mail with CRLF, read from offset 0 */
	int64_t size;
	/* Called once, when the server is ready for the data: 1 go on, 0 it was cancelled, -1 not now. */
	int (*before_data)(void *user);
	void *user;
};

void smtp_send(struct smtp *smtp, const struct conf *conf, const struct smtp_mail *mail, struct smtp_result *result_r);

/* Connects, verifies and logs in as for a mail, and says NOOP. 1; -1 with the error named as in smtp_result.words. */
int smtp_check(struct smtp *smtp, const struct conf *conf, GError **error) G_GNUC_WARN_UNUSED_RESULT;
