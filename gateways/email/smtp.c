#include "email/smtp.h"

#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "conf/conf.h"
#include "email/oauth.h"
#include "email/smtp_talk.h"
#include "email/stream.h"

#define CONNECT_SECONDS 20L
#define ANSWER_SECONDS 600L		/* RFC 5321, 4.5.3.2.6: ten minutes for the mail's answer */
#define SLOWEST_BYTES 100L		/* a second, for */
#define SLOWEST_SECONDS 180L
#define SECRET_SECONDS 300		/* then it is read again */

struct smtp {
	CURL *curl;
	char curl_words[CURL_ERROR_SIZE];
	struct smtp_talk talk;
	const struct smtp_mail *mail;	/* the one on its way */
	int64_t sent;			/* bytes of it */
	int before;			/* what before_data said; 1 until it was asked */

	const struct conf *conf;	/* which the secret is of */
	struct oauth_token secret;	/* a password, or a token and its end */
	gint64 secret_at_us;
};

struct smtp *
smtp_new(void)
{
	static gsize once;

	if (g_once_init_enter(&once)) {
		curl_global_init(CURL_GLOBAL_ALL);
		g_once_init_leave(&once, 1);
	}
	return g_new0(struct smtp, 1);
}

void
smtp_free(struct smtp **smtp_p)
{
	struct smtp *smtp = *smtp_p;

	if (smtp->curl != NULL)
		curl_easy_cleanup(smtp->curl);
	smtp_talk_clear(&smtp->talk);
	oauth_clear(&smtp->secret);
	g_free(smtp);
	*smtp_p = NULL;
}

void
smtp_result_clear(struct smtp_result *result)
{
	g_free(result->words);
	g_clear_pointer(&result->refused, g_ptr_array_unref);
	*result = (struct smtp_result){ 0 };
}

/* What was written to the connection: dots that were doubled count, so the end may be seen a few bytes early, never late. */
static void
count_sent(struct smtp *smtp, size_t length)
{
	smtp->sent += (int64_t)length;
	if (smtp->talk.stage == SMTP_CONTENT && smtp->sent >= smtp->mail->size)
		smtp_talk_content_ends(&smtp->talk);
}

static int
listen_in(CURL *curl, curl_infotype type, char *data, size_t length, void *user)
{
	struct smtp *smtp = user;

	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		smtp_talk_ours(&smtp->talk, data, length);
	else if (type == CURLINFO_HEADER_IN)
		smtp_talk_theirs(&smtp->talk, data, length);
	else if (type == CURLINFO_DATA_OUT)
		count_sent(smtp, length);
	return 0;
}

static size_t
give_content(char *buffer, size_t size, size_t n, void *user)
{
	struct smtp *smtp = user;
	ssize_t got;

	if (smtp->talk.stage < SMTP_CONTENT) {
		smtp->before = smtp->mail->before_data(smtp->mail->user);
		if (smtp->before <= 0)
			return CURL_READFUNC_ABORT;
		smtp_talk_content(&smtp->talk);
	}
	got = read(smtp->mail->fd, buffer, size * n);
	return got >= 0 ? (size_t)got : CURL_READFUNC_ABORT;
}

static size_t
drop(char *data, size_t size, size_t n, void *user)
{
	(void)data;
	(void)user;
	return size * n;
}

/* Reads the secret if it is not at hand, old, or about to end. */
static int
know_secret(struct smtp *smtp, const struct conf *conf, GError **error)
{
	gint64 now = g_get_monotonic_time();
	gboolean is_token = strcmp(conf->email.smtp_auth, "xoauth2") == 0;
	char *text;
	int known = 1;

	if (smtp->secret.text != NULL && smtp->conf == conf && now - smtp->secret_at_us < SECRET_SECONDS * G_USEC_PER_SEC &&
	    !oauth_ends_soon(&smtp->secret, g_get_real_time() / G_USEC_PER_SEC))
		return 1;
	oauth_clear(&smtp->secret);
	text = conf_secret(conf, conf->email.smtp_secret, error);
	if (text == NULL)
		return -1;
	if (is_token)
		known = oauth_read(text, g_get_real_time() / G_USEC_PER_SEC, &smtp->secret, error);
	else
		smtp->secret.text = g_strdup(text);
	conf_wipe(text);
	smtp->secret_at_us = now;
	return known;
}

