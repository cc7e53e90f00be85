/* SPDX-License-Identifier: Apache-2.0 */
/* What an action does to the clocks of its matter. */
#include "core/matter_in.h"

#include <string.h>

/* ---- clocks ------------------------------------------------------------------------ */
static day_t date_of(const struct matter *m, int field)
{
	day_t d;
	return field >= 0 && m->fields[field].n && day_parse(m->fields[field].v[0], &d) ? d : DAY_NONE;
}

static bool arm(struct ctx *x, const struct matter *m, const struct clock_decl *d, struct matter_clock *k, ms_t since)
{
	day_t until = d->unit == CU_UNTIL ? date_of(m, d->field) : DAY_NONE;
	int64_t budget = pack_int(x, m->kind->pack, d->setting, d->budget);
	if (d->unit == CU_UNTIL && until == DAY_NONE)
		return false;
	if (d->unit != CU_UNTIL && d->field >= 0 && m->fields[d->field].n && !str_int(m->fields[d->field].v[0], &budget))
		return false;
	*k = (struct matter_clock){.armed = true, .c = {.unit = d->unit, .until = until, .roll = d->roll_to_workday,
		.budget = budget, .start = since ? since : x->now, .stopped = MS_NONE}};
	return true;
}

static void enter(struct ctx *x, struct matter_clock *k, struct clock_entry e)
{
	struct clock_entry *v = arena_new_n(x->arena, k->c.n_ledger + 1, struct clock_entry);
	if (k->c.n_ledger)
		memcpy(v, k->c.ledger, k->c.n_ledger * sizeof *v);
	v[k->c.n_ledger++] = e;
	k->c.ledger = v;
}

/* The date by the calendars of the ctx. */
static void clock_date(struct ctx *x, const struct clock_decl *d, struct matter_clock *k)
{
	struct clock_place place = ctx_place(x, d);
	struct clock_run run;
	clock_run_make(x->arena, &place, &k->c, &run);
	k->due = run.due;
	k->provisional = run.provisional;
}

bool clock_again(struct ctx *x, const struct clock_decl *d, struct matter_clock *k, str note)
{
	struct matter_clock was = *k;
	clock_date(x, d, k);
	if (k->due == was.due && k->provisional == was.provisional)
		return false;
	enter(x, k, (struct clock_entry){.what = CLOCK_RECALCULATED, .from = x->now, .to = MS_NONE, .note = note});
	return true;
}

static struct clock_entry *open_pause(struct matter_clock *k)
{
	for (size_t i = 0; i < k->c.n_ledger; i++)
		if (k->c.ledger[i].what == CLOCK_PAUSED && k->c.ledger[i].to == MS_NONE)
			return (struct clock_entry *)&k->c.ledger[i];
	return NULL;
}

/* Which of the declared reasons: the pack's, else the one chosen with the form. */
static int pause_reason(const struct clock_decl *d, const struct clock_op *op, const struct taking *t)
{
	if (op->reason >= 0)
		return op->reason;
	for (size_t i = 0; i < t->n_args; i++)
		for (size_t k = 0; k < d->n_pauses && str_eq(t->args[i].field, S(ARG_PAUSE)); k++)
			if (str_eq(d->pauses[k].name, t->args[i].value))
				return (int)k;
	return d->n_pauses == 1 ? 0 : -1;
}

static bool pause_clock(struct ctx *x, const struct clock_decl *d, const struct clock_op *op, struct matter_clock *k, const struct taking *t)
{
	int reason = pause_reason(d, op, t);
	if (!k->armed || k->c.stopped != MS_NONE || open_pause(k))
		return false;
	str note = reason >= 0 ? words2_in(&d->pauses[reason].label, LANG_ZH) : t->reason;
	enter(x, k, (struct clock_entry){.what = CLOCK_PAUSED, .from = x->now, .to = MS_NONE, .note = note});
	return true;
}

static bool resume(struct ctx *x, struct matter_clock *k)
{
	if (!k->armed || k->c.stopped != MS_NONE || !open_pause(k))
		return false;
	/* the ledger of the matter as it was stays: this one is a copy */
	struct clock_entry *v = arena_new_n(x->arena, k->c.n_ledger, struct clock_entry);
	memcpy(v, k->c.ledger, k->c.n_ledger * sizeof *v);
	k->c.ledger = v;
	open_pause(k)->to = x->now;
	return true;
}

/* The day named with the extensions since: before it moved off a day that rests. */
static day_t named_day(const struct clock *c, day_t named, int sign)
{
	int64_t d = named;
	for (size_t i = 0; i < c->n_ledger; i++)
		if (c->ledger[i].what == CLOCK_EXTENDED)
			d += sign * c->ledger[i].by;
	return (day_t)d;
}

/* The number of days or units asked for: the new date of a clock that runs up to one,
 * else the whole number in the form. */
