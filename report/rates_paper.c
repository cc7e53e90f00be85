/* SPDX-License-Identifier: Apache-2.0 */
/* The bulletin of a month of requests (诉求办理月报) as a paper: every number in it is a figure of the month. */
#include <stdlib.h>

#include "report/paper.h"
#include "report/rates_in.h"

#define TOP 10

struct writing {
	struct arena *a;
	const struct rates_view *v;
	const struct rates *f;
	const struct kind *order;
	enum lang lang;
	LIST(struct paper_block) blocks;
	int level;
};
struct table {
	LIST(str) heads;
	LIST(unsigned) widths;
	LIST(struct paper_run) cells;
	str title;
};

/* ---- pieces ------------------------------------------------------------------------------ */
static str said(struct writing *w, const char *key, const str *args, size_t n)
{
	struct buf b;
	buf_init(&b, w->a);
	word_fmt(&b, w->lang, key, args, n);
	return buf_str(&b);
}

static str int_text(struct writing *w, int64_t n)
{
	struct buf b;
	buf_init(&b, w->a);
	buf_int(&b, n);
	return buf_str(&b);
}

static void put(struct writing *w, enum paper_sort sort, str text)
{
	struct paper_run *run = arena_new(w->a, struct paper_run);
	run->text = text;
	*list_push(w->a, &w->blocks) = (struct paper_block){.sort = sort, .runs = run, .n_runs = 1, .n_head = sort == PAPER_TEXT ? 0 : 1};
}

static void head(struct writing *w, const char *key)
{
	static const char *const zh[] = {"一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、"};
	struct buf b;
	buf_init(&b, w->a);
	if (w->lang == LANG_ZH)
		buf_z(&b, zh[w->level]);
	else
		buf_fmt(&b, "%d. ", w->level + 1);
	buf_add(&b, word(w->lang, key));
	w->level++;
	put(w, PAPER_LEVEL_1, buf_str(&b));
}

static str rate_of(struct writing *w, const struct rates_set *s, enum rate_name r)
{
	str t = rate_text(w->a, &s->v[r], w->f->month->rules.decimals, rate_said_of(r));
	return t.n ? t : S("—");
}

/* 97.35%（512/526） */
static str rate_and_parts(struct writing *w, const struct rates_set *s, enum rate_name r)
{
	struct buf b;
	buf_init(&b, w->a);
	buf_add(&b, rate_of(w, s, r));
	if (s->v[r].value >= 0)
		buf_fmt(&b, w->lang == LANG_ZH ? "（%lld/%lld）" : " (%lld/%lld)", (long long)s->v[r].num, (long long)s->v[r].den);
	return buf_str(&b);
}

static void column(struct writing *w, struct table *t, str label, unsigned width)
{
	*list_push(w->a, &t->heads) = label;
	*list_push(w->a, &t->widths) = width;
}

static void cell(struct writing *w, struct table *t, str text)
{
	*list_push(w->a, &t->cells) = (struct paper_run){.text = text};
}

static void put_table(struct writing *w, const struct table *t)
{
	struct paper_table *p = arena_new(w->a, struct paper_table);
	if (!t->cells.n)
		return;
	*p = (struct paper_table){.title = t->title, .heads = t->heads.v, .widths = t->widths.v, .n_columns = t->heads.n, .cells = t->cells.v,
		.n_rows = t->cells.n / t->heads.n};
	*list_push(w->a, &w->blocks) = (struct paper_block){.sort = PAPER_TABLE, .table = p};
}

static str name_of(struct writing *w, enum rates_group g, int64_t id, str key)
{
	return rates_label(w->f->month, w->order, w->lang, g, id, key);
}

