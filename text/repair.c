/* SPDX-License-Identifier: Apache-2.0 */
/* Repair: learn the page, take out what was put in, read again what was read one byte
 * off, widen folded marks, simplify, prove; then say each change as an edit. A page
 * without evidence of damage is returned as it is. */
#include "text/repair_in.h"

#include <string.h>

static const char *const rule_names[] = {"annotation", "shift", "punctuation", "year", "simplify"};
static const char *const flag_names[] = {"hole", "mask", "obfuscated"};

const char *repair_rule_name(enum repair_rule r)
{
	return rule_names[r];
}

const char *flag_kind_name(enum flag_kind k)
{
	return flag_names[k];
}

/* ---- could it be damaged at all: bytes only, for clean text must cost little ------------ */

static bool maybe_annotated(str s)
{
	for (const char *p = s.p, *end = s.p + s.n; p < end && (p = memchr(p, '(', (size_t)(end - p))); p++) {
		if (p == s.p || !((uint8_t)p[-1] & 0x80))
			continue;
		const char *q = p + 1;
		while (q < end && q < p + 12 && ((*q >= 'a' && *q <= 'z') || ((uint8_t)*q >= 0xc3 && (uint8_t)*q < 0xd0) ||
						 ((uint8_t)*q & 0xc0) == 0x80))
			q++;
		if (q > p + 1 && q < end && *q == ')')
			return true;
	}
	return false;
}

/* Full-width forms begin with EF BC or EF BD; a folded page has none, and has ASCII marks behind Chinese. */
static bool maybe_folded(str s)
{
	size_t marks = 0;
	if (memmem(s.p, s.n, "\xef\xbc", 2))
		return false;
	for (const char *p = s.p + 2, *end = s.p + s.n; p < end; p++)
		if ((*p == ',' || *p == ':' || *p == ';' || *p == '?' || *p == '!' || *p == '(') && (uint8_t)p[-1] >= 0x80 && ++marks >= 3)
			return memmem(s.p, s.n, "\xe3\x80", 2) || memmem(s.p, s.n, "\xe2\x80\x9c", 3);
	return false;
}

/* ---- the draft ------------------------------------------------------------------------------ */

static void add(struct draft *d, uint32_t cp, size_t from, size_t to, uint8_t rule, size_t group)
{
	*list_push(d->arena, &d->pieces) = (struct piece){cp, (uint32_t)from, (uint32_t)to, (uint16_t)group, rule};
}

