/* SPDX-License-Identifier: Apache-2.0 */
/* numbering.xml and styles.xml (ECMA-376 part 1, 17.9 and 17.7): which paragraphs are
 * numbered, and how far the counting has come. */
#include "file/docx_in.h"

#define LEVELS 9         /* 17.9.6: levels 0 to 8 */
#define LISTS_MOST 4000  /* of each sort; a real document has some dozens */
#define STYLES_DEEP 12   /* basedOn */

struct level {
	bool known;
	int64_t start;
	str format, text, suffix, style;
	bool legal; /* isLgl: all in Arabic digits */
	bool endless; /* lvlRestart 0: goes on counting */
};
struct counter {
	bool used;
	int64_t n;
};
struct list { /* abstractNum: what it looks like, and how far it has counted */
	str id;
	struct level level[LEVELS];
	struct counter counter[LEVELS];
};
struct num { /* num: a use of a list, with changes */
	str id, list_id;
	struct level level[LEVELS]; /* known only where overridden */
	int64_t restart[LEVELS];    /* startOverride, -1: none; spent at the first use */
};
struct style {
	str id, based_on, num_id;
	int level;
};
struct docx_numbers {
	struct arena *arena;
	LIST(struct list) lists;
	LIST(struct num) nums;
	LIST(struct style) styles;
	struct level *now; /* while reading: the level being described */
	bool in_num, in_paragraph_style;
	int override_level;
};

static bool is(const struct xml_tag *t, const char *name)
{
	return str_eq(t->name, str_of(name));
}

