/* SPDX-License-Identifier: Apache-2.0 */
/* A change of a unit that is kept until its day: canonical bytes, written as hex because
 * events keep texts. */
#include "core/unit_in.h"

const char *const unit_change_names[UNIT_CHANGES] = {"rename", "move", "merge", "split", "close"};

static void put_ids(struct buf *b, const int64_t *v, size_t n)
{
	cbor_array(b, n);
	for (size_t i = 0; i < n; i++)
		cbor_int(b, v[i]);
}

str unit_change_text(struct arena *a, const struct unit_change *q)
{
	struct buf b, hex;
	buf_init(&b, a);
	buf_init(&hex, a);
	cbor_array(&b, 13);
	cbor_int(&b, q->sort);
	cbor_int(&b, q->unit);
	put_ids(&b, q->others, q->n_others);
	cbor_int(&b, q->heir);
	cbor_text(&b, q->name);
	cbor_text(&b, q->short_name);
	cbor_int(&b, q->parent);
	cbor_int(&b, q->order);
	put_ids(&b, q->matters, q->n_matters);
	put_ids(&b, q->people, q->n_people);
	cbor_int(&b, q->from);
	cbor_text(&b, q->reason);
	cbor_text(&b, q->source);
	hex_put(&hex, b.p, b.n);
	return buf_str(&hex);
}

static const int64_t *get_ids(struct arena *a, struct cbor *c, size_t *ret_n)
{
	size_t n = cbor_get_array(c);
	int64_t *v = arena_new_n(a, n, int64_t);
	for (size_t i = 0; i < n; i++)
		v[i] = cbor_get_int(c);
	*ret_n = n;
	return v;
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unhex(struct arena *a, str s, str *ret)
{
	char *p = arena_alloc(a, s.n / 2 + 1);
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		int high = digit(s.p[i]), low = digit(s.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		p[i / 2] = (char)(high << 4 | low);
	}
	*ret = (str){p, s.n / 2};
	return s.n % 2 == 0;
}

bool unit_change_parse(struct arena *a, str s, struct unit_change *ret)
{
	str bytes;
	if (!unhex(a, s, &bytes))
		return false;
	struct cbor c = cbor_read(bytes);
	struct unit_change q = {0};
	cbor_want_array(&c, 13);
	int64_t sort = cbor_get_int(&c);
	q.unit = cbor_get_int(&c);
	q.others = get_ids(a, &c, &q.n_others);
	q.heir = cbor_get_int(&c);
	q.name = cbor_get_text(&c);
	q.short_name = cbor_get_text(&c);
	q.parent = cbor_get_int(&c);
	q.order = (int)cbor_get_int(&c);
	q.matters = get_ids(a, &c, &q.n_matters);
	q.people = get_ids(a, &c, &q.n_people);
	q.from = (day_t)cbor_get_int(&c);
	q.reason = cbor_get_text(&c);
	q.source = cbor_get_text(&c);
	if (!cbor_done(&c) || sort < 0 || sort >= UNIT_CHANGES)
		return false;
	q.sort = (enum unit_change_sort)sort;
	*ret = q;
	return true;
}
