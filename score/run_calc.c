/* SPDX-License-Identifier: Apache-2.0 */
/* What pages make of a run: sums over groups, two runs side by side, surcharges. Pure. */
#include "score/run_in.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const run_purpose_names[] = {"review", "notice", "final", NULL};
const struct score_options run_options = {.variants = RUN_VARIANTS, .seed = RUN_SEED, .weight_noise = RUN_NOISE};

double run_real(struct dec d)
{
	double ten = 1;
	for (int i = 0; i < d.scale; i++)
		ten *= 10;
	return (double)d.v / ten;
}

int run_find(const struct run_subject *v, size_t n, str code)
{
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = str_cmp(v[mid].code, code);
		if (!c)
			return (int)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

const struct run_field *run_field_of(const struct run_subject *s, const char *name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_eq(s->fields[i].name, str_of(name)))
			return &s->fields[i];
	return NULL;
}

const struct run_field *run_field_at(const struct run_subject *s, const struct kind *of, int field)
{
	for (size_t i = 0; i < s->n_fields && field >= 0; i++)
		if (str_eq(s->fields[i].name, of->fields[field].name))
			return &s->fields[i];
	return NULL;
}

/* ---- inputs ------------------------------------------------------------------------------------ */
static size_t column_of(const struct run *r, str name)
{
	for (size_t c = 0; c < r->table.n_inputs; c++)
		if (str_eq(r->table.inputs[c], name))
			return c;
	return SIZE_MAX;
}

static double product(const struct run *r, const struct method_input *v, size_t n, size_t row)
{
	double p = 1;
	for (size_t i = 0; i < n; i++)
		p *= run_input(r, &v[i], row);
	return p;
}

static double sum(const struct run *r, const struct method_input *in, size_t row)
{
	double s = 0;
	for (size_t i = 0; i < in->n_of; i++)
		s += (in->times && i < in->n_times ? in->times[i] : 1) * run_input(r, &in->of[i], row);
	return s;
}

static double difference(const struct run *r, const struct method_input *in, size_t row)
{
	double s = run_input(r, &in->of[0], row);
	for (size_t i = 1; i < in->n_of; i++)
		s -= run_input(r, &in->of[i], row);
	return s;
}

static bool divides(const struct method_input *in)
{
	return (in->op == INPUT_RATIO || in->op == INPUT_PER_HEAD) && in->n_of >= 2;
}

double run_input(const struct run *r, const struct method_input *in, size_t row)
{
	double below;
	switch (in->op) {
	case INPUT_COLUMN: {
		size_t c = column_of(r, in->column);
		return c == SIZE_MAX || r->table.states[c * r->n + row] != SCORE_NUMBER ? NAN : in->factor * r->table.values[c * r->n + row];
	}
	case INPUT_SUM:
		return in->factor * sum(r, in, row);
	case INPUT_DIFFERENCE:
		return in->factor * difference(r, in, row);
	case INPUT_PRODUCT:
		return in->factor * product(r, in->of, in->n_of, row);
	case INPUT_RATIO:
	case INPUT_PER_HEAD:
		below = divides(in) ? product(r, in->of + 1, in->n_of - 1, row) : NAN;
		return below == 0 ? NAN : in->factor * run_input(r, &in->of[0], row) / below;
	default:
		return NAN;
	}
}

double run_above_line(const struct run *r, size_t item, size_t row, double value, size_t *ret_column, double *ret_is)
{
	const struct method_input *in = r->method->items[item].input;
	*ret_column = SIZE_MAX;
	*ret_is = NAN;
	if (!divides(in) || in->of[0].op != INPUT_COLUMN || in->factor == 0 || in->of[0].factor == 0)
		return NAN;
	*ret_column = column_of(r, in->of[0].column);
	*ret_is = run_input(r, &in->of[0], row) / in->of[0].factor;
	return value / in->factor * product(r, in->of + 1, in->n_of - 1, row) / in->of[0].factor;
}

/* ---- groups ---------------------------------------------------------------------------------------- */
static str key_of(const struct run_subject *s, const char *field, str *ret_text)
{
	const struct run_field *f;
	if (!*field) {
		*ret_text = s->unit_name;
		return s->unit_name;
	}
	f = run_field_of(s, field);
	*ret_text = f ? f->text : S("");
	return f ? f->raw : S("");
}

static struct run_rollup *group_of(struct arena *a, struct run_rollup *v, size_t *n, str key, str text, size_t n_bands)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(v[i].key, key))
			return &v[i];
	v[*n] = (struct run_rollup){.key = key, .text = text, .mean = 0, .bands = arena_new_n(a, n_bands + 1, size_t)};
	memset(v[*n].bands, 0, (n_bands + 1) * sizeof(size_t));
	return &v[(*n)++];
}

