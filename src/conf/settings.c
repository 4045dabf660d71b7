#include "conf/settings.h"

#include "conf/conf.h"

#define AT(member) offsetof(struct conf, member)
#define TEXT(p, member, fallback, help) { p, SETTING_TEXT, AT(member), fallback, 0, 0, help }
#define NUMBER(p, member, fallback, least, most, help) { p, SETTING_NUMBER, AT(member), fallback, least, most, help }

const struct setting settings[] = {
	TEXT("database", database, NULL, "PostgreSQL, as libpq takes it: \"host=/run/postgresql dbname=supportd\", several hosts too."),
	TEXT("redis", redis, "redis://127.0.0.1:6379/0", "Redis: redis://host:port/number, or unix:/path."),
	TEXT("run_dir", run_dir, "/run/supportd", "Where sockets and pid files go."),
	TEXT("public_url", public_url, NULL, "How customers reach supportd-web, without a slash at the end."),
	TEXT("chat_url", chat_url, "", "How browsers reach supportd-chat: \"wss://support.example.com/chat\"; empty: there is no chat."),
	TEXT("rules_dir", rules_dir, SYSCONFDIR "/rules", "The policies; files in its local.d win."),
	{ "secret_file", SETTING_FILE_BYTES, AT(secret), NULL, 32, 4096,
	    "At least 32 random bytes that sign reply addresses and visitors' tokens. The same on every host." },
	TEXT("log.level", log_level, "info", "error, warning, info or debug."),
	NUMBER("clock_offset_seconds", clock_offset_seconds, "0", -31622400, 31622400,
	    "Added to the clock where opening hours are looked up: to try out nights and holidays."),
	NUMBER("stop_seconds", stop_seconds, "20", 1, 600, "How long a program may finish its work before it is killed."),

	TEXT("web.listen", web.listen, "127.0.0.1:8080", "Address and port of the REST API."),
	TEXT("web.health", web.health, "", "Address and port of /healthz, /readyz and /metrics; empty: on web.listen."),
	NUMBER("web.workers", web.workers, "4", 1, 64, "Desk workers; each holds a database connection."),
	NUMBER("web.max_body_bytes", web.max_body_bytes, "1048576", 1024, 67108864, "Largest JSON request."),
	NUMBER("web.max_upload_bytes", web.max_upload_bytes, "26214400", 1024, 1073741824, "Largest attachment."),
	NUMBER("web.rate_per_minute", web.rate_per_minute, "600", 1, 1000000, "Requests a minute of one user, agent or address."),
	TEXT("web.jwt.issuer", web.jwt_issuer, "", "Issuer (iss) that the platform's tokens must name; empty: not checked."),
	TEXT("web.jwt.audience", web.jwt_audience, "supportd", "Audience (aud) that they must name."),
	TEXT("web.jwt.jwks_url", web.jwks_url, "", "Where the platform publishes its keys (RFC 7517); empty: only web.jwt.keys."),
	TEXT("web.jwt.jwks_cache", web.jwks_cache, "", "File that keeps the last good answer of jwks_url, so that the platform may be down."),
	TEXT("web.files_dir", web.files_dir, PKGDATADIR, "What browsers load: the folders console and widget. SIGHUP reads them again."),
	TEXT("web.trusted_proxy", web.trusted_proxy, "", "Address whose X-Forwarded-For is believed; empty: nobody's."),

	TEXT("chat.listen", chat.listen, "127.0.0.1:8081", "Address and port of the chat's WebSocket, /healthz, /readyz and /metrics."),
	NUMBER("chat.workers", chat.workers, "4", 1, 64, "Desk workers beside the writer; each holds a database connection."),
	NUMBER("chat.max_connections", chat.max_connections, "20000", 1, 1000000, "Connections at once; more are closed."),
	NUMBER("chat.max_waiting_bytes", chat.max_waiting_bytes, "1048576", 65536, 67108864,
	    "How much may wait for a client that does not read; then it is cut, and resumes."),
	NUMBER("chat.rate_per_minute", chat.rate_per_minute, "240", 1, 1000000,
	    "Frames a minute of one customer or visitor; twenty times as many of one address."),

	TEXT("email.health", email.health, "", "Address and port of supportd-email's /healthz, /readyz and /metrics; empty: none."),
	TEXT("email.ca_file", email.ca_file, "", "PEM roots that are trusted beside the system's."),
	TEXT("email.smtp.url", email.smtp_url, NULL, "Where mail goes out: smtp://host:587 or smtps://host:465."),
	TEXT("email.smtp.tls", email.smtp_tls, "starttls", "starttls (required, verified), tls, or none."),
	TEXT("email.smtp.user", email.smtp_user, "", "Who we are there; empty: no authentication."),
	TEXT("email.smtp.auth", email.smtp_auth, "password", "password or xoauth2."),
	TEXT("email.smtp.secret", email.smtp_secret, "", "Name of its secret under secrets."),
	TEXT("email.hello", email.hello, "localhost", "Name in EHLO, and domain of the Message-IDs that we make."),
	NUMBER("email.undo_seconds", email.undo_seconds, "10", 0, 3600, "A reply waits this long before it goes out, so that it can be undone."),
	NUMBER("email.ack_interval_seconds", email.ack_interval_seconds, "3600", 0, 604800,
	    "At most one acknowledgement to an address in this time."),
	NUMBER("email.max_mail_bytes", email.max_mail_bytes, "52428800", 65536, 1073741824, "Largest mail that is taken in."),
	NUMBER("email.max_send_bytes", email.max_send_bytes, "36700160", 65536, 1073741824, "Largest mail that is sent."),
	NUMBER("email.poll_seconds", email.poll_seconds, "30", 1, 3600, "How often a mailbox without IDLE is looked at."),
	NUMBER("email.read_seconds", email.read_seconds, "3", 1, 600, "A mail that takes longer to read counts as one that hangs."),
	NUMBER("email.batch", email.batch, "100", 1, 1000, "Mails a trip and a transaction."),

	TEXT("index.dir", index.dir, "/var/lib/supportd-index", "Where this host's search index is; it may be deleted at any time."),
	TEXT("index.health", index.health, "", "Address and port of supportd-index's /healthz, /readyz and /metrics; empty: none."),
	{ NULL, SETTING_TEXT, 0, NULL, 0, 0, NULL },
};
