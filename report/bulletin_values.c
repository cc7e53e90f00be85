/* SPDX-License-Identifier: Apache-2.0 */
/* What templates of bulletins may name: figures of everything, lists by unit, leader and document,
 * rows that are late or in question, and the tables. */
#include "report/bulletin_in.h"

#include <stdlib.h>
#include <string.h>

#define PROGRESS_MOST 60 /* characters of a report in the table */

/* ---- names ------------------------------------------------------------------------------ */
/* "figure|done_rate": its English name is what stands behind the bar, its Chinese one is in the catalogue. */
static str english(const char *key)
{
	const char *bar = strchr(key, '|');
	return str_of(bar ? bar + 1 : key);
}

static void put(struct arena *a, value_list *l, const char *key, struct fill_value v)
{
	v.name = english(key);
	*list_push(a, l) = v;
	str zh = word(LANG_ZH, key);
	if (str_eq(zh, v.name) || !zh.n)
		return;
	v.name = zh;
	*list_push(a, l) = v;
}

void value_text(struct arena *a, value_list *l, const char *key, str text, str link)
{
	put(a, l, key, (struct fill_value){.sort = FILL_TEXT, .text = text, .link = link});
}

static str int_text(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

static struct fill_record record(const value_list *l)
{
	return (struct fill_record){l->v, l->n};
}

/* ---- figures ------------------------------------------------------------------------------- */
static void put_figures(struct making *m, value_list *l, const struct figure_set *s)
{
	for (int i = 0; i < FIGURES; i++) {
		const struct figure *g = &s->v[i];
		str text = figure_text(m->a, g, m->figures.scale);
		if (!g->rate && g->value == 0)
			text = S("0");
		value_text(m->a, l, figure_words((enum figure_name)i), text,
			   figure_leads(s, g) ? figure_link(m, s, (enum figure_name)i) : S(""));
	}
}

/* 督〔2026〕0012、督〔2026〕0015 */
static str numbers_of(struct making *m, const struct figure *g)
{
	struct buf b;
	buf_init(&b, m->a);
	for (size_t i = 0; i < g->n_rows; i++) {
		if (i)
			buf_z(&b, m->w->lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, m->rows[g->rows[i]].number);
	}
	return buf_str(&b);
}

static str moved(struct making *m, const struct figure_set *s)
{
	enum lang lang = m->w->lang;
	struct buf b;
	str by = int_text(m->a, s->rank < s->rank_before ? s->rank_before - s->rank : s->rank - s->rank_before);
	buf_init(&b, m->a);
	if (!s->rank_before)
		return word(lang, W("place|new"));
	if (s->rank == s->rank_before)
		return word(lang, W("place|same"));
	word_fmt(&b, lang, s->rank < s->rank_before ? W("place|up {0}") : W("place|down {0}"), &by, 1);
	return buf_str(&b);
}

static struct fill_record set_record(struct making *m, const struct figure_set *s)
{
	static const struct {
		const char *key;
		enum figure_name of;
	} numbers[] = {{W("value|numbers"), FIG_TOTAL}, {W("value|late_numbers"), FIG_LATE}, {W("value|missing_numbers"), FIG_MISSING},
		{W("value|claim_numbers"), FIG_CLAIMS}, {W("value|behind_numbers"), FIG_BEHIND}, {W("value|red_numbers"), FIG_RED}};
	value_list l = {0};
	str name = set_name(m, s);
	if (!name.n && s->group != GROUP_ALL)
		name = word(m->w->lang, s->group == GROUP_UNIT ? W("set|without a unit") : s->group == GROUP_LEADER ? W("set|without a leader")
			: W("set|without a document"));
	value_text(m->a, &l, W("value|name"), name, S(""));
	put_figures(m, &l, s);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		value_text(m->a, &l, numbers[i].key, numbers_of(m, &s->v[numbers[i].of]),
			   s->group != GROUP_ALL && s->v[numbers[i].of].value > 0 ? figure_link(m, s, numbers[i].of) : S(""));
	value_text(m->a, &l, W("value|place"), s->rank ? int_text(m->a, s->rank) : S("—"), S(""));
	value_text(m->a, &l, W("value|change"), moved(m, s), S(""));
	return record(&l);
}

/* ---- lists of sets ------------------------------------------------------------------------- */
static int by_rank(const void *a, const void *b)
{
	const struct figure_set *p = *(const struct figure_set *const *)a, *q = *(const struct figure_set *const *)b;
	if (p->rank != q->rank)
		return (p->rank > q->rank) - (p->rank < q->rank);
	return (p > q) - (p < q); /* as they came: 机构序 */
}

typedef LIST(const struct figure_set *) sets;
static sets sets_of(struct making *m, enum figure_group g, enum figure_name with)
{
	sets l = {0};
	for (size_t i = 0; i < m->figures.n_sets; i++) {
		const struct figure_set *s = &m->figures.sets[i];
		if (s->group == g && (g != GROUP_UNIT || s->of) && s->v[with].value > 0)
			*list_push(m->a, &l) = s;
	}
	if (g == GROUP_UNIT && l.n)
		qsort(l.v, l.n, sizeof *l.v, by_rank);
	return l;
}

static void put_sets(struct making *m, value_list *l, const char *key, const sets *s)
{
	struct fill_record *v = arena_new_n(m->a, s->n, struct fill_record);
	for (size_t i = 0; i < s->n; i++)
		v[i] = set_record(m, s->v[i]);
	put(m->a, l, key, (struct fill_value){.sort = FILL_LIST, .like = set_record(m, &m->figures.all), .records = v, .n_records = s->n});
}

static int by_many(const void *a, const void *b)
{
	const struct figure_set *p = *(const struct figure_set *const *)a, *q = *(const struct figure_set *const *)b;
	int64_t l = p->v[FIG_TOTAL].value, r = q->v[FIG_TOTAL].value;
	return l != r ? (l < r) - (l > r) : (p > q) - (p < q);
}

/* Named first and last: of those with nothing late the ones that carry most; never the same unit in both, never one among the last that is late with nothing. */
static void put_named(struct making *m, value_list *l, const sets *all)
{
	sets best = {0}, last = {0};
	size_t most = m->w->named > 0 ? (size_t)m->w->named : 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->v[FIG_ON_TIME].value == all->v[i]->v[FIG_TOTAL].value && !all->v[i]->v[FIG_MISSING].value)
			*list_push(m->a, &best) = all->v[i];
	if (best.n)
		qsort(best.v, best.n, sizeof *best.v, by_many);
	best.n = best.n < most ? best.n : most;
	for (size_t i = all->n; i-- && last.n < most;)
		if (all->v[i]->v[FIG_ON_TIME].value < all->v[i]->v[FIG_TOTAL].value)
			*list_push(m->a, &last) = all->v[i];
	put_sets(m, l, W("value|best"), &best);
	put_sets(m, l, W("value|last"), &last);
}

