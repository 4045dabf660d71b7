#include "email/email.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

const struct conf *
email_conf(struct email *email)
{
	return g_atomic_pointer_get(&email->conf);
}

/* The old one is left behind on purpose: it is small, reloads are rare, and threads still read it. */
void
email_conf_replace(struct email *email, struct conf *conf)
{
	g_atomic_pointer_set(&email->conf, conf);
}

gboolean
email_is_stopping(struct email *email)
{
	return g_atomic_int_get(&email->is_stopping) != 0;
}

/* A full pipe is as good as a byte in it. */
void
email_poke_reader(struct email *email)
{
	ssize_t n;

	do
		n = write(email->poke_fd, "m", 1);
	while (n < 0 && errno == EINTR);
}

void
email_pause(int event_fd, int ms)
{
	struct pollfd poll_fd = { .fd = event_fd, .events = POLLIN };
	uint64_t taken;

	if (poll(&poll_fd, 1, ms) > 0 && read(event_fd, &taken, sizeof taken) < 0)
		return;
}
