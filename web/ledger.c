/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger: filters, tabs, saved views, pages by cursor. */
#include "web/web_in.h"

struct choice_of {
	const char *value, *label;
};
static const struct choice_of light_choices[] = {
	{"", W("All lights")}, {"open", W("Not closed")}, {"green", W("● green")}, {"yellow", W("▲ yellow")}, {"red", W("■ red")}, {"done", W("✓ closed")},
	{"blue", W("◆ blue")}, {"orange", W("▼ orange")},
};
static const uint32_t light_bits[] = {0, OPEN_LIGHTS, 1u << LIGHT_GREEN, 1u << LIGHT_YELLOW, 1u << LIGHT_RED, 1u << LIGHT_DONE, 1u << LIGHT_BLUE,
				      1u << LIGHT_ORANGE};
static const struct choice_of judged_choices[] = {
	{"", W("Any judgement")}, {"differs", W("≠ disagrees with the light")}, {"stale", W("Judged long ago")}, {"red", W("Judged red")},
	{"amber_red", W("Judged amber-red")}, {"amber_green", W("Judged amber-green")}, {"green", W("Judged green")},
};
enum { ANY_JUDGED, BY_DIFFERS, BY_STALE, BY_LEVEL };
static const struct choice_of due_choices[] = {
	{"", W("Any deadline")}, {"over", W("Overdue")}, {"week", W("Due this week")}, {"month", W("Due this month")},
};
static const struct choice_of report_choices[] = {
	{"", W("Any report")}, {"unreported", W("No report for a week")}, {"bare", W("Without evidence")},
};
static const struct choice_of order_choices[] = {
	{"", W("Newest change first")}, {"due", W("By deadline")}, {"opened", W("Newest first")},
};

static const struct option *options_of(struct visit *v, const struct choice_of *c, size_t n, const char *name, size_t *ret_chosen)
{
	struct option *o = arena_new_n(v->arena, n, struct option);
	str now = query_get(v, name);
	*ret_chosen = 0;
	for (size_t i = 0; i < n; i++) {
		bool chosen = str_eq(now, str_of(c[i].value));
		o[i] = (struct option){str_of(c[i].value), said(v, c[i].label), chosen, STR_NONE};
		if (chosen)
			*ret_chosen = i;
	}
	return o;
}

static void due_span(struct visit *v, size_t which, struct matter_query *q)
{
	struct civil now = day_civil(v->ui.today);
	q->due_from = q->due_to = DAY_NONE;
	q->overdue = which == 1;
	if (which == 2)
		q->due_to = v->ui.today + 7 - day_weekday(v->ui.today);
	if (which == 3)
		q->due_to = day_month_end(now.year, now.month);
	if (which > 1)
		q->due_from = v->ui.today;
}

/* One day, as the calendar links to it: among the choices only while it is chosen. */
static void due_on_a_day(struct visit *v, struct ledger_view *view, struct matter_query *q)
{
	day_t d;
	str asked = query_get(v, "d");
	if (!day_parse(asked, &d))
		return;
	struct option *o = arena_new_n(v->arena, view->n_dues + 1, struct option);
	for (size_t i = 0; i < view->n_dues; i++)
		o[i] = view->dues[i];
	str shown = str_dup(v->arena, ui_day(&v->ui, d));
	o[view->n_dues++] = (struct option){asked, said_with(v, W("Due on {0}"), &shown, 1), true};
	view->dues = o;
	q->due_from = q->due_to = d;
	view->filtered = true;
}

/* The states of the kind that was chosen, else of the first: a board has one kind. */
static void state_options(struct visit *v, struct ledger_view *view, struct matter_query *q)
{
	str asked = query_get(v, "s");
	const struct kind *k = q->kind ? q->kind : v->web->n_kinds ? v->web->kinds[0] : NULL;
	int chosen = k ? kind_state(k, asked) : -1;
	if (!k)
		return;
	struct option *o = arena_new_n(v->arena, k->n_states + 1, struct option);
	o[view->n_states++] = (struct option){S(""), said(v, W("All states")), chosen < 0};
	for (size_t i = 0; i < k->n_states; i++)
		o[view->n_states++] = (struct option){k->states[i].name, words2_in(&k->states[i].label, v->lang), chosen == (int)i};
	view->states = o;
	if (chosen < 0)
		return;
	q->kind = k;
	q->states = 1ull << chosen;
	view->filtered = true;
}

