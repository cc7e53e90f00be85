/* SPDX-License-Identifier: Apache-2.0 */
/* The cells of one sheet, as they stream by; formatted cells without a value cost nothing. */
#include <string.h>

#include "base/words.h"
#include "file/xlsx_in.h"

enum value_type { TYPE_NUMBER, TYPE_SHARED, TYPE_STRING, TYPE_INLINE, TYPE_BOOL, TYPE_ERROR, TYPE_DATE };
static const struct {
	str name;
	enum value_type type;
} types[] = {
	{S("s"), TYPE_SHARED},        {S("n"), TYPE_NUMBER}, {S("str"), TYPE_STRING}, {S("inlineStr"), TYPE_INLINE},
	{S("b"), TYPE_BOOL},          {S("e"), TYPE_ERROR},  {S("d"), TYPE_DATE},
};

struct reading {
	struct book *book;
	struct xml_in *xml;
	const struct xlsx_book *x;
	const struct xlsx_strings *strings;
	const struct xlsx_styles *styles;
	unsigned skip, in_cell, in_value;
	bool in_data;
	uint32_t row, column; /* of the next row and cell that do not say theirs */
	uint32_t style;
	enum value_type type;
	struct cell cell;
	struct buf value;
	struct xlsx_text text;
};

static err bad_place(struct reading *r, str ref)
{
	return fail(ERR_INPUT, "{0} is damaged: it names a cell {1}, which no sheet has; open it in Excel or WPS and save it again",
		    r->book->name, str_cut(ref, 0, 40));
}

/* ---- opening ---- */
static err open_row(struct reading *r, const struct xml_tag *t)
{
	str said = xml_attr(t, "r");
	uint32_t row = xlsx_number(said, SHEET_ROWS, 0);
	if (said.n && !row)
		return bad_place(r, said);
	if (row)
		r->row = row - 1;
	r->column = 0;
	if (xlsx_on(xml_attr(t, "hidden")))
		book_hide_rows(r->book, r->row, r->row + 1);
	return OK;
}

static err open_cell(struct reading *r, const struct xml_tag *t)
{
	uint32_t row = r->row;
	r->style = 0;
	r->type = TYPE_NUMBER;
	for (size_t i = 0; i < t->n_attr; i++) {
		str name = t->attr[i].name, v = t->attr[i].value;
		if (name.n != 1)
			continue;
		if (name.p[0] == 'r' && !sheet_ref(v, &row, &r->column))
			return bad_place(r, v);
		if (name.p[0] == 's')
			r->style = xlsx_number(v, UINT16_MAX, 0);
		for (size_t k = 0; name.p[0] == 't' && k < COUNT_OF(types); k++)
			if (str_eq(v, types[k].name))
				r->type = types[k].type;
	}
	r->cell = (struct cell){.row = row, .column = r->column++};
	r->in_cell = t->depth;
	return OK;
}

static err open_merge(struct reading *r, const struct xml_tag *t)
{
	struct merged m;
	str ref = xml_attr(t, "ref");
	return sheet_range(ref, &m) ? book_merge(r->book, m) : bad_place(r, ref);
}

static err open_column(struct reading *r, const struct xml_tag *t)
{
	uint32_t min = xlsx_number(xml_attr(t, "min"), SHEET_COLUMNS, 0), max = xlsx_number(xml_attr(t, "max"), SHEET_COLUMNS, 0);
	if (min && max && xlsx_on(xml_attr(t, "hidden")))
		book_hide_columns(r->book, min - 1, max);
	return OK;
}

static void open_in_cell(struct reading *r, const struct xml_tag *t)
{
	if (str_eq(t->name, S("v")))
		r->in_value = t->depth;
	else if (str_eq(t->name, S("f")))
		r->cell.formula = true;
	else
		xlsx_text_open(&r->text, t);
}

static err open_element(struct reading *r, const struct xml_tag *t)
{
	if (r->in_data && str_eq(t->name, S("c")))
		return open_cell(r, t);
	if (r->in_data && str_eq(t->name, S("row")))
		return open_row(r, t);
	if (str_eq(t->name, S("sheetData")))
		r->in_data = true;
	if (str_eq(t->name, S("mergeCell")))
		return open_merge(r, t);
	return str_eq(t->name, S("col")) ? open_column(r, t) : OK;
}

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip)
		return;
	if (str_eq(t->name, S("Fallback"))) {
		r->skip = t->depth;
	} else if (xlsx_of_sheet(t)) {
		if (r->in_cell)
			open_in_cell(r, t);
		else {
			err e = open_element(r, t);
			if (e != OK)
				xml_stop(r->xml, e);
		}
	}
}

/* ---- values ---- */

