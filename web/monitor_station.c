/* SPDX-License-Identifier: Apache-2.0 */
/* One station: its newest values, each factor over a span with limits and flags, hours and days with their validity, its health. */
#include "web/monitor_in.h"

#include <stdlib.h>
#include <string.h>

#define HOUR_MS 3600000LL
#define DAY_MS 86400000LL
#define CHARTS_MOST 12
#define GAPS_SHOWN 20
#define ROWS_HOURS 24
#define ROWS_DAYS 31

const char *const outlet_span_names[OUTLET_SPANS] = {"hours", "day", "week", "month"};

err station_asked(struct visit *v, struct station *ret)
{
	struct station *s;
	size_t n;
	TRY(station_list(ctx_of(v), &s, &n));
	for (size_t i = 0; i < n; i++)
		if (s[i].id == v->id[0]) {
			*ret = s[i];
			return OK;
		}
	return fail(ERR_NOTFOUND, "there is no station of this number; enrol it first");
}

/* ---- a series ----------------------------------------------------------------------------------------- */
static void of_readings(struct visit *v, const struct reading *r, size_t n, struct outlet_series *s)
{
	struct outlet_point *p = arena_new_n(v->arena, n, struct outlet_point);
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct outlet_point){.time = r[i].time, .flag = outlet_flag_of(r[i].flag)};
		p[i].has = dec_parse(r[i].value, &p[i].v);
	}
	s->v = p;
	s->n = n;
}

static void of_means(struct visit *v, const struct mean *m, size_t n, struct outlet_series *s)
{
	struct outlet_point *p = arena_new_n(v->arena, n, struct outlet_point);
	for (size_t i = 0; i < n; i++)
		p[i] = (struct outlet_point){.time = m[i].time, .v = m[i].mean, .has = m[i].some, .flag = m[i].valid && m[i].flag == 'N' ? FLAG_NORMAL : FLAG_FAULT};
	s->v = p;
	s->n = n;
}

/* As the station sent it: the first sort that covers half of the span, else the one that covers most of it. A week and a month for
 * which it sent nothing are made of its finer data. */
static const struct source {
	ms_t long_ms;
	struct {
		enum reading_sort sort;
		ms_t step;
	} sent[3];
	enum reading_sort made_of;
	int covers; /* of one of made_of; 0: nothing is made */
	bool days;
} sources[OUTLET_SPANS] = {
	[SPAN_HOURS] = {6 * HOUR_MS, {{READ_LIVE, 300000}, {READ_MINUTES, 1200000}, {READ_HOURS, HOUR_MS}}, READ_LIVE, 0, false},
	[SPAN_ONE_DAY] = {DAY_MS, {{READ_MINUTES, 1200000}, {READ_HOURS, HOUR_MS}, {READ_LIVE, 300000}}, READ_LIVE, 0, false},
	[SPAN_WEEK] = {7 * DAY_MS, {{READ_HOURS, HOUR_MS}}, READ_LIVE, 1, false},
	[SPAN_MONTHS] = {31 * DAY_MS, {{READ_DAYS, DAY_MS}}, READ_HOURS, 60, true},
};

static err sent_read(struct visit *v, int64_t station, const struct source *from, struct outlet_series *s)
{
	ms_t most = -1;
	for (size_t i = 0; i < COUNT_OF(from->sent) && from->sent[i].step; i++) {
		struct reading *r;
		size_t n;
		TRY(reading_list(ctx_of(v), station, s->code, from->sent[i].sort, s->from, s->to, &r, &n));
		ms_t covers = n ? r[n - 1].time - r[0].time : -1;
		if (covers <= most)
			continue;
		most = covers;
		of_readings(v, r, n, s);
		s->step = from->sent[i].step;
		if (covers * 2 >= from->long_ms)
			break;
	}
	return OK;
}

static err made_read(struct visit *v, int64_t station, const struct source *from, struct outlet_series *s)
{
	struct mean *m;
	size_t n;
	TRY(mean_list(ctx_of(v), station, s->code, from->days, from->made_of, from->covers, s->from, s->to, &m, &n));
	of_means(v, m, n, s);
	s->step = from->sent[0].step;
	return OK;
}

err outlet_series_read(struct visit *v, const struct station *st, enum outlet_span span, struct outlet_series *s)
{
	const struct source *from = &sources[span];
	s->to = v->ui.now / 60000 * 60000 + 60000;
	s->from = s->to - from->long_ms;
	err e = sent_read(v, st->id, from, s);
	if (e == OK && !s->n && from->covers)
		e = made_read(v, st->id, from, s);
	s->too_long = e == ERR_LIMIT;
	return s->too_long ? OK : e;
}

