/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what people decided, a page at a time, and learns from it. Texts of people are read here
 * and leave as keyed hashes only (text/classify.h). */
#include "core/suggest_in.h"

#include <string.h>

STMT(suggest_matters, "SELECT id FROM matter WHERE region = $1 AND id < $2 AND kind = $3 ORDER BY id DESC LIMIT $4");
const struct stmt *const core_read_suggest_stmts[] = {&suggest_matters, NULL};

#define PAGE_MATTERS 500

void suggest_how(struct ctx *x, struct classify_how *ret)
{
	struct digest d;
	hash_hmac(HASH_SHA256, (str){(const char *)x->core->master, sizeof x->core->master}, S("words of suggestions"), &d);
	memcpy(ret->key, d.b, sizeof ret->key);
	ret->told = (int)house_int(x->core, ctx_today(x), S("kernel.suggest_told"));
}

static err newest(struct ctx *x, const struct wish *w, int64_t most, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &suggest_matters, VALS(V_INT(x->core->region), V_INT(NEVER), V_TEXT(w->kind->name), V_INT(most)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = row_int(r, 0);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

/* A person gave it: somebody who is signed in took an action whose form asks for it. */
static bool decided(const struct matter *m, int field)
{
	for (size_t a = 0; a < m->kind->n_actions; a++) {
		const struct action *act = &m->kind->actions[a];
		for (size_t i = 0; m->last[a].actor && i < act->n_form; i++)
			if (act->form[i].field == field)
				return true;
	}
	return false;
}

static bool choice_there(const struct field *f, str name)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, name))
			return true;
	return false;
}

/* What it was given, as it is called today; empty: that is no longer there. */
static str label_of(struct ctx *x, const struct wish *w, const struct matter *m)
{
	const struct field *f = &w->kind->fields[w->field];
	str v = m->fields[w->field].v[0];
	int64_t unit;
	if (f->type == FIELD_CHOICE)
		return choice_there(f, v) ? v : S("");
	if (!str_int(v, &unit))
		return S("");
	const struct unit *u = roster_unit(x->roster, roster_heir(x->roster, unit));
	return u && u->active ? unit_label(x->arena, x->roster, u->id) : S("");
}

/* Those who left no phone count as one person: it only makes fewer words be shown. */
static int64_t asker_of(const struct matter *m)
{
	if (m->kind->request < 0)
		return m->id;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *p = m->parts.v[i];
		if (p->kind->is_request && p->kind->phone >= 0 && p->fields[p->kind->phone].n)
			return (int64_t)str_hash(p->fields[p->kind->phone].v[0]);
	}
	return 0;
}

/* What is kept from somebody teaches nothing: whoever is complained of asks for suggestions too. */
static err add_matter(struct ctx *x, const struct wish *w, int64_t id, struct classify_set *s)
{
	struct classify_example e = {0};
	struct matter m;
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	TRY(matter_load(x->core, x->snap, x->arena, id, &m, &there));
	if (!there || m.kind != w->kind || !m.fields[w->field].n || matter_secret(&m) || m.denials.n || !decided(&m, w->field))
		return OK;
	TRY(matter_open_seals(x->core, x->snap, x->arena, &m, key, &there));
	explicit_bzero(key, sizeof key);
	wish_message(x->arena, w, &m, NULL, &e.of);
	e.label = label_of(x, w, &m);
	e.asker = asker_of(&m);
	if (!e.label.n || (!e.of.title.n && !e.of.body.n))
		return OK;
	return classify_add(s, &e);
}

/* The words of a choice tell what belongs to it, before anybody gave it. */
static err add_names(struct arena *a, const struct wish *w, struct classify_set *s)
{
	const struct field *f = &w->kind->fields[w->field];
	for (size_t i = 0; f->type == FIELD_CHOICE && i < f->n_choices; i++) {
		struct buf b;
		buf_init(&b, a);
		buf_add(&b, f->choices[i].label.zh);
		buf_byte(&b, ' ');
		buf_add(&b, f->choices[i].help.zh);
		TRY(classify_add(s, &(struct classify_example){.of = {.body = buf_str(&b)}, .label = f->choices[i].name, .name = true}));
	}
	return OK;
}

/* Each page on a snapshot of its own, so that a long night does not hold one. */
static err add_page(struct core *core, const struct wish *w, const int64_t *ids, size_t n, struct classify_set *s)
{
	struct arena a;
	struct ctx x;
	arena_init(&a);
	err e = ctx_open(core, &a, NULL, &x);
	if (e == OK) {
		e = ctx_snap(&x);
		for (size_t i = 0; e == OK && i < n; i++)
			e = add_matter(&x, w, ids[n - 1 - i], s);
		ctx_close(&x);
	}
	arena_done(&a);
	return e;
}

err suggest_learn(struct ctx *x, const struct wish *w, str *ret_model, struct classify_report *ret)
{
	struct classify_set *s;
	struct classify_how how;
	struct arena a;
	int64_t *ids, least = house_int(x->core, ctx_today(x), S("kernel.suggest_least"));
	size_t n;
	*ret = (struct classify_report){0};
	*ret_model = S("");
	TRY(newest(x, w, house_int(x->core, ctx_today(x), S("kernel.suggest_most")), &ids, &n));
	ctx_refresh(x);
	suggest_how(x, &how);
	arena_init(&a);
	classify_begin(&a, &how, &s);
	err e = add_names(&a, w, s);
	for (size_t to = n; e == OK && to > 0;) { /* the oldest first */
		size_t from = to > PAGE_MATTERS ? to - PAGE_MATTERS : 0;
		e = add_page(x->core, w, ids + from, to - from, s);
		to = from;
	}
	if (e == OK && classify_learnable(s, (size_t)least))
		e = classify_train(s, x->arena, ret_model, ret);
	arena_done(&a);
	return e;
}
