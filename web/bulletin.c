/* SPDX-License-Identifier: Apache-2.0 */
/* Bulletins (督查通报): one click makes a draft, checks let it be issued, a recalled one leads to its
 * correction. Its figures are live in a draft and kept in an issued one. */
#include "web/web_in.h"

#include <string.h>

#define ROWS_A_PAGE 200

/* ---- which kind, what it offers -------------------------------------------------------- */
static const struct kind *bulletin_kind(struct visit *v)
{
	return kind_named(v, S(BULLETIN_KIND));
}

bool is_bulletin(const struct matter_view *m)
{
	return str_eq(m->row.kind->name, S(BULLETIN_KIND));
}

static bool in_state(const struct matter_view *m, const char *name)
{
	return str_eq(m->row.kind->states[m->row.state].name, str_of(name));
}

static const struct offered *offered(const struct matter_view *m, const char *name)
{
	for (size_t i = 0; i < m->n_actions; i++)
		if (str_eq(m->actions[i].action->name, str_of(name)))
			return &m->actions[i];
	return NULL;
}

static err read_one(struct visit *v, int64_t id, struct matter_view *ret)
{
	TRY(matter_read(ctx_of(v), id, ret));
	return is_bulletin(ret) ? OK : fail(ERR_NOTFOUND, "there is no such bulletin, or you may not see it");
}

/* ---- periods ---------------------------------------------------------------------------- */
static void week_of(day_t d, day_t *from, day_t *to)
{
	*from = week_monday(d);
	*to = *from + 6;
}

static void month_of(day_t d, day_t *from, day_t *to)
{
	struct civil c = day_civil(d);
	*from = day_of(c.year, c.month, 1);
	*to = day_month_end(c.year, c.month);
}

static void quarter_of(day_t d, day_t *from, day_t *to)
{
	struct civil c = day_civil(d);
	int first = (c.month - 1) / 3 * 3 + 1;
	*from = day_of(c.year, first, 1);
	*to = day_month_end(c.year, first + 2);
}

static const struct period_choice {
	const char *name, *label;
	void (*of)(day_t, day_t *, day_t *);
	bool before; /* the one before the present */
} periods[] = {
	{"week", W("this week"), week_of, false}, {"week_before", W("the week before"), week_of, true}, {"month", W("this month"), month_of, false},
	{"month_before", W("the month before"), month_of, true}, {"quarter", W("this quarter"), quarter_of, false},
	{"quarter_before", W("the quarter before"), quarter_of, true},
};

static bool period_named(str name, day_t today, day_t *from, day_t *to)
{
	for (size_t i = 0; i < COUNT_OF(periods); i++) {
		if (!str_eq(name, str_of(periods[i].name)))
			continue;
		periods[i].of(today, from, to);
		if (periods[i].before)
			periods[i].of(*from - 1, from, to);
		return true;
	}
	return false;
}

static err period_asked(struct visit *v, const struct kind *k, day_t *from, day_t *to)
{
	str name = form_get(v, "period");
	if (!name.n)
		name = pack_setting_word(ctx_of(v), k->pack, S("bulletin_period"));
	if (period_named(name, v->ui.today, from, to))
		return OK;
	if (!day_parse(str_trim(form_get(v, "from")), from) || !day_parse(str_trim(form_get(v, "to")), to))
		return fail(ERR_INPUT, "a period needs its first and its last day, like 2026-11-16 and 2026-11-22");
	return *from <= *to ? OK : fail(ERR_INPUT, "the first day is after the last; exchange them");
}

static str day_text(struct visit *v, day_t d)
{
	struct buf b;
	buf_init(&b, v->arena);
	day_put(&b, d);
	return buf_str(&b);
}

/* ---- making one --------------------------------------------------------------------------- */
static err make_live(struct visit *v, const struct matter_view *m, struct bulletin *ret)
{
	struct bulletin_wish w;
	TRY(bulletin_wish(ctx_of(v), m, v->ui.district, &w));
	w.date = v->ui.today;
	return bulletin_make(ctx_of(v), &w, v->ui.zone, ret);
}

