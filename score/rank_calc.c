/* SPDX-License-Identifier: Apache-2.0 */
/* Ranks (名次) and bands (等次). */
#include <math.h>
#include <string.h>

#include "score/score_in.h"

/* ---- ordering many reals: counting, digit by digit --------------------------------------------- */
#define DIGIT 11
static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
#define BUCKETS (1u << DIGIT)

/* Rounded totals have few digits: key and row fit in one word, and the passes are few. Gives where they lie sorted. */
static uint64_t *sort_words(uint64_t *v, uint64_t *w, size_t n, unsigned bits)
{
	for (unsigned shift = 32; shift < 32 + bits; shift += DIGIT) {
		uint32_t count[BUCKETS] = {0}, sum = 0, mask = BUCKETS - 1;
		for (size_t i = 0; i < n; i++)
			count[v[i] >> shift & mask]++;
		for (size_t i = 0; i <= mask; i++) {
			uint32_t c = count[i];
			count[i] = sum;
			sum += c;
		}
		for (size_t i = 0; i < n; i++)
			w[count[v[i] >> shift & mask]++] = v[i];
		uint64_t *t = v;
		v = w;
		w = t;
	}
	return v;
}

static unsigned bits_of(uint64_t v)
{
	return v ? 64 - (unsigned)__builtin_clzll(v) : 0;
}

static bool order_rounded(struct arena *a, const double *keys, int decimals, uint32_t *rows, size_t n, bool *ret_same)
{
	double hi = -INFINITY, lo = INFINITY, scale = tens[decimals];
	for (size_t i = 0; i < n; i++) {
		double k = keys[rows[i]];
		hi = k > hi ? k : hi;
		lo = k < lo ? k : lo;
	}
	if (!n || (hi - lo) * scale >= 4e9)
		return !n;
	uint64_t *v = room_new(a, 2 * n, sizeof *v), *w = v + n;
	for (size_t i = 0; i < n; i++)
		v[i] = (uint64_t)((hi - keys[rows[i]]) * scale + 0.5) << 32 | rows[i];
	unsigned bits = bits_of((uint64_t)((hi - lo) * scale + 0.5));
	const uint64_t *sorted = sort_words(v, w, n, bits);
	for (size_t i = 0; i < n; i++)
		rows[i] = (uint32_t)sorted[i];
	for (size_t i = 1; i < n && ret_same; i++)
		ret_same[i] = sorted[i] >> 32 == sorted[i - 1] >> 32;
	return true;
}

struct pair {
	uint64_t key;
	uint32_t row;
};

/* Bits of a real that are ordered as unsigned numbers, the largest first. */
static uint64_t falling(double v)
{
	uint64_t u;
	v = v == 0 ? 0.0 : v;
	memcpy(&u, &v, sizeof u);
	return ~(u >> 63 ? ~u : u | 1ull << 63);
}

void order_by(struct arena *a, const double *keys, int decimals, uint32_t *rows, size_t n, bool *ret_same)
{
	uint64_t all = 0;
	if (n < 2 || (decimals >= 0 && order_rounded(a, keys, decimals, rows, n, ret_same)))
		return;
	struct pair *v = room_new(a, 2 * n, sizeof *v), *w = v + n;
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct pair){falling(keys[rows[i]]), rows[i]};
		all |= v[i].key ^ v[0].key;
	}
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		size_t count[BUCKETS] = {0}, sum = 0;
		if (!(all >> shift & (BUCKETS - 1)))
			continue;
		for (size_t i = 0; i < n; i++)
			count[v[i].key >> shift & (BUCKETS - 1)]++;
		for (size_t i = 0; i < BUCKETS; i++) {
			size_t c = count[i];
			count[i] = sum;
			sum += c;
		}
		for (size_t i = 0; i < n; i++)
			w[count[v[i].key >> shift & (BUCKETS - 1)]++] = v[i];
		struct pair *t = v;
		v = w;
		w = t;
	}
	for (size_t i = 0; i < n; i++)
		rows[i] = v[i].row;
	for (size_t i = 1; i < n && ret_same; i++)
		ret_same[i] = v[i].key == v[i - 1].key;
}

