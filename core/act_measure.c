/* SPDX-License-Identifier: Apache-2.0 */
/* Entering, revising and confirming values of indicators: one event and one transaction for a batch. */
#include "core/measure_in.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define SET_VALUES "state = $7, number = $8, scale = $9, source = $10, at = $11, person = $12, unit = $13, confirmed_by = $14, confirmed = $15, reason = $16"
#define KEY_IS "region = $1 AND indicator = $2 AND subject = $3 AND period = $4 AND sort = $5"
STMT(measured_insert,
     "INSERT INTO measured(region, " MEASURED_COLUMNS ") VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
STMT(measured_update, "UPDATE measured SET version = $6, " SET_VALUES " WHERE " KEY_IS " AND version = $6 - 1");
STMT(measured_keep,
     "INSERT INTO measured_was(region, " MEASURED_COLUMNS ") VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
STMT(measured_confirm, "UPDATE measured SET confirmed_by = $7, confirmed = $8 WHERE " KEY_IS " AND version = $6 AND confirmed_by = 0 AND confirmed = 0");
const struct stmt *const core_act_measure_stmts[] = {&measured_insert, &measured_update, &measured_keep, &measured_confirm, NULL};

#define TRIES 3
#define SOURCE_MOST 600 /* bytes */

struct putting {
	struct ctx *x;
	const struct measured *v;
	size_t n;
	str reason;
	struct sight sight;
	const struct indicator *of; /* of the newest one looked at */
	struct measured *changed, *were; /* were[i].version 0: there was none */
	size_t n_changed;
};

static str which(struct ctx *x, const struct measured *v)
{
	const struct indicator *i = indicator_named(x->core->packs, v->indicator);
	struct measured_subject s;
	struct buf b;
	buf_init(&b, x->arena);
	buf_add(&b, i ? words2_in(&i->label, x->actor.lang) : v->indicator);
	if (v->subject && i && subject_read(x, v->subject, &s) == OK) {
		buf_byte(&b, ' ');
		buf_add(&b, s.name);
	}
	buf_byte(&b, ' ');
	period_put(&b, v->period, i && i->cumulative, x->actor.lang);
	return buf_str(&b);
}

/* ---- rights ------------------------------------------------------------------------------------- */
static const uint32_t administrators = 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT;

bool values_may_put(struct ctx *x, const struct indicator *i)
{
	if (!x->actor.user || x->actor.duties & 1u << DUTY_STATISTICS)
		return true;
	int64_t office = i->duty_unit.n ? roster_unit_named(x->roster, i->duty_unit) : 0;
	return office && (x->actor.duties & ~administrators) && roster_below(x->roster, x->actor.unit, office);
}

/* Those who may enter it, and the office that it is about: the unit itself, the town of a firm. */
static err may_confirm(struct ctx *x, const struct indicator *i, const struct measured *v, bool *ret)
{
	struct measured_subject s;
	*ret = values_may_put(x, i);
	if (*ret || !v->subject)
		return OK;
	TRY(subject_read(x, v->subject, &s));
	*ret = s.unit && (x->actor.duties & ~administrators) && roster_below(x->roster, x->actor.unit, s.unit);
	return OK;
}

/* ---- one value -------------------------------------------------------------------------------------- */
static err looks_right(struct putting *p, const struct measured *v)
{
	enum measured_span span;
	day_t from, to;
	struct ctx *x = p->x;
	if (!p->of || !str_eq(p->of->name, v->indicator))
		p->of = indicator_named(x->core->packs, v->indicator);
	if (!p->of)
		return fail(ERR_INPUT, "there is no indicator called {0}; look at the list of indicators", v->indicator);
	if (!values_may_put(x, p->of))
		return fail(ERR_DENIED, "values of {0} are entered by the statistics office or by {1}; ask them", words2_in(&p->of->label, x->actor.lang),
			    p->of->duty_unit.n ? p->of->duty_unit : S("—"));
	if (!period_parse(v->period, &span, &from, &to))
		return fail(ERR_INPUT, "“{0}” is no period; write 2026, 2026H1, 2026Q3, 2026-10 or 2026-10-2", v->period);
	if (span < p->of->span)
		return fail(ERR_INPUT, "{0}: this indicator is not reported so often; choose a longer period", which(x, v));
	if ((unsigned)v->sort >= VALUE_SORTS || (unsigned)v->state > VALUE_NOT_APPLICABLE || v->number.scale < 0 || v->number.scale > 18)
		return fail(ERR_INPUT, "{0}: this is not a value; write a number, leave it empty, or write / where it does not apply", which(x, v));
	if (v->sort == VALUE_RANK && v->state == VALUE_NUMBER && (v->number.scale || v->number.v < 1))
		return fail(ERR_INPUT, "{0}: a rank is a whole number from 1 on; correct it", which(x, v));
	if (v->source.n > SOURCE_MOST || utf8_valid(v->source) != v->source.n)
		return fail(ERR_INPUT, "{0}: the source is too long or is not text; shorten it", which(x, v));
	return OK;
}

static err subject_fits(struct putting *p, const struct measured *v)
{
	bool seen;
	TRY(sight_of(&p->sight, p->of, v->subject, &seen));
	return seen ? OK : fail(ERR_INPUT, "{0}: there is no such subject of this indicator; choose one from the list", which(p->x, v));
}

static int by_key(const void *a, const void *b)
{
	return measured_order(*(const struct measured *const *)a, *(const struct measured *const *)b);
}

static err none_twice(struct putting *p)
{
	const struct measured **at = arena_new_n(p->x->arena, p->n, const struct measured *);
	for (size_t i = 0; i < p->n; i++)
		at[i] = &p->v[i];
	qsort(at, p->n, sizeof *at, by_key);
	for (size_t i = 1; i < p->n; i++)
		if (!by_key(&at[i - 1], &at[i]))
			return fail(ERR_INPUT, "{0} stands twice in what was sent; keep one", which(p->x, at[i]));
	return OK;
}

static bool says_the_same(const struct measured *a, const struct measured *b)
{
	return a->state == b->state && (a->state != VALUE_NUMBER || dec_cmp(a->number, b->number) == 0);
}

static err take(struct putting *p, const struct measured *v)
{
	struct measured *was = &p->were[p->n_changed], *is = &p->changed[p->n_changed];
	struct ctx *x = p->x;
	bool found;
	TRY(measured_now(x, v, was, &found));
	if (found ? says_the_same(was, v) : v->state == VALUE_MISSING)
		return OK;
	if (found && was->confirmed && !p->reason.n)
		return fail(ERR_INPUT, "{0} is confirmed; say why it is revised", which(x, v));
	if (!found)
		*was = (struct measured){0};
	*is = *v;
	is->number = v->state == VALUE_NUMBER ? v->number : (struct dec){0, 0};
	is->version = was->version + 1;
	is->at = x->now;
	is->person = x->hand.user ? x->hand.user : x->actor.user;
	is->unit = x->hand.user ? x->hand.unit : x->actor.unit;
	is->reason = found ? p->reason : S("");
	is->confirmed_by = 0;
	is->confirmed = 0;
	p->n_changed++;
	return OK;
}

static err decide(struct putting *p)
{
	struct ctx *x = p->x;
	p->reason = str_trim(p->reason);
	if (p->n > VALUES_MOST)
		return fail(ERR_LIMIT, "these are more than 200000 values; send them in several parts");
	if (p->reason.n > LIMIT_FIELD_TEXT || utf8_valid(p->reason) != p->reason.n)
		return fail(ERR_INPUT, "the reason is too long or is not text; write it again");
	TRY(ctx_snap(x));
	p->sight = (struct sight){.x = x};
	p->changed = arena_new_n(x->arena, p->n + 1, struct measured);
	p->were = arena_new_n(x->arena, p->n + 1, struct measured);
	p->n_changed = 0;
	for (size_t i = 0; i < p->n; i++) {
		TRY(looks_right(p, &p->v[i]));
		TRY(subject_fits(p, &p->v[i]));
	}
	TRY(none_twice(p));
	for (size_t i = 0; i < p->n; i++)
		TRY(take(p, &p->v[i]));
	return OK;
}

static void row_ops(struct commit *c, const struct measured *was, const struct measured *is)
{
	struct val v[16];
	if (was->version) {
		measured_vals(c->core->region, was, v);
		commit_op(c, OP_ONE, &measured_keep, NULL, v, 16);
	}
	measured_vals(c->core->region, is, v);
	commit_op(c, OP_ONE, was->version ? &measured_update : &measured_insert, NULL, v, 16);
}

static err put_once(struct putting *p)
{
	struct commit c;
	TRY(decide(p));
	if (!p->n_changed)
		return OK;
	commit_init(&c, p->x);
	struct pending *e = commit_event(&c, p->x, ENTITY_SUBJECT, store_new_id(p->x->core->store, p->x->now), 1, S("values"), p->reason);
	effect_add(e, &(struct effect){.op = EFFECT_VALUES, .text = {S("put")}, .bytes = {values_pack(p->x->arena, p->changed, p->n_changed)}});
	for (size_t i = 0; i < p->n_changed; i++)
		row_ops(&c, &p->were[i], &p->changed[i]);
	return ctx_commit(p->x, &c);
}

err values_put(struct ctx *x, const struct measured *v, size_t n, str reason, size_t *ret_changed)
{
	struct putting p = {.x = x, .v = v, .n = n, .reason = reason};
	err e = ERR_CONFLICT;
	for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
		e = put_once(&p);
		ctx_refresh(x);
	}
	TRY(e);
	*ret_changed = p.n_changed;
	return OK;
}

err values_would(struct ctx *x, const struct measured *v, size_t n, str reason, size_t *ret_changed)
{
	struct putting p = {.x = x, .v = v, .n = n, .reason = reason};
	TRY(decide(&p));
	*ret_changed = p.n_changed;
	return OK;
}

/* ---- confirming ------------------------------------------------------------------------------------------ */
static err confirm_one(struct putting *p, const struct measured *key)
{
	struct ctx *x = p->x;
	struct measured *is = &p->changed[p->n_changed];
	bool found, may;
	TRY(looks_right(&(struct putting){.x = &(struct ctx){.core = x->core, .arena = x->arena, .roster = x->roster, .actor = {.lang = x->actor.lang}}}, key));
	p->of = indicator_named(x->core->packs, key->indicator);
	TRY(subject_fits(p, key));
	TRY(measured_now(x, key, is, &found));
	if (!found)
		return fail(ERR_INPUT, "{0} has not been entered yet, so there is nothing to confirm", which(x, key));
	if (is->confirmed)
		return OK;
	TRY(may_confirm(x, p->of, key, &may));
	if (!may)
		return fail(ERR_DENIED, "{0} is confirmed by whoever enters it or by the unit it is about; ask one of them", which(x, key));
	if (is->person && (is->person == x->actor.user || is->person == x->hand.user))
		return fail(ERR_DENIED, "{0} was entered by you; another person confirms it", which(x, key));
	p->n_changed++;
	return OK;
}

static err confirm_once(struct putting *p)
{
	struct ctx *x = p->x;
	struct commit c;
	TRY(ctx_snap(x));
	p->sight = (struct sight){.x = x};
	p->changed = arena_new_n(x->arena, p->n + 1, struct measured);
	p->n_changed = 0;
	if (p->n > VALUES_MOST)
		return fail(ERR_LIMIT, "these are more than 200000 values; send them in several parts");
	TRY(none_twice(p));
	for (size_t i = 0; i < p->n; i++)
		TRY(confirm_one(p, &p->v[i]));
	if (!p->n_changed)
		return OK;
	commit_init(&c, x);
	struct pending *e = commit_event(&c, x, ENTITY_SUBJECT, store_new_id(x->core->store, x->now), 1, S("values_confirm"), S(""));
	effect_add(e, &(struct effect){.op = EFFECT_VALUES, .text = {S("confirm")}, .bytes = {values_pack(x->arena, p->changed, p->n_changed)}});
	for (size_t i = 0; i < p->n_changed; i++) {
		const struct measured *v = &p->changed[i];
		commit_op(&c, OP_ONE, &measured_confirm, NULL, VALS(V_INT(x->core->region), V_TEXT(v->indicator), V_INT(v->subject), V_TEXT(v->period),
			V_INT(v->sort), V_INT(v->version), V_INT(e->e.actor), V_INT(x->now)));
	}
	return ctx_commit(x, &c);
}

err values_confirm(struct ctx *x, const struct measured *keys, size_t n, size_t *ret_changed)
{
	struct putting p = {.x = x, .v = keys, .n = n, .reason = S("")};
	err e = ERR_CONFLICT;
	for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
		e = confirm_once(&p);
		ctx_refresh(x);
	}
	TRY(e);
	*ret_changed = p.n_changed;
	return OK;
}
