/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages read of a station: each a short walk at the end of its telegrams. */
#include "monitor/outlet.h"

#include <stdlib.h>
#include <string.h>

#include "core/measure.h"
#include "monitor/monitor_in.h"

STMT(outlet_newest,
     "SELECT time, got, segment FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time < $4 ORDER BY time DESC, id DESC LIMIT 8");
STMT(outlet_times, "SELECT time FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time >= $4 AND time < $5 ORDER BY time");
STMT(outlet_segments,
     "SELECT time, segment FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time >= $4 AND time < $5 ORDER BY time, id");
const struct stmt *const monitor_outlet_stmts[] = {&outlet_newest, &outlet_times, &outlet_segments, NULL};

#define HOUR_MS 3600000LL
#define RUN_MOST 600000LL    /* an answer with a time of its own (DataTime) is looked for that long after the request */
#define AHEAD_MOST 86400000LL /* a telegram that is further in the future is not the newest */

bool station_sees(const struct ctx *x)
{
	return !x->actor.user || (x->actor.duties & (1u << DUTY_ENVIRONMENT | 1u << DUTY_SYSTEM | 1u << DUTY_LEADER | 1u << DUTY_SUPERVISION));
}

err station_must_be_seen(const struct ctx *x)
{
	return station_sees(x) ? OK : fail(ERR_DENIED, "only the environment office, leaders and supervision may look at stations");
}

static void segment_parse(struct hj_frame *f, str segment)
{
	const struct hj_piece piece = {.segment = segment, .crc = S("0000"), .crc_ok = true};
	hj_parse(&piece, f);
}

/* ---- the newest values -------------------------------------------------------------------------- */
struct newest {
	struct ctx *x;
	struct hj_frame *f;
	LIST(struct outlet_value) v;
};

static str first_of(const struct hj_frame *f, str code)
{
	static const char *const names[] = {"Rtd", "Avg", "Cou", "Min"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		str s = hj_find(f, code, str_of(names[i]));
		if (s.p)
			return s;
	}
	return STR_NONE;
}

static void values_add(struct newest *n, day_t day)
{
	struct arena *a = n->x->arena;
	for (size_t i = 0; i < n->f->n; i++) {
		str code = hj_code(n->f, &n->f->item[i]), value = hj_name(n->f, &n->f->item[i]).n ? first_of(n->f, code) : STR_NONE;
		bool known = !value.p;
		for (size_t k = 0; k < n->v.n && !known; k++)
			known = str_eq(n->v.v[k].code, code);
		if (known)
			continue;
		str flag = hj_find(n->f, code, S("Flag"));
		*list_push(a, &n->v) = (struct outlet_value){.code = str_dup(a, code), .value = str_dup(a, value), .flag = flag.p ? str_dup(a, flag) : S(""),
			.factor = factor_of(code, day)};
	}
}

/* Parts of one time together; of the newest sort so far. */
static err newest_of(struct newest *n, int64_t station, enum reading_sort sort, struct outlet_news *ret)
{
	const struct zone *z = core_zone(n->x->core);
	struct conn *conn;
	struct rows *r;
	bool taken = false;
	TRY(ctx_conn(n->x, &conn));
	TRY(query(conn, &outlet_newest, VALS(V_INT(core_region(n->x->core)), V_INT(station), V_INT(sort), V_INT(n->x->now + AHEAD_MOST)), &r));
	while (rows_next(r)) {
		ms_t time = row_int(r, 0);
		if (taken ? time != ret->time : ret->time != MS_NONE && time <= ret->time)
			break;
		segment_parse(n->f, row_text(r, 2));
		if (!taken) {
			ms_t clock = hj_instant(z, n->f->field[HJ_QN]);
			*ret = (struct outlet_news){.sort = sort, .time = time, .got = row_int(r, 1), .st = n->f->st, .has_clock = clock != MS_NONE,
				.ahead = clock == MS_NONE ? 0 : clock - row_int(r, 1)};
			n->v.n = 0;
		}
		taken = true;
		values_add(n, zone_day(z, time));
	}
	if (taken) {
		ret->v = arena_new_n(n->x->arena, n->v.n + 1, struct outlet_value);
		for (size_t i = 0; i < n->v.n; i++)
			((struct outlet_value *)ret->v)[i] = n->v.v[i];
		ret->n = n->v.n;
	}
	return rows_end(r);
}

/* A frame is some 100 KB: a list of thousands of stations does not have one for each. */
static err news_read(struct ctx *x, int64_t station, const enum reading_sort *sorts, size_t n_sorts, struct outlet_news *ret)
{
	struct newest n = {.x = x};
	struct outlet_news news = {.time = MS_NONE, .got = MS_NONE};
	err e = OK;
	TRY(station_must_be_seen(x));
	n.f = malloc(sizeof *n.f);
	ours(n.f);
	for (size_t i = 0; e == OK && i < n_sorts; i++)
		e = newest_of(&n, station, sorts[i], &news);
	free(n.f);
	*ret = news;
	return e;
}

