/* SPDX-License-Identifier: Apache-2.0 */
/* All reports that a unit owes, as rows of one form. Each row is its own act: what is right is
 * saved, what is wrong says so in its row and keeps what was typed. */
#include <stdio.h>

#include "web/web_in.h"

#define ROWS_MOST 40 /* eight fields each, within LIMIT_HTTP_FIELDS */

struct typed_row { /* what came with the form for one matter */
	int64_t matter, version;
	str prefix; /* m17v4- */
	http_pairs form;
	struct http_file *files;
	size_t n_files;
	bool saved;
	struct typed wrong;
};
struct typed_rows {
	struct typed_row *v;
	size_t n, cap;
};

/* ---- m17v4-share: the matter, the version that was shown, the field ------------------------ */
static bool name_parts(str name, int64_t *ret_matter, int64_t *ret_version, str *ret_prefix, str *ret_field)
{
	str head, ids, version;
	if (name.n < 4 || name.p[0] != 'm' || !str_split(name, '-', &head, ret_field) || !str_split(head, 'v', &ids, &version))
		return false;
	*ret_prefix = str_cut(name, 0, head.n + 1);
	return str_int(str_cut(ids, 1, ids.n), ret_matter) && str_int(version, ret_version) && *ret_matter > 0;
}

static struct typed_row *row_of(struct visit *v, struct typed_rows *l, int64_t matter, int64_t version, str prefix)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].matter == matter)
			return l->v[i].version == version ? &l->v[i] : NULL;
	if (l->n >= ROWS_MOST)
		return NULL;
	struct typed_row *r = list_push(v->arena, l);
	*r = (struct typed_row){.matter = matter, .version = version, .prefix = prefix,
		.files = arena_new_n(v->arena, v->rq->n_files, struct http_file)};
	return r;
}

static void take_apart(struct visit *v, struct typed_rows *l)
{
	int64_t matter, version;
	str prefix, field;
	struct typed_row *r;
	for (size_t i = 0; i < v->rq->form.n; i++)
		if (name_parts(v->rq->form.v[i].name, &matter, &version, &prefix, &field) && (r = row_of(v, l, matter, version, prefix)))
			*list_push(v->arena, &r->form) = (struct http_pair){field, v->rq->form.v[i].value};
	for (size_t i = 0; i < v->rq->n_files; i++)
		if (v->rq->files[i].bytes.n && name_parts(v->rq->files[i].field, &matter, &version, &prefix, &field) &&
		    (r = row_of(v, l, matter, version, prefix)))
			r->files[r->n_files++] = v->rq->files[i];
}

/* The visit with the form of one row alone, so that every form of the house works on it. */
struct aside {
	http_pairs form;
	struct http_file *files;
	size_t n_files;
};
static struct aside step_in(struct visit *v, const struct typed_row *r)
{
	struct aside was = {v->rq->form, v->rq->files, v->rq->n_files};
	v->rq->form = r->form;
	v->rq->files = r->files;
	v->rq->n_files = r->n_files;
	return was;
}

static void step_out(struct visit *v, const struct aside *was)
{
	v->rq->form = was->form;
	v->rq->files = was->files;
	v->rq->n_files = was->n_files;
}

/* ---- rows as they are shown ------------------------------------------------------------------ */
static str last_said(const struct matter_view *m, const struct form_field *ff)
{
	for (size_t i = 0; ff->prefill && i < m->n_fields; i++)
		if (m->fields[i].field == &m->row.kind->fields[ff->field])
			return m->fields[i].raw;
	return S("");
}

