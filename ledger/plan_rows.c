/* SPDX-License-Identifier: Apache-2.0 */
/* Each row of a ledger: a new matter, a change of one that is there, nothing new, or wrong. */
#include "ledger/import_in.h"

#include "base/words.h"
#include "core/measure.h"

#include <stdlib.h>

static bool in_form(const struct action *a, int field)
{
	for (size_t i = 0; a && i < a->n_form; i++)
		if (a->form[i].field == field)
			return true;
	return false;
}

static str label(const struct planning *p, const struct field *f)
{
	return words2_in(&f->label, p->x->actor.lang);
}

static str arg_of(const struct import_row *row, str field)
{
	for (size_t i = 0; i < row->n_args; i++)
		if (str_eq(row->args[i].field, field))
			return row->args[i].value;
	return S("");
}

static bool wrong(const struct import_row *row)
{
	for (size_t i = 0; i < row->n_findings; i++)
		if (row->findings[i].wrong)
			return true;
	return false;
}

/* ---- what is there already ------------------------------------------------------------------------ */
/* "id:version" of a ledger that Luoshi made. */
static err by_id(struct planning *p, struct import_row *row, struct matter_view *ret, bool *ret_found)
{
	const struct ledger *l = &p->l->ledger;
	str id, version;
	int64_t n, v;
	*ret_found = false;
	for (size_t i = 0; i < l->n_columns; i++) {
		str text = l->columns[i].use == COLUMN_ID ? str_trim(sheet_text(l->sheet, row->at, l->columns[i].at)) : S("");
		if (!text.n)
			continue;
		bool fine = str_split(text, ':', &id, &version) && str_int(id, &n) && str_int(version, &v);
		err e = fine ? matter_values(p->x, n, ret) : ERR_NOTFOUND;
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		*ret_found = e == OK && ret->row.kind == l->kind;
		row->version = *ret_found ? v : 0;
		if (!*ret_found)
			finding_add(p, row, l->columns[i].at, l->columns[i].head,
				    said_in(p->x, W("the id “{0}” belongs to no matter that you may see; delete it to open a new one"), &text, 1), true);
	}
	return OK;
}

static str raw_of(const struct matter_view *m, const struct kind *k, int field)
{
	for (size_t i = 0; field >= 0 && i < m->n_fields; i++)
		if (m->fields[i].field == &k->fields[field])
			return m->fields[i].raw;
	return S("");
}

/* The same title, and the same unit where both name one; open, or due on the same day. */
static bool same_matter(const struct planning *p, const struct import_row *row, const struct matter_view *m)
{
	const struct kind *k = p->l->ledger.kind;
	str lead = k->lead >= 0 ? arg_of(row, k->fields[k->lead].name) : S(""), had = raw_of(m, k, k->lead);
	str due = k->due >= 0 ? arg_of(row, k->fields[k->due].name) : S("");
	if (lead.n && had.n && !str_eq(lead, had))
		return false;
	return !k->states[m->row.state].closed || (due.n && str_eq(due, raw_of(m, k, k->due)) && k->undo >= 0 && m->row.state != k->actions[k->undo].to);
}

static err by_title(struct planning *p, struct import_row *row, struct matter_view *ret, bool *ret_found)
{
	const struct kind *k = p->l->ledger.kind;
	int64_t *ids;
	size_t n;
	*ret_found = false;
	if (!row->title.n)
		return OK;
	TRY(matters_by_title(p->x, k, row->title, &ids, &n));
	for (size_t i = 0; i < n && !*ret_found; i++) {
		TRY(matter_values(p->x, ids[i], ret));
		*ret_found = same_matter(p, row, ret);
	}
	return OK;
}

/* A subject is the one with its code, whatever it is called by now. */
static str code_of(const struct planning *p, const struct import_row *row)
{
	const struct kind *k = p->l->ledger.kind;
	return k->code >= 0 ? arg_of(row, k->fields[k->code].name) : S("");
}

