/* SPDX-License-Identifier: Apache-2.0 */
/* Similar requests at a size, over made-up messages (bench/requests.h).
 *
 *     bench_similar fill DB N        puts N messages into the index of DB: seconds, bytes of each
 *     bench_similar ask DB N Q [cold]  Q questions, retellings of messages of the index: milliseconds of
 *                                    similar_find; cold: the pages of the file are given back to the disk first
 *
 * The matters of the answers are real ones, loaded and held against rights as always; they are of another
 * kind, so that every question has to load as many as it may. DB may be postgresql://…. */
#include "bench/district.h"
#include "bench/kit.h"
#include "bench/requests.h"
#include "core/core_in.h"
#include "core/similar_in.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACES 6000
#define MATTERS 2000
#define NOW 1790820000000LL
#define YEAR 31536000000LL
#define QUESTIONS_MOST 5000

STMT(bench_matters, "SELECT id FROM matter WHERE region = $1 AND id > $2 ORDER BY id LIMIT 2000");

static size_t matters_of(struct district *d, int64_t ret[MATTERS])
{
	struct conn *conn;
	struct rows *r;
	size_t n = 0;
	must(store_read_begin(d->store, &conn) == OK && query(conn, &bench_matters, VALS(V_INT(DISTRICT_REGION), V_INT(0)), &r) == OK, "matters");
	while (rows_next(r))
		ret[n++] = row_int(r, 0);
	must(rows_end(r) == OK, "matters");
	store_read_end(conn);
	return n;
}

static void make_matters(struct district *d)
{
	int64_t ids[MATTERS];
	for (size_t i = matters_of(d, ids); i < MATTERS; i++) {
		struct arena a;
		struct ctx x;
		struct act_result r;
		arena_init(&a);
		must(ctx_open(d->core, &a, &d->supervisor, &x) == OK && district_matter_open(d, &x, (int64_t)i, STR_NONE, &r) == OK, "open");
		ctx_close(&x);
		arena_done(&a);
	}
}

static double megabytes(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (double)st.st_size / 1e6 : 0;
}

static void bring_up(struct district *d)
{
	bool more = true;
	while (more)
		must(similar_due(d->core, &more) == OK, "similar_due");
}

static void fill(const char *path, int64_t n)
{
	struct district *d = district_open(path);
	int64_t ids[MATTERS];
	make_matters(d);
	matters_of(d, ids);
	bring_up(d);
	double before = megabytes(path), from = wall_seconds(), cpu = cpu_seconds();
	static struct similar_told told[1000];
	for (int64_t i = 0; i < n; i += 1000) {
		struct arena a;
		size_t k = 0;
		arena_init(&a);
		for (; k < 1000 && i + (int64_t)k < n; k++) {
			struct made_request r;
			request_make(&a, (uint64_t)i + k, PLACES, NOW - YEAR, NOW, (uint64_t)n, &r);
			told[k] = (struct similar_told){.matter = ids[(i + (int64_t)k) * 7919 % MATTERS], .telling = {.request = i + (int64_t)k + 1,
				.text = {.words = r.words, .place = r.place}, .facts = {.category = r.category, .caller = r.phone, .area = r.area,
				.x = similar_degrees(r.x), .y = similar_degrees(r.y), .at = r.at}}};
		}
		must(similar_put(d->core, told, k) == OK, "similar_put");
		if (i % 16000 == 0)
			bring_up(d);
		arena_done(&a);
	}
	double took = wall_seconds() - from, spent = cpu_seconds() - cpu;
	district_close(d);
	printf("{\"seconds\": %.1f, \"rate\": %.0f, \"cpu\": %.1f, \"bytes_each\": %.0f}\n", took, (double)n / took, spent,
	       (megabytes(path) - before) * 1e6 / (double)n);
}

static void give_back(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	must(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0, "posix_fadvise");
	close(fd);
}

static void asks(const char *path, int64_t n, size_t questions, bool cold)
{
	static float wall[QUESTIONS_MOST], cpu[QUESTIONS_MOST];
	int64_t rows = 0;
	if (cold)
		give_back(path);
	struct district *d = district_open(path);
	for (size_t i = 0; i < questions && i < QUESTIONS_MOST; i++) {
		struct arena a;
		struct ctx x;
		struct made_request r;
		struct similar_page page;
		arena_init(&a);
		/* another message of the same making: numbers past those of the index */
		request_make(&a, (uint64_t)n + 17 * i, PLACES, NOW - YEAR, NOW, (uint64_t)n, &r);
		double from = wall_seconds(), spent = cpu_seconds();
		must(ctx_open(d->core, &a, &d->supervisor, &x) == OK, "ctx");
		must(similar_find(&x, &(struct similar_ask){.words = r.words, .place = r.place, .category = r.category, .x = r.x, .y = r.y, .phone = r.phone,
			.area = r.area, .all = true}, &page) == OK, "similar_find");
		rows += x.rows_read;
		ctx_close(&x);
		wall[i] = (float)((wall_seconds() - from) * 1e3);
		cpu[i] = (float)((cpu_seconds() - spent) * 1e3);
		arena_done(&a);
	}
	printf("{\"p50_ms\": %.2f, \"p95_ms\": %.2f, \"p99_ms\": %.2f, \"max_ms\": %.2f, \"cpu_p50_ms\": %.2f, \"cpu_p99_ms\": %.2f, \"rows\": %.0f}\n",
	       percentile(wall, questions, 50), percentile(wall, questions, 95), percentile(wall, questions, 99), percentile(wall, questions, 100),
	       percentile(cpu, questions, 50), percentile(cpu, questions, 99), (double)rows / (double)questions);
	district_close(d);
}

int main(int argc, char **argv)
{
	int64_t n, q;
	if (argc == 4 && !strcmp(argv[1], "fill") && str_int(str_of(argv[3]), &n))
		fill(argv[2], n);
	else if (argc >= 5 && !strcmp(argv[1], "ask") && str_int(str_of(argv[3]), &n) && str_int(str_of(argv[4]), &q))
		asks(argv[2], n, (size_t)q, argc > 5);
	else
		must(false, "bench_similar fill DB N | ask DB N QUESTIONS [cold]");
	return 0;
}
