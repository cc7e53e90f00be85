/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 6962, 2.1: the hash of a tree whose leaves are the hashes of events. Only the roots
 * of the full subtrees are kept (one per bit of the size), so a checkpoint goes on where
 * the last one ended. */
#include "core/event_in.h"

#include <string.h>

static void node(const struct digest *left, const struct digest *right, struct digest *ret)
{
	hash_pieces(HASH_SHA256, (str[]){{"\1", 1}, {(const char *)left->b, 32}, {(const char *)right->b, 32}}, 3, ret);
}

static int subtrees(int64_t size)
{
	return __builtin_popcountll((unsigned long long)size);
}

void merkle_add(struct merkle *m, const struct digest *leaf)
{
	int n = subtrees(m->size);
	struct digest d = *leaf;
	for (int64_t bit = 1; m->size & bit; bit <<= 1)
		node(&m->root[--n], &d, &d);
	ours(n < MERKLE_HEIGHT);
	m->root[n] = d;
	m->size++;
}

void merkle_root(const struct merkle *m, struct digest *ret)
{
	int n = subtrees(m->size);
	if (n == 0) {
		hash_bytes(HASH_SHA256, "", 0, ret);
		return;
	}
	struct digest d = m->root[--n];
	while (n > 0)
		node(&m->root[--n], &d, &d);
	*ret = d;
}

str merkle_bytes(struct arena *a, const struct merkle *m)
{
	size_t n = (size_t)subtrees(m->size) * sizeof m->root[0];
	return (str){arena_copy(a, m->root, n), n};
}

bool merkle_load(str bytes, int64_t size, struct merkle *ret)
{
	if (size < 0 || subtrees(size) > MERKLE_HEIGHT || bytes.n != (size_t)subtrees(size) * sizeof ret->root[0])
		return false;
	*ret = (struct merkle){.size = size};
	if (bytes.n)
		memcpy(ret->root, bytes.p, bytes.n);
	return true;
}
