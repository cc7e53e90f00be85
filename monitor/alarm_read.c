/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms and rests as others read them; rests as they are declared; the rows held against the matters. */
#include "monitor/alarm_desk_in.h"

STMT(alarms_after, "SELECT " ALARM_COLUMNS " FROM alarm WHERE region = $1 AND id > $2 ORDER BY id LIMIT 200");
STMT(alarms_station, "SELECT " ALARM_COLUMNS " FROM alarm WHERE region = $1 AND station = $2 ORDER BY id DESC LIMIT 200");
STMT(rest_insert,
     "INSERT INTO station_rest(region, station, id, sort, begin, until, made, person, reason) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(rest_until, "UPDATE station_rest SET until = $4 WHERE region = $1 AND station = $2 AND id = $3 AND until > $4");
STMT(rest_rows, "SELECT id, sort, begin, until, made, person, reason FROM station_rest WHERE region = $1 AND station = $2 ORDER BY id DESC LIMIT 200");
STMT(rest_mark, "UPDATE station_mark SET n = n + 1 WHERE region = $1");
STMT_FLAGS(alarm_sums, STMT_SCAN, "SELECT matter, COUNT(*), MIN(id) FROM alarm WHERE region = $1 GROUP BY matter");
STMT_FLAGS(alarm_lost, STMT_SCAN,
     "SELECT COUNT(*) FROM alarm a LEFT JOIN station s ON s.region = a.region AND s.id = a.station WHERE a.region = $1 AND s.id IS NULL");
const struct stmt *const alarm_read_stmts[] = {&alarms_after, &alarms_station, &rest_insert, &rest_until, &rest_rows, &rest_mark, &alarm_sums, &alarm_lost, NULL};

#define REASON_MOST 900

const struct rest_sort_row rest_sorts[REST_SORTS] = {
	[REST_STOPPED] = {"stopped", {S("停运、停产"), S("stopped")}},
	[REST_CALIBRATION] = {"calibration", {S("校准"), S("calibration")}},
	[REST_MAINTENANCE] = {"maintenance", {S("维护"), S("maintenance")}},
};

static err must_be_allowed(const struct ctx *x)
{
	return station_may(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

struct alarm alarm_row(struct rows *r, struct arena *a)
{
	return (struct alarm){.id = row_int(r, 0), .station = row_int(r, 1), .matter = row_int(r, 2), .group = row_int(r, 3), .code = row_copy(r, 4, a),
		.rule = row_copy(r, 5, a), .begin = row_int(r, 6), .at = row_int(r, 7), .ended = row_int(r, 8), .value = row_copy(r, 9, a), .bound = row_copy(r, 10, a)};
}

static err list_of(struct ctx *x, const struct stmt *s, int64_t key, struct alarm **ret, size_t *ret_n)
{
	LIST(struct alarm) l = {0};
	struct conn *c;
	struct rows *r;
	TRY(must_be_allowed(x));
	TRY(ctx_conn(x, &c));
	TRY(query(c, s, VALS(V_INT(core_region(x->core)), V_INT(key)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = alarm_row(r, x->arena);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err alarm_after(struct ctx *x, int64_t after, struct alarm **ret, size_t *ret_n)
{
	return list_of(x, &alarms_after, after, ret, ret_n);
}

err alarm_of_station(struct ctx *x, int64_t station, struct alarm **ret, size_t *ret_n)
{
	return list_of(x, &alarms_station, station, ret, ret_n);
}

/* ---- rests ------------------------------------------------------------------------------------------- */

err rests_of(struct conn *c, int64_t region, int64_t station, struct arena *a, struct rest **ret, size_t *ret_n)
{
	LIST(struct rest) l = {0};
	struct rows *r;
	TRY(query(c, &rest_rows, VALS(V_INT(region), V_INT(station)), &r));
	while (rows_next(r))
		*list_push(a, &l) = (struct rest){.id = row_int(r, 0), .station = station, .sort = (enum rest_sort)row_int(r, 1), .from = row_int(r, 2),
			.until = row_int(r, 3), .made = row_int(r, 4), .person = row_int(r, 5), .reason = row_copy(r, 6, a)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err rest_list(struct ctx *x, int64_t station, struct rest **ret, size_t *ret_n)
{
	struct conn *c;
	TRY(must_be_allowed(x));
	TRY(ctx_conn(x, &c));
	return rests_of(c, core_region(x->core), station, x->arena, ret, ret_n);
}

static str when(struct ctx *x, ms_t at)
{
	struct buf b;
	buf_init(&b, x->arena);
	ms_put_rfc3339(&b, core_zone(x->core), at);
	return buf_str(&b);
}

err rest_add(struct ctx *x, int64_t station, enum rest_sort sort, ms_t from, ms_t until, str reason, int64_t *ret)
{
	struct station_watch w;
	TRY(must_be_allowed(x));
	if ((unsigned)sort >= REST_SORTS || from == MS_NONE || until == MS_NONE || until <= from || until - from > REST_MOST_DAYS * 86400000LL)
		return fail(ERR_INPUT, "say from when until when the station rests, the end after the beginning and at most a year");
	if (!str_trim(reason).n || reason.n > REASON_MOST)
		return fail(ERR_INPUT, "say why the station rests, in at most 300 characters");
	TRY(station_watch_read(x, station, &w));
	int64_t id = store_new_id(core_store(x->core), x->now);
	const struct val region = V_INT(core_region(x->core));
	const struct fact facts[] = {{S("sort"), str_of(rest_sorts[sort].name), false}, {S("from"), when(x, from), false}, {S("until"), when(x, until), false},
		{S("reason"), str_trim(reason), false}};
	const struct fact_row rows[] = {
		{.stmt = &rest_insert, .one = true, .n = 9, .v = {region, V_INT(station), V_INT(id), V_INT(sort), V_INT(from), V_INT(until), V_INT(x->now),
			V_INT(x->actor.user), V_TEXT(str_trim(reason))}},
		{.stmt = &rest_mark, .n = 1, .v = {region}}};
	TRY(fact_of_district(x, S("station_rest"), id, facts, COUNT_OF(facts), rows, COUNT_OF(rows)));
	*ret = id;
	return OK;
}

err rest_end(struct ctx *x, int64_t station, int64_t id)
{
	const struct val region = V_INT(core_region(x->core));
	const struct fact facts[] = {{S("until"), when(x, x->now), false}};
	const struct fact_row rows[] = {{.stmt = &rest_until, .one = true, .n = 4, .v = {region, V_INT(station), V_INT(id), V_INT(x->now)}},
		{.stmt = &rest_mark, .n = 1, .v = {region}}};
	TRY(must_be_allowed(x));
	return fact_of_district(x, S("station_rest_end"), id, facts, COUNT_OF(facts), rows, COUNT_OF(rows));
}

/* ---- check --------------------------------------------------------------------------------------------- */

struct sum {
	int64_t matter, n, first;
};

static err matter_holds(struct verifying *v, const struct alarms *a, const struct sum *s)
{
	struct matter_view m;
	int64_t count = -1;
	err e = matter_values(&v->x, s->matter, &m);
	if (e == ERR_NOTFOUND) {
		monitor_finding_number(v, W("the alarm {0} belongs to no matter"), s->first);
		return OK;
	}
	TRY(e);
	for (size_t i = 0; i < m.n_fields; i++)
		if (str_eq(m.fields[i].field->name, a->count) && !str_int(m.fields[i].raw, &count))
			count = -1;
	if (count != s->n)
		monitor_finding_number(v, W("the matter {0} counts other alarms than it has"), s->matter);
	return OK;
}

err alarms_verify(struct verifying *v)
{
	const struct pack *pack;
	const struct alarms *a = alarms_of(core_packs(v->x.core), &pack);
	LIST(struct sum) l = {0};
	struct conn *c;
	struct rows *r;
	TRY(none_lost(v, &alarm_lost, W("{0} alarms belong to no station")));
	TRY(ctx_conn(&v->x, &c));
	TRY(query(c, &alarm_sums, VALS(V_INT(core_region(v->x.core))), &r));
	while (rows_next(r))
		*list_push(v->x.arena, &l) = (struct sum){row_int(r, 0), row_int(r, 1), row_int(r, 2)};
	TRY(rows_end(r));
	for (size_t i = 0; a && i < l.n; i++)
		TRY(matter_holds(v, a, &l.v[i]));
	return OK;
}
