/* SPDX-License-Identifier: Apache-2.0 */
/* Durable creates: a matter with three indexes and its event, through store/, against
 * what the disk and the bare library do in the same run.
 *
 *     bench_store [DIR]        LUOSHI_BENCH_PG=URL adds PostgreSQL (an empty database) */
#include <fcntl.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/kit.h"
#include "store/store.h"

#define ROUNDS 4 /* the limits and the runs take turns, so that a busy neighbour meets all of them */
#define SECONDS 0.4
#define THREADS_MOST 64

#define MATTER_SQL \
	"INSERT INTO matter(region, id, kind, state, unit, due, title, version) VALUES($1, $2, $3, $4, $5, $6, $7, 1)"
#define EVENT_SQL \
	"INSERT INTO event(region, seq, entity, version, at, effects, hash) VALUES($1, $2, $3, 1, $4, $5, $6)"
STMT(matter_add, MATTER_SQL);
STMT(event_add, EVENT_SQL);
static const struct stmt *const stmts[] = {&matter_add, &event_add, NULL};
static const struct migration steps[] = {
	{1, "bench",
	 "CREATE TABLE matter(region INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,"
	 " unit INTEGER NOT NULL, due INTEGER NOT NULL, title TEXT NOT NULL, version INTEGER NOT NULL,"
	 " PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX matter_unit ON matter(region, unit, due);"
	 "CREATE INDEX matter_state ON matter(region, state, id);"
	 "CREATE INDEX matter_kind ON matter(region, kind, id);"
	 "CREATE TABLE event(region INTEGER NOT NULL, seq INTEGER NOT NULL, entity INTEGER NOT NULL,"
	 " version INTEGER NOT NULL, at INTEGER NOT NULL, effects TEXT NOT NULL, hash BLOB NOT NULL,"
	 " PRIMARY KEY(region, seq)) STRICT, WITHOUT ROWID;",
	 NULL},
};
static const struct module module = {"bench", stmts, steps, 1};
static const struct module *const modules[] = {&module, NULL};

static const char title[] = "关于区政府门前路灯不亮的诉求，请住建局在五个工作日内办结";
static const char effects[] = "{\"state\":\"open\",\"unit\":\"20\",\"due\":\"2026-12-31\",\"clock\":{\"op\":\"arm\",\"budget\":5}}";
static const char hash[32] = "0123456789abcdef0123456789abcde";

/* ---- the limits -------------------------------------------------------------------- */
/* A page and its frame head appended, synced, again from the start after 4 MB: a log. */
static double fsync_rate(const char *dir)
{
	char name[300], page[4120] = {1};
	snprintf(name, sizeof name, "%s/fsync", dir);
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	long n = 0;
	double from = wall_seconds();
	for (; wall_seconds() - from < SECONDS; n++) {
		must(pwrite(fd, page, sizeof page, n % 1000 * (long)sizeof page) == (ssize_t)sizeof page, "pwrite");
		must(fdatasync(fd) == 0, "fdatasync");
	}
	double rate = (double)n / (wall_seconds() - from);
	close(fd);
	unlink(name);
	return rate;
}

static void bind_row(sqlite3_stmt *m, sqlite3_stmt *e, int64_t id)
{
	sqlite3_bind_int64(m, 1, 330106);
	sqlite3_bind_int64(m, 2, id);
	sqlite3_bind_text(m, 3, "request", -1, SQLITE_STATIC);
	sqlite3_bind_text(m, 4, "open", -1, SQLITE_STATIC);
	sqlite3_bind_int64(m, 5, id % 97);
	sqlite3_bind_int64(m, 6, id * 7919 % 1000003);
	sqlite3_bind_text(m, 7, title, -1, SQLITE_STATIC);
	sqlite3_bind_int64(e, 1, 330106);
	sqlite3_bind_int64(e, 2, id);
	sqlite3_bind_int64(e, 3, id);
	sqlite3_bind_int64(e, 4, id);
	sqlite3_bind_text(e, 5, effects, -1, SQLITE_STATIC);
	sqlite3_bind_blob(e, 6, hash, sizeof hash, SQLITE_STATIC);
}

static double bare_sqlite(const char *dir, int per_transaction, int64_t *id)
{
	char name[300];
	sqlite3 *db;
	sqlite3_stmt *m, *e;
	snprintf(name, sizeof name, "%s/bare%d.db", dir, per_transaction);
	sqlite3_open(name, &db);
	sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384", NULL, NULL, NULL);
	must(*id > 1 || sqlite3_exec(db, steps[0].sql, NULL, NULL, NULL) == SQLITE_OK, "schema");
	sqlite3_prepare_v2(db, MATTER_SQL, -1, &m, NULL);
	sqlite3_prepare_v2(db, EVENT_SQL, -1, &e, NULL);
	int64_t first = *id;
	double from = wall_seconds();
	while (wall_seconds() - from < SECONDS) {
		sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
		for (int i = 0; i < per_transaction; i++, ++*id) {
			bind_row(m, e, *id);
			must(sqlite3_step(m) == SQLITE_DONE && sqlite3_step(e) == SQLITE_DONE, "insert");
			sqlite3_reset(m);
			sqlite3_reset(e);
		}
		must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "commit");
	}
	double rate = (double)(*id - first) / (wall_seconds() - from);
	sqlite3_finalize(m);
	sqlite3_finalize(e);
	sqlite3_close(db);
	return rate;
}

