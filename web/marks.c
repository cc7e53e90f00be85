/* SPDX-License-Identifier: Apache-2.0 */
/* 圈点: the text of a document with its commitments, numbers, units, deadlines, guesses
 * and gaps marked. Marks lie in three layers; where they cross, the inner ones are closed
 * and opened again, so the HTML always nests. */
#include <stdlib.h>

#include "web/html_in.h"
#include "web/web_in.h"

enum layer { LAYER_PROMISE, LAYER_PART, LAYER_REPAIR, LAYERS };
enum sort { PROMISE, TARGET, ACTUAL, UNIT, DEADLINE, GUESS, MASK, HOLE };

struct mark {
	size_t from, to; /* code points */
	enum sort sort;
	size_t index;
	bool begun;
};
struct layer_marks {
	struct mark *v;
	size_t n, cap, next;
	struct mark *open;
};
struct marker {
	const struct ui *u;
	struct arena *arena;
	const struct document *d;
	struct buf *b;
	struct layer_marks layer[LAYERS];
	size_t measure; /* the next one that could be a heading */
};

static void add(struct marker *m, enum layer layer, struct span at, enum sort sort, size_t index)
{
	*list_push(m->arena, &m->layer[layer]) = (struct mark){at.from, at.to, sort, index, false};
}

static int by_place(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to == y->to ? 0 : x->to > y->to ? -1 : 1;
}

/* Within a layer the first of two that overlap stays. */
static void settle(struct layer_marks *l)
{
	size_t kept = 0, end = 0;
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_place);
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].from < end || (l->v[i].to <= l->v[i].from && l->v[i].sort != HOLE))
			continue;
		end = l->v[i].to;
		l->v[kept++] = l->v[i];
	}
	l->n = kept;
}

static void collect_sentence(struct marker *m, const struct sentence *s)
{
	for (size_t i = 0; i < s->n_quantities; i++) {
		enum quantity_status status = s->quantities[i].status;
		if (status == QUANTITY_TARGET || status == QUANTITY_ACTUAL)
			add(m, LAYER_PART, s->quantities[i].at, status == QUANTITY_TARGET ? TARGET : ACTUAL, i);
	}
	if (s->kind != KIND_COMMITMENT)
		return;
	for (size_t i = 0; i < s->n_units; i++)
		add(m, LAYER_PART, s->units[i].at, UNIT, i);
	for (size_t i = 0; i < s->n_deadlines; i++)
		add(m, LAYER_PART, s->deadlines[i].at, DEADLINE, i);
}

static void collect(struct marker *m)
{
	const struct document *d = m->d;
	for (size_t i = 0; i < d->n_proposals; i++)
		if (d->proposals[i].state != PROPOSAL_DISMISSED)
			add(m, LAYER_PROMISE, d->proposals[i].at, PROMISE, i);
	for (size_t i = 0; i < d->n_sentences; i++)
		collect_sentence(m, &d->sentences[i]);
	for (size_t i = 0; i < d->n_edits; i++)
		if (d->edits[i].inferred)
			add(m, LAYER_REPAIR, d->edits[i].at, GUESS, i);
	for (size_t i = 0; i < d->n_flags; i++)
		add(m, LAYER_REPAIR, d->flags[i].at, d->flags[i].kind == FLAG_HOLE ? HOLE : MASK, i);
	for (int l = 0; l < LAYERS; l++)
		settle(&m->layer[l]);
}

static const char *const plain_open[] = {
	[TARGET] = "<mark class=\"mt\">",
	[ACTUAL] = "<mark class=\"ma\">",
	[UNIT] = "<mark class=\"mu\">",
	[DEADLINE] = "<mark class=\"md\">",
	[MASK] = "<span class=\"mask\">",
};

static void open_promise(struct marker *m, struct mark *k)
{
	const struct proposal *p = &m->d->proposals[k->index];
	buf_z(m->b, "<mark class=\"mc");
	if (p->state == PROPOSAL_ACCEPTED || p->state == PROPOSAL_MERGED)
		buf_z(m->b, " taken");
	if (k->begun) {
		buf_z(m->b, "\">");
		return;
	}
	buf_fmt(m->b, "\" id=\"s%d\"><a class=\"no\" href=\"#p%d\">", p->number, p->number);
	html_text(m->b, word(m->u->lang, W("PROMISE|P")));
	html_int(m->b, p->number);
	buf_z(m->b, "</a>");
}

