/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a workbook of one sheet (ECMA-376 part 1): title, line of unit and day, header
 * frozen and repeated on each page, rows, one page wide. Text stands in its cell (inlineStr),
 * so nothing has to be kept until the end. */
#include "ledger/out_in.h"

#include <string.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

enum { TITLE_ROW = 1, LINE_ROW, HEADER_ROW };
#define SHEET_ROWS 1048576
#define CELL_UNITS 32767   /* UTF-16 units in one cell */
#define LIST_UNITS 255     /* of a list to choose from */
/* Digits that a page across holds while it can still be read: at four fifths, at seven tenths of the size. */
#define A4_WIDTH 165
#define A3_WIDTH 260
#define LINE_HEIGHT 15     /* points */
#define HEIGHT_MOST 400
#define DATE_1900 25569    /* serial of 1970-01-01 */
#define DATE_FIRST_RIGHT 61 /* serials before 1900-03-01 count a day that never was */

/* Numbers of cellXfs below. */
enum style { PLAIN_S, TITLE_S, LEFT_S, RIGHT_S, HEADER_S, TEXT_S, NUMBER_S, DATE_S, IDENTITY_S, CENTRE_S, LIGHT_S };

static const struct fixed {
	const char *name, *text;
} fixed[] = {
	{"[Content_Types].xml",
	 HEAD "<Types xmlns=\"" PACKAGE "content-types\">"
	 "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	 "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	 "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
	 "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
	 "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
	 "</Types>"},
	{"_rels/.rels",
	 HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
	 "<Relationship Id=\"rId1\" Type=\"" DOCS "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
	{"xl/_rels/workbook.xml.rels",
	 HEAD "<Relationships xmlns=\"" PACKAGE "relationships\">"
	 "<Relationship Id=\"rId1\" Type=\"" DOCS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	 "<Relationship Id=\"rId2\" Type=\"" DOCS "/styles\" Target=\"styles.xml\"/></Relationships>"},
};

/* Behind the word of a light, pale enough for black print; in the order of enum light. */
static const char *const light_fill[LIGHTS] = {
	[LIGHT_NONE] = "FFFFFF", [LIGHT_GREEN] = "D8EDD9", [LIGHT_YELLOW] = "FFF0B8", [LIGHT_RED] = "F9D0CB",
	[LIGHT_DONE] = "E6E6E6", [LIGHT_BLUE] = "D3E4F7", [LIGHT_ORANGE] = "FBDDBB"};

/* ---- text ------------------------------------------------------------------------------ */
static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* "_x000D_" in a text would be read as the character it names. */
static bool looks_escaped(str s, size_t at)
{
	return at + 7 <= s.n && s.p[at + 1] == 'x' && s.p[at + 6] == '_' && is_hex(s.p[at + 2]) && is_hex(s.p[at + 3]) &&
	       is_hex(s.p[at + 4]) && is_hex(s.p[at + 5]);
}

static bool plain_byte(unsigned char c)
{
	return c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '"' && c != '_' && c != 0xef;
}

/* The character at `at`, that is not plain; returns its bytes. */
static size_t put_special(struct buf *b, str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];
	switch (c) {
	case '&': buf_z(b, "&amp;"); return 1;
	case '<': buf_z(b, "&lt;"); return 1;
	case '>': buf_z(b, "&gt;"); return 1;
	case '"': buf_z(b, "&quot;"); return 1;
	case '_': buf_z(b, looks_escaped(s, at) ? "_x005F_" : "_"); return 1;
	case '\n': case '\t': buf_byte(b, (char)c); return 1;
	case '\r': return 1; /* a line ends with \n alone in a cell */
	case 0xef:           /* U+FFFE and U+FFFF are no characters of XML */
		if (at + 3 <= s.n && (unsigned char)s.p[at + 1] == 0xbf && (unsigned char)s.p[at + 2] >= 0xbe)
			buf_z(b, "\xef\xbf\xbd");
		else
			buf_add(b, str_cut(s, at, at + 3));
		return 3;
	default: buf_fmt(b, "_x%04X_", c); return 1;
	}
}

