/* SPDX-License-Identifier: Apache-2.0 */
#include "file/process_in.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/steady.h"
#include "file/child_in.h"

static err cannot_start(const char *program)
{
	return fail(ERR_IO, "the program that opens documents cannot be started ({0}: {1})", str_of(program),
		    str_of(strerror(errno)));
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
	int r = child_spawn(p->program, p->argv, in, pipe_fd[1], -1, &pid);
	fd_drop(&pipe_fd[1]);
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
	int fd[2] = {-1, -1}, in = child_input(p->input);
	err e = in >= 0 && child_pipe(fd) ? run(a, p, in, fd, ret) : cannot_start(p->program);
	fd_drop(&fd[0]);
	fd_drop(&in);
	return e;
}