static int64_t extension(const struct matter *m, const struct clock_decl *d, const struct matter_clock *k, const struct given *v, size_t n)
{
	int64_t by = 0;
	if (d->unit == CU_UNTIL) {
		day_t to = date_of(m, d->field);
		return to == DAY_NONE ? 0 : (int64_t)to - named_day(&k->c, k->c.until, 1);
	}
	for (size_t i = 0; i < n; i++)
		if (m->kind->fields[v[i].field].type == FIELD_INT && v[i].n && str_int(v[i].v[0], &by))
			return by;
	return 0;
}

static size_t extensions(const struct matter_clock *k, ms_t *ret_last)
{
	size_t n = 0;
	*ret_last = MS_NONE;
	for (size_t i = 0; i < k->c.n_ledger; i++)
		if (k->c.ledger[i].what == CLOCK_EXTENDED) {
			n++;
			*ret_last = k->c.ledger[i].from;
		}
	return n;
}

/* Who asked since the clock began and since it was last extended; 0: nobody. */
static int64_t asker(const struct matter *m, const struct clock_decl *d, const struct matter_clock *k)
{
	ms_t last;
	if (d->asked < 0 || !m->last[d->asked].event)
		return 0;
	extensions(k, &last);
	const struct last_actor *l = &m->last[d->asked];
	return l->at < k->c.start || (last != MS_NONE && l->at <= last) ? 0 : l->actor;
}

static void extend(struct ctx *x, const struct matter *m, const struct clock_decl *d, struct matter_clock *k, int64_t by, str reason)
{
	enter(x, k, (struct clock_entry){.what = CLOCK_EXTENDED, .from = x->now, .to = MS_NONE, .by = by, .note = reason,
		.asked_by = asker(m, d, k), .granted_by = x->actor.user});
}

static bool operate(struct ctx *x, const struct matter *m, const struct clock_op *op, struct matter_clock *k,
		    const struct taking *t, const struct given *v, size_t n)
{
	const struct clock_decl *d = &m->kind->clocks[op->clock];
	int64_t by;
	switch (op->what) {
	case CLOCK_ARM:
		return arm(x, m, d, k, t->since);
	case CLOCK_PAUSE:
		return pause_clock(x, d, op, k, t);
	case CLOCK_RESUME:
		return resume(x, k);
	case CLOCK_STOP:
		if (!k->armed || k->c.stopped != MS_NONE)
			return false;
		k->c.stopped = x->now;
		return true;
	case CLOCK_EXTEND:
		by = k->armed ? extension(m, d, k, v, n) : 0;
		if (by)
			extend(x, m, d, k, by, t->reason);
		return by != 0;
	}
	return false;
}

/* What follows from the matter itself: a new date moves a clock that runs up to it; a
 * closed matter's clocks stand still and run on when it is opened again. */
static bool follow(struct ctx *x, const struct matter *before, const struct matter *m, size_t i, struct matter_clock *k, bool operated, bool anew, const struct taking *t)
{
	const struct clock_decl *d = &m->kind->clocks[i];
	bool closed = matter_closed(m), changed = false;
	bool was_closed = before->state >= 0 && m->kind->states[before->state].closed;
	day_t until = d->unit == CU_UNTIL ? date_of(m, d->field) : DAY_NONE;
	/* an extension has changed the field before and stands in the ledger: it counts once */
	if (k->armed && !operated && until != DAY_NONE && until != date_of(before, d->field) && k->c.stopped == MS_NONE) {
		k->c.until = named_day(&k->c, until, -1); /* earlier extensions stay in the ledger and are added again */
		enter(x, k, (struct clock_entry){.what = CLOCK_RECALCULATED, .from = x->now, .to = MS_NONE, .note = t->reason});
		changed = true;
	}
	if (k->armed && closed && k->c.stopped == MS_NONE) {
		k->c.stopped = x->now;
		return true;
	}
	if (k->armed && was_closed && !closed && !operated && !anew && k->c.stopped != MS_NONE && d->main) {
		k->c.stopped = MS_NONE;
		return true;
	}
	return changed;
}

/* What forbids an operation before anything is changed. */
static err may_operate(struct ctx *x, const struct matter *m, const struct clock_op *op, const struct taking *t)
{
	const struct clock_decl *d = &m->kind->clocks[op->clock];
	const struct matter_clock *k = &m->clocks[op->clock];
	str label = words2_in(&d->label, x->actor.lang);
	int64_t budget;
	ms_t last;
	if (op->what == CLOCK_PAUSE && d->n_pauses > 0 && pause_reason(d, op, t) < 0) {
		x->at_fault = S(ARG_PAUSE);
		return fail(ERR_INPUT, "choose why “{0}” pauses", label);
	}
	if (op->what == CLOCK_EXTEND && k->armed && d->extensions && extensions(k, &last) >= (size_t)d->extensions)
		return fail(ERR_INPUT, "“{0}” was extended before and may not be extended again", label);
	if (op->what == CLOCK_EXTEND && k->armed && d->asked_first && !asker(m, d, k))
		return fail(ERR_INPUT, "nobody has asked for more time on “{0}”; first “{1}”", label,
			    words2_in(&m->kind->actions[d->asked].label, x->actor.lang));
	bool given = op->what == CLOCK_ARM && d->unit != CU_UNTIL && d->field >= 0 && m->fields[d->field].n;
	if (given && (!str_int(m->fields[d->field].v[0], &budget) || budget < 1)) {
		x->at_fault = m->kind->fields[d->field].name;
		return fail(ERR_INPUT, "“{0}” must be given at least 1", label);
	}
	return OK;
}

