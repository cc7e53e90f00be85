/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as people write them in ledgers (spreadsheets.md 2.4), exact. */
#include "ledger/mean_in.h"

#include <string.h>

const struct measure_unit *measure_find(const struct ledger_words *w, str folded)
{
	for (size_t i = 0; i < w->n_measures; i++)
		if (str_eq(w->measures[i].name, folded))
			return &w->measures[i];
	return NULL;
}

static str without_about(const struct ledger_words *w, str s)
{
	for (size_t i = 0; i < w->n[WORD_ABOUT];) {
		str word = w->v[WORD_ABOUT][i++];
		if (!str_starts(s, word))
			continue;
		s = str_cut(s, word.n, s.n);
		i = 0;
	}
	return s;
}

static str without_about_behind(const struct ledger_words *w, str s)
{
	for (size_t i = 0; i < w->n[WORD_ABOUT]; i++)
		if (str_ends(s, w->v[WORD_ABOUT][i]))
			return str_cut(s, 0, s.n - w->v[WORD_ABOUT][i].n);
	return s;
}

static bool is_number_part(const char *p)
{
	return (*p >= '0' && *p <= '9') || *p == '.' || *p == ',' || *p == '-' || *p == '+';
}

/* 万 behind the digits belongs to the measure, or stands alone. */
static bool split_wan(const struct ledger_words *w, str *unit, struct dec *v)
{
	static const struct {
		const char *word;
		int64_t times;
	} row[] = {{"万", 10000}, {"千", 1000}, {"百", 100}};
	if (measure_find(w, *unit))
		return true;
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_starts(*unit, str_of(row[i].word))) {
			*unit = str_cut(*unit, strlen(row[i].word), unit->n);
			return dec_mul(*v, (struct dec){row[i].times, 0}, v);
		}
	return true;
}

bool amount_read(struct arena *a, const struct ledger_words *w, str text, struct amount *ret)
{
	str s = without_about(w, ledger_fold(a, text));
	size_t n = 0;
	struct amount v = {.measure = S("")};
	while (n < s.n && is_number_part(s.p + n))
		n++;
	if (!n || !dec_parse(str_cut(s, 0, n), &v.v))
		return false;
	str unit = without_about_behind(w, str_cut(s, n, s.n));
	if (str_starts(unit, S("多")) || str_starts(unit, S("余")))
		unit = str_cut(unit, 3, unit.n);
	if (!split_wan(w, &unit, &v.v))
		return false;
	for (size_t i = 0; i < unit.n; i++)
		if (unit.p[i] >= '0' && unit.p[i] <= '9')
			return false; /* two numbers: which one is meant is not ours to say */
	v.measure = without_about_behind(w, unit);
	*ret = v;
	return true;
}

bool amount_of_cell(struct arena *a, const struct ledger_words *w, const struct cell *c, struct amount *ret)
{
	if (c->kind != CELL_NUMBER)
		return c->kind == CELL_TEXT && amount_read(a, w, c->text, ret);
	*ret = (struct amount){.measure = S("")};
	return dec_parse(c->text, &ret->v);
}

struct dec shortest(struct dec d)
{
	while (d.scale > 0 && d.v % 10 == 0)
		d = (struct dec){d.v / 10, d.scale - 1};
	return d;
}

/* Divides by a power of ten, which is all that measures are multiples by. */
static bool over(struct dec d, struct dec by, struct dec *ret)
{
	while (by.v > 1 && by.v % 10 == 0) {
		by.v /= 10;
		d.scale++;
	}
	d = shortest(d);
	if (by.v != 1 || by.scale || d.scale > 18)
		return false;
	*ret = d;
	return true;
}

bool amount_in(const struct ledger_words *w, struct dec v, str from, str to, struct dec *ret)
{
	const struct measure_unit *f = measure_find(w, from), *t = measure_find(w, to);
	if (!from.n || str_eq(from, to)) {
		*ret = v;
		return true;
	}
	return f && t && str_eq(f->of, t->of) && dec_mul(v, f->times, &v) && over(v, t->times, ret);
}