/* The rows of a draft, or what was kept. */
static err make_any(struct visit *v, const struct matter_view *m, struct bulletin *ret)
{
	str docx;
	return in_state(m, "draft") ? make_live(v, m, ret) : bulletin_kept(ctx_of(v), m, ret, &docx);
}

err bulletin_read(struct visit *v, int64_t id, struct matter_view *ret_m, struct bulletin *ret)
{
	TRY(read_one(v, id, ret_m));
	return make_any(v, ret_m, ret);
}

err bulletin_arm(struct visit *v, const struct matter_view *m, const struct action *a, struct act_request *rq)
{
	if (!m || !is_bulletin(m) || !a->numbers)
		return OK;
	return bulletin_issue(ctx_of(v), m, v->ui.district, v->ui.zone, a, rq);
}

static err draft_of(struct visit *v, day_t from, day_t to, const struct matter_view *corrects, struct act_result *ret)
{
	const struct kind *k;
	const struct action *open;
	TRY(kind_to_open(v, S(BULLETIN_KIND), &k, &open));
	const str args[] = {period_words(v->arena, v->lang, from, to)};
	const struct arg a[] = {{S("title"), said_with(v, W("How matters stand, {0}"), args, 1)}, {S("from_day"), day_text(v, from)},
		{S("to_day"), day_text(v, to)}, {S("lang"), v->lang == LANG_ZH ? S("zh") : S("en")}};
	const struct link_new link = {S(LINK_CORRECTS), corrects ? corrects->row.id : 0};
	struct act_request rq = {.kind = k, .action = open->name, .args = a, .n_args = COUNT_OF(a), .idempotency_key = form_get(v, "key"),
		.links = &link, .n_links = corrects != NULL};
	return committing(v, act(ctx_of(v), &rq, ret));
}

/* A draft of that period that is there already. */
static err draft_there(struct visit *v, const struct kind *k, day_t from, day_t to, int64_t *ret)
{
	struct matter_query q = {.kind = k, .states = 1u << kind_state(k, S("draft")), .due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED,
		.with_fields = true, .limit = 50};
	struct matter_page page;
	*ret = 0;
	TRY(matter_list(ctx_of(v), &q, &page));
	for (size_t i = 0; i < page.n; i++) {
		str had_from = S(""), had_to = S("");
		for (size_t f = 0; f < page.rows[i].n_fields; f++) {
			const struct value *x = &page.rows[i].fields[f];
			had_from = str_eq(x->field->name, S("from_day")) ? x->raw : had_from;
			had_to = str_eq(x->field->name, S("to_day")) ? x->raw : had_to;
		}
		if (str_eq(had_from, day_text(v, from)) && str_eq(had_to, day_text(v, to)))
			*ret = page.rows[i].id;
	}
	return OK;
}

/* ---- the list -------------------------------------------------------------------------------- */
static str period_of(struct visit *v, const struct matter_row *r)
{
	day_t from = DAY_NONE, to = DAY_NONE;
	bool both = false;
	for (size_t i = 0; i < r->n_fields; i++) {
		if (str_eq(r->fields[i].field->name, S("from_day")))
			both = day_parse(r->fields[i].raw, &from);
		if (str_eq(r->fields[i].field->name, S("to_day")))
			both = day_parse(r->fields[i].raw, &to) && both;
	}
	return both ? period_words(v->arena, v->lang, from, to) : S("");
}

static err fill_list(struct visit *v, const struct kind *k, struct bulletins_view *view)
{
	struct matter_query q = {.kind = k, .due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED, .with_fields = true,
		.cursor = query_get(v, "c"), .limit = 50};
	struct matter_page page;
	TRY(matter_list(ctx_of(v), &q, &page));
	struct bulletin_line *l = arena_new_n(v->arena, page.n, struct bulletin_line);
	for (size_t i = 0; i < page.n; i++)
		l[i] = (struct bulletin_line){&page.rows[i], period_of(v, &page.rows[i]), path_with(v, "/bulletins/%lld", (long long)page.rows[i].id)};
	view->lines = l;
	view->n = page.n;
	view->next = page.next;
	return OK;
}

