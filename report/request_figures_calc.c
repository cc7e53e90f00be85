/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of a month of requests: groups, numbers, leagues, changes. */
#include "report/rates_in.h"

#include <stdlib.h>
#include <string.h>

typedef unsigned __int128 wide; /* five denominators multiplied */

/* ---- groups ------------------------------------------------------------------------------- */
#define KEYS_MOST 3
struct group_key {
	int64_t id;
	str key;
};

static int64_t unit_of(const struct rates_month *m, enum rate_rows rows, size_t i)
{
	switch (rows) {
	case RATE_OF_HANDING:
		return m->handings[i].unit;
	case RATE_OF_VISIT:
		return m->visits[i].unit;
	case RATE_OF_ARTICLE:
		return m->articles[i].unit;
	default:
		return m->orders[rates_order_of(m, rows, i)].unit;
	}
}

static str channel_of(const struct rates_month *m, enum rate_rows rows, size_t i)
{
	if (rows == RATE_OF_REQUEST)
		return m->requests[i].channel;
	if (rows == RATE_OF_VISIT)
		return m->requests[m->visits[i].request].channel;
	return m->orders[rates_order_of(m, rows, i)].channel;
}

/* urban, urban.road, urban.road.lamp */
static size_t category_keys(str category, struct group_key *ret)
{
	size_t n = 0;
	for (size_t i = 0; i <= category.n && n < KEYS_MOST; i++)
		if (i == category.n || category.p[i] == '.')
			ret[n++] = (struct group_key){0, str_cut(category, 0, i)};
	return n;
}

/* Under which keys of the group the row stands. */
static size_t keys_of(const struct rates_month *m, enum rates_group g, enum rate_rows rows, size_t i, struct group_key ret[KEYS_MOST])
{
	size_t order = rates_order_of(m, rows, i);
	*ret = (struct group_key){0, S("")};
	if (g == RATES_ALL)
		return 1;
	if (g == RATES_UNIT) {
		ret->id = unit_of(m, rows, i);
		return 1;
	}
	if (order == SIZE_MAX)
		return 0;
	if (g == RATES_TOWN)
		ret->id = m->orders[order].town;
	else if (g == RATES_CLASS)
		ret->key = m->orders[order].class;
	else if (g == RATES_CHANNEL)
		ret->key = channel_of(m, rows, i);
	else
		return category_keys(m->orders[order].category, ret);
	return 1;
}

struct making {
	struct arena *a;
	struct looking l;
	LIST(struct rates_set) sets;
	uint32_t *slots; /* 1 + position in sets; open addressing */
	size_t n_slots;
};

static uint64_t key_hash(enum rates_group g, const struct group_key *k)
{
	uint64_t h = str_hash(k->key) ^ ((uint64_t)k->id * 0x9e3779b97f4a7c15u) ^ ((uint64_t)g << 57);
	return h ^ h >> 29;
}

static bool is_set(const struct rates_set *s, enum rates_group g, const struct group_key *k)
{
	return s->group == g && s->id == k->id && str_eq(s->key, k->key);
}

static void grow(struct making *mk)
{
	size_t n = mk->n_slots ? mk->n_slots * 2 : 256;
	uint32_t *v = arena_new_n(mk->a, n, uint32_t);
	for (size_t i = 0; i < mk->sets.n; i++) {
		const struct rates_set *s = &mk->sets.v[i];
		size_t at = key_hash(s->group, &(struct group_key){s->id, s->key}) & (n - 1);
		while (v[at])
			at = (at + 1) & (n - 1);
		v[at] = (uint32_t)i + 1;
	}
	mk->slots = v;
	mk->n_slots = n;
}

static struct rates_set *set_of(struct making *mk, enum rates_group g, const struct group_key *k)
{
	if (mk->sets.n * 2 >= mk->n_slots)
		grow(mk);
	size_t at = key_hash(g, k) & (mk->n_slots - 1);
	while (mk->slots[at]) {
		struct rates_set *s = &mk->sets.v[mk->slots[at] - 1];
		if (is_set(s, g, k))
			return s;
		at = (at + 1) & (mk->n_slots - 1);
	}
	struct rates_set *s = list_push(mk->a, &mk->sets);
	*s = (struct rates_set){.group = g, .id = k->id, .key = k->key};
	mk->slots[at] = (uint32_t)mk->sets.n;
	return s;
}

