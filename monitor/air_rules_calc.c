/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of data/air/ read: lines of cells apart by tabs, # begins a comment. */
#include "monitor/air_in.h"

static const str item_names[AIR_ITEMS] = {S("SO2"), S("NO2"), S("CO"), S("O3"), S("O3_8h"), S("PM10"), S("PM2.5")};
static const str span_names[] = {S("hour"), S("day"), S("year")};
static const str part_names[] = {S("not"), S("told"), S("other"), S("must")};
static const str column_names[AIR_COLUMNS] = {S("time"), S("span"), S("item"), S("value"), S("station"), S("name")};

#define CELLS_MOST 16
struct lines {
	struct arena *arena;
	const char *table;
	str rest, cell[CELLS_MOST];
	size_t n, number;
};

static err wrong(const struct lines *l, const char *column)
{
	struct buf b;
	buf_init(&b, l->arena);
	buf_int(&b, (int64_t)l->number);
	return fail(ERR_INPUT, "{0}, line {1}: {2} is missing or is not what belongs there; compare it with the line at the head of the table",
		    str_of(l->table), buf_str(&b), str_of(column));
}

static bool next(struct lines *l)
{
	str line;
	while (l->rest.n) {
		if (!str_split(l->rest, '\n', &line, &l->rest)) {
			line = l->rest;
			l->rest = S("");
		}
		l->number++;
		if (!str_trim(line).n || line.p[0] == '#')
			continue;
		if (str_ends(line, S("\r")))
			line.n--;
		for (l->n = 0; l->n < CELLS_MOST; l->n++)
			if (!str_split(line, '\t', &l->cell[l->n], &line)) {
				l->cell[l->n++] = line;
				break;
			}
		for (size_t i = l->n; i < CELLS_MOST; i++)
			l->cell[i] = S("");
		return true;
	}
	return false;
}

static bool choice(str s, const str *names, size_t n, int *ret)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, names[i])) {
			*ret = (int)i;
			return true;
		}
	return false;
}
#define CHOICE(s, names, ret) choice((s), (names), COUNT_OF(names), (ret))

static bool whole(str s, int *ret)
{
	int64_t v;
	if (!str_int(s, &v) || v < 0 || v > 1000000)
		return false;
	*ret = (int)v;
	return true;
}

static bool day_or_always(str s, day_t *ret)
{
	if (!str_eq(s, S("always")))
		return day_parse(s, ret);
	*ret = DAY_NONE;
	return true;
}

static bool amount(str s, struct dec *ret)
{
	return dec_parse(s, ret) && ret->v > 0 && ret->scale <= 6;
}

/* ---- standards and breakpoints ------------------------------------------------------------------ */
typedef LIST(struct air_standard) standard_list;

static err read_standards(struct lines *l, standard_list *list)
{
	while (next(l)) {
		struct air_standard st = {.name = l->cell[0], .full = l->cell[2], .source = l->cell[4]};
		if (!st.name.n || !st.full.n)
			return wrong(l, "name");
		if (!day_or_always(l->cell[1], &st.from) || (list->n && st.from <= list->v[list->n - 1].from))
			return wrong(l, "from");
		if (!whole(l->cell[3], &st.missing))
			return wrong(l, "missing");
		*list_push(l->arena, list) = st;
	}
	return list->n ? OK : wrong(l, "standard");
}

static bool read_index(const struct lines *l, int *index)
{
	for (int i = 0; i < AIR_POINTS; i++)
		if (!whole(l->cell[5 + i], &index[i]) || index[i] > 500 || (i && index[i] <= index[i - 1]))
			return false;
	return index[0] == 0;
}

static bool read_points(const struct lines *l, struct air_scale *s)
{
	for (s->points = 0; s->points < AIR_POINTS; s->points++) {
		int i = s->points;
		if (str_eq(l->cell[5 + i], S("-")))
			break;
		if (!air_round_text(l->cell[5 + i], s->decimals, &s->at[i]) || s->at[i] >= AIR_MOST / 1000 || (i && s->at[i] <= s->at[i - 1]))
			return false;
	}
	for (int i = s->points; i < AIR_POINTS; i++)
		if (!str_eq(l->cell[5 + i], S("-")))
			return false;
	return s->points >= 2 && s->at[0] == 0;
}

