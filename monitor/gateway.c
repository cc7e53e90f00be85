/* SPDX-License-Identifier: Apache-2.0 */
/* The reading thread: lines, their bytes, and the answers that leave after the commit. */
#include "monitor/gateway_in.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/steady.h"

#define LINES 20000
#define IDLE_SECONDS 7200
#define HALF_MS 60000   /* a frame of which so long nothing more comes is given up */
#define TICK_MS 200
#define TALLY_MS 5000  /* and two more for each station: so many counts are written that it never matters */
#define SWEEP_MS 10000
#define IN_MOST (HJ_FRAME_MOST + 4096) /* of a line that may wait for the rest of a frame */
#define LOST_MOST 200 /* bad frames one after the other, then the line is closed */
#define EVENTS 512
#define ROUND_READS 4   /* of one line before the others have their turn */
enum { TAG_LISTEN = -1, TAG_WAKE = -2 };

/* ---- lines ---------------------------------------------------------------------------------- */

static void watch(struct gateway *g, int op, int fd, uint32_t events, int64_t tag)
{
	struct epoll_event e = {.events = events, .data.u64 = (uint64_t)tag};
	epoll_ctl(g->ep, op, fd, &e);
}

void line_close(struct gateway *g, unsigned i)
{
	struct line *l = &g->lines[i];
	if (l->fd < 0)
		return;
	close(l->fd);
	free(l->in);
	free(l->out);
	*l = (struct line){.fd = -1, .turn = l->turn + 1};
	g->free_lines[g->n_free++] = i;
	g->lines_now--;
}

static void peer_put(const struct sockaddr_storage *a, char ret[40])
{
	char text[INET6_ADDRSTRLEN] = "";
	const void *at = a->ss_family == AF_INET6 ? (const void *)&((const struct sockaddr_in6 *)a)->sin6_addr
						  : (const void *)&((const struct sockaddr_in *)a)->sin_addr;
	inet_ntop(a->ss_family, at, text, sizeof text);
	snprintf(ret, 40, "%.39s", text);
}

static void line_open(struct gateway *g, int fd, const struct sockaddr_storage *peer)
{
	int on = 1;
	if (!g->n_free) {
		close(fd);
		return;
	}
	unsigned i = g->free_lines[--g->n_free];
	struct line *l = &g->lines[i];
	*l = (struct line){.fd = fd, .turn = l->turn + 1, .last = g->steady, .half = MS_NONE};
	peer_put(peer, l->peer);
	if (i >= g->lines_used)
		g->lines_used = i + 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	watch(g, EPOLL_CTL_ADD, fd, EPOLLIN, i);
	g->lines_now++;
}

static void lines_accept(struct gateway *g)
{
	struct sockaddr_storage peer;
	for (int k = 0; k < 64; k++) {
		socklen_t n = sizeof peer;
		int fd = accept4(g->listener, (struct sockaddr *)&peer, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0)
			return;
		line_open(g, fd, &peer);
	}
}

/* ---- what leaves ------------------------------------------------------------------------------- */

static ssize_t put_now(int fd, const char *p, size_t n)
{
	ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
	return done < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : done;
}

void line_send(struct gateway *g, unsigned i, str bytes)
{
	struct line *l = &g->lines[i];
	if (l->fd < 0 || !bytes.n)
		return;
	ssize_t done = l->out_n > l->out_at ? 0 : put_now(l->fd, bytes.p, bytes.n);
	if (done < 0 || l->out_n - l->out_at + bytes.n > OUT_MOST) {
		line_close(g, i); /* it takes no answers: it will send again */
		return;
	}
	size_t rest = bytes.n - (size_t)done, kept = l->out_n - l->out_at;
	if (!rest)
		return;
	char *out = malloc(kept + rest);
	ours(out);
	memcpy(out, l->out + l->out_at, kept);
	memcpy(out + kept, bytes.p + done, rest);
	free(l->out);
	l->out = out;
	l->out_at = 0;
	l->out_n = (uint32_t)(kept + rest);
	watch(g, EPOLL_CTL_MOD, l->fd, EPOLLOUT, i);
}

