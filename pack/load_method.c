/* SPDX-License-Identifier: Apache-2.0 */
/* Methods (评价办法): what may be written of them, as tables of expectations. What must fit together
 * stands in load_method_check.c, what a method is in method.h. */
#include <lauxlib.h>
#include <string.h>

#include "pack/method_in.h"

#define METHODS_MOST 64 /* of one pack */
static const struct names missings = {method_missing_words}, negatives = {method_negative_words}, aggregates = {method_aggregate_words},
	roundings = {method_rounding_words}, shares = {method_shares_words}, rank_ons = {method_rank_on_words};

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
	{"better", read_second, ITEM(down), .arg = &method_betters},
	{"score", read_score, ITEM(score)},
	{"norm", read_norm_of, ITEM(norm)},
	{"difficulty", read_input, ITEM(difficulty)},
	{"missing", read_enum, ITEM(missing), .arg = &missings},
	{"not_applicable", read_enum, ITEM(not_applicable), .arg = &missings},
	{"negative", read_second, ITEM(negative_zero), .arg = &negatives},
	{"decimals", read_decimals, ITEM(decimals)},
};
KEYS(item_keys, "item", item_key_list);

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
	{"rank_scope", read_second, METHOD(rank_all), .arg = &method_scopes},
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
