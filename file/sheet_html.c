/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a web page, which many systems call .xls. All tables that do not stand in
 * another one follow each other in one sheet, as Excel shows them, with the text between
 * them; a table inside a cell is lines of that cell. */
#include <string.h>

#include "base/words.h"
#include "file/charset_in.h"
#include "file/html_in.h"
#include "file/sheet_format_in.h"
#include "file/xlsx_in.h"

#define CLASSES_MOST 4096
#define SPAN_MOST 65534 /* HTML 4.9.11 */

struct format_class { /* .xl65 { mso-number-format: … } */
	str name, format;
};
struct page {
	struct book *book;
	LIST(struct format_class) classes;
	bool tables;    /* there was one */
	unsigned depth; /* of those that are open */
	uint32_t row, column, grid_column; /* the row that is open, the next free place in it */
	uint32_t until[LIMIT_SHEET_COLUMNS]; /* rows that a cell above reaches down to */
	LIST(struct merged) merges; /* of the table: their rows end with it */
	bool in_cell, in_row, blank; /* blank: a space waits for the next letter */
	struct cell cell;
	str attributes; /* of the cell */
	struct buf text; /* of the cell, or between tables */
};

static bool named(const struct html_mark *m, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(m->name, names[i]))
			return true;
	return false;
}
#define is_one(m, ...) named((m), (const char *const[]){__VA_ARGS__}, COUNT_OF(((const char *const[]){__VA_ARGS__})))

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without blanks between a name and its value: "display : none". */
static bool is_hidden(str attributes)
{
	static const char want[] = "display:none";
	str style = html_attr(attributes, "style");
	size_t k = 0;
	for (size_t i = 0; i < style.n && want[k]; i++) {
		char c = small(style.p[i]);
		if (c == ' ')
			continue;
		k = c == want[k] ? k + 1 : c == want[0];
	}
	return !want[k];
}

/* ---- formats ---- */

/* The value of mso-number-format at s: "\@", "yyyy\0022年\0022", Fixed. A backslash stands
 * before what CSS would read otherwise, or before the number of a character. */
static str css_format(struct book *b, str s)
{
	struct buf f;
	s = str_trim(s);
	bool quoted = str_starts(s, S("\"")) || str_starts(s, S("'"));
	char end = quoted ? s.p[0] : ';';
	buf_init(&f, b->arena);
	f.limit = 1024;
	for (size_t i = quoted; i < s.n && s.p[i] != end && s.p[i] != '}' && s.p[i] != '\n'; i++) {
		if (s.p[i] != '\\') {
			buf_byte(&f, s.p[i]);
			continue;
		}
		if (i + 4 < s.n && str_starts(str_cut(s, i + 1, s.n), S("00"))) {
			int64_t cp = 0;
			for (size_t k = 3; k < 5; k++) {
				char c = small(s.p[i + k]);
				cp = cp * 16 + (c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0);
			}
			buf_cp(&f, cp >= 0x20 ? (uint32_t)cp : ' ');
			i += 4;
		} else if (i + 1 < s.n) {
			buf_byte(&f, s.p[++i]);
		}
	}
	str text = str_trim(buf_str(&f));
	return utf8_valid(text) == text.n ? sheet_format_named(book_clean(b, text)) : S("");
}

static str decoded(struct book *b, str s)
{
	struct buf d;
	if (str_find(s, S("&"), 0) < 0)
		return s;
	buf_init(&d, b->arena);
	html_put(&d, s);
	return buf_str(&d);
}

/* STR_NONE: none said */
static str said_format(struct book *b, str style)
{
	ptrdiff_t at = str_find(style, S("mso-number-format:"), 0);
	return at < 0 ? STR_NONE : css_format(b, str_cut(style, (size_t)at + 18, style.n));
}

static void read_classes(struct page *p, str css)
{
	for (ptrdiff_t open; p->classes.n < CLASSES_MOST && (open = str_find(css, S("{"), 0)) >= 0;) {
		ptrdiff_t end = str_find(css, S("}"), (size_t)open);
		str name = str_trim(str_cut(css, 0, (size_t)open));
		str body = end < 0 ? str_cut(css, (size_t)open, css.n) : str_cut(css, (size_t)open, (size_t)end);
		size_t from = name.n;
		while (from && name.p[from - 1] != '.')
			from--;
		str format = said_format(p->book, body);
		if (format.p && from)
			*list_push(p->book->arena, &p->classes) =
				(struct format_class){book_keep(p->book, str_cut(name, from, name.n)), format};
		css = end < 0 ? S("") : str_cut(css, (size_t)end + 1, css.n);
	}
}

/* LibreOffice: "language;language;format". */
static str sdnum_format(struct book *b, str s)
{
	str head, rest;
	for (int i = 0; i < 2; i++) {
		if (!str_split(s, ';', &head, &rest))
			return S("");
		s = rest;
	}
	return sheet_format_named(book_clean(b, decoded(b, s)));
}

