/* SPDX-License-Identifier: Apache-2.0 */
/* Units, classes of outlets and their limits: data, read once. */
#include "monitor/limit_in.h"

#include <pthread.h>

#include "monitor/air.h"

extern const char outlet_classes_tsv[], outlet_limits_tsv[], outlet_units_tsv[];
extern const size_t outlet_classes_tsv_n, outlet_limits_tsv_n, outlet_units_tsv_n;

#define PLACES 9 /* of a converted value */

struct unit_row {
	str name, also, quantity;
	int64_t over, under;
};
static struct {
	pthread_once_t once_units, once;
	struct arena arena_units, arena;
	struct unit_row *units;
	struct outlet_class *v;
	size_t n_units, n;
} table = {.once_units = PTHREAD_ONCE_INIT, .once = PTHREAD_ONCE_INIT};

/* ---- units ------------------------------------------------------------------------------------ */

static void load_units(void)
{
	LIST(struct unit_row) l = {0};
	str c[5], text = {outlet_units_tsv, outlet_units_tsv_n};
	arena_init(&table.arena_units);
	while (data_row(&text, c, COUNT_OF(c))) {
		struct unit_row u = {.name = c[0], .also = c[1], .quantity = c[2]};
		ours(str_int(c[3], &u.over) && str_int(c[4], &u.under) && u.over > 0 && u.under > 0);
		*list_push(&table.arena_units, &l) = u;
	}
	table.units = l.v, table.n_units = l.n;
}

static bool is_among(str names, str s)
{
	str one;
	while (names.n) {
		if (!str_split(names, '|', &one, &names))
			one = names, names = STR_NONE;
		if (str_eq(one, s))
			return true;
	}
	return false;
}

static const struct unit_row *unit_row_of(str s)
{
	pthread_once(&table.once_units, load_units);
	for (size_t i = 0; s.n && i < table.n_units; i++)
		if (str_eq(table.units[i].name, s) || is_among(table.units[i].also, s))
			return &table.units[i];
	return NULL;
}

str measured_unit(str s)
{
	const struct unit_row *u = unit_row_of(s);
	return u ? u->name : STR_NONE;
}

bool measured_convert(struct dec v, str from, str to, struct dec *ret)
{
	const struct unit_row *a = unit_row_of(from), *b = unit_row_of(to);
	struct ratio r = ratio_dec(v), f, g;
	struct dec d;
	if (!a || !b || !str_eq(a->quantity, b->quantity))
		return false;
	if (a == b) {
		*ret = v;
		return true;
	}
	if (!ratio_div(ratio_of(a->over), ratio_of(a->under), &f) || !ratio_div(ratio_of(b->under), ratio_of(b->over), &g) || !ratio_mul(r, f, &r)
	    || !ratio_mul(r, g, &r) || !ratio_round(r, PLACES, ROUND_HALF_EVEN, &d))
		return false;
	for (; d.scale && d.v % 10 == 0; d.scale--)
		d.v /= 10;
	*ret = d;
	return true;
}

/* ---- classes ------------------------------------------------------------------------------------ */

static void class_limits(struct outlet_class *k)
{
	LIST(struct limit) l = {0};
	str c[LIMIT_COLUMNS + 2], text = {outlet_limits_tsv, outlet_limits_tsv_n};
	while (data_row(&text, c, COUNT_OF(c))) {
		const str own[LIMIT_COLUMNS] = {c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[9]};
		struct limit one;
		if (!str_eq(c[0], k->name))
			continue;
		ours(!limit_of_columns(own, &one));
		one.mark = c[8];
		*list_push(&table.arena, &l) = one;
	}
	k->v = l.v, k->n = l.n;
}

static void load_classes(void)
{
	LIST(struct outlet_class) l = {0};
	str c[5], text = {outlet_classes_tsv, outlet_classes_tsv_n};
	arena_init(&table.arena);
	while (data_row(&text, c, COUNT_OF(c))) {
		ours(c[3].n == 1);
		*list_push(&table.arena, &l) = (struct outlet_class){.name = c[0], .label = {c[1], c[2]}, .medium = c[3].p[0], .source = c[4]};
	}
	for (size_t i = 0; i < l.n; i++)
		class_limits(&l.v[i]);
	table.v = l.v, table.n = l.n;
}

const struct outlet_class *outlet_classes(size_t *ret_n)
{
	pthread_once(&table.once, load_classes);
	*ret_n = table.n;
	return table.v;
}

const struct outlet_class *outlet_class_named(str name)
{
	size_t n;
	const struct outlet_class *v = outlet_classes(&n);
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}
