/* SPDX-License-Identifier: Apache-2.0 */
/* OpenDocument workbooks (.ods): content.xml as it streams by. Rows and cells that repeat
 * are only unrolled where they have a value. */
#include "file/ods_in.h"
#include "file/sheet_format_in.h"
#include "file/xlsx_in.h"
#include "file/zip_in.h"

#define MANIFEST_MOST (1u << 20)

struct reading {
	struct book *book;
	struct xml_in *xml;
	struct ods_styles *styles;
	unsigned skip, in_table, in_cell, in_paragraph;
	uint32_t row, column, grid_column;
	uint32_t row_repeat, cell_repeat;
	size_t row_cells;   /* in the book, before the row */
	str column_style[LIMIT_SHEET_COLUMNS], last_style, last_format;
	struct cell cell;
	str type, value;
	struct buf text;
	bool lines; /* a paragraph stands in the cell already */
};

static err much_text(const struct reading *r)
{
	return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", r->book->name);
}

static uint32_t number(const struct xml_tag *t, const char *name)
{
	uint32_t n = xlsx_number(xml_attr(t, name), SHEET_ROWS, 1);
	return n ? n : 1;
}

static bool is_collapsed(const struct xml_tag *t)
{
	str v = xml_attr(t, "visibility");
	return str_eq(v, S("collapse")) || str_eq(v, S("filter"));
}

/* ---- opening ---- */
static err open_table(struct reading *r, const struct xml_tag *t)
{
	if (r->in_table) { /* a table inside a cell */
		r->skip = t->depth;
		return OK;
	}
	r->in_table = t->depth;
	r->row = r->column = r->grid_column = 0;
	for (size_t i = 0; i < LIMIT_SHEET_COLUMNS; i++)
		r->column_style[i] = S("");
	return book_sheet(r->book, book_clean(r->book, xml_attr(t, "name")), ods_style_hidden(r->styles, xml_attr(t, "style-name")));
}

static err open_column(struct reading *r, const struct xml_tag *t)
{
	uint32_t n = number(t, "number-columns-repeated"), from = r->grid_column;
	str style = book_keep(r->book, xml_attr(t, "default-cell-style-name"));
	if (!r->in_table)
		return OK;
	r->grid_column += n < SHEET_COLUMNS - from ? n : SHEET_COLUMNS - from;
	for (uint32_t i = from; i < r->grid_column && i < LIMIT_SHEET_COLUMNS; i++)
		r->column_style[i] = style;
	if (is_collapsed(t))
		book_hide_columns(r->book, from, r->grid_column);
	return OK;
}

static err open_row(struct reading *r, const struct xml_tag *t)
{
	r->row_repeat = number(t, "number-rows-repeated");
	r->column = 0;
	r->row_cells = r->book->n_cells;
	if (r->in_table && is_collapsed(t))
		book_hide_rows(r->book, r->row, r->row + r->row_repeat);
	return OK;
}

static str cell_format(struct reading *r, const struct xml_tag *t)
{
	str style = xml_attr(t, "style-name");
	if (!style.n && r->column < LIMIT_SHEET_COLUMNS)
		style = r->column_style[r->column];
	if (!str_eq(style, r->last_style) || !r->last_format.p) {
		r->last_style = book_keep(r->book, style);
		r->last_format = ods_style_format(r->styles, style);
	}
	return r->last_format;
}

static err open_cell(struct reading *r, const struct xml_tag *t)
{
	static const char *const values[] = {"value", "date-value", "time-value", "boolean-value", "string-value"};
	if (!r->in_table)
		return OK;
	r->in_cell = t->depth;
	r->cell_repeat = number(t, "number-columns-repeated");
	r->cell = (struct cell){.row = r->row, .column = r->column, .formula = xml_attr(t, "formula").n > 0,
				.text = S(""), .format = S("")};
	r->type = book_keep(r->book, xml_attr(t, "value-type"));
	/* LibreOffice says of a text that it is an error */
	for (size_t i = 0; i < t->n_attr; i++)
		if (str_eq(t->attr[i].name, S("value-type")) && str_eq(t->attr[i].value, S("error")))
			r->type = S("error");
	r->value = STR_NONE;
	for (size_t i = 0; i < COUNT_OF(values) && !r->value.p; i++)
		if (xml_attr(t, values[i]).p)
			r->value = book_keep(r->book, xml_attr(t, values[i]));
	if (r->type.n)
		r->cell.format = cell_format(r, t);
	r->lines = false;
	buf_clear(&r->text);
	return book_merge(r->book, (struct merged){.row = r->row, .column = r->column, .rows = number(t, "number-rows-spanned"),
						   .columns = number(t, "number-columns-spanned")});
}

