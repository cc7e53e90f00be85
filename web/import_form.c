/* SPDX-License-Identifier: Apache-2.0 */
/* What a person settled on the page of a ledger, from its form to the lines of its batch. What
 * the page did not show stays as it was. */
#include "web/import_in.h"

#include <stdio.h>

static void line(struct buf *b, const char *word, str a, const char *between, str value)
{
	buf_z(b, word);
	buf_byte(b, ' ');
	buf_add(b, a);
	buf_z(b, between);
	for (size_t i = 0; i < value.n; i++)
		buf_byte(b, value.p[i] == '\n' || value.p[i] == '\r' ? ' ' : value.p[i]);
	buf_byte(b, '\n');
}

static str number(struct visit *v, uint32_t n)
{
	return path_with(v, "%u", n);
}

static void put_choice(struct visit *v, struct buf *b, const char *name, const char *word, str had)
{
	str value = form_get(v, name);
	value = value.p ? value : had;
	if (value.n)
		line(b, word, value, "", S(""));
}

static void put_columns(struct visit *v, struct buf *b, const struct import_look *l)
{
	const struct kind *k = l->ledger.kind;
	for (size_t i = 0; i < l->ledger.n_columns; i++) {
		const struct ledger_column *c = &l->ledger.columns[i];
		str field = form_get(v, path_with(v, "c%u", c->at).p);
		if (!field.p || (c->use != COLUMN_FIELD && c->use != COLUMN_LEFT))
			continue;
		if (kind_field(k, field) >= 0 || str_eq(field, S("-")))
			line(b, "column", number(v, c->at), " ", field);
	}
}

/* n0=各镇街 with several u0=17. */
static bool name_shown(struct visit *v, str name, int *ret)
{
	for (int i = 0;; i++) {
		str shown = form_get(v, path_with(v, "n%d", i).p);
		if (!shown.p)
			return false;
		if (str_eq(shown, name)) {
			*ret = i;
			return true;
		}
	}
}

static void put_name(struct visit *v, struct buf *b, int i)
{
	struct buf ids;
	str name = form_get(v, path_with(v, "n%d", i).p), field = path_with(v, "u%d", i);
	bool any = false;
	buf_init(&ids, v->arena);
	for (size_t k = 0; k < v->rq->form.n; k++) {
		int64_t id;
		if (!str_eq(v->rq->form.v[k].name, field))
			continue;
		str value = v->rq->form.v[k].value;
		any |= str_eq(value, S("-"));
		if (!str_int(value, &id))
			continue;
		if (ids.n)
			buf_byte(&ids, ',');
		buf_int(&ids, id);
		any = true;
	}
	if (any)
		line(b, "name", name, "=", buf_str(&ids));
}

static void put_names(struct visit *v, struct buf *b, const struct import_choices *c)
{
	int at;
	for (size_t i = 0; i < c->n_names; i++) {
		struct buf ids;
		buf_init(&ids, v->arena);
		for (size_t k = 0; k < c->names[i].n_units; k++)
			buf_fmt(&ids, k ? ",%lld" : "%lld", (long long)c->names[i].units[k]);
		if (!name_shown(v, c->names[i].name, &at))
			line(b, "name", c->names[i].name, "=", buf_str(&ids));
	}
	for (int i = 0; form_get(v, path_with(v, "n%d", i).p).p; i++)
		put_name(v, b, i);
}

static void put_constants(struct visit *v, struct buf *b, const struct kind *k, const struct import_choices *c)
{
	for (size_t i = 0; i < k->n_fields; i++) {
		str given = form_get(v, path_with(v, "k_" STR_FMT, STR_ARG(k->fields[i].name)).p), had = S("");
		for (size_t n = 0; n < c->n_constants; n++)
			if (c->constants[n].field == (int)i)
				had = c->constants[n].value;
		str value = given.p ? str_trim(given) : had;
		if (value.n)
			line(b, "constant", k->fields[i].name, "=", value);
	}
}

/* x7_4=2026-12-31 mends a cell; what it says already is no mending. */
static bool mended(struct visit *v, uint32_t row, uint32_t column, str *ret)
{
	str value = form_get(v, path_with(v, "x%u_%u", row, column).p), was = form_get(v, path_with(v, "w%u_%u", row, column).p);
	*ret = str_trim(value);
	return value.p && !str_eq(*ret, str_trim(was));
}

static void put_cells(struct visit *v, struct buf *b, const struct import_look *l)
{
	str value;
	for (size_t i = 0; i < l->choices.n_cells; i++) {
		const struct import_cell *c = &l->choices.cells[i];
		if (!mended(v, c->row, c->column, &value))
			line(b, "cell", path_with(v, "%u %u", c->row, c->column), " ", c->value);
	}
	for (size_t i = 0; i < l->n_rows; i++)
		for (size_t k = 0; k < l->rows[i].n_findings; k++) {
			uint32_t column = l->rows[i].findings[k].column;
			bool twice = false;
			for (size_t j = 0; j < k; j++)
				twice |= l->rows[i].findings[j].column == column;
			if (!twice && column != CELL_MARK_ROW && mended(v, l->rows[i].at, column, &value))
				line(b, "cell", path_with(v, "%u %u", l->rows[i].at, column), " ", value);
		}
}

static void put_leaves(struct visit *v, struct buf *b)
{
	for (size_t i = 0; i < v->rq->form.n; i++) {
		int64_t row;
		if (str_eq(v->rq->form.v[i].name, S("leave")) && str_int(v->rq->form.v[i].value, &row) && row >= 0 && row <= 1000000)
			line(b, "leave", path_with(v, "%lld", (long long)row), "", S(""));
	}
}

str import_lines(struct visit *v, const struct import_look *l)
{
	struct buf b;
	const struct import_choices *c = &l->choices;
	str none = S("-");
	buf_init(&b, v->arena);
	put_choice(v, &b, "sheet", "sheet", path_with(v, "%zu", c->sheet));
	put_choice(v, &b, "open", "open", c->opens ? c->opens->name : S(""));
	put_choice(v, &b, "amend", "amend", c->amends ? c->amends->name : S(""));
	put_choice(v, &b, "measure", "measure", c->measure);
	put_choice(v, &b, "section", "section", c->section >= 0 ? l->batch.kind->fields[c->section].name : none);
	if (l->why_not.n)
		return buf_str(&b); /* another sheet is all that can be chosen */
	put_columns(v, &b, l);
	put_names(v, &b, c);
	put_constants(v, &b, l->batch.kind, c);
	put_cells(v, &b, l);
	put_leaves(v, &b);
	return buf_str(&b);
}
