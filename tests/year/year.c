/* SPDX-License-Identifier: Apache-2.0 */
/* Lives through a year of a district in the real program: its store, its acts, its minute trip,
 * with a clock that is set. What people do is drawn at random from what the program offers them:
 *
 *     year DIR DATABASE KEY FROM WEEKS SEED KIND=N…
 *
 * KIND is PACK/NAME, the pack built in or a folder. DIR receives acts.jsonl (what was done),
 * snap-NNN.jsonl (every clock at an instant), weeks.tsv and final.tsv; recompute.py reads them.
 * The same seed tells the same story on every engine. */
#include "tests/year/year_in.h"

#include <stdlib.h>
#include <string.h>

#define CLERKS 2
#define STEP_PER_MILLE 350 /* of an open matter on a day */

/* ---- luck ------------------------------------------------------------------------------ */
uint32_t dice(struct year *y, uint32_t n)
{
	y->luck ^= y->luck << 13;
	y->luck ^= y->luck >> 7;
	y->luck ^= y->luck << 17;
	return (uint32_t)(y->luck >> 32) % n;
}

static ms_t instant_on(struct year *y, day_t d)
{
	bool any = dice(y, 5) == 0; /* at night, at noon, on a Sunday */
	int minute = any ? 10 + (int)dice(y, 1400) : 500 + (int)dice(y, 600);
	return zone_at(y->zone, d, minute * 60000 + (int)dice(y, 60000));
}

/* ---- the house --------------------------------------------------------------------------- */
void must_(err e, const char *what)
{
	struct buf b;
	if (e == OK)
		return;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	fprintf(stderr, "year: %s: %s\n", what, b.p ? b.p : "");
	exit(1);
}

static ms_t year_now(void *arg)
{
	return ((struct year *)arg)->now;
}

static struct pack *pack_open(struct year *y, str name)
{
	const struct pack_file *files;
	struct pack_file *read;
	struct pack *p;
	size_t n;
	for (int i = 0; i < y->n_packs; i++)
		if (str_eq(y->pack_names[i], name))
			return y->packs[i];
	bool folder = memchr(name.p, '/', name.n) != NULL;
	if (folder) {
		must(pack_read_folder(&y->arena, name, &read, &n));
		files = read;
	} else {
		n = pack_builtin(&files, name);
	}
	must(pack_load(&y->arena, folder ? S("year") : name, files, n, &p));
	y->pack_names[y->n_packs] = name;
	return y->packs[y->n_packs++] = p;
}

static void kind_add(struct year *y, const char *arg)
{
	const char *is = strchr(arg, '='), *slash = is;
	int64_t n = 0;
	while (slash && slash > arg && *slash != '/')
		slash--;
	if (!is || slash == arg || !str_int(str_of(is + 1), &n) || y->n_packs == YEAR_PACKS) {
		fprintf(stderr, "year: %s: write PACK/KIND=N\n", arg);
		exit(2);
	}
	struct pack *p = pack_open(y, (str){arg, (size_t)(slash - arg)});
	for (size_t i = 0; i < p->n_kinds; i++)
		for (int64_t k = 0; k < n && str_eq(p->kinds[i].name, (str){slash + 1, (size_t)(is - slash - 1)}); k++)
			*list_push(&y->arena, &y->v) = (struct lived){.kind = &p->kinds[i]};
}

static void rooms_open(struct year *y, const char *target, const char *key)
{
	struct calendar *calendar = calendar_new(&y->arena);
	must(calendar_load(calendar, &y->arena, calendar_built_in(), S("cn.tsv")));
	y->calendar = calendar;
	const struct store_config store = {.target = str_of(target), .modules = core_modules};
	must(store_open(&store, &y->store));
	must(store_migrate(y->store));
	y->time = (struct time_source){year_now, y};
	const struct core_config core = {.store = y->store, .time = &y->time, .calendar = calendar, .zone = y->zone, .region = 370499,
		.packs = (const struct pack *const *)y->packs, .key_file = str_of(key)};
	must(core_open(&core, &y->core));
}

static struct actor person_add(struct year *y, struct ctx *x, int64_t unit, enum duty duty, int i)
{
	struct actor a = {.unit = unit, .duties = 1u << duty, .lang = LANG_ZH};
	str login = year_text(y, "p%d_%d", (int)duty, i);
	must(user_add(x, &(struct user_new){.unit = unit, .login = login, .name = year_text(y, "第%d人", i), .post = S("科员"), .duties = a.duties, .demo = true}, &a.user));
	return a;
}

static void people_make(struct year *y)
{
	struct ctx x;
	int64_t top, office;
	must(ctx_open(y->core, &y->arena, NULL, &x));
	must(unit_add(&x, &(struct unit_new){.name = S("模拟区人民政府"), .short_name = S("区政府"), .order = 1}, &top));
	must(unit_add(&x, &(struct unit_new){.parent = top, .name = S("督查室"), .short_name = S("督查室"), .order = 2}, &office));
	for (int i = 0; i < CLERKS; i++)
		y->clerks[i] = person_add(y, &x, office, DUTY_SUPERVISION, i);
	for (int i = 0; i < YEAR_UNITS; i++) {
		str name = year_text(y, "第%02d局", i);
		must(unit_add(&x, &(struct unit_new){.parent = top, .name = name, .short_name = name, .order = i + 3}, &y->units[i]));
		y->liaisons[i] = person_add(y, &x, y->units[i], DUTY_LIAISON, i);
		y->heads[i] = person_add(y, &x, y->units[i], DUTY_HEAD, i);
	}
	ctx_close(&x);
}

