/* SPDX-License-Identifier: Apache-2.0 */
/* What an item of a method is made of: its input, its base, its score function; and the words of all enumerations. */
#include <lauxlib.h>

#include "pack/method_in.h"

const char *const method_op_words[] = {"column", "sum", "difference", "product", "ratio", "per_head", "growth", "ballots", NULL};
const char *const method_base_words[] = {"constant", "mean", "pooled", "best", "quantile", "target", NULL};
static const char *const fn_words[] = {
#define SCORE_FN(name, word, needs, takes) [name] = word,
#include "pack/method_fn.tbl.h"
#undef SCORE_FN
	[SCORE_FNS] = NULL};
const char *const method_missing_words[] = {"mean", "zero", "renormalise", "fail", NULL};
const char *const method_negative_words[] = {"keep", "zero", NULL};
const char *const method_better_words[] = {"up", "down", NULL};
const char *const method_scope_words[] = {"class", "all", NULL};
const char *const method_aggregate_words[] = {"sum", "geometric", "harmonic", NULL};
const char *const method_rounding_words[] = {"half_up", "half_even", "down", NULL};
const char *const method_effect_words[] = {"band", "zero", "out", NULL};
const char *const method_shares_words[] = {"ranked", "all", NULL};
const char *const method_rank_on_words[] = {"rounded", "unrounded", NULL};
static_assert(COUNT_OF(method_op_words) == INPUT_OPS + 1 && COUNT_OF(method_base_words) == BASE_KINDS + 1 && COUNT_OF(method_missing_words) == MISSING_RULES + 1 &&
	COUNT_OF(method_aggregate_words) == AGGREGATES + 1 && COUNT_OF(method_effect_words) == VETO_EFFECTS + 1, "a word for each");
static const struct names ops = {method_op_words}, bases = {method_base_words}, fns = {fn_words};
const struct names method_betters = {method_better_words}, method_scopes = {method_scope_words};

const char *score_fn_name(enum score_fn f)
{
	return f < SCORE_FNS ? fn_words[f] : "";
}

/* ---- plain values ------------------------------------------------------------------------------- */
err read_real(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	double v = lua_type(ld->L, -1) == LUA_TNUMBER ? lua_tonumber(ld->L, -1) : METHOD_NONE;
	if (!isfinite(v))
		return fail(ERR_INPUT, "{0}: a number is wanted here; write it without quotes", where(ld));
	*(double *)out = v;
	return OK;
}

/* A word of two, the second of which is `true`. */
err read_second(struct load *ld, const struct key *k, void *out)
{
	int v = 0;
	TRY(read_enum(ld, k, &v));
	*(bool *)out = v == 1;
	return OK;
}

static err read_reals(struct load *ld, const struct key *k, void *out)
{
	size_t n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	if (!n || n > METHOD_ITEMS)
		return fail(ERR_INPUT, "{0}: a list of numbers is wanted here; write {{1}}", where(ld), S(" 1, 0.3 "));
	double *v = arena_new_n(ld->a, n, double);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(read_real(ld, k, &v[i]));
		lua_pop(ld->L, 1);
	}
	*(const double **)out = v;
	((size_t *)out)[1] = n; /* the count stands right behind */
	return OK;
}

/* ---- inputs and bases ---------------------------------------------------------------------------------- */
static err read_input_at(struct load *ld, struct method_input *ret);

/* One input, or a list of them; a name is a column. */
err read_inputs(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	bool list = lua_istable(ld->L, -1) && !env_ctor(ld->L, lua_gettop(ld->L));
	size_t n = list ? lua_rawlen(ld->L, -1) : 1;
	if (!n || n > METHOD_ITEMS)
		return fail(ERR_INPUT, "{0}: a name of a column or an input is wanted here, or a list of them; write \"tax\" or {{1}}", where(ld),
			    S(" \"tax\", \"land\" "));
	struct method_input *v = arena_new_n(ld->a, n, struct method_input);
	for (size_t i = 0; i < n; i++) {
		if (list)
			lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		else
			lua_pushvalue(ld->L, -1);
		TRY(read_input_at(ld, &v[i]));
		lua_pop(ld->L, 1);
	}
	*(const struct method_input **)out = v;
	((size_t *)out)[1] = n;
	return OK;
}

