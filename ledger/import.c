/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger on its way in: kept as it came, looked at, taken in as a whole, taken back. */
#include "ledger/import_in.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/words.h"

#define KIND_LEAST 3 /* columns that are fields, to believe that it is a ledger of this kind */

/* ---- what this person may do --------------------------------------------------------------------- */
/* Rights come before the form: whoever is not refused for an empty one may take the action. */
static bool may_open(struct ctx *x, const struct kind *k, const struct action *a)
{
	struct fail_note note;
	fail_save(&note);
	err e = act_would(x, &(struct act_request){.kind = k, .action = a->name});
	fail_restore(&note);
	return e != ERR_DENIED;
}

static bool by_duty(const struct ctx *x, const struct kind *k, const struct action *a)
{
	if (!x->actor.user)
		return true; /* the system: a command of whoever may write the database */
	for (size_t i = 0; i < k->n_roles; i++)
		if ((a->by >> i & 1) && (k->roles[i].duty == DUTIES || (x->actor.duties >> k->roles[i].duty & 1)))
			return true;
	return false;
}

static size_t fields_taken(const struct ledger *l, const struct action *a)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n_form; i++)
		n += ledger_column_of(l, a->form[i].field) != NULL;
	return n;
}

static bool can_amend(const struct ctx *x, const struct ledger *l, const struct action *a)
{
	return !a->opens && !a->reason && !a->evidence && a->other_than < 0 && !a->clears && fields_taken(l, a) && by_duty(x, l->kind, a);
}

static const struct action *most(const struct ledger *l, const struct action **v, size_t n)
{
	const struct action *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (!best || fields_taken(l, v[i]) > fields_taken(l, best))
			best = v[i];
	return best;
}

static void find_actions(struct ctx *x, struct import_look *l)
{
	const struct kind *k = l->ledger.kind;
	l->can_open = arena_new_n(x->arena, k->n_actions, const struct action *);
	l->can_amend = arena_new_n(x->arena, k->n_actions, const struct action *);
	for (size_t i = 0; i < k->n_actions; i++) {
		const struct action *a = &k->actions[i];
		if (a->opens && by_duty(x, k, a) && may_open(x, k, a))
			l->can_open[l->n_can_open++] = a;
		else if (can_amend(x, &l->ledger, a))
			l->can_amend[l->n_can_amend++] = a;
	}
}

/* ---- reading ------------------------------------------------------------------------------------------ */
static err book_of(struct ctx *x, const struct decoder *d, str bytes, str name, struct workbook *ret)
{
	return d ? workbook_decode(x->arena, d, bytes, name, ret) : workbook_read(x->arena, bytes, name, ret);
}

static err best_sheet(struct ctx *x, const struct workbook *w, const struct kind *k, size_t *ret_sheet, size_t *ret_fit)
{
	*ret_fit = 0;
	*ret_sheet = 0;
	err first = OK;
	for (size_t i = 0; i < w->n_sheets; i++) {
		struct ledger l;
		err e = ledger_find(x->arena, &w->sheets[i], k, ledger_words_built_in(), &l);
		first = i ? first : e;
		if (e == OK && l.n_matters && ledger_fit(&l) > *ret_fit) {
			*ret_fit = ledger_fit(&l);
			*ret_sheet = i;
		}
	}
	return *ret_fit ? OK : first;
}

static err kind_of(struct ctx *x, const struct workbook *w, const struct kind **ret)
{
	size_t best = 0;
	for (const struct pack *const *p = core_packs(x->core); *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			size_t sheet, fit;
			err e = k->elsewhere ? ERR_INPUT : best_sheet(x, w, k, &sheet, &fit);
			if (e == OK && fit > best) {
				best = fit;
				*ret = k;
			}
		}
	return best >= KIND_LEAST ? OK : fail(ERR_INPUT, "no row of this workbook names the columns of a ledger; write headings such as 任务名称, 责任单位, 完成时限 above them");
}

err import_begin(struct ctx *x, const struct decoder *d, const struct kind *k, str name, str bytes, int64_t like, int64_t *ret)
{
	struct workbook w;
	struct batch_row row = {.choices = S("")}, before;
	struct ledger l;
	size_t sheet, fit;
	if (!bytes.n)
		return fail(ERR_INPUT, "choose a workbook, or paste rows of one");
	if (bytes.n > LIMIT_FILE)
		return fail(ERR_LIMIT, "{0} is larger than 20 MB; split it, or take the pictures out", name);
	TRY(book_of(x, d, bytes, name, &w));
	if (like)
		TRY(batch_read(x, like, &before));
	k = like ? before.b.kind : k;
	if (!k)
		TRY(kind_of(x, &w, &k));
	TRY(best_sheet(x, &w, k, &sheet, &fit));
	row.b = (struct import_batch){.kind = k, .file_name = name, .title = S("")};
	if (fit && ledger_find(x->arena, &w.sheets[sheet], k, ledger_words_built_in(), &l) == OK)
		row.b.title = l.title;
	if (like)
		row.choices = before.choices;
	else {
		struct buf b;
		buf_init(&b, x->arena);
		buf_fmt(&b, "sheet %zu\n", sheet);
		row.choices = buf_str(&b);
	}
	return batch_new(x, &row, bytes, ret);
}

