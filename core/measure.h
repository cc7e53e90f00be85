/* SPDX-License-Identifier: Apache-2.0 */
/* measure: values of indicators (指标数值), with versions, sources and confirmation.
 * docs/decisions/measured.md. A batch is one event and one transaction: all of it or nothing. */
#ifndef LUOSHI_MEASURE_H
#define LUOSHI_MEASURE_H

#include "core/core.h"
#include "pack/method.h"

enum value_sort { VALUE_ACTUAL, VALUE_TARGET, VALUE_BASE, VALUE_CITY, VALUE_RANK, VALUE_GROWTH, VALUE_SORTS }; /* stored: never renumber */
enum value_state { VALUE_NUMBER, VALUE_MISSING, VALUE_NOT_APPLICABLE }; /* stored: never renumber */
extern const char *const value_sort_names[]; /* "actual", … */

/* "2026", "2026H1", "2026Q3", "2026-10", "2026-10-2" (second ten days); false: it is none. */
bool period_parse(str, enum measured_span *ret_span, day_t *ret_from, day_t *ret_to);
str period_of_day(struct arena *, day_t, enum measured_span);
str period_before(struct arena *, str period, int64_t years, int64_t steps); /* the same span, earlier */

struct value {
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
};
#define VALUES_MOST 200000 /* in one batch */

/* Enters or revises. A value equal to what stands is no new version. A confirmed value changes
 * only with a reason. ERR_INPUT names the first wrong one: unknown indicator, subject or period, too
 * short a span, twice in the batch. ERR_DENIED: not this unit's to give. */
err values_put(struct ctx *, const struct value *, size_t n, str reason, size_t *ret_changed) must_check;
/* By another person than entered them. */
err values_confirm(struct ctx *, const struct value *keys, size_t n) must_check;

struct value_query {
	str indicator;        /* empty: all */
	int64_t subject;      /* -1: all that the reader may see */
	str from, to;         /* periods, both included, of one span; empty: unbounded */
	int sort;             /* enum value_sort; -1: all */
	ms_t known;           /* as it was known then; MS_NONE: now */
	size_t most;          /* rows; 0: VALUES_MOST */
};
/* By indicator, subject, period, sort. */
err values_read(struct ctx *, const struct value_query *, struct value **ret, size_t *ret_n) must_check;
/* All versions of one value, newest first, at most 100. */
err value_story(struct ctx *, const struct value *key, struct value **ret, size_t *ret_n) must_check;
/* Subjects of a kind that the reader may see (or units, kind "unit"), by code. */
struct measured_subject {
	int64_t id;
	str code, name, class; /* class: a field of the kind that the method names; may be empty */
	int64_t unit;          /* the unit it lies with (镇街) */
};
err subjects_read(struct ctx *, str kind, str class_field, struct measured_subject **ret, size_t *ret_n) must_check;

#endif