static str cell_format(struct page *p)
{
	str format = said_format(p->book, decoded(p->book, html_attr(p->attributes, "style")));
	if (format.p)
		return format;
	str class = html_attr(p->attributes, "class"), num = html_attr(p->attributes, "sdnum");
	for (size_t i = 0; class.n && i < p->classes.n; i++)
		if (str_eq(p->classes.v[i].name, class))
			return p->classes.v[i].format;
	return num.n ? sdnum_format(p->book, num) : S("");
}

/* ---- cells ---- */

/* "1,234.50 " -> 1234.5 */
static bool shown_number(str s, double *ret)
{
	char z[64];
	size_t n = 0;
	s = str_trim(s);
	for (size_t i = 0; i < s.n && n < sizeof z; i++)
		if (s.p[i] != ',')
			z[n++] = s.p[i];
	return n < sizeof z && sheet_number_parse((str){z, n}, ret);
}

/* A number is one only where the page says so: 001 and 6.30 are texts. */
static void put_value(struct page *p, str text)
{
	struct cell *c = &p->cell;
	str num = html_attr(p->attributes, "x:num"), val = html_attr(p->attributes, "sdval");
	double x;
	c->format = cell_format(p);
	c->formula = html_attr(p->attributes, "x:fmla").n > 0;
	c->kind = CELL_TEXT;
	c->text = text;
	bool says_error = val.n && text.n && text.p[0] == '#'; /* LibreOffice: sdval="0" beside #DIV/0! */
	if (html_attr(p->attributes, "x:err").p || says_error)
		c->kind = CELL_ERROR;
	else if (html_attr(p->attributes, "x:bool").p)
		c->kind = CELL_BOOL;
	else if ((num.n && sheet_number_parse(num, &x)) || (val.n && sheet_number_parse(val, &x)) ||
		 (num.p && !num.n && shown_number(text, &x)))
		sheet_value_as(p->book->arena, x, sheet_format_shows(c->format), false, &c->kind, &c->text);
	if (c->kind == CELL_BOOL)
		c->text = str_eq(text, S("FALSE")) || str_eq(text, S("false")) ? S("FALSE") : S("TRUE");
}

/* Spaces that do not break are there for the look. */
static void widen_spaces(struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++) {
		bool nbsp = b->p[i] == '\xc2' && i + 1 < b->n && b->p[i + 1] == '\xa0';
		b->p[n++] = nbsp ? ' ' : b->p[i];
		i += nbsp;
	}
	b->n = n;
}

/* Lines without blanks at their ends. */
static str taken_text(struct page *p)
{
	widen_spaces(&p->text);
	struct buf b;
	str s = str_trim(buf_str(&p->text)), line, rest;
	buf_init(&b, p->book->arena);
	for (bool more = true; more; s = rest) {
		more = str_split(s, '\n', &line, &rest);
		if (b.n || b.cap)
			buf_byte(&b, '\n');
		buf_add(&b, str_trim(more ? line : s));
	}
	buf_clear(&p->text);
	p->blank = false;
	return book_clean(p->book, buf_str(&b));
}

static err too_much(const struct page *p)
{
	return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", p->book->name);
}

static err end_cell(struct page *p)
{
	if (!p->in_cell)
		return OK;
	p->in_cell = false;
	if (p->text.bad)
		return too_much(p);
	put_value(p, taken_text(p));
	return book_cell(p->book, &p->cell);
}

static err end_row(struct page *p)
{
	TRY(end_cell(p));
	p->row += p->in_row;
	p->in_row = false;
	p->column = 0;
	return OK;
}

static err begin_row(struct page *p, const struct html_mark *m)
{
	TRY(end_row(p));
	p->in_row = true;
	if (is_hidden(m->attributes))
		book_hide_rows(p->book, p->row, p->row + 1);
	return OK;
}

static uint32_t span(str attributes, const char *name, uint32_t most)
{
	uint32_t n = xlsx_number(str_trim(html_attr(attributes, name)), UINT32_MAX, 1);
	return n == 0 ? 1 : n < most ? n : most;
}

static err begin_cell(struct page *p, const struct html_mark *m)
{
	TRY(end_cell(p));
	p->in_row = p->in_cell = true;
	buf_clear(&p->text);
	p->blank = false;
	while (p->column < LIMIT_SHEET_COLUMNS && p->until[p->column] > p->row)
		p->column++;
	uint32_t columns = span(m->attributes, "colspan", LIMIT_SHEET_COLUMNS), rows = span(m->attributes, "rowspan", SPAN_MOST);
	p->attributes = m->attributes;
	p->cell = (struct cell){.row = p->row, .column = p->column};
	if ((rows > 1 || columns > 1) && p->merges.n <= LIMIT_SHEET_MERGES)
		*list_push(p->book->arena, &p->merges) =
			(struct merged){.row = p->row, .column = p->column, .rows = rows, .columns = columns};
	for (; columns && p->column < LIMIT_SHEET_COLUMNS; columns--)
		p->until[p->column++] = p->row + rows;
	return OK;
}

