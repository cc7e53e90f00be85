/* SPDX-License-Identifier: Apache-2.0 */
/* score_in: how a method is run, for the files of this room.
 *
 *     plan (columns found, classes, weights) -> prepare (what an item needs of all rows: base, range, ranks, mean score)
 *     -> blocks of rows (shares, points, totals) -> ranks, bands -> variants */
#ifndef LUOSHI_SCORE_IN_H
#define LUOSHI_SCORE_IN_H

#include "score/score.h"

#define BLOCK 512 /* rows whose values stay in the nearest cache; a multiple of eight */
#define STATE_UNDEFINED 3 /* beside enum score_state: divided by zero */

/* An input whose columns were found. */
struct plan_input {
	const struct method_input *in;
	size_t column;
	struct plan_input *of;
};
/* One value instead of what the table says. */
struct instead {
	bool column; /* of the table; else of an item's input */
	size_t which, row;
	double value;
};
struct scope_stats { /* of one item, in one class or over all */
	double base, lo, hi, fill;
	uint32_t n;
};
struct plan_item {
	const struct method_item *it;
	size_t index;
	struct plan_input in, base_of, difficulty;
	bool has_base_of, has_difficulty;
	double *weight;           /* absolute points, by class; NAN: not for it */
	struct scope_stats *scope; /* by class; one where the scope is all */
	uint32_t *rank;           /* by row; NULL: not needed */
	enum base_kind base_kind;
	bool needs_base;
};
struct plan_group {
	double *weight;           /* absolute points, by class; NAN */
	double *children;         /* what its children have together, by class */
	struct plan_input difficulty;
	bool has_difficulty;
};
struct run {
	struct arena *a;
	const struct method *m;
	const struct score_table *t;
	const struct instead *instead;
	size_t n, n_classes;      /* at least one class */
	int16_t *class;           /* by row; NULL: one class */
	uint8_t *out;             /* by row: not ranked, in no mean; NULL: nobody */
	int16_t *veto;            /* by row; NULL: the method has none */
	struct plan_item *items;
	struct plan_group *groups;
	struct plan_input **extras; /* [extra][input] */
	struct plan_input difficulty;
	/* what comes out, by row; close together while they are worked on, put into lines at the end */
	double *total, *exact;    /* rounded; before rounding, where the method ranks by it */
	double *bonus, *penalty, *difficulty_at; /* NULL: the method has none */
	struct score_place *place;
	uint32_t *of;             /* how many are ranked, by class */
	struct score_result *r;
};
static inline bool one_scope(const struct run *r, bool all)
{
	return all || !r->class;
}

/* ---- room.c --- */
/* n zeroed things, as arena_array gives them; cheaper for very many. */
void *room_new(struct arena *, size_t n, size_t size);
#define room_of(a, n, type) ((type *)room_new((a), (n), sizeof(type)))

/* ---- table_calc.c --- */
err subjects_unique(struct arena *, const str *subjects, size_t n) must_check;

/* ---- input_calc.c --- */
err input_plan(struct arena *, const struct score_table *, const struct method_input *, struct plan_input *ret) must_check;
/* n rows from `from`; v: NAN where there is no number, s says why. */
void input_read(const struct run *, const struct plan_input *, size_t from, size_t n, double *v, uint8_t *s);
/* The sums above and below a ratio, over the rows of one scope. */
double input_pooled(const struct run *, const struct plan_input *, int class);
double input_at(const struct run *, const struct plan_input *, size_t row); /* NAN: none */

/* ---- fn_calc.c --- */
struct fn_block {
	size_t from, n;
	const double *x;
	double base[BLOCK], lo[BLOCK], hi[BLOCK], weight[BLOCK];
	uint32_t ranked[BLOCK]; /* how many have a rank */
};
struct fn {
	void (*share)(const struct plan_item *, const struct fn_block *, double *ret);
	bool base, range, rank, weight; /* what it looks at */
	double cap, floor;             /* where the method says nothing; NAN: no end */
};
extern const struct fn score_functions[SCORE_FNS];

/* ---- prepare_calc.c, block_calc.c --- */
err run_prepare(struct run *) must_check;
/* A lean run over one level and one class finds mean scores while it sums; rows with gaps wait until then. */
bool run_defers(const struct run *);
bool needs_fill(const struct method_item *);
double sum_block(const struct run *, size_t from, size_t n, const double *v, size_t *count);
struct item_block {
	double x[BLOCK], share[BLOCK], base[BLOCK];
	uint8_t state[BLOCK];
	bool capped[BLOCK], floored[BLOCK], filled[BLOCK];
	bool holes; /* some have no share, also after filling */
};
/* Shares of an item before filling; `flags`: capped and floored are wanted. */
void item_shares(const struct run *, const struct plan_item *, size_t from, size_t n, bool flags, struct item_block *ret);
err run_blocks(struct run *) must_check;
const struct scope_stats *scope_of(const struct run *, const struct plan_item *, size_t row);
static inline int class_of(const struct run *r, size_t row)
{
	return r->class ? r->class[row] : 0;
}

/* ---- rank_calc.c --- */
/* Rows in the order of keys, largest first; stable. decimals >= 0: the keys are rounded so. ret_same[i]: the key
 * is that of the one before; may be NULL. */
void order_by(struct arena *, const double *keys, int decimals, uint32_t *rows, size_t n, bool *ret_same);
err run_rank(struct run *) must_check;
void run_lines(struct run *);
/* The band by total and position; what vetoes and years say is not looked at. */
int band_by_total(const struct method *, double total, uint32_t rank, uint32_t of, uint32_t all);

/* ---- score_calc.c --- */
err run_all(struct arena *, const struct method *, const struct score_table *, const struct instead *, bool lean, struct score_result *ret) must_check;
/* ---- extra_calc.c --- */
void extras_at(const struct run *, size_t row, double *ret_bonus, double *ret_penalty);
/* ---- variants_calc.c --- */
err run_variants(struct arena *, struct score_result *, const struct score_options *) must_check;
/* ---- index_calc.c --- */
err index_totals(struct run *) must_check;
err index_variants(struct arena *, struct score_result *, const struct score_options *) must_check;
/* ---- effect_calc.c --- */
void run_effects(struct arena *, struct score_result *);

/* What was summed out of terms of this size is not known better than to 1e-13 of it: so near to a half it is a half,
 * as it is in the exact arithmetic of whoever recomputes it on paper. Nearly always the first lines decide. */
double round_points(double v, int decimals, enum rounding, double size);
static inline double round_fast(double v, int decimals, enum rounding how, double size)
{
	static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4};
	if (how == ROUND_HALF_UP && decimals <= 4 && v >= 0 && v < 1e4 && size <= 1e4) {
		double x = v * tens[decimals], low = (double)(int64_t)x, rest = x - low;
		if (__builtin_fabs(rest - 0.5) > 1e-4) /* one branch that nearly always goes one way */
			return (low + (rest > 0.5)) / tens[decimals];
	}
	return round_points(v, decimals, how, size);
}

/* A sum whose error does not grow with the number of terms (Neumaier 1974). */
struct sum {
	double s, c;
};
static inline void sum_add(struct sum *t, double v)
{
	double s = t->s + v;
	t->c += (t->s < 0 ? -t->s : t->s) >= (v < 0 ? -v : v) ? (t->s - s) + v : (v - s) + t->s;
	t->s = s;
}
static inline double sum_of(const struct sum *t)
{
	return t->s + t->c;
}

#endif
