/* SPDX-License-Identifier: Apache-2.0 */
/* Air quality (空气质量): the stations side by side, the calendar of one, the hours of a day. */
#include "web/web_in.h"

#include <stdlib.h>

#define YEAR_FIRST 2013 /* of the first stations of the national network */

static struct air_mark mark_of(int aqi)
{
	return (struct air_mark){aqi, air_level_of(air_rules(), aqi)};
}

static str rounded(struct visit *v, struct air_value value, int decimals)
{
	struct buf b;
	struct dec d;
	buf_init(&b, v->arena);
	if (!value.valid || !ratio_round(value.v, decimals, ROUND_HALF_EVEN, &d))
		return S("");
	dec_put(&b, d);
	return buf_str(&b);
}

static str share_good(struct visit *v, size_t part, size_t whole)
{
	struct air_value s = {whole > 0, {0, 1}};
	if (!whole || !ratio_div(ratio_of((int64_t)part * 100), ratio_of((int64_t)whole), &s.v))
		return S("");
	return path_with(v, STR_FMT "%%", STR_ARG(rounded(v, s, 1)));
}

static err year_asked(struct visit *v, int *ret)
{
	int now = day_civil(v->ui.today).year;
	int64_t year = query_int(v, "y", now);
	if (year < YEAR_FIRST || year > now)
		return fail(ERR_NOTFOUND, "there is no such year of air quality to look at; choose one up to the present");
	*ret = (int)year;
	return OK;
}

static str year_link(struct visit *v, const char *path, int year)
{
	return year < YEAR_FIRST || year > day_civil(v->ui.today).year ? S("") : path_with(v, "%s?y=%d", path, year);
}

str air_unit(enum air_item item)
{
	return item == AIR_CO ? S("mg/m³") : S("µg/m³");
}

bool air_shown(struct visit *v)
{
	struct air_station *s;
	size_t n = 0;
	if (!atomic_load(&v->web->air) && air_stations_read(ctx_of(v), &s, &n) == OK && n)
		atomic_store(&v->web->air, true);
	return atomic_load(&v->web->air);
}

/* ---- stations ---------------------------------------------------------------------------- */
struct compared {
	struct air_period now, before;
};

/* The year up to its last day, and the same days of the year before, by one method. */
static err compare(struct visit *v, int64_t station, const struct air_page *p, struct compared *ret, struct air_line *line)
{
	const struct air_rules *r = air_rules();
	struct air_day *now, *before;
	size_t n, n_before;
	day_t from = day_add_months(p->from, -12), to = day_add_months(p->to, -12);
	TRY(air_days_read(ctx_of(v), station, p->from, p->to, &now, &n));
	TRY(air_days_read(ctx_of(v), station, from, to, &before, &n_before));
	air_period_of(v->arena, r, p->method, now, n, p->from, p->to, &ret->now);
	air_period_of(v->arena, r, p->method, before, n_before, from, to, &ret->before);
	line->newest = mark_of(n ? now[n - 1].aqi : AIR_NONE);
	line->newest_day = n ? now[n - 1].day : DAY_NONE;
	return OK;
}

static void fill_line(struct visit *v, const struct compared *c, struct air_line *l)
{
	struct air_value change = air_change(c->now.composite, c->before.composite);
	str sign = rounded(v, change, 1);
	l->composite = rounded(v, c->now.composite, 2);
	l->before = rounded(v, c->before.composite, 2);
	l->enough = c->now.composite_enough;
	l->way = !change.valid ? 0 : change.v.above > 0 ? 1 : change.v.above < 0 ? -1 : 0;
	l->change = !sign.n ? S("") : path_with(v, "%s" STR_FMT "%%", l->way > 0 ? "+" : "", STR_ARG(sign));
	l->good = path_with(v, "%zu/%zu", c->now.good, c->now.with_aqi);
	l->good_share = share_good(v, c->now.good, c->now.with_aqi);
	l->good_before = share_good(v, c->before.good, c->before.with_aqi);
}

static int by_place(const void *a, const void *b)
{
	const struct air_line *x = a, *y = b;
	int64_t p = INT64_MAX, q = INT64_MAX;
	(void)str_int(x->place, &p);
	(void)str_int(y->place, &q);
	return p != q ? (p > q) - (p < q) : str_cmp(x->code, y->code);
}