void xlsx_text(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		while (i < s.n && plain_byte((unsigned char)s.p[i]))
			i++;
		if (i > from)
			buf_add(b, str_cut(s, from, i));
		if (i < s.n)
			i += put_special(b, s, i);
	}
}

static size_t units_of(uint32_t cp)
{
	return cp > 0xffff ? 2 : 1;
}

/* As much as a cell holds. */
static str cut_long(str s, bool *ret_cut)
{
	size_t at = 0, units = 0;
	*ret_cut = false;
	if (s.n <= CELL_UNITS)
		return s;
	while (at < s.n) {
		size_t next = at;
		units += units_of(utf8_next(s, &next));
		if (units >= CELL_UNITS) {
			*ret_cut = true;
			return str_cut(s, 0, at);
		}
		at = next;
	}
	return s;
}

/* ---- cells ------------------------------------------------------------------------------- */
static void cell_open(struct out *o, size_t column, int64_t row, int style)
{
	struct buf *b = &o->b;
	buf_z(b, "<c r=\"");
	buf_z(b, o->names[column].z);
	buf_int(b, row);
	buf_z(b, "\" s=\"");
	buf_int(b, style);
}

static void put_empty(struct out *o, size_t column, int64_t row, int style)
{
	cell_open(o, column, row, style);
	buf_z(&o->b, "\"/>");
}

static void put_text(struct out *o, size_t column, int64_t row, int style, str s)
{
	bool cut;
	if (!s.n) {
		put_empty(o, column, row, style);
		return;
	}
	s = cut_long(s, &cut);
	cell_open(o, column, row, style);
	buf_z(&o->b, "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
	xlsx_text(&o->b, s);
	buf_z(&o->b, cut ? "…</t></is></c>" : "</t></is></c>");
}

/* Fifteen digits are what a reader keeps; more stay text. */
static bool keeps_digits(str s)
{
	size_t n = 0;
	struct dec d;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9';
	return n && n <= 15 && str_find(s, S(","), 0) < 0 && s.p[0] != '+' && dec_parse(s, &d);
}

static void put_number(struct out *o, size_t column, int64_t row, str s)
{
	if (!keeps_digits(s)) {
		put_text(o, column, row, NUMBER_S, s);
		return;
	}
	cell_open(o, column, row, NUMBER_S);
	buf_z(&o->b, "\"><v>");
	buf_add(&o->b, s);
	buf_z(&o->b, "</v></c>");
}

static void put_date(struct out *o, size_t column, int64_t row, const struct out_cell *c)
{
	if (c->day == DAY_NONE || c->day + DATE_1900 < DATE_FIRST_RIGHT) {
		put_text(o, column, row, DATE_S, c->day == DAY_NONE ? S("") : c->text);
		return;
	}
	cell_open(o, column, row, DATE_S);
	buf_z(&o->b, "\"><v>");
	buf_int(&o->b, c->day + DATE_1900);
	buf_z(&o->b, "</v></c>");
}

static void put_cell(struct out *o, size_t i, int64_t row, const struct out_cell *c)
{
	static const int style[] = {[OUT_TEXT] = TEXT_S, [OUT_IDENTITY] = IDENTITY_S, [OUT_CHOICE] = CENTRE_S, [OUT_ID] = IDENTITY_S};
	switch (o->table->columns[i].sort) {
	case OUT_NUMBER: put_number(o, i, row, c->text); return;
	case OUT_DATE: put_date(o, i, row, c); return;
	case OUT_LIGHT: put_text(o, i, row, LIGHT_S + (c->light < LIGHTS ? (int)c->light : 0), c->text); return;
	default: put_text(o, i, row, style[o->table->columns[i].sort], c->text);
	}
}

static void row_open(struct out *o, int64_t row, int height)
{
	buf_z(&o->b, "<row r=\"");
	buf_int(&o->b, row);
	if (height) {
		buf_z(&o->b, "\" ht=\"");
		buf_int(&o->b, height);
		buf_z(&o->b, "\" customHeight=\"1");
	}
	buf_z(&o->b, "\">");
}

/* Lines that a text takes in a column; a Chinese character is two digits wide. */
static int lines_of(str s, int width)
{
	int lines = 1, at = 0;
	if (s.n <= (size_t)width && str_find(s, S("\n"), 0) < 0)
		return 1;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		int wide = c == '\n' || (c & 0xc0) == 0x80 ? 0 : c < 0xe0 ? 1 : 2;
		bool over = at + wide > width;
		lines += over || c == '\n';
		at = c == '\n' ? 0 : over ? wide : at + wide;
	}
	return lines;
}

