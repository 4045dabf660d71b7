/* command.h - any command to Redis, for the files of this room. */
#pragma once
#include <glib.h>

struct bus;

/* words ended by NULL. pair, if not NULL, gets the answer's elements two by two. FALSE if Redis is away or refused. */
gboolean bus_do(struct bus *bus, const char *const *words, void (*pair)(const char *one, const char *other, void *user), void *user);
