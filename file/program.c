/* SPDX-License-Identifier: Apache-2.0 */
#include "file/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/steady.h"
#include "file/child_in.h"

#define WORDS_MOST 60
#define LOOK_MS 200 /* between two looks at whether to go on */
#define ENDING_MS 2000 /* what has closed its output ends by itself in this time */

struct program {
	pid_t pid;
	int out, err; /* -1: closed */
	char said[PROGRAM_SAID_MOST];
	size_t n_said;
};

static int start(const struct program_call *c, struct program *p, int in, int out[2], int said[2])
{
	const char *runner = c->runner ? c->runner : "/proc/self/exe";
	char memory[24], cpu[24];
	char *argv[WORDS_MOST + 8] = {(char *)runner, (char *)"decoder", memory, cpu, (char *)"reach", (char *)(c->reads ? "files" : "nothing"),
		(char *)c->path};
	size_t n = 7;
	snprintf(memory, sizeof memory, "%zu", c->memory);
	snprintf(cpu, sizeof cpu, "%u", c->cpu_seconds);
	for (size_t i = 0; c->words[i]; i++) {
		ours(i < WORDS_MOST);
		argv[n++] = c->words[i];
	}
	int r = child_spawn(runner, argv, in, out[1], said[1], &p->pid);
	fd_drop(&out[1]);
	fd_drop(&said[1]);
	p->out = out[0];
	p->err = said[0];
	return r;
}

err program_start(const struct program_call *c, struct program **ret)
{
	int out[2] = {-1, -1}, said[2] = {-1, -1}, in = child_input(c->input);
	struct program *p = calloc(1, sizeof *p);
	ours(p);
	int r = in >= 0 && child_pipe(out) && child_pipe(said) ? start(c, p, in, out, said) : errno;
	fd_drop(&in);
	if (!r) {
		(void)fcntl(p->err, F_SETFL, O_NONBLOCK);
		*ret = p;
		return OK;
	}
	for (int i = 0; i < 2; i++) {
		fd_drop(&out[i]);
		fd_drop(&said[i]);
	}
	free(p);
	return fail(ERR_IO, "the program {0} cannot be started ({1})", str_of(c->path), str_of(strerror(r)));
}

/* Keeps the first of it and lets the rest go by. */
static void listen_to(struct program *p)
{
	char more[1024];
	for (;;) {
		ssize_t n = p->err < 0 ? 0 : read(p->err, more, sizeof more);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return;
		if (n <= 0) {
			fd_drop(&p->err);
			return;
		}
		size_t some = (size_t)n < sizeof p->said - p->n_said ? (size_t)n : sizeof p->said - p->n_said;
		memcpy(p->said + p->n_said, more, some);
		p->n_said += some;
	}
}

int64_t program_read(struct program *p, char *to, size_t room, int ms)
{
	int64_t until = steady_ms() + ms;
	for (;;) {
		int64_t left = until - steady_ms();
		struct pollfd v[2] = {{.fd = p->out, .events = POLLIN}, {.fd = p->err, .events = POLLIN}};
		int r = poll(v, 2, left > 0 ? (int)left : 0);
		if (r > 0 && v[1].revents)
			listen_to(p);
		if (r > 0 && v[0].revents) {
			ssize_t n = read(p->out, to, room);
			if (n < 0 && errno == EINTR)
				continue;
			return n > 0 ? n : -1;
		}
		if (r == 0 || left <= 0)
			return 0;
	}
}

int program_stop(struct program *p, struct buf *ret_said)
{
	int status = 0;
	int64_t until = steady_ms() + ENDING_MS;
	/* with its pipe closed a program that still writes gets SIGPIPE; one that has ended is reaped here */
	fd_drop(&p->out);
	listen_to(p);
	kill(-p->pid, SIGTERM);
	while (waitpid(p->pid, &status, WNOHANG) == 0) {
		listen_to(p);
		if (steady_ms() >= until) {
			kill(-p->pid, SIGKILL);
			kill(p->pid, SIGKILL);
			while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
				;
			break;
		}
		nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
	}
	kill(-p->pid, SIGKILL); /* whatever else is in its group */
	listen_to(p);
	fd_drop(&p->err);
	if (ret_said)
		buf_add(ret_said, (str){p->said, p->n_said});
	free(p);
	return status;
}

/* Its output has ended: it may say how it went before it is told to go. */
static bool ended(struct program *p, int64_t until)
{
	while (steady_ms() < until) {
		listen_to(p);
		siginfo_t is = {0};
		if (waitid(P_PID, (id_t)p->pid, &is, WEXITED | WNOHANG | WNOWAIT) != 0 || is.si_pid)
			return true;
		nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
	}
	return false;
}

err program_run(struct arena *a, const struct program_call *c, size_t most, unsigned wall_seconds, struct program_end *ret)
{
	struct program *p;
	struct program_end end = {0};
	struct buf out, said;
	char piece[64 << 10];
	int64_t until = steady_ms() + (int64_t)wall_seconds * 1000, n = 0;
	TRY(program_start(c, &p));
	buf_init(&out, NULL); /* a large answer grows in place, which an arena cannot do */
	buf_init(&said, a);
	while (!end.late && !end.much && n >= 0) {
		int64_t left = until - steady_ms();
		bool stop = c->stop && __atomic_load_n(c->stop, __ATOMIC_RELAXED);
		n = left > 0 && !stop ? program_read(p, piece, sizeof piece, left < LOOK_MS ? (int)left : LOOK_MS) : 0;
		end.late = stop || (n == 0 && left <= LOOK_MS);
		end.much = n > 0 && (size_t)n > most - out.n;
		if (n > 0 && !end.much)
			buf_add(&out, (str){piece, (size_t)n});
	}
	if (!end.late && !end.much)
		end.late = !ended(p, until);
	end.status = program_stop(p, &said);
	end.out = buf_str(&out);
	end.said = buf_str(&said);
	if (out.p)
		arena_defer(a, free, out.p);
	*ret = end;
	return OK;
}
