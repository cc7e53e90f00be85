/* SPDX-License-Identifier: Apache-2.0 */
/* What anybody may read of stations. The district itself reads, and hands out copies of what is public. */
#include "monitor/outlet_public.h"

#include <stdlib.h>

#include "core/measure.h"
#include "monitor/air_take.h"
#include "monitor/monitor_in.h"

STMT(public_stations,
     "SELECT id, name, subject, x, y FROM station WHERE region = $1 AND open = 1 AND state = 1 ORDER BY name, id LIMIT 501");
STMT(public_of_mn, "SELECT id, open, state FROM station WHERE region = $1 AND mn = $2");
STMT(public_mark, "SELECT n FROM station_mark WHERE region = $1");
const struct stmt *const monitor_public_stmts[] = {&public_stations, &public_of_mn, &public_mark, NULL};

#define HOUR_MS 3600000LL
#define DAY_MS 86400000LL
#define MADE_HOURS 3 /* of live data the newest whole hour is looked for in so many */

struct reader {
	struct ctx *x;
	struct station_watch w;
	ms_t missing;
};

/* ---- spans ------------------------------------------------------------------------------------- */
static struct public_value value_of(struct reader *r, const struct outlet_value *o, bool air, enum limit_span span, day_t day)
{
	str code = o->factor ? o->factor->code : o->code, unit = station_watch_unit(&r->w, code, day);
	const struct air_code *item = air ? air_code_of(code) : NULL;
	const struct limit *l = limit_on(r->w.v, r->w.n, code, span, day);
	l = l ? l : limit_on(r->w.v, r->w.n, code, LIMIT_ANY, day);
	struct public_value v = {.code = o->code, .name = o->factor ? o->factor->name : item ? air_item_name(item->item) : o->code, .value = o->value,
		.flag = outlet_flag_of(o->flag), .limit = l, .unit = unit.n ? unit : o->factor ? o->factor->unit : S("")};
	if (item && !limit_on(r->w.v, r->w.n, code, LIMIT_SPAN, day))
		v.unit = item->unit;
	v.above = v.flag == FLAG_NORMAL && station_watch_beyond(&r->w, l, code, o->value, day);
	return v;
}

static void span_of(struct reader *r, const struct outlet_news *news, enum limit_span span, struct public_span *ret)
{
	struct public_value *v = arena_new_n(r->x->arena, news->n + 1, struct public_value);
	day_t day = news->time == MS_NONE ? DAY_NONE : zone_day(core_zone(r->x->core), news->time);
	for (size_t i = 0; i < news->n; i++)
		v[i] = value_of(r, &news->v[i], outlet_kind_of(news->st) == OUTLET_AIR, span, day);
	*ret = (struct public_span){.time = news->time, .v = v, .n = news->n, .made = ret->made};
}

static str text_of(struct arena *a, struct dec d)
{
	struct buf b;
	buf_init(&b, a);
	dec_put(&b, d);
	return buf_str(&b);
}

/* The newest span that holds by the rules of validity, of what was sent in shorter ones; live: of its newest telegram. */
static err made_of(struct reader *r, int64_t id, const struct outlet_news *live, bool days, struct outlet_news *ret)
{
	const struct zone *z = core_zone(r->x->core);
	ms_t now = r->x->now / HOUR_MS * HOUR_MS, today = zone_at(z, zone_day(z, r->x->now), 0);
	ms_t from = days ? zone_at(z, zone_day(z, r->x->now) - 1, 0) : now - MADE_HOURS * HOUR_MS, to = days ? today : now;
	struct outlet_value *v = arena_new_n(r->x->arena, live->n + 1, struct outlet_value);
	struct outlet_news made = {.time = MS_NONE, .got = MS_NONE, .st = live->st, .v = v};
	for (size_t i = 0; i < live->n; i++) {
		struct mean *m;
		size_t n;
		err e = mean_list(r->x, id, live->v[i].code, days, days ? READ_HOURS : READ_LIVE, days ? 60 : 1, from, to, &m, &n);
		if (e != OK && e != ERR_LIMIT)
			return e;
		if (e != OK || !n || !m[n - 1].some || !m[n - 1].valid || (made.time != MS_NONE && made.time != m[n - 1].time))
			continue;
		made.time = m[n - 1].time;
		v[made.n++] = (struct outlet_value){.code = live->v[i].code, .value = text_of(r->x->arena, m[n - 1].mean), .flag = S("N"), .factor = live->v[i].factor};
	}
	*ret = made;
	return OK;
}

/* What was sent; where the newest is older than `old`, what can be made. */
static err span_read(struct reader *r, int64_t id, bool days, const struct outlet_news *newest, struct public_span *ret)
{
	struct outlet_news sent, made = {.time = MS_NONE};
	ms_t old = days ? 3 * DAY_MS : MADE_HOURS * HOUR_MS;
	TRY(outlet_news_of(r->x, id, days ? READ_DAYS : READ_HOURS, &sent));
	if (sent.time == MS_NONE || sent.time < r->x->now - old)
		TRY(made_of(r, id, newest, days, &made));
	ret->made = made.time != MS_NONE && (sent.time == MS_NONE || made.time > sent.time);
	span_of(r, ret->made ? &made : &sent, days ? LIMIT_DAY : LIMIT_HOUR, ret);
	return OK;
}

