/* SPDX-License-Identifier: Apache-2.0 */
/* The weekly run: the events of each matter that takes part are folded once and judged
 * (week_calc.c). Everything that leaves has passed see_load. */
#include "core/read_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

STMT(week_events,
     "SELECT id, version, at, actor, action, effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version");
const struct stmt *const core_week_stmts[] = {&week_events, NULL};

/* ---- settings ------------------------------------------------------------------------ */
int64_t week_setting(struct ctx *x, day_t day, const char *name, int64_t otherwise)
{
	char full[96];
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_settings; i++)
			if (str_eq((*p)->settings[i].name, str_of(name))) {
				snprintf(full, sizeof full, STR_FMT ".%s", STR_ARG((*p)->name), name);
				return setting_int(x->core, day, str_of(full), (*p)->settings[i].initial);
			}
	return otherwise;
}

static struct week_rules rules_of(struct ctx *x, day_t monday)
{
	int64_t time = week_setting(x, monday, "week_cutoff_time", 1200), minute = time / 100 * 60 + time % 100;
	return (struct week_rules){.cutoff_day = (int)week_setting(x, monday, "week_cutoff_day", 2),
		.cutoff_minute = minute > 1440 ? 1440 : (int)minute,
		.cutoff_back = week_setting(x, monday, "week_cutoff_roll", 0) == 0,
		.late_days = (int)week_setting(x, monday, "week_late_days", 2),
		.new_days = (int)week_setting(x, monday, "week_new_days", 3),
		.month_day = (int)week_setting(x, monday, "month_cutoff_day", 5)};
}

const struct week_span *spans_upto(struct ctx *x, day_t monday)
{
	struct clock_place place = ctx_place(x, NULL);
	struct week_rules rules[WEEKS_KEPT + 1];
	struct week_span *v = arena_new_n(x->arena, WEEKS_KEPT, struct week_span);
	day_t first = monday - 7 * WEEKS_BACK;
	for (int i = 0; i <= WEEKS_KEPT; i++)
		rules[i] = rules_of(x, first + 7 * (i - 1));
	week_spans(&place, first, rules, WEEKS_KEPT, v);
	return v;
}

/* ---- which kinds, which matters ---------------------------------------------------------- */
static bool led_by(const struct kind *k, role_set set, enum relation a, enum relation b)
{
	for (size_t i = 0; i < k->n_roles; i++)
		if ((set >> i & 1) && (k->roles[i].relation == a || k->roles[i].relation == b))
			return true;
	return false;
}

/* The action by which the leading unit says how far it is, and no more. */
static const struct action *report_of(const struct kind *k)
{
	for (size_t i = 0; k->share >= 0 && i < k->n_actions; i++) {
		const struct action *a = &k->actions[i];
		if (a->opens || a->evidence || a->reason || !led_by(k, a->by, REL_LEAD, REL_LEAD))
			continue;
		for (size_t f = 0; f < a->n_form; f++)
			if (a->form[f].field == k->share && a->form[f].required)
				return a;
	}
	return NULL;
}

static int text_of(const struct kind *k, const struct action *a)
{
	for (size_t i = 0; i < a->n_form; i++)
		if (a->form[i].required && k->fields[a->form[i].field].type == FIELD_TEXT)
			return a->form[i].field;
	return -1;
}

bool weekly_of(struct ctx *x, const struct kind *k, day_t monday, struct weekly *ret)
{
	const struct action *report = k->usual.n ? report_of(k) : NULL;
	if (!report)
		return false;
	char full[96];
	snprintf(full, sizeof full, STR_FMT "." STR_FMT, STR_ARG(k->pack->name), STR_ARG(k->usual));
	int64_t usual = setting_int(x->core, monday, str_of(full), pack_setting(k->pack, k->usual)->initial);
	*ret = (struct weekly){.kind = k, .report = report, .text = text_of(k, report), .idle = k->idle, .every = k->every,
		.usual = usual == 1 ? EVERY_WEEK : usual == 2 ? EVERY_MONTH : EVERY_NEVER};
	return true;
}

static err collect(struct ctx *x, struct streams *s, const struct kind *k, uint64_t states, ms_t due_from, ms_t changed_from, week_ids *ids)
{
	int64_t scope[3], last = 0;
	struct candidate c;
	bool found = true;
	size_t n = scopes_of(x, k, scope);
	for (size_t st = 0; st < k->n_states; st++)
		for (size_t i = 0; i < n && (states >> st & 1); i++)
			TRY(stream_state(s, scope[i], k, st, k->states[st].closed ? due_from : INT64_MIN, INT64_MIN));
	TRY(streams_begin(s));
	while (found && ids->n < WEEKS_MATTERS) {
		TRY(streams_next(s, &c, &found));
		if (!found || c.matter == last || !candidate_visible(x, &c))
			continue;
		if (c.state >= 0 && (!k->states[c.state].closed || c.changed >= changed_from))
			*list_push(x->arena, ids) = last = c.matter;
	}
	return OK;
}

