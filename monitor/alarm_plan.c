/* SPDX-License-Identifier: Apache-2.0 */
/* From what was raised to matters: what joins one that is open, what is a storm, what opens one; all of a
 * round in one transaction with its rows. */
#include "monitor/alarm_desk_in.h"

#include <stdio.h>
#include <string.h>

STMT(alarm_add,
     "INSERT INTO alarm(region, id, station, matter, grp, code, rule, begin, at, ended, value, bound) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
STMT(alarm_end, "UPDATE alarm SET ended = $3 WHERE region = $1 AND id = $2");
STMT(alarm_newest, "SELECT matter, at FROM alarm WHERE region = $1 AND station = $2 AND code = $3 ORDER BY id DESC LIMIT 1");
STMT(alarm_newest_group, "SELECT matter, at FROM alarm WHERE region = $1 AND grp = $2 ORDER BY id DESC LIMIT 1");
STMT(alarm_one, "SELECT " ALARM_COLUMNS " FROM alarm WHERE region = $1 AND id = $2");
STMT(alarm_evidence,
     "SELECT time, id, segment FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time >= $4 AND time <= $5 ORDER BY time DESC, id DESC LIMIT 20");
const struct stmt *const alarm_plan_stmts[] = {&alarm_add, &alarm_end, &alarm_newest, &alarm_newest_group, &alarm_one, &alarm_evidence, NULL};

enum { GROUP_ALONE = 0, GROUP_SILENT = -1, GROUP_VALUES = -2 };
#define TABLE_MOST 3       /* alarms of a matter whose telegrams are set out in a table */
#define TEXT_MOST 40000    /* bytes of the list of a matter; then it begins anew, the record has the rest */
#define RECENTS_MOST 10000
#define MINUTE 60000LL

struct group { /* of alarms that go into one matter */
	int64_t matter; /* 0: a new one */
	int64_t grp, station;
	const char *code;
	LIST(size_t) of; /* places in d->raised */
};
struct filing {
	struct alarm_desk *d;
	struct ctx *x;
	struct conn *c;
	LIST(struct group) groups;
	size_t *to; /* beside d->raised: place in groups plus one; 0: not yet */
	struct act_request *rq;
};

static int64_t region(const struct filing *p)
{
	return core_region(p->d->core);
}

static const struct watched *station_of(const struct alarm_desk *d, int64_t id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].id == id)
			return &d->v[i];
	return NULL;
}

static bool is_silent(const struct alarm_desk *d, const struct raised *r)
{
	return d->decl->rules[r->rule].what == ALARM_SILENT;
}

static int64_t firm_of(const struct raised *r)
{
	return r->subject ? r->subject : r->station;
}

static int64_t number(const struct filing *p, str setting)
{
	return core_setting(p->d->core, str_z(p->x->arena, p->d->pack->name), str_z(p->x->arena, setting));
}

/* ---- which matter ------------------------------------------------------------------------------------- */

static err is_open(struct filing *p, int64_t matter, bool *ret)
{
	struct matter_view v;
	err e = matter_brief(p->x, matter, &v);
	*ret = e == OK && v.row.kind == p->d->kind && !v.row.kind->states[v.row.state].closed;
	return e == ERR_NOTFOUND ? OK : e;
}

/* 0: none is open, or the newest of it is older than `since`. */
static err open_matter(struct filing *p, const struct stmt *s, const struct val *v, size_t n, ms_t since, int64_t *ret)
{
	struct rows *r;
	bool found, open = false;
	*ret = 0;
	TRY(ctx_conn(p->x, &p->c));
	TRY(query_one(p->c, s, v, n, &r, &found));
	if (!found || row_int(r, 1) < since)
		return OK;
	int64_t matter = row_int(r, 0);
	TRY(is_open(p, matter, &open));
	*ret = open ? matter : 0;
	return OK;
}

/* The group of that matter, or of what has none yet: by group, station and factor. */
static size_t group_of(struct filing *p, int64_t matter, int64_t grp, int64_t station, const char *code)
{
	for (size_t i = 0; i < p->groups.n; i++) {
		struct group *g = &p->groups.v[i];
		if (matter ? g->matter == matter : !g->matter && g->grp == grp && (grp || (g->station == station && !strcmp(g->code, code))))
			return i;
	}
	*list_push(p->x->arena, &p->groups) = (struct group){.matter = matter, .grp = grp, .station = station, .code = code};
	return p->groups.n - 1;
}

