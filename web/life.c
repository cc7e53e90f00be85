/* SPDX-License-Identifier: Apache-2.0 */
/* 生命周期: the days of a subject's life in one line with the matters about it, of all packs that say so. */
#include "web/web_in.h"

#include <stdlib.h>

#define MATTERS_MOST 50 /* of one kind */

static int by_day(const void *a, const void *b)
{
	const struct life_step *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->order - y->order;
}

static const struct value *value_of(const struct matter_view *m, int field)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->fields[i].field == &m->row.kind->fields[field] && !m->fields[i].masked)
			return &m->fields[i];
	return NULL;
}

bool life_holds(const struct kind *k, const struct field *f)
{
	for (size_t i = 0; i < k->life.n; i++)
		if (f == &k->fields[k->life.v[i]])
			return true;
	return false;
}

typedef LIST(struct life_step) life_steps;

/* The days that are known; those that are not are named behind them. */
static void days(struct visit *v, const struct matter_view *m, life_steps *l, struct buf *missing)
{
	const struct kind *k = m->row.kind;
	for (size_t i = 0; i < k->life.n; i++) {
		const struct value *value = value_of(m, k->life.v[i]);
		str label = words2_in(&k->fields[k->life.v[i]].label, v->lang);
		day_t d;
		if (value && day_parse(value->raw, &d)) {
			*list_push(v->arena, l) = (struct life_step){.day = d, .label = label, .order = (int)i};
			continue;
		}
		if (missing->n)
			buf_z(missing, v->lang == LANG_ZH ? "、" : ", ");
		buf_add(missing, label);
	}
}

static err matters(struct visit *v, const struct matter_view *m, life_steps *l)
{
	const struct kind *of = m->row.kind;
	const struct value *code = of->code >= 0 ? value_of(m, of->code) : NULL;
	for (size_t i = 0; code && i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		struct matter_page page;
		if (k->about_code < 0 || !str_eq(k->about, of->name))
			continue;
		struct matter_query q = {.kind = k, .due_from = DAY_NONE, .due_to = DAY_NONE, .field = k->fields[k->about_code].name, .value = code->raw, .order = ORDER_OPENED, .limit = MATTERS_MOST};
		TRY(matter_list(ctx_of(v), &q, &page));
		for (size_t j = 0; j < page.n; j++)
			*list_push(v->arena, l) = (struct life_step){.day = zone_day(v->web->config.zone, page.rows[j].opened), .label = words2_in(&k->label, v->lang),
				.matter = &page.rows[j], .order = 1000 + (int)j};
	}
	return OK;
}

err life_fill(struct visit *v, const struct matter_view *m, struct life_view *ret)
{
	life_steps l = {0};
	struct buf missing;
	*ret = (struct life_view){.missing = S("")};
	if (!m->row.kind->life.n)
		return OK;
	buf_init(&missing, v->arena);
	days(v, m, &l, &missing);
	TRY(matters(v, m, &l));
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_day);
	*ret = (struct life_view){.there = true, .steps = l.v, .n = l.n, .missing = buf_str(&missing)};
	return OK;
}