static int
set_login(struct smtp *smtp, const struct conf *conf, GError **error)
{
	if (*conf->email.smtp_user == '\0')
		return 1;
	if (know_secret(smtp, conf, error) < 0)
		return -1;
	curl_easy_setopt(smtp->curl, CURLOPT_USERNAME, conf->email.smtp_user);
	if (strcmp(conf->email.smtp_auth, "xoauth2") == 0) {
		curl_easy_setopt(smtp->curl, CURLOPT_XOAUTH2_BEARER, smtp->secret.text);
		curl_easy_setopt(smtp->curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
	} else {
		curl_easy_setopt(smtp->curl, CURLOPT_PASSWORD, smtp->secret.text);
	}
	return 1;
}

/* "smtp://host:port/name": the path is what libcurl says in EHLO. */
static char *
address_of(const struct conf *conf, GError **error)
{
	g_autoptr(GUri) uri = g_uri_parse(conf->email.smtp_url, G_URI_FLAGS_NONE, NULL);
	const char *scheme = uri != NULL ? g_uri_get_scheme(uri) : "", *host = uri != NULL ? g_uri_get_host(uri) : NULL;
	gboolean is_tls = strcmp(conf->email.smtp_tls, "tls") == 0 || strcmp(scheme, "smtps") == 0;
	int port;

	if (host == NULL || (strcmp(scheme, "smtp") != 0 && strcmp(scheme, "smtps") != 0)) {
		fault_set(error, FAULT_INVALID, "bad-smtp-url", "email.smtp.url", "`%s` is no smtp://host:port or smtps://host:port.",
		    conf->email.smtp_url);
		return NULL;
	}
	if (!is_tls && strcmp(conf->email.smtp_tls, "none") == 0 && !stream_is_loopback(host)) {
		fault_set(error, FAULT_INVALID, "plaintext-refused", "email.smtp.tls",
		    "%s is not this machine, and without TLS anyone on the way could read the mail: use starttls or tls.", host);
		return NULL;
	}
	port = g_uri_get_port(uri) > 0 ? g_uri_get_port(uri) : is_tls ? 465 : 587;
	return g_strdup_printf(strchr(host, ':') != NULL ? "%s://[%s]:%d/%s" : "%s://%s:%d/%s", is_tls ? "smtps" : "smtp", host, port,
	    conf->email.hello);
}

static int
set_up(struct smtp *smtp, const struct conf *conf, GError **error)
{
	g_autofree char *url = address_of(conf, error);
	CURL *curl;

	if (url == NULL)
		return -1;
	if (smtp->curl == NULL)
		smtp->curl = curl_easy_init();
	curl = smtp->curl;
	curl_easy_reset(curl);	/* the options; the connection stays */
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, strcmp(conf->email.smtp_tls, "none") == 0 ? CURLUSESSL_NONE : CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (*conf->email.ca_file != '\0')	/* beside the system's folder of roots, libcurl's CAPATH in Debian */
		curl_easy_setopt(curl, CURLOPT_CAINFO, conf->email.ca_file);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, ANSWER_SECONDS);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_content);
	curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen_in);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp);
	curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->curl_words);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
	smtp->conf = conf;
	return set_login(smtp, conf, error);
}

/* A stable word for what went wrong with the connection. */
static const char *
word_of(CURLcode code)
{
	switch (code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return "certificate-untrusted";
	case CURLE_USE_SSL_FAILED:
		return "starttls-not-offered";
	case CURLE_SSL_CONNECT_ERROR:
		return "tls-failed";
	case CURLE_LOGIN_DENIED:
		return "login-refused";
	case CURLE_COULDNT_RESOLVE_HOST:
		return "host-unknown";
	case CURLE_COULDNT_CONNECT:
		return "connection-refused";
	case CURLE_OPERATION_TIMEDOUT:
		return "connection-timeout";
	default:
		return "connection-lost";
	}
}

