/* inside.h - what the files of this gateway share. All of it belongs to the loop's thread, except where it says otherwise. */
#pragma once
#include <glib.h>
#include <stdint.h>

#include "base/uuid.h"
#include "model/actor.h"

struct bus;
struct conf;
struct desk;
struct socket;

struct place {			/* what a worker has; for its thread alone */
	struct desk *desk;
	struct bus *bus;	/* to ring */
};

struct server {
	const struct conf *conf;
	struct loop *loop;
	struct http_server *http;
	struct lws_protocols *protocol;
	struct pool *pool;
	struct auth *auth;		/* any thread */
	struct ear *ear;
	struct writer *writer;
	struct rate *by_person, *by_address;
	char node[UUID_LENGTH + 1];	/* this process, as the book and the bell know it */
	GQueue clients;			/* struct client *: all that are connected */
	GQueue strangers;		/* struct client *: those that have not said hello, the oldest first */
	GHashTable *rooms;		/* ticket id to struct room */
	guint64 next_number;
	gboolean hears, queue_changed, counts_queue;
	gint64 looked_ms;		/* when the book was last looked through for what no bell told */
	gboolean is_looking;
	gint64 drain_until_ms, close_at_ms;	/* 0: not stopping */
};

enum client_presence { CLIENT_OFFLINE, CLIENT_AWAY, CLIENT_ONLINE };

struct client {			/* one socket. Counted: work on other threads may hold one, and read its actor */
	int refs;
	struct server *server;
	struct socket *socket;	/* NULL: it is gone */
	GList link, stranger;
	guint64 number;
	gint64 opened_ms;
	gboolean is_stranger, is_known;	/* between them: hello is being looked at */
	struct actor actor;	/* fixed once is_known */
	enum client_presence presence;	/* of an agent */
	GPtrArray *seats;	/* struct seat *; NULL while there are none */
	double tokens;		/* how many frames it may still send at once */
	gint64 tokens_ms;
	int refused;		/* frames in a row that were too much */
};
