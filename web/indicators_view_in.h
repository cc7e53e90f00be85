/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_INDICATORS_VIEW_IN_H
#define LUOSHI_INDICATORS_VIEW_IN_H

#include "core/bunch.h"
#include "core/fast.h"
#include "core/measure.h"
#include "core/cultivate.h"
#include "core/scale.h"
#include "core/said.h"
#include "ledger/values.h"

struct wall_row {
	const struct wall_line *l;
	str group;         /* stands above it; empty: the same as the row before */
	str period, owner; /* period: in words, where it is another than the wall's */
	int moved;         /* places won since the period before; negative: lost */
	bool unconfirmed;  /* it counts only when somebody confirmed it */
};
struct wall_view {
	const struct wall *wall;
	const struct wall_row *rows, *above, *below; /* above, below: those the sentence counts */
	size_t n, n_above, n_below;
	str period, month, before, after; /* in words; as the address has it; empty: none */
	str known;         /* shown as it was known on that day; empty: now */
	bool may_enter, of_units; /* there are indicators of units or subjects as well */
	const struct indicator **others;
	size_t n_others, to_confirm;
};
struct trend_row {
	str key, period;   /* 2026-10; in words */
	const struct measured *now, *base, *growth, *city, *rank, *target; /* NULL: not entered */
	bool has_growth; struct dec grown;
	bool chosen;
};
struct trend_subject { /* one line of the table of subjects */
	struct measured_subject s;
	const struct measured *now;
	bool has_growth, has_share, has_pull;
	struct dec growth, share, pull; /* per cent; points by which it moved the whole */
	int rank;
};
struct trend_version {
	const struct measured *m;
	str by, unit, confirmed_by;
};
struct trend_view {
	const struct indicator *of;
	int64_t subject;
	str name, svg, period, key; /* period: the chosen one, in words */
	const struct trend_row *rows;
	const struct trend_subject *subjects;
	const struct trend_version *versions;
	size_t n, n_subjects, n_versions;
	bool may_enter, may_confirm;
	str last_year, this_year;
};
struct enter_row {
	int64_t subject;
	enum value_sort sort;
	str label, field, value, was; /* was: what stands, with its state */
	bool confirmed;
};
struct enter_view {
	const struct indicator *of; /* NULL: nothing chosen yet */
	const struct option *indicators, *sorts;
	size_t n_indicators, n_sorts;
	str period, source, reason, error;
	struct enter_row *rows;
	size_t n;
	bool too_many;
	bool takes, take, nothing; /* the record can fill it in; it was asked to; and had nothing */
	/* sheets */
	str table, sheet_error;
	const struct values_sheet *sheet; /* NULL: none was sent */
	size_t changes;
};
struct fast_row {
	const struct fast_line *l;
	str owner, next;   /* next: the ten days to be entered now; empty: all are there */
	bool may_enter, may_write; /* may_write: a letter */
};
struct fast_view {
	const struct fast_report *report;
	const struct fast_row *rows;
	size_t n;
	str period, before, after; /* in words; as the address has it; empty: none */
};
struct said_row {
	const struct said_line *l;
	str what, period, unit, subject; /* in words: growth, 2026年1—10月, 亿元 */
};
struct said_view {
	const struct said_row *open, *agreeing; /* to be looked at; those that agree */
	size_t n_open, n_agreeing;
	const struct said_list *list;
	int64_t document;  /* shown alone; 0: the newest */
	str title, next;
};
struct scale_row {
	const struct scale_line *l;
	str library;       /* in words; empty: in none */
};
struct scale_target { /* newly above scale, a band, a library */
	str label, href;
	int64_t count, wanted;
	const struct shelf *shelf; /* NULL: no library */
	bool chosen;
};
struct scale_view {
	const struct scale_list *list;
	const struct cultivated_list *grown;
	const struct scale_row *rows, *firms; /* beside the threshold; behind the figure that was chosen */
	size_t n_rows, n_firms;
	const struct scale_target *targets;
	size_t n_targets;
	const struct cultivated *const *in, *const *steps; /* of the library that was chosen; whom the data proposes */
	size_t n_in, n_steps;
	str chosen, before, promote; /* a label, empty: none; the month before; name of the action that decides */
	bool may_enter;
};
/* 1234.50 with its unit, 缺 or /; m NULL: 缺. */
void put_measured(struct buf *, const struct ui *, const struct indicator *, const struct measured *);
void put_rounded(struct buf *, const struct ui *, struct dec, int decimals); /* half up */
str ui_dec(const struct ui *, struct dec); /* for sentences */
void put_signed(struct buf *, struct dec); /* +1.2, −0.8, 0.0 */
void put_sort_word(struct buf *, const struct ui *, enum value_sort);

struct visit;
bool enter_takes(const struct indicator *); /* whether the record can fill its values in; NULL: no */
err enter_take(struct visit *, struct enter_view *) must_check;

#endif
