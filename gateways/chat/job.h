/* job.h - work that waits for the book, done by the pool; what comes of it is said on the loop. */
#pragma once
#include <glib.h>

struct place;
struct server;

/* run on a worker, then done on the loop, always, with run's error; data is done's to free. Where the worker has no desk ("database-unavailable"), or too
 * much waits already ("busy"), run is left out. */
void job_do(struct server *server, void (*run)(struct place *place, void *data, GError **error),
    void (*done)(struct server *server, void *data, const GError *error), void *data);

/* The last socket of a ticket's customer on this node is gone. */
void job_customer_went(struct server *server, const char *ticket);
