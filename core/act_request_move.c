/* SPDX-License-Identifier: Apache-2.0 */
/* Going over (归并、拆分): a request leaves one matter and stands in another, under its own number,
 * in one commit; nothing of it is lost and nothing of it is left behind that is sealed. */
#include "core/request_in.h"

STMT(evidence_move, "UPDATE evidence SET matter = $3 WHERE region = $1 AND matter = $2 AND part = $4");
const struct stmt *const core_request_move_stmts[] = {&evidence_move, NULL};

#define TRIES 3

struct moving {
	struct ctx *x;
	int64_t from, request, to; /* to 0: into a matter of its own */
	int64_t version;           /* of `from`; 0: any */
	str reason;
	struct commit c;
	struct matter a, b;
	int64_t event;
};
struct luggage { /* what goes along: taken before it leaves */
	str number, state, body, sealed;
	int files;
	ms_t at;
};

static err may_move(struct ctx *x, const struct matter *m)
{
	const struct kind *sort = &m->kind->parts[m->kind->request];
	role_set roles = see_roles(x, m);
	for (size_t i = 0; i < sort->n_actions; i++)
		if (sort->actions[i].opens && (sort->actions[i].by & roles))
			return OK;
	return fail(ERR_DENIED, "only those who take in requests may move them; ask the request centre to do so");
}

static err find_request(struct moving *k, struct matter **ret)
{
	struct ctx *x = k->x;
	role_set roles;
	TRY(see_load(x, k->from, &k->a, &roles));
	if (k->version && k->version != k->a.version)
		return act_changed_meanwhile(x, &k->a);
	struct matter *part = matter_part(&k->a, k->request);
	if (!part || !part->kind->is_request || !(see_roles(x, part) & part->kind->see))
		return fail(ERR_NOTFOUND, "there is no such request, or you may not see it; look at the number again");
	if (part->moved)
		return fail(ERR_INPUT, "this request has gone over to another matter; look it up by its number");
	*ret = part;
	return may_move(x, &k->a);
}

/* Where no request could be taken in, none goes either. */
static bool takes_requests(const struct matter *m, const struct kind *sort)
{
	const struct matter fresh = {.of = m, .kind = sort, .state = -1};
	for (size_t i = 0; i < sort->n_actions; i++)
		if (sort->actions[i].opens && part_fits_within(&fresh, &sort->actions[i]))
			return true;
	return false;
}

static err find_target(struct moving *k, const struct kind *sort)
{
	struct ctx *x = k->x;
	role_set roles;
	TRY(see_load(x, k->to, &k->b, &roles));
	if (k->to == k->from || k->b.kind != k->a.kind)
		return fail(ERR_INPUT, "a request goes over to another matter of the same kind; choose one");
	TRY(may_move(x, &k->b));
	if (!takes_requests(&k->b, sort))
		return fail(ERR_INPUT, "the matter {0} is “{1}” and takes no more requests; choose another", k->b.number,
			    words2_in(&k->b.kind->states[k->b.state].label, x->actor.lang));
	if (matter_parts_of(&k->b, sort) >= (size_t)sort->max)
		return fail(ERR_LIMIT, "the matter {0} has as many requests as one matter can have; choose another", k->b.number);
	return OK;
}

static size_t requests_left(const struct matter *m)
{
	return matter_parts_of(m, &m->kind->parts[m->kind->request]);
}

/* ---- the steps ------------------------------------------------------------------------------ */
static struct pending *begin(struct moving *k, struct matter *m, const struct matter *part, const char *action)
{
	struct pending *p = commit_event(&k->c, k->x, ENTITY_MATTER, m->id, m->version + 1, str_of(action), str_trim(k->reason));
	matter_change(&k->c, m, p, &(struct effect){.op = EFFECT_PART, .text = {part->kind->name}, .number = {part->id}});
	behalf_take(&k->c, m, p);
	return p;
}

