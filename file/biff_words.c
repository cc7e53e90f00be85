/* SPDX-License-Identifier: Apache-2.0 */
/* New strings at the end of the table of strings: the old ones stay as they are, the new
 * ones stand whole in CONTINUE records of their own. */
#include "file/biff_mark_in.h"

#define UNITS_MOST 4000 /* of UTF-16; fits one record, and nobody reads more of a cell */

static str string_at(const struct new_strings *s, size_t i)
{
	return i < s->book->n_strings ? s->book->strings[i] : s->added.v[i - s->book->n_strings];
}

/* Where it stands, or the slot where it would. */
static size_t slot_of(const struct new_strings *s, str x)
{
	size_t i = str_hash(x) & (s->n_slots - 1);
	while (s->slots[i] && !str_eq(string_at(s, s->slots[i] - 1), x))
		i = (i + 1) & (s->n_slots - 1);
	return i;
}

void new_strings_init(struct biff_book *b, size_t most, struct new_strings *ret)
{
	struct new_strings s = {.book = b, .n_slots = 16};
	while (s.n_slots < 2 * (b->n_strings + most + 1))
		s.n_slots *= 2;
	s.slots = arena_new_n(b->arena, s.n_slots, uint32_t);
	for (size_t i = 0; i < b->n_strings; i++) {
		size_t at = slot_of(&s, b->strings[i]);
		if (!s.slots[at])
			s.slots[at] = (uint32_t)i + 1;
	}
	*ret = s;
}

uint32_t new_strings_index(struct new_strings *s, str x)
{
	size_t at = slot_of(s, x);
	s->used++;
	if (!s->slots[at]) {
		*list_push(s->book->arena, &s->added) = x;
		s->slots[at] = (uint32_t)(s->book->n_strings + s->added.n);
	}
	return s->slots[at] - 1;
}

/* Returns how many units it took. */
static unsigned put_units(struct buf *b, str s)
{
	unsigned n = 0;
	for (size_t i = 0; i < s.n && n < UNITS_MOST - 1;) {
		uint32_t c = utf8_next(s, &i);
		if (c >= 0x10000) {
			biff_put_u16(b, 0xd800 + ((c - 0x10000) >> 10));
			biff_put_u16(b, 0xdc00 + ((c - 0x10000) & 0x3ff));
		} else {
			biff_put_u16(b, c);
		}
		n += c >= 0x10000 ? 2 : 1;
	}
	return n;
}

static void put_string(struct buf *b, str s)
{
	size_t at = b->n;
	biff_put_u16(b, 0);
	buf_byte(b, 1); /* UTF-16 */
	unsigned n = put_units(b, s);
	biff_set_u16(b->p + at, n);
}

void new_strings_write(const struct new_strings *s, struct buf *to, size_t head)
{
	struct buf one;
	buf_init(&one, s->book->arena);
	for (size_t i = 0; i < s->added.n; i++) {
		buf_clear(&one);
		put_string(&one, s->added.v[i]);
		if (head == NO_HEAD || to->n - head - 4 + one.n > BIFF_RECORD) {
			head = to->n;
			biff_put_head(to, BIFF_CONTINUE, 0);
		}
		buf_add(to, buf_str(&one));
		biff_set_u16(to->p + head + 2, (unsigned)(to->n - head - 4));
	}
}
