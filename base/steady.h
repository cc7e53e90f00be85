/* SPDX-License-Identifier: Apache-2.0 */
/* steady: the clock that no correction moves (CLOCK_MONOTONIC), for waiting and measuring. It says
 * nothing about the time of day; that is a time_source (base/day.h). */
#ifndef LUOSHI_STEADY_H
#define LUOSHI_STEADY_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

int64_t steady_us(void);
int64_t steady_ms(void);
/* So many milliseconds from now, for pthread_cond_timedwait on what steady_cond made. */
struct timespec steady_in(int64_t ms);
void steady_cond(pthread_cond_t *ret);

#endif
