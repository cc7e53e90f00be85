/* SPDX-License-Identifier: Apache-2.0 */
/* Effects, clocks, marks and proposals as they stand in the database: whatever is read is
 * written back byte for byte, everything else is refused. */
#include "core/document_in.h"

#include <string.h>

static void same(str a, str b)
{
	ours(a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct buf b;
	struct effect *v;
	size_t count;
	struct matter_clock clock;
	struct marks marks;
	struct proposal proposal = {0};
	str in = {(const char *)p, n};
	arena_init(&a);
	buf_init(&b, &a);
	if (effects_read(&a, in, &v, &count)) {
		cbor_array(&b, count);
		for (size_t i = 0; i < count; i++)
			effect_put(&b, &v[i]);
		same(buf_str(&b), in);
	}
	if (clock_load(&a, in, &clock))
		clock_bytes(&a, &clock);
	if (marks_load(&a, in, &marks))
		marks_bytes(&a, &marks);
	if (proposal_load(&a, in, &proposal))
		proposal_bytes(&a, &proposal);
	arena_done(&a);
	return 0;
}
