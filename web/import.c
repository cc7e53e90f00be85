/* SPDX-License-Identifier: Apache-2.0 */
/* 导入台账: a workbook is sent, looked at, settled, taken in as a whole, taken back. */
#include "web/import_in.h"

enum { ROWS_SHOWN = 100, FIELDS_MOST = 60 };

static const struct decoder *decoder_of(struct visit *v)
{
	return v->web->config.parts.decoder;
}

static str label_of(struct visit *v, const struct words2 *w)
{
	return words2_in(w, v->lang);
}

/* ---- the list, and what is sent --------------------------------------------------------------------- */
static err list_show(struct visit *v, struct imports_view *view)
{
	struct import_batch *rows;
	struct option *o = arena_new_n(v->arena, v->web->n_kinds + 1, struct option);
	str asked = form_get(v, "kind");
	asked = asked.p ? asked : query_get(v, "kind");
	TRY(import_list(ctx_of(v), &rows, &view->n));
	view->rows = rows;
	o[view->n_kinds++] = (struct option){.value = S(""), .label = said(v, W("as its headings say")), .chosen = !asked.n};
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		if (!k->elsewhere)
			o[view->n_kinds++] = (struct option){.value = k->name, .label = label_of(v, &k->label), .chosen = str_eq(asked, k->name)};
	}
	view->kinds = o;
	TRY(frame(v, "matters"));
	render(v, ui_imports(&v->rs->body, &v->ui, view));
	return OK;
}

err imports_page(struct visit *v)
{
	return list_show(v, &(struct imports_view){0});
}

static err taken(struct visit *v, str *ret_name, str *ret_bytes)
{
	struct http_file file;
	if (upload_find(v, "file", &file) && file.bytes.n) {
		*ret_name = file.name.n ? file.name : S("ledger");
		*ret_bytes = file.bytes;
		return OK;
	}
	*ret_name = said(v, W("pasted rows.csv"));
	*ret_bytes = form_get(v, "text");
	return str_trim(*ret_bytes).n ? OK : fail(ERR_INPUT, "choose a workbook, or paste rows of one");
}

err imports_post(struct visit *v)
{
	str name, bytes;
	int64_t id, like = 0;
	struct typed typed;
	form_int(v, "like", &like);
	err e = taken(v, &name, &bytes);
	if (e == OK)
		e = committing(v, import_begin(ctx_of(v), decoder_of(v), kind_named(v, form_get(v, "kind")), name, bytes, like, &id));
	if (e == OK) {
		see_other(v, path_with(v, "/import/%lld", (long long)id));
		return OK;
	}
	if (!typed_from(v, e, S(""), &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return list_show(v, &(struct imports_view){.error = typed.error, .text = form_get(v, "text")});
}

/* ---- what can be settled ------------------------------------------------------------------------------ */
static void sheet_options(struct visit *v, struct import_view *view)
{
	const struct workbook *w = &view->l->book;
	struct option *o = arena_new_n(v->arena, w->n_sheets, struct option);
	for (size_t i = 0; i < w->n_sheets; i++) {
		str name = w->sheets[i].name.n ? w->sheets[i].name : path_with(v, "%zu", i + 1);
		o[i] = (struct option){.value = path_with(v, "%zu", i), .chosen = i == view->l->choices.sheet,
			.label = w->sheets[i].hidden ? said_with(v, W("{0} (hidden)"), &name, 1) : name};
	}
	view->sheets = o;
	view->n_sheets = w->n_sheets;
}

static const struct option *action_options(struct visit *v, const struct action *const *a, size_t n, const struct action *chosen, const char *none, size_t *ret_n)
{
	struct option *o = arena_new_n(v->arena, n + 1, struct option);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		o[(*ret_n)++] = (struct option){.value = a[i]->name, .label = label_of(v, &a[i]->label), .chosen = a[i] == chosen, .help = label_of(v, &a[i]->help)};
	if (none)
		o[(*ret_n)++] = (struct option){.value = S("-"), .label = said(v, none), .chosen = !chosen};
	return o;
}

static void section_options(struct visit *v, struct import_view *view)
{
	const struct kind *k = view->l->batch.kind;
	struct option *o = arena_new_n(v->arena, k->n_fields + 1, struct option);
	o[view->n_sections++] = (struct option){.value = S("-"), .label = said(v, W("not taken in")), .chosen = view->l->choices.section < 0};
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].type == FIELD_CHOICE || k->fields[i].type == FIELD_LINE)
			o[view->n_sections++] = (struct option){.value = k->fields[i].name, .label = label_of(v, &k->fields[i].label),
				.chosen = view->l->choices.section == (int)i};
	view->sections = o;
}

