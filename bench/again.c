/* SPDX-License-Identifier: Apache-2.0 */
/* A million dates made again after a notice, beside the bare update of the same rows:
 *
 *     bench_again make DB SEEDS    a district with so many matters whose clock runs over New Year;
 *                                  bench/fill.py copies them
 *     bench_again run REAL BARE [SLICES]
 *                                  REAL walks by clocks_again while somebody writes to it; BARE, a copy of it,
 *                                  gets the same rows by the same statements in transactions of a size that
 *                                  suits it, decided beforehand and without events. SLICES: so many times
 *                                  two seconds of each, instead of all */
#include "bench/kit.h"
#include "core/calendar_in.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REGION 370499
#define UNITS 30
#define SLICE_MS 2000
#define BATCH 32       /* matters in a bare transaction: where its rate no longer grows */
#define AHEAD 60       /* bare transactions decided at once */
#define WRITE_EVERY_US 5000
#define SAMPLES 400000
#define NOTICE "2027\tyear\t\t2027年放假通知\n2027-01-01\trest\t元旦\t2027年放假通知\n2027-01-04\trest\t元旦\t2027年放假通知\n"

static const char pack_text[] =
	"pack { \"timed\", version = \"1\", label = { zh = \"时限\", en = \"Timed\" } }\n"
	"local function w(zh, en) return { zh = zh, en = en } end\n"
	"kind { \"task\", label = w(\"任务\", \"Task\"), number = \"限〔{year}〕{n:7}\", title = \"title\", lead = \"lead\", assist = \"assist\", see = \"desk\",\n"
	" roles = { role { \"desk\", duty = \"supervision\", relation = \"any\", label = w(\"督查室\", \"Desk\") } },\n"
	" fields = { field { \"title\", type = \"line\", list = true, label = w(\"事项\", \"Title\") },\n"
	"  field { \"goal\", type = \"text\", label = w(\"目标\", \"Goal\") },\n"
	"  field { \"lead\", type = \"unit\", list = true, label = w(\"单位\", \"Unit\") },\n"
	"  field { \"assist\", type = \"units\", list = true, label = w(\"配合\", \"Assist\") } },\n"
	" states = { state { \"running\", first = true, label = w(\"在办\", \"Running\") }, state { \"done\", closed = true, label = w(\"办结\", \"Done\") } },\n"
	" clocks = { clock { \"work\", unit = \"working_day\", budget = 20, main = true, label = w(\"办结\", \"Due\") },\n"
	"  clock { \"sign\", unit = \"working_day\", budget = 2, label = w(\"签收\", \"Sign\") } },\n"
	" lights = { light { \"red\", when = \"overdue\", word = w(\"超期\", \"overdue\") }, light { \"yellow\", when = \"left_at_most\", than = 3, word = w(\"临期\", \"near\") } },\n"
	" actions = { action { \"open\", opens = true, to = \"running\", by = \"desk\", label = w(\"立项\", \"Open\"), done = w(\"立项\", \"opened\"), help = w(\"立项\", \"Open\"),\n"
	"   form = { \"title\", \"goal\", \"lead\", \"assist\" }, clocks = \"arm work\" },\n"
	"  action { \"sign\", from = \"running\", by = \"desk\", label = w(\"签\", \"Sign\"), done = w(\"签\", \"signed\"), help = w(\"签\", \"Sign\"), clocks = \"arm sign\" },\n"
	"  action { \"finish\", from = \"running\", to = \"done\", by = \"desk\", label = w(\"办结\", \"Finish\"), done = w(\"办结\", \"finished\"), help = w(\"办结\", \"Finish\") } } }\n";

struct place {
	struct arena arena;
	struct store *store;
	struct core *core;
	struct pack *packs[2];
	struct time_source time;
	atomic_llong now;
	struct actor desk;
	int64_t units[UNITS];
	size_t n_units;
};

static ms_t place_now(void *arg)
{
	return ((struct place *)arg)->now;
}

