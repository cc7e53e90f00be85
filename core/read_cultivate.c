/* SPDX-License-Identifier: Apache-2.0 */
/* Open cultivations beside the data of their firms. */
#include "core/cultivate.h"

#include <stdlib.h>

#include "core/measure_in.h"

#define OPEN_MOST 5000
#define PAGE 200
#define YEARS_BACK 3 /* how far the newest year with a value is looked for */

struct reading {
	struct ctx *x;
	const struct scale_list *scale;
	const struct cultivation *of;
	const struct scale_line **by_code; /* whom the reader sees */
	struct measured *above, *below;    /* values of the year, by subject */
	size_t n_above, n_below;
	struct library_rule *rules;
};

static const struct kind *declared(const struct core *c)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if ((*p)->kinds[i].cultivation)
				return &(*p)->kinds[i];
	return NULL;
}

static int by_code(const void *a, const void *b)
{
	return str_cmp((*(const struct scale_line *const *)a)->s.code, (*(const struct scale_line *const *)b)->s.code);
}

static int by_subject(const void *a, const void *b)
{
	const struct measured *x = a, *y = b;
	return x->subject < y->subject ? -1 : x->subject > y->subject;
}

/* ---- what is known ------------------------------------------------------------------------------------ */
static err year_values(struct ctx *x, str indicator, str year, struct measured **ret, size_t *ret_n)
{
	struct value_query q = {.indicator = indicator, .subject = -1, .sort = VALUE_ACTUAL, .known = MS_NONE, .from = year, .to = year};
	TRY(values_read(x, &q, ret, ret_n));
	if (*ret_n)
		qsort(*ret, *ret_n, sizeof **ret, by_subject);
	return OK;
}

static err shares(struct reading *r, struct cultivated_list *l)
{
	str year = period_of_day(r->x->arena, ctx_today(r->x), SPAN_YEAR);
	for (int i = 0; r->of->share_of.n && i < YEARS_BACK && !l->year.n; i++, year = period_before(r->x->arena, year, 1, 0)) {
		TRY(year_values(r->x, r->of->share_of, year, &r->above, &r->n_above));
		if (!r->n_above)
			continue;
		TRY(year_values(r->x, r->of->share_per, year, &r->below, &r->n_below));
		l->year = year;
	}
	return OK;
}

static const struct measured *value_of(const struct measured *v, size_t n, int64_t subject)
{
	const struct measured key = {.subject = subject}, *hit = n ? bsearch(&key, v, n, sizeof *v, by_subject) : NULL;
	return hit && hit->state == VALUE_NUMBER ? hit : NULL;
}

static void rules_of(struct reading *r, const struct kind *k, struct cultivated_list *l)
{
	const struct cultivation *c = r->of;
	r->rules = arena_new_n(r->x->arena, c->n_libraries, struct library_rule);
	l->shelves = arena_new_n(r->x->arena, c->n_libraries, struct shelf);
	l->n_shelves = c->n_libraries;
	for (size_t i = 0; i < c->n_libraries; i++) {
		const struct library *b = &c->libraries[i];
		r->rules[i] = (struct library_rule){.entered = b->entered,
			.turnover = b->turnover.n ? pack_setting_int(r->x, k->pack, b->turnover, 0) : 0, .share = b->share.n ? pack_setting_int(r->x, k->pack, b->share, 0) : 0};
		l->shelves[i] = (struct shelf){.of = b, .label = k->fields[c->field].choices[i].label,
			.wanted = b->target.n ? pack_setting_int(r->x, k->pack, b->target, 0) : 0};
	}
}

static const struct scale_line *firm_of(const struct reading *r, str code)
{
	const struct scale_line key = {.s.code = code}, *k = &key;
	const struct scale_line **hit = r->scale->n_all ? bsearch(&k, r->by_code, r->scale->n_all, sizeof *r->by_code, by_code) : NULL;
	return hit ? *hit : NULL;
}

/* ---- one ------------------------------------------------------------------------------------------------ */
static str raw_of(const struct matter_row *row, int field)
{
	for (size_t i = 0; i < row->n_fields; i++)
		if (row->fields[i].field == &row->kind->fields[field] && !row->fields[i].masked)
			return row->fields[i].raw;
	return S("");
}

