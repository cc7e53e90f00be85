/* SPDX-License-Identifier: Apache-2.0 */
/* Bars on a line of time, laid out in whole units of a drawing. Pure; knows of no matters:
 * whoever has spans and milestones may use it. */
#ifndef LUOSHI_GANTT_IN_H
#define LUOSHI_GANTT_IN_H

#include "base/day.h"

struct gantt_stone { /* a milestone (里程碑) */
	day_t day;
	bool done;
};
struct gantt_span {
	day_t from, to; /* the first and the last day; to DAY_NONE: without an end */
	int share;      /* per cent done; -1: not said */
	bool open;      /* not finished: what lies between its end and today is overdue */
	const struct gantt_stone *stones;
	size_t n_stones;
};
struct gantt_scale {
	day_t first, last; /* both are drawn */
	int width;
};
struct gantt_bar {
	int x, w, done;      /* done: width of the part that is done; -1: not said */
	int over_x, over_w;  /* overdue until today; 0: not */
	bool endless, cut;   /* cut: begins before the drawing does */
};
struct gantt_tick {
	day_t day;
	int x;
};
enum { GANTT_TICKS = 40 };
/* Whole months around all spans and today; of what is longer than `months`, the months
 * around today. */
struct gantt_scale gantt_scale_of(const struct gantt_span *, size_t n, day_t today, int months, int width);
int gantt_x(const struct gantt_scale *, day_t); /* where the day begins; held inside the drawing */
struct gantt_bar gantt_bar_of(const struct gantt_scale *, const struct gantt_span *, day_t today);
/* Beginnings of months; of every second, third, sixth one where they would stand too close. */
size_t gantt_ticks(const struct gantt_scale *, struct gantt_tick ret[GANTT_TICKS]);

struct arena;
/* One row as SVG (web/gantt.c), of a scale 1000 wide: the grid, the bar, what of it is done and overdue, milestones. */
str gantt_svg(struct arena *, const struct gantt_scale *, const struct gantt_span *, day_t today);

#endif
