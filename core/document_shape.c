/* SPDX-License-Identifier: Apache-2.0 */
/* Changing what a document proposes: join, split, add, choose another reading, undo. */
#include "core/document_decide_in.h"

#include <string.h>

STMT(document_events, "SELECT version, action, effects FROM event WHERE region = $1 AND entity = 3 AND entity_id = $2 ORDER BY version");
STMT(document_text_put, "INSERT INTO document_text(region, document, version, text, marks) VALUES($1, $2, $3, $4, $5)");
const struct stmt *const core_shape_stmts[] = {&document_events, &document_text_put, NULL};

static err must_be_open(const struct proposal *p)
{
	return proposal_open(p) ? OK : fail(ERR_CONFLICT, "this proposal has already been decided; undo that first, or choose another one");
}

static err text_and_marks(struct deciding *k, str *ret_text, struct marks *ret)
{
	str marks;
	TRY(doc_text(k->x, k->d.id, k->d.text_version, ret_text, &marks));
	return marks_load(k->x->arena, marks, ret) ? OK : fail(ERR_INPUT, "the marks of the document {0} are damaged; run `luoshi check`", k->d.number);
}

static const struct sentence *sentence_at(const struct marks *m, struct span at)
{
	for (size_t i = 0; i < m->n_sentences; i++)
		if (m->sentences[i].at.from < at.to && at.from < m->sentences[i].at.to)
			return &m->sentences[i];
	return NULL;
}

/* ---- join, split, add ------------------------------------------------------------------- */
static err join(struct deciding *k)
{
	struct proposal *b = doc_proposal(&k->d, *(const int64_t *)k->what);
	struct buf goal;
	if (!b || b == k->p)
		return fail(ERR_INPUT, "choose two different proposals of this document");
	TRY(must_be_open(k->p));
	TRY(must_be_open(b));
	buf_init(&goal, k->x->arena);
	buf_add(&goal, k->p->goal);
	buf_add(&goal, b->goal);
	k->p->goal = buf_str(&goal);
	if (b->quantities.n) {
		buf_init(&goal, k->x->arena);
		buf_add(&goal, k->p->quantities);
		buf_z(&goal, k->p->quantities.n ? "\n" : "");
		buf_add(&goal, b->quantities);
		k->p->quantities = buf_str(&goal);
	}
	k->p->at.from = b->at.from < k->p->at.from ? b->at.from : k->p->at.from;
	k->p->at.to = b->at.to > k->p->at.to ? b->at.to : k->p->at.to;
	k->p->targets += b->targets;
	if (!k->p->lead)
		k->p->lead = b->lead;
	if (k->p->due == DAY_NONE) {
		k->p->due = b->due;
		k->p->due_text = b->due_text;
	}
	b->state = PROPOSAL_MERGED;
	proposal_put(&k->c, k->e, k->d.id, k->p);
	proposal_put(&k->c, k->e, k->d.id, b);
	return OK;
}

err proposal_join(struct ctx *x, int64_t document, int64_t proposal, int64_t with)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .what = &with, .action = S("join"), .reason = S("")};
	return decide_on(&k, join);
}

static err split(struct deciding *k)
{
	size_t at = *(const size_t *)k->what;
	struct marks m;
	str text;
	struct proposal first, second;
	struct span all = k->p->at;
	TRY(must_be_open(k->p));
	if (at <= all.from || at >= all.to)
		return fail(ERR_INPUT, "choose a place inside the sentence to split it");
	TRY(text_and_marks(k, &text, &m));
	const struct sentence *s = sentence_at(&m, all);
	proposal_make(k->x, k->d.kind, text, s, (struct span){all.from, at}, k->d.date, &first);
	proposal_make(k->x, k->d.kind, text, s, (struct span){at, all.to}, k->d.date, &second);
	first.id = k->p->id;
	first.number = k->p->number;
	if (!second.lead) {
		second.lead = first.lead;
		second.lead_text = first.lead_text;
	}
	*k->p = first;
	proposal_put(&k->c, k->e, k->d.id, k->p);
	proposal_put(&k->c, k->e, k->d.id, doc_proposal_new(k->x, &k->d, &second));
	return OK;
}

err proposal_split(struct ctx *x, int64_t document, int64_t proposal, size_t at)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .what = &at, .action = S("split"), .reason = S("")};
	return decide_on(&k, split);
}