static err list_show(struct visit *v, str error)
{
	const struct kind *k = bulletin_kind(v);
	struct bulletins_view view = {.error = error, .key = fresh_key(v), .drafts = v->ui.supervises, .from = form_get(v, "from"), .to = form_get(v, "to")};
	if (!k)
		return fail(ERR_NOTFOUND, "no pack that is loaded has bulletins");
	TRY(fill_list(v, k, &view));
	str chosen = pack_setting_word(ctx_of(v), k->pack, S("bulletin_period"));
	struct option *o = arena_new_n(v->arena, COUNT_OF(periods) + 1, struct option);
	for (size_t i = 0; i < COUNT_OF(periods); i++)
		o[i] = (struct option){str_of(periods[i].name), said(v, periods[i].label), str_eq(chosen, str_of(periods[i].name)), STR_NONE};
	o[COUNT_OF(periods)] = (struct option){S("span"), said(v, W("from … to …")), error.n > 0, STR_NONE};
	view.periods = o;
	view.n_periods = COUNT_OF(periods) + 1;
	day_t from, to;
	if (period_named(chosen, v->ui.today, &from, &to)) {
		view.current = period_words(v->arena, v->lang, from, to);
		view.from = view.from.n ? view.from : day_text(v, from);
		view.to = view.to.n ? view.to : day_text(v, to);
	}
	TRY(frame(v, "bulletins"));
	render(v, ui_bulletins(&v->rs->body, &v->ui, &view));
	return OK;
}

err bulletins_page(struct visit *v)
{
	return list_show(v, STR_NONE);
}

err bulletins_post(struct visit *v)
{
	const struct kind *k = bulletin_kind(v);
	struct act_result r;
	day_t from, to;
	int64_t there;
	if (!k)
		return fail(ERR_NOTFOUND, "no pack that is loaded has bulletins");
	err e = period_asked(v, k, &from, &to);
	if (e == OK && from > v->ui.today)
		e = fail(ERR_INPUT, "the period has not begun yet; choose days up to today");
	if (e == ERR_INPUT) {
		v->rs->status = 422;
		return list_show(v, fail_said(v));
	}
	TRY(e);
	TRY(draft_there(v, k, from, to, &there));
	if (there) {
		see_other(v, path_with(v, "/bulletins/%lld?did=there", (long long)there));
		return OK;
	}
	ctx_refresh(ctx_of(v));
	TRY(draft_of(v, from, to, NULL, &r));
	see_other(v, path_with(v, "/bulletins/%lld?did=draft", (long long)r.matter));
	return OK;
}

/* ---- the page ---------------------------------------------------------------------------------- */
static void buttons(struct visit *v, struct bulletin_page *p)
{
	const struct matter_view *m = p->m;
	const struct offered *issue = offered(m, "issue"), *alone = offered(m, "issue_alone");
	const struct offered *o = issue ? issue : alone;
	if (o) {
		p->issue_action = o->action->name;
		p->issue_label = words2_in(&m->row.kind->actions[kind_action(m->row.kind, S("issue"))].label, v->lang);
		if (!issue && kind_action(m->row.kind, S("issue")) >= 0 &&
		    pack_setting_int(ctx_of(v), m->row.kind->pack, S("bulletin_second_person"), 0))
			p->issue_missing = said(v, W("By the rules another person than who drafted it issues it; a colleague of the office opens this page and does so."));
	}
	p->may_edit = offered(m, "edit") != NULL;
	p->may_discard = offered(m, "discard") != NULL;
	p->may_recall = offered(m, "recall") != NULL;
	p->draft = in_state(m, "draft");
	p->recalled = in_state(m, "recalled");
	p->discarded = in_state(m, "discarded");
	p->may_correct = p->recalled && v->ui.supervises;
	p->key = fresh_key(v);
}