/* ---- ties -------------------------------------------------------------------------------------- */
struct ties {
	double **keys; /* [tie][row], larger is better, what is not known is last */
	size_t n;
};

static err ties_read(struct run *r, struct ties *ret)
{
	struct ties t = {arena_new_n(r->a, r->m->n_ties, double *), r->m->n_ties};
	for (size_t k = 0; k < t.n; k++) {
		struct plan_input p;
		uint8_t s[BLOCK];
		TRY(input_plan(r->a, r->t, r->m->ties[k].input, &p));
		t.keys[k] = room_of(r->a, r->n, double);
		for (size_t from = 0; from < r->n; from += BLOCK)
			input_read(r, &p, from, r->n - from < BLOCK ? r->n - from : BLOCK, t.keys[k] + from, s);
		for (size_t i = 0; i < r->n; i++)
			t.keys[k][i] = isnan(t.keys[k][i]) ? -INFINITY : r->m->ties[k].down ? -t.keys[k][i] : t.keys[k][i];
	}
	*ret = t;
	return OK;
}

static bool tied(const struct ties *t, uint32_t a, uint32_t b)
{
	for (size_t k = 0; k < t->n; k++)
		if (t->keys[k][a] != t->keys[k][b])
			return false;
	return true;
}

/* Rows of one total: by the last tie break first, so that the first has the last word. */
static void break_ties(struct run *r, const struct ties *t, uint32_t *rows, size_t n)
{
	for (size_t k = t->n; k > 0 && n > 1; k--) {
		const double *keys = t->keys[k - 1];
		if (n > 64) {
			order_by(r->a, keys, -1, rows, n, NULL);
			continue;
		}
		for (size_t i = 1; i < n; i++) {
			uint32_t row = rows[i];
			size_t at = i;
			for (; at && keys[rows[at - 1]] < keys[row]; at--)
				rows[at] = rows[at - 1];
			rows[at] = row;
		}
	}
}

/* ---- bands ----------------------------------------------------------------------------------------- */
static bool band_holds(const struct method_band *b, double total, uint32_t rank, uint32_t of, uint32_t all)
{
	double n = (double)all, top = (double)rank * 100, end = (double)(of - rank + 1) * 100;
	if (b->outside || b->of.n)
		return false;
	if (!isnan(b->to) && !(b->open ? top < b->to * n - 1e-6 : top <= b->to * n + 1e-6))
		return false;
	if (!isnan(b->last) && !(b->open ? end < b->last * n - 1e-6 : end <= b->last * n + 1e-6))
		return false;
	return !(total < b->at_least) && !(total <= b->above);
}

int band_by_total(const struct method *m, double total, uint32_t rank, uint32_t of, uint32_t all)
{
	for (size_t i = m->n_bands; i-- > 0;)
		if (!isnan(m->bands[i].last) && band_holds(&m->bands[i], total, rank, of, all))
			return (int)i;
	for (size_t i = 0; i < m->n_bands; i++)
		if (isnan(m->bands[i].last) && band_holds(&m->bands[i], total, rank, of, all))
			return (int)i;
	return -1;
}

/* A band that takes the place of another after so many years; the longest that holds. */
static err band_by_years(struct run *r, size_t row, int *band)
{
	const struct method *m = r->m;
	int found = -1;
	for (size_t i = 0; i < m->n_bands; i++) {
		const struct method_band *b = &m->bands[i];
		struct plan_input p;
		if (!b->of.n || *band < 0 || !str_eq(b->of, m->bands[*band].name))
			continue;
		TRY(input_plan(r->a, r->t, b->years, &p));
		if (input_at(r, &p, row) >= b->years_least && (found < 0 || b->years_least > m->bands[found].years_least))
			found = (int)i;
	}
	*band = found < 0 ? *band : found;
	return OK;
}

