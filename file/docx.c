/* SPDX-License-Identifier: Apache-2.0 */
/* The main part of a .docx as lines. A stack of frames says where a finished paragraph
 * goes: to the text, into a cell of a row, or behind the paragraph whose text box it
 * stands in. */
#include "file/docx_in.h"

#include "base/limits.h"
#include "file/opc_in.h"

#define FRAMES (LIMIT_XML_DEPTH + 2) /* every element could open one */
#define SPAN_MOST 63

enum frame_sort { FRAME_BODY, FRAME_ROW, FRAME_CELL, FRAME_BOX };
struct frame {
	enum frame_sort sort;
	struct buf text;  /* what was delivered here: lines, or a cell's words */
	struct buf words; /* of the paragraph being read */
	struct buf boxes; /* lines of text boxes, until their paragraph ends */
	char num_id[16], style[128];
	size_t num_id_n, style_n;
	int level;
	bool carried;  /* the mark of the last paragraph was deleted: it goes on in this one */
	bool mark_deleted;
	bool deleted;  /* a row taken out while changes were tracked */
	unsigned span; /* columns of a cell */
};
struct docx {
	struct arena *arena;
	struct xml_in *xml;
	struct docx_numbers *numbers;
	str name;
	struct frame frame[FRAMES];
	size_t depth; /* of frames; 0: the body */
	unsigned skip; /* depth of the element whose content is skipped; 0: none */
	unsigned in_ppr, in_text;
	bool hidden;  /* the run is not shown */
	bool pictures;
};

static bool is(const struct xml_tag *t, const char *name)
{
	return str_eq(t->name, str_of(name));
}

/* Transitional, strict (ISO/IEC 29500) and the XML of Word 2003. */
static bool of_word(const struct xml_tag *t)
{
	return (str_find(t->ns, S("/wordprocessingml/"), 0) > 0 && str_ends(t->ns, S("/main"))) ||
	       str_ends(t->ns, S("/wordml"));
}

static bool of_math(const struct xml_tag *t)
{
	return str_ends(t->ns, S("/math"));
}

static struct frame *top(struct docx *d)
{
	return &d->frame[d->depth];
}

static void clear(struct docx *d, struct buf *b)
{
	if (!b->arena)
		buf_init(b, d->arena);
	b->limit = LIMIT_TEXT;
	buf_clear(b);
}

static void frame_begin(struct docx *d, enum frame_sort sort)
{
	struct frame *f = top(d);
	f->sort = sort;
	f->span = 1;
	f->carried = f->deleted = f->mark_deleted = false;
	clear(d, &f->text);
	clear(d, &f->words);
	clear(d, &f->boxes);
}

static void push(struct docx *d, enum frame_sort sort)
{
	ours(d->depth + 1 < FRAMES);
	d->depth++;
	frame_begin(d, sort);
}

/* ---- delivering ---- */
static void add_words(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_byte(b, s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i]);
}

static void deliver_line(struct docx *d, str line, bool row)
{
	struct frame *f = top(d);
	if (!row)
		line = str_trim(line);
	if (!str_trim(line).n)
		return;
	if (f->text.n)
		buf_byte(&f->text, f->sort == FRAME_CELL ? ' ' : '\n');
	if (f->sort == FRAME_CELL)
		add_words(&f->text, line);
	else
		buf_add(&f->text, line);
	if (f->text.bad && d->xml)
		xml_stop(d->xml, fail(ERR_LIMIT, "{0} holds more text than one document may; split it", d->name));
}

static void deliver(struct docx *d, str s)
{
	str line, rest;
	for (; str_split(s, '\n', &line, &rest); s = rest)
		deliver_line(d, line, false);
	deliver_line(d, s, false);
}

/* ---- paragraphs ---- */
static void open_paragraph(struct docx *d)
{
	struct frame *f = top(d);
	if (!f->carried)
		clear(d, &f->words);
	f->carried = f->mark_deleted = false;
	f->num_id_n = f->style_n = 0;
	f->level = -1;
}

static void close_paragraph(struct docx *d)
{
	struct frame *f = top(d);
	struct buf line;
	f->carried = f->mark_deleted;
	if (f->carried)
		return;
	buf_init(&line, d->arena);
	line.limit = LIMIT_TEXT;
	str words = str_trim(buf_str(&f->words));
	docx_number_put(d->numbers, (str){f->num_id, f->num_id_n}, f->level, (str){f->style, f->style_n}, &line);
	/* an empty numbered paragraph is the 序号 of a row, or nothing */
	if (!words.n && f->sort != FRAME_CELL)
		buf_clear(&line);
	buf_add(&line, words);
	deliver(d, buf_str(&line));
	deliver(d, buf_str(&f->boxes));
	clear(d, &f->boxes);
	clear(d, &f->words);
}

