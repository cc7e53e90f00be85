/* SPDX-License-Identifier: Apache-2.0 */
/* What stations sent, read back: a telegram is one row, and its segment is parsed again when it is
 * asked for, so that nothing is ever lost between what came and what is shown. */
#include "monitor/data_in.h"
#include "monitor/monitor_in.h"

#include <stdlib.h>
#include <string.h>

STMT(frame_span,
     "SELECT time, got, flags, segment FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time >= $4 AND time < $5 ORDER BY time, id");
STMT(frame_next_cn, "SELECT cn, time FROM frame WHERE region = $1 AND station = $2 AND cn > $3 ORDER BY cn, time LIMIT 1");
STMT(frame_drop, "DELETE FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time < $4");
STMT(frame_stations, "SELECT id FROM station WHERE region = $1 ORDER BY id");
const struct stmt *const monitor_data_stmts[] = {&frame_span, &frame_next_cn, &frame_drop, &frame_stations, NULL};

#define LATE_MS 3600000LL
#define HOUR_MS 3600000LL
#define DROP_DAYS 30 /* of a station and a command in one transaction */

/* ---- readings ------------------------------------------------------------------------------------- */

struct reader {
	struct ctx *x;
	str code;
	struct hj_frame *f;
	LIST(struct reading) l;
};

/* Of the asked factor; STR_NONE: the telegram does not have it. */
static str value_of(const struct hj_frame *f, str code)
{
	static const char *const names[] = {"Rtd", "Avg", "Cou"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str v = hj_find(f, code, str_of(names[i]));
		if (v.p)
			return v;
	}
	return hj_find(f, code, S("Min"));
}

/* A later telegram of the same time stands for the earlier one. */
static void reading_take(struct reader *r, ms_t time, ms_t got, int flags)
{
	struct arena *a = r->x->arena;
	str value = value_of(r->f, r->code);
	if (!value.p)
		return;
	struct reading *one = r->l.n && r->l.v[r->l.n - 1].time == time ? &r->l.v[r->l.n - 1] : NULL;
	int versions = one ? one->versions + 1 : 1;
	if (!one)
		one = list_push(a, &r->l);
	*one = (struct reading){.time = time, .got = got, .value = str_dup(a, value), .min = str_dup(a, hj_find(r->f, r->code, S("Min"))),
		.max = str_dup(a, hj_find(r->f, r->code, S("Max"))), .flag = str_dup(a, hj_find(r->f, r->code, S("Flag"))), .versions = versions,
		.again = flags & 1, .late = got - time > LATE_MS};
}

static err readings_read(struct reader *r, struct rows *rows)
{
	while (rows_next(rows)) {
		struct hj_piece piece = {.segment = row_text(rows, 3), .crc = S("0000"), .crc_ok = true};
		hj_parse(&piece, r->f);
		reading_take(r, row_int(rows, 0), row_int(rows, 1), (int)row_int(rows, 2));
		if (r->l.n > READINGS_MOST) {
			err e = rows_end(rows);
			return e != OK ? e : fail(ERR_LIMIT, "this span has more than 100000 values; choose a shorter one");
		}
	}
	return rows_end(rows);
}

err reading_list(struct ctx *x, int64_t station, str code, enum reading_sort sort, ms_t from, ms_t to, struct reading **ret, size_t *ret_n)
{
	struct reader r = {.x = x, .code = code, .f = arena_new(x->arena, struct hj_frame)};
	struct conn *conn;
	struct rows *rows;
	TRY(station_must_be_seen(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &frame_span, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(sort), V_INT(from), V_INT(to)), &rows));
	TRY(readings_read(&r, rows));
	*ret = r.l.v;
	*ret_n = r.l.n;
	return OK;
}

/* ---- means -------------------------------------------------------------------------------------------- */

static bool is_normal(str flag)
{
	return !flag.n || str_eq(flag, S("N"));
}

/* Begin of the hour or the day of the district in which it lies. */
static ms_t begin_of(const struct zone *z, ms_t at, bool days)
{
	return days ? zone_at(z, zone_day(z, at), 0) : at - ((at % HOUR_MS) + HOUR_MS) % HOUR_MS;
}

static struct mean mean_of(struct ctx *x, char medium, bool days, ms_t begin, const struct roll_part *v, size_t n)
{
	struct roll_sum s;
	bool some = roll_sum(validity_of(medium, days, zone_day(core_zone(x->core), begin)), v, n, &s);
	return (struct mean){.time = begin, .mean = s.mean, .min = s.min, .max = s.max, .some = some, .valid = some && s.valid, .flag = s.flag, .n = s.n,
		.normal = s.n_normal};
}