void outlet_bounds_fill(struct visit *v, const struct limit *l, str unit, struct outlet_series *s)
{
	struct outlet_bound *b = arena_new_n(v->arena, 2, struct outlet_bound);
	const struct dec *ends[] = {l && l->has_high ? &l->high : NULL, l && l->has_low ? &l->low : NULL};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct dec shown;
		if (!ends[i])
			continue;
		shown = *ends[i];
		if (unit.n && !str_eq(unit, l->unit) && !measured_convert(*ends[i], l->unit, unit, &shown))
			continue;
		struct buf label;
		buf_init(&label, v->arena);
		buf_add(&label, said(v, i ? W("outlet|least") : W("outlet|limit")));
		buf_byte(&label, ' ');
		dec_put(&label, shown);
		b[s->n_bounds++] = (struct outlet_bound){shown, buf_str(&label)};
	}
	s->bounds = b;
}

static err series_fill(struct visit *v, struct outlet_page *p, const struct station_watch *w, enum outlet_span span)
{
	struct outlet_series *s = arena_new_n(v->arena, CHARTS_MOST, struct outlet_series);
	str asked = query_get(v, "c");
	for (size_t i = 0; i < p->line.n && i < CHARTS_MOST; i++) {
		const struct outlet_shown *o = &p->line.v[i];
		struct outlet_series *one = &s[p->n_series++];
		*one = (struct outlet_series){.code = o->code, .name = o->name, .unit = o->unit};
		const struct factor *f = p->news->v[i].factor;
		str code = f ? f->code : o->code;
		outlet_bounds_fill(v, outlet_limit(w, code, v->ui.today), station_watch_unit(w, code, v->ui.today), one);
		TRY(outlet_series_read(v, p->s, span, one));
		one->svg = outlet_chart(v, one);
		struct buf href;
		buf_init(&href, v->arena);
		buf_fmt(&href, "/monitor/%lld?t=%s&c=", (long long)p->s->id, outlet_span_names[span]);
		html_part(&href, o->code);
		buf_z(&href, "#means");
		one->href = buf_str(&href);
		one->chosen = asked.n ? str_eq(asked, o->code) : i == 0;
		if (one->chosen)
			p->chosen = one;
	}
	p->series = s;
	return OK;
}

/* ---- hours and days -------------------------------------------------------------------------------------- */
static str of_dec(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

/* Sent by the station where it did, else made of its live data (hours) or its hours (days). */
static err means_fill(struct visit *v, int64_t station, str code, bool days, ms_t from, ms_t to, const struct outlet_mean **ret, size_t *ret_n)
{
	struct reading *r;
	struct mean *m = NULL;
	size_t n, n_made = 0, least = days ? ROWS_DAYS : ROWS_HOURS;
	TRY(reading_list(ctx_of(v), station, code, days ? READ_DAYS : READ_HOURS, from, to, &r, &n));
	if (!n) {
		err e = mean_list(ctx_of(v), station, code, days, days ? READ_HOURS : READ_LIVE, days ? 60 : 1, from, to, &m, &n_made);
		if (e != OK && e != ERR_LIMIT)
			return e;
	}
	size_t all = n ? n : n_made, skip = all > least ? all - least : 0;
	struct outlet_mean *out = arena_new_n(v->arena, all, struct outlet_mean);
	*ret_n = 0;
	for (size_t i = all; i > skip; i--) {
		struct outlet_mean *o = &out[(*ret_n)++];
		if (n) {
			const struct reading *x = &r[i - 1];
			*o = (struct outlet_mean){.time = x->time, .mean = x->value, .min = x->min, .max = x->max, .flag = outlet_flag_of(x->flag), .sent = true,
				.valid = outlet_flag_of(x->flag) == FLAG_NORMAL, .parts = S("")};
		} else {
			const struct mean *x = &m[i - 1];
			*o = (struct outlet_mean){.time = x->time, .mean = x->some ? of_dec(v, x->mean) : S(""), .min = x->some ? of_dec(v, x->min) : S(""),
				.max = x->some ? of_dec(v, x->max) : S(""), .flag = x->flag == 'N' ? FLAG_NORMAL : FLAG_FAULT, .valid = x->valid,
				.parts = path_with(v, "%d/%d", x->normal, x->n)};
		}
	}
	*ret = out;
	return OK;
}

/* ---- health ---------------------------------------------------------------------------------------------------- */
static err health_fill(struct visit *v, struct outlet_page *p)
{
	enum { HOURS = 24 * 7 };
	uint8_t hours[HOURS];
	day_t first = v->ui.today - 6;
	ms_t from = zone_at(v->ui.zone, first, 0);
	size_t n = (size_t)((v->ui.now - from) / HOUR_MS);
	struct outlet_gap *gaps = arena_new_n(v->arena, HOURS, struct outlet_gap);
	n = n > HOURS ? HOURS : n;
	TRY(outlet_hours_read(ctx_of(v), p->s->id, from, n, hours));
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && hours[k] == hours[i];)
			k++;
		p->hours_came += hours[i] != HOUR_NONE ? (int64_t)(k - i) : 0;
		p->hours_valid += hours[i] == HOUR_VALID ? (int64_t)(k - i) : 0;
		if (hours[i] == HOUR_NONE)
			gaps[p->n_gaps++] = (struct outlet_gap){from + (ms_t)i * HOUR_MS, from + (ms_t)k * HOUR_MS, (int64_t)(k - i)};
	}
	for (size_t i = 0; i < p->n_gaps / 2; i++) { /* the newest first */
		struct outlet_gap g = gaps[i];
		gaps[i] = gaps[p->n_gaps - 1 - i];
		gaps[p->n_gaps - 1 - i] = g;
	}
	p->n_gaps = p->n_gaps > GAPS_SHOWN ? GAPS_SHOWN : p->n_gaps;
	p->gaps = gaps;
	p->hours_all = (int64_t)n;
	p->strip = outlet_strip(v, from, hours, n);
	return OK;
}

