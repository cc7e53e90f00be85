/* SPDX-License-Identifier: Apache-2.0 */
/* air: quality of ambient air (环境空气质量): individual indices (IAQI), the index of an hour or a day (AQI,
 * HJ 633), means and their validity (GB 3095), statistics of months and years (HJ 663). Pure and exact: text
 * and decimals in, integers and fractions out; never a double. Every number of a standard stands in data/air/
 * with its source; the date of the observation chooses.
 *
 *     air_rules -> air_standard_on(day) -> air_round* -> air_index_of -> air_level_of
 *     hours -> air_mean, air_moving, air_ozone_day -> days -> air_period_of -> air_composite -> air_rank
 */
#ifndef LUOSHI_AIR_H
#define LUOSHI_AIR_H

#include "base/day.h"
#include "base/num.h"

/* ---- fractions ----------------------------------------------------------------------------- */
/* above/below in lowest terms, below > 0. false: more than 128 bits would be needed. */
struct ratio {
	__int128 above, below;
};
struct ratio ratio_of(int64_t);
struct ratio ratio_dec(struct dec);
bool ratio_add(struct ratio, struct ratio, struct ratio *ret);
bool ratio_sub(struct ratio, struct ratio, struct ratio *ret);
bool ratio_mul(struct ratio, struct ratio, struct ratio *ret);
bool ratio_div(struct ratio, struct ratio, struct ratio *ret); /* also false: by 0 */
bool ratio_cmp(struct ratio, struct ratio, int *ret);
/* In units of 10^-decimals; false also when it needs more than 63 bits. */
bool ratio_round(struct ratio, int decimals, enum rounding, struct dec *ret);

/* ---- rules --------------------------------------------------------------------------------- */
enum air_item { AIR_SO2, AIR_NO2, AIR_CO, AIR_O3, AIR_O3_8H, AIR_PM10, AIR_PM25, AIR_ITEMS }; /* stored: never renumber */
enum air_span { AIR_HOUR, AIR_DAY, AIR_YEAR };
#define AIR_SPANS 2 /* that are reported */
#define AIR_POINTS 8
#define AIR_NONE (-1) /* no index */
enum air_part { AIR_NOT, AIR_TOLD, AIR_OTHER, AIR_MUST }; /* told: its index does not count for the AQI */
struct air_scale {
	enum air_part part;
	int decimals, points;
	int64_t at[AIR_POINTS]; /* in units of 10^-decimals, rising */
	int above;              /* index beyond the last point, or AIR_NONE */
	str source;
};
struct air_standard {
	str name, full; /* 2026, HJ 633-2026 */
	day_t from;     /* DAY_NONE: always */
	int missing;    /* with an item missing only an index above this is one */
	str source;
	int index[AIR_POINTS]; /* 0, 50, … 500 */
	struct air_scale scale[AIR_SPANS][AIR_ITEMS];
};
struct air_level {
	int level, to;          /* to: the largest index of it */
	str words[2], colour[2]; /* by enum lang */
	str rgb, ink, shape;
	bool good;              /* 优良 */
};
struct air_limit {
	day_t from, to; /* DAY_NONE: open */
	enum air_item item;
	enum air_span span;
	struct dec grade[2]; /* 一级, 二级 */
	str source;
};
struct air_share { /* of the composite index */
	bool some;
	int percentile; /* 0: the mean */
	struct dec weight, divisor;
};
struct air_method {
	str name, full;
	day_t from;
	bool verified; /* false: read in no primary source */
	struct air_share share[AIR_ITEMS];
	str source;
};
struct air_validity { /* from how much on */
	int hour_minutes, window_8h, day_hours, moving_24h, ozone_windows, ozone_holds, month, february, year;
};
struct air_words; /* what people call columns, spans and items */
struct air_rules {
	const struct air_standard *standards; /* by `from` */
	const struct air_level *levels;       /* by `to` */
	const struct air_limit *limits;
	const struct air_method *methods;     /* by `from` */
	size_t n_standards, n_levels, n_limits, n_methods;
	struct air_validity validity;
	const struct air_words *words;
};
struct air_tables {
	str standards, breakpoints, levels, limits, composite, validity, words;
};
/* As built in; of the whole life of the program. */
const struct air_rules *air_rules(void);
/* ERR_INPUT names the table and the line. The texts are looked at as long as the rules live. */
err air_rules_read(struct arena *, const struct air_tables *, struct air_rules *ret) must_check;

str air_item_name(enum air_item); /* SO2 … O3_8h PM2.5 */
enum air_item air_pollutant(enum air_item); /* O3 of O3_8h, else itself */
bool air_item_named(const struct air_rules *, str, enum air_item *ret);
const struct air_standard *air_standard_on(const struct air_rules *, day_t);
const struct air_standard *air_standard_named(const struct air_rules *, str); /* NULL */
const struct air_method *air_method_on(const struct air_rules *, day_t);
/* NULL: there is none for that item and span. */
const struct air_limit *air_limit_on(const struct air_rules *, day_t, enum air_item, enum air_span);
const struct air_level *air_level_of(const struct air_rules *, int aqi); /* NULL below 0 */

