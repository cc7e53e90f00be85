/* SPDX-License-Identifier: Apache-2.0 */
/* Methods (评价办法): what may be written of them, as tables of expectations. What must fit together
 * stands in load_method_check.c, what a method is in method.h. */
#include <lauxlib.h>
#include <string.h>

#include "pack/method.h"
#include "pack/pack_in.h"

#define METHODS_MOST 64 /* of one pack */
#define NO_MORE "{0}: this list is longer than the kernel can hold; shorten it"

/* The tree is read from the outside in; children are kept in one list, in the order of declaration. */
struct method_build {
	struct method *m;
	struct method_group groups[METHOD_GROUPS];
	struct method_item items[METHOD_ITEMS];
	int group; /* that is being read */
	int depth; /* of it, or of the input that is being read */
};

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
static const struct names ops = {method_op_words}, bases = {method_base_words}, fns = {fn_words}, missings = {method_missing_words}, negatives = {method_negative_words},
	betters = {method_better_words}, scopes = {method_scope_words}, aggregates = {method_aggregate_words}, roundings = {method_rounding_words}, effects = {method_effect_words},
	shares = {method_shares_words}, rank_ons = {method_rank_on_words};

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
static err read_second(struct load *ld, const struct key *k, void *out)
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
static err read_inputs(struct load *ld, const struct key *k, void *out)
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

static err read_input(struct load *ld, const struct key *k, void *out)
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
	{"scope", read_second, offsetof(struct method_base, all), .arg = &scopes},
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
static const struct list_of tiers_list = {&tier_keys, sizeof(struct method_tier), 64, NULL, false};

#define RULE(f) offsetof(struct method_rule, f)
static const struct key score_key_list[] = {
	{"function", read_enum, RULE(fn), .required = true, .first = true, .arg = &fns},
	{"scope", read_second, RULE(base.all), .arg = &scopes},
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

#define NO METHOD_NONE
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

static err check_tiers(struct load *ld, const struct method_tier *v, size_t n)
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

static err read_score(struct load *ld, const struct key *k, void *out)
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

/* ---- weights, items, dimensions ------------------------------------------------------------------------------- */
static size_t n_weights(const struct method *m)
{
	return m->n_classes ? m->n_classes : 1;
}

static err class_weight(struct load *ld, double *v)
{
	const struct method *m = ld->method->m;
	str names[METHOD_CLASSES], word;
	for (size_t i = 0; i < m->n_classes; i++)
		names[i] = m->classes[i].name;
	lua_pushvalue(ld->L, -2);
	if (lua_type(ld->L, -1) != LUA_TSTRING)
		return fail(ERR_INPUT, "{0}: weights are written by class; write {{1}}", where(ld), S(" above = 30, below = 50 "));
	TRY(read_line(ld, NULL, &word));
	lua_pop(ld->L, 1);
	for (size_t i = 0; i < m->n_classes; i++)
		if (str_eq(names[i], word))
			return read_real(ld, NULL, &v[i]);
	return no_such(ld, word, names, m->n_classes);
}

static err weight_positive(struct load *ld, const double *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] <= 0)
			return fail(ERR_INPUT, "{0}: a weight is more than zero; leave out what does not count", where(ld));
	return OK;
}

/* One number for every class, or a table by class. */
static err read_weight(struct load *ld, const struct key *k, void *out)
{
	size_t n = n_weights(ld->method->m);
	double *v = arena_new_n(ld->a, n, double), one = METHOD_NONE;
	bool table = lua_istable(ld->L, -1);
	if (!table)
		TRY(read_real(ld, k, &one));
	for (size_t i = 0; i < n; i++)
		v[i] = one;
	if (table)
		for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1))
			TRY(class_weight(ld, v));
	*(const double **)out = v;
	return weight_positive(ld, v, n);
}

static err read_decimals(struct load *ld, const struct key *k, void *out)
{
	int v = 0;
	TRY(read_few(ld, k, &v));
	if (v > 9)
		return fail(ERR_INPUT, "{0}: at most nine decimals are kept; write a smaller number", where(ld));
	*(int *)out = v;
	return OK;
}

#define ITEM(f) offsetof(struct method_item, f)
static const struct key item_key_list[] = {
	{"name", read_name, ITEM(name), .required = true, .first = true},
	{"label", read_words, ITEM(label)},
	{"unit", read_words, ITEM(unit)},
	{"source", read_line, ITEM(source)},
	{"weight", read_weight, ITEM(weights), .required = true},
	{"input", read_input, ITEM(input)},
	{"better", read_second, ITEM(down), .arg = &betters},
	{"score", read_score, ITEM(score)},
	{"norm", read_norm_of, ITEM(norm)},
	{"difficulty", read_input, ITEM(difficulty)},
	{"missing", read_enum, ITEM(missing), .arg = &missings},
	{"not_applicable", read_enum, ITEM(not_applicable), .arg = &missings},
	{"negative", read_second, ITEM(negative_zero), .arg = &negatives},
	{"decimals", read_decimals, ITEM(decimals)},
};
KEYS(item_keys, "item", item_key_list);

