/* SPDX-License-Identifier: Apache-2.0 */
/* Durable creates of a matter by act, 64 threads, against the bare group commit of the
 * same rows, decided beforehand; and a page of 50 from many matters.
 *
 *     bench_core [DIR [MATTERS]]        from the root of the tree; MATTERS for the lists, default 20000 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/matter_in.h"

#define THREADS 64
#define CREATES 3200
#define ROUNDS 3
#define REGION 370499

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(err e, const char *what)
{
	struct buf b;
	if (e == OK)
		return;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	fprintf(stderr, "bench_core: %s: %s\n", what, b.p ? b.p : "");
	exit(1);
}

struct place {
	struct arena arena;
	struct store *store;
	struct core *core;
	struct pack *packs[2];
	struct calendar *calendar;
	const struct zone *zone;
	int64_t unit[3], person[2];
	char target[256], key[256];
};

static str file_of(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char block[4096];
	size_t n;
	buf_init(&b, a);
	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, (str){block, n});
	if (f)
		fclose(f);
	return buf_str(&b);
}

static void open_place(struct place *p, const char *dir, const char *name)
{
	struct pack_file *files;
	size_t n;
	struct ctx x;
	static const char *const units[] = {"榴园区人民政府", "督查室", "区住建局"};
	arena_init(&p->arena);
	snprintf(p->target, sizeof p->target, "%s/%s.db", dir, name);
	snprintf(p->key, sizeof p->key, "%s/%s.key", dir, name);
	must(pack_read_folder(&p->arena, S("packs/commitments"), &files, &n), "pack");
	must(pack_load(&p->arena, S("commitments"), files, n, &p->packs[0]), "pack");
	p->calendar = calendar_new(&p->arena);
	must(calendar_load(p->calendar, &p->arena, file_of(&p->arena, "data/calendar/cn.tsv"), S("cn.tsv")), "calendar");
	must(zone_open(&p->arena, S("Asia/Shanghai"), &p->zone), "zone");
	const struct store_config store = {.target = str_of(p->target), .modules = core_modules};
	must(store_open(&store, &p->store), "store");
	must(store_migrate(p->store), "schema");
	const struct core_config core = {.store = p->store, .time = &time_real, .calendar = p->calendar, .zone = p->zone, .region = REGION,
		.packs = (const struct pack *const *)p->packs, .key_file = str_of(p->key)};
	must(core_open(&core, &p->core), "core");
	must(ctx_open(p->core, &p->arena, NULL, &x), "ctx");
	for (int i = 0; i < 3; i++)
		must(unit_add(&x, &(struct unit_new){.parent = i ? p->unit[0] : 0, .name = str_of(units[i]), .order = i}, &p->unit[i]), "unit");
	must(user_add(&x, &(struct user_new){.unit = p->unit[1], .login = S("a"), .name = S("甲"), .duties = 1u << DUTY_SUPERVISION}, &p->person[0]), "user");
	must(user_add(&x, &(struct user_new){.unit = p->unit[2], .login = S("b"), .name = S("乙"), .duties = 1u << DUTY_LIAISON}, &p->person[1]), "user");
	ctx_close(&x);
}

static void close_place(struct place *p)
{
	core_close(p->core);
	store_close(p->store);
	arena_done(&p->arena);
}

static struct actor chief(const struct place *p)
{
	return (struct actor){.user = p->person[0], .unit = p->unit[1], .duties = 1u << DUTY_SUPERVISION};
}

static size_t form(struct arena *a, const struct place *p, struct arg *v)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, p->unit[2]);
	v[0] = (struct arg){S("title"), S("完成城北12个老旧小区改造")};
	v[1] = (struct arg){S("goal"), S("2026年12月31日前完成城北12个老旧小区改造，受益居民3000户。")};
	v[2] = (struct arg){S("lead"), buf_str(&b)};
	v[3] = (struct arg){S("due"), S("2026-12-31")};
	return 4;
}

/* ---- through act ------------------------------------------------------------------------ */
struct hand {
	struct place *p;
	struct commit *ready; /* the bare run: decided before */
	long n;
	float *wait;
	_Atomic int64_t *seq;
};

