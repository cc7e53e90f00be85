/* SPDX-License-Identifier: Apache-2.0 */
/* A plain .xlsx of values: for workbooks of sorts that are not written again as they are. */
#include <string.h>

#include "base/day.h"
#include "file/xlsx_mark_in.h"

#define FORMATS_MOST 1000
#define FIRST_CUSTOM 164 /* ids below are built in */
#define NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

struct writer {
	struct arena *arena;
	const struct workbook *w;
	str formats[FORMATS_MOST]; /* style i + 1 has format i */
	uint32_t n_formats;
	LIST(struct zip_part) parts;
};

static void begin(struct writer *x, struct buf *b)
{
	buf_init(b, x->arena);
	buf_z(b, HEAD);
}

static void add(struct writer *x, const char *name, const struct buf *b)
{
	*list_push(x->arena, &x->parts) = (struct zip_part){str_dup(x->arena, str_of(name)), buf_str(b)};
}

/* ---- values ---- */
static uint32_t style_of(struct writer *x, str format)
{
	if (!format.n)
		return 0;
	for (uint32_t i = 0; i < x->n_formats; i++)
		if (str_eq(x->formats[i], format))
			return i + 1;
	if (x->n_formats == FORMATS_MOST)
		return 0;
	x->formats[x->n_formats++] = format;
	return x->n_formats;
}

static bool clock_seconds(str s, int64_t *ret)
{
	str part, rest;
	int64_t n[3] = {0};
	for (size_t i = 0; i < 3; i++, s = rest) {
		bool more = str_split(s, ':', &part, &rest);
		if (!str_int(more ? part : s, &n[i]) || n[i] < 0 || n[i] > 100000 || more == (i == 2))
			return false;
	}
	*ret = n[0] * 3600 + n[1] * 60 + n[2];
	return true;
}

/* 2024-06-30T08:30:00 -> 45473.354166666664; only days that Excel counts as the calendar does */
static bool serial(str s, double *ret, str *ret_format)
{
	int64_t seconds = 0;
	day_t day;
	bool only_time = !str_starts(str_cut(s, 4, s.n), S("-"));
	if (only_time) {
		*ret_format = S("[h]:mm:ss");
		if (!clock_seconds(s, &seconds))
			return false;
		*ret = (double)seconds / 86400;
		return true;
	}
	*ret_format = s.n > 10 ? S("yyyy/m/d h:mm") : S("yyyy/m/d");
	if (!day_parse(str_cut(s, 0, 10), &day) || day < day_of(1900, 3, 1) || (s.n > 10 && !clock_seconds(str_cut(s, 11, s.n), &seconds)))
		return false;
	*ret = (double)(day - day_of(1899, 12, 30)) + (double)seconds / 86400;
	return true;
}

static void put_place(struct buf *b, const struct cell *c, uint32_t style)
{
	buf_z(b, "<c r=\"");
	sheet_ref_put(b, c->row, c->column);
	if (style) {
		buf_z(b, "\" s=\"");
		buf_int(b, style);
	}
	buf_byte(b, '"');
}

static void put_plain(struct buf *b, const char *type, str value)
{
	buf_z(b, type);
	buf_z(b, "><v>");
	xml_escape(b, value);
	buf_z(b, "</v></c>");
}

