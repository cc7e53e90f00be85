/* SPDX-License-Identifier: Apache-2.0 */
/* A load of requests over keep-alive connections to loopback, each sending its next when
 * the answer to the last has come. One thread, so that it takes little from the server
 * measured beside it. Prints one JSON object.
 *
 *     bench_http_load --port N [--clients 64] [--seconds 3] [--warm 0.5] [--count N]
 *                     [--method GET] [--path P | --paths FILE] [--bodies FILE]
 *                     [--header "Name: value"]… [--key]
 *
 * Paths, and bodies likewise, are lines of a file, taken in turn. {n} in path and body becomes the number of the request; --key adds an Idempotency-Key
 * of its own to each. Anything but 2xx, a closed connection or a late answer is an error. */
#include "bench/kit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS_MOST 1024
#define LATE_SECONDS 10.0

struct plan {
	int port, clients;
	double seconds, warm;
	long count;
	str method;
	LIST(str) paths, bodies;
	struct buf headers;
	bool keyed;
	long long run; /* makes keys of two runs differ */
};
struct client {
	int fd;
	struct buf out, in;
	size_t sent;
	double since;
};
struct load {
	struct plan plan;
	struct arena arena;
	int poll;
	double from, measured_from, until;
	long begun, done, errors;
	int64_t bytes;
	char first_error[200];
	LIST(float) wait; /* milliseconds */
	struct client client[CLIENTS_MOST];
};

static void put_numbered(struct buf *b, str text, long n)
{
	for (ptrdiff_t at; (at = str_find(text, S("{n}"), 0)) >= 0; text = str_cut(text, (size_t)at + 3, text.n)) {
		buf_add(b, str_cut(text, 0, (size_t)at));
		buf_int(b, n);
	}
	buf_add(b, text);
}

static void failed(struct load *l, const char *what, str more)
{
	if (!l->errors++)
		snprintf(l->first_error, sizeof l->first_error, "%s " STR_FMT, what, (int)(more.n < 150 ? more.n : 150), more.p);
}

/* ---- one connection ------------------------------------------------------------- */
static void client_open(struct load *l, struct client *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)l->plan.port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(c->fd >= 0 && connect(c->fd, (struct sockaddr *)&to, sizeof to) == 0, "connecting");
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
	must(epoll_ctl(l->poll, EPOLL_CTL_ADD, c->fd, &e) == 0, "epoll");
}

static void request_send(struct load *l, struct client *c)
{
	const struct plan *p = &l->plan;
	long n = l->begun++;
	struct buf body;
	buf_init(&body, NULL);
	if (p->bodies.n)
		put_numbered(&body, p->bodies.v[(size_t)n % p->bodies.n], n);
	buf_clear(&c->out);
	buf_fmt(&c->out, STR_FMT " ", STR_ARG(p->method));
	put_numbered(&c->out, p->paths.v[(size_t)n % p->paths.n], n);
	buf_fmt(&c->out, " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", p->port);
	buf_add(&c->out, buf_str(&p->headers));
	if (p->keyed)
		buf_fmt(&c->out, "Idempotency-Key: %llx-%lx\r\n", p->run, n);
	if (body.n)
		buf_fmt(&c->out, "Content-Length: %zu\r\n", body.n);
	buf_z(&c->out, "\r\n");
	buf_add(&c->out, body.n ? buf_str(&body) : S(""));
	buf_done(&body);
	c->since = wall_seconds();
	buf_clear(&c->in);
	/* bodies here are far smaller than the socket's buffer: sent at once */
	if (send(c->fd, c->out.p, c->out.n, MSG_NOSIGNAL) != (ssize_t)c->out.n)
		failed(l, "sending", str_of(strerror(errno)));
}

/* Bytes of the whole answer when all of it is there, else 0; -1: not an answer. */
static ptrdiff_t answer_size(str in, int *ret_status)
{
	ptrdiff_t head = str_find(in, S("\r\n\r\n"), 0);
	int64_t status, length = 0;
	if (head < 0)
		return 0;
	if (!str_starts(in, S("HTTP/1.1 ")) || !str_int(str_cut(in, 9, 12), &status))
		return -1;
	ptrdiff_t at = str_find(in, S("\r\nContent-Length: "), 0);
	if (at < 0 || at > head)
		return status == 204 || status == 304 ? head + 4 : -1;
	ptrdiff_t end = str_find(in, S("\r\n"), (size_t)at + 18);
	if (!str_int(str_cut(in, (size_t)at + 18, (size_t)end), &length))
		return -1;
	*ret_status = (int)status;
	return (ptrdiff_t)in.n >= head + 4 + length ? head + 4 + length : 0;
}

static bool more_wanted(const struct load *l, double now)
{
	return now < l->until && (!l->plan.count || l->begun < l->plan.count);
}

static void answered(struct load *l, struct client *c, int status, size_t n)
{
	double now = wall_seconds();
	if (status < 200 || status > 299)
		failed(l, "answer", buf_str(&c->in));
	if (c->since >= l->measured_from) {
		l->done++;
		l->bytes += (int64_t)n;
		*list_push(&l->arena, &l->wait) = (float)((now - c->since) * 1e3);
	}
	if (more_wanted(l, now))
		request_send(l, c);
	else
		c->since = 0;
}

