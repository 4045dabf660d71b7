/* pool.h - threads that may wait: each owns one place (a struct desk, say) and does one piece of work at a time. */
#pragma once
#include <glib.h>

struct pool;

/* place is what open gave this thread, NULL if it could not: the work then says so to whoever waits for it. */
typedef void (*pool_work)(void *place, int worker, void *data);

struct pool_place {
	void *(*open)(void *user, GError **error);	/* on the thread; tried again, at most four times a second, while it fails */
	void (*close)(void *place);
	void *user;
};

/* n threads. At most most_waiting pieces of work wait in all. */
struct pool *pool_new(int n, int most_waiting, struct pool_place place);

/* Waits until all that was submitted is done. */
void pool_free(struct pool **pool);

/* FALSE if too many wait already: nothing was taken on. Any thread. */
gboolean pool_submit(struct pool *pool, pool_work work, void *data) G_GNUC_WARN_UNUSED_RESULT;

/* To that worker, which has something of ours: never refused, and in the order given. */
void pool_submit_to(struct pool *pool, int worker, pool_work work, void *data);

/* For /metrics and /readyz. */
int pool_waiting(struct pool *pool);
int pool_busy(struct pool *pool);
int pool_size(const struct pool *pool);