/* ---- the course of the year ----------------------------------------------------------------- */
enum item_what { ITEM_OPEN, ITEM_STEP, ITEM_TRIP, ITEM_NOTICE, ITEM_WEEK, ITEM_SWITCH };
struct item {
	ms_t at;
	enum item_what what;
	size_t i, order;
};
struct items {
	struct item *v;
	size_t n, cap;
};

static void item_add(struct arena *a, struct items *l, ms_t at, enum item_what what, size_t i)
{
	*list_push(a, l) = (struct item){at, what, i, l->n};
}

static int by_time(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	return a->at != b->at ? (a->at < b->at ? -1 : 1) : a->order < b->order ? -1 : a->order > b->order;
}

static void day_plan(struct year *y, struct arena *a, day_t from, int days, day_t d, struct items *l)
{
	int share = d - from;
	for (int hour = 0; hour < 24; hour += 6)
		item_add(a, l, zone_at(y->zone, d, hour * 3600000 + 60000), ITEM_TRIP, 0);
	if (day_weekday(d) == 1)
		item_add(a, l, zone_at(y->zone, d, 8 * 3600000), ITEM_WEEK, 0);
	if (share == 14)
		item_add(a, l, zone_at(y->zone, d, 7 * 3600000), ITEM_SWITCH, 0);
	for (size_t i = 0; i < y->notices.n; i++)
		if (y->notices.v[i].day == d || (share == 0 && y->notices.v[i].day < d))
			item_add(a, l, zone_at(y->zone, d, share == 0 ? 120000 + (int)i : 9 * 3600000), ITEM_NOTICE, i);
	for (size_t i = 0; i < y->v.n; i++) {
		/* opened through the first seven tenths; interleaved, so that both kinds are */
		int64_t begins = (int64_t)(i * 7919 % y->v.n) * days * 7 / 10 / (int64_t)y->v.n;
		if (begins == share)
			item_add(a, l, instant_on(y, d), ITEM_OPEN, i);
		else if (y->v.v[i].id && dice(y, 1000) < STEP_PER_MILLE)
			item_add(a, l, instant_on(y, d), ITEM_STEP, i);
	}
	qsort(l->v, l->n, sizeof *l->v, by_time);
}

static void day_live(struct year *y, const struct items *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct item *t = &l->v[i];
		struct arena a;
		int64_t moved;
		arena_init(&a);
		y->now = t->at;
		switch (t->what) {
		case ITEM_OPEN: year_matter_open(y, &a, &y->v.v[t->i]); break;
		case ITEM_STEP: year_matter_step(y, &a, &y->v.v[t->i]); break;
		case ITEM_TRIP: must(clock_due(y->core, &a, &moved)); break;
		case ITEM_NOTICE: year_notice_load(y, &a, &y->notices.v[t->i]); break;
		case ITEM_WEEK: year_week_put(y, &a); year_snap(y, &a); break;
		case ITEM_SWITCH: year_deemed_on(y, &a); break;
		}
		arena_done(&a);
	}
}

static void live(struct year *y, day_t from, int days)
{
	for (day_t d = from; d < from + days; d++) {
		struct arena a;
		struct items l = {0};
		arena_init(&a);
		day_plan(y, &a, from, days, d, &l);
		day_live(y, &l);
		arena_done(&a);
	}
}

int main(int argc, char **argv)
{
	struct year *y = calloc(1, sizeof *y);
	day_t from = DAY_NONE;
	int64_t weeks = 0, seed = 0;
	if (!y || argc < 8 || !day_parse(str_of(argv[4]), &from) || !str_int(str_of(argv[5]), &weeks) || !str_int(str_of(argv[6]), &seed)) {
		fprintf(stderr, "year DIR DATABASE KEY FROM WEEKS SEED PACK/KIND=N...\n");
		return 2;
	}
	arena_init(&y->arena);
	y->dir = argv[1];
	y->luck = 0x9e3779b97f4a7c15u * (uint64_t)(seed + 1);
	must(zone_open(&y->arena, S("Asia/Shanghai"), &y->zone));
	y->now = zone_at(y->zone, from, 60000);
	for (int i = 7; i < argc; i++)
		kind_add(y, argv[i]);
	pack_open(y, S("supervision"));
	year_files_open(y);
	rooms_open(y, argv[2], argv[3]);
	people_make(y);
	live(y, from, (int)weeks * 7);
	y->now = zone_at(y->zone, from + (day_t)weeks * 7, 0);
	int findings = year_end(y);
	core_close(y->core);
	store_close(y->store);
	arena_done(&y->arena);
	free(y);
	return findings ? 1 : 0;
}
