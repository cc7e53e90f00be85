/* SPDX-License-Identifier: Apache-2.0 */
/* TZif files and the rules of their footers. */
#include "base/day_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const ms_t at[] = {INT64_MIN, -3000000000000, 0, 1783000000000, 4070908800000, INT64_MAX};
	struct arena a;
	struct buf b;
	const struct zone *z;
	arena_init(&a);
	buf_init(&b, &a);
	if (zone_read(&a, S("fuzz"), (str){(const char *)data, n}, &z) == OK)
		for (size_t i = 0; i < COUNT_OF(at); i++) {
			day_t d = zone_day(z, at[i]);
			ms_put_rfc3339(&b, z, at[i]);
			if (i && i + 1 < COUNT_OF(at))
				ours(zone_at(z, d, 43200000) > zone_at(z, d - 3, 0));
		}
	arena_done(&a);
	return 0;
}
