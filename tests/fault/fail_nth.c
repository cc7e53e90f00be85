/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "fail_nth.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls_left[FAIL_CALLS]; /* calls until the one that fails; 0: none */
static atomic_long calls_met[FAIL_CALLS];
static atomic_int how_to_fail, has_happened;

void fail_nth_set(enum fail_call call, long n, int how)
{
	atomic_store(&how_to_fail, how);
	atomic_store(&has_happened, 0);
	atomic_store(&calls_left[call], n);
}

int fail_nth_happened(void)
{
	return atomic_load(&has_happened);
}

__attribute__((constructor)) static void obey_environment(void)
{
	const char *order = getenv("FAIL_NTH");
	const char *n = order ? strchr(order, ':') : NULL, *how = n ? strchr(n + 1, ':') : NULL;
	if (!how)
		return;
	fail_nth_set(order[0] == 'p' ? FAIL_PWRITE : FAIL_SYNC, strtol(n + 1, NULL, 10),
		     strcmp(how, ":die") == 0 ? FAIL_DIES : strcmp(how, ":ENOSPC") == 0 ? ENOSPC : EIO);
}

/* The proof for whoever preloaded this: the order, on standard error. */
static void say(void)
{
	const char *order = getenv("FAIL_NTH");
	struct iovec line[] = {{"fail_nth: ", 10}, {(void *)(uintptr_t)order, order ? strlen(order) : 0}, {"\n", 1}};
	if (order && writev(STDERR_FILENO, line, 3) < 0)
		_exit(99);
}

/* true: this call is the one, and errno says how. */
static int fails(enum fail_call call)
{
	atomic_fetch_add(&calls_met[call], 1);
	if (atomic_load(&calls_left[call]) <= 0 || atomic_fetch_sub(&calls_left[call], 1) != 1)
		return 0;
	int how = atomic_load(&how_to_fail);
	atomic_store(&has_happened, 1);
	say();
	if (how == FAIL_DIES)
		_exit(137);
	errno = how;
	return 1;
}

__attribute__((destructor)) static void tell(void)
{
	if (getenv("FAIL_NTH"))
		dprintf(STDERR_FILENO, "fail_nth: met pwrite %ld sync %ld\n", atomic_load(&calls_met[FAIL_PWRITE]),
			atomic_load(&calls_met[FAIL_SYNC]));
}

static void *real(_Atomic(void *) *kept, const char *name)
{
	void *f = atomic_load(kept);
	if (!f) {
		f = dlsym(RTLD_NEXT, name);
		atomic_store(kept, f);
	}
	return f;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	static _Atomic(void *) kept;
	return fails(FAIL_PWRITE) ? -1 : ((ssize_t(*)(int, const void *, size_t, off64_t))real(&kept, "pwrite64"))(fd, p, n, at);
}

int fdatasync(int fd)
{
	static _Atomic(void *) kept;
	return fails(FAIL_SYNC) ? -1 : ((int (*)(int))real(&kept, "fdatasync"))(fd);
}

int fsync(int fd)
{
	static _Atomic(void *) kept;
	return fails(FAIL_SYNC) ? -1 : ((int (*)(int))real(&kept, "fsync"))(fd);
}
