/* SPDX-License-Identifier: Apache-2.0 */
/* Many values in one effect: names, periods and sources stand once each, rows name them by position. */
#include "core/measure_in.h"
#include "core/cbor_in.h"

#include <stdlib.h>
#include <string.h>

#define ROW_INTS 9

struct pool {
	struct arena *a;
	LIST(str) v;
	size_t newest;
};

/* Neighbours mostly have the same; then a search from the end finds it soon. */
static size_t place(struct pool *p, str s)
{
	if (p->v.n && str_eq(p->v.v[p->newest], s))
		return p->newest;
	for (size_t i = p->v.n; i > 0; i--)
		if (str_eq(p->v.v[i - 1], s))
			return p->newest = i - 1;
	*list_push(p->a, &p->v) = s;
	return p->newest = p->v.n - 1;
}

static void put_pool(struct buf *b, const struct pool *p)
{
	cbor_array(b, p->v.n);
	for (size_t i = 0; i < p->v.n; i++)
		cbor_text(b, p->v.v[i]);
}

str values_pack(struct arena *a, const struct measured *v, size_t n)
{
	struct pool names = {.a = a}, periods = {.a = a}, sources = {.a = a};
	struct buf b, rows;
	buf_init(&b, a);
	buf_init(&rows, a);
	cbor_array(&rows, n * ROW_INTS);
	for (size_t i = 0; i < n; i++) {
		const int64_t ints[ROW_INTS] = {(int64_t)place(&names, v[i].indicator), v[i].subject, (int64_t)place(&periods, v[i].period), v[i].sort,
			v[i].state, v[i].number.v, v[i].number.scale, (int64_t)place(&sources, v[i].source), v[i].version};
		for (size_t k = 0; k < ROW_INTS; k++)
			cbor_int(&rows, ints[k]);
	}
	cbor_array(&b, 4);
	put_pool(&b, &names);
	put_pool(&b, &periods);
	put_pool(&b, &sources);
	buf_add(&b, buf_str(&rows));
	return buf_str(&b);
}

static bool get_pool(struct arena *a, struct cbor *c, str **ret, size_t *ret_n)
{
	*ret_n = cbor_get_array(c);
	*ret = arena_new_n(a, *ret_n, str);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = cbor_get_text(c);
	return !c->bad;
}

static bool get_row(struct cbor *c, str *const pool[3], const size_t n_pool[3], struct measured *ret)
{
	int64_t v[ROW_INTS];
	for (size_t i = 0; i < ROW_INTS; i++)
		v[i] = cbor_get_int(c);
	if (c->bad || v[0] < 0 || (size_t)v[0] >= n_pool[0] || v[2] < 0 || (size_t)v[2] >= n_pool[1] || v[7] < 0 || (size_t)v[7] >= n_pool[2] ||
	    v[3] < 0 || v[3] >= VALUE_SORTS || v[4] < 0 || v[4] > VALUE_NOT_APPLICABLE || v[6] < 0 || v[6] > 18)
		return false;
	*ret = (struct measured){.indicator = pool[0][v[0]], .subject = v[1], .period = pool[1][v[2]], .sort = (enum value_sort)v[3],
		.state = (enum value_state)v[4], .number = {v[5], (int)v[6]}, .source = pool[2][v[7]], .version = v[8]};
	return true;
}

bool values_unpack(struct arena *a, str bytes, struct measured **ret, size_t *ret_n)
{
	struct cbor c = cbor_read(bytes);
	str *pool[3];
	size_t n_pool[3];
	cbor_want_array(&c, 4);
	for (size_t i = 0; i < 3; i++)
		if (!get_pool(a, &c, &pool[i], &n_pool[i]))
			return false;
	size_t n = cbor_get_array(&c);
	if (c.bad || n % ROW_INTS)
		return false;
	struct measured *v = arena_new_n(a, n / ROW_INTS, struct measured);
	for (size_t i = 0; i < n / ROW_INTS; i++)
		if (!get_row(&c, pool, n_pool, &v[i]))
			return false;
	if (!cbor_done(&c))
		return false;
	*ret = v;
	*ret_n = n / ROW_INTS;
	return true;
}
