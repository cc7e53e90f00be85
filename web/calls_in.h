/* SPDX-License-Identifier: Apache-2.0 */
/* calls: counts of the telephone's software, as they are pasted or sent. */
#ifndef LUOSHI_WEB_CALLS_IN_H
#define LUOSHI_WEB_CALLS_IN_H

#include "core/request_rates.h"

#define CALLS_DAYS 400 /* that come in at once */
/* Rows read; *ret_wrong: the first line that is none, 0: all are. The fourth number may be left out. */
size_t calls_rows(str text, struct calls_day *ret, size_t most, int *ret_wrong);

#endif