static void close_box(struct docx *d)
{
	str lines = buf_str(&top(d)->text);
	d->depth--;
	struct buf *boxes = &top(d)->boxes;
	if (boxes->n && lines.n)
		buf_byte(boxes, '\n');
	buf_add(boxes, lines);
}

/* ---- tables ---- */
static void close_cell(struct docx *d)
{
	str words = buf_str(&top(d)->text);
	unsigned span = top(d)->span;
	d->depth--;
	struct frame *row = top(d);
	buf_add(&row->text, words);
	for (unsigned i = 0; i < span; i++)
		buf_byte(&row->text, '\t');
}

static void close_row(struct docx *d)
{
	str line = buf_str(&top(d)->text);
	bool deleted = top(d)->deleted;
	while (str_ends(line, S("\t")))
		line.n--;
	d->depth--;
	if (!deleted)
		deliver_line(d, line, true);
}

/* ---- elements ---- */
static void keep(char *to, size_t size, size_t *ret_n, str s)
{
	*ret_n = s.n <= size ? s.n : 0;
	for (size_t i = 0; i < *ret_n; i++)
		to[i] = s.p[i];
}

static int64_t number(const struct xml_tag *t, int64_t otherwise, int64_t most)
{
	int64_t n;
	return str_int(xml_attr(t, "val"), &n) && n >= 0 && n <= most ? n : otherwise;
}

static bool on(const struct xml_tag *t)
{
	str v = xml_attr(t, "val");
	return !str_eq(v, S("0")) && !str_eq(v, S("false")) && !str_eq(v, S("off"));
}

static void open_break(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	buf_byte(&top(d)->words, '\n');
}

static void open_tab(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	if (!d->in_ppr) /* there it is a tab stop */
		buf_byte(&top(d)->words, '\t');
}

static void open_hyphen(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	buf_byte(&top(d)->words, '-');
}

static void open_num_id(struct docx *d, const struct xml_tag *t)
{
	struct frame *f = top(d);
	keep(f->num_id, sizeof f->num_id, &f->num_id_n, xml_attr(t, "val"));
}

static void open_ilvl(struct docx *d, const struct xml_tag *t)
{
	top(d)->level = (int)number(t, -1, 8);
}

static void open_style(struct docx *d, const struct xml_tag *t)
{
	struct frame *f = top(d);
	keep(f->style, sizeof f->style, &f->style_n, xml_attr(t, "val"));
}

static void open_span(struct docx *d, const struct xml_tag *t)
{
	int64_t n = number(t, 1, SPAN_MOST);
	top(d)->span = n ? (unsigned)n : 1;
}

static void open_vanish(struct docx *d, const struct xml_tag *t)
{
	if (!d->in_ppr)
		d->hidden = on(t);
}

static void open_run(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	d->hidden = false;
}

static void open_p(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	open_paragraph(d);
}

static void open_ppr(struct docx *d, const struct xml_tag *t)
{
	d->in_ppr = t->depth;
}

static void open_row(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	push(d, FRAME_ROW);
}

static void open_cell(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	push(d, FRAME_CELL);
}

static void open_box(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	push(d, FRAME_BOX);
}

static void open_words(struct docx *d, const struct xml_tag *t)
{
	d->in_text = d->hidden ? 0 : t->depth;
}

static void open_picture(struct docx *d, const struct xml_tag *t)
{
	unused_arg(t);
	d->pictures = true;
}

/* w:del stands around deleted runs, on a paragraph's mark (pPr/rPr) and on a row (trPr). */
static void open_del(struct docx *d, const struct xml_tag *t)
{
	if (d->in_ppr)
		top(d)->mark_deleted = true;
	else if (top(d)->sort == FRAME_ROW)
		top(d)->deleted = true;
	d->skip = t->depth;
}

static void open_skip(struct docx *d, const struct xml_tag *t)
{
	d->skip = t->depth;
}

