/* SPDX-License-Identifier: Apache-2.0 */
/* method (评价办法) and indicator (指标): what a pack declares about measuring, frozen.
 * docs/decisions/measured.md says what the words mean. Loaded by load_method.c and load_measure.c;
 * immutable and in the arena of the pack like everything there. */
#ifndef LUOSHI_METHOD_H
#define LUOSHI_METHOD_H

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
	str source;
	const struct pack *pack;
};
/* In per cent: two of them differ by points (百分点), and neither has growth. */
bool indicator_is_share(const struct indicator *);
/* The indicator of that name in any of these packs; NULL: none. */
const struct indicator *indicator_named(const struct pack *const *, str name);

/* ---- methods -------------------------------------------------------------------------------- */
struct method; /* in full below; score/score.h runs it */

#endif