static bool same_text(str a, str b)
{
	size_t i = 0, k = 0;
	a = str_trim(a);
	b = str_trim(b);
	for (;;) { /* a browser sends line ends as \r\n */
		while (i < a.n && a.p[i] == '\r')
			i++;
		while (k < b.n && b.p[k] == '\r')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

static bool touched(const struct matter_view *m, const struct action *a, const struct typed_row *t)
{
	if (t->n_files)
		return true;
	for (size_t i = 0; i < a->n_form; i++) {
		str typed = http_get(&t->form, m->row.kind->fields[a->form[i].field].name);
		if (typed.p && !same_text(typed, last_said(m, &a->form[i])))
			return true;
	}
	return false;
}

static err row_fill(struct visit *v, const struct week_item *item, const struct typed_row *t, struct week_row *row)
{
	struct matter_view m;
	struct action_form form;
	const struct action *a = item->report;
	TRY(matter_read(ctx_of(v), item->row.id, &m));
	bool typed = t && !t->saved && touched(&m, a, t);
	struct typed back = t ? t->wrong : (struct typed){0};
	back.action = a->name;
	struct aside was = {0};
	if (typed)
		was = step_in(v, t);
	err e = action_form_fill(v, m.row.kind, &m, a, typed ? &back : NULL, &form);
	if (typed)
		step_out(v, &was);
	TRY(e);
	*row = (struct week_row){.item = item, .key = form.key, .touched = typed, .error = typed ? back.error : STR_NONE,
		.lost_files = typed && t->n_files, .done = item->state->at != MS_NONE,
		.owed = item->state->said == WEEK_OPEN || item->state->said == WEEK_MISSING,
		.prefix = path_with(v, "m%lldv%lld-", (long long)m.row.id, (long long)m.row.version)};
	struct week_field *f = arena_new_n(v->arena, form.n_rows, struct week_field);
	for (size_t i = 0; i < form.n_rows; i++) {
		struct form_row *r = (struct form_row *)&form.rows[i];
		const struct form_field *ff = NULL;
		for (size_t k = 0; k < a->n_form; k++)
			if (&m.row.kind->fields[a->form[k].field] == r->field)
				ff = &a->form[k];
		r->id = path_with(v, "m%lld-" STR_FMT, (long long)m.row.id, STR_ARG(r->field->name));
		str name = path_with(v, STR_FMT STR_FMT, STR_ARG(row->prefix), STR_ARG(r->field->name)), was_there = ff ? last_said(&m, ff) : S("");
		f[i] = (struct week_field){.row = r, .name = name, .was = was_there, .changed = !same_text(r->value, was_there)};
	}
	row->fields = f;
	row->n_fields = form.n_rows;
	return OK;
}

static const struct typed_row *typed_of(const struct typed_rows *l, int64_t matter)
{
	for (size_t i = 0; l && i < l->n; i++)
		if (l->v[i].matter == matter)
			return &l->v[i];
	return NULL;
}

/* Those that are owed come first, then what was reported, then what may be. */
static int rank_of(const struct week_item *i)
{
	bool owed = i->state->said == WEEK_OPEN || i->state->said == WEEK_MISSING;
	return owed ? 0 : i->state->at != MS_NONE ? 1 : 2;
}

err week_rows(struct visit *v, const struct week_run *run, const struct typed_rows *typed, const struct week_row **ret, size_t *ret_n)
{
	struct week_row *rows = arena_new_n(v->arena, ROWS_MOST, struct week_row);
	size_t n = 0;
	for (int rank = 0; rank < 3; rank++)
		for (size_t i = 0; i < run->n && n < ROWS_MOST; i++) {
			const struct week_item *item = &run->items[i];
			if (item->reports && rank_of(item) == rank)
				TRY(row_fill(v, item, typed_of(typed, item->row.id), &rows[n++]));
		}
	*ret = rows;
	*ret_n = n;
	return OK;
}

/* ---- saving ---------------------------------------------------------------------------------- */
static const struct week_item *item_of(const struct week_run *run, int64_t id)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->items[i].row.id == id && run->items[i].reports)
			return &run->items[i];
	return NULL;
}

