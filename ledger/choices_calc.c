/* SPDX-License-Identifier: Apache-2.0 */
/* What a person settled about a ledger, as lines: a word, then what it is about. */
#include "ledger/import_in.h"

#include <string.h>

struct settling {
	struct arena *a;
	const struct kind *k;
	struct import_choices *c;
	LIST(struct import_column) columns;
	LIST(struct import_name) names;
	LIST(struct import_constant) constants;
	LIST(struct import_cell) cells;
	LIST(uint32_t) left;
};

static bool small_number(str s, uint32_t *ret)
{
	int64_t v;
	if (!str_int(s, &v) || v < 0 || v > 1000000)
		return false;
	*ret = (uint32_t)v;
	return true;
}

static bool read_sheet(struct settling *s, str rest)
{
	uint32_t v;
	bool fine = small_number(rest, &v);
	s->c->sheet = fine ? v : 0;
	return fine;
}

static bool read_open(struct settling *s, str rest)
{
	int i = kind_action(s->k, rest);
	s->c->opens = i >= 0 && s->k->actions[i].opens ? &s->k->actions[i] : NULL;
	return s->c->opens != NULL;
}

static bool read_amend(struct settling *s, str rest)
{
	int i = kind_action(s->k, rest);
	s->c->amends = i >= 0 && !s->k->actions[i].opens ? &s->k->actions[i] : NULL;
	return s->c->amends || str_eq(rest, S("-"));
}

static bool read_section(struct settling *s, str rest)
{
	s->c->section = kind_field(s->k, rest);
	return s->c->section >= 0 || str_eq(rest, S("-"));
}

static bool read_measure(struct settling *s, str rest)
{
	s->c->measure = rest;
	return measure_find(ledger_words_built_in(), rest) != NULL;
}

static bool read_column(struct settling *s, str rest)
{
	str at, field;
	struct import_column c;
	if (!str_split(rest, ' ', &at, &field) || !small_number(at, &c.at))
		return false;
	c.field = kind_field(s->k, field);
	*list_push(s->a, &s->columns) = c;
	return c.field >= 0 || str_eq(field, S("-"));
}

static bool read_name(struct settling *s, str rest)
{
	struct import_name n;
	str ids, one;
	LIST(int64_t) units = {0};
	if (!str_split(rest, '=', &n.name, &ids))
		return false;
	for (bool more = ids.n > 0; more;) {
		more = str_split(ids, ',', &one, &ids);
		if (!str_int(more ? one : ids, list_push(s->a, &units)))
			return false;
	}
	n.units = units.v;
	n.n_units = units.n;
	*list_push(s->a, &s->names) = n;
	return true;
}

static bool read_constant(struct settling *s, str rest)
{
	str field;
	struct import_constant c;
	if (!str_split(rest, '=', &field, &c.value))
		return false;
	c.field = kind_field(s->k, field);
	*list_push(s->a, &s->constants) = c;
	return c.field >= 0;
}

static bool read_cell(struct settling *s, str rest)
{
	str row, column;
	struct import_cell c;
	if (!str_split(rest, ' ', &row, &rest) || !str_split(rest, ' ', &column, &c.value) || !small_number(row, &c.row) || !small_number(column, &c.column))
		return false;
	*list_push(s->a, &s->cells) = c;
	return true;
}

static bool read_leave(struct settling *s, str rest)
{
	return small_number(rest, list_push(s->a, &s->left));
}

static const struct {
	const char *word;
	bool (*read)(struct settling *, str rest);
} lines_of[] = {
	{"sheet", read_sheet}, {"open", read_open}, {"amend", read_amend}, {"section", read_section}, {"measure", read_measure},
	{"column", read_column}, {"name", read_name}, {"constant", read_constant}, {"cell", read_cell}, {"leave", read_leave},
};

static bool read_one(struct settling *s, str line)
{
	str word, rest;
	if (!line.n)
		return true;
	if (!str_split(line, ' ', &word, &rest))
		return false;
	for (size_t i = 0; i < COUNT_OF(lines_of); i++)
		if (str_eq(word, str_of(lines_of[i].word)))
			return lines_of[i].read(s, rest);
	return false;
}

err import_choices_read(struct arena *a, const struct kind *k, str lines, struct import_choices *ret)
{
	struct import_choices c = {.section = -1, .measure = S("")};
	struct settling s = {.a = a, .k = k, .c = &c};
	str line;
	for (bool more = true; more;) {
		more = str_split(lines, '\n', &line, &lines);
		if (!read_one(&s, str_trim(more ? line : lines)))
			return fail(ERR_INPUT, "“{0}” does not fit this ledger; choose it again on its page", str_trim(more ? line : lines));
	}
	c.columns = s.columns.v;
	c.n_columns = s.columns.n;
	c.names = s.names.v;
	c.n_names = s.names.n;
	c.constants = s.constants.v;
	c.n_constants = s.constants.n;
	c.cells = s.cells.v;
	c.n_cells = s.cells.n;
	c.left = s.left.v;
	c.n_left = s.left.n;
	*ret = c;
	return OK;
}

/* What the ledger says itself goes before what was chosen for it.
 * A field that was given to a column by hand is taken from the column that had it. */
void import_choices_apply(struct ledger *l, const struct import_choices *c)
{
	l->measure = l->measure.n ? l->measure : c->measure;
	for (size_t i = 0; i < c->n_columns; i++)
		for (size_t k = 0; k < l->n_columns; k++) {
			struct ledger_column *column = &l->columns[k];
			bool here = column->at == c->columns[i].at;
			bool had = column->use == COLUMN_FIELD && column->field == c->columns[i].field;
			if (here || (had && c->columns[i].field >= 0)) {
				column->use = here && c->columns[i].field >= 0 ? COLUMN_FIELD : COLUMN_LEFT;
				column->field = here ? c->columns[i].field : -1;
			}
		}
}
