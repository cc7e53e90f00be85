/* SPDX-License-Identifier: Apache-2.0 */
/* A month as a file: rules, rows, the days that work, and every number made of them. It is what goes
 * out, what is kept, and what tests/requests/recompute.py reads. Rows are arrays under named columns. */
#include <stdio.h>

#include "base/json.h"
#include "report/rates_in.h"

static void instant(struct json *j, ms_t at)
{
	if (at == MS_NONE)
		json_null(j);
	else
		json_int(j, at);
}

static void day(struct json *j, day_t d)
{
	char iso[32];
	struct civil c;
	if (d == DAY_NONE) {
		json_null(j);
		return;
	}
	c = day_civil(d);
	snprintf(iso, sizeof iso, "%04d-%02d-%02d", c.year, c.month, c.day);
	json_z(j, iso);
}

static void flag(struct json *j, bool is)
{
	json_int(j, is);
}

static void text(struct json *j, str s)
{
	json_str(j, s.p ? s : S(""));
}

/* ---- rows ------------------------------------------------------------------------------ */
static void put_order(struct json *j, const struct rates_month *m, size_t i)
{
	const struct rates_order *o = &m->orders[i];
	const ms_t at[] = {o->at, o->given, o->due, o->done, o->closed, o->visited, o->redone, o->supervised};
	json_id(j, o->id);
	text(j, o->number);
	json_id(j, o->unit);
	json_id(j, o->town);
	text(j, o->class);
	text(j, o->category);
	text(j, o->channel);
	for (size_t k = 0; k < COUNT_OF(at); k++)
		instant(j, at[k]);
	json_int(j, o->days);
	text(j, o->excluded);
}

static void put_handing(struct json *j, const struct rates_month *m, size_t i)
{
	const struct rates_handing *h = &m->handings[i];
	json_int(j, (int64_t)h->order);
	json_id(j, h->unit);
	instant(j, h->at);
	instant(j, h->sign_due);
	instant(j, h->signed_at);
	instant(j, h->returned);
	flag(j, h->upheld);
	day(j, h->contact_due);
	day(j, h->contacted);
}

static void put_request(struct json *j, const struct rates_month *m, size_t i)
{
	const struct rates_request *r = &m->requests[i];
	json_int(j, (int64_t)r->order);
	json_id(j, r->id);
	text(j, r->number);
	text(j, r->channel);
	instant(j, r->at);
	flag(j, r->direct);
	flag(j, r->repeated);
	flag(j, r->duplicate);
	day(j, r->visit_due);
	flag(j, r->reached);
}

static void put_visit(struct json *j, const struct rates_month *m, size_t i)
{
	const struct rates_visit *v = &m->visits[i];
	json_int(j, (int64_t)v->request);
	json_id(j, v->unit);
	instant(j, v->at);
	flag(j, v->asker);
	flag(j, v->reached);
	json_z(j, rates_solved_id[v->solved]);
	json_int(j, v->satisfaction);
}

static void put_article(struct json *j, const struct rates_month *m, size_t i)
{
	json_id(j, m->articles[i].id);
	json_id(j, m->articles[i].unit);
	text(j, m->articles[i].number);
	day(j, m->articles[i].valid_until);
}

static void put_unit(struct json *j, const struct rates_month *m, size_t i)
{
	json_id(j, m->units[i].id);
	text(j, m->units[i].name);
	json_int(j, m->units[i].residents);
}

static void put_exclusion(struct json *j, const struct rates_month *m, size_t i)
{
	const struct rates_exclusion *e = &m->exclusions[i];
	json_id(j, e->id);
	text(j, e->number);
	json_int(j, (int64_t)e->order);
	json_id(j, e->unit);
	text(j, e->reason);
	json_id(j, e->approver);
	instant(j, e->at);
}

static void put_table(struct json *j, const char *name, const char *columns, const struct rates_month *m, size_t n,
		      void (*put)(struct json *, const struct rates_month *, size_t))
{
	str rest = str_of(columns), one;
	json_key(j, name);
	json_open(j, '{');
	json_key(j, "columns");
	json_open(j, '[');
	while (str_split(rest, ' ', &one, &rest))
		json_str(j, one);
	json_str(j, rest);
	json_close(j);
	json_key(j, "rows");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '[');
		put(j, m, i);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void put_rows(struct json *j, const struct rates_month *m)
{
	put_table(j, "units", UNIT_COLUMNS, m, m->n_units, put_unit);
	put_table(j, "orders", ORDER_COLUMNS, m, m->n_orders, put_order);
	put_table(j, "handings", HANDING_COLUMNS, m, m->n_handings, put_handing);
	put_table(j, "requests", REQUEST_COLUMNS, m, m->n_requests, put_request);
	put_table(j, "visits", VISIT_COLUMNS, m, m->n_visits, put_visit);
	put_table(j, "articles", ARTICLE_COLUMNS, m, m->n_articles, put_article);
	put_table(j, "exclusions", EXCLUSION_COLUMNS, m, m->n_exclusions, put_exclusion);
}