err outlet_news_read(struct ctx *x, int64_t station, struct outlet_news *ret)
{
	static const enum reading_sort sorts[] = {READ_LIVE, READ_MINUTES, READ_HOURS, READ_DAYS};
	return news_read(x, station, sorts, COUNT_OF(sorts), ret);
}

err outlet_news_of(struct ctx *x, int64_t station, enum reading_sort sort, struct outlet_news *ret)
{
	return news_read(x, station, &sort, 1, ret);
}

/* ---- which hours have data ------------------------------------------------------------------------ */
static enum outlet_hour hour_of(const struct hj_frame *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(hj_name(f, &f->item[i]), S("Flag")) && outlet_flag_of(hj_value(f, &f->item[i])) != FLAG_NORMAL)
			return HOUR_FLAGGED;
	return HOUR_VALID;
}

static err hours_sent(struct ctx *x, int64_t station, ms_t from, size_t n, uint8_t *ret, bool *ret_some)
{
	struct hj_frame *f = arena_new(x->arena, struct hj_frame);
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &outlet_segments, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(READ_HOURS), V_INT(from), V_INT(from + (ms_t)n * HOUR_MS)), &r));
	while (rows_next(r)) {
		segment_parse(f, row_text(r, 1));
		ret[(row_int(r, 0) - from) / HOUR_MS] = (uint8_t)hour_of(f); /* the newest of an hour comes last */
		*ret_some = true;
	}
	return rows_end(r);
}

err outlet_hours_read(struct ctx *x, int64_t station, ms_t from, size_t n, uint8_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool some = false;
	TRY(station_must_be_seen(x));
	ours(n <= OUTLET_HOURS_MOST);
	memset(ret, HOUR_NONE, n);
	TRY(hours_sent(x, station, from, n, ret, &some));
	if (some)
		return OK;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &outlet_times, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(READ_LIVE), V_INT(from), V_INT(from + (ms_t)n * HOUR_MS)), &r));
	while (rows_next(r))
		ret[(row_int(r, 0) - from) / HOUR_MS] = HOUR_VALID;
	return rows_end(r);
}

/* ---- whose it is ------------------------------------------------------------------------------------- */
static err find_in_packs(struct ctx *system, str written, int64_t *ret)
{
	for (const struct pack *const *p = core_packs(system->core); *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			struct measured_subject *v;
			size_t n;
			const struct kind *k = &(*p)->kinds[i];
			if (!k->subject)
				continue;
			TRY(subject_find(system, k->name, written, ret));
			if (*ret)
				return OK;
			TRY(subjects_read(system, k->name, S(""), &v, &n));
			for (size_t j = 0; j < n; j++)
				if (str_eq(v[j].name, written)) {
					*ret = v[j].id;
					return OK;
				}
		}
	return OK;
}

err station_firm_find(struct ctx *x, str written, int64_t *ret)
{
	struct ctx system;
	*ret = 0;
	if (!station_may(x))
		return fail(ERR_DENIED, "only the environment office and the system administrator may do this");
	ctx_refresh(x); /* a thread has one snapshot at a time */
	TRY(ctx_open(x->core, x->arena, NULL, &system));
	err e = find_in_packs(&system, str_trim(written), ret);
	ctx_close(&system);
	return e;
}

static err firm_names(struct ctx *system, const int64_t *subject, size_t n, str *ret)
{
	struct measured_subject s;
	for (size_t i = 0; i < n; i++) {
		err e = subject[i] ? subject_read(system, subject[i], &s) : ERR_NOTFOUND;
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		ret[i] = e == OK ? s.name : S("");
	}
	return OK;
}

err station_firm_names(struct ctx *x, const int64_t *subject, size_t n, str *ret)
{
	struct ctx system;
	TRY(station_must_be_seen(x));
	ctx_refresh(x); /* a thread has one snapshot at a time */
	TRY(ctx_open(x->core, x->arena, NULL, &system));
	err e = firm_names(&system, subject, n, ret);
	ctx_close(&system);
	return e;
}

err station_firm_name(struct ctx *x, int64_t subject, str *ret)
{
	return station_firm_names(x, &subject, 1, ret);
}

/* ---- answers ------------------------------------------------------------------------------------------ */
err outlet_answer(struct ctx *x, const struct command *c, str *ret)
{
	struct hj_frame *f = arena_new(x->arena, struct hj_frame);
	ms_t sent = hj_instant(core_zone(x->core), c->qn);
	struct conn *conn;
	struct rows *r;
	TRY(station_must_be_seen(x));
	*ret = S("");
	if (sent == MS_NONE)
		return OK;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &outlet_segments, VALS(V_INT(core_region(x->core)), V_INT(c->station), V_INT(c->cn), V_INT(sent), V_INT(sent + RUN_MOST)), &r));
	while (rows_next(r)) {
		segment_parse(f, row_text(r, 1));
		if (!ret->n && str_eq(f->field[HJ_QN], c->qn))
			*ret = str_dup(x->arena, f->cp);
	}
	return rows_end(r);
}