static err fill_lines(struct visit *v, struct air_page *p)
{
	struct air_station *s;
	size_t n;
	TRY(air_stations_read(ctx_of(v), &s, &n));
	struct air_line *lines = arena_new_n(v->arena, n, struct air_line);
	struct air_value *composite = arena_new_n(v->arena, n, struct air_value);
	size_t *place = arena_new_n(v->arena, n, size_t);
	for (size_t i = 0; i < n; i++) {
		struct compared c;
		lines[i] = (struct air_line){.code = s[i].code, .name = s[i].name, .href = path_with(v, "/air/%lld?y=%d", (long long)s[i].id, p->year)};
		TRY(compare(v, s[i].id, p, &c, &lines[i]));
		fill_line(v, &c, &lines[i]);
		composite[i] = c.now.composite;
	}
	air_rank(v->arena, composite, n, place);
	for (size_t i = 0; i < n; i++)
		lines[i].place = place[i] ? path_with(v, "%zu", place[i]) : S("");
	if (n)
		qsort(lines, n, sizeof *lines, by_place);
	p->lines = lines;
	p->n_lines = n;
	return OK;
}

err air_page(struct visit *v)
{
	const struct air_rules *r = air_rules();
	struct air_method method;
	struct air_page p = {.levels = r->levels, .n_levels = r->n_levels};
	TRY(year_asked(v, &p.year));
	TRY(frame(v, "air"));
	p.from = day_of(p.year, 1, 1);
	p.to = day_of(p.year, 12, 31) < v->ui.today ? day_of(p.year, 12, 31) : v->ui.today;
	air_method_here(ctx_of(v), p.to, &method);
	p.method = &method;
	p.before = year_link(v, "/air", p.year - 1);
	p.after = year_link(v, "/air", p.year + 1);
	TRY(fill_lines(v, &p));
	render(v, ui_air(&v->rs->body, &v->ui, &p));
	return OK;
}

/* ---- a station ------------------------------------------------------------------------------ */
static str primary_of(struct visit *v, const struct air_index *x)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (int i = 0; i < AIR_ITEMS; i++)
		if (x->primary[i]) {
			buf_z(&b, b.n ? ", " : "");
			buf_add(&b, air_item_name((enum air_item)i));
		}
	return b.n ? buf_str(&b) : S("");
}

/* Of values as they stand: rounded, then the index of that span by the standard of the day. */
static struct air_index index_of(day_t day, enum air_span span, const struct air_value value[AIR_ITEMS])
{
	const struct air_standard *st = air_standard_on(air_rules(), day);
	struct air_reading in[AIR_ITEMS] = {0};
	struct air_index x;
	for (int i = 0; i < AIR_ITEMS; i++)
		in[i].given = value[i].valid && air_round(value[i].v, st->scale[span][i].decimals, &in[i].units);
	air_index_of(air_rules(), st, span, in, &x);
	return x;
}

static void fill_months(struct visit *v, const struct air_day *d, size_t n, struct air_station_page *p)
{
	struct air_month *months = arena_new_n(v->arena, AIR_MONTHS, struct air_month);
	size_t at = 0;
	for (int m = 1; m <= AIR_MONTHS; m++) {
		struct air_month *month = &months[m - 1];
		day_t first = day_of(p->year, m, 1), last = day_month_end(p->year, m);
		*month = (struct air_month){.month = m, .n = (size_t)(last - first) + 1};
		for (size_t i = 0; i < month->n; i++) {
			struct air_cell *c = &month->days[i];
			*c = (struct air_cell){.day = first + (day_t)i, .mark = {AIR_NONE, NULL}};
			if (at == n || d[at].day != c->day)
				continue;
			c->there = true;
			c->chosen = c->day == p->day;
			c->mark = mark_of(d[at++].aqi);
			c->href = path_with(v, "/air/%lld?y=%d&d=%d-%02d-%02d#day", (long long)p->station->id, p->year, p->year, m, (int)i + 1);
			p->with_aqi += c->mark.level != NULL;
			p->by_level[c->mark.level ? c->mark.level->level : 0]++;
			p->good += c->mark.level && c->mark.level->good;
		}
	}
	p->months = months;
	p->n_months = AIR_MONTHS;
}

