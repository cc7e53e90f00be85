/* SPDX-License-Identifier: Apache-2.0 */
/* The week: for a unit what it owes, on one page; for the supervision office the account of
 * who reported, who did not, and what is in question. */
#include "web/web_in.h"

#define CELLS 8 /* weeks shown on the page of a matter */

str week_name(struct visit *v, day_t monday)
{
	struct buf b;
	buf_init(&b, v->arena);
	week_put(&b, monday);
	return buf_str(&b);
}

/* ---- lists --------------------------------------------------------------------------- */
static bool is_claim(const struct week_item *i)
{
	return i->state->claim;
}

static bool is_fallen(const struct week_item *i)
{
	return i->state->fell;
}

static bool is_same(const struct week_item *i)
{
	return i->state->same;
}

static bool is_nothing(const struct week_item *i)
{
	return i->state->nothing;
}

static bool is_late(const struct week_item *i)
{
	return i->state->said == WEEK_LATE;
}

static bool is_exempt(const struct week_item *i)
{
	return i->exempt[WEEKS_BACK];
}

static const struct {
	const char *id, *heading, *help;
	bool (*is)(const struct week_item *);
} lists[] = {
	{"late", W("Reported late"), W("After the cut-off, still within the week."), is_late},
	{"claims", W("Claims without evidence"), W("Progress rose, or all of it is said to be done, and no file came with it."), is_claim},
	{"fell", W("Progress that fell"), W("Less than the report before."), is_fallen},
	{"same", W("The same words as last time"), W("The text is that of the report before, and no reason was given."), is_same},
	{"nothing", W("Nothing new, with a reason"), W("Said by the unit itself."), is_nothing},
	{"exempt", W("Exempted"), W("Weeks of a granted exemption; they do not count in the ladder."), is_exempt},
};

static void fill_lists(struct visit *v, const struct week_run *run, struct week_view *view)
{
	struct week_list *l = arena_new_n(v->arena, COUNT_OF(lists), struct week_list);
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct week_list one = {.heading = said(v, lists[i].heading), .help = said(v, lists[i].help), .id = str_of(lists[i].id),
			.items = arena_new_n(v->arena, run->n, const struct week_item *)};
		for (size_t k = 0; k < run->n; k++)
			if (lists[i].is(&run->items[k]))
				one.items[one.n++] = &run->items[k];
		if (one.n)
			l[view->n_lists++] = one;
	}
	view->lists = l;
}

/* ---- reminders ------------------------------------------------------------------------ */
static str moment(struct visit *v, ms_t at)
{
	struct buf b;
	day_t d = zone_day(v->ui.zone, at);
	int64_t minute = (at + (int64_t)zone_offset(v->ui.zone, at) * 1000 - (int64_t)d * 86400000) / 60000;
	buf_init(&b, v->arena);
	buf_add(&b, ui_day(&v->ui, d));
	buf_fmt(&b, " %02lld:%02lld", (long long)(minute / 60), (long long)(minute % 60));
	return buf_str(&b);
}

static str reminder(struct visit *v, const struct week_run *run, const struct week_group *g)
{
	struct buf b, items;
	buf_init(&b, v->arena);
	buf_init(&items, v->arena);
	for (size_t i = 0; i < g->n; i++) {
		buf_int(&items, (int64_t)i + 1);
		buf_z(&items, ". ");
		buf_add(&items, g->items[i]->row.number);
		buf_z(&items, "　");
		buf_add(&items, g->items[i]->row.title);
		buf_byte(&items, '\n');
	}
	str address = path_with(v, "%s://" STR_FMT "/week", v->rq->tls ? "https" : "http", STR_ARG(str_cut(v->rq->host, 0, 200)));
	const str args[] = {g->name, moment(v, run->span.week.cutoff), buf_str(&items), address};
	word_fmt(&b, v->lang, v->ctx.now > run->span.week.cutoff
		? W("To {0}: the cut-off of this week was {1}. These matters of yours have not been reported yet:\n{2}Please report them today, all on one page: {3}. If nothing is new, say why. Thank you.")
		: W("To {0}: this week's reports are due by {1}. These matters of yours are still open:\n{2}Please report them in time, all on one page: {3}. If nothing is new, say why. Thank you."),
		 args, 4);
	return buf_str(&b);
}