/* libpq in pipeline mode, one transaction per row, on n connections */
struct pipe_hand {
	const char *url;
	int64_t from;
	long done;
};

static void send_row(PGconn *pg, int64_t id)
{
	char region[] = "330106", number[24], unit[24], due[24];
	snprintf(number, sizeof number, "%lld", (long long)id);
	snprintf(unit, sizeof unit, "%lld", (long long)(id % 97));
	snprintf(due, sizeof due, "%lld", (long long)(id * 7919 % 1000003));
	const char *const m[] = {region, number, "request", "open", unit, due, title};
	const char *const e[] = {region, number, number, number, effects, "0123456789abcdef0123456789abcde"};
	PQsendQueryPrepared(pg, "b", 0, NULL, NULL, NULL, 0);
	PQsendQueryPrepared(pg, "m", 7, m, NULL, NULL, 0);
	PQsendQueryPrepared(pg, "e", 6, e, NULL, NULL, 0);
	PQsendQueryPrepared(pg, "c", 0, NULL, NULL, NULL, 0);
	PQpipelineSync(pg);
}

static void *pipe_main(void *arg)
{
	struct pipe_hand *h = arg;
	PGconn *pg = PQconnectdb(h->url);
	PQclear(PQprepare(pg, "b", "BEGIN", 0, NULL));
	PQclear(PQprepare(pg, "c", "COMMIT", 0, NULL));
	PQclear(PQprepare(pg, "m", MATTER_SQL, 0, NULL));
	PQclear(PQprepare(pg, "e", EVENT_SQL, 0, NULL));
	PQenterPipelineMode(pg);
	double until = wall_seconds() + SECONDS;
	for (int64_t id = h->from; wall_seconds() < until; id++, h->done++) {
		send_row(pg, id);
		for (bool more = true; more;) {
			PGresult *r = PQgetResult(pg);
			must(!r || PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_PIPELINE_SYNC,
			     PQerrorMessage(pg));
			more = PQresultStatus(r) != PGRES_PIPELINE_SYNC;
			PQclear(r);
		}
	}
	PQfinish(pg);
	return NULL;
}

static double bare_pipeline(const char *url, int n, int round)
{
	struct pipe_hand h[THREADS_MOST];
	pthread_t t[THREADS_MOST];
	long done = 0;
	for (int i = 0; i < n; i++) {
		h[i] = (struct pipe_hand){url, (1ll << 50) + ((int64_t)round << 40) + ((int64_t)i << 30), 0};
		pthread_create(&t[i], NULL, pipe_main, &h[i]);
	}
	for (int i = 0; i < n; i++) {
		pthread_join(t[i], NULL);
		done += h[i].done;
	}
	return (double)done / SECONDS;
}

/* ---- through the store ----------------------------------------------------------------- */
struct hand {
	struct store *s;
	_Atomic int64_t *next;
	double until;
	long done;
	float wait[200000]; /* milliseconds; enough for the time of one run */
};

static err create(struct conn *c, void *arg)
{
	int64_t id = *(int64_t *)arg;
	TRY(exec(c, &matter_add,
		 VALS(V_INT(330106), V_INT(id), V_TEXT(S("request")), V_TEXT(S("open")), V_INT(id % 97),
		      V_INT(id * 7919 % 1000003), V_TEXT(str_of(title))), NULL));
	return exec(c, &event_add,
		    VALS(V_INT(330106), V_INT(id), V_INT(id), V_INT(id), V_TEXT(str_of(effects)), V_BLOB(((str){hash, sizeof hash}))),
		    NULL);
}

