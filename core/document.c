/* SPDX-License-Identifier: Apache-2.0 */
/* document (文件): adding one. The original is put away before the job; the text with its
 * marks and what it promises go into one transaction with one event. */
#include "core/document_in.h"

#include <string.h>

STMT(document_insert,
     "INSERT INTO document(region, id, version, number, title, date, kind, at, person, blob, size, digest, key, name, encoding,"
     " proved, text_version, proposals, decided, repairs, inferred)"
     " VALUES($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, 0, $17, $18)");
STMT(document_text_insert, "INSERT INTO document_text(region, document, version, text, marks) VALUES($1, $2, $3, $4, $5)");
STMT(proposal_update, "UPDATE document_proposal SET state = $4, matter = $5, body = $6 WHERE region = $1 AND document = $2 AND id = $3");
STMT(proposal_insert, "INSERT INTO document_proposal(region, document, id, state, matter, body) VALUES($1, $2, $3, $4, $5, $6)");
STMT(document_step,
     "UPDATE document SET version = $3, text_version = $4, proposals = $5, decided = $6, inferred = $7, title = $8"
     " WHERE region = $1 AND id = $2 AND version = $9");
STMT(document_key_insert, "INSERT INTO key_seal(region, owner, wrapped) VALUES($1, $2, $3)");
STMT(document_same, "SELECT number, title FROM document WHERE region = $1 AND digest = $2");
STMT(like_titles,
     "SELECT m.id, m.title, m.state FROM matter_unit u JOIN matter m ON m.region = u.region AND m.id = u.matter"
     " WHERE u.region = $1 AND u.unit = $2 AND u.changed > $3 ORDER BY u.changed DESC, u.matter DESC LIMIT 300");
const struct stmt *const core_document_stmts[] = {&document_insert, &document_text_insert, &proposal_update, &proposal_insert,
	&document_step, &document_key_insert, &document_same, &like_titles, NULL};

#define DOCUMENT_NUMBER S("文〔{year}〕{n:3}")
#define LIKE_LEAST 60 /* per cent of the bigrams; a hint that a person confirms */

/* ---- what the extraction proposes ----------------------------------------------------------- */
static void add_text(struct buf *b, str s)
{
	if (b->n)
		buf_z(b, "、");
	buf_add(b, s);
}

static bool overlaps(struct span a, struct span b)
{
	return a.from < b.to && b.from < a.to;
}

static void propose_units(struct ctx *x, const struct sentence *s, struct span at, struct proposal *p)
{
	LIST(int64_t) assist = {0};
	struct buf lead, others;
	buf_init(&lead, x->arena);
	buf_init(&others, x->arena);
	for (size_t i = 0; i < s->n_units; i++) {
		const struct unit_ref *u = &s->units[i];
		int64_t id = roster_unit_in(x->roster, u->name);
		if (!overlaps(u->at, at))
			continue;
		add_text(u->role == ROLE_LEAD ? &lead : &others, u->name);
		/* of several that lead, the first answers for it and the others help */
		if (u->role == ROLE_LEAD && !p->lead)
			p->lead = id;
		else if (id && id != p->lead)
			*list_push(x->arena, &assist) = id;
	}
	p->lead_text = buf_str(&lead);
	p->assist_text = buf_str(&others);
	p->assist = assist.v;
	p->n_assist = assist.n;
}

/* 会后十个工作日内 counts from the document's day; 3个工作日内 by itself says how long each
 * case may take, which is nobody's due date. */