static struct week_group *group_of(struct week_group *g, size_t *n, const struct week_run *run, int64_t unit)
{
	for (size_t i = 0; i < *n; i++)
		if (g[i].unit == unit)
			return &g[i];
	g[*n] = (struct week_group){.unit = unit, .reminded = MS_NONE};
	for (size_t i = 0; i < run->n_units; i++)
		if (run->units[i].unit == unit)
			g[*n].name = run->units[i].name;
	return &g[(*n)++];
}

static void fill_missing(struct visit *v, const struct week_run *run, struct week_view *view)
{
	struct week_group *g = arena_new_n(v->arena, run->n_units + 1, struct week_group);
	for (size_t i = 0; i < run->n; i++) {
		const struct week_state *s = run->items[i].state;
		if (s->said != WEEK_MISSING && s->said != WEEK_OPEN)
			continue;
		struct week_group *one = group_of(g, &view->n_missing, run, s->lead);
		if (!one->items)
			one->items = arena_new_n(v->arena, run->n, const struct week_item *);
		one->items[one->n++] = &run->items[i];
		if (s->reminded != MS_NONE && s->reminded > one->reminded)
			one->reminded = s->reminded;
	}
	for (size_t i = 0; i < view->n_missing && run->now; i++) {
		g[i].text = reminder(v, run, &g[i]);
		g[i].key = fresh_key(v);
	}
	view->missing = g;
}

/* ---- letters that are due ---------------------------------------------------------------- */
static void fill_dues(struct visit *v, const struct week_run *run, struct week_view *view)
{
	struct week_due *d = arena_new_n(v->arena, run->n_dues, struct week_due);
	for (size_t i = 0; i < run->n_dues; i++) {
		const struct letter_due *due = &run->dues[i];
		const struct rung *rung = &due->ladder->rungs[due->rung];
		struct buf href;
		d[i] = (struct week_due){.due = due, .rung = words2_in(&rung->label, v->lang), .key = fresh_key(v)};
		buf_init(&href, v->arena);
		buf_fmt(&href, "/week/letter?rung=" STR_FMT "&scope=%s&unit=%lld", STR_ARG(rung->name), due->of_unit ? "unit" : "matter",
			(long long)due->unit);
		for (size_t k = 0; k < due->n_matters; k++)
			buf_fmt(&href, "&m=%lld", (long long)due->matters[k]->row.id);
		d[i].href = buf_str(&href);
	}
	view->dues = d;
	view->n_dues = run->n_dues;
}

static void sum_up(const struct week_run *run, struct week_view *view)
{
	for (size_t i = 0; i < run->n_units; i++) {
		view->owed += run->units[i].owed;
		view->on_time += run->units[i].on_time;
		view->late += run->units[i].late;
		view->missed += run->units[i].missing;
		view->open += run->units[i].open;
	}
	int decided = view->owed - view->open;
	view->rate = decided ? (view->on_time * 200 + decided) / (2 * decided) : -1;
}

static void say_done(struct visit *v)
{
	static const struct {
		const char *did, *words;
	} row[] = {{"saved", W("{0} reports have been saved")}, {"reminded", W("the reminder has been recorded on {0} matters")},
		{"none", W("nothing was changed, so nothing was saved; if nothing is new, say why")}};
	str did = query_get(v, "did"), n = query_get(v, "n");
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_eq(did, str_of(row[i].did)))
			v->ui.notice = said_with(v, row[i].words, &n, 1);
	v->ui.notice_bad = str_eq(did, S("none"));
}

static err fill_office(struct visit *v, const struct week_run *run, struct week_view *view)
{
	fill_missing(v, run, view);
	fill_lists(v, run, view);
	if (!run->now || !run->may_issue)
		return OK;
	fill_dues(v, run, view);
	struct matter_row *rows;
	TRY(look_back_list(ctx_of(v), &rows, &view->n_look_backs));
	view->look_backs = rows;
	return OK;
}

