/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs of a page: which tags break a line, which make a box, which are dropped
 * with all they hold; rows of tables of figures become one line each. */
#include "file/html_in.h"

#include <string.h>

#include "base/limits.h"
#include "file/html_page_in.h"

#define BOXES_MOST (1 << 20)
#define ROWS_DEEP 32 /* tables in tables; deeper rows are read as plain blocks */
#define SPAN_MOST 63 /* columns one cell may claim */
#define CELL_LONG 300 /* code points: a longer cell of several paragraphs lays out a page */

enum {
	BLOCK = 1,      /* begins and ends a line */
	BOXED = 2,      /* may hold the text of the page */
	DROP = 4,       /* not text */
	VOID = 8,       /* has no close */
	LINK = 16,
	PRE = 32,
	TABLE = 64,
	ROW = 128,      /* also the parts of a table */
	CELL = 256,
	ITEM = 512,     /* li, dt, dd */
	ITEMS = 1024,   /* what holds items */
	PARA = 2048,
	TITLE = 4096,
	RECORD = 8192,  /* tr: its cells make one line */
};
struct tag {
	const char *name;
	unsigned flags;
	enum box_sort sort;
	int level;
};
/* sorted by name */
static const struct tag tags[] = {
	{"a", LINK},
	{"address", BLOCK},
	{"area", VOID},
	{"article", BLOCK | BOXED, BOX_ARTICLE},
	{"aside", BLOCK | BOXED, BOX_CHROME},
	{"audio", DROP},
	{"base", VOID},
	{"blockquote", BLOCK},
	{"body", BLOCK | BOXED},
	{"br", BLOCK | VOID},
	{"button", DROP},
	{"canvas", DROP},
	{"caption", BLOCK},
	{"center", BLOCK | BOXED},
	{"col", VOID},
	{"dd", BLOCK | ITEM},
	{"details", BLOCK},
	{"div", BLOCK | BOXED},
	{"dl", BLOCK | ITEMS},
	{"dt", BLOCK | ITEM},
	{"embed", VOID},
	{"fieldset", BLOCK},
	{"figcaption", BLOCK},
	{"figure", BLOCK},
	{"footer", BLOCK | BOXED, BOX_CHROME},
	{"form", BLOCK | BOXED},
	{"frame", VOID},
	{"h1", BLOCK | PARA, 0, 1},
	{"h2", BLOCK | PARA, 0, 2},
	{"h3", BLOCK | PARA, 0, 3},
	{"h4", BLOCK | PARA, 0, 4},
	{"h5", BLOCK | PARA, 0, 5},
	{"h6", BLOCK | PARA, 0, 6},
	{"head", BLOCK},
	{"header", BLOCK | BOXED, BOX_HEADER},
	{"hr", BLOCK | VOID},
	{"html", BLOCK},
	{"iframe", DROP},
	{"img", VOID},
	{"input", VOID},
	{"legend", BLOCK},
	{"li", BLOCK | ITEM},
	{"link", VOID},
	{"main", BLOCK | BOXED, BOX_ARTICLE},
	{"menu", BLOCK | ITEMS},
	{"meta", VOID},
	{"nav", BLOCK | BOXED, BOX_CHROME},
	{"noembed", DROP},
	{"noframes", DROP},
	{"noscript", DROP},
	{"object", DROP},
	{"ol", BLOCK | ITEMS},
	{"option", DROP},
	{"p", BLOCK | PARA},
	{"param", VOID},
	{"pre", BLOCK | PRE},
	{"rp", DROP},
	{"rt", DROP},
	{"script", DROP},
	{"section", BLOCK | BOXED},
	{"select", DROP},
	{"source", VOID},
	{"style", DROP},
	{"summary", BLOCK},
	{"svg", DROP},
	{"table", BLOCK | TABLE | BOXED},
	{"tbody", BLOCK | ROW},
	{"td", BLOCK | CELL | BOXED},
	{"template", DROP},
	{"textarea", DROP},
	{"tfoot", BLOCK | ROW},
	{"th", BLOCK | CELL | BOXED},
	{"thead", BLOCK | ROW},
	{"title", TITLE},
	{"tr", BLOCK | ROW | RECORD},
	{"track", VOID},
	{"ul", BLOCK | ITEMS},
	{"video", DROP},
	{"wbr", VOID},
	{"xmp", BLOCK | PRE},
};
static const struct tag other = {.name = ""};