static void *act_main(void *arg)
{
	struct hand *h = arg;
	struct arena a;
	arena_init(&a);
	for (long i = 0; i < h->n; i++) {
		struct ctx x;
		struct arg v[4];
		struct act_result done;
		struct actor who = chief(h->p);
		double from = seconds();
		must(ctx_open(h->p->core, &a, &who, &x), "ctx");
		must(act(&x, &(struct act_request){.kind = &h->p->packs[0]->kinds[0], .action = S("open"), .args = v, .n_args = form(&a, h->p, v)}, &done), "act");
		ctx_close(&x);
		arena_reset(&a);
		h->wait[i] = (float)((seconds() - from) * 1e3);
	}
	arena_done(&a);
	return NULL;
}

/* ---- the bare group commit of the same rows ------------------------------------------------ */
STMT(bare_event,
     "INSERT INTO event(region, seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, sealed, reason, alg, hash)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");

struct bare {
	struct commit *c;
	int64_t seq;
};

static err bare_job(struct conn *w, void *arg)
{
	static const char hash[32] = "0123456789abcdef0123456789abcde";
	struct bare *b = arg;
	struct commit *c = b->c;
	const struct pending *p = c->events.v[0];
	for (size_t i = 0; i < c->ops.n; i++) {
		struct op *op = &c->ops.v[i];
		int64_t changed;
		TRY(exec(w, op->stmt, op->v, op->n, &changed));
		if (!changed && op->insert)
			TRY(exec(w, op->insert, op->v, op->n, NULL));
	}
	return exec(w, &bare_event, VALS(V_INT(REGION), V_INT(b->seq), V_INT(p->e.id), V_INT(1), V_INT(p->e.entity_id), V_INT(1), V_INT(p->e.at),
		V_INT(p->e.actor), V_INT(p->e.unit), V_TEXT(p->e.action), V_BLOB(buf_str(&p->items)), V_BLOB(S("")), V_NULL, V_TEXT(S("")),
		V_INT(1), V_BLOB(((str){hash, sizeof hash}))), NULL);
}

static void *bare_main(void *arg)
{
	struct hand *h = arg;
	for (long i = 0; i < h->n; i++) {
		double from = seconds();
		struct bare b = {&h->ready[i], atomic_fetch_add(h->seq, 1)};
		must(store_write(h->p->store, bare_job, &b), "bare");
		h->wait[i] = (float)((seconds() - from) * 1e3);
	}
	return NULL;
}

static void put_number(struct number_take *t, str number)
{
	for (size_t k = 0; k < t->at.n; k++)
		*t->at.v[k] = V_TEXT(number);
}

