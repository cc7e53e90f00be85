/* SPDX-License-Identifier: Apache-2.0 */
/* The marks of a document as one canonical value (core/cbor_in.h), and how they move when
 * the text under them changes. */
#include "core/document_in.h"

#define MARKS_FORMAT 1
#define PER_MILLE 1000.0

/* ---- writing --------------------------------------------------------------------------- */
static void put_span(struct buf *b, struct span s)
{
	cbor_int(b, (int64_t)s.from);
	cbor_int(b, (int64_t)s.to);
}

static void put_texts(struct buf *b, const str *v, size_t n)
{
	cbor_array(b, n);
	for (size_t i = 0; i < n; i++)
		cbor_text(b, v[i]);
}

static void put_day(struct buf *b, day_t d)
{
	if (d == DAY_NONE)
		cbor_null(b);
	else
		cbor_int(b, d);
}

static void put_text_or_null(struct buf *b, str s)
{
	if (s.p)
		cbor_text(b, s);
	else
		cbor_null(b);
}

static void put_edit(struct buf *b, const struct repair_edit *e)
{
	cbor_array(b, 10);
	put_span(b, e->at);
	put_span(b, e->raw);
	cbor_text(b, e->from);
	cbor_text(b, e->to);
	cbor_int(b, e->rule);
	cbor_int(b, (int64_t)(e->confidence * PER_MILLE));
	cbor_int(b, e->inferred);
	put_texts(b, e->alternatives, e->n_alternatives);
}

static void put_quantity(struct buf *b, const struct quantity *q)
{
	cbor_array(b, 11);
	put_span(b, q->at);
	cbor_int(b, q->status);
	cbor_int(b, q->op);
	cbor_text(b, q->indicator);
	put_text_or_null(b, q->value);
	put_text_or_null(b, q->max);
	cbor_text(b, q->unit);
	cbor_text(b, q->text);
	cbor_text(b, q->period);
	cbor_text(b, str_of(q->why));
}

static void put_sentence(struct buf *b, const struct sentence *s)
{
	cbor_array(b, 9);
	put_span(b, s->at);
	cbor_int(b, s->kind);
	cbor_int(b, (int64_t)(s->confidence * PER_MILLE));
	cbor_text(b, str_of(s->why));
	put_texts(b, s->path, s->n_path);
	cbor_array(b, s->n_quantities);
	for (size_t i = 0; i < s->n_quantities; i++)
		put_quantity(b, &s->quantities[i]);
	cbor_array(b, s->n_units);
	for (size_t i = 0; i < s->n_units; i++) {
		cbor_array(b, 4);
		put_span(b, s->units[i].at);
		cbor_text(b, s->units[i].name);
		cbor_int(b, s->units[i].role);
	}
	cbor_array(b, s->n_deadlines);
	for (size_t i = 0; i < s->n_deadlines; i++) {
		const struct deadline *d = &s->deadlines[i];
		cbor_array(b, 6);
		put_span(b, d->at);
		cbor_text(b, d->text);
		put_day(b, d->date);
		cbor_int(b, d->precision);
		cbor_int(b, d->working_days);
	}
}

str marks_bytes(struct arena *a, const struct marks *m)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, 5);
	cbor_int(&b, MARKS_FORMAT);
	cbor_array(&b, m->n_edits);
	for (size_t i = 0; i < m->n_edits; i++)
		put_edit(&b, &m->edits[i]);
	cbor_array(&b, m->n_flags);
	for (size_t i = 0; i < m->n_flags; i++) {
		cbor_array(&b, 3);
		put_span(&b, m->flags[i].at);
		cbor_int(&b, m->flags[i].kind);
	}
	cbor_array(&b, m->n_sentences);
	for (size_t i = 0; i < m->n_sentences; i++)
		put_sentence(&b, &m->sentences[i]);
	cbor_array(&b, m->n_measures);
	for (size_t i = 0; i < m->n_measures; i++) {
		cbor_array(&b, 5);
		put_span(&b, m->measures[i].at);
		cbor_int(&b, m->measures[i].level);
		cbor_text(&b, m->measures[i].number);
		cbor_text(&b, m->measures[i].title);
	}
	return buf_str(&b);
}

/* ---- reading ------------------------------------------------------------------------------ */
static struct span get_span(struct cbor *c)
{
	int64_t from = cbor_get_int(c), to = cbor_get_int(c);
	if (from < 0 || to < from)
		c->bad = true;
	return (struct span){(size_t)from, (size_t)to};
}

static int get_enum(struct cbor *c, int end)
{
	int64_t v = cbor_get_int(c);
	if (v < 0 || v >= end)
		c->bad = true;
	return c->bad ? 0 : (int)v;
}

static double get_share(struct cbor *c)
{
	return (double)cbor_get_int(c) / PER_MILLE;
}

