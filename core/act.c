/* SPDX-License-Identifier: Apache-2.0 */
/* act: the only way a matter changes. A worker decides here, on its snapshot; the writer
 * commits (act_commit.c).
 *
 *     act ▸ load ▸ act_take [rights ▸ form ▸ guard ▸ effects ▸ clocks ▸ light] ▸ rows ▸ commit
 *      ▲                                                                              │
 *      └──────────────── somebody was quicker: decide again, three times ─────────────┘ */
#include "core/matter_in.h"

#include <string.h>

#include "base/fault.h"

STMT(act_newest,
     "SELECT actor, unit, action FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 ORDER BY version DESC LIMIT 1");
STMT(act_repeat, "SELECT request, matter, version, event, number FROM idempotency WHERE region = $1 AND key = $2");
const struct stmt *const core_act_stmts[] = {&act_newest, &act_repeat, NULL};

#define TRIES 3

static const struct kind *find_kind(const void *core, str name)
{
	return core_kind(core, name);
}

void matter_change(struct commit *c, struct matter *m, struct pending *p, const struct effect *f)
{
	c->timed |= f->op == EFFECT_CLOCK || f->op == EFFECT_LIGHT;
	struct effect inside = {.op = EFFECT_IN_PART, .number = {m->id}};
	struct buf b;
	if (m->of) { /* a part changes as its matter does, and the matter's event says so */
		buf_init(&b, c->arena);
		effect_put(&b, f);
		inside.bytes[0] = buf_str(&b);
		f = &inside;
		m = (struct matter *)m->of;
	}
	effect_add(p, f);
	ours(matter_apply(c->arena, m, &p->e, f, find_kind, c->core));
}

/* Whoever asked has no account: that it was him stands in the event. */
static void asker_take(struct ctx *x, struct commit *c, struct matter *m, struct pending *p)
{
	if (x->asker)
		matter_change(c, m, p, &(struct effect){.op = EFFECT_ASKER, .number = {x->asker == ASKER_NEW ? 0 : x->asker}});
}

void behalf_take(struct commit *c, struct matter *m, struct pending *p)
{
	if (p->behalf)
		matter_change(c, m, p, &(struct effect){.op = EFFECT_BEHALF, .number = {p->behalf}});
}

/* ---- rights ------------------------------------------------------------------------- */
static str word_in(const struct ctx *x, const struct words2 *w)
{
	return words2_in(w, x->actor.lang);
}

static str who_may(struct ctx *x, const struct kind *k, role_set by)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < k->n_roles; i++)
		if (by >> i & 1) {
			if (b.n)
				buf_z(&b, x->actor.lang == LANG_ZH ? "、" : ", ");
			buf_add(&b, word_in(x, &k->roles[i].label));
		}
	return buf_str(&b);
}

/* Neither of two may check the other where one acts for the other: both count as the doer. */
bool did_last(const struct ctx *x, const struct last_actor *l)
{
	const int64_t asks[] = {x->actor.user, x->hand.user}, did[] = {l->actor, l->behalf};
	for (size_t i = 0; l->event && i < COUNT_OF(asks); i++)
		for (size_t k = 0; asks[i] && k < COUNT_OF(did); k++)
			if (asks[i] == did[k])
				return true;
	return false;
}

static role_set roles_for(struct ctx *x, const struct matter *m)
{
	if (m->of && !m->version)
		return see_roles(x, m->of); /* a part that is to be opened */
	return m->version ? see_roles(x, m) : see_any_roles(x, m->kind);
}

/* Of a part: the matter must stand where the action wants it. */
static err within(struct ctx *x, const struct matter *part, const struct action *a)
{
	const struct matter *m = part->of;
	if (part_fits_within(part, a))
		return OK;
	return fail(ERR_INPUT, "“{0}” is not possible while the matter is “{1}”; look at what is offered now",
		    word_in(x, &a->label), word_in(x, &m->kind->states[m->state].label));
}

