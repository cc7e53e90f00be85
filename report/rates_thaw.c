/* SPDX-License-Identifier: Apache-2.0 */
/* A kept month from its file. The file is ours, but it comes back from a store: whatever does not fit
 * is refused as a whole. */
/* jansson and base/json.h both call something json_null; jansson's is not used here */
#define json_null jansson_null
#include <jansson.h>
#undef json_null

#include "report/rates_in.h"

#define KEPT_MOST 1000000 /* rows of one sort: more is not ours */

struct thaw {
	struct arena *a;
	struct rates_month *m;
	bool bad;
};

/* ---- one value ------------------------------------------------------------------------- */
static str text_of(struct thaw *t, const json_t *v)
{
	t->bad |= !json_is_string(v);
	return json_is_string(v) ? str_dup(t->a, (str){json_string_value(v), json_string_length(v)}) : S("");
}

static int64_t int_of(struct thaw *t, const json_t *v)
{
	t->bad |= !json_is_integer(v);
	return json_integer_value(v);
}

static int64_t id_of(struct thaw *t, const json_t *v)
{
	int64_t id = 0;
	t->bad |= !json_is_string(v) || !str_int((str){json_string_value(v), json_string_length(v)}, &id);
	return id;
}

static ms_t ms_of(struct thaw *t, const json_t *v)
{
	return json_is_null(v) ? MS_NONE : int_of(t, v);
}

static day_t day_of_text(struct thaw *t, const json_t *v)
{
	day_t d = DAY_NONE;
	if (json_is_null(v))
		return d;
	t->bad |= !json_is_string(v) || !day_parse((str){json_string_value(v), json_string_length(v)}, &d);
	return d;
}

static size_t place_of(struct thaw *t, const json_t *v, size_t n)
{
	int64_t i = int_of(t, v);
	t->bad |= i < 0 || (size_t)i >= n;
	return t->bad ? 0 : (size_t)i;
}

static const json_t *member(struct thaw *t, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	t->bad |= !v;
	return v;
}

static int64_t int_in(struct thaw *t, const json_t *o, const char *key)
{
	return int_of(t, member(t, o, key));
}

static size_t list_in(struct thaw *t, const json_t *o, const char *key, const json_t **ret)
{
	*ret = member(t, o, key);
	size_t n = json_array_size(*ret);
	t->bad |= !json_is_array(*ret) || n > KEPT_MOST;
	return t->bad ? 0 : n;
}

/* A decimal, as it was written. */
static int64_t value_of(struct thaw *t, const json_t *v, int decimals)
{
	struct dec d = {0};
	if (json_is_null(v))
		return -1;
	t->bad |= !json_is_string(v) || !dec_parse((str){json_string_value(v), json_string_length(v)}, &d) || d.scale != decimals;
	return d.v;
}

/* ---- rows ----------------------------------------------------------------------------------- */
static void get_order(struct thaw *t, const json_t *r, size_t i)
{
	const json_t *v[17];
	for (size_t k = 0; k < COUNT_OF(v); k++)
		v[k] = json_array_get(r, k);
	t->m->orders[i] = (struct rates_order){.id = id_of(t, v[0]), .number = text_of(t, v[1]), .unit = id_of(t, v[2]), .town = id_of(t, v[3]),
		.class = text_of(t, v[4]), .category = text_of(t, v[5]), .channel = text_of(t, v[6]), .at = ms_of(t, v[7]), .given = ms_of(t, v[8]),
		.due = ms_of(t, v[9]), .done = ms_of(t, v[10]), .closed = ms_of(t, v[11]), .visited = ms_of(t, v[12]), .redone = ms_of(t, v[13]),
		.supervised = ms_of(t, v[14]), .days = int_of(t, v[15]), .excluded = text_of(t, v[16])};
}

static void get_handing(struct thaw *t, const json_t *r, size_t i)
{
	const json_t *v[9];
	for (size_t k = 0; k < COUNT_OF(v); k++)
		v[k] = json_array_get(r, k);
	t->m->handings[i] = (struct rates_handing){.order = place_of(t, v[0], t->m->n_orders), .unit = id_of(t, v[1]), .at = ms_of(t, v[2]),
		.sign_due = ms_of(t, v[3]), .signed_at = ms_of(t, v[4]), .returned = ms_of(t, v[5]), .upheld = int_of(t, v[6]) != 0,
		.contact_due = day_of_text(t, v[7]), .contacted = day_of_text(t, v[8])};
}

