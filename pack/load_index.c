/* SPDX-License-Identifier: Apache-2.0 */
/* A composite index (综合指数) as a method declares it: its steps, and what does not go with them. */
#include "pack/method.h"
#include "pack/pack_in.h"

const char *const index_scale_words[] = {"minmax", "zscore", "max", "fraction", "target", "goalposts", "rank", "percentile", "borda", "none", NULL};
const char *const index_impute_words[] = {"fail", "none", "mean", "median", "sisters", NULL};
const char *const index_curve_words[] = {"none", "log", "log_one", NULL};
static_assert(COUNT_OF(index_scale_words) == INDEX_SCALES + 1 && COUNT_OF(index_impute_words) == IMPUTES + 1 && COUNT_OF(index_curve_words) == INDEX_CURVES + 1,
	"a word for each");
static const struct names scales = {index_scale_words}, imputes = {index_impute_words}, curves = {index_curve_words};

/* ---- one scale ---------------------------------------------------------------------------------------- */
#define NORM(f) offsetof(struct method_norm, f)
static const struct key norm_key_list[] = {
	{"scale", read_enum, NORM(scale), .required = true, .first = true, .arg = &scales},
	{"from", read_real, NORM(from)},
	{"to", read_real, NORM(to)},
	{"mean", read_real, NORM(mean)},
	{"sd", read_real, NORM(sd)},
	{"low", read_real, NORM(low)},
	{"high", read_real, NORM(high)},
	{"target", read_real, NORM(target)},
	{"log", read_bool, NORM(log)},
};
KEYS(norm_keys, "norm", norm_key_list);

/* What a scale takes beside its name; a default where it may be left out, NAN where it must be said. */
static const struct {
	enum index_scale scale;
	size_t at;
	const char *name;
	double otherwise;
} takes[] = {
	{INDEX_MINMAX, NORM(from), "from", 0}, {INDEX_MINMAX, NORM(to), "to", 100}, {INDEX_ZSCORE, NORM(mean), "mean", 0}, {INDEX_ZSCORE, NORM(sd), "sd", 1},
	{INDEX_GOALPOSTS, NORM(low), "low", METHOD_NONE}, {INDEX_GOALPOSTS, NORM(high), "high", METHOD_NONE}, {INDEX_GOALPOSTS, NORM(to), "to", 100},
	{INDEX_TARGET, NORM(target), "target", METHOD_NONE},
};
static const struct {
	const char *name;
	size_t at;
} params[] = {{"from", NORM(from)}, {"to", NORM(to)}, {"mean", NORM(mean)}, {"sd", NORM(sd)}, {"low", NORM(low)}, {"high", NORM(high)}, {"target", NORM(target)}};

static double *param(struct method_norm *n, size_t at)
{
	return (double *)((char *)n + at);
}

static bool is_taken(enum index_scale scale, size_t at)
{
	for (size_t i = 0; i < COUNT_OF(takes); i++)
		if (takes[i].scale == scale && takes[i].at == at)
			return true;
	return false;
}

static err norm_fit(struct load *ld, struct method_norm *n)
{
	str scale = str_of(index_scale_words[n->scale]);
	for (size_t i = 0; i < COUNT_OF(params); i++)
		if (!isnan(*param(n, params[i].at)) && !is_taken(n->scale, params[i].at))
			return fail(ERR_INPUT, "{0}: the scale {1} does not take {2}; leave it out", where(ld), scale, str_of(params[i].name));
	for (size_t i = 0; i < COUNT_OF(takes); i++) {
		double *v = param(n, takes[i].at);
		if (takes[i].scale != n->scale || !isnan(*v))
			continue;
		if (isnan(takes[i].otherwise))
			return fail(ERR_INPUT, "{0}: the scale {1} needs {2}; write {2} = …", where(ld), scale, str_of(takes[i].name));
		*v = takes[i].otherwise;
	}
	if (n->log && n->scale != INDEX_GOALPOSTS)
		return fail(ERR_INPUT, "{0}: the scale {1} does not take {2}; leave it out", where(ld), scale, S("log"));
	if (n->log && (n->low <= 0 || n->high <= 0))
		return fail(ERR_INPUT, "{0}: a logarithm is taken of numbers above zero; write other goalposts", where(ld));
	if (n->low == n->high || n->sd <= 0 || n->to <= (isnan(n->from) ? 0 : n->from))
		return fail(ERR_INPUT, "{0}: this scale has no width; its ends must differ, the upper above the lower", where(ld));
	return OK;
}

static const struct method_norm norm_fresh = {.from = METHOD_NONE, .to = METHOD_NONE, .mean = METHOD_NONE, .sd = METHOD_NONE, .low = METHOD_NONE,
	.high = METHOD_NONE, .target = METHOD_NONE};

static err read_norm(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct method_norm *n = out;
	*n = norm_fresh;
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a scale is wanted here; write norm {{1}}", where(ld), S(" \"minmax\", from = 0, to = 100 "));
	TRY(keys_read(ld, &norm_keys, n));
	return norm_fit(ld, n);
}