static void put_in(struct filing *p, size_t i, int64_t matter, int64_t grp)
{
	struct raised *r = &p->d->raised.v[i];
	size_t at = group_of(p, matter, grp, r->station, r->code);
	p->to[i] = at + 1;
	*list_push(p->x->arena, &p->groups.v[at].of) = i;
}

static err join_open(struct filing *p, size_t i, ms_t since)
{
	const struct raised *r = &p->d->raised.v[i];
	const int64_t groups[] = {firm_of(r), is_silent(p->d, r) ? GROUP_SILENT : GROUP_VALUES};
	int64_t matter;
	TRY(open_matter(p, &alarm_newest, VALS(V_INT(region(p)), V_INT(r->station), V_TEXT(str_of(r->code))), MS_NONE, &matter));
	if (matter) {
		put_in(p, i, matter, GROUP_ALONE);
		return OK;
	}
	for (size_t k = 0; k < COUNT_OF(groups) && !matter; k++) {
		TRY(open_matter(p, &alarm_newest_group, VALS(V_INT(region(p)), V_INT(groups[k])), since, &matter));
		if (matter)
			put_in(p, i, matter, groups[k]);
	}
	return OK;
}

/* Stations (firm 0), or alarms of a firm, that are raised now or were a moment ago. */
static int64_t at_once(const struct filing *p, bool silent, int64_t firm, ms_t since)
{
	LIST(int64_t) seen = {0};
	const struct alarm_desk *d = p->d;
	int64_t n = 0;
	for (size_t i = 0; i < d->raised.n + d->recents.n; i++) {
		const struct raised *r = i < d->raised.n ? &d->raised.v[i] : NULL;
		const struct recent *q = r ? NULL : &d->recents.v[i - d->raised.n];
		bool counts = r ? !p->to[i] && is_silent(d, r) == silent && (!firm || firm_of(r) == firm)
				: q->at >= since && q->silent == silent && (!firm || q->firm == firm);
		int64_t station = r ? r->station : q->station;
		bool again = false;
		for (size_t k = 0; counts && !firm && k < seen.n && !again; k++)
			again = seen.v[k] == station;
		if (!counts || again)
			continue;
		if (!firm && seen.n < 1000)
			*list_push(p->x->arena, &seen) = station;
		n++;
	}
	return n;
}

static err plan_groups(struct filing *p)
{
	struct alarm_desk *d = p->d;
	ms_t since = p->x->now - number(p, d->decl->storm_minutes) * MINUTE;
	int64_t stations = number(p, d->decl->storm_stations), factors = number(p, d->decl->storm_factors);
	p->to = arena_new_n(p->x->arena, d->raised.n, size_t);
	for (size_t i = 0; i < d->raised.n; i++)
		TRY(join_open(p, i, since));
	for (int silent = 0; silent < 2; silent++) {
		bool storm = at_once(p, silent, 0, since) >= stations;
		for (size_t i = 0; storm && i < d->raised.n; i++)
			if (!p->to[i] && is_silent(d, &d->raised.v[i]) == silent)
				put_in(p, i, 0, silent ? GROUP_SILENT : GROUP_VALUES);
	}
	bool *many = arena_new_n(p->x->arena, d->raised.n, bool); /* all are counted before one has its place */
	for (size_t i = 0; i < d->raised.n; i++)
		many[i] = !p->to[i] && at_once(p, is_silent(d, &d->raised.v[i]), firm_of(&d->raised.v[i]), since) >= factors;
	for (size_t i = 0; i < d->raised.n; i++)
		if (!p->to[i])
			put_in(p, i, 0, many[i] ? firm_of(&d->raised.v[i]) : GROUP_ALONE);
	return OK;
}

/* ---- what is said ------------------------------------------------------------------------------------- */

static void put_time(struct buf *b, const struct filing *p, ms_t at)
{
	char t[18];
	hj_now(core_zone(p->d->core), at, t);
	buf_fmt(b, "%.4s-%.2s-%.2s %.2s:%.2s", t, t + 4, t + 6, t + 8, t + 10);
}