/* Links are read from the newer one: which of the bulletins since then names this. */
static err find_correction(struct visit *v, struct bulletin_page *p)
{
	struct matter_query q = {.kind = p->m->row.kind, .due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED, .limit = LIMIT_PAGE};
	struct matter_page page;
	TRY(matter_list(ctx_of(v), &q, &page));
	for (size_t i = 0; i < page.n && page.rows[i].opened > p->m->row.opened; i++) {
		struct matter_view other;
		TRY(matter_read(ctx_of(v), page.rows[i].id, &other));
		for (size_t k = 0; k < other.n_linked; k++)
			if (other.linked[k].id == p->m->row.id && !in_state(&other, "discarded"))
				p->corrected = &page.rows[i];
	}
	return OK;
}

static err others(struct visit *v, struct bulletin_page *p)
{
	for (size_t i = 0; i < p->m->n_linked; i++)
		if (p->m->linked[i].kind == p->m->row.kind)
			p->corrects = &p->m->linked[i];
	for (size_t i = 0; i < p->m->n_events && p->recalled && !p->reason.n; i++)
		if (str_eq(p->m->events[i].action, S("recall")))
			p->reason = p->m->events[i].reason;
	return p->recalled ? find_correction(v, p) : OK;
}

static void say_done(struct visit *v)
{
	static const struct {
		const char *did, *words;
	} row[] = {{"draft", W("the draft is ready: read it, then issue it")}, {"there", W("a draft of this period was there already")},
		{"edit", W("the text of this draft has been saved")}, {"issue", W("the bulletin has been issued; number, text and figures stand")},
		{"issue_alone", W("the bulletin has been issued; number, text and figures stand")}, {"recall", W("the bulletin has been recalled; issue a correction")},
		{"discard", W("the draft has been discarded; it used up no issue number")}};
	str did = query_get(v, "did");
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_eq(did, str_of(row[i].did)))
			v->ui.notice = said(v, row[i].words);
}

static str own_text(const struct matter_view *m)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (str_eq(m->fields[i].field->name, S("text")))
			return m->fields[i].raw;
	return S("");
}

static enum lang lang_of(const struct matter_view *m)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (str_eq(m->fields[i].field->name, S("lang")))
			return str_eq(m->fields[i].raw, S("en")) ? LANG_EN : LANG_ZH;
	return LANG_ZH;
}

/* ---- its text, paragraph by paragraph ------------------------------------------------------------- */
static int depth_of(str line)
{
	int d = 0;
	for (size_t i = 0; i + 1 < line.n; i++) {
		if (line.p[i] != '{')
			continue;
		str rest = str_cut(line, i, line.n);
		if (line.p[i + 1] == '{')
			i++;
		else if (str_starts(rest, S("{#if")) || str_starts(rest, S("{#each")))
			d++;
		else if (str_starts(rest, S("{/")))
			d--;
	}
	return d;
}

static int lines_in(str text)
{
	int n = 1;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	/* a long line takes several rows of its field */
	return n + (int)(text.n / (size_t)n > 160 ? text.n / 160 : 0);
}

static void split_text(struct visit *v, str text, struct bulletin_page *p)
{
	LIST(struct bulletin_segment) l = {0};
	size_t from = 0;
	int depth = 0;
	for (size_t at = 0; at < text.n;) {
		ptrdiff_t nl = str_find(text, S("\n"), at);
		size_t end = nl < 0 ? text.n : (size_t)nl;
		depth += depth_of(str_cut(text, at, end));
		at = end + 1;
		str one = str_cut(text, from, end);
		if ((depth > 0 && nl >= 0) || !str_trim(one).n) {
			from = str_trim(one).n ? from : at;
			continue;
		}
		depth = 0;
		struct bulletin_segment s = {.name = path_with(v, "p%zu", l.n), .text = one, .rows = lines_in(one)};
		*list_push(v->arena, &l) = s;
		from = at;
	}
	p->segments = l.v;
	p->n_segments = l.n;
}