struct ranking {
	const double *keys;
	int decimals;
	struct ties ties;
	bool years;
	bool plain; /* neither ties nor vetoes nor years */
};

/* What vetoes and years make of the band that the total gave. */
static err band_row(struct run *r, const struct ranking *k, size_t row, int band)
{
	int veto = r->veto ? r->veto[row] : -1;
	if (veto >= 0 && r->m->vetoes[veto].band > band)
		band = r->m->vetoes[veto].band;
	if (k->years)
		TRY(band_by_years(r, row, &band));
	r->place[row].band = (int16_t)band;
	return OK;
}

/* ---- ranks -------------------------------------------------------------------------------------------- */
/* Rows i to j of one ranking have one total; places that ties do not part share a rank and a band. */
static err rank_equals(struct run *r, const struct ranking *k, uint32_t *rows, size_t i, size_t j, uint32_t of, uint32_t all)
{
	int band = -1;
	if (k->plain) {
		band = band_by_total(r->m, r->total[rows[i]], (uint32_t)i + 1, of, all);
		for (size_t p = i; p < j; p++)
			r->place[rows[p]] = (struct score_place){(uint32_t)i + 1, (int16_t)band};
		return OK;
	}
	if (k->ties.n)
		break_ties(r, &k->ties, rows + i, j - i);
	for (size_t p = i; p < j; p++) {
		bool same = p > i && tied(&k->ties, rows[p - 1], rows[p]);
		uint32_t rank = same ? r->place[rows[p - 1]].rank : (uint32_t)p + 1;
		r->place[rows[p]].rank = rank;
		if (!same)
			band = band_by_total(r->m, r->total[rows[p]], rank, of, all);
		TRY(band_row(r, k, rows[p], band));
	}
	return OK;
}

#define KEYS_MOST (1u << 20)
#define COUNT_LEAST 4096 /* rows for which counting pays */

struct counted {
	const struct ranking *k;
	uint32_t *key, *from; /* of each row; where each key begins */
	size_t n_keys;
};

/* Rounded totals are few: how many have each says the rank of all of them. */
static bool count_keys(struct run *r, const uint32_t *rows, size_t n, struct counted *c)
{
	double hi = -INFINITY, lo = INFINITY, scale = c->k->decimals >= 0 ? tens[c->k->decimals] : 0;
	const double *keys = c->k->keys;
	bool all = n == r->n; /* then they stand one after the other */
	if (!c->k->plain || !scale || n < COUNT_LEAST)
		return false;
	for (size_t i = 0; i < n; i++) {
		double v = keys[all ? i : rows[i]];
		hi = v > hi ? v : hi;
		lo = v < lo ? v : lo;
	}
	if ((hi - lo) * scale >= KEYS_MOST)
		return false;
	c->n_keys = (size_t)((hi - lo) * scale + 0.5) + 1;
	c->key = room_of(r->a, n, uint32_t);
	c->from = arena_new_n(r->a, c->n_keys + 1, uint32_t);
	for (size_t i = 0; i < n; i++)
		c->key[i] = (uint32_t)(int32_t)((hi - keys[all ? i : rows[i]]) * scale + 0.5);
	for (size_t i = 0; i < n; i++)
		c->from[c->key[i] + 1]++;
	for (size_t k = 0; k < c->n_keys; k++)
		c->from[k + 1] += c->from[k];
	return true;
}

static void rank_counted(struct run *r, const struct counted *c, uint32_t *rows, size_t n, uint32_t all)
{
	struct score_place *places = arena_new_n(r->a, c->n_keys, struct score_place);
	uint32_t *sorted = room_of(r->a, n, uint32_t);
	for (size_t i = 0; i < n; i++) {
		struct score_place *p = &places[c->key[i]];
		if (!p->rank) {
			p->rank = c->from[c->key[i]] + 1;
			p->band = (int16_t)band_by_total(r->m, r->total[rows[i]], p->rank, (uint32_t)n, all);
		}
		r->place[rows[i]] = *p;
	}
	for (size_t i = 0; i < n; i++)
		sorted[c->from[c->key[i]]++] = rows[i];
	if (n == r->n)
		r->r->order = sorted;
	else
		memcpy(rows, sorted, n * sizeof *rows);
}

