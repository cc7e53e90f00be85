/* SPDX-License-Identifier: Apache-2.0 */
/* Room for a column of very many rows: pages as large as the machine gives, zero already, given back with the arena. */
#include <stdlib.h>
#include <sys/mman.h>

#include "score/score_in.h"

#define LARGE ((size_t)4 << 20)
#define PAGE ((size_t)2 << 20) /* a large one; beginning with one spares small ones at the edges */

struct mapped {
	void *p;
	size_t n;
};

static void give_back(void *arg)
{
	struct mapped *m = arg;
	munmap(m->p, m->n);
}

void *room_new(struct arena *a, size_t n, size_t size)
{
	size_t all;
	if (__builtin_mul_overflow(n, size, &all) || all < LARGE)
		return arena_array(a, n, size);
	size_t whole = (all + PAGE - 1) / PAGE * PAGE + PAGE;
	char *p = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return arena_array(a, n, size);
	(void)madvise(p, whole, MADV_HUGEPAGE); /* only a wish */
	struct mapped *m = arena_new(a, struct mapped);
	*m = (struct mapped){p, whole};
	arena_defer(a, give_back, m);
	return p + (PAGE - (uintptr_t)p % PAGE) % PAGE;
}
