/* SPDX-License-Identifier: Apache-2.0 */
/* What was learned, kept by version, and what it says of a message. */
#include "core/suggest_in.h"

#include <stdlib.h>
#include <string.h>

STMT(suggest_newest,
     "SELECT version, at, examples, labels, tested, correct, among FROM suggest_model WHERE region = $1 AND kind = $2 AND field = $3"
     " ORDER BY version DESC LIMIT 1");
STMT(suggest_bytes, "SELECT digest, model FROM suggest_model WHERE region = $1 AND kind = $2 AND field = $3 AND version = $4");
STMT(suggest_add,
     "INSERT INTO suggest_model(region, kind, field, version, at, digest, examples, labels, tested, correct, among, model)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
STMT(suggest_empty, "UPDATE suggest_model SET model = $5 WHERE region = $1 AND kind = $2 AND field = $3 AND version < $4");
STMT(suggest_clear, "DELETE FROM suggest_model WHERE region = $1 AND kind = $2 AND field = $3 AND version < $4");
const struct stmt *const core_suggest_stmts[] = {&suggest_newest, &suggest_bytes, &suggest_add, &suggest_empty, &suggest_clear, NULL};

#define KEPT 30        /* versions whose figures stay; the model itself only of the newest */
#define NIGHT_MS (3600 * 1000) /* after midnight */
#define LOOKED_AT 12   /* values, of which some may be gone or denied */

static str field_name(const struct wish *w)
{
	return w->kind->fields[w->field].name;
}

/* ---- learning ------------------------------------------------------------------------------- */
static err newest_row(struct ctx *x, const struct wish *w, struct suggest_row *ret)
{
	struct rows *r;
	bool found;
	*ret = (struct suggest_row){.kind = w->kind, .field = &w->kind->fields[w->field], .at = MS_NONE};
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &suggest_newest, VALS(V_INT(x->core->region), V_TEXT(w->kind->name), V_TEXT(field_name(w))), &r, &found));
	if (!found)
		return OK;
	ret->version = row_int(r, 0);
	ret->at = row_int(r, 1);
	ret->examples = row_int(r, 2);
	ret->values = row_int(r, 3);
	ret->tested = row_int(r, 4);
	ret->right = row_int(r, 5);
	ret->right3 = row_int(r, 6);
	ret->good = ret->tested > 0;
	return OK;
}

struct keeping {
	struct ctx *x;
	const struct wish *w;
	const struct classify_report *r;
	str model;
	int64_t version;
};
static err keep(struct conn *c, void *arg)
{
	const struct keeping *k = arg;
	struct digest d;
	const struct val region = V_INT(k->x->core->region), kind = V_TEXT(k->w->kind->name), field = V_TEXT(field_name(k->w));
	hash_bytes(HASH_SHA256, k->model.p, k->model.n, &d);
	TRY(exec(c, &suggest_add, VALS(region, kind, field, V_INT(k->version), V_INT(k->x->now), V_BLOB(((str){(const char *)d.b, sizeof d.b})),
		V_INT((int64_t)k->r->examples), V_INT((int64_t)k->r->labels), V_INT((int64_t)k->r->tested), V_INT((int64_t)k->r->right),
		V_INT((int64_t)k->r->right3), V_BLOB(k->model)), NULL));
	TRY(exec(c, &suggest_empty, VALS(region, kind, field, V_INT(k->version), V_BLOB(S(""))), NULL));
	return exec(c, &suggest_clear, VALS(region, kind, field, V_INT(k->version - KEPT)), NULL);
}

/* Too little to learn from is kept as an empty model: the old one must not go on suggesting from
 * what was erased since. */
static err train(struct ctx *x, const struct wish *w)
{
	struct suggest_row was;
	struct classify_report r;
	str model;
	TRY(newest_row(x, w, &was));
	TRY(suggest_learn(x, w, &model, &r));
	ctx_refresh(x);
	return store_write(x->core->store, keep, &(struct keeping){x, w, &r, model, was.version + 1});
}

static err each_wish(struct core *c, err (*what)(struct ctx *, const struct wish *))
{
	struct arena a;
	struct ctx x;
	struct wish w[WISHES_MOST];
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		size_t n = suggest_wishes(&x, w);
		for (size_t i = 0; e == OK && i < n; i++)
			e = what(&x, &w[i]);
		ctx_close(&x);
	}
	arena_done(&a);
	return e;
}

err suggest_train(struct core *c)
{
	return each_wish(c, train);
}

static err train_if_due(struct ctx *x, const struct wish *w)
{
	struct suggest_row was;
	const struct zone *z = x->core->zone;
	day_t today = zone_day(z, x->now);
	TRY(newest_row(x, w, &was));
	bool due = was.at == MS_NONE || (zone_day(z, was.at) < today && x->now >= zone_at(z, today, NIGHT_MS));
	return due ? train(x, w) : OK;
}

err suggest_due(struct core *c)
{
	return each_wish(c, train_if_due);
}