/* ---- index --------------------------------------------------------------------------------- */
/* GB/T 8170 进舍规则, half to even. Digits of any number; false: not a decimal. What is larger than any
 * table stands as AIR_MOST units. */
#define AIR_MOST 1000000000000
bool air_round_text(str, int decimals, int64_t *ret);
bool air_round(struct ratio, int decimals, int64_t *ret);
/* HJ 633 4.2: linear between its breakpoints, up to the next whole number. */
int air_iaqi(const struct air_standard *, const struct air_scale *, int64_t units);
struct air_reading {
	bool given;
	int64_t units; /* rounded */
};
struct air_index {
	int iaqi[AIR_ITEMS];      /* AIR_NONE: not given, or beyond its table */
	int aqi;                  /* AIR_NONE: an item is missing and the others do not decide (NA) */
	bool primary[AIR_ITEMS];  /* 首要污染物: the largest, all of a tie; none up to the first level */
	bool missing[AIR_ITEMS];  /* pollutants of the report without an index */
};
void air_index_of(const struct air_rules *, const struct air_standard *, enum air_span, const struct air_reading v[AIR_ITEMS],
		  struct air_index *ret);

/* ---- means ----------------------------------------------------------------------------------- */
struct air_value {
	bool valid;
	struct ratio v;
};
/* Of those that are valid, if they are at least `least`; else not valid. */
struct air_value air_mean(const struct air_value *, size_t n, int least);
/* The mean of the `span` values that end with number `at`; those before the first are missing. */
struct air_value air_moving(const struct air_value *, size_t at, size_t span, int least);
/* 臭氧日最大8小时平均, of the 24 hours of a day (number 0 is the hour from 00:00): of the windows that end from 08:00 to 24:00. */
struct air_value air_ozone_day(const struct air_validity *, const struct air_value hours[24]);
struct air_value air_largest(const struct air_value *, size_t n);

/* ---- months and years --------------------------------------------------------------------------- */
struct air_day {
	day_t day;
	struct air_value v[AIR_ITEMS];
	int aqi; /* AIR_NONE: NA */
};
/* HJ 663-2013 appendix A: of the valid values in rising order the place 1 + (n - 1) p %, linear between two. */
struct air_value air_percentile(struct arena *, const struct air_value *, size_t n, int percent);
enum { AIR_MONTHS = 12 };
struct air_period {
	day_t from, to; /* both included */
	size_t days[AIR_ITEMS];           /* valid ones */
	bool enough[AIR_ITEMS];           /* as many as the period needs: data/air/validity.tsv */
	struct air_value stat[AIR_ITEMS]; /* mean or percentile, as the method says, of the valid days, enough or not */
	size_t with_aqi, good;            /* 优良天数 */
	size_t by_level[8];               /* [level] */
	size_t primary[AIR_ITEMS];        /* days on which it was primary */
	struct air_value composite;       /* only where every item of it has a value */
	bool composite_enough;
};
void air_period_of(struct arena *, const struct air_rules *, const struct air_method *, const struct air_day *, size_t n, day_t from,
		   day_t to, struct air_period *ret);
struct air_value air_composite(const struct air_method *, const struct air_value stat[AIR_ITEMS]);
/* (now - before) / before in per cent. */
struct air_value air_change(struct air_value now, struct air_value before);
/* Places by what is rounded to two decimals, smallest first; equals share one and the next is left out. 0: no value. */
void air_rank(struct arena *, const struct air_value *, size_t n, size_t *ret);

/* ---- the table of `luoshi aqi` ---------------------------------------------------------------------- */
struct air_observation {
	str station, name; /* of a table that has such columns; else STR_NONE */
	str time; /* as first written */
	size_t line;
	day_t day;
	int minutes; /* of the day in Beijing time; 1440: its end */
	enum air_span span;
	struct air_reading v[AIR_ITEMS];
	struct dec value[AIR_ITEMS]; /* as written; scale -1: more digits than a decimal holds */
	bool named[AIR_ITEMS]; /* there is a row for it, with a value or without */
	const struct air_standard *standard;
};
struct air_notice { /* what was left out, and why */
	const char *sentence; /* {0} line, {1} item, {2} standard */
	str args[3];
};
/* Columns by their heading, or time, span, item, value. `forced`: this standard for all, else NULL. ERR_INPUT
 * names the line. */
err air_csv_read(struct arena *, const struct air_rules *, const struct air_standard *forced, str text,
		 struct air_observation **ret, size_t *ret_n, struct air_notice **ret_notices, size_t *ret_n_notices) must_check;
void air_json_put(struct buf *, const struct air_rules *, const struct air_observation *); /* one line */

#endif