static bool of_group(enum rates_group g, enum rate_name r)
{
	if (r == RATE_connected)
		return g == RATES_ALL;
	if (r == RATE_knowledge)
		return g == RATES_ALL || g == RATES_UNIT;
	return r != RATE_per_10000 || g == RATES_ALL || g == RATES_TOWN;
}

static void count_row(struct making *mk, enum rate_name r, size_t i, int64_t num, int64_t den)
{
	struct group_key k[KEYS_MOST];
	for (enum rates_group g = RATES_ALL; g < RATES_GROUPS; g++) {
		size_t n = of_group(g, r) ? keys_of(mk->l.m, g, rate_rows_of(r), i, k) : 0;
		for (size_t j = 0; j < n; j++) {
			struct rate *x = &set_of(mk, g, &k[j])->v[r];
			x->num += num;
			x->den += den;
		}
	}
}

static void count_rate(struct making *mk, enum rate_name r)
{
	for (size_t i = 0, n = rates_n(mk->l.m, rate_rows_of(r)); i < n; i++)
		if (rate_below(&mk->l, r, i)) {
			int64_t num = rate_above(&mk->l, r, i);
			if (rate_said_of(r) == RATE_DAYS)
				num = mk->l.m->orders[i].days;
			count_row(mk, r, i, num, rate_said_of(r) != RATE_PER_10000);
		}
}

/* ---- plain counts ----------------------------------------------------------------------------- */
static void count_plain(struct making *mk, enum rates_count c)
{
	struct group_key k[KEYS_MOST];
	enum rate_rows rows = count_rows(c);
	for (size_t i = 0, n = rates_n(mk->l.m, rows); i < n; i++)
		for (enum rates_group g = RATES_ALL; g < RATES_GROUPS && count_is(&mk->l, c, i); g++)
			for (size_t j = 0, keys = keys_of(mk->l.m, g, rows, i, k); j < keys; j++)
				set_of(mk, g, &k[j])->count[c]++;
}

/* ---- numbers ------------------------------------------------------------------------------------ */
static int64_t power(int decimals)
{
	return decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
}

static void set_value(struct rate *x, enum rate_said said, int decimals)
{
	const int64_t times[] = {[RATE_PER_CENT] = 100, [RATE_DAYS] = 1, [RATE_PER_10000] = 10000};
	x->value = x->den ? (int64_t)(((wide)x->num * (wide)(times[said] * power(decimals)) * 2 + (wide)x->den) / (2 * (wide)x->den)) : -1;
}

static void set_values(const struct rates_month *m, struct rates_set *s)
{
	int64_t all = 0;
	for (size_t i = 0; i < m->n_units; i++)
		all += m->units[i].residents;
	if (s->v[RATE_per_10000].num)
		s->v[RATE_per_10000].den = s->group == RATES_ALL ? all : rates_residents(m, s->id);
	if (s->group == RATES_ALL && m->calls.inbound > 0)
		s->v[RATE_connected] = (struct rate){m->calls.answered, m->calls.inbound, 0};
	for (enum rate_name r = 0; r < RATE_NAMES; r++)
		set_value(&s->v[r], rate_said_of(r), m->rules.decimals);
}

/* Exact until the one rounding at its end: a sum of fractions with one denominator. */
static int64_t score_of(const struct rates_rules *rules_, const struct rates_set *s)
{
	wide num = 0, den = 1;
	int64_t weights = 0;
	for (int w = 0; w < WEIGHTS; w++) {
		const struct rate *r = &s->v[rates_weighed(w)];
		if (rules_->weight[w] <= 0)
			continue;
		if (!r->den)
			return -1;
		num = num * (wide)r->den + (wide)rules_->weight[w] * (wide)r->num * den;
		den *= (wide)r->den;
		weights += rules_->weight[w];
	}
	if (!weights)
		return -1;
	den *= (wide)weights;
	return (int64_t)((num * 100 * (wide)power(rules_->decimals) * 2 + den) / (2 * den));
}

static int64_t sample_of(const struct rates_rules *r, const struct rates_set *s)
{
	int64_t least = -1;
	for (int w = 0; w < WEIGHTS; w++) {
		int64_t n = s->v[rates_weighed(w)].den;
		if (r->weight[w] > 0 && (least < 0 || n < least))
			least = n;
	}
	return least;
}

/* ---- leagues --------------------------------------------------------------------------------------- */
static size_t place_of(const struct rates_month *m, int64_t unit)
{
	for (size_t i = 0; i < m->n_units; i++)
		if (m->units[i].id == unit)
			return i;
	return m->n_units;
}

