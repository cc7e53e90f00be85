/* SPDX-License-Identifier: Apache-2.0 */
/* measure: values of indicators (指标数值), with versions, sources and confirmation.
 * docs/decisions/measured.md. A batch is one event and one transaction: all of it or nothing. */
#ifndef LUOSHI_MEASURE_H
#define LUOSHI_MEASURE_H

#include "core/core.h"
#include "core/measure_calc.h"
#include "pack/method.h"

enum value_sort { VALUE_ACTUAL, VALUE_TARGET, VALUE_BASE, VALUE_CITY, VALUE_RANK, VALUE_GROWTH, VALUE_SORTS }; /* stored: never renumber */
enum value_state { VALUE_NUMBER, VALUE_MISSING, VALUE_NOT_APPLICABLE }; /* stored: never renumber */
extern const char *const value_sort_names[]; /* "actual", … */

/* ---- periods: core/period_calc.c ------------------------------------------------------------ */
/* "2026", "2026H1", "2026Q3", "2026-10", "2026-10-2" (second ten days); false: it is none. */
bool period_parse(str, enum measured_span *ret_span, day_t *ret_from, day_t *ret_to);
str period_of_day(struct arena *, day_t, enum measured_span);
str period_before(struct arena *, str period, int64_t years, int64_t steps); /* the same span, earlier; empty: it is none */
/* As people write them: 2026年10月, 2026年前三季度, 10月中旬, 2026年三季度; cumulative: 2026年1—10月. */
void period_put(struct buf *, str period, bool cumulative, enum lang);
/* Reads that as well as the plain form; empty: it is none. */
str period_typed(struct arena *, str typed);
/* How many of these follow one another within a year up to and with it: 2026-10: 10; and how many a year has. */
int period_number(str period);
int span_a_year(enum measured_span);
str period_nth(struct arena *, int year, enum measured_span, int n); /* from 1; empty: there is none */

struct measured {
	str indicator;        /* name */
	int64_t subject;      /* unit or matter; 0: the district */
	str period;
	enum value_sort sort;
	enum value_state state;
	struct dec number;    /* of VALUE_NUMBER; exactly as it was given */
	str source;           /* in words: office, document, workbook and cell */
	/* filled when read: */
	int64_t version;      /* 1, 2, … of this value */
	ms_t at;
	int64_t person, unit; /* who entered it, for which unit */
	int64_t confirmed_by; /* 0: nobody yet */
	ms_t confirmed;
	str reason;           /* why it was revised; may be empty */
};
#define VALUES_MOST 200000 /* in one batch */

/* Enters or revises. A value equal to what stands is no new version. A confirmed value changes
 * only with a reason. ERR_INPUT names the first wrong one: unknown indicator, subject or period, too
 * short a span, twice in the batch. ERR_DENIED: not this unit's to give. */
err values_put(struct ctx *, const struct measured *, size_t n, str reason, size_t *ret_changed) must_check;
/* Says what values_put would, and writes nothing. */
err values_would(struct ctx *, const struct measured *, size_t n, str reason, size_t *ret_changed) must_check;
/* By another person than entered them; what is confirmed already stays so. */
err values_confirm(struct ctx *, const struct measured *keys, size_t n, size_t *ret_changed) must_check;
/* Whether the reader may enter values of it at all. */
bool values_may_put(struct ctx *, const struct indicator *);

/* Matters (事项) of the kind that the indicator counts, by the unit that leads them, opened on these days. Whoever may enter the
 * indicator's values may ask; a number names no matter. */
struct counted_unit {
	int64_t unit, n;
};
err matters_counted(struct ctx *, const struct indicator *, day_t from, day_t to, struct counted_unit **ret, size_t *ret_n) must_check;

struct value_query {
	str indicator;        /* empty: all */
	int64_t subject;      /* -1: all that the reader may see */
	str from, to;         /* periods, both included, of one span; empty: unbounded */
	int sort;             /* enum value_sort; -1: all */
	ms_t known;           /* as it was known then; MS_NONE: now */
	size_t most;          /* rows; 0: VALUES_MOST */
};
/* By indicator, subject, period, sort. */
err values_read(struct ctx *, const struct value_query *, struct measured **ret, size_t *ret_n) must_check;
/* All versions of one value, newest first, at most 100. */
err value_story(struct ctx *, const struct measured *key, struct measured **ret, size_t *ret_n) must_check;
/* Subjects of a kind that the reader may see (or units, kind "unit"), by code. */
struct measured_subject {
	int64_t id;
	str code, name, class; /* class: a field of the kind that the method names; may be empty */
	int64_t unit;          /* the unit it lies with (镇街) */
	bool gone;                /* its state is closed; only of subjects_read */
};
err subjects_read(struct ctx *, str kind, str class_field, struct measured_subject **ret, size_t *ret_n) must_check;
/* By code or exact name; 0 in *ret: there is none, or the reader may not see it. */
err subject_find(struct ctx *, str kind, str written, int64_t *ret) must_check;
/* Name and unit of one; ERR_NOTFOUND. */
err subject_read(struct ctx *, int64_t id, struct measured_subject *ret) must_check;

/* ---- the wall (core/read_measure_wall.c): one line for each indicator ------------------------- */
struct wall_line {
	const struct indicator *of;
	struct measured now;       /* state VALUE_MISSING, version 0: nobody entered it */
	bool has_growth, growth_computed; struct dec growth;   /* per cent; of a share: points over the year before */
	bool has_current; struct dec current;                  /* of the newest span alone, where it is published cumulatively */
	int rank, rank_before;     /* 0: unknown */
	bool has_city; struct dec city;
	bool has_gap; struct dec gap;       /* points to the city, in what indicator.compare says; better is positive */
	bool has_target; struct dec target; /* an amount, for the whole year or the period */
	bool has_done; struct dec done;     /* of the target, per cent */
	bool has_elapsed; struct dec elapsed; /* per cent of the year that should be done by then (序时进度) */
	bool has_forecast; struct dec forecast; /* for the whole year */
	bool has_need; struct dec need;     /* still to come */
	bool has_need_growth; struct dec need_growth; /* per cent, for the rest of the year */
	enum light light;
	int64_t owner;             /* the office that gives it; 0 */
};
struct wall {
	struct wall_line *lines;
	size_t n;
	size_t compared, above;    /* lines with a gap; those better than the city */
	str period;                /* shown; of each line its own span up to then */
};
/* The lines of one subject (0: the district), as known on the day `known` (MS_NONE: now). period: a month; empty:
 * the newest with a value. */
err wall_read(struct ctx *, str of, int64_t subject, str period, ms_t known, struct wall *ret) must_check;
/* The same for anybody: indicators of the district that are public, and confirmed where they must be. */
err wall_public(struct core *, struct arena *, enum lang, str period, struct wall *ret) must_check;

#endif
