/* SPDX-License-Identifier: Apache-2.0 */
/* Planned against actual as a drawing: where its points lie, in thousandths of the drawing. Pure
 * but for curve.c, which writes the SVG. */
#ifndef LUOSHI_CURVE_IN_H
#define LUOSHI_CURVE_IN_H

#include "web/view_in.h"

#define CURVE_WHOLE 1000
struct curve_frame {
	day_t first, last; /* both are drawn */
};
struct curve_frame curve_frame_of(const struct course *, day_t today);
int curve_x(const struct curve_frame *, day_t); /* held inside the drawing */
int curve_y(int share);                         /* hundredths of a per cent; 0 lies at the bottom */
void curve_plan_path(struct buf *, const struct curve_frame *, const struct plan *);
/* From the actual start, where it is known, through what was reported. */
void curve_actual_path(struct buf *, const struct curve_frame *, const struct course *);
/* Every day on which something was planned or reported, and today, by day; what was reported last
 * stands until the next report. */
size_t curve_rows(struct arena *, const struct course *, day_t today, struct curve_row **ret);

/* Of two amounts as decimals: thousandths, half up; -1: cannot be said. */
int curve_rate(str done, str planned);

#endif
