/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi station: enrolment of stations, what they do wrong, commands to them. Lists are JSON
 * Lines. A key is never typed on a command line; it stands in a file. */
#include <string.h>

#include "base/limits.h"
#include "cli/job.h"
#include "ledger/out.h"
#include "monitor/alarm.h"
#include "monitor/limit.h"
#include "monitor/monitor.h"

enum { OPT_PW, OPT_KEY_FILE, OPT_CRC, OPT_FROM, OPT_TO, OPT_OF, OPT_MEAN, OPT_PLACE, OPT_PUBLIC, OPTS };

static void row_site(struct job *job, const struct station_site *s)
{
	struct buf b;
	buf_init(&b, job->cli->arena);
	if (s->placed) {
		degree_put(&b, s->x);
		buf_byte(&b, ',');
		degree_put(&b, s->y);
	}
	member_str(&job->j, "place", buf_str(&b));
	member_bool(&job->j, "public", s->open);
}

static err list(struct job *job)
{
	struct station *v;
	size_t n;
	TRY(station_list(job->x, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_str(&job->j, "mn", v[i].mn);
		member_str(&job->j, "name", v[i].name);
		member_str(&job->j, "crc", str_of(hj_crc_name(v[i].crc)));
		member_bool(&job->j, "on", v[i].state == STATION_ON);
		row_site(job, &v[i].site);
		member_bool(&job->j, "password", v[i].has_password);
		member_bool(&job->j, "key", v[i].has_key);
		row_time(job, "seen", v[i].seen);
		member_int(&job->j, "frames", v[i].frames);
		member_str(&job->j, "peer", v[i].peer);
		row_close(job);
	}
	return OK;
}

static err strangers(struct job *job)
{
	struct stranger *v;
	size_t n;
	TRY(stranger_list(job->x, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_str(&job->j, "mn", v[i].mn);
		member_str(&job->j, "peer", v[i].peer);
		member_int(&job->j, "frames", v[i].n);
		row_time(job, "first", v[i].first);
		row_time(job, "last", v[i].last);
		row_close(job);
	}
	return OK;
}

static err odds(struct job *job)
{
	struct station s;
	struct station_odd *v;
	size_t n;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(station_odds(job->x, s.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		struct words2 w = station_odd_words((int)v[i].odd);
		row_open(job);
		member_str(&job->j, "anomaly", (int)v[i].odd < HJ_ODDS ? str_of(hj_odds[v[i].odd].name) : (int)v[i].odd == WRONG_PASSWORD ? S("password") : S("check"));
		member_str(&job->j, "what", job->cli->lang == LANG_ZH ? w.zh : w.en);
		member_int(&job->j, "n", v[i].n);
		row_time(job, "first", v[i].first);
		row_time(job, "last", v[i].last);
		row_close(job);
	}
	return OK;
}

static err commands(struct job *job)
{
	static const char *const states[] = {"waits", "sent", "accepted", "done", "failed"};
	struct station s;
	struct command *v;
	size_t n;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(command_list(job->x, s.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_id(&job->j, "id", v[i].id);
		member_int(&job->j, "cn", v[i].cn);
		member_str(&job->j, "cp", v[i].cp);
		member_str(&job->j, "qn", v[i].qn);
		member_str(&job->j, "state", str_of(states[v[i].state]));
		member_int(&job->j, "tries", v[i].tries);
		member_int(&job->j, "qn_rtn", v[i].qn_rtn);
		member_int(&job->j, "exe_rtn", v[i].exe_rtn);
		row_time(job, "made", v[i].made);
		row_time(job, "ended", v[i].ended);
		row_close(job);
	}
	return OK;
}

static str decimal(struct arena *a, int64_t v)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, v);
	return buf_str(&b);
}

/* ---- changes ----------------------------------------------------------------------------------- */

/* 117.575,34.72, or - for none; yes or no. What was not given stays as it is. */
static err site_of(str place, str open, struct station_site *ret)
{
	str x = place, y = S("");
	if (place.p && str_eq(place, S("-")))
		x = S("");
	else if (place.p)
		(void)str_split(place, ',', &x, &y);
	if (place.p)
		TRY(station_place_read(x, y, ret));
	if (open.p && !str_eq(open, S("yes")) && !str_eq(open, S("no")))
		return fail(ERR_USAGE, "a station is public: yes or no, not {0}", open);
	if (open.p)
		ret->open = str_eq(open, S("yes"));
	return OK;
}

/* What the options say; what they do not say stays as it is. */
static err options_of(struct job *job, struct station_new *k)
{
	str crc = job->opts[OPT_CRC].ret, key = job->opts[OPT_KEY_FILE].ret;
	if (job->opts[OPT_PW].ret.p)
		k->password = job->opts[OPT_PW].ret;
	if (key.p) {
		TRY(cli_read(job->cli, str_z(job->cli->arena, key), 256, &k->key));
		k->key = str_trim(k->key);
	}
	TRY(site_of(job->opts[OPT_PLACE].ret, job->opts[OPT_PUBLIC].ret, &k->site));
	if (!crc.p)
		return OK;
	for (int i = 0; i < HJ_CRC_VARIANTS; i++)
		if (str_eq(crc, str_of(hj_crc_name((enum hj_crc_variant)i)))) {
			k->crc = (enum hj_crc_variant)i;
			return OK;
		}
	return fail(ERR_USAGE, "--crc is standard, modbus-low-byte-first or modbus-high-byte-first, not {0}", crc);
}

static err add(struct job *job)
{
	struct station_new k = {.mn = job_word(job, 1), .name = job_word(job, 2), .password = S(""), .key = S(""), .state = STATION_ON};
	int64_t id;
	TRY(options_of(job, &k));
	return station_add(job->x, &k, &id);
}

/* A station a line: MN, name, password, class of outlet, place, public (yes, no); tabs between; what is left out is empty. All of them or, at the first mistake, none further. */
static err import(struct job *job)
{
	str text, line;
	int64_t id;
	TRY(cli_read(job->cli, job->cli->argv[1], LIMIT_FILE, &text));
	for (int64_t n = 1; text.n; n++) {
		if (!str_split(text, '\n', &line, &text))
			line = text, text = S("");
		enum { MN, NAME, PASSWORD, OUTLET, PLACE, OPEN, COLUMNS };
		str c[COLUMNS], rest = str_trim(line);
		if (!rest.n)
			continue;
		for (int i = 0; i < COLUMNS; i++)
			if (!str_split(rest, '\t', &c[i], &rest))
				c[i] = rest, rest = S("");
		if (!c[NAME].n)
			return fail(ERR_INPUT, "line {0} is not an MN, a name and perhaps a password with tabs between", decimal(job->cli->arena, n));
		struct station_new k = {.mn = c[MN], .name = c[NAME], .password = c[PASSWORD], .key = S(""), .state = STATION_ON};
		str outlet = c[OUTLET];
		TRY(site_of(c[PLACE].n ? c[PLACE] : STR_NONE, c[OPEN].n ? c[OPEN] : STR_NONE, &k.site));
		TRY(station_add(job->x, &k, &id));
		if (outlet.n)
			TRY(station_watch_set(job->x, id, 1, outlet, S("")));
	}
	return OK;
}

static err change(struct job *job, int state)
{
	struct station s;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	struct station_new k = station_same(&s);
	if (job->cli->argc > 2)
		k.name = job_word(job, 2);
	if (state >= 0)
		k.state = (enum station_state)state;
	TRY(options_of(job, &k));
	return station_change(job->x, s.id, s.version, &k);
}

static err set(struct job *job)
{
	return change(job, -1);
}

static err on(struct job *job)
{
	return change(job, STATION_ON);
}

static err off(struct job *job)
{
	return change(job, STATION_OFF);
}

static err rekey(struct job *job)
{
	struct station s;
	int64_t id;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(station_rekey(job->x, s.id, &id));
	buf_int(&job->out, id);
	buf_byte(&job->out, '\n');
	return OK;
}

static err command(struct job *job)
{
	struct station s;
	int64_t id;
	str cp = job->cli->argc > 3 ? job_word(job, 3) : S("");
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	const struct hj_command *k = hj_command_named(job_word(job, 2));
	if (k) {
		TRY(station_command(job->x, s.id, k->cn, cp, &id));
		buf_int(&job->out, id);
		buf_byte(&job->out, '\n');
		return OK;
	}
	struct buf b;
	buf_init(&b, job->cli->arena);
	for (size_t i = 0; i < hj_commands_n; i++)
		buf_fmt(&b, i ? ", %s" : "%s", hj_commands[i].name);
	return fail(ERR_USAGE, "a station knows the commands {0}", buf_str(&b));
}

/* ---- limits ------------------------------------------------------------------------------------- */

static err classes(struct job *job)
{
	size_t n;
	const struct outlet_class *v = outlet_classes(&n);
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_str(&job->j, "class", v[i].name);
		member_str(&job->j, "name", job->cli->lang == LANG_ZH ? v[i].label.zh : v[i].label.en);
		member_str(&job->j, "source", v[i].source);
		row_close(job);
	}
	return OK;
}

static void put_dec(struct job *job, const char *name, bool has, struct dec v)
{
	struct buf b;
	json_key(&job->j, name);
	if (!has) {
		json_null(&job->j);
		return;
	}
	buf_init(&b, job->cli->arena);
	dec_put(&b, v);
	json_str(&job->j, buf_str(&b));
}

static void put_day(struct job *job, const char *name, day_t d)
{
	struct buf b;
	buf_init(&b, job->cli->arena);
	if (d != DAY_NONE)
		day_put(&b, d);
	member_str(&job->j, name, buf_str(&b));
}

static err limits(struct job *job)
{
	struct station s;
	struct station_watch w;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(station_watch_read(job->x, s.id, &w));
	if (job->cli->argc > 2) {
		str outlet = job_word(job, 2), own = w.own;
		if (job->cli->argc > 3)
			TRY(cli_read(job->cli, job->cli->argv[3], LIMIT_FIELD_TEXT, &own));
		return station_watch_set(job->x, s.id, w.version, str_eq(outlet, S("-")) ? S("") : outlet, own);
	}
	for (size_t i = 0; i < w.n; i++) {
		row_open(job);
		member_str(&job->j, "factor", w.v[i].code);
		member_str(&job->j, "of", str_of(limit_spans[w.v[i].span].name));
		put_dec(job, "low", w.v[i].has_low, w.v[i].low);
		put_dec(job, "high", w.v[i].has_high, w.v[i].high);
		member_str(&job->j, "unit", w.v[i].unit);
		put_day(job, "from", w.v[i].from);
		put_day(job, "until", w.v[i].until);
		member_bool(&job->j, "own", w.v[i].own);
		member_str(&job->j, "mark", w.v[i].mark);
		member_str(&job->j, "source", w.v[i].source);
		row_close(job);
	}
	return OK;
}

/* ---- alarms and rests ---------------------------------------------------------------------------- */

static err alarms(struct job *job)
{
	struct station s;
	struct alarm *v;
	size_t n;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(alarm_of_station(job->x, s.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_id(&job->j, "id", v[i].id);
		member_id(&job->j, "matter", v[i].matter);
		member_str(&job->j, "factor", v[i].code);
		member_str(&job->j, "rule", v[i].rule);
		member_str(&job->j, "value", v[i].value);
		member_str(&job->j, "limit", v[i].bound);
		row_time(job, "begin", v[i].begin);
		row_time(job, "raised", v[i].at);
		row_time(job, "ended", v[i].ended);
		member_bool(&job->j, "storm", v[i].group != 0);
		row_close(job);
	}
	return OK;
}

/* 2026-10-01 or 2026-10-01T08:30, by the clock of the district. */
static err instant(struct job *job, const char *text, ms_t *ret)
{
	str s = str_of(text);
	int64_t hour = 0, minute = 0;
	day_t day;
	bool good = (s.n == 10 || (s.n == 16 && s.p[10] == 'T' && s.p[13] == ':')) && day_parse(str_cut(s, 0, 10), &day);
	if (good && s.n == 16)
		good = str_int(str_cut(s, 11, 13), &hour) && str_int(str_cut(s, 14, 16), &minute) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
	if (!good)
		return fail(ERR_INPUT, "{0} is not a time; write it as 2026-10-01 or 2026-10-01T08:30", s);
	*ret = zone_at(core_zone(job->x->core), day, (int)((hour * 60 + minute) * 60000));
	return OK;
}

static err rest(struct job *job)
{
	struct station s;
	ms_t from, until;
	int64_t id;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	for (int i = 0; i < REST_SORTS; i++)
		if (!strcmp(job->cli->argv[2], rest_sorts[i].name)) {
			TRY(instant(job, job->cli->argv[3], &from));
			TRY(instant(job, job->cli->argv[4], &until));
			TRY(rest_add(job->x, s.id, (enum rest_sort)i, from, until, job_word(job, 5), &id));
			json_begin(&job->j, &job->out);
			json_id(&job->j, id);
			buf_byte(&job->out, '\n');
			return OK;
		}
	return fail(ERR_USAGE, "a station rests for: stopped, calibration, maintenance; not {0}", job_word(job, 2));
}

static err rests(struct job *job)
{
	struct station s;
	struct rest *v;
	size_t n;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(rest_list(job->x, s.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_id(&job->j, "id", v[i].id);
		member_str(&job->j, "sort", str_of(rest_sorts[v[i].sort].name));
		row_time(job, "from", v[i].from);
		row_time(job, "until", v[i].until);
		member_str(&job->j, "reason", v[i].reason);
		row_close(job);
	}
	return OK;
}

static err outlet(struct job *job)
{
	struct station s;
	int64_t matter;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(matter_by_number(job->x, job_word(job, 2), &matter));
	struct station_new k = station_same(&s);
	k.subject = matter;
	return station_change(job->x, s.id, s.version, &k);
}

/* ---- data as .csv ------------------------------------------------------------------------------ */

static err day_option(struct job *job, int which, ms_t otherwise, ms_t *ret)
{
	day_t d;
	str s = job->opts[which].ret;
	*ret = otherwise;
	if (!s.p)
		return OK;
	if (!day_parse(s, &d))
		return fail(ERR_INPUT, "{0} is not a day; write it as 2026-10-01", s);
	*ret = zone_at(core_zone(job->x->core), d, 0);
	return OK;
}

static err sort_option(struct job *job, enum reading_sort *ret)
{
	static const struct {
		const char *name;
		enum reading_sort sort;
	} sorts[] = {{"live", READ_LIVE}, {"minutes", READ_MINUTES}, {"hours", READ_HOURS}, {"days", READ_DAYS}};
	str s = job->opts[OPT_OF].ret;
	*ret = READ_LIVE;
	for (size_t i = 0; i < COUNT_OF(sorts); i++)
		if (str_eq(s, str_of(sorts[i].name))) {
			*ret = sorts[i].sort;
			return OK;
		}
	return s.p ? fail(ERR_USAGE, "--of is live, minutes, hours or days, not {0}", s) : OK;
}

static err readings_put(struct job *job, int64_t station, str code, enum reading_sort sort, ms_t from, ms_t to)
{
	struct reading *v;
	size_t n;
	TRY(reading_list(job->x, station, code, sort, from, to, &v, &n));
	buf_z(&job->out, "time,value,min,max,flag,versions,again,late\r\n");
	for (size_t i = 0; i < n; i++) {
		const str cells[] = {v[i].value, v[i].min, v[i].max, v[i].flag};
		ms_put_rfc3339(&job->out, core_zone(job->x->core), v[i].time);
		for (size_t k = 0; k < COUNT_OF(cells); k++) {
			buf_byte(&job->out, ',');
			csv_put(&job->out, cells[k]);
		}
		buf_fmt(&job->out, ",%d,%d,%d\r\n", v[i].versions, v[i].again, v[i].late);
	}
	return OK;
}

static err means_put(struct job *job, int64_t station, str code, enum reading_sort sort, ms_t from, ms_t to)
{
	struct mean *v;
	size_t n;
	bool days = str_eq(job->opts[OPT_MEAN].ret, S("day"));
	if (!days && !str_eq(job->opts[OPT_MEAN].ret, S("hour")))
		return fail(ERR_USAGE, "--mean is hour or day, not {0}", job->opts[OPT_MEAN].ret);
	TRY(mean_list(job->x, station, code, days, sort, 1, from, to, &v, &n));
	buf_z(&job->out, "time,mean,min,max,flag,valid,parts,normal\r\n");
	for (size_t i = 0; i < n; i++) {
		const struct dec cells[] = {v[i].mean, v[i].min, v[i].max};
		ms_put_rfc3339(&job->out, core_zone(job->x->core), v[i].time);
		for (size_t k = 0; k < COUNT_OF(cells); k++) {
			buf_byte(&job->out, ',');
			if (v[i].some)
				dec_put(&job->out, cells[k]);
		}
		buf_fmt(&job->out, ",%c,%d,%d,%d\r\n", v[i].flag, v[i].valid, v[i].n, v[i].normal);
	}
	return OK;
}

static err data(struct job *job)
{
	struct station s;
	enum reading_sort sort;
	ms_t from, to;
	TRY(station_of_mn(job->x, job_word(job, 1), &s));
	TRY(day_option(job, OPT_FROM, job->x->now - 86400000LL, &from));
	TRY(day_option(job, OPT_TO, job->x->now + 86400000LL, &to));
	TRY(sort_option(job, &sort));
	return job->opts[OPT_MEAN].ret.p ? means_put(job, s.id, job_word(job, 2), sort, from, to)
					 : readings_put(job, s.id, job_word(job, 2), sort, from, to);
}

err cmd_station(struct cli *cli)
{
	static const struct verb verbs[] = {{"list", 1, 1, list}, {"data", 3, 3, data}, {"strangers", 1, 1, strangers}, {"anomalies", 2, 2, odds}, {"commands", 2, 2, commands},
		{"add", 3, 3, add}, {"import", 2, 2, import}, {"set", 2, 3, set}, {"on", 2, 2, on}, {"rekey", 2, 2, rekey}, {"off", 2, 2, off},
		{"command", 3, 4, command}, {"classes", 1, 1, classes}, {"limits", 2, 4, limits}, {"alarms", 2, 2, alarms},
		{"rest", 6, 6, rest}, {"rests", 2, 2, rests}, {"outlet", 3, 3, outlet}};
	struct cli_opt opts[OPTS] = {{.name = "pw", .value = "PW"}, {.name = "key-file", .value = "FILE"}, {.name = "crc", .value = "VARIANT"},
		{.name = "from", .value = "DAY"}, {.name = "to", .value = "DAY"}, {.name = "of", .value = "SORT"}, {.name = "mean", .value = "hour|day"},
		{.name = "place", .value = "LON,LAT"}, {.name = "public", .value = "yes|no"}};
	return job_run(cli, opts, COUNT_OF(opts), verbs, COUNT_OF(verbs),
		W("write luoshi station add MN NAME | import FILE | set MN [NAME] | on MN | off MN | rekey MN | list | strangers | anomalies MN | "
		  "command MN WHAT [PARAMETERS] | commands MN | data MN FACTOR | classes | limits MN [CLASS|- [FILE]] | alarms MN | "
		  "rest MN stopped|calibration|maintenance FROM UNTIL REASON | rests MN | outlet MN NUMBER"));
}