static const struct method_input *column_input(struct arena *a, str name)
{
	struct method_input *v = arena_new(a, struct method_input);
	*v = (struct method_input){.op = INPUT_COLUMN, .column = name, .factor = 1, .first = METHOD_NONE, .step = METHOD_NONE};
	return v;
}

static err read_item(struct load *ld)
{
	struct method_build *b = ld->method;
	struct method_item *i = &b->items[b->m->n_items];
	if (b->m->n_items == METHOD_ITEMS)
		return fail(ERR_LIMIT, NO_MORE, where(ld));
	*i = (struct method_item){.missing = MISSING_FAIL, .not_applicable = MISSING_RENORMALISE, .decimals = -1, .group = b->group};
	TRY(keys_read(ld, &item_keys, i));
	if (!i->input)
		i->input = column_input(ld->a, i->name);
	b->m->n_items++;
	return OK;
}

static err read_each_of(struct load *ld, err (*one)(struct load *))
{
	size_t n = lua_istable(ld->L, -1) && !env_ctor(ld->L, lua_gettop(ld->L)) ? lua_rawlen(ld->L, -1) : 0;
	if (!n)
		return fail(ERR_INPUT, "{0}: a list is wanted here; write {{1}}", where(ld), S(" … "));
	luaL_checkstack(ld->L, 12, NULL);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(one(ld));
		lua_pop(ld->L, 1);
	}
	return OK;
}

static err read_items(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	return read_each_of(ld, read_item);
}

static err read_dimension(struct load *ld);

static err read_dimensions(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	return read_each_of(ld, read_dimension);
}

#define GROUP(f) offsetof(struct method_group, f)
static const struct key dimension_key_list[] = {
	{"name", read_name, GROUP(name), .required = true, .first = true},
	{"label", read_words, GROUP(label)},
	{"source", read_line, GROUP(source)},
	{"weight", read_weight, GROUP(weights), .required = true},
	{"total", read_real, GROUP(total)},
	{"aggregate", read_enum, GROUP(aggregate), .arg = &aggregates},
	{"difficulty", read_input, GROUP(difficulty)},
	{"decimals", read_decimals, GROUP(decimals)},
	{"dimensions", read_dimensions, 0},
	{"items", read_items, 0},
};
KEYS(dimension_keys, "dimension", dimension_key_list);

static err read_dimension(struct load *ld)
{
	struct method_build *b = ld->method;
	int outside = b->group;
	struct method_group g = {.total = 100, .parent = outside, .decimals = -1};
	if (b->m->n_groups == METHOD_GROUPS)
		return fail(ERR_LIMIT, NO_MORE, where(ld));
	b->group = (int)b->m->n_groups++;
	TRY(keys_read(ld, &dimension_keys, &g));
	b->groups[b->group] = g;
	b->group = outside;
	return OK;
}

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
static const struct list_of bonus_list = {&bonus_keys, sizeof(struct method_extra), 64, &extra_fresh, true};
static const struct list_of penalty_list = {&penalty_keys, sizeof(struct method_extra), 64, &extra_fresh, true};

static err read_extras(struct load *ld, const struct key *k, void *out)
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
static const struct list_of veto_list = {&veto_keys, sizeof(struct method_veto), 64, &veto_fresh, true};

static err read_vetoes(struct load *ld, const struct key *k, void *out)
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
	{"better", read_second, offsetof(struct method_tie, down), .arg = &betters},
};
KEYS(tie_keys, "tie", tie_key_list);

/* Names of columns, or tie {…} where less is better. */
static err read_ties(struct load *ld, const struct key *k, void *out)
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
static const struct list_of band_list = {&band_keys, sizeof(struct method_band), 32, &band_fresh, true};

/* ---- classes, columns, the method ----------------------------------------------------------------------------------- */
static const struct key class_key_list[] = {
	{"name", read_name, offsetof(struct method_class, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct method_class, label)},
};
KEYS(class_keys, "class", class_key_list);
static const struct list_of class_list = {&class_keys, sizeof(struct method_class), METHOD_CLASSES, NULL, true};