static str joined(struct visit *v)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < v->rq->form.n; i++) {
		str name = v->rq->form.v[i].name, value = v->rq->form.v[i].value;
		int64_t n;
		if (name.n < 2 || name.p[0] != 'p' || !str_int(str_cut(name, 1, name.n), &n))
			continue;
		for (size_t k = 0; k < value.n; k++)
			if (value.p[k] != '\r')
				buf_byte(&b, value.p[k]);
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

static err show(struct visit *v, const struct typed *typed, str text)
{
	struct matter_view m;
	struct bulletin b;
	TRY(read_one(v, v->id[0], &m));
	struct bulletin_page page = {.m = &m, .checks = figure_checks, .n_checks = FIGURE_CHECKS, .period = S("")};
	buttons(v, &page);
	TRY(others(v, &page));
	err e = page.discarded ? ERR_NOTFOUND : make_any(v, &m, &b);
	if (e == OK) {
		page.b = &b;
		page.sheet = sheet_of(v, &b.paper);
		page.period = period_words(v->arena, v->lang, b.from, b.to);
		page.docx_href = path_with(v, "/bulletins/%lld/docx", (long long)m.row.id);
	} else if (e == ERR_INPUT || e == ERR_LIMIT) {
		page.error = fail_said(v);
		page.error_of = S("text");
	} else if (e != ERR_NOTFOUND) {
		return e;
	}
	if (typed && typed->error.n) {
		page.error = typed->error;
		page.error_of = typed->action;
		v->rs->status = typed->status;
	}
	page.own = own_text(&m).n > 0;
	if (page.may_edit) {
		str now = text.n ? text : page.own ? own_text(&m) : bulletin_template(ctx_of(v), m.row.kind, lang_of(&m));
		split_text(v, now, &page);
	}
	say_done(v);
	TRY(frame(v, "bulletins"));
	render(v, ui_bulletin(&v->rs->body, &v->ui, &page));
	return OK;
}

err bulletin_page(struct visit *v)
{
	return show(v, NULL, STR_NONE);
}

static err back_to(struct visit *v, err e, const char *did, str text)
{
	struct typed typed;
	if (e == OK) {
		see_other(v, path_with(v, "/bulletins/%lld?did=%s", (long long)v->id[0], did));
		return OK;
	}
	if (!typed_from(v, e, str_of(did), &typed))
		return e;
	ctx_refresh(ctx_of(v));
	return show(v, &typed, text);
}

err bulletin_edit_post(struct visit *v)
{
	struct matter_view m;
	struct act_result r;
	struct bulletin_wish w;
	struct bulletin b;
	str text = str_eq(form_get(v, "do"), S("reset")) ? S("") : str_trim(joined(v));
	TRY(read_one(v, v->id[0], &m));
	str title = m.row.title;
	err e = bulletin_wish(ctx_of(v), &m, v->ui.district, &w);
	if (e == OK && text.n) {
		w.text = text;
		w.date = v->ui.today;
		e = bulletin_make(ctx_of(v), &w, v->ui.zone, &b);
		title = e == OK ? b.title : title;
	}
	if (e == OK) {
		const struct arg a[] = {{S("title"), title}, {S("text"), text}};
		struct act_request rq = {.matter = v->id[0], .action = S("edit"), .args = a, .n_args = COUNT_OF(a), .idempotency_key = form_get(v, "key")};
		if (!form_int(v, "version", &rq.version))
			rq.version = 0;
		ctx_refresh(ctx_of(v));
		e = committing(v, act(ctx_of(v), &rq, &r));
	}
	return back_to(v, e, "edit", text);
}

err bulletin_act_post(struct visit *v)
{
	static const char *const known[] = {"issue", "issue_alone", "discard", "recall"};
	struct matter_view m;
	struct act_result r;
	const char *name = NULL;
	TRY(read_one(v, v->id[0], &m));
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_eq(v->word, str_of(known[i])))
			name = known[i];
	const struct action *a = name ? action_find(m.row.kind, v->word) : NULL;
	if (!a)
		return fail(ERR_NOTFOUND, "there is no such action");
	struct act_request rq = {.matter = v->id[0], .idempotency_key = form_get(v, "key")};
	if (!form_int(v, "version", &rq.version))
		rq.version = 0;
	err e = action_args(v, m.row.kind, a, &rq);
	if (e == OK)
		e = bulletin_arm(v, &m, a, &rq);
	if (e == OK)
		e = committing(v, act(ctx_of(v), &rq, &r));
	return back_to(v, e, name, STR_NONE);
}

