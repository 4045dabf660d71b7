#include "bus/bus.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/fault.h"
#include "base/log.h"
#include "bus/command.h"
#include "bus/dial.h"

#define PATIENCE_US 500000
#define RETRY_US G_USEC_PER_SEC

struct bus {
	char *host;		/* or the socket's path */
	int port;		/* 0: a socket */
	int number;
	redisContext *context;
	gint64 failed_us;	/* when it was last tried in vain; 0: it was not */
};

static gboolean
understand(struct bus *bus, const char *url)
{
	g_autoptr(GUri) uri = NULL;

	if (g_str_has_prefix(url, "unix:")) {
		bus->host = g_strdup(url + 5);
		return *bus->host == '/';
	}
	uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
	if (uri == NULL || strcmp(g_uri_get_scheme(uri), "redis") != 0 || g_uri_get_host(uri) == NULL)
		return FALSE;
	bus->host = g_strdup(g_uri_get_host(uri));
	bus->port = g_uri_get_port(uri) > 0 ? g_uri_get_port(uri) : 6379;
	bus->number = *g_uri_get_path(uri) == '/' ? atoi(g_uri_get_path(uri) + 1) : 0;
	return TRUE;
}

struct bus *
bus_open(const char *url, GError **error)
{
	struct bus *bus = g_new0(struct bus, 1);

	if (!understand(bus, url)) {
		fault_set(error, FAULT_INVALID, "bad-config", "redis", "`%s` is no address of a Redis: redis://host:port/0 or unix:/path.", url);
		bus_free(&bus);
	}
	return bus;
}

void
bus_free(struct bus **bus_p)
{
	struct bus *bus = *bus_p;

	if (bus == NULL)
		return;
	g_clear_pointer(&bus->context, redisFree);
	g_free(bus->host);
	g_free(bus);
	*bus_p = NULL;
}

static void
give_up(struct bus *bus, const char *why)
{
	if (bus->failed_us == 0)
		log_warning("away", LOG_STR("server", "redis"), LOG_STR("error", why));
	bus->failed_us = g_get_monotonic_time();
	g_clear_pointer(&bus->context, redisFree);
}

static redisReply *
command(struct bus *bus, const char *format, const char *first, const char *second)
{
	redisReply *reply = redisCommand(bus->context, format, first, second);

	if (reply == NULL || reply->type == REDIS_REPLY_ERROR) {
		give_up(bus, reply != NULL ? reply->str : bus->context->errstr);
		g_clear_pointer(&reply, freeReplyObject);
	}
	return reply;
}

redisContext *
bus_dial(const struct bus *bus)
{
	const struct timeval patience = { .tv_usec = PATIENCE_US };
	redisContext *context = bus->port != 0 ? redisConnectWithTimeout(bus->host, bus->port, patience)
					       : redisConnectUnixWithTimeout(bus->host, patience);

	if (context != NULL && context->err == 0)
		redisSetTimeout(context, patience);
	return context;
}

static gboolean
connect_if_needed(struct bus *bus)
{
	g_autofree char *number = g_strdup_printf("%d", bus->number);
	redisReply *reply;

	if (bus->context != NULL)
		return TRUE;
	if (bus->failed_us != 0 && g_get_monotonic_time() - bus->failed_us < RETRY_US)
		return FALSE;
	bus->context = bus_dial(bus);
	if (bus->context == NULL || bus->context->err != 0) {
		give_up(bus, bus->context != NULL ? bus->context->errstr : "no memory");
		return FALSE;
	}
	reply = command(bus, "SELECT %s", number, NULL);
	if (reply == NULL)
		return FALSE;
	freeReplyObject(reply);
	if (bus->failed_us != 0)
		log_info("back", LOG_STR("server", "redis"));
	bus->failed_us = 0;
	return TRUE;
}

int
bus_ring(struct bus *bus, const char *channel, const char *payload)
{
	redisReply *reply;

	if (!connect_if_needed(bus))
		return 0;
	reply = command(bus, "PUBLISH %s %s", channel, payload);
	if (reply == NULL)
		return 0;
	freeReplyObject(reply);
	return 1;
}

int
bus_ring_all(struct bus *bus, const char *channel, const char *const *payloads, int n)
{
	redisReply *reply;
	int rung = 0;

	if (!connect_if_needed(bus))
		return 0;
	for (int i = 0; i < n; i++)
		redisAppendCommand(bus->context, "PUBLISH %s %s", channel, payloads[i]);
	for (; rung < n; rung++) {
		if (redisGetReply(bus->context, (void **)&reply) != REDIS_OK) {
			give_up(bus, bus->context->errstr);
			return rung;
		}
		freeReplyObject(reply);
	}
	return rung;
}

gboolean
bus_do(struct bus *bus, const char *const *words, void (*pair)(const char *one, const char *other, void *user), void *user)
{
	redisReply *reply = connect_if_needed(bus) ? redisCommandArgv(bus->context, (int)g_strv_length((char **)words), (const char **)words, NULL) : NULL;
	gboolean done = reply != NULL && reply->type != REDIS_REPLY_ERROR;

	if (bus->context != NULL && !done)
		give_up(bus, reply != NULL ? reply->str : bus->context->errstr);
	for (size_t i = 0; done && pair != NULL && reply->type == REDIS_REPLY_ARRAY && i + 1 < reply->elements; i += 2)
		pair(reply->element[i]->str, reply->element[i + 1]->str, user);
	if (reply != NULL)
		freeReplyObject(reply);
	return done;
}

int
bus_ping(struct bus *bus, GError **error)
{
	redisReply *reply = connect_if_needed(bus) ? command(bus, "PING", NULL, NULL) : NULL;

	if (reply == NULL) {
		fault_set(error, FAULT_UNAVAILABLE, "redis-unavailable", "redis", "Redis at %s does not answer.", bus->host);
		return -1;
	}
	freeReplyObject(reply);
	return 1;
}
