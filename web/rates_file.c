/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a month as files, and asking for an order to be left out. */
#include "web/web_in.h"

#include "core/privacy.h"
#include "ledger/ledger.h"

/* ---- rows as the reader may have them ------------------------------------------------------ */
/* An order that he may not see keeps its place in the sums and loses what it could be known by. */
static err hide(struct visit *v, struct rates_month *m)
{
	int64_t *ids = arena_new_n(v->arena, m->n_orders, int64_t);
	bool *seen = arena_new_n(v->arena, m->n_orders, bool);
	for (size_t i = 0; i < m->n_orders; i++)
		ids[i] = m->orders[i].id;
	TRY(rates_seen(ctx_of(v), ids, m->n_orders, seen));
	for (size_t i = 0; i < m->n_orders; i++)
		if (!seen[i]) {
			m->orders[i].id = 0;
			m->orders[i].number = S("");
		}
	for (size_t i = 0; i < m->n_requests; i++)
		if (!seen[m->requests[i].order]) {
			m->requests[i].id = 0;
			m->requests[i].number = S("");
		}
	return OK;
}

static err hide_changes(struct visit *v, struct rates_kept *k)
{
	int64_t *ids = arena_new_n(v->arena, k->n_changes, int64_t);
	bool *seen = arena_new_n(v->arena, k->n_changes, bool);
	size_t n = 0;
	for (size_t i = 0; i < k->n_changes; i++)
		ids[i] = k->changes[i].order;
	TRY(rates_seen(ctx_of(v), ids, k->n_changes, seen));
	for (size_t i = 0; i < k->n_changes; i++)
		if (seen[i])
			k->changes[n++] = k->changes[i];
	k->n_changes = n;
	return OK;
}

static err read_for_file(struct visit *v, int month, struct rates_view *r)
{
	TRY(rates_read(ctx_of(v), month, r));
	if (r->whole && !request_month_may_keep(ctx_of(v)))
		return fail(ERR_DENIED, "the rows of a kept month go out only to the request centre and the supervision office");
	if (!r->whole)
		return OK;
	TRY(hide(v, &r->k.month));
	return hide_changes(v, &r->k);
}

/* Who took how much of what is kept. */
static err remember(struct visit *v, const char *table, str form, size_t rows)
{
	ctx_refresh(ctx_of(v));
	return committing(v, export_note_put(ctx_of(v), &(struct export_note){.list = S("requests-month"), .kind = S(ORDER_KIND), .form = form,
		.filter = path_with(v, "m=" STR_FMT "&t=%s", STR_ARG(query_get(v, "m")), table), .purpose = query_get(v, "purpose"), .rows = (int64_t)rows}));
}

/* ---- one table ------------------------------------------------------------------------------- */
struct filling {
	struct visit *v;
	struct out_cell *c;
	size_t n;
};

static void text(struct filling *f, str s)
{
	f->c[f->n++] = (struct out_cell){.text = s.p ? s : S("")};
}

static void number(struct filling *f, int64_t n)
{
	text(f, path_with(f->v, "%lld", (long long)n));
}

static void instant(struct filling *f, ms_t at)
{
	text(f, at == MS_NONE ? S("") : path_with(f->v, "%lld", (long long)at));
}

static void day(struct filling *f, day_t d)
{
	struct buf b;
	buf_init(&b, f->v->arena);
	if (d != DAY_NONE)
		day_put(&b, d);
	text(f, d == DAY_NONE ? S("") : buf_str(&b));
}

static void put_order(struct filling *f, const struct rates_month *m, size_t i)
{
	const struct rates_order *o = &m->orders[i];
	const ms_t at[] = {o->at, o->given, o->due, o->done, o->closed, o->visited, o->redone, o->supervised};
	number(f, o->id), text(f, o->number), number(f, o->unit), number(f, o->town), text(f, o->class), text(f, o->category), text(f, o->channel);
	for (size_t k = 0; k < COUNT_OF(at); k++)
		instant(f, at[k]);
	number(f, o->days), text(f, o->excluded);
}