static err add(struct deciding *k)
{
	const struct span *at = k->what;
	struct marks m;
	str text;
	struct proposal p;
	TRY(text_and_marks(k, &text, &m));
	if (at->from >= at->to || at->to > utf8_count(text) || at->to - at->from > 2000)
		return fail(ERR_INPUT, "mark a part of the text, at most 2000 characters long");
	proposal_make(k->x, k->d.kind, text, sentence_at(&m, *at), *at, k->d.date, &p);
	p.why = W("marked by hand");
	p.confidence = 1;
	TRY(proposal_like(k->x, k->d.kind, &p));
	proposal_put(&k->c, k->e, k->d.id, doc_proposal_new(k->x, &k->d, &p));
	*(int64_t *)k->out = p.id;
	return OK;
}

err proposal_add(struct ctx *x, int64_t document, struct span at, int64_t *ret)
{
	int64_t id = 0;
	struct deciding k = {.x = x, .document = document, .what = &at, .out = &id, .action = S("mark"), .reason = S("")};
	TRY(decide_on(&k, add));
	*ret = id;
	return OK;
}

/* ---- another reading of a damaged place ---------------------------------------------------- */
struct choosing {
	size_t edit, alternative;
	int64_t version;
};

static void swap_reading(struct arena *a, struct repair_edit *e, size_t alternative)
{
	str *v = arena_new_n(a, e->n_alternatives, str);
	memcpy(v, e->alternatives, e->n_alternatives * sizeof *v);
	str chosen = v[alternative];
	v[alternative] = e->to;
	e->to = chosen;
	e->alternatives = v;
	e->inferred = false;
	e->confidence = 1;
}

static str with_reading(struct arena *a, str text, struct span at, str reading)
{
	struct buf b;
	size_t from = utf8_offset(text, at.from), to = utf8_offset(text, at.to);
	buf_init(&b, a);
	buf_add(&b, str_cut(text, 0, from));
	buf_add(&b, reading);
	buf_add(&b, str_cut(text, to, text.n));
	return buf_str(&b);
}

static err choose(struct deciding *k)
{
	const struct choosing *what = k->what;
	struct marks m;
	struct digest d;
	str text;
	TRY(text_and_marks(k, &text, &m));
	if (what->version && what->version != k->d.version)
		return fail(ERR_CONFLICT, "somebody else has just changed this document; look at it again and repeat what is still needed");
	if (what->edit >= m.n_edits || what->alternative >= m.edits[what->edit].n_alternatives)
		return fail(ERR_INPUT, "there is no such reading; open the document again");
	struct repair_edit *e = &m.edits[what->edit];
	struct span at = e->at;
	k->d.inferred -= e->inferred;
	swap_reading(k->x->arena, e, what->alternative);
	text = with_reading(k->x->arena, text, at, e->to);
	size_t n = utf8_count(e->to);
	marks_shift(&m, at, n);
	e->at = (struct span){at.from, at.from + n};
	str bytes = marks_bytes(k->x->arena, &m);
	k->d.text_version++;
	hash_pieces(HASH_SHA256, (str[]){text, bytes}, 2, &d);
	effect_add(k->e, &(struct effect){.op = EFFECT_TEXT, .number = {k->d.text_version}, .bytes = {{(const char *)d.b, 32}}});
	commit_op(&k->c, OP_ONE, &document_text_put, NULL,
		  VALS(V_INT(k->x->core->region), V_INT(k->d.id), V_INT(k->d.text_version), V_TEXT(text), V_BLOB(bytes)));
	for (size_t i = 0; i < k->d.n_proposals; i++) {
		struct span was = k->d.proposals[i].at, is = span_shift(was, at, n);
		k->d.proposals[i].at = is;
		if (is.from != was.from || is.to != was.to)
			proposal_put(&k->c, k->e, k->d.id, &k->d.proposals[i]);
	}
	return OK;
}

err document_choose(struct ctx *x, int64_t id, size_t edit, size_t alternative, int64_t version)
{
	struct choosing what = {edit, alternative, version};
	struct deciding k = {.x = x, .document = id, .what = &what, .action = S("choose"), .reason = S("")};
	return decide_on(&k, choose);
}

/* ---- undo -------------------------------------------------------------------------------------- */
struct doc_event {
	str action;
	struct effect *v;
	size_t n;
};

