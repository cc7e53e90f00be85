/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding on what a document proposes. Each decision is an event of the document; one
 * that opens or joins a matter writes both in one transaction. */
#include "core/document_decide_in.h"

#include <string.h>


#define TRIES 3

struct proposal *doc_proposal(struct doc *d, int64_t id)
{
	for (size_t i = 0; i < d->n_proposals; i++)
		if (d->proposals[i].id == id)
			return &d->proposals[i];
	return NULL;
}

struct proposal *doc_proposal_new(struct ctx *x, struct doc *d, const struct proposal *p)
{
	int number = 0;
	list_room_(x->arena, (void **)&d->proposals, d->n_proposals, &d->cap, sizeof *d->proposals);
	for (size_t i = 0; i < d->n_proposals; i++)
		number = d->proposals[i].number > number ? d->proposals[i].number : number;
	struct proposal *to = &d->proposals[d->n_proposals++];
	*to = *p;
	to->number = number + 1;
	return to;
}

static err load(struct deciding *k)
{
	struct ctx *x = k->x;
	bool there, sees = false, all = false;
	TRY(doc_load(x, k->document, &k->d, &there));
	if (there)
		TRY(doc_see(x, &k->d, &sees, &all));
	if (!sees)
		return fail(ERR_NOTFOUND, "there is no such document, or you may not see it; ask the supervision office if you need it");
	if (!doc_may_decide(x, k->d.kind))
		return fail(ERR_DENIED, "the supervision office decides what becomes a matter; ask it to do so");
	k->p = k->proposal ? doc_proposal(&k->d, k->proposal) : NULL;
	if (k->proposal && !k->p)
		return fail(ERR_NOTFOUND, "there is no such proposal in this document; open the document again");
	return OK;
}

static err once(struct deciding *k, decision fn)
{
	struct ctx *x = k->x;
	commit_init(&k->c, x);
	TRY(load(k));
	k->e = commit_event(&k->c, x, ENTITY_DOCUMENT, k->d.id, k->d.version + 1, k->action, k->reason);
	TRY(fn(k));
	doc_step(&k->c, &k->d, k->d.title);
	return ctx_commit(x, &k->c);
}

err decide_on(struct deciding *k, decision fn)
{
	err e = OK;
	k->x->at_fault = STR_NONE;
	for (int i = 0; i < TRIES; i++) {
		e = once(k, fn);
		if (e != ERR_CONFLICT || !k->c.conflict)
			break;
		ctx_refresh(k->x);
	}
	return e;
}

static err still_open(const struct deciding *k)
{
	return proposal_open(k->p) ? OK : fail(ERR_CONFLICT, "this proposal has already been decided; undo that first, or choose another one");
}

/* ---- opening a matter ---------------------------------------------------------------------- */
static const struct action *opening(const struct kind *k)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].opens)
			return &k->actions[i];
	return NULL;
}

err decide_open(struct deciding *k, const struct action *a, struct taking *t, const struct source *s, struct matter *ret)
{
	struct pending *p;
	t->action = a;
	t->source = source_text(k->x->arena, s);
	TRY(act_open(k->x, &k->c, k->d.kind, ret));
	return act_take(k->x, &k->c, ret, t, &p);
}

typedef LIST(struct arg) arg_list;

static void add_arg(struct ctx *x, const struct kind *k, const struct action *a, arg_list *l, int field, str value)
{
	if (field < 0 || !value.n)
		return;
	for (size_t i = 0; i < a->n_form; i++)
		if (a->form[i].field == field)
			*list_push(x->arena, l) = (struct arg){k->fields[field].name, value};
}

static str id_text(struct ctx *x, int64_t id)
{
	struct buf b;
	buf_init(&b, x->arena);
	if (id)
		buf_int(&b, id);
	return buf_str(&b);
}

static str day_text(struct ctx *x, day_t d)
{
	struct buf b;
	buf_init(&b, x->arena);
	if (d != DAY_NONE)
		day_put(&b, d);
	return buf_str(&b);
}

static arg_list args_of(struct ctx *x, const struct kind *k, const struct action *a, const struct proposal *p)
{
	arg_list l = {0};
	add_arg(x, k, a, &l, k->title, p->title);
	add_arg(x, k, a, &l, kind_field(k, S("goal")), p->goal);
	add_arg(x, k, a, &l, kind_field(k, S("quantities")), p->quantities);
	add_arg(x, k, a, &l, k->lead, id_text(x, p->lead));
	for (size_t i = 0; i < p->n_assist; i++)
		add_arg(x, k, a, &l, k->assist, id_text(x, p->assist[i]));
	add_arg(x, k, a, &l, k->due, day_text(x, p->due));
	add_arg(x, k, a, &l, kind_field(k, S("due_text")), p->due_text);
	return l;
}