err week_collect(struct ctx *x, const struct kind *k, uint64_t states, ms_t due_from, ms_t changed_from, week_ids *ids)
{
	struct streams s;
	TRY(ctx_snap(x));
	TRY(streams_init(&s, x, true));
	err e = collect(x, &s, k, states, due_from, changed_from, ids), end = streams_end(&s);
	return e != OK ? e : end;
}

/* ---- from events to points ------------------------------------------------------------------ */
struct folding {
	struct ctx *x;
	const struct weekly *w;
	struct arena *scratch;
	struct matter m;
	LIST(struct week_point) points;
	str said; /* progress text of the report before */
	int reopened;
	const struct week_stops *stops; /* NULL: none */
	size_t stopped;
};

static const struct kind *find_kind(const void *core, str name)
{
	return core_kind(core, name);
}

static bool stands_still(const struct matter *m)
{
	const struct matter_clock *k = matter_main_clock(m);
	for (size_t i = 0; k && i < k->c.n_ledger; i++)
		if (k->c.ledger[i].what == CLOCK_PAUSED && k->c.ledger[i].to == MS_NONE)
			return true;
	return false;
}

static enum week_every every_of(const struct weekly *w, const struct matter *m)
{
	static const struct {
		const char *name;
		enum week_every every;
	} row[] = {{"weekly", EVERY_WEEK}, {"monthly", EVERY_MONTH}, {"never", EVERY_NEVER}};
	for (size_t i = 0; w->every >= 0 && m->fields[w->every].n && i < COUNT_OF(row); i++)
		if (str_eq(m->fields[w->every].v[0], str_of(row[i].name)))
			return row[i].every;
	return w->usual;
}

static str text_at(const struct matter *m, int field)
{
	return field >= 0 && m->fields[field].n ? m->fields[field].v[0] : S("");
}

/* A report is what the units said, not the share that the office set on reopening. */
static bool by_units(const struct kind *k, str action)
{
	int i = kind_action(k, action);
	return i >= 0 && led_by(k, k->actions[i].by, REL_LEAD, REL_ASSIST);
}

static void note_report(struct folding *f, const struct effect *v, size_t n, struct week_point *p)
{
	const struct field *fields = f->w->kind->fields;
	str text = text_at(&f->m, f->w->text);
	p->report = true;
	for (size_t i = 0; i < n; i++) {
		if (v[i].op != EFFECT_SET)
			continue;
		if (f->w->text >= 0 && str_eq(v[i].text[0], fields[f->w->text].name))
			p->same = f->said.n && str_eq(f->said, text);
		if (f->w->idle >= 0 && str_eq(v[i].text[0], fields[f->w->idle].name))
			p->nothing = v[i].n_list > 0;
	}
	f->said = text;
}

static bool is_open(const struct matter *m)
{
	return m->state >= 0 && !m->kind->states[m->state].closed;
}

static err fold_event(struct folding *f, const struct event *e, str effects)
{
	struct effect *v;
	size_t n;
	bool was_closed = f->m.kind && f->m.state >= 0 && !is_open(&f->m), reported = false;
	struct week_point p = {.at = e->at};
	int files = f->m.files;
	if (!effects_read(f->scratch, effects, &v, &n))
		return fail(ERR_IO, "an event of a matter cannot be read; run `luoshi check`");
	for (size_t i = 0; i < n; i++) {
		if (!matter_apply(f->scratch, &f->m, e, &v[i], find_kind, f->x->core))
			return fail(ERR_IO, "an event of a matter cannot be read; run `luoshi check`");
		reported |= v[i].op == EFFECT_REPORTED;
	}
	const struct matter *m = &f->m;
	p.files = m->files - files; /* those of its parts are evidence too */
	p.lead = matter_id_of(m, m->kind->lead);
	p.share = matter_share(m);
	p.light = m->light;
	p.every = every_of(f->w, m);
	p.open = is_open(m);
	p.timed = p.open && !m->kind->states[m->state].waits && !stands_still(m);
	p.works = m->state >= 0 && (f->w->report->from >> m->state & 1) && !stands_still(m);
	p.reminded = str_eq(e->action, S("remind"));
	p.reopened = was_closed && p.open;
	f->reopened += p.reopened;
	if (reported && by_units(m->kind, e->action))
		note_report(f, v, n, &p);
	*list_push(f->scratch, &f->points) = p;
	return OK;
}

