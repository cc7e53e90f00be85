/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demo_stations.h"

#include "base/hash.h"
#include "monitor/air_take.h"
#include "monitor/limit.h"
#include "monitor/outlet.h"
#include "monitor/take.h"

enum { MN, NAME, PASSWORD, ST, FIRM, PLACE, OPEN, CLASS, OWN, FACTORS, ABOVE, COLUMNS };
#define HOUR_MS 3600000LL
#define DAY_MS 86400000LL
#define DAYS 3
#define ABOVE_HOURS 3 /* before the story ends, and from then on */
#define LIVE_MS 300000LL
#define LIVE_TAIL 1800000LL /* live data of the end alone: they are many */

struct factor_made {
	str code;
	struct dec usual;
	int64_t swing; /* within a day, in hundredths */
	int decimals;
	int64_t times; /* above, in hundredths */
};
struct making {
	struct ctx *x;
	const str *c;
	ms_t story;
	struct factor_made *f;
	size_t n;
	LIST(struct taken) out;
};

static err wrong(str line)
{
	return fail(ERR_INPUT, "a line of stations cannot be read: {0}", line);
}

static err factor_read(struct making *m, str text)
{
	str code, usual, swing, decimals, above, times;
	int64_t n;
	struct factor_made f = {.times = 100};
	struct dec d, hundred;
	if (!str_split(text, ':', &code, &usual) || !str_split(usual, ':', &usual, &swing) || !str_split(swing, ':', &swing, &decimals) ||
	    !dec_parse(usual, &f.usual) || !str_int(swing, &f.swing) || !str_int(decimals, &n))
		return wrong(text);
	f.code = code;
	f.decimals = (int)n;
	if (str_split(m->c[ABOVE], ':', &above, &times) && str_eq(above, code) && dec_parse(times, &d) && dec_mul(d, (struct dec){100, 0}, &hundred) &&
	    dec_round(hundred, 0, ROUND_HALF_UP, &d))
		f.times = d.v;
	m->f[m->n++] = f;
	return OK;
}

static err factors_read(struct making *m)
{
	str rest = m->c[FACTORS], one;
	m->f = arena_new_n(m->x->arena, 16, struct factor_made);
	while (rest.n && m->n < 16) {
		if (!str_split(rest, ' ', &one, &rest))
			one = rest, rest = S("");
		TRY(factor_read(m, one));
	}
	return OK;
}

/* The same for the same station, factor and time: its usual value, a swing within the day (a triangle), some noise. */
static void value_put(struct making *m, struct buf *b, const struct factor_made *f, ms_t at, int64_t per_mille)
{
	struct buf name;
	struct dec v;
	buf_init(&name, m->x->arena);
	buf_add(&name, m->c[MN]);
	buf_add(&name, f->code);
	buf_int(&name, at / 60000);
	int64_t turn = (int64_t)(str_hash(buf_str(&name)) % 61) - 30;
	int64_t hour = (at / HOUR_MS + (int64_t)(str_hash(f->code) % 24)) % 24, up = hour < 12 ? hour : 24 - hour; /* 0 … 12 */
	int64_t times = 1000 + f->swing * (up - 6) * 10 / 6 + turn * (f->swing < 5 ? 0 : 1) + per_mille;
	if (at >= m->story - ABOVE_HOURS * HOUR_MS)
		times = times * f->times / 100;
	if (!dec_mul(f->usual, (struct dec){times, 3}, &v) || !dec_round(v, f->decimals, ROUND_HALF_EVEN, &v))
		v = f->usual;
	dec_put(b, v);
}

static void stamp_put(struct making *m, struct buf *b, ms_t at, bool millis)
{
	const struct zone *z = core_zone(m->x->core);
	day_t day = zone_day(z, at);
	struct civil c = day_civil(day);
	int s = (int)((at - zone_at(z, day, 0)) / 1000);
	buf_fmt(b, "%04d%02d%02d%02d%02d%02d%s", c.year, c.month, c.day, s / 3600, s / 60 % 60, s % 60, millis ? "000" : "");
}

static void telegram(struct making *m, int cn, ms_t at, ms_t span)
{
	struct buf b;
	buf_init(&b, m->x->arena);
	buf_z(&b, "QN=");
	stamp_put(m, &b, at + span, true);
	buf_fmt(&b, ";ST=" STR_FMT ";CN=%d;PW=" STR_FMT ";MN=" STR_FMT ";Flag=4;CP=&&DataTime=", STR_ARG(m->c[ST]), cn, STR_ARG(m->c[PASSWORD]), STR_ARG(m->c[MN]));
	stamp_put(m, &b, at, false);
	for (size_t i = 0; i < m->n; i++) {
		const struct factor_made *f = &m->f[i];
		const char *const names[] = {cn == READ_LIVE ? "Rtd" : "Min", "Avg", "Max"};
		const int64_t shift[] = {cn == READ_LIVE ? 0 : -40, 0, 40};
		for (size_t k = 0; k < (cn == READ_LIVE ? 1u : 3u); k++) {
			buf_fmt(&b, "%s" STR_FMT "-%s=", k ? "," : ";", STR_ARG(f->code), names[k]);
			value_put(m, &b, f, at, f->swing < 5 ? 0 : shift[k]);
		}
		buf_fmt(&b, "," STR_FMT "-Flag=N", STR_ARG(f->code));
	}
	buf_z(&b, "&&");
	*list_push(m->x->arena, &m->out) = (struct taken){buf_str(&b), at + span};
}