static err may_take(struct ctx *x, const struct matter *m, const struct action *a)
{
	const struct kind *k = m->kind;
	if (m->version == 0 ? !a->opens : a->opens)
		return fail(ERR_INPUT, "“{0}” does not fit here; choose one of the actions offered", word_in(x, &a->label));
	if (m->of)
		TRY(within(x, m, a));
	if (m->of && m->version && !(a->from >> m->state & 1))
		return fail(ERR_INPUT, "“{0}” is not possible while “{1}” is “{2}”; look at what is offered now",
			    word_in(x, &a->label), word_in(x, &k->label), word_in(x, &k->states[m->state].label));
	if (m->version && !(a->from >> m->state & 1))
		return fail(ERR_INPUT, "“{0}” is not possible while the matter is “{1}”; look at what is offered now",
			    word_in(x, &a->label), word_in(x, &k->states[m->state].label));
	if (!(roles_for(x, m) & a->by))
		return fail(ERR_DENIED, "“{0}” is for {1}; ask one of them", word_in(x, &a->label), who_may(x, k, a->by));
	if (did_before(x, m, a) && a->other_unit)
		return fail(ERR_DENIED, "the unit that did “{0}” cannot also do “{1}”; another unit must",
			    word_in(x, &k->actions[a->other_than].label), word_in(x, &a->label));
	if (did_before(x, m, a))
		return fail(ERR_DENIED, "whoever did “{0}” cannot also do “{1}”; another person must",
			    word_in(x, &k->actions[a->other_than].label), word_in(x, &a->label));
	return OK;
}

static err enough(struct ctx *x, const struct matter *m, const struct taking *t)
{
	if (t->action->reason && !str_trim(t->reason).n)
		return fail(ERR_INPUT, "“{0}” needs a reason; write it down", word_in(x, &t->action->label));
	if (t->reason.n > LIMIT_FIELD_TEXT || utf8_valid(t->reason) != t->reason.n)
		return fail(ERR_INPUT, "the reason is too long or is not text; write it again");
	if (m->files + (int64_t)t->n_files < t->action->evidence) {
		struct buf b;
		buf_init(&b, x->arena);
		buf_int(&b, t->action->evidence);
		return fail(ERR_INPUT, "“{0}” needs evidence: at least {1} file; add one", word_in(x, &t->action->label), buf_str(&b));
	}
	return OK;
}

/* ---- effects ----------------------------------------------------------------------------- */
static bool same_value(const struct fval *a, const struct given *g)
{
	if (a->sealed || a->n != g->n)
		return false;
	for (size_t i = 0; i < g->n; i++)
		if (!str_eq(a->v[i], g->v[i]))
			return false;
	return true;
}

/* All personal values of the matter, sealed anew; the commitments of the changed ones. */
err seal_fields(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct given *v, size_t n, struct secret *secrets, size_t *n_secrets)
{
	uint8_t key[SEAL_KEY_LEN];
	struct secret *had = NULL;
	size_t n_had = 0, all = 0;
	const char *what = m->of ? "part" : "matter";
	TRY(matter_key_for(x, c, m, key));
	if (m->sealed.p)
		TRY(secrets_open(x->arena, key, aad_of(x->arena, what, m->id), m->sealed, &had, &n_had));
	struct secret *keep = arena_new_n(x->arena, n_had + n, struct secret);
	for (size_t i = 0; i < n_had; i++) {
		bool replaced = false;
		for (size_t k = 0; k < n; k++)
			replaced |= str_eq(m->kind->fields[v[k].field].name, had[i].name);
		if (!replaced)
			keep[all++] = had[i];
	}
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &m->kind->fields[v[i].field];
		struct digest d;
		if (!f->personal)
			continue;
		str commitment = S("");
		if (v[i].n) {
			keep[all] = secrets[(*n_secrets)++] = secret_new(x->arena, f->name, v[i].v[0]);
			secret_commit(&keep[all++], &d);
			commitment = (str){arena_copy(x->arena, d.b, sizeof d.b), sizeof d.b};
		}
		matter_change(c, m, p, &(struct effect){.op = EFFECT_SEALED, .text = {f->name}, .bytes = {commitment}});
	}
	return secrets_seal(x->arena, key, aad_of(x->arena, what, m->id), keep, all, &m->sealed);
}

