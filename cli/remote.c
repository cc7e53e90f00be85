/* SPDX-License-Identifier: Apache-2.0 */
/* One message each way. Request: struct head, then the words, each with a 0 behind it.
 * Answer: struct tail, then the diagnostics. Both ends are this program of this user on
 * this machine, so numbers go in native order. */
#include "cli/remote.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MAGIC 0x4c553031 /* "LU01" */
#define WORDS_MOST (64 << 10)
#define HANDED 3 /* input, output, folder */

struct head {
	uint32_t magic, lang, words, bytes;
};
struct tail {
	uint32_t status, bytes;
};

static bool address_of(str db, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	int n = snprintf(ret->sun_path, sizeof ret->sun_path, STR_FMT ".sock", STR_ARG(db));
	return n > 0 && (size_t)n < sizeof ret->sun_path && !str_starts(db, S("postgresql:"));
}

static bool send_all(int fd, const void *p, size_t n)
{
	const char *at = p;
	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool receive_all(int fd, void *p, size_t n)
{
	char *at = p;
	while (n) {
		ssize_t got = recv(fd, at, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(HANDED * sizeof(int))];
};

static bool send_head(int fd, const struct head *head, const int handed[HANDED])
{
	union control control = {0};
	struct iovec part = {(void *)(uintptr_t)head, sizeof *head};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(HANDED * sizeof(int));
	memcpy(CMSG_DATA(c), handed, HANDED * sizeof(int));
	return sendmsg(fd, &m, MSG_NOSIGNAL) == sizeof *head;
}

/* What a broken message handed over nobody will use. */
static bool refuse_handed(struct msghdr *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		size_t n = c->cmsg_type == SCM_RIGHTS ? (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;
		for (size_t i = 0; i < n; i++) {
			int one;
			memcpy(&one, CMSG_DATA(c) + i * sizeof one, sizeof one);
			close(one);
		}
	}
	return false;
}

static bool receive_head(int fd, struct head *head, int handed[HANDED])
{
	union control control = {0};
	struct iovec part = {head, sizeof *head};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	ssize_t got = recvmsg(fd, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	if (got < 0)
		return false;
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	if (got != sizeof *head || !c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(HANDED * sizeof(int)))
		return refuse_handed(&m);
	memcpy(handed, CMSG_DATA(c), HANDED * sizeof(int));
	return true;
}

/* ---- the caller ------------------------------------------------------------- */
static void add_words(struct cli *cli, const char *command, struct buf *ret)
{
	buf_add(ret, (str){command, strlen(command) + 1});
	for (int i = 0; i < cli->argc; i++)
		buf_add(ret, (str){cli->argv[i], strlen(cli->argv[i]) + 1});
}

static bool converse(struct cli *cli, int fd, const char *command, int *ret_status)
{
	struct buf words;
	struct tail tail;
	int folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	buf_init(&words, cli->arena);
	add_words(cli, command, &words);
	struct head head = {MAGIC, cli->lang, (uint32_t)cli->argc + 1, (uint32_t)words.n};
	bool ok = folder >= 0 && send_head(fd, &head, (int[]){cli->in, cli->out, folder}) && send_all(fd, words.p, words.n) &&
		  receive_all(fd, &tail, sizeof tail);
	close(folder);
	char *said = ok ? arena_alloc(cli->arena, tail.bytes + 1) : NULL;
	if (!ok || !receive_all(fd, said, tail.bytes))
		return false;
	fputs(said, stderr);
	*ret_status = (int)tail.status;
	return true;
}

bool remote_call(struct cli *cli, str db, const char *command, int *ret_status)
{
	struct sockaddr_un at;
	if (!address_of(db, &at))
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	bool ok = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
	if (ok && !converse(cli, fd, command, ret_status)) {
		fprintf(stderr, "luoshi: " STR_FMT "\n",
			STR_ARG(word(cli->lang, W("the server ended before the command was done; look at its log and try again"))));
		*ret_status = 1;
	}
	close(fd);
	return ok;
}

/* ---- the server ------------------------------------------------------------- */
struct remote {
	struct house *house;
	remote_run run;
	int fd;
	pthread_t thread;
	struct sockaddr_un at;
};

static bool same_user(int fd)
{
	struct ucred who;
	socklen_t n = sizeof who;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 && who.uid == geteuid();
}

/* Cuts the words into argv; false when they are not `count` words. */
static bool cut_words(char *p, size_t n, char **argv, size_t count)
{
	size_t k = 0;
	if (!n || p[n - 1])
		return false;
	for (char *end = p + n; p < end; p += strlen(p) + 1) {
		if (k == count)
			return false;
		argv[k++] = p;
	}
	return k == count;
}

static void serve_caller(struct remote *r, int fd, const struct head *head, const int handed[HANDED])
{
	struct arena arena;
	struct buf said;
	arena_init(&arena);
	buf_init(&said, &arena);
	char *words = arena_alloc(&arena, head->bytes + 1);
	char **argv = arena_new_n(&arena, head->words + 1, char *);
	if (receive_all(fd, words, head->bytes) && cut_words(words, head->bytes, argv, head->words)) {
		struct cli cli = {.arena = &arena, .argc = (int)head->words - 1, .argv = argv + 1,
				  .lang = head->lang == LANG_EN ? LANG_EN : LANG_ZH,
				  .in = handed[0], .out = handed[1], .cwd = handed[2]};
		struct tail tail = {.status = (uint32_t)r->run(r->house, &cli, argv[0], &said)};
		tail.bytes = (uint32_t)said.n;
		if (!send_all(fd, &tail, sizeof tail) || !send_all(fd, said.p, said.n))
			log_line(LOG_WARN, "remote", "reply=lost");
	}
	arena_done(&arena);
}

static void answer(struct remote *r, int fd)
{
	struct head head;
	int handed[HANDED] = {-1, -1, -1};
	bool ok = same_user(fd) && receive_head(fd, &head, handed);
	if (ok && head.magic == MAGIC && head.words && head.words <= head.bytes && head.bytes <= WORDS_MOST)
		serve_caller(r, fd, &head, handed);
	for (size_t i = 0; ok && i < HANDED; i++)
		close(handed[i]);
}

/* One caller after the other: commands are rare and hold the record anyway. */
static void *accept_callers(void *arg)
{
	struct remote *r = arg;
	for (;;) {
		int fd = accept4(r->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && errno != EINTR && errno != ECONNABORTED)
			return NULL; /* remote_stop has shut it down */
		if (fd < 0)
			continue;
		answer(r, fd);
		close(fd);
	}
}

static err listen_at(struct remote *r)
{
	mode_t old = umask(0177);
	unlink(r->at.sun_path);
	bool ok = bind(r->fd, (struct sockaddr *)&r->at, sizeof r->at) == 0 && listen(r->fd, 8) == 0;
	umask(old);
	return ok ? OK : fail(ERR_IO, "the socket {0} cannot be made: {1}", str_of(r->at.sun_path), str_of(strerror(errno)));
}

err remote_start(struct house *house, remote_run run, struct remote **ret)
{
	struct remote *r = arena_new(&house->arena, struct remote);
	*r = (struct remote){.house = house, .run = run, .fd = -1};
	*ret = r;
	if (!address_of(house->db, &r->at))
		return OK; /* PostgreSQL has no file to lock; a long path has no socket */
	r->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (r->fd < 0)
		return fail(ERR_IO, "the socket {0} cannot be made: {1}", str_of(r->at.sun_path), str_of(strerror(errno)));
	TRY(listen_at(r));
	if (pthread_create(&r->thread, NULL, accept_callers, r) != 0)
		return fail(ERR_IO, "no thread could be started; end other programs and try again");
	return OK;
}

void remote_stop(struct remote *r)
{
	if (!r || r->fd < 0)
		return;
	shutdown(r->fd, SHUT_RDWR);
	pthread_join(r->thread, NULL);
	close(r->fd);
	unlink(r->at.sun_path);
}
