/* SPDX-License-Identifier: Apache-2.0 */
/* By which rules a month is counted: the settings of packs/rates as they were on its last day. */
#include "core/request_rates_in.h"

bool requests_here(const struct ctx *x)
{
	return core_kind(x->core, S(ORDER_KIND)) != NULL;
}

/* Of whichever pack declares it, on that day. */
static str text_on(struct ctx *x, day_t day, const char *name)
{
	for (const struct pack *const *p = x->core->packs; *p; p++) {
		const struct setting *s = pack_setting(*p, str_of(name));
		str full, value;
		day_t from;
		if (!s)
			continue;
		full = setting_name(x->arena, *p, s->name);
		value = s->initial_text;
		setting_at(x, full, day, &value, &from);
		return value;
	}
	return S("");
}

static void read_bands(struct ctx *x, day_t day, struct rates_rules *r)
{
	str rest = text_on(x, day, "rates_bands"), one;
	while (rest.n && r->n_bands < RATES_BANDS) {
		int64_t n;
		if (!str_split(rest, ' ', &one, &rest)) {
			one = rest;
			rest = S("");
		}
		if (str_int(str_trim(one), &n) && n > 0 && (!r->n_bands || n > r->bands[r->n_bands - 1]))
			r->bands[r->n_bands++] = n;
	}
}

void rates_rules_read(struct ctx *x, day_t day, struct rates_rules *ret)
{
	static const struct {
		const char *weight, *target;
		int64_t initial;
	} weighed[WEIGHTS] = {
		[WEIGHT_RESPONSE] = {"rates_weight_response", "rates_target_response", 30}, [WEIGHT_SOLVED] = {"rates_weight_solved", "rates_target_solved", 35},
		[WEIGHT_SATISFIED] = {"rates_weight_satisfied", "rates_target_satisfied", 35},
		[WEIGHT_ON_TIME] = {"rates_weight_on_time", "rates_target_on_time", 0},
		[WEIGHT_KNOWLEDGE] = {"rates_weight_knowledge", "rates_target_knowledge", 0},
	};
	struct rates_rules r = {.small = week_setting(x, day, "rates_small", 10), .decimals = (int)week_setting(x, day, "rates_decimals", 2),
		.partly = week_setting(x, day, "rates_partly", 0) != 0, .first_visit = week_setting(x, day, "rates_first_visit", 0) != 0,
		.carried = week_setting(x, day, "rates_carried", 1) != 0, .contact_days = week_setting(x, day, "rates_contact_days", 1),
		.visit_days = week_setting(x, day, "callback_days", 3), .repeat_days = week_setting(x, day, "rates_repeat_days", 90)};
	for (int w = 0; w < WEIGHTS; w++) {
		r.weight[w] = week_setting(x, day, weighed[w].weight, weighed[w].initial);
		r.target[w] = week_setting(x, day, weighed[w].target, 0);
	}
	read_bands(x, day, &r);
	*ret = r;
}

/* ---- units ------------------------------------------------------------------------------- */
int64_t rates_unit_of(const struct ctx *x, int64_t unit)
{
	for (const struct unit *u = roster_unit(x->roster, unit); u; u = roster_unit(x->roster, u->parent)) {
		const struct unit *above = u->parent ? roster_unit(x->roster, u->parent) : NULL;
		if (!above || !above->parent)
			return u->id;
	}
	return 0;
}

/* 榴花街道 46000: the name is any of the unit's, the number stands behind the last space or tab. */
static void residents_line(struct ctx *x, str line, struct rates_unit *v, size_t n)
{
	int64_t residents;
	size_t at = line.n;
	while (at > 0 && line.p[at - 1] != ' ' && line.p[at - 1] != '\t')
		at--;
	if (!at || line.p[0] == '#' || !str_int(str_cut(line, at, line.n), &residents) || residents <= 0)
		return;
	int64_t unit = roster_unit_named(x->roster, str_trim(str_cut(line, 0, at)));
	for (size_t i = 0; unit && i < n; i++)
		if (v[i].id == unit)
			v[i].residents = residents;
}

err rates_residents_read(struct ctx *x, day_t day, struct rates_unit *v, size_t n)
{
	str rest = text_on(x, day, "rates_residents"), line;
	while (rest.n) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = S("");
		}
		residents_line(x, str_trim(line), v, n);
	}
	return OK;
}
