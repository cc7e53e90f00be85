/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of runs (评价结果) show; filled by web/runs*.c. */
#ifndef LUOSHI_WEB_RUNS_VIEW_IN_H
#define LUOSHI_WEB_RUNS_VIEW_IN_H

#include "score/run.h"

struct visit;
struct run_tab {
	str label, href;
	bool current;
};
struct run_frame { /* the head of every page of a run */
	const struct run *r;
	str base, q;       /* "/runs/12", "?e=5&m=…" */
	str title, label;  /* label: of the method */
	str purpose, by;
	bool draft, may_issue, may_publish, may_rerank, may_finish;
	str said;          /* what was refused; empty: nothing */
	int64_t rise, fall, fall_red; /* places that bring a plate for moving (settings of the pack); 0: none */
	const struct run_tab *tabs;
	size_t n_tabs;
	const str *bands;  /* labels, in order */
	const size_t *counts;
	size_t n_bands;
};
struct runs_page { /* the list */
	const struct runs_row {
		struct run_row row;
		str purpose, method, href;
	} *rows;
	size_t n;
	const struct runs_open {
		struct matter_row row;
		bool drafts;
	} *open; /* evaluations that are not over */
	size_t n_open;
};
struct run_line {
	str rank, moved, name, href, unit, total, interval, band, code, reserved, why;
	str plate;         /* for moving (位次变化亮牌); empty: none */
	int way;           /* 1 up, -1 down */
	bool unstable, overridden;
};
struct run_filter {
	str name, label;
	const struct option *options;
	size_t n;
};
struct run_league_page {
	struct run_frame f;
	const struct run_line *lines, *left;
	size_t n, n_left;
	const struct run_filter *filters;
	size_t n_filters;
	bool filtered;
	str query;         /* of the filters, for the file */
};
struct sheet_item {
	str label, unit, input, base, score, weight, points, best, mean, lost, source;
	bool capped, floored, filled, undefined;
};
struct sheet_need {
	str label, unit, is, needs, by, total;
};
struct sheet_value {
	str label, unit, value;
};
struct run_sheet_page {
	struct run_frame f;
	struct run_line line;
	const struct run_subject *s;
	const struct sheet_item *items;
	size_t n;
	const struct sheet_need *needs;
	size_t n_needs;
	const struct sheet_value *values;
	size_t n_values;
	str total, bonus, penalty, next; /* next: the label of the next better class; empty: it is the best */
	int64_t streak;
	const struct option *bands;
	size_t n_bands;
	str matter_href;
};
struct method_row {
	str label, unit, formula, function, base, weight, cap, floor, missing, source, effective, correlation, whole;
	bool against;      /* its correlation with the total is negative */
};
struct method_band_row {
	str label, rule, source;
	size_t n;
};
struct method_step { /* of an index */
	str label, text;
};
struct method_pair { /* two items of one dimension that say the same, or the contrary */
	str a, b, r;
	bool contrary;
};
struct run_method_page {
	struct run_frame f;
	const struct method_row *items;
	size_t n;
	const struct method_band_row *bands;
	size_t n_bands;
	const struct method_step *steps;
	size_t n_steps;
	const struct method_pair *pairs;
	size_t n_pairs;
	str ties, rounding, total, text;
	size_t stable, unstable;
};
struct group_row {
	str label, mean;
	size_t n;
	const str *bands, *ratios;
};
struct run_groups_page {
	struct run_frame f;
	const struct run_tab *by;
	size_t n_by;
	str head;
	const struct group_row *rows;
	size_t n;
	const str *ratios; /* headings */
	size_t n_ratios;
};
struct compare_row {
	str name, href, rank, rank_before, total, total_before, band, band_before, why, moved;
	int way;
	bool other;        /* another class */
};
struct run_compare_page {
	struct run_frame f;
	str against;       /* what it is held against */
	const struct option *methods, *runs;
	size_t n_methods, n_runs;
	const struct compare_row *rows;
	size_t n, n_moved, n_classes;
	bool chosen;
};
struct charge_row {
	str name, href, account, years, kwh, rate, yuan;
	bool other, unknown;
};
struct low_row {
	str name, href, why, open;
};
struct run_charges_page {
	struct run_frame f;
	str rule, source, kwh, yuan, kwh_firms;
	bool agrees;
	const struct charge_row *rows;
	size_t n;
	const struct low_row *low;
	size_t n_low;
};
struct run_value_row {
	str name, code, href, unit;
	const str *values;
	const bool *fresh; /* not confirmed */
	size_t unconfirmed;
};
struct run_values_page {
	struct matter_row evaluation;
	str period, said;
	const str *heads;
	size_t n_heads;
	const struct run_value_row *rows;
	size_t n, unconfirmed;
	const struct fix_row {
		str name, item, is, should, part;
	} *fixes;    /* objections that were upheld and are not entered yet */
	size_t n_fixes;
	int64_t matter;
	bool may_issue;
};
struct run_public_row {
	str name, unit, band;
};
struct run_public_page {
	const struct run *r;
	str label, source, until;
	bool final, over;
	const str *bands;
	const size_t *counts;
	size_t n_bands;
	const struct run_public_row *rows, *left;
	size_t n, n_left;
};
struct runs_public_page {
	const struct runs_row *rows;
	size_t n;
};

/* ---- pieces that several of these pages use (web/runs.c) ---- */
err run_asked(struct visit *, struct run **ret) must_check;           /* of the path; 0: the draft of ?e=… */
err run_frame_fill(struct visit *, const struct run *, const char *tab, struct run_frame *ret) must_check;
void run_line_fill(struct visit *, const struct run_frame *, size_t row, struct run_line *ret);
str run_href(struct visit *, const struct run_frame *, const char *rest);
err runs_public_show(struct visit *, const struct runs_public_page *) must_check; /* web/runs_public.c */
str run_fixed(struct visit *, double, int decimals); /* empty: none */
str run_real_text(struct visit *, double);
str run_dec(struct visit *, struct dec);
str run_band_label(struct visit *, const struct run *, int band);
const struct run_column *run_column_of(const struct run *, str name);
/* web/runs_index.c */
void run_steps_fill(struct visit *, struct run_method_page *); /* steps of an index, pairs of any method */
str run_scale_text(struct visit *, const struct method_norm *);
str run_impute_text(struct visit *, const struct method_index *);
str run_whole_weight(struct visit *, const struct method *, const struct method_item *); /* empty: it stands in no dimension */
/* Fields that subjects are grouped and filtered by: one line or a choice, and listed. */
size_t run_group_fields(struct visit *, const struct run *, const struct field **ret, size_t most);
str run_value_text(struct visit *, const struct field *, str raw);

#endif
