/* SPDX-License-Identifier: Apache-2.0 */
#include "file/child_in.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

void fd_drop(int *fd)
{
	int before = errno;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = before;
}

/* Out of the way of 0, 1 and 2. */
static int lifted(int fd)
{
	if (fd < 0 || fd > 2)
		return fd;
	int higher = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	fd_drop(&fd);
	return higher;
}

static bool fill(int fd, str s)
{
	for (size_t at = 0; at < s.n;) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		at += (size_t)n;
	}
	return lseek(fd, 0, SEEK_SET) == 0;
}

int child_input(str s)
{
	int fd = lifted(memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
	if (fd >= 0 && !fill(fd, s))
		fd_drop(&fd);
	if (fd >= 0)
		(void)fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
	return fd;
}

bool child_pipe(int ret[2])
{
	ret[0] = ret[1] = -1;
	if (pipe2(ret, O_CLOEXEC) != 0)
		return false;
	ret[0] = lifted(ret[0]);
	ret[1] = lifted(ret[1]);
	if (ret[0] >= 0 && ret[1] >= 0)
		return true;
	fd_drop(&ret[0]);
	fd_drop(&ret[1]);
	return false;
}

int child_spawn(const char *program, char *const *argv, int in, int out, int said, pid_t *ret)
{
	static char *const nothing[] = {NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t all, none;
	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	if (said >= 0)
		posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
	else
		posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	int r = posix_spawn(ret, program, &files, &attr, argv, nothing);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return r;
}