static void open_in_cell(struct reading *r, const struct xml_tag *t)
{
	if (str_eq(t->name, S("p"))) {
		if (r->lines)
			buf_byte(&r->text, '\n');
		r->lines = true;
		r->in_paragraph = t->depth;
	} else if (str_eq(t->name, S("s"))) {
		for (uint32_t n = number(t, "c"); n && !r->text.bad; n--)
			buf_byte(&r->text, ' ');
	} else if (str_eq(t->name, S("tab"))) {
		buf_byte(&r->text, '\t');
	} else if (str_eq(t->name, S("line-break"))) {
		buf_byte(&r->text, '\n');
	}
}

static const struct {
	str name;
	err (*open)(struct reading *, const struct xml_tag *);
} handlers[] = {
	{S("table-cell"), open_cell},     {S("covered-table-cell"), open_cell}, {S("table-row"), open_row},
	{S("table-column"), open_column}, {S("table"), open_table},
};
/* What stands in a workbook beside its cells, or twice. */
static const str beside[] = {S("annotation"), S("tracked-changes"), S("shapes"), S("ruby-text"), S("frame"), S("content-validations"),
			     S("database-ranges"), S("named-expressions"), S("settings"), S("data-pilot-tables")};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip)
		return;
	for (size_t i = 0; i < COUNT_OF(beside); i++)
		if (str_eq(t->name, beside[i])) {
			r->skip = t->depth;
			return;
		}
	if (!r->in_table)
		ods_style_open(r->styles, t);
	else if (r->in_cell)
		open_in_cell(r, t);
	for (size_t i = 0; i < COUNT_OF(handlers); i++)
		if (str_eq(t->name, handlers[i].name)) {
			err e = handlers[i].open(r, t);
			if (e != OK)
				xml_stop(r->xml, e);
			return;
		}
}

/* ---- values ---- */

/* PT26H30M00.5S -> 26:30:00 (xsd:duration, without days) */
static bool duration(struct book *b, str s, str *ret)
{
	uint64_t part[3] = {0}, n = 0;
	char clock[40];
	struct buf out = {.p = clock, .cap = sizeof clock, .limit = sizeof clock - 1};
	if (!str_starts(s, S("PT")))
		return false;
	for (size_t i = 2; i < s.n; i++) {
		char c = s.p[i];
		if (c >= '0' && c <= '9' && n < 100000000)
			n = n * 10 + (uint64_t)(c - '0');
		else if (c == 'H' || c == 'M' || c == 'S' || c == '.' || c == ',') {
			part[c == 'H' ? 0 : c == 'M' ? 1 : 2] = n;
			n = 0;
			if (c == '.' || c == ',')
				break;
		} else
			return false;
	}
	uint64_t all = part[0] * 3600 + part[1] * 60 + part[2];
	buf_fmt(&out, "%02llu:%02u:%02u", (unsigned long long)(all / 3600), (unsigned)(all / 60 % 60), (unsigned)(all % 60));
	*ret = book_keep(b, buf_str(&out));
	return !out.bad;
}

static void put_value(struct reading *r)
{
	struct cell *c = &r->cell;
	double x;
	str shown = buf_str(&r->text);
	c->kind = CELL_TEXT;
	if (str_eq(r->type, S("error"))) {
		c->kind = CELL_ERROR;
	} else if (str_eq(r->type, S("boolean")) || str_eq(shown, S("TRUE")) || str_eq(shown, S("FALSE"))) {
		/* LibreOffice writes =TRUE() as the number 1, shown as TRUE */
		c->kind = str_eq(r->type, S("string")) ? CELL_TEXT : CELL_BOOL;
		c->text = str_eq(r->value, S("true")) || str_eq(shown, S("TRUE")) ? S("TRUE") : S("FALSE");
		return;
	} else if (str_eq(r->type, S("date")) && sheet_iso_date(r->book, r->value, &c->text)) {
		c->kind = CELL_DATE;
		/* as in an .xlsx: a format without a time shows none */
		if (sheet_format_shows(c->format) == SHOWS_DATE)
			c->text = str_cut(c->text, 0, 10);
		return;
	} else if (str_eq(r->type, S("time")) && duration(r->book, r->value, &c->text)) {
		c->kind = CELL_DATE;
		return;
	} else if (r->type.n && !str_eq(r->type, S("string")) && sheet_number_parse(r->value, &x)) {
		sheet_value_as(r->book->arena, x, SHOWS_NUMBER, false, &c->kind, &c->text);
		return;
	}
	c->text = book_clean(r->book, r->value.p && !shown.n ? r->value : shown);
}