static void open_mark(struct marker *m, struct mark *k)
{
	if (k->sort == PROMISE)
		open_promise(m, k);
	else if (k->sort == GUESS && !k->begun)
		buf_fmt(m->b, "<span class=\"guess\" id=\"g%zu\">", k->index);
	else if (k->sort == GUESS)
		buf_z(m->b, "<span class=\"guess\">");
	else if (k->sort != HOLE)
		buf_z(m->b, plain_open[k->sort]);
	k->begun = true;
}

static void put_hole(struct marker *m)
{
	buf_z(m->b, "<span class=\"hole\" title=\"");
	html_text(m->b, word(m->u->lang, W("text is missing here")));
	buf_z(m->b, "\">▢</span>");
}

static void close_mark(struct marker *m, const struct mark *k, bool ends)
{
	if (k->sort == GUESS && ends) {
		buf_z(m->b, "<sup>");
		html_text(m->b, word(m->u->lang, W("inferred")));
		buf_z(m->b, "</sup>");
	}
	if (k->sort == HOLE) {
		if (ends)
			put_hole(m);
		return;
	}
	buf_z(m->b, k->sort == GUESS || k->sort == MASK ? "</span>" : "</mark>");
}

/* Closes the layers from the inside down to `lowest`; what ends at `at` is done with. */
static void close_from(struct marker *m, int lowest, size_t at)
{
	for (int l = LAYERS - 1; l >= lowest; l--) {
		struct layer_marks *lm = &m->layer[l];
		if (!lm->open)
			continue;
		bool ends = lm->open->to <= at;
		close_mark(m, lm->open, ends);
		if (ends)
			lm->open = NULL;
	}
}

static void open_from(struct marker *m, int lowest, size_t at)
{
	for (int l = lowest; l < LAYERS; l++) {
		struct layer_marks *lm = &m->layer[l];
		while (!lm->open && lm->next < lm->n && lm->v[lm->next].from <= at) {
			struct mark *k = &lm->v[lm->next++];
			if (k->sort == HOLE && k->to <= k->from)
				put_hole(m);
			else
				lm->open = k;
		}
		if (lm->open)
			open_mark(m, lm->open);
	}
}

/* The lowest layer in which something begins or ends here; LAYERS: none. */
static int changes(const struct marker *m, size_t at)
{
	for (int l = 0; l < LAYERS; l++) {
		const struct layer_marks *lm = &m->layer[l];
		if ((lm->open && lm->open->to <= at) || (!lm->open && lm->next < lm->n && lm->v[lm->next].from <= at))
			return l;
	}
	return LAYERS;
}

/* A line that is wholly the title of a measure is a heading. */
static int heading_level(struct marker *m, size_t from, size_t to)
{
	while (m->measure < m->d->n_measures && m->d->measures[m->measure].at.from < from)
		m->measure++;
	if (m->measure == m->d->n_measures)
		return 0;
	const struct measure *x = &m->d->measures[m->measure];
	return x->at.from == from && x->at.to + 1 >= to ? (x->level > 1 ? 2 : 1) : 0;
}

static void put_line(struct marker *m, str line, size_t at)
{
	size_t pos = 0, from = 0, end = at + utf8_count(line);
	int level = heading_level(m, at, end);
	buf_z(m->b, level == 1 ? "<h2>" : level == 2 ? "<h3>" : "<p>");
	open_from(m, 0, at);
	while (pos < line.n) {
		int lowest = changes(m, at);
		if (lowest < LAYERS) {
			html_text(m->b, str_cut(line, from, pos));
			from = pos;
			close_from(m, lowest, at);
			open_from(m, lowest, at);
		}
		utf8_next(line, &pos);
		at++;
	}
	html_text(m->b, str_cut(line, from, line.n));
	close_from(m, 0, at);
	buf_z(m->b, level == 1 ? "</h2>\n" : level == 2 ? "</h3>\n" : "</p>\n");
}

void document_marks(const struct ui *u, struct arena *a, const struct document *d, struct buf *b)
{
	struct marker m = {.u = u, .arena = a, .d = d, .b = b};
	str rest = d->text, line;
	size_t at = 0;
	collect(&m);
	while (rest.n) {
		if (!str_split(rest, '\n', &line, &rest)) {
			line = rest;
			rest = STR_NONE;
		}
		str shown = str_trim(line);
		size_t lead = line.n && shown.n ? utf8_count((str){line.p, (size_t)(shown.p - line.p)}) : 0;
		if (shown.n)
			put_line(&m, shown, at + lead);
		at += utf8_count(line) + 1;
	}
}
