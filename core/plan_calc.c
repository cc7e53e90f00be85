/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan.h"

#include <stdlib.h>

#include "base/arena.h"

static int by_due(const void *pa, const void *pb)
{
	const struct plan_step *a = pa, *b = pb;
	return a->due < b->due ? -1 : a->due > b->due;
}

static day_t inside(day_t d, day_t from, day_t to)
{
	return d < from ? from : d > to ? to : d;
}

void plan_make(struct arena *a, day_t from, day_t to, const struct plan_step *steps, size_t n, struct plan *ret)
{
	*ret = (struct plan){0};
	if (from == DAY_NONE || to == DAY_NONE || to < from)
		return;
	struct plan_step *v = arena_new_n(a, n, struct plan_step);
	struct plan_point *points = arena_new_n(a, n + 2, struct plan_point);
	int64_t all = 0, sum = 0;
	size_t m = 0, k = 0;
	for (size_t i = 0; i < n; i++)
		if (steps[i].due != DAY_NONE && steps[i].weight > 0 && steps[i].weight <= PLAN_WHOLE) {
			all += steps[i].weight;
			v[m++] = steps[i];
		}
	if (m)
		qsort(v, m, sizeof *v, by_due);
	all = all < 100 ? 100 : all;
	points[k++] = (struct plan_point){from, 0};
	for (size_t i = 0; i < m; i++) {
		sum += v[i].weight;
		points[k++] = (struct plan_point){inside(v[i].due, from, to) + 1, (int)(sum * PLAN_WHOLE / all)};
	}
	points[k++] = (struct plan_point){to + 1, PLAN_WHOLE};
	*ret = (struct plan){.v = points, .n = k};
}

static int between(const struct plan_point *a, const struct plan_point *b, day_t d)
{
	int64_t days = (int64_t)b->day - a->day;
	return days ? (int)(a->share + (int64_t)(b->share - a->share) * (d - a->day) / days) : b->share;
}

int plan_at(const struct plan *p, day_t d)
{
	if (!p->n || d <= p->v[0].day)
		return 0;
	for (size_t i = 1; i < p->n; i++)
		if (d < p->v[i].day)
			return between(&p->v[i - 1], &p->v[i], d);
	return PLAN_WHOLE;
}

day_t plan_when(const struct plan *p, int64_t percent)
{
	int64_t want = percent * 100;
	if (!p->n || percent > 100)
		return DAY_NONE;
	if (want <= 0)
		return p->v[0].day;
	for (size_t i = 1; i < p->n; i++) {
		const struct plan_point *a = &p->v[i - 1], *b = &p->v[i];
		int64_t rise = b->share - a->share, days = (int64_t)b->day - a->day;
		if (b->share < want)
			continue;
		if (rise <= 0)
			return a->day;
		return (day_t)(a->day + ((want - a->share) * days + rise - 1) / rise);
	}
	return DAY_NONE;
}
