/* SPDX-License-Identifier: Apache-2.0 */
#include "file/process_in.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/steady.h"

static err cannot_start(const char *program)
{
	return fail(ERR_IO, "the program that opens documents cannot be started ({0}: {1})", str_of(program),
		    str_of(strerror(errno)));
}

/* Out of the way of 0, 1 and 2, which a daemon may have closed. */
static int lifted(int fd)
{
	if (fd < 0 || fd > 2)
		return fd;
	int higher = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return higher;
}

static int input_file(str s)
{
	int fd = lifted(memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
	for (size_t at = 0; fd >= 0 && at < s.n;) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		at += (size_t)n;
	}
	if (fd >= 0) {
		lseek(fd, 0, SEEK_SET);
		(void)fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
	}
	return fd;
}

static int spawn(const struct process *p, int in, int out, pid_t *ret_pid)
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
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	int r = posix_spawn(ret_pid, p->program, &files, &attr, p->argv, nothing);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return r;
}

/* Reads to the end, the cap or the deadline. */
static void collect(const struct process *p, int fd, int64_t deadline, struct buf *b, struct process_end *end)
{
	char piece[64 << 10];
	for (;;) {
		int64_t left = deadline - steady_ms();
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int r = left > 0 ? poll(&ready, 1, (int)left) : 0;
		if (r == 0) {
			end->late = true;
			return;
		}
		ssize_t n = r < 0 ? -1 : read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		if ((size_t)n > p->most - b->n) {
			end->much = true;
			return;
		}
		buf_add(b, (str){piece, (size_t)n});
	}
}

/* Having closed its output it has until the deadline to end. */
static void reap(pid_t pid, int64_t deadline, struct process_end *end)
{
	long pause = 100000; /* ns */
	while (!end->late && !end->much && waitpid(pid, &end->status, WNOHANG) == 0) {
		end->late = steady_ms() >= deadline;
		nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
		pause = pause < 10000000 ? pause * 2 : pause;
	}
	if (!end->late && !end->much)
		return;
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	while (waitpid(pid, &end->status, 0) < 0 && errno == EINTR)
		;
}

static err run(struct arena *a, const struct process *p, int in, int pipe_fd[2], struct process_end *ret)
{
	struct process_end end = {0};
	struct buf b;
	pid_t pid;
	int64_t deadline = steady_ms() + (int64_t)p->wall_seconds * 1000;
	int r = spawn(p, in, pipe_fd[1], &pid);
	close(pipe_fd[1]);
	if (r != 0) {
		errno = r;
		return cannot_start(p->program);
	}
	buf_init(&b, NULL); /* a large answer grows in place, which an arena cannot do */
	collect(p, pipe_fd[0], deadline, &b, &end);
	reap(pid, deadline, &end);
	end.out = buf_str(&b);
	if (b.p)
		arena_defer(a, free, b.p);
	*ret = end;
	return OK;
}

err process_run(struct arena *a, const struct process *p, struct process_end *ret)
{
	int fd[2], in = input_file(p->input);
	if (in < 0 || pipe2(fd, O_CLOEXEC) != 0) {
		err e = cannot_start(p->program);
		if (in >= 0)
			close(in);
		return e;
	}
	fd[0] = lifted(fd[0]);
	fd[1] = lifted(fd[1]);
	err e = run(a, p, in, fd, ret);
	close(fd[0]);
	close(in);
	return e;
}