static void get_request(struct thaw *t, const json_t *r, size_t i)
{
	const json_t *v[10];
	for (size_t k = 0; k < COUNT_OF(v); k++)
		v[k] = json_array_get(r, k);
	t->m->requests[i] = (struct rates_request){.order = place_of(t, v[0], t->m->n_orders), .id = id_of(t, v[1]), .number = text_of(t, v[2]),
		.channel = text_of(t, v[3]), .at = ms_of(t, v[4]), .direct = int_of(t, v[5]) != 0, .repeated = int_of(t, v[6]) != 0,
		.duplicate = int_of(t, v[7]) != 0, .visit_due = day_of_text(t, v[8]), .reached = int_of(t, v[9]) != 0};
}

static enum rates_solved solved_of(struct thaw *t, const json_t *v)
{
	str s = text_of(t, v);
	for (int i = SOLVED_UNSAID; i <= SOLVED_NO; i++)
		if (str_eq(s, str_of(rates_solved_id[i])))
			return (enum rates_solved)i;
	t->bad = true;
	return SOLVED_UNSAID;
}

static void get_visit(struct thaw *t, const json_t *r, size_t i)
{
	const json_t *v[7];
	for (size_t k = 0; k < COUNT_OF(v); k++)
		v[k] = json_array_get(r, k);
	t->m->visits[i] = (struct rates_visit){.request = place_of(t, v[0], t->m->n_requests), .unit = id_of(t, v[1]), .at = ms_of(t, v[2]),
		.asker = int_of(t, v[3]) != 0, .reached = int_of(t, v[4]) != 0, .solved = solved_of(t, v[5]), .satisfaction = (int)int_of(t, v[6])};
}

static void get_article(struct thaw *t, const json_t *r, size_t i)
{
	t->m->articles[i] = (struct rates_article){.id = id_of(t, json_array_get(r, 0)), .unit = id_of(t, json_array_get(r, 1)),
		.number = text_of(t, json_array_get(r, 2)), .valid_until = day_of_text(t, json_array_get(r, 3))};
}

static void get_unit(struct thaw *t, const json_t *r, size_t i)
{
	t->m->units[i] = (struct rates_unit){id_of(t, json_array_get(r, 0)), text_of(t, json_array_get(r, 1)), int_of(t, json_array_get(r, 2))};
}

static void get_exclusion(struct thaw *t, const json_t *r, size_t i)
{
	t->m->exclusions[i] = (struct rates_exclusion){.id = id_of(t, json_array_get(r, 0)), .number = text_of(t, json_array_get(r, 1)),
		.order = place_of(t, json_array_get(r, 2), t->m->n_orders), .unit = id_of(t, json_array_get(r, 3)),
		.reason = text_of(t, json_array_get(r, 4)), .approver = id_of(t, json_array_get(r, 5)), .at = ms_of(t, json_array_get(r, 6))};
}

static void *get_table(struct thaw *t, const json_t *o, const char *name, const char *columns, size_t size, void **ret, size_t *ret_n,
		       void (*get)(struct thaw *, const json_t *, size_t))
{
	const json_t *table = member(t, o, name), *heads, *rows;
	str rest = str_of(columns), one = S("");
	size_t n = list_in(t, table, "columns", &heads);
	for (size_t i = 0; i < n; i++) {
		if (!str_split(rest, ' ', &one, &rest)) {
			one = rest;
			rest = S("");
		}
		t->bad |= !str_eq(text_of(t, json_array_get(heads, i)), one);
	}
	t->bad |= rest.n > 0;
	n = list_in(t, table, "rows", &rows);
	*ret = arena_array(t->a, n, size);
	*ret_n = n;
	for (size_t i = 0; i < n && !t->bad; i++)
		get(t, json_array_get(rows, i), i);
	return *ret;
}

static void get_rows(struct thaw *t, const json_t *o)
{
	struct rates_month *m = t->m;
#define TABLE(name, columns, get) get_table(t, o, #name, columns, sizeof *m->name, (void **)&m->name, &m->n_##name, get)
	TABLE(units, UNIT_COLUMNS, get_unit);
	TABLE(orders, ORDER_COLUMNS, get_order);
	TABLE(handings, HANDING_COLUMNS, get_handing);
	TABLE(requests, REQUEST_COLUMNS, get_request);
	TABLE(visits, VISIT_COLUMNS, get_visit);
	TABLE(articles, ARTICLE_COLUMNS, get_article);
	TABLE(exclusions, EXCLUSION_COLUMNS, get_exclusion);
#undef TABLE
}