static void client_again(struct load *l, struct client *c, const char *what)
{
	failed(l, what, buf_str(&c->in));
	close(c->fd);
	client_open(l, c);
	if (more_wanted(l, wall_seconds()))
		request_send(l, c);
	else
		c->since = 0;
}

static void client_read(struct load *l, struct client *c)
{
	static char piece[1 << 18];
	int status = 0;
	ssize_t n = recv(c->fd, piece, sizeof piece, 0);
	if (n <= 0) {
		client_again(l, c, "closed");
		return;
	}
	buf_add(&c->in, (str){piece, (size_t)n});
	ptrdiff_t whole = answer_size(buf_str(&c->in), &status);
	if (whole < 0)
		client_again(l, c, "not an answer");
	else if (whole > 0)
		answered(l, c, status, (size_t)whole);
}

/* ---- the run ------------------------------------------------------------------------ */
static int waiting(const struct load *l)
{
	int n = 0;
	for (int i = 0; i < l->plan.clients; i++)
		n += l->client[i].since > 0;
	return n;
}

static void run(struct load *l)
{
	struct epoll_event e[256];
	l->poll = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < l->plan.clients; i++) {
		buf_init(&l->client[i].in, NULL);
		buf_init(&l->client[i].out, NULL);
		client_open(l, &l->client[i]);
	}
	l->from = wall_seconds();
	l->measured_from = l->from + l->plan.warm;
	l->until = l->measured_from + l->plan.seconds;
	for (int i = 0; i < l->plan.clients && more_wanted(l, l->from); i++)
		request_send(l, &l->client[i]);
	while (waiting(l)) {
		int n = epoll_wait(l->poll, e, COUNT_OF(e), 500);
		for (int i = 0; i < n; i++)
			client_read(l, e[i].data.ptr);
		if (wall_seconds() > l->until + LATE_SECONDS) {
			failed(l, "late", S(""));
			l->errors += waiting(l) - 1;
			break;
		}
	}
}

static void put_clean(const char *s)
{
	for (; *s; s++)
		putchar(*s == '"' || *s == '\\' || (unsigned char)*s < 0x20 ? ' ' : *s);
}

static void report(struct load *l)
{
	double end = wall_seconds(), took = end - l->measured_from;
	size_t n = l->wait.n;
	printf("{\"requests\": %ld, \"errors\": %ld, \"seconds\": %.3f, \"rate\": %.1f, ", l->done, l->errors, took,
	       (double)l->done / took);
	printf("\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, \"bytes\": %lld, \"first_error\": \"",
	       percentile(l->wait.v, n, 50), percentile(l->wait.v, n, 99), percentile(l->wait.v, n, 100), (long long)l->bytes);
	put_clean(l->first_error);
	printf("\"}\n");
}

/* ---- the command line ------------------------------------------------------------------ */
static void lines_take(struct load *l, const char *name, bool bodies)
{
	str rest = file_all(&l->arena, name), one;
	while (rest.n) {
		if (!str_split(rest, '\n', &one, &rest)) {
			one = rest;
			rest = STR_NONE;
		}
		if (one.n && bodies)
			*list_push(&l->arena, &l->plan.bodies) = one;
		else if (one.n)
			*list_push(&l->arena, &l->plan.paths) = one;
	}
}

static void option_take(struct load *l, const char *name, const char *value)
{
	struct plan *p = &l->plan;
	str s = str_of(value);
	int64_t n = 0;
	if (!strcmp(name, "--port") && str_int(s, &n))
		p->port = (int)n;
	else if (!strcmp(name, "--clients") && str_int(s, &n) && n > 0 && n <= CLIENTS_MOST)
		p->clients = (int)n;
	else if (!strcmp(name, "--count") && str_int(s, &n))
		p->count = (long)n;
	else if (!strcmp(name, "--seconds"))
		p->seconds = strtod(value, NULL);
	else if (!strcmp(name, "--warm"))
		p->warm = strtod(value, NULL);
	else if (!strcmp(name, "--method"))
		p->method = s;
	else if (!strcmp(name, "--path"))
		*list_push(&l->arena, &p->paths) = s;
	else if (!strcmp(name, "--paths"))
		lines_take(l, value, false);
	else if (!strcmp(name, "--bodies"))
		lines_take(l, value, true);
	else if (!strcmp(name, "--header"))
		buf_fmt(&p->headers, "%s\r\n", value);
	else
		must(false, name);
}

int main(int argc, char **argv)
{
	static struct load l;
	arena_init(&l.arena);
	l.plan = (struct plan){.clients = 64, .seconds = 3, .warm = 0.5, .method = S("GET")};
	l.plan.run = (long long)(wall_seconds() * 1e6) ^ (long long)getpid() << 40;
	buf_init(&l.plan.headers, &l.arena);
	buf_z(&l.plan.headers, "");
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--key"))
			l.plan.keyed = true;
		else
			must(i + 1 < argc, argv[i]), option_take(&l, argv[i], argv[i + 1]), i++;
	must(l.plan.port > 0 && l.plan.paths.n > 0, "--port and --path are needed");
	run(&l);
	report(&l);
	return 0;
}
