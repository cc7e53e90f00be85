/* SPDX-License-Identifier: Apache-2.0 */
/* Stations that report by HJ 212, and what their gateway is held against.
 *
 *     bench_stations roll N                       N stations as `luoshi station import` reads them
 *     bench_stations load PORT LINES SECONDS WINDOW   LINES connections, each with WINDOW telegrams on their way;
 *                                                 WINDOW 0: only connected, until the input ends
 *     bench_stations tcp                          a bare server: reads, counts ends of lines, answers as many
 *     bench_stations parse N                      N telegrams cut and read: us of a processor each
 *     bench_stations insert DB BATCH N STATIONS   N rows of the same table, BATCH a transaction */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/kit.h"
#include "monitor/monitor.h"

#define ANSWER "##0087QN=20260301080000100;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&0CC0\r\n"
#define EVENTS 256
#define TOGETHER 8 /* rows of one station in a row, as its window brings them; the stations in no order */
static char in[1 << 18];

static void mn_of(unsigned i, char ret[25])
{
	snprintf(ret, 25, "%024X", 0xA0000 + i);
}

/* Live data of a water outlet: six factors, 330 bytes, another time and other values each. */
static void telegram(struct buf *b, unsigned station, unsigned k)
{
	char mn[25], qn[18], cp[400];
	mn_of(station, mn);
	snprintf(qn, sizeof qn, "20260301%02u%02u%02u%03u", k / 3600000 % 24, k / 60000 % 60, k / 1000 % 60, k % 1000);
	snprintf(cp, sizeof cp,
		 "DataTime=202603%02u%02u%02u%02u;w00000-Rtd=181.%03u,w00000-Flag=N;w01018-Rtd=%u.20,w01018-Flag=N;w21003-Rtd=%u.131,w21003-Flag=N;"
		 "w21011-Rtd=1.%03u,w21011-Flag=N;w21001-Rtd=45.160,w21001-Flag=N;w01001-Rtd=7.49,w01001-Flag=N",
		 1 + k / 86400 % 28, k / 3600 % 24, k / 60 % 60, k % 60, k % 1000, 100 + k % 97, 10 + k % 43, k % 1000);
	hj_put(b, &(struct hj_say){.qn = str_of(qn), .st = 32, .cn = 2011, .pw = S("123456"), .mn = str_of(mn), .version = 2017, .answer = true, .cp = str_of(cp)});
}

