/* SPDX-License-Identifier: Apache-2.0 */
/* From telegrams to points, from points through the machine to what is raised and what has passed. */
#include "monitor/alarm_desk_in.h"

#include <stdio.h>
#include <string.h>

STMT(alarm_frames, "SELECT time, pnum, segment FROM frame WHERE region = $1 AND station = $2 AND cn = $3 AND time >= $4 ORDER BY time, id");
STMT(alarm_known, "SELECT id, code, rule, begin, ended FROM alarm WHERE region = $1 AND station = $2 ORDER BY id DESC LIMIT 1000");
const struct stmt *const alarm_eval_stmts[] = {&alarm_frames, &alarm_known, NULL};

static const int command_of[ALARM_ONS] = {READ_LIVE, READ_MINUTES, READ_HOURS, READ_DAYS};

/* ---- points --------------------------------------------------------------------------------------- */

static bool rests_at(const struct watched *w, ms_t at)
{
	for (size_t i = 0; i < w->n_rests; i++)
		if (w->rests[i].from <= at && at < w->rests[i].until)
			return true;
	return false;
}

static str value_in(const struct hj_frame *f, str code, enum alarm_on on)
{
	str v = on == ALARM_LIVE ? hj_find(f, code, S("Rtd")) : STR_NONE;
	if (!v.p)
		v = hj_find(f, code, S("Avg"));
	return v.p ? v : hj_find(f, code, S("Cou"));
}

/* The line that a rule is about. */
static const struct limit *line_for(const struct watched *w, const struct alarm_set *s, str code, day_t day)
{
	const struct limit *l;
	if (s->rule->what == ALARM_RANGE)
		return limit_on(w->watch.v, w->watch.n, code, LIMIT_SPAN, day);
	if (s->rule->what != ALARM_LIMIT)
		return NULL;
	if (s->rule->on == ALARM_DAY)
		l = limit_on(w->watch.v, w->watch.n, code, LIMIT_DAY, day);
	else
		l = limit_on(w->watch.v, w->watch.n, code, LIMIT_HOUR, day);
	if (!l)
		l = limit_on(w->watch.v, w->watch.n, code, LIMIT_ANY, day);
	/* live data of water have only a limit of the day: held against it they warn */
	return l || s->rule->on != ALARM_LIVE ? l : limit_on(w->watch.v, w->watch.n, code, LIMIT_DAY, day);
}

static void bounds_put(const struct watched *w, const struct alarm_set *s, str code, day_t day, struct alarm_point *p)
{
	const struct limit *l = line_for(w, s, code, day);
	str unit = l ? station_watch_unit(&w->watch, code, day) : STR_NONE;
	p->has_low = p->has_high = false;
	if (!l)
		return;
	if (!unit.n)
		unit = l->unit;
	p->has_low = l->has_low && measured_convert(l->low, l->unit, unit, &p->low);
	p->has_high = l->has_high && measured_convert(l->high, l->unit, unit, &p->high);
}

static struct alarm_point point_in(const struct alarm_desk *d, const struct watched *w, const struct hj_frame *f, str code, enum alarm_on on, ms_t at)
{
	struct alarm_point p = {.at = at, .resting = rests_at(w, at)};
	str flag = hj_find(f, code, S("Flag"));
	unused_arg(d);
	p.has = dec_parse(value_in(f, code, on), &p.v);
	p.flag = flag.n ? flag.p[0] : 0;
	return p;
}

/* ---- what is raised --------------------------------------------------------------------------------- */

static void text_of(char *ret, size_t room, struct buf *b)
{
	size_t n = b->n < room - 1 ? b->n : room - 1;
	if (n)
		memcpy(ret, b->p, n);
	ret[n] = 0;
	buf_done(b);
}

