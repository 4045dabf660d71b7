#include "base/backoff.h"

int
backoff_ms(int tries, int first_ms, int most_ms)
{
	gint64 wait = first_ms;

	for (int i = 1; i < tries && wait < most_ms; i++)
		wait *= 2;
	wait = MIN(wait, most_ms);
	return (int)(wait / 2 + g_random_int_range(0, (gint32)(wait / 2) + 1));
}

int
backoff_next_ms(struct backoff *backoff)
{
	backoff->tries++;
	return backoff_ms(backoff->tries, backoff->first_ms, backoff->most_ms);
}

void
backoff_succeeded(struct backoff *backoff)
{
	backoff->tries = 0;
}