static void count_rows(struct import_look *l)
{
	for (size_t i = 0; i < l->ledger.n_rows; i++) {
		const struct ledger_row *r = &l->ledger.rows[i];
		l->hidden += r->hidden && r->sort == ROW_MATTER;
		l->sections += r->sort == ROW_SECTION;
		l->totals += r->sort == ROW_TOTAL || r->sort == ROW_SUBTOTAL;
		l->notes += r->sort == ROW_NOTE;
	}
}

static bool has_constant(const struct import_choices *c, int field)
{
	for (size_t i = 0; i < c->n_constants; i++)
		if (c->constants[i].field == field)
			return true;
	return c->section == field;
}

static void find_missing(struct ctx *x, struct import_look *l)
{
	const struct action *a = l->choices.opens;
	l->missing = arena_new_n(x->arena, a ? a->n_form : 0, int);
	for (size_t i = 0; a && i < a->n_form; i++)
		if (a->form[i].required && !ledger_column_of(&l->ledger, a->form[i].field) && !has_constant(&l->choices, a->form[i].field))
			l->missing[l->n_missing++] = a->form[i].field;
}

static err look_rows(struct ctx *x, struct import_look *l)
{
	struct planning p = {.x = x, .l = l};
	TRY(unit_list(x, &p.units, &p.n_units));
	TRY(person_list(x, 0, &p.people, &p.n_people));
	import_choices_apply(&l->ledger, &l->choices);
	find_actions(x, l);
	if (!l->choices.opens)
		l->choices.opens = most(&l->ledger, l->can_open, l->n_can_open);
	if (!l->choices.amends)
		l->choices.amends = most(&l->ledger, l->can_amend, l->n_can_amend);
	find_missing(x, l);
	l->n_sums = ledger_sums(x->arena, &l->ledger, &l->sums);
	count_rows(l);
	TRY(rows_plan(&p));
	l->unknown = p.unknown.v;
	l->n_unknown = p.unknown.n;
	return OK;
}

static err look_at(struct ctx *x, const struct decoder *d, const struct batch_row *row, struct import_look *l)
{
	str bytes;
	*l = (struct import_look){.batch = row->b};
	TRY(batch_bytes(x, row, &bytes));
	TRY(book_of(x, d, bytes, row->b.file_name, &l->book));
	TRY(import_choices_read(x->arena, row->b.kind, row->choices, &l->choices));
	if (l->choices.sheet >= l->book.n_sheets)
		l->choices.sheet = 0;
	err e = ledger_find(x->arena, &l->book.sheets[l->choices.sheet], row->b.kind, ledger_words_built_in(), &l->ledger);
	if (e == ERR_INPUT) {
		l->why_not = fail_sentence(x);
		return OK;
	}
	TRY(e);
	return look_rows(x, l);
}

err import_look(struct ctx *x, const struct decoder *d, int64_t batch, struct import_look *ret)
{
	struct batch_row row;
	TRY(batch_read(x, batch, &row));
	return look_at(x, d, &row, ret);
}

/* ---- committing ------------------------------------------------------------------------------------------- */
static str why_here(struct ctx *x, const struct import_look *l, const struct import_row *row)
{
	struct buf n, b;
	buf_init(&n, x->arena);
	buf_init(&b, x->arena);
	buf_int(&n, (int64_t)row->at + 1);
	str title = l->ledger.title;
	word_fmt(&b, LANG_ZH, title.n ? W("taken in from the ledger “{0}”, row {1}") : W("taken in from a ledger, row {1}"),
		 (const str[]){str_cut(title, 0, utf8_offset(title, 60)), buf_str(&n)}, 2);
	return buf_str(&b);
}

/* The action, and what the fields that change were before, for taking it back; personal values
 * are not kept. */
