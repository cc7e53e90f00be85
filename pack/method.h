/* SPDX-License-Identifier: Apache-2.0 */
/* method (评价办法) and indicator (指标): what a pack declares about measuring, frozen.
 * docs/decisions/measured.md says what the words mean. Loaded by load_method.c and load_measure.c;
 * immutable and in the arena of the pack like everything there. */
#ifndef LUOSHI_METHOD_H
#define LUOSHI_METHOD_H

#include <math.h>

#include "base/num.h"
#include "pack/pack.h"

/* ---- indicators --------------------------------------------------------------------------- */
enum measured_span { SPAN_TEN_DAYS, SPAN_MONTH, SPAN_QUARTER, SPAN_HALF, SPAN_YEAR, SPANS };
const char *span_name(enum measured_span); /* "ten_days", … as written in packs */
enum total { TOTAL_LAST, TOTAL_SUM, TOTAL_MEAN, TOTALS }; /* how shorter spans make a longer one */
#define OF_DISTRICT "district"
#define OF_UNIT "unit"
enum measured_by { BY_DEFAULT, BY_GROWTH, BY_VALUE }; /* never BY_DEFAULT once loaded */
struct indicator {
	str name;             /* unique over all packs: "gdp" */
	struct words2 label, unit; /* unit: "亿元"; empty: a pure number */
	struct words2 help;   /* what is counted; may be empty */
	str of;               /* "district", "unit", or a kind with subject = true */
	enum measured_span span;       /* the shortest in which it is reported */
	enum total total;
	bool cumulative;      /* published from the first of January on (1—10月) */
	bool down;            /* less is better (能耗) */
	int decimals;         /* shown; nothing is rounded before */
	str duty_unit;        /* code or short name of the office that gives it (来源部门); may be empty */
	bool confirm;         /* counts only when somebody else, or the firm, confirmed it */
	const str *heads;     /* headings of its column in ledgers, besides its label */
	size_t n_heads;
	struct words2 group;  /* lines of the wall stand by group: 工业; may be empty */
	enum measured_by compare; /* what is ranked and held against the mean of the level above: growth, or the value itself */
	enum measured_by target;  /* a target is an amount, or growth over the year before */
	bool public;          /* stands on the public page */
	str foretells;        /* of ten days: the monthly indicator that they add up to (旬报); may be empty */
	str letter;           /* kind of this pack: the letter when the month will fall short (缺口提示函); may be empty */
	str scale_code;       /* of a kind: its field that begins with the industry code (升规入库); may be empty */
	str scale_field, scale_is; /* its field and the value of those that are counted already */
	str scale_near;       /* setting: per cent of the threshold from which one is near */
	str counts;           /* a kind: its matters that were opened in the period can be filled in; may be empty */
	str air;              /* what the district's stations of air say can be filled in: an item, or "good" (优良天数比例); may be empty */
	str scale_since, scale_target; /* its field: the day since it is counted; setting: how many are to come this year; may be empty */
	str scale_bands, scale_cumulative; /* settings: "10:5 5:7" (over so many 100 million yuan: so many wanted), and yes or no; may be empty */
	str source;
	const struct pack *pack;
};
/* In per cent: two of them differ by points (百分点), and neither has growth. */
bool indicator_is_share(const struct indicator *);
/* The indicator of that name in any of these packs; NULL: none. */
const struct indicator *indicator_named(const struct pack *const *, str name);

/* ---- methods -------------------------------------------------------------------------------- */
#define METHOD_NONE NAN  /* of a real that was not declared */
#define METHOD_ITEMS 64  /* of one method, at most */
#define METHOD_GROUPS 32
#define METHOD_CLASSES 32
#define METHOD_LEVELS 8  /* of an index: items and seven above */
#define METHOD_DEPTH 4   /* of dimensions in dimensions, and of inputs in inputs */

/* A column of the table: an indicator, or a name that only the method knows. */
struct method_column {
	str name;
	struct words2 label, unit; /* may be empty */
	str source;
};
struct method_class { /* 规上, 规下: weights, means and ranks of their own */
	str name;
	struct words2 label;
};

/* What is scored. A part that is missing, or a division by zero, makes the whole missing; a part
 * that is not applicable makes it not applicable. */
enum input_op {
	INPUT_COLUMN,
	INPUT_SUM,        /* times[0] * of[0] + times[1] * of[1] + …; times: 1 where not said */
	INPUT_DIFFERENCE, /* the first less all others */
	INPUT_PRODUCT,
	INPUT_RATIO,      /* the first divided by the product of all others */
	INPUT_PER_HEAD,   /* the same; the second is the number of heads (人均化) */
	INPUT_GROWTH,     /* of the first over the second, in per cent of the second's size */
	INPUT_BALLOTS,    /* of: votes for place 1, 2, …; the mean of first, first - step, first - 2 step, … */
	INPUT_OPS
};
struct method_input {
	enum input_op op;
	str column;                    /* INPUT_COLUMN */
	const struct method_input *of;
	size_t n_of;
	const double *times;           /* INPUT_SUM; NULL or n_of */
	size_t n_times;
	double factor;                 /* of the whole; 1 */
	double first, step;            /* INPUT_BALLOTS */
};

