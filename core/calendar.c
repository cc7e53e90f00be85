/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as they stand in the record, over the one the program was started with. */
#include "core/calendar_in.h"

#include <stdlib.h>
#include <string.h>

STMT(calendar_names, "SELECT id, version, name, label FROM calendar WHERE region = $1 ORDER BY id");
STMT(calendar_rows, "SELECT calendar, sort, day, work, name, source FROM calendar_line WHERE region = $1 ORDER BY calendar, sort, day");
STMT(again_get, "SELECT digest, at_matter, from_day, to_day, note FROM clock_again WHERE region = $1");
STMT(again_update, "UPDATE clock_again SET digest = $2, at_matter = $3, from_day = $4, to_day = $5, note = $6 WHERE region = $1");
STMT(again_insert, "INSERT INTO clock_again(region, digest, at_matter, from_day, to_day, note) VALUES($1, $2, $3, $4, $5, $6)");
const struct stmt *const core_calendar_stmts[] = {&calendar_names, &calendar_rows, &again_get, &again_update, &again_insert, NULL};

/* ---- snapshots ------------------------------------------------------------------------ */
struct calendars *calendars_hold(struct core *c)
{
	pthread_mutex_lock(&c->lock);
	struct calendars *s = c->calendars;
	atomic_fetch_add(&s->holders, 1);
	pthread_mutex_unlock(&c->lock);
	return s;
}

void calendars_drop(struct calendars *s)
{
	if (atomic_fetch_sub(&s->holders, 1) != 1)
		return;
	arena_done(&s->arena);
	free(s);
}

static void drop(void *arg)
{
	calendars_drop(arg);
}

void calendars_pin(struct ctx *x)
{
	struct core *c = x->core;
	if (x->calendars && x->calendars->no == atomic_load(&c->calendar_no))
		return;
	pthread_mutex_lock(&c->calendar_lock);
	x->calendars = calendars_hold(c);
	pthread_mutex_unlock(&c->calendar_lock);
	arena_defer(x->arena, drop, x->calendars);
}

void calendars_install(struct core *c, struct calendars *s)
{
	pthread_mutex_lock(&c->lock);
	struct calendars *old = c->calendars;
	c->calendars = s;
	pthread_mutex_unlock(&c->lock);
	if (old)
		calendars_drop(old);
}

const struct named_calendar *calendars_find(const struct calendars *s, str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].name, name))
			return &s->v[i];
	return NULL;
}

/* ---- making one ------------------------------------------------------------------------- */
static void days_of(struct core *c, struct calendars *s, struct named_calendar *n)
{
	LIST(struct calendar_line) l = {0};
	/* a calendar of its own goes by the notices of the district */
	n->days = calendar_copy(&s->arena, n == s->v ? c->calendar : s->v[0].days);
	for (size_t i = 0; i < s->rows.n; i++)
		if (s->rows.v[i].calendar == n->id)
			*list_push(&s->arena, &l) = s->rows.v[i].line;
	calendar_add_lines(n->days, &s->arena, l.v, l.n);
}

static void finish(struct core *c, struct calendars *s)
{
	struct buf b;
	buf_init(&b, NULL);
	for (size_t i = 0; i < s->n; i++) {
		struct digest d;
		days_of(c, s, &s->v[i]);
		calendar_digest(s->v[i].days, &d);
		buf_add(&b, s->v[i].name);
		buf_byte(&b, '\n');
		buf_add(&b, (str){(const char *)d.b, sizeof d.b});
	}
	hash_bytes(HASH_SHA256, b.p, b.n, &s->digest);
	buf_done(&b);
}

static struct calendars *calendars_new(struct core *c, size_t names)
{
	struct calendars *s = calloc(1, sizeof *s);
	ours(s);
	atomic_init(&s->holders, 1);
	arena_init(&s->arena);
	s->no = atomic_load(&c->calendar_no);
	s->v = arena_new_n(&s->arena, names, struct named_calendar);
	s->v[s->n++] = (struct named_calendar){.id = CALENDAR_OF_DISTRICT, .name = S(""), .label = S("")};
	return s;
}

static struct calendar_row own_row(struct calendars *s, const struct calendar_row *r)
{
	struct calendar_row own = *r;
	own.line.name = str_dup(&s->arena, r->line.name);
	own.line.source = str_dup(&s->arena, r->line.source);
	return own;
}

static void push_row(struct calendars *s, const struct calendar_row *r)
{
	*list_push(&s->arena, &s->rows) = own_row(s, r);
}

static void put_row(struct calendars *s, const struct calendar_row *r)
{
	for (size_t i = 0; i < s->rows.n; i++)
		if (s->rows.v[i].calendar == r->calendar && s->rows.v[i].line.sort == r->line.sort && s->rows.v[i].line.day == r->line.day) {
			s->rows.v[i] = own_row(s, r);
			return;
		}
	push_row(s, r);
}

static void put_name(struct calendars *s, const struct named_calendar *n)
{
	struct named_calendar *to = NULL;
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].id == n->id)
			to = &s->v[i];
	if (!to)
		to = &s->v[s->n++];
	*to = (struct named_calendar){.id = n->id, .version = n->version, .name = str_dup(&s->arena, n->name), .label = str_dup(&s->arena, n->label)};
}

struct calendars *calendars_with(struct core *c, const struct calendars *old, const struct named_calendar *fresh,
				 const struct calendar_row *v, size_t n)
{
	struct calendars *s = calendars_new(c, old->n + 1);
	for (size_t i = 0; i < old->n; i++)
		put_name(s, &old->v[i]);
	put_name(s, fresh);
	for (size_t i = 0; i < old->rows.n; i++)
		push_row(s, &old->rows.v[i]);
	for (size_t i = 0; i < n; i++)
		put_row(s, &v[i]);
	finish(c, s);
	return s;
}