typedef LIST(struct mean) mean_rows;

/* Parts in the order of time into spans. */
static void means_make(struct ctx *x, char medium, bool days, const struct roll_part *v, size_t n, mean_rows *ret)
{
	for (size_t i = 0, k; i < n; i = k) {
		ms_t begin = begin_of(core_zone(x->core), v[i].at, days);
		for (k = i + 1; k < n && begin_of(core_zone(x->core), v[k].at, days) == begin;)
			k++;
		*list_push(x->arena, ret) = mean_of(x, medium, days, begin, v + i, k - i);
	}
}

/* Live data of one minute cover one minute, however many they are. */
static size_t parts_of(struct ctx *x, const struct reading *v, size_t n, int covers, struct roll_part **ret)
{
	struct roll_part *p = arena_new_n(x->arena, n, struct roll_part);
	ms_t minute = MS_NONE;
	for (size_t i = 0; i < n; i++) {
		p[i] = (struct roll_part){.at = v[i].time, .normal = is_normal(v[i].flag)};
		p[i].has_value = dec_parse(v[i].value, &p[i].value);
		bool counts = p[i].has_value && p[i].normal && v[i].time / 60000 != minute;
		p[i].covers = counts ? covers : 0;
		if (counts)
			minute = v[i].time / 60000;
	}
	*ret = p;
	return n;
}

err mean_list(struct ctx *x, int64_t station, str code, bool days, enum reading_sort sort, int covers, ms_t from, ms_t to, struct mean **ret, size_t *ret_n)
{
	struct reading *v;
	struct roll_part *p;
	size_t n;
	mean_rows hours = {0}, all = {0};
	char medium = code.n ? code.p[0] : 0;
	TRY(reading_list(x, station, code, sort, from, to, &v, &n));
	n = parts_of(x, v, n, covers, &p);
	means_make(x, medium, false, p, n, &hours);
	if (days) {
		p = arena_new_n(x->arena, hours.n, struct roll_part);
		for (size_t i = 0; i < hours.n; i++)
			p[i] = (struct roll_part){.at = hours.v[i].time, .value = hours.v[i].mean, .has_value = hours.v[i].some,
				.normal = hours.v[i].valid && hours.v[i].flag == 'N', .covers = 1};
		means_make(x, medium, true, p, hours.n, &all);
	}
	*ret = days ? all.v : hours.v;
	*ret_n = days ? all.n : hours.n;
	return OK;
}

/* ---- what is too old ------------------------------------------------------------------------------------- */

struct dropping {
	int64_t region, station, n;
	ms_t before;
};

/* The oldest month of each command of a station. */
static err drop_job(struct conn *c, void *arg)
{
	struct dropping *d = arg;
	struct rows *r;
	bool found = true;
	for (int64_t cn = -1; found;) {
		int64_t changed = 0;
		TRY(query_one(c, &frame_next_cn, VALS(V_INT(d->region), V_INT(d->station), V_INT(cn)), &r, &found));
		if (!found)
			break;
		cn = row_int(r, 0);
		ms_t to = row_int(r, 1) + DROP_DAYS * 86400000LL;
		TRY(exec(c, &frame_drop, VALS(V_INT(d->region), V_INT(d->station), V_INT(cn), V_INT(to < d->before ? to : d->before)), &changed));
		d->n += changed;
	}
	return OK;
}

err monitor_drop_old(struct core *c, ms_t before, int64_t *ret_n)
{
	struct conn *conn;
	struct rows *r;
	struct arena a;
	LIST(int64_t) stations = {0};
	struct dropping d = {.region = core_region(c), .before = before};
	arena_init(&a);
	TRY(store_read_begin(core_store(c), &conn));
	err e = query(conn, &frame_stations, VALS(V_INT(d.region)), &r);
	while (e == OK && rows_next(r))
		*list_push(&a, &stations) = row_int(r, 0);
	if (e == OK)
		e = rows_end(r);
	store_read_end(conn);
	for (size_t i = 0; e == OK && i < stations.n; i++) {
		d.station = stations.v[i];
		e = store_write(core_store(c), drop_job, &d);
	}
	arena_done(&a);
	*ret_n = d.n;
	return e;
}