/* ---- rows ------------------------------------------------------------------------------------- */
static str matter_link(struct making *m, int64_t id)
{
	struct buf b;
	buf_init(&b, m->a);
	buf_fmt(&b, "/matters/%lld", (long long)id);
	return id ? buf_str(&b) : S("");
}

static str due_words(struct making *m, ms_t due)
{
	return due == MS_NONE || !m->zone ? S("—") : day_words(m->a, m->w->lang, zone_day(m->zone, due - 1));
}

static str shortened(struct arena *a, str s, size_t most)
{
	struct buf b;
	size_t pos = 0, n = 0;
	buf_init(&b, a);
	while (pos < s.n && n < most) {
		size_t from = pos;
		uint32_t c = utf8_next(s, &pos);
		if (c == '\n' || c == '\r')
			buf_byte(&b, ' ');
		else
			buf_add(&b, str_cut(s, from, pos));
		n++;
	}
	if (pos < s.n)
		buf_z(&b, "…");
	return buf_str(&b);
}

static str light_words(struct making *m, const struct bulletin_row *r)
{
	static const char *const colour[LIGHTS] = {W("light|not timed"), W("colour|green"), W("colour|yellow"), W("colour|red"), W("light|done"),
		W("colour|blue"), W("colour|orange")};
	struct buf b;
	str word_of = r->light_word, plain = word(m->w->lang, colour[r->light]);
	buf_init(&b, m->a);
	buf_add(&b, plain);
	if (r->light == LIGHT_YELLOW || r->light == LIGHT_RED || r->light == LIGHT_BLUE || r->light == LIGHT_ORANGE) {
		buf_z(&b, m->w->lang == LANG_ZH ? "（" : " (");
		buf_add(&b, word_of);
		buf_z(&b, m->w->lang == LANG_ZH ? "）" : ")");
	}
	return buf_str(&b);
}