static void leave(struct moving *k, struct matter *part, struct luggage *ret)
{
	struct arena *a = k->x->arena;
	*ret = (struct luggage){.number = part->number, .state = part->kind->states[part->state].name, .body = part_body(a, part),
		.sealed = part->sealed, .files = part->files, .at = part->opened};
	struct pending *p = begin(k, &k->a, part, ACTION_LEAVE);
	matter_change(&k->c, part, p, &(struct effect){.op = EFFECT_MOVED, .number = {k->b.id}});
	matter_applied(&k->a, &p->e);
}

/* Once asked for, secrecy goes along. */
static void keep_secret(struct moving *k, struct pending *p)
{
	int f = k->a.kind->secret;
	static str yes = {"1", 1};
	if (f < 0 || !k->a.fields[f].n || !str_eq(k->a.fields[f].v[0], yes) || (k->b.fields[f].n && str_eq(k->b.fields[f].v[0], yes)))
		return;
	matter_change(&k->c, &k->b, p, &(struct effect){.op = EFFECT_SET, .text = {k->a.kind->fields[f].name}, .list = &yes, .n_list = 1});
}

/* Whoever asked first must not wait longer because his request was joined to a younger one. */
static ms_t oldest_of(const struct matter *m)
{
	ms_t at = MS_NONE;
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = matter_part_at(m, i);
		if (part->kind->is_request && !part->moved && (at == MS_NONE || part->opened < at))
			at = part->opened;
	}
	return at;
}

static void bring_time(struct moving *k, struct pending *p, ms_t was, ms_t since)
{
	struct ctx *x = k->x;
	if (was != MS_NONE && since < was && pack_int(x, k->b.kind->pack, k->b.kind->oldest, 0) == 1)
		clocks_since(x, &k->c, &k->b, p, was, since, str_trim(k->reason));
}

static err join(struct moving *k, const struct matter *left, const struct luggage *l)
{
	ms_t was = oldest_of(&k->b);
	struct pending *p = begin(k, &k->b, left, ACTION_JOIN);
	struct matter *part = matter_part(&k->b, left->id);
	ours(part);
	matter_change(&k->c, part, p, &(struct effect){.op = EFFECT_CAME, .number = {k->a.id}, .text = {l->number, l->state}, .bytes = {l->body}});
	part->sealed = l->sealed;
	keep_secret(k, p);
	TRY(denials_carry(k->x, &k->c, &k->b, p, &k->a));
	light_take(k->x, &k->c, part, p);
	bring_time(k, p, was, l->at);
	light_take(k->x, &k->c, &k->b, p);
	matter_applied(&k->b, &p->e);
	k->event = p->e.id;
	if (l->files)
		commit_op(&k->c, OP_ANY, &evidence_move, NULL, VALS(V_INT(k->c.core->region), V_INT(k->a.id), V_INT(k->b.id), V_INT(part->id)));
	return OK;
}

/* Nobody asks here any more: the matter ends, and says where its requests went. */
static err merge(struct moving *k)
{
	const struct kind *kind = k->a.kind;
	if (kind->merge < 0 || requests_left(&k->a) || !(kind->actions[kind->merge].from >> k->a.state & 1))
		return OK;
	const struct link_new link = {S(LINK_DUPLICATE), k->b.id};
	struct taking t = {.action = &kind->actions[kind->merge], .reason = S(""), .links = &link, .n_links = 1};
	return act_as_system(k->x, &k->c, &k->a, &t, 0);
}

/* The action by which the matter was opened, if the actor may take it too. */
static err opened_by(struct moving *k, const struct action **ret)
{
	role_set roles = see_any_roles(k->x, k->a.kind);
	const struct kind *kind = k->a.kind;
	*ret = NULL;
	for (size_t i = 0; i < kind->n_actions; i++)
		if (kind->actions[i].opens && (kind->actions[i].by & roles) && (!*ret || k->a.last[i].event))
			*ret = &kind->actions[i];
	return *ret ? OK : fail(ERR_DENIED, "you may not open a matter of this kind; ask the request centre to do so");
}