/* ---- a district ------------------------------------------------------------------------- */
static void people_make(struct place *p, struct ctx *x)
{
	int64_t top, id;
	must(unit_add(x, &(struct unit_new){.name = S("测量区人民政府"), .short_name = S("区政府"), .order = 1}, &top) == OK, "unit");
	must(unit_add(x, &(struct unit_new){.parent = top, .name = S("督查室"), .short_name = S("督查室"), .order = 2}, &p->desk.unit) == OK, "unit");
	must(user_add(x, &(struct user_new){.unit = p->desk.unit, .login = S("desk"), .name = S("测量员"), .post = S("科员"),
		.duties = 1u << DUTY_SUPERVISION, .demo = true}, &id) == OK, "person");
	for (int i = 0; i < UNITS; i++) {
		str name = str_of(text_fmt("第%02d局", i));
		must(unit_add(x, &(struct unit_new){.parent = top, .name = name, .short_name = name, .order = i + 3}, &id) == OK, "unit");
	}
}

static void people_find(struct place *p, struct ctx *x)
{
	struct unit *u;
	struct person *who;
	size_t n, n_who;
	must(unit_list(x, &u, &n) == OK, "units");
	if (!n)
		people_make(p, x);
	must(unit_list(x, &u, &n) == OK && person_list(x, 1u << DUTY_SUPERVISION, &who, &n_who) == OK && n_who, "people");
	p->n_units = 0;
	for (size_t i = 0; i < n; i++)
		if (str_starts(u[i].short_name, S("第")))
			p->units[p->n_units++] = u[i].id;
	p->desk = (struct actor){.user = who[0].id, .unit = who[0].unit, .duties = 1u << DUTY_SUPERVISION, .name = S("测量员"), .unit_name = S("督查室")};
}

static void place_open(struct place *p, const char *path)
{
	const struct pack_file file = {S("pack.lua"), str_of(pack_text)};
	const struct zone *zone;
	struct ctx x;
	arena_init(&p->arena);
	p->time = (struct time_source){place_now, p};
	struct calendar *calendar = calendar_new(&p->arena);
	must(calendar_load(calendar, &p->arena, calendar_built_in(), S("cn.tsv")) == OK && zone_open(&p->arena, S("Asia/Shanghai"), &zone) == OK, "calendar");
	must(pack_load(&p->arena, S("timed"), &file, 1, &p->packs[0]) == OK, "pack");
	p->now = zone_at(zone, day_of(2026, 12, 31), 0);
	const struct store_config store = {.target = str_dup(&p->arena, str_of(path)), .modules = core_modules};
	must(store_open(&store, &p->store) == OK && store_migrate(p->store) == OK, "store");
	const struct core_config core = {.store = p->store, .time = &p->time, .calendar = calendar, .zone = zone, .region = REGION,
		.packs = (const struct pack *const *)p->packs, .key_file = str_dup(&p->arena, str_of(text_fmt("%s.key", path)))};
	must(core_open(&core, &p->core) == OK, "core");
	must(ctx_open(p->core, &p->arena, NULL, &x) == OK, "ctx");
	people_find(p, &x);
	ctx_close(&x);
}

static void place_close(struct place *p)
{
	core_close(p->core);
	store_close(p->store);
	arena_done(&p->arena);
}

static err task_open(struct place *p, struct arena *a, int64_t i, struct act_result *ret)
{
	struct ctx x;
	struct arg args[] = {{S("title"), str_dup(a, str_of(text_fmt("第%lld片区老旧小区雨污分流改造", (long long)i)))},
		{S("goal"), S("一季度完成设计和招标，二季度开工，三季度主体完工，年底前竣工验收并交付使用；每月报一次进展。")},
		{S("lead"), str_dup(a, str_of(text_fmt("%lld", (long long)p->units[(size_t)i % p->n_units])))},
		{S("assist"), str_dup(a, str_of(text_fmt("%lld", (long long)p->units[(size_t)(i + 1) % p->n_units])))},
		{S("assist"), str_dup(a, str_of(text_fmt("%lld", (long long)p->units[(size_t)(i + 2) % p->n_units])))}};
	TRY(ctx_open(p->core, a, &p->desk, &x));
	err e = act(&x, &(struct act_request){.kind = &p->packs[0]->kinds[0], .action = S("open"), .args = args, .n_args = COUNT_OF(args)}, ret);
	ctx_close(&x);
	return e;
}