static void put_handing(struct filling *f, const struct rates_month *m, size_t i)
{
	const struct rates_handing *h = &m->handings[i];
	number(f, (int64_t)h->order), number(f, h->unit), instant(f, h->at), instant(f, h->sign_due), instant(f, h->signed_at), instant(f, h->returned);
	number(f, h->upheld), day(f, h->contact_due), day(f, h->contacted);
}

static void put_request(struct filling *f, const struct rates_month *m, size_t i)
{
	const struct rates_request *r = &m->requests[i];
	number(f, (int64_t)r->order), number(f, r->id), text(f, r->number), text(f, r->channel), instant(f, r->at), number(f, r->direct);
	number(f, r->repeated), number(f, r->duplicate), day(f, r->visit_due), number(f, r->reached);
}

static void put_visit(struct filling *f, const struct rates_month *m, size_t i)
{
	static const char *const solved[] = {[SOLVED_UNSAID] = "", [SOLVED_YES] = "yes", [SOLVED_PARTLY] = "partly", [SOLVED_NO] = "no"};
	const struct rates_visit *x = &m->visits[i];
	number(f, (int64_t)x->request), number(f, x->unit), instant(f, x->at), number(f, x->asker), number(f, x->reached);
	text(f, str_of(solved[x->solved])), number(f, x->satisfaction);
}

static void put_article(struct filling *f, const struct rates_month *m, size_t i)
{
	const struct rates_article *x = &m->articles[i];
	number(f, x->id), number(f, x->unit), text(f, x->number), day(f, x->valid_until);
}

static void put_unit(struct filling *f, const struct rates_month *m, size_t i)
{
	number(f, m->units[i].id), text(f, m->units[i].name), number(f, m->units[i].residents);
}

static void put_exclusion(struct filling *f, const struct rates_month *m, size_t i)
{
	const struct rates_exclusion *e = &m->exclusions[i];
	number(f, e->id), text(f, e->number), number(f, (int64_t)e->order), number(f, e->unit), text(f, e->reason), number(f, e->approver), instant(f, e->at);
}

/* The columns are those of the .json; who reads them is a program or an auditor, who knows them by these names. */
static const struct file_table {
	const char *name, *label, *columns;
	size_t n_at;
	void (*put)(struct filling *, const struct rates_month *, size_t);
} tables[] = {
	{"orders", W("Orders of the month"), "id number unit town class category channel at given due done closed visited redone supervised days excluded",
		offsetof(struct rates_month, n_orders), put_order},
	{"handings", W("Handed to units in the month"), "order unit at sign_due signed_at returned upheld contact_due contacted",
		offsetof(struct rates_month, n_handings), put_handing},
	{"requests", W("Requests of the month"), "order id number channel at direct repeated duplicate visit_due reached",
		offsetof(struct rates_month, n_requests), put_request},
	{"visits", W("Call-backs and ratings of the month"), "request unit at asker reached solved satisfaction", offsetof(struct rates_month, n_visits), put_visit},
	{"articles", W("Knowledge at the end of the month"), "id unit number valid_until", offsetof(struct rates_month, n_articles), put_article},
	{"units", W("Units and residents"), "id name residents", offsetof(struct rates_month, n_units), put_unit},
	{"exclusions", W("Left out of the figures"), "id number order unit reason approver at", offsetof(struct rates_month, n_exclusions), put_exclusion},
};

static size_t columns_of(struct visit *v, const struct file_table *t, struct out_column **ret)
{
	LIST(struct out_column) l = {0};
	str rest = str_of(t->columns), one;
	while (rest.n) {
		if (!str_split(rest, ' ', &one, &rest)) {
			one = rest;
			rest = S("");
		}
		*list_push(v->arena, &l) = (struct out_column){.heading = one, .key = str_z(v->arena, one), .sort = OUT_IDENTITY, .width = 18};
	}
	*ret = l.v;
	return l.n;
}

struct table_of {
	struct visit *v;
	const struct file_table *t;
	const struct rates_month *m;
};

static void put_row(void *arg, size_t i, struct out_cell *cells)
{
	const struct table_of *t = arg;
	t->t->put(&(struct filling){t->v, cells, 0}, t->m, i);
}