static err set_fields(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct given *v, size_t n, struct secret *secrets, size_t *n_secrets)
{
	bool personal = false;
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &m->kind->fields[v[i].field];
		personal |= f->personal;
		/* what was said again is said again: the texts of a report belong to its event */
		if (!f->personal && (f->type == FIELD_TEXT || !same_value(&m->fields[v[i].field], &v[i])))
			matter_change(c, m, p, &(struct effect){.op = EFFECT_SET, .text = {f->name}, .list = v[i].v, .n_list = v[i].n});
	}
	TRY(denials_take(x, c, m, p, v, n));
	return personal ? seal_fields(x, c, m, p, v, n, secrets, n_secrets) : OK;
}

static bool reports(const struct kind *k, const struct action *a)
{
	for (size_t i = 0; k->share >= 0 && i < a->n_form; i++)
		if (a->form[i].field == k->share)
			return !a->opens;
	return false;
}

static err link_effects(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct taking *t)
{
	for (size_t i = 0; i < t->n_links; i++) {
		struct matter other;
		role_set roles;
		bool twice = false;
		TRY(see_load(x, t->links[i].other, &other, &roles));
		for (size_t k = 0; k < i; k++)
			twice |= t->links[k].other == t->links[i].other && str_eq(t->links[k].sort, t->links[i].sort);
		if (!twice)
			matter_change(c, m, p, &(struct effect){.op = EFFECT_LINK, .text = {t->links[i].sort}, .number = {other.id}});
		if (t->action->opens && !t->part) /* a letter about a matter tells of it */
			TRY(denials_carry(x, c, m, p, &other));
	}
	return OK;
}

static err open_effects(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct taking *t)
{
	const struct kind *k = m->kind;
	if (t->action->opens) {
		matter_change(c, m, p, &(struct effect){.op = EFFECT_OPEN, .text = {k->name, k->pack->version}, .number = {x->actor.unit}});
		p->takes = commit_number_of(c, m->id);
	}
	if (t->action->numbers) { /* the first one has served; the writer puts the new one in its place */
		TRY(commit_number(c, m->id, number_kind_then(x->arena, k), k->number_then, day_civil(ctx_today(x)).year));
		m->number = STR_NONE;
		p->takes = commit_number_of(c, m->id);
	}
	if (t->source.n && k->source >= 0) {
		str *v = arena_new(x->arena, str);
		*v = t->source;
		matter_change(c, m, p, &(struct effect){.op = EFFECT_SET, .text = {k->fields[k->source].name}, .list = v, .n_list = 1});
	}
	return OK;
}

static void follow_lights(struct ctx *x, struct commit *c, struct matter *m, struct pending *p, const struct taking *t)
{
	if (t->part)
		light_take(x, c, t->part, p);
	light_take(x, c, m, p);
	if (!t->part)
		act_parts_follow(x, c, m, p);
}

/* Which version of the privacy notice was shown or read out. */
static err notice_take(struct ctx *x, struct commit *c, struct matter *h, struct pending *p, str notice)
{
	int f = kind_field(h->kind, S("notice"));
	str *v = arena_new(x->arena, str);
	if (!notice.n)
		return OK;
	if (f < 0)
		return fail(ERR_INPUT, "“{0}” keeps no version of the notice; its pack must declare a line called notice", word_in(x, &h->kind->label));
	TRY(field_read(x, &h->kind->fields[f], notice, v));
	matter_change(c, h, p, &(struct effect){.op = EFFECT_SET, .text = {h->kind->fields[f].name}, .list = v, .n_list = 1});
	return OK;
}

err seal_event(struct ctx *x, struct commit *c, const struct matter *h, struct pending *p, const struct secret *v, size_t n)
{
	uint8_t key[SEAL_KEY_LEN];
	TRY(matter_key_for(x, c, h, key));
	err e = pending_seal(c, p, key, v, n);
	explicit_bzero(key, sizeof key);
	return e;
}