struct element {
	char name[16];
	const struct tag *tag;
	int box;      /* the box around its content */
	bool dropped; /* drops all it holds */
	int row;      /* RECORD: its index among rows, else -1 */
};
struct cell {
	size_t first; /* paragraph */
	unsigned span;
};
struct row {
	size_t first;      /* paragraph */
	size_t first_cell;
	int box;
	bool layout; /* a table that only places things: its paragraphs stay apart */
};
struct page {
	struct arena *arena;
	LIST(struct paragraph) v;
	LIST(struct box) boxes;
	LIST(struct cell) cells;
	struct element stack[LIMIT_XML_DEPTH];
	size_t depth;
	struct row rows[ROWS_DEEP];
	int n_rows;
	size_t dropping; /* elements on the stack that drop */
	unsigned links;
	struct buf line, scratch, title;
	size_t line_n, line_link;
	bool gap, gap_newline; /* white space seen, not yet written */
	uint32_t last;
	bool in_title;
};

static const struct tag *tag_of(const char *name)
{
	size_t lo = 0, hi = COUNT_OF(tags);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(name, tags[mid].name);
		if (c == 0)
			return &tags[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return &other;
}

static int box_now(const struct page *p)
{
	return p->depth ? p->stack[p->depth - 1].box : 0;
}

static int level_now(const struct page *p)
{
	for (size_t i = p->depth; i-- > 0 && !(p->stack[i].tag->flags & BOXED);)
		if (p->stack[i].tag->level)
			return p->stack[i].tag->level;
	return 0;
}

static void mark_heading(struct page *p)
{
	for (int i = box_now(p); i >= 0 && !p->boxes.v[i].heading; i = p->boxes.v[i].parent)
		p->boxes.v[i].heading = true;
}

static void end_line(struct page *p)
{
	str s = str_trim(buf_str(&p->line));
	if (s.n) {
		int level = level_now(p);
		size_t n = utf8_count(s);
		*list_push(p->arena, &p->v) = (struct paragraph){
			.text = str_dup(p->arena, s), .box = box_now(p), .level = level, .n = n,
			.link = p->line_link < n ? p->line_link : n};
		if (level == 1)
			mark_heading(p);
	}
	buf_clear(&p->line);
	p->line_n = p->line_link = 0;
	p->gap = p->gap_newline = false;
	p->last = 0;
}

/* ---- rows ---- */
static size_t cell_end(const struct page *p, const struct row *r, size_t cell)
{
	unused_arg(r);
	return cell + 1 < p->cells.n ? p->cells.v[cell + 1].first : p->v.n;
}

static bool lays_out(const struct page *p, const struct row *r)
{
	if (r->layout || p->cells.n - r->first_cell < 2)
		return true;
	for (size_t c = r->first_cell; c < p->cells.n; c++) {
		size_t n = 0, from = p->cells.v[c].first, to = cell_end(p, r, c);
		for (size_t i = from; i < to; i++)
			n += p->v.v[i].n;
		if (to - from > 1 && n > CELL_LONG)
			return true;
	}
	return false;
}

static void join_row(struct page *p, const struct row *r)
{
	struct buf b;
	struct paragraph one = {.box = r->box};
	buf_init(&b, p->arena);
	for (size_t c = r->first_cell; c < p->cells.n; c++) {
		for (size_t i = p->cells.v[c].first; i < cell_end(p, r, c); i++) {
			if (i > p->cells.v[c].first)
				buf_byte(&b, ' ');
			buf_add(&b, p->v.v[i].text);
			one.link += p->v.v[i].link;
		}
		for (unsigned k = 0; k < p->cells.v[c].span; k++)
			buf_byte(&b, '\t');
	}
	one.text = buf_str(&b);
	while (str_ends(one.text, S("\t")))
		one.text.n--;
	one.n = utf8_count(one.text);
	p->v.n = r->first;
	if (str_trim(one.text).n)
		*list_push(p->arena, &p->v) = one;
}

static void end_row(struct page *p, int row)
{
	const struct row *r = &p->rows[row];
	if (!lays_out(p, r))
		join_row(p, r);
	p->cells.n = r->first_cell;
	p->n_rows = row;
}

/* ---- elements ---- */
static void pop(struct page *p)
{
	struct element *e = &p->stack[p->depth - 1];
	if (e->tag->flags & BLOCK)
		end_line(p);
	if (e->row >= 0)
		end_row(p, e->row);
	if (e->tag->flags & LINK && p->links)
		p->links--;
	p->dropping -= e->dropped;
	p->depth--;
}

static void pop_to(struct page *p, size_t depth)
{
	while (p->depth > depth)
		pop(p);
}

/* The innermost element with one of these flags, not looking past a barrier; or -1. */
static ptrdiff_t inner(const struct page *p, unsigned flags, unsigned barrier)
{
	for (size_t i = p->depth; i-- > 0;) {
		if (p->stack[i].tag->flags & flags)
			return (ptrdiff_t)i;
		if (p->stack[i].tag->flags & barrier)
			return -1;
	}
	return -1;
}

/* What an opening tag closes although the page does not say so. */
static void close_implied(struct page *p, const struct tag *t)
{
	static const struct {
		unsigned opening, closes, barrier;
	} implied[] = {
		{ROW, ROW | CELL, TABLE}, {CELL, CELL, ROW | TABLE}, {ITEM, ITEM, ITEMS | BOXED},
		{LINK, LINK, BOXED},      {BLOCK, PARA, BOXED | ITEMS},
	};
	for (size_t i = 0; i < COUNT_OF(implied); i++) {
		ptrdiff_t at;
		if (!(t->flags & implied[i].opening) || t->flags & VOID)
			continue;
		/* a row stays inside its part of the table */
		while ((at = inner(p, implied[i].closes, implied[i].barrier)) >= 0 &&
		       !(t->flags & RECORD && p->stack[at].tag->flags & ROW && !(p->stack[at].tag->flags & RECORD)))
			pop_to(p, (size_t)at);
	}
}

static bool has_word(str s, str word)
{
	for (ptrdiff_t at = 0; (at = str_find(s, word, (size_t)at)) >= 0; at++) {
		char before = at ? s.p[at - 1] : ' ';
		char behind = (size_t)at + word.n < s.n ? s.p[(size_t)at + word.n] : ' ';
		if ((before == ' ' || before == '-' || before == '_') && (behind == ' ' || behind == '-' || behind == '_'))
			return true;
	}
	return false;
}

static enum box_sort sort_of(const struct tag *t, str attributes)
{
	static const str menus[] = {S("nav"),    S("menu"),       S("sidebar"), S("breadcrumb"), S("crumbs"),
				    S("footer"), S("foot"),       S("header"),  S("topbar"),     S("toolbar"),
				    S("related"), S("pagination"), S("links"),  S("friendlink")};
	static const str roles[] = {S("navigation"), S("banner"), S("contentinfo"), S("complementary"), S("search")};
	str role = html_attr(attributes, "role"), class = html_attr(attributes, "class"), id = html_attr(attributes, "id");
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (str_eq(role, roles[i]))
			return i == 1 ? BOX_HEADER : BOX_CHROME;
	for (size_t i = 0; !t->sort && i < COUNT_OF(menus); i++)
		if (has_word(class, menus[i]) || has_word(id, menus[i]))
			return BOX_MENU;
	return t->sort;
}

static int new_box(struct page *p, const struct tag *t, str attributes)
{
	int parent = box_now(p);
	if (p->boxes.n >= BOXES_MOST)
		return parent;
	*list_push(p->arena, &p->boxes) = (struct box){.parent = parent, .sort = sort_of(t, attributes)};
	return (int)p->boxes.n - 1;
}

static int new_row(struct page *p)
{
	if (p->n_rows == ROWS_DEEP)
		return -1;
	p->rows[p->n_rows] = (struct row){.first = p->v.n, .first_cell = p->cells.n, .box = box_now(p)};
	return p->n_rows++;
}

/* The row that a cell opened now belongs to; -1 when it stands outside of any. */
static int row_here(const struct page *p)
{
	ptrdiff_t at = inner(p, RECORD, TABLE);
	return at >= 0 ? p->stack[at].row : -1;
}

static void new_cell(struct page *p, str attributes)
{
	int64_t span = 1;
	if (row_here(p) < 0)
		return;
	if (!str_int(str_trim(html_attr(attributes, "colspan")), &span) || span < 1 || span > SPAN_MOST)
		span = 1;
	*list_push(p->arena, &p->cells) = (struct cell){p->v.n, (unsigned)span};
}

static bool hidden(str attributes)
{
	if (html_attr(attributes, "hidden").p)
		return true;
	str style = html_attr(attributes, "style");
	ptrdiff_t at = str_find(style, S("display"), 0);
	if (at < 0)
		return false;
	str rest = str_trim(str_cut(style, (size_t)at + 7, style.n));
	return str_starts(rest, S(":")) && str_starts(str_trim(str_cut(rest, 1, rest.n)), S("none"));
}

static void open_element(struct page *p, const struct html_mark *m, const struct tag *t)
{
	close_implied(p, t);
	if (t->flags & BLOCK)
		end_line(p);
	if (t->flags & VOID || p->depth == LIMIT_XML_DEPTH)
		return;
	if (t->flags & TABLE && p->n_rows)
		p->rows[p->n_rows - 1].layout = true;
	struct element e = {.tag = t, .row = -1, .box = box_now(p)};
	memcpy(e.name, m->name, sizeof e.name);
	e.dropped = t->flags & DROP || hidden(m->attributes);
	if (t->flags & BOXED)
		e.box = new_box(p, t, m->attributes);
	if (t->flags & RECORD)
		e.row = new_row(p);
	if (t->flags & CELL)
		new_cell(p, m->attributes);
	p->links += (t->flags & LINK) != 0;
	p->dropping += e.dropped;
	p->stack[p->depth++] = e;
}

static void close_element(struct page *p, const struct html_mark *m, const struct tag *t)
{
	unsigned barrier = t->flags & TABLE ? 0 : t->flags & (ROW | CELL) ? TABLE : CELL | TABLE;
	if (!(t->flags & BLOCK))
		barrier |= BOXED;
	if (t->flags & BLOCK)
		end_line(p);
	for (size_t i = p->depth; i-- > 0;) {
		if (!strcmp(p->stack[i].name, m->name)) {
			pop_to(p, i);
			return;
		}
		if (p->stack[i].tag->flags & barrier)
			return;
	}
}

/* ---- text ---- */
static bool wide(uint32_t cp)
{
	return cp >= 0x2e80;
}

static void put_cp(struct page *p, uint32_t cp)
{
	if (p->gap && p->line.n) {
		/* a line broken inside Chinese text is no space (CSS Text 4, segment breaks) */
		if (!(p->gap_newline && wide(p->last) && wide(cp))) {
			buf_byte(&p->line, ' ');
			p->line_n++;
		}
	}
	p->gap = p->gap_newline = false;
	buf_cp(&p->line, cp);
	p->line_n++;
	p->line_link += p->links > 0;
	p->last = cp;
}

/* Bytes that begin neither white space nor anything ignorable: most text, taken in runs.
 * U+00A0 and U+00AD begin with c2, U+200B with e2, U+FEFF with ef. */
static bool in_run(char c)
{
	uint8_t u = (uint8_t)c;
	return u > ' ' && u != 0xc2 && u != 0xe2 && u != 0xef;
}

static void put_run(struct page *p, str run)
{
	size_t at = 0, last = run.n;
	put_cp(p, utf8_next(run, &at));
	str rest = str_cut(run, at, run.n);
	if (!rest.n)
		return;
	size_t n = utf8_count(rest);
	buf_add(&p->line, rest);
	p->line_n += n;
	p->line_link += p->links ? n : 0;
	do
		last--;
	while (((uint8_t)run.p[last] & 0xc0) == 0x80);
	p->last = utf8_next(run, &last);
}

static bool ignorable(uint32_t cp)
{
	return cp == 0xfeff || cp == 0x200b || cp == 0xad || cp < 0x20;
}

static void put_text(struct page *p, str s)
{
	bool pre = inner(p, PRE, 0) >= 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		/* trail bytes are 80 to bf, so a run ends between characters */
		while (at < s.n && in_run(s.p[at]))
			at++;
		if (at > from) {
			put_run(p, str_cut(s, from, at));
			continue;
		}
		uint32_t cp = utf8_next(s, &at);
		if (pre && cp == '\n') {
			end_line(p);
		} else if (cp == ' ' || cp == 0xa0 || (cp >= '\t' && cp <= '\r')) {
			p->gap = true;
			p->gap_newline |= cp == '\n';
		} else if (!ignorable(cp)) {
			put_cp(p, cp);
		}
	}
}