static struct commit *decide_all(struct place *p, struct arena *a, long n, int64_t *number)
{
	struct commit *v = arena_new_n(a, (size_t)n, struct commit);
	for (long i = 0; i < n; i++) {
		struct ctx x;
		struct arg form_[4];
		struct matter m;
		struct pending *e;
		struct actor who = chief(p);
		must(ctx_open(p->core, a, &who, &x), "ctx");
		commit_init(&v[i], &x);
		struct taking t = {.action = &p->packs[0]->kinds[0].actions[kind_action(&p->packs[0]->kinds[0], S("open"))], .args = form_};
		t.n_args = form(a, p, form_);
		must(act_open(&x, &v[i], &p->packs[0]->kinds[0], &m), "open");
		must(act_take(&x, &v[i], &m, &t, &e), "take");
		matter_ops(&v[i], x.roster, NULL, &m);
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "%s%lld", "督〔2026〕", (long long)++*number);
		for (size_t k = 0; k < v[i].numbers.n; k++)
			put_number(v[i].numbers.v[k], buf_str(&b));
		ctx_close(&x);
	}
	return v;
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static double run(void *(*fn)(void *), struct hand *h, float *wait, double *ret_p99)
{
	pthread_t t[THREADS];
	double from = seconds();
	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, fn, &h[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	double rate = CREATES / (seconds() - from);
	qsort(wait, CREATES, sizeof *wait, by_size);
	*ret_p99 = wait[CREATES * 99 / 100];
	return rate;
}

static void bench_creates(const char *dir)
{
	static struct place a, b;
	static float wait[CREATES];
	struct hand h[THREADS];
	double act_rate = 0, bare_rate = 0, act_p99 = 0, bare_p99 = 0, p99;
	_Atomic int64_t seq = 1000;
	int64_t number = 0;
	open_place(&a, dir, "act");
	open_place(&b, dir, "bare");
	for (int round = 0; round < ROUNDS; round++) {
		struct arena ready;
		arena_init(&ready);
		struct commit *v = decide_all(&b, &ready, CREATES, &number);
		for (int i = 0; i < THREADS; i++)
			h[i] = (struct hand){.p = &b, .ready = v + i * (CREATES / THREADS), .n = CREATES / THREADS, .wait = wait + i * (CREATES / THREADS), .seq = &seq};
		bare_rate += run(bare_main, h, wait, &p99);
		bare_p99 += p99;
		arena_done(&ready);
		for (int i = 0; i < THREADS; i++)
			h[i] = (struct hand){.p = &a, .n = CREATES / THREADS, .wait = wait + i * (CREATES / THREADS)};
		act_rate += run(act_main, h, wait, &p99);
		act_p99 += p99;
	}
	printf("creates, %d threads: act %.2f of the bare group commit of the same rows; p99 %.2f of its p99; %.0f/s against %.0f/s\n",
	       THREADS, act_rate / bare_rate, act_p99 / bare_p99, act_rate / ROUNDS, bare_rate / ROUNDS);
	close_place(&a);
	close_place(&b);
}

/* ---- lists ----------------------------------------------------------------------------------- */
static void bench_lists(const char *dir, long matters)
{
	static struct place p;
	static float wait[400];
	int64_t number = 0;
	open_place(&p, dir, "list");
	for (long done = 0; done < matters;) {
		struct arena ready;
		long n = matters - done < 1000 ? matters - done : 1000;
		struct hand h[THREADS] = {{0}};
		static float waste[1000];
		_Atomic int64_t seq = 1000 + done;
		arena_init(&ready);
		struct commit *v = decide_all(&p, &ready, n, &number);
		pthread_t t[10];
		for (int i = 0; i < 10; i++) {
			h[i] = (struct hand){.p = &p, .ready = v + i * (n / 10), .n = n / 10, .wait = waste + i * 100, .seq = &seq};
			pthread_create(&t[i], NULL, bare_main, &h[i]);
		}
		for (int i = 0; i < 10; i++)
			pthread_join(t[i], NULL);
		arena_done(&ready);
		done += n;
	}
	struct arena a;
	arena_init(&a);
	str cursor = S("");
	char kept[64];
	for (size_t i = 0; i < COUNT_OF(wait); i++) {
		struct ctx x;
		struct matter_page page;
		struct actor who = chief(&p);
		double from = seconds();
		must(ctx_open(p.core, &a, &who, &x), "ctx");
		must(matter_list(&x, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE, .order = (enum matter_order)(i % 2 ? ORDER_CHANGED : ORDER_DUE),
			.cursor = i % 2 ? cursor : S("")}, &page), "list");
		if (i % 2) {
			snprintf(kept, sizeof kept, STR_FMT, STR_ARG(page.next));
			cursor = str_of(kept);
		}
		ctx_close(&x);
		arena_reset(&a);
		wait[i] = (float)((seconds() - from) * 1e3);
	}
	arena_done(&a);
	qsort(wait, COUNT_OF(wait), sizeof *wait, by_size);
	printf("a page of 50 from %ld matters: median %.2f ms, p99 %.2f ms\n", matters, wait[COUNT_OF(wait) / 2], wait[COUNT_OF(wait) * 99 / 100]);
	close_place(&p);
}

int main(int argc, char **argv)
{
	const char *dir = argc > 1 ? argv[1] : ".";
	bench_creates(dir);
	bench_lists(dir, argc > 2 ? strtol(argv[2], NULL, 10) : 20000);
	return 0;
}
