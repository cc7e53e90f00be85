/* SPDX-License-Identifier: Apache-2.0 */
/* rounds: a thread of its own that does something, rests, and does it again, until it is told to
 * end: what follows the log (search, similar requests), what learns at night, what looks at cameras. */
#ifndef LUOSHI_CORE_ROUNDS_H
#define LUOSHI_CORE_ROUNDS_H

#include "base/err.h"

/* One round; how many ms to rest after it. Says by itself in the log what went wrong. */
typedef int64_t (*round_fn)(void *arg);
struct rounds;
/* The first one comes after so many ms. What arg points to must outlive it. */
err rounds_start(round_fn, void *arg, int64_t first_ms, struct rounds **ret) must_check;
void rounds_stop(struct rounds *); /* waits for the round at work; NULL is nothing */

#endif
