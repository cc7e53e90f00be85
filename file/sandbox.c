/* SPDX-License-Identifier: Apache-2.0 */
#include "file/sandbox_in.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif

#define NOBODY 65534
#define DESCRIPTORS 64 /* a program that loads fonts and maps opens one at a time */

/* Sanitizers reserve terabytes of addresses, which would count as memory. */
#if defined(__has_feature)
#define FEATURE(x) __has_feature(x)
#else
#define FEATURE(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || FEATURE(address_sanitizer) || FEATURE(thread_sanitizer)
#define SANITIZED true
#else
#define SANITIZED false
#endif

static void close_rest(void)
{
	struct rlimit most = {.rlim_cur = 1024};
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0)
		return;
#endif
	getrlimit(RLIMIT_NOFILE, &most);
	for (rlim_t fd = 3; fd < most.rlim_cur && fd < 65536; fd++)
		close((int)fd);
}

static bool limit(int what, rlim_t n)
{
	struct rlimit r = {n, n};
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool leave_root(void)
{
	/* a container may not let root go; then the other walls have to do */
	if (geteuid() == 0 && setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
	    setresuid(NOBODY, NOBODY, NOBODY) != 0)
		return false;
	/* the parent's end is this one's end; a change of user forgets it, so it comes last */
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}

bool sandbox_limit(const struct sandbox_limits *l)
{
	close_rest();
	struct rlimit cpu = {l->cpu_seconds, l->cpu_seconds + 1};
	bool fine = chdir("/") == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 && limit(RLIMIT_CORE, 0) &&
		    limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, DESCRIPTORS);
	if (!SANITIZED)
		fine = fine && limit(RLIMIT_AS, l->memory);
	return fine && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* ---- our own reader ---- */
static const int harmless[] = {
	SCMP_SYS(read),       SCMP_SYS(readv),          SCMP_SYS(munmap),       SCMP_SYS(mremap),
	SCMP_SYS(brk),        SCMP_SYS(madvise),        SCMP_SYS(futex),        SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),   SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(time),       SCMP_SYS(getrandom),      SCMP_SYS(lseek),        SCMP_SYS(close),
	SCMP_SYS(getpid),     SCMP_SYS(gettid),         SCMP_SYS(rt_sigprocmask), SCMP_SYS(sched_yield),
	SCMP_SYS(getuid),     SCMP_SYS(geteuid),
};

static bool add_reader_rules(scmp_filter_ctx f)
{
	bool fine = true;
	for (size_t i = 0; i < COUNT_OF(harmless); i++)
		fine &= seccomp_rule_add(f, SCMP_ACT_ALLOW, harmless[i], 0) == 0;
	if (SANITIZED) /* the sanitizer gives its signal stack back at the end */
		fine &= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(sigaltstack), 0) == 0;
	const struct scmp_arg_cmp out = SCMP_A0(SCMP_CMP_LE, STDERR_FILENO);
	const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp self = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	fine &= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &out) == 0;
	fine &= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(writev), 1, &out) == 0;
	fine &= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code) == 0;
	fine &= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code) == 0;
	/* abort() signals its own thread: a broken promise should look like one */
	fine &= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self) == 0;
	return fine;
}

bool sandbox_reader(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool fine = f && leave_root() && limit(RLIMIT_NOFILE, 0) && add_reader_rules(f) && seccomp_load(f) == 0;
	seccomp_release(f);
	return fine;
}

/* ---- programs of other people ---- */
static const int network[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
	SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg), SCMP_SYS(clone), SCMP_SYS(clone3),
};
static const int answering[] = {SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4)};
static const int forbidden[] = {
	/* other processes */
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(setsid), SCMP_SYS(setpgid),
	/* files: nothing made, changed, renamed */
	SCMP_SYS(creat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
	SCMP_SYS(rmdir), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat),
	SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(truncate), SCMP_SYS(ftruncate),
	SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(utimensat), SCMP_SYS(openat2),
	/* the kernel's rarer doors */
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(chroot), SCMP_SYS(pivot_root), SCMP_SYS(setns), SCMP_SYS(unshare),
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(memfd_create),
};
static const int writing[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};

static bool forbid(scmp_filter_ctx f, const int *v, size_t n)
{
	bool fine = true;
	for (size_t i = 0; fine && i < n; i++)
		fine = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), v[i], 0) == 0;
	return fine;
}

/* It may call out and start threads of its own, nothing more: what clone3 is asked for cannot be seen
 * by a filter, so the C library is sent to clone, whose flags can. */
static bool let_reach(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp no_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
	return forbid(f, answering, COUNT_OF(answering)) &&
	       seccomp_rule_add_array(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool filter_program(bool reach)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	bool fine = f && forbid(f, forbidden, COUNT_OF(forbidden));
	fine = fine && (reach ? let_reach(f) : forbid(f, network, COUNT_OF(network)));
	for (size_t i = 0; fine && i < COUNT_OF(writing); i++) {
		scmp_datum_t bit = (scmp_datum_t)writing[i];
		const struct scmp_arg_cmp at2 = SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit), at1 = SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit);
		fine = seccomp_rule_add_array(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1, &at2) == 0 &&
		       seccomp_rule_add_array(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 1, &at1) == 0;
	}
	fine = fine && seccomp_load(f) == 0;
	seccomp_release(f);
	return fine;
}

#if defined(LANDLOCK_ACCESS_FS_EXECUTE) && defined(SYS_landlock_create_ruleset)
static void allow_reading(int rules, const char *path)
{
	struct landlock_path_beneath_attr at = {
		.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
		.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	if (at.parent_fd < 0)
		return;
	if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0) != 0) {
		/* a file, not a folder: it has no entries to list */
		at.allowed_access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
		(void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0);
	}
	close(at.parent_fd);
}

static void only_programs(const char *path, bool reach)
{
	/* how names of hosts are found, and whom to trust */
	static const char *const hosts[] = {"/etc/hosts",  "/etc/resolv.conf", "/run/systemd/resolve", "/etc/nsswitch.conf", "/etc/gai.conf",
					    "/etc/host.conf", "/etc/ssl", "/etc/ca-certificates", "/etc/services", "/etc/protocols", "/dev/urandom"};
	static const char *const readable[] = {"/usr",      "/lib",       "/lib64", "/bin", "/etc/ld.so.cache", "/etc/catdocrc",
					       "/etc/fonts", "/dev/null"};
	/* the first edition of Landlock: thirteen rights, known to every kernel that has it */
	const struct landlock_ruleset_attr all = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all.handled_access_fs, 0);
	if (rules < 0)
		return;
	for (size_t i = 0; i < COUNT_OF(readable); i++)
		allow_reading(rules, readable[i]);
	for (size_t i = 0; reach && i < COUNT_OF(hosts); i++)
		allow_reading(rules, hosts[i]);
	allow_reading(rules, path);
	(void)syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}
#else
static void only_programs(const char *path, bool reach)
{
	unused_arg(path);
	unused_arg(reach);
}
#endif

bool sandbox_program(const char *path)
{
	(void)unshare(CLONE_NEWNET); /* root only; the filter forbids sockets in any case */
	if (!leave_root())
		return false;
	only_programs(path, false);
	return filter_program(false);
}

bool sandbox_reaching(const char *path, bool reads)
{
	if (!leave_root())
		return false;
	/* where files are to be read all of them are readable that are to nobody; written is none */
	only_programs(reads ? "/" : path, true);
	return filter_program(true);
}