err read_input(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct method_input *v = arena_new(ld->a, struct method_input);
	TRY(read_input_at(ld, v));
	*(const struct method_input **)out = v;
	return OK;
}

static const struct key input_key_list[] = {
	{"op", read_enum, offsetof(struct method_input, op), .required = true, .first = true, .arg = &ops},
	{"of", read_inputs, offsetof(struct method_input, of), .required = true},
	{"times", read_reals, offsetof(struct method_input, times)},
	{"factor", read_real, offsetof(struct method_input, factor)},
	{"first", read_real, offsetof(struct method_input, first)},
	{"step", read_real, offsetof(struct method_input, step)},
};
KEYS(input_keys, "input", input_key_list);

static err check_input(struct load *ld, const struct method_input *v)
{
	static const size_t least[] = {1, 1, 2, 2, 2, 2, 2, 1};
	if (v->op == INPUT_COLUMN || v->n_of < least[v->op] || (v->op == INPUT_GROWTH && v->n_of > 2))
		return fail(ERR_INPUT, "{0}: {1} does not take so many values; a ratio takes two or more, growth two, a column is written by its name alone",
			    where(ld), str_of(method_op_words[v->op]));
	if (v->times && (v->op != INPUT_SUM || v->n_times != v->n_of))
		return fail(ERR_INPUT, "{0}: times goes with a sum, one number for each value; write as many as there are in of", where(ld));
	if (v->op == INPUT_BALLOTS && (isnan(v->first) || isnan(v->step)))
		return fail(ERR_INPUT, "{0}: ballots want the points of the first place and the step to the next; write first = 100, step = 3", where(ld));
	return OK;
}

static err read_input_at(struct load *ld, struct method_input *ret)
{
	struct place outside = ld->at;
	struct method_input v = {.factor = 1, .first = METHOD_NONE, .step = METHOD_NONE};
	if (lua_type(ld->L, -1) == LUA_TSTRING) {
		TRY(read_line(ld, NULL, &v.column));
		*ret = v;
		return OK;
	}
	if (++ld->method->depth > METHOD_DEPTH)
		return fail(ERR_INPUT, "{0}: an input may hold four others, one in the other, at most; write it with fewer", where(ld));
	int line = lua_istable(ld->L, -1) ? env_line(ld->L, lua_gettop(ld->L)) : 0;
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a name of a column or an input is wanted here, or a list of them; write \"tax\" or {{1}}", where(ld),
			    S(" \"tax\", \"land\" "));
	TRY(keys_read(ld, &input_keys, &v));
	ld->at = (struct place){.ctor = "input", .line = line};
	TRY(check_input(ld, &v));
	ld->at = outside;
	ld->method->depth--;
	*ret = v;
	return OK;
}

static const struct key base_key_list[] = {
	{"kind", read_enum, offsetof(struct method_base, kind), .required = true, .first = true, .arg = &bases},
	{"value", read_real, offsetof(struct method_base, value)},
	{"times", read_real, offsetof(struct method_base, times)},
	{"quantile", read_real, offsetof(struct method_base, quantile)},
	{"of", read_input, offsetof(struct method_base, of)},
	{"scope", read_second, offsetof(struct method_base, all), .arg = &method_scopes},
};
KEYS(base_keys, "base", base_key_list);