static err history(struct deciding *k, struct doc_event **ret, size_t *ret_n)
{
	LIST(struct doc_event) l = {0};
	struct rows *r;
	bool good = true;
	TRY(query(k->x->snap, &document_events, VALS(V_INT(k->x->core->region), V_INT(k->d.id)), &r));
	while (rows_next(r)) {
		struct doc_event *e = list_push(k->x->arena, &l);
		e->action = row_copy(r, 1, k->x->arena);
		good &= effects_read(k->x->arena, row_copy(r, 2, k->x->arena), &e->v, &e->n);
	}
	TRY(rows_end(r));
	*ret = l.v;
	*ret_n = l.n;
	return good ? OK : fail(ERR_INPUT, "an event of the document {0} is damaged; run `luoshi check`", k->d.number);
}

static const struct effect *saying(const struct doc_event *e, int64_t proposal)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->v[i].op == EFFECT_PROPOSAL && e->v[i].number[0] == proposal)
			return &e->v[i];
	return NULL;
}

/* The proposal as it was before event `at`; one that was not there yet is dismissed. */
static err before(struct deciding *k, const struct doc_event *v, size_t at, struct proposal *p)
{
	while (at > 0) {
		const struct effect *f = saying(&v[--at], p->id);
		if (!f)
			continue;
		struct proposal was = {.id = p->id};
		if (!proposal_load(k->x->arena, f->bytes[0], &was))
			return fail(ERR_INPUT, "an event of the document {0} is damaged; run `luoshi check`", k->d.number);
		was.at = p->at; /* the text may have moved since */
		*p = was;
		return OK;
	}
	p->state = PROPOSAL_DISMISSED;
	return OK;
}

static err undo_open(struct deciding *k, struct matter *m)
{
	struct matter old;
	struct pending *p;
	int i = kind_action(m->kind, S("dismiss"));
	if (m->version != k->p->matter_version)
		return fail(ERR_CONFLICT, "the matter {0} has moved on since; dismiss it there, with a reason", m->number);
	if (i < 0)
		return fail(ERR_INPUT, "matters of this kind cannot be dismissed, so this cannot be undone");
	matter_copy(k->x->arena, m, &old);
	struct taking t = {.action = &m->kind->actions[i], .reason = word(LANG_ZH, W("opened from a document by mistake and taken back"))};
	TRY(act_take(k->x, &k->c, m, &t, &p));
	matter_ops(&k->c, k->x->roster, &old, m);
	return OK;
}

static err undo_merge(struct deciding *k, struct matter *m)
{
	int f = m->kind->source;
	str *v = arena_new_n(k->x->arena, m->fields[f].n, str);
	size_t n = 0;
	for (size_t i = 0; i < m->fields[f].n; i++) {
		struct source s;
		bool ours_ = source_parse(m->fields[f].v[i], &s) && s.document == k->d.id && s.at.from == k->p->at.from;
		if (!ours_)
			v[n++] = m->fields[f].v[i];
	}
	return matter_sources(k, m, v, n, S("unmerge_source"));
}

static err undo(struct deciding *k)
{
	struct doc_event *v;
	size_t n, at;
	struct matter m;
	role_set roles;
	TRY(history(k, &v, &n));
	for (at = n; at > 0 && !saying(&v[at - 1], k->p->id); at--)
		;
	if (at <= 1 || str_eq(v[at - 1].action, S("undo")) || str_eq(v[at - 1].action, S("choose")))
		return fail(ERR_INPUT, "there is nothing to undo on this proposal");
	if (k->p->matter) {
		TRY(see_load(k->x, k->p->matter, &m, &roles));
		TRY(k->p->state == PROPOSAL_ACCEPTED ? undo_open(k, &m) : undo_merge(k, &m));
	}
	const struct doc_event *last = &v[at - 1];
	for (size_t i = 0; i < last->n; i++) {
		struct proposal *p = last->v[i].op == EFFECT_PROPOSAL ? doc_proposal(&k->d, last->v[i].number[0]) : NULL;
		if (!p)
			continue;
		TRY(before(k, v, at - 1, p));
		proposal_put(&k->c, k->e, k->d.id, p);
	}
	return OK;
}

err proposal_undo(struct ctx *x, int64_t document, int64_t proposal)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .action = S("undo"), .reason = S("")};
	return decide_on(&k, undo);
}
