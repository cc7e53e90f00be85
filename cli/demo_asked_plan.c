/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked, where and when: by weight and season, weekday and hour; and bursts, when a whole estate
 * asks the same within two hours. */
#include "cli/demo_asked_in.h"

#define BURST 30          /* requests of one estate about one matter */
#define BURST_SHARE 25    /* one request of so many belongs to one */
#define PAIR_SHARE 100    /* one of so many is the second of a pair */
#define MINUTE 60000
#define PEAK 4            /* times as often, in the months of its season */
#define FEW 1000          /* with fewer requests than that each course is taken in turn */

/* Of a day's requests, by hour, from 0. */
static const uint8_t hours[24] = {2, 1, 1, 1, 1, 2, 6, 16, 44, 60, 58, 46, 24, 26, 44, 50, 48, 42, 30, 26, 24, 18, 10, 4};
static const uint8_t weekdays[8] = {0, 12, 11, 10, 10, 10, 6, 5}; /* Monday is 1 */
/* Per mille of orders; the rest goes the plain way. */
static const uint16_t courses[COURSES] = {[COURSE_RETURNED] = 35, [COURSE_REFUSED] = 12, [COURSE_MEETING] = 7, [COURSE_EXTENDED] = 45, [COURSE_SUSPENDED] = 9,
	[COURSE_SUPERVISED] = 10, [COURSE_INFO] = 25, [COURSE_DECLINED] = 12, [COURSE_REROUTED] = 14, [COURSE_FAILED] = 45, [COURSE_HARD] = 12};

static size_t weighed(struct demo_asked *g, const uint8_t *v, size_t n)
{
	uint32_t sum = 0, luck;
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	luck = asked_dice(g, sum);
	for (size_t i = 0; i < n; i++) {
		if (luck < v[i])
			return i;
		luck -= v[i];
	}
	return n - 1;
}

static uint32_t days_weight(const struct asked_sort *s, int month)
{
	return s->weight * (s->peak[month] ? PEAK : 1);
}

/* Month by month, so that a season fills the whole house. */
static const struct asked_sort *draw_sort(struct demo_asked *g, int *ret_month)
{
	uint32_t sum = 0, luck;
	for (size_t i = 0; i < g->sorts.n; i++)
		for (int m = 1; m <= 12; m++)
			sum += days_weight(&g->sorts.v[i], m);
	luck = asked_dice(g, sum);
	for (size_t i = 0; i < g->sorts.n; i++)
		for (int m = 1; m <= 12; m++) {
			if (luck < days_weight(&g->sorts.v[i], m)) {
				*ret_month = m;
				return &g->sorts.v[i];
			}
			luck -= days_weight(&g->sorts.v[i], m);
		}
	*ret_month = 1;
	return &g->sorts.v[0];
}

static const struct asked_place *draw_place(struct demo_asked *g, enum where sort)
{
	size_t n = 0;
	const struct asked_place *at = NULL;
	for (size_t i = 0; i < g->places.n && sort != WHERE_NONE; i++)
		if (g->places.v[i].sort == sort && asked_dice(g, (uint32_t)++n) == 0)
			at = &g->places.v[i];
	return at;
}

static ms_t draw_time(struct demo_asked *g, int month)
{
	const struct zone *zone = g->house->zone;
	day_t first = zone_day(zone, demo_asked_begin(zone)), d = first;
	for (int tries = 0; tries < 4000; tries++) {
		d = first + (day_t)asked_dice(g, DEMO_ASKED_DAYS);
		if (day_civil(d).month == month && asked_dice(g, 12) < weekdays[day_weekday(d)])
			break;
	}
	return zone_at(zone, d, (int)(weighed(g, hours, COUNT_OF(hours)) * 60 + asked_dice(g, 60)) * MINUTE + (int)asked_dice(g, MINUTE));
}

static enum fate draw_course(struct demo_asked *g)
{
	uint32_t luck = asked_dice(g, 1000);
	if (g->n < FEW && g->planned % 3 == 0)
		return (enum fate)(g->planned / 3 % COURSES);
	for (int c = COURSE_RETURNED; c < COURSES; c++) {
		if (luck < courses[c])
			return (enum fate)c;
		luck -= courses[c];
	}
	return COURSE_PLAIN;
}

static struct order *order_new(struct demo_asked *g, const struct asked_sort *s, const struct asked_place *at)
{
	struct order *o = arena_new(g->arena, struct order);
	*o = (struct order){.sort = s, .place = at, .lead = s->lead, .course = draw_course(g)};
	/* a quarter of what concerns a place goes to its town */
	if (at && asked_dice(g, 4) == 0 && asked_liaison(g, at->area))
		o->lead = at->area;
	g->planned++;
	return o;
}