/* ---- its parts ------------------------------------------------------------------------------ */
static void totals(struct writing *w)
{
	const struct rates_set *all = &w->f->sets[0];
	const str n[] = {int_text(w, all->count[COUNT_REQUESTS]), int_text(w, all->count[COUNT_HANDED]), int_text(w, all->count[COUNT_DONE]),
		int_text(w, all->count[COUNT_OVERDUE])};
	const str r[] = {rate_and_parts(w, all, RATE_response), rate_and_parts(w, all, RATE_solved), rate_and_parts(w, all, RATE_satisfied),
		rate_and_parts(w, all, RATE_coverage), rate_and_parts(w, all, RATE_on_time), rate_of(w, all, RATE_days)};
	head(w, W("rates|As a whole"));
	put(w, PAPER_TEXT, said(w, W("{0} requests came in; orders were handed to units {1} times, {2} were answered, {3} are open after their date."), n, 4));
	put(w, PAPER_TEXT, said(w, W("Responded {0}; solved {1}; satisfied {2}, where {3} of those to be called back were reached. Answered in time {4}; on average "
		"in {5} working days."), r, 6));
}

static str moved(struct writing *w, const struct league_row *r)
{
	const str n[] = {int_text(w, r->rank_before > r->rank ? r->rank_before - r->rank : r->rank - r->rank_before)};
	if (!r->rank || !r->rank_before)
		return S("—");
	if (r->rank == r->rank_before)
		return word(w->lang, W("rates|same place"));
	return said(w, r->rank < r->rank_before ? W("rates|up {0}") : W("rates|down {0}"), n, 1);
}

static void league_line(struct writing *w, struct table *t, str rank, str unit, str score, str move, const struct rates_set *s)
{
	cell(w, t, rank);
	cell(w, t, unit);
	cell(w, t, score);
	cell(w, t, rate_and_parts(w, s, RATE_response));
	cell(w, t, rate_and_parts(w, s, RATE_solved));
	cell(w, t, rate_and_parts(w, s, RATE_satisfied));
	cell(w, t, rate_of(w, s, RATE_coverage));
	cell(w, t, move);
}

static void league_table(struct writing *w, const struct league *l)
{
	struct table t = {.title = rates_band_label(w->a, &w->f->month->rules, l->band, w->lang)};
	int decimals = w->f->month->rules.decimals;
	column(w, &t, word(w->lang, W("rates|Rank")), 3);
	column(w, &t, word(w->lang, W("Unit")), 7);
	column(w, &t, word(w->lang, W("rates|Score")), 4);
	column(w, &t, words2_in(&rate_words_of(RATE_response)->name, w->lang), 6);
	column(w, &t, words2_in(&rate_words_of(RATE_solved)->name, w->lang), 6);
	column(w, &t, words2_in(&rate_words_of(RATE_satisfied)->name, w->lang), 6);
	column(w, &t, words2_in(&rate_words_of(RATE_coverage)->name, w->lang), 5);
	column(w, &t, word(w->lang, W("rates|Movement")), 4);
	for (size_t i = 0; i < l->n; i++) {
		const struct league_row *r = &l->rows[i];
		const struct rates_set *s = rates_of(w->f, RATES_UNIT, r->unit, S(""));
		if (s && !r->pooled)
			league_line(w, &t, int_text(w, r->rank), name_of(w, RATES_UNIT, r->unit, S("")), score_text(w->a, r->score, decimals), moved(w, r), s);
	}
	if (l->n_pooled) {
		const str n[] = {int_text(w, (int64_t)l->n_pooled)};
		str score = score_text(w->a, l->pool_score, decimals);
		league_line(w, &t, S("—"), said(w, W("{0} units with too few, together"), n, 1), score.n ? score : S("—"), S("—"), &l->pool);
	}
	put_table(w, &t);
}