/* What the form of the opening asks for, as it stands in the matter that is left. */
static void args_of(struct moving *k, const struct action *a, struct taking *t)
{
	LIST(struct arg) l = {0};
	for (size_t i = 0; i < a->n_form; i++) {
		const struct field *f = &k->a.kind->fields[a->form[i].field];
		const struct fval *v = &k->a.fields[a->form[i].field];
		for (size_t j = 0; !f->personal && f->type != FIELD_SOURCE && j < v->n; j++)
			*list_push(k->x->arena, &l) = (struct arg){f->name, v->v[j]};
	}
	t->args = l.v;
	t->n_args = l.n;
}

static err open_own(struct moving *k, ms_t since)
{
	const struct link_new link = {S(LINK_SPLIT), k->a.id};
	struct taking t = {.reason = str_trim(k->reason), .links = &link, .n_links = 1, .since = since};
	struct pending *p;
	TRY(opened_by(k, &t.action));
	args_of(k, t.action, &t);
	TRY(act_take(k->x, &k->c, &k->b, &t, &p));
	k->b.opening = true;
	return OK;
}

static err decide(struct moving *k)
{
	struct matter old_a, old_b, *part = NULL;
	struct luggage l;
	TRY(find_request(k, &part));
	if (k->to)
		TRY(find_target(k, part->kind));
	else if (requests_left(&k->a) < 2)
		return fail(ERR_INPUT, "this is the only request of the matter; there is nothing to split off");
	else
		TRY(act_open(k->x, &k->c, k->a.kind, &k->b));
	matter_copy(k->x->arena, &k->a, &old_a);
	if (k->to)
		matter_copy(k->x->arena, &k->b, &old_b);
	else
		TRY(open_own(k, part->opened));
	leave(k, part, &l);
	TRY(join(k, part, &l));
	TRY(merge(k));
	matter_ops(&k->c, k->x->roster, &old_a, &k->a);
	matter_ops(&k->c, k->x->roster, k->to ? &old_b : NULL, &k->b);
	return OK;
}

static err once(struct moving *k)
{
	k->a = k->b = (struct matter){0};
	commit_init(&k->c, k->x);
	TRY(decide(k));
	return ctx_commit(k->x, &k->c);
}

static err move(struct moving *k, struct act_result *ret)
{
	err e = OK;
	if (k->reason.n > LIMIT_FIELD_TEXT || utf8_valid(k->reason) != k->reason.n)
		return fail(ERR_INPUT, "the reason is too long or is not text; write it again");
	for (int i = 0; i < TRIES; i++) {
		e = once(k);
		if (e != ERR_CONFLICT || !k->c.conflict)
			break;
		ctx_refresh(k->x);
	}
	TRY(e);
	*ret = (struct act_result){.matter = k->b.id, .version = k->b.version, .event = k->event, .part = k->request,
		.number = matter_part(&k->b, k->request)->number};
	return OK;
}

err request_move(struct ctx *x, const struct request_move *q, struct act_result *ret)
{
	struct moving k = {.x = x, .from = q->matter, .request = q->request, .to = q->to, .version = q->version, .reason = q->reason};
	if (!q->to && !str_trim(q->reason).n)
		return fail(ERR_INPUT, "this needs a reason; write it down");
	return move(&k, ret);
}

err request_attach(struct ctx *x, int64_t matter, int64_t request, int64_t to, str reason, struct act_result *ret)
{
	if (!to)
		return fail(ERR_INPUT, "no matter is named; open one first");
	return request_move(x, &(struct request_move){.matter = matter, .request = request, .to = to, .reason = reason}, ret);
}

err request_split(struct ctx *x, int64_t matter, int64_t request, str reason, struct act_result *ret)
{
	return request_move(x, &(struct request_move){.matter = matter, .request = request, .reason = reason}, ret);
}
