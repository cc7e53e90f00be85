/* SPDX-License-Identifier: Apache-2.0 */
/* For whoever asked, without an account: asking, following by number and code, rating and adding;
 * and what anybody may read of a request by its number. Nothing personal leaves here. */
#include "core/request_in.h"

#include "core/read_in.h"

#include <string.h>

STMT(public_number, "SELECT id, matter FROM request WHERE region = $1 AND number = $2");
STMT(public_near, "SELECT id, matter FROM request WHERE region = $1 AND number > $2 ORDER BY number LIMIT 1");
STMT(public_events, "SELECT at, action, effects FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version LIMIT 1000");
const struct stmt *const core_request_public_stmts[] = {&public_number, &public_near, &public_events, NULL};

#define TRIES 3
#define WAYS 8 /* matters that a request has come through, at most told */

static err open_for(struct core *c, struct arena *a, enum lang lang, struct ctx *ret)
{
	return ctx_open(c, a, &(struct actor){.lang = lang}, ret);
}

static err wrong(void)
{
	return fail(ERR_NOTFOUND, "the number and the code do not belong together; look at both again");
}

/* ---- asking --------------------------------------------------------------------------------- */
err request_take_public(struct core *c, struct arena *a, enum lang lang, str address, const struct request_new *q, struct request_taken *ret)
{
	struct ctx x;
	struct tries t;
	TRY(open_for(c, a, lang, &x));
	if (q->matter)
		return fail(ERR_USAGE, "a request from outside opens a matter of its own");
	tries_init(c, &t, "request/ask", address, house_int(c, ctx_today(&x), S("kernel.requests_an_hour")));
	TRY(tries_count(c, &t, 1, x.now));
	x.asker = ASKER_NEW;
	err e = request_take(&x, q, ret);
	ctx_close(&x);
	return e;
}

/* ---- who he is -------------------------------------------------------------------------------- */
struct his {
	struct matter m;
	struct matter *part;
};

/* The phone of this request alone, not those of the others. */
static err open_own(struct ctx *x, struct matter *part)
{
	struct secret *v;
	size_t n = 0;
	bool there;
	uint8_t key[SEAL_KEY_LEN];
	TRY(key_find(x->core, x->snap, part->id, key, &there));
	err e = there && part->sealed.p ? secrets_open(x->arena, key, aad_of(x->arena, "part", part->id), part->sealed, &v, &n) : OK;
	explicit_bzero(key, sizeof key);
	TRY(e);
	for (size_t i = 0; i < n; i++) {
		int f = kind_field(part->kind, v[i].name);
		if (f < 0 || !part->fields[f].sealed)
			continue;
		part->fields[f].v = arena_new(x->arena, str);
		part->fields[f].v[0] = v[i].value;
		part->fields[f].n = 1;
	}
	return OK;
}

/* What is no text is no number. */
static str number_typed(str s)
{
	s = str_trim(s);
	bool text = s.n <= 200 && utf8_valid(s) == s.n && !memchr(s.p ? s.p : "", 0, s.n);
	return text ? s : S("?");
}

/* The request of that number; when there is none another one, so that the same work is done. */
static err look_up(struct ctx *x, str number, struct his *ret, bool *ret_there, bool *ret_any)
{
	struct rows *r;
	bool found;
	const int64_t region = x->core->region;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &public_number, VALS(V_INT(region), V_TEXT(number)), &r, &found));
	*ret_there = *ret_any = found;
	if (!found)
		TRY(query_one(x->snap, &public_near, VALS(V_INT(region), V_TEXT(S(""))), &r, ret_any));
	if (!*ret_any)
		return OK;
	int64_t request = row_int(r, 0), matter = row_int(r, 1);
	TRY(request_his(x, matter, &ret->m));
	ret->part = matter_part(&ret->m, request);
	ours(ret->part);
	return OK;
}

static bool code_is(const struct ctx *x, const struct his *h, str typed)
{
	struct digest a, b;
	str code = request_code(x->core, x->arena, h->part);
	hash_bytes(HASH_SHA256, code.p, code.n, &a);
	hash_bytes(HASH_SHA256, typed.p ? typed.p : "", typed.n, &b);
	return equal_secret(&a, &b, sizeof a);
}

static err prove(struct ctx *x, str number, str code, struct his *ret)
{
	bool there, any;
	TRY(look_up(x, number, ret, &there, &any));
	if (!any)
		return wrong();
	TRY(open_own(x, ret->part));
	return code_is(x, ret, code) && there ? OK : wrong();
}