static void leagues(struct writing *w)
{
	const struct rates_rules *r = &w->f->month->rules;
	const str n[] = {int_text(w, r->weight[WEIGHT_RESPONSE]), int_text(w, r->weight[WEIGHT_SOLVED]), int_text(w, r->weight[WEIGHT_SATISFIED]),
		int_text(w, r->weight[WEIGHT_ON_TIME]), int_text(w, r->weight[WEIGHT_KNOWLEDGE]), int_text(w, r->small)};
	head(w, W("League tables"));
	put(w, PAPER_TEXT, said(w, W("The score weighs responded {0}, solved {1}, satisfied {2}, answered in time {3} and knowledge in date {4}. Units with fewer than {5} "
		"of any of them are counted together and not ranked."), n, 6));
	for (size_t i = 0; i < w->f->n_leagues; i++)
		league_table(w, &w->f->leagues[i]);
}

static void group_table(struct writing *w, enum rates_group g, const char *title, const char *first)
{
	struct table t = {.title = word(w->lang, title)};
	column(w, &t, word(w->lang, first), 9);
	column(w, &t, word(w->lang, W("rates|Requests")), 5);
	column(w, &t, word(w->lang, W("rates|Open after their date")), 5);
	column(w, &t, words2_in(&rate_words_of(RATE_on_time)->name, w->lang), 8);
	column(w, &t, words2_in(&rate_words_of(RATE_solved)->name, w->lang), 8);
	column(w, &t, words2_in(&rate_words_of(RATE_satisfied)->name, w->lang), 8);
	for (size_t i = 0; i < w->f->n_sets; i++) {
		const struct rates_set *s = &w->f->sets[i];
		if (s->group != g)
			continue;
		cell(w, &t, name_of(w, g, s->id, s->key));
		cell(w, &t, int_text(w, s->count[COUNT_REQUESTS]));
		cell(w, &t, int_text(w, s->count[COUNT_OVERDUE]));
		cell(w, &t, rate_and_parts(w, s, RATE_on_time));
		cell(w, &t, rate_and_parts(w, s, RATE_solved));
		cell(w, &t, rate_and_parts(w, s, RATE_satisfied));
	}
	put_table(w, &t);
}

/* ---- where most came from, what was raised most often ------------------------------------------ */
/* No level below it stands among the figures: they come in the order of their keys. */
static bool deepest(const struct rates *f, size_t i)
{
	const struct rates_set *s = &f->sets[i];
	if (s->group != RATES_CATEGORY || !s->key.n || !s->count[COUNT_REQUESTS])
		return false;
	for (size_t k = i + 1; k < f->n_sets && f->sets[k].group == RATES_CATEGORY; k++)
		if (str_starts(f->sets[k].key, s->key) && f->sets[k].key.p[s->key.n] == '.')
			return false;
	return true;
}

static int by_requests(const void *a, const void *b)
{
	const struct rates_set *p = *(const struct rates_set *const *)a, *q = *(const struct rates_set *const *)b;
	int64_t x = p->count[COUNT_REQUESTS], y = q->count[COUNT_REQUESTS];
	return x != y ? (x < y) - (x > y) : str_cmp(p->key, q->key);
}

static void most_raised(struct writing *w)
{
	const struct rates_set **v = arena_new_n(w->a, w->f->n_sets, const struct rates_set *);
	size_t n = 0;
	struct table t = {.title = word(w->lang, W("Categories with the most requests"))};
	for (size_t i = 0; i < w->f->n_sets; i++)
		if (deepest(w->f, i))
			v[n++] = &w->f->sets[i];
	if (n)
		qsort(v, n, sizeof *v, by_requests);
	column(w, &t, word(w->lang, W("rates|Category")), 20);
	column(w, &t, word(w->lang, W("rates|Requests")), 6);
	for (size_t i = 0; i < n && i < TOP; i++) {
		cell(w, &t, name_of(w, RATES_CATEGORY, 0, v[i]->key));
		cell(w, &t, int_text(w, v[i]->count[COUNT_REQUESTS]));
	}
	put_table(w, &t);
}

struct raised {
	size_t order;
	int64_t times;
};