static const struct key column_key_list[] = {
	{"name", read_line, offsetof(struct method_column, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct method_column, label)},
	{"unit", read_words, offsetof(struct method_column, unit)},
	{"source", read_line, offsetof(struct method_column, source)},
};
KEYS(column_keys, "column", column_key_list);
static const struct list_of column_list = {&column_keys, sizeof(struct method_column), 256, NULL, false};

static err read_total(struct load *ld, const struct key *k, void *out)
{
	unused_arg(out);
	return read_real(ld, k, &ld->method->groups[0].total);
}

static err read_aggregate(struct load *ld, const struct key *k, void *out)
{
	unused_arg(out);
	return read_enum(ld, k, &ld->method->groups[0].aggregate);
}

#define METHOD(f) offsetof(struct method, f)
static const struct key method_key_list[] = {
	{"name", read_name, METHOD(name), .required = true, .first = true},
	{"version", read_line, METHOD(version), .required = true},
	{"label", read_words, METHOD(label)},
	{"of", read_name, METHOD(of)},
	{"source", read_line, METHOD(source)},
	{"classes", read_list, METHOD(classes), .arg = &class_list},
	{"columns", read_list, METHOD(columns), .arg = &column_list},
	{"total", read_total, 0},
	{"aggregate", read_aggregate, 0, .arg = &aggregates},
	{"index", read_index, METHOD(index)},
	{"dimensions", read_dimensions, 0},
	{"items", read_items, 0},
	{"bonuses", read_extras, METHOD(extras), .arg = &bonus_list},
	{"penalties", read_extras, METHOD(extras), .arg = &penalty_list},
	{"bonus_most", read_real, METHOD(bonus_most)},
	{"penalty_most", read_real, METHOD(penalty_most)},
	{"difficulty", read_input, METHOD(difficulty)},
	{"bands", read_list, METHOD(bands), .arg = &band_list},
	{"vetoes", read_vetoes, METHOD(vetoes), .arg = &veto_list},
	{"ties", read_ties, METHOD(ties)},
	{"shares_of", read_enum, METHOD(shares_of), .arg = &shares},
	{"rounding", read_enum, METHOD(rounding), .arg = &roundings},
	{"decimals", read_decimals, METHOD(decimals)},
	{"rank_on", read_second, METHOD(rank_unrounded), .arg = &rank_ons},
	{"rank_scope", read_second, METHOD(rank_all), .arg = &scopes},
	{"total_least", read_real, METHOD(total_least)},
	{"total_most", read_real, METHOD(total_most)},
	{"stable", read_real, METHOD(stable)},
};
KEYS(method_keys, "method", method_key_list);

static err read_method(struct load *ld, struct method *m)
{
	struct method_build *b = arena_new(ld->a, struct method_build);
	int top = lua_gettop(ld->L);
	*m = (struct method){.bonus_most = NO, .penalty_most = NO, .total_least = NO, .total_most = NO, .decimals = 2, .stable = 10, .n_groups = 1,
		.pack = ld->pack->name.n ? ld->pack : NULL};
	*b = (struct method_build){.m = m};
	b->groups[0] = (struct method_group){.total = 100, .parent = -1, .decimals = -1};
	ld->method = b;
	TRY(keys_read(ld, &method_keys, m));
	b->groups[0].name = m->name;
	b->groups[0].label = m->label;
	m->groups = arena_new_n(ld->a, m->n_groups, struct method_group);
	memcpy((void *)m->groups, b->groups, m->n_groups * sizeof *m->groups);
	m->items = arena_new_n(ld->a, m->n_items, struct method_item);
	memcpy((void *)m->items, b->items, m->n_items * sizeof *m->items);
	ld->at = (struct place){.ctor = "method", .line = env_line(ld->L, top), .name = m->name};
	TRY(method_check(ld, m));
	ld->at = (struct place){0};
	return OK;
}

err methods_read(struct load *ld)
{
	size_t n = lua_rawlen(ld->L, -1);
	struct method *v = arena_new_n(ld->a, n, struct method);
	if (n > METHODS_MOST)
		return fail(ERR_LIMIT, NO_MORE, where(ld));
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(read_method(ld, &v[i]));
		for (size_t j = 0; j < i; j++)
			if (str_eq(v[j].name, v[i].name) && str_eq(v[j].version, v[i].version)) {
				ld->at = (struct place){.ctor = "method", .line = env_line(ld->L, lua_gettop(ld->L)), .name = v[i].name};
				return fail(ERR_INPUT, "{0}: a method of this name and version stands here already; write another version", where(ld));
			}
		lua_pop(ld->L, 1);
	}
	ld->pack->methods = v;
	ld->pack->n_methods = n;
	return OK;
}