err suggest_list(struct ctx *x, struct suggest_row **ret, size_t *ret_n)
{
	struct wish w[WISHES_MOST];
	size_t n = suggest_wishes(x, w);
	*ret = arena_new_n(x->arena, n + 1, struct suggest_row);
	for (size_t i = 0; i < n; i++)
		TRY(newest_row(x, &w[i], &(*ret)[i]));
	*ret_n = n;
	return OK;
}

/* ---- in memory ---------------------------------------------------------------------------------- */
void learned_drop(struct learned *l)
{
	if (!l || atomic_fetch_sub(&l->holders, 1) != 1)
		return;
	arena_done(&l->arena);
	free(l);
}

void learned_close(struct core *c)
{
	while (c->learned) {
		struct learned *next = c->learned->next;
		learned_drop(c->learned);
		c->learned = next;
	}
}

static struct learned *find(struct core *c, const struct wish *w, int64_t version)
{
	struct learned *l = c->learned;
	while (l && !(str_eq(l->kind, w->kind->name) && str_eq(l->field, field_name(w)) && l->version == version))
		l = l->next;
	return l;
}

static err load(struct ctx *x, const struct wish *w, int64_t version, struct learned **ret)
{
	struct learned *l = calloc(1, sizeof *l);
	struct classify_how how;
	struct digest d;
	struct rows *r;
	bool found;
	ours(l);
	arena_init(&l->arena);
	atomic_init(&l->holders, 1);
	l->version = version;
	l->kind = str_dup(&l->arena, w->kind->name);
	l->field = str_dup(&l->arena, field_name(w));
	suggest_how(x, &how);
	err e = query_one(x->snap, &suggest_bytes, VALS(V_INT(x->core->region), V_TEXT(l->kind), V_TEXT(l->field), V_INT(version)), &r, &found);
	if (e == OK && found && row_text(r, 1).n) {
		str bytes = row_copy(r, 1, &l->arena);
		hash_bytes(HASH_SHA256, bytes.p, bytes.n, &d);
		e = str_eq(row_text(r, 0), (str){(const char *)d.b, sizeof d.b}) ? classify_load(&l->arena, bytes, &how, &l->model)
			: fail(ERR_INPUT, "what was learned for suggestions is damaged; learn it again with `luoshi suggest`");
	}
	if (e != OK) {
		learned_drop(l);
		return e;
	}
	*ret = l;
	return OK;
}

/* Puts it where the older ones of the field were. */
static void exchange(struct core *c, struct learned *l)
{
	for (struct learned **p = &c->learned; *p;) {
		struct learned *old = *p;
		if (!str_eq(old->kind, l->kind) || !str_eq(old->field, l->field)) {
			p = &old->next;
			continue;
		}
		*p = old->next;
		learned_drop(old);
	}
	l->next = c->learned;
	c->learned = l;
}

err learned_hold(struct ctx *x, const struct wish *w, struct learned **ret)
{
	struct suggest_row newest;
	struct learned *l;
	TRY(newest_row(x, w, &newest));
	*ret = NULL;
	if (!newest.good)
		return OK;
	pthread_mutex_lock(&x->core->learned_lock);
	l = find(x->core, w, newest.version);
	bool there = l != NULL;
	err e = there ? OK : load(x, w, newest.version, &l);
	if (e == OK && !there)
		exchange(x->core, l);
	if (e == OK) {
		atomic_fetch_add(&l->holders, 1);
		*ret = l;
	}
	pthread_mutex_unlock(&x->core->learned_lock);
	return e;
}

/* ---- asking ---------------------------------------------------------------------------------------- */
struct asking {
	struct ctx *x;
	const struct suggest_ask *q;
	const struct wish *w;
	struct classify_message of;
	LIST(int64_t) denied;
};

static err from_matter(struct asking *s)
{
	struct matter m;
	struct readable r = {.x = s->x};
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	struct classify_message of;
	TRY(see_load(s->x, s->q->matter, &m, &r.roles));
	TRY(matter_open_seals(s->x->core, s->x->snap, s->x->arena, &m, key, &there));
	explicit_bzero(key, sizeof key);
	if (m.kind != s->w->kind)
		return OK;
	r.secret = matter_secret(&m);
	wish_message(s->x->arena, s->w, &m, &r, &of);
	s->of.title = s->of.title.n ? s->of.title : of.title;
	s->of.body = s->of.body.n ? s->of.body : of.body;
	s->of.given = of.given;
	s->of.n_given = of.n_given;
	for (size_t i = 0; i < m.denials.n; i++)
		*list_push(s->x->arena, &s->denied) = m.denials.v[i];
	return OK;
}

static const str *arg_of(const struct suggest_ask *q, str field)
{
	for (size_t i = 0; i < q->n_args; i++)
		if (str_eq(q->args[i].field, field) && q->args[i].value.n)
			return &q->args[i].value;
	return NULL;
}

