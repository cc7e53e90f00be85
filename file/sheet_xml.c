/* SPDX-License-Identifier: Apache-2.0 */
/* SpreadsheetML of Excel 2002 and 2003 (XML 电子表格): what many systems still export under
 * the name .xls. */
#include <string.h>

#include "file/charset_in.h"
#include "file/sheet_format_in.h"
#include "file/xlsx_in.h"

#define STYLES_MOST 65536

struct style {
	str id, parent, format;
	bool own; /* says a format */
};
struct reading {
	struct book *book;
	struct xml_in *xml;
	LIST(struct style) styles;
	unsigned in_table, in_cell, in_data, in_visible, skip;
	bool in_style; /* the newest style is open */
	uint32_t row, column, grid_column; /* of the next row, cell, <Column> */
	uint32_t row_span, cell_span; /* to skip behind the open one */
	struct cell cell;
	str type, style;
	struct buf text;
};

static uint32_t number(const struct xml_tag *t, const char *name, uint32_t otherwise)
{
	return xlsx_number(xml_attr(t, name), SHEET_ROWS, otherwise);
}

/* ss:Index counts from 1; 0: not said. */
static err place(struct reading *r, const struct xml_tag *t, uint32_t most, uint32_t *at)
{
	str said = xml_attr(t, "Index");
	uint32_t i = xlsx_number(said, most, 0);
	if (said.n && !i)
		return fail(ERR_INPUT, "{0} is damaged: it names a cell {1}, which no sheet has; open it in Excel or WPS and save it again",
			    r->book->name, str_cut(said, 0, 40));
	if (i)
		*at = i - 1;
	return OK;
}

/* ---- styles ---- */
static err open_style(struct reading *r, const struct xml_tag *t)
{
	if (r->styles.n < STYLES_MOST)
		*list_push(r->book->arena, &r->styles) =
			(struct style){.id = book_keep(r->book, xml_attr(t, "ID")), .parent = book_keep(r->book, xml_attr(t, "Parent"))};
	r->in_style = true;
	return OK;
}

static err open_format(struct reading *r, const struct xml_tag *t)
{
	if (r->in_style && r->styles.n) {
		struct style *s = &r->styles.v[r->styles.n - 1];
		s->format = sheet_format_named(book_clean(r->book, xml_attr(t, "Format")));
		s->own = true;
	}
	return OK;
}

static str format_of(const struct reading *r, str id)
{
	for (size_t depth = 0; id.n && depth < 8; depth++) {
		const struct style *found = NULL;
		for (size_t i = 0; i < r->styles.n && !found; i++)
			if (str_eq(r->styles.v[i].id, id))
				found = &r->styles.v[i];
		if (!found || found->own)
			return found ? found->format : S("");
		id = found->parent;
	}
	return S("");
}

/* ---- sheets, rows, cells ---- */
static err open_sheet(struct reading *r, const struct xml_tag *t)
{
	r->row = r->column = r->grid_column = 0;
	return book_sheet(r->book, book_clean(r->book, xml_attr(t, "Name")), false);
}

static err open_table(struct reading *r, const struct xml_tag *t)
{
	if (r->book->sheets.n)
		r->in_table = t->depth;
	return OK;
}

static err open_row(struct reading *r, const struct xml_tag *t)
{
	if (!r->in_table)
		return OK;
	TRY(place(r, t, SHEET_ROWS, &r->row));
	r->column = 0;
	r->row_span = number(t, "Span", 0);
	if (xlsx_on(xml_attr(t, "Hidden")))
		book_hide_rows(r->book, r->row, r->row + r->row_span + 1);
	return OK;
}

static err open_column(struct reading *r, const struct xml_tag *t)
{
	if (!r->in_table)
		return OK;
	TRY(place(r, t, SHEET_COLUMNS, &r->grid_column));
	uint32_t span = number(t, "Span", 0);
	if (xlsx_on(xml_attr(t, "Hidden")))
		book_hide_columns(r->book, r->grid_column, r->grid_column + span + 1);
	r->grid_column += span + 1;
	return OK;
}

static err open_cell(struct reading *r, const struct xml_tag *t)
{
	if (!r->in_table)
		return OK;
	TRY(place(r, t, SHEET_COLUMNS, &r->column));
	r->cell = (struct cell){.row = r->row, .column = r->column, .formula = xml_attr(t, "Formula").n > 0,
				.text = S(""), .format = S("")};
	r->cell_span = number(t, "MergeAcross", 0);
	r->style = book_keep(r->book, xml_attr(t, "StyleID"));
	r->type = S("");
	r->in_cell = t->depth;
	buf_clear(&r->text);
	return book_merge(r->book, (struct merged){.row = r->row, .column = r->column, .rows = number(t, "MergeDown", 0) + 1,
						   .columns = r->cell_span + 1});
}