static bool span_above(const struct public_span *s, ms_t since)
{
	for (size_t i = 0; s->time != MS_NONE && s->time >= since && i < s->n; i++)
		if (s->v[i].above)
			return true;
	return false;
}

/* Above is said by the newest hour and by the day before, never by a single value. */
static err outlet_fill(struct reader *r, int64_t subject, struct public_outlet *o)
{
	struct outlet_news newest;
	TRY(station_watch_read(r->x, o->id, &r->w));
	TRY(outlet_news_read(r->x, o->id, &newest));
	TRY(span_read(r, o->id, false, &newest, &o->hour));
	TRY(span_read(r, o->id, true, &newest, &o->day));
	o->kind = outlet_kind_of(newest.st);
	o->state = outlet_state_of(true, &newest, span_above(&o->hour, r->x->now - MADE_HOURS * HOUR_MS) || span_above(&o->day, r->x->now - 2 * DAY_MS),
		r->x->now, r->missing);
	struct measured_subject s;
	err e = subject ? subject_read(r->x, subject, &s) : ERR_NOTFOUND;
	o->firm = e == OK ? s.name : S("");
	return e == ERR_NOTFOUND ? OK : e;
}

/* ---- air ------------------------------------------------------------------------------------------ */
static bool hour_in(const struct air_hours *h, int hour, struct public_air *ret)
{
	bool some = false;
	for (int i = 0; i < AIR_ITEMS; i++) {
		ret->v[i] = (struct air_value){h->given[i][hour], ratio_dec(h->v[i][hour])};
		some |= h->given[i][hour];
	}
	return some;
}

static err air_read(struct ctx *x, int64_t id, struct public_air *ret)
{
	day_t today = zone_day(core_zone(x->core), x->now);
	struct air_day *d;
	size_t n;
	TRY(air_days_read(x, id, today - 7, today, &d, &n));
	for (size_t i = n; i > 0 && !ret->has_day; i--)
		if (d[i - 1].aqi != AIR_NONE) {
			ret->has_day = true;
			ret->day = d[i - 1];
		}
	for (day_t day = today; day >= today - 1 && !ret->has_hour; day--) {
		struct air_hours h;
		TRY(air_hours_read(x, id, day, &h));
		for (int hour = 23; hour >= 0 && !ret->has_hour; hour--)
			if (hour_in(&h, hour, ret)) {
				ret->has_hour = true;
				ret->hour_day = day;
				ret->hour = hour;
			}
	}
	return OK;
}

/* Its number is that of a station that is enrolled: then its word decides. *ret_station 0: its hours come by file. */
static err air_allowed(struct ctx *x, str code, int64_t *ret_station, bool *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &public_of_mn, VALS(V_INT(core_region(x->core)), V_TEXT(code)), &r, &found));
	*ret_station = found ? row_int(r, 0) : 0;
	*ret = found ? row_int(r, 1) && row_int(r, 2) == STATION_ON : core_setting(x->core, "outlets", "public_air") == 1;
	return OK;
}

struct outlet_list { /* as LIST has it */
	struct public_outlet *v;
	size_t n, cap;
};

static struct public_outlet *outlet_by_id(struct outlet_list *l, int64_t id)
{
	for (size_t i = 0; id && i < l->n; i++)
		if (l->v[i].id == id)
			return &l->v[i];
	return NULL;
}

static err airs_read(struct ctx *x, struct outlet_list *l)
{
	struct air_station *s;
	size_t n;
	TRY(air_stations_read(x, &s, &n));
	for (size_t i = 0; i < n && l->n < PUBLIC_OUTLETS_MOST; i++) {
		struct public_air *air = arena_new(x->arena, struct public_air);
		int64_t station;
		bool allowed;
		*air = (struct public_air){0};
		TRY(air_allowed(x, s[i].code, &station, &allowed));
		struct public_outlet *o = outlet_by_id(l, station);
		if (!allowed || (station && !o))
			continue;
		TRY(air_read(x, s[i].id, air));
		if (!o) {
			o = list_push(x->arena, l);
			*o = (struct public_outlet){.id = s[i].id, .name = s[i].name, .firm = S(""), .kind = OUTLET_AIR, .state = OUTLET_NORMAL, .hour.time = MS_NONE, .day.time = MS_NONE};
		}
		o->air = air;
	}
	return OK;
}