static const struct choice_of way_choices[] = {
	{"", W("Table")}, {"board", W("Board")}, {"gantt", W("Gantt chart")}, {"calendar", W("WAY|Calendar")}};

static void ways(struct visit *v, struct ledger_view *view)
{
	struct tab *t = arena_new_n(v->arena, COUNT_OF(way_choices), struct tab);
	str asked = query_get(v, "view");
	for (size_t i = 0; i < COUNT_OF(way_choices); i++) {
		bool table = !*way_choices[i].value;
		str query = join_query(v, "c did n view month", table ? STR_NONE : path_with(v, "view=%s", way_choices[i].value));
		t[i] = (struct tab){.label = said(v, way_choices[i].label), .count = -1, .current = str_eq(asked, str_of(way_choices[i].value)),
				    .href = query.n ? path_with(v, "/matters?" STR_FMT, STR_ARG(str_cut(query, 0, 450))) : S("/matters")};
		if (t[i].current)
			view->view = str_of(way_choices[i].value);
	}
	t[0].current = !view->view.n;
	view->ways = t;
	view->n_ways = COUNT_OF(way_choices);
}

/* What the form of filters shows no field for, and must not lose. */
static void keeps(struct visit *v, struct ledger_view *view)
{
	static const char *const names[] = {"view", "month", "document", "named", "why"};
	struct kept *k = arena_new_n(v->arena, COUNT_OF(names) + 1, struct kept);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (query_get(v, names[i]).n)
			k[view->n_keeps++] = (struct kept){.name = str_of(names[i]), .value = query_get(v, names[i])};
	if (!view->view.n && query_get(v, "s").n)
		k[view->n_keeps++] = (struct kept){.name = S("s"), .value = query_get(v, "s")};
	view->keeps = k;
}

static err unit_options(struct visit *v, int64_t chosen, struct ledger_view *view)
{
	struct unit *units;
	size_t n;
	TRY(unit_list(ctx_of(v), &units, &n));
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	o[view->n_units++] = (struct option){S(""), said(v, W("All units")), !chosen, STR_NONE};
	for (size_t i = 0; i < n; i++)
		if (units[i].active || units[i].id == chosen)
			o[view->n_units++] = (struct option){path_with(v, "%lld", (long long)units[i].id),
							     units[i].short_name.n ? units[i].short_name : units[i].name,
							     units[i].id == chosen, STR_NONE};
	view->units = o;
	return OK;
}

/* Of one colour the most urgent come first, unless the person chose otherwise; this is
 * also the order in which the index of lights stands. */
static size_t urgent_first(struct visit *v, uint32_t lights, struct ledger_view *view, size_t chosen)
{
	const uint32_t open = 1u << LIGHT_RED | 1u << LIGHT_YELLOW | 1u << LIGHT_GREEN | 1u << LIGHT_BLUE | 1u << LIGHT_ORANGE;
	struct option *orders = (struct option *)view->orders;
	/* of one state, and in time, too, what ends first comes first */
	bool other = str_eq(query_get(v, "view"), S("gantt")) || query_get(v, "s").n;
	if (query_get(v, "o").p || (!(lights & open) && !other))
		return chosen;
	orders[chosen].chosen = false;
	orders[1].chosen = true;
	return 1;
}

/* Colours that no matter has are not offered: most districts have three. */
static void hide_unused(struct ledger_view *view, const struct matter_counts *c)
{
	struct option *o = (struct option *)view->lights;
	size_t n = 0;
	for (size_t i = 0; i < view->n_lights; i++)
		if (o[i].chosen || !((str_eq(o[i].value, S("blue")) && !c->blue) || (str_eq(o[i].value, S("orange")) && !c->orange)))
			o[n++] = o[i];
	view->n_lights = n;
}

static void ask_judged(struct visit *v, struct ledger_view *view, struct matter_query *q)
{
	size_t judged;
	view->judged = options_of(v, judged_choices, view->n_judged = COUNT_OF(judged_choices), "j", &judged);
	q->differs = judged == BY_DIFFERS;
	q->stale = judged == BY_STALE;
	if (judged >= BY_LEVEL)
		q->confidence = 1u << (judged - BY_LEVEL);
	view->filtered |= judged != ANY_JUDGED;
}