static void on_text(struct page *p, const struct html_mark *m)
{
	if (p->dropping)
		return;
	buf_clear(&p->scratch);
	if (m->raw)
		buf_add(&p->scratch, m->text);
	else
		html_put(&p->scratch, m->text);
	if (p->in_title)
		buf_add(&p->title, buf_str(&p->scratch));
	else
		put_text(p, buf_str(&p->scratch));
}

static void on_mark(struct page *p, const struct html_mark *m)
{
	if (m->kind == HTML_TEXT) {
		on_text(p, m);
		return;
	}
	const struct tag *t = tag_of(m->name);
	p->in_title = t->flags & TITLE && m->kind == HTML_OPEN && !p->dropping && !p->title.n;
	if (t->flags & TITLE)
		return;
	if (m->kind == HTML_OPEN)
		open_element(p, m, t);
	else
		close_element(p, m, t);
}

/* One line, white space and control characters folded. */
static str folded(struct arena *a, str s)
{
	struct buf b;
	bool gap = false;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		bool blank = (uint8_t)s.p[i] <= ' ';
		if (!blank && gap && b.n)
			buf_byte(&b, ' ');
		if (!blank)
			buf_byte(&b, s.p[i]);
		gap = blank;
	}
	return str_trim(buf_str(&b));
}

