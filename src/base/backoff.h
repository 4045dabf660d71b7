/* backoff.h - how long to wait before the next try: doubling, with jitter, up to a ceiling. */
#pragma once
#include <glib.h>

struct backoff {
	int first_ms;
	int most_ms;
	int tries;	/* failures so far; 0 after a success */
};

/* Counts a failure and returns the wait in milliseconds: first_ms doubled for each failure before, at
 * most most_ms, of which a random half is left out so that many clients do not come back at once. */
int backoff_next_ms(struct backoff *backoff);
void backoff_succeeded(struct backoff *backoff);

/* The same for a number of failures that is kept elsewhere, in a row of the outbox say. */
int backoff_ms(int tries, int first_ms, int most_ms);