static str *get_texts(struct arena *a, struct cbor *c, size_t *ret_n)
{
	*ret_n = cbor_get_array(c);
	str *v = arena_new_n(a, *ret_n, str);
	for (size_t i = 0; i < *ret_n; i++)
		v[i] = cbor_get_text(c);
	return v;
}

static day_t get_day(struct cbor *c)
{
	return cbor_get_null(c) ? DAY_NONE : (day_t)cbor_get_int(c);
}

static str get_text_or_null(struct cbor *c)
{
	return cbor_get_null(c) ? STR_NONE : cbor_get_text(c);
}

static const char *get_key(struct arena *a, struct cbor *c)
{
	return str_z(a, cbor_get_text(c));
}

static struct repair_edit get_edit(struct arena *a, struct cbor *c)
{
	struct repair_edit e = {0};
	cbor_want_array(c, 10);
	e.at = get_span(c);
	e.raw = get_span(c);
	e.from = cbor_get_text(c);
	e.to = cbor_get_text(c);
	e.rule = (enum repair_rule)get_enum(c, REPAIR_RULES);
	e.confidence = get_share(c);
	e.inferred = cbor_get_int(c) != 0;
	e.alternatives = get_texts(a, c, &e.n_alternatives);
	return e;
}

static struct quantity get_quantity(struct arena *a, struct cbor *c)
{
	struct quantity q = {0};
	cbor_want_array(c, 11);
	q.at = get_span(c);
	q.status = (enum quantity_status)get_enum(c, QUANTITY_UNKNOWN + 1);
	q.op = (enum quantity_op)get_enum(c, OP_RANGE + 1);
	q.indicator = cbor_get_text(c);
	q.value = get_text_or_null(c);
	q.max = get_text_or_null(c);
	q.unit = cbor_get_text(c);
	q.text = cbor_get_text(c);
	q.period = cbor_get_text(c);
	q.why = get_key(a, c);
	return q;
}

static struct unit_ref get_unit(struct cbor *c)
{
	struct unit_ref u = {0};
	cbor_want_array(c, 4);
	u.at = get_span(c);
	u.name = cbor_get_text(c);
	u.role = (enum unit_role)get_enum(c, ROLE_ASSIST + 1);
	return u;
}

static struct deadline get_deadline(struct cbor *c)
{
	struct deadline d = {0};
	cbor_want_array(c, 6);
	d.at = get_span(c);
	d.text = cbor_get_text(c);
	d.date = get_day(c);
	d.precision = (enum precision)get_enum(c, PREC_RECURRING + 1);
	d.working_days = (int)cbor_get_int(c);
	return d;
}

static struct sentence get_sentence(struct arena *a, struct cbor *c)
{
	struct sentence s = {0};
	cbor_want_array(c, 9);
	s.at = get_span(c);
	s.kind = (enum sentence_kind)get_enum(c, KIND_OTHER + 1);
	s.confidence = get_share(c);
	s.why = get_key(a, c);
	s.path = get_texts(a, c, &s.n_path);
	s.n_quantities = cbor_get_array(c);
	s.quantities = arena_new_n(a, s.n_quantities, struct quantity);
	for (size_t i = 0; i < s.n_quantities && !c->bad; i++)
		s.quantities[i] = get_quantity(a, c);
	s.n_units = cbor_get_array(c);
	s.units = arena_new_n(a, s.n_units, struct unit_ref);
	for (size_t i = 0; i < s.n_units && !c->bad; i++)
		s.units[i] = get_unit(c);
	s.n_deadlines = cbor_get_array(c);
	s.deadlines = arena_new_n(a, s.n_deadlines, struct deadline);
	for (size_t i = 0; i < s.n_deadlines && !c->bad; i++)
		s.deadlines[i] = get_deadline(c);
	return s;
}

bool marks_load(struct arena *a, str bytes, struct marks *ret)
{
	struct cbor c = cbor_read(bytes);
	struct marks m = {0};
	cbor_want_array(&c, 5);
	if (cbor_get_int(&c) != MARKS_FORMAT)
		return false;
	m.n_edits = cbor_get_array(&c);
	m.edits = arena_new_n(a, m.n_edits, struct repair_edit);
	for (size_t i = 0; i < m.n_edits && !c.bad; i++)
		m.edits[i] = get_edit(a, &c);
	m.n_flags = cbor_get_array(&c);
	m.flags = arena_new_n(a, m.n_flags, struct text_flag);
	for (size_t i = 0; i < m.n_flags && !c.bad; i++) {
		cbor_want_array(&c, 3);
		m.flags[i].at = get_span(&c);
		m.flags[i].kind = (enum flag_kind)get_enum(&c, FLAG_OBFUSCATED + 1);
	}
	m.n_sentences = cbor_get_array(&c);
	m.sentences = arena_new_n(a, m.n_sentences, struct sentence);
	for (size_t i = 0; i < m.n_sentences && !c.bad; i++)
		m.sentences[i] = get_sentence(a, &c);
	m.n_measures = cbor_get_array(&c);
	m.measures = arena_new_n(a, m.n_measures, struct measure);
	for (size_t i = 0; i < m.n_measures && !c.bad; i++) {
		cbor_want_array(&c, 5);
		m.measures[i].at = get_span(&c);
		m.measures[i].level = (int)cbor_get_int(&c);
		m.measures[i].number = cbor_get_text(&c);
		m.measures[i].title = cbor_get_text(&c);
	}
	if (!cbor_done(&c))
		return false;
	*ret = m;
	return true;
}

