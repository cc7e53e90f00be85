/* SPDX-License-Identifier: Apache-2.0 */
#include "file/picture.h"

/* Cleaned once, nothing is left to take away. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct picture once, twice;
	arena_init(&a);
	if (picture_clean(&a, (str){(const char *)p, n}, S("x"), &once) == OK) {
		ours(once.bytes.n <= n + 64);
		ours(picture_clean(&a, once.bytes, S("x"), &twice) == OK && str_eq(once.bytes, twice.bytes));
	}
	arena_done(&a);
	return 0;
}