static err stop_before(struct folding *f, ms_t at)
{
	for (; f->stops && f->stopped < f->stops->n && f->stops->at[f->stopped] < at; f->stopped++)
		if (f->m.version)
			TRY(f->stops->stood(f->stops->arg, f->stopped, &f->m));
	return OK;
}

static err fold(struct folding *f, int64_t id)
{
	struct rows *r;
	err e = OK;
	matter_init(f->scratch, &f->m, id, f->w->kind);
	f->m.version = 0;
	TRY(query(f->x->snap, &week_events, VALS(V_INT(f->x->core->region), V_INT(id)), &r));
	while (e == OK && rows_next(r)) {
		struct event ev = {.entity = ENTITY_MATTER, .entity_id = id, .id = row_int(r, 0), .version = row_int(r, 1),
			.at = row_int(r, 2), .actor = row_int(r, 3), .action = row_copy(r, 4, f->scratch)};
		e = stop_before(f, ev.at);
		if (e == OK)
			e = fold_event(f, &ev, row_copy(r, 5, f->scratch));
		matter_applied(&f->m, &ev);
		f->x->rows_read++;
	}
	err end = rows_end(r);
	e = e != OK ? e : end;
	return e == OK ? stop_before(f, INT64_MAX) : e;
}

err week_item_of(struct ctx *x, const struct weekly *w, const struct week_span *spans, const struct matter *m, role_set roles, struct week_item *ret)
{
	return week_item_stops(x, w, spans, m, roles, NULL, ret);
}

err week_item_stops(struct ctx *x, const struct weekly *w, const struct week_span *spans, const struct matter *m, role_set roles,
		    const struct week_stops *stops, struct week_item *ret)
{
	struct arena scratch;
	struct clock_place place = ctx_place(x, NULL);
	struct week_item item = {.report = w->report, .mine = led_by(m->kind, roles, REL_LEAD, REL_LEAD)};
	struct week_state *states = arena_new_n(x->arena, WEEKS_KEPT, struct week_state);
	arena_init(&scratch);
	struct folding f = {.x = x, .w = w, .scratch = &scratch, .stops = stops};
	err e = fold(&f, m->id);
	if (e == OK)
		week_judge(&place, spans, WEEKS_KEPT, f.points.v, f.points.n, x->now, states);
	item.reopened = f.reopened;
	arena_done(&scratch);
	TRY(e);
	TRY(matter_row_of(x, m, roles, &item.row));
	item.history = states;
	item.state = &states[WEEKS_KEPT - 1];
	item.exempt = arena_new_n(x->arena, WEEKS_KEPT, bool);
	item.reports = item.mine && may_offer(x, m, roles, w->report);
	*ret = item;
	return OK;
}

/* ---- a page of them ------------------------------------------------------------------------------ */
static size_t order_of(const struct ctx *x, int64_t unit)
{
	for (size_t i = 0; i < x->roster->n_units; i++)
		if (x->roster->units[i].id == unit)
			return i;
	return x->roster->n_units;
}

static int by_unit(const void *a, const void *b, void *arg)
{
	const struct week_item *p = a, *q = b;
	size_t i = order_of(arg, p->row.lead), k = order_of(arg, q->row.lead);
	return i != k ? (i > k) - (i < k) : str_cmp(p->row.number, q->row.number);
}

static struct week_unit *unit_of(struct ctx *x, struct week_run *run, int64_t id)
{
	for (size_t i = 0; i < run->n_units; i++)
		if (run->units[i].unit == id)
			return &run->units[i];
	struct week_unit *u = &run->units[run->n_units++];
	*u = (struct week_unit){.unit = id, .name = roster_unit_name(x->roster, id)};
	return u;
}

static int by_order(const void *a, const void *b, void *arg)
{
	size_t i = order_of(arg, ((const struct week_unit *)a)->unit), k = order_of(arg, ((const struct week_unit *)b)->unit);
	return (i > k) - (i < k);
}

static void sum_up(struct ctx *x, struct week_run *run)
{
	run->units = arena_new_n(x->arena, run->n + 1, struct week_unit);
	for (size_t i = 0; i < run->n; i++) {
		const struct week_state *s = run->items[i].state;
		if (s->said == WEEK_NOT_OWED || !s->lead)
			continue;
		struct week_unit *u = unit_of(x, run, s->lead);
		u->owed++;
		u->on_time += s->said == WEEK_ON_TIME;
		u->late += s->said == WEEK_LATE;
		u->missing += s->said == WEEK_MISSING;
		u->open += s->said == WEEK_OPEN;
		u->claims += s->claim;
		u->reopened += run->items[i].reopened;
	}
	qsort_r(run->units, run->n_units, sizeof *run->units, by_order, x);
}

