/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST (16u << 10)
#define BLOCK_MOST (1u << 20) /* blocks double up to this; larger objects get their own */
#define ALIGN 16

struct arena_block {
	struct arena_block *older;
	size_t size, used;
	_Alignas(ALIGN) char bytes[];
};

struct arena_deferred {
	struct arena_deferred *older;
	void (*fn)(void *);
	void *arg;
};

_Noreturn void ours_failed(const char *expr, const char *file, int line)
{
	fprintf(stderr, "luoshi: broken promise at %s:%d: %s\n", file, line, expr);
	abort();
}

static _Noreturn void out_of_memory(size_t n)
{
	fprintf(stderr, "luoshi: no memory left for %zu bytes\n", n);
	abort();
}

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

static struct arena_block *block_new(struct arena *a, size_t n)
{
	size_t size = a->block ? a->block->size * 2 : BLOCK_FIRST;
	if (size > BLOCK_MOST)
		size = BLOCK_MOST;
	if (size < n)
		size = n;
	struct arena_block *b = malloc(sizeof *b + size);
	if (!b)
		out_of_memory(size);
	*b = (struct arena_block){.older = a->block, .size = size};
	a->block = b;
	return b;
}

static size_t rounded(size_t n)
{
	if (n > SIZE_MAX / 2)
		out_of_memory(n);
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void *arena_alloc(struct arena *a, size_t n)
{
	size_t want = rounded(n ? n : 1);
	struct arena_block *b = a->block;
	if (!b || b->size - b->used < want)
		b = block_new(a, want);
	void *p = b->bytes + b->used;
	b->used += want;
	a->used += want;
	return memset(p, 0, want);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t all;
	if (__builtin_mul_overflow(n, size, &all))
		out_of_memory(SIZE_MAX);
	return arena_alloc(a, all);
}

char *arena_copy(struct arena *a, const void *p, size_t n)
{
	char *to = arena_alloc(a, n + 1);
	if (n)
		memcpy(to, p, n);
	return to;
}

/* Whether p, `old` bytes long, is the newest object of the newest block. */
static bool is_newest(const struct arena_block *b, const char *p, size_t old)
{
	return b && p && p + rounded(old ? old : 1) == b->bytes + b->used;
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t n)
{
	struct arena_block *b = a->block;
	if (n <= old)
		return p;
	if (is_newest(b, p, old)) {
		size_t have = rounded(old ? old : 1), want = rounded(n);
		if (b->size - b->used >= want - have) {
			memset((char *)p + have, 0, want - have);
			b->used += want - have;
			a->used += want - have;
			return p;
		}
	}
	void *to = arena_alloc(a, n);
	if (old)
		memcpy(to, p, old);
	return to;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct arena_deferred *d = arena_new(a, struct arena_deferred);
	*d = (struct arena_deferred){.older = a->deferred, .fn = fn, .arg = arg};
	a->deferred = d;
}

static void run_deferred(struct arena *a)
{
	while (a->deferred) {
		struct arena_deferred *d = a->deferred;
		a->deferred = d->older;
		d->fn(d->arg);
	}
}

void arena_done(struct arena *a)
{
	run_deferred(a);
	while (a->block) {
		struct arena_block *older = a->block->older;
		free(a->block);
		a->block = older;
	}
	a->used = 0;
}

void arena_reset(struct arena *a)
{
	run_deferred(a);
	while (a->block && a->block->older) {
		struct arena_block *older = a->block->older;
		free(a->block);
		a->block = older;
	}
	if (a->block)
		a->block->used = 0;
	a->used = 0;
}

void list_room_(struct arena *a, void **v, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return;
	size_t more = *cap ? *cap * 2 : 8, old, want;
	if (__builtin_mul_overflow(more, size, &want))
		out_of_memory(SIZE_MAX);
	old = *cap * size;
	*v = arena_grow(a, *v, old, want);
	*cap = more;
}