static err end_cell(struct reading *r)
{
	r->in_cell = 0;
	if (r->text.bad)
		return much_text(r);
	if (r->type.n)
		put_value(r);
	bool some = r->cell.text.n || r->cell.formula;
	for (uint32_t i = 0; some && i < r->cell_repeat; i++, r->cell.column++)
		TRY(book_cell(r->book, &r->cell));
	uint32_t left = SHEET_COLUMNS - r->column;
	r->column += r->cell_repeat < left ? r->cell_repeat : left;
	return OK;
}

static err end_row(struct reading *r)
{
	size_t n = r->book->n_cells - r->row_cells;
	for (uint32_t i = 1; n && i < r->row_repeat; i++)
		for (size_t k = 0; k < n; k++) {
			struct cell c = r->book->cells[r->row_cells + k];
			c.row = r->row + i;
			TRY(book_cell(r->book, &c));
		}
	uint32_t left = SHEET_ROWS - r->row;
	r->row += r->row_repeat < left ? r->row_repeat : left;
	return OK;
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	err e = OK;
	if (r->skip) {
		r->skip = r->skip == t->depth ? 0 : r->skip;
		return;
	}
	if (!r->in_table)
		ods_style_close(r->styles, t);
	else if (r->in_paragraph == t->depth)
		r->in_paragraph = 0;
	else if (r->in_cell == t->depth)
		e = end_cell(r);
	else if (r->in_table == t->depth)
		r->in_table = 0;
	else if (!r->in_cell && str_eq(t->name, S("table-row")))
		e = end_row(r);
	if (e != OK)
		xml_stop(r->xml, e);
}

static void on_text(void *arg, str piece)
{
	struct reading *r = arg;
	if (r->skip)
		return;
	if (r->in_paragraph)
		buf_add(&r->text, piece);
	else if (!r->in_table)
		ods_style_text(r->styles, piece);
}

/* ---- the file ---- */
static void style_open(void *arg, const struct xml_tag *t)
{
	ods_style_open(arg, t);
}

static void style_close(void *arg, const struct xml_tag *t)
{
	ods_style_close(arg, t);
}

static void style_text(void *arg, str piece)
{
	ods_style_text(arg, piece);
}

static err check_lock(struct zip_in *z)
{
	str manifest = S("");
	if (zip_in_has(z, S("META-INF/manifest.xml")))
		TRY(zip_in_part(z, S("META-INF/manifest.xml"), MANIFEST_MOST, &manifest));
	if (str_find(manifest, S("encryption-data"), 0) >= 0)
		return fail(ERR_INPUT, "{0} is locked with a password; open it, take the password off, save it and send it again", zip_in_name(z));
	if (!zip_in_has(z, S("content.xml")))
		return fail(ERR_INPUT, "{0} is damaged: the list of its sheets is missing; save it again in Excel or WPS", zip_in_name(z));
	return OK;
}

err ods_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	static const struct xml_events events = {on_open, on_close, on_text};
	static const struct xml_events style_events = {style_open, style_close, style_text};
	struct reading *r = arena_new(a, struct reading);
	struct zip_in *z;
	r->book = book_begin(a, name);
	r->styles = ods_styles_new(r->book);
	buf_init(&r->text, a);
	r->text.limit = LIMIT_TEXT;
	TRY(zip_in_open(a, bytes, name, &z));
	TRY(check_lock(z));
	if (zip_in_has(z, S("styles.xml")))
		TRY(xml_read_part(z, S("styles.xml"), &style_events, r->styles, NULL));
	TRY(xml_read_part(z, S("content.xml"), &events, r, &r->xml));
	return book_end(r->book, FILE_ODS, ret);
}