static int by_times(const void *a, const void *b)
{
	const struct raised *p = a, *q = b;
	return p->times != q->times ? (p->times < q->times) - (p->times > q->times) : (p->order > q->order) - (p->order < q->order);
}

static void repeat_list(struct writing *w)
{
	const struct rates_month *m = w->f->month;
	struct raised *v = arena_new_n(w->a, m->n_orders, struct raised);
	struct table t = {.title = word(w->lang, W("Raised more than once in the month"))};
	for (size_t i = 0; i < m->n_orders; i++)
		v[i].order = i;
	for (size_t i = 0; i < m->n_requests; i++)
		v[m->requests[i].order].times += m->requests[i].at >= m->begins && m->requests[i].at < m->ends;
	if (m->n_orders)
		qsort(v, m->n_orders, sizeof *v, by_times);
	column(w, &t, word(w->lang, W("rates|Order")), 9);
	column(w, &t, word(w->lang, W("rates|Category")), 11);
	column(w, &t, word(w->lang, W("Unit")), 9);
	column(w, &t, word(w->lang, W("Times")), 4);
	for (size_t i = 0; i < m->n_orders && i < TOP && v[i].times > 1; i++) {
		const struct rates_order *o = &m->orders[v[i].order];
		cell(w, &t, o->number);
		cell(w, &t, name_of(w, RATES_CATEGORY, 0, o->category));
		cell(w, &t, name_of(w, RATES_UNIT, o->unit, S("")));
		cell(w, &t, int_text(w, v[i].times));
	}
	put_table(w, &t);
}

static void notes(struct writing *w)
{
	const struct rates_month *m = w->f->month;
	const str n[] = {int_text(w, w->f->sets[0].count[COUNT_EXCLUDED]), int_text(w, (int64_t)w->v->k.n_changes)};
	head(w, W("rates|Notes"));
	put(w, PAPER_TEXT, said(w, W("{0} orders were left out of the figures by application and finding; they are listed with the figures."), n, 1));
	if (w->v->k.n_changes)
		put(w, PAPER_TEXT, said(w, W("After the month before was kept, {1} of its figures of single orders changed; that month stays as it was issued."), n, 2));
	if (m->rules.partly)
		put(w, PAPER_TEXT, word(w->lang, W("Partly solved counts as solved.")));
	put(w, PAPER_TEXT, word(w->lang, W("Above and below the line of each rate stand in brackets; what they count is said on the page of rates.")));
}

/* ---- the whole -------------------------------------------------------------------------------------- */
void rates_paper(struct arena *a, const struct rates_view *v, const struct kind *order, str district, str issuer, day_t date, enum lang lang, struct paper *ret)
{
	struct writing w = {.a = a, .v = v, .f = &v->k.figures, .order = order, .lang = lang};
	const struct rates_month *m = &v->k.month;
	const str args[] = {district, int_text(&w, m->month / 100), int_text(&w, m->month % 100)};
	str *title;
	struct paper p = {.form = PAPER_BULLETIN, .mark = word(lang, W("Monthly bulletin of requests")), .issuer = issuer, .date = date, .printer = issuer, .printed = date};
	totals(&w);
	leagues(&w);
	head(&w, W("rates|By class, channel and town"));
	group_table(&w, RATES_CLASS, W("rates|By class"), W("rates|Class"));
	group_table(&w, RATES_CHANNEL, W("rates|By channel"), W("rates|Channel"));
	group_table(&w, RATES_TOWN, W("rates|By town"), W("rates|Town"));
	head(&w, W("What was raised most"));
	most_raised(&w);
	repeat_list(&w);
	notes(&w);
	p.number = said(&w, W("rates|{1}-{2}"), args, 3);
	paper_title_lines(a, said(&w, W("How requests were handled in {0}, {1}-{2}"), args, 3), NULL, 0, &title, &p.n_title);
	p.title = title;
	p.blocks = w.blocks.v;
	p.n_blocks = w.blocks.n;
	*ret = p;
}
