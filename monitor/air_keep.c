/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of air: a station, a day of a station. The hours stand in a day's row as text, an item a line and 24
 * values as they were given; so does what follows from them, as fractions. */
#include <stdlib.h>

#include "base/words.h"
#include "core/told.h"
#include "monitor/air_keep.h"
#include "monitor/monitor_in.h"
#include "store/store.h"

static const struct migration migrations[] = {
	{1, "air stations and their days",
	 "CREATE TABLE air_station(region INTEGER NOT NULL, id INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,"
	 " PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX air_station_code ON air_station(region, code);"
	 "CREATE TABLE air_day(region INTEGER NOT NULL, station INTEGER NOT NULL, day INTEGER NOT NULL, version INTEGER NOT NULL,"
	 " aqi INTEGER NOT NULL, v TEXT NOT NULL, hours TEXT NOT NULL, PRIMARY KEY(region, station, day)) STRICT, WITHOUT ROWID;"},
};
STMT(air_station_list, "SELECT id, code, name FROM air_station WHERE region = $1 ORDER BY code");
STMT(air_station_new, "INSERT INTO air_station(region, id, code, name) VALUES($1, $2, $3, $4)");
STMT(air_station_name, "UPDATE air_station SET name = $4, code = $3 WHERE region = $1 AND id = $2");
STMT(air_day_list, "SELECT day, aqi, v FROM air_day WHERE region = $1 AND station = $2 AND day BETWEEN $3 AND $4 ORDER BY day");
STMT(air_day_get, "SELECT version, hours FROM air_day WHERE region = $1 AND station = $2 AND day = $3");
STMT(air_day_new, "INSERT INTO air_day(region, station, day, version, aqi, v, hours) VALUES($1, $2, $3, $4, $5, $6, $7)");
STMT(air_day_put,
     "UPDATE air_day SET version = $4, aqi = $5, v = $6, hours = $7 WHERE region = $1 AND station = $2 AND day = $3 AND version = $4 - 1");
STMT_FLAGS(air_day_all, STMT_SCAN, "SELECT station, day, aqi, v, hours FROM air_day WHERE region = $1");
static const struct stmt *const stmts[] = {&air_station_list, &air_station_new, &air_station_name, &air_day_list, &air_day_get, &air_day_new,
	&air_day_put, &air_day_all, NULL};
const struct module air_module = {.name = "air", .stmts = stmts, .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

#define SCALE_MOST 6
#define VALUE_MOST 100000000000 /* units as written: the sum of a day then fits into 63 bits */

/* ---- text of a row ----------------------------------------------------------------------------- */
static void put_hours(struct buf *b, const struct air_hours *h)
{
	for (int item = 0; item < AIR_ITEMS; item++)
		for (int i = 0; item != AIR_O3_8H && i < 24; i++) {
			if (h->given[item][i])
				dec_put(b, h->v[item][i]);
			else
				buf_byte(b, '-');
			buf_byte(b, i == 23 ? '\n' : ' ');
		}
}

static err damaged(void)
{
	return fail(ERR_IO, "a day of an air station cannot be read; keep this database as it is and restore the newest good copy");
}

static err get_hours(str s, struct air_hours *ret)
{
	str line, cell;
	*ret = (struct air_hours){0};
	for (int item = 0; item < AIR_ITEMS; item++) {
		if (item == AIR_O3_8H)
			continue;
		if (!str_split(s, '\n', &line, &s))
			return damaged();
		for (int i = 0; i < 24; i++) {
			if (!str_split(line, ' ', &cell, &line))
				cell = line;
			ret->given[item][i] = !str_eq(cell, S("-"));
			if (ret->given[item][i] && !dec_parse(cell, &ret->v[item][i]))
				return damaged();
		}
	}
	return OK;
}

/* "1234/10 - …": above and below fit into 63 bits, as the hours are decimals of few digits. */
static void put_values(struct buf *b, const struct air_day *d)
{
	for (int i = 0; i < AIR_ITEMS; i++) {
		if (i)
			buf_byte(b, ' ');
		if (d->v[i].valid)
			buf_fmt(b, "%lld/%lld", (long long)d->v[i].v.above, (long long)d->v[i].v.below);
		else
			buf_byte(b, '-');
	}
}

static err get_values(str s, struct air_day *d)
{
	str cell, above, below;
	int64_t x, y;
	for (int i = 0; i < AIR_ITEMS; i++) {
		if (!str_split(s, ' ', &cell, &s))
			cell = s;
		d->v[i] = (struct air_value){false, {0, 1}};
		if (str_eq(cell, S("-")))
			continue;
		if (!str_split(cell, '/', &above, &below) || !str_int(above, &x) || !str_int(below, &y) || y <= 0)
			return damaged();
		d->v[i] = (struct air_value){true, {x, y}};
	}
	return OK;
}

/* ---- reading --------------------------------------------------------------------------------------- */
err air_stations_read(struct ctx *x, struct air_station **ret, size_t *ret_n)
{
	LIST(struct air_station) list = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &air_station_list, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		*list_push(x->arena, &list) = (struct air_station){row_int(r, 0), row_copy(r, 1, x->arena), row_copy(r, 2, x->arena)};
	TRY(rows_end(r));
	*ret = list.v;
	*ret_n = list.n;
	return OK;
}

err air_days_read(struct ctx *x, int64_t station, day_t from, day_t to, struct air_day **ret, size_t *ret_n)
{
	LIST(struct air_day) list = {0};
	struct conn *conn;
	struct rows *r;
	err e = OK;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &air_day_list, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(from), V_INT(to)), &r));
	while (e == OK && rows_next(r)) {
		struct air_day *d = list_push(x->arena, &list);
		d->day = (day_t)row_int(r, 0);
		d->aqi = (int)row_int(r, 1);
		e = get_values(row_text(r, 2), d);
	}
	err ended = rows_end(r);
	TRY(e);
	TRY(ended);
	*ret = list.v;
	*ret_n = list.n;
	return OK;
}

