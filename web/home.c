/* SPDX-License-Identifier: Apache-2.0 */
/* The first page: my work by tabs (to do, done, closed, watching), or, for a leader, three
 * numbers and what is red. */
#include "web/web_in.h"

enum { RED_SHOWN = 12, ACTIONS_SHOWN = 3, TODO_SHOWN = 50, ACTING_SHOWN = 10 };

void frame_counts(struct visit *v, const char *section, const struct matter_counts *c)
{
	v->ui.section = str_of(section);
	v->ui.waiting = c->waiting_for_me;
	v->ui.red = c->red;
	v->ui.done = c->done;
	v->ui.air = air_shown(v);
	v->ui.monitor = station_sees(ctx_of(v));
}

err frame(struct visit *v, const char *section)
{
	struct matter_counts c;
	TRY(matter_counts(ctx_of(v), &c));
	frame_counts(v, section, &c);
	return OK;
}

static void count_due(struct visit *v, struct home_view *view)
{
	day_t week_end = v->ui.today + 7 - day_weekday(v->ui.today);
	for (size_t i = 0; i < view->n_todos; i++) {
		if (view->todos[i].row.due == MS_NONE)
			continue;
		day_t due = due_day(&v->ui, view->todos[i].row.due);
		view->today += due <= v->ui.today;
		view->week += due > v->ui.today && due <= week_end;
	}
}

/* ---- what is red, and what a leader can do about it at once ---------------------------------- */
bool action_asks(const struct action *a)
{
	bool more = a->reason || a->evidence > 0;
	for (size_t i = 0; i < a->n_form; i++)
		more = more || (a->form[i].required && !a->form[i].prefill);
	for (size_t i = 0; i < a->n_clocks; i++)
		more = more || (a->clocks[i].what == CLOCK_PAUSE && a->clocks[i].reason < 0);
	return more;
}

const struct field *action_one_text(const struct kind *k, const struct action *a)
{
	const struct field *f = a->n_form == 1 ? &k->fields[a->form[0].field] : NULL;
	return f && f->type == FIELD_TEXT && !a->reason && !a->evidence ? f : NULL;
}

static void red_actions(struct visit *v, const struct matter_view *m, struct red_row *ret)
{
	struct red_action *out = arena_new_n(v->arena, ACTIONS_SHOWN, struct red_action);
	/* what can be done from here comes first */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < m->n_actions && ret->n_actions < ACTIONS_SHOWN; i++) {
			const struct action *a = m->actions[i].action;
			const struct field *text = action_one_text(m->row.kind, a);
			bool asks = action_asks(a), direct = a->to < 0 && ((text && asks) || (!asks && (text || !a->n_form)));
			if (direct != (pass == 0))
				continue;
			out[ret->n_actions++] = (struct red_action){.action = a, .direct = direct, .text = asks ? text : NULL,
				.required = asks, .key = fresh_key(v)};
		}
	ret->actions = out;
}

static err reds(struct visit *v, enum light light, bool named, struct red_row *rows, size_t *n)
{
	struct matter_page page;
	TRY(matter_list(ctx_of(v), &(struct matter_query){.lights = 1u << light, .due_from = DAY_NONE, .due_to = DAY_NONE,
							  .named = named, .order = ORDER_DUE, .limit = RED_SHOWN}, &page));
	for (size_t i = 0; i < page.n && *n < RED_SHOWN; i++) {
		struct matter_view m;
		bool twice = false;
		for (size_t k = 0; k < *n; k++)
			twice = twice || rows[k].row.id == page.rows[i].id;
		if (twice)
			continue;
		TRY(matter_brief(ctx_of(v), page.rows[i].id, &m));
		rows[*n] = (struct red_row){.row = page.rows[i], .why = m.light_why, .named = named};
		red_actions(v, &m, &rows[(*n)++]);
	}
	return OK;
}

/* Those that name him first, then what else he sees. */
static err reds_of(struct visit *v, enum light light, bool named, const struct red_row **ret, size_t *ret_n)
{
	struct red_row *rows = arena_new_n(v->arena, RED_SHOWN, struct red_row);
	*ret_n = 0;
	if (named)
		TRY(reds(v, light, true, rows, ret_n));
	TRY(reds(v, light, false, rows, ret_n));
	*ret = rows;
	return OK;
}

static err leader(struct visit *v, struct home_view *view)
{
	TRY(matter_counts_named(ctx_of(v), &view->named));
	TRY(reds_of(v, LIGHT_RED, view->named.red > 0, &view->red, &view->n_red));
	return reds_of(v, LIGHT_YELLOW, view->named.yellow > 0, &view->yellow, &view->n_yellow);
}

/* ---- tabs ------------------------------------------------------------------------------------------ */
static const char *const tab_words[HOME_TABS] = {
	[TAB_TODO] = W("To do"), [TAB_DONE] = W("Done by me"), [TAB_CLOSED] = W("MINE|Closed"), [TAB_WATCHED] = W("Watching")};
static const char *const tab_names[HOME_TABS] = {"", "done", "closed", "watching"};
static const enum mine tab_lists[HOME_TABS] = {
	[TAB_DONE] = MINE_DONE, [TAB_CLOSED] = MINE_CLOSED, [TAB_WATCHED] = MINE_WATCHED};

static enum home_tab tab_of(struct visit *v)
{
	str asked = query_get(v, "tab");
	for (int t = 1; t < HOME_TABS; t++)
		if (str_eq(asked, str_of(tab_names[t])))
			return (enum home_tab)t;
	return TAB_TODO;
}