static void make(const char *path, int64_t seeds)
{
	static struct place p;
	struct arena a;
	place_open(&p, path);
	arena_init(&a);
	for (int64_t i = 0; i < seeds; i++) {
		struct act_result r;
		/* all of December, in working time and out of it */
		p.now = zone_at(p.core->zone, day_of(2026, 12, 4), 0) + i * (25 * INT64_C(86400000) / seeds);
		must(task_open(&p, &a, i, &r) == OK, "open");
		arena_reset(&a);
	}
	arena_done(&a);
	place_close(&p);
}

static void load_notice(struct place *p)
{
	struct arena a;
	struct ctx x;
	struct calendar_imported done;
	arena_init(&a);
	must(ctx_open(p->core, &a, NULL, &x) == OK, "ctx");
	must(calendar_import(&x, &(struct calendar_import){.tsv = S(NOTICE), .origin = S("notice")}, &done) == OK, "import");
	ctx_close(&x);
	arena_done(&a);
}

/* ---- the bare update ----------------------------------------------------------------------- */
STMT(bare_next, "SELECT matter FROM clock_span WHERE region = $1 AND matter > $2 ORDER BY matter LIMIT 32");

static err bare_job(struct conn *w, void *arg)
{
	struct commit *c = arg;
	for (size_t i = 0; i < c->ops.n; i++) {
		int64_t changed;
		const struct op *op = &c->ops.v[i];
		TRY(exec(w, op->stmt, op->v, op->n, &changed));
		if (!changed && op->insert)
			TRY(exec(w, op->insert, op->v, op->n, &changed));
		must(changed == 1, "a row is not there");
	}
	return OK;
}

static void decide_one(struct ctx *x, struct commit *c, int64_t id)
{
	struct matter m, old;
	bool there;
	must(matter_load(x->core, x->snap, x->arena, id, &m, &there) == OK && there, "matter");
	struct matter_clock k = m.clocks[0];
	if (!clock_again(x, &m.kind->clocks[0], &k, S("2027年放假通知")))
		return;
	matter_copy(x->arena, &m, &old);
	struct pending *p = commit_event(c, x, ENTITY_MATTER, id, m.version + 1, S(ACTION_AGAIN), S("2027年放假通知"));
	matter_change(c, &m, p, &(struct effect){.op = EFFECT_CLOCK, .text = {m.kind->clocks[0].name}, .bytes = {clock_bytes(x->arena, &k)}});
	light_take(x, c, &m, p);
	matter_applied(&m, &p->e);
	matter_ops(c, x->roster, &old, &m);
}

/* Returns how many matters were updated; *ret_seconds only of writing. */
static int64_t bare_slice(struct place *p, int64_t *at, double *ret_seconds)
{
	int64_t n = 0;
	double spent = 0;
	while (spent * 1000 < SLICE_MS) {
		static struct commit c[AHEAD];
		struct arena a;
		struct ctx x;
		int ready = 0;
		int64_t before = *at;
		arena_init(&a);
		must(ctx_open(p->core, &a, NULL, &x) == OK && ctx_snap(&x) == OK, "ctx");
		for (; ready < AHEAD; ready++) {
			struct rows *r;
			int64_t ids[BATCH];
			int k = 0;
			must(query(x.snap, &bare_next, VALS(V_INT(REGION), V_INT(*at)), &r) == OK, "next");
			while (rows_next(r))
				ids[k++] = row_int(r, 0);
			must(rows_end(r) == OK, "next");
			if (!k)
				break;
			commit_init(&c[ready], &x);
			for (int i = 0; i < k; i++)
				decide_one(&x, &c[ready], ids[i]);
			*at = ids[k - 1];
		}
		ctx_close(&x);
		double from = wall_seconds();
		for (int i = 0; i < ready; i++) {
			must(store_write(p->store, bare_job, &c[i]) == OK, "bare");
			n += (int64_t)c[i].events.n;
		}
		spent += wall_seconds() - from;
		arena_done(&a);
		if (*at == before)
			break;
	}
	*ret_seconds += spent;
	return n;
}