/* ---- rules ------------------------------------------------------------------------------------ */
static void get_rules(struct thaw *t, const json_t *o, struct rates_rules *r)
{
	const json_t *bands, *weights = member(t, o, "weights"), *targets = member(t, o, "targets");
	*r = (struct rates_rules){.small = int_in(t, o, "small"), .decimals = (int)int_in(t, o, "decimals"), .partly = int_in(t, o, "partly") != 0,
		.first_visit = int_in(t, o, "first_visit") != 0, .carried = int_in(t, o, "carried") != 0, .contact_days = int_in(t, o, "contact_days"),
		.visit_days = int_in(t, o, "visit_days"), .repeat_days = int_in(t, o, "repeat_days")};
	r->n_bands = list_in(t, o, "bands", &bands);
	t->bad |= r->n_bands > RATES_BANDS || r->decimals < 0 || r->decimals > 2;
	for (size_t i = 0; i < r->n_bands && !t->bad; i++)
		r->bands[i] = int_of(t, json_array_get(bands, i));
	for (int w = 0; w < WEIGHTS; w++) {
		r->weight[w] = int_in(t, weights, rate_id(rates_weighed(w)));
		r->target[w] = int_in(t, targets, rate_id(rates_weighed(w)));
	}
}

static void get_month(struct thaw *t, const json_t *o)
{
	struct rates_month *m = t->m;
	const json_t *days, *calls = member(t, o, "calls");
	t->bad |= int_in(t, o, "format") != RATES_FORMAT;
	m->month = (int)int_in(t, o, "month");
	m->from = day_of_text(t, member(t, o, "from"));
	m->to = day_of_text(t, member(t, o, "to"));
	m->begins = int_in(t, o, "begins");
	m->ends = int_in(t, o, "ends");
	m->at = int_in(t, o, "at");
	m->calls = (struct rates_calls){int_in(t, calls, "inbound"), int_in(t, calls, "answered"), int_in(t, calls, "quickly")};
	get_rules(t, member(t, o, "rules"), &m->rules);
	m->n_workdays = list_in(t, o, "workdays", &days);
	m->workdays = arena_new_n(t->a, m->n_workdays, day_t);
	for (size_t i = 0; i < m->n_workdays; i++)
		m->workdays[i] = day_of_text(t, json_array_get(days, i));
}

/* ---- numbers ------------------------------------------------------------------------------------- */
static void get_rates(struct thaw *t, const json_t *o, struct rates_set *s)
{
	const json_t *counts = member(t, o, "counts"), *rates = member(t, o, "rates");
	for (int c = 0; c < RATES_COUNTS; c++)
		s->count[c] = int_in(t, counts, rates_count_id(c));
	for (int r = 0; r < RATE_NAMES; r++) {
		const json_t *v = json_object_get(rates, rate_id(r));
		s->v[r] = (struct rate){0, 0, -1};
		if (v)
			s->v[r] = (struct rate){int_of(t, json_array_get(v, 0)), int_of(t, json_array_get(v, 1)),
				value_of(t, json_array_get(v, 2), t->m->rules.decimals)};
	}
}

static void get_league(struct thaw *t, const json_t *o, struct league *l)
{
	const json_t *rows, *pool = json_object_get(o, "pool");
	int decimals = t->m->rules.decimals;
	*l = (struct league){.band = (int)int_in(t, o, "band"), .n = list_in(t, o, "rows", &rows), .pool_score = -1};
	l->rows = arena_new_n(t->a, l->n, struct league_row);
	for (size_t i = 0; i < l->n; i++) {
		const json_t *r = json_array_get(rows, i);
		l->rows[i] = (struct league_row){.unit = id_of(t, member(t, r, "unit")), .sample = int_in(t, r, "sample"),
			.score = value_of(t, member(t, r, "score"), decimals), .rank = (int)int_in(t, r, "rank"),
			.rank_before = (int)int_in(t, r, "rank_before"), .pooled = int_in(t, r, "pooled") != 0};
	}
	if (!pool)
		return;
	l->n_pooled = (size_t)int_in(t, pool, "n");
	l->pool = (struct rates_set){.group = RATES_UNIT};
	l->pool_score = value_of(t, member(t, pool, "score"), decimals);
	get_rates(t, pool, &l->pool);
}

