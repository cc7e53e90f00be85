/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo_measured.h"

#include <string.h>

#include "core/told.h"

#define FIRST_YEAR 2023 /* two years lie before the first that is shown, for growth and the usual course of a year */
#define MONTHS 60
#define SHOWN_FROM 22   /* from November 2024 on: 24 months and more */
#define ENTERED_ON 18   /* of the month after */

/* A row: what a year amounts to, in units of its decimals, growth of a year in thousandths. */
struct made {
	const char *name;
	bool sum, of_quarter, growth;  /* growth: a rate in tenths of a point, `year` is its level */
	int decimals;
	int64_t year;                  /* of 2023, in units of the last decimal */
	int64_t rise;                  /* a year, in thousandths */
	int64_t noise;                 /* a month, in thousandths of itself; of a rate in tenths */
	int64_t city;                  /* growth of the city, in tenths of a per cent; of a level its level */
	int64_t target_2025, target_2026; /* for the year, as declared: growth in tenths, amounts and levels in units */
};
static const struct made rows[] = {
	{"gdp", true, true, false, 2, 38640, 58, 12, 56, 60, 60},
	{"industry_growth", false, false, true, 1, 72, 4, 9, 70, 70, 75},
	{"industry_output", true, false, false, 2, 61250, 74, 30, 68, 7150000 / 100, 76000},
	{"industry_power", true, false, false, 0, 98600, 61, 35, 52, 111000, 118000},
	{"investment_growth", false, false, true, 1, 61, -5, 14, 52, 60, 60},
	{"private_investment", false, false, true, 1, 38, -12, 18, 40, 50, 45},
	{"tech_investment", true, false, false, 2, 4280, 92, 60, 85, 5000, 5500},
	{"retail", true, false, false, 2, 15390, 55, 18, 59, 17200, 18300},
	{"trade", true, false, false, 2, 4910, 36, 70, 48, 5400, 5700},
	{"foreign_capital", true, false, false, 0, 3260, -31, 120, 15, 3500, 3600},
	{"revenue", true, false, false, 2, 2285, 45, 25, 41, 45, 50},
	{"tax_share", false, false, true, 1, 742, -6, 8, 735, 740, 740},
	{"deposits", false, false, false, 2, 52300, 83, 6, 79, 0, 0},
	{"income", true, true, false, 0, 36420, 54, 8, 55, 55, 55},
	{"pm25", false, false, true, 1, 394, -18, 42, 381, 380, 370},
};
/* Shares of the months of a year, in thousandths: busy before the year ends, quiet at the Spring Festival. */
static const int season[12] = {78, 62, 86, 82, 84, 92, 80, 82, 88, 84, 88, 94};
static const struct {
	const char *unit;
	int64_t year; /* 亿元, two decimals */
} towns[] = {{"青萝街道", 1860}, {"清渠街道", 1425}, {"榴花镇", 1130}, {"石桥镇", 980}, {"云岭镇", 745}, {"榴园经开区", 3920}};

/* The ten days of a month in thousandths of it, of what is reported so. */
static const int tens[3] = {292, 318, 390};
static const struct { const char *name; size_t row; int november; } fast[] = { /* november: of 2026, in thousandths of what was made */
	{"revenue_fast", 10, 1010}, {"retail_fast", 7, 985}, {"tech_fast", 6, 810}, {"power_fast", 3, 1040}};
#define FAST_FROM 34 /* November 2025 */

struct demo_measured {
	struct arena *arena;
	struct demo_measured_config c;
	int next;     /* month that is entered next, from January of FIRST_YEAR */
	uint32_t dice;
	int64_t now[COUNT_OF(rows) + COUNT_OF(towns)][MONTHS]; /* of the month alone, or the level */
	bool begun;
};

static int64_t throw(struct demo_measured *d, int64_t wide)
{
	d->dice = d->dice * 1664525u + 1013904223u;
	return wide ? (int64_t)(d->dice >> 8) % (2 * wide + 1) - wide : 0;
}

static void make_sum(struct demo_measured *d, int64_t *v, int64_t year, int64_t rise, int64_t noise)
{
	for (int m = 0; m < MONTHS; m++) {
		if (m && m % 12 == 0)
			year += year * rise / 1000;
		v[m] = year * season[m % 12] / 1000;
		v[m] += v[m] * throw(d, noise) / 1000;
	}
}