/* Counted before it is looked at; what was right does not count. */
static err come_in(struct ctx *x, str address, str number, str code, struct his *ret)
{
	struct core *c = x->core;
	struct tries t[2];
	struct fail_note note;
	int64_t most = house_int(c, ctx_today(x), S("kernel.follow_tries"));
	number = number_typed(number);
	tries_init(c, &t[0], "request/number", number, most);
	tries_init(c, &t[1], "request/address", address, most);
	TRY(tries_count(c, t, COUNT_OF(t), x->now));
	err e = prove(x, number, str_trim(code), ret);
	if (e == ERR_NOTFOUND)
		return e;
	ctx_refresh(x);
	fail_save(&note);
	TRY(tries_back(c, t, COUNT_OF(t), x->now));
	fail_restore(&note);
	return e;
}

/* ---- what is told ----------------------------------------------------------------------------- */
static void fields_of(struct ctx *x, const struct matter *m, struct value *v, size_t *n)
{
	for (size_t i = 0; i < m->kind->n_fields; i++)
		if (m->kind->fields[i].public && !m->kind->fields[i].personal)
			*n += matter_value(x, m, ROLES_ALL, i, &v[*n]);
}

typedef LIST(struct public_step) step_list;

/* The label of a step that may be told; empty: it may not. */
static str step_label(struct ctx *x, const struct kind *kind, str action, bool about_other)
{
	const struct kind *k;
	int i;
	if (str_eq(action, S(ACTION_JOIN)) && !about_other)
		return word(x->actor.lang, W("step|joined to a matter about the same thing"));
	if (!event_action(kind, action, &k, &i) || !k->actions[i].public || about_other)
		return S("");
	return words2_in(&k->actions[i].done, x->actor.lang);
}

/* Steps of one matter while the request stood in it: up to `until` (0: now). *ret_from: where it
 * came from last; 0: it was taken in here. */