/* Hours and days that are over by `to`, live data of its end; in the order in which they would have come. */
static void telegrams(struct making *m, ms_t from, ms_t to)
{
	const struct zone *z = core_zone(m->x->core);
	ms_t live = to / LIVE_MS * LIVE_MS - LIVE_TAIL;
	for (ms_t at = from / HOUR_MS * HOUR_MS; at + HOUR_MS <= to; at += HOUR_MS) {
		day_t day = zone_day(z, at);
		telegram(m, READ_HOURS, at, HOUR_MS);
		if (zone_day(z, at + HOUR_MS) != day && zone_at(z, day, 0) >= from)
			telegram(m, READ_DAYS, zone_at(z, day, 0), DAY_MS);
	}
	for (ms_t at = live > from ? live : from / LIVE_MS * LIVE_MS; at <= to; at += LIVE_MS)
		telegram(m, READ_LIVE, at, 0);
}

static bool line_read(struct arena *a, str *tsv, str **ret)
{
	str line, *c = arena_new_n(a, COLUMNS, str);
	while (str_split(*tsv, '\n', &line, tsv)) {
		if (!line.n || line.p[0] == '#')
			continue;
		for (int i = 0; i < COLUMNS; i++)
			if (!str_split(line, '\t', &c[i], &line))
				c[i] = line, line = S("");
		*ret = c;
		return true;
	}
	return false;
}

static err enrol(struct ctx *x, const str *c)
{
	struct station_new k = {.mn = c[MN], .name = c[NAME], .password = c[PASSWORD], .key = S(""), .state = STATION_ON, .site.open = str_eq(c[OPEN], S("yes"))};
	str longitude, latitude;
	int64_t id;
	if (!str_split(c[PLACE], ',', &longitude, &latitude))
		return wrong(c[MN]);
	TRY(station_place_read(longitude, latitude, &k.site));
	if (c[FIRM].n)
		TRY(station_firm_find(x, c[FIRM], &k.subject));
	ctx_refresh(x);
	TRY(station_add(x, &k, &id));
	return c[CLASS].n || c[OWN].n ? station_watch_set(x, id, 1, c[CLASS], c[OWN]) : OK;
}

static err play(struct ctx *x, const str *c, ms_t story, ms_t from, ms_t to, struct alarm_desk *desk)
{
	struct making m = {.x = x, .c = c, .story = story};
	struct station s;
	TRY(station_of_mn(x, c[MN], &s));
	ctx_refresh(x);
	TRY(factors_read(&m));
	telegrams(&m, from, to);
	return telegrams_take(x->core, s.id, c[MN], m.out.v, m.out.n, desk);
}

static err play_all(struct ctx *x, ms_t story, ms_t from, ms_t to, str tsv, struct alarm_desk *desk)
{
	str *c;
	while (line_read(x->arena, &tsv, &c))
		TRY(play(x, c, story, from, to, desk));
	return OK;
}

static err air(struct ctx *x)
{
	size_t days;
	ctx_refresh(x);
	return air_take(x->core, 24 * (DAYS + 1), &days);
}

err demo_stations(struct ctx *x, ms_t story, str tsv)
{
	struct alarm_desk *desk;
	str rest = tsv, *c;
	while (line_read(x->arena, &rest, &c))
		TRY(enrol(x, c));
	ctx_refresh(x);
	TRY(alarm_desk_open(x->core, &desk));
	err e = play_all(x, story, zone_at(core_zone(x->core), zone_day(core_zone(x->core), story) - DAYS, 0), story, tsv, desk);
	ctx_refresh(x);
	if (e == OK && desk)
		e = alarm_round(desk);
	alarm_desk_stop(desk);
	return e == OK ? air(x) : e;
}

err demo_stations_go_on(struct ctx *x, ms_t story, ms_t now, str tsv)
{
	ms_t from = zone_at(core_zone(x->core), zone_day(core_zone(x->core), now) - DAYS, 0);
	if (now - story < HOUR_MS)
		return OK;
	TRY(play_all(x, story, from > story ? from : story / HOUR_MS * HOUR_MS, now, tsv, NULL));
	return air(x);
}