static void make_level(struct demo_measured *d, const struct made *r, int64_t *v)
{
	for (int m = 0; m < MONTHS; m++)
		v[m] = r->growth ? r->year + r->rise * m / 12 + throw(d, r->noise)
				 : (r->year + r->year * r->rise * m / 12000) * (1000 + throw(d, r->noise)) / 1000;
}

static void make_all(struct demo_measured *d)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].sum)
			make_sum(d, d->now[i], rows[i].year, rows[i].rise, rows[i].noise);
		else
			make_level(d, &rows[i], d->now[i]);
	for (size_t i = 0; i < COUNT_OF(towns); i++)
		make_sum(d, d->now[COUNT_OF(rows) + i], towns[i].year, 40 + throw(d, 60), 80);
}

static int64_t so_far(const int64_t *v, int m)
{
	int64_t sum = 0;
	for (int k = m - m % 12; k <= m; k++)
		sum += v[k];
	return sum;
}

/* ---- one month ------------------------------------------------------------------------------- */
struct batch {
	struct demo_measured *d;
	LIST(struct measured) l;
	str source;
};

static void add(struct batch *b, const char *name, int64_t subject, str period, enum value_sort sort, int64_t v, int scale)
{
	*list_push(b->d->arena, &b->l) = (struct measured){.indicator = str_of(name), .subject = subject, .period = period, .sort = sort,
		.number = {v, scale}, .source = b->source};
}

static void add_month(struct batch *b, size_t i, int m)
{
	const struct made *r = &rows[i];
	struct demo_measured *d = b->d;
	int year = FIRST_YEAR + m / 12, n = m % 12 + 1;
	if (r->of_quarter && n % 3)
		return;
	str period = r->of_quarter ? period_nth(d->arena, year, SPAN_QUARTER, n / 3) : period_nth(d->arena, year, SPAN_MONTH, n);
	int64_t now = r->sum ? so_far(d->now[i], m) : d->now[i][m], growth = 0, tenths = r->city + throw(d, r->growth ? 6 : 9);
	add(b, r->name, 0, period, VALUE_ACTUAL, now, r->decimals);
	if (m < SHOWN_FROM)
		return;
	if (!r->growth) {
		int64_t base = r->sum ? so_far(d->now[i], m - 12) : d->now[i][m - 12];
		growth = (2000 * (now - base) / base + (now < base ? -1 : 1)) / 2; /* in tenths of a per cent, half up */
		if (n % 4) /* of some months only base and value were published */
			add(b, r->name, 0, period, VALUE_GROWTH, growth, 1);
	}
	add(b, r->name, 0, period, VALUE_CITY, tenths, 1);
	int64_t ahead = (r->growth ? now - tenths : growth - tenths) * (strcmp(r->name, "pm25") ? 1 : -1);
	int64_t rank = 5 - ahead / 6 + throw(d, 1);
	add(b, r->name, 0, period, VALUE_RANK, rank < 1 ? 1 : rank > 9 ? 9 : rank, 0);
}

static void add_targets(struct batch *b, int year)
{
	b->source = S("政府工作报告");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct indicator *of = indicator_named(core_packs(b->d->c.core), str_of(rows[i].name));
		int64_t v = year == 2025 ? rows[i].target_2025 : rows[i].target_2026;
		if (v && of)
			add(b, rows[i].name, 0, period_nth(b->d->arena, year, SPAN_YEAR, 1), VALUE_TARGET, v, of->target == BY_GROWTH || rows[i].growth ? 1 : rows[i].decimals);
	}
}

static void add_fast(struct batch *b, int m, int reported)
{
	b->source = S("旬报快报");
	for (size_t i = 0; i < COUNT_OF(fast); i++)
		for (int t = 0; t < reported; t++)
			add(b, fast[i].name, 0, period_nth(b->d->arena, FIRST_YEAR + m / 12, SPAN_TEN_DAYS, m % 12 * 3 + t + 1), VALUE_ACTUAL,
			    b->d->now[fast[i].row][m] * tens[t] / 1000 * (m == FAST_FROM + 12 ? fast[i].november : 1000) / 1000, rows[fast[i].row].decimals);
}

