/* SPDX-License-Identifier: Apache-2.0 */
/* Two stations of the canned district, one of which has never sent; one stranger. */
#include "fake_core.h"

#include "core/told.h"
#include "monitor/limit.h"
#include "monitor/outlet.h"
#include "monitor/outlet_public.h"

bool station_may(const struct ctx *x)
{
	unused_arg(x);
	return true;
}

bool station_sees(const struct ctx *x)
{
	unused_arg(x);
	return true;
}

err station_list(struct ctx *x, struct station **ret, size_t *ret_n)
{
	struct station *s = arena_new_n(x->arena, 2, struct station);
	s[0] = (struct station){.id = 1, .version = 1, .mn = S("010000A8900016F000169D01"), .name = S("总排口<b>"), .state = STATION_ON, .seen = FAKE_NOW, .frames = 7,
		.peer = S("192.0.2.1")};
	s[1] = (struct station){.id = 2, .version = 1, .mn = S("88888880000020"), .name = S("二号口"), .state = STATION_ON, .seen = MS_NONE, .peer = S("")};
	*ret = s;
	*ret_n = 2;
	return OK;
}

err station_of_mn(struct ctx *x, str mn, struct station *ret)
{
	struct station *s;
	size_t n;
	TRY(station_list(x, &s, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(s[i].mn, mn)) {
			*ret = s[i];
			return OK;
		}
	return fail(ERR_NOTFOUND, "there is no station of this number; enrol it first");
}

err station_add(struct ctx *x, const struct station_new *k, int64_t *ret)
{
	unused_arg(x);
	if (!k->name.n || !k->mn.n)
		return fail(ERR_INPUT, "a station needs a name of at most 80 characters");
	*ret = 1;
	return OK;
}

err station_change(struct ctx *x, int64_t id, int64_t version, const struct station_new *k)
{
	unused_arg(x);
	unused_arg(id);
	unused_arg(version);
	return k->name.n ? OK : fail(ERR_INPUT, "a station needs a name of at most 80 characters");
}

err station_odds(struct ctx *x, int64_t station, struct station_odd **ret, size_t *ret_n)
{
	unused_arg(station);
	*ret = arena_new(x->arena, struct station_odd);
	**ret = (struct station_odd){WRONG_PASSWORD, 3, FAKE_NOW, FAKE_NOW};
	*ret_n = 1;
	return OK;
}

err stranger_list(struct ctx *x, struct stranger **ret, size_t *ret_n)
{
	*ret = arena_new(x->arena, struct stranger);
	**ret = (struct stranger){.mn = S("STRANGE1"), .peer = S("192.0.2.9"), .segment = S("ST=32;CN=2011;PW=secret;MN=STRANGE1;CP=&&DataTime=20261014080000;w01018-Rtd=<b>&&"),
		.n = 2, .first = FAKE_NOW, .last = FAKE_NOW};
	*ret_n = 1;
	return OK;
}

err station_command(struct ctx *x, int64_t station, int cn, str cp, int64_t *ret)
{
	unused_arg(x);
	unused_arg(cn);
	unused_arg(cp);
	*ret = station;
	return OK;
}

err command_list(struct ctx *x, int64_t station, struct command **ret, size_t *ret_n)
{
	*ret = arena_new(x->arena, struct command);
	**ret = (struct command){.id = 9, .station = station, .cn = 1011, .cp = S(""), .qn = S(""), .state = COMMAND_FAILED, .qn_rtn = 3, .tries = 2, .made = FAKE_NOW,
		.next = MS_NONE, .ended = FAKE_NOW};
	*ret_n = 1;
	return OK;
}

err command_last(struct ctx *x, int64_t station, int cn, bool done, struct command **ret)
{
	*ret = arena_new(x->arena, struct command);
	**ret = (struct command){.id = 8, .station = station, .cn = cn, .cp = S(""), .qn = S(""), .state = done ? COMMAND_DONE : COMMAND_FAILED, .tries = 1,
		.made = FAKE_NOW - 100 * 86400000LL, .next = MS_NONE, .ended = FAKE_NOW - 100 * 86400000LL};
	return OK;
}

err reading_list(struct ctx *x, int64_t station, str code, enum reading_sort sort, ms_t from, ms_t to, struct reading **ret, size_t *ret_n)
{
	struct reading *r = arena_new_n(x->arena, 3, struct reading);
	unused_arg(code);
	unused_arg(sort);
	for (int i = 0; i < 3; i++)
		r[i] = (struct reading){.time = from + (to - from) / 4 * (i + 1), .got = to, .value = i == 1 ? S("<b>") : S("61.5"), .min = S("60"), .max = S("63"),
			.flag = i == 2 ? S("D") : S("N"), .versions = 1};
	*ret = r;
	*ret_n = station == 1 ? 3 : 0;
	return OK;
}

err mean_list(struct ctx *x, int64_t station, str code, bool days, enum reading_sort sort, int covers, ms_t from, ms_t to, struct mean **ret, size_t *ret_n)
{
	unused_arg(x);
	unused_arg(station);
	unused_arg(code);
	unused_arg(days);
	unused_arg(sort);
	unused_arg(covers);
	unused_arg(from);
	unused_arg(to);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err outlet_news_read(struct ctx *x, int64_t station, struct outlet_news *ret)
{
	static const struct outlet_value v[] = {{.code = {"w01018", 6}, .value = {"61.5", 4}, .flag = {"N", 1}}, {.code = {"<b>", 3}, .value = {"<i>", 3}, .flag = {"D", 1}}};
	unused_arg(x);
	*ret = station == 1 ? (struct outlet_news){.sort = READ_LIVE, .time = FAKE_NOW, .got = FAKE_NOW, .st = 32, .has_clock = true, .ahead = 9000, .v = v, .n = COUNT_OF(v)}
			    : (struct outlet_news){.time = MS_NONE, .got = MS_NONE};
	return OK;
}

err outlet_hours_read(struct ctx *x, int64_t station, ms_t from, size_t n, uint8_t *ret)
{
	unused_arg(x);
	unused_arg(station);
	unused_arg(from);
	for (size_t i = 0; i < n; i++)
		ret[i] = (uint8_t)(i % 3);
	return OK;
}

err outlet_answer(struct ctx *x, const struct command *c, str *ret)
{
	unused_arg(x);
	unused_arg(c);
	*ret = S("SystemTime=<b>");
	return OK;
}

err station_watch_read(struct ctx *x, int64_t station, struct station_watch *ret)
{
	static const struct limit own = {.own = true, .code = {"w01018", 6}, .span = LIMIT_DAY, .has_high = true, .high = {50, 0}, .unit = {"mg/L", 4}, .from = DAY_NONE,
		.until = DAY_NONE};
	unused_arg(x);
	*ret = (struct station_watch){.version = 1, .outlet = S(""), .own = S(""), .v = &own, .n = station == 1};
	return OK;
}

err station_watch_set(struct ctx *x, int64_t station, int64_t version, str outlet, str own)
{
	unused_arg(x);
	unused_arg(station);
	unused_arg(version);
	unused_arg(outlet);
	unused_arg(own);
	return OK;
}

str station_watch_unit(const struct station_watch *w, str code, day_t on)
{
	unused_arg(w);
	unused_arg(code);
	unused_arg(on);
	return S("mg/L");
}

int64_t core_setting(struct core *c, const char *pack, const char *name)
{
	unused_arg(c);
	unused_arg(pack);
	unused_arg(name);
	return 60;
}

err station_firm_find(struct ctx *x, str written, int64_t *ret)
{
	unused_arg(x);
	*ret = written.n > 3;
	return OK;
}

err station_firm_name(struct ctx *x, int64_t subject, str *ret)
{
	unused_arg(x);
	*ret = subject ? S("青岚<b>") : S("");
	return OK;
}

err station_firm_names(struct ctx *x, const int64_t *subject, size_t n, str *ret)
{
	for (size_t i = 0; i < n; i++)
		TRY(station_firm_name(x, subject[i], &ret[i]));
	return OK;
}

/* ---- for anybody ---- */
err public_outlets_mark(struct core *c, struct arena *a, int64_t *ret)
{
	unused_arg(c);
	unused_arg(a);
	*ret = 1;
	return OK;
}

err public_outlets_read(struct core *c, struct arena *a, struct public_outlets *ret)
{
	static const struct public_value v[] = {{.code = {"w01018", 6}, .name = {"COD<b>", 6}, .value = {"61.5", 4}, .unit = {"mg/L", 4}}};
	struct public_outlet *o = arena_new(a, struct public_outlet);
	unused_arg(c);
	*o = (struct public_outlet){.id = 1, .enrolled = true, .name = S("总排口<b>"), .firm = S(""), .state = OUTLET_NORMAL, .hour = {.time = FAKE_NOW / 3600000 * 3600000, .v = v, .n = 1},
		.day.time = MS_NONE, .site = {.placed = true, .x = 117575000, .y = 34720000, .open = true}};
	*ret = (struct public_outlets){.v = o, .n = 1};
	return OK;
}

err public_course_read(struct core *c, struct arena *a, const struct public_outlet *o, str code, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n)
{
	unused_arg(c);
	unused_arg(o);
	unused_arg(code);
	unused_arg(to);
	*ret = arena_new(a, struct public_point);
	**ret = (struct public_point){.time = from, .v = {615, 1}, .has = true};
	*ret_n = 1;
	return OK;
}

err public_air_course_read(struct core *c, struct arena *a, const struct public_outlet *o, enum air_item item, ms_t from, ms_t to, struct public_point **ret, size_t *ret_n)
{
	unused_arg(item);
	return public_course_read(c, a, o, S(""), from, to, ret, ret_n);
}