static err ask(struct visit *v, const struct matter_counts *counts, struct ledger_view *view, struct matter_query *q)
{
	size_t light, due, report, order;
	int64_t unit = query_int(v, "u", 0);
	str number = query_get(v, "no"), words = query_get(v, "q");
	view->lights = options_of(v, light_choices, view->n_lights = COUNT_OF(light_choices), "l", &light);
	view->dues = options_of(v, due_choices, view->n_dues = COUNT_OF(due_choices), "d", &due);
	view->reports = options_of(v, report_choices, view->n_reports = COUNT_OF(report_choices), "r", &report);
	view->orders = options_of(v, order_choices, view->n_orders = COUNT_OF(order_choices), "o", &order);
	order = urgent_first(v, light_bits[light], view, order);
	view->number = number;
	view->words = words;
	*q = (struct matter_query){.lights = light_bits[light], .unit = unit, .words = number.n ? number : words,
				   .unreported = report == 1, .without_evidence = report == 2,
				   .document = query_int(v, "document", 0),
				   .order = order == 1 ? ORDER_DUE : order == 2 ? ORDER_OPENED : ORDER_CHANGED,
				   .cursor = query_get(v, "c"), .limit = 50};
	due_span(v, due, q);
	q->named = view->named = query_int(v, "named", 0) == 1;
	view->filtered = light || due || report || unit || q->words.n || q->document || q->named;
	ask_judged(v, view, q);
	kind_options(v, view, q);
	hide_unused(view, counts);
	due_on_a_day(v, view, q);
	state_options(v, view, q);
	ways(v, view);
	keeps(v, view);
	return unit_options(v, unit, view);
}

err ledger_asked(struct visit *v, struct matter_query *ret)
{
	struct matter_counts none = {0};
	struct ledger_view view = {0};
	return ask(v, &none, &view, ret);
}

static err tabs(struct visit *v, const struct matter_counts *c, const struct ledger_view *view, const struct tab **ret, size_t *ret_n)
{
	struct saved_view *views;
	size_t n;
	int64_t differ;
	bool more;
	TRY(view_list(ctx_of(v), &views, &n));
	TRY(differ_count(ctx_of(v), &differ, &more));
	const struct tab fixed[] = {
		{said(v, W("All")), S("/matters"), STR_NONE, c->all, false, false},
		{said(v, W("Red")), S("/matters?l=red"), S("■"), c->red, false, false},
		{said(v, W("Orange")), S("/matters?l=orange"), S("▼"), c->orange, false, false},
		{said(v, W("Yellow")), S("/matters?l=yellow"), S("▲"), c->yellow, false, false},
		{said(v, W("Blue")), S("/matters?l=blue"), S("◆"), c->blue, false, false},
		{said(v, W("Green")), S("/matters?l=green"), S("●"), c->green, false, false},
		{said(v, W("Light and judgement disagree")), S("/matters?j=differs"), S("≠"), differ, false, false},
		{said(v, W("No report for a week")), S("/matters?r=unreported"), STR_NONE, -1, false, false},
		{said(v, W("Without evidence")), S("/matters?r=bare"), STR_NONE, -1, false, false},
		{said(v, W("Closed")), S("/matters?l=done"), S("✓"), c->done, false, false},
	};
	str filters = join_query(v, "c did n view month", STR_NONE);
	struct tab *t = arena_new_n(v->arena, COUNT_OF(fixed) + n, struct tab);
	size_t kept = 0;
	for (size_t i = 0; i < COUNT_OF(fixed) + n; i++) {
		bool own = i >= COUNT_OF(fixed);
		t[kept] = own ? (struct tab){views[i - COUNT_OF(fixed)].name,
					  path_with(v, "/matters?" STR_FMT, STR_ARG(views[i - COUNT_OF(fixed)].query)),
					  STR_NONE, -1, false, false}
			   : fixed[i];
		ptrdiff_t mark = str_find(t[kept].href, S("?"), 0);
		str query = mark < 0 ? S("") : str_cut(t[kept].href, (size_t)mark + 1, t[kept].href.n);
		t[kept].current = str_eq(query, view->query) || (!own && str_eq(query, filters));
		if (!own && view->view.n) /* a tab filters; the way of looking stays */
			t[kept].href = path_with(v, STR_FMT "%sview=" STR_FMT, STR_ARG(fixed[i].href), query.n ? "&" : "?", STR_ARG(view->view));
		bool seldom = !own && (str_eq(t[kept].sign, S("◆")) || str_eq(t[kept].sign, S("▼")) || str_eq(t[kept].sign, S("≠")));
		kept += !seldom || t[kept].count > 0 || t[kept].current;
	}
	*ret = t;
	*ret_n = kept;
	return OK;
}

