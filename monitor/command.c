/* SPDX-License-Identifier: Apache-2.0 */
/* Commands to stations: asked for by a person, recorded, sent by the gateway; and what the pages and
 * the command line read of a station. */
#include "monitor/monitor_in.h"

#include <stdio.h>
#include <string.h>

STMT(command_add,
     "INSERT INTO command(region, id, station, cn, cp, person, open, state, tries, qn, qn_rtn, exe_rtn, made, next, ended)"
     " VALUES($1, $2, $3, $4, $5, $6, 1, 0, 0, '', 0, 0, $7, $7, $8)");
STMT(command_waiting,
     "SELECT id, station, cn, cp, person, state, tries, qn, qn_rtn, exe_rtn, made, next, ended FROM command"
     " WHERE region = $1 AND open = 1 ORDER BY id LIMIT 1000");
STMT(command_of,
     "SELECT id, station, cn, cp, person, state, tries, qn, qn_rtn, exe_rtn, made, next, ended FROM command"
     " WHERE region = $1 AND station = $2 ORDER BY id DESC LIMIT 100");
STMT(command_newest,
     "SELECT id, station, cn, cp, person, state, tries, qn, qn_rtn, exe_rtn, made, next, ended FROM command"
     " WHERE region = $1 AND station = $2 AND cn = $3 AND state >= $4 AND state <= $5 ORDER BY id DESC LIMIT 1");
STMT(odd_of, "SELECT odd, n, first, last FROM station_odd WHERE region = $1 AND station = $2 ORDER BY odd");
STMT(stranger_rows, "SELECT mn, peer, segment, n, first, last FROM stranger WHERE region = $1 ORDER BY mn LIMIT 1000");
const struct stmt *const monitor_command_stmts[] = {&command_add, &command_waiting, &command_of, &command_newest, &odd_of, &stranger_rows, NULL};

#define CP_MOST 900 /* bytes; the standard gives CP 950 */

static err must_be_allowed(const struct ctx *x)
{
	return station_may(x) ? OK : fail(ERR_DENIED, "only the environment office and the system administrator may do this");
}

/* What may stand between the &&: printable, no sign that ends it. */
static bool cp_ok(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] >= 0x7f || s.p[i] == '&' || s.p[i] == '#')
			return false;
	return s.n <= CP_MOST;
}

err command_make(struct ctx *x, int64_t station, int cn, str cp, int64_t *ret)
{
	struct station *v, *to = NULL;
	size_t n;
	TRY(must_be_allowed(x));
	if (!cp_ok(cp))
		return fail(ERR_INPUT, "the parameters of a command are items like BeginTime=20260301000000;EndTime=20260302000000, at most 900 characters");
	TRY(station_list(x, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].id == station)
			to = &v[i];
	if (!to || to->state != STATION_ON)
		return fail(ERR_NOTFOUND, "there is no station of this number; enrol it first");
	int64_t id = store_new_id(core_store(x->core), x->now);
	const struct fact facts[] = {{S("station"), to->mn, false}, {S("cn"), decimal(x->arena, cn), false}, {S("cp"), cp.n ? cp : S(""), false}};
	const struct fact_row row = {.stmt = &command_add, .one = true, .n = 8, .v = {V_INT(core_region(x->core)), V_INT(id), V_INT(station), V_INT(cn),
		V_TEXT(cp.n ? cp : S("")), V_INT(x->actor.user), V_INT(x->now), V_INT(MS_NONE)}};
	TRY(fact_of_district(x, S("station_command"), id, facts, COUNT_OF(facts), &row, 1));
	*ret = id;
	return OK;
}

err station_command(struct ctx *x, int64_t station, int cn, str cp, int64_t *ret)
{
	const struct hj_command *k = hj_command_of(cn);
	if (!k)
		return fail(ERR_INPUT, "a station is not sent the command {0} from here", decimal(x->arena, cn));
	if (cp.n && (k->carries == CARRIES_KEY || k->carries == CARRIES_PASSWORD))
		return fail(ERR_INPUT, "a new key or password is made here; leave the parameters empty");
	if (k->carries == CARRIES_KEY)
		return station_rekey(x, station, ret);
	if (k->carries == CARRIES_PASSWORD)
		return station_repassword(x, station, ret);
	return command_make(x, station, cn, cp, ret);
}