static void judge(const struct reading *r, struct cultivated *c)
{
	struct library_facts f = {0};
	if (!c->firm || c->library + 1 >= (int)r->of->n_libraries)
		return;
	f.entered = c->firm->counted || c->firm->state == SCALE_REACHED;
	f.has_turnover = c->firm->months > 0;
	f.turnover = frac_of(c->firm->turnover);
	const struct measured *above = value_of(r->above, r->n_above, c->firm->s.id), *below = value_of(r->below, r->n_below, c->firm->s.id);
	f.has_share = above && below && below->number.v > 0 && share_of(frac_of(above->number), frac_of(below->number), &f.share);
	c->has_share = f.has_share && frac_round(f.share, 2, ROUND_HALF_UP, &c->share);
	c->met = library_met(&r->rules[c->library], &f);
}

static void take(const struct reading *r, struct cultivated_list *l, const struct matter_row *row, struct cultivated *c)
{
	str library = raw_of(row, r->of->field);
	*c = (struct cultivated){.row = *row, .library = -1, .code = raw_of(row, row->kind->about_code), .over = row->light == LIGHT_RED, .near = row->light == LIGHT_YELLOW};
	for (size_t i = 0; i < r->of->n_libraries; i++)
		if (str_eq(r->of->libraries[i].name, library))
			c->library = (int)i;
	c->firm = firm_of(r, c->code);
	if (c->library < 0)
		return;
	judge(r, c);
	struct shelf *s = &l->shelves[c->library];
	s->in++;
	s->near += c->near;
	s->over += c->over;
	s->met += c->met;
}

static int by_step(const void *a, const void *b)
{
	const struct cultivated *x = a, *y = b;
	if (x->met != y->met)
		return x->met ? -1 : 1;
	ms_t dx = x->row.due == MS_NONE ? INT64_MAX : x->row.due, dy = y->row.due == MS_NONE ? INT64_MAX : y->row.due;
	if (dx != dy)
		return dx < dy ? -1 : 1;
	return x->row.id < y->row.id ? -1 : x->row.id > y->row.id;
}

static uint64_t open_states(const struct kind *k)
{
	uint64_t set = 0;
	for (size_t i = 0; i < k->n_states; i++)
		set |= (uint64_t)!k->states[i].closed << i;
	return set;
}

static err gather(struct reading *r, struct cultivated_list *l)
{
	LIST(struct cultivated) all = {0};
	struct matter_page page = {.next = S("")};
	struct matter_query q = {.kind = l->kind, .states = open_states(l->kind), .due_from = DAY_NONE, .due_to = DAY_NONE, .with_fields = true, .order = ORDER_OPENED, .limit = PAGE};
	do {
		q.cursor = page.next;
		TRY(matter_list(r->x, &q, &page));
		for (size_t i = 0; i < page.n; i++)
			take(r, l, &page.rows[i], list_push(r->x->arena, &all));
	} while (page.next.n && all.n < OPEN_MOST);
	l->cut_short = page.next.n > 0;
	l->v = all.v;
	l->n = all.n;
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_step);
	return OK;
}

err cultivated_read(struct ctx *x, const struct scale_list *scale, struct cultivated_list *ret)
{
	struct cultivated_list l = {.kind = declared(x->core), .year = S("")};
	*ret = l;
	if (!l.kind)
		return OK;
	struct reading r = {.x = x, .scale = scale, .of = l.kind->cultivation, .by_code = arena_new_n(x->arena, scale->n_all, const struct scale_line *)};
	for (size_t i = 0; i < scale->n_all; i++)
		r.by_code[i] = &scale->lines[i];
	if (scale->n_all)
		qsort(r.by_code, scale->n_all, sizeof *r.by_code, by_code);
	rules_of(&r, l.kind, &l);
	TRY(shares(&r, &l));
	TRY(gather(&r, &l));
	*ret = l;
	return OK;
}

int cultivated_library(const struct cultivated_list *l, str code)
{
	int best = -1;
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].library > best && str_eq(l->v[i].code, code))
			best = l->v[i].library;
	return best;
}