static err read_breakpoints(struct lines *l, standard_list *list)
{
	int index[AIR_POINTS] = {0}, span, item, part;
	while (next(l)) {
		struct air_scale s = {.above = AIR_NONE, .source = l->cell[14]};
		struct air_standard *st = NULL;
		if (str_eq(l->cell[0], S("index"))) {
			if (!read_index(l, index))
				return wrong(l, "index");
			continue;
		}
		for (size_t i = 0; i < list->n; i++)
			if (str_eq(list->v[i].name, l->cell[0]))
				st = &list->v[i];
		if (!st || !index[1])
			return wrong(l, "standard");
		if (!CHOICE(l->cell[1], span_names, &span) || span >= AIR_SPANS)
			return wrong(l, "span");
		if (!CHOICE(l->cell[2], item_names, &item) || st->scale[span][item].part)
			return wrong(l, "item");
		if (!CHOICE(l->cell[3], part_names, &part) || !part)
			return wrong(l, "in");
		if (!whole(l->cell[4], &s.decimals) || s.decimals > 3)
			return wrong(l, "decimals");
		if (!read_points(l, &s))
			return wrong(l, "breakpoints");
		if (!str_eq(l->cell[13], S("-")) && (!whole(l->cell[13], &s.above) || s.above > 500))
			return wrong(l, "above");
		s.part = (enum air_part)part;
		st->scale[span][item] = s;
		for (int i = 0; i < AIR_POINTS; i++)
			st->index[i] = index[i];
	}
	return OK;
}

/* ---- levels, limits, composite, validity -------------------------------------------------------------- */
static err read_levels(struct lines *l, struct air_rules *r)
{
	LIST(struct air_level) list = {0};
	while (next(l)) {
		struct air_level v = {.words = {l->cell[2], l->cell[3]}, .colour = {l->cell[4], l->cell[5]}, .rgb = l->cell[6],
			.ink = l->cell[7], .shape = l->cell[8], .good = str_eq(l->cell[9], S("yes"))};
		if (!whole(l->cell[0], &v.level) || v.level != (int)list.n + 1 || v.level > 7)
			return wrong(l, "level");
		if (!whole(l->cell[1], &v.to) || (list.n && v.to <= list.v[list.n - 1].to))
			return wrong(l, "to");
		if (v.rgb.n != 7 || v.ink.n != 7 || !v.shape.n)
			return wrong(l, "rgb");
		*list_push(l->arena, &list) = v;
	}
	r->levels = list.v;
	r->n_levels = list.n;
	return list.n ? OK : wrong(l, "level");
}

static err read_limits(struct lines *l, struct air_rules *r)
{
	LIST(struct air_limit) list = {0};
	while (next(l)) {
		struct air_limit v = {.source = l->cell[6]};
		int item, span;
		if (!day_or_always(l->cell[0], &v.from) || !day_or_always(l->cell[1], &v.to))
			return wrong(l, "from");
		if (!CHOICE(l->cell[2], item_names, &item) || !CHOICE(l->cell[3], span_names, &span))
			return wrong(l, "item");
		if (!amount(l->cell[4], &v.grade[0]) || !amount(l->cell[5], &v.grade[1]))
			return wrong(l, "grade");
		v.item = (enum air_item)item;
		v.span = (enum air_span)span;
		*list_push(l->arena, &list) = v;
	}
	r->limits = list.v;
	r->n_limits = list.n;
	return OK;
}

static bool read_share(const struct lines *l, struct air_share *s)
{
	str stat = l->cell[5];
	s->some = true;
	return (str_eq(stat, S("mean")) || (str_starts(stat, S("P")) && whole(str_cut(stat, 1, stat.n), &s->percentile) &&
	       s->percentile > 0 && s->percentile <= 100)) && amount(l->cell[6], &s->weight) && amount(l->cell[7], &s->divisor);
}

static err read_composite(struct lines *l, struct air_rules *r)
{
	LIST(struct air_method) list = {0};
	while (next(l)) {
		struct air_method *m = list.n ? &list.v[list.n - 1] : NULL;
		int item;
		if (!m || !str_eq(m->name, l->cell[0])) {
			struct air_method fresh = {.name = l->cell[0], .full = l->cell[2], .verified = str_eq(l->cell[3], S("yes")), .source = l->cell[8]};
			if (!day_or_always(l->cell[1], &fresh.from) || (m && fresh.from <= m->from))
				return wrong(l, "from");
			m = list_push(l->arena, &list);
			*m = fresh;
		}
		if (!CHOICE(l->cell[4], item_names, &item) || m->share[item].some)
			return wrong(l, "item");
		if (!read_share(l, &m->share[item]))
			return wrong(l, "weight");
	}
	r->methods = list.v;
	r->n_methods = list.n;
	return list.n ? OK : wrong(l, "method");
}