static bool counts_from_document(const struct deadline *d)
{
	static const char *const numbers[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十"};
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (str_starts(d->text, str_of(numbers[i])))
			return false;
	return d->precision == PREC_RELATIVE && d->working_days > 0;
}

static day_t due_of(const struct ctx *x, const struct deadline *d, day_t date)
{
	if (date != DAY_NONE && counts_from_document(d))
		return calendar_add(ctx_calendar(x), date, d->working_days);
	return d->date;
}

static void propose_due(struct ctx *x, const struct sentence *s, struct span at, day_t date, struct proposal *p)
{
	for (size_t i = 0; i < s->n_deadlines; i++) {
		const struct deadline *d = &s->deadlines[i];
		day_t due = due_of(x, d, date);
		if (!overlaps(d->at, at) || (p->due_text.n && (p->due != DAY_NONE || due == DAY_NONE)))
			continue; /* the first that gives a day, else the first */
		p->due_text = d->text;
		p->due = due;
	}
}

/* Of a row of a table, the cell. */
static str in_cell(str indicator)
{
	size_t n = indicator.n;
	while (n && indicator.p[n - 1] != '\t')
		n--;
	return str_cut(indicator, n, indicator.n);
}

static void propose_targets(struct ctx *x, const struct sentence *s, struct span at, struct proposal *p)
{
	struct buf lines, goal;
	buf_init(&lines, x->arena);
	buf_init(&goal, x->arena);
	for (size_t i = 0; i < s->n_quantities; i++) {
		const struct quantity *q = &s->quantities[i];
		if (q->status != QUANTITY_TARGET || !overlaps(q->at, at))
			continue;
		if (p->targets++) {
			buf_byte(&lines, '\n');
			buf_z(&goal, "；");
		}
		str what = in_cell(q->indicator);
		buf_add(&lines, what);
		if (what.n)
			buf_byte(&lines, ' ');
		buf_add(&lines, q->text);
		buf_add(&goal, what);
		buf_add(&goal, q->text);
	}
	p->quantities = buf_str(&lines);
	if (goal.n)
		p->goal = buf_str(&goal);
}

void proposal_make(struct ctx *x, const struct kind *k, str text, const struct sentence *s, struct span at, day_t date, struct proposal *ret)
{
	struct proposal p = {.at = at, .due = DAY_NONE, .goal = S(""),
		.title = title_of(x->arena, text, s, at), .quantities = S(""), .lead_text = S(""), .assist_text = S(""), .due_text = S("")};
	p.id = store_new_id(x->core->store, x->now);
	p.why = W("marked by hand");
	p.confidence = 1;
	unused_arg(k);
	if (s) {
		propose_units(x, s, at, &p);
		propose_due(x, s, at, date, &p);
		propose_targets(x, s, at, &p);
		p.confidence = s->confidence;
		p.why = s->why;
	}
	*ret = p;
}

/* A matter of the same unit with nearly the same title: a hint, never more. */
err proposal_like(struct ctx *x, const struct kind *k, struct proposal *p)
{
	struct rows *r;
	int best = LIKE_LEAST - 1;
	if (!p->lead)
		return OK;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &like_titles, VALS(V_INT(x->core->region), V_INT(p->lead), V_INT(x->now - (ms_t)400 * 86400000)), &r));
	while (rows_next(r)) {
		int state = kind_state(k, row_text(r, 2)), share = title_likeness(x->arena, p->title, row_text(r, 1));
		if (state >= 0 && !k->states[state].closed && share > best) {
			best = share;
			p->like = row_int(r, 0);
		}
	}
	return rows_end(r);
}

bool doc_may_decide(const struct ctx *x, const struct kind *k)
{
	role_set roles = see_any_roles(x, k);
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens && (k->actions[i].by & roles))
			return true;
	return false;
}

/* ---- rows ------------------------------------------------------------------------------------------ */
void proposal_put(struct commit *c, struct pending *e, int64_t document, const struct proposal *p)
{
	str body = proposal_bytes(c->arena, p);
	effect_add(e, &(struct effect){.op = EFFECT_PROPOSAL, .number = {p->id}, .bytes = {body}});
	commit_op(c, OP_UPSERT, &proposal_update, &proposal_insert,
		  VALS(V_INT(c->core->region), V_INT(document), V_INT(p->id), V_INT(p->state), V_INT(p->matter), V_BLOB(body)));
}