/* What was chosen just now stands above what the matter has. */
static void take_args(struct asking *s)
{
	const struct kind *k = s->w->kind;
	str *given = arena_new_n(s->x->arena, s->of.n_given + s->w->n_given + 1, str);
	size_t n = 0;
	for (size_t i = 0; i < s->w->n_given; i++) {
		str name = k->fields[s->w->given[i]].name;
		const str *v = arg_of(s->q, name);
		if (v)
			given[n++] = wish_given(s->x->arena, s->w, i, *v);
		for (size_t g = 0; !v && g < s->of.n_given; g++)
			if (str_starts(s->of.given[g], name) && s->of.given[g].p[name.n] == '=')
				given[n++] = s->of.given[g];
	}
	s->of.given = given;
	s->of.n_given = n;
	for (size_t i = 0; i < s->q->n_args; i++) {
		int f = kind_field(k, s->q->args[i].field);
		int64_t who;
		if (f >= 0 && k->fields[f].denies && str_int(s->q->args[i].value, &who))
			*list_push(s->x->arena, &s->denied) = who;
	}
}

static bool is_denied(const struct asking *s, int64_t unit)
{
	for (size_t i = 0; i < s->denied.n; i++)
		if (roster_below(s->x->roster, unit, s->denied.v[i]))
			return true;
	return false;
}

/* As it is today: an ended unit is its heir. false: it is gone, or must not be suggested. */
static bool value_now(const struct asking *s, str label, struct suggestion *ret)
{
	const struct field *f = &s->w->kind->fields[s->w->field];
	struct buf b;
	if (f->type == FIELD_CHOICE) {
		for (size_t i = 0; i < f->n_choices; i++)
			if (str_eq(f->choices[i].name, label)) {
				ret->value = f->choices[i].name;
				ret->label = words2_in(&f->choices[i].label, s->x->actor.lang);
				return true;
			}
		return false;
	}
	const struct unit *u = roster_unit(s->x->roster, roster_heir(s->x->roster, label_unit(label)));
	if (!u || !u->active || is_denied(s, u->id))
		return false;
	buf_init(&b, s->x->arena);
	buf_int(&b, u->id);
	ret->value = buf_str(&b);
	ret->label = roster_unit_name(s->x->roster, u->id);
	return true;
}

static void words_of(struct arena *a, str text, const struct span *at, size_t n, struct suggestion *ret)
{
	for (size_t i = 0; i < n && ret->n_words < SUGGESTION_WORDS; i++) {
		str word = str_dup(a, str_cut(text, utf8_offset(text, at[i].from), utf8_offset(text, at[i].to)));
		bool again = false;
		for (size_t k = 0; k < ret->n_words; k++)
			again |= str_eq(ret->words[k], word);
		if (!again)
			ret->words[ret->n_words++] = word;
	}
}

static struct suggestion *same_value(struct suggestion *v, size_t n, str value)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].value, value))
			return &v[i];
	return NULL;
}

static void ask(struct asking *s, const struct classify_model *m, struct suggestion *ret, size_t *ret_n)
{
	struct classify_answer *v;
	size_t n, out = 0;
	int64_t sure = house_int(s->x->core, ctx_today(s->x), S("kernel.suggest_sure"));
	classify_ask(s->x->arena, m, &s->of, LOOKED_AT, &v, &n);
	for (size_t i = 0; i < n; i++) {
		struct suggestion one = {.share = (int)(v[i].confidence * 100)};
		if (!value_now(s, v[i].label, &one))
			continue;
		struct suggestion *same = same_value(ret, out, one.value);
		if (same)
			same->share += one.share;
		if (same || out == SUGGESTIONS_MOST || one.share < 1)
			continue;
		words_of(s->x->arena, s->of.title, v[i].title, v[i].n_title, &one);
		words_of(s->x->arena, s->of.body, v[i].body, v[i].n_body, &one);
		ret[out++] = one;
	}
	*ret_n = out && ret[0].share >= sure ? out : 0;
}

err suggest_for(struct ctx *x, const struct suggest_ask *q, struct suggestion **ret, size_t *ret_n)
{
	struct wish w[WISHES_MOST];
	struct asking s = {.x = x, .q = q, .w = wish_for(w, suggest_wishes(x, w), q->kind, q->field), .of = {.title = q->title, .body = q->text}};
	struct learned *l;
	struct suggestion *v = arena_new_n(x->arena, SUGGESTIONS_MOST, struct suggestion);
	size_t n = 0;
	if (q->matter && s.w)
		TRY(from_matter(&s));
	if (s.w && (q->matter || !x->actor.user || see_any_roles(x, q->kind))) {
		take_args(&s);
		TRY(ctx_snap(x));
		TRY(learned_hold(x, s.w, &l));
		if (l && l->model)
			ask(&s, l->model, v, &n);
		learned_drop(l);
	}
	*ret = v;
	*ret_n = n;
	return OK;
}