static err by_code(struct planning *p, struct import_row *row, struct matter_view *ret, bool *ret_found)
{
	int64_t id;
	TRY(subject_find(p->x, p->l->ledger.kind->name, code_of(p, row), &id));
	*ret_found = id != 0;
	return id ? matter_values(p->x, id, ret) : OK;
}

/* ---- a row that is there --------------------------------------------------------------------------- */
struct change {
	struct planning *p;
	struct import_row *row;
	const struct matter_view *m;
	LIST(struct arg) args;
	LIST(struct import_diff) diffs;
	LIST(const struct field *) not_taken;
};

/* Values of one field as a matter gives them (value.raw). */
static str joined(struct arena *a, const struct import_row *row, str field)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < row->n_args; i++)
		if (str_eq(row->args[i].field, field)) {
			if (b.n)
				buf_byte(&b, ',');
			buf_add(&b, row->args[i].value);
		}
	return buf_str(&b);
}

static bool names_same(str a, str b)
{
	str one, rest = a;
	if (a.n != b.n)
		return false;
	for (bool more = a.n > 0; more;) {
		more = str_split(rest, ',', &one, &rest);
		if (str_find(b, more ? one : rest, 0) < 0)
			return false;
	}
	return true;
}

static str unit_names(const struct planning *p, str ids)
{
	struct buf b;
	str one, rest = ids;
	buf_init(&b, p->x->arena);
	for (bool more = ids.n > 0; more;) {
		int64_t id;
		more = str_split(rest, ',', &one, &rest);
		if (!str_int(more ? one : rest, &id))
			continue;
		for (size_t i = 0; i < p->n_units; i++)
			if (p->units[i].id == id) {
				if (b.n)
					buf_z(&b, "、");
				buf_add(&b, p->units[i].short_name.n ? p->units[i].short_name : p->units[i].name);
			}
	}
	return buf_str(&b);
}

static str shown(const struct planning *p, const struct field *f, str value)
{
	if (f->type == FIELD_UNIT || f->type == FIELD_UNITS)
		return unit_names(p, value);
	for (size_t i = 0; f->type == FIELD_PERSON && i < p->n_people; i++) {
		int64_t id;
		if (str_int(value, &id) && p->people[i].id == id)
			return p->people[i].name;
	}
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, value))
			return label(p, (const struct field *)&(struct field){.label = f->choices[i].label});
	return value;
}

static const struct value *value_of(const struct matter_view *m, const struct field *f)
{
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->fields[i].field == f)
			return &m->fields[i];
	return NULL;
}

static void field_change(struct change *c, int i)
{
	const struct kind *k = c->p->l->ledger.kind;
	const struct field *f = &k->fields[i];
	const struct value *had = value_of(c->m, f);
	str now = joined(c->p->x->arena, c->row, f->name), was = had ? had->raw : S("");
	if (!now.n || (had && had->masked) || str_eq(now, was) || (f->type == FIELD_UNITS && names_same(now, was)))
		return; /* an empty cell leaves what is there */
	if (!in_form(c->p->l->choices.amends, i)) {
		*list_push(c->p->x->arena, &c->not_taken) = f;
		return;
	}
	for (size_t n = 0; n < c->row->n_args; n++)
		if (str_eq(c->row->args[n].field, f->name))
			*list_push(c->p->x->arena, &c->args) = c->row->args[n];
	*list_push(c->p->x->arena, &c->diffs) = (struct import_diff){f, had ? had->text : S(""), shown(c->p, f, now)};
}

static void say_not_taken(struct change *c)
{
	struct buf b;
	const struct action *a = c->p->l->choices.amends;
	buf_init(&b, c->p->x->arena);
	for (size_t i = 0; i < c->not_taken.n; i++) {
		if (i)
			buf_z(&b, c->p->x->actor.lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, label(c->p, c->not_taken.v[i]));
	}
	if (!b.n)
		return;
	str said = a ? said_in(c->p->x, W("{0}: other values than in {1}, but “{2}” does not change them; change them on the page of the matter"),
			       (const str[]){buf_str(&b), c->row->number, words2_in(&a->label, c->p->x->actor.lang)}, 3)
		     : said_in(c->p->x, W("{0}: other values than in {1}, which stays as it is"), (const str[]){buf_str(&b), c->row->number}, 2);
	finding_add(c->p, c->row, CELL_MARK_ROW, S(""), said, false);
}