static void said_put(const struct watched *w, str code, day_t day, const struct alarm_point *p, struct raised *r)
{
	struct buf b;
	str unit = station_watch_unit(&w->watch, code, day);
	buf_init(&b, NULL);
	if (p->has)
		dec_put(&b, p->v);
	if (p->flag && p->flag != 'N')
		buf_fmt(&b, "(%c)", p->flag);
	text_of(r->value, sizeof r->value, &b);
	buf_init(&b, NULL);
	if (p->has_low) {
		buf_z(&b, "≥");
		dec_put(&b, p->low);
	}
	if (p->has_low && p->has_high)
		buf_z(&b, " ");
	if (p->has_high) {
		buf_z(&b, "≤");
		dec_put(&b, p->high);
	}
	if ((p->has_low || p->has_high) && unit.n && !str_eq(unit, S("1"))) {
		buf_byte(&b, ' ');
		buf_add(&b, unit);
	}
	text_of(r->bound, sizeof r->bound, &b);
}

void track_raise(struct alarm_desk *d, const struct watched *w, str code, int rule, struct watched_track *t, const struct alarm_point *p, ms_t end)
{
	struct raised r = {.id = store_new_id(core_store(d->core), alarm_now(d)), .station = w->id, .subject = w->subject, .rule = rule,
		.begin = t->t.begin, .at = alarm_now(d), .end = end};
	snprintf(r.code, sizeof r.code, STR_FMT, STR_ARG(code));
	if (p)
		said_put(w, code, zone_day(core_zone(d->core), p->at), p, &r);
	*list_push(&d->waiting, &d->raised) = r;
	t->alarm = end == MS_NONE ? r.id : 0;
	d->sum_raised++;
}

static void pass(struct alarm_desk *d, struct watched_track *t, ms_t end)
{
	if (!t->alarm)
		return;
	*list_push(&d->waiting, &d->passed) = (struct passed){t->alarm, end};
	t->alarm = 0;
	d->sum_passed++;
}

/* ---- telegrams as they come ---------------------------------------------------------------------------- */

static bool is_about(const struct alarm_set *s, enum alarm_on on, bool split)
{
	return s->use && s->rule->on == on && s->rule->what != ALARM_SILENT && !(split && s->rule->what == ALARM_ABSENT);
}

static void code_step(struct alarm_desk *d, struct watched *w, struct watched_code *c, enum alarm_on on, const struct queued *q)
{
	str code = str_of(c->code);
	struct alarm_point p = point_in(d, w, &d->frame, code, on, q->time);
	day_t day = zone_day(core_zone(d->core), q->time);
	for (size_t i = 0; i < d->decl->n_rules; i++) {
		const struct alarm_set *s = &d->sets[i];
		struct watched_track *t = &c->of[i];
		ms_t end = MS_NONE;
		if (!is_about(s, on, q->pnum > 1) || (!p.has && !p.flag && s->rule->what != ALARM_ABSENT))
			continue;
		if (t->t.last != MS_NONE && q->time <= t->t.last) { /* late, or sent again: made anew from what was kept */
			if (w->late[on] == MS_NONE || q->time < w->late[on])
				w->late[on] = q->time;
			continue;
		}
		bounds_put(w, s, code, day, &p);
		enum alarm_turn turn = alarm_step(s, &t->t, &p, &end);
		if (turn == TURN_BEGIN)
			track_raise(d, w, code, (int)i, t, &p, MS_NONE);
		else if (turn == TURN_END)
			pass(d, t, end);
	}
}

static bool on_of(int cn, enum alarm_on *ret)
{
	for (int i = 0; i < ALARM_ONS; i++)
		if (command_of[i] == cn) {
			*ret = (enum alarm_on)i;
			return true;
		}
	return false;
}

static void parse(struct alarm_desk *d, str segment)
{
	struct hj_piece piece = {.segment = segment, .crc = S("0000"), .crc_ok = true};
	hj_parse(&piece, &d->frame);
}

void tracks_point(struct alarm_desk *d, struct watched *w, const struct queued *q, str segment)
{
	enum alarm_on on;
	if (w->seen == MS_NONE || q->got > w->seen)
		w->seen = q->got;
	if (w->silent.t.open) {
		w->silent.t.open = false;
		pass(d, &w->silent, q->got);
	}
	if (!on_of(q->cn, &on) || !w->n_codes)
		return;
	parse(d, segment);
	for (size_t i = 0; i < w->n_codes; i++)
		code_step(d, w, &w->codes[i], on, q);
}

