/* SPDX-License-Identifier: Apache-2.0 */
/* A month of requests: which orders belong to it, each folded once, and what else its rates need. */
#include "core/request_rates_in.h"

#include <stdlib.h>
#include <string.h>

STMT(orders_changed, "SELECT matter, rel, kind FROM matter_unit WHERE region = $1 AND unit = $2 AND changed >= $3 ORDER BY changed, matter LIMIT $4");
STMT(orders_in_state, "SELECT matter, rel, kind FROM matter_unit WHERE region = $1 AND unit = $2 AND kind = $3 AND state = $4 ORDER BY due, matter LIMIT $5");
const struct stmt *const core_read_requests_stmts[] = {&orders_changed, &orders_in_state, NULL};

struct period_read {
	struct ctx *x;
	const struct kind *kind;
	struct rates_month *m;
	LIST(int64_t) ids;
	struct rates_rows rows;
};

/* ---- which orders ------------------------------------------------------------------------ */
static err take_ids(struct period_read *p, int64_t scope, struct rows *r)
{
	size_t looked = 0;
	while (rows_next(r)) {
		p->x->rows_read++;
		p->m->cut_short |= ++looked >= RATES_ORDERS_MOST * 2 || p->ids.n >= RATES_ORDERS_MOST;
		if (p->m->cut_short)
			break;
		if (!str_eq(row_text(r, 2), p->kind->name))
			continue;
		if (see_roles_by_bits(p->x, p->kind, scope_bits(scope, (int)row_int(r, 1))) & p->kind->see)
			*list_push(p->x->arena, &p->ids) = row_int(r, 0);
	}
	return rows_end(r);
}

/* What has changed since the month began, and what is open since before. */
static err collect(struct period_read *p)
{
	struct ctx *x = p->x;
	int64_t scope[3];
	size_t n = scopes_of(x, p->kind, scope);
	struct rows *r;
	for (size_t i = 0; i < n; i++) {
		TRY(query(x->snap, &orders_changed, VALS(V_INT(x->core->region), V_INT(scope[i]), V_INT(p->m->begins), V_INT(RATES_ORDERS_MOST * 2)), &r));
		TRY(take_ids(p, scope[i], r));
		for (size_t s = 0; s < p->kind->n_states; s++) {
			if (p->kind->states[s].closed)
				continue;
			TRY(query(x->snap, &orders_in_state, VALS(V_INT(x->core->region), V_INT(scope[i]), V_TEXT(p->kind->name),
				V_TEXT(p->kind->states[s].name), V_INT(RATES_ORDERS_MOST)), &r));
			TRY(take_ids(p, scope[i], r));
		}
	}
	return OK;
}

static int by_id(const void *a, const void *b)
{
	int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;
	return (p > q) - (p < q);
}

static void each_once(struct period_read *p)
{
	size_t n = 0;
	if (p->ids.n)
		qsort(p->ids.v, p->ids.n, sizeof *p->ids.v, by_id);
	for (size_t i = 0; i < p->ids.n; i++)
		if (!n || p->ids.v[i] != p->ids.v[n - 1])
			p->ids.v[n++] = p->ids.v[i];
	p->ids.n = n;
}

/* ---- each of them ------------------------------------------------------------------------------ */
static bool touches(const struct period_read *p, const struct story *s)
{
	const struct rates_month *m = p->m;
	const struct rates_order *o = &s->order;
	bool touch = o->closed == MS_NONE || o->closed >= m->begins || p->rows.visits.n > s->first_visit;
	for (size_t i = s->first_request; i < p->rows.requests.n; i++) {
		const struct rates_request *r = &p->rows.requests.v[i];
		touch |= r->at >= m->begins || (r->visit_due != DAY_NONE && r->visit_due >= m->from);
	}
	return touch && o->at < m->ends;
}

static err read_order(struct period_read *p, struct arena *scratch, int64_t id)
{
	struct rates_rows *out = &p->rows;
	const struct rates_rows was = *out;
	struct story s = {.x = p->x, .month = p->m, .scratch = scratch, .out = out, .at = out->orders.n, .first_request = out->requests.n,
		.first_visit = out->visits.n, .answer = MS_NONE, .was_closed = MS_NONE};
	TRY(story_fold(&s, id));
	bool seen = see_matter(p->x, &s.m), merged = str_eq(p->kind->states[s.m.state].name, S("merged"));
	story_end(&s);
	if (seen && !merged && touches(p, &s)) {
		*list_push(p->x->arena, &out->orders) = s.order;
		return OK;
	}
	out->handings.n = was.handings.n;
	out->requests.n = was.requests.n;
	out->visits.n = was.visits.n;
	return OK;
}

