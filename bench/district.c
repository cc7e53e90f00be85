/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/district.h"

#include "bench/kit.h"

#include <stdlib.h>
#include <string.h>

#include "relay/relay.h"

#define UNITS 30
#define SYSTEM ((struct actor){.duties = ~0u, .name = S("system")})

static const char *const titles[] = {
	"%d号楼片区老旧小区雨污分流改造，惠及居民%d户",       "新建改建农村公路%d公里，完成投资%d万元",
	"榴乡路沿线%d处积水点整治，汛前完成%d处",               "新增普惠性学前教育学位%d个，改造食堂%d所",
	"培育专精特新企业%d家，实现技改投资%d亿元",             "建成村级养老服务站%d个，服务老人%d名",
	"完成%d条河道清淤疏浚，治理岸线%d公里",                 "一般公共预算收入增长%d.5%%以上，争取资金%d亿元",
};
static const char goal[] =
	"对照目标逐项完成：一季度完成设计和招标，二季度开工，三季度主体完工，年底前竣工验收并交付使用；"
	"每月报一次进展，遇到需要区里协调的问题当月提出。";
static const char *const categories[] = {"speech", "report", "livelihood", "decision", "plan", "note"};

/* ---- wiring ----------------------------------------------------------------------- */
static void open_rooms(struct district *d, const char *path)
{
	/* as the program has them, so that its server and a measurement may take turns with one database */
	static const struct module *const *const rooms[] = {core_modules, relay_modules};
	const struct pack_file *files;
	struct pack *pack;
	struct calendar *calendar = calendar_new(&d->arena);
	must(calendar_load(calendar, &d->arena, calendar_built_in(), S("cn.tsv")) == OK, "calendar");
	must(zone_open(&d->arena, S("Asia/Shanghai"), &d->zone) == OK, "zone");
	size_t n = pack_builtin(&files, S("commitments"));
	must(pack_load(&d->arena, S("commitments"), files, n, &pack) == OK, "pack");
	d->packs[0] = pack;
	d->calendar = calendar;
	d->kind = &pack->kinds[0];
	struct store_config store = {.target = str_of(path), .modules = modules_join(&d->arena, rooms, COUNT_OF(rooms))};
	must(store_open(&store, &d->store) == OK && store_migrate(d->store) == OK, "store");
	/* a database of a server has its key in a file that the caller names */
	const char *key = getenv("LUOSHI_BENCH_KEY");
	struct core_config core = {.store = d->store, .time = &time_real, .calendar = calendar, .zone = d->zone,
				   .region = DISTRICT_REGION, .packs = d->packs,
				   .key_file = str_of(key ? key : text_fmt("%s.key", path))};
	must(core_open(&core, &d->core) == OK, "core");
}

/* ---- units and people ---------------------------------------------------------------- */
static void person_make(struct ctx *x, int64_t unit, const char *login, enum duty duty)
{
	int64_t id;
	struct user_new u = {.unit = unit, .login = str_of(login), .name = S("测量员"), .post = S("科员"), .duties = 1u << duty,
			     .demo = true};
	if (!strcmp(login, DISTRICT_LOGIN))
		u.password = S(DISTRICT_PASSWORD);
	must(user_add(x, &u, &id) == OK, login);
}

static void people_make(struct district *d)
{
	struct arena a;
	struct ctx x;
	int64_t top, office, unit;
	arena_init(&a);
	must(ctx_open(d->core, &a, &SYSTEM, &x) == OK, "ctx");
	must(core_mark_demo(&x) == OK, "demo");
	must(unit_add(&x, &(struct unit_new){.name = S("测量区人民政府"), .short_name = S("区政府"), .order = 1}, &top) == OK, "unit");
	must(unit_add(&x, &(struct unit_new){.parent = top, .name = S("督查室"), .short_name = S("督查室"), .order = 2}, &office) == OK,
	     "unit");
	person_make(&x, office, DISTRICT_LOGIN, DUTY_SUPERVISION);
	for (int i = 0; i < UNITS; i++) {
		struct unit_new u = {.parent = top, .name = str_of(text_fmt("测量区第%02d局", i)),
				     .short_name = str_of(text_fmt("第%02d局", i)), .order = i + 3};
		must(unit_add(&x, &u, &unit) == OK, "unit");
		person_make(&x, unit, text_fmt("liaison%02d", i), DUTY_LIAISON);
	}
	ctx_close(&x);
	arena_done(&a);
}

static void liaisons_find(struct district *d, struct ctx *x)
{
	struct person *p;
	size_t n;
	must(person_list(x, 1u << DUTY_LIAISON, &p, &n) == OK, "liaisons");
	d->liaisons = arena_new_n(&d->arena, d->n_units, struct actor);
	for (size_t i = 0; i < d->n_units; i++)
		for (size_t k = 0; k < n; k++)
			if (p[k].unit == d->units[i])
				d->liaisons[i] = (struct actor){.user = p[k].id, .unit = p[k].unit, .duties = p[k].duties,
								.name = S("联络员"), .unit_name = S("局")};
}