static err row_of(struct ctx *x, int64_t station, day_t day, struct air_hours *ret, int64_t *ret_version)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	*ret = (struct air_hours){0};
	*ret_version = 0;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &air_day_get, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(day)), &r, &found));
	if (!found)
		return OK;
	*ret_version = row_int(r, 0);
	return get_hours(row_text(r, 1), ret);
}

err air_hours_read(struct ctx *x, int64_t station, day_t day, struct air_hours *ret)
{
	int64_t version;
	return row_of(x, station, day, ret, &version);
}

/* ---- settings ------------------------------------------------------------------------------------------ */
str air_setting_name(struct arena *a, const char *what, enum air_item item)
{
	static const char *const ends[AIR_ITEMS] = {"so2", "no2", "co", NULL, "o3", "pm10", "pm25"};
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%s_%s", what, ends[item] ? ends[item] : "");
	return buf_str(&b);
}

void air_method_here(struct ctx *x, day_t day, struct air_method *ret)
{
	struct air_method m = *air_method_on(air_rules(), day);
	bool here = false;
	for (const struct pack *const *p = core_packs(x->core); *p && !here; p++)
		here = str_eq((*p)->name, S("air"));
	for (int i = 0; here && !m.verified && i < AIR_ITEMS; i++)
		if (m.share[i].some) {
			m.share[i].weight = (struct dec){core_setting(x->core, "air", air_setting_name(x->arena, "weight", (enum air_item)i).p), 0};
			m.share[i].divisor = (struct dec){core_setting(x->core, "air", air_setting_name(x->arena, "divisor", (enum air_item)i).p), 0};
		}
	*ret = m;
}

/* ---- putting ------------------------------------------------------------------------------------------ */
static err wrong_line(struct ctx *x, const char *sentence, const struct air_observation *o)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_int(&b, (int64_t)o->line);
	return fail_(ERR_INPUT, __FILE__, __LINE__, sentence, (const str[]){STR_NONE, buf_str(&b)}, 2);
}

static err look_at(struct ctx *x, const struct air_observation *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!o[i].station.n)
			return wrong_line(x, W("line {0}: no station is named; give the table a column station"), &o[i]);
		if (o[i].span != AIR_HOUR || o[i].minutes % 60 || o[i].minutes >= 24 * 60)
			return wrong_line(x, W("line {0}: this is not an hour; what is kept are hours, each named by its beginning, from 00:00 to 23:00"), &o[i]);
		for (int item = 0; item < AIR_ITEMS; item++)
			if (o[i].v[item].given && (o[i].value[item].scale < 0 || o[i].value[item].scale > SCALE_MOST || o[i].value[item].v >= VALUE_MOST))
				return wrong_line(x, W("line {0}: a concentration has more digits than are kept; six decimals are enough"), &o[i]);
	}
	return OK;
}

static int by_station_and_day(const void *a, const void *b)
{
	const struct air_observation *x = *(const struct air_observation *const *)a, *y = *(const struct air_observation *const *)b;
	int c = str_cmp(x->station, y->station);
	return c ? c : x->day != y->day ? (x->day > y->day) - (x->day < y->day) : (x->minutes > y->minutes) - (x->minutes < y->minutes);
}