/* Not every program finds the height of wrapped lines by itself. 0: one line. */
static int height_of(const struct out *o, const struct out_cell *c)
{
	int most = 1;
	for (size_t i = 0; i < o->table->n; i++) {
		int lines = o->table->columns[i].sort == OUT_ID ? 1 : lines_of(c[i].text, o->table->columns[i].width - 1);
		most = lines > most ? lines : most;
	}
	return most == 1 ? 0 : most > HEIGHT_MOST / LINE_HEIGHT ? HEIGHT_MOST : most * LINE_HEIGHT + 4;
}

static int header_height(const struct out *o)
{
	int most = 1;
	for (size_t i = 0; i < o->table->n; i++) {
		int lines = lines_of(o->table->columns[i].heading, o->table->columns[i].width - 2);
		most = lines > most ? lines : most;
	}
	return most * LINE_HEIGHT + 6;
}

static err flush(struct out *o, size_t least)
{
	if (o->b.n < least)
		return OK;
	err e = zip_out_add(&o->zip, buf_str(&o->b));
	buf_clear(&o->b);
	return e;
}

err xlsx_row(struct out *o, const struct out_cell *c)
{
	int64_t row = HEADER_ROW + 1 + o->rows;
	if (row > SHEET_ROWS)
		return fail(ERR_LIMIT, "this is more than one workbook holds; choose fewer rows, or take .csv");
	row_open(o, row, height_of(o, c));
	for (size_t i = 0; i < o->table->n; i++)
		put_cell(o, i, row, &c[i]);
	buf_z(&o->b, "</row>");
	o->rows++;
	return flush(o, OUT_FLUSH);
}

/* ---- the sheet ------------------------------------------------------------------------------ */
static size_t shown_columns(const struct out_table *t)
{
	size_t n = t->n;
	while (n && t->columns[n - 1].sort == OUT_ID)
		n--;
	return n;
}

/* As many as one page across holds; what stands behind them is read on the screen. */
static size_t printed_columns(const struct out_table *t)
{
	size_t n = 0, shown = shown_columns(t);
	for (int width = 0; n < shown; n++) {
		width += t->columns[n].width;
		if (n && width > A3_WIDTH)
			break;
	}
	return n;
}

static void name_columns(struct out *o)
{
	o->names = arena_new_n(o->arena, o->table->n, struct column_name);
	ours(o->table->n && o->table->n <= 26 * 27);
	for (size_t i = 0; i < o->table->n; i++) {
		char *p = o->names[i].z;
		if (i >= 26)
			*p++ = (char)('A' + i / 26 - 1);
		*p++ = (char)('A' + i % 26);
		*p = 0;
	}
}

static void put_columns(struct out *o)
{
	buf_z(&o->b, "<cols>");
	for (size_t i = 0; i < o->table->n; i++) {
		const struct out_column *c = &o->table->columns[i];
		buf_fmt(&o->b, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"%s/>", i + 1, i + 1, c->width,
			c->sort == OUT_ID ? " hidden=\"1\"" : "");
	}
	buf_z(&o->b, "</cols>");
}

/* The line of unit and day: one half each. */
static size_t left_half(size_t printed)
{
	return printed > 1 ? printed / 2 : 1;
}