static void line_flush(struct gateway *g, unsigned i)
{
	struct line *l = &g->lines[i];
	ssize_t done = put_now(l->fd, l->out + l->out_at, l->out_n - l->out_at);
	if (done < 0) {
		line_close(g, i);
		return;
	}
	l->out_at += (uint32_t)done;
	if (l->out_at < l->out_n)
		return;
	free(l->out);
	l->out = NULL;
	l->out_n = l->out_at = 0;
	watch(g, EPOLL_CTL_MOD, l->fd, EPOLLIN, i);
}

/* The answers of a batch that is durable; those to one line together. */
static void answers_out(struct gateway *g, struct batch *b)
{
	for (size_t i = 0, k; i < b->reply.n; i = k) {
		const struct reply *r = &b->reply.v[i];
		size_t n = r->n;
		for (k = i + 1; k < b->reply.n && b->reply.v[k].line == r->line && b->reply.v[k].turn == r->turn; k++)
			n += b->reply.v[k].n;
		g->answers += (int64_t)(k - i);
		if (g->lines[r->line].turn == r->turn)
			line_send(g, r->line, (str){b->replies.p + r->at, n});
	}
}

/* ---- what comes ---------------------------------------------------------------------------------- */

static void keep_rest(struct gateway *g, unsigned i, const char *p, size_t n)
{
	struct line *l = &g->lines[i];
	if (n != l->in_n) {
		free(l->in);
		l->in = n ? malloc(n) : NULL;
		ours(!n || l->in);
	}
	if (n)
		memcpy(l->in, p, n);
	if (!n)
		l->half = MS_NONE;
	else if (l->half == MS_NONE)
		l->half = g->steady;
	l->in_n = (uint32_t)n;
}

/* All whole frames of what lies in g->in. */
static void bytes_take(struct gateway *g, unsigned i, size_t n, bool last)
{
	struct hj_piece piece;
	enum hj_got got;
	size_t at = 0;
	while ((got = hj_cut((str){g->in + at, n - at}, last, &piece)) != HJ_MORE) {
		at += piece.used;
		if (got == HJ_FRAME)
			frame_take(g, i, &piece);
		else if (piece.odd)
			frame_lost(g, i, piece.odd);
		g->lines[i].half = MS_NONE;
	}
	ours(last || n - at <= IN_MOST);
	if (g->lines[i].lost > LOST_MOST && !last) {
		line_close(g, i); /* nobody we know speaks so */
		return;
	}
	keep_rest(g, i, g->in + at, n - at);
}

static void line_read(struct gateway *g, unsigned i)
{
	for (int k = 0; k < ROUND_READS; k++) {
		struct line *l = &g->lines[i];
		size_t had = l->in_n;
		memcpy(g->in, l->in ? l->in : "", had);
		ssize_t n = recv(l->fd, g->in + had, READ_MOST, 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n > 0) {
			l->last = g->steady;
			bytes_take(g, i, had + (size_t)n, false);
			if (l->fd < 0 || (size_t)n < READ_MOST || batch_full(g->filling))
				return;
			continue;
		}
		bytes_take(g, i, had, true);
		line_close(g, i);
		return;
	}
}

