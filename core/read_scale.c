/* SPDX-License-Identifier: Apache-2.0 */
/* Turnover of twelve months by subject, against the threshold of its industry. */
#include "core/scale.h"

#include <stdlib.h>

#include "core/measure_in.h"

#define MONTHS_BACK 24 /* how far the newest month with a value is looked for */

extern const char thresholds_tsv[];
extern const size_t thresholds_tsv_n;

struct summing {
	struct scale_line *v;
	struct frac *sum;
	size_t n;
};

static const struct indicator *declared(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++)
			if ((*p)->indicators[i].scale_code.n)
				return &(*p)->indicators[i];
	return NULL;
}

static int by_id(const void *a, const void *b)
{
	const struct scale_line *x = a, *y = b;
	return x->s.id < y->s.id ? -1 : x->s.id > y->s.id;
}

static int by_state(const void *a, const void *b)
{
	const struct scale_line *x = a, *y = b;
	if (x->state != y->state)
		return (int)x->state - (int)y->state;
	int c = x->has_share && y->has_share ? dec_cmp(y->share, x->share) : 0;
	return c ? c : str_cmp(x->s.name, y->s.name);
}

static err newest(struct ctx *x, const struct indicator *of, str *ret)
{
	str period = period_of_day(x->arena, ctx_today(x), SPAN_MONTH);
	for (int i = 0; i < MONTHS_BACK; i++) {
		struct measured *v;
		size_t n;
		struct value_query q = {.indicator = of->name, .subject = -1, .sort = VALUE_ACTUAL, .known = MS_NONE, .from = period, .to = period, .most = 1};
		TRY(values_read(x, &q, &v, &n));
		*ret = period;
		if (n)
			return OK;
		period = period_before(x->arena, period, 0, 1);
	}
	*ret = period_of_day(x->arena, ctx_today(x), SPAN_MONTH);
	return OK;
}

static err add_up(struct ctx *x, const struct scale_list *l, struct summing *s)
{
	struct measured *v;
	size_t n;
	struct value_query q = {.indicator = l->of->name, .subject = -1, .sort = VALUE_ACTUAL, .known = MS_NONE, .from = l->from, .to = l->to};
	TRY(values_read(x, &q, &v, &n));
	for (size_t i = 0; i < n; i++) {
		const struct scale_line key = {.s.id = v[i].subject};
		struct scale_line *hit = s->n ? bsearch(&key, s->v, s->n, sizeof *s->v, by_id) : NULL;
		if (hit && v[i].state == VALUE_NUMBER && frac_add(s->sum[hit - s->v], frac_of(v[i].number), &s->sum[hit - s->v]))
			hit->months++;
	}
	return OK;
}

/* ---- targets: bands, and who came above scale this year ---------------------------------------------- */
static void count_band(struct scale_list *l, int band)
{
	for (size_t i = 0; band >= 0 && i < l->n_bands; i++)
		l->bands[i].count += l->cumulative ? (int)i >= band : (int)i == band;
}

static void targets(struct ctx *x, struct scale_list *l)
{
	const struct indicator *of = l->of;
	l->cumulative = !of->scale_cumulative.n || !str_eq(pack_setting_word(x, of->pack, of->scale_cumulative), S("no"));
	l->bands_wrong = of->scale_bands.n && !scale_bands(x->arena, pack_setting_word(x, of->pack, of->scale_bands), &l->bands, &l->n_bands);
	l->fresh_wanted = of->scale_target.n ? pack_setting_int(x, of->pack, of->scale_target, 0) : 0;
}