/* ---- what the person typed ------------------------------------------------------------------- */
static err edit_unit(struct ctx *x, str typed, int64_t *ret)
{
	int64_t id;
	typed = str_trim(typed);
	if (!str_int(typed, &id))
		id = roster_unit_named(x->roster, typed);
	if (!roster_unit(x->roster, id))
		return fail(ERR_INPUT, "there is no unit “{0}”; choose one from the list", typed);
	*ret = id;
	return OK;
}

static err edit_assist(struct ctx *x, const struct proposal_edit *e, struct proposal *p)
{
	p->assist = arena_new_n(x->arena, e->n_assist, int64_t);
	p->n_assist = 0;
	for (size_t i = 0; i < e->n_assist; i++) {
		int64_t id;
		if (!str_trim(e->assist[i]).n)
			continue;
		x->at_fault = S("assist");
		TRY(edit_unit(x, e->assist[i], &id));
		p->assist[p->n_assist++] = id;
	}
	x->at_fault = STR_NONE;
	return OK;
}

static err edit_texts(struct ctx *x, const struct proposal_edit *e, struct proposal *p)
{
	if (utf8_valid(e->title) != e->title.n || utf8_valid(e->goal) != e->goal.n || e->title.n > LIMIT_FIELD_TEXT || e->goal.n > LIMIT_FIELD_TEXT)
		return fail(ERR_INPUT, "the title or the goal is too long or is not text; write it again");
	if (e->title.p) {
		x->at_fault = S("title");
		if (!str_trim(e->title).n)
			return fail(ERR_INPUT, "a commitment needs a title; write what will be done");
		p->title = str_dup(x->arena, str_trim(e->title));
		x->at_fault = STR_NONE;
	}
	if (e->goal.p)
		p->goal = str_dup(x->arena, str_trim(e->goal));
	return OK;
}

static err edit(struct ctx *x, const struct proposal_edit *e, struct proposal *p)
{
	if (!e)
		return OK;
	TRY(edit_texts(x, e, p));
	if (e->lead.p) {
		x->at_fault = S("lead");
		p->lead = 0;
		if (str_trim(e->lead).n)
			TRY(edit_unit(x, e->lead, &p->lead));
		x->at_fault = STR_NONE;
	}
	if (e->due.p) {
		day_t d = DAY_NONE;
		x->at_fault = S("due");
		if (str_trim(e->due).n && !day_parse(str_trim(e->due), &d))
			return fail(ERR_INPUT, "the date “{0}” is not a day like 2026-10-14; write it so", e->due);
		p->due = d;
		x->at_fault = STR_NONE;
	}
	return e->has_assist ? edit_assist(x, e, p) : OK;
}

/* ---- decisions ---------------------------------------------------------------------------------- */
struct accepting {
	const struct proposal_edit *edit;
	const struct act_request *request; /* instead of an edit: a form as typed */
	bool assign;
};

static struct source source_of(const struct deciding *k)
{
	struct source s = {.document = k->d.id, .text_version = k->d.text_version};
	if (k->p)
		s.at = k->p->at;
	return s;
}

static err accept_assign(struct deciding *k, struct matter *m)
{
	int i = kind_action(m->kind, S("assign"));
	struct pending *p;
	if (i < 0)
		return fail(ERR_INPUT, "matters of this kind are not assigned; accept it without assigning");
	struct taking t = {.action = &m->kind->actions[i]};
	return act_take(k->x, &k->c, m, &t, &p);
}

static err accept(struct deciding *k)
{
	const struct accepting *what = k->what;
	const struct kind *kind = k->d.kind;
	const struct action *a = opening(kind);
	struct taking t = {.reason = k->reason};
	struct matter m;
	struct source s = source_of(k);
	ours(a);
	TRY(still_open(k));
	TRY(edit(k->x, what->edit, k->p));
	if (what->request) {
		int i = kind_action(kind, what->request->action);
		a = i >= 0 && kind->actions[i].opens ? &kind->actions[i] : a;
		t.args = what->request->args;
		t.n_args = what->request->n_args;
	} else {
		arg_list l = args_of(k->x, kind, a, k->p);
		t.args = l.v;
		t.n_args = l.n;
	}
	TRY(decide_open(k, a, &t, &s, &m));
	if (what->assign)
		TRY(accept_assign(k, &m));
	matter_ops(&k->c, k->x->roster, NULL, &m);
	k->p->state = PROPOSAL_ACCEPTED;
	k->p->matter = m.id;
	k->p->matter_version = m.version;
	proposal_put(&k->c, k->e, k->d.id, k->p);
	*(struct act_result *)k->out = (struct act_result){.matter = m.id, .version = m.version};
	return OK;
}

static err accepted(struct deciding *k, err e, struct act_result *done, struct act_result *ret)
{
	if (e != OK)
		return e;
	for (size_t i = 0; i < k->c.events.n && !done->event; i++)
		if (k->c.events.v[i]->e.entity == ENTITY_MATTER)
			done->event = k->c.events.v[i]->e.id;
	done->number = k->c.number;
	*ret = *done;
	return OK;
}

