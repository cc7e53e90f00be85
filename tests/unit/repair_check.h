/* SPDX-License-Identifier: Apache-2.0 */
/* Repairs a text and holds what must hold for every text: putting the raw text of every
 * edit back gives the input, and the places in the file are those of that raw text. */
#ifndef LUOSHI_TEST_REPAIR_CHECK_H
#define LUOSHI_TEST_REPAIR_CHECK_H

#include "text/text.h"

static inline struct repaired repair_bytes(struct arena *a, str bytes)
{
	struct decoded d;
	struct repaired r;
	assert_int_equal(text_decode(a, bytes, &d), OK);
	text_repair(a, &d, &r);
	struct buf back;
	size_t at = 0, byte = 0, in = 0;
	buf_init(&back, a);
	for (size_t i = 0; i < r.n_edits; i++) {
		const struct repair_edit *e = &r.edits[i];
		size_t from = byte;
		assert_true(e->at.from >= at && e->at.to >= e->at.from && e->at.to <= r.n);
		for (; at < e->at.from; at++, in++)
			utf8_next(r.text, &byte);
		buf_add(&back, str_cut(r.text, from, byte));
		assert_int_equal(e->raw.from, d.raw_at[in]);
		in += utf8_count(e->from);
		assert_int_equal(e->raw.to, d.raw_at[in]);
		buf_add(&back, e->from);
		from = byte;
		for (; at < e->at.to; at++)
			utf8_next(r.text, &byte);
		same_str(str_cut(r.text, from, byte), e->to);
		assert_false(str_eq(e->from, e->to));
	}
	buf_add(&back, str_cut(r.text, byte, r.text.n));
	same_str(buf_str(&back), d.text);
	assert_int_equal(utf8_count(r.text), r.n);
	return r;
}

#endif