/* What a value is held against (基准). */
enum base_kind {
	BASE_CONSTANT,
	BASE_MEAN,     /* of all in scope */
	BASE_POOLED,   /* of a ratio: the sum of what is divided over the sum of what divides (全县平均) */
	BASE_BEST,     /* the largest, or the smallest where less is better */
	BASE_QUANTILE, /* linear between neighbours, as spreadsheets do */
	BASE_TARGET,   /* each subject's own: `of` */
	BASE_KINDS
};
struct method_base {
	enum base_kind kind;
	bool given;
	double value;                  /* BASE_CONSTANT */
	double times;                  /* of what was found; 1 */
	double quantile;               /* 0..1 */
	const struct method_input *of; /* NULL: of the item's own input */
	bool all;                      /* over all subjects, not those of the class */
};

/* Score functions; each gives a share of the weight. What each asks for and takes stands in
 * method_fn.tbl.h, its arithmetic in score/fn_calc.c. */
enum score_fn {
#define SCORE_FN(name, word, needs, takes) name,
#include "pack/method_fn.tbl.h"
#undef SCORE_FN
	SCORE_FNS
};
struct method_tier { /* highest first */
	double from, gives;  /* gives: per cent of the weight; of a bonus: points */
	bool above;          /* `from` itself does not belong to it */
};
struct method_rule { /* METHOD_NONE where a parameter was not declared */
	bool given;          /* an item of an index has none */
	enum score_fn fn;
	struct method_base base;
	double cap, floor;   /* of the score, as a multiple of the weight */
	double low, high;    /* per cent of the weight */
	double start;        /* per cent of the weight, at the base; 100 */
	double slope, below, above, beyond, knee, most; /* points by unit of the input; knee: where beyond begins; most: of the deviation, points */
	double step;         /* per cent of the weight, by rank */
	double each;         /* points */
	bool open;           /* the outermost lines go on */
	const struct method_tier *tiers;
	size_t n_tiers;
};
enum missing_rule {
	MISSING_MEAN,        /* the mean score of those that have one, in scope */
	MISSING_ZERO,
	MISSING_RENORMALISE, /* its weight goes to its siblings */
	MISSING_FAIL,        /* nothing is computed; the sentence says whose value it is */
	MISSING_RULES
};
/* How an indicator of an index is brought to one scale; the formulas stand in score/composite.h. */
enum index_scale { INDEX_MINMAX, INDEX_ZSCORE, INDEX_MAX, INDEX_FRACTION, INDEX_TARGET, INDEX_GOALPOSTS, INDEX_RANK, INDEX_PERCENTILE, INDEX_BORDA, INDEX_NONE, INDEX_SCALES };
struct method_norm {
	enum index_scale scale;
	double from, to;     /* MINMAX: 0 and 100; GOALPOSTS: what the upper post gives, 100 */
	double mean, sd;     /* ZSCORE: 0 and 1 */
	double low, high;    /* GOALPOSTS, in the unit of the input */
	double target;       /* TARGET, likewise */
	bool log;            /* GOALPOSTS by logarithms (income in the HDI) */
};
enum index_impute { IMPUTE_FAIL, IMPUTE_NONE /* the weight goes to the sisters */, IMPUTE_MEAN, IMPUTE_MEDIAN, IMPUTE_SISTERS /* the subject's own, in the same dimension */, IMPUTES };
enum index_curve { INDEX_CURVE_NONE, INDEX_CURVE_LOG, INDEX_CURVE_LOG_ONE, INDEX_CURVES };
struct method_treat { /* of outliers: nothing is done where |skew| or kurtosis is small enough */
	double skew, kurt;   /* 2 and 3.5 */
	int most;            /* values drawn in at most; 5 */
	enum index_curve curve;
};
/* A composite index (综合指数): inputs -> screen -> impute -> treat -> norm -> weigh and aggregate up the dimensions.
 * docs/decisions/composite.md. It has no score functions, classes, bonuses, penalties, vetoes, difficulties. */