bool proposal_open(const struct proposal *p)
{
	return p->state == PROPOSAL_OPEN;
}

int doc_decided(const struct doc *d)
{
	int n = 0;
	for (size_t i = 0; i < d->n_proposals; i++)
		n += !proposal_open(&d->proposals[i]);
	return n;
}

void doc_step(struct commit *c, const struct doc *d, str title)
{
	commit_op(c, OP_ONE, &document_step, NULL,
		  VALS(V_INT(c->core->region), V_INT(d->id), V_INT(d->version + 1), V_INT(d->text_version), V_INT((int64_t)d->n_proposals),
		       V_INT(doc_decided(d)), V_INT(d->inferred), V_TEXT(title), V_INT(d->version)));
}

static bool worth_showing(const struct repair_edit *e)
{
	return e->inferred || e->rule == REPAIR_SHIFT;
}

static struct marks marks_of(struct arena *a, const struct document_new *n)
{
	struct marks m = {.flags = n->repaired->flags, .n_flags = n->repaired->n_flags, .sentences = n->extracted->sentences,
		.n_sentences = n->extracted->n_sentences, .measures = n->extracted->measures, .n_measures = n->extracted->n_measures};
	m.edits = arena_new_n(a, n->repaired->n_edits, struct repair_edit);
	for (size_t i = 0; i < n->repaired->n_edits; i++)
		if (worth_showing(&n->repaired->edits[i]))
			m.edits[m.n_edits++] = n->repaired->edits[i];
	return m;
}

/* ---- adding ------------------------------------------------------------------------------------------- */
struct adding {
	struct ctx *x;
	const struct document_new *n;
	struct commit c;
	struct blob_ref blob;
	struct marks marks;
	int64_t id;
	str title, marks_text;
	day_t date;
	int proposals;
};

static err already_there(struct ctx *x, str bytes)
{
	struct digest d;
	struct rows *r;
	bool found;
	hash_bytes(HASH_SHA256, bytes.p, bytes.n, &d);
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &document_same, VALS(V_INT(x->core->region), V_BLOB(((str){(const char *)d.b, 32}))), &r, &found));
	if (!found)
		return OK;
	return fail(ERR_CONFLICT, "this file is already here as {0} “{1}”; open that document instead", row_text(r, 0), row_text(r, 1));
}

static err add_rows(struct adding *a, struct pending *p, str name)
{
	struct ctx *x = a->x;
	uint8_t key[SEAL_KEY_LEN];
	str wrapped, blob_key, sealed;
	struct digest named, text;
	int64_t region = x->core->region;
	int inferred = 0;
	struct secret secret = secret_new(x->arena, S("file"), name);
	random_bytes(key, sizeof key);
	TRY(key_wrap(x->core, x->arena, a->id, key, &wrapped));
	TRY(key_wrap(x->core, x->arena, a->blob.id, a->blob.key, &blob_key));
	TRY(secrets_seal(x->arena, key, aad_of(x->arena, "file", a->blob.id), &secret, 1, &sealed));
	secret_commit(&secret, &named);
	hash_pieces(HASH_SHA256, (str[]){a->n->repaired->text, a->marks_text}, 2, &text);
	effect_add(p, &(struct effect){.op = EFFECT_DOCUMENT, .text = {a->title}, .number = {a->date},
		.bytes = {{(const char *)a->blob.digest.b, 32}, {(const char *)named.b, 32}}});
	effect_add(p, &(struct effect){.op = EFFECT_TEXT, .number = {1}, .bytes = {{(const char *)text.b, 32}}});
	TRY(pending_seal(&a->c, p, key, &secret, 1));
	for (size_t i = 0; i < a->marks.n_edits; i++)
		inferred += a->marks.edits[i].inferred;
	struct op *op = commit_op(&a->c, OP_ONE, &document_insert, NULL,
		VALS(V_INT(region), V_INT(a->id), V_TEXT(S("")), V_TEXT(a->title), V_INT(a->date), V_TEXT(a->n->kind->name), V_INT(x->now),
		     V_INT(x->hand.user ? x->hand.user : x->actor.user), V_INT(a->blob.id), V_INT(a->blob.size), V_BLOB(((str){arena_copy(x->arena, a->blob.digest.b, 32), 32})),
		     V_BLOB(blob_key), V_BLOB(sealed), V_INT(a->n->decoded->encoding), V_INT(a->n->repaired->proved), V_INT(a->proposals),
		     V_INT((int64_t)a->n->repaired->n_edits), V_INT(inferred)));
	*list_push(x->arena, &commit_number_of(&a->c, a->id)->at) = &op->v[2];
	commit_op(&a->c, OP_ONE, &document_text_insert, NULL,
		  VALS(V_INT(region), V_INT(a->id), V_INT(1), V_TEXT(a->n->repaired->text), V_BLOB(a->marks_text)));
	commit_op(&a->c, OP_ONE, &document_key_insert, NULL, VALS(V_INT(region), V_INT(a->id), V_BLOB(wrapped)));
	explicit_bzero(key, sizeof key);
	return OK;
}