static err gather(struct page *p, str name, struct file_text *ret)
{
	struct buf b;
	size_t from, to;
	str title = folded(p->arena, buf_str(&p->title));
	html_region(p->boxes.v, p->boxes.n, p->v.v, p->v.n, title, &from, &to);
	buf_init(&b, p->arena);
	b.limit = LIMIT_TEXT;
	for (size_t i = from; i < to; i++) {
		if (p->boxes.v[p->v.v[i].box].chrome)
			continue;
		if (b.n)
			buf_byte(&b, '\n');
		buf_add(&b, p->v.v[i].text);
	}
	if (b.bad)
		return fail(ERR_LIMIT, "{0} holds more text than one document may; split it", name);
	if (!b.n)
		return fail(ERR_INPUT, "{0} is a page without text; open it in a browser, copy the text and save it", name);
	*ret = (struct file_text){.text = buf_str(&b), .title = title, .sort = FILE_HTML};
	return OK;
}

err html_page_read(struct arena *a, str page, str name, struct file_text *ret)
{
	struct page *p = arena_new(a, struct page);
	struct html_marks marks = {.page = page};
	struct html_mark m;
	p->arena = a;
	buf_init(&p->line, a);
	buf_init(&p->scratch, a);
	buf_init(&p->title, a);
	*list_push(a, &p->boxes) = (struct box){.parent = -1};
	while (html_next(&marks, &m))
		on_mark(p, &m);
	pop_to(p, 0);
	end_line(p);
	return gather(p, name, ret);
}
