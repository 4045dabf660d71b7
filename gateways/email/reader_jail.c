#include "email/reader_jail.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/fault.h"

#define MEMORY_MOST ((rlim_t)1 << 30)

/* All answer EPERM: what a library tries in passing (a netlink socket for getaddrinfo) fails and is done without. */
static const int denied[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(mount), SCMP_SYS(umount2),
	SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(setuid), SCMP_SYS(setgid),
	SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups), SCMP_SYS(capset),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(reboot),
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	SCMP_SYS(request_key), SCMP_SYS(chmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(lchown), SCMP_SYS(fchownat),
	SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(link), SCMP_SYS(linkat),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir),
	SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(truncate), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(sethostname),
	SCMP_SYS(io_uring_setup), SCMP_SYS(personality), SCMP_SYS(quotactl), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(syslog),
};

static int
deny_all(scmp_filter_ctx filter)
{
	const int families_most = AF_INET6;	/* of UNIX 1, INET 2 … INET6 10, no one listens on what lies between */
	int result = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(denied) && result == 0; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
		    SCMP_A0(SCMP_CMP_GT, (scmp_datum_t)families_most));
	return result;
}

int
reader_jail_enter(GError **error)
{
	const struct rlimit memory = { MEMORY_MOST, MEMORY_MOST }, no_core = { 0, 0 };
	scmp_filter_ctx filter = NULL;
	int result;

#ifndef __SANITIZE_ADDRESS__	/* which reserves terabytes of addresses */
	if (setrlimit(RLIMIT_AS, &memory) < 0)
		goto fail;
#else
	(void)memory;
#endif
	if (setrlimit(RLIMIT_CORE, &no_core) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		goto fail;
	if ((filter = seccomp_init(SCMP_ACT_ALLOW)) == NULL)
		goto fail;
	result = deny_all(filter);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	if (result == 0)
		return 1;
	errno = -result;
fail:
	fault_set(error, FAULT_INTERNAL, "jail", NULL, "The reader cannot be locked in, and so must not read mail: %s.", g_strerror(errno));
	return -1;
}