static err open_data(struct reading *r, const struct xml_tag *t)
{
	if (r->in_cell) {
		r->type = book_keep(r->book, xml_attr(t, "Type"));
		r->in_data = t->depth;
	}
	return OK;
}

static err open_visible(struct reading *r, const struct xml_tag *t)
{
	r->in_visible = t->depth;
	buf_clear(&r->text);
	return OK;
}

static err open_skip(struct reading *r, const struct xml_tag *t)
{
	r->skip = t->depth;
	return OK;
}

static const struct {
	str name;
	err (*open)(struct reading *, const struct xml_tag *);
} handlers[] = {
	{S("Cell"), open_cell},       {S("Data"), open_data},           {S("Row"), open_row},
	{S("Column"), open_column},   {S("Table"), open_table},         {S("Worksheet"), open_sheet},
	{S("Style"), open_style},     {S("NumberFormat"), open_format}, {S("Visible"), open_visible},
	{S("Comment"), open_skip},    {S("PhoneticText"), open_skip},
};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip || r->in_data)
		return;
	for (size_t i = 0; i < COUNT_OF(handlers); i++)
		if (str_eq(t->name, handlers[i].name)) {
			err e = handlers[i].open(r, t);
			if (e != OK)
				xml_stop(r->xml, e);
			return;
		}
}

static void put_value(struct reading *r, str s)
{
	struct cell *c = &r->cell;
	double x;
	c->format = format_of(r, r->style);
	if (str_eq(r->type, S("Number")) && sheet_number_parse(str_trim(s), &x)) {
		sheet_value(r->book->arena, x, c->format, 0, false, &c->kind, &c->text);
	} else if (str_eq(r->type, S("DateTime")) && sheet_iso_date(r->book, s, &c->text)) {
		c->kind = CELL_DATE;
		/* a time alone is written on the day before the first */
		if (str_starts(c->text, S("1899-12-3")))
			c->text = c->text.n > 11 ? str_cut(c->text, 11, c->text.n) : S("00:00:00");
	} else if (str_eq(r->type, S("Boolean"))) {
		c->kind = CELL_BOOL;
		c->text = xlsx_on(str_trim(s)) ? S("TRUE") : S("FALSE");
	} else {
		c->kind = str_eq(r->type, S("Error")) ? CELL_ERROR : CELL_TEXT;
		c->text = book_clean(r->book, s);
	}
}

static err end_cell(struct reading *r)
{
	r->in_cell = 0;
	r->column += r->cell_span + 1;
	if (r->text.bad)
		return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", r->book->name);
	if (r->text.n)
		put_value(r, buf_str(&r->text));
	buf_clear(&r->text);
	return book_cell(r->book, &r->cell);
}

static void end_visible(struct reading *r)
{
	r->in_visible = 0;
	if (r->book->sheets.n && str_starts(str_trim(buf_str(&r->text)), S("SheetHidden")))
		r->book->sheets.v[r->book->sheets.n - 1].hidden = true;
	else if (r->book->sheets.n && str_starts(str_trim(buf_str(&r->text)), S("SheetVeryHidden")))
		r->book->sheets.v[r->book->sheets.n - 1].hidden = true;
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	err e = OK;
	if (r->skip)
		r->skip = r->skip == t->depth ? 0 : r->skip;
	else if (r->in_data == t->depth)
		r->in_data = 0;
	else if (r->in_cell == t->depth)
		e = end_cell(r);
	else if (r->in_visible == t->depth)
		end_visible(r);
	else if (r->in_table == t->depth)
		r->in_table = 0;
	else if (r->in_table && !r->in_cell && str_eq(t->name, S("Row")))
		r->row += r->row_span + 1;
	else if (str_eq(t->name, S("Style")))
		r->in_style = false;
	if (e != OK)
		xml_stop(r->xml, e);
}

static void on_text(void *arg, str piece)
{
	struct reading *r = arg;
	if ((r->in_data || r->in_visible) && !r->skip)
		buf_add(&r->text, piece);
}

/* The bytes are UTF-8 by now, whatever the declaration says. */
static str without_declaration(str s)
{
	s = str_trim(s);
	ptrdiff_t end = str_starts(s, S("<?xml")) ? str_find(s, S("?>"), 0) : -1;
	return end < 0 ? s : str_cut(s, (size_t)end + 2, s.n);
}

err sheet_xml_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	static const struct xml_events events = {on_open, on_close, on_text};
	struct reading r = {.book = book_begin(a, name)};
	str page;
	TRY(charset_page(a, bytes, name, 2 * (size_t)LIMIT_FILE, &page));
	buf_init(&r.text, a);
	r.text.limit = LIMIT_TEXT;
	TRY(xml_read(without_declaration(page), name, &events, &r, &r.xml));
	return book_end(r.book, FILE_SHEET_XML, ret);
}
