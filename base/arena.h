/* SPDX-License-Identifier: Apache-2.0 */
/* arena: the default owner of memory. One per request, batch, tick or command;
 * everything made in it goes at once. What is not memory (a statement, a
 * descriptor, a Lua reference) registers with arena_defer when it is made and is
 * given back in reverse order.
 *
 *     arena_init -> alloc ... defer ... -> arena_done   (or arena_reset to reuse)
 *
 * Allocation never fails: when the machine has no memory left the process ends
 * (the supervisor starts it again). Sizes that a stranger controls must be held
 * against base/limits.h before they reach an arena. Not for two threads at once. */
#ifndef LUOSHI_ARENA_H
#define LUOSHI_ARENA_H

#include "base/base.h"

struct arena_block;
struct arena_deferred;
struct arena {
	struct arena_block *block;
	struct arena_deferred *deferred;
	size_t used; /* bytes handed out since init or reset */
};

void arena_init(struct arena *);
void arena_done(struct arena *);  /* runs the deferred, frees all; safe twice */
void arena_reset(struct arena *); /* the same, but keeps one block for reuse */

/* Zeroed, aligned for any type; lives until arena_done. `n` may be 0. */
void *arena_alloc(struct arena *, size_t n);
/* n elements of `size`; the product is checked. */
void *arena_array(struct arena *, size_t n, size_t size);
/* A copy of n bytes with a 0 behind them. */
char *arena_copy(struct arena *, const void *p, size_t n);
/* Grows p from `old` to `n` bytes, in place where it can. Only for the newest
 * object is that cheap; others are copied. */
void *arena_grow(struct arena *, void *p, size_t old, size_t n);
void arena_defer(struct arena *, void (*fn)(void *), void *arg);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_n(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* A growing array of T in an arena: struct LIST(T) { T *v; size_t n, cap; }. */
#define LIST(type) \
	struct { \
		type *v; \
		size_t n, cap; \
	}
#define list_push(a, l) \
	(list_room_((a), (void **)&(l)->v, (l)->n, &(l)->cap, sizeof(*(l)->v)), &(l)->v[(l)->n++])
void list_room_(struct arena *, void **v, size_t n, size_t *cap, size_t size);

#endif
