#include "wire/loop.h"

#include "base/daemon.h"

struct posted {
	void (*work)(void *data);
	void *data;
};

struct loop {
	struct ev_loop *ev;
	ev_async wake;
	ev_io signals;
	gboolean is_stopping;
	GAsyncQueue *posted;
	void (*stopping)(void *user);
	void (*reloading)(void *user);
	void *user;
};

static void
run_posted(struct ev_loop *ev, ev_async *wake, int events)
{
	struct loop *loop = wake->data;
	struct posted *posted;

	(void)ev;
	(void)events;
	while ((posted = g_async_queue_try_pop(loop->posted)) != NULL) {
		posted->work(posted->data);
		g_free(posted);
	}
}

static void
on_signal(struct ev_loop *ev, ev_io *watcher, int events)
{
	struct loop *loop = watcher->data;
	enum daemon_event event = daemon_wait(0);

	(void)events;
	if (event == DAEMON_STOP && loop->is_stopping) {
		ev_break(ev, EVBREAK_ALL);
	} else if (event == DAEMON_STOP) {
		loop->is_stopping = TRUE;
		loop->stopping(loop->user);
	} else if (event == DAEMON_RELOAD && loop->reloading != NULL) {
		loop->reloading(loop->user);
	}
}

struct loop *
loop_new(void)
{
	struct loop *loop = g_new0(struct loop, 1);

	loop->ev = ev_loop_new(EVFLAG_AUTO);
	loop->posted = g_async_queue_new();
	ev_async_init(&loop->wake, run_posted);
	loop->wake.data = loop;
	ev_async_start(loop->ev, &loop->wake);
	return loop;
}

void
loop_free(struct loop **loop_p)
{
	struct loop *loop = *loop_p;

	if (loop == NULL)
		return;
	run_posted(loop->ev, &loop->wake, 0);
	ev_async_stop(loop->ev, &loop->wake);
	g_async_queue_unref(loop->posted);
	ev_loop_destroy(loop->ev);
	g_free(loop);
	*loop_p = NULL;
}

struct ev_loop *
loop_ev(struct loop *loop)
{
	return loop->ev;
}

void
loop_post(struct loop *loop, void (*work)(void *data), void *data)
{
	struct posted *posted = g_new(struct posted, 1);

	posted->work = work;
	posted->data = data;
	g_async_queue_push(loop->posted, posted);
	ev_async_send(loop->ev, &loop->wake);
}

void
loop_run(struct loop *loop, void (*stopping)(void *user), void (*reloading)(void *user), void *user)
{
	loop->stopping = stopping;
	loop->reloading = reloading;
	loop->user = user;
	ev_io_init(&loop->signals, on_signal, daemon_signal_fd(), EV_READ);
	loop->signals.data = loop;
	ev_io_start(loop->ev, &loop->signals);
	ev_run(loop->ev, 0);
	ev_io_stop(loop->ev, &loop->signals);
}

void
loop_stop(struct loop *loop)
{
	ev_break(loop->ev, EVBREAK_ALL);
}

gint64
loop_now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}