void tracks_silent(struct alarm_desk *d, ms_t now)
{
	for (size_t k = 0; k < d->decl->n_rules; k++) {
		const struct alarm_set *s = &d->sets[k];
		for (size_t i = 0; s->rule->what == ALARM_SILENT && s->use && i < d->n; i++) {
			struct watched *w = &d->v[i];
			/* while we did not listen nobody was silent */
			ms_t since = w->seen == MS_NONE ? MS_NONE : w->seen > d->began ? w->seen : d->began;
			if (since == MS_NONE || w->silent.t.open || now - since < s->hold || rests_at(w, now))
				continue;
			w->silent.t.open = true;
			w->silent.t.begin = w->seen;
			track_raise(d, w, S(""), (int)k, &w->silent, NULL, MS_NONE);
		}
	}
}

/* ---- made again from what was kept ----------------------------------------------------------------------- */

struct told_alarm {
	int64_t id;
	str code, rule;
	struct alarm_span span;
};
typedef LIST(struct told_alarm) told_alarms;
struct again { /* one factor of one station */
	struct alarm_desk *d;
	struct watched *w;
	struct watched_code *c;
	enum alarm_on on;
	ms_t at; /* of the point that is being put together; MS_NONE */
	bool split;
	struct alarm_point p;
	struct watched_track fresh[RULES_MOST];
	struct alarm_point first[RULES_MOST]; /* at which the newest began */
	told_alarms *old; /* of the station: rows, and what waits to be written */
};

static struct told_alarm *known_like(struct again *g, int rule, struct alarm_span span)
{
	for (size_t i = 0; i < g->old->n; i++) {
		struct told_alarm *k = &g->old->v[i];
		if (str_eq(k->rule, g->d->decl->rules[rule].name) && str_eq(k->code, str_of(g->c->code)) && alarm_same(&k->span, &span))
			return k;
	}
	return NULL;
}

/* An alarm that the data tell of: one that is known, or a new one that began in the past. */
static void told(struct again *g, int rule, ms_t begin, ms_t end)
{
	struct watched_track *live = &g->c->of[rule], past = {.t = {.begin = begin}};
	struct told_alarm *k = known_like(g, rule, (struct alarm_span){begin, end});
	if (!k)
		track_raise(g->d, g->w, str_of(g->c->code), rule, end == MS_NONE ? &g->fresh[rule] : &past, &g->first[rule], end);
	else if (end == MS_NONE && live->alarm == k->id)
		g->fresh[rule].alarm = k->id;
	else if (end != MS_NONE && live->alarm == k->id) {
		pass(g->d, live, end);
		k->span.end = end;
	}
}

static void again_step(struct again *g)
{
	day_t day = zone_day(core_zone(g->d->core), g->at);
	for (size_t i = 0; i < g->d->decl->n_rules; i++) {
		const struct alarm_set *s = &g->d->sets[i];
		ms_t end = MS_NONE, begin = g->fresh[i].t.begin;
		if (!is_about(s, g->on, g->split) || (!g->p.has && !g->p.flag && s->rule->what != ALARM_ABSENT))
			continue;
		bounds_put(g->w, s, str_of(g->c->code), day, &g->p);
		enum alarm_turn turn = alarm_step(s, &g->fresh[i].t, &g->p, &end);
		if (turn == TURN_BEGIN)
			g->first[i] = g->p;
		else if (turn == TURN_END)
			told(g, (int)i, begin, end);
	}
}