static struct fill_record row_record(struct making *m, const struct bulletin_row *r)
{
	value_list l = {0};
	str link = matter_link(m, r->id);
	value_text(m->a, &l, W("value|number"), r->number, link);
	value_text(m->a, &l, W("value|title"), r->title, link);
	value_text(m->a, &l, W("value|unit"), r->unit_name, S(""));
	value_text(m->a, &l, W("value|due"), due_words(m, r->due), S(""));
	value_text(m->a, &l, W("value|state"), r->state, S(""));
	value_text(m->a, &l, W("value|light"), light_words(m, r), S(""));
	value_text(m->a, &l, W("value|progress"), r->share >= 0 ? int_text(m->a, r->share) : S(""), S(""));
	value_text(m->a, &l, W("value|report"), shortened(m->a, r->progress, PROGRESS_MOST), S(""));
	value_text(m->a, &l, W("value|problem"), shortened(m->a, r->problem, PROGRESS_MOST * 2), S(""));
	return record(&l);
}

static bool in_trouble(const struct bulletin_row *r)
{
	return !r->letter && !r->done && r->problem.n && r->light != LIGHT_GREEN && r->light != LIGHT_NONE;
}

static void put_rows(struct making *m, value_list *l, const char *key, const size_t *rows, size_t n)
{
	static const struct bulletin_row none = {.due = MS_NONE, .share = -1};
	struct fill_record *v = arena_new_n(m->a, n, struct fill_record);
	for (size_t i = 0; i < n; i++)
		v[i] = row_record(m, &m->rows[rows[i]]);
	put(m->a, l, key, (struct fill_value){.sort = FILL_LIST, .like = row_record(m, &none), .records = v, .n_records = n});
}

static void put_trouble(struct making *m, value_list *l)
{
	size_t *rows = arena_new_n(m->a, m->n_rows, size_t), n = 0;
	for (size_t i = 0; i < m->n_rows; i++)
		if (in_trouble(&m->rows[i]))
			rows[n++] = i;
	put_rows(m, l, W("value|problems"), rows, n);
}

/* ---- tables ------------------------------------------------------------------------------------ */
static const str *heads(struct making *m, const char *const *keys, size_t n)
{
	str *v = arena_new_n(m->a, n, str);
	for (size_t i = 0; i < n; i++)
		v[i] = word(m->w->lang, keys[i]);
	return v;
}

static str progress_words(struct making *m, const struct bulletin_row *r)
{
	struct buf b;
	buf_init(&b, m->a);
	if (r->done)
		return r->state;
	if (r->share >= 0)
		buf_fmt(&b, "%d%%%s", r->share, r->progress.n ? m->w->lang == LANG_ZH ? "，" : ", " : "");
	buf_add(&b, shortened(m->a, r->progress, PROGRESS_MOST));
	return b.n ? buf_str(&b) : r->state;
}

const struct paper_table *annex_table(struct making *m, const size_t *rows, size_t n)
{
	static const char *const head[] = {W("annex|No."), W("annex|Task"), W("annex|Unit answering"), W("annex|Due"), W("annex|Progress"), W("annex|Light")};
	static const unsigned widths[] = {3, 20, 8, 6, 18, 5};
	struct paper_run *c = arena_new_n(m->a, n * COUNT_OF(head), struct paper_run);
	struct paper_table *t = arena_new(m->a, struct paper_table);
	for (size_t i = 0; i < n; i++) {
		const struct bulletin_row *r = &m->rows[rows[i]];
		struct paper_run *cell = c + i * COUNT_OF(head);
		struct buf b;
		buf_init(&b, m->a);
		buf_add(&b, r->title);
		buf_z(&b, m->w->lang == LANG_ZH ? "（" : " (");
		buf_add(&b, r->number);
		buf_z(&b, m->w->lang == LANG_ZH ? "）" : ")");
		cell[0].text = int_text(m->a, (int64_t)i + 1);
		cell[1] = (struct paper_run){.text = buf_str(&b), .link = matter_link(m, r->id)};
		cell[2].text = r->unit_name;
		cell[3].text = due_words(m, r->due);
		cell[4].text = progress_words(m, r);
		cell[5].text = light_words(m, r);
	}
	*t = (struct paper_table){.heads = heads(m, head, COUNT_OF(head)), .widths = widths, .n_columns = COUNT_OF(head), .cells = c, .n_rows = n,
		.landscape = true};
	return t;
}