static void *hand_main(void *arg)
{
	struct hand *h = arg;
	for (double now = wall_seconds(); now < h->until; h->done++) {
		int64_t id = atomic_fetch_add(h->next, 1);
		must(store_write(h->s, create, &id) == OK, "store_write");
		double then = now;
		now = wall_seconds();
		if ((size_t)h->done < COUNT_OF(h->wait))
			h->wait[h->done] = (float)((now - then) * 1e3);
	}
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static atomic_long commits;

static void count_commit(void *arg)
{
	unused_arg(arg);
	atomic_fetch_add(&commits, 1);
}

/* Creates per second; also the slowest hundredth and how many shared a commit. */
static double through_store(struct store *s, _Atomic int64_t *next, int threads, double *ret_p99, double *ret_batch)
{
	static struct hand hand[THREADS_MOST];
	pthread_t t[THREADS_MOST];
	long done = 0;
	double from = wall_seconds();
	atomic_store(&commits, 0);
	for (int i = 0; i < threads; i++) {
		hand[i].s = s;
		hand[i].next = next;
		hand[i].until = from + SECONDS;
		hand[i].done = 0;
		pthread_create(&t[i], NULL, hand_main, &hand[i]);
	}
	for (int i = 0; i < threads; i++) {
		pthread_join(t[i], NULL);
		done += hand[i].done;
	}
	double rate = (double)done / (wall_seconds() - from);
	size_t n = (size_t)hand[0].done < COUNT_OF(hand[0].wait) ? (size_t)hand[0].done : COUNT_OF(hand[0].wait);
	qsort(hand[0].wait, n, sizeof *hand[0].wait, by_size);
	*ret_p99 = n ? (double)hand[0].wait[n * 99 / 100] : 0;
	*ret_batch = (double)done / (double)(atomic_load(&commits) + 1);
	return rate;
}

static struct store *opened(const char *target)
{
	struct store_config config = {.target = str_of(target), .modules = modules};
	struct store *s;
	must(store_open(&config, &s) == OK && store_migrate(s) == OK, "opening");
	store_on_commit(s, count_commit, NULL);
	return s;
}

static const int threads[] = {1, 16, 64};
#define RUNS COUNT_OF(threads)
struct sums {
	double rate[RUNS], p99[RUNS], batch[RUNS];
};

/* One round of every number of clients; sums, to be divided by ROUNDS. */
static void add_round(struct store *s, _Atomic int64_t *next, struct sums *sum)
{
	for (size_t i = 0; i < RUNS; i++) {
		double p99, batch;
		sum->rate[i] += through_store(s, next, threads[i], &p99, &batch);
		sum->p99[i] += p99;
		sum->batch[i] += batch;
	}
}

static void bench_sqlite(const char *dir)
{
	char target[300];
	_Atomic int64_t next = 1;
	int64_t ones = 1, hundreds = 1;
	double disk = 0, one = 0, hundred = 0;
	struct sums sum = {0};
	snprintf(target, sizeof target, "%s/store.db", dir);
	struct store *s = opened(target);
	for (int round = 0; round < ROUNDS; round++) {
		disk += fsync_rate(dir);
		one += bare_sqlite(dir, 1, &ones);
		hundred += bare_sqlite(dir, 100, &hundreds);
		add_round(s, &next, &sum);
	}
	store_close(s);
	for (size_t i = 0; i < RUNS; i++) {
		const char *reached = text_fmt("%.0f/s, p99 %.2f ms, %.1f a commit", sum.rate[i] / ROUNDS, sum.p99[i] / ROUNDS,
					       sum.batch[i] / ROUNDS);
		const char *work = text_fmt("durable create through the store, %d clients", threads[i]);
		if (i == 0)
			row_put("single durable create, no queue", text_fmt("fsync %.0f/s", disk / ROUNDS), reached, sum.rate[i] / disk, "0.50",
				sum.rate[i] / disk >= 0.5);
		row_put(work, text_fmt("library, 1 a transaction %.0f/s", one / ROUNDS), reached, sum.rate[i] / one, "", true);
		row_put(work, text_fmt("library, 100 a transaction %.0f/s", hundred / ROUNDS), reached, sum.rate[i] / hundred, "", true);
	}
}

static void bench_postgres(const char *url)
{
	_Atomic int64_t next = 1;
	double limit = 0;
	struct sums sum = {0};
	struct store *s = opened(url);
	for (int round = 0; round < ROUNDS; round++) {
		limit += bare_pipeline(url, 16, round);
		add_round(s, &next, &sum);
	}
	store_close(s);
	for (size_t i = 0; i < RUNS; i++)
		row_put(text_fmt("PostgreSQL creates, %d clients", threads[i]), text_fmt("libpq pipeline, 16 connections %.0f/s", limit / ROUNDS),
			text_fmt("%.0f/s, p99 %.2f ms, %.1f a commit", sum.rate[i] / ROUNDS, sum.p99[i] / ROUNDS, sum.batch[i] / ROUNDS),
			sum.rate[i] / limit, threads[i] == 16 ? "0.7" : "", sum.rate[i] >= 0.7 * limit);
}

int main(int argc, char **argv)
{
	char dir[256], text[300];
	snprintf(dir, sizeof dir, "%s/bench-store-XXXXXX", argc > 1 ? argv[1] : "/tmp");
	must(mkdtemp(dir) != NULL, "mkdtemp");
	bench_sqlite(dir);
	if (getenv("LUOSHI_BENCH_PG"))
		bench_postgres(getenv("LUOSHI_BENCH_PG"));
	snprintf(text, sizeof text, "rm -rf '%s'", dir);
	return system(text);
}
