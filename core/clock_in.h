/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of clock and light share. */
#ifndef LUOSHI_CLOCK_IN_H
#define LUOSHI_CLOCK_IN_H

#include "base/num.h"
#include "base/words.h"
#include "core/clock.h"

/* Hours and minutes run by the moment; all others by days. */
bool clock_counts_ms(enum clock_unit);
/* The minute of the day at which a last day ends: close of business, else 1440. */
int clock_close_minute(const struct clock_place *, day_t);
/* "{0} working days", with the number. */
void clock_units_put(struct buf *, enum lang, enum clock_unit, int64_t n);

#endif