/* `h` is what the action is taken on: the matter, or one of its parts. */
err act_take(struct ctx *x, struct commit *c, struct matter *m, struct taking *t, struct pending **ret)
{
	struct matter *h = t->part ? t->part : m;
	struct given *v;
	size_t n, n_secrets = 0;
	str args;
	struct matter before;
	const struct action *a = t->action;
	TRY(may_take(x, h, a));
	TRY(enough(x, h, t));
	TRY(form_read(x, h, t, &v, &n, &args));
	TRY(guard_take(x, h, t, v, n, h->files + (int)t->n_files));
	TRY(act_files_put(x, t));
	matter_copy(x->arena, h, &before);
	struct secret *secrets = arena_new_n(x->arena, n + t->n_files, struct secret);
	struct pending *p = commit_event(c, x, ENTITY_MATTER, m->id, m->version + 1,
					 t->part ? part_action_name(x->arena, h->kind, a) : a->name, str_trim(t->reason));
	p->e.args = args;
	if (t->part)
		TRY(act_part_begin(x, c, m, p, &t->part));
	else
		TRY(open_effects(x, c, m, p, t));
	h = t->part ? t->part : m;
	asker_take(x, c, m, p);
	TRY(link_effects(x, c, m, p, t));
	behalf_take(c, m, p);
	TRY(set_fields(x, c, h, p, v, n, secrets, &n_secrets));
	TRY(code_alone(x, h));
	TRY(about_there(x, h, a));
	request_caller(x, h, v, n);
	TRY(notice_take(x, c, h, p, t->notice));
	TRY(act_files_effects(x, c, h, p, t, secrets + n_secrets));
	n_secrets += t->n_files;
	if (a->to >= 0 && a->to != h->state)
		matter_change(c, h, p, &(struct effect){.op = EFFECT_STATE, .text = {h->kind->states[a->to].name}});
	TRY(open_alone(x, h));
	if (reports(h->kind, a))
		matter_change(c, h, p, &(struct effect){.op = EFFECT_REPORTED});
	TRY(clocks_take(x, c, h, p, t, &before, v, n));
	share_follow(x, c, m, p);
	follow_lights(x, c, m, p, t);
	if (n_secrets)
		TRY(seal_event(x, c, h, p, secrets, n_secrets));
	matter_applied(m, &p->e);
	*ret = p;
	return OK;
}

err act_open(struct ctx *x, struct commit *c, const struct kind *k, struct matter *ret)
{
	matter_init(x->arena, ret, store_new_id(x->core->store, x->now), k);
	return commit_number(c, ret->id, k->name, k->number, day_civil(ctx_today(x)).year);
}

/* ---- the whole trip ---------------------------------------------------------------------------- */
static void hash_int(struct buf *b, int64_t v)
{
	cbor_int(b, v);
}

void act_identify(struct ctx *x, const struct act_request *q, struct commit *c)
{
	struct buf b;
	if (!q->idempotency_key.n)
		return;
	buf_init(&b, x->arena);
	hash_int(&b, x->actor.user);
	if (x->hand.user)
		hash_int(&b, x->hand.user);
	if (x->asker)
		hash_int(&b, x->asker);
	cbor_bytes(&b, q->idempotency_key);
	hash_bytes(HASH_SHA256, b.p, b.n, &c->idempotency);
	buf_clear(&b);
	hash_int(&b, q->matter);
	hash_int(&b, q->version);
	hash_int(&b, q->document);
	hash_int(&b, q->proposal);
	hash_int(&b, q->part);
	cbor_bytes(&b, q->sort);
	cbor_bytes(&b, q->kind ? q->kind->name : S(""));
	cbor_bytes(&b, q->action);
	cbor_bytes(&b, q->reason);
	for (size_t i = 0; i < q->n_args; i++) {
		cbor_bytes(&b, q->args[i].field);
		cbor_bytes(&b, q->args[i].value);
	}
	for (size_t i = 0; i < q->n_links; i++) {
		cbor_bytes(&b, q->links[i].sort);
		hash_int(&b, q->links[i].other);
	}
	for (size_t i = 0; i < q->n_files; i++) {
		cbor_bytes(&b, q->files[i].name);
		hash_int(&b, (int64_t)q->files[i].bytes.n);
	}
	hash_bytes(HASH_SHA256, b.p, b.n, &c->request);
	c->idempotent = true;
}

