#include "base/uuid.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

static GMutex lock;
static uint64_t last_ms;
static uint16_t counter;	/* RFC 9562, 6.2, method 1: a counter in rand_a */

static void
next_stamp(uint64_t *ms_r, uint16_t *counter_r)
{
	uint64_t now = (uint64_t)(g_get_real_time() / 1000);

	g_mutex_lock(&lock);
	if (now > last_ms) {
		last_ms = now;
		counter = 0;
	} else if (++counter > 0xfff) {
		last_ms++;
		counter = 0;
	}
	*ms_r = last_ms;
	*counter_r = counter;
	g_mutex_unlock(&lock);
}

struct uuid
uuid_new(void)
{
	struct uuid id;
	uint64_t ms, tail;
	uint16_t sequence;

	next_stamp(&ms, &sequence);
	if (getentropy(&tail, sizeof tail) != 0)
		g_error("the kernel has no random bytes");
	snprintf(id.text, sizeof id.text, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(ms >> 16), (unsigned)(ms & 0xffff),
	    (unsigned)sequence, (unsigned)(0x8000 | ((tail >> 48) & 0x3fff)),
	    (unsigned long long)(tail & 0xffffffffffffULL));
	return id;
}

gboolean
uuid_is_valid(const char *text)
{
	return text != NULL && g_uuid_string_is_valid(text);
}