static err plan_change(struct planning *p, struct import_row *row, const struct matter_view *m)
{
	struct change c = {.p = p, .row = row, .m = m};
	const struct kind *k = p->l->ledger.kind;
	row->matter = m->row.id;
	row->number = m->row.number;
	if (k->states[m->row.state].closed)
		row->n_args = 0;
	for (size_t i = 0; i < k->n_fields; i++)
		field_change(&c, (int)i);
	say_not_taken(&c);
	if (row->version && row->version < m->row.version && c.diffs.n) {
		bool untouched;
		TRY(matter_untouched(p->x, m->row.id, row->version, &untouched));
		if (!untouched)
			finding_add(p, row, CELL_MARK_ROW, S(""), said_in(p->x, W("{0} was changed by somebody after this ledger was made; compare both before you take it in"), &row->number, 1), false);
	}
	row->version = m->row.version;
	row->action = p->l->choices.amends;
	row->args = c.args.v;
	row->n_args = c.args.n;
	row->diffs = c.diffs.v;
	row->n_diffs = c.diffs.n;
	row->sort = c.diffs.n ? IMPORT_CHANGE : IMPORT_SAME;
	return OK;
}

/* ---- a new row ----------------------------------------------------------------------------------------- */
static void drop_args(struct import_row *row, const struct kind *k, const struct action *a)
{
	size_t n = 0;
	for (size_t i = 0; i < row->n_args; i++)
		if (in_form(a, kind_field(k, row->args[i].field)))
			row->args[n++] = row->args[i];
	row->n_args = n;
}

static void constants_add(struct planning *p, struct import_row *row)
{
	const struct import_choices *c = &p->l->choices;
	for (size_t i = 0; i < c->n_constants; i++) {
		const struct field *f = &p->l->ledger.kind->fields[c->constants[i].field];
		if (!arg_of(row, f->name).n)
			arg_add(p, row, f, c->constants[i].value);
	}
}

static uint32_t column_of(const struct planning *p, str field, str *ret_head)
{
	const struct ledger_column *c = ledger_column_of(&p->l->ledger, kind_field(p->l->ledger.kind, field));
	*ret_head = c ? c->head : S("");
	return c ? c->at : CELL_MARK_ROW;
}

static err try_row(struct planning *p, struct import_row *row)
{
	struct act_request q = {.matter = row->matter, .kind = row->matter ? NULL : p->l->ledger.kind, .action = row->action->name,
		.args = row->args, .n_args = row->n_args};
	err e = act_would(p->x, &q);
	str head;
	if (e == OK || e == ERR_IO || e == ERR_BUSY)
		return e;
	str sentence = fail_sentence(p->x);
	uint32_t at = column_of(p, act_field_at_fault(p->x), &head);
	finding_add(p, row, at, head, sentence, true);
	return OK;
}

/* What the row says, for whoever looks at it first. */
static void values_shown(struct planning *p, struct import_row *row)
{
	const struct kind *k = p->l->ledger.kind;
	row->diffs = arena_new_n(p->x->arena, k->n_fields, struct import_diff);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];
		str value = joined(p->x->arena, row, f->name);
		if (value.n && (int)i != k->title)
			row->diffs[row->n_diffs++] = (struct import_diff){f, S(""), shown(p, f, value)};
	}
}

static err plan_new(struct planning *p, struct import_row *row)
{
	const struct action *a = p->l->choices.opens;
	if (!a) {
		finding_add(p, row, CELL_MARK_ROW, S(""), said_in(p->x, W("there is no such matter yet, and you may not open one; ask the supervision office, or leave the row out"), NULL, 0), true);
		return OK;
	}
	constants_add(p, row);
	drop_args(row, p->l->ledger.kind, a);
	values_shown(p, row);
	row->action = a;
	row->sort = IMPORT_NEW;
	return OK;
}

