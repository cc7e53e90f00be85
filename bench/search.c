/* SPDX-License-Identifier: Apache-2.0 */
/* Search in core, without rendering and HTTP, and what its index costs.
 *
 *     bench_search fill DB              brings the index to the log; one JSON object: seconds, MB
 *     bench_search ask DB CLIENTS       one JSON object per length of word: microseconds of questions
 *                                       whose words stand in titles, and of words that stand nowhere though
 *                                       each pair of them is frequent
 *     bench_search one DB WORDS         one question, five times
 *     bench_search create DB SECONDS [index]   creates per second of 64 threads, with the index kept up or not */
#include "bench/district.h"
#include "bench/kit.h"
#include "core/search.h"
#include "text/bigram.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define QUESTIONS 200 /* of each sort, per client */
#define CLIENTS_MOST 64
#define FORMS 2000    /* different titles that the filled database has */

static double megabytes(const char *path)
{
	struct stat st;
	must(stat(path, &st) == 0, path);
	return (double)st.st_size / 1e6;
}

static void fill(const char *path)
{
	struct district *d = district_open(path);
	double before = megabytes(path), from = wall_seconds();
	bool more = true;
	while (more)
		must(search_due(d->core, &more) == OK, "search_due");
	double took = wall_seconds() - from;
	district_close(d);
	printf("{\"seconds\": %.1f, \"mb_before\": %.0f, \"mb_after\": %.0f}\n", took, before, megabytes(path));
}

/* ---- asking ------------------------------------------------------------------------------ */
static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static void title_of(struct district *d, struct arena *a, uint64_t *x, struct folded *ret)
{
	struct arg *args;
	size_t n;
	district_form(d, a, (int64_t)(next_random(x) % FORMS), &args, &n);
	bigram_fold(a, args[0].value, ret);
}

/* So many characters of a title that some matter has, whole words at both ends. */
static str piece(struct district *d, struct arena *a, uint64_t *x, size_t length)
{
	for (;;) {
		struct folded f;
		title_of(d, a, x, &f);
		if (f.n < length)
			continue;
		size_t at = next_random(x) % (f.n - length + 1);
		struct folded w = {.cp = f.cp + at, .n = length};
		str s = str_cut(f.text, utf8_offset(f.text, at), utf8_offset(f.text, at + length));
		if (s.p[0] != ' ' && s.p[s.n - 1] != ' ' && bigram_find(&f, &w, at) == at)
			return s;
	}
}

/* Frequent pairs that never stand together: the end of one piece behind another. */
static str absent(struct district *d, struct arena *a, uint64_t *x, size_t length)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, piece(d, a, x, length - length / 2));
	buf_add(&b, piece(d, a, x, length / 2));
	return buf_str(&b);
}

struct client {
	struct district *d;
	pthread_t thread;
	size_t length;
	bool absent;
	uint64_t random;
	float us[QUESTIONS], cpu[QUESTIONS];
	size_t hits;
};

static void *ask(void *arg)
{
	struct client *c = arg;
	struct arena a;
	arena_init(&a);
	for (size_t i = 0; i < QUESTIONS; i++) {
		struct ctx x;
		struct search_page page;
		struct search_query q = {.words = c->absent ? absent(c->d, &a, &c->random, c->length) : piece(c->d, &a, &c->random, c->length)};
		double from = wall_seconds(), cpu = cpu_seconds();
		must(ctx_open(c->d->core, &a, &c->d->supervisor, &x) == OK && search_read(&x, &q, &page) == OK, "search");
		ctx_close(&x);
		c->us[i] = (float)((wall_seconds() - from) * 1e6);
		c->cpu[i] = (float)((cpu_seconds() - cpu) * 1e6);
		c->hits += page.n > 0;
		if (c->cpu[i] > 10000 && getenv("BENCH_SLOW"))
			fprintf(stderr, "%.1f ms: " STR_FMT " %zu\n", c->cpu[i] / 1e3, STR_ARG(q.words), page.n);
		arena_reset(&a);
	}
	arena_done(&a);
	return NULL;
}

static void ask_all(struct district *d, size_t clients, size_t length, bool nowhere)
{
	static struct client c[CLIENTS_MOST];
	static float all[CLIENTS_MOST * QUESTIONS], cpu[CLIENTS_MOST * QUESTIONS];
	size_t n = 0, hits = 0;
	for (size_t i = 0; i < clients; i++) {
		c[i] = (struct client){.d = d, .length = length, .absent = nowhere, .random = 88172645463325252u + i * 7919 + length};
		must(pthread_create(&c[i].thread, NULL, ask, &c[i]) == 0, "thread");
	}
	for (size_t i = 0; i < clients; i++) {
		pthread_join(c[i].thread, NULL);
		for (size_t k = 0; k < QUESTIONS; k++)
			all[n] = c[i].us[k], cpu[n++] = c[i].cpu[k];
		hits += c[i].hits;
	}
	printf("{\"length\": %zu, \"clients\": %zu, \"absent\": %s, \"answered\": %.3f, \"p50_us\": %.0f, \"p99_us\": %.0f, \"max_us\": %.0f, \"cpu_p50_us\": %.0f, \"cpu_p99_us\": %.0f}\n", length, clients,
	       nowhere ? "true" : "false", (double)hits / (double)n, percentile(all, n, 50), percentile(all, n, 99), percentile(all, n, 100),
	       percentile(cpu, n, 50), percentile(cpu, n, 99));
}

