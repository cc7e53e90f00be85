/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of rates show; filled by web/rates*.c. */
#ifndef LUOSHI_WEB_RATES_VIEW_IN_H
#define LUOSHI_WEB_RATES_VIEW_IN_H

#include "report/rates.h"

struct rate_cell { /* a number with what is above and below its line */
	str value;  /* 97.35%; empty: of nothing */
	str parts;  /* 512/526 */
	str href;   /* of the rows it counts; empty: it has none */
};
struct rate_line { /* of the whole district */
	const struct rate_words *words;
	struct rate_cell now;
	str before, target; /* empty: none */
	bool missed;        /* below its target */
};
struct league_line {
	str unit, rank, score, moved;
	struct rate_cell cells[WEIGHTS];
	struct rate_cell coverage;
	int way;     /* 1 up, -1 down, 0 neither */
	bool pooled;
};
struct league_view {
	str label;
	const struct league_line *rows; /* the pooled last, before them what they are together */
	size_t n;
};
struct group_line {
	str label;
	int depth;   /* of a category */
	int64_t count[RATES_COUNTS];
	struct rate_cell cells[RATE_NAMES];
};
struct rates_tab {
	str label, href;
	bool current;
};
struct exclusion_line {
	str number, order, unit, reason, approver, href;
	ms_t at;
};
struct change_line {
	str number, rate, was, is, href;
};
struct rates_page {
	const struct rates_view *v;
	str month, month_words, before, after; /* before, after: 2026-09; empty: there is none */
	str query;                             /* m=2026-10 */
	str key;
	bool over, may_keep, may_export, may_exclude;
	str by;                                /* who kept it */
	str said;                              /* empty: nothing went wrong */
	const struct option *months;           /* that can be chosen, newest first */
	size_t n_months;
	const struct rates_tab *tabs;
	size_t n_tabs;
	const struct rate_line *all;
	size_t n_all;
	const struct league_view *leagues;
	size_t n_leagues;
	const struct group_line *groups;
	size_t n_groups;
	str group_head;
	const enum rate_name *columns;         /* of the groups */
	size_t n_columns;
	const enum rate_name *weighed;         /* of the leagues */
	const int64_t *weights;
	size_t n_weighed;
	const struct exclusion_line *exclusions;
	size_t n_exclusions;
	const struct change_line *changes;
	size_t n_changes;
	int64_t small;
};
struct rates_row { /* behind a number */
	str number;  /* of the request, where it counts requests */
	bool above;
	struct matter_row matter;
};
struct rates_rows_page {
	str title, month_words, back, href;
	struct rate_cell cell;
	const struct rate_words *words;
	const struct rates_row *rows;
	size_t n, from;
	bool more, requests, kept;
	str next;
};
struct rates_paper_view {
	const struct paper_page *sheet;
	str back, docx;
};

struct calls_view { /* counts of the telephone */
	const struct calls_day *rows;
	size_t n;
	struct calls_day sum;
	str month, before, after, typed, error; /* after empty: it has not begun */
	bool may;
};

#endif