/* ---- measures under a task --------------------------------------------------------------------- */
/* 具体举措 beside a title that spans several rows: each row is a matter of its own, named after both. */
static const struct ledger_column *steps_column(const struct planning *p)
{
	const struct ledger *l = &p->l->ledger;
	const struct ledger_column *title = ledger_column_of(l, l->kind->title), *steps = NULL;
	bool spans = false;
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].use == COLUMN_LEFT && ledger_word_is(l->words, WORD_STEPS, ledger_fold(p->x->arena, l->columns[i].head)))
			steps = &l->columns[i];
	for (size_t i = 0; steps && title && i < l->sheet->n_merges; i++) {
		const struct merged *m = &l->sheet->merges[i];
		spans |= m->row >= l->head_to && m->rows > 1 && m->column <= title->at && title->at < m->column + m->columns;
	}
	return spans ? steps : NULL;
}

static void step_add(struct planning *p, struct import_row *row)
{
	const struct field *title = &p->l->ledger.kind->fields[p->l->ledger.kind->title];
	str step = p->steps ? unbroken(p->x->arena, sheet_text(p->l->ledger.sheet, row->at, p->steps->at)) : S("");
	struct buf b;
	for (size_t i = 0; step.n && i < row->n_args; i++)
		if (str_eq(row->args[i].field, title->name) && (int64_t)(row->args[i].value.n + 3 + step.n) <= title->max) {
			buf_init(&b, p->x->arena);
			buf_add(&b, row->args[i].value), buf_z(&b, "："), buf_add(&b, step);
			row->args[i].value = buf_str(&b);
		}
}

/* ---- all rows -------------------------------------------------------------------------------------------- */
/* 一、工业项目（12个） -> 工业项目 */
static str section_name(struct arena *a, str s)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "("};
	str name = ledger_fold(a, s);
	ptrdiff_t open = str_find(name, S("("), 1), behind;
	if (open > 0 && str_ends(name, S(")")))
		name = str_cut(name, 0, (size_t)open);
	for (size_t i = 0; i < COUNT_OF(digits); i++)
		if (str_starts(name, str_of(digits[i]))) {
			behind = str_find(name, S("、"), 0);
			if (behind < 0 || behind > 12)
				behind = str_find(name, S(")"), 0) - 2;
			return behind > 0 && behind <= 12 ? str_cut(name, (size_t)behind + 3, name.n) : name;
		}
	return name;
}

static err section_add(struct planning *p, struct import_row *row)
{
	int f = p->l->choices.section;
	str s = row->section;
	if (f < 0 || !s.n || arg_of(row, p->l->ledger.kind->fields[f].name).n)
		return OK;
	struct ledger_column c = {.at = CELL_MARK_ROW, .field = f, .use = COLUMN_FIELD, .head = S(""), .measure = S("")};
	struct cell cell = {.kind = CELL_TEXT, .text = section_name(p->x->arena, s), .format = S("")};
	struct meaning m;
	cell_mean(p->x->arena, &p->l->ledger, &c, &cell, &m);
	return m.fault == CELL_FINE ? cell_take(p, row, &c, &m) : OK;
}

static void no_title(struct planning *p, struct import_row *row)
{
	const struct kind *k = p->l->ledger.kind;
	str head;
	uint32_t at = column_of(p, k->fields[k->title].name, &head);
	for (size_t i = 0; i < row->n_findings; i++)
		if (row->findings[i].wrong && row->findings[i].column == at)
			return; /* it is there, but wrong */
	finding_add(p, row, at, head, said_in(p->x, W("“{0}” is missing; fill it in"), (const str[]){label(p, &k->fields[k->title])}, 1), true);
}

