/* SPDX-License-Identifier: Apache-2.0 */
/* requests: messages made up by a grammar, for measuring similarity: frequent places, troubles and
 * phrases are frequent (Zipf), the same number gives the same message on every machine. */
#ifndef LUOSHI_BENCH_REQUESTS_H
#define LUOSHI_BENCH_REQUESTS_H

#include "base/day.h"
#include "base/str.h"

struct made_request {
	str words, place, category, x, y, phone;
	int64_t area;
	size_t place_no, trouble_no;
	ms_t at;
};
/* places: how many names of places there are; day 0 is the ms_t given. */
void request_make(struct arena *, uint64_t i, size_t places, ms_t since, ms_t until, uint64_t of, struct made_request *ret);

#endif
