/* SPDX-License-Identifier: Apache-2.0 */
/* A photograph from standard input, without what the camera wrote, to standard output. */
#include <stdio.h>
#include <string.h>

#include "file/picture.h"

int main(void)
{
	static char bytes[1 << 20];
	struct arena a;
	struct picture p;
	arena_init(&a);
	size_t n = fread(bytes, 1, sizeof bytes, stdin);
	if (picture_clean(&a, (str){bytes, n}, S("x"), &p) != OK) {
		fprintf(stderr, "%s\n", fail_key());
		return 1;
	}
	return fwrite(p.bytes.p, 1, p.bytes.n, stdout) == p.bytes.n ? 0 : 2;
}