static err add_towns(struct batch *b, struct ctx *x, int m)
{
	int64_t unit;
	for (size_t i = 0; i < COUNT_OF(towns); i++) {
		TRY(unit_find(x, str_of(towns[i].unit), &unit));
		if (unit)
			add(b, "town_investment", unit, period_nth(b->d->arena, FIRST_YEAR + m / 12, SPAN_MONTH, m % 12 + 1), VALUE_ACTUAL,
			    so_far(b->d->now[COUNT_OF(rows) + i], m), 2);
	}
	return OK;
}

static err with(struct demo_measured *d, const char *login, struct ctx *ret)
{
	const struct actor *who = people_actor(d->c.people, str_of(login));
	return who ? ctx_open(d->c.core, d->arena, who, ret) : fail(ERR_INPUT, "there is no person {0}", str_of(login));
}

static err put(struct demo_measured *d, const char *login, struct batch *b, const char *reason)
{
	struct ctx x;
	size_t changed;
	TRY(with(d, login, &x));
	err e = values_put(&x, b->l.v, b->l.n, str_of(reason), &changed);
	ctx_close(&x);
	return e;
}

static err enter_month(struct demo_measured *d, int first, int last)
{
	struct batch b = {.d = d, .source = S("统计月报")};
	struct ctx x;
	for (int m = first; m <= last; m++)
		for (size_t i = 0; i < COUNT_OF(rows); i++)
			add_month(&b, i, m);
	TRY(with(d, "lanxingzhi", &x));
	err e = OK;
	for (int m = first > 12 ? first : 12; e == OK && m <= last; m++)
		e = add_towns(&b, &x, m);
	ctx_close(&x);
	TRY(e);
	for (int m = first > FAST_FROM ? first : FAST_FROM; m <= last; m++)
		add_fast(&b, m, 3);
	if (last + 1 > FAST_FROM && last + 1 < MONTHS)
		add_fast(&b, last + 1, 1); /* entered on the 18th: the first ten days of the next month */
	if (first == 0) {
		add_targets(&b, 2025);
		add_targets(&b, 2026);
	}
	return put(d, "lanxingzhi", &b, "");
}

/* In the middle of the year last year's figures are settled: two of them change. */
static err revise(struct demo_measured *d)
{
	struct batch b = {.d = d, .source = S("年报核定数")};
	add(&b, "gdp", 0, S("2025Q4"), VALUE_ACTUAL, so_far(d->now[0], 35) + 218, 2);
	add(&b, "retail", 0, S("2025-12"), VALUE_ACTUAL, so_far(d->now[7], 35) - 94, 2);
	return put(d, "lanxingzhi", &b, "上年数据经上级统计部门核定");
}

/* ---- the clock ------------------------------------------------------------------------------------- */
static ms_t entered_at(struct demo_measured *d, int m)
{
	int year = FIRST_YEAR + (m + 1) / 12, month = (m + 1) % 12 + 1;
	return zone_at(d->c.zone, day_of(year, month, ENTERED_ON), (9 * 60 + 40) * 60000);
}

err demo_measured_new(struct arena *a, const struct demo_measured_config *c, struct demo_measured **ret)
{
	struct demo_measured *d = arena_new(a, struct demo_measured);
	*d = (struct demo_measured){.arena = a, .c = *c, .dice = 20261122};
	make_all(d);
	*ret = d;
	return OK;
}

err demo_measured_until(struct demo_measured *d, ms_t at)
{
	while (d->next < MONTHS && entered_at(d, d->next) <= at) {
		int first = d->next, last = d->next;
		ms_t now = d->c.now(d->c.arg);
		while (last + 1 < MONTHS && entered_at(d, last + 1) <= now) /* what lies before the story stands in one sheet */
			last++;
		if (entered_at(d, last) > now)
			TRY(d->c.pass(d->c.arg, entered_at(d, last)));
		TRY(enter_month(d, first, last));
		d->next = last + 1;
		if (first && last == 41) /* the sheet of June 2026 */
			TRY(revise(d));
	}
	return OK;
}