/* Rows of one ranking; `all` with those that take no part. */
static err rank_rows(struct run *r, const struct ranking *k, uint32_t *rows, size_t n, size_t all)
{
	uint32_t shares_of = (uint32_t)(r->m->shares_of == SHARES_OF_ALL ? all : n);
	struct counted c = {.k = k};
	if (count_keys(r, rows, n, &c)) {
		rank_counted(r, &c, rows, n, shares_of);
		return OK;
	}
	bool *same = room_of(r->a, n, bool); /* as the one before */
	order_by(r->a, k->keys, k->decimals, rows, n, same);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && same[j]; j++)
			;
		TRY(rank_equals(r, k, rows, i, j, (uint32_t)n, shares_of));
	}
	return OK;
}

static bool ranked(const struct run *r, size_t row)
{
	return !isnan(r->total[row]) && !(r->out && r->out[row]);
}

static void leave_out(struct run *r, size_t row)
{
	int veto = r->veto ? r->veto[row] : -1;
	r->place[row].band = (int16_t)(veto >= 0 && r->m->vetoes[veto].effect == VETO_OUT ? r->m->vetoes[veto].band : -1);
}

/* A ranking for each class, or one for all. */
static err rank_class(struct run *r, const struct ranking *k, int class, uint32_t *rows, size_t *at)
{
	size_t n = 0, all = 0;
	for (size_t i = 0; i < r->n && class < 0 && !r->out; i++) {
		rows[*at + n] = (uint32_t)i;
		n += r->total[i] == r->total[i];
		all++;
	}
	for (size_t i = 0; i < r->n && !(class < 0 && !r->out); i++) {
		if (class >= 0 && class_of(r, i) != class)
			continue;
		all++;
		if (ranked(r, i))
			rows[*at + n++] = (uint32_t)i;
	}
	TRY(rank_rows(r, k, rows + *at, n, all));
	for (size_t c = 0; c < r->n_classes; c++)
		if (class < 0 || (size_t)class == c)
			r->of[c] = (uint32_t)n;
	*at += n;
	return OK;
}

err run_rank(struct run *r)
{
	struct ranking k = {.keys = r->exact ? r->exact : r->total, .decimals = r->exact ? -1 : r->m->decimals};
	size_t at = 0;
	uint32_t *rows = room_of(r->a, r->n, uint32_t);
	for (size_t i = 0; i < r->m->n_bands; i++)
		k.years |= r->m->bands[i].of.n > 0;
	TRY(ties_read(r, &k.ties));
	k.plain = !k.ties.n && !k.years && !r->veto;
	bool each = r->class && !r->m->rank_all;
	for (size_t c = 0; c < (each ? r->n_classes : 1); c++)
		TRY(rank_class(r, &k, each ? (int)c : -1, rows, &at));
	for (size_t i = 0; i < r->n && at < r->n; i++)
		if (!ranked(r, i)) {
			rows[at++] = (uint32_t)i;
			leave_out(r, i);
		}
	if (!r->r->order)
		r->r->order = rows;
	return OK;
}

void run_lines(struct run *r)
{
	struct score_line *lines = room_of(r->a, r->n, struct score_line);
	for (size_t i = 0; i < r->n; i++) {
		struct score_line *l = &lines[i];
		int class = class_of(r, i);
		l->total = r->total[i];
		l->difficulty = r->difficulty_at ? r->difficulty_at[i] : 1;
		l->row = (uint32_t)i;
		l->rank = r->place[i].rank;
		l->of = l->rank ? r->of[class] : 0;
		l->class = (int16_t)class;
		l->band = r->place[i].band;
		l->veto = r->veto ? r->veto[i] : -1;
		if (!r->bonus)
			continue;
		l->bonus = r->bonus[i];
		l->penalty = r->penalty[i];
	}
	r->r->lines = lines;
}
