/* counts.h - what /metrics tells of requests: how many by endpoint and status, and how long they took. On the loop's thread. */
#pragma once
#include <glib.h>

struct counts;
struct endpoint;
struct router;

struct counts *counts_new(const struct router *router);
void counts_free(struct counts **counts);

/* endpoint NULL: nothing was found at that path. */
void counts_add(struct counts *counts, const struct endpoint *endpoint, int status, gint64 took_us);

/* Prometheus' text format 0.0.4. */
void counts_write(const struct counts *counts, GString *out);