static int by_rank(const void *a, const void *b, void *month)
{
	const struct league_row *p = a, *q = b;
	if (p->pooled != q->pooled)
		return p->pooled - q->pooled;
	if (p->score != q->score && !p->pooled)
		return p->score < q->score ? 1 : -1;
	size_t i = place_of(month, p->unit), k = place_of(month, q->unit);
	return (i > k) - (i < k);
}

static bool has_any(const struct rates_rules *r, const struct rates_set *s)
{
	for (int w = 0; w < WEIGHTS; w++)
		if (r->weight[w] > 0 && s->v[rates_weighed(w)].den)
			return true;
	return false;
}

static void pool(struct league *l, const struct rates_month *m, const struct rates_set *s)
{
	for (enum rate_name r = 0; r < RATE_NAMES; r++) {
		l->pool.v[r].num += s->v[r].num;
		l->pool.v[r].den += s->v[r].den;
		set_value(&l->pool.v[r], rate_said_of(r), m->rules.decimals);
	}
	for (int c = 0; c < RATES_COUNTS; c++)
		l->pool.count[c] += s->count[c];
	l->n_pooled++;
}

static void rank(struct league *l, const struct rates_month *m)
{
	if (l->n)
		qsort_r(l->rows, l->n, sizeof *l->rows, by_rank, (void *)m);
	for (size_t i = 0; i < l->n && !l->rows[i].pooled; i++)
		l->rows[i].rank = i && l->rows[i].score == l->rows[i - 1].score ? l->rows[i - 1].rank : (int)i + 1;
	l->pool_score = l->n_pooled ? score_of(&m->rules, &l->pool) : -1;
}

static bool make_league(struct arena *a, const struct rates *f, int band, struct league *ret)
{
	const struct rates_month *m = f->month;
	struct league l = {.band = band, .rows = arena_new_n(a, f->n_sets, struct league_row), .pool = {.group = RATES_UNIT}};
	for (size_t i = 0; i < f->n_sets; i++) {
		const struct rates_set *s = &f->sets[i];
		if (s->group != RATES_UNIT || !s->id || rates_band(&m->rules, rates_residents(m, s->id)) != band || !has_any(&m->rules, s))
			continue;
		struct league_row *r = &l.rows[l.n++];
		*r = (struct league_row){.unit = s->id, .sample = sample_of(&m->rules, s), .score = score_of(&m->rules, s)};
		r->pooled = r->sample < m->rules.small || r->score < 0;
		if (r->pooled)
			pool(&l, m, s);
	}
	rank(&l, m);
	*ret = l;
	return l.n > 0;
}

static void make_leagues(struct arena *a, struct rates *f)
{
	size_t bands = f->month->rules.n_bands + 1;
	f->leagues = arena_new_n(a, bands + 1, struct league);
	for (size_t b = 0; b <= bands; b++)
		f->n_leagues += make_league(a, f, b == bands ? -1 : (int)b, &f->leagues[f->n_leagues]);
}

/* ---- all of it --------------------------------------------------------------------------------------- */
static int by_group(const void *a, const void *b, void *month)
{
	const struct rates_set *p = a, *q = b;
	if (p->group != q->group)
		return p->group < q->group ? -1 : 1;
	size_t i = place_of(month, p->id), k = place_of(month, q->id);
	return i != k ? (i > k) - (i < k) : str_cmp(p->key, q->key);
}

void rates_make(struct arena *a, const struct rates_month *m, struct rates *ret)
{
	struct making mk = {.a = a};
	rates_look(a, m, &mk.l);
	set_of(&mk, RATES_ALL, &(struct group_key){0, S("")});
	for (enum rate_name r = 0; r < RATE_NAMES; r++)
		count_rate(&mk, r);
	for (enum rates_count c = 0; c < RATES_COUNTS; c++)
		count_plain(&mk, c);
	for (size_t i = 0; i < mk.sets.n; i++)
		set_values(m, &mk.sets.v[i]);
	qsort_r(mk.sets.v, mk.sets.n, sizeof *mk.sets.v, by_group, (void *)m);
	*ret = (struct rates){.month = m, .sets = mk.sets.v, .n_sets = mk.sets.n};
	make_leagues(a, ret);
}

void rates_before(struct rates *f, const struct rates *before)
{
	for (size_t i = 0; i < f->n_leagues; i++)
		for (size_t k = 0; k < f->leagues[i].n; k++)
			for (size_t b = 0; b < before->n_leagues; b++)
				for (size_t j = 0; j < before->leagues[b].n; j++)
					if (before->leagues[b].rows[j].unit == f->leagues[i].rows[k].unit && before->leagues[b].band == f->leagues[i].band)
						f->leagues[i].rows[k].rank_before = before->leagues[b].rows[j].rank;
}