/* ---- somebody who writes meanwhile ----------------------------------------------------------- */
struct writer {
	struct place *p;
	_Atomic bool stop, rest;
	float *wait, *still; /* ms, during the walk and without it */
	size_t n, n_still;
};

static void *write_main(void *arg)
{
	struct writer *w = arg;
	struct arena a;
	arena_init(&a);
	for (int64_t i = 0; !w->stop; i++) {
		struct act_result r;
		bool still = w->rest;
		double from = wall_seconds();
		must(task_open(w->p, &a, i, &r) == OK, "a write during the walk");
		float ms = (float)((wall_seconds() - from) * 1e3);
		if (!still && !w->rest && w->n < SAMPLES)
			w->wait[w->n++] = ms;
		if (still && w->rest && w->n_still < SAMPLES)
			w->still[w->n_still++] = ms;
		arena_reset(&a);
		usleep(WRITE_EVERY_US);
	}
	arena_done(&a);
	return NULL;
}

static void run(const char *real_path, const char *bare_path, int64_t slices)
{
	static struct place real, bare;
	static float wait[SAMPLES], still[SAMPLES];
	struct writer w = {.p = &real, .wait = wait, .still = still, .rest = true};
	pthread_t t;
	place_open(&real, real_path);
	place_open(&bare, bare_path);
	load_notice(&real);
	load_notice(&bare);
	pthread_create(&t, NULL, write_main, &w);
	int64_t moved = 0, updated = 0, at = 0;
	double walking = 0, updating = 0;
	for (bool done = false; !done && slices-- != 0;) {
		struct again_report r;
		updated += bare_slice(&bare, &at, &updating);
		w.rest = false;
		double from = wall_seconds();
		must(clocks_again(real.core, SLICE_MS, &r) == OK, "walk");
		walking += wall_seconds() - from;
		w.rest = true;
		moved += r.moved;
		done = r.done;
	}
	w.stop = true;
	pthread_join(t, NULL);
	double bare_rate = (double)updated / updating, rate = (double)moved / walking;
	row_put(text_fmt("%lld dates made again after a notice, with their events", (long long)moved), text_fmt("bare update %.0f/s", bare_rate),
		text_fmt("%.0f/s", rate), rate / bare_rate, "0.5", rate / bare_rate >= 0.5);
	double p99 = percentile(wait, w.n, 99), most = percentile(wait, w.n, 100), calm = percentile(still, w.n_still, 100);
	row_put("the longest wait of who writes meanwhile", text_fmt("beside the bare update %.0f ms", calm),
		text_fmt("%.0f ms (p50 %.0f, p99 %.0f, %zu writes)", most, percentile(wait, w.n, 50), p99, w.n), -1, "50 ms", most < 50);
	place_close(&real);
	place_close(&bare);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "make")) {
		int64_t seeds = 0;
		must(str_int(str_of(argv[3]), &seeds), "SEEDS");
		make(argv[2], seeds);
	} else {
		int64_t slices = -1;
		must((argc == 4 || (argc == 5 && str_int(str_of(argv[4]), &slices))) && !strcmp(argv[1], "run"), "bench_again make DB SEEDS | run REAL BARE [SLICES]");
		run(argv[2], argv[3], slices);
	}
	return 0;
}