/* Only of ledgers that say nothing themselves: above their heading, or in each column. */
static void measure_options(struct visit *v, struct import_view *view)
{
	const struct ledger_words *w = ledger_words_built_in();
	const struct import_look *l = view->l;
	struct option *o = arena_new_n(v->arena, w->n_measures + 1, struct option);
	if (!l->asks_measure && !l->choices.measure.n)
		return;
	o[view->n_measures++] = (struct option){.value = S(""), .label = S(""), .chosen = !l->choices.measure.n};
	for (size_t i = 0; i < w->n_measures; i++)
		o[view->n_measures++] = (struct option){.value = w->measures[i].name, .label = w->measures[i].name, .chosen = str_eq(w->measures[i].name, l->choices.measure)};
	view->measures = o;
}

static void letters(uint32_t at, char to[8])
{
	char back[8];
	size_t n = 0, k = 0;
	for (uint32_t c = at + 1; c && n < 6; c = (c - 1) / 26)
		back[n++] = (char)('A' + (c - 1) % 26);
	while (n)
		to[k++] = back[--n];
	to[k] = 0;
}

static str sample_of(const struct ledger *l, uint32_t column)
{
	for (size_t i = 0; i < l->n_rows; i++) {
		str text = l->rows[i].sort == ROW_MATTER ? sheet_text(l->sheet, l->rows[i].at, column) : S("");
		if (text.n)
			return str_cut(text, 0, utf8_offset(text, 30));
	}
	return S("");
}

static const struct option *field_options(struct visit *v, const struct kind *k, const struct ledger_column *c, size_t *ret_n)
{
	struct option *o = arena_new_n(v->arena, k->n_fields + 1, struct option);
	size_t n = 0;
	o[n++] = (struct option){.value = S("-"), .label = said(v, W("not taken in")), .chosen = c->use != COLUMN_FIELD};
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].type != FIELD_SOURCE)
			o[n++] = (struct option){.value = k->fields[i].name, .label = label_of(v, &k->fields[i].label),
				.chosen = c->use == COLUMN_FIELD && c->field == (int)i};
	*ret_n = n;
	return o;
}

static bool takes(const struct action *a, int field)
{
	for (size_t i = 0; a && i < a->n_form; i++)
		if (a->form[i].field == field)
			return true;
	return false;
}

static void column_rows(struct visit *v, struct import_view *view)
{
	const struct ledger *l = &view->l->ledger;
	struct import_column_row *rows = arena_new_n(v->arena, l->n_columns, struct import_column_row);
	for (size_t i = 0; i < l->n_columns && view->n_columns < FIELDS_MOST; i++) {
		const struct ledger_column *c = &l->columns[i];
		if (!c->head.n)
			continue;
		struct import_column_row *r = &rows[view->n_columns++];
		*r = (struct import_column_row){.column = c, .sample = sample_of(l, c->at)};
		letters(c->at, r->letter);
		r->fields = field_options(v, l->kind, c, &view->n_fields);
		r->taken = c->use != COLUMN_FIELD || !view->l->choices.opens || takes(view->l->choices.opens, c->field);
	}
	view->columns = rows;
}