static err steps_in(struct ctx *x, const struct kind *kind, int64_t matter, int64_t request, ms_t until, step_list *l, int64_t *ret_from, ms_t *ret_came)
{
	struct rows *r;
	*ret_from = 0;
	TRY(query(x->snap, &public_events, VALS(V_INT(x->core->region), V_INT(matter)), &r));
	while (rows_next(r)) {
		struct effect *v, inner;
		size_t n = 0;
		bool other = false;
		ms_t at = row_int(r, 0);
		str action = row_copy(r, 1, x->arena);
		if (!effects_read(x->arena, row_copy(r, 2, x->arena), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++) {
			bool this_one = (v[i].op == EFFECT_PART || v[i].op == EFFECT_IN_PART) && v[i].number[0] == request;
			other |= v[i].op == EFFECT_PART && !this_one;
			if (v[i].op == EFFECT_IN_PART && this_one && effect_inside(x->arena, &v[i], &inner) && inner.op == EFFECT_CAME &&
			    (!until || at < until)) {
				*ret_from = inner.number[0];
				*ret_came = at;
			}
		}
		str label = step_label(x, kind, action, other);
		if (label.n && (!until || at <= until))
			*list_push(x->arena, l) = (struct public_step){at, label};
	}
	return rows_end(r);
}

static void in_order(step_list *l)
{
	for (size_t i = 1; i < l->n; i++) {
		struct public_step s = l->v[i];
		size_t at = i;
		for (; at > 0 && l->v[at - 1].at > s.at; at--)
			l->v[at] = l->v[at - 1];
		l->v[at] = s;
	}
}

static err steps_of(struct ctx *x, const struct his *h, struct request_public *ret)
{
	step_list l = {0};
	int64_t matter = h->m.id, from;
	ms_t until = 0, came = 0;
	for (int i = 0; matter && i < WAYS; i++) {
		TRY(steps_in(x, h->m.kind, matter, h->part->id, until, &l, &from, &came));
		until = came;
		matter = from;
	}
	in_order(&l);
	ret->steps = l.v;
	ret->n_steps = l.n;
	return OK;
}

static str state_told(struct ctx *x, const struct his *h)
{
	const struct state *own = &h->part->kind->states[h->part->state], *whole = &h->m.kind->states[h->m.state];
	return own->public ? words2_in(&own->label, x->actor.lang) : whole->public ? words2_in(&whole->label, x->actor.lang) : S("");
}

static struct request_public plain(struct ctx *x, const struct his *h)
{
	return (struct request_public){.number = h->part->number, .state = state_told(x, h), .kind_label = words2_in(&h->m.kind->label, x->actor.lang),
		.unit = S(""), .at = h->part->opened, .due = matter_due(&h->m), .sort = h->part->kind,
		.closed = h->part->kind->states[h->part->state].closed || matter_closed(&h->m)};
}

static err more(struct ctx *x, const struct his *h, struct request_public *v)
{
	int64_t lead = matter_id_of(&h->m, h->m.kind->lead);
	v->unit = lead ? roster_unit_name(x->roster, lead) : S("");
	v->fields = arena_new_n(x->arena, h->m.kind->n_fields + h->part->kind->n_fields, struct value);
	fields_of(x, &h->m, v->fields, &v->n_fields);
	fields_of(x, h->part, v->fields, &v->n_fields);
	return steps_of(x, h, v);
}

static void actions_of(struct ctx *x, const struct his *h, struct request_public *v)
{
	const struct kind *k = h->part->kind;
	v->actions = arena_new_n(x->arena, k->n_actions, const struct action *);
	x->asker = h->part->id;
	role_set roles = see_roles(x, h->part);
	for (size_t i = 0; i < k->n_actions; i++)
		if (may_offer(x, h->part, roles, &k->actions[i]))
			v->actions[v->n_actions++] = &k->actions[i];
	x->asker = 0;
}

err request_follow(struct core *c, struct arena *a, enum lang lang, str address, str number, str code, struct request_public *ret)
{
	struct ctx x;
	struct his h;
	TRY(open_for(c, a, lang, &x));
	err e = come_in(&x, address, number, code, &h);
	struct request_public v;
	if (e == OK)
		e = ctx_snap(&x);
	if (e == OK) {
		v = plain(&x, &h);
		e = more(&x, &h, &v);
	}
	if (e == OK) {
		actions_of(&x, &h, &v);
		*ret = v;
	}
	ctx_close(&x);
	return e;
}

static bool flag_set(const struct matter *m, int field)
{
	return field >= 0 && m->fields[field].n && str_eq(m->fields[field].v[0], S("1"));
}

err request_published(struct core *c, struct arena *a, enum lang lang, str number, struct request_public *ret)
{
	struct ctx x;
	struct his h;
	bool there = false, any;
	TRY(open_for(c, a, lang, &x));
	err e = look_up(&x, number_typed(number), &h, &there, &any);
	if (e == OK && (!there || flag_set(&h.m, h.m.kind->secret) || h.m.denials.n))
		e = fail(ERR_NOTFOUND, "there is no such request; look at the number again");
	if (e == OK) {
		struct request_public v = plain(&x, &h);
		e = flag_set(&h.m, h.m.kind->published) ? more(&x, &h, &v) : OK;
		if (e == OK)
			*ret = v;
	}
	ctx_close(&x);
	return e;
}

/* ---- rating, adding ------------------------------------------------------------------------------ */
struct follow_act {
	struct his h;
	struct acting a;
	int64_t request;
};

static err act_once(struct ctx *x, struct follow_act *k, struct act_result *ret)
{
	const struct act_request *q = k->a.q;
	struct matter old;
	struct pending *p;
	int64_t matter = 0;
	bool found;
	struct fail_note note;
	TRY(request_place(x, k->request, &matter));
	TRY(request_his(x, matter, &k->h.m));
	matter_copy(x->arena, &k->h.m, &old);
	struct matter *m = &k->h.m;
	k->a.t.part = matter_part(m, k->request);
	int i = kind_action(k->a.t.part->kind, q->action);
	if (i < 0)
		return fail(ERR_INPUT, "there is no action {0} for “{1}”; choose one of the actions offered", q->action,
			    words2_in(&k->a.t.part->kind->label, x->actor.lang));
	k->a.t.action = &k->a.t.part->kind->actions[i];
	TRY(open_own(x, k->a.t.part));
	commit_init(&k->a.c, x);
	act_identify(x, q, &k->a.c);
	int was = k->a.t.part->state;
	err e = act_take(x, &k->a.c, m, &k->a.t, &p);
	if (e == OK)
		e = act_follow(x, &k->a.c, m, &k->a.t, was, 0);
	if (e == OK) {
		matter_ops(&k->a.c, x->roster, &old, m);
		e = ctx_commit(x, &k->a.c);
	}
	k->a.m = *m;
	if (e == OK)
		return acting_result(x, &k->a, ret);
	fail_save(&note);
	TRY(act_repeated(x, &k->a.c, ret, &found));
	fail_restore(&note);
	return found ? OK : e;
}

static err act_his(struct ctx *x, const struct his *h, const struct act_request *q, struct act_result *ret)
{
	struct follow_act k = {.request = h->part->id};
	err e = OK;
	x->asker = k.request;
	acting_init(&k.a, q);
	for (int i = 0; i < TRIES; i++) {
		e = act_once(x, &k, ret);
		if (e != ERR_CONFLICT || !k.a.c.conflict)
			break;
		ctx_refresh(x);
	}
	if (e != OK || (ret->repeated && !(k.a.c.events.n && k.a.c.events.v[0]->e.id == ret->event)))
		act_files_drop(x, &k.a.t, e);
	return e;
}

err request_follow_act(struct core *c, struct arena *a, enum lang lang, str address, str number, str code, const struct act_request *q, struct act_result *ret)
{
	struct ctx x;
	struct his h;
	struct act_result done = {0};
	TRY(open_for(c, a, lang, &x));
	err e = come_in(&x, address, number, code, &h);
	if (e == OK)
		e = act_his(&x, &h, q, &done);
	ctx_close(&x);
	if (e == OK)
		*ret = done;
	return e;
}