static err tabs(struct visit *v, struct home_view *view)
{
	struct tab *t = arena_new_n(v->arena, HOME_TABS, struct tab);
	for (int i = 0; i < HOME_TABS; i++) {
		int64_t n = view->counts.waiting_for_me;
		bool more = false;
		if (i != TAB_TODO)
			TRY(mine_count(ctx_of(v), tab_lists[i], &n, &more));
		t[i] = (struct tab){.label = said(v, tab_words[i]), .href = i ? path_with(v, "/?tab=%s", tab_names[i]) : S("/"),
				    .count = n > MINE_COUNT_MOST && i != TAB_TODO ? MINE_COUNT_MOST : n, .more = more, .current = i == (int)view->tab};
	}
	view->tabs = t;
	return OK;
}

static void next_page(struct visit *v, struct home_view *view, str next)
{
	struct buf b;
	if (!next.n)
		return;
	buf_init(&b, v->arena);
	buf_z(&b, "/?");
	if (view->tab)
		buf_fmt(&b, "tab=%s&", tab_names[view->tab]);
	buf_z(&b, "c=");
	http_put_escaped(&b, next);
	view->next = buf_str(&b);
	view->more = true;
}

static err rows_of_tab(struct visit *v, struct home_view *view)
{
	str next = STR_NONE;
	if (view->tab == TAB_TODO) {
		struct todo *todos;
		TRY(todo_page(ctx_of(v), query_get(v, "c"), TODO_SHOWN, &todos, &view->n_todos, &next));
		view->todos = todos;
		count_due(v, view);
	} else {
		struct matter_page page;
		TRY(mine_list(ctx_of(v), tab_lists[view->tab], query_get(v, "c"), TODO_SHOWN, &page));
		view->rows = page.rows;
		view->n = page.n;
		next = page.next;
	}
	next_page(v, view, next);
	return OK;
}

/* The trays of those who delegated to the reader, each asked for as that person. */
static err acting(struct visit *v, struct home_view *view)
{
	struct absence *who;
	size_t n;
	if (ctx_of(v)->hand.user)
		return OK;
	TRY(absence_for_me(ctx_of(v), &who, &n));
	struct acting *out = arena_new_n(v->arena, n, struct acting);
	ctx_refresh(ctx_of(v));
	for (size_t i = 0; i < n; i++) {
		struct ctx x;
		struct todo *todos;
		str next;
		TRY(ctx_open(v->web->config.core, v->arena, &v->session.actor, &x));
		err e = ctx_act_for(&x, who[i].person);
		if (e == OK)
			e = todo_page(&x, STR_NONE, ACTING_SHOWN, &todos, &out[view->n_acting].n, &next);
		ctx_close(&x);
		if (e == ERR_DENIED) /* it ended a moment ago */
			continue;
		TRY(e);
		out[view->n_acting].absence = who[i];
		out[view->n_acting].more = next.n > 0;
		out[view->n_acting++].todos = todos;
	}
	view->acting = out;
	return OK;
}

static err open_documents(struct visit *v, struct home_view *view)
{
	struct document_row *rows;
	str next;
	size_t n, kept = 0;
	TRY(document_list(ctx_of(v), STR_NONE, 20, &rows, &n, &next));
	for (size_t i = 0; i < n; i++)
		if (rows[i].decided < rows[i].proposals)
			rows[kept++] = rows[i];
	view->documents = rows;
	view->n_documents = kept < 5 ? kept : 5;
	return OK;
}

static void say_done(struct visit *v)
{
	struct matter_view m;
	str did = query_get(v, "did");
	int64_t on = query_int(v, "on", 0);
	const struct action *a = NULL;
	if (on && matter_brief(ctx_of(v), on, &m) == OK)
		a = action_find(m.row.kind, did);
	if (!a)
		return;
	str done = words2_in(&a->done, v->lang);
	v->ui.notice = said_with(v, W("{1}: you {0}"), (const str[]){done.n ? done : words2_in(&a->label, v->lang), m.row.title}, 2);
}

/* Administrators have no business here, but each a page of his own. */
static bool elsewhere(struct visit *v)
{
	static const char *const page[DUTIES] = {[DUTY_SYSTEM] = "/people", [DUTY_SECURITY] = "/access", [DUTY_AUDIT] = "/record"};
	if (v->ui.admin == DUTIES)
		return false;
	see_other(v, str_of(page[v->ui.admin]));
	return true;
}

err home_page(struct visit *v)
{
	if (elsewhere(v))
		return OK;
	struct home_view view = {.tab = tab_of(v), .why = ctx_of(v)->why};
	TRY(matter_counts(ctx_of(v), &view.counts));
	view.judges = v->ui.leader || v->ui.supervises;
	if (view.judges && view.tab == TAB_TODO)
		TRY(differ_count(ctx_of(v), &view.differs, &view.more_differ));
	frame_counts(v, "home", &view.counts);
	TRY(tabs(v, &view));
	TRY(rows_of_tab(v, &view));
	say_done(v);
	v->ui.live = true;
	if (v->ui.leader && view.tab == TAB_TODO && !query_get(v, "c").n) {
		TRY(leader(v, &view));
		TRY(acting(v, &view));
		render(v, ui_home_leader(&v->rs->body, &v->ui, &view));
		return OK;
	}
	if (v->ui.supervises && view.tab == TAB_TODO) {
		struct matter_row *rows;
		TRY(open_documents(v, &view));
		TRY(look_back_list(ctx_of(v), &rows, &view.n_look_backs));
		view.look_backs = rows;
	}
	if (view.tab == TAB_TODO)
		TRY(acting(v, &view));
	render(v, ui_home(&v->rs->body, &v->ui, &view));
	return OK;
}