static err check_base(struct load *ld, const struct method_base *b)
{
	if (isnan(b->value) != (b->kind != BASE_CONSTANT))
		return fail(ERR_INPUT, "{0}: value goes with the base \"constant\"; write base = 24.1, or leave it out", where(ld));
	if (isnan(b->quantile) != (b->kind != BASE_QUANTILE) || b->quantile < 0 || b->quantile > 1)
		return fail(ERR_INPUT, "{0}: quantile goes with the base \"quantile\" and lies from 0 to 1; write quantile = 0.9", where(ld));
	if (b->kind == BASE_TARGET && !b->of)
		return fail(ERR_INPUT, "{0}: the base \"target\" is a column of its own; write of = \"plan\"", where(ld));
	if (b->kind == BASE_CONSTANT && b->value == 0)
		return fail(ERR_INPUT, "{0}: nothing can be held against a base of zero; write another number", where(ld));
	return OK;
}

/* A bare number is a constant. */
static err read_base(struct load *ld, const struct key *k, void *out)
{
	struct place outside = ld->at;
	struct method_base *ret = out, b = {.value = METHOD_NONE, .quantile = METHOD_NONE, .times = 1, .given = true};
	if (lua_type(ld->L, -1) == LUA_TNUMBER) {
		TRY(read_real(ld, k, &b.value));
		TRY(check_base(ld, &b));
	} else if (!lua_istable(ld->L, -1)) {
		return fail(ERR_INPUT, "{0}: a base is a number or base {{1}}", where(ld), S(" \"mean\" "));
	} else {
		TRY(keys_read(ld, &base_keys, &b));
		ld->at = (struct place){.ctor = "base", .line = env_line(ld->L, lua_gettop(ld->L))};
		TRY(check_base(ld, &b));
		ld->at = outside;
	}
	b.all |= ret->all;
	*ret = b;
	return OK;
}

/* ---- score functions --------------------------------------------------------------------------------------- */
static const struct key tier_key_list[] = {
	{"from", read_real, offsetof(struct method_tier, from), .required = true, .first = true},
	{"gives", read_real, offsetof(struct method_tier, gives), .required = true},
	{"above", read_bool, offsetof(struct method_tier, above)},
};
KEYS(tier_keys, "tier", tier_key_list);
const struct list_of tiers_list = {&tier_keys, sizeof(struct method_tier), 64, NULL, false};

#define RULE(f) offsetof(struct method_rule, f)
static const struct key score_key_list[] = {
	{"function", read_enum, RULE(fn), .required = true, .first = true, .arg = &fns},
	{"scope", read_second, RULE(base.all), .arg = &method_scopes},
	{"base", read_base, RULE(base)},
	{"cap", read_real, RULE(cap)},
	{"floor", read_real, RULE(floor)},
	{"low", read_real, RULE(low)},
	{"high", read_real, RULE(high)},
	{"start", read_real, RULE(start)},
	{"slope", read_real, RULE(slope)},
	{"below", read_real, RULE(below)},
	{"above", read_real, RULE(above)},
	{"beyond", read_real, RULE(beyond)},
	{"knee", read_real, RULE(knee)},
	{"most", read_real, RULE(most)},
	{"step", read_real, RULE(step)},
	{"each", read_real, RULE(each)},
	{"open", read_bool, RULE(open)},
	{"tiers", read_list, RULE(tiers), .arg = &tiers_list},
};
KEYS(score_keys, "score", score_key_list);

static const struct method_rule rule_fresh = {.base = {.value = NO, .quantile = NO, .times = 1}, .cap = NO, .floor = NO, .low = NO, .high = NO,
	.start = NO, .slope = NO, .below = NO, .above = NO, .beyond = NO, .knee = NO, .most = NO, .step = NO, .each = NO};