static err before_of(struct ctx *x, const struct import_row *row, str *ret)
{
	struct matter_view m;
	struct buf b;
	buf_init(&b, x->arena);
	TRY(matter_values(x, row->matter, &m));
	buf_byte(&b, '\t');
	buf_add(&b, row->action->name);
	buf_byte(&b, '\n');
	for (size_t i = 0; i < row->n_diffs; i++) {
		const struct field *f = row->diffs[i].field;
		str raw = S("");
		for (size_t k = 0; k < m.n_fields; k++)
			if (m.fields[k].field == f)
				raw = m.fields[k].raw;
		if (f->personal)
			continue;
		buf_add(&b, f->name);
		buf_byte(&b, '\t');
		for (size_t k = 0; k < raw.n; k++) {
			if (raw.p[k] == '\\' || raw.p[k] == '\n')
				buf_byte(&b, '\\');
			buf_byte(&b, raw.p[k] == '\n' ? 'n' : raw.p[k]);
		}
		buf_byte(&b, '\n');
	}
	*ret = buf_str(&b);
	return OK;
}

struct taking_in {
	struct act_request *v;
	struct batch_item *items;
	size_t n;
};

static err gather(struct ctx *x, const struct import_look *l, struct taking_in *t)
{
	t->v = arena_new_n(x->arena, l->n_rows, struct act_request);
	t->items = arena_new_n(x->arena, l->n_rows, struct batch_item);
	for (size_t i = 0; i < l->n_rows; i++) {
		const struct import_row *row = &l->rows[i];
		if (row->sort != IMPORT_NEW && row->sort != IMPORT_CHANGE)
			continue;
		bool opens = row->sort == IMPORT_NEW;
		t->v[t->n] = (struct act_request){.matter = row->matter, .kind = opens ? l->ledger.kind : NULL, .action = row->action->name,
			.args = row->args, .n_args = row->n_args, .reason = why_here(x, l, row), .version = row->version};
		t->items[t->n] = (struct batch_item){.at = row->at, .matter = row->matter, .opened = opens, .before = S("")};
		if (!opens)
			TRY(before_of(x, row, &t->items[t->n].before));
		t->n++;
	}
	return OK;
}

static err said_wrong(struct ctx *x, size_t n)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_int(&b, (int64_t)n);
	return fail(ERR_INPUT, "{0} rows of this ledger are wrong, so none was taken in; mend them or leave them out", buf_str(&b));
}

static err run(struct ctx *x, const struct batch_row *row, struct taking_in *t, enum import_state state)
{
	struct batch_done done = {.x = x, .row = row, .state = state, .v = t->items, .n = t->n};
	struct act_many many = {.v = t->v, .n = t->n, .then = batch_finish, .arg = &done, .ret = arena_new_n(x->arena, t->n, struct act_result)};
	return act_all(x, &many);
}

err import_commit(struct ctx *x, const struct decoder *d, int64_t batch, int64_t version)
{
	struct batch_row row;
	struct import_look l;
	struct taking_in t = {0};
	TRY(batch_read(x, batch, &row));
	if (row.b.state != IMPORT_OPEN || (version && row.b.version != version))
		return fail(ERR_CONFLICT, "this ledger was changed in another window or has been taken in already; look at it again");
	TRY(look_at(x, d, &row, &l));
	if (l.why_not.n)
		return fail(ERR_INPUT, "no row of this ledger could be read; look at its headings");
	if (l.counts[IMPORT_WRONG])
		return said_wrong(x, l.counts[IMPORT_WRONG]);
	TRY(gather(x, &l, &t));
	if (!t.n)
		return fail(ERR_INPUT, "there is nothing new in this ledger; everything in it is here already");
	return run(x, &row, &t, IMPORT_DONE);
}

/* ---- taking it back --------------------------------------------------------------------------------------------- */
static str unescaped(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		bool mark = s.p[i] == '\\' && i + 1 < s.n;
		i += mark;
		buf_byte(&b, mark && s.p[i] == 'n' ? '\n' : s.p[i]);
	}
	return buf_str(&b);
}

static void former_args(struct ctx *x, const struct kind *k, str before, struct act_request *q)
{
	LIST(struct arg) args = {0};
	str line, name, raw, one;
	while (str_split(before, '\n', &line, &before)) {
		if (!str_split(line, '\t', &name, &raw))
			continue;
		int f = kind_field(k, name);
		raw = unescaped(x->arena, raw);
		if (!name.n) {
			q->action = raw;
			continue;
		}
		bool several = f >= 0 && k->fields[f].type == FIELD_UNITS && raw.n;
		for (bool more = several; more;) { /* ids, parted as joined() parts them */
			more = str_split(raw, ',', &one, &raw);
			*list_push(x->arena, &args) = (struct arg){name, str_trim(more ? one : raw)};
		}
		if (!several)
			*list_push(x->arena, &args) = (struct arg){name, raw};
	}
	q->args = args.v;
	q->n_args = args.n;
}