static size_t before_run(const struct draft *d, uint32_t out[4])
{
	size_t n = 0;
	uint32_t back[4];
	for (size_t i = d->pieces.n; i-- && n < 4;)
		if (d->pieces.v[i].cp)
			back[n++] = d->pieces.v[i].cp;
	for (size_t i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	return n;
}

/* A run that begins with a mark: the byte before that mark was still seen. */
static void drop_byte_before(struct draft *d, size_t from, const struct run *r)
{
	const struct page *p = d->page;
	enum mark m = r->n ? mark_of(p, r->cp[0]) : MARKS;
	struct piece *last = d->pieces.n ? &d->pieces.v[d->pieces.n - 1] : NULL;
	if (m < MARKS && last && last->to == from && last->rule == PIECE_KEPT && last->cp == p->mark_byte[m])
		*last = (struct piece){0, last->from, last->to, 0, REPAIR_PUNCTUATION};
}

static void add_run(struct draft *d, size_t from, const struct run *r)
{
	size_t n = r->n - r->year, group = d->groups.n;
	drop_byte_before(d, from, r);
	*list_push(d->arena, &d->groups) = r->group;
	for (size_t i = 0; i < r->n_lain; i++)
		page_learn_also(d->page, r->lain[i].cp, r->lain[i].sample);
	if (!n)
		add(d, 0, from, r->to, REPAIR_SHIFT, group);
	for (size_t i = 0; i < n; i++)
		add(d, r->cp[i], i ? r->to : from, r->to, REPAIR_SHIFT, group);
	if (r->year)
		add(d, r->cp[n], r->to, r->to, REPAIR_YEAR, 0);
	if (r->hole)
		*list_push(d->arena, &d->holes) = (struct span){d->pieces.n, d->pieces.n};
}

static bool is_marked(const struct page *p, size_t i)
{
	enum mark m = i < p->n ? mark_of(p, p->cp[i]) : MARKS;
	return m < MARKS && p->mark_byte[m];
}

static bool anchored(const struct page *p, size_t i)
{
	unsigned syllable;
	if (p->cp[i] != '?' || i + 1 >= p->n)
		return false;
	return reading_at(p, i + 1, &syllable) || is_marked(p, i + 1) || (p->cp[i + 1] == '?' && is_marked(p, i + 2));
}

/* The byte before a mark, where it is seen. */
static bool byte_before_mark(const struct page *p, size_t i)
{
	enum mark m = i + 1 < p->n ? mark_of(p, p->cp[i + 1]) : MARKS;
	return m < MARKS && p->mark_byte[m] == p->cp[i] && p->cp[i] != MARK_UNSEEN;
}

/* A blank between a full stop and the quote that closes behind it: the page's typesetter
 * left it, no Chinese page sets one. */
static bool blank_in_quote(const struct page *p, size_t i)
{
	uint32_t before = i ? p->cp[i - 1] : 0, next = i + 1 < p->n ? p->cp[i + 1] : 0;
	return p->cp[i] == ' ' && (before == 0x3002 || before == 0xff01 || before == 0xff1f) && (next == 0x201d || next == 0x2019);
}

#define RUNS_MOST 300 /* looked at; each costs up to some milliseconds, and a stranger may send thousands */

static void draft_damaged(struct draft *d)
{
	const struct page *p = d->page;
	struct search *search = NULL;
	size_t searched = 0;
	uint32_t before[4];
	for (size_t i = 0; i < p->n;) {
		struct run r;
		if (anchored(p, i)) {
			search = search ? search : search_new(d->arena, p);
			bool more = searched++ < RUNS_MOST;
			if (more && search_run(search, i, before, before_run(d, before), &r)) {
				add_run(d, i, &r);
				i = r.to;
				continue;
			}
			if (!more) /* not looked at: a person must */
				*list_push(d->arena, &d->holes) = (struct span){d->pieces.n, d->pieces.n};
		}
		size_t reading = annotation_at(p, i);
		if (reading) {
			add(d, 0, i, i + reading, REPAIR_ANNOTATION, 0);
			i += reading;
			continue;
		}
		bool out = byte_before_mark(p, i) || blank_in_quote(p, i);
		add(d, out ? 0 : p->cp[i], i, i + 1, out ? REPAIR_PUNCTUATION : PIECE_KEPT, 0);
		i++;
	}
}

static void draft_plain(struct draft *d)
{
	for (size_t i = 0; i < d->page->n; i++)
		add(d, d->page->cp[i], i, i + 1, PIECE_KEPT, 0);
}

/* ---- edits ------------------------------------------------------------------------------------ */

static bool joins(const struct piece *a, const struct piece *b)
{
	return a->group || b->group ? a->group == b->group : a->rule == b->rule && a->to == b->from && !a->cp == !b->cp;
}

static str cut_input(const struct decoded *in, size_t *at_cp, size_t *at_byte, size_t from, size_t to)
{
	for (; *at_cp < from; ++*at_cp)
		utf8_next(in->text, at_byte);
	size_t start = *at_byte;
	for (; *at_cp < to; ++*at_cp)
		utf8_next(in->text, at_byte);
	return str_cut(in->text, start, *at_byte);
}

static void list_edits(const struct draft *d, const struct decoded *in, struct repaired *ret)
{
	LIST(struct repair_edit) edits = {0};
	size_t at = 0, cp_in = 0, byte_in = 0, out_byte = 0;
	for (size_t i = 0; i < d->pieces.n;) {
		const struct piece *p = &d->pieces.v[i];
		size_t n = 1, made = p->cp != 0, from_byte = out_byte;
		char unused[4];
		out_byte += p->cp ? utf8_put(unused, p->cp) : 0;
		if (p->rule != PIECE_KEPT)
			for (; i + n < d->pieces.n && joins(&d->pieces.v[i + n - 1], &d->pieces.v[i + n]); n++) {
				made += d->pieces.v[i + n].cp != 0;
				out_byte += d->pieces.v[i + n].cp ? utf8_put(unused, d->pieces.v[i + n].cp) : 0;
			}
		if (p->rule != PIECE_KEPT) {
			size_t to = d->pieces.v[i + n - 1].to;
			struct repair_edit *e = list_push(d->arena, &edits);
			*e = (struct repair_edit){.at = {at, at + made}, .raw = {in->raw_at[p->from], in->raw_at[to]},
						  .from = cut_input(in, &cp_in, &byte_in, p->from, to),
						  .to = str_cut(ret->text, from_byte, out_byte), .rule = p->rule, .confidence = 1};
			if (p->group) {
				const struct group *g = &d->groups.v[p->group];
				e->confidence = g->confidence;
				e->inferred = g->inferred;
				e->alternatives = g->alternatives;
				e->n_alternatives = g->n_alternatives;
			}
		}
		at += made;
		i += n;
	}
	ret->edits = edits.v;
	ret->n_edits = edits.n;
}

static const uint32_t *write_text(const struct draft *d, struct repaired *ret)
{
	struct buf b;
	uint32_t *cp = arena_new_n(d->arena, d->pieces.n + 1, uint32_t);
	buf_init(&b, d->arena);
	for (size_t i = 0; i < d->pieces.n; i++)
		if (d->pieces.v[i].cp) {
			cp[ret->n++] = d->pieces.v[i].cp;
			buf_cp(&b, d->pieces.v[i].cp);
		}
	ret->text = buf_str(&b);
	return cp;
}

static const uint32_t *code_points(struct arena *a, const struct decoded *in)
{
	if (in->cp)
		return in->cp;
	str s = in->text;
	uint32_t *cp = arena_new_n(a, in->n + 1, uint32_t);
	const uint8_t *p = (const uint8_t *)s.p;
	for (size_t at = 0, i = 0; at < s.n; i++)
		if ((p[at] & 0xf0) == 0xe0) { /* the most by far */
			cp[i] = (p[at] & 0x0fu) << 12 | (p[at + 1] & 0x3fu) << 6 | (p[at + 2] & 0x3fu);
			at += 3;
		} else {
			cp[i] = utf8_next(s, &at);
		}
	return cp;
}

/* ---- the whole ---------------------------------------------------------------------------------- */

/* A speech, a notice or a report (code points) is always looked through for seams and
 * veiled words. That costs fifty times a reading, so a longer text that shows no damage,
 * a book or an archive, is only looked through for masks. */
#define LOOKED_THROUGH 20000

static void unchanged(struct arena *a, const struct decoded *in, const uint32_t *cp, struct repaired *ret)
{
	bool thorough = in->n <= LOOKED_THROUGH;
	*ret = (struct repaired){.text = in->text, .n = in->n, .proved = true};
	if (thorough || masks_possible(in->text))
		text_flags(a, cp ? cp : code_points(a, in), in->n, thorough, ret);
}

/* Adds the places of lost characters; both lists are in the order of the text. */
static void holes_of(const struct draft *d, struct repaired *ret)
{
	struct text_flag *all = arena_new_n(d->arena, ret->n_flags + d->holes.n, struct text_flag);
	size_t n = 0, old = 0, piece = 0, at = 0;
	for (size_t i = 0; i < d->holes.n; i++) {
		for (; piece < d->holes.v[i].from; piece++)
			at += d->pieces.v[piece].cp != 0;
		while (old < ret->n_flags && ret->flags[old].at.from <= at)
			all[n++] = ret->flags[old++];
		all[n++] = (struct text_flag){{at, at}, FLAG_HOLE};
	}
	while (old < ret->n_flags)
		all[n++] = ret->flags[old++];
	ret->flags = all;
	ret->n_flags = n;
}

void text_repair(struct arena *a, const struct decoded *in, struct repaired *ret)
{
	bool annotated = maybe_annotated(in->text), folded = maybe_folded(in->text);
	if (!annotated && !folded) {
		unchanged(a, in, NULL, ret);
		return;
	}
	struct page page;
	const uint32_t *cp = code_points(a, in);
	page_learn(a, cp, in->n, &page);
	if (!page.damaged && !page.folded) {
		unchanged(a, in, cp, ret);
		return;
	}
	struct draft d = {.arena = a, .page = &page};
	list_push(a, &d.groups);
	if (page.damaged)
		draft_damaged(&d);
	else
		draft_plain(&d);
	if (page.folded)
		draft_unfold(&d);
	struct repaired out = {.proved = draft_proves(&d)};
	if (page.traditional && (page.damaged || page.hybrid))
		draft_simplify(&d);
	const uint32_t *repaired_cp = write_text(&d, &out);
	list_edits(&d, in, &out);
	text_flags(a, repaired_cp, out.n, true, &out);
	holes_of(&d, &out);
	*ret = out;
}
