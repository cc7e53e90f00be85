/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar_in.h"
#include "core/similar_in.h"
#include "core/suggest_in.h"
#include "pack/method.h"

#include <stdlib.h>
#include <string.h>

static err kind_alone(const struct core *c, const struct pack *pack, const struct kind *k)
{
	for (const struct pack *const *p = c->packs; *p != pack; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *other = &(*p)->kinds[i];
			if (str_eq(other->name, k->name))
				return fail(ERR_INPUT, "the packs {0} and {1} both have a kind called “{2}”; rename one of them", (*p)->name, pack->name, k->name);
			if (k->number.n && (str_eq(other->number, k->number) || str_eq(other->number_then, k->number) ||
					    (k->number_then.n && str_eq(other->number_then, k->number_then))))
				return fail(ERR_INPUT, "the packs {0} and {1} both give numbers like “{2}”; change one of them", (*p)->name, pack->name, k->number);
		}
	return OK;
}

/* Values name their indicator by its name alone; the kind whose subjects it measures may stand in another pack. */
static err indicator_fits(const struct core *c, const struct pack *pack, const struct indicator *i)
{
	const struct kind *k = core_kind(c, i->of);
	const struct indicator *first = indicator_named(c->packs, i->name);
	if (first != i)
		return fail(ERR_INPUT, "the packs {0} and {1} both have an indicator called “{2}”; rename one of them", first->pack->name, pack->name, i->name);
	if (str_eq(i->of, S(OF_DISTRICT)) || str_eq(i->of, S(OF_UNIT)) || (k && k->subject))
		return OK;
	return fail(ERR_INPUT, "the indicator {0} of the pack {1} is of “{2}”, which is neither district nor unit nor a kind with subject = true; name one of these",
		    i->name, pack->name, i->of);
}

static err indicators_fit(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++)
			TRY(indicator_fits(c, *p, &(*p)->indicators[i]));
	return OK;
}

/* Matters name their kind by its name alone, and no two may have one number. */
static err kinds_apart(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			TRY(kind_alone(c, *p, &(*p)->kinds[i]));
	return OK;
}

err core_open(const struct core_config *config, struct core **ret)
{
	struct core *c = calloc(1, sizeof *c);
	ours(c && config->store && config->time && config->calendar && config->zone && config->packs);
	*c = (struct core){.magic = CORE_MAGIC, .store = config->store, .time = config->time, .calendar = config->calendar,
		.zone = config->zone, .hours = config->hours,
		.n_hours = config->n_hours, .lang = config->lang, .accounts_day = DAY_NONE, .region = config->region, .packs = config->packs};
	pthread_mutex_init(&c->lock, NULL);
	pthread_mutex_init(&c->calendar_lock, NULL);
	pthread_mutex_init(&c->again_lock, NULL);
	pthread_mutex_init(&c->search_lock, NULL);
	pthread_mutex_init(&c->similar.lock, NULL);
	pthread_mutex_init(&c->similar.step, NULL);
	arena_init(&c->similar.arena);
	pthread_mutex_init(&c->learned_lock, NULL);
	arena_init(&c->arena);
	err e = kinds_apart(c);
	if (e == OK)
		e = indicators_fit(c);
	if (e == OK)
		e = master_load(c, config->key_file);
	if (e == OK)
		e = settings_load(c);
	if (e == OK)
		e = roster_load(c);
	if (e == OK)
		e = calendars_load(c);
	if (e != OK) {
		core_close(c);
		return e;
	}
	*ret = c;
	return OK;
}

void core_close(struct core *c)
{
	if (!c)
		return;
	ours(c->magic == CORE_MAGIC);
	if (c->roster)
		roster_drop(c->roster);
	if (c->calendars)
		calendars_drop(c->calendars);
	learned_close(c);
	arena_done(&c->settings_arena);
	arena_done(&c->arena);
	pthread_mutex_destroy(&c->lock);
	pthread_mutex_destroy(&c->calendar_lock);
	pthread_mutex_destroy(&c->again_lock);
	pthread_mutex_destroy(&c->search_lock);
	pthread_mutex_destroy(&c->similar.lock);
	pthread_mutex_destroy(&c->similar.step);
	similar_block_free(c->similar.open);
	arena_done(&c->similar.arena);
	pthread_mutex_destroy(&c->learned_lock);
	explicit_bzero(c, sizeof *c);
	free(c);
}

const struct kind *core_kind(const struct core *c, str name)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, name))
				return &(*p)->kinds[i];
	return NULL;
}

static void drop_roster(void *arg)
{
	roster_drop(arg);
}

err ctx_open(struct core *c, struct arena *a, const struct actor *actor, struct ctx *ret)
{
	ours(c->magic == CORE_MAGIC);
	struct actor who = {0};
	if (actor)
		who = *actor;
	*ret = (struct ctx){.core = c, .arena = a, .actor = who, .now = now_ms(c->time), .roster = roster_hold(c)};
	/* names in what was read point into it, so it lives as long as the arena */
	arena_defer(a, drop_roster, ret->roster);
	calendars_pin(ret);
	return OK;
}

void ctx_close(struct ctx *x)
{
	ctx_refresh(x);
}

void ctx_refresh(struct ctx *x)
{
	if (x->snap)
		store_read_end(x->snap);
	x->snap = NULL;
}

err ctx_snap(struct ctx *x)
{
	if (x->snap)
		return OK;
	if (atomic_load(&x->core->roster_old)) {
		atomic_store(&x->core->roster_old, false);
		TRY(ctx_roster_new(x));
	}
	for (;;) {
		calendars_pin(x);
		TRY(store_read_begin(x->core->store, &x->snap));
		if (x->calendars->no == atomic_load(&x->core->calendar_no))
			return OK;
		ctx_refresh(x); /* a calendar came in between: read it with the rows that go by it */
	}
}

err ctx_roster_new(struct ctx *x)
{
	TRY(roster_load(x->core));
	x->roster = roster_hold(x->core);
	arena_defer(x->arena, drop_roster, x->roster);
	return OK;
}

err ctx_commit(struct ctx *x, struct commit *c)
{
	/* whoever waits for the disk holds no snapshot: there are fewer of them than clients */
	ctx_refresh(x);
	return commit_run(c);
}

day_t ctx_today(const struct ctx *x)
{
	return zone_day(x->core->zone, x->now);
}