/* ---- proposals -------------------------------------------------------------------------------- */
str proposal_bytes(struct arena *a, const struct proposal *p)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, 19);
	cbor_int(&b, p->number);
	cbor_int(&b, p->state);
	put_span(&b, p->at);
	cbor_text(&b, p->title);
	cbor_text(&b, p->goal);
	cbor_text(&b, p->quantities);
	cbor_text(&b, p->lead_text);
	cbor_text(&b, p->assist_text);
	cbor_int(&b, p->lead);
	cbor_array(&b, p->n_assist);
	for (size_t i = 0; i < p->n_assist; i++)
		cbor_int(&b, p->assist[i]);
	cbor_text(&b, p->due_text);
	put_day(&b, p->due);
	cbor_int(&b, p->targets);
	cbor_int(&b, (int64_t)(p->confidence * PER_MILLE));
	cbor_text(&b, str_of(p->why));
	cbor_int(&b, p->matter);
	cbor_int(&b, p->matter_version);
	cbor_int(&b, p->like);
	return buf_str(&b);
}

bool proposal_load(struct arena *a, str bytes, struct proposal *ret)
{
	struct cbor c = cbor_read(bytes);
	struct proposal p = {.id = ret->id};
	cbor_want_array(&c, 19);
	p.number = (int)cbor_get_int(&c);
	p.state = (enum proposal_state)get_enum(&c, PROPOSAL_MERGED + 1);
	p.at = get_span(&c);
	p.title = cbor_get_text(&c);
	p.goal = cbor_get_text(&c);
	p.quantities = cbor_get_text(&c);
	p.lead_text = cbor_get_text(&c);
	p.assist_text = cbor_get_text(&c);
	p.lead = cbor_get_int(&c);
	p.n_assist = cbor_get_array(&c);
	p.assist = arena_new_n(a, p.n_assist, int64_t);
	for (size_t i = 0; i < p.n_assist; i++)
		p.assist[i] = cbor_get_int(&c);
	p.due_text = cbor_get_text(&c);
	p.due = get_day(&c);
	p.targets = (int)cbor_get_int(&c);
	p.confidence = get_share(&c);
	p.why = get_key(a, &c);
	p.matter = cbor_get_int(&c);
	p.matter_version = cbor_get_int(&c);
	p.like = cbor_get_int(&c);
	if (!cbor_done(&c))
		return false;
	*ret = p;
	return true;
}

/* ---- moving ------------------------------------------------------------------------------------- */
struct span span_shift(struct span s, struct span at, size_t n)
{
	size_t end = at.from + n;
	if (s.from >= at.to)
		s.from = s.from - at.to + end;
	else if (s.from > at.from)
		s.from = at.from;
	if (s.to >= at.to)
		s.to = s.to - at.to + end;
	else if (s.to > at.from)
		s.to = end;
	return s;
}

static void shift_sentence(struct sentence *s, struct span at, size_t n)
{
	s->at = span_shift(s->at, at, n);
	for (size_t i = 0; i < s->n_quantities; i++)
		s->quantities[i].at = span_shift(s->quantities[i].at, at, n);
	for (size_t i = 0; i < s->n_units; i++)
		s->units[i].at = span_shift(s->units[i].at, at, n);
	for (size_t i = 0; i < s->n_deadlines; i++)
		s->deadlines[i].at = span_shift(s->deadlines[i].at, at, n);
}

void marks_shift(struct marks *m, struct span at, size_t n)
{
	for (size_t i = 0; i < m->n_edits; i++)
		m->edits[i].at = span_shift(m->edits[i].at, at, n);
	for (size_t i = 0; i < m->n_flags; i++)
		m->flags[i].at = span_shift(m->flags[i].at, at, n);
	for (size_t i = 0; i < m->n_sentences; i++)
		shift_sentence(&m->sentences[i], at, n);
	for (size_t i = 0; i < m->n_measures; i++)
		m->measures[i].at = span_shift(m->measures[i].at, at, n);
}