/* Only what is said to be done is proposed: principles and numbers alone stay marks. */
static err add_proposals(struct adding *a, struct proposal **ret)
{
	struct proposal *v = arena_new_n(a->x->arena, a->marks.n_sentences, struct proposal);
	for (size_t i = 0; i < a->marks.n_sentences; i++) {
		const struct sentence *s = &a->marks.sentences[i];
		if (s->kind != KIND_COMMITMENT)
			continue;
		struct proposal *p = &v[a->proposals];
		proposal_make(a->x, a->n->kind, a->n->repaired->text, s, s->at, a->date, p);
		p->number = ++a->proposals;
		TRY(proposal_like(a->x, a->n->kind, p));
	}
	*ret = v;
	return OK;
}

static err add(struct adding *a)
{
	struct ctx *x = a->x;
	const struct document_new *n = a->n;
	struct proposal *v;
	str name = upload_name(x->arena, n->file_name);
	a->title = n->title.n ? n->title : n->extracted->title.n ? n->extracted->title : name;
	a->date = n->date != DAY_NONE ? n->date : n->extracted->date;
	a->marks = marks_of(x->arena, n);
	a->marks_text = marks_bytes(x->arena, &a->marks);
	a->id = store_new_id(x->core->store, x->now);
	commit_init(&a->c, x);
	TRY(commit_number(&a->c, a->id, S("document"), DOCUMENT_NUMBER, day_civil(ctx_today(x)).year));
	TRY(add_proposals(a, &v));
	struct pending *p = commit_event(&a->c, x, ENTITY_DOCUMENT, a->id, 1, S("add"), S(""));
	p->takes = commit_number_of(&a->c, a->id);
	TRY(add_rows(a, p, name));
	for (int i = 0; i < a->proposals; i++)
		proposal_put(&a->c, p, a->id, &v[i]);
	return ctx_commit(x, &a->c);
}

err document_add(struct ctx *x, const struct document_new *n, int64_t *ret)
{
	struct adding a = {.x = x, .n = n};
	struct fail_note note;
	ours(n->decoded && n->repaired && n->extracted && n->kind);
	if (!doc_may_decide(x, n->kind))
		return fail(ERR_DENIED, "documents are taken in by the supervision office; ask it to do so");
	if (!n->bytes.n)
		return fail(ERR_INPUT, "the file is empty; choose another one");
	TRY(already_there(x, n->bytes));
	TRY(blob_put(x->core->store, x->now, n->bytes, &a.blob));
	err e = add(&a);
	if (e == ERR_IO || e == ERR_BUSY)
		return e; /* the commit may stand all the same: see act_files_drop */
	if (e != OK) {
		fail_save(&note);
		err e2 = blob_remove(x->core->store, a.blob.id);
		unused_arg(e2);
		fail_restore(&note);
		return e;
	}
	*ret = a.id;
	return OK;
}
