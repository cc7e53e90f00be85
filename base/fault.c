/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"

#ifdef LUOSHI_FAULTS
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long met;

static void count(long n)
{
	const char *path = getenv("LUOSHI_FAULT_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;
	if (f) {
		fprintf(f, "%ld\n", n);
		fclose(f);
	}
}

bool fault_point(const char *name)
{
	const char *order = getenv("LUOSHI_FAULT");
	const char *at = order ? strchr(order, '@') : NULL;
	long n = atomic_fetch_add(&met, 1) + 1;
	count(n);
	if (!at || atol(at + 1) != n)
		return false;
	fprintf(stderr, "fault: %s at point %ld (%s)\n", order, n, name);
	if (strncmp(order, "die", 3) == 0)
		_exit(137);
	return true;
}
#endif