static bool people_find(struct district *d)
{
	struct arena a;
	struct ctx x;
	struct person *p;
	struct unit *u;
	size_t n = 0, n_units = 0;
	arena_init(&a);
	must(ctx_open(d->core, &a, &SYSTEM, &x) == OK, "ctx");
	must(person_list(&x, 1u << DUTY_SUPERVISION, &p, &n) == OK && unit_list(&x, &u, &n_units) == OK, "people");
	if (n)
		d->supervisor = (struct actor){.user = p[0].id, .unit = p[0].unit, .duties = p[0].duties, .name = S("测量员"),
					       .unit_name = S("督查室")};
	d->units = arena_new_n(&d->arena, n_units, int64_t);
	for (size_t i = 0; i < n_units; i++)
		if (str_starts(u[i].short_name, S("第")))
			d->units[d->n_units++] = u[i].id;
	liaisons_find(d, &x);
	ctx_close(&x);
	arena_done(&a);
	return n > 0 && d->n_units > 0;
}

struct district *district_open(const char *path)
{
	struct district *d = calloc(1, sizeof *d);
	ours(d);
	arena_init(&d->arena);
	open_rooms(d, path);
	if (!people_find(d)) {
		people_make(d);
		must(people_find(d), "units and people");
	}
	return d;
}

void district_close(struct district *d)
{
	core_close(d->core);
	store_close(d->store);
	arena_done(&d->arena);
	free(d);
}

/* ---- acting ------------------------------------------------------------------------------ */
static uint64_t mixed(int64_t i)
{
	uint64_t x = (uint64_t)i * 0x9e3779b97f4a7c15u;
	return (x ^ x >> 29) * 0xbf58476d1ce4e5b9u >> 16;
}

static str made(struct arena *a, const char *text)
{
	return str_dup(a, str_of(text));
}

static str unit_text(const struct district *d, struct arena *a, uint64_t at)
{
	return made(a, text_fmt("%lld", (long long)d->units[at % d->n_units]));
}

void district_form(const struct district *d, struct arena *a, int64_t i, struct arg **ret_args, size_t *ret_n)
{
	struct arg *v = arena_new_n(a, 7, struct arg);
	uint64_t x = mixed(i);
	struct buf day;
	buf_init(&day, a);
	day_put(&day, day_of(2026, 12, 1) + (day_t)(x % 365));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	v[0] = (struct arg){S("title"), made(a, text_fmt(titles[x % COUNT_OF(titles)], (int)(x / 8 % 90 + 3), (int)(x / 997 % 900 + 10)))};
#pragma GCC diagnostic pop
	v[1] = (struct arg){S("goal"), str_of(goal)};
	v[2] = (struct arg){S("category"), str_of(categories[x / 64 % COUNT_OF(categories)])};
	v[3] = (struct arg){S("lead"), unit_text(d, a, x / 512)};
	v[4] = (struct arg){S("assist"), unit_text(d, a, x / 512 + 1)};
	v[5] = (struct arg){S("assist"), unit_text(d, a, x / 512 + 2)};
	v[6] = (struct arg){S("due"), buf_str(&day)};
	*ret_args = v;
	*ret_n = 7;
}

err district_matter_open(struct district *d, struct ctx *x, int64_t i, str key, struct act_result *ret)
{
	struct act_request q = {.kind = d->kind, .action = S("open"), .idempotency_key = key};
	struct arg *args;
	district_form(d, x->arena, i, &args, &q.n_args);
	q.args = args;
	return act(x, &q, ret);
}

static void step_args(const struct district *d, struct arena *a, int64_t i, struct act_request *q)
{
	static const struct arg report[] = {{S("share"), S("60")}, {S("progress"), S("主体工程已完成六成，剩余部分按计划推进")}};
	static const struct arg result[] = {{S("result"), S("对照目标逐项完成，已交付使用")}, {S("share"), S("100")}};
	static const struct arg check[] = {{S("check"), S("到现场看过，与佐证一致")}};
	static const struct upload file[] = {{S("验收单.txt"), S("验收合格")}};
	struct arg *form;
	if (str_eq(q->action, S("assign"))) {
		district_form(d, a, i, &form, &q->n_args);
		q->args = form + 3;
		q->n_args -= 3;
	} else if (str_eq(q->action, S("report"))) {
		q->args = report;
		q->n_args = COUNT_OF(report);
	} else if (str_eq(q->action, S("apply_close"))) {
		q->args = result;
		q->n_args = COUNT_OF(result);
		q->files = file;
		q->n_files = COUNT_OF(file);
	} else if (str_eq(q->action, S("verify"))) {
		q->args = check;
		q->n_args = COUNT_OF(check);
	}
}

void district_matter_step(struct district *d, struct arena *a, int64_t i, int64_t matter, const char *action)
{
	static const char *const of_unit[] = {"sign", "report", "apply_close"};
	struct act_request q = {.matter = matter, .action = str_of(action)};
	struct act_result r;
	struct ctx x;
	const struct actor *who = &d->supervisor;
	for (size_t k = 0; k < COUNT_OF(of_unit); k++)
		if (str_eq(q.action, str_of(of_unit[k])))
			who = &d->liaisons[mixed(i) / 512 % d->n_units];
	must(ctx_open(d->core, a, who, &x) == OK, "ctx");
	step_args(d, a, i, &q);
	must(act(&x, &q, &r) == OK, action);
	ctx_close(&x);
}
