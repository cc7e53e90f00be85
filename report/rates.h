/* SPDX-License-Identifier: Apache-2.0 */
/* rates (诉求指标): response, solved, satisfied and the others, of a month, with what is above and
 * below the line of each; league tables by class and size; what is kept of a month. Pure but for
 * what says ctx. Definitions in words: data/request_rates.tsv, beside every number on the page.
 *
 *     core requests_period_read -> rates_make -> { page, file, rates_freeze -> request_month_keep }
 *
 * Each number is a count over a count of rows and is rounded once, half up. tests/requests/recompute.py
 * makes all of them again from the rows that go out, and knows nothing of this code. */
#ifndef LUOSHI_RATES_H
#define LUOSHI_RATES_H

#include "core/request_rates.h"

/* In the order in which pages show them. RATE(name, rows it counts, in what it is said) */
#define RATES_LIST(RATE) \
	RATE(connected, CALLS, PER_CENT) RATE(direct, REQUEST, PER_CENT) RATE(signed_in_time, HANDING, PER_CENT) RATE(returned, HANDING, PER_CENT) \
	RATE(missent, HANDING, PER_CENT) RATE(on_time, ORDER, PER_CENT) RATE(days, ORDER, DAYS) RATE(response, HANDING, PER_CENT) \
	RATE(solved, VISIT, PER_CENT) RATE(satisfied, VISIT, PER_CENT) RATE(coverage, REQUEST, PER_CENT) RATE(redone, ORDER, PER_CENT) \
	RATE(supervised, ORDER, PER_CENT) RATE(repeated, REQUEST, PER_CENT) RATE(duplicate, REQUEST, PER_CENT) RATE(per_10000, REQUEST, PER_10000) \
	RATE(knowledge, ARTICLE, PER_CENT)
enum rate_name {
#define RATE(name, rows, said) RATE_##name,
	RATES_LIST(RATE)
#undef RATE
	RATE_NAMES
};
enum rate_rows { RATE_OF_CALLS, RATE_OF_REQUEST, RATE_OF_HANDING, RATE_OF_ORDER, RATE_OF_VISIT, RATE_OF_ARTICLE };
enum rate_said { RATE_PER_CENT, RATE_DAYS, RATE_PER_10000 };
enum rates_count { COUNT_REQUESTS, COUNT_HANDED, COUNT_DONE, COUNT_OVERDUE, COUNT_EXCLUDED, RATES_COUNTS };
enum rates_group { RATES_ALL, RATES_UNIT, RATES_TOWN, RATES_CLASS, RATES_CATEGORY, RATES_CHANNEL, RATES_GROUPS };

struct rate {
	int64_t num, den; /* of RATE_days: working days, orders; of RATE_per_10000: requests, residents */
	int64_t value;    /* units of 10^-decimals; -1: of nothing, there is none */
};
struct rates_set {
	enum rates_group group;
	int64_t id;      /* of units and towns; 0: those that have none */
	str key;         /* of the others; of a category: urban, urban.road, urban.road.lamp */
	int64_t count[RATES_COUNTS];
	struct rate v[RATE_NAMES];
};
struct league_row {
	int64_t unit;
	int64_t sample;  /* the fewest that any rate which is weighed counts */
	int64_t score;   /* units of 10^-decimals; -1: none */
	int rank, rank_before; /* equal scores share a rank; 0: none */
	bool pooled;     /* too few to be ranked: counted together below */
};
struct league {
	int band;        /* of towns, by residents; -1: departments */
	struct league_row *rows; /* by rank, then as units are ordered; the pooled last */
	size_t n, n_pooled;
	struct rates_set pool;   /* of the pooled */
	int64_t pool_score;
};
struct rates {
	const struct rates_month *month;
	struct rates_set *sets; /* the first is of everything; then by group */
	size_t n_sets;
	struct league *leagues; /* towns from the smallest band, then departments; only those with rows */
	size_t n_leagues;
};
void rates_make(struct arena *, const struct rates_month *, struct rates *ret);
/* Ranks of the month before, into rank_before. */
void rates_before(struct rates *, const struct rates *before);
const struct rates_set *rates_of(const struct rates *, enum rates_group, int64_t id, str key); /* NULL: none */
/* The rows that a rate of a set counts, or only those above the line: positions in the rows of its sort. */
size_t rates_rows(struct arena *, const struct rates_month *, const struct rates_set *, enum rate_name, bool above, size_t **ret);
/* The order of a row of that sort; SIZE_MAX: it is of none. */
size_t rates_order_of(const struct rates_month *, enum rate_rows, size_t row);

const char *rate_id(enum rate_name);
bool rate_named(str id, enum rate_name *ret);
enum rate_rows rate_rows_of(enum rate_name);
enum rate_said rate_said_of(enum rate_name);
const char *rates_group_id(enum rates_group);
bool rates_group_named(str id, enum rates_group *ret);
const char *rates_count_id(enum rates_count);
enum rate_name rates_weighed(enum rates_weight);
str rate_text(struct arena *, const struct rate *, int decimals, enum rate_said); /* 97.35%, 3.20; empty: none */
str score_text(struct arena *, int64_t score, int decimals);
int64_t rates_residents(const struct rates_month *, int64_t unit);
int rates_band(const struct rates_rules *, int64_t residents); /* -1: not a town */

/* What was said of an order in a month that is kept, and would be said now: it appears in the month
 * after, with this note, and the kept month stays. */
struct rates_change {
	int64_t order;
	str number;
	int64_t unit; /* as it was kept */
	enum rate_name rate;
	int64_t was_num, was_den, num, den;
};
size_t rates_changes(struct arena *, const struct rates_month *kept, const struct rates_month *now, struct rates_change **ret);

/* ---- definitions in words ----------------------------------------------------------------------- */
struct rate_words {
	struct words2 name, above, below;
	str source;
};
/* Of every rate; from data/request_rates.tsv. */
const struct rate_words *rate_words_of(enum rate_name);

/* A key in words: of a unit its name, of a choice its label in the kind of orders (may be NULL). */
str rates_label(const struct rates_month *, const struct kind *order, enum lang, enum rates_group, int64_t id, str key);
str rates_band_label(struct arena *, const struct rates_rules *, int band, enum lang); /* 常住人口3万以下的镇街 */

/* ---- what goes out and what is kept --------------------------------------------------------------- */
#define RATES_FORMAT 1
/* Rules, rows, days that work, and every number made of them, as JSON. changes: of the month before. */
str rates_freeze(struct arena *, const struct rates *, const struct rates_change *changes, size_t n);
struct rates_kept {
	struct rates_month month;
	struct rates figures;     /* as they were written, not as they would be made */
	struct rates_change *changes;
	size_t n_changes;
	bool same;                /* made again from its rows they are the same */
};
err rates_thaw(struct arena *, str json, struct rates_kept *ret) must_check;

/* A month for a page: the kept one, or as the record says now, with the ranks before it. */
struct rates_view {
	bool kept, whole;         /* whole: of all orders, not only of those the reader may see */
	struct request_month when; /* kept */
	struct rates_kept k;
	const struct rates *before; /* NULL: the month before was not kept */
};
err rates_read(struct ctx *, int month, struct rates_view *ret) must_check;
struct paper;
/* The bulletin of the month (诉求办理月报): totals, league tables, classes, channels, towns, where most came
 * from, what was raised most often. */
void rates_paper(struct arena *, const struct rates_view *, const struct kind *order, str district, str issuer, day_t date, enum lang, struct paper *ret);
/* Reads the whole month, makes its figures and keeps both. */
err rates_keep(struct ctx *, int month) must_check;

#endif
