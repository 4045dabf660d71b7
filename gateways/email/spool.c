#include "email/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fault.h"

static int
fault_spool(int problem, GError **error)
{
	fault_set(error, FAULT_UNAVAILABLE, "disk-full", NULL, "A temporary file in %s cannot be written: %s.", g_get_tmp_dir(),
	    g_strerror(problem));
	return -1;
}

int
spool_open(GError **error)
{
	g_autofree char *name = NULL;
	int fd = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	name = g_build_filename(g_get_tmp_dir(), "supportd-XXXXXX", NULL);	/* file systems without O_TMPFILE */
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return fault_spool(errno, error);
	unlink(name);
	return fd;
}

int
spool_write(int fd, const void *data, gsize length, GError **error)
{
	for (gsize done = 0; done < length;) {
		ssize_t n = write(fd, (const char *)data + done, length - done);

		if (n > 0)
			done += (gsize)n;
		else if (errno != EINTR)
			return fault_spool(errno, error);
	}
	return 1;
}

int
spool_bytes(GBytes *bytes, GError **error)
{
	gsize length;
	const void *data = g_bytes_get_data(bytes, &length);
	int fd = spool_open(error);

	if (fd >= 0 && spool_write(fd, data, length, error) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}
