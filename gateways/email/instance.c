#include "email/instance.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/uuid.h"

#define INSTANCES_MOST 64

static char *
read_or_make_name(int fd)
{
	char name[UUID_LENGTH + 1] = "";
	struct uuid made;

	if (pread(fd, name, UUID_LENGTH, 0) == UUID_LENGTH && uuid_is_valid(name))
		return g_strdup(name);
	made = uuid_new();
	if (pwrite(fd, made.text, UUID_LENGTH, 0) != UUID_LENGTH)
		return NULL;
	return g_strdup(made.text);
}

char *
instance_take(const char *run_dir, GError **error)
{
	int problem = EBUSY;

	for (int i = 0; i < INSTANCES_MOST; i++) {
		g_autofree char *path = g_strdup_printf("%s/email-%d.owner", run_dir, i);
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		char *name;

		if (fd < 0) {
			problem = errno;
			break;
		}
		if (flock(fd, LOCK_EX | LOCK_NB) == 0 && (name = read_or_make_name(fd)) != NULL)
			return name;	/* the descriptor stays open, and with it the lock */
		close(fd);
	}
	fault_set(error, FAULT_INVALID, "run-dir", "run_dir", "No instance file can be had in %s: %s.", run_dir, g_strerror(problem));
	return NULL;
}