/* Fifteen digits without an exponent are the shortest already; what is left are zeros at the ends. */
static bool plain_number(str s)
{
	size_t digits = 0, points = 0, from = s.n && s.p[0] == '-';
	for (size_t i = from; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		points += s.p[i] == '.';
	}
	bool zeros = s.n > from && s.p[from] == '0' && !(s.n > from + 1 && s.p[from + 1] == '.');
	return s.n > from && digits + points == s.n - from && digits && digits <= 15 && s.p[from] != '.' && !zeros &&
	       (!points || (points == 1 && s.p[s.n - 1] >= '1' && s.p[s.n - 1] <= '9'));
}

static err put_number(struct reading *r, str v)
{
	enum sheet_shows shows = r->style < r->styles->n ? r->styles->v[r->style].shows : SHOWS_NUMBER;
	double x;
	if (shows == SHOWS_NUMBER && plain_number(v)) {
		r->cell.kind = CELL_NUMBER;
		r->cell.text = book_keep(r->book, v);
		return OK;
	}
	if (!sheet_number_parse(v, &x)) { /* what is no number is said as it stands */
		r->cell.kind = CELL_TEXT;
		r->cell.text = book_clean(r->book, v);
		return OK;
	}
	sheet_value_as(r->book->arena, x, shows, r->x->date1904, &r->cell.kind, &r->cell.text);
	return OK;
}

static err put_shared(struct reading *r, str v)
{
	uint32_t i = xlsx_number(str_trim(v), UINT32_MAX - 1, UINT32_MAX);
	if (i >= r->strings->n)
		return fail(ERR_INPUT, "{0} is damaged: a cell names text number {1}, which is not there; save it again in Excel or WPS",
			    r->book->name, str_cut(v, 0, 20));
	r->cell.text = r->strings->v[i];
	return OK;
}

static void put_date(struct reading *r, str v)
{
	r->cell.kind = sheet_iso_date(r->book, v, &r->cell.text) ? CELL_DATE : CELL_TEXT;
	if (r->cell.kind == CELL_TEXT)
		r->cell.text = book_clean(r->book, v);
}

static err put_value(struct reading *r, str v)
{
	switch (r->type) {
	case TYPE_NUMBER:
		return put_number(r, v);
	case TYPE_SHARED:
		return put_shared(r, v);
	case TYPE_DATE:
		put_date(r, v);
		return OK;
	case TYPE_BOOL:
		r->cell.kind = CELL_BOOL;
		r->cell.text = xlsx_on(v) ? S("TRUE") : S("FALSE");
		return OK;
	case TYPE_ERROR:
		r->cell.kind = CELL_ERROR;
		r->cell.text = book_clean(r->book, v);
		return OK;
	case TYPE_STRING:
	case TYPE_INLINE:
		break;
	}
	buf_add(&r->text.text, v); /* its escapes are undone as those of other texts */
	r->cell.text = xlsx_text_take(r->book, &r->text);
	return OK;
}

static err end_cell(struct reading *r)
{
	str v = buf_str(&r->value);
	if (r->value.bad || r->text.text.bad)
		return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", r->book->name);
	r->cell.text = S("");
	r->cell.format = r->style < r->styles->n ? r->styles->v[r->style].text : S("");
	if (r->type == TYPE_INLINE && r->text.text.n)
		r->cell.text = xlsx_text_take(r->book, &r->text);
	else if (v.n)
		TRY(put_value(r, v));
	buf_clear(&r->value);
	buf_clear(&r->text.text);
	return book_cell(r->book, &r->cell);
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip) {
		r->skip = r->skip == t->depth ? 0 : r->skip;
		return;
	}
	if (r->in_cell) {
		xlsx_text_close(&r->text, t);
		if (r->in_value == t->depth)
			r->in_value = 0;
		if (r->in_cell == t->depth) {
			r->in_cell = 0;
			err e = end_cell(r);
			if (e != OK)
				xml_stop(r->xml, e);
		}
	} else if (r->in_data && xlsx_of_sheet(t)) {
		if (str_eq(t->name, S("row")))
			r->row++;
		else if (str_eq(t->name, S("sheetData")))
			r->in_data = false;
	}
}

static void on_text(void *arg, str piece)
{
	struct reading *r = arg;
	if (r->in_value)
		buf_add(&r->value, piece);
	else if (r->text.in_text && !r->text.skip)
		buf_add(&r->text.text, piece);
}

err xlsx_cells_read(struct book *b, struct zip_in *z, const struct xlsx_book *x, const struct xlsx_sheet *s,
		    const struct xlsx_strings *strings, const struct xlsx_styles *styles)
{
	static const struct xml_events events = {on_open, on_close, on_text};
	struct reading r = {.book = b, .x = x, .strings = strings, .styles = styles};
	buf_init(&r.value, b->arena);
	buf_init(&r.text.text, b->arena);
	r.value.limit = r.text.text.limit = LIMIT_TEXT;
	TRY(book_sheet(b, book_clean(b, s->name), s->hidden));
	return xml_read_part(z, s->part, &events, &r, &r.xml);
}
