/* SPDX-License-Identifier: Apache-2.0 */
/* 环境监测公开: outlets that are public and the air of the district, for anybody. What is read and drawn is made once for all
 * readers and stands for a minute; a change of any station ends it at once. */
#include "web/monitor_in.h"
#include "web/public_in.h"

#include <stdlib.h>

#include "monitor/air_take.h"

#define STANDS_MS 60000
#define HOUR_MS 3600000LL
#define DAY_MS 86400000LL

struct public_piece { /* a page without its frame */
	struct public_piece *next;
	int64_t id; /* of the station; 0: the list */
	enum lang lang;
	str html;
};

/* ---- made once ------------------------------------------------------------------------------- */
static err cache_fill(struct visit *v, struct public_cache *c, int64_t mark)
{
	arena_reset(&c->arena);
	c->some = false;
	c->pieces = NULL;
	c->all = arena_new(&c->arena, struct public_outlets);
	TRY(public_outlets_read(v->web->config.core, &c->arena, c->all));
	c->mark = mark;
	c->made = v->ui.now;
	c->some = true;
	return OK;
}

static bool cache_stands(const struct visit *v, const struct public_cache *c)
{
	return c->some && v->ui.now >= c->made && v->ui.now - c->made < STANDS_MS;
}

/* With its lock held. `changed`: a change of a station is asked for. */
static err cache_look(struct visit *v, struct public_cache *c, bool changed)
{
	int64_t mark = c->mark;
	if (v->ctx_open)
		ctx_refresh(&v->ctx); /* a thread has one snapshot at a time */
	if (changed || !cache_stands(v, c))
		TRY(public_outlets_mark(v->web->config.core, v->arena, &mark));
	return cache_stands(v, c) && mark == c->mark ? OK : cache_fill(v, c, mark);
}

bool public_monitor_there(struct visit *v)
{
	struct public_cache *c = &v->web->public;
	if (public_int(v->web->config.core, "public_open") != 1)
		return false;
	pthread_mutex_lock(&c->lock);
	bool there = cache_look(v, c, false) == OK && c->all->n > 0;
	pthread_mutex_unlock(&c->lock);
	return there;
}

/* ---- lines ---------------------------------------------------------------------------------------- */
void put_public_time(struct buf *b, const struct ui *u, ms_t at, bool hour)
{
	day_t day = zone_day(u->zone, at);
	put_day(b, day);
	if (hour)
		buf_fmt(b, " %02d:00", (int)((at - zone_at(u->zone, day, 0)) / HOUR_MS));
}

static const struct outlet_shown *values_of(struct visit *v, const struct public_span *s)
{
	struct outlet_shown *o = arena_new_n(v->arena, s->n, struct outlet_shown);
	for (size_t i = 0; i < s->n; i++)
		o[i] = (struct outlet_shown){.code = s->v[i].code, .name = s->v[i].name, .value = s->v[i].value, .unit = outlet_unit_shown(v, s->v[i].unit),
			.limit = s->v[i].limit ? limit_said(v, s->v[i].limit) : S(""), .flag = s->v[i].flag, .above = s->v[i].above};
	return o;
}

static struct public_outlet_line line_of(struct visit *v, const struct public_outlet *o)
{
	struct public_outlet_line l = {.o = o, .href = path_with(v, "/open/monitor/%lld", (long long)o->id), .id = path_with(v, "s%lld", (long long)o->id),
		.hour = values_of(v, &o->hour), .n_hour = o->hour.n, .day = values_of(v, &o->day), .n_day = o->day.n,
		.air_hour = {AIR_NONE, NULL}, .air_day = {AIR_NONE, NULL}};
	if (o->air && o->air->has_hour) {
		l.air_hour = air_mark_of_hour(o->air->hour_day, o->air->v);
		l.air_hour_at = zone_at(v->ui.zone, o->air->hour_day, o->air->hour * (int)HOUR_MS);
	}
	if (o->air && o->air->has_day) {
		l.air_day = air_mark_of(o->air->day.aqi);
		air_items_of(v, &o->air->day, &l.items, &l.n_items);
	}
	return l;
}