/* Closed ones matter to a past week; nobody is a year late with all of them. */
static err items_of(struct ctx *x, const struct weekly *w, struct week_run *run, struct ladder_facts *facts)
{
	week_ids ids = {0};
	ms_t year_before = run->span.week.from - (ms_t)366 * 86400000;
	TRY(week_collect(x, w->kind, UINT64_MAX, year_before, run->span.week.from, &ids));
	run->cut_short |= ids.n >= WEEKS_MATTERS;
	struct week_item *more = arena_new_n(x->arena, run->n + ids.n, struct week_item);
	if (run->n)
		memcpy(more, run->items, run->n * sizeof *more);
	run->items = more;
	for (size_t i = 0; i < ids.n; i++) {
		struct matter m;
		role_set roles;
		struct week_item *item = &run->items[run->n];
		err e = see_load(x, ids.v[i], &m, &roles);
		if (e == ERR_NOTFOUND || (e == OK && !is_open(&m) && m.state_since < run->span.week.from))
			continue;
		TRY(e);
		TRY(week_item_of(x, w, run->spans, &m, roles, item));
		if (facts->ladder)
			ladder_exempt(x, facts, run->spans, item);
		run->n++;
	}
	return OK;
}

err week_run_read(struct ctx *x, day_t monday, struct week_run *ret)
{
	struct week_run run = {.spans = spans_upto(x, monday), .now = monday == week_monday(ctx_today(x))};
	run.span = run.spans[WEEKS_KEPT - 1];
	LIST(struct ladder_facts) all = {0};
	TRY(ctx_snap(x));
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			struct weekly w;
			if (!weekly_of(x, &(*p)->kinds[i], monday, &w))
				continue;
			const struct ladder *l = ladder_of(x->core, w.kind);
			struct ladder_facts *facts = list_push(x->arena, &all);
			*facts = (struct ladder_facts){0};
			if (l)
				TRY(ladder_read(x, l, facts));
			TRY(items_of(x, &w, &run, facts));
		}
	if (run.n)
		qsort_r(run.items, run.n, sizeof *run.items, by_unit, x);
	sum_up(x, &run);
	for (size_t i = 0; i < all.n; i++) {
		if (!all.v[i].ladder || !may_issue(x, all.v[i].ladder))
			continue;
		run.may_issue = true;
		if (run.now)
			TRY(ladder_dues(x, &all.v[i], &run));
	}
	*ret = run;
	return OK;
}

/* ---- look back ------------------------------------------------------------------------------------- */
static uint64_t closed_states(const struct kind *k)
{
	uint64_t set = 0;
	for (size_t i = 0; i < k->n_states; i++)
		set |= (uint64_t)k->states[i].closed << i;
	return set;
}

static bool to_look_back(struct ctx *x, const struct matter *m, const struct action *a)
{
	day_t today = ctx_today(x), closed = zone_day(x->core->zone, m->state_since);
	day_t from = closed + (day_t)week_setting(x, closed, "look_back_days", 30);
	const struct last_actor *last = &m->last[a - m->kind->actions];
	return (a->from >> m->state & 1) && (!last->event || last->at < m->state_since) && today >= from &&
	       today <= from + week_setting(x, closed, "look_back_within", 60) &&
	       look_back_drawn(m->id, m->state_since, week_setting(x, closed, "look_back_share", 30));
}

static err look_back_kind(struct ctx *x, const struct kind *k, const struct action *a, struct matter_row **v, size_t *n)
{
	week_ids ids = {0};
	int64_t days = week_setting(x, ctx_today(x), "look_back_days", 30) + week_setting(x, ctx_today(x), "look_back_within", 60) + 1;
	TRY(week_collect(x, k, closed_states(k) & a->from, x->now - (ms_t)500 * 86400000, x->now - (ms_t)days * 86400000, &ids));
	struct matter_row *more = arena_new_n(x->arena, *n + ids.n, struct matter_row);
	if (*n)
		memcpy(more, *v, *n * sizeof *more);
	*v = more;
	for (size_t i = 0; i < ids.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, ids.v[i], &m, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		if (to_look_back(x, &m, a) && may_offer(x, &m, roles, a))
			TRY(matter_row_of(x, &m, roles, &more[(*n)++]));
	}
	return OK;
}

err look_back_list(struct ctx *x, struct matter_row **ret, size_t *ret_n)
{
	struct matter_row *v = NULL;
	size_t n = 0;
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			int a = kind_action(k, S("look_back"));
			if (a >= 0 && (see_any_roles(x, k) & k->actions[a].by))
				TRY(look_back_kind(x, k, &k->actions[a], &v, &n));
		}
	*ret = v;
	*ret_n = n;
	return OK;
}