static const struct paper_table *units_table(struct making *m, const sets *units)
{
	static const char *const head[] = {W("annex|Place"), W("annex|Unit"), W("figure|total"), W("figure|done"), W("figure|open"), W("figure|late"),
		W("figure|on_time_rate"), W("annex|Change")};
	static const enum figure_name of[] = {FIG_TOTAL, FIG_DONE, FIG_OPEN, FIG_LATE, FIG_ON_TIME_RATE};
	static const unsigned widths[] = {3, 11, 4, 4, 4, 4, 5, 5};
	struct paper_run *c = arena_new_n(m->a, units->n * COUNT_OF(head), struct paper_run);
	struct paper_table *t = arena_new(m->a, struct paper_table);
	for (size_t i = 0; i < units->n; i++) {
		const struct figure_set *s = units->v[i];
		struct paper_run *cell = c + i * COUNT_OF(head);
		cell[0].text = int_text(m->a, s->rank);
		cell[1].text = set_name(m, s);
		for (size_t k = 0; k < COUNT_OF(of); k++)
			cell[2 + k] = (struct paper_run){.text = figure_text(m->a, &s->v[of[k]], m->figures.scale),
				.link = figure_leads(s, &s->v[of[k]]) ? figure_link(m, s, of[k]) : S("")};
		cell[7].text = moved(m, s);
	}
	*t = (struct paper_table){.heads = heads(m, head, COUNT_OF(head)), .widths = widths, .n_columns = COUNT_OF(head), .cells = c, .n_rows = units->n};
	return t;
}

static const struct paper_table *all_matters(struct making *m)
{
	const struct figure *g = &m->figures.all.v[FIG_TOTAL];
	return annex_table(m, g->rows, g->n_rows);
}

/* ---- everything --------------------------------------------------------------------------------- */
void bulletin_values(struct making *m, struct fill_record *ret)
{
	static const struct {
		const char *key;
		enum figure_group group;
		enum figure_name with;
	} list[] = {{W("value|units"), GROUP_UNIT, FIG_TOTAL}, {W("value|leaders"), GROUP_LEADER, FIG_TOTAL}, {W("value|documents"), GROUP_DOCUMENT, FIG_TOTAL},
		{W("value|late_units"), GROUP_UNIT, FIG_LATE}, {W("value|missing_units"), GROUP_UNIT, FIG_MISSING},
		{W("value|claim_units"), GROUP_UNIT, FIG_CLAIMS}, {W("value|behind_units"), GROUP_UNIT, FIG_BEHIND}};
	static const struct {
		const char *key;
		enum figure_name of;
	} rows[] = {{W("value|late_items"), FIG_LATE}, {W("value|done_items"), FIG_DONE}, {W("value|on_plan_items"), FIG_ON_PLAN},
		{W("value|behind_items"), FIG_BEHIND}, {W("value|claim_items"), FIG_CLAIMS}, {W("value|red_items"), FIG_RED},
		{W("value|letter_items"), FIG_LETTERS}};
	const struct figure_set *all = &m->figures.all;
	value_list l = {0};
	enum lang lang = m->w->lang;
	bool real = m->zone;
	value_text(m->a, &l, W("value|period"), real ? period_words(m->a, lang, m->period->from, m->period->to) : S(""), S(""));
	value_text(m->a, &l, W("value|as_of"), real ? day_words(m->a, lang, zone_day(m->zone, m->period->at)) : S(""), S(""));
	value_text(m->a, &l, W("value|district"), m->w->district, S(""));
	value_text(m->a, &l, W("value|issue"), m->w->issue, S(""));
	put_figures(m, &l, all);
	for (size_t i = 0; i < COUNT_OF(list); i++) {
		sets s = sets_of(m, list[i].group, list[i].with);
		put_sets(m, &l, list[i].key, &s);
	}
	sets units = sets_of(m, GROUP_UNIT, FIG_TOTAL);
	put_named(m, &l, &units);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		put_rows(m, &l, rows[i].key, all->v[rows[i].of].rows, all->v[rows[i].of].n_rows);
	put_trouble(m, &l);
	put(m->a, &l, W("value|ranking"), (struct fill_value){.sort = FILL_TABLE, .table = units_table(m, &units)});
	put(m->a, &l, W("value|list"), (struct fill_value){.sort = FILL_TABLE, .table = all_matters(m)});
	*ret = record(&l);
}
