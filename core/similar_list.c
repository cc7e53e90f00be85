/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of the index. A frequent term has some tens of places in a row of 4096 entries, two bytes each, so
 * that asking reads few rows; the newest block is kept in memory while it fills, so that
 * putting in reads nothing. */
#include "core/similar_in.h"

#include <stdlib.h>
#include <string.h>

STMT(similar_list_get, "SELECT entries FROM similar_term WHERE region = $1 AND term = $2 AND block = $3");
STMT(similar_list_rows, "SELECT block, entries FROM similar_term WHERE region = $1 AND term = $2 AND block >= $3 ORDER BY block DESC LIMIT $4");
STMT(similar_list_add, "INSERT INTO similar_term(region, term, block, entries) VALUES($1, $2, $3, $4)");
STMT(similar_list_move, "UPDATE similar_term SET entries = $4 WHERE region = $1 AND term = $2 AND block = $3");
STMT(similar_list_drop, "DELETE FROM similar_term WHERE region = $1 AND term = $2 AND block = $3");
const struct stmt *const core_similar_list_stmts[] = {&similar_list_get, &similar_list_rows, &similar_list_add, &similar_list_move,
	&similar_list_drop, NULL};

struct similar_block *similar_block_new(int64_t no)
{
	struct similar_block *b = calloc(1, sizeof *b);
	ours(b);
	arena_init(&b->arena);
	b->no = no;
	b->mask = 1023;
	b->slot = calloc(b->mask + 1, sizeof *b->slot);
	ours(b->slot);
	return b;
}

void similar_block_free(struct similar_block *b)
{
	if (!b)
		return;
	arena_done(&b->arena);
	free(b->slot);
	free(b);
}

static size_t slot_of(const struct similar_block *b, int64_t term, int64_t block)
{
	size_t i = (size_t)(((uint64_t)term * 0x9e3779b97f4a7c15u ^ (uint64_t)block * 0xbf58476d1ce4e5b9u) >> 20) & b->mask;
	while (b->slot[i] && (b->slot[i]->term != term || b->slot[i]->block != block))
		i = (i + 1) & b->mask;
	return i;
}

static void widen(struct similar_block *b)
{
	struct similar_list **old = b->slot;
	size_t was = b->mask + 1;
	b->mask = 2 * was - 1;
	b->slot = calloc(b->mask + 1, sizeof *b->slot);
	ours(b->slot);
	for (size_t i = 0; i < was; i++)
		if (old[i])
			b->slot[slot_of(b, old[i]->term, old[i]->block)] = old[i];
	free(old);
}

/* NULL *ret_new: it was there. */
static struct similar_list *list_in(struct similar_block *b, int64_t term, int64_t block, bool *ret_new)
{
	size_t i = slot_of(b, term, block);
	*ret_new = !b->slot[i];
	if (b->slot[i])
		return b->slot[i];
	if (2 * ++b->n > b->mask) {
		widen(b);
		i = slot_of(b, term, block);
	}
	b->slot[i] = arena_new(&b->arena, struct similar_list);
	*b->slot[i] = (struct similar_list){.term = term, .block = block};
	return b->slot[i];
}

static void room_for(struct similar_block *b, struct similar_list *l, uint32_t n)
{
	if (n <= l->cap)
		return;
	uint32_t cap = n < 4 ? 4 : n + n / 2;
	uint16_t *at = arena_new_n(&b->arena, cap, uint16_t);
	if (l->n)
		memcpy(at, l->at, l->n * sizeof *at);
	l->at = at;
	l->cap = cap;
}

void similar_list_put(struct similar_block *b, struct similar_list *l, int64_t entry, bool in)
{
	uint16_t at = (uint16_t)(entry & (BLOCK_ENTRIES - 1));
	uint32_t i = l->n;
	while (i > 0 && l->at[i - 1] > at)
		i--;
	bool there = i > 0 && l->at[i - 1] == at;
	if (there == in)
		return;
	if (in) {
		room_for(b, l, l->n + 1);
		memmove(l->at + i + 1, l->at + i, (l->n - i) * sizeof *l->at);
		l->at[i] = at;
		l->n++;
	} else {
		memmove(l->at + i - 1, l->at + i, (l->n - i) * sizeof *l->at);
		l->n--;
	}
	if (!l->dirty)
		*list_push(&b->arena, &b->dirty) = l;
	l->dirty = true;
}

