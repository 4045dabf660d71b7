/* conf.h - supportd.conf, read once: one file for the whole suite (libconfig's syntax).
 *
 * Every setting is in one table (settings.c) with its type, default and a line of help; supportd.conf(5) and
 * `supportctl check` come from it. An unknown setting is an error that names file, line and the nearest known one.
 */
#pragma once
#include <glib.h>

struct conf_jwt_key {
	char *kid;		/* matched against the token's header */
	char *alg;		/* HS256, RS256 or ES256: what this key may verify, and nothing else */
	GBytes *key;		/* the secret, or a PEM public key */
};

struct conf_secret {		/* where a named secret comes from */
	char *name;
	char *file;		/* its first line; or */
	char *command;		/* run by /bin/sh, first line of its output */
};

struct conf {
	char *path;		/* of the file itself */
	char *database;		/* libpq conninfo */
	char *redis;		/* redis://host:port/db or unix:/path */
	char *run_dir;		/* sockets and pid files */
	char *public_url;	/* how customers reach supportd-web, no slash at the end */
	char *chat_url;		/* how browsers reach supportd-chat; "" for not at all */
	char *rules_dir;
	GBytes *secret;		/* signs reply addresses and visitor tokens; at least 32 bytes */
	char *log_level;
	int clock_offset_seconds;	/* of desk_now */
	int stop_seconds;	/* how long a program may drain before it is killed */

	struct {
		char *listen;	/* host:port */
		char *health;	/* host:port of /healthz, /readyz, /metrics */
		int workers;	/* desk workers, each with a database connection */
		int max_body_bytes;	/* of a JSON request */
		int max_upload_bytes;
		int rate_per_minute;	/* requests of one actor or address */
		char *jwt_issuer, *jwt_audience;
		char *jwks_url;		/* fetched and kept; "" for none */
		char *jwks_cache;	/* file in which the last good answer stays */
		GPtrArray *jwt_keys;	/* struct conf_jwt_key * */
		char *files_dir;	/* has a folder console, and one widget */
		char *trusted_proxy;	/* address whose X-Forwarded-For counts; "" for none */
	} web;

	struct {
		char *listen;
		int workers;
		int max_connections;
		int max_waiting_bytes;	/* of one connection that does not read */
		int rate_per_minute;	/* frames of one customer or visitor */
	} chat;

	struct {
		char *health;
		char *ca_file;		/* more roots than the system's; "" for none */
		char *smtp_url;		/* smtp://host:port or smtps://host:port */
		char *smtp_tls;		/* "starttls" (required), "tls" or "none" */
		char *smtp_user;	/* "" for no authentication */
		char *smtp_auth;	/* "password" or "xoauth2" */
		char *smtp_secret;	/* a name under secrets */
		char *hello;		/* EHLO name and domain of our Message-IDs */
		int undo_seconds;	/* a reply waits this long before it is sent */
		int ack_interval_seconds;	/* at most one acknowledgement to an address in this time */
		int max_mail_bytes;
		int max_send_bytes;
		int poll_seconds;	/* where a server has no IDLE */
		int read_seconds;	/* a mail that takes longer to read hangs the reader */
		int batch;		/* mails a trip and a transaction */
	} email;

	struct {
		char *dir;		/* this node's search index */
		char *health;
	} index;

	GPtrArray *secrets;	/* struct conf_secret * */
};

/* The configuration, the caller's. NULL with error "file:line: what is wrong" (name "bad-config"). */
struct conf *conf_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void conf_free(struct conf **conf);

/* The secret of that name, freshly read, the caller's (wipe it with conf_wipe). NULL with error set. */
char *conf_secret(const struct conf *conf, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void conf_wipe(char *secret);

/* "host:port" to its parts ("[::1]:80" too). 1 or -1. host_r is the caller's. */
int conf_split_listen(const char *listen, char **host_r, int *port_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
