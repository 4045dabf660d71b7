/* rate.h - how often somebody may: a bucket each, that fills up evenly. Each process counts for itself. Any thread. */
#pragma once
#include <glib.h>

struct rate;

struct rate_state {		/* for the RateLimit-* headers */
	int limit, remaining;
	int reset_s;		/* until the bucket is full again */
};

/* So many in so many seconds, all at once if they like. */
struct rate *rate_new(int many, int seconds);
void rate_free(struct rate **rate);

/* 1; -1 with name (FAULT_RATE) if the bucket of key is empty. state_r may be NULL. */
int rate_take(struct rate *rate, const char *key, const char *name, struct rate_state *state_r, GError **error) G_GNUC_WARN_UNUSED_RESULT;
