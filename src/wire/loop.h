/* loop.h - the one libev loop of a gateway. It never waits for a database: what takes time goes to the pool (pool.h),
 * and what the pool has to say comes back by loop_post. */
#pragma once
#include <ev.h>
#include <glib.h>

struct loop;

struct loop *loop_new(void);
void loop_free(struct loop **loop);

struct ev_loop *loop_ev(struct loop *loop);

/* Runs work(data) on the loop's thread, soon. Any thread. Order is kept. */
void loop_post(struct loop *loop, void (*work)(void *data), void *data);

/* Until loop_stop. base/daemon.h's signals arrive on the loop's thread: a first stop calls stopping, a second ends the loop. */
void loop_run(struct loop *loop, void (*stopping)(void *user), void (*reloading)(void *user), void *user);
void loop_stop(struct loop *loop);

/* The loop's clock in milliseconds; never goes backwards. */
gint64 loop_now_ms(void);