struct method_index {
	enum index_impute impute;
	bool impute_within;  /* the mean or median of the subjects of the same class of the table */
	double available;    /* per cent of the values that apply; who has fewer is not ranked; 0 */
	const struct method_treat *treat; /* NULL: left as they are */
	struct method_norm norm;          /* of items that say none of their own */
	double noise;        /* per cent by which weights are moved in variants; 25 */
};
struct method_item {
	str name;
	struct words2 label, unit;
	str source;
	const double *weights;       /* by class; one where there are none; METHOD_NONE: not for this class */
	const struct method_input *input;
	struct method_rule score;
	const struct method_norm *norm; /* of an index; NULL: that of the index */
	const struct method_input *difficulty; /* multiplies the score; NULL: none */
	enum missing_rule missing, not_applicable;
	bool negative_zero;          /* a value below zero scores zero (负值计零) */
	bool down;                   /* less is better */
	int decimals;                /* of its points; -1: not rounded */
	int group;
};
enum aggregate { AGGREGATE_SUM, AGGREGATE_GEOMETRIC, AGGREGATE_HARMONIC, AGGREGATES };
struct method_group { /* 0: the method itself; then dimensions, each before what stands in it */
	str name;
	struct words2 label;
	str source;
	const double *weights;       /* as of an item; of group 0 NULL */
	double total;                /* what the weights of its children add up to */
	enum aggregate aggregate;
	const struct method_input *difficulty;
	int parent;                  /* -1: group 0 */
	int decimals;                /* of its points; -1: not rounded */
};
struct method_extra { /* bonus and penalty (加分, 扣分) */
	str name;
	struct words2 label;
	str source;
	bool penalty;
	const struct method_input *inputs; /* one for each period; what is missing counts nothing */
	size_t n_inputs;
	double each;                 /* points for one; METHOD_NONE: tiers */
	double count_most;           /* counted in one period, at most */
	double most;                 /* points */
	const struct method_tier *tiers; /* highest first; gives: points */
	size_t n_tiers;
};
enum veto_effect {
	VETO_BAND, /* no better band than this */
	VETO_ZERO, /* the total is zero */
	VETO_OUT,  /* listed in this band, but not ranked and no part of any mean (不参评) */
	VETO_EFFECTS
};
struct method_veto { /* 一票否决; holds where the input lies within [at_least, at_most] */
	str name;
	struct words2 label;
	str source;
	const struct method_input *input;
	double at_least, at_most;
	enum veto_effect effect;
	int band;                    /* -1: none */
};
struct method_tie {
	const struct method_input *input;
	bool down;
};
/* A band holds a subject when all that it declares holds. Those with `last` are asked first, then in
 * the order of declaration, best first; what is held by none has no band. */
struct method_band {
	str name;
	struct words2 label;
	str source;
	double to, last;             /* per cent of the ranks, from the top; from the end */
	bool open;                   /* the end of the share does not belong to it */
	double at_least, above;      /* of the total */
	str of;                      /* stands in for this band */
	const struct method_input *years; /* for whom this column says at least … */
	double years_least;
	bool outside;                /* only by a veto or a person (T, 不定等级) */
};
enum shares_of { SHARES_OF_RANKED, SHARES_OF_ALL };
struct method {
	str name, version;
	struct words2 label;
	str of;                      /* kind of the subjects; may be empty */
	str source;
	const struct method_class *classes;
	size_t n_classes;
	const struct method_column *columns;
	size_t n_columns;
	const struct method_group *groups;
	size_t n_groups;
	const struct method_item *items;
	size_t n_items;
	const struct method_extra *extras;
	size_t n_extras;
	double bonus_most, penalty_most; /* of all together; METHOD_NONE: no end */
	const struct method_input *difficulty;
	const struct method_veto *vetoes;
	size_t n_vetoes;
	const struct method_tie *ties;
	size_t n_ties;
	const struct method_band *bands;
	size_t n_bands;
	enum shares_of shares_of;
	enum rounding rounding;
	int decimals;                /* of the total */
	bool rank_unrounded;         /* ranked by what was not rounded */
	bool rank_all;               /* one ranking over all classes */
	double total_least, total_most; /* the total is held within; METHOD_NONE: no end */
	const struct method_index *index; /* NULL: items have score functions */
	double stable;               /* per cent of the ranks: a wider interval is marked as unstable */
	const struct pack *pack;     /* NULL: of a file */
};
/* Of a dimension: 2 above items alone, and one more above the highest in it. */
int method_level(const struct method *, int group);
/* Names of all columns that it asks for, in the order of their first use. */
void method_asks(struct arena *, const struct method *, str **ret, size_t *ret_n);
const struct method *method_named(const struct pack *, str name, str version); /* version empty: the last declared; NULL: none */
int method_band_named(const struct method *, str name); /* -1: none */
int method_class_named(const struct method *, str name);
const char *score_fn_name(enum score_fn);
/* A file that declares methods and nothing else; the last is given. ERR_INPUT: "FILE:12: item tax, weight: …" */
err method_load(struct arena *, str path, str source, const struct method **ret) must_check;
/* The declaration again, every value said, in one order of bytes; method_load reads the same from it. */
void method_text(struct buf *, const struct method *);

#endif
