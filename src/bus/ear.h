/* ear.h - hears a channel of Redis on a thread of its own, and connects again for as long as it takes. */
#pragma once
#include <glib.h>

struct ear;

struct ear_calls {	/* on the ear's thread */
	void (*heard)(char *payload, void *user);	/* a copy, the callee's (g_free) */
	void (*changed)(gboolean hears, void *user);	/* connected, or lost: what was rung meanwhile has to be looked up */
};

/* url as for bus_open. NULL with error set. */
struct ear *ear_open(const char *url, const char *channel, const struct ear_calls *calls, void *user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the thread: no call is made afterwards. */
void ear_close(struct ear **ear);