enum param {
	P_BASE = 1, P_SCOPE = 2, P_LOW = 4, P_HIGH = 8, P_START = 16, P_SLOPE = 32, P_BELOW = 64, P_ABOVE = 128, P_BEYOND = 256, P_KNEE = 512,
	P_MOST = 1024, P_STEP = 2048, P_EACH = 4096, P_OPEN = 8192, P_TIERS = 16384
};
static const struct {
	const char *name;
	enum param bit;
	size_t at;
} params[] = {
	{"low", P_LOW, RULE(low)},       {"high", P_HIGH, RULE(high)},   {"start", P_START, RULE(start)}, {"slope", P_SLOPE, RULE(slope)},
	{"below", P_BELOW, RULE(below)}, {"above", P_ABOVE, RULE(above)}, {"beyond", P_BEYOND, RULE(beyond)}, {"knee", P_KNEE, RULE(knee)},
	{"most", P_MOST, RULE(most)},    {"step", P_STEP, RULE(step)},   {"each", P_EACH, RULE(each)},
};

static int given_params(const struct method_rule *r)
{
	int set = (r->base.given ? P_BASE : 0) | (r->base.all && !r->base.given ? P_SCOPE : 0) | (r->open ? P_OPEN : 0) | (r->n_tiers ? P_TIERS : 0);
	for (size_t i = 0; i < COUNT_OF(params); i++)
		if (!isnan(*(const double *)((const char *)r + params[i].at)))
			set |= params[i].bit;
	return set;
}

static const char *param_word(int set)
{
	static const struct {
		const char *name;
		int bit;
	} others[] = {{"base", P_BASE}, {"scope", P_SCOPE}, {"open", P_OPEN}, {"tiers", P_TIERS}};
	for (size_t i = 0; i < COUNT_OF(params); i++)
		if (set & (int)params[i].bit)
			return params[i].name;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (set & others[i].bit)
			return others[i].name;
	return "";
}

err check_tiers(struct load *ld, const struct method_tier *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i].from > v[i - 1].from || (v[i].from == v[i - 1].from && (v[i].above || !v[i - 1].above)))
			return fail(ERR_INPUT, "{0}: tiers stand from the highest to the lowest; put them in this order", where(ld));
	return OK;
}

static err check_rule(struct load *ld, const struct method_rule *r)
{
	static const int needs[] = {
#define SCORE_FN(name, word, needs, takes) [name] = needs,
#include "pack/method_fn.tbl.h"
#undef SCORE_FN
	}, takes[] = {
#define SCORE_FN(name, word, needs, takes) [name] = (needs) | (takes),
#include "pack/method_fn.tbl.h"
#undef SCORE_FN
	};
	int given = given_params(r), lacks = needs[r->fn] & ~given, strange = given & ~takes[r->fn];
	if (lacks)
		return fail(ERR_INPUT, "{0}: the function {1} needs {2}; write {2} = …", where(ld), str_of(fn_words[r->fn]), str_of(param_word(lacks)));
	if (strange)
		return fail(ERR_INPUT, "{0}: the function {1} does not take {2}; leave it out", where(ld), str_of(fn_words[r->fn]),
			    str_of(param_word(strange)));
	if (r->cap < r->floor)
		return fail(ERR_INPUT, "{0}: the cap is below the floor; write a larger cap", where(ld));
	if (isnan(r->knee) != isnan(r->beyond))
		return fail(ERR_INPUT, "{0}: knee says from where beyond holds; write both or neither", where(ld));
	return check_tiers(ld, r->tiers, r->n_tiers);
}

err read_score(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct place outside = ld->at;
	struct method_rule *r = out;
	*r = rule_fresh;
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a score function is wanted here; write score {{1}}", where(ld), S(" \"ratio\", base = 24.1 "));
	TRY(keys_read(ld, &score_keys, r));
	ld->at = (struct place){.ctor = "score", .line = env_line(ld->L, lua_gettop(ld->L))};
	TRY(check_rule(ld, r));
	r->given = true;
	ld->at = outside;
	return OK;
}
const struct method_input *column_input(struct arena *a, str name)
{
	struct method_input *v = arena_new(a, struct method_input);
	*v = (struct method_input){.op = INPUT_COLUMN, .column = name, .factor = 1, .first = METHOD_NONE, .step = METHOD_NONE};
	return v;
}
