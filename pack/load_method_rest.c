/* SPDX-License-Identifier: Apache-2.0 */
/* What a method does after its points: bonus and penalty, vetoes, equal totals, bands. */
#include <string.h>

#include "pack/method_in.h"

static const struct names effects = {method_effect_words};

/* ---- bonus and penalty, vetoes, ties, bands ----------------------------------------------------------------------- */
#define EXTRA(f) offsetof(struct method_extra, f)
static const struct key extra_key_list[] = {
	{"name", read_name, EXTRA(name), .required = true, .first = true},
	{"label", read_words, EXTRA(label)},
	{"source", read_line, EXTRA(source)},
	{"input", read_inputs, EXTRA(inputs)},
	{"each", read_real, EXTRA(each)},
	{"count_most", read_real, EXTRA(count_most)},
	{"most", read_real, EXTRA(most)},
	{"tiers", read_list, EXTRA(tiers), .arg = &tiers_list},
};
KEYS(bonus_keys, "bonus", extra_key_list);
KEYS(penalty_keys, "penalty", extra_key_list);
static const struct method_extra extra_fresh = {.each = NO, .count_most = NO, .most = NO};
const struct list_of bonus_list = {&bonus_keys, sizeof(struct method_extra), 64, &extra_fresh, true};
const struct list_of penalty_list = {&penalty_keys, sizeof(struct method_extra), 64, &extra_fresh, true};

err read_extras(struct load *ld, const struct key *k, void *out)
{
	struct {
		struct method_extra *v;
		size_t n;
	} more = {0};
	struct method *m = (struct method *)((char *)out - offsetof(struct method, extras));
	TRY(read_list(ld, k, &more));
	struct method_extra *all = arena_new_n(ld->a, m->n_extras + more.n, struct method_extra);
	if (m->n_extras)
		memcpy(all, m->extras, m->n_extras * sizeof *all);
	for (size_t i = 0; i < more.n; i++) {
		struct method_extra *e = &more.v[i];
		e->penalty = k->arg == &penalty_list;
		if (!e->inputs) {
			e->inputs = column_input(ld->a, e->name);
			e->n_inputs = 1;
		}
		if (isnan(e->each) == !e->n_tiers)
			return fail(ERR_INPUT, "{0}: {1} gives points by number or by tiers; write each or tiers, and not both", where(ld), e->name);
		TRY(check_tiers(ld, e->tiers, e->n_tiers));
		all[m->n_extras + i] = *e;
	}
	m->extras = all;
	m->n_extras += more.n;
	return OK;
}

static err read_band_name(struct load *ld, const struct key *k, void *out)
{
	str word, names[32];
	const struct method *m = ld->method->m;
	TRY(read_name(ld, k, &word));
	for (size_t i = 0; i < m->n_bands; i++)
		names[i] = m->bands[i].name;
	*(int *)out = method_band_named(m, word);
	return *(int *)out < 0 ? no_such(ld, word, names, m->n_bands) : OK;
}

#define VETO(f) offsetof(struct method_veto, f)
static const struct key veto_key_list[] = {
	{"name", read_name, VETO(name), .required = true, .first = true},
	{"label", read_words, VETO(label)},
	{"source", read_line, VETO(source)},
	{"input", read_input, VETO(input)},
	{"at_least", read_real, VETO(at_least)},
	{"at_most", read_real, VETO(at_most)},
	{"effect", read_enum, VETO(effect), .required = true, .arg = &effects},
	{"band", read_band_name, VETO(band)},
};
KEYS(veto_keys, "veto", veto_key_list);
static const struct method_veto veto_fresh = {.at_least = NO, .at_most = NO, .band = -1};
const struct list_of veto_list = {&veto_keys, sizeof(struct method_veto), 64, &veto_fresh, true};

err read_vetoes(struct load *ld, const struct key *k, void *out)
{
	struct method *m = ld->method->m;
	TRY(read_list(ld, k, out));
	for (size_t i = 0; i < m->n_vetoes; i++) {
		struct method_veto *v = (struct method_veto *)&m->vetoes[i];
		if (!v->input)
			v->input = column_input(ld->a, v->name);
		if (isnan(v->at_least) && isnan(v->at_most))
			v->at_least = 1; /* a mark: 1 is yes */
		if (v->effect == VETO_BAND && v->band < 0)
			return fail(ERR_INPUT, "{0}: {1} does not say which band is the best that is left; write band = …", where(ld), v->name);
	}
	return OK;
}

static const struct key tie_key_list[] = {
	{"input", read_input, offsetof(struct method_tie, input), .required = true, .first = true},
	{"better", read_second, offsetof(struct method_tie, down), .arg = &method_betters},
};
KEYS(tie_keys, "tie", tie_key_list);

/* Names of columns, or tie {…} where less is better. */
err read_ties(struct load *ld, const struct key *k, void *out)
{
	struct method_tie *v = arena_new_n(ld->a, 16, struct method_tie);
	size_t n = lua_istable(ld->L, -1) && !env_ctor(ld->L, lua_gettop(ld->L)) ? lua_rawlen(ld->L, -1) : 0;
	if (!n || n > 16)
		return fail(ERR_INPUT, "{0}: a list is wanted here; write {{1}}", where(ld), S(" … "));
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		int top = lua_gettop(ld->L);
		bool tie = lua_istable(ld->L, top) && env_ctor(ld->L, top) && !strcmp(env_ctor(ld->L, top), "tie");
		TRY(tie ? keys_read(ld, &tie_keys, &v[i]) : read_input(ld, k, &v[i].input));
		lua_pop(ld->L, 1);
	}
	*(const struct method_tie **)out = v;
	((size_t *)out)[1] = n;
	return OK;
}

#define BAND(f) offsetof(struct method_band, f)
static const struct key band_key_list[] = {
	{"name", read_name, BAND(name), .required = true, .first = true},
	{"label", read_words, BAND(label)},
	{"source", read_line, BAND(source)},
	{"to", read_real, BAND(to)},
	{"last", read_real, BAND(last)},
	{"open", read_bool, BAND(open)},
	{"at_least", read_real, BAND(at_least)},
	{"above", read_real, BAND(above)},
	{"of", read_name, BAND(of)},
	{"years", read_input, BAND(years)},
	{"years_least", read_real, BAND(years_least)},
	{"outside", read_bool, BAND(outside)},
};
KEYS(band_keys, "band", band_key_list);
static const struct method_band band_fresh = {.to = NO, .last = NO, .at_least = NO, .above = NO, .years_least = NO};
const struct list_of band_list = {&band_keys, sizeof(struct method_band), 32, &band_fresh, true};