static err document_title(struct visit *v, int64_t id, struct ledger_view *view)
{
	struct document d;
	if (!id)
		return OK;
	TRY(document_read(ctx_of(v), id, &d));
	view->document_title = d.row.title;
	view->document = path_with(v, "%lld", (long long)id);
	return OK;
}

static void say_done(struct visit *v)
{
	str did = query_get(v, "did"), n = query_get(v, "n");
	if (str_eq(did, S("bulk")))
		v->ui.notice = said_with(v, W("done for {0} matters"), &n, 1);
	if (str_eq(did, S("none"))) {
		v->ui.notice = said(v, W("choose at least one matter first"));
		v->ui.notice_bad = true;
	}
	if (str_eq(did, S("view")))
		v->ui.notice = said(v, W("the view has been kept"));
}

void ledger_next(struct visit *v, struct ledger_view *view, str cursor)
{
	struct buf b;
	if (!cursor.n)
		return;
	buf_init(&b, v->arena);
	buf_z(&b, "c=");
	http_put_escaped(&b, cursor);
	view->next = join_query(v, "c did n", buf_str(&b));
}

static err table_show(struct visit *v, const struct matter_query *q, struct ledger_view *view)
{
	struct matter_page page;
	TRY(matter_list(ctx_of(v), q, &page));
	view->rows = page.rows;
	view->n = page.n;
	ledger_next(v, view, page.next);
	bulk_actions(v, view, NULL);
	render(v, ui_ledger(&v->rs->body, &v->ui, view));
	return OK;
}

static const struct {
	const char *name;
	err (*show)(struct visit *, const struct matter_query *, struct ledger_view *);
} shows[] = {{"board", board_show}, {"gantt", gantt_show}, {"calendar", calendar_show}};

static err ledger_show(struct visit *v)
{
	struct matter_query q;
	struct matter_counts counts;
	struct ledger_view view = {0};
	TRY(matter_counts(ctx_of(v), &counts));
	TRY(ask(v, &counts, &view, &q));
	view.query = join_query(v, "c did n", STR_NONE);
	view.why = ctx_of(v)->why;
	view.why_href = join_query(v, "did n why", view.why ? STR_NONE : S("why=1"));
	TRY(tabs(v, &counts, &view, &view.tabs, &view.n_tabs));
	TRY(document_title(v, q.document, &view));
	view.all = counts.all;
	kinds_to_open(v, &view.to_open, &view.n_to_open);
	say_done(v);
	frame_counts(v, "matters", &counts);
	v->ui.wide = v->ui.live = true;
	for (size_t i = 0; i < COUNT_OF(shows); i++)
		if (str_eq(view.view, str_of(shows[i].name)))
			return shows[i].show(v, &q, &view);
	return table_show(v, &q, &view);
}

/* A whole number typed into the search box goes straight to its matter. */
static bool goes_straight(struct visit *v)
{
	int64_t id;
	str words = query_get(v, "q");
	if (!words.n || v->rq->query.n != 1 || matter_by_number(ctx_of(v), words, &id) != OK)
		return false;
	see_other(v, path_with(v, "/matters/%lld", (long long)id));
	return true;
}

err ledger_page(struct visit *v)
{
	return goes_straight(v) ? OK : ledger_show(v);
}

/* ---- saved views --------------------------------------------------------------------------------- */
err view_save_post(struct visit *v)
{
	int64_t id;
	str name = str_trim(form_get(v, "name")), query = form_get(v, "query");
	if (!name.n || name.n > 120)
		return fail(ERR_INPUT, "give the view a name of at most 40 characters");
	if (query.n > 400)
		return fail(ERR_LIMIT, "these filters are too long to keep");
	TRY(committing(v, view_save(ctx_of(v), name, query, &id)));
	see_other(v, query.n ? path_with(v, "/matters?" STR_FMT "&did=view", STR_ARG(query)) : S("/matters?did=view"));
	return OK;
}

err view_remove_post(struct visit *v)
{
	TRY(committing(v, view_remove(ctx_of(v), v->id[0])));
	see_other(v, S("/me"));
	return OK;
}