static const struct option *unit_options(struct visit *v, const struct import_unknown *u, size_t *ret_n)
{
	struct unit *units;
	size_t n;
	if (unit_list(ctx_of(v), &units, &n) != OK)
		n = 0;
	struct option *o = arena_new_n(v->arena, n + 1 + (u ? u->n_like : 0), struct option);
	*ret_n = 0;
	o[(*ret_n)++] = u ? (struct option){.value = S("-"), .label = said(v, W("leave this name out"))} : (struct option){.value = S(""), .label = S("")};
	for (size_t i = 0; u && i < u->n_like; i++)
		o[(*ret_n)++] = (struct option){.value = path_with(v, "%lld", (long long)u->like[i].id), .label = u->like[i].name};
	for (size_t i = 0; i < n; i++)
		if (units[i].active)
			o[(*ret_n)++] = (struct option){.value = path_with(v, "%lld", (long long)units[i].id),
				.label = units[i].short_name.n ? units[i].short_name : units[i].name};
	return o;
}

static void unknown_rows(struct visit *v, struct import_view *view)
{
	struct import_unknown_row *rows = arena_new_n(v->arena, view->l->n_unknown, struct import_unknown_row);
	for (size_t i = 0; i < view->l->n_unknown && i < FIELDS_MOST; i++) {
		struct import_unknown_row *r = &rows[view->n_unknown++];
		r->name = &view->l->unknown[i];
		r->units = unit_options(v, r->name, &r->n_units);
	}
	view->unknown = rows;
}

static struct import_missing_row constant_row(struct visit *v, const struct field *f, str value)
{
	struct import_missing_row r = {.field = f};
	struct option *o;
	if (f->type == FIELD_UNIT) {
		r.options = unit_options(v, NULL, &r.n_options);
	} else if (f->type == FIELD_CHOICE) {
		o = arena_new_n(v->arena, f->n_choices + 1, struct option);
		o[r.n_options++] = (struct option){.value = S(""), .label = S("")};
		for (size_t i = 0; i < f->n_choices; i++)
			o[r.n_options++] = (struct option){.value = f->choices[i].name, .label = label_of(v, &f->choices[i].label)};
		r.options = o;
	} else {
		o = arena_new(v->arena, struct option);
		o->value = value;
		r.options = o;
	}
	for (size_t i = 0; i < r.n_options; i++)
		((struct option *)r.options)[i].chosen = value.n && str_eq(r.options[i].value, value);
	return r;
}