/* ---- loading ------------------------------------------------------------------------------ */
static err load_names(struct core *c, struct conn *conn, struct arena *a, struct named_calendar **ret, size_t *ret_n)
{
	LIST(struct named_calendar) l = {0};
	struct rows *r;
	TRY(query(conn, &calendar_names, VALS(V_INT(c->region)), &r));
	while (rows_next(r))
		*list_push(a, &l) = (struct named_calendar){.id = row_int(r, 0), .version = row_int(r, 1), .name = row_copy(r, 2, a), .label = row_copy(r, 3, a)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

static err load_rows(struct core *c, struct conn *conn, struct calendars *s)
{
	struct rows *r;
	TRY(query(conn, &calendar_rows, VALS(V_INT(c->region)), &r));
	while (rows_next(r)) {
		int64_t day = row_int(r, 2);
		*list_push(&s->arena, &s->rows) = (struct calendar_row){.calendar = row_int(r, 0), .line = {.sort = (enum line_sort)row_int(r, 1),
			.day = (day_t)day, .work = row_int(r, 3) != 0, .name = row_copy(r, 4, &s->arena), .source = row_copy(r, 5, &s->arena)}};
	}
	return rows_end(r);
}

static err load(struct core *c, struct conn *conn, struct arena *a, struct calendars **ret)
{
	struct named_calendar *names;
	size_t n;
	TRY(load_names(c, conn, a, &names, &n));
	struct calendars *s = calendars_new(c, n + 1);
	for (size_t i = 0; i < n; i++)
		put_name(s, &names[i]);
	err e = load_rows(c, conn, s);
	if (e != OK) {
		calendars_drop(s);
		return e;
	}
	finish(c, s);
	*ret = s;
	return OK;
}

/* ---- the row of the walk --------------------------------------------------------------------- */
err again_read(struct core *c, struct conn *conn, struct arena *a, struct again *ret)
{
	struct rows *r;
	struct again g = {.note = S("")};
	TRY(query_one(conn, &again_get, VALS(V_INT(c->region)), &r, &g.there));
	if (g.there) {
		str d = row_text(r, 0);
		if (d.n == sizeof g.digest.b)
			memcpy(g.digest.b, d.p, d.n);
		g.at = row_int(r, 1);
		g.from = (day_t)row_int(r, 2);
		g.to = (day_t)row_int(r, 3);
		g.note = row_copy(r, 4, a);
	}
	*ret = g;
	return OK;
}

void again_op(struct commit *c, const struct again *g)
{
	str d = {arena_copy(c->arena, g->digest.b, sizeof g->digest.b), sizeof g->digest.b};
	commit_op(c, OP_UPSERT, &again_update, &again_insert,
		  VALS(V_INT(c->core->region), V_BLOB(d), V_INT(g->at), V_INT(g->from), V_INT(g->to), V_TEXT(g->note)));
}

bool again_done(const struct again *g, const struct calendars *s)
{
	return g->there && g->at == NEVER && memcmp(g->digest.b, s->digest.b, sizeof s->digest.b) == 0;
}

/* A record without any event has no clock that could go by another calendar. */
static err mark_fresh(struct core *c, struct arena *a, const struct calendars *s)
{
	struct commit commit = {.core = c, .arena = a};
	int64_t events;
	TRY(core_seq(c, &events));
	if (events)
		return OK;
	again_op(&commit, &(struct again){.digest = s->digest, .at = NEVER, .note = S("")});
	return commit_run(&commit);
}

err calendars_load(struct core *c)
{
	struct conn *conn;
	struct arena a;
	struct calendars *s = NULL;
	struct again g = {0};
	arena_init(&a);
	TRY(store_read_begin(c->store, &conn));
	err e = load(c, conn, &a, &s);
	if (e == OK)
		e = again_read(c, conn, &a, &g);
	store_read_end(conn);
	if (e == OK && !g.there)
		e = mark_fresh(c, &a, s);
	arena_done(&a);
	if (e != OK) {
		if (s)
			calendars_drop(s);
		return e;
	}
	calendars_install(c, s);
	return OK;
}

/* ---- asking ------------------------------------------------------------------------------------ */
const struct calendar *ctx_calendar(const struct ctx *x)
{
	return x->calendars->v[0].days;
}

struct clock_place ctx_place(const struct ctx *x, const struct clock_decl *d)
{
	const struct core *c = x->core;
	const struct named_calendar *n = d && d->calendar.n ? calendars_find(x->calendars, d->calendar) : &x->calendars->v[0];
	struct clock_place p = {.zone = c->zone, .missing = n ? STR_NONE : d->calendar};
	p.calendar = (n ? n : &x->calendars->v[0])->days;
	p.hours = calendar_hours(p.calendar, &p.n_hours);
	if (!p.n_hours) {
		p.hours = c->hours;
		p.n_hours = c->n_hours;
	}
	return p;
}

err calendar_list(struct ctx *x, struct calendar_view **ret, size_t *ret_n)
{
	const struct calendars *s = x->calendars;
	struct calendar_view *v = arena_new_n(x->arena, s->n, struct calendar_view);
	for (size_t i = 0; i < s->n; i++)
		v[i] = (struct calendar_view){s->v[i].name, s->v[i].label, s->v[i].version, s->v[i].days};
	*ret = v;
	*ret_n = s->n;
	return OK;
}
