/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar files: read or refused; what was read adds and takes away again. */
#include "base/day_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	arena_init(&a);
	struct calendar *c = calendar_new(&a);
	if (calendar_load(c, &a, (str){(const char *)data, n}, S("fuzz")) == OK) {
		day_t d = calendar_add(c, day_of(2026, 1, 1), 0);
		for (int k = -300; k <= 300 && d != DAY_NONE; k += 50)
			ours(calendar_add(c, calendar_add(c, d, k), -k) == d);
		calendar_sort(c, d, NULL);
	}
	arena_done(&a);
	return 0;
}
