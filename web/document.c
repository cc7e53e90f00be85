/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a document: its marked text and its proposals. */
#include <stdio.h>

#include "web/web_in.h"

enum { SPLITS = 12, AROUND = 8, FOLD_LEAST = 3 /* fewer decided ones stay in sight */ };

static str words_at(const struct document *d, size_t from, size_t to)
{
	size_t a = utf8_offset(d->text, from), b = a + utf8_offset(str_cut(d->text, a, d->text.n), to > from ? to - from : 0);
	return str_cut(d->text, a, b);
}

static str unit_name(const struct document_view *view, int64_t id)
{
	for (size_t i = 0; i < view->n_units; i++)
		if (view->units[i].id == id)
			return view->units[i].short_name.n ? view->units[i].short_name : view->units[i].name;
	return STR_NONE;
}

static str day_text(struct visit *v, day_t d)
{
	struct buf b;
	buf_init(&b, v->arena);
	put_day(&b, d);
	return buf_str(&b);
}

static str assist_text(struct visit *v, const struct document_view *view, const struct proposal *p)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < p->n_assist; i++) {
		str name = unit_name(view, p->assist[i]);
		if (name.n && b.n)
			buf_z(&b, "、");
		buf_add(&b, name);
	}
	return b.n ? buf_str(&b) : p->assist_text;
}

/* After which marks may a promise be split? */
static void find_splits(struct visit *v, const struct document *d, struct proposal_row *r)
{
	struct split_place *places = arena_new_n(v->arena, SPLITS, struct split_place);
	str s = r->quote;
	size_t pos = 0, cp = 0, starts[AROUND] = {0};
	unused_arg(d);
	while (pos < s.n && r->n_splits < SPLITS) {
		starts[cp % AROUND] = pos;
		uint32_t c = utf8_next(s, &pos);
		cp++;
		if ((c != 0xff0c && c != 0xff1b && c != 0x3001) || pos >= s.n)
			continue;
		size_t from = cp < AROUND ? 0 : starts[cp % AROUND];
		places[r->n_splits++] = (struct split_place){r->p->at.from + cp, str_cut(s, from, pos)};
	}
	r->splits = places;
}

static struct proposal_row row_of(struct visit *v, const struct document_view *view, const struct proposal *p)
{
	str name = p->lead ? unit_name(view, p->lead) : p->lead_text;
	return (struct proposal_row){.p = p, .past = p->state != PROPOSAL_OPEN, .title = p->title, .goal = p->goal,
				     .lead = name, .lead_name = name, .assist = assist_text(v, view, p),
				     .due = day_text(v, p->due)};
}

static void typed_over(struct visit *v, struct proposal_row *r)
{
	r->title = form_get(v, "title");
	r->goal = form_get(v, "goal");
	r->lead = form_get(v, "lead");
	r->assist = form_get(v, "assist");
	r->due = form_get(v, "due");
}

static str link_to(struct visit *v, const struct proposal *p)
{
	return path_with(v, "?p=%lld#p%d", (long long)p->id, p->number);
}

/* The open one that is shown with its form: the one asked for, else the first. */
static struct proposal_row *choose_now(struct visit *v, struct document_view *view, struct proposal_row *rows)
{
	int64_t want = v->rq->method == HTTP_POST ? v->id[1] : query_int(v, "p", 0);
	struct proposal_row *first = NULL;
	for (size_t i = 0; i < view->n_rows; i++) {
		if (rows[i].past)
			continue;
		if (rows[i].p->id == want)
			return &rows[i];
		if (!first)
			first = &rows[i];
	}
	return first;
}

static void fill_now(struct visit *v, struct document_view *view, struct proposal_row *rows, const struct typed *typed)
{
	struct proposal_row *now = choose_now(v, view, rows);
	if (!now)
		return;
	now->now = true;
	while (&rows[view->n_folded] < now && rows[view->n_folded].past)
		view->n_folded++;
	if (view->n_folded < FOLD_LEAST)
		view->n_folded = 0;
	now->quote = words_at(view->doc, now->p->at.from, now->p->at.to);
	find_splits(v, view->doc, now);
	for (struct proposal_row *r = now + 1; r < rows + view->n_rows && !now->next.n; r++)
		if (!r->past)
			now->next = link_to(v, r->p);
	for (struct proposal_row *r = now; r > rows && !now->previous.n; r--)
		if (!r[-1].past)
			now->previous = link_to(v, r[-1].p);
	if (now + 1 < rows + view->n_rows && !now[1].past)
		now->join = now[1].p;
	if (typed && typed->error.n && now->p->id == v->id[1])
		typed_over(v, now);
}