const struct rates_set *rates_of(const struct rates *f, enum rates_group g, int64_t id, str key)
{
	for (size_t i = 0; i < f->n_sets; i++)
		if (is_set(&f->sets[i], g, &(struct group_key){id, key}))
			return &f->sets[i];
	return NULL;
}

size_t rates_rows(struct arena *a, const struct rates_month *m, const struct rates_set *s, enum rate_name r, bool above, size_t **ret)
{
	struct looking l;
	struct group_key k[KEYS_MOST];
	LIST(size_t) v = {0};
	rates_look(a, m, &l);
	for (size_t i = 0, n = rates_n(m, rate_rows_of(r)); i < n; i++) {
		if (!rate_below(&l, r, i) || (above && !rate_above(&l, r, i)))
			continue;
		for (size_t j = 0, keys = keys_of(m, s->group, rate_rows_of(r), i, k); j < keys; j++)
			if (is_set(s, s->group, &k[j]))
				*list_push(a, &v) = i;
	}
	*ret = v.v;
	return v.n;
}

/* ---- residents --------------------------------------------------------------------------- */
int64_t rates_residents(const struct rates_month *m, int64_t unit)
{
	size_t i = place_of(m, unit);
	return i < m->n_units ? m->units[i].residents : 0;
}

int rates_band(const struct rates_rules *r, int64_t residents)
{
	int band = 0;
	if (!residents)
		return -1;
	while ((size_t)band < r->n_bands && residents > r->bands[band])
		band++;
	return band;
}

/* ---- changes ------------------------------------------------------------------------------------------ */
struct said { /* of each order in each rate */
	int64_t num[RATE_NAMES], den[RATE_NAMES];
};

static struct said *said_of(struct arena *a, const struct rates_month *m)
{
	struct looking l;
	struct said *v = arena_new_n(a, m->n_orders, struct said);
	rates_look(a, m, &l);
	for (enum rate_name r = 0; r < RATE_NAMES; r++)
		for (size_t i = 0, n = rates_n(m, rate_rows_of(r)); i < n; i++) {
			size_t o = rates_order_of(m, rate_rows_of(r), i);
			if (o == SIZE_MAX || !rate_below(&l, r, i))
				continue;
			v[o].den[r]++;
			v[o].num[r] += rate_said_of(r) == RATE_DAYS ? m->orders[i].days : rate_above(&l, r, i);
		}
	return v;
}

static int by_order_id(const void *a, const void *b, void *month)
{
	const struct rates_month *m = month;
	int64_t p = m->orders[*(const size_t *)a].id, q = m->orders[*(const size_t *)b].id;
	return (p > q) - (p < q);
}

static size_t *ordered(struct arena *a, const struct rates_month *m)
{
	size_t *v = arena_new_n(a, m->n_orders, size_t);
	for (size_t i = 0; i < m->n_orders; i++)
		v[i] = i;
	if (m->n_orders)
		qsort_r(v, m->n_orders, sizeof *v, by_order_id, (void *)m);
	return v;
}

size_t rates_changes(struct arena *a, const struct rates_month *kept, const struct rates_month *now, struct rates_change **ret)
{
	static const struct said nothing;
	const struct said *was = said_of(a, kept), *is = said_of(a, now);
	const size_t *p = ordered(a, kept), *q = ordered(a, now);
	LIST(struct rates_change) v = {0};
	for (size_t i = 0, k = 0; i < kept->n_orders || k < now->n_orders;) {
		int64_t x = i < kept->n_orders ? kept->orders[p[i]].id : INT64_MAX, y = k < now->n_orders ? now->orders[q[k]].id : INT64_MAX;
		const struct rates_order *o = x <= y ? &kept->orders[p[i]] : &now->orders[q[k]];
		const struct said *s = x <= y ? &was[p[i]] : &nothing, *t = y <= x ? &is[q[k]] : &nothing;
		for (enum rate_name r = 0; r < RATE_NAMES; r++)
			if (s->num[r] != t->num[r] || s->den[r] != t->den[r])
				*list_push(a, &v) = (struct rates_change){o->id, o->number, o->unit, r, s->num[r], s->den[r], t->num[r], t->den[r]};
		i += x <= y;
		k += y <= x;
	}
	*ret = v.v;
	return v.n;
}