static err old_read(const struct alarm_desk *d, const struct watched *w, struct conn *c, struct arena *a, told_alarms *ret)
{
	struct rows *r;
	TRY(query(c, &alarm_known, VALS(V_INT(core_region(d->core)), V_INT(w->id)), &r));
	while (rows_next(r))
		*list_push(a, ret) = (struct told_alarm){row_int(r, 0), row_copy(r, 1, a), row_copy(r, 2, a), {row_int(r, 3), row_int(r, 4)}};
	TRY(rows_end(r));
	for (size_t i = 0; i < d->raised.n; i++) {
		const struct raised *x = &d->raised.v[i];
		if (x->station == w->id)
			*list_push(a, ret) = (struct told_alarm){x->id, str_dup(a, str_of(x->code)), d->decl->rules[x->rule].name, {x->begin, x->end}};
	}
	return OK;
}

/* What began before the span that is read is still on when it begins. */
static void again_begin(struct again *g, ms_t from)
{
	for (size_t i = 0; i < g->d->decl->n_rules; i++) {
		const struct watched_track *live = &g->c->of[i];
		g->fresh[i] = (struct watched_track){.t = ALARM_TRACK_NEW};
		if (!live->alarm || live->t.begin >= from)
			continue;
		g->fresh[i].t.open = true;
		g->fresh[i].t.begin = live->t.begin;
		g->fresh[i].alarm = live->alarm;
	}
	g->at = MS_NONE;
}

/* What the data no longer tell of stays open until they say that it has passed. */
static void again_end(struct again *g)
{
	if (g->at != MS_NONE)
		again_step(g);
	for (size_t i = 0; i < g->d->decl->n_rules; i++) {
		struct watched_track *live = &g->c->of[i];
		if (g->d->sets[i].rule->on != g->on || g->d->sets[i].rule->what == ALARM_SILENT)
			continue;
		if (g->fresh[i].t.open)
			told(g, (int)i, g->fresh[i].t.begin, MS_NONE);
		if (g->fresh[i].t.last == MS_NONE)
			continue;
		if (live->alarm && !g->fresh[i].alarm) {
			g->fresh[i].t.open = true;
			g->fresh[i].t.begin = live->t.begin;
			g->fresh[i].alarm = live->alarm;
		}
		*live = g->fresh[i];
	}
}

err tracks_again(struct alarm_desk *d, struct watched *w, enum alarm_on on, ms_t from)
{
	struct arena a;
	struct conn *c;
	struct rows *r;
	bool any = false;
	for (size_t i = 0; i < d->decl->n_rules; i++)
		any |= d->sets[i].use && d->sets[i].rule->on == on && d->sets[i].rule->what != ALARM_SILENT;
	if (!any || !w->n_codes)
		return OK;
	d->sum_again++;
	arena_init(&a);
	struct again *g = arena_new_n(&a, w->n_codes, struct again);
	err e = store_read_begin(core_store(d->core), &c);
	if (e != OK) {
		arena_done(&a);
		return e;
	}
	told_alarms old = {0};
	for (size_t k = 0; k < w->n_codes; k++) {
		g[k] = (struct again){.d = d, .w = w, .c = &w->codes[k], .on = on, .old = &old};
		again_begin(&g[k], from - d->look[on]);
	}
	e = old_read(d, w, c, &a, &old);
	if (e == OK)
		e = query(c, &alarm_frames, VALS(V_INT(core_region(d->core)), V_INT(w->id), V_INT(command_of[on]), V_INT(from - d->look[on])), &r);
	while (e == OK && rows_next(r)) {
		ms_t at = row_int(r, 0);
		parse(d, row_text(r, 2));
		for (size_t k = 0; k < w->n_codes; k++) {
			struct alarm_point p = point_in(d, w, &d->frame, str_of(w->codes[k].code), on, at);
			if (g[k].at != MS_NONE && g[k].at != at)
				again_step(&g[k]);
			if (g[k].at != at || p.has || p.flag) /* the newest of one time stands */
				g[k].p = p;
			g[k].at = at;
			g[k].split = row_int(r, 1) > 1;
		}
	}
	if (e == OK)
		e = rows_end(r);
	store_read_end(c);
	for (size_t k = 0; e == OK && k < w->n_codes; k++)
		again_end(&g[k]);
	arena_done(&a);
	return e;
}