static err row_plan(struct planning *p, const struct ledger_row *lr, struct import_row *row)
{
	const struct ledger *l = &p->l->ledger;
	struct matter_view m;
	bool found;
	*row = (struct import_row){.at = lr->at, .section = lr->section, .sort = IMPORT_NEW};
	for (size_t i = 0; i < l->n_columns; i++)
		if (l->columns[i].use == COLUMN_FIELD)
			TRY(cell_plan(p, row, &l->columns[i]));
	TRY(section_add(p, row));
	step_add(p, row);
	row->title = arg_of(row, l->kind->fields[l->kind->title].name);
	TRY(by_id(p, row, &m, &found));
	if (!found && !wrong(row))
		TRY(code_of(p, row).n ? by_code(p, row, &m, &found) : by_title(p, row, &m, &found));
	if (found)
		TRY(plan_change(p, row, &m));
	else if (!row->title.n)
		no_title(p, row);
	else
		TRY(plan_new(p, row));
	bool acts = row->sort == IMPORT_NEW || row->sort == IMPORT_CHANGE;
	if (acts && !wrong(row))
		TRY(try_row(p, row));
	return OK;
}

struct seen {
	uint64_t hash;
	const struct import_row *row;
};

static int by_hash(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : x->row->at < y->row->at ? -1 : x->row->at > y->row->at;
}

static bool twins(const struct planning *p, const struct import_row *a, const struct import_row *b)
{
	const struct kind *k = p->l->ledger.kind;
	if (a->matter || b->matter)
		return a->matter == b->matter;
	if (code_of(p, a).n && code_of(p, b).n)
		return str_eq(code_of(p, a), code_of(p, b));
	return str_eq(a->title, b->title) && (k->lead < 0 || str_eq(arg_of(a, k->fields[k->lead].name), arg_of(b, k->fields[k->lead].name)));
}

/* Twice in one ledger: one of the two is a slip. */
static void find_twins(struct planning *p)
{
	struct seen *v = arena_new_n(p->x->arena, p->l->n_rows, struct seen);
	size_t n = 0;
	for (size_t i = 0; i < p->l->n_rows; i++) {
		const struct import_row *row = &p->l->rows[i];
		if (row->title.n && row->sort != IMPORT_LEFT)
			v[n++] = (struct seen){str_hash(code_of(p, row).n ? code_of(p, row) : row->title), row};
	}
	qsort(v, n, sizeof *v, by_hash);
	for (size_t i = 1; i < n; i++) {
		struct import_row *row = (struct import_row *)v[i].row;
		struct buf b;
		if (v[i].hash != v[i - 1].hash || !twins(p, v[i - 1].row, row))
			continue;
		buf_init(&b, p->x->arena);
		buf_int(&b, (int64_t)v[i - 1].row->at + 1);
		finding_add(p, row, CELL_MARK_ROW, S(""), said_in(p->x, W("this is the same matter as in row {0}; leave one of them"), (const str[]){buf_str(&b)}, 1), true);
	}
}

static bool left_out(const struct import_choices *c, uint32_t at)
{
	for (size_t i = 0; i < c->n_left; i++)
		if (c->left[i] == at)
			return true;
	return false;
}

err rows_plan(struct planning *p)
{
	const struct ledger *l = &p->l->ledger;
	if (l->n_matters > IMPORT_ROWS)
		return fail(ERR_LIMIT, "this ledger has more than {0} matters; split it", S("5000"));
	p->l->rows = arena_new_n(p->x->arena, l->n_matters, struct import_row);
	p->steps = steps_column(p);
	for (size_t i = 0; i < l->n_rows; i++) {
		if (l->rows[i].sort != ROW_MATTER)
			continue;
		struct import_row *row = &p->l->rows[p->l->n_rows++];
		TRY(row_plan(p, &l->rows[i], row));
		if (left_out(&p->l->choices, row->at))
			row->sort = IMPORT_LEFT;
	}
	find_twins(p);
	for (size_t i = 0; i < p->l->n_rows; i++) {
		struct import_row *row = &p->l->rows[i];
		if (row->sort != IMPORT_LEFT && wrong(row))
			row->sort = IMPORT_WRONG;
		p->l->counts[row->sort]++;
	}
	return OK;
}