static const struct handler {
	const char *name;
	void (*open)(struct docx *, const struct xml_tag *);
} handlers[] = {
	{"t", open_words},           {"r", open_run},
	{"p", open_p},               {"pPr", open_ppr},
	{"tab", open_tab},           {"ptab", open_tab},
	{"br", open_break},          {"cr", open_break},
	{"noBreakHyphen", open_hyphen},
	{"numId", open_num_id},      {"ilvl", open_ilvl},
	{"pStyle", open_style},      {"vanish", open_vanish},
	{"tr", open_row},            {"tc", open_cell},
	{"gridSpan", open_span},     {"txbxContent", open_box},
	{"drawing", open_picture},   {"pict", open_picture},
	{"del", open_del},
	/* text that was there, stands elsewhere, or is not said */
	{"moveFrom", open_skip},     {"delText", open_skip},
	{"instrText", open_skip},    {"delInstrText", open_skip},
	{"rt", open_skip},           {"pPrChange", open_skip},
	{"rPrChange", open_skip},    {"trPrChange", open_skip},
	{"tcPrChange", open_skip},   {"tblPrChange", open_skip},
	{"sectPr", open_skip},       {"fldData", open_skip},
	{"binData", open_skip},
};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct docx *d = arg;
	if (d->skip)
		return;
	/* a shape is written twice, for new readers (Choice) and for old ones (Fallback) */
	if (is(t, "Fallback")) {
		d->skip = t->depth;
		return;
	}
	if (of_math(t) && is(t, "t"))
		open_words(d, t);
	if (!of_word(t))
		return;
	for (size_t i = 0; i < COUNT_OF(handlers); i++)
		if (is(t, handlers[i].name)) {
			handlers[i].open(d, t);
			return;
		}
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct docx *d = arg;
	if (d->skip) {
		d->skip = t->depth == d->skip ? 0 : d->skip;
		return;
	}
	if (d->in_text == t->depth)
		d->in_text = 0;
	if (d->in_ppr == t->depth)
		d->in_ppr = 0;
	if (!of_word(t))
		return;
	if (is(t, "p"))
		close_paragraph(d);
	else if (is(t, "tc"))
		close_cell(d);
	else if (is(t, "tr"))
		close_row(d);
	else if (is(t, "txbxContent"))
		close_box(d);
}

static void on_text(void *arg, str piece)
{
	struct docx *d = arg;
	if (d->in_text && !d->skip)
		buf_add(&top(d)->words, piece);
}

/* ---- parts ---- */
struct title {
	struct buf text;
	unsigned in;
};

static void title_open(void *arg, const struct xml_tag *t)
{
	struct title *x = arg;
	if (is(t, "title") && str_find(t->ns, S("/dc/"), 0) > 0)
		x->in = t->depth;
}

static void title_close(void *arg, const struct xml_tag *t)
{
	struct title *x = arg;
	if (x->in == t->depth)
		x->in = 0;
}

static void title_text(void *arg, str piece)
{
	struct title *x = arg;
	if (x->in)
		buf_add(&x->text, piece);
}

/* A title is a convenience: damaged metadata do not spoil the document. */
static str read_title(struct arena *a, struct zip_in *z, str part)
{
	static const struct xml_events events = {title_open, title_close, title_text};
	struct title x = {0};
	buf_init(&x.text, a);
	x.text.limit = LIMIT_FIELD_TEXT;
	if (!zip_in_has(z, part) || xml_read_part(z, part, &events, &x, NULL) != OK)
		return S("");
	return str_trim(buf_str(&x.text));
}

static const struct xml_events body_events = {on_open, on_close, on_text};

static err body_text(struct docx *d, struct file_text *ret)
{
	str text = buf_str(&d->frame[0].text);
	d->xml = NULL;
	if (!text.n && d->pictures)
		return fail(ERR_INPUT, "{0} holds pictures but no text; run character recognition (OCR) over it first", d->name);
	if (!text.n)
		return fail(ERR_INPUT, "{0} holds no text", d->name);
	*ret = (struct file_text){.text = text, .title = S(""), .sort = FILE_DOCX};
	return OK;
}

static struct docx *docx_new(struct arena *a, str name)
{
	struct docx *d = arena_new(a, struct docx);
	d->arena = a;
	d->name = name;
	frame_begin(d, FRAME_BODY);
	return d;
}

err docx_main_read(struct arena *a, str xml, str name, struct file_text *ret)
{
	struct docx *d = docx_new(a, name);
	d->numbers = docx_numbers_none(a);
	TRY(xml_read(xml, name, &body_events, d, &d->xml));
	return body_text(d, ret);
}

err docx_read(struct arena *a, str bytes, str name, struct file_text *ret)
{
	struct zip_in *z;
	struct relations r;
	struct docx *d = docx_new(a, name);
	struct file_text t;
	TRY(zip_in_open(a, bytes, name, &z));
	TRY(opc_relations_read(a, z, S(""), &r));
	str main = opc_related(a, z, &r, S(""), S("/officeDocument"), S("word/document.xml"));
	str core = opc_related(a, z, &r, S(""), S("/core-properties"), S("docProps/core.xml"));
	if (!zip_in_has(z, main))
		return fail(ERR_INPUT, "{0} is damaged: the text itself is missing; save it again in Word or WPS", name);
	TRY(opc_relations_read(a, z, main, &r));
	str numbering = opc_related(a, z, &r, main, S("/numbering"), S(""));
	str styles = opc_related(a, z, &r, main, S("/styles"), S(""));
	TRY(docx_numbers_read(a, z, numbering, styles, &d->numbers));
	TRY(xml_read_part(z, main, &body_events, d, &d->xml));
	TRY(body_text(d, &t));
	t.title = read_title(a, z, core);
	*ret = t;
	return OK;
}