/* The row of one day with these hours laid over it; *ret_same: nothing changes. */
static err merge_day(struct ctx *x, int64_t station, const struct air_observation *const *o, size_t n, struct fact_row *ret, bool *ret_same)
{
	struct air_hours h;
	struct air_day day;
	struct buf before, hours, values;
	int64_t version;
	TRY(row_of(x, station, o[0]->day, &h, &version));
	buf_init(&before, x->arena), buf_init(&hours, x->arena), buf_init(&values, x->arena);
	put_hours(&before, &h);
	for (size_t i = 0; i < n; i++)
		for (int item = 0; item < AIR_ITEMS; item++)
			if (o[i]->v[item].given && item != AIR_O3_8H) {
				h.given[item][o[i]->minutes / 60] = true;
				h.v[item][o[i]->minutes / 60] = o[i]->value[item];
			}
	put_hours(&hours, &h);
	air_day_of(air_rules(), o[0]->day, &h, &day);
	put_values(&values, &day);
	*ret_same = str_eq(buf_str(&before), buf_str(&hours));
	*ret = (struct fact_row){.stmt = version ? &air_day_put : &air_day_new, .n = 7, .one = true,
		.v = {V_INT(core_region(x->core)), V_INT(station), V_INT(o[0]->day), V_INT(version + 1), V_INT(day.aqi), V_TEXT(buf_str(&values)),
		      V_TEXT(buf_str(&hours))}};
	return OK;
}

static const struct air_station *station_in(const struct air_station *v, size_t n, str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].code, code))
			return &v[i];
	return NULL;
}

static str count_text(struct arena *a, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, (int64_t)n);
	return buf_str(&b);
}

/* All hours of one station: one event, one transaction. */
static err put_station(struct ctx *x, const struct air_station *known, const struct air_observation *const *o, size_t n, str digest, size_t *ret_days)
{
	struct fact_row *rows = arena_new_n(x->arena, n + 1, struct fact_row);
	str name = o[0]->name.n ? o[0]->name : known ? known->name : o[0]->station;
	int64_t id = known ? known->id : store_new_id(core_store(x->core), x->now);
	size_t n_rows = 0, days = 0;
	if (!known || !str_eq(known->name, name))
		rows[n_rows++] = (struct fact_row){.stmt = known ? &air_station_name : &air_station_new, .n = 4, .one = true,
			.v = {V_INT(core_region(x->core)), V_INT(id), V_TEXT(o[0]->station), V_TEXT(name)}};
	for (size_t i = 0, next; i < n; i = next) {
		bool same;
		for (next = i + 1; next < n && o[next]->day == o[i]->day;)
			next++;
		TRY(merge_day(x, id, o + i, next - i, &rows[n_rows], &same));
		n_rows += !same;
		days += !same;
	}
	*ret_days += days;
	const struct fact facts[] = {{.name = S("station"), .value = o[0]->station}, {.name = S("days"), .value = count_text(x->arena, days)},
		{.name = S("file"), .value = digest}};
	return n_rows ? fact_of_district(x, S("air_hours"), id, facts, COUNT_OF(facts), rows, n_rows) : OK;
}

err air_hours_put(struct ctx *x, const struct air_observation *o, size_t n, str digest, size_t *ret_days)
{
	const struct air_observation **sorted = arena_new_n(x->arena, n, const struct air_observation *);
	struct air_station *known;
	size_t n_known, days = 0;
	if (!(x->actor.duties >> DUTY_SYSTEM & 1))
		return fail(ERR_DENIED, "hours of air stations are brought in by the system administrator");
	TRY(look_at(x, o, n));
	TRY(air_stations_read(x, &known, &n_known));
	for (size_t i = 0; i < n; i++)
		sorted[i] = &o[i];
	if (n)
		qsort(sorted, n, sizeof *sorted, by_station_and_day);
	for (size_t i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n && str_eq(sorted[next]->station, sorted[i]->station);)
			next++;
		TRY(put_station(x, station_in(known, n_known, sorted[i]->station), sorted + i, next - i, digest, &days));
	}
	*ret_days = days;
	return OK;
}

/* ---- check ------------------------------------------------------------------------------------------------ */
static err same_day(struct arena *a, struct rows *r, bool *ret)
{
	struct air_hours h;
	struct air_day day;
	struct buf values;
	buf_init(&values, a);
	TRY(get_hours(row_text(r, 4), &h));
	air_day_of(air_rules(), (day_t)row_int(r, 1), &h, &day);
	put_values(&values, &day);
	*ret = day.aqi == row_int(r, 2) && str_eq(buf_str(&values), row_text(r, 3));
	return OK;
}

err air_days_verify(struct verifying *v)
{
	struct conn *conn;
	struct rows *r;
	struct arena a;
	TRY(ctx_conn(&v->x, &conn));
	TRY(query(conn, &air_day_all, VALS(V_INT(core_region(v->x.core))), &r));
	arena_init(&a);
	while (rows_next(r)) {
		bool same = false;
		if (same_day(&a, r, &same) != OK || !same) {
			struct buf day;
			buf_init(&day, &a);
			day_put(&day, (day_t)row_int(r, 1));
			monitor_finding(v, W("{0} of the air station {1} does not follow from its hours"), buf_str(&day), count_text(&a, (size_t)row_int(r, 0)));
		}
		arena_reset(&a);
	}
	arena_done(&a);
	return rows_end(r);
}