static void counts_fill(struct visit *v, const struct public_outlets *all, struct monitor_public_view *view)
{
	struct outlet_count *c = arena_new_n(v->arena, OUTLET_STATES, struct outlet_count);
	int64_t n[OUTLET_STATES] = {0};
	for (size_t i = 0; i < all->n; i++)
		n[all->v[i].state] += all->v[i].enrolled;
	for (int i = 0; i < OUTLET_STATES; i++)
		if (n[i])
			c[view->n_counts++] = (struct outlet_count){.state = i, .n = n[i]};
	view->counts = c;
}

static void map_fill(struct visit *v, const struct public_outlets *all, struct outlet_map *map)
{
	struct outlet_spot *s = arena_new_n(v->arena, all->n, struct outlet_spot);
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].site.placed)
			s[n++] = (struct outlet_spot){.site = all->v[i].site, .state = all->v[i].state, .name = all->v[i].name,
				.href = path_with(v, "/open/monitor/%lld", (long long)all->v[i].id)};
	if (!n || !public_map(v, &map->drawing))
		return;
	map->there = true;
	map->frame = map_frame_at(&map->drawing, 0, NULL);
	map->title = said(v, W("outlet|Map of the stations"));
	outlet_points(v, &map->drawing, map->frame, S(""), s, n, &map->points, &map->n_points);
}

static void list_draw(struct visit *v, const struct public_outlets *all, struct buf *b)
{
	struct public_outlet_line *l = arena_new_n(v->arena, all->n, struct public_outlet_line);
	struct monitor_public_view view = {.lines = l, .n = all->n - all->n_air, .air = l + (all->n - all->n_air), .n_air = all->n_air,
		.truncated = all->truncated, .made = v->web->public.made};
	for (size_t i = 0; i < all->n; i++)
		l[i] = line_of(v, &all->v[i]);
	counts_fill(v, all, &view);
	map_fill(v, all, &view.map);
	ui_monitor_public(b, &v->ui, &view);
}

/* ---- one: the course of a day ------------------------------------------------------------------------------ */
static void points_fill(struct visit *v, const struct public_point *p, size_t n, struct outlet_series *s)
{
	struct outlet_point *o = arena_new_n(v->arena, n, struct outlet_point);
	for (size_t i = 0; i < n; i++)
		o[i] = (struct outlet_point){.time = p[i].time, .v = p[i].v, .has = p[i].has, .flag = p[i].flag};
	s->v = o;
	s->n = n;
	s->step = HOUR_MS;
	s->svg = outlet_chart(v, s);
}

/* 24 hours that end with the newest one of it. */
static struct outlet_series *series_new(struct visit *v, ms_t newest, struct outlet_series *s, str code, str name, str unit)
{
	*s = (struct outlet_series){.code = code, .name = name, .unit = outlet_unit_shown(v, unit), .from = newest - 23 * HOUR_MS, .to = newest + HOUR_MS};
	return s;
}

static err outlet_series_fill(struct visit *v, const struct public_outlet *o, struct outlet_public_view *view)
{
	struct outlet_series *s = arena_new_n(v->arena, o->hour.n, struct outlet_series);
	for (size_t i = 0; i < o->hour.n; i++) {
		const struct public_value *x = &o->hour.v[i];
		struct outlet_series *one = series_new(v, o->hour.time, &s[view->n_series++], x->code, x->name, x->unit);
		struct public_point *p;
		size_t n;
		TRY(public_course_read(v->web->config.core, v->arena, o, x->code, one->from, one->to, &p, &n));
		outlet_bounds_fill(v, x->limit, x->unit, one);
		points_fill(v, p, n, one);
	}
	view->series = s;
	return OK;
}

static err air_series_fill(struct visit *v, const struct public_outlet *o, ms_t newest, struct outlet_public_view *view)
{
	struct outlet_series *s = arena_new_n(v->arena, AIR_ITEMS, struct outlet_series);
	for (int i = 0; i < AIR_ITEMS; i++) {
		struct outlet_series *one = series_new(v, newest, &s[view->n_series], S(""), air_item_name((enum air_item)i), air_unit((enum air_item)i));
		struct public_point *p;
		size_t n;
		TRY(public_air_course_read(v->web->config.core, v->arena, o, (enum air_item)i, one->from, one->to, &p, &n));
		if (!n)
			continue;
		points_fill(v, p, n, one);
		view->n_series++;
	}
	view->series = s;
	return OK;
}

static str cell_of(struct visit *v, const struct outlet_series *s, ms_t at)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].time == at && s->v[i].has)
			dec_put(&b, s->v[i].v);
	return buf_str(&b);
}