static double pooled(const struct run *r, const struct method_input *in, const char *field, str key)
{
	double above = 0, below = 0;
	str text;
	if (!divides(in))
		return NAN;
	for (size_t i = 0; i < r->n; i++) {
		if (!str_eq(key_of(&r->subjects[i], field, &text), key))
			continue;
		double x = run_input(r, &in->of[0], i), y = product(r, in->of + 1, in->n_of - 1, i);
		if (isnan(x) || isnan(y))
			continue;
		above += x;
		below += y;
	}
	return below == 0 ? NAN : in->factor * above / below;
}

static int by_mean(const void *a, const void *b)
{
	const struct run_rollup *p = a, *q = b;
	double x = isnan(p->mean) ? -1 : p->mean, y = isnan(q->mean) ? -1 : q->mean;
	return x != y ? (x < y ? 1 : -1) : str_cmp(p->key, q->key);
}

void run_rollups(struct arena *a, const struct run *r, const char *field, struct run_rollup **ret, size_t *ret_n)
{
	size_t n = 0, bands = r->method->n_bands;
	str text;
	struct run_rollup *v = arena_new_n(a, r->n + r->n_left + 1, struct run_rollup);
	for (size_t i = 0; i < r->n; i++) {
		str key = key_of(&r->subjects[i], field, &text);
		struct run_rollup *g = group_of(a, v, &n, key, text, bands);
		g->n++;
		g->mean += r->result.lines[i].total;
		g->bands[r->subjects[i].band >= 0 ? (size_t)r->subjects[i].band : bands]++;
	}
	for (size_t i = 0; i < n; i++)
		v[i].mean /= (double)v[i].n;
	for (size_t i = 0; i < r->n_left; i++) {
		size_t had = n;
		str key = key_of(&r->left[i], field, &text);
		struct run_rollup *g = group_of(a, v, &n, key, text, bands);
		if (n > had)
			g->mean = NAN;
		g->n++;
		g->bands[bands]++;
	}
	for (size_t i = 0; i < n; i++) {
		v[i].ratios = arena_new_n(a, r->method->n_items, double);
		for (size_t k = 0; k < r->method->n_items; k++)
			v[i].ratios[k] = pooled(r, r->method->items[k].input, field, v[i].key);
	}
	if (n)
		qsort(v, n, sizeof *v, by_mean);
	*ret = v;
	*ret_n = n;
}

/* ---- two runs ------------------------------------------------------------------------------------------ */
static double points_of(const struct run *r, size_t item, size_t row)
{
	return r->result.items[item * r->n + row].points;
}

static void most_moved(const struct run *was, size_t at, const struct run *is, size_t row, struct run_moved *m)
{
	for (size_t i = 0; i < is->method->n_items; i++)
		for (size_t k = 0; k < was->method->n_items; k++) {
			if (!str_eq(is->method->items[i].name, was->method->items[k].name))
				continue;
			double by = points_of(is, i, row) - points_of(was, k, at);
			if (!isnan(by) && (m->item == SIZE_MAX || fabs(by) > fabs(m->by))) {
				m->item = i;
				m->by = by;
			}
		}
}

static int by_rank(const void *a, const void *b)
{
	const struct run_moved *p = a, *q = b;
	uint32_t x = p->rank ? p->rank : UINT32_MAX, y = q->rank ? q->rank : UINT32_MAX;
	if (x != y)
		return x < y ? -1 : 1;
	return str_cmp((p->is ? p->is : p->was)->code, (q->is ? q->is : q->was)->code);
}

void run_compare(struct arena *a, const struct run *was, const struct run *is, struct run_moved **ret, size_t *ret_n)
{
	struct run_moved *v = arena_new_n(a, was->n + is->n + 1, struct run_moved);
	size_t n = 0;
	for (size_t i = 0; i < is->n; i++) {
		int at = run_find(was->subjects, was->n, is->subjects[i].code);
		struct run_moved *m = &v[n++];
		*m = (struct run_moved){.is = &is->subjects[i], .rank = is->result.lines[i].rank, .total = is->result.lines[i].total, .total_before = NAN, .item = SIZE_MAX};
		if (at < 0)
			continue;
		m->was = &was->subjects[at];
		m->rank_before = was->result.lines[at].rank;
		m->total_before = was->result.lines[at].total;
		most_moved(was, (size_t)at, is, i, m);
	}
	for (size_t i = 0; i < was->n; i++)
		if (run_find(is->subjects, is->n, was->subjects[i].code) < 0)
			v[n++] = (struct run_moved){.was = &was->subjects[i], .rank_before = was->result.lines[i].rank, .total = NAN,
				.total_before = was->result.lines[i].total, .item = SIZE_MAX};
	if (n)
		qsort(v, n, sizeof *v, by_rank);
	*ret = v;
	*ret_n = n;
}

