/* SPDX-License-Identifier: Apache-2.0 */
/* The days: what is due next, and the hours in which people work. */
#include "cli/demo_asked_in.h"

#include <string.h>

#define MINUTE 60000
#define SEED 0x6c756f7368690001u

uint32_t asked_dice(struct demo_asked *g, uint32_t n)
{
	g->luck ^= g->luck << 13;
	g->luck ^= g->luck >> 7;
	g->luck ^= g->luck << 17;
	return n ? (uint32_t)(g->luck >> 32) % n : 0;
}

bool asked_chance(struct demo_asked *g, uint32_t per_mille)
{
	return asked_dice(g, 1000) < per_mille;
}

ms_t demo_asked_end(const struct zone *zone)
{
	return zone_at(zone, day_of(2026, 11, 20), 17 * 60 * MINUTE);
}

ms_t demo_asked_begin(const struct zone *zone)
{
	return zone_at(zone, day_of(2026, 11, 20) - DEMO_ASKED_DAYS + 1, 0);
}

/* ---- hours ---------------------------------------------------------------------------------- */
static ms_t minute_of(const struct demo_asked *g, ms_t at)
{
	const struct zone *zone = g->house->zone;
	return (at - zone_at(zone, zone_day(zone, at), 0)) / MINUTE;
}

static ms_t later(struct demo_asked *g, int a, int b)
{
	return g->now + (ms_t)a * MINUTE + (ms_t)asked_dice(g, (uint32_t)(b - a) * MINUTE + 1) + 1000;
}

ms_t asked_centre(struct demo_asked *g, int a, int b)
{
	const struct zone *zone = g->house->zone;
	ms_t at = later(g, a, b), minute = minute_of(g, at);
	if (minute >= 450 && minute < 1290)
		return at;
	return zone_at(zone, zone_day(zone, at) + (minute >= 1290), (450 + (int)asked_dice(g, 90)) * MINUTE);
}

ms_t asked_office(struct demo_asked *g, int a, int b)
{
	const struct zone *zone = g->house->zone;
	const struct calendar *c = g->house->calendar;
	ms_t at = later(g, a, b), minute = minute_of(g, at);
	day_t d = zone_day(zone, at);
	bool works = calendar_works(c, d);
	if (works && minute >= 510 && minute < 1080)
		return at;
	d = works && minute < 510 ? d : calendar_add(c, d, 1);
	return zone_at(zone, d, (510 + (int)asked_dice(g, 75)) * MINUTE);
}

ms_t asked_days(struct demo_asked *g, int64_t working_days)
{
	const struct zone *zone = g->house->zone;
	day_t d = calendar_add(g->house->calendar, zone_day(zone, g->now), working_days);
	ms_t at = zone_at(zone, d, (520 + (int)asked_dice(g, 540)) * MINUTE);
	return at > g->now ? at : asked_office(g, 30, 120);
}

/* ---- what is due: a heap ----------------------------------------------------------------------- */
static bool before(const struct due *a, const struct due *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

void asked_due(struct demo_asked *g, struct order *o, enum step step, ms_t at)
{
	if (step == o->halt && step != STEP_TAKE)
		return;
	*list_push(g->arena, &g->due) = (struct due){at, g->numbers++, step, o};
	struct due *v = g->due.v;
	for (size_t i = g->due.n - 1; i > 0 && before(&v[i], &v[(i - 1) / 2]); i = (i - 1) / 2) {
		struct due was = v[i];
		v[i] = v[(i - 1) / 2];
		v[(i - 1) / 2] = was;
	}
}

static struct due next(struct demo_asked *g)
{
	struct due *v = g->due.v, first = v[0];
	size_t n = --g->due.n, i = 0;
	v[0] = v[n];
	for (;;) {
		size_t least = i;
		for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < n; k++)
			if (before(&v[k], &v[least]))
				least = k;
		if (least == i)
			return first;
		struct due was = v[i];
		v[i] = v[least];
		v[least] = was;
		i = least;
	}
}

err demo_asked_until(struct demo_asked *g, ms_t until)
{
	while (g->due.n && g->due.v[0].at < until) {
		struct due d = next(g);
		struct arena a;
		TRY(g->pass(g->arg, d.at));
		g->now = d.at;
		arena_init(&a);
		err e = asked_step(g, &a, d.of, d.step);
		arena_done(&a);
		TRY(e);
	}
	return OK;
}

/* ---- the beginning --------------------------------------------------------------------------------- */
static const struct kind *kind_of(const struct house *h, str name)
{
	for (const struct pack *const *p = h->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, name))
				return &(*p)->kinds[i];
	return NULL;
}

err demo_asked_new(struct arena *a, const struct demo_asked_config *config, struct demo_asked **ret)
{
	struct demo_asked *g = arena_new(a, struct demo_asked);
	*g = (struct demo_asked){.arena = a, .house = config->house, .people = config->people, .n = config->n, .pass = config->pass, .arg = config->arg, .luck = SEED};
	g->order = kind_of(g->house, S("order"));
	g->suggestion = kind_of(g->house, S("suggestion"));
	g->article = kind_of(g->house, S("article"));
	if (!g->order || !g->suggestion || !g->article)
		return fail(ERR_INPUT, "the pack requests is missing");
	TRY(asked_read(g));
	g->newest = arena_new_n(a, g->sorts.n * g->places.n, struct order *);
	memset(g->newest, 0, g->sorts.n * g->places.n * sizeof *g->newest);
	asked_plan(g);
	g->now = zone_at(g->house->zone, zone_day(g->house->zone, demo_asked_begin(g->house->zone)), 60000);
	TRY(g->pass(g->arg, g->now));
	TRY(asked_articles(g));
	*ret = g;
	return OK;
}
