/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics of a month, a year or any span of days (HJ 663), the composite index, places among stations. */
#include <stdlib.h>

#include "monitor/air.h"

static const struct air_value none = {false, {0, 1}};

static int by_value(const void *a, const void *b)
{
	int order = 0;
	const struct air_value *x = a, *y = b;
	(void)ratio_cmp(x->v, y->v, &order);
	return order;
}

struct air_value air_percentile(struct arena *a, const struct air_value *v, size_t n, int percent)
{
	struct air_value *sorted = arena_new_n(a, n, struct air_value);
	size_t valid = 0;
	struct ratio step, part;
	for (size_t i = 0; i < n; i++)
		if (v[i].valid)
			sorted[valid++] = v[i];
	if (!valid)
		return none;
	qsort(sorted, valid, sizeof *sorted, by_value);
	int64_t place = (int64_t)(valid - 1) * percent; /* hundredths, from the first */
	size_t s = (size_t)(place / 100);
	struct air_value found = sorted[s];
	if (place % 100 == 0)
		return found;
	if (!ratio_sub(sorted[s + 1].v, sorted[s].v, &step) || !ratio_div(ratio_of(place % 100), ratio_of(100), &part) ||
	    !ratio_mul(step, part, &step) || !ratio_add(sorted[s].v, step, &found.v))
		return none;
	return found;
}

struct air_value air_composite(const struct air_method *m, const struct air_value stat[AIR_ITEMS])
{
	struct ratio sum = {0, 1}, part;
	for (int i = 0; i < AIR_ITEMS; i++) {
		const struct air_share *s = &m->share[i];
		if (!s->some)
			continue;
		if (!stat[i].valid || !ratio_div(stat[i].v, ratio_dec(s->divisor), &part) ||
		    !ratio_mul(part, ratio_dec(s->weight), &part) || !ratio_add(sum, part, &sum))
			return none;
	}
	return (struct air_value){true, sum};
}

struct air_value air_change(struct air_value now, struct air_value before)
{
	struct ratio r;
	if (!now.valid || !before.valid || !ratio_sub(now.v, before.v, &r) || !ratio_div(r, before.v, &r) ||
	    !ratio_mul(r, ratio_of(100), &r))
		return none;
	return (struct air_value){true, r};
}

struct placed {
	size_t at;
	int64_t hundredths;
};

static int by_index(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	return x->hundredths != y->hundredths ? (x->hundredths > y->hundredths) - (x->hundredths < y->hundredths) :
						(x->at > y->at) - (x->at < y->at);
}

void air_rank(struct arena *a, const struct air_value *v, size_t n, size_t *ret)
{
	struct placed *p = arena_new_n(a, n, struct placed);
	size_t some = 0;
	struct dec d;
	for (size_t i = 0; i < n; i++) {
		ret[i] = 0;
		if (v[i].valid && ratio_round(v[i].v, 2, ROUND_HALF_EVEN, &d))
			p[some++] = (struct placed){i, d.v};
	}
	if (some)
		qsort(p, some, sizeof *p, by_index);
	for (size_t i = 0; i < some; i++)
		ret[p[i].at] = i && p[i].hundredths == p[i - 1].hundredths ? ret[p[i - 1].at] : i + 1;
}

/* ---- validity ---------------------------------------------------------------------------------- */
static int days_needed(const struct air_validity *v, int month)
{
	return month == 2 ? v->february : v->month;
}

/* A month has its days, a year its own and each of its months theirs; of another span as large a share of its days is
 * asked as of a year [D]: the standard says nothing of a year that still runs. */
static bool enough_days(const struct air_validity *v, const struct air_day *days, size_t n, int item, day_t from, day_t to)
{
	struct civil first = day_civil(from), last = day_civil(to);
	bool month = first.day == 1 && day_month_end(first.year, first.month) == to;
	bool year = first.day == 1 && first.month == 1 && last.month == 12 && last.day == 31 && first.year == last.year;
	int by_month[AIR_MONTHS + 1] = {0}, all = 0;
	for (size_t i = 0; i < n; i++)
		if (days[i].day >= from && days[i].day <= to && days[i].v[item].valid) {
			by_month[day_civil(days[i].day).month]++;
			all++;
		}
	if (month)
		return all >= days_needed(v, first.month);
	bool enough = year ? all >= v->year : all * 365 >= (to - from + 1) * v->year;
	for (int m = 1; year && m <= AIR_MONTHS; m++)
		enough &= by_month[m] >= days_needed(v, m);
	return enough;
}

/* ---- a period ------------------------------------------------------------------------------------- */
static void count_index(const struct air_rules *r, const struct air_day *d, struct air_period *p)
{
	const struct air_level *l = air_level_of(r, d->aqi);
	const struct air_standard *st = air_standard_on(r, d->day);
	struct air_reading v[AIR_ITEMS] = {0};
	struct air_index x;
	if (!l)
		return;
	p->with_aqi++;
	p->good += l->good;
	p->by_level[(size_t)l->level < COUNT_OF(p->by_level) ? (size_t)l->level : 0]++;
	for (int i = 0; i < AIR_ITEMS; i++)
		v[i].given = d->v[i].valid && air_round(d->v[i].v, st->scale[AIR_DAY][i].decimals, &v[i].units);
	air_index_of(r, st, AIR_DAY, v, &x);
	for (int i = 0; i < AIR_ITEMS; i++)
		p->primary[i] += x.primary[i];
}

void air_period_of(struct arena *a, const struct air_rules *r, const struct air_method *m, const struct air_day *days, size_t n, day_t from,
		   day_t to, struct air_period *ret)
{
	struct air_period p = {.from = from, .to = to, .composite_enough = true};
	struct air_value *column = arena_new_n(a, n, struct air_value);
	for (int item = 0; item < AIR_ITEMS; item++) {
		size_t in = 0;
		for (size_t i = 0; i < n; i++)
			if (days[i].day >= from && days[i].day <= to && days[i].v[item].valid)
				column[in++] = days[i].v[item];
		p.days[item] = in;
		p.enough[item] = enough_days(&r->validity, days, n, item, from, to);
		p.stat[item] = m->share[item].percentile ? air_percentile(a, column, in, m->share[item].percentile) : air_mean(column, in, 1);
		p.composite_enough &= p.enough[item] || !m->share[item].some;
	}
	for (size_t i = 0; i < n; i++)
		if (days[i].day >= from && days[i].day <= to)
			count_index(r, &days[i], &p);
	p.composite = air_composite(m, p.stat);
	p.composite_enough &= p.composite.valid;
	*ret = p;
}