static str factor_name(const struct filing *p, const char *code, ms_t at)
{
	const struct factor *f = factor_of(str_of(code), zone_day(core_zone(p->d->core), at));
	return f ? f->name : str_of(code);
}

static str name_of(const struct filing *p, int64_t station)
{
	const struct watched *w = station_of(p->d, station);
	return w ? w->name : S("");
}

/* 总排口 化学需氧量 小时均值超标 61 (≤50 mg/L) */
static void put_alarm(struct buf *b, const struct filing *p, const struct raised *r)
{
	buf_add(b, name_of(p, r->station));
	if (r->code[0]) {
		buf_byte(b, ' ');
		buf_add(b, factor_name(p, r->code, r->begin));
	}
	buf_byte(b, ' ');
	buf_add(b, p->d->decl->rules[r->rule].label.zh);
	if (r->value[0])
		buf_fmt(b, " %s", r->value);
	if (r->bound[0])
		buf_fmt(b, " (%s)", r->bound);
}

/* The telegrams around its beginning: time, value, flag, number, digest. */
static err put_evidence(struct buf *b, struct filing *p, const struct raised *r)
{
	static const int cn[ALARM_ONS] = {READ_LIVE, READ_MINUTES, READ_HOURS, READ_DAYS};
	struct rows *rows;
	if (!r->code[0])
		return OK;
	TRY(ctx_conn(p->x, &p->c));
	TRY(query(p->c, &alarm_evidence, VALS(V_INT(region(p)), V_INT(r->station), V_INT(cn[p->d->decl->rules[r->rule].on]), V_INT(r->begin - 10 * MINUTE),
		V_INT(r->end == MS_NONE ? r->at : r->end)), &rows));
	buf_z(b, "  ");
	word_fmt(b, ALARM_LANG, W("time | value | flag | telegram | SHA-256 of its segment"), NULL, 0);
	buf_byte(b, '\n');
	while (rows_next(rows)) {
		struct hj_piece piece = {.segment = row_text(rows, 2), .crc = S("0000"), .crc_ok = true};
		struct digest digest;
		hj_parse(&piece, &p->d->frame);
		str code = str_of(r->code), v = hj_find(&p->d->frame, code, S("Rtd"));
		if (!v.p)
			v = hj_find(&p->d->frame, code, S("Avg"));
		hash_bytes(HASH_SHA256, piece.segment.p, piece.segment.n, &digest);
		buf_z(b, "  ");
		put_time(b, p, row_int(rows, 0));
		buf_fmt(b, " | " STR_FMT " | " STR_FMT " | %lld | ", STR_ARG(v), STR_ARG(hj_find(&p->d->frame, code, S("Flag"))), (long long)row_int(rows, 1));
		digest_hex(b, &digest);
		buf_byte(b, '\n');
	}
	return rows_end(rows);
}

static err group_text(struct filing *p, const struct group *g, struct buf *b)
{
	for (size_t i = 0; i < g->of.n && b->n < TEXT_MOST; i++) {
		const struct raised *r = &p->d->raised.v[g->of.v[i]];
		buf_fmt(b, "%lld ", (long long)r->id);
		put_time(b, p, r->begin);
		buf_byte(b, ' ');
		put_alarm(b, p, r);
		buf_byte(b, '\n');
		if (g->of.n <= TABLE_MOST)
			TRY(put_evidence(b, p, r));
	}
	return OK;
}

static str title_of(struct filing *p, const struct group *g)
{
	struct buf b;
	const struct raised *r = &p->d->raised.v[g->of.v[0]];
	buf_init(&b, p->x->arena);
	if (g->grp == GROUP_ALONE)
		put_alarm(&b, p, r);
	else if (g->grp < 0)
		word_fmt(&b, ALARM_LANG, g->grp == GROUP_SILENT ? W("many stations are silent at once") : W("many stations have alarms at once"), NULL, 0);
	else
		word_fmt(&b, ALARM_LANG, W("{0}: several alarms at once"), (const str[]){name_of(p, r->station)}, 1);
	return str_cut(buf_str(&b), 0, 290);
}

/* ---- to whom --------------------------------------------------------------------------------------------- */

