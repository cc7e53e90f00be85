/* SPDX-License-Identifier: Apache-2.0 */
/* take: telegrams that come by another way than the gateway, kept as it keeps them: one row each, in one transaction a batch,
 * then shown to the desk of alarms. Nothing is answered. */
#ifndef LUOSHI_TAKE_H
#define LUOSHI_TAKE_H

#include "monitor/alarm.h"
#include "monitor/monitor.h"

struct taken {
	str segment; /* QN=…;ST=…;…CP=&&…&&, without ##, length and check */
	ms_t got;
};
/* Of a station that is enrolled. ERR_INPUT: one of them is no telegram of it. desk may be NULL. */
err telegrams_take(struct core *, int64_t station, str mn, const struct taken *, size_t n, struct alarm_desk *desk) must_check;

#endif