static str action_label(struct ctx *x, const struct kind *k, str name)
{
	int i;
	return event_action(k, name, &k, &i) ? word_in(x, &k->actions[i].label) : name;
}

/* Whether this version came about in a part that the actor may not see. */
static bool hidden_version(const struct ctx *x, const struct matter *m, int64_t version)
{
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = matter_part_at(m, i);
		if (part->version == version)
			return !(see_roles(x, part) & part->kind->see);
	}
	return false;
}

/* What happened in parts that he may not see neither stands in his way nor is told him. */
static bool nothing_seen_since(const struct ctx *x, const struct matter *m, int64_t version)
{
	for (; version < m->version; version++)
		if (!hidden_version(x, m, version + 1))
			return false;
	return version == m->version;
}

/* Who was quicker, and with what. */
err act_changed_meanwhile(struct ctx *x, const struct matter *m)
{
	struct rows *r;
	bool found;
	if (hidden_version(x, m, m->version))
		return fail(ERR_CONFLICT, "the matter has meanwhile changed; look at it again and repeat what is still needed");
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &act_newest, VALS(V_INT(x->core->region), V_INT(m->id)), &r, &found));
	const struct member *who = found ? roster_member(x->roster, row_int(r, 0)) : NULL;
	return fail(ERR_CONFLICT, "{0} ({1}) has meanwhile done “{2}”; look at the matter again and repeat what is still needed",
		    who ? who->name : word(x->actor.lang, W("actor|the system")), found ? roster_unit_name(x->roster, row_int(r, 1)) : S(""),
		    found ? action_label(x, m->kind, row_copy(r, 2, x->arena)) : S(""));
}

err act_load(struct ctx *x, const struct act_request *q, struct commit *c, struct matter *m)
{
	role_set roles;
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	if (!q->matter)
		return q->kind ? act_open(x, c, q->kind, m) : fail(ERR_INPUT, "no matter is named; open one first");
	TRY(see_load(x, q->matter, m, &roles));
	if (q->version && !nothing_seen_since(x, m, q->version))
		return act_changed_meanwhile(x, m);
	if (matter_has_seals(m))
		TRY(matter_open_seals(x->core, x->snap, x->arena, m, key, &there));
	explicit_bzero(key, sizeof key);
	return OK;
}

/* What people call an action that this kind does not have: several matters may be of several kinds. */
static str called_elsewhere(const struct ctx *x, str name)
{
	for (size_t p = 0; x->core->packs[p]; p++)
		for (size_t k = 0; k < x->core->packs[p]->n_kinds; k++) {
			const struct kind *kind = &x->core->packs[p]->kinds[k];
			int i = kind_action(kind, name);
			if (i >= 0)
				return word_in(x, &kind->actions[i].label);
		}
	return name;
}

static err decide(struct ctx *x, const struct act_request *q, struct taking *t, struct commit *c, struct matter *m)
{
	struct matter old;
	struct pending *p;
	TRY(act_load(x, q, c, m));
	if (q->matter)
		matter_copy(x->arena, m, &old);
	TRY(act_part_find(x, m, q, &t->part));
	const struct kind *k = t->part ? t->part->kind : m->kind;
	int i = kind_action(k, q->action);
	if (i < 0)
		return fail(ERR_INPUT, "there is no action {0} for “{1}”; choose one of the actions offered", called_elsewhere(x, q->action), word_in(x, &k->label));
	t->action = &k->actions[i];
	int was = t->part ? t->part->state : m->state;
	TRY(act_take(x, c, m, t, &p));
	TRY(act_follow(x, c, m, t, was, 0));
	matter_ops(c, x->roster, q->matter ? &old : NULL, m);
	return OK;
}

/* A repeat finds the world changed by its first time, so deciding may fail; then the
 * first answer counts. */