/* An empty reason is sent too: it clears the one of last time. */
static err report_args(struct visit *v, const struct week_item *item, struct act_request *rq)
{
	TRY(action_args(v, item->row.kind, item->report, rq));
	struct arg *more = arena_new_n(v->arena, rq->n_args + item->report->n_form, struct arg);
	size_t n = 0;
	for (size_t i = 0; i < rq->n_args; i++)
		more[n++] = rq->args[i];
	for (size_t i = 0; i < item->report->n_form; i++) {
		const struct field *f = &item->row.kind->fields[item->report->form[i].field];
		str typed = http_get(&v->rq->form, f->name);
		if (typed.p && !str_trim(typed).n && !item->report->form[i].required && !item->report->form[i].prefill && f->type == FIELD_TEXT)
			more[n++] = (struct arg){f->name, S("")};
	}
	rq->args = more;
	rq->n_args = n;
	return OK;
}

static err save(struct visit *v, const struct week_item *item, struct typed_row *t)
{
	struct act_result r;
	struct act_request rq = {.matter = item->row.id, .version = t->version};
	struct aside was = step_in(v, t);
	err e = report_args(v, item, &rq);
	rq.idempotency_key = http_get(&t->form, S("key"));
	if (e == OK)
		e = committing(v, act(ctx_of(v), &rq, &r));
	if (e != OK && e != ERR_BUSY && e != ERR_IO && !typed_from(v, e, item->report->name, &t->wrong))
		t->wrong = (struct typed){.action = item->report->name, .error = fail_said(v), .status = 422};
	step_out(v, &was);
	t->saved = e == OK;
	ctx_refresh(ctx_of(v));
	return e == ERR_BUSY || e == ERR_IO ? e : OK;
}

struct tally {
	size_t saved, wrong, left;
	int status;
};

static err save_rows(struct visit *v, const struct week_run *run, struct typed_rows *l, int64_t only, struct tally *n)
{
	for (size_t i = 0; i < l->n; i++) {
		struct typed_row *t = &l->v[i];
		struct matter_view m;
		const struct week_item *item = item_of(run, t->matter);
		if (!item)
			continue;
		TRY(matter_read(ctx_of(v), t->matter, &m));
		bool changed = touched(&m, item->report, t);
		ctx_refresh(ctx_of(v));
		if (only ? only != t->matter : !changed) {
			n->left += changed;
			continue;
		}
		TRY(save(v, item, t));
		n->saved += t->saved;
		n->wrong += !t->saved;
		n->status = t->saved ? n->status : t->wrong.status;
	}
	return OK;
}

static str counted(struct visit *v, size_t n)
{
	return path_with(v, "%zu", n);
}

err week_post(struct visit *v)
{
	struct week_run run;
	struct typed_rows l = {0};
	struct tally n = {0};
	int64_t only = 0;
	day_t monday = week_monday(v->ui.today);
	TRY(week_run_read(ctx_of(v), monday, &run));
	take_apart(v, &l);
	if (!str_eq(form_get(v, "save"), S("all")) && !str_int(form_get(v, "save"), &only))
		return fail(ERR_INPUT, "it is not said which report is to be saved; go back and press its button");
	ctx_refresh(ctx_of(v));
	TRY(save_rows(v, &run, &l, only, &n));
	if (!n.wrong && !n.left) {
		see_other(v, n.saved ? path_with(v, "/week?did=saved&n=%zu", n.saved) : S("/week?did=none"));
		return OK;
	}
	if (n.wrong) {
		v->rs->status = n.status;
		v->ui.notice = said_with(v, W("{0} saved, {1} not: the reason stands in the row, and what was typed is kept"),
					 (const str[]){counted(v, n.saved), counted(v, n.wrong)}, 2);
		v->ui.notice_bad = true;
	} else {
		v->ui.notice = said_with(v, W("{0} saved; {1} more have been changed and are not saved yet"),
					 (const str[]){counted(v, n.saved), counted(v, n.left)}, 2);
	}
	return week_show(v, monday, &l);
}