struct route {
	str officer, lead, said; /* ids as act takes them; may be empty */
};
static err office_of(struct filing *p, str *ret)
{
	struct person *v;
	size_t n;
	TRY(person_list(p->x, 1u << DUTY_ENVIRONMENT, &v, &n));
	*ret = n ? decimal(p->x->arena, v[0].unit) : S("");
	return OK;
}

static err route_of(struct filing *p, const struct group *g, struct route *ret)
{
	const struct raised *r = &p->d->raised.v[g->of.v[0]];
	struct matter_view v;
	struct buf b;
	*ret = (struct route){S(""), S(""), S("")};
	buf_init(&b, p->x->arena);
	if (r->subject && g->grp >= 0 && matter_values(p->x, r->subject, &v) == OK) {
		for (size_t i = 0; i < v.n_fields; i++)
			if (str_eq(v.fields[i].field->name, p->d->decl->person) && v.fields[i].field->type == FIELD_PERSON) {
				ret->officer = v.fields[i].raw;
				word_fmt(&b, ALARM_LANG, W("to {0}, who answers for {1}"), (const str[]){v.fields[i].text, v.row.title}, 2);
			}
		if (v.row.lead)
			ret->lead = decimal(p->x->arena, v.row.lead);
	}
	if (!ret->officer.n)
		word_fmt(&b, ALARM_LANG, g->grp < 0 ? W("to the environment office: it is about stations of several firms")
						    : W("to the environment office: no officer is entered for the outlet of this station"), NULL, 0);
	ret->said = buf_str(&b);
	return ret->lead.n ? OK : office_of(p, &ret->lead);
}

/* ---- requests ---------------------------------------------------------------------------------------------- */

static struct arg *args_new(struct filing *p, struct act_request *rq, size_t n)
{
	struct arg *v = arena_new_n(p->x->arena, n, struct arg);
	rq->args = v;
	return v;
}

static err request_open(struct filing *p, const struct group *g, struct act_request *rq)
{
	const struct alarms *a = p->d->decl;
	const struct raised *r = &p->d->raised.v[g->of.v[0]];
	struct buf text, from, factor;
	struct route to;
	buf_init(&text, p->x->arena);
	buf_init(&from, p->x->arena);
	buf_init(&factor, p->x->arena);
	TRY(group_text(p, g, &text));
	TRY(route_of(p, g, &to));
	put_time(&from, p, r->begin);
	if (!g->grp) {
		buf_add(&factor, name_of(p, r->station));
		buf_fmt(&factor, " %s", r->code);
	}
	*rq = (struct act_request){.kind = p->d->kind, .action = a->open};
	struct arg *v = args_new(p, rq, 8);
	const struct arg all[] = {{a->title, title_of(p, g)}, {a->list, buf_str(&text)}, {a->count, decimal(p->x->arena, (int64_t)g->of.n)},
		{a->routed, to.said}, {a->from, buf_str(&from)}, {a->factor, str_cut(buf_str(&factor), 0, 120)}, {a->officer, to.officer},
		{p->d->kind->lead >= 0 ? p->d->kind->fields[p->d->kind->lead].name : S(""), to.lead}};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].field.n && all[i].value.n)
			v[rq->n_args++] = all[i];
	return OK;
}

static err old_values(struct filing *p, int64_t matter, str *ret_text, int64_t *ret_count)
{
	struct matter_view v;
	*ret_text = S("");
	*ret_count = 0;
	TRY(matter_values(p->x, matter, &v));
	for (size_t i = 0; i < v.n_fields; i++) {
		if (str_eq(v.fields[i].field->name, p->d->decl->list))
			*ret_text = v.fields[i].raw;
		if (str_eq(v.fields[i].field->name, p->d->decl->count) && !str_int(v.fields[i].raw, ret_count))
			*ret_count = 0;
	}
	return OK;
}

static void old_put(struct buf *b, str old)
{
	if (old.n < TEXT_MOST) {
		buf_add(b, old);
		if (old.n)
			buf_byte(b, '\n');
		return;
	}
	word_fmt(b, ALARM_LANG, W("what came before stands in the record"), NULL, 0);
	buf_byte(b, '\n');
}