static err read_validity(struct lines *l, struct air_rules *r)
{
	struct air_validity *v = &r->validity;
	const struct {
		const char *name;
		int *to;
	} rule[] = {{"hour_minutes", &v->hour_minutes}, {"window_8h", &v->window_8h}, {"day_hours", &v->day_hours},
		{"moving_24h", &v->moving_24h}, {"ozone_windows", &v->ozone_windows}, {"ozone_holds", &v->ozone_holds},
		{"month", &v->month}, {"february", &v->february}, {"year", &v->year}};
	bool seen[COUNT_OF(rule)] = {0};
	while (next(l)) {
		size_t i = 0;
		while (i < COUNT_OF(rule) && !str_eq(l->cell[0], str_of(rule[i].name)))
			i++;
		if (i == COUNT_OF(rule) || !whole(l->cell[1], rule[i].to))
			return wrong(l, "rule");
		seen[i] = true;
	}
	for (size_t i = 0; i < COUNT_OF(rule); i++)
		if (!seen[i])
			return wrong(l, rule[i].name);
	return OK;
}

/* ---- words ------------------------------------------------------------------------------------------------ */
static err read_words(struct lines *l, struct air_rules *r)
{
	static const str sorts[] = {S("column"), S("span"), S("item"), S("missing")};
	static const struct {
		const str *names;
		size_t n;
	} named[] = {{column_names, AIR_COLUMNS}, {span_names, AIR_SPANS}, {item_names, AIR_ITEMS}, {NULL, 0}};
	LIST(struct air_word) list = {0};
	struct air_words *words = arena_new(l->arena, struct air_words);
	while (next(l)) {
		int sort, what = 0;
		str rest = l->cell[2], one;
		if (!CHOICE(l->cell[0], sorts, &sort))
			return wrong(l, "sort");
		if (named[sort].n && !choice(l->cell[1], named[sort].names, named[sort].n, &what))
			return wrong(l, "name");
		for (bool more = true; more;) {
			more = str_split(rest, '|', &one, &rest);
			*list_push(l->arena, &list) = (struct air_word){(enum air_word_sort)sort, what, more ? one : rest};
		}
	}
	*words = (struct air_words){list.v, list.n};
	r->words = words;
	return OK;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same_word(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (small(a.p[i]) != small(b.p[i]))
			return false;
	return true;
}

bool air_word_find(const struct air_words *w, enum air_word_sort sort, str s, int *ret_what)
{
	s = str_trim(s);
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].sort == sort && same_word(w->v[i].word, s)) {
			*ret_what = w->v[i].what;
			return true;
		}
	return false;
}

/* ---- all of them --------------------------------------------------------------------------------------------- */
err air_rules_read(struct arena *a, const struct air_tables *t, struct air_rules *ret)
{
	struct air_rules r = {0};
	standard_list standards = {0};
	TRY(read_standards(&(struct lines){.arena = a, .table = "standards.tsv", .rest = t->standards}, &standards));
	TRY(read_breakpoints(&(struct lines){.arena = a, .table = "breakpoints.tsv", .rest = t->breakpoints}, &standards));
	TRY(read_levels(&(struct lines){.arena = a, .table = "levels.tsv", .rest = t->levels}, &r));
	TRY(read_limits(&(struct lines){.arena = a, .table = "limits.tsv", .rest = t->limits}, &r));
	TRY(read_composite(&(struct lines){.arena = a, .table = "composite.tsv", .rest = t->composite}, &r));
	TRY(read_validity(&(struct lines){.arena = a, .table = "validity.tsv", .rest = t->validity}, &r));
	TRY(read_words(&(struct lines){.arena = a, .table = "words.tsv", .rest = t->words}, &r));
	r.standards = standards.v;
	r.n_standards = standards.n;
	*ret = r;
	return OK;
}

str air_item_name(enum air_item i)
{
	return item_names[i];
}

enum air_item air_pollutant(enum air_item i)
{
	return i == AIR_O3_8H ? AIR_O3 : i;
}

bool air_item_named(const struct air_rules *r, str s, enum air_item *ret)
{
	int what;
	if (!air_word_find(r->words, AIR_WORD_ITEM, s, &what))
		return false;
	*ret = (enum air_item)what;
	return true;
}