err proposal_accept(struct ctx *x, int64_t document, int64_t proposal, const struct proposal_edit *e, bool assign, struct act_result *ret)
{
	struct accepting what = {.edit = e, .assign = assign};
	struct act_result done = {0};
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .what = &what, .out = &done, .action = S("accept"), .reason = S("")};
	return accepted(&k, decide_on(&k, accept), &done, ret);
}

static err open_only(struct ctx *x, const struct act_request *q, struct act_result *ret)
{
	struct deciding k = {.x = x, .document = q->document};
	struct matter m;
	commit_init(&k.c, x);
	TRY(load(&k));
	int i = kind_action(k.d.kind, q->action);
	struct taking t = {.args = q->args, .n_args = q->n_args, .reason = q->reason, .files = q->files, .n_files = q->n_files};
	struct source s = source_of(&k);
	struct act_result done = {0};
	if (i < 0)
		return fail(ERR_INPUT, "there is no action {0} for “{1}”; choose one of the actions offered", q->action,
			    words2_in(&k.d.kind->label, x->actor.lang));
	err e = decide_open(&k, &k.d.kind->actions[i], &t, &s, &m);
	if (e == OK) {
		matter_ops(&k.c, x->roster, NULL, &m);
		e = ctx_commit(x, &k.c);
	}
	if (e != OK)
		act_files_drop(x, &t, e);
	done = (struct act_result){.matter = m.id, .version = m.version};
	return accepted(&k, e, &done, ret);
}

/* The same form sent twice meets a proposal that is no longer open, so it cannot open two. */
err act_open_from(struct ctx *x, const struct act_request *q, struct act_result *ret)
{
	struct accepting what = {.request = q};
	struct act_result done = {0};
	struct deciding k = {.x = x, .document = q->document, .proposal = q->proposal, .what = &what, .out = &done,
		.action = S("accept"), .reason = q->reason};
	if (!q->proposal)
		return open_only(x, q, ret);
	return accepted(&k, decide_on(&k, accept), &done, ret);
}

static err save(struct deciding *k)
{
	TRY(still_open(k));
	TRY(edit(k->x, k->what, k->p));
	proposal_put(&k->c, k->e, k->d.id, k->p);
	return OK;
}

err proposal_save(struct ctx *x, int64_t document, int64_t proposal, const struct proposal_edit *e)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .what = e, .action = S("edit"), .reason = S("")};
	return decide_on(&k, save);
}

static err dismiss(struct deciding *k)
{
	TRY(still_open(k));
	k->p->state = PROPOSAL_DISMISSED;
	proposal_put(&k->c, k->e, k->d.id, k->p);
	return OK;
}

err proposal_dismiss(struct ctx *x, int64_t document, int64_t proposal, str reason)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .action = S("dismiss"), .reason = str_trim(reason)};
	if (utf8_valid(reason) != reason.n || reason.n > LIMIT_FIELD_TEXT)
		return fail(ERR_INPUT, "the reason is too long or is not text; write it again");
	return decide_on(&k, dismiss);
}

/* ---- merging into a matter that exists ------------------------------------------------------------- */
err matter_sources(struct deciding *k, struct matter *m, str *v, size_t n, str action)
{
	struct matter old;
	matter_copy(k->x->arena, m, &old);
	struct pending *p = commit_event(&k->c, k->x, ENTITY_MATTER, m->id, m->version + 1, action, k->reason);
	behalf_take(&k->c, m, p);
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_SET, .text = {m->kind->fields[m->kind->source].name}, .list = v, .n_list = n});
	matter_applied(m, &p->e);
	matter_ops(&k->c, k->x->roster, &old, m);
	return OK;
}

static err merge(struct deciding *k)
{
	struct matter m;
	role_set roles;
	struct source s = source_of(k);
	TRY(still_open(k));
	TRY(see_load(k->x, *(const int64_t *)k->what, &m, &roles));
	int f = m.kind->source;
	if (f < 0 || m.kind != k->d.kind)
		return fail(ERR_INPUT, "the matter {0} is of another kind and has no sentence to stand on; choose another", m.number);
	str *v = arena_new_n(k->x->arena, m.fields[f].n + 1, str);
	if (m.fields[f].n)
		memcpy(v, m.fields[f].v, m.fields[f].n * sizeof *v);
	v[m.fields[f].n] = source_text(k->x->arena, &s);
	TRY(matter_sources(k, &m, v, m.fields[f].n + 1, S("merge_source")));
	k->p->state = PROPOSAL_MERGED;
	k->p->matter = m.id;
	k->p->matter_version = m.version;
	proposal_put(&k->c, k->e, k->d.id, k->p);
	return OK;
}

err proposal_merge(struct ctx *x, int64_t document, int64_t proposal, int64_t matter)
{
	struct deciding k = {.x = x, .document = document, .proposal = proposal, .what = &matter, .action = S("merge"), .reason = S("")};
	return decide_on(&k, merge);
}
