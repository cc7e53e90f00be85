/* SPDX-License-Identifier: Apache-2.0 */
/* Indices of one observation (HJ 633). Whole numbers only: a breakpoint is at most AIR_MOST units, an index
 * at most 500, so that no product leaves 64 bits. */
#include "monitor/air.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Up or down at the first digit that is dropped; `odd`: the last one kept is. */
static bool goes_up(str dropped, bool odd)
{
	if (!dropped.n || dropped.p[0] != '5')
		return dropped.n && dropped.p[0] > '5';
	for (size_t i = 1; i < dropped.n; i++)
		if (dropped.p[i] != '0')
			return true;
	return odd;
}

/* [+]digits[.digits], at least one digit */
static bool cut_number(str s, str *ret_whole, str *ret_fraction)
{
	size_t i = s.n && s.p[0] == '+', from = i;
	while (i < s.n && digit(s.p[i]))
		i++;
	str whole = str_cut(s, from, i), fraction = S("");
	if (i < s.n && s.p[i] == '.') {
		size_t f = ++i;
		while (i < s.n && digit(s.p[i]))
			i++;
		fraction = str_cut(s, f, i);
	}
	*ret_whole = whole;
	*ret_fraction = fraction;
	return i == s.n && whole.n + fraction.n;
}

bool air_round_text(str s, int decimals, int64_t *ret)
{
	str whole, fraction;
	int64_t v = 0;
	if (!cut_number(s, &whole, &fraction))
		return false;
	for (size_t i = 0; i < whole.n + (size_t)decimals && v < AIR_MOST; i++) {
		size_t f = i - whole.n;
		v = v * 10 + (i < whole.n ? whole.p[i] - '0' : f < fraction.n ? fraction.p[f] - '0' : 0);
	}
	if (v < AIR_MOST)
		v += goes_up(str_cut(fraction, (size_t)decimals, fraction.n), v % 2);
	*ret = v < AIR_MOST ? v : AIR_MOST;
	return true;
}

bool air_round(struct ratio r, int decimals, int64_t *ret)
{
	struct dec d;
	if (!ratio_round(r, decimals, ROUND_HALF_EVEN, &d) || d.v < 0)
		return false;
	*ret = d.v < AIR_MOST ? d.v : AIR_MOST;
	return true;
}

int air_iaqi(const struct air_standard *st, const struct air_scale *s, int64_t units)
{
	int i = 1;
	if (units < 0 || s->points < 2)
		return AIR_NONE;
	if (units > s->at[s->points - 1])
		return s->above;
	while (units > s->at[i])
		i++;
	int64_t wide = s->at[i] - s->at[i - 1], rise = (st->index[i] - st->index[i - 1]) * (units - s->at[i - 1]);
	return st->index[i - 1] + (int)((rise + wide - 1) / wide);
}

static bool counts(const struct air_scale *s)
{
	return s->part >= AIR_OTHER;
}

/* Pollutants that the report must have and that no item of theirs gives an index for. */
static bool find_missing(const struct air_scale *scale, struct air_index *x)
{
	bool has[AIR_ITEMS] = {0}, any = false;
	for (int i = 0; i < AIR_ITEMS; i++)
		has[air_pollutant(i)] |= counts(&scale[i]) && x->iaqi[i] != AIR_NONE;
	for (int i = 0; i < AIR_ITEMS; i++)
		if (scale[i].part == AIR_MUST && !has[air_pollutant(i)])
			any = x->missing[air_pollutant(i)] = true;
	return any;
}

void air_index_of(const struct air_rules *r, const struct air_standard *st, enum air_span span, const struct air_reading v[AIR_ITEMS],
		  struct air_index *ret)
{
	const struct air_scale *scale = st->scale[span];
	struct air_index x = {.aqi = AIR_NONE};
	int most = AIR_NONE;
	for (int i = 0; i < AIR_ITEMS; i++) {
		x.iaqi[i] = v[i].given && scale[i].part ? air_iaqi(st, &scale[i], v[i].units) : AIR_NONE;
		if (counts(&scale[i]) && x.iaqi[i] > most)
			most = x.iaqi[i];
	}
	bool missing = find_missing(scale, &x);
	if (!missing || most > st->missing)
		x.aqi = most;
	for (int i = 0; i < AIR_ITEMS; i++)
		x.primary[i] = x.aqi > r->levels[0].to && counts(&scale[i]) && x.iaqi[i] == x.aqi;
	*ret = x;
}

const struct air_level *air_level_of(const struct air_rules *r, int aqi)
{
	for (size_t i = 0; aqi >= 0 && i < r->n_levels; i++)
		if (aqi <= r->levels[i].to || i + 1 == r->n_levels)
			return &r->levels[i];
	return NULL;
}

/* ---- which rules hold ------------------------------------------------------------------------ */
const struct air_standard *air_standard_on(const struct air_rules *r, day_t day)
{
	const struct air_standard *found = &r->standards[0];
	for (size_t i = 1; i < r->n_standards; i++)
		if (r->standards[i].from <= day)
			found = &r->standards[i];
	return found;
}

const struct air_standard *air_standard_named(const struct air_rules *r, str name)
{
	for (size_t i = 0; i < r->n_standards; i++)
		if (str_eq(r->standards[i].name, name) || str_eq(r->standards[i].full, name))
			return &r->standards[i];
	return NULL;
}

const struct air_method *air_method_on(const struct air_rules *r, day_t day)
{
	const struct air_method *found = &r->methods[0];
	for (size_t i = 1; i < r->n_methods; i++)
		if (r->methods[i].from <= day)
			found = &r->methods[i];
	return found;
}

const struct air_limit *air_limit_on(const struct air_rules *r, day_t day, enum air_item item, enum air_span span)
{
	for (size_t i = 0; i < r->n_limits; i++) {
		const struct air_limit *l = &r->limits[i];
		if (l->item == item && l->span == span && (l->from == DAY_NONE || l->from <= day) && (l->to == DAY_NONE || day <= l->to))
			return l;
	}
	return NULL;
}