static void line_event(struct gateway *g, unsigned i, uint32_t events)
{
	if (g->lines[i].fd >= 0 && (events & EPOLLOUT))
		line_flush(g, i);
	if (g->lines[i].fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
		line_read(g, i);
}

/* Lines on which nothing comes, and frames that never end. */
static void lines_sweep(struct gateway *g)
{
	ms_t idle = (ms_t)(g->config.idle_seconds ? g->config.idle_seconds : IDLE_SECONDS) * 1000;
	for (unsigned i = 0; i < g->lines_used; i++) {
		struct line *l = &g->lines[i];
		if (l->fd >= 0 && g->steady - l->last > idle)
			line_close(g, i);
		else if (l->fd >= 0 && l->half != MS_NONE && g->steady - l->half > HALF_MS) {
			size_t n = l->in_n;
			memcpy(g->in, l->in, n);
			bytes_take(g, i, n, true);
		}
	}
}

/* ---- batches --------------------------------------------------------------------------------------- */

/* Takes back what is done and hands over what is filled. */
static void batches_turn(struct gateway *g)
{
	struct batch *done;
	bool well;
	pthread_mutex_lock(&g->lock);
	/* more than a batch holds is not read before there is room for it */
	while (batch_full(g->filling) && g->keeping)
		pthread_cond_wait(&g->turn, &g->lock);
	done = g->done;
	well = g->done_well;
	g->done = NULL;
	if (!g->keeping && batch_some(g->filling)) {
		g->keeping = g->filling;
		g->filling = NULL;
		g->batches++;
		pthread_cond_broadcast(&g->turn);
	}
	pthread_mutex_unlock(&g->lock);
	if (!g->filling) {
		/* there are two: while one is made durable, the other is filled */
		g->filling = g->spare ? g->spare : done;
		if (g->filling == done && done) {
			if (well)
				answers_out(g, done);
			batch_clear(done);
			done = NULL;
		}
		g->spare = NULL;
		ours(g->filling);
	}
	if (done) {
		if (well)
			answers_out(g, done);
		batch_clear(done);
		g->spare = done;
	}
}

static void news_take(struct gateway *g)
{
	struct roll *roll;
	pthread_mutex_lock(&g->lock);
	roll = g->next_roll;
	g->next_roll = NULL;
	if (g->have_orders)
		orders_take(g, g->next_orders, g->n_next_orders);
	g->have_orders = false;
	pthread_mutex_unlock(&g->lock);
	if (roll)
		roll_take(g, roll);
}

static void tick(struct gateway *g)
{
	news_take(g);
	orders_step(g);
	if (g->steady - g->tallied >= TALLY_MS + (ms_t)g->roll->n * 2)
		tallies_out(g);
	if (g->steady / SWEEP_MS != g->tick / SWEEP_MS)
		lines_sweep(g);
	g->tick = g->steady;
}

static bool stopping(struct gateway *g)
{
	pthread_mutex_lock(&g->lock);
	bool stop = g->stop;
	pthread_mutex_unlock(&g->lock);
	return stop;
}

static void round_of(struct gateway *g, const struct epoll_event *v, int n)
{
	for (int k = 0; k < n; k++) {
		int64_t tag = (int64_t)v[k].data.u64;
		uint64_t sum;
		if (tag == TAG_LISTEN)
			lines_accept(g);
		else if (tag == TAG_WAKE) {
			ssize_t got = read(g->wake, &sum, sizeof sum);
			unused_arg(got);
		} else
			line_event(g, (unsigned)tag, v[k].events);
		if (batch_full(g->filling))
			batches_turn(g);
	}
}

/* Until nothing is left that was read. */
static void last_batches(struct gateway *g)
{
	bool busy = true;
	tallies_out(g);
	while (busy) {
		batches_turn(g);
		pthread_mutex_lock(&g->lock);
		while (g->keeping)
			pthread_cond_wait(&g->turn, &g->lock);
		busy = g->done || batch_some(g->filling);
		pthread_mutex_unlock(&g->lock);
	}
}

static void clock_look(struct gateway *g)
{
	g->steady = steady_ms();
	g->now = now_ms(core_time(g->core));
}

static void *reader_main(void *arg)
{
	struct gateway *g = arg;
	struct epoll_event events[EVENTS];
	while (!stopping(g)) {
		int n = epoll_wait(g->ep, events, EVENTS, TICK_MS);
		clock_look(g);
		round_of(g, events, n < 0 ? 0 : n);
		if (g->steady - g->tick >= TICK_MS)
			tick(g);
		batches_turn(g);
	}
	last_batches(g);
	return NULL;
}

/* ---- beginning and end -------------------------------------------------------------------------------- */

static err address_of(str s, struct sockaddr_storage *ret, socklen_t *ret_n)
{
	char host[64];
	int64_t port;
	size_t colon = s.n;
	struct sockaddr_in *v4 = (struct sockaddr_in *)ret;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;
	memset(ret, 0, sizeof *ret);
	while (colon && s.p[colon - 1] != ':')
		colon--;
	str name = colon ? str_cut(s, 0, colon - 1) : s;
	bool good = colon && str_int(str_cut(s, colon, s.n), &port) && port >= 0 && port <= 65535 && name.n < sizeof host;
	bool six = name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']';
	if (six)
		name = str_cut(name, 1, name.n - 1);
	if (good) {
		snprintf(host, sizeof host, STR_FMT, STR_ARG(name));
		ret->ss_family = six ? AF_INET6 : AF_INET;
		*ret_n = six ? sizeof *v6 : sizeof *v4;
		if (six)
			v6->sin6_port = htons((uint16_t)port);
		else
			v4->sin_port = htons((uint16_t)port);
		good = inet_pton(ret->ss_family, host, six ? (void *)&v6->sin6_addr : (void *)&v4->sin_addr) == 1;
	}
	return good ? OK : fail(ERR_USAGE, "hj212 is the address on which stations are listened to, like 0.0.0.0:9212, not “{0}”", s);
}

static err listen_on(struct gateway *g)
{
	struct sockaddr_storage a;
	socklen_t n;
	int on = 1;
	TRY(address_of(g->config.listen, &a, &n));
	g->listener = socket(a.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (g->listener >= 0)
		setsockopt(g->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (g->listener < 0 || bind(g->listener, (struct sockaddr *)&a, n) || listen(g->listener, 4096))
		return fail(ERR_IO, "the gateway cannot listen on {0}: {1}; choose another address", g->config.listen, str_of(strerrordesc_np(errno)));
	n = sizeof a;
	getsockname(g->listener, (struct sockaddr *)&a, &n);
	g->port = ntohs(a.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&a)->sin6_port : ((struct sockaddr_in *)&a)->sin_port);
	watch(g, EPOLL_CTL_ADD, g->listener, EPOLLIN, TAG_LISTEN);
	return OK;
}

/* A descriptor for each line, as far as the machine lets us. */
static void descriptors(unsigned lines)
{
	struct rlimit r;
	rlim_t want = (rlim_t)lines + 1024;
	if (getrlimit(RLIMIT_NOFILE, &r) || r.rlim_cur >= want)
		return;
	r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &r);
}

static struct batch *batch_new(struct core *core)
{
	struct batch *b = calloc(1, sizeof *b);
	ours(b);
	batch_init(b, core);
	return b;
}

static void batch_end(struct batch *b)
{
	if (b)
		batch_done(b);
	free(b);
}

static err begin(struct gateway *g)
{
	struct roll *roll = NULL;
	pthread_mutex_init(&g->lock, NULL);
	steady_cond(&g->turn);
	g->ep = epoll_create1(EPOLL_CLOEXEC);
	g->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (g->ep < 0 || g->wake < 0)
		return fail(ERR_IO, "a thread could not be started");
	watch(g, EPOLL_CTL_ADD, g->wake, EPOLLIN, TAG_WAKE);
	g->filling = batch_new(g->core);
	g->spare = batch_new(g->core);
	TRY(roll_load(g->core, -1, &roll));
	roll_take(g, roll);
	TRY(listen_on(g));
	descriptors(g->max_lines);
	g->first_mark = roll->mark;
	g->keeper_runs = pthread_create(&g->keeper, NULL, keeper_main, g) == 0;
	g->reader_runs = g->keeper_runs && pthread_create(&g->reader, NULL, reader_main, g) == 0;
	return g->reader_runs ? OK : fail(ERR_IO, "a thread could not be started");
}

err gateway_start(const struct gateway_config *config, struct gateway **ret)
{
	struct gateway *g = calloc(1, sizeof *g);
	ours(g);
	g->config = *config;
	g->core = config->core;
	g->zone = core_zone(config->core);
	g->listener = g->ep = g->wake = -1;
	g->max_lines = config->lines ? config->lines : LINES;
	g->lines = calloc(g->max_lines, sizeof *g->lines);
	g->free_lines = calloc(g->max_lines, sizeof *g->free_lines);
	g->orders = calloc(ORDERS_MOST, sizeof *g->orders);
	g->in = malloc(READ_MOST + IN_MOST);
	ours(g->lines && g->free_lines && g->orders && g->in);
	for (unsigned i = g->max_lines; i-- > 0;) {
		g->lines[i].fd = -1;
		g->free_lines[g->n_free++] = i;
	}
	clock_look(g);
	g->tick = g->tallied = g->steady;
	/* signals belong to the main thread */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err e = begin(g);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (e != OK) {
		gateway_stop(g);
		return e;
	}
	*ret = g;
	return OK;
}

void gateway_stop(struct gateway *g)
{
	if (!g)
		return;
	pthread_mutex_lock(&g->lock);
	g->stop = true;
	pthread_mutex_unlock(&g->lock);
	if (g->reader_runs)
		pthread_join(g->reader, NULL);
	/* the keeper ends after it: what was read is still made durable */
	pthread_mutex_lock(&g->lock);
	g->end = true;
	pthread_cond_broadcast(&g->turn);
	pthread_mutex_unlock(&g->lock);
	if (g->keeper_runs)
		pthread_join(g->keeper, NULL);
	if (g->batches)
		log_line(LOG_INFO, "gateway", "frames=%lld kept=%lld bad=%lld strangers=%lld batches=%lld answers=%lld", (long long)g->frames,
			 (long long)g->kept, (long long)g->bad, (long long)g->strangers, (long long)g->batches, (long long)g->answers);
	for (unsigned i = 0; i < g->max_lines; i++)
		line_close(g, i);
	int fds[] = {g->listener, g->ep, g->wake};
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	batch_end(g->filling);
	batch_end(g->spare);
	batch_end(g->keeping);
	batch_end(g->done);
	roll_free(g->roll);
	roll_free(g->next_roll);
	free(g->next_orders);
	free(g->tally);
	free(g->line_of);
	free(g->spoke);
	free(g->orders);
	free(g->lines);
	free(g->free_lines);
	free(g->in);
	free(g);
}

int gateway_port(const struct gateway *g)
{
	return g->port;
}

void gateway_sums(struct gateway *g, struct gateway_sums *ret)
{
	*ret = (struct gateway_sums){g->lines_now, g->frames, g->kept, g->bad, g->strangers, g->batches, g->answers};
}

void gateway_metrics(struct gateway *g, struct buf *b)
{
	static const struct {
		const char *name, *sort, *help;
		size_t at;
	} rows[] = {
		{"lines", "gauge", "stations' connections", offsetof(struct gateway_sums, lines)},
		{"frames_total", "counter", "telegrams that came", offsetof(struct gateway_sums, frames)},
		{"kept_total", "counter", "telegrams that were kept", offsetof(struct gateway_sums, kept)},
		{"bad_total", "counter", "telegrams with a wrong check or password", offsetof(struct gateway_sums, bad)},
		{"strangers_total", "counter", "telegrams of stations nobody enrolled", offsetof(struct gateway_sums, strangers)},
	};
	struct gateway_sums s;
	if (!g)
		return;
	gateway_sums(g, &s);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		buf_fmt(b, "# HELP luoshi_hj212_%s %s\n# TYPE luoshi_hj212_%s %s\nluoshi_hj212_%s %lld\n", rows[i].name, rows[i].help, rows[i].name,
			rows[i].sort, rows[i].name, (long long)*(const int64_t *)((const char *)&s + rows[i].at));
}