err bulletin_correct_post(struct visit *v)
{
	struct matter_view m;
	struct bulletin b;
	struct act_result r;
	str docx;
	TRY(read_one(v, v->id[0], &m));
	if (!in_state(&m, "recalled"))
		return fail(ERR_INPUT, "a correction replaces a bulletin that was recalled; recall it first");
	TRY(bulletin_kept(ctx_of(v), &m, &b, &docx));
	ctx_refresh(ctx_of(v));
	TRY(draft_of(v, b.from, b.to, &m, &r));
	see_other(v, path_with(v, "/bulletins/%lld?did=draft", (long long)r.matter));
	return OK;
}

err bulletin_docx_page(struct visit *v)
{
	struct matter_view m;
	struct bulletin b;
	struct upload files[2];
	str docx = S("");
	TRY(read_one(v, v->id[0], &m));
	if (in_state(&m, "draft")) {
		TRY(make_live(v, &m, &b));
		TRY(bulletin_files(ctx_of(v), &b, files));
		docx = files[0].bytes;
	} else {
		TRY(bulletin_kept(ctx_of(v), &m, &b, &docx));
	}
	TRY(taken_out(v, "bulletin", m.row.kind->name, "docx", (int64_t)b.n_figures, false));
	send_file(v, path_with(v, STR_FMT STR_FMT ".docx", STR_ARG(b.paper.mark), STR_ARG(b.paper.number)), S("application/octet-stream"), docx, false);
	return OK;
}

/* ---- the rows behind a number ----------------------------------------------------------------------- */
static err fill_rows(struct visit *v, struct bulletin_figure_page *p)
{
	const struct bulletin_figure *f = p->f;
	int64_t asked = query_int(v, "from", 0);
	p->from = asked > 0 && (size_t)asked < f->n_rows ? (size_t)asked : 0;
	p->rows = arena_new_n(v->arena, ROWS_A_PAGE, const struct bulletin_row *);
	int *times = arena_new_n(v->arena, ROWS_A_PAGE, int);
	for (size_t i = p->from; i < f->n_rows && p->n + p->hidden < ROWS_A_PAGE; i++) {
		struct matter_view now;
		const struct bulletin_row *r = &p->b->rows[f->rows[i]];
		err e = p->b->frozen ? matter_brief(ctx_of(v), r->id, &now) : OK; /* what was counted then need not be for this reader */
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == OK) {
			times[p->n] = f->times ? f->times[i] : 1;
			p->rows[p->n++] = r;
		} else {
			p->hidden++;
		}
	}
	p->times = f->times ? times : NULL;
	p->more = p->from + p->n + p->hidden < f->n_rows;
	return OK;
}

err bulletin_figure_rows(struct visit *v)
{
	struct matter_view m;
	struct bulletin b;
	TRY(read_one(v, v->id[0], &m));
	TRY(make_any(v, &m, &b));
	struct bulletin_figure_page page = {.m = &m, .b = &b, .f = bulletin_figure(&b, v->word)};
	if (!page.f)
		return fail(ERR_NOTFOUND, "this bulletin has no figure called “{0}”", v->word);
	TRY(fill_rows(v, &page));
	TRY(frame(v, "bulletins"));
	render(v, ui_bulletin_figure(&v->rs->body, &v->ui, &page));
	return OK;
}
