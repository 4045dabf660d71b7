/* bus.h - the bell: tells everyone who is looking that something happened (Redis publish).
 *
 * The bell may be late or lost: whoever needs certainty reads the book. So a Redis that is away costs a log line and
 * never fails a use case. A bus is for one thread.
 */
#pragma once
#include <glib.h>

struct bus;

/* Rung once a commit by every desk, with the events of tickets that it wrote: [{"type": "message.added", "ticket": id, "message": id}, …];
 * message only where it is about one. Types are those of the events table. */
#define BUS_TICKETS "supportd:tickets"

/* Remembers where Redis is (redis://host:port/number or unix:/path); connects at the first use. NULL with error for
 * an address that cannot be understood. */
struct bus *bus_open(const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void bus_free(struct bus **bus);

/* Rings. 1 rung, 0 Redis is away (it is tried again after a second at the earliest). */
int bus_ring(struct bus *bus, const char *channel, const char *payload);

/* Rings n times in one round trip. How many rang. */
int bus_ring_all(struct bus *bus, const char *channel, const char *const *payloads, int n);

/* 1 if Redis answers, -1 with error "redis-unavailable". */
int bus_ping(struct bus *bus, GError **error) G_GNUC_WARN_UNUSED_RESULT;