void similar_block_hand(const struct similar_block *from, struct similar_block *to)
{
	for (size_t i = 0; i < from->dirty.n; i++) {
		const struct similar_list *l = from->dirty.v[i];
		bool fresh;
		struct similar_list *copy = list_in(to, l->term, l->block, &fresh);
		room_for(to, copy, l->n);
		if (l->n)
			memcpy(copy->at, l->at, l->n * sizeof *l->at);
		copy->n = l->n;
		copy->stored = l->stored;
		copy->dirty = true;
		*list_push(&to->arena, &to->dirty) = copy;
	}
}

err similar_block_read(struct ctx *x, int64_t entries, struct similar_block **ret)
{
	struct similar_state *s = &x->core->similar;
	struct similar_entry *v;
	size_t n;
	if (*ret && (*ret)->entries == entries)
		return OK;
	similar_block_free(*ret);
	*ret = similar_block_new(entries >> BLOCK_BITS);
	(*ret)->entries = entries;
	TRY(similar_entries_after(x, ((*ret)->no << BLOCK_BITS) - 1, BLOCK_ENTRIES, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct similar_term terms[SIMILAR_TERMS];
		struct similar_side side;
		const struct similar_counts none = {0};
		bool fresh;
		if (!similar_unpack(v[i].side, &side))
			continue;
		size_t k = similar_terms(s->rules, &s->key, &side, &none, false, terms);
		for (size_t j = 0; j < k; j++)
			similar_list_put(*ret, list_in(*ret, terms[j].term, (*ret)->no, &fresh), v[i].n, true);
	}
	similar_block_written(*ret);
	return OK;
}

err similar_list_of(struct ctx *x, struct similar_block *open, struct similar_block *others, int64_t term, int64_t block, struct similar_list **ret)
{
	struct rows *r;
	bool fresh, found;
	struct similar_block *b = block == open->no ? open : others;
	struct similar_list *l = list_in(b, term, block, &fresh);
	*ret = l;
	if (!fresh || b == open)
		return OK;
	TRY(query_one(x->snap, &similar_list_get, VALS(V_INT(x->core->region), V_INT(term), V_INT(block)), &r, &found));
	if (!found)
		return OK;
	str bytes = row_text(r, 0);
	l->stored = true;
	room_for(b, l, (uint32_t)(bytes.n / 2));
	for (; l->n < bytes.n / 2; l->n++)
		l->at[l->n] = (uint16_t)((uint8_t)bytes.p[2 * l->n] | (uint8_t)bytes.p[2 * l->n + 1] << 8);
	return OK;
}

static err list_write(struct conn *conn, int64_t region, const struct similar_list *l)
{
	char bytes[BLOCK_ENTRIES * 2];
	const struct val v[4] = {V_INT(region), V_INT(l->term), V_INT(l->block), V_BLOB(((str){bytes, 2 * l->n}))};
	for (uint32_t i = 0; i < l->n; i++) {
		bytes[2 * i] = (char)l->at[i];
		bytes[2 * i + 1] = (char)(l->at[i] >> 8);
	}
	if (!l->n)
		return l->stored ? exec(conn, &similar_list_drop, v, 3, NULL) : OK;
	return exec(conn, l->stored ? &similar_list_move : &similar_list_add, v, 4, NULL);
}

err similar_block_write(struct conn *conn, int64_t region, struct similar_block *b)
{
	for (size_t i = 0; i < b->dirty.n; i++)
		TRY(list_write(conn, region, b->dirty.v[i]));
	return OK;
}

void similar_block_written(struct similar_block *b)
{
	for (size_t i = 0; i < b->dirty.n; i++) {
		b->dirty.v[i]->dirty = false;
		b->dirty.v[i]->stored = b->dirty.v[i]->n > 0;
	}
	b->dirty.n = 0;
}

err similar_list_each(struct ctx *x, int64_t term, int64_t least_block, int64_t most, similar_take take, void *arg, size_t *ret_rows)
{
	struct rows *r;
	size_t n = 0;
	TRY(query(x->snap, &similar_list_rows, VALS(V_INT(x->core->region), V_INT(term), V_INT(least_block), V_INT(most)), &r));
	for (bool on = true; on && rows_next(r); n++) {
		str bytes = row_text(r, 1);
		on = take(arg, row_int(r, 0), (const uint8_t *)bytes.p, bytes.n / 2);
	}
	*ret_rows = n;
	x->rows_read += (int64_t)n;
	return rows_end(r);
}
