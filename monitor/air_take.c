/* SPDX-License-Identifier: Apache-2.0 */
/* From telegrams of hours to hours of air: each value brought to the unit of its item, nothing but normal ones. */
#include "monitor/air_take.h"

#include <string.h>

#include "monitor/limit.h"
#include "monitor/monitor_in.h"
#include "monitor/outlet.h"

STMT(air_take_hours, "SELECT time, segment FROM frame WHERE region = $1 AND station = $2 AND cn = 2061 AND time >= $3 AND time < $4 ORDER BY time, id");
const struct stmt *const air_take_stmts[] = {&air_take_hours, NULL};

#define HOUR_MS 3600000LL
#define PLACES 6 /* as many as an hour of air keeps */
#define ST_AIR 22

struct taking {
	struct ctx *x;
	const struct station *s;
	const struct station_watch *w;
	struct hj_frame *f;
	LIST(struct air_observation) o;
};

static bool value_of(struct taking *t, const struct air_code *k, day_t day, struct dec *ret)
{
	str value = hj_find(t->f, k->code, S("Avg")), flag = hj_find(t->f, k->code, S("Flag"));
	const struct limit *own = limit_on(t->w->v, t->w->n, k->code, LIMIT_SPAN, day);
	str to = k->item == AIR_CO ? S("mg/m3") : S("ug/m3");
	if (!value.p || outlet_flag_of(flag.p ? flag : S("")) != FLAG_NORMAL || !dec_parse(value, ret) || ret->v < 0)
		return false;
	str from = own ? own->unit : k->unit;
	if (!str_eq(from, to) && !measured_convert(*ret, from, to, ret))
		return false;
	return ret->scale <= PLACES || dec_round(*ret, PLACES, ROUND_HALF_EVEN, ret);
}

/* Parts of one hour and later versions lie over each other. */
static void hour_take(struct taking *t, ms_t time)
{
	const struct zone *z = core_zone(t->x->core);
	day_t day = zone_day(z, time);
	int minutes = (int)((time - zone_at(z, day, 0)) / 60000);
	struct air_observation *o = t->o.n ? &t->o.v[t->o.n - 1] : NULL;
	if (minutes % 60)
		return; /* no hour */
	if (!o || o->day != day || o->minutes != minutes) {
		o = list_push(t->x->arena, &t->o);
		*o = (struct air_observation){.station = t->s->mn, .name = t->s->name, .time = S(""), .day = day, .minutes = minutes, .span = AIR_HOUR};
	}
	for (size_t i = 0; i < t->f->n; i++) {
		const struct air_code *k = air_code_of(hj_code(t->f, &t->f->item[i]));
		struct dec v;
		if (!k || !value_of(t, k, day, &v))
			continue;
		o->v[k->item].given = o->named[k->item] = true;
		o->value[k->item] = v;
	}
}

static err station_take(struct taking *t, int hours, size_t *ret_days)
{
	struct conn *conn;
	struct rows *r;
	size_t days = 0;
	TRY(ctx_conn(t->x, &conn));
	TRY(query(conn, &air_take_hours, VALS(V_INT(core_region(t->x->core)), V_INT(t->s->id), V_INT(t->x->now - hours * HOUR_MS), V_INT(t->x->now)), &r));
	while (rows_next(r)) {
		const struct hj_piece piece = {.segment = row_text(r, 1), .crc = S("0000"), .crc_ok = true};
		hj_parse(&piece, t->f);
		hour_take(t, row_int(r, 0));
	}
	TRY(rows_end(r));
	if (t->o.n)
		TRY(air_hours_put(t->x, t->o.v, t->o.n, S("HJ 212"), &days));
	*ret_days += days;
	return OK;
}

static err all_take(struct ctx *x, int hours, size_t *ret_days)
{
	struct station *s;
	size_t n;
	struct hj_frame *f = arena_new(x->arena, struct hj_frame);
	TRY(station_list(x, &s, &n));
	for (size_t i = 0; i < n; i++) {
		struct outlet_news news;
		struct station_watch w;
		TRY(outlet_news_read(x, s[i].id, &news));
		if (s[i].state != STATION_ON || news.st != ST_AIR)
			continue;
		TRY(station_watch_read(x, s[i].id, &w));
		struct taking t = {.x = x, .s = &s[i], .w = &w, .f = f};
		TRY(station_take(&t, hours, ret_days));
		ctx_refresh(x);
	}
	return OK;
}

err air_take(struct core *c, int hours, size_t *ret_days)
{
	const struct actor system = {.user = 0, .duties = ~0u, .name = S("system")};
	struct arena a;
	struct ctx x;
	size_t days = 0;
	ours(hours <= AIR_TAKE_HOURS_MOST);
	arena_init(&a);
	err e = ctx_open(c, &a, &system, &x);
	if (e == OK) {
		e = all_take(&x, hours, &days);
		ctx_close(&x);
	}
	arena_done(&a);
	*ret_days = days;
	return e;
}