static CURLcode
perform(struct smtp *smtp, const struct smtp_mail *mail)
{
	struct curl_slist *to = NULL;
	g_autofree char *from = g_strdup_printf("<%s>", mail->from);
	CURLcode code;

	for (const char *const *address = mail->to; *address != NULL; address++)
		to = curl_slist_append(to, *address);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->size);
	smtp_talk_begin(&smtp->talk);
	smtp->mail = mail;
	smtp->before = 1;
	smtp->sent = 0;
	*smtp->curl_words = '\0';
	lseek(mail->fd, 0, SEEK_SET);
	code = curl_easy_perform(smtp->curl);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
	return code;
}

/* A connection that the server had closed while we were silent: nothing was said on it, so it is tried on a new one. */
static gboolean
was_stale(const struct smtp *smtp, CURLcode code)
{
	long connects = 0;

	curl_easy_getinfo(smtp->curl, CURLINFO_NUM_CONNECTS, &connects);
	return code != CURLE_OK && connects == 0 && smtp->talk.stage <= SMTP_ENVELOPE &&
	    (!smtp->talk.is_answered || smtp->talk.code == 421);
}

static char *
words_of(const struct smtp *smtp, CURLcode code)
{
	const char *said = smtp->talk.words->str;

	if (code == CURLE_OK || (smtp->talk.is_answered && smtp->talk.code >= 400 && code != CURLE_LOGIN_DENIED))
		return g_strdup(said);
	return g_strdup_printf("%s: %s%s%s", word_of(code), *smtp->curl_words != '\0' ? smtp->curl_words : curl_easy_strerror(code),
	    *said != '\0' ? "; it said " : "", said);
}

static void
result_of(struct smtp *smtp, CURLcode code, struct smtp_result *result)
{
	if (smtp->before <= 0) {
		result->outcome = smtp->before == 0 ? SMTP_CANCELLED : SMTP_LATER;
		result->words = g_strdup(smtp->before == 0 ? "cancelled" : "database-unavailable: the mail was held back.");
		return;
	}
	result->outcome = smtp_talk_outcome(&smtp->talk, code == CURLE_OK);
	result->is_servers = code == CURLE_LOGIN_DENIED || (code != CURLE_OK && smtp_talk_is_servers(&smtp->talk));
	result->code = smtp->talk.is_answered ? smtp->talk.code : 0;
	result->words = words_of(smtp, code);
	result->refused = g_steal_pointer(&smtp->talk.refused);
	if (code == CURLE_LOGIN_DENIED)
		oauth_clear(&smtp->secret);	/* it may have been changed: read it again */
}

void
smtp_send(struct smtp *smtp, const struct conf *conf, const struct smtp_mail *mail, struct smtp_result *result_r)
{
	g_autoptr(GError) error = NULL;
	CURLcode code;

	*result_r = (struct smtp_result){ .outcome = SMTP_LATER };
	if (set_up(smtp, conf, &error) < 0) {
		result_r->is_servers = TRUE;
		result_r->words = g_strdup_printf("%s: %s", fault_name(error), error->message);
		return;
	}
	code = perform(smtp, mail);
	if (was_stale(smtp, code)) {
		curl_easy_setopt(smtp->curl, CURLOPT_FRESH_CONNECT, 1L);
		code = perform(smtp, mail);
	}
	result_of(smtp, code, result_r);
}

int
smtp_check(struct smtp *smtp, const struct conf *conf, GError **error)
{
	CURLcode code;

	if (set_up(smtp, conf, error) < 0)
		return -1;
	smtp_talk_begin(&smtp->talk);
	curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 0L);
	curl_easy_setopt(smtp->curl, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	code = curl_easy_perform(smtp->curl);
	if (code == CURLE_OK)
		return 1;
	fault_set(error, FAULT_UNAVAILABLE, word_of(code), NULL, "%s: %s", conf->email.smtp_url,
	    *smtp->curl_words != '\0' ? smtp->curl_words : curl_easy_strerror(code));
	return -1;
}