static err odds_fill(struct visit *v, struct outlet_page *p)
{
	struct station_odd *o;
	size_t n;
	TRY(station_odds(ctx_of(v), p->s->id, &o, &n));
	struct outlet_odd *out = arena_new_n(v->arena, n, struct outlet_odd);
	for (size_t i = 0; i < n; i++) {
		struct words2 w = station_odd_words((int)o[i].odd);
		out[p->n_odds++] = (struct outlet_odd){.what = words2_in(&w, v->lang), .name = (int)o[i].odd < HJ_ODDS ? str_of(hj_odds[o[i].odd].name) : S(""), .n = o[i].n,
			.first = o[i].first, .last = o[i].last};
	}
	p->odds = out;
	return OK;
}

/* ---- the page ------------------------------------------------------------------------------------------------------- */
static enum outlet_span span_asked(struct visit *v)
{
	for (int i = 0; i < OUTLET_SPANS; i++)
		if (str_eq(query_get(v, "t"), str_of(outlet_span_names[i])))
			return (enum outlet_span)i;
	return SPAN_ONE_DAY;
}

static void spans_fill(struct visit *v, struct outlet_page *p, enum outlet_span span)
{
	static const char *const words[OUTLET_SPANS] = {W("outlet|Six hours"), W("outlet|A day"), W("outlet|A week"), W("outlet|A month")};
	struct option *o = arena_new_n(v->arena, OUTLET_SPANS, struct option);
	for (int i = 0; i < OUTLET_SPANS; i++)
		o[i] = (struct option){.value = path_with(v, "/monitor/%lld?t=%s", (long long)p->s->id, outlet_span_names[i]), .label = said(v, words[i]),
			.chosen = i == (int)span};
	p->spans = o;
	p->n_spans = OUTLET_SPANS;
	p->span = str_of(outlet_span_names[span]);
}

static void file_link(struct visit *v, struct outlet_page *p)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_fmt(&b, "/monitor/%lld/file?t=" STR_FMT "&c=", (long long)p->s->id, STR_ARG(p->span));
	html_part(&b, p->chosen->code);
	p->file_href = buf_str(&b);
}

err monitor_show(struct visit *v, const struct outlet_page *typed)
{
	struct outlet_page p = {0};
	struct station s;
	struct station_watch w;
	struct outlet_news news;
	enum outlet_span span = span_asked(v);
	if (typed)
		p = *typed;
	TRY(station_asked(v, &s));
	TRY(station_watch_read(ctx_of(v), s.id, &w));
	TRY(outlet_news_read(ctx_of(v), s.id, &news));
	outlet_line_fill(v, &s, &w, &news, &p.line);
	TRY(station_firm_name(ctx_of(v), s.subject, &p.line.firm));
	p.s = &s;
	p.news = &news;
	p.may = station_may(ctx_of(v));
	const struct outlet_class *class = outlet_class_named(w.outlet);
	p.limits_said = class ? words2_in(&class->label, v->lang) : S("");
	spans_fill(v, &p, span);
	TRY(series_fill(v, &p, &w, span));
	if (p.chosen) {
		file_link(v, &p);
		TRY(means_fill(v, s.id, p.chosen->code, false, v->ui.now - DAY_MS, v->ui.now, &p.hours, &p.n_hours));
		TRY(means_fill(v, s.id, p.chosen->code, true, zone_at(v->ui.zone, v->ui.today - ROWS_DAYS, 0), v->ui.now, &p.days, &p.n_days));
	}
	TRY(health_fill(v, &p));
	TRY(odds_fill(v, &p));
	TRY(monitor_orders_fill(v, &p));
	TRY(frame(v, "monitor"));
	v->ui.frames = v->ui.wide = true;
	render(v, ui_outlet(&v->rs->body, &v->ui, &p));
	return OK;
}

static void said_done(struct visit *v)
{
	str did = query_get(v, "did");
	if (str_eq(did, S("command")))
		v->ui.notice = said(v, W("outlet|The command is on its way; what becomes of it stands below."));
	else if (str_eq(did, S("enrolled")))
		v->ui.notice = said(v, W("outlet|The station is enrolled. Its next telegram appears here."));
	else if (str_eq(did, S("changed")))
		v->ui.notice = said(v, W("outlet|The station was changed."));
}

err outlet_page(struct visit *v)
{
	said_done(v);
	return monitor_show(v, NULL);
}