static void put_line(struct out *o, size_t printed)
{
	size_t half = left_half(printed);
	row_open(o, LINE_ROW, 20);
	for (size_t i = 0; i < printed; i++) {
		bool right = i >= half;
		put_text(o, i, LINE_ROW, right ? RIGHT_S : LEFT_S, i == 0 ? o->table->unit : i == half ? o->table->date : S(""));
	}
	buf_z(&o->b, "</row>");
}

static void put_head_rows(struct out *o)
{
	const struct out_table *t = o->table;
	size_t printed = printed_columns(t);
	row_open(o, TITLE_ROW, 36);
	for (size_t i = 0; i < printed; i++)
		put_text(o, i, TITLE_ROW, TITLE_S, i ? S("") : t->title);
	buf_z(&o->b, "</row>");
	put_line(o, printed);
	row_open(o, HEADER_ROW, header_height(o));
	for (size_t i = 0; i < t->n; i++)
		put_text(o, i, HEADER_ROW, HEADER_S, t->columns[i].sort == OUT_ID ? S(OUT_ID_HEADING) : t->columns[i].heading);
	buf_z(&o->b, "</row>");
}

static err put_fixed(struct out *o)
{
	for (size_t i = 0; i < COUNT_OF(fixed); i++) {
		TRY(zip_out_begin(&o->zip, fixed[i].name));
		TRY(zip_out_add(&o->zip, str_of(fixed[i].text)));
		TRY(zip_out_close(&o->zip));
	}
	return OK;
}

err xlsx_begin(struct out *o)
{
	zip_out_init(&o->zip, o->arena, o->fd);
	name_columns(o);
	TRY(put_fixed(o));
	TRY(zip_out_begin(&o->zip, "xl/worksheets/sheet1.xml"));
	buf_fmt(&o->b, HEAD "<worksheet xmlns=\"" MAIN "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
		"<sheetViews><sheetView workbookViewId=\"0\" showGridLines=\"0\"><pane ySplit=\"%d\" topLeftCell=\"A%d\""
		" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"20\" customHeight=\"1\"/>",
		HEADER_ROW, HEADER_ROW + 1);
	put_columns(o);
	buf_z(&o->b, "<sheetData>");
	put_head_rows(o);
	return flush(o, OUT_FLUSH);
}

/* ---- behind the rows -------------------------------------------------------------------------- */
static void put_merge(struct out *o, size_t from, size_t to, int row)
{
	if (to > from)
		buf_fmt(&o->b, "<mergeCell ref=\"%s%d:%s%d\"/>", o->names[from].z, row, o->names[to].z, row);
}

static void put_merges(struct out *o)
{
	size_t n = printed_columns(o->table), half = left_half(n);
	if (n < 2)
		return;
	buf_z(&o->b, "<mergeCells>");
	put_merge(o, 0, n - 1, TITLE_ROW);
	put_merge(o, 0, half - 1, LINE_ROW);
	put_merge(o, half, n - 1, LINE_ROW);
	buf_z(&o->b, "</mergeCells>");
}

/* A list that would not fit, or whose words hold the separator, is not offered. */
static bool list_fits(const struct out_column *c)
{
	size_t units = c->n_choices;
	for (size_t i = 0; i < c->n_choices; i++) {
		if (str_find(c->choices[i], S(","), 0) >= 0 || str_find(c->choices[i], S("\""), 0) >= 0)
			return false;
		for (size_t at = 0; at < c->choices[i].n;)
			units += units_of(utf8_next(c->choices[i], &at));
	}
	return c->n_choices && units <= LIST_UNITS;
}

static void put_list(struct out *o, size_t column)
{
	const struct out_column *c = &o->table->columns[column];
	buf_fmt(&o->b, "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" errorStyle=\"warning\" sqref=\"%s%d:%s%d\">"
		"<formula1>&quot;", o->names[column].z, HEADER_ROW + 1, o->names[column].z, SHEET_ROWS);
	for (size_t i = 0; i < c->n_choices; i++) {
		if (i)
			buf_byte(&o->b, ',');
		xlsx_text(&o->b, c->choices[i]);
	}
	buf_z(&o->b, "&quot;</formula1></dataValidation>");
}