static err send_table(struct visit *v, const struct file_table *t, const struct rates_month *m, enum out_form form)
{
	str bytes;
	struct out_column *columns;
	size_t n_columns = columns_of(v, t, &columns), n = *(const size_t *)(const void *)((const char *)m + t->n_at);
	const struct out_table table = {.title = said(v, t->label), .unit = S(""), .date = month_text(v->arena, m->month), .lang = v->lang, .columns = columns,
		.n = n_columns};
	TRY(out_whole(v->arena, form, &table, n, put_row, &(struct table_of){v, t, m}, &bytes));
	send_file(v, path_with(v, "%s-" STR_FMT ".%s", t->name, STR_ARG(month_text(v->arena, m->month)), out_form_ending(form)), out_form_type(form), bytes, false);
	return OK;
}

err rates_file(struct visit *v)
{
	struct rates_view *r = arena_new(v->arena, struct rates_view);
	str form = query_get(v, "f"), table = query_get(v, "t");
	enum out_form f = OUT_XLSX;
	int month;
	const struct file_table *t = NULL;
	if (!month_of_text(query_get(v, "m"), &month))
		return fail(ERR_INPUT, "a month is written like 2026-10");
	if (form.n && !out_form_named(form, &f))
		return fail(ERR_USAGE, "f is xlsx, csv or json");
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		if (str_eq(table, str_of(tables[i].name)))
			t = &tables[i];
	if (f != OUT_JSON && !t)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(read_for_file(v, month, r));
	TRY(remember(v, f == OUT_JSON ? "all" : t->name, str_of(out_form_name(f)), r->k.month.n_orders));
	if (f != OUT_JSON)
		return send_table(v, t, &r->k.month, f);
	str bytes = rates_freeze(v->arena, &r->k.figures, r->k.changes, r->k.n_changes);
	send_file(v, path_with(v, "requests-" STR_FMT ".json", STR_ARG(month_text(v->arena, month))), S("application/json"), bytes, false);
	return OK;
}

/* ---- left out (剔除) ---------------------------------------------------------------------------- */
static err exclude_show(struct visit *v, const struct kind *k, const struct action *a, const struct typed *typed)
{
	struct open_view view = {.kind = k};
	TRY(action_form_fill(v, k, NULL, a, typed, &view.form));
	TRY(frame(v, "rates"));
	render(v, ui_rates_exclude(&v->rs->body, &v->ui, &view));
	return OK;
}

err rates_exclude_page(struct visit *v)
{
	const struct kind *k;
	const struct action *a;
	TRY(kind_to_open(v, S(EXCLUSION_KIND), &k, &a));
	v->rq->form = v->rq->query;
	return exclude_show(v, k, a, &(struct typed){.action = a->name});
}

/* The number is that of an order the applicant may see. */
err rates_exclude_post(struct visit *v)
{
	const struct kind *k;
	const struct action *a;
	struct act_request rq = {.idempotency_key = form_get(v, "key")};
	struct act_result r;
	struct typed typed;
	struct matter_view order;
	int64_t id = 0;
	TRY(kind_to_open(v, S(EXCLUSION_KIND), &k, &a));
	rq.kind = k;
	err e = matter_by_number(ctx_of(v), str_trim(form_get(v, "order")), &id);
	if (e == OK)
		e = matter_brief(ctx_of(v), id, &order);
	if (e == ERR_NOTFOUND || (e == OK && !str_eq(order.row.kind->name, S(ORDER_KIND))))
		e = fail(ERR_INPUT, "there is no order with the number “{0}”, or you may not see it; copy the number from the page of the order",
			 str_trim(form_get(v, "order")));
	if (e == OK)
		e = action_args(v, k, a, &rq);
	const struct link_new link = {S("excludes"), id}; /* who may not see the order does not see this either */
	rq.links = &link;
	rq.n_links = 1;
	ctx_refresh(ctx_of(v));
	if (e == OK)
		e = committing(v, act(ctx_of(v), &rq, &r));
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld", (long long)r.matter));
		return OK;
	}
	if (!typed_from(v, e, a->name, &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return exclude_show(v, k, a, &typed);
}
