/* SPDX-License-Identifier: Apache-2.0 */
/* figures (数据): what a bulletin counts about a period, each number with the rows it counts, and
 * the sums that must come out before anything may be issued. Pure: rows in, figures out; where the
 * rows come from says report/bulletin.h. Counts and ratios are whole numbers and exact decimals. */
#ifndef LUOSHI_FIGURES_H
#define LUOSHI_FIGURES_H

#include "base/arena.h"
#include "base/num.h"
#include "base/words.h"
#include "pack/pack.h"

struct figure_row { /* a matter, or a letter */
	int64_t id, unit, leader, document; /* 0: none */
	bool letter, done, newly, late; /* newly: done in the period; late: open after its date, or closed after it */
	enum light light;
	bool timed, behind;      /* has a schedule; stands below it */
	int owed, on_time, missing, claims;
	bool was_there, was_late; /* when the period began */
	int64_t was_unit;
};
/* FIGURE(name, words, what a row must be to count; rates and sums say what they are made of) */
enum figure_name {
	FIG_TOTAL, FIG_DONE, FIG_OPEN, FIG_DONE_RATE, FIG_OPEN_RATE, FIG_NEWLY, FIG_IN_TIME, FIG_CLOSED_LATE, FIG_LATE, FIG_ON_TIME, FIG_ON_TIME_RATE,
	FIG_GREEN, FIG_YELLOW, FIG_RED, FIG_BLUE, FIG_ORANGE, FIG_FINISHED, FIG_UNTIMED,
	FIG_ON_PLAN, FIG_BEHIND,
	FIG_OWED, FIG_REPORTED, FIG_REPORTED_LATE, FIG_MISSING, FIG_REPORT_RATE, FIG_CLAIMS, FIG_LETTERS,
	FIGURES
};
struct figure {
	enum figure_name name;
	int64_t value;      /* a rate in units of 10^-scale per cent; -1: of nothing, there is none */
	bool rate;
	const size_t *rows; /* those it counts (a rate: its part), rising */
	size_t n_rows;
	const int *times;   /* of reports: how often each row counts; NULL: once */
};
enum figure_group { GROUP_ALL, GROUP_UNIT, GROUP_LEADER, GROUP_DOCUMENT, FIGURE_GROUPS };
struct figure_set { /* all figures of one unit, leader, document, or of everything */
	enum figure_group group;
	int64_t of;          /* 0 with GROUP_ALL; in others: those that have none */
	struct figure v[FIGURES];
	int rank, rank_before; /* of a unit by its share that is in time; equal shares share a place; 0: not ranked */
};
struct figures {
	const struct figure_row *rows;
	size_t n_rows;
	int scale;               /* decimals of a rate: 0 or 1 */
	struct figure_set all;
	struct figure_set *sets; /* by group, within a group in the order in which its rows come */
	size_t n_sets;
};
void figures_make(struct arena *, const struct figure_row *, size_t n, int scale, struct figures *ret);

const char *figure_id(enum figure_name);    /* "done_rate" */
const char *figure_words(enum figure_name); /* key of the catalogue: 办结率 */
bool figure_named(str id, enum figure_name *ret);
const char *figure_group_id(enum figure_group); /* "unit" */
const struct figure_set *figures_of(const struct figures *, enum figure_group, int64_t of); /* NULL: none */
/* The share of a whole in units of 10^-scale per cent, rounded half up; -1: of nothing. */
int64_t figure_rate(int64_t part, int64_t whole, int scale);
/* As it is printed: 27, 27.3%. */
str figure_text(struct arena *, const struct figure *, int scale);

/* ---- checks ---------------------------------------------------------------------------- */
struct finding {
	const char *said; /* key of the catalogue */
	str args[4];
	size_t n_args;
	enum figure_group group; /* where */
	int64_t of;
};
/* Sums, parts, rates, places and rows, made anew from the rows; none: all is well. */
size_t figures_check(struct arena *, const struct figures *, struct finding **ret);
#define FIGURE_CHECKS 8
extern const char *const figure_checks[FIGURE_CHECKS]; /* what is looked at, for the page */

#endif
