/* SPDX-License-Identifier: Apache-2.0 */
/* Where values and finish days are counted on both sides of a threshold. */
#include "core/bunch.h"

#include <stdlib.h>

#include "core/measure_in.h"

#define VALUES_AT_ONCE 50000
#define DAYS_BACK 365
#define PERIODS_BACK 36

struct looking {
	struct ctx *x;
	struct bunch_list out;
	LIST(struct bunch_line) lines;
};

static void line_put(struct looking *k, const struct bunch_line *l)
{
	struct bunch_line *new;
	if (!l->n.before && !l->n.past)
		return;
	new = list_push(k->x->arena, &k->lines);
	*new = *l;
	new->chance = bunch_tail(l->n.before, l->n.past);
	new->hint = l->n.before + l->n.past >= k->out.least && new->chance * 1000 <= (double)k->out.chance;
	k->out.hints += new->hint;
}

static err newest_values(struct looking *k, const struct indicator *of, struct measured **ret, size_t *ret_n)
{
	str period = period_of_day(k->x->arena, ctx_today(k->x), of->span);
	*ret_n = 0;
	for (int i = 0; i < PERIODS_BACK && !*ret_n && period.n; i++) {
		struct value_query q = {.indicator = of->name, .subject = -1, .sort = -1, .known = MS_NONE, .from = period, .to = period, .most = VALUES_AT_ONCE};
		TRY(values_read(k->x, &q, ret, ret_n));
		bool actual = false;
		for (size_t j = 0; j < *ret_n && !actual; j++)
			actual = (*ret)[j].sort == VALUE_ACTUAL && (*ret)[j].state == VALUE_NUMBER;
		if (!actual)
			*ret_n = 0;
		period = period_before(k->x->arena, period, 0, 1);
	}
	k->out.cut_short |= *ret_n == VALUES_AT_ONCE;
	return OK;
}

/* By subject, then sort, as values_read gives one period. */
static void against_targets(struct looking *k, const struct indicator *of, const struct measured *v, size_t n)
{
	struct bunch_line l = {.sort = BUNCH_TARGET, .of = of, .period = n ? v[0].period : S("")};
	for (size_t i = 0; i + 1 < n; i++) {
		if (v[i].sort != VALUE_ACTUAL || v[i].state != VALUE_NUMBER)
			continue;
		for (size_t j = i + 1; j < n && v[j].subject == v[i].subject; j++)
			if (v[j].sort == VALUE_TARGET && v[j].state == VALUE_NUMBER)
				(void)bunch_values(frac_of(v[i].number), frac_of(v[j].number), k->out.percent, of->down, &l.n);
	}
	if (of->target == BY_VALUE || indicator_is_share(of))
		line_put(k, &l);
}

static bool threshold_of(double from, struct dec *ret)
{
	struct buf b;
	buf_init(&b, NULL);
	buf_fmt(&b, "%.6f", from);
	bool good = from > 0 && dec_parse(buf_str(&b), ret);
	while (good && ret->scale && ret->v % 10 == 0) {
		ret->v /= 10;
		ret->scale--;
	}
	buf_done(&b);
	return good;
}

static void against_tiers(struct looking *k, const struct indicator *of, const struct measured *v, size_t n, const struct method *m)
{
	for (size_t i = 0; i < m->n_items; i++) {
		const struct method_item *item = &m->items[i];
		if (!item->input || item->input->op != INPUT_COLUMN || !str_eq(item->input->column, of->name))
			continue;
		for (size_t t = 0; t < item->score.n_tiers; t++) {
			struct bunch_line l = {.sort = BUNCH_TIER, .of = of, .method = m, .period = n ? v[0].period : S("")};
			if (!threshold_of(item->score.tiers[t].from, &l.threshold))
				continue;
			for (size_t j = 0; j < n; j++)
				if (v[j].sort == VALUE_ACTUAL && v[j].state == VALUE_NUMBER)
					(void)bunch_values(frac_of(v[j].number), frac_of(l.threshold), k->out.percent, item->down, &l.n);
			line_put(k, &l);
		}
	}
}

static err look_at_values(struct looking *k)
{
	for (const struct pack *const *p = k->x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++) {
			const struct indicator *of = &(*p)->indicators[i];
			struct measured *v;
			size_t n;
			if (str_eq(of->of, S(OF_DISTRICT)))
				continue;
			TRY(newest_values(k, of, &v, &n));
			against_targets(k, of, v, n);
			for (const struct pack *const *q = k->x->core->packs; *q; q++)
				for (size_t m = 0; m < (*q)->n_methods; m++)
					against_tiers(k, of, v, n, &(*q)->methods[m]);
		}
	return OK;
}

static err look_at_deadlines(struct looking *k)
{
	struct ctx *x = k->x;
	LIST(struct bunch_line) l = {0};
	struct period p;
	day_t today = ctx_today(x);
	TRY(period_read(x, today - DAYS_BACK, today, &p));
	k->out.cut_short |= p.cut_short;
	for (size_t i = 0; i < p.n; i++) {
		const struct period_row *r = &p.rows[i];
		size_t at = 0;
		if (!r->done || !r->newly || r->closed == MS_NONE || r->row.due == MS_NONE)
			continue;
		while (at < l.n && l.v[at].kind != r->row.kind)
			at++;
		if (at == l.n)
			*list_push(x->arena, &l) = (struct bunch_line){.sort = BUNCH_DEADLINE, .kind = r->row.kind, .period = S("")};
		/* a deadline is the end of its day */
		bunch_days(zone_day(x->core->zone, r->row.due - 1) - zone_day(x->core->zone, r->closed), k->out.days, &l.v[at].n);
	}
	for (size_t i = 0; i < l.n; i++)
		line_put(k, &l.v[i]);
	return OK;
}

static int hints_first(const void *a, const void *b)
{
	const struct bunch_line *x = a, *y = b;
	if (x->hint != y->hint)
		return x->hint ? -1 : 1;
	return x->chance < y->chance ? -1 : x->chance > y->chance;
}

err bunch_read(struct ctx *x, struct bunch_list *ret)
{
	day_t today = ctx_today(x);
	struct looking k = {.x = x, .out = {.percent = house_int(x->core, today, S("kernel.bunch_percent")), .days = house_int(x->core, today, S("kernel.bunch_days")),
		.least = house_int(x->core, today, S("kernel.bunch_least")), .chance = house_int(x->core, today, S("kernel.bunch_chance"))}};
	TRY(ctx_snap(x));
	if (!measures_business(x))
		return fail(ERR_DENIED, "documents and values are for those who work with matters");
	TRY(look_at_values(&k));
	TRY(look_at_deadlines(&k));
	if (k.lines.n)
		qsort(k.lines.v, k.lines.n, sizeof *k.lines.v, hints_first);
	k.out.lines = k.lines.v;
	k.out.n = k.lines.n;
	*ret = k.out;
	return OK;
}
