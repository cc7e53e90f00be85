/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks and the light of a matter with their reasons, and what its reader may do. */
#include "core/read_matter_in.h"

static struct clock_view clock_view_of(struct ctx *x, const struct kind *kind, const struct clock_decl *d, const struct matter_clock *k)
{
	struct clock_place place = ctx_place(x, d);
	struct clock_run run;
	struct clock_state s;
	struct light_rules rules = rules_in_force(x, kind);
	clock_run_make(x->arena, &place, &k->c, &run);
	clock_at(&run, x->now, &s);
	struct clock_view v = {.decl = d, .calendar = place.calendar, .started = k->c.start, .due = run.due, .provisional = run.provisional, .left = s.left,
		.paused = s.paused, .stopped = k->c.stopped != MS_NONE, 
		.next = clock_next(&run, rules.all + rules.first, rules.n, x->now)};
	v.running = !v.stopped && !v.paused;
	v.n_reasons = clock_why(x->arena, &run, &v.reasons);
	reasons_named(x, v.reasons, v.n_reasons);
	int64_t warn = pack_int(x, kind->pack, d->warn_setting, d->warn);
	v.clock = &k->c;
	v.over = s.overdue;
	if (v.stopped && (k->due != run.due || k->provisional != run.provisional)) { /* a calendar changed since: the record stays */
		v.due = k->due;
		v.provisional = k->provisional;
		v.over = k->due != MS_NONE && k->due < k->c.stopped;
		v.n_reasons = 0;
	}
	v.near = v.running && !v.over && warn > 0 && s.left <= warn;
	return v;
}

void matter_clocks(struct ctx *x, const struct matter *m, struct clock_view **ret, size_t *ret_n)
{
	const struct kind *k = m->kind;
	struct clock_view *v = arena_new_n(x->arena, k->n_clocks, struct clock_view);
	const struct matter_clock *main = matter_main_clock(m);
	size_t n = 0;
	for (size_t i = 0; i < k->n_clocks; i++)
		if (m->clocks[i].armed)
			v[n++] = clock_view_of(x, k, &k->clocks[i], &m->clocks[i]);
	for (size_t i = 0; i < n; i++)
		v[i].counts = main && v[i].decl == &k->clocks[main - m->clocks];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n && v[i].decl->legal >= 0; j++)
			if (v[j].decl == &k->clocks[v[i].decl->legal])
				v[i].legal = (int)j + 1;
	*ret = v;
	*ret_n = n;
}

str matter_light_why(struct ctx *x, const struct matter *m)
{
	struct light_state s;
	ms_t next;
	struct buf b;
	const struct matter_clock *k = matter_main_clock(m);
	buf_init(&b, x->arena);
	matter_light(x, m, &s, &next);
	if (k && m->light != LIGHT_DONE)
		light_put(&b, x->actor.lang, k->c.unit, rules_in_force(x, m->kind).all, &s);
	else
		buf_add(&b, m->light == LIGHT_DONE ? word(x->actor.lang, W("The matter is closed; its clocks stand still."))
						   : word(x->actor.lang, W("No date has been set, so nothing is timed yet.")));
	return buf_str(&b);
}

bool did_before(const struct ctx *x, const struct matter *m, const struct action *a)
{
	if (a->other_than < 0 || !x->actor.user)
		return false;
	const struct last_actor *last = &m->last[a->other_than];
	const struct member *member = a->other_unit && last->event ? roster_member(x->roster, last->actor) : NULL;
	return did_last(x, last) || (member && member->unit == x->actor.unit);
}

bool may_offer(const struct ctx *x, const struct matter *m, role_set roles, const struct action *a)
{
	return !a->opens && !m->moved && (a->from >> m->state & 1) && (roles & a->by) && (!m->of || part_fits_within(m, a)) && !did_before(x, m, a);
}

static struct words2 missing(struct ctx *x, const struct matter *m, const struct action *a)
{
	struct words2 w = {S(""), S("")};
	if (m->files >= a->evidence)
		return w;
	struct buf n, zh, en;
	buf_init(&n, x->arena);
	buf_init(&zh, x->arena);
	buf_init(&en, x->arena);
	buf_int(&n, a->evidence - m->files);
	str args[] = {buf_str(&n)};
	word_fmt(&zh, LANG_ZH, "evidence is still missing: {0} more", args, 1);
	word_fmt(&en, LANG_EN, "evidence is still missing: {0} more", args, 1);
	return (struct words2){buf_str(&zh), buf_str(&en)};
}

static bool stands_still(const struct matter_clock *k)
{
	for (size_t i = 0; i < k->c.n_ledger; i++)
		if (k->c.ledger[i].what == CLOCK_PAUSED && k->c.ledger[i].to == MS_NONE)
			return true;
	return false;
}

/* An action that only pauses or resumes a clock is offered when there is that to do. */
static bool has_effect(const struct matter *m, const struct action *a)
{
	if (a->to >= 0 || !a->n_clocks || a->n_form)
		return true;
	for (size_t i = 0; i < a->n_clocks; i++) {
		bool still = stands_still(&m->clocks[a->clocks[i].clock]);
		if (!clock_op_applies(m, &a->clocks[i]))
			continue;
		if ((a->clocks[i].what != CLOCK_PAUSE || !still) && (a->clocks[i].what != CLOCK_RESUME || still))
			return true;
	}
	return false;
}

void matter_offers(struct ctx *x, const struct matter *m, role_set roles, struct offered **ret, size_t *ret_n)
{
	const struct kind *k = m->kind;
	struct offered *v = arena_new_n(x->arena, k->n_actions, struct offered);
	size_t n = 0;
	for (size_t i = 0; i < k->n_actions; i++)
		if (may_offer(x, m, roles, &k->actions[i]) && has_effect(m, &k->actions[i]))
			v[n++] = (struct offered){&k->actions[i], missing(x, m, &k->actions[i])};
	*ret = v;
	*ret_n = n;
}