static void put_lists(struct out *o)
{
	size_t n = 0;
	for (size_t i = 0; i < o->table->n; i++)
		n += list_fits(&o->table->columns[i]);
	if (!n)
		return;
	buf_fmt(&o->b, "<dataValidations count=\"%zu\">", n);
	for (size_t i = 0; i < o->table->n; i++)
		if (list_fits(&o->table->columns[i]))
			put_list(o, i);
	buf_z(&o->b, "</dataValidations>");
}

static int paper(const struct out_table *t)
{
	int width = 0;
	for (size_t i = 0; i < printed_columns(t); i++)
		width += t->columns[i].width;
	return width > A4_WIDTH ? 8 /* A3 */ : 9 /* A4 */;
}

static int64_t last_row(const struct out *o)
{
	return HEADER_ROW + o->rows;
}

#define FOOT_MOST 180 /* characters: a foot holds 255 altogether */

/* On the left of the foot, small. An & there begins a code, so it stands twice. */
static void put_mark(struct out *o)
{
	str mark = str_cut(o->table->mark, 0, utf8_offset(o->table->mark, FOOT_MOST));
	if (!mark.n)
		return;
	buf_z(&o->b, "&amp;L&amp;8 "); /* the blank ends the size */
	for (size_t i = 0, from = 0; i <= mark.n; i++) {
		if (i < mark.n && mark.p[i] != '&')
			continue;
		xlsx_text(&o->b, str_cut(mark, from, i));
		buf_z(&o->b, i < mark.n ? "&amp;&amp;" : "");
		from = i + 1;
	}
}

static err sheet_end(struct out *o)
{
	size_t shown = shown_columns(o->table);
	buf_z(&o->b, "</sheetData>");
	buf_fmt(&o->b, "<autoFilter ref=\"A%d:%s%lld\"/>", HEADER_ROW, o->names[shown - 1].z, (long long)last_row(o));
	put_merges(o);
	put_lists(o);
	buf_z(&o->b, "<printOptions horizontalCentered=\"1\"/>"
		     "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.7\" header=\"0.3\" footer=\"0.3\"/>");
	buf_fmt(&o->b, "<pageSetup paperSize=\"%d\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/>", paper(o->table));
	buf_z(&o->b, "<headerFooter><oddFooter>");
	put_mark(o);
	buf_fmt(&o->b, "&amp;C%s</oddFooter></headerFooter></worksheet>", o->table->lang == LANG_ZH ? "第 &amp;P 页 共 &amp;N 页" : "Page &amp;P of &amp;N");
	TRY(flush(o, 0));
	return zip_out_close(&o->zip);
}

/* ---- styles and the book ----------------------------------------------------------------------- */
static void put_fonts(struct buf *b)
{
	/* names only: a machine without them takes its own */
	buf_z(b, "<fonts count=\"3\"><font><sz val=\"11\"/><name val=\"仿宋\"/><family val=\"3\"/><charset val=\"134\"/></font>"
		 "<font><b/><sz val=\"18\"/><name val=\"宋体\"/><charset val=\"134\"/></font>"
		 "<font><b/><sz val=\"11\"/><name val=\"宋体\"/><charset val=\"134\"/></font></fonts>");
}

static void put_fills(struct buf *b)
{
	buf_fmt(b, "<fills count=\"%d\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
		"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF0F0F0\"/></patternFill></fill>", 3 + LIGHTS);
	for (int i = 0; i < LIGHTS; i++)
		buf_fmt(b, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF%s\"/></patternFill></fill>", light_fill[i]);
	buf_z(b, "</fills>");
}

