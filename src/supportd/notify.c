#include "supportd/notify.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fault.h"

int
notify_open(const char *run_dir, char **path_r, GError **error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	g_autofree char *path = g_build_filename(run_dir, "notify.sock", NULL);
	int fd, yes = 1;

	if (g_mkdir_with_parents(run_dir, 0750) < 0 || strlen(path) >= sizeof address.sun_path) {
		fault_set(error, FAULT_INVALID, "bad-run-dir", "run_dir", "%s cannot be used: %s", run_dir,
		    strlen(path) >= sizeof address.sun_path ? "the path is too long for a socket" : g_strerror(errno));
		return -1;
	}
	strcpy(address.sun_path, path);
	(void)unlink(path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) < 0) {
		fault_set(error, FAULT_UNAVAILABLE, "cannot-listen", "run_dir", "%s: %s", path, g_strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	(void)chmod(path, 0660);
	*path_r = g_steal_pointer(&path);
	return fd;
}

int
notify_take(int fd, pid_t *pid_r)
{
	char text[1024];
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec part = { .iov_base = text, .iov_len = sizeof text - 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
	ssize_t n = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	struct cmsghdr *header = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;

	if (header == NULL || header->cmsg_type != SCM_CREDENTIALS)
		return 0;
	text[n] = '\0';
	*pid_r = ((const struct ucred *)(const void *)CMSG_DATA(header))->pid;
	return strncmp(text, "READY=1", 7) == 0 || strstr(text, "\nREADY=1") != NULL;
}