/* ---- surcharge ---------------------------------------------------------------------------------------------- */
err surcharge_rate(str rule, int64_t years, struct dec other, struct dec *ret)
{
	struct dec best = {0, 0};
	str rest = str_trim(rule), one, from, rate;
	while (rest.n) {
		struct dec d;
		int64_t y;
		if (!str_split(rest, ' ', &one, &rest)) {
			one = rest;
			rest = S("");
		}
		rest = str_trim(rest);
		if (!str_split(one, ':', &from, &rate) || !str_int(from, &y) || !dec_parse(rate, &d) || d.v < 0)
			return fail(ERR_INPUT, "the rule of surcharges cannot be read at “{0}”; write it like 1:0.05 2:0.10 3:0.15", one);
		if (years >= y && dec_cmp(d, best) > 0)
			best = d;
	}
	*ret = dec_cmp(other, best) > 0 ? other : best;
	return OK;
}

struct charging {
	struct arena *a;
	const struct run *run;
	const struct kind *of;
	str rule;
	size_t power;
	LIST(struct surcharge_row) rows;
	struct surcharge *out;
};

static err too_large(void)
{
	return fail(ERR_LIMIT, "a sum is too large to be exact; check the amounts of electricity");
}

static err add_account(struct charging *c, struct surcharge_row row, struct dec other)
{
	TRY(surcharge_rate(c->rule, row.years, other, &row.rate));
	row.other = other.v && dec_cmp(other, row.rate) >= 0;
	if (!row.unknown && (!dec_mul(row.kwh, row.rate, &row.yuan) || !dec_add(c->out->kwh, row.kwh, &c->out->kwh) || !dec_add(c->out->yuan, row.yuan, &c->out->yuan)))
		return too_large();
	*list_push(c->a, &c->rows) = row;
	return OK;
}

/* "0501 120000": the account and its kWh; alone it has all that the firm has, when it is the only one. */
static err each_account(struct charging *c, const struct run_subject *s, struct dec kwh, bool known)
{
	const struct evaluated *e = c->of->evaluated;
	const struct run_field *accounts = run_field_at(s, c->of, e ? e->accounts : -1), *other = run_field_at(s, c->of, e ? e->in_force : -1);
	struct dec in_force = {0, 0};
	str rest = accounts ? str_trim(accounts->raw) : S(""), line, number, amount;
	bool only = str_find(rest, S("\n"), 0) < 0;
	if (other && !dec_parse(other->raw, &in_force))
		in_force = (struct dec){0, 0};
	do {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = S("");
		}
		line = str_trim(line);
		struct surcharge_row row = {.subject = s, .account = line, .years = s->streak, .kwh = kwh, .unknown = !known || !only};
		if (str_split(line, ' ', &number, &amount)) {
			row.account = number;
			row.unknown = !dec_parse(str_trim(amount), &row.kwh);
		}
		if (row.unknown)
			row.kwh = (struct dec){0, 0};
		TRY(add_account(c, row, in_force));
		rest = str_trim(rest);
	} while (rest.n);
	return OK;
}

err run_surcharge(struct arena *a, const struct run *r, const struct kind *of, str rule, str power, struct surcharge *ret)
{
	struct charging c = {.a = a, .run = r, .of = of, .rule = rule, .out = ret, .power = column_of(r, power)};
	int last = -1;
	*ret = (struct surcharge){0};
	for (size_t b = 0; b < r->method->n_bands; b++)
		if (!r->method->bands[b].outside)
			last = (int)b;
	for (size_t k = 0; k < r->n; k++) {
		size_t i = r->result.order ? r->result.order[k] : k;
		const struct run_subject *s = &r->subjects[i];
		struct dec kwh = {0, 0};
		if (last < 0 || s->band != last)
			continue;
		bool known = c.power != SIZE_MAX && r->numbers && r->table.states[c.power * r->n + i] == SCORE_NUMBER;
		if (known && (!dec_mul(r->numbers[c.power * r->n + i], (struct dec){10000, 0}, &kwh) || !dec_add(ret->kwh_firms, kwh, &ret->kwh_firms)))
			return too_large();
		TRY(each_account(&c, s, kwh, known));
	}
	ret->rows = c.rows.v;
	ret->n = c.rows.n;
	ret->agrees = !dec_cmp(ret->kwh, ret->kwh_firms);
	return OK;
}
