/* dial.h - a connection of one's own to the Redis of a bus: for this room only. */
#pragma once
#include <hiredis/hiredis.h>

struct bus;

/* NULL, or a context with err set, if Redis is away. Its database is number 0 until a SELECT. */
redisContext *bus_dial(const struct bus *bus);