err act_repeated(struct ctx *x, const struct commit *c, struct act_result *ret, bool *ret_found)
{
	struct rows *r;
	*ret_found = false;
	if (!c->idempotent)
		return OK;
	ctx_refresh(x);
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &act_repeat, VALS(V_INT(x->core->region), V_BLOB(((str){(const char *)c->idempotency.b, 32}))), &r, ret_found));
	if (!*ret_found)
		return OK;
	str request = row_text(r, 0);
	if (request.n != 32 || memcmp(request.p, c->request.b, 32) != 0)
		return fail(ERR_CONFLICT, "this form was already sent with other content; open it again and send it once more");
	*ret = (struct act_result){.matter = row_int(r, 1), .version = row_int(r, 2), .event = row_int(r, 3),
		.number = row_copy(r, 4, x->arena), .repeated = true};
	return act_part_repeated(x, ret->matter, ret->version, &ret->part);
}

/* Decides one request on the snapshot; nothing is written yet. */
err acting_decide(struct ctx *x, struct acting *a)
{
	a->m = (struct matter){0};
	commit_init(&a->c, x);
	a->c.number_wanted = a->q->number;
	act_identify(x, a->q, &a->c);
	return decide(x, a->q, &a->t, &a->c, &a->m);
}

/* What came of it, after its commit was written. */
err acting_result(struct ctx *x, struct acting *a, struct act_result *ret)
{
	const struct commit *c = &a->c;
	if (c->repeated)
		TRY(act_part_repeated(x, c->first.matter, c->first.version, &a->c.first.part));
	*ret = c->repeated ? c->first : (struct act_result){.matter = a->m.id, .version = a->m.version, .event = c->events.v[0]->e.id,
		.part = a->t.part ? a->t.part->id : 0, .number = a->m.number.n ? a->m.number : c->number};
	return OK;
}

static err once(struct ctx *x, struct acting *a, struct act_result *ret)
{
	struct fail_note note;
	bool found;
	err e = acting_decide(x, a);
	if (e == OK)
		e = ctx_commit(x, &a->c);
	if (e == OK)
		return acting_result(x, a, ret);
	fail_save(&note);
	TRY(act_repeated(x, &a->c, ret, &found));
	fail_restore(&note);
	return found ? OK : e;
}

/* Is the repeat that was found this very commit, whose answer alone was lost? */
static bool wrote(const struct commit *c, const struct act_result *done)
{
	return c->events.n && c->events.v[0]->e.id == done->event;
}

void acting_init(struct acting *a, const struct act_request *q)
{
	*a = (struct acting){.q = q, .t = {.args = q->args, .n_args = q->n_args, .files = q->files, .n_files = q->n_files,
		.reason = q->reason, .links = q->matter ? NULL : q->links, .n_links = q->matter ? 0 : q->n_links}};
}

err act(struct ctx *x, const struct act_request *q, struct act_result *ret)
{
	struct acting a;
	struct act_result done;
	err e = OK;
	x->at_fault = STR_NONE;
	if (q->document)
		return act_open_from(x, q, ret);
	acting_init(&a, q);
	for (int i = 0; i < TRIES; i++) {
		e = once(x, &a, &done);
		if (e != ERR_CONFLICT || !a.c.conflict)
			break;
		ctx_refresh(x);
	}
	if (e == ERR_CONFLICT && a.c.conflict && q->matter)
		e = act_changed_meanwhile(x, &a.m);
	if (e != OK || (done.repeated && !wrote(&a.c, &done)))
		act_files_drop(x, &a.t, e);
	if (e == OK)
		*ret = done;
	return e;
}

err act_would(struct ctx *x, const struct act_request *q)
{
	struct acting a;
	x->at_fault = STR_NONE;
	if (q->n_files || q->document)
		return fail(ERR_USAGE, "only an action without files can be tried beforehand");
	acting_init(&a, q);
	return acting_decide(x, &a);
}

err act_may(struct ctx *x, int64_t matter, str action)
{
	struct matter m;
	role_set roles;
	TRY(see_load(x, matter, &m, &roles));
	int i = kind_action(m.kind, action);
	if (i < 0)
		return fail(ERR_INPUT, "there is no action {0} for “{1}”; choose one of the actions offered", called_elsewhere(x, action), word_in(x, &m.kind->label));
	return may_take(x, &m, &m.kind->actions[i]);
}

str act_field_at_fault(struct ctx *x)
{
	return x->at_fault;
}