static void descriptors(void)
{
	struct rlimit r;
	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

/* ---- the load -------------------------------------------------------------------------------- */

struct outlet {
	int fd;
	unsigned waits, sent;
};

static int dial(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	must(fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0, "cannot connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void window_send(struct outlet *s, unsigned i, unsigned window, struct buf *b)
{
	buf_clear(b);
	for (unsigned k = 0; k < window; k++)
		telegram(b, i, s->sent++);
	must(send(s->fd, b->p, b->n, MSG_NOSIGNAL) == (ssize_t)b->n, "the line does not take what is sent");
	s->waits = window;
}

static unsigned answers_in(const char *p, size_t n)
{
	unsigned found = 0;
	for (const char *end = p + n; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		found++;
	return found;
}

static int load(int port, unsigned lines, double seconds, unsigned window)
{
	struct outlet *v = calloc(lines, sizeof *v);
	struct epoll_event e, events[EVENTS];
	struct buf b;
	int ep = epoll_create1(EPOLL_CLOEXEC);
	unsigned long answered = 0;
	descriptors();
	buf_init(&b, NULL);
	for (unsigned i = 0; i < lines; i++) {
		v[i].fd = dial(port);
		e = (struct epoll_event){.events = EPOLLIN, .data.u32 = i};
		epoll_ctl(ep, EPOLL_CTL_ADD, v[i].fd, &e);
	}
	printf("connected\n");
	fflush(stdout);
	if (!window)
		return getchar() == EOF ? 0 : 0;
	for (unsigned i = 0; i < lines; i++)
		window_send(&v[i], i, window, &b);
	double begin = wall_seconds(), now = begin;
	unsigned long counted = 0;
	while (now - begin < seconds + 5) {
		int n = epoll_wait(ep, events, EVENTS, 1000);
		now = wall_seconds();
		if (n == 0 && now - begin >= seconds)
			break;
		for (int k = 0; k < n; k++) {
			struct outlet *s = &v[events[k].data.u32];
			ssize_t got = recv(s->fd, in, sizeof in, 0);
			must(got > 0, "a line was closed");
			unsigned a = answers_in(in, (size_t)got);
			answered += a;
			s->waits -= a < s->waits ? a : s->waits;
			if (!s->waits && now - begin < seconds)
				window_send(s, events[k].data.u32, window, &b);
		}
		if (now - begin < seconds)
			counted = answered;
	}
	unsigned long sent = 0;
	for (unsigned i = 0; i < lines; i++)
		sent += v[i].sent;
	printf("{\"sent\":%lu,\"answered\":%lu,\"rate\":%.0f}\n", sent, answered, (double)counted / seconds);
	return 0;
}

/* ---- what it is held against ---------------------------------------------------------------------- */

static int tcp(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n_a = sizeof a;
	struct epoll_event e = {.events = EPOLLIN}, events[EVENTS];
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), ep = epoll_create1(EPOLL_CLOEXEC), on = 1;
	struct buf b;
	descriptors();
	must(bind(listener, (struct sockaddr *)&a, sizeof a) == 0 && listen(listener, 4096) == 0, "cannot listen");
	getsockname(listener, (struct sockaddr *)&a, &n_a);
	e.data.fd = listener;
	epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e);
	e.data.fd = 0;
	epoll_ctl(ep, EPOLL_CTL_ADD, 0, &e);
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	buf_init(&b, NULL);
	for (;;) {
		int n = epoll_wait(ep, events, EVENTS, -1);
		for (int k = 0; k < n; k++) {
			int fd = events[k].data.fd;
			if (fd == 0)
				return 0;
			if (fd == listener) {
				int got = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
				setsockopt(got, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
				e = (struct epoll_event){.events = EPOLLIN, .data.fd = got};
				epoll_ctl(ep, EPOLL_CTL_ADD, got, &e);
				continue;
			}
			ssize_t got = recv(fd, in, 1 << 16, 0);
			if (got <= 0) {
				close(fd);
				continue;
			}
			buf_clear(&b);
			for (unsigned i = answers_in(in, (size_t)got); i; i--)
				buf_add(&b, S(ANSWER));
			if (b.n)
				must(send(fd, b.p, b.n, MSG_NOSIGNAL) > 0, "an answer is not taken");
		}
	}
}

static int parse(unsigned n)
{
	static struct hj_frame f;
	struct hj_piece piece;
	struct buf b;
	buf_init(&b, NULL);
	for (unsigned i = 0; i < 1000; i++)
		telegram(&b, i % 64, i);
	double t = cpu_seconds();
	for (unsigned done = 0; done < n; done += 1000)
		for (size_t at = 0; hj_cut((str){b.p + at, b.n - at}, true, &piece) == HJ_FRAME; at += piece.used)
			hj_parse(&piece, &f);
	printf("{\"us\":%.4f}\n", (cpu_seconds() - t) / n * 1e6);
	return 0;
}

STMT(frame_put,
     "INSERT INTO frame(region, station, cn, time, id, got, pnum, pno, flags, odd, segment) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
static const struct stmt *const own_stmts[] = {&frame_put, NULL};
static const struct module own = {.name = "bench_stations", .stmts = own_stmts};

struct inserting {
	struct store *store;
	unsigned from, n, stations;
};

static err insert_job(struct conn *c, void *arg)
{
	struct inserting *k = arg;
	static struct buf b;
	if (!b.p)
		buf_init(&b, NULL);
	for (unsigned i = k->from; i < k->from + k->n; i++) {
		if (!b.n) /* the same bytes: making them is not what is measured */
			telegram(&b, 1, 1);
		TRY(exec(c, &frame_put, VALS(V_INT(370499), V_INT((int64_t)(i / TOGETHER * 7919LL % k->stations + 1) << 40), V_INT(2011),
			V_INT(1772323200000LL + (i / TOGETHER / k->stations * TOGETHER + i % TOGETHER) * 1000LL),
			V_INT(store_new_id(k->store, 1772323200000LL)), V_INT(1772323200000LL + i), V_INT(0), V_INT(0), V_INT(0), V_INT(0),
			V_BLOB(((str){b.p + 6, b.n - 12}))), NULL));
	}
	return OK;
}

static double process_seconds(void)
{
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static int insert(const char *db, unsigned batch, unsigned n, unsigned stations)
{
	const struct module *v[32];
	size_t k = 0;
	while (monitor_modules[k]) {
		v[k] = monitor_modules[k];
		k++;
	}
	v[k++] = &own;
	v[k] = NULL;
	struct inserting job = {.n = batch, .stations = stations};
	must(store_open(&(struct store_config){.target = str_of(db), .modules = v}, &job.store) == OK, "opening");
	must(store_migrate(job.store) == OK, "migrating");
	double t = process_seconds(), w = wall_seconds();
	for (; job.from < n; job.from += batch)
		must(store_write(job.store, insert_job, &job) == OK, "inserting");
	printf("{\"us\":%.4f,\"rate\":%.0f}\n", (process_seconds() - t) / job.from * 1e6, job.from / (wall_seconds() - w));
	store_close(job.store);
	return 0;
}

static int roll(unsigned n)
{
	char mn[25];
	for (unsigned i = 0; i < n; i++) {
		mn_of(i, mn);
		printf("%s\t%u号排口\t123456\n", mn, i + 1);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	unsigned a = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	if (!strcmp(what, "roll") && argc == 3)
		return roll(a);
	if (!strcmp(what, "load") && argc == 6)
		return load((int)a, (unsigned)strtoul(argv[3], NULL, 10), strtod(argv[4], NULL), (unsigned)strtoul(argv[5], NULL, 10));
	if (!strcmp(what, "tcp"))
		return tcp();
	if (!strcmp(what, "parse") && argc == 3)
		return parse(a);
	if (!strcmp(what, "insert") && argc == 6)
		return insert(argv[2], (unsigned)strtoul(argv[3], NULL, 10), (unsigned)strtoul(argv[4], NULL, 10), (unsigned)strtoul(argv[5], NULL, 10));
	fprintf(stderr, "see the beginning of bench/stations.c\n");
	return 2;
}
