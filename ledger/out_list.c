/* SPDX-License-Identifier: Apache-2.0 */
/* Which lists there are, and what all of them share: title, unit and day, one snapshot for all
 * pages, memory of one page. */
#include "ledger/out_in.h"

#include <string.h>

#include "core/told.h"

#define OFFICE (1u << DUTY_SUPERVISION | 1u << DUTY_SYSTEM)

const struct out_list_decl out_lists[] = {
	{"matters", W("Ledger of matters"), 0},
	{"todo", W("My to-do list"), 0},
	{"done", W("Matters I acted on"), 0},
	{"closed", W("Closed matters I acted on"), 0},
	{"watched", W("Matters I follow"), 0},
	{"week", W("Reports of the week"), 0},
	{"week-units", W("Reports of the week by unit"), 0},
	{"indicators", W("Table of indicators"), 0},
	{"said", W("SAID|Said and measured"), 0},
	{"scale", W("SCALE|Firms near scale"), 0},
	{"ladder", W("SCALE|Against the targets"), 0},
	{"documents", W("List of documents"), 0},
	{"parts", W("Parts and milestones"), 0},
	{"units", W("Table of units"), 0},
	{"people", W("Table of people"), OFFICE},
	{NULL, NULL, 0},
};
static err (*const makers[])(struct listing_out *) = {
	out_matters, out_todo, out_done, out_closed, out_watched, out_week, out_week_units, out_indicators, out_said, out_scale, out_ladder, out_documents, out_parts, out_units, out_people};

const struct out_list_decl *out_list_find(str name)
{
	for (const struct out_list_decl *d = out_lists; d->name; d++)
		if (str_eq(name, str_of(d->name)))
			return d;
	return NULL;
}

/* ---- what the lists share --------------------------------------------------------------- */
str list_word(const struct listing_out *l, const char *key)
{
	return word(l->lang, key);
}

struct out_column *column_add(struct listing_out *l, out_columns *c, const char *heading, const char *key, enum out_sort sort, int width)
{
	struct out_column *new = list_push(l->x->arena, c);
	*new = (struct out_column){.heading = word(l->lang, heading), .key = key, .sort = sort, .width = width};
	return new;
}

str id_version(struct arena *a, int64_t id, int64_t version)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, id);
	buf_byte(&b, ':');
	buf_int(&b, version);
	return buf_str(&b);
}

str int_text(struct arena *a, int64_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, n);
	return buf_str(&b);
}

/* What ends at 24:00 is due on the day that ends then. */
day_t due_on(const struct out_ask *ask, ms_t due)
{
	return due == MS_NONE ? DAY_NONE : zone_day(ask->zone, due - 1);
}

day_t day_on(const struct out_ask *ask, ms_t at)
{
	return at == MS_NONE ? DAY_NONE : zone_day(ask->zone, at);
}

static const struct kind *kind_asked(const struct out_ask *ask)
{
	return ask->matters && !strcmp(ask->list, "matters") ? ask->matters->kind : NULL;
}

/* 事项台账, or of one kind 重点项目台账 */
static str list_title(struct arena *a, const struct out_ask *ask, enum lang lang)
{
	struct buf b;
	const struct kind *k = kind_asked(ask);
	str label;
	if (!k)
		return word(lang, out_list_find(str_of(ask->list))->label);
	label = words2_in(&k->label, lang);
	buf_init(&b, a);
	word_fmt(&b, lang, W("Ledger: {0}"), &label, 1);
	return buf_str(&b);
}

static str labelled(struct listing_out *l, const char *label, str value)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	word_fmt(&b, l->lang, label, &value, 1);
	return buf_str(&b);
}

err listing_begin(struct listing_out *l, const out_columns *c)
{
	struct buf day, title;
	struct arena *a = l->x->arena;
	buf_init(&day, a);
	buf_init(&title, a);
	day_put(&day, zone_day(l->ask->zone, l->x->now));
	buf_add(&title, l->ask->district);
	if (l->lang == LANG_EN && title.n)
		buf_z(&title, " · ");
	buf_add(&title, list_title(a, l->ask, l->lang));
	str who = l->x->actor.unit_name.n ? l->x->actor.unit_name : l->ask->district;
	l->table = (struct out_table){.mark = l->ask->mark, .title = buf_str(&title), .unit = labelled(l, W("Unit: {0}"), who),
		.date = labelled(l, W("Date: {0}"), buf_str(&day)), .lang = l->lang, .columns = c->v, .n = c->n};
	return out_begin(a, l->ask->form, &l->table, l->ask->fd, &l->out);
}

void rows_begin(struct listing_out *l)
{
	l->x->arena = &l->page;
}

void rows_done(struct listing_out *l)
{
	arena_reset(&l->page);
}

/* ---- the whole ---------------------------------------------------------------------------- */
static err units_to_choose(struct listing_out *l)
{
	struct unit *v;
	size_t n;
	TRY(unit_list(l->x, &v, &n));
	str *names = arena_new_n(l->x->arena, n, str);
	for (size_t i = 0; i < n; i++)
		if (v[i].active)
			names[l->n_units++] = v[i].short_name.n ? v[i].short_name : v[i].name;
	l->units = names;
	return OK;
}

static err make(struct listing_out *l, const struct out_list_decl *d)
{
	struct conn *snapshot;
	struct arena *whole = l->x->arena;
	TRY(units_to_choose(l));
	TRY(ctx_conn(l->x, &snapshot)); /* opened now: what belongs to it outlives the pages */
	err e = makers[d - out_lists](l);
	l->x->arena = whole;
	if (e == OK)
		e = out_end(l->out);
	else if (l->out)
		out_drop(l->out);
	return e;
}

err out_list(struct ctx *x, const struct out_ask *ask, int64_t *ret)
{
	struct listing_out l = {.x = x, .ask = ask, .lang = x->actor.lang};
	const struct out_list_decl *d = out_list_find(str_of(ask->list));
	if (!d)
		return fail(ERR_NOTFOUND, "there is no list {0}; see docs/users.md for their names", str_of(ask->list));
	if (d->duties && x->actor.user && !(x->actor.duties & d->duties))
		return fail(ERR_DENIED, "this list is for the supervision office and the system administrator");
	arena_init(&l.page);
	err e = make(&l, d);
	arena_done(&l.page);
	TRY(e);
	*ret = out_rows(l.out);
	return OK;
}

str out_name(struct ctx *x, const struct out_ask *ask)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_add(&b, list_title(x->arena, ask, x->actor.lang));
	for (size_t i = 0; i < b.n; i++) /* of a label that a folder could be made of */
		if (b.p[i] == '/' || b.p[i] == '\\' || b.p[i] == ':')
			b.p[i] = '-';
	buf_byte(&b, '-');
	day_put(&b, zone_day(ask->zone, x->now));
	buf_byte(&b, '.');
	buf_z(&b, out_form_ending(ask->form));
	return buf_str(&b);
}