static err undo_one(struct ctx *x, const struct batch_row *row, const struct batch_kept *kept, struct act_request *ret)
{
	const struct kind *k = row->b.kind;
	struct matter_view m;
	bool untouched;
	TRY(matter_untouched(x, kept->matter, kept->version, &untouched));
	TRY(matter_values(x, kept->matter, &m));
	if (!untouched)
		return fail(ERR_CONFLICT, "somebody has gone on with {0} since, so nothing was taken back; take the others back one by one on their pages", m.row.number);
	if (kept->opened && k->undo < 0)
		return fail(ERR_INPUT, "matters of this kind cannot be taken back; close them on their pages");
	*ret = (struct act_request){.matter = kept->matter, .version = m.row.version, .action = kept->opened ? k->actions[k->undo].name : S(""),
		.reason = word(LANG_ZH, W("taken in from a ledger by mistake and taken back"))};
	if (!kept->opened)
		former_args(x, k, kept->before, ret);
	return OK;
}

err import_undo(struct ctx *x, int64_t batch)
{
	struct batch_row row;
	struct batch_kept *v;
	struct taking_in t = {0};
	size_t n;
	TRY(batch_read(x, batch, &row));
	if (row.b.state != IMPORT_DONE)
		return fail(ERR_CONFLICT, "this ledger was not taken in, or was taken back already");
	TRY(batch_items(x, batch, &v, &n));
	t.v = arena_new_n(x->arena, n, struct act_request);
	t.items = arena_new_n(x->arena, n, struct batch_item);
	for (size_t i = 0; i < n; i++) {
		TRY(undo_one(x, &row, &v[i], &t.v[t.n]));
		t.items[t.n++] = (struct batch_item){.matter = v[i].matter, .opened = v[i].opened};
	}
	return run(x, &row, &t, IMPORT_UNDONE);
}

/* ---- the workbook that goes back ---------------------------------------------------------------------------------- */
static int by_place(const void *a, const void *b)
{
	const struct cell_mark *x = a, *y = b;
	return x->row != y->row ? (x->row < y->row ? -1 : 1) : x->column < y->column ? -1 : x->column > y->column;
}

static size_t marks_of(struct ctx *x, const struct import_look *l, struct cell_mark **ret)
{
	LIST(struct cell_mark) marks = {0};
	for (size_t i = 0; i < l->n_rows; i++)
		for (size_t k = 0; l->rows[i].sort == IMPORT_WRONG && k < l->rows[i].n_findings; k++) {
			const struct import_finding *f = &l->rows[i].findings[k];
			if (f->wrong)
				*list_push(x->arena, &marks) = (struct cell_mark){(uint32_t)l->choices.sheet, l->rows[i].at, f->column, f->sentence};
		}
	qsort(marks.v, marks.n, sizeof *marks.v, by_place);
	*ret = marks.v;
	return marks.n;
}

static str marked_name(struct ctx *x, str name, enum file_sort sort)
{
	struct buf b;
	size_t dot = name.n;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < name.n; i++)
		dot = name.p[i] == '.' ? i : dot;
	str stem = str_cut(name, 0, dot), behind = word(x->actor.lang, W("file|-mistakes"));
	buf_add(&b, stem);
	if (!str_ends(stem, behind))
		buf_add(&b, behind);
	buf_byte(&b, '.');
	buf_z(&b, file_sort_name(sort));
	return buf_str(&b);
}

err import_marked(struct ctx *x, const struct decoder *d, int64_t batch, str *ret_name, str *ret_bytes)
{
	struct batch_row row;
	struct import_look l;
	struct cell_mark *marks;
	enum file_sort sort;
	str bytes;
	TRY(batch_read(x, batch, &row));
	TRY(look_at(x, d, &row, &l));
	TRY(batch_bytes(x, &row, &bytes));
	if (l.why_not.n)
		return fail(ERR_INPUT, "no row of this ledger could be read; look at its headings");
	uint32_t *heads = arena_new_n(x->arena, l.book.n_sheets, uint32_t);
	for (size_t i = 0; i < l.book.n_sheets; i++)
		heads[i] = i == l.choices.sheet ? l.ledger.head_to - 1 : UINT32_MAX;
	struct marking m = {.heading = ledger_words_built_in()->v[WORD_MARKS][0], .header_row = heads, .n_sheets = l.book.n_sheets};
	m.n_marks = marks_of(x, &l, &marks);
	m.marks = marks;
	TRY(workbook_mark_decode(x->arena, d, bytes, row.b.file_name, &m, ret_bytes, &sort));
	*ret_name = marked_name(x, row.b.file_name, sort);
	return OK;
}
