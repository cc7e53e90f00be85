/* SPDX-License-Identifier: Apache-2.0 */
/* log: one line per event on standard error, key=value, with ids and never with
 * names, phones or text of requests. Only the edge logs; library code returns err. */
#ifndef LUOSHI_LOG_H
#define LUOSHI_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
void log_level_set(enum log_level);
/* event is a word; the rest "key=%s ..." */
void log_line(enum log_level, const char *event, const char *fmt, ...) printf_like(3, 4);

#endif