bool clock_op_applies(const struct matter *m, const struct clock_op *op)
{
	const struct matter *whole = m->of ? m->of : m;
	if (!op->only)
		return true;
	const struct fval *f = &whole->fields[op->only - 1];
	bool flag = whole->kind->fields[op->only - 1].type == FIELD_FLAG, is = false;
	str v = f->n ? f->v[0] : flag ? S("0") : S("");
	for (size_t i = 0; i < op->n_values; i++)
		is |= str_eq(op->values[i], v);
	return is != op->unless;
}

err clocks_decide(struct ctx *x, const struct matter *m, const struct taking *t, const struct matter *before, const struct given *v,
		  size_t n, struct matter_clock *ret, bool *ret_changed)
{
	for (size_t o = 0; o < t->action->n_clocks; o++)
		if (clock_op_applies(m, &t->action->clocks[o]))
			TRY(may_operate(x, m, &t->action->clocks[o], t));
	bool anew = false; /* a main clock begins: the others that stood stay as they are */
	for (size_t o = 0; o < t->action->n_clocks; o++) {
		const struct clock_op *op = &t->action->clocks[o];
		anew |= op->what == CLOCK_ARM && m->kind->clocks[op->clock].main && clock_op_applies(m, op);
	}
	for (size_t i = 0; i < m->kind->n_clocks; i++) {
		bool operated = false;
		ret[i] = before->clocks[i];
		for (size_t o = 0; o < t->action->n_clocks; o++)
			if (t->action->clocks[o].clock == (int)i && clock_op_applies(m, &t->action->clocks[o]))
				operated |= operate(x, m, &t->action->clocks[o], &ret[i], t, v, n);
		ret_changed[i] = follow(x, before, m, i, &ret[i], operated, anew, t) || operated;
		if (ret_changed[i])
			clock_date(x, &m->kind->clocks[i], &ret[i]);
	}
	return OK;
}

err clocks_take(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct taking *t,
		const struct matter *before, const struct given *v, size_t n)
{
	struct matter_clock *k = arena_new_n(x->arena, m->kind->n_clocks, struct matter_clock);
	bool *changed = arena_new_n(x->arena, m->kind->n_clocks, bool);
	TRY(clocks_decide(x, m, t, before, v, n, k, changed));
	for (size_t i = 0; i < m->kind->n_clocks; i++)
		if (changed[i])
			matter_change(c, m, p, &(struct effect){.op = EFFECT_CLOCK, .text = {m->kind->clocks[i].name}, .bytes = {clock_bytes(x->arena, &k[i])}});
	return OK;
}

void clocks_since(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, ms_t was, ms_t since, str note)
{
	for (size_t i = 0; i < m->kind->n_clocks; i++) {
		const struct clock_decl *d = &m->kind->clocks[i];
		struct matter_clock k = m->clocks[i];
		if (!d->main || d->unit == CU_UNTIL || !k.armed || k.c.stopped != MS_NONE || k.c.start != was)
			continue;
		k.c.start = since;
		enter(x, &k, (struct clock_entry){.what = CLOCK_RECALCULATED, .from = x->now, .to = MS_NONE, .note = note});
		clock_date(x, d, &k);
		matter_change(c, m, p, &(struct effect){.op = EFFECT_CLOCK, .text = {d->name}, .bytes = {clock_bytes(x->arena, &k)}});
	}
}

/* ---- deemed results ----------------------------------------------------------------------- */
static ms_t runs_out(const struct matter *m, size_t i)
{
	const struct matter_clock *k = &m->clocks[i];
	return m->kind->clocks[i].expire < 0 || !k->armed || k->c.stopped != MS_NONE || k->due == MS_NONE ? MS_NONE : k->due + 1;
}

int clock_expired(struct ctx *x, const struct matter *m)
{
	for (size_t i = 0; i < m->kind->n_clocks; i++) {
		ms_t at = runs_out(m, i);
		/* what ran out before the matter was last looked at was off then, or refused */
		if (at == MS_NONE || at > x->now || m->next_at == MS_NONE || at < m->next_at)
			continue;
		const struct clock_decl *d = &m->kind->clocks[i];
		if (pack_int(x, m->kind->pack, d->expire_setting, 0) == 1 && (m->kind->actions[d->expire].from >> m->state & 1))
			return (int)i;
	}
	return -1;
}

ms_t clocks_next(const struct ctx *x, const struct matter *m)
{
	ms_t next = MS_NONE;
	for (size_t i = 0; i < m->kind->n_clocks; i++) {
		ms_t at = runs_out(m, i);
		if (at != MS_NONE && at > x->now && (next == MS_NONE || at < next))
			next = at;
	}
	return next;
}