/* Since which day each is counted, where the pack keeps it. */
static err mark_fresh(struct ctx *x, struct scale_list *l, struct summing *s)
{
	struct measured_subject *since;
	size_t n;
	day_t d;
	if (!l->of->scale_since.n)
		return OK;
	TRY(subjects_read(x, l->of->of, l->of->scale_since, &since, &n));
	for (size_t i = 0; i < n; i++) {
		const struct scale_line key = {.s.id = since[i].id};
		struct scale_line *hit = s->n ? bsearch(&key, s->v, s->n, sizeof *s->v, by_id) : NULL;
		if (hit && hit->counted && day_parse(since[i].class, &d) && day_civil(d).year == l->year) {
			hit->fresh = true;
			l->fresh++;
		}
	}
	return OK;
}

static size_t without_gone(struct measured_subject *v, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!v[i].gone)
			v[kept++] = v[i];
	return kept;
}

static err lines_of(struct ctx *x, struct scale_list *l, const struct scale_rule *rules, size_t n_rules)
{
	struct measured_subject *coded, *counted;
	size_t n, n_counted;
	TRY(subjects_read(x, l->of->of, l->of->scale_code, &coded, &n));
	n = without_gone(coded, n);
	TRY(subjects_read(x, l->of->of, l->of->scale_field, &counted, &n_counted));
	struct summing s = {.v = arena_new_n(x->arena, n, struct scale_line), .sum = arena_new_n(x->arena, n, struct frac), .n = n};
	for (size_t i = 0; i < n; i++) {
		s.v[i] = (struct scale_line){.s = coded[i]};
		s.sum[i] = frac_int(0);
	}
	if (n)
		qsort(s.v, n, sizeof *s.v, by_id);
	TRY(add_up(x, l, &s));
	for (size_t i = 0; i < n_counted; i++) {
		const struct scale_line key = {.s.id = counted[i].id};
		struct scale_line *hit = n ? bsearch(&key, s.v, n, sizeof *s.v, by_id) : NULL;
		struct frac share;
		if (!hit)
			continue;
		hit->counted = str_eq(counted[i].class, l->of->scale_is);
		hit->rule = scale_rule_of(rules, n_rules, hit->s.class);
		hit->state = scale_judge(hit->rule, s.sum[hit - s.v], hit->months, hit->counted, l->near);
		hit->band = hit->months ? scale_band_of(l->bands, l->n_bands, s.sum[hit - s.v]) : -1;
		count_band(l, hit->band);
		(void)frac_round(s.sum[hit - s.v], l->of->decimals, ROUND_HALF_UP, &hit->turnover);
		hit->has_share = hit->rule && hit->rule->by_income && share_of(s.sum[hit - s.v], frac_of(hit->rule->threshold), &share) && frac_round(share, 1, ROUND_HALF_UP, &hit->share);
		l->count[hit->state]++;
	}
	TRY(mark_fresh(x, l, &s));
	if (n)
		qsort(s.v, n, sizeof *s.v, by_state);
	l->lines = s.v;
	l->n_all = n;
	while (l->n < n && s.v[l->n].state < SCALE_FINE)
		l->n++;
	return OK;
}

err scale_read(struct ctx *x, str period, struct scale_list *ret)
{
	struct scale_list l = {.of = declared(x->core), .from = S(""), .to = S("")};
	struct scale_rule *rules;
	enum measured_span span;
	day_t from, to;
	size_t n;
	TRY(ctx_snap(x));
	*ret = l;
	if (!l.of)
		return OK;
	if (!period.n)
		TRY(newest(x, l.of, &period));
	if (!period_parse(period, &span, &from, &to) || span != SPAN_MONTH)
		return fail(ERR_NOTFOUND, "there is no month {0} to look at; write it like 2026-10", period);
	l.to = period;
	l.from = period_before(x->arena, period, 0, 11);
	l.near = pack_setting_int(x, l.of->pack, l.of->scale_near, 80);
	l.year = day_civil(from).year;
	targets(x, &l);
	scale_rules(x->arena, (str){thresholds_tsv, thresholds_tsv_n}, &rules, &n);
	TRY(lines_of(x, &l, rules, n));
	*ret = l;
	return OK;
}