static void rows_fill(struct visit *v, struct outlet_public_view *view)
{
	enum { HOURS = 24 };
	struct public_hour_row *r = arena_new_n(v->arena, HOURS, struct public_hour_row);
	for (int h = 0; view->n_series && h < HOURS; h++) {
		ms_t at = view->series[0].to - (h + 1) * HOUR_MS;
		str *cells = arena_new_n(v->arena, view->n_series, str);
		for (size_t i = 0; i < view->n_series; i++)
			cells[i] = cell_of(v, &view->series[i], at);
		r[view->n_rows++] = (struct public_hour_row){at, cells};
	}
	view->rows = r;
}

static void sources_fill(struct visit *v, const struct public_outlet *o, struct outlet_public_view *view)
{
	str *s = arena_new_n(v->arena, o->hour.n + o->day.n, str);
	const struct public_span *spans[] = {&o->hour, &o->day};
	for (size_t k = 0; k < COUNT_OF(spans); k++)
		for (size_t i = 0; i < spans[k]->n; i++) {
			const struct limit *l = spans[k]->v[i].limit;
			bool there = !l || !l->source.n;
			for (size_t j = 0; !there && j < view->n_sources; j++)
				there = str_eq(s[j], l->source);
			if (!there)
				s[view->n_sources++] = l->source;
		}
	view->sources = s;
}

static err one_draw(struct visit *v, const struct public_outlet *o, struct buf *b)
{
	struct public_outlet_line line = line_of(v, o);
	struct outlet_public_view view = {.line = &line};
	if (o->hour.n)
		TRY(outlet_series_fill(v, o, &view));
	else if (!o->enrolled && o->air && o->air->has_hour)
		TRY(air_series_fill(v, o, line.air_hour_at, &view));
	rows_fill(v, &view);
	sources_fill(v, o, &view);
	ui_outlet_public(b, &v->ui, &view);
	return OK;
}

/* ---- the pages ---------------------------------------------------------------------------------------------- */
static err piece_make(struct visit *v, struct public_cache *c, int64_t id, str *ret)
{
	const struct public_outlet *o = NULL;
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < c->all->n; i++)
		if (id && c->all->v[i].id == id)
			o = &c->all->v[i];
	if (id && !o)
		return fail(ERR_NOTFOUND, "there is no such page");
	if (o)
		TRY(one_draw(v, o, &b));
	else
		list_draw(v, c->all, &b);
	struct public_piece *p = arena_new(&c->arena, struct public_piece);
	*p = (struct public_piece){.next = c->pieces, .id = id, .lang = v->lang, .html = str_dup(&c->arena, buf_str(&b))};
	c->pieces = p;
	*ret = p->html;
	return OK;
}

/* A copy of it, also of its title, in the arena of the visit: the next reader may make them anew. */
static err piece_of(struct visit *v, struct public_cache *c, int64_t id, str *ret, str *ret_name)
{
	str html = STR_NONE;
	TRY(cache_look(v, c, true));
	for (const struct public_piece *p = c->pieces; p && !html.p; p = p->next)
		if (p->id == id && p->lang == v->lang)
			html = p->html;
	if (!html.p)
		TRY(piece_make(v, c, id, &html));
	*ret = str_dup(v->arena, html);
	for (size_t i = 0; i < c->all->n; i++)
		if (c->all->v[i].id == id)
			*ret_name = str_dup(v->arena, c->all->v[i].name);
	return OK;
}

static err show(struct visit *v, int64_t id)
{
	struct public_cache *c = &v->web->public;
	str html = S(""), name = said(v, W("outlet|Monitoring of the environment, open to all"));
	if (public_int(v->web->config.core, "public_open") != 1)
		return fail(ERR_NOTFOUND, "there is no such page");
	public_frame(v, "open");
	pthread_mutex_lock(&c->lock);
	err e = piece_of(v, c, id, &html, &name);
	pthread_mutex_unlock(&c->lock);
	TRY(e);
	render(v, ui_monitor_public_page(&v->rs->body, &v->ui, name, html));
	return OK;
}

err monitor_public_page(struct visit *v)
{
	return show(v, 0);
}

err outlet_public_page(struct visit *v)
{
	return v->id[0] ? show(v, v->id[0]) : fail(ERR_NOTFOUND, "there is no such page");
}