err week_show(struct visit *v, day_t monday, const struct typed_rows *typed)
{
	struct week_run run;
	day_t now = week_monday(v->ui.today);
	TRY(week_run_read(ctx_of(v), monday, &run));
	struct week_view view = {.run = &run, .name = week_name(v, monday), .before = week_name(v, monday - 7), .sunday = monday + 6, .export_query = path_with(v, "w=" STR_FMT, STR_ARG(week_name(v, monday))),
		.after = monday < now ? week_name(v, monday + 7) : STR_NONE, .office = v->ui.supervises || v->ui.leader,
		.past_due = v->ctx.now > run.span.week.cutoff};
	sum_up(&run, &view);
	if (view.office) {
		TRY(fill_office(v, &run, &view));
	} else if (run.now) {
		TRY(week_rows(v, &run, typed, &view.rows, &view.n_rows));
		for (size_t i = 0; i < view.n_rows; i++)
			view.n_owed += view.rows[i].owed;
	}
	if (!v->ui.notice.n)
		say_done(v);
	TRY(frame(v, "week"));
	if (view.office)
		render(v, ui_week_office(&v->rs->body, &v->ui, &view));
	else
		render(v, ui_week_unit(&v->rs->body, &v->ui, &view));
	return OK;
}

err week_page(struct visit *v)
{
	str asked = query_get(v, "w");
	day_t monday = week_monday(v->ui.today);
	if (asked.n && (!week_parse(asked, &monday) || monday > week_monday(v->ui.today)))
		return fail(ERR_NOTFOUND, "there is no week {0} to look at; write it like 2026-W47, up to the present one", asked);
	return week_show(v, monday, NULL);
}

/* ---- a reminder, recorded on each of the matters --------------------------------------------- */
err week_remind_post(struct visit *v)
{
	str text = str_trim(form_get(v, "text")), key = str_cut(form_get(v, "key"), 0, 64);
	size_t done = 0, asked = 0;
	err last = OK;
	for (size_t i = 0; i < v->rq->form.n && asked < LIMIT_PAGE; i++) {
		struct act_result r;
		int64_t id;
		const struct arg note = {S("note"), text};
		if (!str_eq(v->rq->form.v[i].name, S("m")) || !str_int(v->rq->form.v[i].value, &id))
			continue;
		asked++;
		struct act_request rq = {.matter = id, .action = S("remind"), .args = &note, .n_args = text.n > 0};
		if (key.n)
			rq.idempotency_key = path_with(v, STR_FMT "-%lld", STR_ARG(key), (long long)id);
		err e = committing(v, act(ctx_of(v), &rq, &r));
		if (e == ERR_BUSY || e == ERR_IO)
			return e;
		done += e == OK;
		last = e != OK ? e : last;
		ctx_refresh(ctx_of(v));
	}
	if (!asked)
		return fail(ERR_INPUT, "no matter was named to remind of; go back and choose a unit");
	if (!done)
		return last;
	see_other(v, path_with(v, "/week?did=reminded&n=%zu", done));
	return OK;
}

/* ---- the ladder on the page of a matter --------------------------------------------------------- */
err week_ladder_fill(struct visit *v, int64_t id, const struct week_ladder **ret)
{
	struct matter_week *m = arena_new(v->arena, struct matter_week);
	struct week_ladder *l = arena_new(v->arena, struct week_ladder);
	*ret = NULL;
	TRY(week_of_matter(ctx_of(v), id, m));
	if (!m->there)
		return OK;
	struct week_cell *cells = arena_new_n(v->arena, CELLS, struct week_cell);
	str *rungs = arena_new_n(v->arena, m->n_letters, str);
	for (size_t i = WEEKS_KEPT - CELLS; i < WEEKS_KEPT; i++) {
		const struct week_state *s = &m->item.history[i];
		if (!s->there && !l->n_cells)
			continue;
		cells[l->n_cells++] = (struct week_cell){.day = m->spans[i].week.day, .said = s->said, .exempt = m->item.exempt[i], .there = s->there,
			.light = s->there ? s->light : LIGHT_NONE};
	}
	for (size_t i = 0; i < m->n_letters; i++)
		rungs[i] = m->letters[i].rung < 0 ? S("") : words2_in(&m->ladder->rungs[m->letters[i].rung].label, v->lang);
	*l = (struct week_ladder){.m = m, .cells = cells, .n_cells = l->n_cells, .rungs = rungs};
	if (m->due.rung >= 0)
		l->due = words2_in(&m->ladder->rungs[m->due.rung].label, v->lang);
	if (m->may_issue)
		l->letter_href = path_with(v, "/week/letter?scope=matter&m=%lld", (long long)id);
	if (m->may_apply)
		l->exempt_href = path_with(v, "/week/exempt?m=%lld", (long long)id);
	*ret = l;
	return OK;
}