/* ---- rules --------------------------------------------------------------------------------- */
static void put_rules(struct json *j, const struct rates_rules *r)
{
	json_key(j, "rules");
	json_open(j, '{');
	member_int(j, "small", r->small);
	member_int(j, "decimals", r->decimals);
	member_int(j, "partly", r->partly);
	member_int(j, "first_visit", r->first_visit);
	member_int(j, "carried", r->carried);
	member_int(j, "contact_days", r->contact_days);
	member_int(j, "visit_days", r->visit_days);
	member_int(j, "repeat_days", r->repeat_days);
	json_key(j, "bands");
	json_open(j, '[');
	for (size_t i = 0; i < r->n_bands; i++)
		json_int(j, r->bands[i]);
	json_close(j);
	json_key(j, "weights");
	json_open(j, '{');
	for (int w = 0; w < WEIGHTS; w++)
		member_int(j, rate_id(rates_weighed(w)), r->weight[w]);
	json_close(j);
	json_key(j, "targets");
	json_open(j, '{');
	for (int w = 0; w < WEIGHTS; w++)
		member_int(j, rate_id(rates_weighed(w)), r->target[w]);
	json_close(j);
	json_close(j);
}

static void put_month(struct json *j, const struct rates_month *m)
{
	member_int(j, "format", RATES_FORMAT);
	member_int(j, "month", m->month);
	json_key(j, "from");
	day(j, m->from);
	json_key(j, "to");
	day(j, m->to);
	member_int(j, "begins", m->begins);
	member_int(j, "ends", m->ends);
	member_int(j, "at", m->at);
	put_rules(j, &m->rules);
	json_key(j, "calls");
	json_open(j, '{');
	member_int(j, "inbound", m->calls.inbound);
	member_int(j, "answered", m->calls.answered);
	member_int(j, "quickly", m->calls.quickly);
	json_close(j);
	json_key(j, "workdays");
	json_open(j, '[');
	for (size_t i = 0; i < m->n_workdays; i++)
		day(j, m->workdays[i]);
	json_close(j);
}

/* ---- numbers --------------------------------------------------------------------------------- */
static void put_value(struct json *j, int64_t value, int decimals)
{
	char digits[32];
	const int64_t one = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
	if (value < 0) {
		json_null(j);
		return;
	}
	snprintf(digits, sizeof digits, "%lld", (long long)(value / one));
	if (decimals)
		snprintf(digits, sizeof digits, "%lld.%0*lld", (long long)(value / one), decimals, (long long)(value % one));
	json_z(j, digits);
}

static void put_rates(struct json *j, const struct rates_set *s, int decimals)
{
	json_key(j, "counts");
	json_open(j, '{');
	for (int c = 0; c < RATES_COUNTS; c++)
		member_int(j, rates_count_id(c), s->count[c]);
	json_close(j);
	json_key(j, "rates");
	json_open(j, '{');
	for (int r = 0; r < RATE_NAMES; r++) {
		if (!s->v[r].den && !s->v[r].num)
			continue;
		json_key(j, rate_id(r));
		json_open(j, '[');
		json_int(j, s->v[r].num);
		json_int(j, s->v[r].den);
		put_value(j, s->v[r].value, decimals);
		json_close(j);
	}
	json_close(j);
}

static void put_league(struct json *j, const struct league *l, int decimals)
{
	json_open(j, '{');
	member_int(j, "band", l->band);
	json_key(j, "rows");
	json_open(j, '[');
	for (size_t i = 0; i < l->n; i++) {
		const struct league_row *r = &l->rows[i];
		json_open(j, '{');
		json_key(j, "unit");
		json_id(j, r->unit);
		member_int(j, "sample", r->sample);
		json_key(j, "score");
		put_value(j, r->score, decimals);
		member_int(j, "rank", r->rank);
		member_int(j, "rank_before", r->rank_before);
		member_int(j, "pooled", r->pooled);
		json_close(j);
	}
	json_close(j);
	if (l->n_pooled) {
		json_key(j, "pool");
		json_open(j, '{');
		member_int(j, "n", (int64_t)l->n_pooled);
		json_key(j, "score");
		put_value(j, l->pool_score, decimals);
		put_rates(j, &l->pool, decimals);
		json_close(j);
	}
	json_close(j);
}

static void put_figures(struct json *j, const struct rates *f)
{
	int decimals = f->month->rules.decimals;
	json_key(j, "sets");
	json_open(j, '[');
	for (size_t i = 0; i < f->n_sets; i++) {
		const struct rates_set *s = &f->sets[i];
		json_open(j, '{');
		json_key(j, "group");
		json_z(j, rates_group_id(s->group));
		json_key(j, "id");
		json_id(j, s->id);
		json_key(j, "key");
		text(j, s->key);
		put_rates(j, s, decimals);
		json_close(j);
	}
	json_close(j);
	json_key(j, "leagues");
	json_open(j, '[');
	for (size_t i = 0; i < f->n_leagues; i++)
		put_league(j, &f->leagues[i], decimals);
	json_close(j);
}

static void put_changes(struct json *j, const struct rates_change *v, size_t n)
{
	json_key(j, "changes");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '[');
		json_id(j, v[i].order);
		text(j, v[i].number);
		json_id(j, v[i].unit);
		json_z(j, rate_id(v[i].rate));
		json_int(j, v[i].was_num);
		json_int(j, v[i].was_den);
		json_int(j, v[i].num);
		json_int(j, v[i].den);
		json_close(j);
	}
	json_close(j);
}

str rates_freeze(struct arena *a, const struct rates *f, const struct rates_change *changes, size_t n)
{
	struct json j;
	struct buf out;
	buf_init(&out, a);
	json_begin(&j, &out);
	json_open(&j, '{');
	put_month(&j, f->month);
	put_rows(&j, f->month);
	put_figures(&j, f);
	put_changes(&j, changes, n);
	json_close(&j);
	return buf_str(&out);
}
