/* jwks.h - keeps a keyring in step with what the platform publishes: fetched now and then by a thread of its own, kept in
 * a file, so that the platform may be down, even while we start. */
#pragma once
#include <glib.h>

struct jwks;
struct keyring;

/* Reads cache (may be "") at once, then fetches url. keyring must outlive it. */
struct jwks *jwks_start(struct keyring *keyring, const char *url, const char *cache);
void jwks_stop(struct jwks **jwks);

/* A token named a key that we do not know: look again soon, at most every half minute. Any thread. */
void jwks_look_again(struct jwks *jwks);