/* ---- all of them ------------------------------------------------------------------------------------- */
static err stations_read(struct reader *r, struct outlet_list *l, bool *ret_truncated)
{
	LIST(int64_t) subject = {0}; /* the rows first, then what is read of each */
	struct conn *conn;
	struct rows *rows;
	TRY(ctx_conn(r->x, &conn));
	TRY(query(conn, &public_stations, VALS(V_INT(core_region(r->x->core))), &rows));
	while (rows_next(rows)) {
		*list_push(r->x->arena, &subject) = row_int(rows, 2);
		*list_push(r->x->arena, l) = (struct public_outlet){.id = row_int(rows, 0), .enrolled = true, .name = row_copy(rows, 1, r->x->arena),
			.site = {.placed = !row_null(rows, 3), .x = row_null(rows, 3) ? 0 : row_int(rows, 3), .y = row_null(rows, 3) ? 0 : row_int(rows, 4), .open = true}};
	}
	TRY(rows_end(rows));
	*ret_truncated = l->n > PUBLIC_OUTLETS_MOST;
	l->n = *ret_truncated ? PUBLIC_OUTLETS_MOST : l->n;
	for (size_t i = 0; i < l->n; i++)
		TRY(outlet_fill(r, subject.v[i], &l->v[i]));
	return OK;
}

static int by_state(const void *a, const void *b)
{
	const struct public_outlet *x = a, *y = b;
	if (!x->air != !y->air)
		return x->air ? 1 : -1;
	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	int c = str_cmp(x->name, y->name);
	return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

static err read_all(struct ctx *x, struct public_outlets *ret)
{
	struct reader r = {.x = x, .missing = core_setting(x->core, "outlets", "missing_minutes") * 60000LL};
	struct outlet_list l = {0};
	struct public_outlets all = {0};
	TRY(stations_read(&r, &l, &all.truncated));
	TRY(airs_read(x, &l));
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_state);
	for (size_t i = 0; i < l.n; i++)
		all.n_air += l.v[i].air != NULL;
	all.v = l.v;
	all.n = l.n;
	*ret = all;
	return OK;
}

err public_outlets_read(struct core *c, struct arena *a, struct public_outlets *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = read_all(&x, ret);
	ctx_close(&x);
	return e;
}

err public_outlets_mark(struct core *c, struct arena *a, int64_t *ret)
{
	struct ctx x;
	struct conn *conn;
	struct rows *r;
	bool found = false;
	TRY(ctx_open(c, a, NULL, &x));
	err e = ctx_conn(&x, &conn);
	if (e == OK)
		e = query_one(conn, &public_mark, VALS(V_INT(core_region(c))), &r, &found);
	if (e == OK)
		*ret = found ? row_int(r, 0) : 0;
	ctx_close(&x);
	return e;
}

/* ---- the course of a day ------------------------------------------------------------------------------- */
static err course(struct ctx *x, int64_t id, str code, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n)
{
	struct reading *r;
	struct mean *m = NULL;
	size_t n, made = 0;
	TRY(reading_list(x, id, code, READ_HOURS, from, to, &r, &n));
	if (!n)
		TRY(mean_list(x, id, code, false, READ_LIVE, 1, from, to, &m, &made));
	struct public_point *p = arena_new_n(x->arena, n + made + 1, struct public_point);
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct public_point){.time = r[i].time, .flag = outlet_flag_of(r[i].flag)};
		p[i].has = dec_parse(r[i].value, &p[i].v);
	}
	for (size_t i = 0; i < made; i++)
		p[i] = (struct public_point){.time = m[i].time, .v = m[i].mean, .has = m[i].some, .flag = m[i].valid ? FLAG_NORMAL : FLAG_FAULT};
	*ret = p;
	*ret_n = n + made;
	return OK;
}

err public_course_read(struct core *c, struct arena *a, const struct public_outlet *o, str code, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n)
{
	struct ctx x;
	ours(o->enrolled);
	TRY(ctx_open(c, a, NULL, &x));
	err e = course(&x, o->id, code, from, to, ret, ret_n);
	ctx_close(&x);
	*ret_n = e == ERR_LIMIT ? 0 : *ret_n;
	return e == ERR_LIMIT ? OK : e;
}

static err air_course(struct ctx *x, int64_t id, enum air_item item, ms_t from, ms_t to, struct public_point *p, size_t *n)
{
	const struct zone *z = core_zone(x->core);
	for (day_t day = zone_day(z, from); day <= zone_day(z, to); day++) {
		struct air_hours h;
		TRY(air_hours_read(x, id, day, &h));
		for (int hour = 0; hour < 24; hour++) {
			ms_t at = zone_at(z, day, hour * (int)HOUR_MS);
			if (h.given[item][hour] && at >= from && at < to)
				p[(*n)++] = (struct public_point){.time = at, .v = h.v[item][hour], .has = true, .flag = FLAG_NORMAL};
		}
	}
	return OK;
}

err public_air_course_read(struct core *c, struct arena *a, const struct public_outlet *o, enum air_item item, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n)
{
	struct ctx x;
	size_t n = 0;
	ours(!o->enrolled && to - from <= 3 * DAY_MS);
	struct public_point *p = arena_new_n(a, 24 * 5, struct public_point);
	TRY(ctx_open(c, a, NULL, &x));
	err e = air_course(&x, o->id, item, from, to, p, &n);
	ctx_close(&x);
	*ret = p;
	*ret_n = n;
	return e;
}