static void missing_rows(struct visit *v, struct import_view *view)
{
	const struct import_look *l = view->l;
	struct import_missing_row *rows = arena_new_n(v->arena, l->n_missing, struct import_missing_row);
	struct import_missing_row *had = arena_new_n(v->arena, l->choices.n_constants, struct import_missing_row);
	for (size_t i = 0; i < l->n_missing; i++)
		rows[view->n_missing++] = constant_row(v, &l->batch.kind->fields[l->missing[i]], S(""));
	for (size_t i = 0; i < l->choices.n_constants; i++)
		had[view->n_constants++] = constant_row(v, &l->batch.kind->fields[l->choices.constants[i].field], l->choices.constants[i].value);
	view->missing = rows;
	view->constants = had;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */
static void push(const struct import_row **v, size_t *n, bool *more, const struct import_row *row)
{
	if (*n < ROWS_SHOWN)
		v[(*n)++] = row;
	else
		*more = true;
}

static void sort_rows(struct visit *v, struct import_view *view)
{
	const struct import_look *l = view->l;
	bool more = false;
	view->wrong = arena_new_n(v->arena, ROWS_SHOWN, const struct import_row *);
	view->looked = arena_new_n(v->arena, ROWS_SHOWN, const struct import_row *);
	view->changed = arena_new_n(v->arena, ROWS_SHOWN, const struct import_row *);
	view->fresh = arena_new_n(v->arena, ROWS_SHOWN, const struct import_row *);
	view->left = arena_new_n(v->arena, ROWS_SHOWN, const struct import_row *);
	for (size_t i = 0; i < l->n_rows; i++) {
		const struct import_row *r = &l->rows[i];
		if (r->sort == IMPORT_WRONG)
			push(view->wrong, &view->n_wrong, &view->more_wrong, r);
		else if (r->n_findings && r->sort != IMPORT_LEFT)
			push(view->looked, &view->n_looked, &more, r);
		if (r->sort == IMPORT_CHANGE)
			push(view->changed, &view->n_changed, &view->more_changed, r);
		if (r->sort == IMPORT_NEW)
			push(view->fresh, &view->n_fresh, &view->more_fresh, r);
		if (r->sort == IMPORT_LEFT)
			push(view->left, &view->n_left, &more, r);
	}
}

static str dec_text(struct visit *v, struct dec d)
{
	struct buf b;
	buf_init(&b, v->arena);
	dec_put(&b, d);
	return buf_str(&b);
}

static void sum_rows(struct visit *v, struct import_view *view)
{
	const struct import_look *l = view->l;
	struct import_sum_row *rows = arena_new_n(v->arena, l->n_sums, struct import_sum_row);
	for (size_t i = 0; i < l->n_sums; i++)
		rows[view->n_sums++] = (struct import_sum_row){(int64_t)l->sums[i].row + 1, l->ledger.columns[l->sums[i].column].head,
			dec_text(v, l->sums[i].said), dec_text(v, l->sums[i].counted)};
	view->sums = rows;
}

static err look_show(struct visit *v, int64_t id, str error)
{
	struct import_look l;
	struct import_view view = {.l = &l, .error = error};
	TRY(import_look(ctx_of(v), decoder_of(v), id, &l));
	sheet_options(v, &view);
	if (!l.why_not.n) {
		view.opens = action_options(v, l.can_open, l.n_can_open, l.choices.opens, NULL, &view.n_opens);
		view.amends = action_options(v, l.can_amend, l.n_can_amend, l.choices.amends, W("leave them as they are"), &view.n_amends);
		section_options(v, &view);
		measure_options(v, &view);
		column_rows(v, &view);
		unknown_rows(v, &view);
		missing_rows(v, &view);
		sort_rows(v, &view);
		sum_rows(v, &view);
	}
	TRY(frame(v, "matters"));
	render(v, ui_import(&v->rs->body, &v->ui, &view));
	return OK;
}

err import_page(struct visit *v)
{
	return look_show(v, v->id[0], S(""));
}

/* ---- doing ---------------------------------------------------------------------------------------------------- */
/* What could not be done is said on the same page. */
static err done_or_said(struct visit *v, err e, str to)
{
	struct typed typed;
	if (e == OK) {
		see_other(v, to);
		return OK;
	}
	if (!typed_from(v, e, S(""), &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return look_show(v, v->id[0], typed.error);
}

static str page_of(struct visit *v)
{
	return path_with(v, "/import/%lld", (long long)v->id[0]);
}

err import_settle_post(struct visit *v)
{
	struct import_look l;
	int64_t version = 0;
	form_int(v, "version", &version);
	TRY(import_look(ctx_of(v), decoder_of(v), v->id[0], &l));
	return done_or_said(v, committing(v, import_settle(ctx_of(v), v->id[0], version, import_lines(v, &l))), page_of(v));
}

err import_take_post(struct visit *v)
{
	int64_t version = 0;
	form_int(v, "version", &version);
	return done_or_said(v, committing(v, import_commit(ctx_of(v), decoder_of(v), v->id[0], version)), page_of(v));
}

err import_undo_post(struct visit *v)
{
	return done_or_said(v, committing(v, import_undo(ctx_of(v), v->id[0])), page_of(v));
}

err import_marked_page(struct visit *v)
{
	str name, bytes;
	TRY(import_marked(ctx_of(v), decoder_of(v), v->id[0], &name, &bytes));
	TRY(taken_out(v, "marked", S(""), str_ends(name, S(".xls")) ? "xls" : "xlsx", 0, true));
	send_file(v, name, str_ends(name, S(".xls")) ? S("application/vnd.ms-excel") : S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), bytes, false);
	return OK;
}