static void asks(const char *path, size_t clients)
{
	static const size_t lengths[] = {2, 3, 4, 8};
	struct district *d = district_open(path);
	must(clients > 0 && clients <= CLIENTS_MOST, "clients");
	for (size_t i = 0; i < COUNT_OF(lengths); i++)
		for (int nowhere = 0; nowhere < 2; nowhere++)
			ask_all(d, clients, lengths[i], nowhere);
	district_close(d);
}

/* ---- what it costs who writes --------------------------------------------------------------- */
struct creating {
	struct district *d;
	double until;
	_Atomic int64_t next, done;
	pthread_mutex_t lock;
	LIST(float) us;
	struct arena arena;
};

static void *create(void *arg)
{
	struct creating *c = arg;
	struct arena a;
	arena_init(&a);
	while (wall_seconds() < c->until) {
		struct ctx x;
		struct act_result r;
		int64_t i = atomic_fetch_add(&c->next, 1);
		double from = wall_seconds();
		must(ctx_open(c->d->core, &a, &c->d->supervisor, &x) == OK && district_matter_open(c->d, &x, i % FORMS, STR_NONE, &r) == OK, "open");
		ctx_close(&x);
		pthread_mutex_lock(&c->lock);
		*list_push(&c->arena, &c->us) = (float)((wall_seconds() - from) * 1e6);
		pthread_mutex_unlock(&c->lock);
		arena_reset(&a);
	}
	arena_done(&a);
	return NULL;
}

static void creates(const char *path, double seconds, bool indexed)
{
	struct creating c = {.d = district_open(path)};
	struct rounds *feed = NULL;
	pthread_t t[CLIENTS_MOST];
	pthread_mutex_init(&c.lock, NULL);
	arena_init(&c.arena);
	if (indexed)
		must(search_feed_start(c.d->core, &feed) == OK, "feed");
	double from = wall_seconds();
	c.until = from + seconds;
	for (size_t i = 0; i < CLIENTS_MOST; i++)
		must(pthread_create(&t[i], NULL, create, &c) == 0, "thread");
	for (size_t i = 0; i < CLIENTS_MOST; i++)
		pthread_join(t[i], NULL);
	double took = wall_seconds() - from;
	int64_t lag = 0;
	must(search_lag(c.d->core, &lag) == OK, "lag");
	rounds_stop(feed);
	printf("{\"rate\": %.0f, \"p50_us\": %.0f, \"p99_us\": %.0f, \"behind\": %lld}\n", (double)c.us.n / took, percentile(c.us.v, c.us.n, 50),
	       percentile(c.us.v, c.us.n, 99), (long long)lag);
	arena_done(&c.arena);
	district_close(c.d);
}

static void one(const char *path, const char *words)
{
	struct district *d = district_open(path);
	for (int i = 0; i < 5; i++) {
		struct arena a;
		struct ctx x;
		struct search_page page;
		arena_init(&a);
		must(ctx_open(d->core, &a, &d->supervisor, &x) == OK, "ctx");
		double from = wall_seconds(), cpu = cpu_seconds();
		must(search_read(&x, &(struct search_query){.words = str_of(words)}, &page) == OK, "search");
		printf("%s: %.2f ms, cpu %.2f ms, %zu hits, next " STR_FMT "\n", words, (wall_seconds() - from) * 1e3, (cpu_seconds() - cpu) * 1e3, page.n, STR_ARG(page.next));
		ctx_close(&x);
		arena_done(&a);
	}
	district_close(d);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "fill"))
		fill(argv[2]);
	else if (argc == 4 && !strcmp(argv[1], "ask"))
		asks(argv[2], (size_t)strtoul(argv[3], NULL, 10));
	else if (argc >= 4 && !strcmp(argv[1], "create"))
		creates(argv[2], strtod(argv[3], NULL), argc > 4);
	else if (argc == 4 && !strcmp(argv[1], "one"))
		one(argv[2], argv[3]);
	else
		must(false, "bench_search fill DB | ask DB CLIENTS | one DB WORDS | create DB SECONDS [index]");
	return 0;
}