static void plan_one(struct demo_asked *g)
{
	int month;
	const struct asked_sort *s = draw_sort(g, &month);
	struct order *o = order_new(g, s, draw_place(g, s->where));
	asked_due(g, o, STEP_TAKE, draw_time(g, month));
}

/* No water, no power: the first opens the matter, the others are attached to it. */
static void plan_burst(struct demo_asked *g, int64_t size)
{
	static const char *const names[] = {"utility.power.cut", "utility.water.cut", "utility.heat.cold"};
	const struct asked_sort *s = NULL;
	str name = str_of(names[asked_dice(g, COUNT_OF(names))]);
	int month = 1;
	while (!s || !str_eq(s->category, name))
		s = draw_sort(g, &month);
	struct order *first = order_new(g, s, draw_place(g, s->where));
	const struct zone *zone = g->house->zone;
	ms_t at = zone_at(zone, zone_day(zone, draw_time(g, month)), (18 * 60 + (int)asked_dice(g, 60)) * MINUTE);
	first->burst = true;
	first->course = COURSE_PLAIN;
	asked_due(g, first, STEP_TAKE, at);
	for (int64_t i = 1; i < size; i++) {
		struct order *o = order_new(g, s, first->place);
		o->same = first;
		asked_due(g, o, STEP_TAKE, at + (ms_t)(60000 + asked_dice(g, 7200000)));
	}
}

/* Two of the same house within the hour; the second is taken for a new matter and merged later. */
static void plan_pair(struct demo_asked *g)
{
	const struct asked_sort *s = NULL;
	int month = 1;
	while (!s || s->where == WHERE_NONE || s->consult || s->praise || s->suggestion || s->urgent)
		s = draw_sort(g, &month);
	struct order *first = order_new(g, s, draw_place(g, s->where)), *second = order_new(g, s, first->place);
	ms_t at = draw_time(g, month);
	first->course = second->course = COURSE_PLAIN;
	second->same = first;
	second->twice = true;
	asked_due(g, first, STEP_TAKE, at);
	asked_due(g, second, STEP_TAKE, at + (ms_t)(60000 + asked_dice(g, 3600000)));
}

/* What lies on each desk when the year ends: taken in so many days before, and left where it is. */
static const struct {
	enum fate course;
	bool bad;       /* nobody is content with it: done again, supervised */
	enum step halt; /* is never taken */
	int days;
} left_over[] = {{COURSE_PLAIN, true, STEP_TAKE, 26}, {COURSE_HARD, true, STEP_TAKE, 26}, {COURSE_PLAIN, false, STEP_VISIT, 10}, {COURSE_PLAIN, false, STEP_PASS, 8},
	{COURSE_PLAIN, false, STEP_ANSWER, 2}, {COURSE_PLAIN, false, STEP_SIGN, 1}, {COURSE_PLAIN, false, STEP_FIRST, 0}, {COURSE_INFO, false, STEP_COMPLETE, 2},
	{COURSE_RETURNED, false, STEP_RETURNED, 3}, {COURSE_MEETING, false, STEP_MEETING, 10}, {COURSE_SUSPENDED, false, STEP_RESUME, 7}};

static void plan_left(struct demo_asked *g, size_t i)
{
	const struct asked_sort *s = NULL;
	const struct zone *zone = g->house->zone;
	int month = 1;
	while (!s || s->where == WHERE_NONE || s->consult || s->praise || s->suggestion || s->urgent || s->enterprise)
		s = draw_sort(g, &month);
	struct order *o = order_new(g, s, draw_place(g, s->where));
	o->course = left_over[i].course;
	o->bad = left_over[i].bad;
	o->halt = left_over[i].halt;
	o->left = true;
	asked_due(g, o, STEP_TAKE, zone_at(zone, zone_day(zone, demo_asked_end(zone)) - left_over[i].days, (540 + (int)asked_dice(g, 400)) * MINUTE));
}

void asked_plan(struct demo_asked *g)
{
	int64_t left = g->n / BURST_SHARE, planned = 0;
	for (size_t i = 0; i < COUNT_OF(left_over) && planned < g->n; i++, planned++)
		plan_left(g, i);
	for (int64_t i = 0; i < g->n / PAIR_SHARE; i++, planned += 2)
		plan_pair(g);
	for (; left > 0 && planned + BURST <= g->n; left -= BURST) {
		int64_t size = left < BURST ? left : BURST;
		plan_burst(g, size);
		planned += size;
	}
	for (; planned < g->n; planned++)
		plan_one(g);
}
