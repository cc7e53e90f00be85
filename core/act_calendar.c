/* SPDX-License-Identifier: Apache-2.0 */
/* Loading a notice into the record: one event, its lines, and the range of days in which
 * clocks have to be made again. */
#include "core/calendar_in.h"

#include <string.h>

STMT(calendar_update, "UPDATE calendar SET version = $3, name = $4, label = $5 WHERE region = $1 AND id = $2");
STMT(calendar_insert, "INSERT INTO calendar(region, id, version, name, label) VALUES($1, $2, $3, $4, $5)");
STMT(line_update, "UPDATE calendar_line SET work = $5, name = $6, source = $7 WHERE region = $1 AND calendar = $2 AND sort = $3 AND day = $4");
STMT(line_insert, "INSERT INTO calendar_line(region, calendar, sort, day, work, name, source) VALUES($1, $2, $3, $4, $5, $6, $7)");
const struct stmt *const core_act_calendar_stmts[] = {&calendar_update, &calendar_insert, &line_update, &line_insert, NULL};

#define LINES_MOST 5000  /* of one file: a notice has some forty */
#define ROWS_MOST 20000  /* of the district */
#define CALENDARS_MOST 32
#define NOTE_MOST 300    /* bytes of what stands in every ledger */
#define LABEL_MOST 120
#define CELL_MOST 600

struct import {
	struct ctx *x;
	const struct calendar_import *q;
	const struct calendars *old;
	struct named_calendar to;
	struct calendar_row *rows;
	size_t n;
	struct again again;
};

/* ---- checking --------------------------------------------------------------------------- */
static bool plain_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
			return false;
	return s.n <= 40;
}

static err check_text(str s, size_t most)
{
	return s.n <= most && utf8_valid(s) == s.n && (!s.n || (!memchr(s.p, '\n', s.n) && !memchr(s.p, '\t', s.n))) ? OK
		: fail(ERR_INPUT, "names, titles and sources of a calendar are one line of at most 200 characters; shorten “{0}”", str_cut(s, 0, s.n < 60 ? s.n : 60));
}

static err find_calendar(struct import *m)
{
	const struct calendar_import *q = m->q;
	const struct named_calendar *there = calendars_find(m->old, q->name);
	if (!plain_name(q->name))
		return fail(ERR_INPUT, "a calendar's name is made of a-z, 0-9 and _, as clocks name it; “{0}” is not", q->name);
	TRY(check_text(q->label, LABEL_MOST));
	TRY(check_text(q->notice, NOTE_MOST));
	if (!there && !q->label.n)
		return fail(ERR_INPUT, "the calendar {0} is new; give it a name that people read as well", q->name);
	if (!there && m->old->n > CALENDARS_MOST)
		return fail(ERR_LIMIT, "there are 32 calendars already; change one of them");
	m->to = there ? *there : (struct named_calendar){.id = store_new_id(m->x->core->store, m->x->now), .name = q->name};
	if (q->label.n)
		m->to.label = q->label;
	return OK;
}

/* Only lines that change something; a file loaded twice changes nothing. */
static err read_rows(struct import *m)
{
	struct calendar_line *v;
	size_t n;
	const struct named_calendar *there = calendars_find(m->old, m->q->name);
	TRY(calendar_read(m->x->arena, m->q->tsv, m->q->origin, &v, &n));
	if (n > LINES_MOST || m->old->rows.n + n > ROWS_MOST)
		return fail(ERR_LIMIT, "{0} has too many lines for a calendar; load the notice of one year", m->q->origin);
	if (!n)
		return fail(ERR_INPUT, "{0} has no line of a calendar; its lines are day, work or rest, name and source, with tabs between them", m->q->origin);
	m->rows = arena_new_n(m->x->arena, n, struct calendar_row);
	for (size_t i = 0; i < n; i++) {
		TRY(check_text(v[i].name, CELL_MOST));
		TRY(check_text(v[i].source, CELL_MOST));
		if (!there || !calendar_has(there->days, &v[i]))
			m->rows[m->n++] = (struct calendar_row){m->to.id, v[i]};
	}
	return OK;
}

/* ---- what it does --------------------------------------------------------------------------- */
static str notice_of(const struct import *m)
{
	str s = m->q->notice;
	for (size_t i = 0; i < m->n && !s.n; i++)
		if (m->rows[i].line.sort == LINE_YEAR)
			s = m->rows[i].line.source;
	if (!s.n)
		s = m->n && m->rows[0].line.source.n ? m->rows[0].line.source : m->q->origin;
	return str_cut(s, 0, utf8_valid(str_cut(s, 0, s.n < NOTE_MOST ? s.n : NOTE_MOST)));
}