static err rows_read(struct rows *r, struct arena *a, struct command **ret, size_t *ret_n)
{
	LIST(struct command) l = {0};
	while (rows_next(r))
		*list_push(a, &l) = (struct command){.id = row_int(r, 0), .station = row_int(r, 1), .cn = (int)row_int(r, 2), .cp = row_copy(r, 3, a),
			.person = row_int(r, 4), .state = (enum command_state)row_int(r, 5), .tries = (int)row_int(r, 6), .qn = row_copy(r, 7, a),
			.qn_rtn = (int)row_int(r, 8), .exe_rtn = (int)row_int(r, 9), .made = row_int(r, 10), .next = row_int(r, 11), .ended = row_int(r, 12)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err command_list(struct ctx *x, int64_t station, struct command **ret, size_t *ret_n)
{
	struct conn *conn;
	struct rows *r;
	TRY(station_must_be_seen(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &command_of, VALS(V_INT(core_region(x->core)), V_INT(station)), &r));
	return rows_read(r, x->arena, ret, ret_n);
}

err command_last(struct ctx *x, int64_t station, int cn, bool done, struct command **ret)
{
	struct conn *conn;
	struct rows *r;
	size_t n;
	TRY(station_must_be_seen(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &command_newest, VALS(V_INT(core_region(x->core)), V_INT(station), V_INT(cn), V_INT(done ? COMMAND_DONE : COMMAND_WAITS),
		V_INT(done ? COMMAND_DONE : COMMAND_FAILED)), &r));
	TRY(rows_read(r, x->arena, ret, &n));
	if (!n)
		*ret = NULL;
	return OK;
}

err commands_open(struct core *c, struct arena *a, struct command **ret, size_t *ret_n)
{
	struct conn *conn;
	struct rows *r;
	TRY(store_read_begin(core_store(c), &conn));
	err e = query(conn, &command_waiting, VALS(V_INT(core_region(c))), &r);
	if (e == OK)
		e = rows_read(r, a, ret, ret_n);
	store_read_end(conn);
	return e;
}

/* ---- what is wrong, and who is not known --------------------------------------------------------- */

err station_odds(struct ctx *x, int64_t station, struct station_odd **ret, size_t *ret_n)
{
	LIST(struct station_odd) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(station_must_be_seen(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &odd_of, VALS(V_INT(core_region(x->core)), V_INT(station)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct station_odd){(enum station_wrong)row_int(r, 0), row_int(r, 1), row_int(r, 2), row_int(r, 3)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err stranger_list(struct ctx *x, struct stranger **ret, size_t *ret_n)
{
	LIST(struct stranger) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(station_must_be_seen(x));
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &stranger_rows, VALS(V_INT(core_region(x->core))), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct stranger){.mn = row_copy(r, 0, x->arena), .peer = row_copy(r, 1, x->arena),
			.segment = row_copy(r, 2, x->arena), .n = row_int(r, 3), .first = row_int(r, 4), .last = row_int(r, 5)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

/* ---- times ----------------------------------------------------------------------------------------- */

void hj_now(const struct zone *z, ms_t at, char ret[18])
{
	char text[64];
	day_t day = zone_day(z, at);
	struct civil c = day_civil(day);
	int64_t ms = at + (int64_t)zone_offset(z, at) * 1000 - (int64_t)day * 86400000;
	snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02d%03d", c.year % 10000, c.month, c.day, (int)(ms / 3600000), (int)(ms / 60000 % 60),
		 (int)(ms / 1000 % 60), (int)(ms % 1000));
	memcpy(ret, text, 17);
	ret[17] = 0;
}

ms_t hj_instant(const struct zone *z, str s)
{
	day_t day;
	int ms;
	return s.p && hj_time(s, &day, &ms) ? zone_at(z, day, ms) : MS_NONE;
}