/* The words around a place, without those of the lines before and after. */
static str one_line(str around, str place)
{
	size_t at = (size_t)(place.p - around.p), from = at, to = at + place.n;
	while (from > 0 && around.p[from - 1] != '\n')
		from--;
	while (to < around.n && around.p[to] != '\n')
		to++;
	return str_cut(around, from, to);
}

static void fill_guesses(struct visit *v, struct document_view *view)
{
	const struct document *d = view->doc;
	struct edit_row *rows = arena_new_n(v->arena, d->n_edits, struct edit_row);
	for (size_t i = 0; i < d->n_edits; i++) {
		struct span at = d->edits[i].at;
		if (d->edits[i].inferred)
			rows[view->n_guesses++] = (struct edit_row){
				&d->edits[i], i, one_line(words_at(d, at.from > 4 ? at.from - 4 : 0, at.to + 4), words_at(d, at.from, at.to))};
	}
	view->guesses = rows;
	for (size_t i = 0; i < d->n_flags; i++) {
		view->holes += d->flags[i].kind == FLAG_HOLE;
		view->masks += d->flags[i].kind != FLAG_HOLE;
	}
}

static str matter_number(struct visit *v, const struct proposal *p)
{
	struct matter_view m;
	if (!p->matter)
		return STR_NONE;
	return matter_read(ctx_of(v), p->matter, &m) == OK ? m.row.number : said(v, W("the matter"));
}

static err fill(struct visit *v, struct document_view *view, const struct typed *typed)
{
	struct unit *units;
	const struct document *d = view->doc;
	struct proposal_row *rows = arena_new_n(v->arena, d->n_proposals, struct proposal_row);
	TRY(unit_list(ctx_of(v), &units, &view->n_units));
	view->units = units;
	view->rows = rows;
	view->n_rows = d->n_proposals;
	view->may_decide = v->ui.supervises;
	for (size_t i = 0; i < d->n_proposals; i++) {
		const struct proposal *p = &d->proposals[i];
		rows[i] = row_of(v, view, p);
		rows[i].matter_number = matter_number(v, p);
		view->open += p->state == PROPOSAL_OPEN;
		view->ready += p->state == PROPOSAL_OPEN && p->lead && p->due != DAY_NONE && !p->like;
	}
	view->decided = (int64_t)d->n_proposals - view->open;
	fill_now(v, view, rows, typed);
	fill_guesses(v, view);
	return OK;
}

static const struct {
	const char *did, *sentence;
} done[] = {
	{"accept", W("Number {0} was accepted")},	{"assign", W("Number {0} was accepted and assigned")},
	{"save", W("The changes to number {0} are kept")}, {"merge", W("Number {0} was merged")},
	{"merge-like", W("Number {0} was merged")},	{"join", W("Number {0} was joined with the next")},
	{"split", W("Number {0} was split in two")},	{"dismiss", W("Number {0} was dismissed")},
	{"undo", W("The decision on number {0} was taken back")},
};

/* ?did=accept&was=ID: what has just happened, and whether it can be undone. */
static void say_done(struct visit *v, struct document_view *view)
{
	str did = query_get(v, "did");
	int64_t was = query_int(v, "was", 0);
	char digits[16];
	if (str_eq(did, S("ready"))) {
		str n = query_get(v, "n");
		v->ui.notice = said_with(v, W("{0} proposals were accepted and assigned"), &n, 1);
	}
	for (size_t i = 0; i < view->n_rows; i++) {
		const struct proposal *p = view->rows[i].p;
		if (p->id != was)
			continue;
		str n = {digits, (size_t)snprintf(digits, sizeof digits, "%d", p->number)};
		for (size_t k = 0; k < COUNT_OF(done); k++)
			if (str_eq(did, str_of(done[k].did)))
				view->undo_said = said_with(v, done[k].sentence, &n, 1);
		if (view->undo_said.n && p->state != PROPOSAL_OPEN && view->may_decide)
			view->undo = p->id;
		else if (view->undo_said.n)
			v->ui.notice = view->undo_said;
	}
}

err document_show(struct visit *v, int64_t id, const struct typed *typed)
{
	struct document doc;
	struct buf html;
	TRY(document_read(ctx_of(v), id, &doc));
	struct document_view view = {.doc = &doc};
	TRY(fill(v, &view, typed));
	say_done(v, &view);
	if (typed) {
		view.error = typed->error;
		view.error_field = typed->field;
		view.quote = form_get(v, "quote");
		v->rs->status = typed->status;
	}
	TRY(frame(v, "documents"));
	buf_init(&html, v->arena);
	int64_t began = steady_us();
	document_marks(&v->ui, v->arena, &doc, &html);
	v->rq->us_render += steady_us() - began;
	view.html = buf_str(&html);
	render(v, ui_document(&v->rs->body, &v->ui, &view));
	return OK;
}

err document_page(struct visit *v)
{
	return document_show(v, v->id[0], NULL);
}