static bool range(const struct calendars *old, const struct calendars *new, day_t *ret_from, day_t *ret_to)
{
	bool any = false;
	for (size_t i = 0; i < new->n; i++) {
		const struct named_calendar *was = calendars_find(old, new->v[i].name);
		day_t from = day_of(0, 1, 1), to = day_of(9999, 12, 31);
		if (was && !calendar_differ(was->days, new->v[i].days, &from, &to))
			continue;
		*ret_from = any && *ret_from < from ? *ret_from : from;
		*ret_to = any && *ret_to > to ? *ret_to : to;
		any = true;
	}
	return any;
}

/* What an unfinished walk had to do is left to the new one. */
static err plan_again(struct import *m, const struct calendars *next, struct calendar_imported *ret)
{
	struct core *core = m->x->core;
	struct again was;
	TRY(again_read(core, m->x->snap, m->x->arena, &was));
	struct again g = {.digest = next->digest, .note = notice_of(m), .from = 0, .to = 0};
	ret->moves = range(m->old, next, &g.from, &g.to);
	ret->from = g.from;
	ret->to = g.to;
	if (!again_done(&was, m->old)) {
		bool known = was.there && memcmp(was.digest.b, m->old->digest.b, sizeof was.digest.b) == 0;
		day_t from = known ? was.from : day_of(0, 1, 1), to = known ? was.to : day_of(9999, 12, 31);
		g.from = ret->moves && g.from < from ? g.from : from;
		g.to = ret->moves && g.to > to ? g.to : to;
	} else if (!ret->moves) {
		g = was;
		g.digest = next->digest;
	}
	m->again = g;
	return OK;
}

static void put_lines(struct import *m, struct commit *c, struct pending *p)
{
	str *lines = arena_new_n(c->arena, m->n, str);
	int64_t region = c->core->region;
	for (size_t i = 0; i < m->n; i++) {
		const struct calendar_line *l = &m->rows[i].line;
		struct buf b;
		buf_init(&b, c->arena);
		calendar_line_put(&b, l);
		lines[i] = str_cut(buf_str(&b), 0, b.n - 1);
		commit_op(c, OP_UPSERT, &line_update, &line_insert, VALS(V_INT(region), V_INT(m->to.id), V_INT(l->sort), V_INT(l->day),
			V_INT(l->work), V_TEXT(l->name), V_TEXT(l->source)));
	}
	effect_add(p, &(struct effect){.op = EFFECT_CALENDAR, .text = {m->to.name, m->to.label}, .list = lines, .n_list = m->n});
}

static err write_import(struct import *m)
{
	struct ctx *x = m->x;
	struct commit c;
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, ENTITY_CALENDAR, m->to.id, m->to.version, S("import"), m->again.note);
	put_lines(m, &c, p);
	commit_op(&c, OP_UPSERT, &calendar_update, &calendar_insert,
		  VALS(V_INT(x->core->region), V_INT(m->to.id), V_INT(m->to.version), V_TEXT(m->to.name), V_TEXT(m->to.label)));
	again_op(&c, &m->again);
	return ctx_commit(x, &c);
}

/* Whether it failed before the commit or after is not known: the table says. */
static void take_back(struct core *core)
{
	struct fail_note note;
	fail_save(&note);
	if (calendars_load(core) != OK)
		atomic_fetch_sub(&core->calendar_no, 1);
	fail_restore(&note);
}

/* From the new number on no date of the old calendars is written. */
static err import_locked(struct import *m, struct calendar_imported *ret)
{
	struct core *core = m->x->core;
	m->old = core->calendars; /* nobody exchanges it while the lock is held */
	TRY(find_calendar(m));
	TRY(read_rows(m));
	ret->lines = m->n;
	if (!m->n)
		return OK;
	TRY(entity_version(m->x, ENTITY_CALENDAR, m->to.id, &m->to.version));
	m->to.version++;
	struct calendars *next = calendars_with(core, m->old, &m->to, m->rows, m->n);
	err e = plan_again(m, next, ret);
	if (e == OK) {
		next->no = atomic_fetch_add(&core->calendar_no, 1) + 1;
		e = write_import(m);
		if (e != OK)
			take_back(core);
		else
			calendars_install(core, next);
	}
	if (e != OK)
		calendars_drop(next);
	return e;
}

err calendar_import(struct ctx *x, const struct calendar_import *q, struct calendar_imported *ret)
{
	struct import m = {.x = x, .q = q};
	struct calendar_imported done = {0};
	if (x->actor.user && !(x->actor.duties >> DUTY_SYSTEM & 1))
		return fail(ERR_DENIED, "a calendar is loaded by the system administrator; ask one");
	pthread_mutex_lock(&x->core->calendar_lock);
	/* what was read before is of an older record when another import came first */
	ctx_refresh(x);
	err e = store_read_begin(x->core->store, &x->snap);
	if (e == OK)
		e = import_locked(&m, &done);
	pthread_mutex_unlock(&x->core->calendar_lock);
	ctx_refresh(x);
	TRY(e);
	calendars_pin(x);
	*ret = done;
	return OK;
}