static str value(struct docx_numbers *d, const struct xml_tag *t, const char *attr)
{
	return str_dup(d->arena, xml_attr(t, attr));
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

/* ---- numbering.xml ---- */
static int ilvl(const struct xml_tag *t)
{
	int64_t n;
	return str_int(xml_attr(t, "ilvl"), &n) && n >= 0 && n < LEVELS ? (int)n : -1;
}

static void open_level(struct docx_numbers *d, const struct xml_tag *t)
{
	int i = ilvl(t);
	struct level *level = NULL;
	if (i >= 0 && d->in_num && d->nums.n)
		level = d->nums.v[d->nums.n - 1].level;
	else if (i >= 0 && !d->in_num && d->lists.n)
		level = d->lists.v[d->lists.n - 1].level;
	d->now = level ? &level[i] : NULL;
	if (d->now)
		*d->now = (struct level){.known = true, .start = 1, .format = S("decimal")};
}

static void describe_level(struct docx_numbers *d, const struct xml_tag *t)
{
	struct level *l = d->now;
	if (is(t, "start"))
		l->start = number(t, 1, 1000000);
	else if (is(t, "numFmt"))
		l->format = value(d, t, "val");
	else if (is(t, "lvlText"))
		l->text = value(d, t, "val");
	else if (is(t, "suff"))
		l->suffix = value(d, t, "val");
	else if (is(t, "pStyle"))
		l->style = value(d, t, "val");
	else if (is(t, "isLgl"))
		l->legal = on(t);
	else if (is(t, "lvlRestart"))
		l->endless = number(t, 1, LEVELS) == 0;
}

static void open_list(struct docx_numbers *d, const struct xml_tag *t)
{
	d->in_num = is(t, "num");
	d->now = NULL;
	d->override_level = -1;
	if (d->lists.n + d->nums.n >= LISTS_MOST)
		return;
	if (!d->in_num) {
		list_push(d->arena, &d->lists)->id = value(d, t, "abstractNumId");
		return;
	}
	struct num *n = list_push(d->arena, &d->nums);
	*n = (struct num){.id = value(d, t, "numId")};
	for (int i = 0; i < LEVELS; i++)
		n->restart[i] = -1;
}

static void numbering_open(void *arg, const struct xml_tag *t)
{
	struct docx_numbers *d = arg;
	struct num *n = d->in_num && d->nums.n ? &d->nums.v[d->nums.n - 1] : NULL;
	if (is(t, "abstractNum") || is(t, "num"))
		open_list(d, t);
	else if (is(t, "lvl"))
		open_level(d, t);
	else if (d->now)
		describe_level(d, t);
	else if (n && is(t, "abstractNumId"))
		n->list_id = value(d, t, "val");
	else if (n && is(t, "lvlOverride"))
		d->override_level = ilvl(t);
	else if (n && is(t, "startOverride") && d->override_level >= 0)
		n->restart[d->override_level] = number(t, -1, 1000000);
}

static void numbering_close(void *arg, const struct xml_tag *t)
{
	struct docx_numbers *d = arg;
	if (is(t, "lvl"))
		d->now = NULL;
}

/* ---- styles.xml ---- */
static void styles_open(void *arg, const struct xml_tag *t)
{
	struct docx_numbers *d = arg;
	if (is(t, "style")) {
		d->in_paragraph_style = str_eq(xml_attr(t, "type"), S("paragraph")) && d->styles.n < LISTS_MOST;
		if (d->in_paragraph_style)
			*list_push(d->arena, &d->styles) = (struct style){.id = value(d, t, "styleId"), .level = -1};
		return;
	}
	if (!d->in_paragraph_style)
		return;
	struct style *s = &d->styles.v[d->styles.n - 1];
	if (is(t, "basedOn"))
		s->based_on = value(d, t, "val");
	else if (is(t, "numId"))
		s->num_id = value(d, t, "val");
	else if (is(t, "ilvl"))
		s->level = (int)number(t, 0, LEVELS - 1);
}

static void styles_close(void *arg, const struct xml_tag *t)
{
	struct docx_numbers *d = arg;
	if (is(t, "style"))
		d->in_paragraph_style = false;
}

struct docx_numbers *docx_numbers_none(struct arena *a)
{
	struct docx_numbers *d = arena_new(a, struct docx_numbers);
	d->arena = a;
	return d;
}

err docx_numbers_read(struct arena *a, struct zip_in *z, str numbering, str styles, struct docx_numbers **ret)
{
	static const struct xml_events in_numbering = {numbering_open, numbering_close, NULL};
	static const struct xml_events in_styles = {styles_open, styles_close, NULL};
	struct docx_numbers *d = docx_numbers_none(a);
	if (zip_in_has(z, numbering))
		TRY(xml_read_part(z, numbering, &in_numbering, d, NULL));
	if (zip_in_has(z, styles))
		TRY(xml_read_part(z, styles, &in_styles, d, NULL));
	*ret = d;
	return OK;
}

/* ---- counting ---- */
static struct num *find_num(struct docx_numbers *d, str id)
{
	for (size_t i = 0; i < d->nums.n; i++)
		if (str_eq(d->nums.v[i].id, id))
			return &d->nums.v[i];
	return NULL;
}

static struct list *find_list(struct docx_numbers *d, str id)
{
	for (size_t i = 0; i < d->lists.n; i++)
		if (str_eq(d->lists.v[i].id, id))
			return &d->lists.v[i];
	return NULL;
}

static const struct style *find_style(const struct docx_numbers *d, str id)
{
	for (size_t i = 0; id.n && i < d->styles.n; i++)
		if (str_eq(d->styles.v[i].id, id))
			return &d->styles.v[i];
	return NULL;
}

/* The style, or one it is based on, that gives numbers. */
static const struct style *numbering_style(const struct docx_numbers *d, str id)
{
	const struct style *s = find_style(d, id);
	for (int i = 0; s && !s->num_id.n && i < STYLES_DEEP; i++)
		s = find_style(d, s->based_on);
	return s && s->num_id.n ? s : NULL;
}

/* A level may name the style that uses it instead of the style naming the level. */
static int level_of_style(const struct list *l, const struct style *s)
{
	for (int i = 0; i < LEVELS; i++)
		if (l->level[i].known && str_eq(l->level[i].style, s->id))
			return i;
	return s->level;
}

static const struct level *level_at(const struct num *n, const struct list *l, int i)
{
	return n->level[i].known ? &n->level[i] : &l->level[i];
}

static void count(struct num *n, struct list *l, int at)
{
	struct counter *c = &l->counter[at];
	if (n->restart[at] >= 0) {
		*c = (struct counter){true, n->restart[at]};
		n->restart[at] = -1;
	} else if (c->used) {
		c->n++;
	} else {
		*c = (struct counter){true, level_at(n, l, at)->start};
	}
	for (int i = at + 1; i < LEVELS; i++)
		if (!level_at(n, l, i)->endless)
			l->counter[i].used = false;
}

/* %1 … %9 in the level's text stand for the counters of the levels. */
static void put_label(const struct num *n, const struct list *l, int at, struct buf *b)
{
	const struct level *v = level_at(n, l, at);
	for (size_t i = 0; i < v->text.n; i++) {
		int k = i + 1 < v->text.n && v->text.p[i] == '%' ? v->text.p[i + 1] - '1' : -1;
		if (k < 0 || k >= LEVELS) {
			buf_byte(b, v->text.p[i]);
			continue;
		}
		const struct level *u = level_at(n, l, k);
		const struct counter *c = &l->counter[k];
		docx_format_put(b, v->legal ? S("decimal") : u->format, c->used ? c->n : u->start);
		i++;
	}
}

/* After "一、" and "（一）" nothing, after "1." a space: as a person would have typed it. */
static void put_suffix(const struct level *v, struct buf *b, size_t from)
{
	bool ascii = b->n > from && (uint8_t)b->p[b->n - 1] < 0x80;
	if (ascii && !str_eq(v->suffix, S("nothing")))
		buf_byte(b, ' ');
}

void docx_number_put(struct docx_numbers *d, str num_id, int level, str style, struct buf *b)
{
	const struct style *s = num_id.n ? NULL : numbering_style(d, style);
	struct num *n = find_num(d, s ? s->num_id : num_id);
	struct list *l = n ? find_list(d, n->list_id) : NULL;
	if (!l)
		return;
	if (s)
		level = level < 0 ? level_of_style(l, s) : level;
	if (level < 0)
		level = 0;
	const struct level *v = level_at(n, l, level);
	size_t from = b->n;
	if (!v->known || str_eq(v->format, S("bullet")))
		return;
	count(n, l, level);
	put_label(n, l, level, b);
	put_suffix(v, b, from);
}
