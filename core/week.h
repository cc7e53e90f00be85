/* SPDX-License-Identifier: Apache-2.0 */
/* week (每周调度、对账): which report is owed by when, and what a matter did in a week. Pure: weeks
 * come from settings and calendar, what happened from the events of a matter, so a past week
 * says the same whenever it is asked (docs/decisions/weekly.md).
 *
 *     rules of each week -> week_spans -> { points of one matter -> week_judge } -> ladder_judge */
#ifndef LUOSHI_WEEK_H
#define LUOSHI_WEEK_H

#include "core/clock.h"

#define WEEKS_BACK 53 /* weeks before the one that is asked for: who was late in one counts there, not in the next */

/* As in force on the Monday of one week. */
struct week_rules {
	int cutoff_day;    /* 1 Monday .. 7 */
	int cutoff_minute; /* of the day, 0..1440 */
	bool cutoff_back;  /* a cut-off that rests goes to the working day before, else after */
	int late_days;     /* working days in which a late report still belongs to the week */
	int new_days;      /* working days that a matter must have been at work */
	int month_day;     /* of those who report monthly; the last day of a shorter month */
};
struct week_window {
	ms_t from, cutoff, until; /* (from, cutoff] on time; (cutoff, until] late */
	day_t day;                /* of the cut-off */
	bool owed;                /* anything at all: not in a week without a working day */
	bool moved;               /* because the day itself rests */
};
struct week_span {
	day_t monday;
	int new_days;
	struct week_window week, month; /* month: owed only in the week of its cut-off */
};
/* Oldest first; `rules` has one more in front, for the week before the first. */
void week_spans(const struct clock_place *, day_t first_monday, const struct week_rules *rules, size_t n, struct week_span *ret);
day_t week_monday(day_t);
bool week_parse(str, day_t *ret_monday); /* "2026-W47" */
void week_put(struct buf *, day_t monday);
int week_number(day_t monday, int *ret_year); /* ISO 8601 */

enum week_every { EVERY_NEVER, EVERY_WEEK, EVERY_MONTH };
/* How a matter stands from one event on. */
struct week_point {
	ms_t at;
	int64_t lead;
	enum week_every every;
	enum light light;
	int share;       /* per cent; -1: none */
	int files;       /* that came with this event */
	bool works;      /* its unit could report and its clock was not paused */
	bool report;     /* progress was reported by this event, */
	bool same;       /* with the words of the report before, */
	bool nothing;    /* and it was said that there is nothing new */
	bool reminded, reopened, open;
	bool timed;      /* its light is its unit's: it waits for nobody else, its clock runs */
};
enum week_said { WEEK_NOT_OWED, WEEK_OPEN /* not reported, there is still time */, WEEK_ON_TIME, WEEK_LATE, WEEK_MISSING };
struct week_state {
	enum week_said said;
	bool there, timed, final; /* open, and timed, at the cut-off; final: nothing can change any more */
	int64_t lead;      /* who led at the cut-off */
	enum light light;  /* at the cut-off */
	ms_t at;           /* of the report that counts; MS_NONE */
	int share_before, share;
	bool claim;        /* more than before, or all of it, and no file with it */
	bool fell, same, nothing;
	ms_t reminded;     /* newest reminder for this week; MS_NONE */
};
/* What one matter did in each of the spans; points by time. */
void week_judge(const struct clock_place *, const struct week_span *, size_t n, const struct week_point *, size_t n_points, ms_t now,
		struct week_state *ret);
/* Whether a matter closed at that moment is among the share, per cent, that is looked back at. */
bool look_back_drawn(int64_t matter, ms_t closed, int64_t share);

/* ---- ladder (督办阶梯) ----------------------------------------------------------------- */
/* One week as the rungs count it: of a matter, or of a unit (the worst of its matters). */
struct ladder_week {
	day_t monday;
	ms_t cutoff;
	enum light light;
	bool missing, exempt, decided; /* decided: the cut-off is past */
};
struct ladder_letter { /* that was issued, and not withdrawn or exempted */
	int rung;
	ms_t at;
	bool unanswered; /* its clock has run out */
};
#define LADDER_COUNTED 12
struct ladder_due {
	int rung, rule;           /* rung -1: none is due */
	int count;
	day_t week[LADDER_COUNTED]; /* those that were counted, oldest first */
	size_t n_weeks;
	int exempted;             /* weeks left out */
};
/* The highest rung one of whose rules holds; weeks oldest first, rungs with their settings
 * applied. `unit`: rules for units, else those for matters. */
void ladder_judge(const struct rung *, size_t n_rungs, bool unit, const struct ladder_week *, size_t n, const struct ladder_letter *,
		  size_t n_letters, struct ladder_due *ret);

#endif