static void get_figures(struct thaw *t, const json_t *o, struct rates *f)
{
	const json_t *sets, *leagues;
	f->month = t->m;
	f->n_sets = list_in(t, o, "sets", &sets);
	f->sets = arena_new_n(t->a, f->n_sets, struct rates_set);
	for (size_t i = 0; i < f->n_sets && !t->bad; i++) {
		const json_t *s = json_array_get(sets, i);
		t->bad |= !rates_group_named(text_of(t, member(t, s, "group")), &f->sets[i].group);
		f->sets[i].id = id_of(t, member(t, s, "id"));
		f->sets[i].key = text_of(t, member(t, s, "key"));
		get_rates(t, s, &f->sets[i]);
	}
	f->n_leagues = list_in(t, o, "leagues", &leagues);
	f->leagues = arena_new_n(t->a, f->n_leagues, struct league);
	for (size_t i = 0; i < f->n_leagues && !t->bad; i++)
		get_league(t, json_array_get(leagues, i), &f->leagues[i]);
}

static void get_changes(struct thaw *t, const json_t *o, struct rates_kept *k)
{
	const json_t *v;
	k->n_changes = list_in(t, o, "changes", &v);
	k->changes = arena_new_n(t->a, k->n_changes, struct rates_change);
	for (size_t i = 0; i < k->n_changes && !t->bad; i++) {
		const json_t *r = json_array_get(v, i);
		struct rates_change *c = &k->changes[i];
		*c = (struct rates_change){.order = id_of(t, json_array_get(r, 0)), .number = text_of(t, json_array_get(r, 1)),
			.unit = id_of(t, json_array_get(r, 2)), .was_num = int_of(t, json_array_get(r, 4)), .was_den = int_of(t, json_array_get(r, 5)),
			.num = int_of(t, json_array_get(r, 6)), .den = int_of(t, json_array_get(r, 7))};
		t->bad |= !rate_named(text_of(t, json_array_get(r, 3)), &c->rate);
	}
}

/* ---- whether they are what the rows make ------------------------------------------------------------ */
static bool same_set(const struct rates_set *a, const struct rates_set *b)
{
	bool same = a->group == b->group && a->id == b->id && str_eq(a->key, b->key);
	for (int c = 0; c < RATES_COUNTS; c++)
		same &= a->count[c] == b->count[c];
	for (int r = 0; r < RATE_NAMES; r++)
		same &= a->v[r].num == b->v[r].num && a->v[r].den == b->v[r].den && a->v[r].value == b->v[r].value;
	return same;
}

static bool same_league(const struct league *a, const struct league *b)
{
	bool same = a->band == b->band && a->n == b->n && a->n_pooled == b->n_pooled && a->pool_score == b->pool_score;
	for (size_t i = 0; same && i < a->n; i++)
		same = a->rows[i].unit == b->rows[i].unit && a->rows[i].score == b->rows[i].score && a->rows[i].rank == b->rows[i].rank &&
		       a->rows[i].sample == b->rows[i].sample && a->rows[i].pooled == b->rows[i].pooled;
	return same;
}

static bool same_figures(const struct rates *a, const struct rates *b)
{
	bool same = a->n_sets == b->n_sets && a->n_leagues == b->n_leagues;
	for (size_t i = 0; same && i < a->n_sets; i++)
		same = same_set(&a->sets[i], &b->sets[i]);
	for (size_t i = 0; same && i < a->n_leagues; i++)
		same = same_league(&a->leagues[i], &b->leagues[i]);
	return same;
}

err rates_thaw(struct arena *a, str text, struct rates_kept *ret)
{
	struct rates again;
	struct thaw t = {.a = a, .m = &ret->month};
	json_t *o = json_loadb(text.p, text.n, 0, NULL);
	*ret = (struct rates_kept){0};
	if (!o)
		return fail(ERR_IO, "what was kept of this month cannot be read");
	get_month(&t, o);
	get_rows(&t, o);
	get_figures(&t, o, &ret->figures);
	get_changes(&t, o, ret);
	json_decref(o);
	if (t.bad)
		return fail(ERR_IO, "what was kept of this month cannot be read");
	rates_make(a, &ret->month, &again);
	ret->same = same_figures(&ret->figures, &again);
	return OK;
}