void air_items_of(struct visit *v, const struct air_day *d, const struct air_item_line **ret, size_t *ret_n)
{
	const struct air_rules *r = air_rules();
	const struct air_standard *st = air_standard_on(r, d->day);
	struct air_index x = index_of(d->day, AIR_DAY, d->v);
	struct air_item_line *items = arena_new_n(v->arena, AIR_ITEMS, struct air_item_line);
	*ret_n = 0;
	for (int i = 0; i < AIR_ITEMS; i++) {
		const struct air_scale *s = &st->scale[AIR_DAY][i];
		const struct air_limit *limit = air_limit_on(r, d->day, (enum air_item)i, AIR_DAY);
		struct air_item_line l = {.item = air_item_name((enum air_item)i), .unit = air_unit((enum air_item)i), .primary = x.primary[i],
			.value = rounded(v, d->v[i], s->decimals), .mark = mark_of(x.iaqi[i]), .limit = S("")};
		if (!s->part)
			continue;
		if (limit) {
			int order = 0;
			struct dec shown;
			l.limit = rounded(v, (struct air_value){true, ratio_dec(limit->grade[1])}, 0);
			l.over = d->v[i].valid && ratio_round(d->v[i].v, s->decimals, ROUND_HALF_EVEN, &shown) &&
				 ratio_cmp(ratio_dec(shown), ratio_dec(limit->grade[1]), &order) && order > 0;
		}
		items[(*ret_n)++] = l;
	}
	*ret = items;
}

struct air_mark air_mark_of_hour(day_t day, const struct air_value value[AIR_ITEMS])
{
	return mark_of(index_of(day, AIR_HOUR, value).aqi);
}

struct air_mark air_mark_of(int aqi)
{
	return mark_of(aqi);
}

static void fill_items(struct visit *v, const struct air_day *d, struct air_station_page *p)
{
	air_items_of(v, d, &p->items, &p->n_items);
	p->mark = mark_of(d->aqi);
	p->standard = air_standard_on(air_rules(), d->day)->full;
	p->day_there = true;
}

static err fill_hours(struct visit *v, struct air_station_page *p)
{
	struct air_hours h;
	struct air_hour_line *lines = arena_new_n(v->arena, 24, struct air_hour_line);
	TRY(air_hours_read(ctx_of(v), p->station->id, p->day, &h));
	for (int hour = 0; hour < 24; hour++) {
		struct air_value value[AIR_ITEMS] = {{0}};
		struct air_hour_line *l = &lines[hour];
		for (int i = 0; i < AIR_ITEMS; i++) {
			value[i] = (struct air_value){h.given[i][hour], ratio_dec(h.v[i][hour])};
			l->v[i] = rounded(v, value[i], i == AIR_CO);
		}
		struct air_index x = index_of(p->day, AIR_HOUR, value);
		l->hour = hour;
		l->mark = mark_of(x.aqi);
		l->primary = primary_of(v, &x);
	}
	p->hours = lines;
	p->n_hours = 24;
	p->chart = air_chart(v, air_rules(), lines, 24);
	return OK;
}

static err station_asked(struct visit *v, const struct air_station **ret)
{
	struct air_station *s;
	size_t n;
	TRY(air_stations_read(ctx_of(v), &s, &n));
	for (size_t i = 0; i < n; i++)
		if (s[i].id == v->id[0]) {
			*ret = &s[i];
			return OK;
		}
	return fail(ERR_NOTFOUND, "there is no such air station");
}

/* The day asked for, else the newest of the year. */
static const struct air_day *day_chosen(struct visit *v, const struct air_day *d, size_t n)
{
	day_t day = DAY_NONE;
	str asked = query_get(v, "d");
	if (!asked.n)
		return n ? &d[n - 1] : NULL;
	for (size_t i = 0; day_parse(asked, &day) && i < n; i++)
		if (d[i].day == day)
			return &d[i];
	return NULL;
}

err air_station_page(struct visit *v)
{
	const struct air_rules *r = air_rules();
	struct air_station_page p = {.levels = r->levels, .n_levels = r->n_levels, .day = DAY_NONE, .mark = {AIR_NONE, NULL}};
	struct air_day *d;
	size_t n;
	TRY(year_asked(v, &p.year));
	TRY(station_asked(v, &p.station));
	TRY(frame(v, "air"));
	TRY(air_days_read(ctx_of(v), p.station->id, day_of(p.year, 1, 1), day_of(p.year, 12, 31), &d, &n));
	const struct air_day *chosen = day_chosen(v, d, n);
	if (chosen) {
		p.day = chosen->day;
		fill_items(v, chosen, &p);
		TRY(fill_hours(v, &p));
	}
	fill_months(v, d, n, &p);
	str path = path_with(v, "/air/%lld", (long long)p.station->id);
	p.before = year_link(v, path.p, p.year - 1);
	p.after = year_link(v, path.p, p.year + 1);
	p.back = path_with(v, "/air?y=%d", p.year);
	render(v, ui_air_station(&v->rs->body, &v->ui, &p));
	return OK;
}