static void put_borders(struct buf *b)
{
	static const char *const sides[] = {"left", "right", "top", "bottom"};
	buf_z(b, "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>");
	for (size_t i = 0; i < COUNT_OF(sides); i++)
		buf_fmt(b, "<%s style=\"thin\"><color rgb=\"FF000000\"/></%s>", sides[i], sides[i]);
	buf_z(b, "<diagonal/></border></borders>");
}

static void put_style(struct buf *b, int format, int font, int fill, bool boxed, const char *across)
{
	buf_fmt(b, "<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"%d\" borderId=\"%d\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\""
		" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment horizontal=\"%s\" vertical=\"center\"%s/></xf>",
		format, font, fill, boxed, across, boxed ? " wrapText=\"1\"" : "");
}

static void put_styles(struct buf *b)
{
	enum { GENERAL = 0, AS_TEXT = 49, AS_DATE = 164 };
	buf_z(b, HEAD "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>");
	put_fonts(b);
	put_fills(b);
	put_borders(b);
	buf_z(b, "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
	buf_fmt(b, "<cellXfs count=\"%d\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>", LIGHT_S + LIGHTS);
	put_style(b, GENERAL, 1, 0, false, "center"); /* TITLE_S */
	put_style(b, GENERAL, 0, 0, false, "left");
	put_style(b, GENERAL, 0, 0, false, "right");
	put_style(b, GENERAL, 2, 2, true, "center"); /* HEADER_S */
	put_style(b, GENERAL, 0, 0, true, "left");
	put_style(b, GENERAL, 0, 0, true, "right");
	put_style(b, AS_DATE, 0, 0, true, "center");
	put_style(b, AS_TEXT, 0, 0, true, "left");
	put_style(b, GENERAL, 0, 0, true, "center");
	for (int i = 0; i < LIGHTS; i++)
		put_style(b, GENERAL, 0, 3 + i, true, "center");
	buf_z(b, "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
}

/* What a name of a sheet may not hold; 31 characters at most. */
static void put_sheet_name(struct buf *b, str title)
{
	size_t at = 0, units = 0;
	while (at < title.n) {
		size_t from = at;
		uint32_t cp = utf8_next(title, &at);
		units += units_of(cp);
		if (units > 31)
			break;
		bool bad = cp < 0x20 || (cp < 0x80 && strchr("[]:*?/\\'\"", (int)cp));
		if (!bad)
			xlsx_text(b, str_cut(title, from, at));
	}
	if (!b->n)
		buf_z(b, "Sheet1");
}

static void put_book(struct out *o, struct buf *b)
{
	size_t shown = shown_columns(o->table);
	struct buf name;
	buf_init(&name, o->arena);
	put_sheet_name(&name, o->table->title);
	buf_z(b, HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCS "\"><sheets><sheet name=\"");
	buf_add(b, buf_str(&name));
	buf_z(b, "\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames><definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'");
	buf_add(b, buf_str(&name));
	buf_fmt(b, "'!$A$%d:$%s$%lld</definedName><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'", HEADER_ROW,
		o->names[shown - 1].z, (long long)last_row(o));
	buf_add(b, buf_str(&name));
	buf_fmt(b, "'!$A$%d:$%s$%lld</definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'", TITLE_ROW,
		o->names[printed_columns(o->table) - 1].z, (long long)last_row(o));
	buf_add(b, buf_str(&name));
	buf_fmt(b, "'!$%d:$%d</definedName></definedNames></workbook>", TITLE_ROW, HEADER_ROW);
}

err xlsx_end(struct out *o)
{
	TRY(sheet_end(o));
	TRY(zip_out_begin(&o->zip, "xl/styles.xml"));
	put_styles(&o->b);
	TRY(flush(o, 0));
	TRY(zip_out_close(&o->zip));
	TRY(zip_out_begin(&o->zip, "xl/workbook.xml"));
	put_book(o, &o->b);
	TRY(flush(o, 0));
	TRY(zip_out_close(&o->zip));
	return zip_out_end(&o->zip);
}