static void put_cell(struct writer *x, struct buf *b, const struct cell *c)
{
	double day;
	str format;
	if (c->kind == CELL_DATE && serial(c->text, &day, &format)) {
		char number[40];
		struct buf n = {.p = number, .cap = sizeof number, .limit = sizeof number - 1};
		sheet_number_put(&n, day);
		bool shown = c->format.n && sheet_format_shows(c->format) != SHOWS_NUMBER;
		put_place(b, c, style_of(x, shown ? c->format : format));
		put_plain(b, "", buf_str(&n));
		return;
	}
	put_place(b, c, style_of(x, c->format));
	if (c->kind == CELL_NUMBER)
		put_plain(b, "", c->text);
	else if (c->kind == CELL_BOOL)
		put_plain(b, " t=\"b\"", str_eq(c->text, S("TRUE")) ? S("1") : S("0"));
	else if (c->kind == CELL_ERROR)
		put_plain(b, " t=\"e\"", c->text);
	else {
		buf_z(b, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
		xml_escape(b, c->text);
		buf_z(b, "</t></is></c>");
	}
}

/* ---- a sheet ---- */
static void put_columns(struct buf *b, const struct sheet *s)
{
	buf_z(b, s->n_hidden_columns ? "<cols>" : "");
	for (size_t i = 0; i < s->n_hidden_columns; i++)
		buf_fmt(b, "<col min=\"%u\" max=\"%u\" width=\"9\" hidden=\"1\"/>", s->hidden_columns[i] + 1, s->hidden_columns[i] + 1);
	buf_z(b, s->n_hidden_columns ? "</cols>" : "");
}

static void put_rows(struct writer *x, struct buf *b, const struct sheet *s)
{
	size_t cell = 0, hidden = 0;
	while (cell < s->n_cells || hidden < s->n_hidden_rows) {
		uint32_t row = cell < s->n_cells ? s->cells[cell].row : UINT32_MAX;
		if (hidden < s->n_hidden_rows && s->hidden_rows[hidden] < row)
			row = s->hidden_rows[hidden];
		bool is_hidden = hidden < s->n_hidden_rows && s->hidden_rows[hidden] == row;
		buf_fmt(b, "<row r=\"%u\"%s>", row + 1, is_hidden ? " hidden=\"1\"" : "");
		for (; cell < s->n_cells && s->cells[cell].row == row; cell++)
			put_cell(x, b, &s->cells[cell]);
		buf_z(b, "</row>");
		hidden += is_hidden;
	}
}

static void put_merges(struct buf *b, const struct sheet *s)
{
	if (s->n_merges)
		buf_fmt(b, "<mergeCells count=\"%zu\">", s->n_merges);
	for (size_t i = 0; i < s->n_merges; i++) {
		const struct merged *m = &s->merges[i];
		buf_z(b, "<mergeCell ref=\"");
		sheet_ref_put(b, m->row, m->column);
		buf_byte(b, ':');
		sheet_ref_put(b, m->row + m->rows - 1, m->column + m->columns - 1);
		buf_z(b, "\"/>");
	}
	buf_z(b, s->n_merges ? "</mergeCells>" : "");
}

static void add_sheet(struct writer *x, size_t i)
{
	struct buf b;
	char name[64];
	const struct sheet *s = &x->w->sheets[i];
	begin(x, &b);
	buf_z(&b, "<worksheet xmlns=\"" NS "\">");
	put_columns(&b, s);
	buf_z(&b, "<sheetData>");
	put_rows(x, &b, s);
	buf_z(&b, "</sheetData>");
	put_merges(&b, s);
	buf_z(&b, "</worksheet>");
	struct buf n = {.p = name, .cap = sizeof name, .limit = sizeof name - 1};
	buf_fmt(&n, "xl/worksheets/sheet%zu.xml", i + 1);
	add(x, name, &b);
}

/* ---- the rest ---- */
static void add_styles(struct writer *x)
{
	struct buf b;
	begin(x, &b);
	buf_z(&b, "<styleSheet xmlns=\"" NS "\">");
	if (x->n_formats)
		buf_fmt(&b, "<numFmts count=\"%u\">", x->n_formats);
	for (uint32_t i = 0; i < x->n_formats; i++) {
		buf_fmt(&b, "<numFmt numFmtId=\"%u\" formatCode=\"", FIRST_CUSTOM + i);
		xml_escape(&b, x->formats[i]);
		buf_z(&b, "\"/>");
	}
	buf_z(&b, x->n_formats ? "</numFmts>" : "");
	buf_z(&b, "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
		  "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
		  "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
		  "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
	buf_fmt(&b, "<cellXfs count=\"%u\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>", x->n_formats + 1);
	for (uint32_t i = 0; i < x->n_formats; i++)
		buf_fmt(&b, "<xf numFmtId=\"%u\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>", FIRST_CUSTOM + i);
	buf_z(&b, "</cellXfs></styleSheet>");
	add(x, "xl/styles.xml", &b);
}

/* What Excel takes as a name: at most 31 characters, none of []:*?/\, and each once. */
static void put_tab_name(struct buf *b, const struct workbook *w, size_t i)
{
	str s = w->sheets[i].name;
	bool fine = s.n && utf8_count(s) <= 31 && s.p[0] != '\'' && s.p[s.n - 1] != '\'';
	for (size_t k = 0; k < s.n; k++)
		fine &= !strchr("[]:*?/\\", s.p[k]);
	for (size_t k = 0; k < i; k++)
		fine &= !str_eq(s, w->sheets[k].name);
	if (fine)
		xml_escape(b, s);
	else
		buf_fmt(b, "Sheet%zu", i + 1);
}

static void add_book(struct writer *x)
{
	struct buf b, rels, types;
	begin(x, &b);
	begin(x, &rels);
	begin(x, &types);
	buf_z(&b, "<workbook xmlns=\"" NS "\" xmlns:r=\"" REL "\"><sheets>");
	buf_z(&rels, "<Relationships xmlns=\"" PACKAGE "relationships\">");
	buf_z(&types, "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
		      "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
		      "ContentType=\"" TYPE "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>");
	bool shown = false; /* one sheet has to be */
	for (size_t i = 0; i < x->w->n_sheets; i++)
		shown |= !x->w->sheets[i].hidden;
	for (size_t i = 0; i < x->w->n_sheets; i++) {
		buf_z(&b, "<sheet name=\"");
		put_tab_name(&b, x->w, i);
		buf_fmt(&b, "\" sheetId=\"%zu\"%s r:id=\"rId%zu\"/>", i + 1, x->w->sheets[i].hidden && shown ? " state=\"hidden\"" : "", i + 1);
		buf_fmt(&rels, "<Relationship Id=\"rId%zu\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>", i + 1, i + 1);
		buf_fmt(&types, "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE "worksheet+xml\"/>", i + 1);
	}
	buf_z(&b, "</sheets></workbook>");
	buf_fmt(&rels, "<Relationship Id=\"rId%zu\" Type=\"" REL "/styles\" Target=\"styles.xml\"/></Relationships>", x->w->n_sheets + 1);
	buf_z(&types, "</Types>");
	add(x, "[Content_Types].xml", &types);
	add(x, "xl/workbook.xml", &b);
	add(x, "xl/_rels/workbook.xml.rels", &rels);
	begin(x, &rels);
	buf_z(&rels, "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" REL "/officeDocument\" "
		     "Target=\"xl/workbook.xml\"/></Relationships>");
	add(x, "_rels/.rels", &rels);
}

err xlsx_write(struct arena *a, const struct workbook *w, str name, str *ret_bytes)
{
	struct writer *x = arena_new(a, struct writer);
	x->arena = a;
	x->w = w;
	add_book(x);
	for (size_t i = 0; i < w->n_sheets; i++)
		add_sheet(x, i);
	add_styles(x);
	return zip_edit(a, S(""), name, x->parts.v, x->parts.n, LIMIT_FILE, ret_bytes);
}