err read_norm_of(struct load *ld, const struct key *k, void *out)
{
	struct method_norm *n = arena_new(ld->a, struct method_norm);
	TRY(read_norm(ld, k, n));
	*(const struct method_norm **)out = n;
	return OK;
}

/* ---- outliers --------------------------------------------------------------------------------------------- */
static const struct key treat_key_list[] = {
	{"curve", read_enum, offsetof(struct method_treat, curve), .arg = &curves},
	{"most", read_few, offsetof(struct method_treat, most)},
	{"skew", read_real, offsetof(struct method_treat, skew)},
	{"kurt", read_real, offsetof(struct method_treat, kurt)},
};
KEYS(treat_keys, "treat", treat_key_list);

static err read_treat(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct method_treat *t = arena_new(ld->a, struct method_treat);
	*t = (struct method_treat){.skew = 2, .kurt = 3.5, .most = 5, .curve = INDEX_CURVE_LOG};
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: the treatment of outliers is wanted here; write treat {{1}}", where(ld), S(" most = 5, curve = \"log\" "));
	TRY(keys_read(ld, &treat_keys, t));
	if (t->skew <= 0 || t->kurt <= 0)
		return fail(ERR_INPUT, "{0}: skewness and kurtosis that pass are more than zero; 2 and 3.5 are usual", where(ld));
	*(const struct method_treat **)out = t;
	return OK;
}

/* ---- the index -------------------------------------------------------------------------------------------- */
#define INDEX(f) offsetof(struct method_index, f)
static const struct key index_key_list[] = {
	{"impute", read_enum, INDEX(impute), .arg = &imputes},
	{"impute_within", read_bool, INDEX(impute_within)},
	{"available", read_real, INDEX(available)},
	{"treat", read_treat, INDEX(treat)},
	{"norm", read_norm, INDEX(norm), .required = true},
	{"noise", read_real, INDEX(noise)},
};
KEYS(index_keys, "index", index_key_list);

err read_index(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct method_index *x = arena_new(ld->a, struct method_index);
	*x = (struct method_index){.noise = 25};
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: the steps of an index are wanted here; write index {{1}}", where(ld), S(" norm = norm { \"minmax\" } "));
	TRY(keys_read(ld, &index_keys, x));
	if (x->available < 0 || x->available > 100 || x->noise <= 0 || x->noise >= 100)
		return fail(ERR_INPUT, "{0}: available and noise are per cent; write 0 to 100, and a noise between them", where(ld));
	if (x->impute_within && x->impute != IMPUTE_MEAN && x->impute != IMPUTE_MEDIAN)
		return fail(ERR_INPUT, "{0}: impute_within goes with a mean or a median; write impute = \"mean\", or leave it out", where(ld));
	*(const struct method_index **)out = x;
	return OK;
}

/* A mean is taken of a whole level. */
static err check_means(struct load *ld, const struct method *m)
{
	for (size_t i = 0; i < m->n_groups; i++)
		for (size_t j = 0; j < i; j++)
			if (method_level(m, (int)i) == method_level(m, (int)j) && m->groups[i].aggregate != m->groups[j].aggregate)
				return fail(ERR_INPUT, "{0}: {1} and {2} stand on one level of the index and are aggregated in two ways; write one for both", where(ld),
					    m->groups[j].name, m->groups[i].name);
	return OK;
}

err index_check(struct load *ld, const struct method *m)
{
	bool extra = m->n_classes || m->n_extras || m->n_vetoes || m->difficulty;
	for (size_t i = 0; i < m->n_items; i++) {
		const struct method_item *it = &m->items[i];
		if (!m->index && !it->score.given)
			return fail(ERR_INPUT, "{0}: {1} has no score function; write score = score {{2}}", where(ld), it->name, S(" \"ratio\", base = 24.1 "));
		if (!m->index && it->norm)
			return fail(ERR_INPUT, "{0}: {1} has a scale, but the method is no index; write index = index {{2}}", where(ld), it->name, S(" … "));
		if (m->index && it->score.given)
			return fail(ERR_INPUT, "{0}: {1} has a score function, and the method is an index; write norm = norm {{2}} instead", where(ld), it->name, S(" … "));
		extra |= it->difficulty != NULL;
	}
	for (size_t g = 0; g < m->n_groups; g++)
		extra |= m->groups[g].difficulty != NULL;
	if (!m->index)
		return OK;
	if (extra)
		return fail(ERR_INPUT, "{0}: an index is made of its steps alone; leave out classes, bonuses, penalties, vetoes and difficulties", where(ld));
	if (method_level(m, 0) > METHOD_LEVELS)
		return fail(ERR_INPUT, "{0}: an index has {1} levels at most, with its items; write fewer dimensions in one another", where(ld), S("8"));
	return check_means(ld, m);
}
