/* SPDX-License-Identifier: Apache-2.0 */
/* air_take: hours that stations of ambient air (ST=22) send by HJ 212 become hours of the pages of air. */
#ifndef LUOSHI_AIR_TAKE_H
#define LUOSHI_AIR_TAKE_H

#include "monitor/air_keep.h"

/* What a factor of HJ 212 is in the air, and in which unit it is sent; NULL: none of its items. */
struct air_code {
	str code;
	enum air_item item;
	str unit, source;
};
const struct air_code *air_code_of(str code);

/* Hours 2061 of the last `hours`, normal values only; what is there already changes nothing. Called by the system from time to
 * time. *ret_days: days that changed. */
#define AIR_TAKE_HOURS_MOST (24 * 40)
err air_take(struct core *, int hours, size_t *ret_days) must_check;

#endif