/* ---- tables ---- */

/* What stands between tables is a row each line. */
static err put_lines(struct page *p)
{
	if (p->text.bad)
		return too_much(p);
	str s = taken_text(p), line, rest;
	for (bool more = s.n > 0; more; s = rest) {
		more = str_split(s, '\n', &line, &rest);
		struct cell c = {.row = p->row, .text = more ? line : s};
		p->row += c.text.n > 0;
		TRY(book_cell(p->book, &c));
	}
	return OK;
}

static err begin_table(struct page *p)
{
	if (p->depth++)
		return OK;
	TRY(put_lines(p));
	p->tables = true;
	p->column = p->grid_column = 0;
	p->merges.n = 0;
	for (size_t i = 0; i < LIMIT_SHEET_COLUMNS; i++)
		p->until[i] = 0;
	return OK;
}

static err end_table(struct page *p)
{
	if (!p->depth || --p->depth)
		return OK;
	TRY(end_row(p));
	for (size_t i = 0; i < p->merges.n; i++) {
		struct merged m = p->merges.v[i];
		m.rows = m.rows < p->row - m.row ? m.rows : p->row - m.row;
		TRY(book_merge(p->book, m));
	}
	return OK;
}

static void hide_columns(struct page *p, const struct html_mark *m)
{
	uint32_t n = span(m->attributes, "span", LIMIT_SHEET_COLUMNS);
	if (is_hidden(m->attributes))
		book_hide_columns(p->book, p->grid_column, p->grid_column + n);
	p->grid_column += p->grid_column < LIMIT_SHEET_COLUMNS ? n : 0;
}

/* ---- text ---- */
static void put_text(struct page *p, str text)
{
	for (size_t i = 0; i < text.n;) {
		size_t from = i;
		while (i < text.n && text.p[i] != ' ' && (text.p[i] < '\t' || text.p[i] > '\r'))
			i++;
		if (i > from) {
			if (p->blank && p->text.n && p->text.p[p->text.n - 1] != '\n')
				buf_byte(&p->text, ' ');
			p->blank = false;
			html_put(&p->text, str_cut(text, from, i));
		}
		if (i < text.n)
			p->blank = true;
		i += i < text.n;
	}
}

static void put_break(struct page *p, bool always)
{
	p->blank = false;
	if (p->text.n && (always || p->text.p[p->text.n - 1] != '\n'))
		buf_byte(&p->text, '\n');
}

static err take_tag(struct page *p, const struct html_mark *m)
{
	bool open = m->kind == HTML_OPEN;
	if (!strcmp(m->name, "table"))
		return open ? begin_table(p) : end_table(p);
	if (p->depth == 1 && !strcmp(m->name, "tr"))
		return open ? begin_row(p, m) : end_row(p);
	if (p->depth == 1 && is_one(m, "td", "th"))
		return open ? begin_cell(p, m) : end_cell(p);
	if (p->depth == 1 && open && !strcmp(m->name, "col"))
		hide_columns(p, m);
	else if (!strcmp(m->name, "br"))
		put_break(p, true);
	else if (is_one(m, "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "caption", "body"))
		put_break(p, false);
	else if (is_one(m, "td", "th"))
		p->blank = true;
	return OK;
}

/* The text of a page comes with its entities; what is inside of <title> is no part of it. */
static err take(struct page *p, struct html_marks *marks)
{
	struct html_mark m;
	bool title = false, style = false;
	while (html_next(marks, &m)) {
		if (m.kind == HTML_TEXT) {
			if (style)
				read_classes(p, m.text);
			else if (!m.raw && !title && (p->in_cell || !p->depth))
				put_text(p, m.text);
			continue;
		}
		title = m.kind == HTML_OPEN && !strcmp(m.name, "title");
		style = m.kind == HTML_OPEN && !strcmp(m.name, "style");
		TRY(take_tag(p, &m));
	}
	return OK;
}

err sheet_html_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	struct html_marks marks = {0};
	struct page *p = arena_new(a, struct page);
	p->book = book_begin(a, name);
	buf_init(&p->text, a);
	p->text.limit = LIMIT_TEXT;
	TRY(charset_page(a, bytes, name, 2 * (size_t)LIMIT_FILE, &marks.page));
	TRY(book_sheet(p->book, S(""), false));
	TRY(take(p, &marks));
	while (p->depth)
		TRY(end_table(p));
	if (!p->tables)
		return fail(ERR_INPUT, "{0} is a web page without a table; choose another file", name);
	TRY(put_lines(p));
	return book_end(p->book, FILE_HTML, ret);
}