static err read_orders(struct period_read *p)
{
	struct arena scratch;
	err e = OK;
	arena_init(&scratch);
	for (size_t i = 0; e == OK && i < p->ids.n; i++) {
		e = read_order(p, &scratch, p->ids.v[i]);
		arena_reset(&scratch);
	}
	arena_done(&scratch);
	return e;
}

/* ---- left out, and knowledge ---------------------------------------------------------------------- */
static str text_at(const struct matter *m, const char *field)
{
	int f = kind_field(m->kind, str_of(field));
	return f >= 0 && m->fields[f].n ? m->fields[f].v[0] : S("");
}

static err each_matter(struct period_read *p, const char *kind, bool open, void (*fn)(struct period_read *, const struct matter *))
{
	const struct kind *k = core_kind(p->x->core, str_of(kind));
	week_ids ids = {0};
	uint64_t states = 0;
	if (!k)
		return OK;
	for (size_t i = 0; i < k->n_states; i++)
		states |= (uint64_t)(!open || !k->states[i].closed) << i;
	TRY(week_collect(p->x, k, states, INT64_MIN, INT64_MIN, &ids));
	p->m->cut_short |= ids.n >= WEEKS_MATTERS;
	for (size_t i = 0; i < ids.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(p->x, ids.v[i], &m, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		fn(p, &m);
	}
	return OK;
}

static int by_number(const void *key, const void *order)
{
	return str_cmp(*(const str *)key, ((const struct rates_order *)order)->number);
}

static void add_exclusion(struct period_read *p, const struct matter *m)
{
	struct rates_month *all = p->m;
	int grant = kind_action(m->kind, S("grant"));
	str number = text_at(m, "order");
	struct rates_order *o = all->n_orders ? bsearch(&number, all->orders, all->n_orders, sizeof *o, by_number) : NULL;
	if (!o || o->excluded.n || grant < 0 || !str_eq(m->kind->states[m->state].name, S("granted")))
		return;
	o->excluded = m->number;
	struct rates_exclusion *more = arena_new_n(p->x->arena, all->n_exclusions + 1, struct rates_exclusion);
	if (all->n_exclusions)
		memcpy(more, all->exclusions, all->n_exclusions * sizeof *more);
	more[all->n_exclusions++] = (struct rates_exclusion){.id = m->id, .number = m->number, .order = (size_t)(o - all->orders), .unit = o->unit,
		.reason = text_at(m, "ground"), .approver = m->last[grant].actor, .at = m->last[grant].at};
	all->exclusions = more;
}

static void add_article(struct period_read *p, const struct matter *m)
{
	struct rates_month *all = p->m;
	day_t until = DAY_NONE;
	if (str_eq(m->kind->states[m->state].name, S("draft")) || m->opened >= all->ends)
		return;
	if (!day_parse(text_at(m, "valid_until"), &until))
		until = DAY_NONE;
	all->articles[all->n_articles++] = (struct rates_article){.id = m->id, .number = m->number,
		.unit = rates_unit_of(p->x, matter_id_of(m, m->kind->lead)), .valid_until = until};
}

/* ---- order of rows ----------------------------------------------------------------------------------- */
static int by_order_number(const void *a, const void *b, void *orders)
{
	const struct rates_order *v = orders, *p = &v[*(const size_t *)a], *q = &v[*(const size_t *)b];
	int c = str_cmp(p->number, q->number);
	return c ? c : (p->id > q->id) - (p->id < q->id);
}

/* Orders by number; what belongs to them knows their new places. */
static void sort_orders(struct period_read *p)
{
	struct rates_month *m = p->m;
	size_t n = p->rows.orders.n;
	size_t *by = arena_new_n(p->x->arena, n, size_t), *to = arena_new_n(p->x->arena, n, size_t);
	m->orders = arena_new_n(p->x->arena, n, struct rates_order);
	m->n_orders = n;
	for (size_t i = 0; i < n; i++)
		by[i] = i;
	if (n)
		qsort_r(by, n, sizeof *by, by_order_number, p->rows.orders.v);
	for (size_t i = 0; i < n; i++) {
		m->orders[i] = p->rows.orders.v[by[i]];
		to[by[i]] = i;
	}
	for (size_t i = 0; i < p->rows.handings.n; i++)
		p->rows.handings.v[i].order = to[p->rows.handings.v[i].order];
	for (size_t i = 0; i < p->rows.requests.n; i++)
		p->rows.requests.v[i].order = to[p->rows.requests.v[i].order];
	m->handings = p->rows.handings.v;
	m->n_handings = p->rows.handings.n;
	m->requests = p->rows.requests.v;
	m->n_requests = p->rows.requests.n;
	m->visits = p->rows.visits.v;
	m->n_visits = p->rows.visits.n;
}

static err read_units(struct period_read *p)
{
	struct rates_month *m = p->m;
	const struct roster *r = p->x->roster;
	m->units = arena_new_n(p->x->arena, r->n_units, struct rates_unit);
	for (size_t i = 0; i < r->n_units; i++)
		if (rates_unit_of(p->x, r->units[i].id) == r->units[i].id)
			m->units[m->n_units++] = (struct rates_unit){.id = r->units[i].id, .name = roster_unit_name(r, r->units[i].id)};
	return rates_residents_read(p->x, m->to, m->units, m->n_units);
}

#define WORKDAYS_BACK 400 /* an order that took longer brings its working days along and no list of them */
static void read_workdays(struct period_read *p)
{
	struct rates_month *m = p->m;
	const struct zone *z = p->x->core->zone;
	day_t from = m->from, to = m->to;
	for (size_t i = 0; i < m->n_orders; i++) {
		const struct rates_order *o = &m->orders[i];
		day_t start = zone_day(z, o->given == MS_NONE ? o->at : o->given);
		if (o->done != MS_NONE && o->done >= m->begins && o->done < m->ends && start < from)
			from = start;
	}
	from = from < to - WORKDAYS_BACK ? to - WORKDAYS_BACK : from;
	m->workdays = arena_new_n(p->x->arena, (size_t)(to - from + 1), day_t);
	for (day_t d = from; d <= to; d++)
		if (calendar_works(ctx_calendar(p->x), d))
			m->workdays[m->n_workdays++] = d;
}

/* ---- all of it ------------------------------------------------------------------------------------------ */
static err begin(struct ctx *x, int month, struct rates_month *m)
{
	day_t from = day_of(month / 100, month % 100, 1);
	*m = (struct rates_month){.month = month, .from = from, .to = from == DAY_NONE ? DAY_NONE : day_month_end(month / 100, month % 100), .at = x->now};
	if (from == DAY_NONE)
		return fail(ERR_INPUT, "a month is written like 2026-10");
	if (from > ctx_today(x))
		return fail(ERR_INPUT, "this month has not begun yet; choose one up to the present");
	m->begins = zone_at(x->core->zone, m->from, 0);
	m->ends = zone_at(x->core->zone, m->to + 1, 0);
	rates_rules_read(x, m->to, &m->rules);
	return OK;
}

static err read_calls(struct period_read *p)
{
	struct calls_day *v;
	size_t n;
	TRY(calls_read(p->x, p->m->from, p->m->to, &v, &n));
	for (size_t i = 0; i < n; i++) {
		p->m->calls.inbound += v[i].inbound;
		p->m->calls.answered += v[i].answered;
		p->m->calls.quickly += v[i].quickly;
	}
	return OK;
}

err requests_period_read(struct ctx *x, int month, struct rates_month *ret)
{
	struct rates_month m;
	struct period_read p = {.x = x, .kind = core_kind(x->core, S(ORDER_KIND)), .m = &m};
	if (!p.kind)
		return fail(ERR_NOTFOUND, "no pack that is loaded has requests");
	TRY(ctx_snap(x));
	TRY(begin(x, month, &m));
	TRY(read_units(&p));
	TRY(collect(&p));
	each_once(&p);
	TRY(read_orders(&p));
	sort_orders(&p);
	TRY(each_matter(&p, EXCLUSION_KIND, false, add_exclusion));
	m.articles = arena_new_n(x->arena, WEEKS_MATTERS + 1, struct rates_article);
	TRY(each_matter(&p, ARTICLE_KIND, true, add_article));
	TRY(read_calls(&p));
	read_workdays(&p);
	*ret = m;
	return OK;
}

err requests_period_whole(struct ctx *x, int month, struct rates_month *ret)
{
	struct ctx all;
	if (!request_month_may_keep(x))
		return fail(ERR_DENIED, "the figures of the whole district are read by the request centre and the supervision office");
	ctx_refresh(x);
	TRY(ctx_open(x->core, x->arena, NULL, &all));
	all.now = x->now;
	err e = requests_period_read(&all, month, ret);
	x->rows_read += all.rows_read;
	ctx_close(&all);
	return e;
}

err rates_seen(struct ctx *x, const int64_t *orders, size_t n, bool *ret)
{
	for (size_t i = 0; i < n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, orders[i], &m, &roles);
		ret[i] = e == OK;
		if (e != OK && e != ERR_NOTFOUND)
			return e;
	}
	return OK;
}