static err request_join(struct filing *p, const struct group *g, struct act_request *rq)
{
	const struct alarms *a = p->d->decl;
	struct buf text;
	str old;
	int64_t count;
	TRY(old_values(p, g->matter, &old, &count));
	buf_init(&text, p->x->arena);
	old_put(&text, old);
	TRY(group_text(p, g, &text));
	*rq = (struct act_request){.matter = g->matter, .action = a->join};
	struct arg *v = args_new(p, rq, 2);
	v[0] = (struct arg){a->list, buf_str(&text)};
	v[1] = (struct arg){a->count, decimal(p->x->arena, count + (int64_t)g->of.n)};
	rq->n_args = 2;
	return OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static err rows_put(struct conn *w, void *arg, const struct act_result *done)
{
	struct filing *p = arg;
	for (size_t i = 0; i < p->d->raised.n; i++) {
		const struct raised *r = &p->d->raised.v[i];
		size_t g = p->to[i] - 1;
		TRY(exec(w, &alarm_add, VALS(V_INT(region(p)), V_INT(r->id), V_INT(r->station), V_INT(done[g].matter), V_INT(p->groups.v[g].grp),
			V_TEXT(str_of(r->code)), V_TEXT(p->d->decl->rules[r->rule].name), V_INT(r->begin), V_INT(r->at), V_INT(r->end),
			V_TEXT(str_of(r->value)), V_TEXT(str_of(r->bound))), NULL));
	}
	return OK;
}

static void remember(struct filing *p)
{
	struct alarm_desk *d = p->d;
	if (d->recents.n > RECENTS_MOST) {
		arena_reset(&d->recents_arena);
		memset(&d->recents, 0, sizeof d->recents);
	}
	for (size_t i = 0; i < d->raised.n; i++)
		if (!p->groups.v[p->to[i] - 1].matter && !p->groups.v[p->to[i] - 1].grp)
			*list_push(&d->recents_arena, &d->recents) = (struct recent){d->raised.v[i].station, firm_of(&d->raised.v[i]), is_silent(d, &d->raised.v[i]), p->x->now};
}

/* Whether the subject says that it rests on the day on which the data begin. */
static err rests_on(struct filing *p, const struct raised *r, bool *ret)
{
	const struct alarms *a = p->d->decl;
	struct matter_view v;
	day_t from = DAY_NONE, until = DAY_NONE, at = zone_day(core_zone(p->d->core), r->begin);
	*ret = false;
	if (!r->subject || !a->rest_from.n || !a->rest_until.n)
		return OK;
	err e = matter_values(p->x, r->subject, &v);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	for (size_t i = 0; i < v.n_fields; i++) {
		if (str_eq(v.fields[i].field->name, a->rest_from) && !day_parse(v.fields[i].raw, &from))
			from = DAY_NONE;
		if (str_eq(v.fields[i].field->name, a->rest_until) && !day_parse(v.fields[i].raw, &until))
			until = DAY_NONE;
	}
	*ret = from != DAY_NONE && until != DAY_NONE && from <= at && at <= until;
	return OK;
}

/* What rests is dropped, and its track begins anew: when it no longer rests it may be raised. */
static err drop_resting(struct filing *p)
{
	struct alarm_desk *d = p->d;
	size_t n = 0;
	for (size_t i = 0; i < d->raised.n; i++) {
		bool rests;
		TRY(rests_on(p, &d->raised.v[i], &rests));
		if (rests)
			track_forget(d, &d->raised.v[i]);
		else
			d->raised.v[n++] = d->raised.v[i];
	}
	d->raised.n = n;
	return OK;
}

static err write_raised(struct filing *p)
{
	if (p->d->raised.n)
		TRY(drop_resting(p));
	if (!p->d->raised.n)
		return OK;
	TRY(plan_groups(p));
	p->rq = arena_new_n(p->x->arena, p->groups.n, struct act_request);
	for (size_t i = 0; i < p->groups.n; i++)
		TRY(p->groups.v[i].matter ? request_join(p, &p->groups.v[i], &p->rq[i]) : request_open(p, &p->groups.v[i], &p->rq[i]));
	struct act_many many = {.v = p->rq, .n = p->groups.n, .then = rows_put, .arg = p, .ret = arena_new_n(p->x->arena, p->groups.n, struct act_result)};
	TRY(act_all(p->x, &many));
	remember(p);
	for (size_t i = 0; i < p->groups.n; i++) {
		p->d->sum_matters += !p->groups.v[i].matter;
		p->d->sum_storms += !p->groups.v[i].matter && p->groups.v[i].grp;
	}
	memset(&p->d->raised, 0, sizeof p->d->raised);
	ctx_refresh(p->x);
	return OK;
}

/* ---- what has passed ------------------------------------------------------------------------------------------- */

struct passing {
	int64_t matter;
	struct buf text;
	size_t n;
};
struct passings {
	struct filing *p;
	LIST(struct passing) v;
};

static err ends_put(struct conn *w, void *arg, const struct act_result *done)
{
	const struct filing *p = arg;
	unused_arg(done);
	for (size_t i = 0; i < p->d->passed.n; i++)
		TRY(exec(w, &alarm_end, VALS(V_INT(region(p)), V_INT(p->d->passed.v[i].id), V_INT(p->d->passed.v[i].end)), NULL));
	return OK;
}

static err pass_one(struct passings *s, const struct passed *x)
{
	struct filing *p = s->p;
	struct passing *at = NULL;
	struct rows *r;
	bool found, open;
	TRY(ctx_conn(p->x, &p->c));
	TRY(query_one(p->c, &alarm_one, VALS(V_INT(region(p)), V_INT(x->id)), &r, &found));
	if (!found)
		return OK;
	struct alarm a = alarm_row(r, p->x->arena);
	TRY(is_open(p, a.matter, &open));
	if (!open)
		return OK;
	for (size_t i = 0; i < s->v.n; i++)
		if (s->v.v[i].matter == a.matter)
			at = &s->v.v[i];
	if (!at) {
		str old;
		int64_t count;
		TRY(old_values(p, a.matter, &old, &count));
		at = list_push(p->x->arena, &s->v);
		*at = (struct passing){.matter = a.matter};
		buf_init(&at->text, p->x->arena);
		old_put(&at->text, old);
	}
	if (at->text.n > TEXT_MOST)
		return OK;
	buf_fmt(&at->text, "%lld ", (long long)a.id);
	put_time(&at->text, p, x->end);
	const str args[] = {name_of(p, a.station), a.code.n ? factor_name(p, str_z(p->x->arena, a.code), a.begin) : S("")};
	buf_byte(&at->text, ' ');
	word_fmt(&at->text, ALARM_LANG, W("{0} {1} has passed"), args, 2);
	buf_byte(&at->text, '\n');
	return OK;
}

static err write_passed(struct filing *p)
{
	struct passings s = {.p = p};
	if (!p->d->passed.n)
		return OK;
	for (size_t i = 0; i < p->d->passed.n; i++)
		TRY(pass_one(&s, &p->d->passed.v[i]));
	struct act_request *rq = arena_new_n(p->x->arena, s.v.n, struct act_request);
	for (size_t i = 0; i < s.v.n; i++) {
		rq[i] = (struct act_request){.matter = s.v.v[i].matter, .action = p->d->decl->recover};
		struct arg *v = args_new(p, &rq[i], 1);
		v[0] = (struct arg){p->d->decl->list, buf_str(&s.v.v[i].text)};
		rq[i].n_args = 1;
	}
	struct act_many many = {.v = rq, .n = s.v.n, .then = ends_put, .arg = p, .ret = arena_new_n(p->x->arena, s.v.n, struct act_result)};
	TRY(act_all(p->x, &many));
	memset(&p->d->passed, 0, sizeof p->d->passed);
	ctx_refresh(p->x);
	return OK;
}

err alarms_write(struct alarm_desk *d)
{
	struct arena a;
	struct ctx x;
	if (!d->raised.n && !d->passed.n)
		return OK;
	arena_init(&a);
	err e = ctx_open(d->core, &a, NULL, &x);
	if (e == OK) {
		struct filing p = {.d = d, .x = &x};
		e = write_raised(&p);
		if (e == OK)
			e = write_passed(&p);
		ctx_close(&x);
	}
	if (e == OK)
		arena_reset(&d->waiting);
	arena_done(&a);
	return e;
}
